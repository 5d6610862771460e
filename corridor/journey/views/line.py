"""Her time in one picture, and the same as a table."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from corridor.access.doors import door
from corridor.journey.line import line_of
from corridor.journey.views.workers import back_to, worker_of
from corridor.safe.casebook import Reading
from corridor.safe.keys import Member
from corridor.safe.views.telling import with_reading

reads = with_reading("read_case")


@door("read_case")
@reads
def page(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Promises, spells, pay, debts, grievances and remedies on the same days."""
    _, worker = worker_of(known, id)
    today = timezone.localdate()
    shown = {"line": line_of(known, id, today), "worker": worker, "back": back_to(id, worker), "today": today}
    return render(request, "journey/line.html", shown)
