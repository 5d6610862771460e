"""The pivot: what is released, turned as somebody asks for it; nothing is counted anew.

Pure: releases in, a table out. It shows only columns that a released table has together, so that no two tables are put
side by side that would tell more than each of them. Over several quarters it adds what each release shows, with bounds
(D21: a year is the interval sum of its releases); different people are never added. What is withheld is in no sum that
is shown as a number. Source: safety D21; methods (h).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corridor.figures.releases import Bounds, Release, ReleasedTable
from corridor.figures.rounding import Cell
from corridor.figures.told import NOT_KNOWN

QUARTER, NOTHING = "quarter", ""
Place = tuple[str | None, str | None]  # row and column; None: all of them together


@dataclass(frozen=True)
class Asked:
    """What is asked for. rows, columns: a column of the facts, QUARTER, or (columns alone) NOTHING. where: a third
    column and the one code of it that is counted. periods: quarters, the earliest first.
    """

    kind: str
    rows: str
    columns: str
    periods: tuple[str, ...]
    where: tuple[str, str] | None = None

    @property
    def dims(self) -> tuple[str, ...]:
        """The columns of the released table that it needs."""
        return (*(one for one in (self.rows, self.columns) if one not in (QUARTER, NOTHING)), *(self.where or ())[:1])

    @property
    def by_quarter(self) -> bool:
        return QUARTER in (self.rows, self.columns)


@dataclass(frozen=True)
class Offered:
    """What can be had. tables: kind -> the columns that at least one released table of it has together."""

    tables: Mapping[str, frozenset[frozenset[str]]]

    @classmethod
    def by(cls, releases: Iterable[Release]) -> "Offered":
        found: dict[str, set[frozenset[str]]] = {}
        for release in releases:
            for table in release.tables:
                found.setdefault(table.kind, set()).add(frozenset(table.dims))
        return cls({kind: frozenset(some) for kind, some in sorted(found.items())})

    def _has(self, kind: str, *dims: str) -> bool:
        wanted = {one for one in dims if one not in (QUARTER, NOTHING)}
        return frozenset(wanted) in self.tables.get(kind, ())

    def _every(self, kind: str) -> list[str]:
        return sorted({dim for some in self.tables.get(kind, ()) for dim in some})

    def rows(self, kind: str) -> list[str]:
        """What can stand in rows: columns with a table of their own or with another, and QUARTER."""
        found = [dim for dim in self._every(kind) if self.columns(kind, dim)]
        return [*found, *([QUARTER] if self.columns(kind, QUARTER) else [])]

    def columns(self, kind: str, rows: str) -> list[str]:
        """What can stand in columns beside these rows."""
        other = [one for one in self._every(kind) if one != rows and self._has(kind, rows, one)]
        alone = [QUARTER, NOTHING] if self._has(kind, rows) else []
        return [*other, *(one for one in alone if one != rows)]

    def third(self, kind: str, rows: str, columns: str) -> list[str]:
        """By which one more column it can be narrowed."""
        return [one for one in self._every(kind) if one not in (rows, columns) and self._has(kind, rows, columns, one)]


@dataclass(frozen=True)
class Count:
    """A place of the pivot. number: the sum of what is shown, None where something of it is withheld or not named, or
    where it may not be added. between: the least and the most that it is. withheld: in how many tables it is withheld.
    rest: all others of its row, its column and the whole; so its share of each has bounds.
    """

    number: int | None
    between: Bounds
    withheld: int = 0
    rest: Mapping[Place, tuple[Bounds, Bounds]] = field(default_factory=dict)  # of the others, of both together

    def share(self, of: Place) -> tuple[float, float] | None:
        """The least and the most that it is of a row, a column or the whole, of 1; None where there may be nobody."""
        if of not in self.rest:
            return None
        (few, many), (low, high) = self.rest[of]
        (least, most) = self.between
        least, most = max(least, low - many), min(most, high - few)
        others_most, others_least = min(many, high - least), max(few, low - most)
        if least + others_most <= 0 or most + others_least <= 0 or low <= 0:
            return None
        return least / (least + others_most), most / (most + others_least)


@dataclass(frozen=True)
class Fit:
    """How the parts of a row fit its total. parts: the sum of those that are shown; withheld: how many are not."""

    row: str
    total: int
    parts: int
    withheld: int

    @property
    def differs(self) -> int:
        return self.total - self.parts


@dataclass(frozen=True)
class Pivot:
    """The table. cells: place -> count; with None for all rows or all columns. missing: quarters without the table."""

    asked: Asked
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Place, Count]
    missing: tuple[str, ...]

    def ordered(self, by: str | None, up: bool = False) -> tuple[str, ...]:
        """The rows by what stands in a column (None: in the total), the most first; what is withheld stands last."""

        def rank(row: str) -> tuple[bool, float]:
            found = self.cells.get((row, by))
            if found is None or (found.number is None and not found.between[0]):
                return True, 0
            size = found.number if found.number is not None else sum(found.between) / 2
            return False, size if up else -size

        return tuple(sorted(self.rows, key=rank))

    @property
    def fits(self) -> list[Fit]:
        """Of each row whose total is shown: what its parts come to, and how many of them are withheld."""
        found = []
        for row in self.rows:
            total = self.cells.get((row, None))
            if total is None or total.number is None or self.columns == (NOTHING,):
                continue
            parts = [self.cells[row, column] for column in self.columns]
            shown = sum(one.number for one in parts if one.number is not None)
            found.append(Fit(row, total.number, shown, sum(one.number is None for one in parts)))
        return found


class _Quarter:
    """The table of one release, with its bounds, and how the places of the pivot stand in it."""

    def __init__(self, release: Release, table: ReleasedTable, asked: Asked) -> None:
        self.release, self.table, self.asked = release, table, asked
        self.bounds = {cell: table.between(cell) for cell in table.cells}
        same = (one for one in release.tables if one.row_set == table.row_set and one.kind == table.kind)
        self.beside = {frozenset(one.dims): one for one in same}  # tables over the same facts

    def cell(self, row: str, column: str) -> Cell | None:
        """Its cell of the table; None where the place is of another quarter."""
        codes = self._codes((row, column))
        return None if codes is None else tuple(codes[dim] for dim in self.table.dims)

    def _codes(self, place: Place) -> dict[str, str] | None:
        codes = dict([self.asked.where] if self.asked.where else [])
        for dim, code in zip((self.asked.rows, self.asked.columns), place, strict=True):
            if dim == QUARTER and code not in (None, self.release.period):
                return None
            if code is not None and dim not in (QUARTER, NOTHING):
                codes[dim] = code
        return codes

    def total(self, place: Place) -> tuple[Bounds, int | None] | None:
        """What the release tells of a whole row, column or all of it, from a table over the same facts."""
        codes = self._codes(place) or {}
        table = self.beside.get(frozenset(codes))
        if table is None:
            return None
        cell = tuple(codes[dim] for dim in table.dims)
        return table.between(cell), table.cells.get(cell)


class _Part:
    """What one quarter has of a whole row, column or everything.

    A code that the quarter does not name stands under OTHER: its others can then be none of OTHER, or all of it.
    """

    def __init__(self, quarter: _Quarter, place: Place, cells: Iterable[Cell]) -> None:
        self.quarter = quarter
        stands, bounds = quarter.table.stands, quarter.bounds
        self.named = {cell for cell in cells if cell in bounds}
        self.low = sum(bounds[cell][0] for cell in self.named)
        self.high = sum(bounds[cell][1] for cell in {stands(cell) for cell in cells})
        told = quarter.total(place)
        self.number = told[1] if told else None
        self.withheld = bool(told) and self.number is None
        least, most = told[0] if told else (self.low, self.high)
        self.total = max(self.low, least), min(self.high, most)

    def rest(self, cell: Cell | None) -> Bounds:
        """All of it but this cell."""
        if cell is None:
            return self.total
        there, bounds = self.quarter.table.stands(cell), self.quarter.bounds
        low = self.low - (bounds[there][0] if there in self.named else 0)
        return low, self.high - (bounds[cell][1] if there == cell else 0)


def pivoted(releases: Sequence[Release], asked: Asked, *, added: bool = True) -> Pivot:
    """The table of what is asked for, over the quarters that have it. added: whether quarters may be added up; not for
    different people, of whom each is counted in every quarter in which she came: a total of several quarters is then
    not there. Raises ValueError where there would be nothing but such totals.
    """
    if not added and not asked.by_quarter and len(asked.periods) > 1:
        raise ValueError(f"{asked.kind}: different people are not added over {len(asked.periods)} quarters")
    there = [one for one in releases if one.period in asked.periods]
    tables = [(one, one.table(asked.kind, asked.dims)) for one in there]
    found = [_Quarter(one, table, asked) for one, table in tables if table is not None]
    rows, columns = (_axis(one, found) for one in (asked.rows, asked.columns))
    totals: list[Place] = [*((row, None) for row in rows), *((None, column) for column in columns), (None, None)]
    cells: dict[Place, Count] = {}
    parts: dict[Place, list[_Part]] = {}
    for place in totals:
        parts[place] = [part for quarter in found if (part := _part(quarter, place, rows, columns))]
        if added or len(parts[place]) < 2:
            cells[place] = _whole(parts[place])
    for row in rows:
        for column in columns:
            wholes: tuple[Place, ...] = ((row, None), (None, column), (None, None))
            cells[row, column] = _count(row, column, found, {one: parts[one] for one in wholes}, added)
    missing = tuple(one.period for one, table in tables if table is None)
    return Pivot(asked, rows, columns, cells, missing)


def _axis(dim: str, found: Sequence[_Quarter]) -> tuple[str, ...]:
    """What stands along a side: quarters, or the codes that any of them names, OTHER and UNKNOWN last."""
    if dim in (QUARTER, NOTHING):
        return tuple(one.release.period for one in found) if dim == QUARTER else (NOTHING,)
    codes = dict.fromkeys(code for one in reversed(found) for code in one.table.codes[dim])
    return (*(one for one in codes if one not in NOT_KNOWN), *(one for one in NOT_KNOWN if one in codes))


def _part(quarter: _Quarter, place: Place, rows: Sequence[str], columns: Sequence[str]) -> _Part | None:
    row, column = place
    cells = [
        cell
        for one in (rows if row is None else (row,))
        for other in (columns if column is None else (column,))
        if (cell := quarter.cell(one, other)) is not None
    ]
    return _Part(quarter, place, cells) if cells else None


def _whole(parts: Sequence[_Part]) -> Count:
    number = _number([one.number for one in parts])
    return Count(number, _sum([one.total for one in parts]), sum(one.withheld for one in parts))


def _count(row: str, column: str, found: Sequence[_Quarter], of: Mapping[Place, Sequence[_Part]], added: bool) -> Count:
    cells = {one.release.period: one.cell(row, column) for one in found}
    mine = [(one, cell) for one in found if (cell := cells[one.release.period]) is not None]
    numbers = [one.table.cells.get(cell) for one, cell in mine]
    between = _sum([one.table.between(cell) for one, cell in mine])
    rest = {
        place: (
            _sum([part.rest(cells[part.quarter.release.period]) for part in parts]),
            _sum([part.total for part in parts]),
        )
        for place, parts in of.items()
        if added or len(parts) < 2
    }
    return Count(_number(numbers), between, sum(one is None for one in numbers), rest)


def _number(numbers: Sequence[int | None]) -> int | None:
    """Their sum; None where one of them is not shown."""
    shown = [one for one in numbers if one is not None]
    return sum(shown) if shown and len(shown) == len(numbers) else None


def _sum(bounds: Sequence[Bounds]) -> Bounds:
    return sum(low for low, _ in bounds), sum(high for _, high in bounds)
