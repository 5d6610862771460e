"""Tables after the 2018 guidelines: which there are, one of them for a quarter or a year, and as a file."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.access.doors import door
from corridor.figures import published, releases
from corridor.statistics.quarters import quarter_told
from corridor.statistics.table_files import csv_file, excel_file, grid
from corridor.statistics.table_words import (
    box,
    concept_label,
    concept_told,
    missing_breakdowns,
    notes,
    population_told,
    source_told,
    title,
)
from corridor.statistics.tables import BY_ID, TABLES, About, NotAdded, Table, over, years
from corridor.statistics.telling import range_told

FORMS = {
    "csv": (csv_file, "text/csv; charset=utf-8"),
    "xlsx": (excel_file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@door("read_statistics")
def tables(request: HttpRequest) -> HttpResponse:
    """The tables, concept by concept."""
    groups = [
        (concept_label(concept), concept_told(concept), [(one.id, title(one)) for one in some])
        for concept, some in groupby(TABLES, key=lambda one: one.concept)
    ]
    page = {"groups": groups, "population": population_told(), "periods": published.periods()}
    return render(request, "statistics/tables.html", page)


def _about(id: str) -> About:
    """Raises Http404 where there is no such table."""
    if id not in BY_ID:
        raise Http404
    return BY_ID[id]


def _chosen(request: HttpRequest, periods: list[str]) -> tuple[str, list[str]]:
    """(what was chosen, its quarters): the latest where nothing was. Raises Http404 for what is not released."""
    whole, chosen = years(periods), request.GET.get("of", "") or periods[0]
    if chosen not in periods and chosen not in whole:
        raise Http404
    return chosen, whole.get(chosen, [chosen])


def _table(about: About, quarters: list[str]) -> Table:
    """Raises NotAdded for people over a year."""
    found = [published.release_of(one) for one in quarters]
    return over(about, [one for one in found if one])


@door("read_statistics")
def table(request: HttpRequest, id: str) -> HttpResponse:
    """One table with its concept, its numbers, and what it leaves out."""
    about, periods = _about(id), published.periods()
    page: dict[str, Any] = {"about": about, "title": title(about), "concept": concept_label(about.concept)}
    if not periods:
        return render(request, "statistics/table.html", page)
    chosen, quarters = _chosen(request, periods)
    page |= {"periods": [(one, quarter_told(one)) for one in periods], "years": list(years(periods)), "of": chosen}
    try:
        found = _table(about, quarters)
    except NotAdded as refusal:
        page |= {"refused": refusal.told, "different": _different(quarters), "quarters": quarters}
        return render(request, "statistics/table.html", page)
    page |= {
        "box": box(found),
        "grid": grid(found) if found.parts else None,
        "notes": notes(found),
        "missing": missing_breakdowns(about),
        "source": source_told(found),
    }
    return render(request, "statistics/table.html", page)


def _different(quarters: list[str]) -> str:
    """How many different people over quarters, as bounds; empty where a release does not tell."""
    found = [published.release_of(one) for one in quarters]
    bounds = releases.different([one for one in found if one], "person")
    return range_told(bounds) if bounds else ""


@door("read_statistics")
def table_file(request: HttpRequest, id: str, form: str) -> HttpResponse:
    """A table as a file."""
    about, periods = _about(id), published.periods()
    if form not in FORMS or not periods:
        raise Http404
    chosen, quarters = _chosen(request, periods)
    try:
        found = _table(about, quarters)
    except NotAdded:
        raise Http404 from None
    made, media = FORMS[form]
    response = HttpResponse(made(found), content_type=media)
    response["Content-Disposition"] = f'attachment; filename="table-{about.id}-{chosen}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
