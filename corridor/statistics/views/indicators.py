"""Indicators one by one: the list by what is counted, and the page of each."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from corridor.access.doors import door, not_there
from corridor.figures import published
from corridor.figures.indicators import COUNT, SHARES, Indicator
from corridor.figures.naming import code_label, column_label, indicator_label, kind_label
from corridor.figures.releases import Release, different
from corridor.figures.told import Told
from corridor.reference.shelf import Entry, shelf
from corridor.statistics import charts, downloads, known, moved, showing
from corridor.statistics.quarters import quarter_told
from corridor.statistics.rules import company, in_order
from corridor.statistics.telling import range_told
from corridor.statistics.views.overview import LAST, chosen, compared_with

WARNING = ("WIF2019-24", "WIF2019-33", "WIF2023-23")  # lessons on counts of heads


@door("read_statistics")
def indicators(request: HttpRequest) -> HttpResponse:
    """All of them, by the facts that they count; those that wait for a room are marked."""
    every = sorted(published.indicators().values(), key=lambda one: kind_label(one.facts))
    groups = [
        (kind_label(facts), [(one, showing.statistic_told(one)) for one in in_order(list(each))])
        for facts, each in groupby(every, key=lambda one: one.facts)
    ]
    waiting = sum(1 for one in every if one.waits_for)
    return render(
        request, "statistics/indicators.html", {"groups": groups, "count": len(every) - waiting, "waiting": waiting}
    )


@door("read_statistics")
def indicator(request: HttpRequest, id: str) -> HttpResponse:
    """One indicator: its latest number, over quarters, what moved, broken down, on the map, and how we know."""
    found = published.indicators().get(id)
    if found is None:
        return not_there(request)
    shown: dict[str, Any] = {
        "indicator": found,
        "way": showing.way_told(found),
        "statistic": showing.statistic_told(found),
        "lessons": lessons() if found.caution else [],
    }
    releases = published.series()
    if found.waits_for or not releases:
        return render(request, "statistics/indicator.html", shown)
    period, fault = chosen(request, releases)
    by, wrong = broken_down(request, found)
    past = [one for one in releases if one.period <= period][-LAST:]
    shown |= told_of(found, {one.period: one for one in releases}, period, by)
    shown |= drawn(found, past, by, shown["rows"])
    shown |= {"people": people(found, past), "faults": [one for one in (fault, wrong) if one]}
    return render(request, "statistics/indicator.html", shown, status=400 if shown["faults"] else 200)


@door("read_statistics")
def indicator_file(request: HttpRequest, id: str) -> HttpResponse:
    """The numbers of an indicator's page as CSV: every quarter, whole and broken down as asked, with its company."""
    found = published.indicators().get(id)
    if found is None or found.waits_for:
        return not_there(request)
    by, wrong = broken_down(request, found)
    if wrong:
        return HttpResponse(wrong, status=400, content_type="text/plain; charset=utf-8")
    asked: list[moved.Asked] = [(found, ()), *([(found, (by,))] if by else [])]
    asked += [(one, ()) for one in company(found, published.indicators())]
    rows = [
        downloads.line(release.period, one, told_as, way, at, told)
        for release in published.series(LAST)
        for one, way in asked
        for at, (told_as, told) in moved.numbers(release, one, way).items()
    ]
    return downloads.csv_answer(rows, downloads.HEADER)


def lessons() -> list[Entry]:
    """What the lessons say of counts of heads."""
    return [one for id in WARNING if (one := shelf().get("lessons", id))]


def broken_down(request: HttpRequest, indicator: Indicator) -> tuple[str, str]:
    """(what it is asked to be broken down by, a fault where it may not be)."""
    asked, may = request.GET.get("by", ""), moved.allowed(indicator)
    if not asked or asked in may:
        return asked, ""
    said = gettext("It cannot be broken down by “%(asked)s” in a release; expected one of: %(may)s.")
    return "", said % {"asked": asked[:40], "may": ", ".join(may) or "–"}


def told_of(indicator: Indicator, releases: Mapping[str, Release], period: str, by: str) -> dict[str, Any]:
    """The numbers of a quarter, whole and broken down, judged as one page, with its company and how we know."""
    ways = ((), (by,)) if by else ((),)
    rows = moved.rows(releases, period, [(indicator, way) for way in ways])
    release = releases[period]
    whole = [row for row in rows if not row.by]
    return {
        "release": release,
        "rows": rows,
        "now": [showing.shown(row) for row in whole if not row.silent],
        "silent": [" · ".join(showing.name_of(row)) for row in rows if row.silent],
        "by": by,
        "by_label": column_label(by),
        "parts_label": column_label(indicator.measure) if indicator.statistic == SHARES else "",
        "codes": [showing.shown(row) for row in rows if row.by and not row.silent],
        "ways": [(one, column_label(one)) for one in moved.allowed(indicator)],
        "came_of_it": moved.counted(rows),
        "beside": showing.beside(indicator, release, published.indicators()),
        "known": known.known(release, indicator, (by,) if by else ()),
        "quarters": [(one, quarter_told(one)) for one in sorted(releases, reverse=True)],
        **compared_with(releases, period),
    }


def drawn(indicator: Indicator, past: Sequence[Release], by: str, rows: Sequence[moved.Row]) -> dict[str, Any]:
    """The charts of its page: over quarters, by code, and on the map."""
    label, period = indicator_label(indicator), past[-1].period
    coded = [row for row in rows if row.by]
    title = f"{label}: {column_label(by)}" if by else label
    split = by and indicator.statistic != SHARES
    lines = charts.lines_of("lines", title, by, past, indicator, _names(indicator, (by,))) if split else None
    return {
        "over_quarters": _over_quarters(label, indicator, past),
        "lines": lines if lines and lines.rows else None,
        "bars": charts.bars_of(title, column_label(by), period, coded) if by else None,
        "map": charts.map_of(title, by, period, coded) if split else None,
    }


def _over_quarters(label: str, indicator: Indicator, past: Sequence[Release]) -> charts.Chart:
    if indicator.statistic == SHARES:
        names = _names(indicator, (indicator.measure,))
        return charts.lines_of("over-quarters", label, "", past, indicator, names)
    each: dict[str, Told | None] = {}
    for release in past:
        found = moved.numbers(release, indicator)
        each[release.period] = found[()][1] if found else None
    return charts.over_quarters(label, indicator, each)


def _names(indicator: Indicator, columns: tuple[str, ...]) -> charts.Names:
    def names(at: tuple[str, ...]) -> str:
        return " · ".join(code_label(indicator.facts, *one) for one in zip(columns, at, strict=True))

    return names


def people(indicator: Indicator, past: Sequence[Release]) -> str:
    """Of a count of people: how many different ones there are over the quarters, as bounds and never as a sum."""
    if indicator.facts not in published.people_kinds() or indicator.statistic != COUNT or indicator.numerator:
        return ""
    found = different(past, indicator.facts)
    return range_told(found) if found else gettext("not told: one of these releases does not say")
