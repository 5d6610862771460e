"""Indicators reckoned from what is released, and from nothing else: what a page may tell, with its bounds.

Pure. It reads rounded and withheld counts of tables that passed the gate, so it can tell of nobody what they do not.
What is not known is told apart and belongs to no ratio; a code that is not named may stand under OTHER or be nobody.
Each sum has its bounds, since every count is rounded and those under 10 are withheld; they are made closer by the
total of the same table. Nothing is rounded again. A median is named by its band, and never of fewer than 30.
Source: safety D21; methods (b), (h) and "Conventions of computation" (blanks are missing, not zero).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from corridor.figures.indicators import CENTRE, COUNT, MEDIAN, QUARTER, Condition, Indicator, counted
from corridor.figures.releases import Bounds, Release, ReleasedTable
from corridor.figures.rounding import Cell
from corridor.figures.values import LEAST_FOR_A_MEDIAN, median
from corridor.journey.facts import FACTS, OTHER, UNKNOWN, FactKind

NOT_KNOWN = (OTHER, UNKNOWN)
MOST_COLUMNS = 2
COUNTS, AGAINST, OPEN, OUTSIDE = "counts", "against", "open", "outside"  # of a cell: see `_part`


@dataclass(frozen=True)
class Told:
    """An indicator at one combination of codes, as a release tells it. at: the codes of what it is broken down by.

    numerator, against: facts that count and that do not; open: those of which it is not known. bands: of a median or
    shares. number: what comes of the rounded counts; None where a count that it needs is withheld, or there is none.
    more_than: it is more than that. middle: of a median, the least and the most that it can be (None: no limit).
    """

    at: Cell
    numerator: Bounds
    against: Bounds
    open: Bounds
    bands: Mapping[str, Bounds] = field(default_factory=dict)
    number: float | None = None
    more_than: bool = False
    middle: tuple[float, float | None] | None = None

    @property
    def denominator(self) -> Bounds:
        return self.numerator[0] + self.against[0], self.numerator[1] + self.against[1]

    @property
    def between(self) -> tuple[float, float] | None:
        """The least and the most that a ratio can be, as shares of 1; None where there may be nothing to divide by."""
        (low, high), (least, most) = self.numerator, self.against
        return (low / (low + most or 1), high / (high + least)) if low + least else None


def columns_of(indicator: Indicator, by: Iterable[str]) -> tuple[str, ...]:
    """The columns of the released table that it needs, those of `by` first."""
    return tuple(dict.fromkeys([*by, *indicator.columns]))


def told(
    release: Release, indicator: Indicator, by: tuple[str, ...] = (), kinds: Mapping[str, FactKind] = FACTS
) -> list[Told]:
    """An indicator as a release tells it, in the order of the codes; empty where the gate dropped the table.

    Raises Refused: it waits for a room, or may not be broken down so in a release: not by centre, nor where it would
    need more than two columns together. By quarter it is told by asking one release after the other.
    """
    if indicator.waits_for:
        raise indicator.refused(indicator.id, f"an indicator that can be reckoned; it waits for {indicator.waits_for}")
    if closed := [one for one in by if one not in indicator.by or one in (CENTRE, QUARTER)]:
        open_ones = ", ".join(one for one in indicator.by if one not in (CENTRE, QUARTER))
        raise indicator.refused(", ".join(closed), f"in a release only {open_ones}")
    wanted = columns_of(indicator, by)
    if len(wanted) > MOST_COLUMNS:
        raise indicator.refused(", ".join(wanted), f"at most {MOST_COLUMNS} columns together, as a release has")
    table = release.table(indicator.facts, wanted)
    if table is None:
        return []
    whole = next((one for one in release.tables if one.row_set == table.row_set and _same(one, table, by)), None)
    every = [_at(indicator, table, whole, by, at, kinds) for at in product(*(table.codes[dim] for dim in by))]
    return [_measured(indicator, table, one, by, kinds) for one in every] if indicator.measure else every


def _same(one: ReleasedTable, table: ReleasedTable, by: tuple[str, ...]) -> bool:
    return one.kind == table.kind and set(one.dims) == set(by)


def _part(indicator: Indicator, codes: Mapping[str, str]) -> str:
    """Whether a cell counts, counts against, leaves it open, or stands outside the denominator."""
    base, counts = fits(indicator.denominator, codes), fits(indicator.numerator, codes)
    if indicator.measure and codes[indicator.measure] in NOT_KNOWN and base is not False:
        return OPEN
    if base is False:
        return OUTSIDE
    if base is None or counts is None:
        return OPEN
    return COUNTS if counts else AGAINST


def fits(said: Condition, codes: Mapping[str, str]) -> bool | None:
    """Whether codes fit a condition. None: it is not known."""
    each = [
        codes[column] in wanted or (None if codes[column] in NOT_KNOWN else False) for column, wanted in said.items()
    ]
    return False if False in each else None if None in each else True


def _at(
    indicator: Indicator,
    table: ReleasedTable,
    whole: ReleasedTable | None,
    by: tuple[str, ...],
    at: Cell,
    kinds: Mapping[str, FactKind],
) -> Told:
    parts: dict[str, list[Cell]] = {COUNTS: [], AGAINST: [], OPEN: [], OUTSIDE: []}
    under_other: dict[str, set[Cell]] = {COUNTS: set(), AGAINST: set()}
    fixed = dict(zip(by, at, strict=True))
    for cell in product(*([fixed[dim]] if dim in fixed else _codes(table, dim, kinds) for dim in table.dims)):
        part = _part(indicator, dict(zip(table.dims, cell, strict=True)))
        if cell in table.cells:
            parts[part].append(cell)
        elif part in under_other:
            under_other[part].add(table.stands(cell))
    sums = {name: _sum(table.between(cell) for cell in cells) for name, cells in parts.items()}
    for name, cells in under_other.items():
        sums[name] = sums[name][0], sums[name][1] + sum(table.between(cell)[1] for cell in cells)
    if any(under_other.values()):
        sums[OPEN] = 0, sums[OPEN][1]
    if whole is not None:
        sums = _closer(sums, whole.between(tuple(fixed[dim] for dim in whole.dims)))
    shown = {name: None if under_other[name] else _shown(table, parts[name]) for name in under_other}
    number = _number(indicator, shown[COUNTS], shown[AGAINST])
    return Told(at, sums[COUNTS], sums[AGAINST], sums[OPEN], number=number)


def _codes(table: ReleasedTable, dim: str, kinds: Mapping[str, FactKind]) -> tuple[str, ...]:
    """The codes of a dimension that are named, then those that are not."""
    column = next(one for one in kinds[table.kind].columns if one.name == dim)
    return tuple(dict.fromkeys([*table.codes[dim], *column.all_codes]))


def _number(indicator: Indicator, counts: int | None, against: int | None) -> float | None:
    if indicator.measure or counts is None or indicator.statistic == COUNT:
        return None if indicator.measure else counts
    return None if against is None else counts / (counts + against)


def _shown(table: ReleasedTable, cells: Iterable[Cell]) -> int | None:
    """The sum of the rounded counts; None where one of them is withheld, or there is none."""
    found = [table.cells[cell] for cell in cells]
    return None if None in found or not found else sum(one or 0 for one in found)


def _sum(bounds: Iterable[Bounds]) -> Bounds:
    found = list(bounds)
    return sum(low for low, _ in found), sum(high for _, high in found)


def _closer(sums: Mapping[str, Bounds], whole: Bounds) -> dict[str, Bounds]:
    """Bounds of parts, given those of their sum."""
    low, high = sum(one for one, _ in sums.values()), sum(one for _, one in sums.values())
    return {
        name: (max(least, whole[0] - (high - most)), min(most, whole[1] - (low - least)))
        for name, (least, most) in sums.items()
    }


def _measured(
    indicator: Indicator, table: ReleasedTable, one: Told, by: tuple[str, ...], kinds: Mapping[str, FactKind]
) -> Told:
    """With its bands; of a median with its middle. A band that is not named stands under OTHER."""
    column = next(each for each in kinds[indicator.facts].columns if each.name == indicator.measure)
    bands: dict[str, Bounds] = {}
    shown: dict[str, int | None] = {}
    for code in counted(column, indicator.denominator):
        if code in NOT_KNOWN:
            continue
        fixed = {**dict(zip(by, one.at, strict=True)), indicator.measure: code}
        every = product(*([fixed[dim]] if dim in fixed else table.codes[dim] for dim in table.dims))
        cells = [cell for cell in every if _part(indicator, dict(zip(table.dims, cell, strict=True))) == COUNTS]
        bands[code] = _sum(table.between(cell) for cell in cells)
        shown[code] = _shown(table, cells) if code in table.codes[indicator.measure] else None
    if indicator.statistic != MEDIAN or sum(low for low, _ in bands.values()) < LEAST_FOR_A_MEDIAN:
        return replace(one, bands=bands)
    found = replace(one, bands=bands, middle=middle(bands))
    if None in shown.values():
        return found
    exact = median({code: facts or 0 for code, facts in shown.items()})
    return replace(found, number=exact.number, more_than=exact.more_than)


def middle(bands: Mapping[str, Bounds]) -> tuple[float, float | None]:
    """The least and the most that the median of bands can be (None: no limit): with the bands below it as full and
    those above it as empty as they can be, or the other way round, whichever band it is in.
    """
    codes, low, high = list(bands), [one for one, _ in bands.values()], [one for _, one in bands.values()]
    least, most = [], []
    for at in range(len(codes)):
        for own in bands[codes[at]]:
            least.append(median(dict(zip(codes, [*high[:at], own, *low[at + 1 :]], strict=True))))
            most.append(median(dict(zip(codes, [*low[:at], own, *high[at + 1 :]], strict=True))))
    lowest = min(one.number for one in least if one.number is not None)
    limit = None if any(one.more_than for one in most) else max(one.number for one in most if one.number is not None)
    return lowest, limit
