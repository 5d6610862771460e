"""Made-up releases for tests of this room: true counts in, what would be out under rule 10-5, without the gate.

    out = quarter("2026Q3", {"grievance.by-kind-and-corridor": {("unpaid-wages", "NPL-JOR"): 63, ...}})
    quarters = series({"2026Q2": {...}, "2026Q3": {...}})     # several, the earliest first
    stored(quarters)                                          # signed and in the database (needs the db)

The name of a row-set is that of the catalogue (`figures.catalogue`); counts are of its columns, in its order. Its
tables are made as a release maker makes them: codes under 10 stand under OTHER.
"""

import random
from collections.abc import Collection, Iterable, Mapping
from itertools import product

from corridor.figures import catalogue, releases
from corridor.figures.releases import Bounds, Gated, Release, ReleasedTable
from corridor.figures.rounding import FIVE, Cell, shown
from corridor.figures.tests.frozen import freeze

Counts = Mapping[str, Mapping[Cell, int]]  # row-set -> combination of its columns -> true count
CENTRES = 5
PLANNED = {one.id: one for one in catalogue.catalogue()}
SOME_CODES = {"corridor": ("NPL-JOR", "BGD-LBN", "LKA-QAT"), "country": ("JOR", "LBN", "QAT")}  # of open columns
MOST_CODES = 4  # of each column, where everything is made up


def quarter(
    period: str,
    counts: Counts,
    *,
    made: str = "2026-11",
    centres: int | None = CENTRES,
    late: tuple[str, ...] = (),
    people: Mapping[str, Bounds] | None = None,
    base: int = FIVE,
    recurring: Mapping[str, Collection[Cell]] | None = None,
) -> Release:
    """A release of a quarter. recurring: row-set of three columns -> combinations that several centres have.

    Raises KeyError for a row-set that the catalogue does not have.
    """
    order = [id for id in PLANNED if id in counts]
    if unknown := counts.keys() - set(order):
        raise KeyError(f"no row-set {', '.join(sorted(unknown))}; expected one of {', '.join(PLANNED)}")
    tables = [table for id in order for table in tables_of(id, counts[id], base, (recurring or {}).get(id, ()))]
    return Release(period, made, centres, late, tuple(tables), people or {})


def tables_of(
    id: str, counts: Mapping[Cell, int], base: int = FIVE, recurring: Collection[Cell] = ()
) -> tuple[ReleasedTable, ...]:
    """What is out of one row-set, as if the attacker had found nothing."""
    family = catalogue.family(PLANNED[id], counts)
    return releases.told(family, [shown(table, base) for table in family.tables], recurring)


def series(found: Mapping[str, Counts], *, centres: int | None = CENTRES) -> list[Release]:
    """Releases of several quarters, the earliest first."""
    return [quarter(period, counts, centres=centres) for period, counts in sorted(found.items())]


def stored(found: Iterable[Release], log: Iterable[Gated] = ()) -> list[Release]:
    """The same, signed and in the database, with the same log of the gate for each."""
    logs = list(log)
    return [freeze(one, logs) for one in found]


def everything(period: str, seed: int = 0, most: int = 120) -> Release:
    """A release of every row-set there is, with made-up counts: as large as one can be, for measurements."""
    dice = random.Random(f"{period} {seed}")
    counts: dict[str, dict[Cell, int]] = {}
    for id, planned in PLANNED.items():
        codes = [_codes(planned, dim) for dim in planned.columns]
        counts[id] = {cell: dice.randrange(most) for cell in product(*codes)}
    return quarter(period, counts)


def _codes(planned: catalogue.Planned, dim: str) -> tuple[str, ...]:
    column = next(one for one in catalogue.FACTS[planned.kind].columns if one.name == dim)
    return (column.all_codes or SOME_CODES[dim])[:MOST_CODES]
