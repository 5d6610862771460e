"""What a coordinator sees of her own centre, and handing cases over when somebody leaves."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext

from corridor.access.doors import door
from corridor.access.models import Account
from corridor.access.queries import accounts_of
from corridor.access.table import CENTRE, extents
from corridor.centre import before_after, listing, oversight
from corridor.centre.actions import cases as actions
from corridor.centre.grievance_names import grievance_names
from corridor.centre.oversight import File
from corridor.centre.reading import title_of
from corridor.journey.contents import Party
from corridor.reference.labels import term_label
from corridor.safe.casebook import Reading, opens
from corridor.safe.faults import Fault
from corridor.safe.keys import Member
from corridor.safe.views.telling import with_reading

MOST, AT_ONCE, NOBODY = 50, 100, "nobody"
reads = with_reading("oversee_centre")


@door("oversee_centre")
@reads
def page(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """The centre's work in tables; a case behind a line is opened as any other."""
    return _page(request, member, known)


def _page(request: HttpRequest, member: Member, known: Reading, fault: str = "", status: int = 200) -> HttpResponse:
    files, today = listing.files(known), timezone.localdate()
    loads, late, missed = oversight.caseload(files, today), oversight.overdue(files, today), oversight.unmet(files)
    waits, told = oversight.alerts(files, today)
    errands = oversight.errands(files)
    names = _names(member, [*(one.case.lead for one in files), *errands])
    only_errands = sorted((names[key], key) for key in errands.keys() - {one.lead for one in loads})
    parties = {one.id: one.content for one in known.of_type(Party, opens) if isinstance(one.content, Party)}
    shown: dict[str, Any] = {
        "loads": [(names.get(one.lead, ""), one) for one in loads],
        "from_whom": [(one.lead or NOBODY, names.get(one.lead, "")) for one in loads]
        + [(key, name) for name, key in only_errands],
        "to_whom": [(one.key, one.name) for one in _who_take_cases(member)],
        "late": [(one.id, title_of(one.case), day, names.get(one.case.lead, "")) for one, day in late[:MOST]],
        "more_late": max(len(late) - MOST, 0),
        "waits": [(one.id, title_of(one.case), alert) for one, alert in waits[:MOST]],
        "told": told,
        "missed": [
            (one, title_of(one.file.case), grievance_names(one.file.parts, _here())[one.id]) for one in missed[:MOST]
        ],
        "missed_count": len(missed),
        "durations": [(_step_label(one.step), one) for one in oversight.durations(files)],
        "tables": _tables(files, parties),
        "went": before_after.went(files),
        "said": request.POST,
        "fault": fault,
    }
    return render(request, "centre/oversight.html", shown, status=status)


def _tables(files: list[File], parties: dict[str, Party]) -> list[tuple[str, str, list[oversight.Recurring]]]:
    """(title, vocabulary of what it is called, rows) of what recurs."""
    return [
        (gettext("Who has to answer"), "", oversight.respondents(files, parties)[:MOST]),
        (gettext("Grievances"), "grievance-kind", oversight.kinds(files)),
        (gettext("Sector"), "sector", oversight.sectors(files)),
    ]


def _here() -> str:
    return get_language() or "en"


def _step_label(step: str) -> str:
    known = {"action": gettext("Action"), "referral": gettext("Referral"), "closed": gettext("Closed")}
    vocabulary = "proceeding-step" if step in ("filed", "hearing", "order") else "remedy-step"
    return known.get(step) or term_label(vocabulary, step, _here())


def _names(member: Member, keys: Iterable[str]) -> dict[str, str]:
    """Account key -> handle, also of those who left."""
    wanted = {key for key in keys if key}
    found = {one.key: one for one in member.centre.accounts.filter(key__in=wanted)}
    left = gettext("somebody who left")
    return {key: _called(found[key]) if key in found else left for key in wanted}


def _called(account: Account) -> str:
    return account.name if account.is_active else f"{account.name} ({gettext('somebody who left')})"


def _who_take_cases(member: Member) -> list[Account]:
    """Those of the centre who may look after any case."""
    every = accounts_of(member.centre)
    return [
        one for one in every if CENTRE in extents(frozenset(held.role for held in one.memberships.all()), "change_case")
    ]


@door(post="oversee_centre")
@reads
def hand_over(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """Give what one member looks after to another, and what she was to do in other people's cases, a hundred cases of
    each at a time. What can not be given stays as it is.
    """
    whose, to = request.POST.get("from", ""), request.POST.get("to", "")
    files, takers = listing.files(known), {one.key: one.name for one in _who_take_cases(member)}
    ids = oversight.caseload_of(files, "" if whose == NOBODY else whose) if whose else []
    elsewhere = oversight.errands(files).get(whose, [])
    if not (ids or elsewhere) or to not in takers or whose == to:
        return _page(request, member, known, gettext("Choose who hands over, and somebody else who takes it."), 422)
    given = _given(ids, lambda id: actions.hand_over([id], to, by=member))
    acts = _given(elsewhere, lambda id: actions.hand_over_actions(id, whose, to, by=member))
    told = gettext("%(done)s of %(all)s cases were handed over to %(name)s.")
    too = gettext("What was to be done in %(done)s of %(all)s cases of other people was handed over to %(name)s.")
    for words, done, every in ((told, given, ids), (too, acts, elsewhere)):
        level = messages.SUCCESS if done == len(every) else messages.ERROR
        if every:
            messages.add_message(request, level, words % {"done": done, "all": len(every), "name": takers[to]})
    return redirect("centre:oversight")


def _given(ids: list[str], give: Callable[[str], object]) -> int:
    """In how many of these cases it could be given."""
    done = 0
    for id in ids[:AT_ONCE]:
        with suppress(Fault):  # somebody changes it at this moment, or it is not hers: it is told by the number
            give(id)
            done += 1
    return done
