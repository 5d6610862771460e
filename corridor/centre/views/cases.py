"""A case: its page, what is added to it and corrected, who is in it, closing."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.centre.actions import cases as actions
from corridor.centre.assessing import assessments_of
from corridor.centre.contents import Case
from corridor.centre.deadlines import deadlines_of
from corridor.centre.reading import STEPS, CaseView, case_view, handles, ledger, options_for, title_of
from corridor.centre.sharing import referrals_of
from corridor.centre.sheets import BY_TYPE, CASE, PARTS
from corridor.centre.views.evidence import evidence_of
from corridor.field.queries import reports_of
from corridor.journey.sheets import SheetForm, terms
from corridor.journey.views.asking import Back, Correction, corrected, form_page
from corridor.safe.actions.records import record_reading
from corridor.safe.casebook import Entry, Reading
from corridor.safe.content import Content
from corridor.safe.keys import Member
from corridor.safe.views.telling import with_reading

reads = with_reading("read_case")


def case_of(known: Reading, id: str) -> Entry:
    """The case. Raises Http404 when it is not there or not hers; Altered, UnknownVersion."""
    entry = known.get(id)
    if entry is None or not isinstance(entry.content, Case):
        raise Http404
    return entry


def viewed(known: Reading, member: Member, id: str) -> CaseView:
    return case_view(known, case_of(known, id), handles(member.account))


@door("read_case")
@reads
def page(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """A case on one page: what she wants, what is to be done, what happened, what she really received."""
    view = viewed(known, member, id)
    if view.entry.restricted:
        record_reading(id, "read restricted case", by=member)
    shown = {
        "view": view,
        "title": title_of(view.case),
        "ledger": ledger(view),
        "steps": STEPS,
        "remedies": view.of("remedy"),
        "deadlines": deadlines_of(view, known),
        "assessed": assessments_of(known, id),
        "evidence": evidence_of(known, id),
        "about": id,
        "referrals": referrals_of(known, id),
        "today": timezone.localdate(),
        "words": [(word, sheet.label) for word, sheet in PARTS.items()],
        "may_change": may(request, "change_case"),
        "may_refer": may(request, "refer_worker"),
        "may_export": may(request, "export_case"),
        "may_erase": may(request, "erase_record"),
        "lead": handles(member.account).get(view.case.lead, ""),
        "reports": reports_of(known, id),
    }
    return render(request, "centre/case.html", shown)


@door("change_case", post="same")
@reads
def add(request: HttpRequest, member: Member, known: Reading, id: str, word: str) -> HttpResponse:
    """Something new under a case."""
    entry, sheet = case_of(known, id), PARTS.get(word)
    if sheet is None:
        raise Http404
    options = options_for(known, entry, handles(member.account))
    form = SheetForm(sheet, request.POST or None, options=options, **_start(entry, member))
    if request.method == "POST" and form.is_valid():
        written = actions.add_to_case(id, form.content(case=id), by=member, form=form.token)
        messages.success(request, gettext("It is kept."))
        return redirect(f"{_back(entry).address}#{written.id}")
    return form_page(request, form, _back(entry), 422 if form.is_bound else 200)


def _start(entry: Entry, member: Member) -> dict[str, Any]:
    """What a new form begins with: the only worker, herself as the one who does it."""
    case: Any = entry.content
    only = {"worker": case.present[0].worker} if len(case.present) == 1 else {}
    return {"who": member.account.key, "state": "open", **only}


def _back(entry: Entry, part: str = "") -> Back:
    """The case, at the place of one of its parts."""
    address = reverse("centre:case", args=[entry.id])
    return Back(f"{address}#{part}" if part else address, title_of(entry.content))


@door("change_case", post="same")
@reads
def correct(request: HttpRequest, member: Member, known: Reading, id: str, part: str) -> HttpResponse:
    """Correct one thing that belongs to a case; what two people changed at once is shown side by side."""
    entry, found = case_of(known, id), known.get(part)
    if found is None or found.head != id or found.type not in BY_TYPE:
        raise Http404

    def keep(changed: Content, base: Content) -> None:
        actions.correct_part(id, part, changed, base, by=member)

    _, sheet = BY_TYPE[found.type]
    destroy = reverse("centre:erase_part", args=[id, part])
    what = Correction(sheet, found.content, keep, _back(entry, part), destroy=destroy)
    return corrected(request, _of_case(what, entry, known, member))


def _of_case(what: Correction, entry: Entry, known: Reading, member: Member) -> Correction:
    """With what can be chosen in a case; a text that does not stand becomes a note on it."""

    def lost(text: str, form: str) -> None:
        actions.keep_other_text(entry.id, text, by=member, form=form)

    return replace(what, options=options_for(known, entry, handles(member.account)), lost=lost)


@door(post="change_case")
@reads
def erase(request: HttpRequest, member: Member, known: Reading, id: str, part: str) -> HttpResponse:
    """Destroy one thing that was entered by mistake."""
    case_of(known, id)
    actions.erase_part(id, part, by=member)
    messages.success(request, gettext("It is destroyed."))
    return redirect("centre:case", id=id)


@door("change_case", post="same")
@reads
def change(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Correct what stands on the case itself."""
    entry = case_of(known, id)

    def keep(changed: Case, base: Case) -> None:
        actions.correct_case(id, changed, base, by=member)

    return corrected(request, _of_case(Correction(CASE, entry.content, keep, _back(entry)), entry, known, member))


@door(post="change_case")
@reads
def done(request: HttpRequest, member: Member, known: Reading, id: str, part: str) -> HttpResponse:
    """Say that something is done, from the case or from today's list."""
    entry = case_of(known, id)
    actions.mark_done(id, part, request.POST.get("outcome", "")[:40], by=member)
    return redirect("centre:today" if request.POST.get("back") == "today" else _back(entry).address)


@door("change_case", post="same")
@reads
def close(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Close a case with her own word on the result, or open it again."""
    entry = case_of(known, id)
    if request.method == "POST":
        said = {name: request.POST.get(name, "")[:20_000] for name in ("outcome", "her_view", "her_words", "why")}
        if entry.content.closed_on():
            actions.open_again(id, said["why"], by=member)
        elif said["outcome"] in dict(terms("case-outcome")):
            actions.close_case(id, said["outcome"], said["her_view"], said["her_words"], by=member)
        else:
            return _close_page(request, entry, gettext("Say what came of it."), 422)
        return redirect("centre:case", id=id)
    return _close_page(request, entry)


def _close_page(request: HttpRequest, entry: Entry, fault: str = "", status: int = 200) -> HttpResponse:
    page = {"case": entry, "title": title_of(entry.content), "fault": fault}
    page |= {"outcomes": terms("case-outcome"), "views": terms("own-view"), "said": request.POST}
    return render(request, "centre/close.html", page, status=status)
