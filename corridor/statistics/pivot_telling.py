"""The pivot in words, as a chart and as a file. What is withheld is said to be, and what is uncertain has its bounds.

Pure but for the language. Source: safety D21; design "Pages" (Figure).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language_bidi, gettext, pgettext

from corridor.exchange.sheets import Sheet, workbook_of
from corridor.exchange.tables import csv_of
from corridor.figures.naming import code_label, column_label, kind_label
from corridor.figures.told import NOT_KNOWN
from corridor.statistics.pivot import NOTHING, QUARTER, Asked, Count, Pivot, Place
from corridor.statistics.pivot_asking import COUNTS, OF_ALL, OF_COLUMN, OF_ROW, SHOWN, span
from corridor.statistics.quarters import quarter_told
from corridor.statistics.telling import counted, per_cent, range_told, shares_told
from corridor.ui.charts import PALETTE, Chart, bars, columns

MOST_DRAWN = len(PALETTE)
Plain = str | int | float | None


@dataclass(frozen=True)
class Told:
    """A place in words. text: the number, or that it is withheld; between: its bounds where they are not plain."""

    text: str
    between: str = ""


def title(pivot: Pivot) -> str:
    """What the table shows, in a line."""
    asked = pivot.asked
    words = {"what": kind_label(asked.kind), "rows": column_label(asked.rows), "columns": column_label(asked.columns)}
    if asked.columns == NOTHING:
        told = gettext("%(what)s: %(rows)s") % words
    else:
        told = gettext("%(what)s: %(rows)s by %(columns)s") % words
    if asked.where is None:
        return told
    column, code = asked.where
    only = {"told": told, "column": column_label(column), "code": code_label(asked.kind, column, code)}
    return gettext("%(told)s; only %(column)s: %(code)s") % only


def head(pivot: Pivot, dim: str, code: str) -> str:
    """What stands at the head of a row or column."""
    if dim == QUARTER:
        return quarter_told(code)
    return code_label(pivot.asked.kind, dim, code) if dim != NOTHING else pgettext("facts", "All")


def whole_of(place: Place, show: str) -> Place:
    """Of what a place is a share."""
    return {OF_ROW: (place[0], None), OF_COLUMN: (None, place[1]), OF_ALL: (None, None)}[show]


def share_of(pivot: Pivot, place: Place, show: str) -> float | None:
    """The share as the rounded counts have it; None where one of them is not shown."""
    count, whole = pivot.cells[place].number, pivot.cells[whole_of(place, show)].number
    return min(1.0, count / whole) if count is not None and whole else None


def told(pivot: Pivot, place: Place, show: str = COUNTS) -> Told | None:
    """A place in words; totals always as counts. None where there is none, as of people over quarters."""
    count = pivot.cells.get(place)
    if count is None:
        return None
    if show == COUNTS or None in place:
        return _count_told(count, several=len(pivot.asked.periods) > 1 and QUARTER not in _sides(pivot, place))
    bounds, number = count.share(whole_of(place, show)), share_of(pivot, place, show)
    between = shares_told(*bounds) if bounds else ""
    return Told(gettext("withheld") if number is None else per_cent(number), between)


def _sides(pivot: Pivot, place: Place) -> set[str]:
    """The sides along which a place is one code."""
    return {dim for dim, code in zip((pivot.asked.rows, pivot.asked.columns), place, strict=True) if code is not None}


def _count_told(count: Count, several: bool) -> Told:
    """several: whether it is a sum over quarters, whose rounding adds up."""
    between = range_told(count.between)
    if count.number is not None:
        return Told(counted(count.number), between if several else "")
    if count.between[0] == 0:
        return Told(gettext("withheld"), between if count.between[1] > 9 else "")
    return Told(between)


def chart(pivot: Pivot, order: tuple[str, ...], show: str) -> Chart:
    """The same as a drawing: lines over quarters, else bars. What is withheld is not drawn."""
    asked = pivot.asked
    value = gettext("Per cent") if show != COUNTS else kind_label(asked.kind)
    names = [column_label(asked.rows), column_label(asked.columns) if asked.columns else "", value]
    of_rows = asked.columns == QUARTER  # each line is a row
    series = order if of_rows else pivot.columns
    drawn = _largest(pivot, series, of_rows)
    rows = [
        [_short(pivot, asked.rows, row), _short(pivot, asked.columns, column), _value(pivot, (row, column), show)]
        for row in (pivot.rows if asked.rows == QUARTER else order)
        for column in pivot.columns
        if (row if of_rows else column) in drawn
    ]
    note = [gettext("What is withheld is not drawn.")]
    if len(drawn) < len(series):
        note.append(gettext("Only the %(drawn)s largest are drawn; all stand in the table.") % {"drawn": len(drawn)})
    spec = _drawn(asked, names)
    if asked.columns == NOTHING:
        rows, names = [[row[0], row[2]] for row in rows], [names[0], value]
    if not asked.by_quarter:
        rows = [row for row in rows if row[-1] is not None]
    unit = str(SHOWN[show])
    return Chart(
        "pivot", title(pivot), names, rows, spec, source(pivot), unit, span(asked.periods), note=" ".join(note)
    )


def _short(pivot: Pivot, dim: str, code: str) -> str:
    """What stands in a drawing: of a quarter its code, which stands in the order of time."""
    return code if dim == QUARTER else head(pivot, dim, code)


def _drawn(asked: Asked, names: list[str]) -> dict[str, Any]:
    """How it is drawn: names are those of rows, columns and value."""
    rows, over, value = names
    if asked.columns == NOTHING:
        return columns(value, rows) if asked.rows == QUARTER else bars(value, rows)
    if not asked.by_quarter:
        return bars(value, rows, colour=over)
    time, series = (over, rows) if asked.columns == QUARTER else (rows, over)
    axis = {"labelAngle": 0, "labelOverlap": "greedy", "labelSeparation": 8}
    encoding = {
        "x": {"field": time, "type": "ordinal", "title": None, "axis": axis},
        "y": {"field": value, "type": "quantitative", "title": None, "scale": {"zero": True}},
        "color": {"field": series, "type": "nominal", "sort": None},
        "tooltip": [{"field": series}, {"field": time}, {"field": value}],
    }
    return {"height": 260, "mark": {"type": "line", "point": True}, "encoding": encoding}


def _largest(pivot: Pivot, codes: tuple[str, ...], rows: bool) -> set[str]:
    """The codes with the most facts as far as they are shown; what is not known is drawn where there is room for it."""

    def size(code: str) -> tuple[bool, int]:
        of = (
            [pivot.cells[code, one] for one in pivot.columns]
            if rows
            else [pivot.cells[one, code] for one in pivot.rows]
        )
        return code not in NOT_KNOWN, sum(one.between[0] for one in of)

    return set(sorted(codes, key=size, reverse=True)[:MOST_DRAWN])


def _value(pivot: Pivot, place: Place, show: str) -> float | None:
    if show == COUNTS:
        return pivot.cells[place].number
    share = share_of(pivot, place, show)
    return None if share is None else round(share * 100)


def source(pivot: Pivot) -> str:
    """Where the numbers come from."""
    return gettext("Releases of the programme: %(quarters)s") % {"quarters": span(pivot.asked.periods)}


def parted(pivot: Pivot, order: tuple[str, ...], show: str) -> Iterator[list[Plain]]:
    """Each place on a line of its own, with its bounds, the heading first: for those who reckon on."""
    asked, shares = pivot.asked, show != COUNTS
    number = [gettext("Number"), gettext("At least"), gettext("At most")]
    percent = [gettext("Share, per cent"), gettext("Share at least"), gettext("Share at most")] if shares else []
    yield [column_label(asked.rows), column_label(asked.columns) if asked.columns else "", *number, *percent]
    total = gettext("Total")
    for row in (*order, None):
        for column in (*pivot.columns, None):
            count = pivot.cells.get((row, column))
            if count is None or (column is None and asked.columns == NOTHING):
                continue
            names = [
                total if code is None else head(pivot, dim, code)
                for dim, code in ((asked.rows, row), (asked.columns, column))
            ]
            shown: Plain = count.number if count.number is not None else gettext("withheld")
            yield [*names, shown, *count.between, *(_share_cells(pivot, (row, column), show) if shares else [])]


def _share_cells(pivot: Pivot, place: Place, show: str) -> list[Plain]:
    if None in place:
        return [None, None, None]
    bounds, number = pivot.cells[place].share(whole_of(place, show)), share_of(pivot, place, show)
    ends: list[Plain] = [None if one is None else round(one * 100, 1) for one in (bounds or (None, None))]
    return [None if number is None else round(number * 100), *ends]


def crossed(pivot: Pivot, order: tuple[str, ...], show: str) -> Iterator[list[Plain]]:
    """The table as the page shows it."""
    asked = pivot.asked
    over: list[Plain] = [head(pivot, asked.columns, column) for column in pivot.columns]
    places: list[str | None] = [*pivot.columns, *([None] if asked.columns != NOTHING else [])]
    yield [column_label(asked.rows), *over, *([gettext("Total")] if None in places else [])]
    for row in (*order, None):
        name = gettext("Total") if row is None else head(pivot, asked.rows, row)
        yield [name, *(_plain(pivot, (row, column), show) for column in places)]


def _plain(pivot: Pivot, place: Place, show: str) -> Plain:
    count = pivot.cells.get(place)
    if count is None:
        return None
    if show == COUNTS or None in place:
        words = _count_told(count, several=False)
        return count.number if count.number is not None else words.text
    value = _value(pivot, place, show)
    return gettext("withheld") if value is None else value


def as_csv(pivot: Pivot, order: tuple[str, ...], show: str) -> bytes:
    """One line for each place, with its bounds."""
    first, *rest = ([("" if one is None else str(one)) for one in row] for row in parted(pivot, order, show))
    return csv_of(first, rest)


def as_workbook(pivot: Pivot, order: tuple[str, ...], show: str) -> bytes:
    """The table as on the page, the same with its bounds, and what it is."""
    notes = [gettext("A number under 10 is withheld, nobody too; others are rounded."), *missing_told(pivot)]
    about: list[list[Plain]] = [[one] for one in (title(pivot), str(SHOWN[show]), source(pivot), *notes)]
    return workbook_of(
        [
            _sheet(gettext("Table"), crossed(pivot, order, show)),
            _sheet(gettext("Bounds"), parted(pivot, order, show)),
            _sheet(gettext("About"), about),
        ],
        right_to_left=get_language_bidi(),
    )


def _sheet(name: str, rows: Iterable[list[Plain]]) -> Sheet:
    first, *rest = (tuple(row) for row in rows)
    return Sheet(name, tuple(map(str, first)), tuple(rest))


def missing_told(pivot: Pivot) -> list[str]:
    """Quarters that are not in it, since they have no such table."""
    if not pivot.missing:
        return []
    quarters = gettext(", ").join(map(quarter_told, pivot.missing))
    return [gettext("Not in it, since no such table is released: %(quarters)s") % {"quarters": quarters}]
