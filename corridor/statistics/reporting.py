"""What stands in a report: which releases it tells of, which indicators, in which order, and what they come to.

Pure: releases in, plain records out; the words are made in `report_words`. A quarter is told beside the one before and
the same one of the year before; a year is the sum of its four releases, as bounds. People are never added up: of them a
year tells at least as many as its largest quarter has, and at most the sum. What may not stand alone comes last.
Source: safety D21; methods "Rules that override every module"; WIF2019-24, WIF2019-33, WIF2023-23.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from corridor.figures.indicators import CENTRE, COUNT, EVERYWHERE, MEDIAN, QUARTER, RATIO, SHARES, Indicator
from corridor.figures.published import people_kinds
from corridor.figures.releases import Bounds, Release, different
from corridor.figures.told import MOST_COLUMNS, OTHER, Told, columns_of, middle, told
from corridor.figures.values import LEAST_FOR_A_MEDIAN
from corridor.statistics.quarters import before, year_before
from corridor.statistics.rules import alone, in_order

PERIOD = re.compile(r"([0-9]{4})(?:Q([1-4]))?")
QUARTERS = 4  # of a year
GRIEVANCES, RECRUITMENT, WORK, OUTCOMES, SERVICES, REACHED = (
    *("grievances", "recruitment", "work", "outcomes", "services", "reached"),
)
# The sections between what can be trusted and what is withheld, in their order, with the kinds of facts in each.
SECTIONS: Mapping[str, frozenset[str]] = {
    GRIEVANCES: frozenset({"grievance", "closing", "remedy", "retaliation", "referral"}),
    RECRUITMENT: frozenset({"recruitment", "charge", "promise", "debt"}),
    WORK: frozenset({"spell"}),
    OUTCOMES: frozenset({"outcome"}),
    SERVICES: frozenset({"service", "action"}),
    REACHED: frozenset(),  # and whatever may not stand alone, or stands in none of them
}
# What a report tells where nobody chose: what came of the work first, heads last.
USUAL = (
    *("grievance-remedy-received", "grievance-furthest-step", "remedy-within-90-days", "remedy-share-of-entitlement"),
    *("grievance-kinds", "own-view-better", "recruitment-cost-months", "charges-borne-by-workers", "promise-gap-wage"),
    *("debt-bondage-signs", "pay-below-minimum", "weekly-rest", "documents-held", "outcome-pay-during"),
    *("outcome-pay-after", "service-asked-for-received", "people-seen"),
)


@dataclass(frozen=True)
class Span:
    """A quarter, or a year of four, of which a report tells. releases: the one of the quarter, or the four in order."""

    code: str
    releases: tuple[Release, ...]


@dataclass(frozen=True)
class Reckoned:
    """An indicator over the spans of a report. told: one for each span, None where it is not released.

    column, by: its first breakdown that tells something, of the span reported on: code -> what it comes to there.
    """

    indicator: Indicator
    told: tuple[Told | None, ...]
    column: str = ""
    by: Mapping[str, Told] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    """What is withheld of a kind of fact. columns: of each table, none for the total. base: what its counts are rounded
    to instead of 5; None where it is not released. why: a reason of the gate, or that of the whole family.
    """

    period: str
    kind: str
    columns: tuple[tuple[str, ...], ...]
    base: int | None
    why: str


def codes(known: Iterable[str]) -> list[str]:
    """The periods that a report can be of, the latest first: each quarter that is released, each year with all four."""
    quarters = sorted((one for one in known if PERIOD.fullmatch(one)), reverse=True)
    years = sorted({one[:4] for one in quarters}, reverse=True)
    whole = [year for year in years if {f"{year}Q{one + 1}" for one in range(QUARTERS)} <= set(quarters)]
    return sorted([*quarters, *whole], key=lambda one: (one[:4], len(one) == len("2026"), one), reverse=True)


def quarters_of(code: str) -> tuple[str, ...]:
    """The quarters of a period: itself, or the four of a year."""
    return (code,) if "Q" in code else tuple(f"{code}Q{one + 1}" for one in range(QUARTERS))


def beside(code: str) -> tuple[str, ...]:
    """What a period is told beside: the one before and the same one of the year before; a year: the year before.

    Raises ValueError for what is no period.
    """
    if not (found := PERIOD.fullmatch(code)):
        raise ValueError(f"{code!r} is no period; expected 2026Q3 or 2026")
    return (before(code), year_before(code)) if found[2] else (year_before(code),)


def spans(code: str, known: Mapping[str, Release]) -> tuple[Span, ...]:
    """The period and those beside it that are out whole; nothing where the period itself is not."""
    wanted = [(one, quarters_of(one)) for one in (code, *beside(code))]
    found = [Span(one, tuple(known[each] for each in quarters if each in known)) for one, quarters in wanted]
    whole = [one for one, (_, quarters) in zip(found, wanted, strict=True) if len(one.releases) == len(quarters)]
    return tuple(whole) if whole and whole[0].code == code else ()


def refused(chosen: Sequence[Indicator]) -> tuple[Indicator, ...]:
    """Those for which no report is made: counts of people with nothing beside them that tells what came of it."""
    return alone(chosen)


def section_of(indicator: Indicator) -> str:
    """Where it stands; what may not stand alone stands last, whatever it counts."""
    if indicator.caution:
        return REACHED
    return next((name for name, kinds in SECTIONS.items() if indicator.facts in kinds), REACHED)


def in_sections(chosen: Sequence[Indicator]) -> dict[str, list[Indicator]]:
    """The indicators of each section, in the order of a report; sections without any are left out."""
    ordered = in_order(chosen)
    found = {name: [one for one in ordered if section_of(one) == name] for name in SECTIONS}
    return {name: some for name, some in found.items() if some}


def reckoned(indicator: Indicator, found: Sequence[Span]) -> Reckoned:
    """What an indicator comes to in each span, and its breakdown in the first."""
    whole = tuple(over(span, indicator).get(()) for span in found)
    for column in indicator.by:
        if may_break_down(indicator, column):
            by = over(found[0], indicator, (column,))
            if sum(one.number is not None for one in by.values()) > 1:
                return Reckoned(indicator, whole, column, {code: one for (code,), one in by.items()})
    return Reckoned(indicator, whole)


def may_break_down(indicator: Indicator, column: str) -> bool:
    """Whether a table of it by this column can be read: not of shares, which are a table of their own."""
    told_by = indicator.statistic != SHARES and column not in (*EVERYWHERE, *indicator.columns)
    return told_by and len(columns_of(indicator, (column,))) <= MOST_COLUMNS


def over(span: Span, indicator: Indicator, by: tuple[str, ...] = ()) -> dict[tuple[str, ...], Told]:
    """An indicator in a span, by codes; of a year the sum of its releases. Empty where one of them does not tell it."""
    each = [{one.at: one for one in told(release, indicator, by)} for release in span.releases]
    if not all(each):
        return {}
    if len(each) == 1:
        return each[0]
    every = dict.fromkeys(at for one in each for at in one)
    summed = {at: _sum(indicator, at, [one.get(at) or _under_other(one, at) for one in each]) for at in every}
    if not by and not indicator.columns and (people := different(span.releases, indicator.facts)):
        summed[()] = replace(summed[()], numerator=people)
    return summed


def _under_other(found: Mapping[tuple[str, ...], Told], at: tuple[str, ...]) -> Told:
    """What a release tells of a code that it does not name: nobody, or all that stands under OTHER."""
    rest = found.get((OTHER,) * len(at))
    if rest is None:
        return Told(at, (0, 0), (0, 0), (0, 0))
    bands = {code: (0, high) for code, (_, high) in rest.bands.items()}
    return Told(at, (0, rest.numerator[1]), (0, rest.against[1]), (0, rest.open[1]), bands)


def _sum(indicator: Indicator, at: tuple[str, ...], each: Sequence[Told]) -> Told:
    """The sum of several releases as bounds. Number: of counts the sum, of ratios the middle of what they can be."""
    numerator, against, open_ones = (
        added(getattr(one, name) for one in each) for name in ("numerator", "against", "open")
    )
    bands = {
        code: added(one.bands.get(code, (0, 0)) for one in each)
        for code in dict.fromkeys(b for one in each for b in one.bands)
    }
    whole = Told(at, numerator, against, open_ones, bands)
    if indicator.facts in people_kinds() and indicator.statistic == COUNT:
        return replace(whole, numerator=(max(one.numerator[0] for one in each), numerator[1]))
    if indicator.statistic == MEDIAN and sum(low for low, _ in bands.values()) >= LEAST_FOR_A_MEDIAN:
        return replace(whole, middle=middle(bands))
    numbers = [one.number for one in each if one.number is not None]
    if len(numbers) < len(each):
        return whole
    if indicator.statistic == COUNT:
        return replace(whole, number=sum(numbers))
    if indicator.statistic == RATIO and (between := whole.between):
        return replace(whole, number=sum(between) / 2)
    return whole


def added(bounds: Iterable[Bounds]) -> Bounds:
    found = list(bounds)
    return sum(low for low, _ in found), sum(high for _, high in found)


def kept_back(period: str, log: Iterable[Any]) -> list[Kept]:
    """What the log of a release says was not released, or more coarsely. log: rows with family, steps, dropped, why."""
    found: dict[tuple[str, int | None, str], list[tuple[str, ...]]] = {}
    for row in log:
        if row.why:
            for family in row.family.split("+"):
                found.setdefault((family.partition(".")[0], None, row.why), [])
            continue
        for table, base, why in _coarser(row):
            head, _, dims = table.partition(":")
            columns = tuple(one for one in dims.split(",") if one and one not in (CENTRE, QUARTER))
            found.setdefault((head.partition(".")[0], base, why), []).append(columns)
    return [Kept(period, kind, tuple(dict.fromkeys(some)), base, why) for (kind, base, why), some in found.items()]


def _coarser(row: Any) -> Iterable[tuple[str, int | None, str]]:
    """(table, what it is rounded to at last, why) of each that was coarsened or dropped."""
    last = {step[0]: (step[2], step[3]) for step in row.steps}
    for table in row.dropped:
        last.setdefault(table, (None, ""))
    for table, (base, why) in last.items():
        yield table, None if table in row.dropped else base, why
