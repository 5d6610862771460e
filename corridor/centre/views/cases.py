"""A case: its page, what is added to it and corrected, who is in it, closing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
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
from corridor.centre.before_after import tables
from corridor.centre.contents import Case, FollowUp, Grievance, Proceeding
from corridor.centre.deadlines import deadlines_of
from corridor.centre.reading import (
    STEPS,
    CaseView,
    case_view,
    handles,
    later_contacts,
    ledger,
    options_for,
    title_of,
)
from corridor.centre.reminding import reaching
from corridor.centre.results import results
from corridor.centre.sheets import BY_TYPE, CASE, PARTS, offered, sheet_of
from corridor.centre.timeline import timeline
from corridor.centre.views.evidence import evidence_of
from corridor.centre.views.following_up import PartForm, fixed_of, form_of
from corridor.centre.views.proceedings import ProceedingForm, talks_in
from corridor.centre.views.respondents import GrievanceForm
from corridor.field.queries import reports_of
from corridor.journey.referred import referrals_of
from corridor.journey.sheets import AREA, SheetForm, terms
from corridor.journey.views.asking import Back, Correction, corrected, form_page, sent, tell_kept
from corridor.journey.views.drafts import draft_by_id
from corridor.safe.casebook import Entry, Reading
from corridor.safe.content import Content
from corridor.safe.keys import Member
from corridor.safe.notebook.forms import FORM_LONGEST, Text
from corridor.safe.views.telling import with_reading
from corridor.work.owed import remedy_start

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
    names, now = handles(member.account), timezone.localtime()
    view = case_view(known, case_of(known, id), names)
    shown = {
        "view": view,
        "title": title_of(view.case),
        "ledger": ledger(view),
        "results": results(view),
        "steps": STEPS,
        "remedies": view.of("remedy"),
        "before_after": tables(view),
        "timeline": timeline(view, known),
        "outcomes": terms("action-outcome"),
        "deadlines": deadlines_of(view, known),
        "assessed": assessments_of(known, id),
        "evidence": evidence_of(known, id),
        "about": id,
        "referrals": referrals_of(known, id),
        "today": now.date(),
        "reaching": {one.entry.id: reaching(known, one.content, view.case, now) for one in view.to_do},
        "words": [(word, sheet.label) for word, sheet in offered(view.case).items()],
        "may_change": may(request, "change_case"),
        "may_refer": may(request, "refer_worker"),
        "may_export": may(request, "export_case"),
        "may_erase": may(request, "erase_record"),
        "lead": names.get(view.case.lead, ""),
        "reports": reports_of(known, id),
    }
    return render(request, "centre/case.html", shown)


@door("change_case", post="same")
@reads
def add(request: HttpRequest, member: Member, known: Reading, id: str, word: str) -> HttpResponse:
    """Something new under a case; of one that is closed only what still comes then (`sheets.AFTER_CLOSING`)."""
    entry, sheet = case_of(known, id), PARTS.get(word)
    if sheet is None:
        raise Http404
    options = options_for(known, entry, handles(member.account))
    start: dict[str, Any] = {"options": options, **_start(entry, member, word, request.GET)}
    if word == "remedy" and (asked := request.GET.get("grievance")):
        start |= remedy_start(known, request.GET.get("worker", ""), asked, request.session, timezone.localdate())
    if draft := request.GET.get("draft"):
        start |= draft_by_id(known, member, draft, word, id).start_of(sheet)
    if word == "grievance":
        sent = actions.was_added(word, id, request.POST.get("form", "")[:FORM_LONGEST], by=member)
        form: PartForm = GrievanceForm(known, request.POST or None, sent=sent, **start)
    elif word == "proceeding":
        form = ProceedingForm(known, entry, request.POST or None, **start)
    else:
        form = PartForm(sheet, request.POST or None, **start)
    if form.is_bound:
        form.refuse_after_closing(entry.content, word)
    if request.method == "POST" and form.is_valid():
        made, talks = form.content(case=id, **fixed_of(sheet)), talks_in(form)
        written = actions.add_to_case(id, made, by=member, form=form.token, talks=talks)
        tell_kept(request, form)
        return redirect(f"{_back(entry).address}#{written.id}")
    return form_page(request, form, _back(entry), 422 if form.is_bound else 200, where=word, about=id)


def _start(entry: Entry, member: Member, word: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What a new form begins with: the only worker, herself as the one who does it. asked: whose page it came from.

    Retaliation may strike a helper as well as a worker: whom is not said for the one who writes it down.
    """
    case: Any = entry.content
    people = [one.worker for one in case.present]
    only = {"worker": people[0]} if len(people) == 1 and word != "retaliation" else {}
    only |= {"worker": asked["worker"]} if asked.get("worker") in people else {}
    asked_today = {"done": timezone.localdate()} if word == "at-start" else {}
    return {"who": member.account.key, "state": "open", **only, **asked_today}


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
        actions.correct_part(id, part, changed, base, by=member, talks=talks_in(form))

    _, sheet = sheet_of(found.content)
    destroy = reverse("centre:erase_part", args=[id, part])
    what = _of_case(Correction(sheet, found.content, keep, _back(entry, part), destroy=destroy), entry, known, member)
    make: Callable[..., SheetForm] = form_of(sheet, what.options, request, found.content)
    if isinstance(found.content, Grievance):
        make = partial(GrievanceForm, known, options=what.options)
    if isinstance(found.content, Proceeding):
        make = partial(ProceedingForm, known, entry, options=what.options)
    what = replace(what, make=make)
    form = what.form(sent(request))
    return corrected(request, what, form)


def _of_case(what: Correction, entry: Entry, known: Reading, member: Member) -> Correction:
    """With what can be chosen in a case, and whoever stands there; a text that does not stand becomes a note on it."""

    def lost(text: str, form: str) -> None:
        actions.keep_other_text(entry.id, text, by=member, form=form)

    options = options_for(known, entry, handles(member.account), what.stands)
    return replace(what, options=options, lost=lost)


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
    """Say that something is done, from the case or from today's list; what came of it can be said at once.

    A follow-up leads to its form: it is made by what she answers.
    """
    entry, found = case_of(known, id), known.get(part)
    if found and found.head == id and isinstance(found.content, FollowUp):
        return redirect(f"{reverse('centre:correct_part', args=[id, part])}?made=yes")
    outcome, result = request.POST.get("outcome", ""), Text().to_python(request.POST.get("result"))[:AREA]
    known_outcome = outcome if outcome in dict(terms("action-outcome")) else ""
    actions.mark_done(id, part, known_outcome, by=member, result=result)
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
            return _close_page(request, known, entry, gettext("Say what came of it."), 422)
        return redirect("centre:case", id=id)
    return _close_page(request, known, entry)


def _close_page(request: HttpRequest, known: Reading, entry: Entry, fault: str = "", status: int = 200) -> HttpResponse:
    page = {"case": entry, "title": title_of(entry.content), "fault": fault, "later": later_contacts(known, entry)}
    page |= {"outcomes": terms("case-outcome"), "views": terms("own-view"), "said": request.POST}
    return render(request, "centre/close.html", page, status=status)
