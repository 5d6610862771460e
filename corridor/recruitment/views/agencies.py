"""What the workers of a centre say of each agency, for those who may read their files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.access.doors import door
from corridor.recruitment.agencies import agencies
from corridor.recruitment.roads import every_road, parties_of
from corridor.recruitment.telling_pathways import agency_line
from corridor.reference.exchange_rates import converted
from corridor.safe.casebook import Reading
from corridor.safe.keys import Member
from corridor.safe.views.telling import with_reading


@door("read_case")
@with_reading("read_case")
def page(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """Every agency on the roads of its workers, by name."""
    found = agencies(every_road(known), parties_of(known), converted)
    return render(request, "recruitment/agencies.html", {"lines": [agency_line(one) for one in found]})
