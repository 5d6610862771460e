"""The first page of statistics: which quarters are out, and what changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.figures import published
from corridor.figures.indicators import Indicator
from corridor.figures.naming import code_label, column_label, indicator_label
from corridor.figures.releases import Release
from corridor.statistics import charts, downloads, moved, quarters, showing
from corridor.statistics.known import centres_told
from corridor.statistics.rules import in_order
from corridor.ui.charts import Chart

LAST = 8  # quarters that charts go back
OVER_TIME = ("corridor", "sector", "kind")
MOST_LISTED = 12  # of what moved; the rest is counted
HEADS = "grievances-brought"  # what is drawn over time


def counted() -> list[Indicator]:
    """Every indicator that is reckoned; those that may not stand alone come last."""
    return in_order([one for one in published.indicators().values() if not one.waits_for])


def chosen(request: HttpRequest, releases: Sequence[Release]) -> tuple[str, str]:
    """(the quarter that is asked for, a fault): the latest where none is asked, or one that is not released."""
    periods = [one.period for one in releases]
    asked = request.GET.get("quarter", "")
    if not asked or asked in periods:
        return asked or periods[-1], ""
    said = gettext("“%(asked)s” is not released; expected one of %(periods)s. The latest is shown.")
    return periods[-1], said % {"asked": asked[:20], "periods": ", ".join(periods)}


@door("read_statistics")
def overview(request: HttpRequest) -> HttpResponse:
    """What changed in a quarter against the one before and a year before; then corridors, sectors and kinds."""
    releases = published.series()
    if not releases:
        return render(request, "statistics/overview.html", {"releases": []})
    period, fault = chosen(request, releases)
    known = {one.period: one for one in releases}
    found = moved.rows(known, period, [(one, ()) for one in counted()])
    past = [one for one in releases if one.period <= period][-LAST:]
    listed = most_moved(found)
    shown: dict[str, Any] = {
        "releases": [(one, showing_of(one)) for one in reversed(releases)],
        "release": known[period],
        "fault": fault,
        **compared_with(known, period),
        "moved": [_shown(row, known[period]) for row in listed],
        "moved_more": sum(1 for row in found if row.moved) - len(listed),
        "every": [showing.shown(row) for row in found if not row.shelf.measure or not row.at],
        "came_of_it": moved.counted(found),
        "charts": drawn(past),
        "heads": published.indicators()[HEADS],
        "beside": showing.beside(published.indicators()[HEADS], known[period], published.indicators()),
    }
    return render(request, "statistics/overview.html", shown, status=400 if fault else 200)


@door("read_statistics")
def overview_file(request: HttpRequest) -> HttpResponse:
    """What the first page compares, as CSV."""
    releases = published.series()
    if not releases:
        return downloads.csv_answer([])
    period, fault = chosen(request, releases)
    if fault:
        return HttpResponse(fault, status=400, content_type="text/plain; charset=utf-8")
    found = moved.rows({one.period: one for one in releases}, period, [(one, ()) for one in counted()])
    return downloads.csv_answer(downloads.compared(period, found))


def showing_of(release: Release) -> dict[str, Any]:
    """A release as a line of the list."""
    return {"told": quarters.quarter_told(release.period), "tables": len(release.tables)}


def compared_with(known: Mapping[str, Release], period: str) -> dict[str, Any]:
    """The two quarters that it is held against: their names, and whether they are out."""
    names = {"now": period, "since": quarters.before(period), "year": quarters.year_before(period)}
    told = {f"{name}_told": quarters.quarter_told(one) for name, one in names.items()}
    found = {f"{name}_release": known.get(one) for name, one in names.items()}
    now = centres_told(known[period])
    others = [
        (told[f"{name}_told"], now, centres_told(one)) for name in ("since", "year") if (one := known.get(names[name]))
    ]
    return {**told, **found, "other_centres": [one for one in others if one[2] != now]}


def most_moved(found: Sequence[moved.Row]) -> list[moved.Row]:
    """Those that moved most surely, at most MOST_LISTED; among them what may not stand alone comes last."""

    def p(row: moved.Row) -> float:
        return min(one.p for one in row.changes if one.p is not None)

    surest = sorted((row for row in found if row.moved), key=p)[:MOST_LISTED]
    return sorted(surest, key=lambda row: row.shelf.caution)


def _shown(row: moved.Row, release: Release) -> showing.Shown:
    return showing.shown(row, showing.beside(row.shelf, release, published.indicators()))


def drawn(past: Sequence[Release]) -> list[Chart]:
    """Grievances over time, by each of OVER_TIME."""
    indicator = published.indicators()[HEADS]
    found = []
    for by in OVER_TIME:

        def names(at: tuple[str, ...], by: str = by) -> str:
            return code_label(indicator.facts, by, at[0])

        title = f"{indicator_label(indicator)}: {column_label(by)}"
        found.append(charts.lines_of(f"over-time-{by}", title, by, past, indicator, names))
    return [one for one in found if one.rows]
