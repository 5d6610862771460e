"""The centre's own figures: the definitions of the shelf, reckoned over the facts of its open casebook, in memory.

Pure. The numbers are those of `engine` over the same facts, before anything is put together, withheld or rounded; a
test holds the two against each other. A plain loop and no second database: nothing can be written to a disk (D12). What
is not known is told apart, with the columns that are blank, so that the records can be mended. It stays in the centre.
Source: safety D12, D20; WIF2019-24; methods (b), "Conventions of computation" (blanks are missing, not zero).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from corridor.figures.indicators import QUARTER, SHARES, Indicator, counted
from corridor.figures.told import NOT_KNOWN, fits
from corridor.figures.values import Value
from corridor.journey.facts import OTHER, UNKNOWN, Fact, FactKind, Quarter

QUARTERS_BACK = 8  # closed ones that are shown, beside the one that runs: two years
UNDATED = ""  # in the place of a quarter


@dataclass(frozen=True)
class Counted:
    """All facts of a kind as columns of codes, of which many are counted at once. columns: name -> the code of each
    fact, QUARTER among them ("2026Q3", or UNDATED). records: of each fact the id of the case it is in, else of the
    worker's file; empty where it has neither.
    """

    kind: FactKind
    columns: Mapping[str, list[str]]
    records: list[str]

    @property
    def undated(self) -> int:
        """Facts of which nobody knows when they happened: they are in no quarter."""
        return self.columns[QUARTER].count(UNDATED)

    def after(self, last: str) -> int:
        """Facts that are said to have happened after this quarter, and are in none that is shown."""
        return sum(one > last for one in self.columns[QUARTER])


def as_columns(kind: FactKind, facts: Iterable[Fact]) -> Counted:
    """The facts of a kind, each once, whether a return counted them already or not."""
    each = list({one.key: one for one in facts}.values())
    names = [one.name for one in kind.columns]
    columns = {name: [one.values[name] for one in each] for name in names}
    codes: dict[date | None, str] = {day: Quarter.of(day).code if day else UNDATED for day in {one.day for one in each}}
    return Counted(
        kind, columns | {QUARTER: [codes[one.day] for one in each]}, [one.case or one.worker for one in each]
    )


def quarters(today: date) -> list[str]:
    """The quarters that are shown, the earliest first; the last one has not ended."""
    found = [Quarter.of(today)]
    for _ in range(QUARTERS_BACK):
        found.append(Quarter.of(date.fromordinal(found[-1].first.toordinal() - 1)))
    return [one.code for one in reversed(found)]


def measured(indicator: Indicator, kind: FactKind) -> tuple[str, ...]:
    """The codes of its measure that are counted, as `engine.measured` has them."""
    if not indicator.measure:
        return ()
    column = next(one for one in kind.columns if one.name == indicator.measure)
    return tuple(one for one in counted(column, indicator.denominator) if indicator.statistic == SHARES or one != OTHER)


@dataclass
class _Sum:
    facts: int = 0
    numerator: int = 0
    denominator: int = 0
    bands: dict[str, int] = field(default_factory=dict)


def reckoned(
    indicator: Indicator, facts: Counted, by: tuple[str, ...] = (), within: Collection[str] = ()
) -> dict[tuple[str, ...], Value]:
    """An indicator at every combination of the codes of `by` that there is (QUARTER and columns of the facts).

    within: the quarters that count; all without. Of `person` facts a sum over quarters counts one worker several times,
    so they are asked for by quarter.
    """
    bands = measured(indicator, facts.kind)
    sums: dict[tuple[str, ...], _Sum] = defaultdict(lambda: _Sum(bands=dict.fromkeys(bands, 0)))
    for codes, number in _cells(facts, (QUARTER, *by, *indicator.columns)):
        base = fits(indicator.denominator, codes)
        if base is False or (within and codes[QUARTER] not in within):
            continue
        one = sums[tuple(codes[name] for name in by)]
        one.facts += number
        if bands:
            if base and codes[indicator.measure] in one.bands:
                one.bands[codes[indicator.measure]] += number
        elif base and (counts := fits(indicator.numerator, codes)) is not None:
            one.denominator += number
            one.numerator += number * counts
    return {at: _value(at, sums[at], bool(bands)) for at in sorted(sums)}


def _cells(facts: Counted, names: Iterable[str]) -> Iterator[tuple[dict[str, str], int]]:
    """Every combination of codes of these columns that there is, and how many facts share it."""
    wanted = tuple(dict.fromkeys(names))
    for cell, number in Counter(zip(*(facts.columns[name] for name in wanted), strict=True)).items():
        yield dict(zip(wanted, cell, strict=True)), number


def _value(at: tuple[str, ...], one: _Sum, has_bands: bool) -> Value:
    if not has_bands:
        return Value(at, one.numerator, one.denominator, one.facts, 1)
    known = sum(one.bands.values())
    return Value(at, known, known, one.facts, 1, one.bands)


@dataclass(frozen=True)
class Gaps:
    """Facts of which it is not known whether they count. blank: column of the definition -> in how many of them it is
    not known. other: in how many "other" stands, which says too little for the definition. records: where a blank is
    (ids of cases and workers' files), each once, those with most of them first.
    """

    facts: int = 0
    blank: Mapping[str, int] = field(default_factory=dict)
    other: int = 0
    records: tuple[str, ...] = ()


def gaps(indicator: Indicator, facts: Counted, within: Collection[str]) -> Gaps:
    """What is missing in the records of these quarters for an indicator."""
    names = indicator.columns
    if not names:
        return Gaps()
    known: dict[tuple[str, ...], bool] = {}
    blank, records, other, open_facts = Counter[str](), Counter[str](), 0, 0
    rows = zip(facts.columns[QUARTER], facts.records, *(facts.columns[name] for name in names), strict=True)
    for quarter, record, *cell in rows:
        if quarter not in within:
            continue
        key = tuple(cell)
        if key not in known:
            known[key] = _is_known(indicator, dict(zip(names, key, strict=True)))
        if known[key]:
            continue
        open_facts += 1
        missing = [name for name, code in zip(names, key, strict=True) if code == UNKNOWN]
        blank.update(missing)
        other += not missing
        if missing and record:
            records[record] += 1
    order = [name for name in names if blank[name]]
    return Gaps(open_facts, {name: blank[name] for name in order}, other, tuple(id for id, _ in records.most_common()))


def _is_known(indicator: Indicator, codes: Mapping[str, str]) -> bool:
    """Whether it is known of a fact that it counts, or that it does not."""
    base = fits(indicator.denominator, codes)
    if base is False:
        return True
    if indicator.measure:
        open_codes = (UNKNOWN,) if indicator.statistic == SHARES else NOT_KNOWN
        return base is True and codes[indicator.measure] not in open_codes
    return base is True and fits(indicator.numerator, codes) is not None
