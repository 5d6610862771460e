"""Which kinds of grievance stand out where, come again, and rise: the questions with which advocacy begins.

Pure: releases in, findings out. For each kind in each corridor, sector, or both, the released count is held against
what there would be if kinds were spread there as they are over all, at the worst case within the released bounds
(`spread`). Over everything that is compared, the false discovery rate is held at 5 per cent (`changes.discovered`).
One quarter may be one event of many workers; so a pattern RECURS only where it stands out in three of the last eight
quarters; or in a year together, and then also by itself (1 per cent) in two of its quarters in which at least three
centres share it: two quarters alone may be one event in one place. It RISES where it is a
larger share of its corridor or sector in the later half of the quarters than in the earlier one; so a centre that joins
makes nothing rise by its numbers. Neither says why, and none is a proof.

Source: S8; WIF2023-12, 14, 46; WIF2019-24 (what recurs goes to advocacy); WIF2023-17 (who owes complains less).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corridor.figures.releases import Bounds, Release
from corridor.figures.rounding import Cell
from corridor.statistics.changes import LEVEL, discovered, shares_differ
from corridor.statistics.spread import Fourfold, Spread, chance_of_sum

FACTS = "grievance"
TABLES = (("kind", "corridor"), ("kind", "sector"), ("kind", "sector", "corridor"))
QUARTERS, YEAR = 8, 4
LEAST, LEAST_IN_YEAR = 3, 2  # quarters in which it stands out
LEAST_FOR_A_TREND = 4
ONE_QUARTER = 0.01  # the level of one quarter of a year that stands out: the year bears the many comparisons

Where = tuple[tuple[str, ...], Cell]  # columns and codes


@dataclass(frozen=True)
class Point:
    """A combination in one quarter. number: as it is out, None where it is withheld; expected: at least, at most.
    out: whether it stands out. shared: at least three centres have it, each with ten or more; False: that is not told.
    """

    period: str
    number: int | None
    between: Bounds
    expected: tuple[float, float]
    out: bool
    shared: bool


@dataclass(frozen=True)
class Finding:
    """A pattern. dims, at: which combination. points: its quarters, the earliest first. year: the four quarters in
    which it stands out together, if it does. recurs, rises: what is found. times: how many times as many as expected
    over all these quarters, at least and at most (None: no limit). halves: how many before and after, where it rises.
    """

    dims: tuple[str, ...]
    at: Cell
    points: tuple[Point, ...]
    year: tuple[str, ...] = ()
    recurs: bool = False
    rises: bool = False
    halves: tuple[Bounds, Bounds] | None = None

    @property
    def out(self) -> tuple[str, ...]:
        return tuple(one.period for one in self.points if one.out)

    @property
    def since(self) -> str:
        """The first quarter in which it stood out; empty where it did in none."""
        return next(iter(self.out), "")

    @property
    def shared(self) -> int:
        """In how many of the quarters in which it stood out three centres or more had it."""
        return sum(one.out and one.shared for one in self.points)

    @property
    def times(self) -> tuple[float, float | None]:
        least, most = (sum(one.expected[end] for one in self.points) for end in (0, 1))
        low, high = (sum(one.between[end] for one in self.points) for end in (0, 1))
        return low / most if most else 0.0, high / least if least else None


@dataclass(frozen=True)
class Patterns:
    """What was found, and what could not be told. periods: quarters looked at; compared: comparisons made, of which
    withheld: with a number that is not shown. once: what stood out in too few quarters. missing: columns -> quarters
    that have no such table.
    """

    periods: tuple[str, ...]
    recurring: tuple[Finding, ...] = ()
    rising: tuple[Finding, ...] = ()
    once: int = 0
    compared: int = 0
    withheld: int = 0
    missing: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    @property
    def too_few(self) -> bool:
        """Whether there are too few quarters for anything to recur."""
        return len(self.periods) < LEAST

    @property
    def no_trend(self) -> bool:
        return len(self.periods) < LEAST_FOR_A_TREND


@dataclass
class _Tried:
    """A combination with what was tried of it: the chance in each quarter, in each year, and of its rise."""

    where: Where
    four: dict[str, Fourfold] = field(default_factory=dict)
    quarters: dict[str, float] = field(default_factory=dict)
    years: dict[tuple[str, ...], float] = field(default_factory=dict)
    rise: float | None = None
    halves: tuple[Bounds, Bounds] | None = None


def patterns(releases: Sequence[Release], level: float = LEVEL) -> Patterns:
    """What the releases tell, of which the last eight are looked at; the earliest first."""
    looked_at = releases[-QUARTERS:]
    periods = tuple(one.period for one in looked_at)
    tried: list[_Tried] = []
    spreads: dict[tuple[str, ...], dict[str, Spread]] = {}
    for dims in TABLES:
        tables = ((one, one.table(FACTS, dims)) for one in looked_at)
        spreads[dims] = {one.period: Spread(one, table, dims) for one, table in tables if table is not None}
        tried += _tried(dims, spreads[dims], periods)
    limit = discovered([p for one in tried for p in _chances(one)], level)
    shared = _shared(looked_at)
    found = [_finding(one, spreads[one.where[0]], limit, shared) for one in tried]
    missing = {dims: tuple(one for one in periods if one not in some) for dims, some in spreads.items()}
    return Patterns(
        periods,
        tuple(sorted((one for one in found if one.recurs), key=_most_first)),
        tuple(sorted((one for one in found if one.rises), key=_most_first)),
        sum(bool(one.out) and not one.recurs for one in found),
        sum(len(_chances(one)) for one in tried),
        sum(not spreads[one.where[0]][period].numbers[one.where[1]] for one in tried for period in one.quarters),
        {dims: some for dims, some in missing.items() if some},
    )


def _tried(dims: tuple[str, ...], spreads: Mapping[str, Spread], periods: Sequence[str]) -> list[_Tried]:
    """Every combination that can be compared in some quarter."""
    found: dict[Cell, _Tried] = {}
    for period, spread in spreads.items():
        for cell in spread.comparable():
            one = found.setdefault(cell, _Tried((dims, cell)))
            one.quarters[period] = 1.0
            if spread.cells[cell][0]:
                one.four[period] = spread.fourfold(cell)
                one.quarters[period] = one.four[period].chance
    for one in found.values():
        for year in _years(periods):
            _try_year(one, spreads, year)
        _try_rise(one, spreads, [period for period in periods if period in spreads])
    return list(found.values())


def _years(periods: Sequence[str]) -> list[tuple[str, ...]]:
    """The last four quarters, and the four before, where none is missing between."""
    ends = [len(periods), len(periods) - YEAR]
    runs = [tuple(periods[end - YEAR : end]) for end in ends if end >= YEAR]
    return [run for run in runs if _ordinal(run[-1]) - _ordinal(run[0]) == YEAR - 1]


def _ordinal(period: str) -> int:
    return int(period[:4]) * 4 + int(period[-1])


def _try_year(one: _Tried, spreads: Mapping[str, Spread], year: tuple[str, ...]) -> None:
    """Over the quarters of the year that name it, those in which it is withheld too."""
    there = [period for period in year if period in one.quarters]
    if len(there) < LEAST_IN_YEAR:
        return
    if not any(period in one.four for period in there):
        one.years[year] = 1.0
        return
    cell = one.where[1]
    one.years[year] = chance_of_sum([one.four.get(at) or spreads[at].fourfold(cell) for at in there])


def _try_rise(one: _Tried, spreads: Mapping[str, Spread], there: Sequence[str]) -> None:
    """The later half of the quarters against the earlier one; of an odd number the middle one is left out."""
    if len(there) < LEAST_FOR_A_TREND:
        return
    half, cell = len(there) // 2, one.where[1]
    sides = [[_beside(spreads[at], cell) for at in some] for some in (there[:half], there[-half:])]
    before, after = (_sum(here for here, _ in side) for side in sides)
    others, others_after = (_sum(rest for _, rest in side) for side in sides)
    one.halves, one.rise = (before, after), 1.0
    if after[0]:
        worst = (before[1], before[1]), (others[0], others[0]), (after[0], after[0]), (others_after[1], others_after[1])
        p, rose = shares_differ(worst[:2], worst[2:])
        one.rise = p / 2 if rose else 1.0


def _beside(spread: Spread, cell: Cell) -> tuple[Bounds, Bounds]:
    """The cell and the rest of its column; of one that the quarter does not name little is known."""
    if cell not in spread.cells:
        return spread.between(cell), (0, spread.whole[1])
    four = spread.fourfold(cell)
    return four.here, four.beside


def _sum(bounds: Iterable[Bounds]) -> Bounds:
    some = list(bounds)
    return sum(low for low, _ in some), sum(high for _, high in some)


def _chances(one: _Tried) -> list[float]:
    return [*one.quarters.values(), *one.years.values(), *([] if one.rise is None else [one.rise])]


def _shared(releases: Iterable[Release]) -> set[tuple[str, str, str]]:
    """(quarter, column, code; ...) of what at least three centres have, each with ten or more. What they have with a
    sector and a corridor they have with each of the two.
    """
    found = set()
    for release in releases:
        for table in release.tables:
            for cell in table.recurring if table.kind == FACTS else ():
                codes = dict(zip(table.dims, cell, strict=True))
                found |= {(release.period, *_key(dims, codes)) for dims in TABLES if set(dims) <= set(codes)}
    return found


def _key(dims: tuple[str, ...], codes: Mapping[str, str]) -> tuple[str, str]:
    return ",".join(dims), ",".join(codes[dim] for dim in dims)


def _finding(one: _Tried, spreads: Mapping[str, Spread], limit: float, shared: set[tuple[str, str, str]]) -> Finding:
    dims, cell = one.where
    out = [period for period, p in one.quarters.items() if p <= limit]
    alone = [period for period, p in one.quarters.items() if p <= max(limit, ONE_QUARTER)]
    key = _key(dims, dict(zip(dims, cell, strict=True)))
    several = {period for period in alone if (period, *key) in shared}
    years = [year for year, p in one.years.items() if p <= limit and len(several & set(year)) >= LEAST_IN_YEAR]
    out = alone if years else out
    recurs, rises = len(out) >= LEAST or bool(years), one.rise is not None and one.rise <= limit
    if not out and not rises:
        return Finding(dims, cell, ())
    points = []
    for period in one.quarters:
        spread = spreads[period]
        four = one.four.get(period) or spread.fourfold(cell)
        number, at = spread.numbers[cell], (period, *key)
        points.append(Point(period, number, four.here, four.expected, period in out, at in shared))
    return Finding(dims, cell, tuple(points), years[0] if years else (), recurs, rises, one.halves if rises else None)


def _most_first(one: Finding) -> tuple[int, float, int]:
    """In most quarters first, then the largest; what is told of fewer columns before what is told of more."""
    return -len(one.out), -one.times[0], len(one.dims)
