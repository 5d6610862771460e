"""Charts of ratifications over time, from zero, with what is doubtful in the numbers."""

from django.utils.translation import gettext

from corridor.advocacy import queries
from corridor.advocacy.rules import FIRST, LAST, TABLE_10, Count, changes, risen_most
from corridor.ui.charts import PALETTE, Chart, columns, lines

MOST_LINES = len(PALETTE)
DEFAULT_LINES = 5


def first_set() -> list[str]:
    """The conventions of table 10 that rose most, equal rises together, at most five."""
    rows = [one for one in changes(queries.counts(), FIRST, LAST) if one.bases == (TABLE_10,)]
    return [one.instrument for one in risen_most(rows, DEFAULT_LINES)]


def told_flags(rows: list[Count]) -> list[str]:
    return list(dict.fromkeys(f"{row.instrument}: {row.flag}" for row in rows if row.flag))


def period(rows: list[Count]) -> str:
    first, last = min(row.year for row in rows), max(row.year for row in rows)
    return str(first) if first == last else f"{first}–{last}"


def bases(rows: list[Count]) -> str:
    return "; ".join(queries.place(base) for base in dict.fromkeys(row.base for row in rows))


def lines_of(codes: list[str]) -> Chart:
    """One line for each of the codes; all of them must have a series."""
    rows = [row for code in codes for row in queries.series()[code]]
    code, year, value = gettext("Instrument"), gettext("Year"), gettext("Ratifications")
    return Chart(
        "ratifications",
        gettext("Ratifications in all, year by year"),
        [code, year, value],
        [[row.instrument, row.year, row.value] for row in rows],
        lines(value, year, code),
        bases(rows),
        gettext("states"),
        period(rows),
        told_flags(rows),
    )


def columns_of(code: str) -> Chart | None:
    """The series of one instrument; nothing where fewer than two years are printed."""
    rows = queries.series().get(code)
    if not rows:
        return None
    year, value = gettext("Year"), gettext("Ratifications")
    return Chart(
        "ratifications",
        gettext("Ratifications of %(code)s in all") % {"code": code},
        [year, value],
        [[row.year, row.value] for row in rows],
        columns(value, year),
        bases(rows),
        gettext("states"),
        period(rows),
        told_flags(rows),
    )
