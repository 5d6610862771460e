"""Searching among the cases: words and filters are posted and held in the session, so that no address holds them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.centre import searching
from corridor.centre.contents import SavedSearch
from corridor.centre.reading import handles
from corridor.centre.searching import PAGE, Filters
from corridor.journey.sheets import countries, terms
from corridor.safe.casebook import Reading
from corridor.safe.keys import Member
from corridor.safe.views.notebook import views_of
from corridor.safe.views.telling import with_reading


@door("read_case", post="same")
@with_reading("read_case")
def found(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """The cases that fit, fifty on a page."""
    if request.method == "POST":
        if "page" in request.POST:
            request.session["cases_page"] = request.POST["page"][:6]
        else:
            remember(request, Filters.of(request.POST))
        return redirect("centre:found")
    filters = Filters.of(request.session.get("cases") or {})
    every = searching.found(known, filters)
    pages = max(-(-len(every) // PAGE), 1)
    asked = str(request.session.get("cases_page") or 1)
    here = min(max(int(asked) if asked.isdecimal() else 1, 1), pages)
    used = searching.countries_of(known)
    page = {
        "rows": [searching.row(known, one) for one in every[(here - 1) * PAGE : here * PAGE]],
        "count": len(every),
        "here": here,
        "pages": pages,
        "filters": filters,
        "kinds": terms("grievance-kind"),
        "countries": [one for one in countries() if one[0] in used],
        "people": handles(member.account),
        "views": views_of(known, SavedSearch),
        "may_take": may(request, "take_grievance"),
        "today": timezone.localdate(),
    }
    return render(request, "centre/found.html", page)


def remember(request: HttpRequest, filters: Filters) -> None:
    request.session["cases"], request.session["cases_page"] = filters.plain(), 1
