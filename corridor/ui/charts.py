"""Charts as plain records: title, the numbers as a table, source and flags; the drawing is made from them in the page.

A page shows a chart with `{% include "ui/_chart.html" with chart=chart %}` and loads the drawing library, only there,
with `{% include "ui/_chart_scripts.html" %}` in its `scripts` block. Without JavaScript the table is shown.
"""

import json
from dataclasses import dataclass, field
from typing import Any

# Colour-blind safe, six at most; told apart in grey print by order and by direct labels.
PALETTE = ["#0f5c63", "#b3541e", "#5b6bb5", "#8a7a1f", "#a04a7a", "#4d5f64"]
INK = "#1d2629"
FONT = 'system-ui, "Noto Sans", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans Bengali", sans-serif'


ONE_LINE = 40  # letters of a label that a phone shows on one line
FITTED = {"width": "container", "autosize": {"type": "fit-x", "contains": "padding"}}


@dataclass
class Chart:
    """One chart. `rows` hold the values of `columns` in order; `flags` say what is doubtful in the numbers.

    `spec` is Vega-Lite without its data; `unit` and `period` are told under the title. `note` says what the chart
    leaves out. `links` are the addresses that the first cells of the rows lead to; `see` is one (text, address) more.
    """

    id: str
    title: str
    columns: list[str]
    rows: list[list[Any]]
    spec: dict[str, Any]
    source: str
    unit: str = ""
    period: str = ""
    flags: list[str] = field(default_factory=list)
    note: str = ""
    links: list[str] = field(default_factory=list)
    see: tuple[str, str] | None = None

    @property
    def drawing(self) -> dict[str, Any]:
        """The whole specification that the page draws."""
        data = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        whole = {"data": {"values": data}, "config": CONFIG, "background": None, **FITTED, **in_order(self.spec, data)}
        return room_for_numbers(whole, self.columns, self.rows)

    @property
    def table(self) -> list[tuple[str, list[Any]]]:
        """(address of the first cell, or nothing; the cells) of each row."""
        return [(self.links[at] if at < len(self.links) else "", row) for at, row in enumerate(self.rows)]


def in_order(spec: Any, data: list[dict[str, Any]]) -> Any:
    """Where a field stands in the order of the rows (`"sort": None`), that order is written out: a layer in which a row
    has no number would leave the row out and bring it in last.
    """
    if isinstance(spec, list):
        return [in_order(one, data) for one in spec]
    if not isinstance(spec, dict):
        return spec
    found = {name: in_order(one, data) for name, one in spec.items()}
    order = dict.fromkeys(row[spec["field"]] for row in data if spec.get("field") in row)
    return found | {"sort": list(order)} if order and spec.get("sort", "") is None else found


def room_for_numbers(spec: dict[str, Any], columns: list[str], rows: list[list[Any]]) -> dict[str, Any]:
    """Bars end before the edge, so that the number behind the longest one is not cut off; more so on a phone.

    On a phone a long label takes two lines, and the rows stand further apart for it.
    """
    meta = spec.get("usermeta", {})
    if meta.get("value") not in columns:
        return spec
    measured = [columns.index(name) for name in (meta["value"], meta["most"]) if name]
    longest = max((row[at] or 0 for row in rows for at in measured), default=0)
    widest = max((len(str(row[columns.index(meta["label"])])) for row in rows), default=0)

    def scaled(encoding: dict[str, Any], room: float) -> dict[str, Any]:
        return encoding | {"x": encoding["x"] | {"scale": {"domainMin": 0, "domainMax": longest * room or 1}}}

    narrow = meta["narrow"][widest > ONE_LINE]
    narrow = narrow | {"encoding": scaled(narrow["encoding"], 1.3)}
    return spec | {"encoding": scaled(spec["encoding"], 1.12), "usermeta": {"narrow": narrow}}


CONFIG = {
    "font": FONT,
    "axis": {
        "labelFontSize": 13,
        "titleFontSize": 13,
        "gridColor": "#e8e1d3",
        "labelLimit": 420,
        "titleFontWeight": 400,
        "domainColor": "#8b9296",
        "tickColor": "#8b9296",
    },
    "legend": {"labelFontSize": 13, "title": None, "orient": "top", "labelLimit": 320, "columns": 2},
    "text": {"fontSize": 12, "font": FONT},
    "range": {"category": PALETTE},
    "bar": {"color": PALETTE[0]},
    "line": {"strokeWidth": 2.5},
    "view": {"stroke": None},
}


def bars(
    value: str, label: str, *, colour: str | None = None, form: str = ",", between: tuple[str, str] = ("", "")
) -> dict[str, Any]:
    """Horizontal bars in the order of the rows, with the value written at their end; `colour` names a second column,
    `between` those of the least and the most that it can be.

    On a phone (`usermeta.narrow`, taken over by charts.js) each label stands above its bar instead of beside it.
    `form` is the d3 format of the written number.
    """
    x = {"field": value, "type": "quantitative", "title": None, "axis": {"format": "~s", "tickCount": 5}}
    y: dict[str, Any] = {"field": label, "type": "nominal", "sort": None, "title": None}
    encoding: dict[str, Any] = {
        "y": y,
        "x": x,
        "tooltip": [{"field": label}, {"field": value, "type": "quantitative", "format": ","}],
    }
    if colour:
        encoding["yOffset"] = {"field": colour, "sort": None}
        encoding["color"] = {"field": colour, "type": "nominal", "sort": None}
        encoding["tooltip"].insert(1, {"field": colour})
    number: dict[str, Any] = {
        "mark": {"type": "text", "align": "left", "dx": 4},
        "encoding": {"text": {"field": value, "format": form}, "color": {"value": INK}},
    }
    layer = [{"mark": "bar"}, *([from_to("x", *between)] if between[1] else []), number]
    return {
        "encoding": encoding,
        "height": {"step": 17 if colour else 26},
        "layer": layer,
        "usermeta": {
            "value": value,
            "most": between[1],
            "label": label,
            "narrow": [narrow_bars(label, encoding, layer, bool(colour), lines) for lines in (1, 2)],
        },
    }


def from_to(axis: str, least: str, most: str) -> dict[str, Any]:
    """A layer: a line from the least to the most along an axis, where both are known."""
    return {
        "transform": [{"filter": f"isValid(datum[{json.dumps(most)}])"}],
        "mark": {"type": "rule", "strokeWidth": 2, "color": PALETTE[1]},
        "encoding": {axis: {"field": least, "type": "quantitative", "title": None}, f"{axis}2": {"field": most}},
    }


def narrow_bars(
    label: str, encoding: dict[str, Any], layer: list[dict[str, Any]], split: bool, lines: int
) -> dict[str, Any]:
    """The same bars for a phone: each label above its bar, in the gap between two rows, on one or two lines."""
    bar, text = 20, 21 * lines - 4 * (lines - 1)
    gap = {"paddingInner": 0.35, "paddingOuter": 0.3} if split else {"paddingInner": text / (bar + text)}
    y = encoding["y"] | {"axis": None, "scale": {"paddingOuter": gap["paddingInner"]} | gap}
    name = f"datum[{json.dumps(label)}]"
    broken = f"replace({name}, regexp('^(.{{10,{ONE_LINE}}}) (.*)$'), '$1\\n$2')"
    above: dict[str, Any] = {
        "transform": [
            {"aggregate": [], "groupby": [label]},
            {"calculate": f"length({name}) > {ONE_LINE} ? {broken} : {name}", "as": "above"},
        ],
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "bottom",
            "fontSize": 13,
            "lineBreak": "\n",
            "dy": {"expr": "indexof(datum.above, '\\n') < 0 ? -2 : -17"},
        },
        "encoding": {
            "y": y | {"bandPosition": 0},
            "x": {"value": 0},
            "color": {"value": INK},
            "tooltip": None,
            "text": {"field": "above"},
        },
    }
    changed = {"y": y}
    if split:
        above["encoding"]["yOffset"] = None
        changed["color"] = encoding["color"] | {"legend": {"columns": 1}}
    step = {"step": 20} if split else {"step": bar + text}
    return {"encoding": encoding | changed, "height": step, "layer": [*layer, above]}


def columns(value: str, time: str) -> dict[str, Any]:
    """Upright bars over years, from zero."""
    return {
        "height": 220,
        "mark": "bar",
        "encoding": {
            "x": {
                "field": time,
                "type": "ordinal",
                "title": None,
                "axis": {"labelAngle": 0, "labelOverlap": "greedy", "labelSeparation": 8},
            },
            "y": {"field": value, "type": "quantitative", "title": None, "scale": {"zero": True}},
            "tooltip": [{"field": time}, {"field": value, "format": ","}],
        },
    }


NAME_APART = 0.075  # of the height of a chart of lines: the room that a name takes


def names_apart(rows: list[list[Any]], value: str, time: str, series: str) -> list[dict[str, Any]]:
    """Where the names of lines stand, so that none lies over another. rows: series, time and value of each point.

    Each name stands beside the last point of its line, or as much lower or higher as it takes; in order of the values.
    """
    last = {row[0]: row for row in rows if row[2] is not None}
    step = NAME_APART * max((row[2] for row in rows if row[2] is not None), default=0)
    found, floor = [], 0.0
    for name, when, number in sorted(last.values(), key=lambda row: row[2]):
        floor = max(number, floor)
        found.append({series: name, time: when, value: floor})
        floor += step
    return found


def lines(
    value: str, time: str, series: str, *, room: int = 60, names: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    """One line per series, named at its end instead of in a legend; `room` is the width in pixels for these names.

    names: where they stand, as `names_apart` says; without it each beside its last point.
    """
    last = {"window": [{"op": "row_number", "as": "from_end"}], "sort": [{"field": time, "order": "descending"}]}
    return {
        "height": 320,
        "padding": {"left": 5, "top": 5, "bottom": 5, "right": room},
        "encoding": {
            "x": {
                "field": time,
                "type": "ordinal",
                "title": None,
                "axis": {"labelAngle": 0, "labelOverlap": "greedy", "labelSeparation": 8},
            },
            "y": {"field": value, "type": "quantitative", "title": None, "scale": {"zero": True}},
            "color": {"field": series, "type": "nominal", "legend": None},
        },
        "layer": [
            {
                "mark": {"type": "line", "point": True},
                "encoding": {"tooltip": [{"field": series}, {"field": time}, {"field": value}]},
            },
            {
                **(
                    {"transform": [last | {"groupby": [series]}, {"filter": "datum.from_end == 1"}]}
                    if names is None
                    else {"data": {"values": names}}
                ),
                "mark": {"type": "text", "align": "left", "dx": 8, "fontWeight": "bold"},
                "encoding": {"text": {"field": series}},
            },
        ],
    }


def corridor_map(arcs: list[dict[str, Any]], countries: list[dict[str, Any]], shapes: str) -> dict[str, Any]:
    """Vega (not Vega-Lite) drawing of corridors over plain country shapes that ship with the product.

    arcs: {from_lon, from_lat, to_lon, to_lat, name, count}; countries: {id (ISO numeric), name}, the countries at
    either end; shapes: address of the TopoJSON file. Nothing is fetched from elsewhere. The cut through the globe runs
    through the Pacific east of its islands, so that no corridor is drawn across it.
    """
    arc = (
        "'M' + datum.x1 + ',' + datum.y1 + 'Q' + (datum.x1 + datum.x2) / 2 + ',' + ((datum.y1 + datum.y2) / 2"
        " - abs(datum.x1 - datum.x2) / 4 - 12) + ' ' + datum.x2 + ',' + datum.y2"
    )
    points = [
        {"type": "geopoint", "projection": "world", "fields": [f"{end}_lon", f"{end}_lat"], "as": [f"x{at}", f"y{at}"]}
        for at, end in ((1, "from"), (2, "to"))
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "width": 900,
        "height": 420,
        "padding": 0,
        "background": None,
        "projections": [
            {
                "name": "world",
                "type": "naturalEarth1",
                "scale": 168,
                "rotate": [-30, 0, 0],
                "center": [0, 10],
                "translate": [450, 210],
            }
        ],
        "data": [
            {"name": "ends", "values": countries},
            {
                "name": "shapes",
                "url": shapes,
                "format": {"type": "topojson", "feature": "countries"},
                "transform": [
                    {
                        "type": "lookup",
                        "from": "ends",
                        "key": "id",
                        "fields": ["id"],
                        "values": ["name"],
                        "as": ["named"],
                    }
                ],
            },
            {"name": "arcs", "values": arcs, "transform": [*points, {"type": "formula", "as": "path", "expr": arc}]},
        ],
        "marks": map_marks(),
    }


def map_marks() -> list[dict[str, Any]]:
    """What the map draws: countries (those at an end of a corridor darker), corridors, a dot at each destination."""
    plain = {"stroke": {"value": "#ffffff"}, "strokeWidth": {"value": 0.6}, "tooltip": {"signal": "datum.named"}}
    return [
        {
            "type": "shape",
            "clip": True,
            "from": {"data": "shapes"},
            "encode": {"enter": plain | {"fill": [{"test": "datum.named", "value": "#cfc3a6"}, {"value": "#ece5d6"}]}},
            "transform": [{"type": "geoshape", "projection": "world"}],
        },
        {
            "type": "path",
            "from": {"data": "arcs"},
            "encode": {
                "enter": {
                    "path": {"field": "path"},
                    "stroke": {"value": PALETTE[0]},
                    "strokeWidth": {"signal": "min(1.2 + 0.8 * datum.count, 6)"},
                    "strokeOpacity": {"value": 0.7},
                    "tooltip": {"field": "name"},
                }
            },
        },
        {
            "type": "symbol",
            "from": {"data": "arcs"},
            "encode": {
                "enter": {
                    "x": {"field": "x2"},
                    "y": {"field": "y2"},
                    "size": {"value": 42},
                    "fill": {"value": PALETTE[1]},
                    "stroke": {"value": "#ffffff"},
                    "tooltip": {"field": "name"},
                }
            },
        },
    ]
