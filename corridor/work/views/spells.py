"""Her work and life, spell by spell, with pay beside what it should be."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.journey.views.workers import back_to, worker_of
from corridor.safe.casebook import Reading
from corridor.safe.keys import Member
from corridor.safe.views.telling import with_reading

reads = with_reading("read_case")


@door("read_case")
@reads
def page(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Her spells, paid and unpaid, and what pay is beside its references."""
    entry, worker = worker_of(known, id)
    shown = {"entry": entry, "worker": worker, "back": back_to(id, worker), "may_change": may(request, "change_case")}
    return render(request, "work/work.html", shown)
