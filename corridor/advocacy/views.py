"""Pages of the standards: the list with its chart, one instrument, and what changed between two years."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.advocacy import charts, comparing, queries
from corridor.reference.shelf import shelf


@door("read_public")
def standards(request: HttpRequest) -> HttpResponse:
    """Instruments by kind, subject and words, and the ratifications of a chosen few over time."""
    allowed = {"kind": queries.kinds_of_instrument(), "subject": queries.subjects(), "migrant": ["yes"]}
    allowed["fundamental"] = ["yes"]
    chosen = {name: value if (value := request.GET.get(name, "")) in known else "" for name, known in allowed.items()}
    chosen["q"] = request.GET.get("q", "").strip()[:200]
    found = queries.instruments(**chosen)
    asked = list(dict.fromkeys(code for code in request.GET.getlist("line") if code in queries.series()))
    sort = sort if (sort := request.GET.get("sort", "")) in queries.SORTS else "kind"
    drawn = asked[: charts.MOST_LINES] or charts.first_set()
    shown = {
        "found": sorted(found, key=queries.SORTS[sort]),
        "sort": sort,
        "sorts": [
            ("code", gettext("Code")),
            ("title", gettext("Title")),
            ("kind", gettext("Kind")),
            ("year", gettext("Year")),
        ],
        "count": len(found),
        "all": len(shelf().entries("instruments")),
        "chosen": chosen,
        "filters": allowed,
        "chart": charts.lines_of(drawn),
        "drawn": drawn,
        "by_rule": not asked,
        "left_out": asked[charts.MOST_LINES :],
        "most": charts.MOST_LINES,
        "drawable": [shelf().get("instruments", code) for code in sorted(queries.series())],
    }
    return render(request, "advocacy/standards.html", shown)


@door("read_public")
def instrument(request: HttpRequest, code: str) -> HttpResponse | HttpResponseRedirect | HttpResponsePermanentRedirect:
    """One instrument: what it does, its counts, the lessons and figures that speak of it, its sources."""
    entry = shelf().get("instruments", code)
    if entry is None:
        if meant := queries.code_of(code):
            return redirect("advocacy:instrument", code=meant, permanent=True)
        return render(request, "advocacy/unknown.html", {"code": code[:40]}, status=404)
    shown = {**queries.around_instrument(entry), "chart": charts.columns_of(entry.id)}
    return render(request, "advocacy/instrument.html", shown)


@door("read_public")
def changes(request: HttpRequest) -> HttpResponse:
    """Ratifications at two years side by side, and the evaluation's statements held against the rows."""
    years = comparing.asked(request.GET)
    sort = request.GET.get("sort", "")
    sort = sort if sort in comparing.SORTS else comparing.SORTS[0]
    shown = {"years": years, "sort": sort, "statements": comparing.evaluation(), "uncounted": queries.uncounted()}
    if not years.fault:
        shown |= comparing.compared(years, sort)
    return render(request, "advocacy/changes.html", shown, status=400 if years.fault else 200)
