"""What an address asks of the pivot, read with care: what is not released is answered with what is.

Pure but for the language. Right of the curtain what is asked for stands in the address, so that a pivot can be kept and
shared. Source: design "Pages" (List); safety D21.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy

from corridor.figures.naming import code_label, column_label, kind_label
from corridor.figures.releases import Release
from corridor.statistics.pivot import NOTHING, QUARTER, Asked, Offered
from corridor.statistics.quarters import quarter_told

COUNTS, OF_ROW, OF_COLUMN, OF_ALL = "counts", "row", "column", "all"
SHOWN: Mapping[str, object] = {
    COUNTS: gettext_lazy("Counts"),
    OF_ROW: gettext_lazy("Share of the row"),
    OF_COLUMN: gettext_lazy("Share of the column"),
    OF_ALL: gettext_lazy("Share of everything"),
}
A_YEAR = 4  # quarters that are shown where nobody asks for others
FIRST_CHOICE = "grievance"


@dataclass(frozen=True)
class NotHad(Exception):
    """What was asked for and is not released. where: which choice; found: as it was written, in words where there are
    some; can: (in words, what to change in the address) of everything that can be had instead.
    """

    where: str
    found: str
    can: Sequence[tuple[str, Mapping[str, str]]]


def by_told(kind: str, rows: str, columns: str) -> str:
    """What stands in rows and columns, in words."""
    if columns == NOTHING:
        return column_label(rows)
    return gettext("%(rows)s in rows, %(columns)s in columns") % {
        "rows": column_label(rows),
        "columns": column_label(columns),
    }


def by_code(rows: str, columns: str) -> str:
    """The same as it stands in the address: "kind,corridor"."""
    return f"{rows},{columns}" if columns else rows


def every_by(offered: Offered, kind: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """(heading, [(in the address, in words)]) of every table of a kind: two columns, over quarters, one column."""
    pairs = [(rows, columns) for rows in offered.rows(kind) for columns in offered.columns(kind, rows)]
    groups: dict[str, list[tuple[str, str]]] = {}
    for rows, columns in pairs:
        over = QUARTER in (rows, columns)
        name = gettext("Over quarters") if over else gettext("Two columns") if columns else gettext("One column")
        groups.setdefault(name, []).append((by_code(rows, columns), by_told(kind, rows, columns)))
    return list(groups.items())


def asked_for(
    given: Mapping[str, str], releases: Sequence[Release], offered: Offered, people: Iterable[str] = ()
) -> Asked:
    """What an address asks for, with what is usually wanted where it says nothing. people: kinds that are never added
    over quarters. Raises NotHad for what is not released.
    """
    kind = _kind(given, offered)
    rows, columns = _by(given, offered, kind)
    periods = [one.period for one in releases]
    one_only = kind in people and QUARTER not in (rows, columns)
    chosen = _periods(given, periods, 1 if one_only else A_YEAR)
    if one_only and len(chosen) > 1:
        can = [(quarter_told(one), {"first": one, "last": one}) for one in chosen]
        over = {"by": by_code(rows, QUARTER)} if QUARTER in offered.columns(kind, rows) else {}
        more = [(by_told(kind, rows, QUARTER), over)] if over else []
        raise NotHad(gettext("Quarters: different people are never added over quarters"), span(chosen), [*can, *more])
    asked = Asked(kind, rows, columns, chosen)
    where = _where(given, releases, offered, asked)
    return Asked(kind, rows, columns, chosen, where)


def shown_as(given: Mapping[str, str], can: Iterable[str]) -> str:
    """Counts or shares. Raises NotHad."""
    show = given.get("show") or COUNTS
    if show not in (choices := list(can)):
        raise NotHad(gettext("Shown as"), show, [(str(SHOWN[one]), {"show": one}) for one in choices])
    return show


def shares_of(asked: Asked, added: bool) -> list[str]:
    """How it can be shown: shares of a whole that may not be added up are not."""
    if added:
        return list(SHOWN) if asked.columns != NOTHING else [COUNTS, OF_COLUMN]
    alone = OF_COLUMN if asked.columns == QUARTER else OF_ROW
    if asked.columns == NOTHING:
        return [COUNTS] if asked.rows == QUARTER else [COUNTS, OF_COLUMN]
    return [COUNTS, alone] if asked.by_quarter else list(SHOWN)


def span(periods: Sequence[str]) -> str:
    """Quarters in words, from the first to the last."""
    if len(periods) < 2:
        return quarter_told(periods[0]) if periods else ""
    ends = {"first": quarter_told(periods[0]), "last": quarter_told(periods[-1])}
    return gettext("%(first)s to %(last)s") % ends


def thirds(releases: Iterable[Release], offered: Offered, asked: Asked) -> dict[str, list[str]]:
    """Column -> its codes, of what the table can be narrowed by."""
    found: dict[str, dict[str, None]] = {}
    for dim in offered.third(asked.kind, asked.rows, asked.columns):
        wanted = Asked(asked.kind, asked.rows, asked.columns, asked.periods, (dim, "")).dims
        tables = [one.table(asked.kind, wanted) for one in releases if one.period in asked.periods]
        codes = dict.fromkeys(code for table in tables if table for code in table.codes[dim])
        if codes:
            found[dim] = codes
    return {dim: list(codes) for dim, codes in found.items()}


def _kind(given: Mapping[str, str], offered: Offered) -> str:
    kinds = list(offered.tables)
    kind = given.get("kind") or (FIRST_CHOICE if FIRST_CHOICE in kinds else kinds[0])
    if kind not in kinds:
        raise NotHad(gettext("What is counted"), kind_label(kind), [(kind_label(one), {"kind": one}) for one in kinds])
    return kind


def _by(given: Mapping[str, str], offered: Offered, kind: str) -> tuple[str, str]:
    rows_can = offered.rows(kind)
    pairs = [(rows, columns) for rows in rows_can for columns in offered.columns(kind, rows)]
    wanted = given.get("by", "")
    if not wanted:
        return next((one for one in pairs if one == ("kind", "corridor")), pairs[0])
    rows, _, columns = wanted.partition(",")
    if (rows, columns) in pairs:
        return rows, columns
    near = [one for one in pairs if one[0] == rows] or pairs
    can = [(by_told(kind, *one), {"by": by_code(*one)}) for one in near]
    raise NotHad(gettext("Rows and columns: no released table has them together"), _words(wanted.split(",")), can)


def _words(columns: Iterable[str]) -> str:
    return gettext(", ").join(column_label(one) for one in columns)


def _periods(given: Mapping[str, str], periods: Sequence[str], usual: int) -> tuple[str, ...]:
    last = given.get("last") or periods[-1]
    _check(last, periods, "last", gettext("Last quarter"))
    first = given.get("first") or periods[max(0, periods.index(last) - usual + 1)]
    _check(first, periods, "first", gettext("First quarter"))
    if first > last:
        can = [(quarter_told(one), {"first": one}) for one in periods if one <= last]
        raise NotHad(gettext("First quarter: it comes after the last"), quarter_told(first), can)
    return tuple(one for one in periods if first <= one <= last)


def _check(period: str, periods: Sequence[str], name: str, where: str) -> None:
    if period not in periods:
        raise NotHad(where, period, [(quarter_told(one), {name: one}) for one in periods])


def _where(
    given: Mapping[str, str], releases: Sequence[Release], offered: Offered, asked: Asked
) -> tuple[str, str] | None:
    wanted = given.get("where", "")
    if not wanted:
        return None
    column, _, code = wanted.partition(":")
    known = thirds(releases, offered, asked)
    if code in known.get(column, ()):
        return column, code
    kind = asked.kind
    can = [(gettext("Everything, without narrowing"), {"where": ""})]
    for dim in [column] if column in known else known:
        can += [(f"{column_label(dim)}: {code_label(kind, dim, one)}", {"where": f"{dim}:{one}"}) for one in known[dim]]
    words = f"{column_label(column)}: {code_label(kind, column, code)}" if code else column_label(column)
    raise NotHad(gettext("Narrowed to: no released table has the three together"), words, can)
