"""From the inbox to a case: a new one is made of a report, or it is added to one that stands."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.centre import searching
from corridor.centre.actions import cases
from corridor.centre.contents import Case
from corridor.centre.listing import case_in
from corridor.centre.searching import OPEN, WORDS_LONGEST, Filters
from corridor.centre.views.cases import reads
from corridor.field.views.outside import kind_label
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.faults import Unfit
from corridor.safe.keys import Member

MOST, HERS = 20, 8  # cases that are shown: of those found, and of those she touched last


@door("change_case", post="same")
@reads
def into_case(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Say what becomes of a report: a new case, or one of those that stand."""
    told = cases.report_in(known, id)
    words, fault = request.POST.get("words", "")[:WORDS_LONGEST].strip(), None
    if chosen := request.POST.get("case", ""):
        try:
            cases.add_report(id, chosen, by=member)
        except Unfit as found:
            fault = found
        else:
            messages.success(request, gettext("It is kept."))
            return redirect("centre:case", id=chosen)
    fitting = searching.found(known, Filters(words, state=OPEN))[:MOST] if words else _hers(known, member)
    page: dict[str, Any] = {"told": told, "report": told.content, "words": words, "fault": fault}
    page |= {"kind": kind_label(page["report"].kind), "rows": [searching.row(known, one) for one in fitting]}
    return render(request, "centre/report_case.html", page, status=409 if fault else 200)


def _hers(known: Reading, member: Member) -> list[Entry]:
    """The open cases that she looks after, the one last touched first."""
    mine = known.of_type(Case, lambda one: one.is_open and opens(one) and case_in(one).lead == member.account.key)
    return mine[:HERS]
