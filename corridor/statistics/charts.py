"""Charts of released numbers: over quarters, by code, and over the map; what is withheld is a gap and is named."""

from collections.abc import Callable, Mapping, Sequence
from math import ceil, floor
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from corridor.figures.indicators import COUNT, Indicator
from corridor.figures.releases import Release
from corridor.figures.told import Told
from corridor.places.points import points
from corridor.places.roads import ends
from corridor.reference.countries import numeric
from corridor.reference.labels import country_name
from corridor.statistics.moved import OTHER, Numbers, Row, numbers
from corridor.statistics.showing import name_of, said
from corridor.statistics.telling import chart_value, is_told, unit_told
from corridor.ui.charts import PALETTE, Chart, bars, columns, corridor_map, from_to, lines, names_apart

Names = Callable[[tuple[str, ...]], str]  # codes -> what they are called
MOST_LINES = 5
ISOLATE, END_OF_ISOLATE = "\u2066", "\u2069"  # of Unicode: left to right, whatever stands around it
WIDEST = 6.0  # what `ui.charts.map_marks` draws as the widest arc
ROOM = 150  # pixels for the names at the end of lines


def source_told(quarters: Sequence[str]) -> str:
    """Where the numbers of a chart come from."""
    return gettext("Signed releases of this programme") + f" ({period_told(quarters)})"


def period_told(quarters: Sequence[str]) -> str:
    """The quarters of a chart: "2025Q4–2026Q3"."""
    if not quarters:
        return ""
    return quarters[0] if len(quarters) == 1 else f"{quarters[0]}–{quarters[-1]}"


def withheld_note(withheld: Sequence[str]) -> str:
    """Which points a chart does not draw; empty where it draws all."""
    if not withheld:
        return ""
    return gettext("Withheld or not released, so there is a gap: %(these)s.") % {"these": gettext(", ").join(withheld)}


def line_note() -> str:
    """What the lines over bars are."""
    return gettext("The line goes from the least to the most that it can be.")


def over_quarters(title: str, indicator: Indicator, found: Mapping[str, Told | None]) -> Chart:
    """One indicator as upright bars, with a line from the least to the most that each can be. found: quarter -> it."""
    quarter, value = gettext("Quarter"), gettext("Value")
    least, most = gettext("At least"), gettext("At most")
    rows = []
    for period, told in found.items():
        number = chart_value(indicator, told) if told else None
        low, high = limits(indicator, told) if told else (None, None)
        rows.append([period, number, low, high])
    spec = columns(value, quarter)
    spec["layer"] = [{"mark": spec.pop("mark")}, from_to("y", least, most)]
    missing = [period for period, told in found.items() if not is_told(indicator, told)]
    return Chart(
        "over-quarters",
        title,
        [quarter, value, least, most],
        rows,
        spec,
        source_told(list(found)),
        unit_told(indicator),
        period_told(list(found)),
        note=f"{line_note()} {withheld_note(missing)}".strip(),
    )


def limits(indicator: Indicator, told: Told) -> tuple[float | None, float | None]:
    """The least and the most that a number can be, in the unit in which it is drawn; None: not known, or no limit."""
    if indicator.statistic == COUNT:
        return told.numerator
    if told.middle:
        least, most = told.middle
        return round(least, 1), None if most is None else round(most, 1)
    if told.between and not told.bands:
        return floor(told.between[0] * 100), min(100, ceil(told.between[1] * 100))
    return None, None


def lines_of(id: str, title: str, by: str, releases: Sequence[Release], indicator: Indicator, names: Names) -> Chart:
    """A line for each of the codes that are largest in the latest quarter."""
    quarter, code, value = gettext("Quarter"), gettext("Line"), gettext("Value")
    broken: tuple[str, ...] = (by,) if by else ()
    each = {release.period: numbers(release, indicator, broken) for release in releases}
    drawn = largest(each[releases[-1].period]) if releases else []
    rows, missing = [], []
    for at in drawn:
        for period, found in each.items():
            told = found.get(at)
            number = chart_value(*told) if told else None
            rows.append([names(at), period, number])
            if number is None:
                missing.append(f"{names(at)} {period}")
    unit = next((unit_told(one) for found in each.values() for one, _ in found.values()), indicator.unit)
    return Chart(
        id,
        title,
        [code, quarter, value],
        rows,
        with_legend_on_a_phone(
            lines(value, quarter, code, room=ROOM, names=names_apart(rows, value, quarter, code)) | {"height": 220}
        ),
        source_told(list(each)),
        unit,
        period_told(list(each)),
        note=" ".join(filter(None, [_not_drawn(each, drawn), withheld_note(missing)])),
    )


def with_legend_on_a_phone(spec: dict[str, Any]) -> dict[str, Any]:
    """Lines that are named above on a phone, where there is no room at their ends."""
    named = {key: about for key, about in spec["encoding"]["color"].items() if key != "legend"}
    narrow = {
        "padding": 5,
        "encoding": spec["encoding"] | {"color": named | {"legend": {"columns": 1}}},
        "layer": spec["layer"][:1],
    }
    return spec | {"usermeta": {"narrow": narrow}}


def isolated(text: str) -> str:
    """A range such as 193–197, kept in this order in a cell that is read from the right."""
    return f"{ISOLATE}{text}{END_OF_ISOLATE}" if text[:1].isdecimal() else text


def largest(found: Numbers) -> list[tuple[str, ...]]:
    """The codes with the most facts, those put together left out; at most MOST_LINES."""
    weights = {
        at: weight(one, told) for at, (one, told) in found.items() if OTHER not in at and told.number is not None
    }
    return sorted(weights, key=lambda at: -weights[at])[:MOST_LINES]


def _not_drawn(each: Mapping[str, Numbers], drawn: Sequence[tuple[str, ...]]) -> str:
    every = {at for found in each.values() for at in found if OTHER not in at}
    if len(every) <= len(drawn):
        return ""
    said = ngettext(
        "The largest of the latest quarter is drawn.",
        "The %(drawn)s largest of the latest quarter are drawn.",
        len(drawn),
    )
    return said % {"drawn": len(drawn)}


def weight(indicator: Indicator, told: Told) -> float:
    """How many facts stand behind it: the middle of what they can be."""
    low, high = told.numerator if indicator.statistic == COUNT else told.denominator
    return (low + high) / 2


def bars_of(title: str, label: str, period: str, found: Sequence[Row]) -> Chart | None:
    """The codes of one quarter as bars, with lines over what they can be; None where nothing is known."""
    drawable = [(row.told_as, row.now, " · ".join(name_of(row))) for row in found if row.now]
    rows = [[name, chart_value(one, told), *limits(one, told)] for one, told, name in drawable]
    missing = [name for one, told, name in drawable if not is_told(one, told)]
    if len(missing) == len(rows):
        return None
    value, least, most = gettext("Value"), gettext("At least"), gettext("At most")
    return Chart(
        "by-code",
        title,
        [label, value, least, most],
        rows,
        bars(value, label, between=(least, most)),
        source_told([period]),
        unit_told(drawable[0][0]),
        period,
        note=f"{line_note()} {withheld_note(missing)}".strip(),
    )


def map_of(title: str, by: str, period: str, found: Sequence[Row]) -> Chart | None:
    """Corridors as arcs or countries as circles, weighted by released counts; what is withheld is dashed or hollow.

    None where nothing can be placed. Its table is the list of all of them, each corridor leading to its page.
    """
    placed = [row for row in found if row.now and len(row.at) == 1 and place_ends(by, row.at[0])]
    if not placed:
        return None
    weights = [weight(row.told_as, row.now) for row in placed if row.now]
    most = max(weights) or 1
    marks = [_mark(row, by, WIDEST * one / most) for row, one in zip(placed, weights, strict=True)]
    names = {end for row in placed for end in place_ends(by, row.at[0])}
    shapes = [
        {"id": numeric(code), "name": country_name(code, get_language() or "en")}
        for code in sorted(names)
        if numeric(code)
    ]
    arcs = marks if by == "corridor" else []
    spec = corridor_map(arcs, shapes, static("vendor/countries-110m.json"))
    spec = with_circles(spec, marks) if by == "country" else with_dashes(spec)
    note = gettext("The wider, the more facts stand behind it. Dashed or hollow: withheld.")
    unit = unit_told(placed[0].told_as)
    return Chart(
        "map",
        title,
        [gettext("Place"), gettext("Value"), gettext("Between")],
        [[" · ".join(name_of(row)), *map(isolated, said(row.told_as, row.now))] for row in placed],
        spec,
        source_told([period]),
        unit,
        period,
        note=note,
        links=[reverse("learning:corridor", args=[row.at[0]]) for row in placed] if by == "corridor" else [],
    )


def place_ends(by: str, code: str) -> tuple[str, ...]:
    """The countries of a corridor, or a country, that have a place on the map; empty for what has none."""
    found = ends(code) if by == "corridor" else (code,)
    return found if by in ("corridor", "country") and all(one in points() for one in found) else ()


def _mark(row: Row, by: str, width: float) -> dict[str, Any]:
    places = [points()[one] for one in place_ends(by, row.at[0])]
    value = said(row.told_as, row.now)[0]
    return {
        "from_lon": places[0].lon,
        "from_lat": places[0].lat,
        "to_lon": places[-1].lon,
        "to_lat": places[-1].lat,
        "name": f"{' · '.join(name_of(row))} ({value})",
        "count": width,
        "withheld": not is_told(row.told_as, row.now),
    }


def with_dashes(spec: dict[str, Any]) -> dict[str, Any]:
    """The map with arcs as wide as `count` says, and withheld ones dashed."""
    for mark in spec["marks"]:
        if mark["type"] == "path":
            mark["encode"]["enter"] |= {
                "strokeWidth": {"signal": "max(1.2, datum.count)"},
                "strokeDash": [{"test": "datum.withheld", "value": [3, 4]}, {"value": [1, 0]}],
            }
    return spec


def with_circles(spec: dict[str, Any], marks: list[dict[str, Any]]) -> dict[str, Any]:
    """The map with a circle on each country, its area by `count`, and withheld ones hollow."""
    at = {"type": "geopoint", "projection": "world", "fields": ["to_lon", "to_lat"], "as": ["x", "y"]}
    spec["data"].append({"name": "circles", "values": marks, "transform": [at]})
    enter = {
        "x": {"field": "x"},
        "y": {"field": "y"},
        "size": {"signal": "60 + 90 * datum.count"},
        "fill": {"value": PALETTE[0]},
        "fillOpacity": [{"test": "datum.withheld", "value": 0}, {"value": 0.6}],
        "stroke": {"value": PALETTE[0]},
        "strokeDash": [{"test": "datum.withheld", "value": [3, 3]}, {"value": [1, 0]}],
        "tooltip": {"field": "name"},
    }
    spec["marks"].append({"type": "symbol", "from": {"data": "circles"}, "encode": {"enter": enter}})
    return spec
