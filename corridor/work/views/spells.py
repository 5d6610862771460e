"""Her work and life, spell by spell, with pay beside what it should be, and what she is owed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.journey.parts import parts_of
from corridor.journey.views.workers import back_to, worker_of
from corridor.safe.casebook import Reading
from corridor.safe.keys import Member
from corridor.safe.views.telling import with_reading
from corridor.work.contents import Spell
from corridor.work.owed import KEPT, RECEIVED, grievances_of
from corridor.work.telling import shown

reads = with_reading("read_case")
TYPED_LONGEST = 40


@door("read_case")
@reads
def page(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Her spells, paid and unpaid, what pay is beside its references, what came of it, and what she is owed."""
    entry, worker = worker_of(known, id)
    found = shown(known, entry, request.session, timezone.localdate())
    found |= {"entry": entry, "worker": worker, "back": back_to(id, worker)}
    return render(request, "work/work.html", {**found, "may_change": may(request, "change_case")})


@door(post="read_case")
@reads
def received(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """What she received for the time of a grievance, to reckon with: kept with the session, not in her file."""
    worker_of(known, id)
    grievance, spell = request.POST.get("grievance", ""), request.POST.get("spell", "")
    hers = {one.id for one in grievances_of(known, id)}
    if grievance not in hers or spell not in dict(parts_of(known, id, Spell)):
        raise Http404
    typed = dict(request.session.get(RECEIVED) or {})
    typed.pop(f"{grievance}.{spell}", None)
    typed[f"{grievance}.{spell}"] = request.POST.get("received", "")[:TYPED_LONGEST]
    request.session[RECEIVED] = dict(list(typed.items())[-KEPT:])
    return redirect(f"{reverse('work:work', args=[id])}#owed-{grievance}")
