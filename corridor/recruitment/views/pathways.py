"""The picture of a corridor from all chains that a member may read. Only codes of countries stand in its address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.access.doors import door
from corridor.recruitment import telling_pathways
from corridor.recruitment.roads import every_road
from corridor.safe.casebook import Reading
from corridor.safe.keys import Member
from corridor.safe.views.telling import with_reading


@door("read_case")
@with_reading("read_case")
def page(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """Roles in order, what was paid and what left the promise with each; what rests on fewer than five is not told."""
    shown = telling_pathways.shown(every_road(known), request.GET.get("corridor", ""))
    return render(request, "recruitment/pathways.html", shown)
