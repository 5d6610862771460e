"""How facts of a kind are spread in one released table, and how sure it is that a cell holds more than its share.

Pure. A cell is held against all others as a table of four: it itself; the rest of its kind; the rest of its column
(a corridor, a sector); everything else. Each of the four is known between bounds. The chance that so many come together
by themselves grows with the second and third and falls with the first and fourth, so the worst case is one corner of
the bounds. Rounding and withholding can hide a pattern, and never make one.

What is not known of a fact is left out, and what was put together (OTHER) never counts as evidence: it may be of any
code, and what few have is put together more often. Source: methods (h), "Conventions of computation" (blanks are
missing, not zero); Fisher's exact test; Hoeffding, Annals of Mathematical Statistics 27, 1956 (unequal chances).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import exp, lgamma, log, log1p

from corridor.figures.releases import Bounds, Release, ReleasedTable
from corridor.figures.rounding import THRESHOLD, Cell
from corridor.figures.told import NOT_KNOWN
from corridor.statistics.changes import shares_differ

OTHER, UNKNOWN = NOT_KNOWN
NEGLIGIBLE = 1e-12


@dataclass(frozen=True)
class Fourfold:
    """A cell against all others, each at least and at most. here: the cell; alike: the rest of its kind; beside: the
    rest of its column; apart: everything else.
    """

    here: Bounds
    alike: Bounds
    beside: Bounds
    apart: Bounds

    @property
    def chance(self) -> float:
        """The most likely that so many come together by themselves (one-sided); 1 where they are not more."""
        here, alike, beside, apart = self.here[0], self.alike[1], self.beside[1], self.apart[0]
        if here * apart <= alike * beside:
            return 1.0
        p, rose = shares_differ(((alike, alike), (apart, apart)), ((here, here), (beside, beside)))
        return p / 2 if rose else 1.0

    @property
    def worst(self) -> tuple[int, float, int]:
        """(found, expected, how many there could be at most) at the worst case."""
        row, column = self.here[0] + self.alike[1], self.here[0] + self.beside[1]
        whole = row + column - self.here[0] + self.apart[0]
        return self.here[0], row * column / whole if whole else 0.0, min(row, column)

    @property
    def expected(self) -> tuple[float, float]:
        """The least and the most that would be here if its kind were spread as all kinds are."""
        least = _spread(self.here[0], self.alike[0], self.beside[0], self.apart[1])
        return least, _spread(self.here[1], self.alike[1], self.beside[1], self.apart[0])


def _spread(here: int, alike: int, beside: int, apart: int) -> float:
    whole = here + alike + beside + apart
    return (here + alike) * (here + beside) / whole if whole else 0.0


def chance_of_sum(found: Sequence[Fourfold]) -> float:
    """The same over several quarters, each with its own margins: a sum of unequal chances has at most the tail of a
    binomial one with the same mean, from one above the mean on.
    """
    worst = [one.worst for one in found]
    seen, mean, most = sum(one[0] for one in worst), sum(one[1] for one in worst), sum(one[2] for one in worst)
    if not mean or seen < mean + 1:
        return 1.0
    return at_least(seen, most, mean / most)


def at_least(seen: int, tries: int, p: float) -> float:
    """The chance of `seen` or more of `tries`, each of chance p; for more than the mean."""
    if p >= 1 or seen > tries:
        return 1.0 if p >= 1 else 0.0
    top = lgamma(tries + 1) - lgamma(seen + 1) - lgamma(tries - seen + 1) + seen * log(p) + (tries - seen) * log1p(-p)
    term = total = 1.0
    for k in range(seen, tries):
        term *= (tries - k) / (k + 1) * p / (1 - p)
        total += term
        if term < NEGLIGIBLE * total:
            break
    return min(1.0, exp(top) * total)


class Spread:
    """One released table: a kind of thing by a column or two. dims: the kind first, as the table is read."""

    def __init__(self, release: Release, table: ReleasedTable, dims: tuple[str, ...]) -> None:
        self.period, self.table, self.dims = release.period, table, dims
        order = [table.dims.index(dim) for dim in dims]
        self.cells = {tuple(cell[at] for at in order): table.between(cell) for cell in table.cells}
        self.numbers = {tuple(cell[at] for at in order): value for cell, value in table.cells.items()}
        same = {
            frozenset(one.dims): one for one in release.tables if (one.kind, one.row_set) == (table.kind, table.row_set)
        }
        self.kinds = table.codes[dims[0]]
        self.columns = list(product(*(table.codes[dim] for dim in dims[1:])))
        self._add_up()
        self.of_kind = self._margin(same, dims[:1], [(one,) for one in self.kinds])
        self.of_column = self._margin(same, dims[1:], self.columns)
        self.whole = self._margin(same, (), [()]).get((), (0, self._all[1]))

    def _add_up(self) -> None:
        """Sums of the cells: named ones at least, all but unknown ones at most, unknown ones at least, and those that
        are not named at most.
        """
        self._row = {kind: [0, 0, 0, 0] for kind in self.kinds}
        self._column = {column: [0, 0, 0, 0] for column in self.columns}
        self._all = [0, 0]
        for (kind, *rest), (low, high) in self.cells.items():
            column = tuple(rest)
            in_row, in_column = self._row[kind], self._column[column]
            in_row[0] += low if named(column) else 0
            in_row[1] += high if UNKNOWN not in column else 0
            in_row[2] += low if UNKNOWN in column else 0
            in_row[3] += 0 if named(column) else high
            in_column[0] += low if named((kind,)) else 0
            in_column[1] += high if kind != UNKNOWN else 0
            in_column[2] += low if kind == UNKNOWN else 0
            in_column[3] += 0 if named((kind,)) else high
            self._all[0] += low if named((kind, *column)) else 0
            self._all[1] += high

    @staticmethod
    def _margin(
        same: Mapping[frozenset[str], ReleasedTable], dims: tuple[str, ...], keys: Sequence[Cell]
    ) -> dict[Cell, Bounds]:
        """The bounds of a margin where it is released with the table; nothing where it is not."""
        table = same.get(frozenset(dims))
        if table is None:
            return {}
        order = [dims.index(dim) for dim in table.dims]
        return {key: table.between(tuple(key[at] for at in order)) for key in keys}

    def comparable(self) -> list[Cell]:
        """The cells that are held against the others: named ones that could be shown, to go by their kind and column.

        Whether one is shown does not decide: those that are not would have been compared too.
        """
        return [
            (kind, *column)
            for kind in self.kinds
            if named((kind,)) and self._most(self.of_kind, (kind,), self._row[kind]) >= THRESHOLD
            for column in self.columns
            if named(column) and self._most(self.of_column, column, self._column[column]) >= THRESHOLD
        ]

    @staticmethod
    def _most(margin: Mapping[Cell, Bounds], key: Cell, sums: Sequence[int]) -> int:
        return min(sums[1] + sums[2], margin[key][1]) if key in margin else sums[1] + sums[2]

    def fourfold(self, cell: Cell) -> Fourfold:
        """A named cell against all others."""
        kind = cell[0]
        here, row, column = self.cells[cell], self._row[cell[0]], self._column[cell[1:]]
        rows, columns = self.of_kind.get((kind,)), self.of_column.get(cell[1:])
        alike, beside = _others(here, row, rows), _others(here, column, columns)
        apart = self._all[0] - row[0] - column[0] + here[0]
        if rows and columns:
            apart = max(apart, self._named - rows[1] - columns[1] + here[0])
        most = self.whole[1] - alike[0] - beside[0] - here[0]
        return Fourfold(here, alike, beside, (max(0, apart), max(0, apart, most)))

    @property
    def _named(self) -> int:
        """At least how many facts are of named kinds and columns, from the totals alone."""
        vague = [bounds for key, bounds in (*self.of_kind.items(), *self.of_column.items()) if not named(key)]
        return self.whole[0] - sum(high for _, high in vague)

    def between(self, cell: Cell) -> Bounds:
        """Also of a code that this quarter does not name: nobody, up to all that were put together."""
        by_dim = dict(zip(self.dims, cell, strict=True))
        return self.table.between(tuple(by_dim[dim] for dim in self.table.dims))


def _others(here: Bounds, sums: Sequence[int], total: Bounds | None) -> Bounds:
    """The rest of a row or column, from its cells and from its total; where the cell is fewest, they are most."""
    least, most = max(0, sums[0] - here[0]), sums[1] - here[1]
    if total:
        least, most = max(least, total[0] - here[1] - sums[3]), min(most, total[1] - here[0] - sums[2])
    return least, max(least, most)


def named(codes: Cell) -> bool:
    """Whether each code says what it is."""
    return OTHER not in codes and UNKNOWN not in codes
