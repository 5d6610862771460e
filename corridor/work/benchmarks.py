"""Pay beside what it should be: minimum wage, living wage, basket of goods, poverty line, what others get there.

Pure: a spell and the rows of the shelf (`reference_wages.csv`) in, a comparison with its steps out. Of the rows that
hold on the day the narrowest counts: world < country < corridor < sector < grade or place; it is named. That somebody
is left out of a minimum is a finding. A reference for a household is divided by those who earn in it. What is given in
kind counts up to the share that the reference allows, and none where it allows none. gap = max(0, 1 − pay / reference).
Source: methods (j) and its conventions of computation (pay); WIF2023-4, 45, 53; WIF2019-6.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext

from corridor.journey.amounts import money, rounded
from corridor.reference.exchange_rates import Missing, converted
from corridor.reference.folding import folded
from corridor.reference.shelf import shelf
from corridor.reference.working_days import holds
from corridor.work.contents import Spell
from corridor.work.pay import (
    HOUR,
    MONTH,
    WEEKS,
    Amount,
    Convert,
    Found,
    Pay,
    Unknown,
    Wage,
    called,
    counted_in_kind,
    hours_known,
    pay_of,
    per_hour,
    per_month,
    reasons,
    times,
)

MINIMUM = "minimum"
KINDS = (MINIMUM, "living", "basket", "poverty-line", "local")  # vocabulary `reference-wage-kind`
ANY_SECTOR = "all-sectors"


@dataclass(frozen=True)
class Match:
    """The row that counts for a spell. row: None where none with an amount fits. left_out: the row that leaves people
    like her out of it. also: other rows that are as narrow and began on the same day.
    """

    kind: str
    row: Any | None
    left_out: Any | None = None
    also: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Gap:
    """Pay beside a reference for the same length. pay: in money; in_kind: what counts beside it; reference: in the
    currency of the pay. coverage = (pay + in_kind) / reference; gap = max(0, 1 − coverage), both shares, not rounded.
    """

    pay: Decimal
    in_kind: Decimal
    reference: Decimal
    currency: str
    steps: tuple[str, ...] = ()

    @property
    def coverage(self) -> Decimal:
        return (self.pay + self.in_kind) / self.reference

    @property
    def gap(self) -> Decimal:
        return max(Decimal(0), 1 - self.coverage)


@dataclass(frozen=True)
class Comparison:
    """A spell beside one kind of reference. day: the day on which the row holds. month, hour: the gap, or why none."""

    match: Match
    day: date
    month: Gap | Unknown
    hour: Gap | Unknown

    @property
    def kind(self) -> str:
        return self.match.kind


def at_rate(amount: Decimal, currency: str, other: str, day: date) -> Found:
    """An amount in another currency at the shelf's rate of that day, which the step names with its source."""
    found = converted(amount, currency, other, day)
    if isinstance(found, Missing):
        return Unknown((found.why,))
    if currency == other:
        return Amount(amount, currency)
    named = "; ".join(f"{row.label} ({row.valid_from}, {', '.join(row.source)})" for row in found.rate.rows)
    through = f"{currency} → {found.rate.through} → {other}: " if found.rate.through else ""
    mark = " " + gettext("That rate is older than 60 days.") if found.rate.old else ""
    step = f"{money(amount, currency)} = {money(found.amount, other)}. {through}{named}{mark}"
    return Amount(found.amount, other, (step,))


def reference_day(spell: Spell, today: date) -> date:
    """The day for which its pay is compared: its last one, else the day on which it was told; never after today."""
    return min(spell.end.last or spell.day or today, today)


def _fits(row: Any, spell: Spell, origin: str, day: date) -> bool:
    sectors = {one for one in row.sectors if one != ANY_SECTOR}
    return (
        holds(row, day, spell.country)
        and (not row.origins or origin in row.origins)
        and (not sectors or spell.sector in sectors)
        and (not row.skill or _same(row.skill, spell.job))
        and (not row.place or _same(row.place, spell.place))
    )


def _same(one: str, other: str) -> bool:
    return bool(other) and " ".join(folded(one).split()) == " ".join(folded(other).split())


def narrowness(row: Any) -> tuple[int, bool, bool, bool]:
    """How narrow a row is, to be compared: grade or place, then sector, then corridor, then country."""
    by_sector = any(one != ANY_SECTOR for one in row.sectors)
    return bool(row.skill) + bool(row.place), by_sector, bool(row.origins), bool(row.countries)


def _narrowest(rows: Iterable[Any]) -> list[Any]:
    """The narrowest rows; of those the ones that began last, in the order of the shelf."""
    ranked = [((narrowness(one), str(one.valid_from)), one) for one in rows]
    first = max((rank for rank, _ in ranked), default=None)
    return [one for rank, one in ranked if rank == first]


def matched(kind: str, spell: Spell, origin: str, day: date, rows: Iterable[Any] | None = None) -> Match | None:
    """The reference of a kind that counts for a spell on a day; None where the shelf has none.

    origin: her nationality (ISO 3166 alpha-3). Of rows that are equally narrow the later one of the shelf counts,
    so that an installation's own goes before a shipped one; the others are named in `also`. One that leaves her out
    goes before a wider one that would hold: then the wider one is what others get, and she has no claim to it.
    """
    every = shelf().all("reference_wages") if rows is None else rows
    fitting = [one for one in every if one.wage_kind == kind and _fits(one, spell, origin, day)]
    if not fitting:
        return None
    first = _narrowest(fitting)
    left_out = next((one for one in first if not one.applies), None)
    counting = _narrowest(one for one in fitting if one.applies)
    also = tuple(counting[:-1]) if left_out is None else ()
    return Match(kind, counting[-1] if counting else None, left_out, also)


def reference_wage(row: Any, spell: Spell) -> Wage | Unknown:
    """What a reference is for one earner. A rate by the hour or the day counts for the hours and days that she works.

    A household's is divided by those who earn in it; without their number nothing follows for one wage.
    """
    if row.amount is None or row.amount <= 0:
        return Unknown((gettext("the reference has no amount"),))
    amount, earners = Decimal(str(row.amount)), row.earners
    if row.household and not earners:
        return Unknown((gettext("it is not on the shelf how many earn in such a household"),))
    if row.household:
        amount = times(amount, 1 / Fraction(str(earners)))
    hours = Decimal(str(row.hours_a_week)) if row.hours_a_week else spell.hours_a_week if row.period == HOUR else None
    return Wage(amount, row.currency or "", row.period or "", hours, spell.rest_days_a_month)


def _in_currency(found: Found, currency: str, day: date, convert: Convert) -> Found:
    if isinstance(found, Unknown) or not currency or found.currency == currency:
        return found
    other = convert(found.value, found.currency, currency, day)
    return other if isinstance(other, Unknown) else replace(other, steps=(*found.steps, *other.steps))


def _gap(pay: Found, due: Found, in_kind: Decimal, before: tuple[str, ...]) -> Gap | Unknown:
    if isinstance(pay, Unknown) or isinstance(due, Unknown):
        return Unknown(reasons(pay, due))
    kind = f" + {rounded(in_kind)}" if in_kind else ""
    gap = Gap(pay.value, in_kind, due.value, pay.currency)
    step = f"1 − ({rounded(pay.value)}{kind}) ÷ {rounded(due.value)} = {rounded(100 * (1 - gap.coverage))} %"
    return replace(gap, steps=(*before, *due.steps, *pay.steps, step))


def compare(match: Match, spell: Spell, day: date, convert: Convert = at_rate, pay: Pay | None = None) -> Comparison:
    """A spell beside the reference that counts for it, by the month and by the normal hour.

    The reference is brought to the currency of the pay at the rate of `day`.
    """
    pay = pay or pay_of(spell)
    if match.row is None:
        nothing = Unknown((gettext("no amount that would hold for others is on the shelf"),))
        return Comparison(match, day, nothing, nothing)
    wage = reference_wage(match.row, spell)
    if isinstance(wage, Unknown):
        return Comparison(match, day, wage, wage)
    month, hour = per_month(wage), per_hour(wage)
    if not match.row.hours_a_week and match.row.period != HOUR:
        hour = Unknown((gettext("it is not on the shelf for how many hours a week the reference is meant"),))
    month, hour = (_in_currency(one, spell.currency, day, convert) for one in (month, hour))
    share = Decimal(str(match.row.in_kind_most or 0))
    kind = counted_in_kind(pay.in_kind, share * month.value) if isinstance(month, Amount) else Decimal(0)
    begin = _shared_out(match.row)
    return Comparison(
        match,
        day,
        _gap(pay.month, month, kind, begin),
        _gap(pay.hour, hour, _by_hour(kind, spell), begin),
    )


def _by_hour(kind: Decimal, spell: Spell) -> Decimal:
    """What counts in kind, for one normal hour; nothing while her hours are not known."""
    if hours_known(spell.hours_a_week):
        return Decimal(0)
    return times(kind, 1 / (Fraction(spell.hours_a_week or 1) * WEEKS))


def _shared_out(row: Any) -> tuple[str, ...]:
    """How a household's reference was divided."""
    if not row.household:
        return ()
    amount = Decimal(str(row.amount))
    share = times(amount, 1 / Fraction(str(row.earners)))
    length = called(row.period) if row.period else called(MONTH)
    return (f"{money(amount, row.currency)} ({length}) ÷ {row.earners} = {money(share, row.currency)}",)


def comparisons(
    spell: Spell, origin: str, day: date, rows: Iterable[Any] | None = None, convert: Convert = at_rate
) -> list[Comparison]:
    """A spell beside each kind of reference that the shelf has for it, in the order of KINDS."""
    pay, every = pay_of(spell), None if rows is None else list(rows)
    matches = (matched(kind, spell, origin, day, every) for kind in KINDS)
    return [compare(match, spell, day, convert, pay) for match in matches if match]
