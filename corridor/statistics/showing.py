"""Released numbers as a page shows them: value, bounds and what came of each comparison, all in words.

An indicator that may not stand alone is shown with its company. Source: methods "Rules that override every module".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from corridor.figures.indicators import COUNT, Indicator
from corridor.figures.naming import code_label
from corridor.figures.releases import Release
from corridor.figures.told import Told
from corridor.statistics.changes import LARGER, MAY_BE, NOT_TOLD, Change
from corridor.statistics.moved import Row, numbers
from corridor.statistics.rules import company
from corridor.statistics.telling import bounds_told, known_between, value_told

PARTS_BESIDE = 3  # of shares, in the company of another


@dataclass(frozen=True)
class Held:
    """A number of an earlier quarter and what is said of the difference. larger: than chance."""

    value: str
    bounds: str
    words: str
    larger: bool


@dataclass(frozen=True)
class Shown:
    """One number as a page shows it. names: what its codes are called. withheld: it, or its table, is not shown."""

    indicator: Indicator
    at: tuple[str, ...]
    names: tuple[str, ...]
    value: str
    bounds: str
    withheld: bool
    since: Held | None = None
    year: Held | None = None
    beside: tuple["Shown", ...] = ()

    @property
    def then(self) -> tuple[Held | None, Held | None]:
        """The quarter before, and a year before."""
        return self.since, self.year


def name_of(row: Row) -> tuple[str, ...]:
    """What its codes are called."""
    columns = (*row.by, row.shelf.measure) if row.shelf.measure else row.by
    return tuple(code_label(row.shelf.facts, column, code) for column, code in zip(columns, row.at, strict=False))


def shown(row: Row, beside: Iterable[Shown] = ()) -> Shown:
    """A row as it is shown."""
    value, bounds = said(row.told_as, row.now)
    return Shown(
        row.shelf,
        row.at,
        name_of(row),
        value,
        bounds,
        row.now is None or row.now.number is None,
        held(row.since),
        held(row.year),
        tuple(beside),
    )


def said(indicator: Indicator, told: Told | None) -> tuple[str, str]:
    """(the number, its bounds) in words."""
    return (value_told(indicator, told), bounds_told(indicator, told)) if told else (gettext("not released"), "")


def held(change: Change | None) -> Held | None:
    """The earlier number of a comparison, with what is said of it; None where no such quarter is released."""
    if change is None:
        return None
    return Held(*said(change.indicator, change.before), words_of(change), change.verdict == LARGER)


def words_of(change: Change) -> str:
    """What is said of a comparison."""
    if change.verdict == LARGER:
        way = gettext("rose, larger than chance") if change.up else gettext("fell, larger than chance")
        means = {"better": gettext("better for workers"), "worse": gettext("worse for workers")}
        return f"{way}; {means[change.better]}" if change.better else way
    if change.verdict == MAY_BE:
        return gettext("may be chance")
    if change.verdict == NOT_TOLD:
        missing = change.before is None or change.after is None
        if missing:
            return gettext("cannot be told (not released)")
        each = (change.before, change.after)
        known = all(one and known_between(change.indicator, one) for one in each)
        return gettext("cannot be told (the bounds are too wide)") if known else gettext("cannot be told (withheld)")
    return gettext("not tested (a median)")


def _size(row: Row) -> int:
    return row.now.numerator[1] if row.now else 0


def beside(indicator: Indicator, release: Release, shelf: Mapping[str, Indicator]) -> list[Shown]:
    """The company of an indicator that may not stand alone, as a release tells it (of shares the largest parts);
    empty for one that may.
    """
    found: list[Shown] = []
    for one in company(indicator, shelf):
        each = [Row(one, told_as, (), at, told, None, None) for at, (told_as, told) in numbers(release, one).items()]
        loud = sorted((row for row in each if not row.silent), key=_size, reverse=True)[:PARTS_BESIDE]
        found += [shown(row) for row in loud or [Row(one, one, (), (), None, None, None)]]
    return found


def way_told(indicator: Indicator) -> str:
    """Which way is better for workers."""
    return {
        "up": gettext("higher is better for workers"),
        "down": gettext("lower is better for workers"),
        "none": gettext("neither way is better by itself"),
    }[indicator.direction]


def statistic_told(indicator: Indicator) -> str:
    """What kind of number it is."""
    return {
        COUNT: gettext("a count"),
        "ratio": gettext("a share"),
        "median": gettext("a median"),
        "shares": gettext("several shares"),
    }[indicator.statistic]
