"""Targets read beside the releases that are out: what a page or a report tells of them, never without their company.

Source: safety D21; WIF2019-33 (a count of people reached does not stand alone); methods "Rules that override".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext

from corridor.figures import published
from corridor.figures.indicators import COUNT, Indicator
from corridor.figures.releases import Release
from corridor.figures.told import told
from corridor.statistics.models import Evidence, Target
from corridor.statistics.quarters import quarter_told
from corridor.statistics.rules import tells_what_came_of_it
from corridor.statistics.targets import (
    NOT_OUT,
    at_code,
    following,
    in_per_cent,
    quarter_of,
    standing,
    standing_told,
    where_told,
)
from corridor.statistics.telling import bounds_told, unit_told, value_told

LAST = 4  # quarters shown, the latest first


@dataclass(frozen=True)
class InQuarter:
    """A target in one released quarter, in words. found: of `targets.STANDINGS`. due: by this quarter it was aimed at.

    evidence: what was given for the quarter; empty: it was asked for and is missing.
    """

    quarter: str
    name: str
    value: str
    bounds: str
    found: str
    told: str
    evidence: tuple[Evidence, ...] = ()
    due: bool = False


@dataclass(frozen=True)
class Followed:
    """A target with all that a page tells of it. company: what has to be shown with it, None where it needs none.

    quarters: released ones, the latest first. not_out: those for which evidence was given without a release shown.
    """

    row: Target
    indicator: Indicator
    where: str
    aim: str
    until: str
    quarters: tuple[InQuarter, ...]
    company: "Followed | None" = None
    not_out: tuple[InQuarter, ...] = ()

    @property
    def every(self) -> list[InQuarter]:
        """All quarters of which anything is told, the latest first."""
        return sorted((*self.quarters, *self.not_out), key=lambda one: one.quarter, reverse=True)

    @property
    def latest(self) -> InQuarter | None:
        return self.quarters[0] if self.quarters else None


def standing_targets() -> QuerySet[Target]:
    """Those that stand, with their company, the earliest due first."""
    return Target.objects.filter(withdrawn="").select_related("company").order_by("until", "pk")


def that_tell(until: str = "", but: Target | None = None) -> list[Target]:
    """Targets that stand and tell what came of the work: those with which a count may stand. until: due by then."""
    known = published.indicators()
    found = standing_targets().exclude(pk=but.pk) if but else standing_targets()
    kept = (one for one in found if one.indicator in known and tells_what_came_of_it(known[one.indicator]))
    return [one for one in kept if not until or one.until <= until]


def followed(rows: Sequence[Target], last: int = LAST) -> list[Followed]:
    """Targets beside the latest releases. What may not stand alone comes last, each with its company (WIF2023-23)."""
    known, out = published.indicators(), published.series(last)[::-1]
    ids = {id for row in rows for id in (row.pk, row.company_id) if id}
    notes = list(Evidence.objects.filter(target_id__in=ids, taken_back="").order_by("day", "pk"))
    made = [_followed(row, known[row.indicator], out, notes) for row in rows if row.indicator in known]
    return sorted(made, key=lambda one: one.indicator.caution)


def _followed(row: Target, indicator: Indicator, out: Iterable[Release], notes: Sequence[Evidence]) -> Followed:
    beside, quarters = row.company, list(out)
    mine = [note for note in notes if note.target_id == row.pk]
    without = {note.quarter for note in mine} - {one.period for one in quarters}
    other = published.indicators().get(beside.indicator) if beside else None
    return Followed(
        row,
        indicator,
        where_told(indicator, row.column, row.at),
        aim_told(indicator, row.value),
        quarter_told(row.until),
        tuple(_in_quarter(row, indicator, one, mine) for one in quarters),
        _followed(beside, other, quarters, notes) if beside and other else None,
        tuple(_not_out(row, one, mine) for one in sorted(without)),
    )


def _in_quarter(row: Target, indicator: Indicator, out: Release, notes: Sequence[Evidence]) -> InQuarter:
    every = told(out, indicator, (row.column,) if row.column else ())
    one = at_code(every, row.at)
    found = standing(indicator, row.value, bool(every), one)
    return InQuarter(
        out.period,
        quarter_told(out.period),
        value_told(indicator, one) if one else gettext("withheld") if every else "–",
        bounds_told(indicator, one) if one else "",
        found,
        standing_told(indicator, found),
        _of(out.period, notes),
        out.period == row.until,
    )


def _not_out(row: Target, quarter: str, notes: Sequence[Evidence]) -> InQuarter:
    """A quarter with evidence and without a release: it came before the release, or is older than those shown."""
    told_as, due = gettext("not among the releases shown"), quarter == row.until
    return InQuarter(quarter, quarter_told(quarter), "–", "", NOT_OUT, told_as, _of(quarter, notes), due)


def _of(quarter: str, notes: Sequence[Evidence]) -> tuple[Evidence, ...]:
    return tuple(note for note in notes if note.quarter == quarter)


def aim_told(indicator: Indicator, value: Decimal) -> str:
    """The number of a target in words, with which way it is meant: "at least 60 %"."""
    whole = value == value.to_integral_value()
    number = number_format(value, 0 if whole else 1, use_l10n=True, force_grouping=True)
    unit = "%" if in_per_cent(indicator) else "" if indicator.statistic == COUNT else unit_told(indicator)
    aim = f"{number} {unit}".strip()
    if indicator.direction == "none":
        return aim
    said = gettext("at most %(number)s") if indicator.direction == "down" else gettext("at least %(number)s")
    return said % {"number": aim}


def quarters_to_choose(today: date, released: Sequence[str], count: int = 20) -> list[str]:
    """By when a target can be: quarters that are not released, from this one or the one after the latest release."""
    now = quarter_of(today.year, today.month)
    first = min(now, *following(max(released), 1)) if released else now
    every = [first, *following(first, count * 4)]
    return [one for one in every if one <= following(now, count)[-1] and (not released or one > max(released))]
