"""Corridor pages: both ends of a road side by side."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext

from corridor.access.doors import door
from corridor.learning import corridor_page as reads
from corridor.learning.gaps_told import told
from corridor.places.roads import corridor_name
from corridor.reference.labels import country_name

ON_A_PAGE = 50


def language() -> str:
    return get_language() or "en"


@door("read_public")
def corridor_list(request: HttpRequest) -> HttpResponse | HttpResponseRedirect:
    """Choose two countries, or a corridor that has something recorded."""
    chosen = (request.GET.get("from", "").upper(), request.GET.get("to", "").upper())
    if not any(chosen):
        return choosing(request)
    if not all(chosen):
        return choosing(request, gettext("Choose both countries: where the road begins and where it leads."), 400)
    code = "-".join(chosen)
    status, wrong, part = reads.fault_of(code)
    if wrong:
        return choosing(request, fault_told(wrong, part), status)
    return redirect("learning:corridor", code=code)


def choosing(request: HttpRequest, fault: str = "", status: int = 200) -> HttpResponse:
    """The two lists of countries and the recorded corridors, with what is wrong with the choice made."""
    found = reads.recorded(language())
    shown = {
        "fault": fault,
        "countries": reads.country_choices(language()),
        "chosen": {"from": request.GET.get("from", "").upper(), "to": request.GET.get("to", "").upper()},
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "count": len(found),
    }
    return render(request, "learning/corridors.html", shown, status=status)


def fault_told(wrong: str, part: str) -> str:
    words = {"part": part}
    if wrong == "same":
        return gettext("A corridor joins two different countries; %(country)s stands at both ends.") % {
            "country": country_name(part, language())
        }
    if wrong == "country":
        return gettext("“%(part)s” is not a country code. Choose the two countries below.") % words
    return gettext("“%(part)s” is not a corridor. A corridor is two country codes, such as NPL-JOR.") % words


@door("read_public")
def corridor_page(
    request: HttpRequest, code: str
) -> HttpResponse | HttpResponseRedirect | HttpResponsePermanentRedirect:
    """One corridor: its two ends, what is recorded on it, lessons along it, and what is not known."""
    status, wrong, part = reads.fault_of(code.upper())
    if wrong:
        return choosing(request, fault_told(wrong, part), status)
    if code != code.upper():
        return redirect("learning:corridor", code=code.upper(), permanent=True)
    shown = reads.around_corridor(code)
    countries = {end["role"]: end["code"] for end in shown["ends"]}
    for end in shown["ends"]:
        end["others"] = [(one, corridor_name(one, language())) for one in end["others"]]
    shown["name"] = corridor_name(code, language())
    shown["unknown"] = [told(gap, countries, language()) for gap in shown["gaps"]]
    return render(request, "learning/corridor.html", shown)
