"""What counts of ratifications say: the change between two years, who rose most, whether the evaluation's words hold.

Facts in, findings out. A flagged value is compared and shown but never ranked; a blank is missing, not zero.
Source: ILO2013-eval table 10, ILO2013-eval section 4.1.4 and its figures 7 and 8, ILO2013-eval table 11.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

FIRST, LAST = 2005, 2013  # the years the evaluation speaks of
TABLE_10 = "ILO2013-eval table 10"
FIGURE_8 = "ILO2013-eval figure 8"


@dataclass(frozen=True)
class Count:
    """One printed count. `base` is the place that prints it; `value` is None where no number can be read there."""

    instrument: str
    year: int
    value: int | None
    base: str
    flag: str | None = None


@dataclass(frozen=True)
class Change:
    """One instrument between two years. `obstacle` says why there is no difference, where there is none.

    Obstacles: no-row-start, no-row-end, no-row-either, blank (a place without a readable number), two-counts.
    """

    instrument: str
    start: tuple[Count, ...]
    end: tuple[Count, ...]
    difference: int | None = None
    obstacle: str = ""

    @property
    def bases(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(count.base for count in (*self.start, *self.end)))

    @property
    def flags(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(count.flag for count in (*self.start, *self.end) if count.flag))

    @property
    def mixed(self) -> bool:
        """Whether the two values are printed in different places, which may count differently."""
        return self.difference is not None and len(self.bases) > 1

    @property
    def ranked(self) -> bool:
        return self.difference is not None and not self.flags and not self.mixed


@dataclass(frozen=True)
class Standing:
    """The changes of the rows of one place: who rose, stayed level, fell, and who rose most among the unflagged."""

    base: str
    compared: tuple[Change, ...]
    rose: tuple[Change, ...]
    level: tuple[Change, ...]
    fell: tuple[Change, ...]
    flagged: tuple[Change, ...]
    leaders: tuple[Change, ...]


@dataclass(frozen=True)
class Statement:
    """A sentence of the evaluation held against the printed rows.

    verdict: holds, doubtful (it rests on a flagged or disputed value), contradicts, or cannot-tell (no rows for it).
    """

    code: str
    verdict: str
    place: str
    facts: dict[str, Any] = field(default_factory=dict)


def change(counts: Iterable[Count], instrument: str, start: int, end: int) -> Change:
    """Compare one instrument at two years, within one place where a place prints both."""
    mine = [count for count in counts if count.instrument == instrument]
    first = tuple(count for count in mine if count.year == start)
    last = tuple(count for count in mine if count.year == end)
    for base in dict.fromkeys(count.base for count in first):
        ours, theirs = valued(first, base), valued(last, base)
        if len(ours) == len(theirs) == 1:
            return Change(instrument, ours, theirs, difference(ours, theirs))
    ours, theirs = valued(first), valued(last)
    if len(ours) == len(theirs) == 1:
        return Change(instrument, ours, theirs, difference(ours, theirs))
    return Change(instrument, first, last, None, obstacle(first, last))


def valued(counts: tuple[Count, ...], base: str | None = None) -> tuple[Count, ...]:
    return tuple(count for count in counts if count.value is not None and base in (None, count.base))


def difference(first: tuple[Count, ...], last: tuple[Count, ...]) -> int:
    return (last[0].value or 0) - (first[0].value or 0)


def obstacle(first: tuple[Count, ...], last: tuple[Count, ...]) -> str:
    if not first or not last:
        return "no-row-either" if not first and not last else "no-row-start" if not first else "no-row-end"
    return "two-counts" if valued(first) and valued(last) else "blank"


def changes(counts: Iterable[Count], start: int, end: int) -> list[Change]:
    """Every instrument that has a count in any year, in the order of the counts."""
    known = list(counts)
    return [change(known, code, start, end) for code in dict.fromkeys(count.instrument for count in known)]


def standings(found: Iterable[Change]) -> list[Standing]:
    """One standing for each place that prints both values of an instrument; the place with most rows first."""
    by_base: dict[str, list[Change]] = {}
    for one in found:
        if one.difference is not None and not one.mixed:
            by_base.setdefault(one.bases[0], []).append(one)
    return sorted((standing(base, rows) for base, rows in by_base.items()), key=lambda one: -len(one.compared))


def standing(base: str, rows: list[Change]) -> Standing:
    return Standing(
        base,
        tuple(rows),
        tuple(one for one in rows if (one.difference or 0) > 0),
        tuple(one for one in rows if one.difference == 0),
        tuple(one for one in rows if (one.difference or 0) < 0),
        tuple(one for one in rows if one.flags),
        tuple(leaders(rows)),
    )


def leaders(rows: Iterable[Change]) -> list[Change]:
    """All that share the largest rise."""
    rising = risen_most(rows)
    return [one for one in rising if one.difference == rising[0].difference]


def risen_most(rows: Iterable[Change], at_most: int | None = None) -> list[Change]:
    """The largest rises, the larger first; equal ones are taken together or, past `at_most`, left out together."""
    rising = sorted((one for one in rows if one.ranked and (one.difference or 0) > 0), key=lambda one: -one.difference)  # type: ignore[operator]
    if at_most is None or len(rising) <= at_most:
        return rising
    return [one for one in rising if one.difference > rising[at_most].difference]  # type: ignore[operator]


def statements(counts: Iterable[Count], fundamental: Iterable[str]) -> list[Statement]:
    """What section 4.1.4 says of 2005 to 2013, each sentence held against the rows.

    `fundamental`: the conventions that were fundamental when it was written.
    """
    known = list(counts)
    found = changes(known, FIRST, LAST)
    rows = [one for one in found if one.bases == (TABLE_10,) and one.difference is not None]
    return [
        rose_most(rows, found),
        all_but_two(rows),
        well_ratified(rows),
        hardly_ratified(rows),
        fundamental_rose(found, tuple(fundamental)),
        migrant_specific(known),
        domestic_workers(known),
    ]


def rose_most(rows: list[Change], found: list[Change]) -> Statement:
    """ILO2013-eval section 4.1.4 (table 10): C155 and C144 gained most of the other conventions, fifteen each."""
    said, by = {"C155", "C144"}, 15
    first = leaders(rows)
    inside = {one.instrument for one in rows}
    more = [one for one in found if one.instrument not in inside and (one.difference or 0) > by]
    agree = {one.instrument for one in first} == said and all(one.difference == by for one in first)
    facts = {"leaders": first, "outside": more, "flagged": [one for one in rows if one.flags], "by": by}
    return Statement("rose-most", verdict(agree, rows), "section 4.1.4", facts)


def all_but_two(rows: list[Change]) -> Statement:
    """ILO2013-eval section 4.1.4 (table 10): of the other conventions, only two gained nothing."""
    still = [one for one in rows if (one.difference or 0) <= 0]
    sure = [one for one in still if not one.flags]
    flagged = [one for one in rows if one.flags]
    found = verdict(len(still) == 2, rows)
    if found == "holds" and len(sure) != 2:
        found = "doubtful"
    facts = {"level": still, "rose": len(rows) - len(still), "compared": len(rows), "flagged": flagged}
    return Statement("all-but-two", found, "section 4.1.4", facts)


def well_ratified(rows: list[Change]) -> Statement:
    """ILO2013-eval section 4.1.4 (table 10): C081, C131 and C144 are called well ratified; set beside the top three."""
    said = {"C081", "C131", "C144"}
    by_value = sorted(rows, key=lambda one: -last_value(one))
    top = by_value[:3]
    sure = [one for one in by_value if not one.flags][:3]
    agree = {one.instrument for one in top} == said
    found = verdict(agree, rows)
    if found == "holds" and {one.instrument for one in sure} != said:
        found = "doubtful"
    return Statement("well-ratified", found, "section 4.1.4", {"top": top, "sure": sure})


def hardly_ratified(rows: list[Change]) -> Statement:
    """ILO2013-eval section 4.1.4 (table 10): C157, C184 and C110 are named as having extremely few ratifications."""
    said = {"C157", "C184", "C110"}
    named = [one for one in rows if one.instrument in said]
    limit = max((last_value(one) for one in named), default=0)
    lower = [one for one in rows if one.instrument not in said and last_value(one) < limit]
    equal = [one for one in rows if one.instrument not in said and last_value(one) == limit]
    agree = len(named) == len(said) and not lower
    return Statement(
        "hardly-ratified", verdict(agree, rows), "section 4.1.4", {"named": named, "equal": equal, "lower": lower}
    )


def fundamental_rose(found: list[Change], fundamental: tuple[str, ...]) -> Statement:
    """ILO2013-eval section 4.1.4 (figure 7): all fundamental conventions gained, C138 most, from 142 to 165."""
    mine = [one for one in found if one.instrument in fundamental]
    compared = [one for one in mine if one.difference is not None]
    missing = [code for code in fundamental if code not in {one.instrument for one in compared}]
    agree = all((one.difference or 0) > 0 for one in compared)
    told = "contradicts" if not agree else "cannot-tell" if missing else "holds"
    return Statement("fundamental-rose", told, "section 4.1.4", {"compared": compared, "missing": missing})


def migrant_specific(counts: list[Count]) -> Statement:
    """ILO2013-eval section 4.1.4 (figure 8): the migrant-specific instruments stood still or gained a little."""
    codes = list(dict.fromkeys(count.instrument for count in counts if count.base == FIGURE_8))
    compared = [one for code in codes if (one := change(counts, code, FIRST, LAST)).difference is not None]
    missing = [code for code in codes if code not in {one.instrument for one in compared}]
    found = "cannot-tell" if missing or not codes else "contradicts" if any(falls(one) for one in compared) else "holds"
    return Statement("migrant-specific", found, "section 4.1.4", {"missing": missing, "compared": compared})


def domestic_workers(counts: list[Count]) -> Statement:
    """ILO2013-eval section 4.1.4 and table 11: eight states had ratified C189 by 2013."""
    said = 8
    mine = [count for count in counts if count.instrument == "C189" and count.year == LAST and count.value is not None]
    other = [count for count in mine if count.value != said]
    found = (
        "cannot-tell" if not mine else "contradicts" if len(other) == len(mine) else "doubtful" if other else "holds"
    )
    return Statement("domestic-workers", found, "table 11", {"counts": mine})


def verdict(agree: bool, rows: list[Change]) -> str:
    return "cannot-tell" if not rows else "holds" if agree else "contradicts"


def last_value(one: Change) -> int:
    return one.end[0].value or 0


def falls(one: Change) -> bool:
    return (one.difference or 0) < 0
