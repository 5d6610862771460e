"""A release: a frozen, signed set of tables that passed the disclosure gate; all right of the curtain read these alone.

Pure: tables in, one canonical text out, and back. A release is made once for a quarter and never again; a year is the
interval sum of its releases, and nothing is released cumulatively: under 10-5 a cumulative table told a reader of a
new case in 246 of 601 monthly steps. Source: safety D20, D21, D23, section 3 items 13 and 14, "Measured basis".
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corridor.figures.gate import Released
from corridor.figures.returns import canonical
from corridor.figures.rounding import THRESHOLD, Cell, Family, Shown
from corridor.journey.facts import OTHER
from corridor.safe.faults import Altered, UnknownVersion
from corridor.safe.primitives import bind, fingerprint, verify

FORMAT, VERSION = "corridor release", 1
LEAST_CENTRES = 3  # under it, not even how many gave something is told (safety section 3 item 14)
EMPTY = f"under {THRESHOLD} facts"  # why nothing of a family is shown, beside the reasons of the gate
FIRM_WORKERS, FIRM_CASES, FIRM_CENTRES = 5, 3, 2  # in the year (D23)

Bounds = tuple[int, int]  # at least, at most


@dataclass(frozen=True)
class ReleasedTable:
    """A table as it is out. kind, row_set: of what it was counted. dims: its columns; codes: those named of each, in
    order. base: what its counts are rounded to. cells: combination -> rounded count, None: withheld (under 10).
    recurring: of three columns, the combinations that at least LEAST_CENTRES centres have, each with THRESHOLD or more.
    """

    id: str
    kind: str
    row_set: str
    dims: tuple[str, ...]
    codes: Mapping[str, tuple[str, ...]]
    base: int
    cells: Mapping[Cell, int | None]
    recurring: tuple[Cell, ...] = ()

    def between(self, cell: Cell) -> Bounds:
        """The least and the most that it can be. A code that is not named stands under OTHER, with what centres put
        together: it is nobody at least, and all of these at most.
        """
        there = self.stands(cell)
        low, high = Shown(self.id, self.base, self.cells).between(there)
        return low if there == cell else 0, high

    def stands(self, cell: Cell) -> Cell:
        """The cell under which it stands: itself, or, of codes that are not named, OTHER."""
        pairs = zip(self.dims, cell, strict=True)
        return tuple(code if code in self.codes[dim] else OTHER for dim, code in pairs)


@dataclass(frozen=True)
class Gated:
    """What came of a family at the gate, for the log. No code of a cell stands here.

    seconds: how long it took. steps: (table, rounded to, then to, why). dropped: tables. why: the reason where nothing
    of it is shown, '' otherwise. How many cells are small, or gave a table away, does not stand here: a reader could
    hold it against those that are withheld.
    """

    family: str
    seconds: float
    steps: tuple[tuple[str, int | None, int | None, str], ...] = ()
    dropped: tuple[str, ...] = ()
    why: str = ""

    @classmethod
    def of(cls, released: Released, seconds: float) -> "Gated":
        steps = tuple((one.table, one.base, one.to, one.why) for one in released.steps)
        return cls(released.family, seconds, steps, released.dropped, released.refused)


@dataclass(frozen=True)
class Release:
    """What is out of a quarter.

    period: "2026Q3". made: the month, "2026-11". centres: how many gave something; None for fewer than three. late:
    other periods whose returns are in it, since they came too late for their own, or were of a year. people: kind ->
    how many different people there are, at least and at most; nothing tells who came to two centres.
    """

    period: str
    made: str
    centres: int | None
    late: tuple[str, ...]
    tables: tuple[ReleasedTable, ...]
    people: Mapping[str, Bounds] = field(default_factory=dict)
    version: int = VERSION

    def table(self, kind: str, dims: Iterable[str]) -> ReleasedTable | None:
        """The table of these columns, whatever their order: of the row-set with the fewest facts lost; None: none."""
        wanted = frozenset(dims)
        found = (one for one in self.tables if one.kind == kind and frozenset(one.dims) == wanted)
        return next(found, None)  # in the order of the catalogue

    @property
    def recurring(self) -> dict[str, tuple[Cell, ...]]:
        """Table of three columns -> its combinations that several centres have; of what is not shown nothing."""
        return {table.id: table.recurring for table in self.tables if table.recurring}


def told(family: Family, shown: Iterable[Shown], recurring: Collection[Cell] = ()) -> tuple[ReleasedTable, ...]:
    """What a family shows as tables of a release. recurring: combinations of its table of three columns that several
    centres have; of those it names the ones that are shown. Raises ValueError for a table that is none of the family's.
    """
    tables = {table.id: table for table in family.tables}
    found = []
    for one in shown:
        if one.table not in tables:
            raise ValueError(f"{one.table} is no table of {family.id}")
        if one.base is not None:
            dims = tables[one.table].dims
            codes = {dim: family.dims[dim] for dim in dims}
            kind, _, row_set = one.table.partition(":")[0].partition(".")
            again = tuple(cell for cell in one.cells if cell in recurring and one.cells[cell] is not None)
            found.append(ReleasedTable(one.table, kind, row_set, dims, codes, one.base, one.cells, again))
    return tuple(found)


def people(shown: Iterable[Shown]) -> Bounds | None:
    """How many different people, of what is shown by centre (`catalogue.by_centre`): at least the largest centre's, at
    most all of them; None where their sum is not shown.
    """
    cells = {len(cell): one for one in shown for cell in one.cells if one.base is not None}
    if 0 not in cells:
        return None
    total = cells[0].between(())
    largest = max((cells[1].between(cell)[0] for cell in cells[1].cells), default=0) if 1 in cells else 0
    return (largest, total[1]) if cells[0].cells[()] is not None else None


def plain_table(table: ReleasedTable) -> dict[str, Any]:
    return {
        **{name: getattr(table, name) for name in ("id", "kind", "row_set", "base")},
        "dims": list(table.dims),
        "codes": {dim: list(some) for dim, some in table.codes.items()},
        "cells": [[*cell, facts] for cell, facts in table.cells.items()],
        **({"recurring": [list(cell) for cell in table.recurring]} if table.recurring else {}),
    }


def table_from(plain: Mapping[str, Any]) -> ReleasedTable:
    """Raises KeyError, TypeError or ValueError for what is no table."""
    dims = tuple(plain["dims"])
    cells = {tuple(row[:-1]): row[-1] for row in plain["cells"]}
    if any(len(cell) != len(dims) for cell in cells):
        raise ValueError(f"{plain['id']}: a cell of other dimensions")
    codes = {dim: tuple(plain["codes"][dim]) for dim in dims}
    again = tuple(tuple(cell) for cell in plain.get("recurring", ()))
    if set(again) - set(cells):
        raise ValueError(f"{plain['id']}: a combination that it does not have is said to recur")
    return ReleasedTable(plain["id"], plain["kind"], plain["row_set"], dims, codes, plain["base"], cells, again)


def text_of(release: Release) -> bytes:
    """The canonical text that is signed: the same release is the same bytes."""
    return canonical(
        {
            **{name: getattr(release, name) for name in ("period", "made", "centres", "version")},
            "format": FORMAT,
            "late": list(release.late),
            "tables": [plain_table(one) for one in release.tables],
            "people": {kind: list(bounds) for kind, bounds in release.people.items()},
        }
    )


def message(text: bytes) -> bytes:
    """What is signed of a text."""
    return bind(FORMAT, VERSION, text)


def read(text: bytes, signature: bytes, verifier: bytes) -> Release:
    """A release as it was signed. Raises Altered when one bit is another, UnknownVersion for one of a later form."""
    verify(verifier, message(text), signature)
    try:
        plain = json.loads(text)
        if plain["version"] > VERSION:
            raise UnknownVersion
        people = {kind: (least, most) for kind, (least, most) in plain["people"].items()}
        tables = tuple(table_from(one) for one in plain["tables"])
        return Release(
            **{name: plain[name] for name in ("period", "made", "centres", "version")},
            late=tuple(plain["late"]),
            tables=tables,
            people=people,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Altered from error


def signed_by(verifier: bytes) -> str:
    """30 digits by which the programme's key is known again."""
    return fingerprint(verifier)


def summed(releases: Sequence[Release], kind: str, dims: tuple[str, ...]) -> tuple[dict[Cell, Bounds], tuple[str, ...]]:
    """A table over several releases (a year): cell -> at least, at most; and the periods that have no such table.

    Only sums of what is out: nothing new is told of anybody. A count of `person` facts is one of people by quarter:
    of different people see `different`.
    """
    tables = {one.period: one.table(kind, dims) for one in releases}
    missing = tuple(period for period, table in tables.items() if table is None)
    found = [table for table in tables.values() if table is not None]
    cells = dict.fromkeys(tuple(cell[table.dims.index(dim)] for dim in dims) for table in found for cell in table.cells)
    return {cell: _sum(table.between(_turned(table, dims, cell)) for table in found) for cell in cells}, missing


def _turned(table: ReleasedTable, dims: tuple[str, ...], cell: Cell) -> Cell:
    return tuple(cell[dims.index(dim)] for dim in table.dims)


def _sum(bounds: Iterable[Bounds]) -> Bounds:
    least, most = 0, 0
    for low, high in bounds:
        least, most = least + low, most + high
    return least, most


def different(releases: Sequence[Release], kind: str) -> Bounds | None:
    """How many different people over several releases: at least as many as in the largest, at most the sum; None
    where one of them does not tell.
    """
    found = [one.people.get(kind) for one in releases]
    if not found or any(one is None for one in found):
        return None
    known = [one for one in found if one is not None]
    return max(least for least, _ in known), _sum(known)[1]


def firm_may_be_named(workers: int, cases: int, centres: int) -> str:
    """Why a licensed agency or registered company must not stand in a release of firms, '' where it may; households and
    individuals never do. The counts are those of a year. Facts name no firm yet, so no such release is made: this is
    the check that it will have to pass. Source: safety D23.
    """
    found = {"workers": (workers, FIRM_WORKERS), "cases": (cases, FIRM_CASES), "centres": (centres, FIRM_CENTRES)}
    few = [f"{count} {what} of at least {least}" for what, (count, least) in found.items() if count < least]
    return "; ".join(few)
