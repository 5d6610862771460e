"""What a page shows, as CSV: released numbers only, a name that says nothing, no cell that a spreadsheet runs.

Numbers stand as a machine reads them (a point before decimals, shares in per cent); codes and ids are those of the
shelf. Source: safety D21; `exchange.tables`.
"""

from collections.abc import Iterable

from django.http import HttpResponse

from corridor.exchange.tables import csv_of
from corridor.figures.indicators import RATIO, Indicator
from corridor.figures.told import Told
from corridor.statistics.charts import limits
from corridor.statistics.moved import Row
from corridor.statistics.telling import chart_value

NAME = "statistics.csv"
WITHHELD, NOT_RELEASED = "withheld", "not released"
HEADER = ("quarter", "indicator", "version", "by", "code", "value", "at least", "at most", "unit")
COMPARED = ("before", "before: verdict", "year before", "year before: verdict")


def csv_answer(rows: Iterable[Iterable[str]], header: Iterable[str] = (*HEADER, *COMPARED)) -> HttpResponse:
    """The file as an answer."""
    headers = {"Content-Disposition": f'attachment; filename="{NAME}"'}
    return HttpResponse(csv_of(header, rows), content_type="text/csv; charset=utf-8", headers=headers)


def line(
    period: str, shelf: Indicator, told_as: Indicator, by: Iterable[str], at: Iterable[str], told: Told | None
) -> list[str]:
    """One number."""
    low, high = limits(told_as, told) if told else (None, None)
    unit = "%" if told_as.statistic == RATIO else told_as.unit
    where = [period, shelf.id, str(shelf.version), " ".join(by), " ".join(at)]
    return [*where, number(told_as, told), plain(low), plain(high), unit]


def number(told_as: Indicator, told: Told | None) -> str:
    """The number, or why there is none."""
    if told is None:
        return NOT_RELEASED
    value = chart_value(told_as, told)
    return WITHHELD if value is None else plain(value)


def plain(value: float | None) -> str:
    """A number as a machine reads it; empty where there is none."""
    return "" if value is None else f"{value:g}" if value != int(value) else str(int(value))


def compared(period: str, found: Iterable[Row]) -> list[list[str]]:
    """Rows with what came of their comparisons."""
    rows = []
    for row in found:
        made = line(period, row.shelf, row.told_as, row.by, row.at, row.now)
        for change in (row.since, row.year):
            made += [number(change.indicator, change.before), change.verdict] if change else ["", ""]
        rows.append(made)
    return rows
