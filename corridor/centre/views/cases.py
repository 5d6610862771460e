"""A case: its page, what is added to it and corrected, who is in it, closing."""

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
from corridor.journey.sheets import Clash, Sheet, SheetForm, clashes, other_text, terms
from corridor.safe.actions.records import record_reading
from corridor.safe.casebook import Entry, Reading
from corridor.safe.content import Content
from corridor.safe.faults import Conflict
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
        "lead": handles(member.account).get(view.case.lead, ""),
    }
    return render(request, "centre/case.html", shown)


def _form_page(request: HttpRequest, form: SheetForm, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "centre/form.html", {"form": form, "label": form.sheet.label, **more}, status=status)


@door("change_case", post="same")
@reads
def add(request: HttpRequest, member: Member, known: Reading, id: str, word: str) -> HttpResponse:
    """Something new under a case."""
    entry, sheet = case_of(known, id), PARTS.get(word)
    if sheet is None:
        raise Http404
    options = options_for(known, entry, handles(member.account))
    start = _start(entry, member, request)
    form = SheetForm(sheet, request.POST or None, options=options, **start)
    if request.method == "POST" and form.is_valid():
        part = form.content(case=id)
        written = actions.add_to_case(id, part, by=member, form=form.token)
        messages.success(request, gettext("It is kept."))
        return redirect(f"{_address(id)}#{written.id}")
    return _form_page(request, form, 422 if form.is_bound else 200, case=entry, title=title_of(entry.content))


def _start(entry: Entry, member: Member, request: HttpRequest) -> dict[str, Any]:
    """What a new form begins with: the only worker, herself as the one who does it, the grievance she came from."""
    case: Any = entry.content
    only = case.present[0].worker if len(case.present) == 1 else ""
    begun = {"worker": only, "who": member.account.key, "state": "open", "kind": "", "step": ""}
    return {name: value for name, value in begun.items() if value}


def _address(id: str) -> str:
    return reverse("centre:case", args=[id])


@door("change_case", post="same")
@reads
def correct(request: HttpRequest, member: Member, known: Reading, id: str, part: str) -> HttpResponse:
    """Correct one thing that belongs to a case; what two people changed at once is shown side by side."""
    entry, found = case_of(known, id), known.get(part)
    if found is None or found.head != id or found.type not in BY_TYPE:
        raise Http404
    _, sheet = BY_TYPE[found.type]
    options = options_for(known, entry, handles(member.account))
    more: dict[str, Any] = {"case": entry, "title": title_of(entry.content), "part": found}
    if request.method != "POST":
        return _form_page(request, SheetForm(sheet, content=found.content, options=options), **more)
    form = SheetForm(sheet, request.POST, content=found.content, options=options)
    if not form.is_valid():
        return _form_page(request, form, 422, **more)
    base = form.base_content() or found.content
    changed = form.content(case=id)
    try:
        actions.correct_part(id, part, changed, base, by=member)
    except Conflict:
        return _clash(request, sheet, form, changed, base, found.content, options, more)
    if request.POST.get("clashed"):
        actions.keep_other_text(id, other_text(sheet, changed, base), by=member, form=form.token)
    messages.success(request, gettext("It is kept."))
    return redirect(f"{_address(id)}#{part}")


def _clash(
    request: HttpRequest,
    sheet: Sheet,
    form: SheetForm,
    mine: Content,
    base: Content,
    theirs: Content,
    options: Any,
    more: dict[str, Any],
) -> HttpResponse:
    """Both texts on one page: hers in the form, the other beside it. Kept again, hers stands, the other as a note."""
    found: list[Clash] = clashes(sheet, mine, base, theirs)
    again = SheetForm(sheet, content=mine, options=options)
    again.initial["base"] = SheetForm(sheet, content=theirs, options=options).initial["base"]
    return _form_page(request, again, 409, clashes=found, **more)


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
    options = options_for(known, entry, handles(member.account))
    more: dict[str, Any] = {"case": entry, "title": title_of(entry.content)}
    form = SheetForm(CASE, request.POST or None, content=entry.content, options=options)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, 422 if form.is_bound else 200, **more)
    base, changed = form.base_content() or entry.content, form.content()
    assert isinstance(base, Case) and isinstance(changed, Case)
    try:
        actions.correct_case(id, changed, base, by=member)
    except Conflict:
        return _clash(request, CASE, form, changed, base, entry.content, options, more)
    return redirect("centre:case", id=id)


@door(post="change_case")
@reads
def done(request: HttpRequest, member: Member, known: Reading, id: str, part: str) -> HttpResponse:
    """Say that something is done, from the case or from today's list."""
    case_of(known, id)
    actions.mark_done(id, part, request.POST.get("outcome", "")[:40], by=member)
    return redirect("centre:today" if request.POST.get("back") == "today" else _address(id))


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
