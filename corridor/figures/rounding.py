"""What a release shows of a table of counts: rule 10-5, rule 10-10, or nothing; and what anybody can read from it.

Pure: counts in, what is shown out. Under 10, zero too, a cell is withheld; others are rounded to 5 or to 10 (half up).
Source: safety D21 and D22, section 3 item 14; methods (h); the 10-5 rule of the census of England and Wales 2021.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import prod

Cell = tuple[str, ...]
Where = tuple[tuple[str, str], ...]  # a cell of any cross: dimension and code, in the order of the family

THRESHOLD = 10  # a count under it is withheld
FIVE, TEN = 5, 10  # rounded to
MOST_DIMS = 3
LARGEST = 5_000  # joint cells of a family (D22)


@dataclass(frozen=True)
class Table:
    """A table of a catalogue with its true counts of facts.

    cells: every combination of codes that can occur, zeros included; one that is not there cannot occur, and everybody
    knows it. dims: none for the total alone. of: where the table is about a part of the family only, the codes of it
    ({"quarter": "2026Q1"}).
    """

    id: str
    dims: tuple[str, ...]
    cells: Mapping[Cell, int]
    of: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Family:
    """Tables over the same facts. dims: the codes of each dimension, those of all tables.

    facts: the true counts of the joint cells (a code for each dimension, in the order of `dims`; absent: none), where
    they are known; without them a cell that no table has, and that may be small, counts as small. population: how many
    there are altogether, where that was published as it is. sensitive: dimensions whose code must not be shown to be
    the same for a whole group. least: what the choice of codes tells by itself, cell -> the fewest that it can have
    ({(("kind", "unpaid-wages"),): 10} where rarer kinds are put together). Raises ValueError for tables that do not
    fit.
    """

    id: str
    dims: Mapping[str, tuple[str, ...]]
    tables: tuple[Table, ...]
    population: int | None = None
    facts: Mapping[Cell, int] | None = None
    sensitive: tuple[str, ...] = ()
    least: Mapping[Where, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (joint := prod(map(len, self.dims.values()))) > LARGEST:
            raise ValueError(f"{self.id}: {joint} joint cells, at most {LARGEST} can be tried")
        if len({table.id for table in self.tables}) < len(self.tables):
            raise ValueError(f"{self.id}: two tables of one name")
        if unknown := {*self.sensitive, *(dim for where in self.least for dim, _ in where)} - set(self.dims):
            raise ValueError(f"{self.id}: no dimension {', '.join(sorted(unknown))}")
        for table in self.tables:
            _check(self, table)
        totals = {sum(table.cells.values()) for table in self.tables if not table.of}
        if self.population is not None:
            totals.add(self.population)
        if len(totals) > 1:
            raise ValueError(f"{self.id}: tables over the same facts have different totals {sorted(totals)}")


def _check(family: Family, table: Table) -> None:
    """Raise ValueError where a table has codes, counts or totals that its family does not have."""
    where, fixed = f"{family.id}, {table.id}", tuple(table.of)
    if len(table.dims) > MOST_DIMS:
        raise ValueError(f"{where}: {len(table.dims)} dimensions, at most {MOST_DIMS} are shown together")
    if unknown := (set(table.dims) | set(fixed)) - set(family.dims):
        raise ValueError(f"{where}: no dimension {', '.join(sorted(unknown))}")
    if len(set(table.dims + fixed)) < len(table.dims + fixed):
        raise ValueError(f"{where}: a dimension twice")
    if any(code not in family.dims[dim] for dim, code in table.of.items()):
        raise ValueError(f"{where}: about a code that the family does not have")
    for cell, count in table.cells.items():
        if len(cell) != len(table.dims) or any(
            code not in family.dims[dim] for dim, code in zip(table.dims, cell, strict=True)
        ):
            raise ValueError(f"{where}: no such cell {cell}")
        if count < 0:
            raise ValueError(f"{where}: {count} facts in a cell")
    if family.facts is not None and {c: n for c, n in table.cells.items() if n} != counted(family, table):
        raise ValueError(f"{where}: its counts are not those of the facts")


def counted(family: Family, table: Table) -> dict[Cell, int]:
    """The counts of a table from the joint facts of its family, without zeros."""
    place = {dim: i for i, dim in enumerate(family.dims)}
    found: Counter[Cell] = Counter()
    for joint, count in (family.facts or {}).items():
        if count and all(joint[place[dim]] == code for dim, code in table.of.items()):
            found[tuple(joint[place[dim]] for dim in table.dims)] += count
    return dict(found)


@dataclass(frozen=True)
class Shown:
    """What a release shows of a table. base: what it is rounded to; None: the table is dropped.

    cells: combination -> rounded count; None: withheld.
    """

    table: str
    base: int | None
    cells: Mapping[Cell, int | None]

    def between(self, cell: Cell) -> tuple[int, int]:
        """The least and the most that a true count can be, for everybody who knows the rule."""
        value, base = self.cells[cell], self.base or 1
        if value is None:
            return 0, THRESHOLD - 1
        return max(THRESHOLD, value - base // 2), value + (base - 1) // 2


def shown(table: Table, base: int | None) -> Shown:
    """A table under rule 10-5 (base 5), 10-10 (base 10), or dropped (base None)."""
    if base is None:
        return Shown(table.id, None, {})
    cells = {cell: rounded(count, base) if count >= THRESHOLD else None for cell, count in table.cells.items()}
    return Shown(table.id, base, cells)


def rounded(count: int, base: int) -> int:
    """To the nearest multiple of the base, half up."""
    return (count + base // 2) // base * base


def together(
    id: str, dim: str, parts: Mapping[str, tuple[Family, tuple[Shown, ...]]], tables: tuple[Table, ...]
) -> tuple[Family, tuple[Shown, ...]]:
    """A family over several that are released already, with what was shown of them: the quarters of a year.

    dim: the name of what tells them apart; parts: its code -> family and what was shown; tables: those of the whole.
    The tables of a part are named "2026Q1:by-kind". The facts are known where those of all parts are; so is the
    population. Raises ValueError for parts with other dimensions or too many joint cells.
    """
    first = next(iter(parts.values()))[0]
    if any(dict(one.dims) != dict(first.dims) for one, _ in parts.values()):
        raise ValueError(f"{id}: its parts have other dimensions than {', '.join(first.dims)}")
    every = [replace(table, id=f"{code}:{table.id}", of={**table.of, dim: code}) for code, table in _tables(parts)]
    out = tuple(replace(one, table=f"{code}:{one.table}") for code, (_, shown) in parts.items() for one in shown)
    facts = {(code, *cell): n for code, (one, _) in parts.items() for cell, n in (one.facts or {}).items()}
    known = all(one.facts is not None for one, _ in parts.values())
    populations = [one.population for one, _ in parts.values() if one.population is not None]
    whole = Family(
        id,
        {dim: tuple(parts), **first.dims},
        (*every, *tables),
        population=sum(populations) if len(populations) == len(parts) else None,
        facts=facts if known else None,
        sensitive=first.sensitive,
        least={((dim, code), *where): n for code, (one, _) in parts.items() for where, n in one.least.items()},
    )
    return whole, out


def _tables(parts: Mapping[str, tuple[Family, tuple[Shown, ...]]]) -> list[tuple[str, Table]]:
    return [(code, table) for code, (one, _) in parts.items() for table in one.tables]
