"""Charts of a report: bars from zero, the number written at each, and a line for what it can be at least and at most.

They are drawn to be printed in black and white and heard as a table; in Arabic they run from right to left.
"""

from typing import Any

from corridor.exchange.report_records import Drawing
from corridor.ui.charts import INK, Chart

LABEL, PERIOD, VALUE, LOW, HIGH, TOLD, END = COLUMNS = ("label", "period", "value", "low", "high", "told", "end")
STEP, STEP_SPLIT = 28, 16  # pixels of a bar
ROOM = 1.22  # of the longest bar, so that the number behind it is not cut off

Row = tuple[str, str, float | None, float | None, float | None, str]  # label, period, value, low, high, as it is told


def drawing(id: str, title: str, rows: list[Row], *, turned: bool, alt: str, whole: float = 0) -> Drawing:
    """A chart of these rows; split by period where there is more than one. whole: the most that there can be, 100 of
    shares; otherwise the axis ends behind the longest bar. turned: from right to left.
    """
    filled = [[*row, row[4] if row[4] is not None else row[2] or 0] for row in rows]
    split = len({row[1] for row in rows}) > 1
    chart = Chart(id, title, list(COLUMNS), filled, bars(split, turned, _end(filled, whole), whole), source="")
    return Drawing(id, chart.drawing, alt)


def _end(rows: list[list[Any]], whole: float) -> float:
    longest = max((row[-1] for row in rows), default=0) * ROOM
    return min(longest, whole * ROOM) if whole else longest or 1


def bars(split: bool, turned: bool, end: float, whole: float = 0) -> dict[str, Any]:
    """Vega-Lite of bars with their bounds; `split`: those of one label together, in a colour for each period."""
    scale = {"domainMin": 0, "domainMax": end or 1, "reverse": turned}
    side = "right" if turned else "left"
    axis: dict[str, Any] = {"tickCount": 5}
    if whole:  # the room behind the longest bar is no part of the scale
        axis["labelExpr"] = f"datum.value <= {whole} ? datum.label : ''"
    encoding: dict[str, Any] = {
        "y": {
            "field": LABEL,
            "type": "nominal",
            "sort": None,
            "title": None,
            "axis": {"orient": side, "labelLimit": 260},
        },
        "x": {"field": VALUE, "type": "quantitative", "title": None, "scale": scale, "axis": axis},
    }
    if split:
        encoding["yOffset"] = {"field": PERIOD, "sort": None}
        encoding["color"] = {"field": PERIOD, "type": "nominal", "sort": None, "legend": {"columns": 3}}
    align, away = ("right", -6) if turned else ("left", 6)
    between = {
        "mark": {"type": "rule", "strokeWidth": 1.6},
        "encoding": {"x": {"field": LOW, "type": "quantitative"}, "x2": {"field": HIGH}, "color": {"value": INK}},
    }
    number = {
        "mark": {"type": "text", "align": align, "dx": away, "fontSize": 11 if split else 13},
        "encoding": {
            "x": {"field": END, "type": "quantitative"},
            "text": {"field": TOLD},
            "color": {"value": INK},
        },
    }
    step = STEP_SPLIT if split else STEP
    return {"encoding": encoding, "height": {"step": step}, "layer": [{"mark": "bar"}, between, number]}
