"""How she was recruited, on one page: chains with promise, contract and reality, charges, debts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.journey.views.workers import back_to, worker_of
from corridor.recruitment import telling_charges, telling_loans, telling_road
from corridor.safe.casebook import Reading
from corridor.safe.keys import Member
from corridor.safe.views.telling import with_reading

reads = with_reading("read_case")


@door("read_case")
@reads
def page(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Her recruitment: who stood on the road, the three columns, what it cost, the debt behind it."""
    entry, worker = worker_of(known, id)
    chains = telling_road.shown(known, id)
    shown = {"entry": entry, "worker": worker, "back": back_to(id, worker), "may_change": may(request, "change_case")}
    shown |= telling_charges.shown(known, id, [one.id for one in chains]) | telling_loans.shown(known, id)
    return render(request, "recruitment/road.html", shown | {"chains": chains})
