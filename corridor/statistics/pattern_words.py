"""Patterns in words and as drawings: what was found, how large and how sure; what cannot be told.

Pure but for the language. Source: S8; design "Pages" (Finding, Figure); safety D21.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext, ngettext

from corridor.figures.naming import code_label, column_label, kind_label
from corridor.figures.releases import Bounds
from corridor.statistics.patterns import FACTS, LEAST, LEAST_FOR_A_TREND, Finding, Patterns, Point
from corridor.statistics.quarters import quarter_told
from corridor.statistics.telling import counted, outwards, range_told
from corridor.ui.charts import PALETTE, Chart


@dataclass(frozen=True)
class Told:
    """A finding in words. recurs, rises: what it is; lines: what is known of it; pivot: asks for its table."""

    title: str
    recurs: bool
    rises: bool
    lines: tuple[str, ...]
    chart: Chart
    pivot: str


def told(one: Finding, id: str) -> Told:
    """A finding as a page tells it. id: of its drawing."""
    by = {"kind": FACTS, "by": ",".join(one.dims[:2])}
    if len(one.dims) > 2:
        by |= {"by": f"{one.dims[0]},{one.dims[2]}", "where": f"{one.dims[1]}:{one.at[1]}"}
    return Told(title(one), one.recurs, one.rises, tuple(lines(one)), chart(one, id), urlencode(by))


def title(one: Finding) -> str:
    """ "Unpaid wages: Nepal → Jordan"."""
    kind, *places = (code_label(FACTS, dim, code) for dim, code in zip(one.dims, one.at, strict=True))
    return f"{kind}: {', '.join(places)}"


def lines(one: Finding) -> list[str]:
    """What is known of it, a sentence each."""
    found = []
    if one.recurs:
        found.append(_recurs_told(one))
    if one.rises and one.halves:
        halves = {"before": range_told(one.halves[0]), "after": range_told(one.halves[1])}
        said = gettext("It rises: %(before)s in the first half of the quarters, %(after)s in the second.") % halves
        larger = gettext("It is a larger share there than before, so this is not growth of everything.")
        found += [said, larger]
    found.append(_times_told(one.times))
    if one.recurs:
        found.append(_shared_told(one))
    return found


def _recurs_told(one: Finding) -> str:
    said = ngettext(
        "It stands out in %(out)d of %(all)d quarter, the first time in: %(since)s.",
        "It stands out in %(out)d of %(all)d quarters, the first time in: %(since)s.",
        len(one.points),
    ) % {"out": len(one.out), "all": len(one.points), "since": quarter_told(one.since)}
    if not one.year:
        return said
    ends = {"first": quarter_told(one.year[0]), "last": quarter_told(one.year[-1])}
    together = gettext("So it does in a year together: %(first)s to %(last)s.") % ends
    return f"{said} {together}"


def _times_told(times: tuple[float, float | None]) -> str:
    low, high = outwards(times, 1)
    if high is None:
        return gettext("At least %(low)s times as many as if kinds were spread there as everywhere.") % {"low": low}
    between = {"low": low, "high": high}
    return gettext("%(low)s to %(high)s times as many as if kinds were spread there as everywhere.") % between


def _shared_told(one: Finding) -> str:
    if not one.shared:
        return gettext("Whether several centres share it is not told.")
    return ngettext(
        "In %(n)d of the quarters in which it stands out, at least three centres had it, each ten times or more.",
        "In %(n)d of the quarters in which it stands out, at least three centres had it, each ten times or more.",
        one.shared,
    ) % {"n": one.shared}


def chart(one: Finding, id: str) -> Chart:
    """Its quarters: what was brought as bars, what was expected as a line."""
    quarter, brought, expected = column_label("quarter"), gettext("Brought"), gettext("Expected")
    heads = [
        quarter,
        brought,
        expected,
        gettext("Brought, between"),
        gettext("Expected, between"),
        gettext("Stands out"),
    ]
    rows = [_row(point) for point in one.points]
    axis = {"labelAngle": 0, "labelOverlap": "greedy"}
    x = {"field": quarter, "type": "ordinal", "sort": [row[0] for row in rows], "title": None, "axis": axis}

    def y(field: str) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "title": None, "scale": {"zero": True}}

    line = {"type": "line", "color": PALETTE[1], "strokeDash": [5, 3], "point": {"color": PALETTE[1]}}
    layers = [{"mark": "bar", "encoding": {"y": y(brought)}}, {"mark": line, "encoding": {"y": y(expected)}}]
    spec = {"height": 180, "encoding": {"x": x}, "layer": layers}
    note = gettext(
        "Bars: brought. Broken line: expected if kinds were spread there as everywhere. What is withheld is not drawn."
    )
    source = gettext("Releases of the programme: %(quarters)s") % {
        "quarters": f"{quarter_told(one.points[0].period)} – {quarter_told(one.points[-1].period)}"
    }
    return Chart(id, title(one), heads, rows, spec, source, kind_label(FACTS), note=note)


def _row(point: Point) -> list[Any]:
    least, most = point.expected
    ends: Bounds = int(least), int(-(-most // 1))
    out = gettext("yes") if point.out else gettext("no")
    expected = f"{counted(ends[0])}–{counted(ends[1])}"
    middle = round((least + most) / 2)
    return [point.period, point.number, middle, range_told(point.between), expected, out]


def not_told(found: Patterns) -> list[str]:
    """What cannot be told, a sentence each."""
    said = []
    if len(found.periods) < LEAST:
        words = {"found": len(found.periods), "least": LEAST}
        said.append(gettext("Nothing can recur yet: quarters released %(found)s, needed %(least)s.") % words)
    if found.no_trend:
        words = {"found": len(found.periods), "least": LEAST_FOR_A_TREND}
        said.append(gettext("Nothing can be said to rise yet: quarters released %(found)s, needed %(least)s.") % words)
    for dims, periods in found.missing.items():
        comma, told = gettext(", "), gettext("%(columns)s: together not released for %(quarters)s.")
        named = comma.join(map(column_label, dims)), comma.join(map(quarter_told, periods))
        said.append(told % dict(zip(("columns", "quarters"), named, strict=True)))
    if found.withheld:
        many = {"withheld": counted(found.withheld), "compared": counted(found.compared)}
        said.append(
            gettext(
                "Of %(compared)s comparisons, %(withheld)s are of a withheld number (under 10): nothing shows there."
            )
            % many
        )
    if found.once:
        said.append(
            ngettext(
                "%(n)d combination stood out in too few quarters to recur: it may be one event of many workers.",
                "%(n)d combinations stood out in too few quarters to recur: each may be one event of many workers.",
                found.once,
            )
            % {"n": found.once}
        )
    return said


def how_known(found: Patterns) -> str:
    """How sure the page is, with how much was compared."""
    return gettext(
        "All was compared at the worst case that rounding and withholding leave open: %(compared)s comparisons. "
        "Of those that stand out, about one in twenty at most does so by chance."
    ) % {"compared": counted(found.compared)}
