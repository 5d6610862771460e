"""Tables after the 2018 guidelines on statistics of international labour migration, as far as released facts reach.

Each table is of one concept and says so in its type; what is of different concepts is never added, nor people of
different quarters. Everybody in them was seen by a centre: they are neither a stock nor a flow of a population.
Source: ICLS/20/2018/Guidelines by methods (g): the three concepts, and what the first one holds. From general
knowledge, not stated as verified: the return concept with its least duration (`Concept.RETURNED`), and which breakdowns
are asked for (`table_words.missing_breakdowns`): check against the published text. Recruitment cost: SDG metadata
10.7.1 (2022-05-18), methods (b) and conventions of computation: zero-cost workers stay in the base with 0
months and are shown apart; not known is not zero.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import product

from django.utils.translation import gettext

from corridor.figures.releases import Bounds, Release, ReleasedTable
from corridor.figures.rounding import Cell
from corridor.figures.told import NOT_KNOWN, middle
from corridor.figures.values import LEAST_FOR_A_MEDIAN

STOCK, FLOW, NEITHER = MEASURES = ("stock", "flow", "neither")
PEOPLE, JOURNEYS, STRETCHES = UNITS = ("people", "journeys", "stretches")
COST, NO_COST = "cost", "none"


class Concept(StrEnum):
    """The three concepts of the guidelines. Source: methods (g)."""

    WORKERS = "international-migrant-workers"
    FOR_WORK = "for-work-international-migrants"
    RETURNED = "return-international-migrant-workers"


class NotAdded(ValueError):
    """Two tables that must not be added; `told` says why."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told


@dataclass(frozen=True)
class About:
    """What a table is of. kind, dims: of the released table; fixed: column -> the one code that is meant. unit: what is
    counted. cost: bands of recruitment cost stand across, with medians.
    """

    id: str
    concept: Concept
    kind: str
    dims: tuple[str, ...]
    unit: str
    fixed: Mapping[str, str] = field(default_factory=dict)
    measure: str = NEITHER

    @property
    def cost(self) -> bool:
        return COST in self.dims


@dataclass(frozen=True)
class Table:
    """A table of one concept. parts: of each of its quarters the released table. missing: quarters without one."""

    about: About
    parts: Mapping[str, ReleasedTable]
    totals: Mapping[str, ReleasedTable] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def concept(self) -> Concept:
        return self.about.concept

    @property
    def periods(self) -> tuple[str, ...]:
        return tuple(sorted({*self.parts, *self.missing}))

    def codes(self, dim: str) -> tuple[str, ...]:
        """The codes of a column that any of its quarters names, those that are not known last; of the cost every band,
        named or not.
        """
        named = dict.fromkeys(code for part in self.parts.values() for code in part.codes[dim])
        if dim == COST:
            named = dict.fromkeys([*COST_BANDS, *NOT_KNOWN])
        return (*(one for one in named if one not in NOT_KNOWN), *(one for one in NOT_KNOWN if one in named))

    def between(self, at: Cell) -> Bounds:
        """The least and the most that a cell can be, over its quarters."""
        found = [part.between(_cell(self.about, part, at)) for part in self.parts.values()]
        return sum(low for low, _ in found), sum(high for _, high in found)

    def shown(self, at: Cell) -> int | None:
        """The rounded count; of several quarters their sum; None where one of them is withheld or not named."""
        found = [part.cells.get(_cell(self.about, part, at)) for part in self.parts.values()]
        return None if None in found or not found else sum(one or 0 for one in found)

    @property
    def cells(self) -> list[Cell]:
        return list(product(*(self.codes(dim) for dim in self.about.dims)))

    @property
    def total(self) -> tuple[int | None, Bounds] | None:
        """Of all its cells together, as the releases have it; None where one does not."""
        if not self.totals or self.totals.keys() != self.parts.keys():
            return None
        at = {period: tuple(self.about.fixed[dim] for dim in one.dims) for period, one in self.totals.items()}
        found = [one.cells.get(at[period]) for period, one in self.totals.items()]
        bounds = [one.between(at[period]) for period, one in self.totals.items()]
        shown = None if None in found else sum(one or 0 for one in found)
        return shown, (sum(low for low, _ in bounds), sum(high for _, high in bounds))


COST_BANDS = (NO_COST, "up-to-1", "1-3", "3-6", "6-12", "over-12")  # months of first pay; see the facts of recruitment
JOBS, BACK = {"kind": "paid-work"}, {"kind": "return"}
TABLES: tuple[About, ...] = (
    About("people-by-corridor", Concept.WORKERS, "person", ("corridor",), PEOPLE),
    About("people-by-sex-and-age", Concept.WORKERS, "person", ("sex", "age_band"), PEOPLE),
    About("people-by-country-and-sex", Concept.WORKERS, "person", ("country", "sex"), PEOPLE),
    About("people-by-sector-and-sex", Concept.WORKERS, "person", ("sector", "sex"), PEOPLE),
    About("jobs-by-corridor", Concept.WORKERS, "spell", ("corridor",), STRETCHES, JOBS),
    About("jobs-by-country", Concept.WORKERS, "spell", ("country",), STRETCHES, JOBS),
    About("recruitments-by-corridor", Concept.FOR_WORK, "recruitment", ("corridor",), JOURNEYS),
    About("recruitments-by-sex", Concept.FOR_WORK, "recruitment", ("sex",), JOURNEYS),
    About("recruitments-by-country-and-sector", Concept.FOR_WORK, "recruitment", ("country", "sector"), JOURNEYS),
    About("recruitment-cost-by-corridor", Concept.FOR_WORK, "recruitment", ("corridor", COST), JOURNEYS),
    About("recruitment-cost-by-sex", Concept.FOR_WORK, "recruitment", ("sex", COST), JOURNEYS),
    About("recruitment-cost-by-sector", Concept.FOR_WORK, "recruitment", ("sector", COST), JOURNEYS),
    About("recruitment-cost-by-channel", Concept.FOR_WORK, "recruitment", ("channel", COST), JOURNEYS),
    About("returns-by-corridor", Concept.RETURNED, "spell", ("corridor",), STRETCHES, BACK),
    About("returns-by-country", Concept.RETURNED, "spell", ("country",), STRETCHES, BACK),
)
BY_ID: Mapping[str, About] = {one.id: one for one in TABLES}


def _cell(about: About, part: ReleasedTable, at: Cell) -> Cell:
    """The cell of a released table, whatever the order of its columns."""
    told = {**about.fixed, **dict(zip(about.dims, at, strict=True))}
    return tuple(told[dim] for dim in part.dims)


def table_of(about: About, release: Release) -> Table:
    """A table of one quarter, as its release has it."""
    part = release.table(about.kind, (*about.dims, *about.fixed))
    if part is None:
        return Table(about, {}, missing=(release.period,))
    wanted = set(about.fixed)
    same = (one for one in release.tables if one.row_set == part.row_set and one.kind == part.kind)
    total = next((one for one in same if set(one.dims) == wanted), None)
    return Table(about, {release.period: part}, {release.period: total} if total else {})


def added(one: Table, other: Table) -> Table:
    """Both together, for the same table of different quarters. Raises NotAdded, with the reason."""
    if why := not_added(one, other):
        raise NotAdded(why)
    missing = tuple(sorted({*one.missing, *other.missing}))
    return replace(one, parts={**one.parts, **other.parts}, totals={**one.totals, **other.totals}, missing=missing)


def not_added(one: Table, other: Table) -> str:
    """Why two tables must not be added; empty where they may be."""
    if one.concept != other.concept:
        told = gettext("They are of different concepts (%(one)s; %(other)s), and stocks of those are never added.")
        return told % {"one": one.concept.replace("-", " "), "other": other.concept.replace("-", " ")}
    if one.about != other.about:
        return gettext("They are two different tables: they count other things, or the same ones once more.")
    if set(one.periods) & set(other.periods):
        return gettext("Both have the same quarter, which would be counted twice.")
    if one.about.unit == PEOPLE:
        return gettext("People of different quarters are never added: nothing tells who came in both.")
    if one.about.measure == STOCK:
        return gettext("A stock is of one day: stocks of different days are never added.")
    return ""


def over(about: About, releases: Sequence[Release]) -> Table:
    """A table over quarters. Raises NotAdded for people and stocks of several quarters, ValueError without any."""
    if not releases:
        raise ValueError("a table needs a release")
    made = [table_of(about, release) for release in releases]
    whole = made[0]
    for one in made[1:]:
        whole = added(whole, one)
    return whole


@dataclass(frozen=True)
class CostLine:
    """Recruitment cost at one code, over bands. known: journeys of known cost. all, paid: between what the median is in
    months of first pay, with those who paid nothing at 0, and without them; None where fewer than 30 are certain.
    """

    at: str
    bands: tuple[tuple[str, int | None, Bounds], ...]
    known: Bounds
    all: tuple[float, float | None] | None
    paid: tuple[float, float | None] | None


def cost_lines(table: Table) -> Iterator[CostLine]:
    """Of each code, its bands and medians. A cost that is not known is in no median, and never counted as none."""
    for code in table.codes(table.about.dims[0]):
        found = {band: table.between((code, band)) for band in COST_BANDS}
        paid = {band: bounds for band, bounds in found.items() if band != NO_COST}
        known = sum(low for low, _ in found.values()), sum(high for _, high in found.values())
        bands = [(one, table.shown((code, one)), table.between((code, one))) for one in table.codes(COST)]
        yield CostLine(code, tuple(bands), known, _median(found), _median(paid))


def _median(bands: Mapping[str, Bounds]) -> tuple[float, float | None] | None:
    return middle(bands) if sum(low for low, _ in bands.values()) >= LEAST_FOR_A_MEDIAN else None


def years(periods: Iterable[str]) -> dict[str, list[str]]:
    """Year -> its quarters that are released, the earliest first, for years that have more than one."""
    found: dict[str, list[str]] = {}
    for one in sorted(periods):
        found.setdefault(one[:4], []).append(one)
    return {year: quarters for year, quarters in found.items() if len(quarters) > 1}
