"""What a spell of work pays: by the hour, by the month, after deductions, and in kind; or why that cannot be known.

Pure: a spell in, amounts with their steps out. Basic pay stands apart from overtime; what is given in kind stands apart
from money. 52/12 weeks a month, 12 months a year; a day's pay counts for 365/12 days less her days off. Nothing is
rounded before it is shown, and a blank is never zero. Source: methods (j) and its conventions of computation (periods,
pay); WIF2023-4, 6.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import get_language, gettext

from corridor.journey.amounts import money, rounded
from corridor.recruitment import months
from corridor.recruitment.months import HOUR, MONTH, WEEKS, times
from corridor.reference.labels import term_label
from corridor.work.contents import Spell

HOURS_OF_WEEK = 168


@dataclass(frozen=True)
class Amount:
    """Money, never rounded. currency: ISO 4217. steps: how it was reckoned, one line each, to be read by anybody."""

    value: Decimal
    currency: str
    steps: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        return money(self.value, self.currency)


@dataclass(frozen=True)
class Unknown:
    """What cannot be known. why: what is missing or contradictory, as ends of the sentence "... because"."""

    why: tuple[str, ...]

    @property
    def told(self) -> str:
        return gettext("Cannot be known because %(why)s.") % {"why": "; ".join(self.why)}


Found = Amount | Unknown
Convert = Callable[[Decimal, str, str, date], Found]  # amount, its currency, the other one, the day of the rate


@dataclass(frozen=True)
class Wage:
    """An amount for a length, as it was agreed, is paid, or is due.

    period: vocabulary `pay-period`. hours_a_week: normal hours. rest_days_a_month: days off, for a day's pay.
    """

    amount: Decimal | None
    currency: str
    period: str
    hours_a_week: Decimal | None = None
    rest_days_a_month: Decimal | None = None


@dataclass(frozen=True)
class Pay:
    """What a spell pays, in its own currency. hour, month: basic pay for normal hours. overtime_hour, overtime_month:
    None where there is no overtime. net_month: the basic pay of a month less what is held back. in_kind: worth of a
    month; None where nothing is given.
    """

    hour: Found
    month: Found
    overtime_hour: Found | None
    overtime_month: Found | None
    net_month: Found
    in_kind: Found | None


def called(period: str) -> str:
    """A length in the reader's words."""
    return term_label("pay-period", period, get_language() or "en")


def wage_of(spell: Spell) -> Wage:
    """The basic pay of a spell."""
    return Wage(spell.pay, spell.currency, spell.period, spell.hours_a_week, spell.rest_days_a_month)


def reasons(*found: object) -> tuple[str, ...]:
    """Why some of these cannot be known, each reason once."""
    return tuple(dict.fromkeys(why for one in found if isinstance(one, Unknown) for why in one.why))


def hours_known(hours: Decimal | None) -> Unknown | None:
    """What keeps a number of hours a week from being reckoned with; None where nothing does."""
    if hours is None:
        return Unknown((gettext("her hours a week were not entered"),))
    if not 0 < hours <= HOURS_OF_WEEK:
        return Unknown((gettext("a week has no %(hours)s hours of work") % {"hours": rounded(hours)},))
    return None


def times_a_month(wage: Wage) -> tuple[Fraction, str] | Unknown:
    """How often the length of a wage comes in a month, and how that is written."""
    hours, rest = wage.hours_a_week, wage.rest_days_a_month
    if wage.period == HOUR and (fault := hours_known(hours)):
        return fault
    factor = months.times_a_month(wage.period, hours, rest)
    if isinstance(factor, str):
        return Unknown((_why_not(factor, rest),))
    if wage.period == HOUR:
        return factor, f"{rounded(hours or Decimal(0))} × 52/12"
    written = {"year": "1/12", "week": "52/12", MONTH: "1"}
    return factor, written.get(wage.period) or f"(365/12 − {rounded(rest or Decimal(0))})"


def _why_not(code: str, rest: Decimal | None) -> str:
    """Why a length cannot be brought to the month: the end of the sentence "... because"."""
    return {
        months.NO_HOURS: gettext("her hours a week were not entered"),
        months.NO_DAYS_OFF: gettext("her days off a month were not entered"),
        months.TOO_MANY_DAYS_OFF: gettext("a month has no %(days)s days off") % {"days": rounded(rest or Decimal(0))},
        months.PIECE: gettext("pay by the piece has no length"),
        months.NO_PERIOD: gettext("it was not entered for which length it is paid"),
    }[code]


def _currency(wage: Wage) -> Unknown | None:
    return None if wage.currency else Unknown((gettext("its currency was not entered"),))


def per_month(wage: Wage) -> Found:
    """A wage brought to the month."""
    if wage.amount is None:
        return Unknown((gettext("no pay was entered"),))
    factor, fault = times_a_month(wage), _currency(wage)
    if fault or isinstance(factor, Unknown):
        return Unknown(reasons(fault, factor))
    value = times(wage.amount, factor[0])
    begin = f"{money(wage.amount, wage.currency)} ({called(wage.period)})"
    step = begin if wage.period == MONTH else f"{begin} × {factor[1]} = {money(value, wage.currency)} ({called(MONTH)})"
    return Amount(value, wage.currency, (step,))


def per_hour(wage: Wage) -> Found:
    """A wage brought to one normal hour: what a month pays / the normal hours of a month."""
    if wage.amount is None:
        return per_month(wage)
    if wage.period == HOUR:
        said = Amount(wage.amount, wage.currency, (f"{money(wage.amount, wage.currency)} ({called(HOUR)})",))
        return _currency(wage) or said
    month, fault = per_month(wage), hours_known(wage.hours_a_week)
    if fault or isinstance(month, Unknown):
        return Unknown(reasons(month, fault))
    hours = wage.hours_a_week or Decimal(1)
    value = times(month.value, 1 / (Fraction(hours) * WEEKS))
    step = f"{month.told} ÷ ({rounded(hours)} × 52/12) = {money(value, month.currency)} ({called(HOUR)})"
    return Amount(value, month.currency, (*month.steps, step))


def pay_of(spell: Spell) -> Pay:
    """Everything that a spell pays. Overtime counts where hours of it, or pay for them, were entered."""
    wage = wage_of(spell)
    month = per_month(wage)
    extra = bool(spell.overtime_a_week) or spell.overtime_pay is not None
    by_hour, by_month = _overtime(spell) if extra else (None, None)
    return Pay(per_hour(wage), month, by_hour, by_month, _net(spell, month), in_kind(spell))


def _overtime(spell: Spell) -> tuple[Found, Found]:
    """Overtime by its hour, and by the month."""
    extra, paid = spell.overtime_a_week, spell.overtime_pay
    if paid is None:
        missing = Unknown((gettext("what is paid for overtime was not entered"),))
        return missing, missing
    normal = spell.hours_a_week if spell.period != HOUR else extra
    wage = Wage(paid, spell.currency, spell.period, normal, spell.rest_days_a_month)
    month = per_month(wage)
    if spell.period == HOUR or isinstance(month, Unknown):
        return per_hour(wage), month
    return per_hour(Wage(month.value, month.currency, MONTH, extra)), month


def held_back(spell: Spell) -> Found:
    """What is held back from a month's pay, all of it, lawful or not."""
    blank = [one.why or "–" for one in spell.deductions if one.amount is None]
    if blank:
        told_why = gettext("it was not entered how much is held back for %(what)s")
        return Unknown(tuple(told_why % {"what": what} for what in blank))
    known = [(one.why, one.amount) for one in spell.deductions if one.amount is not None]
    wage = Wage(sum((amount for _, amount in known), Decimal(0)), *_length(spell))
    month = per_month(wage)
    if isinstance(month, Unknown):
        return month
    listed = tuple(f"{why or '–'}: {money(amount, spell.currency)} ({called(spell.period)})" for why, amount in known)
    return Amount(month.value, month.currency, (*listed, *month.steps))


def _length(spell: Spell) -> tuple[str, str, Decimal | None, Decimal | None]:
    return spell.currency, spell.period, spell.hours_a_week, spell.rest_days_a_month


def _net(spell: Spell, month: Found) -> Found:
    if not spell.deductions:
        return month
    off = held_back(spell)
    if isinstance(month, Unknown) or isinstance(off, Unknown):
        return Unknown(reasons(month, off))
    value = month.value - off.value
    step = f"{month.told} − {off.told} = {money(value, month.currency)}"
    return Amount(value, month.currency, (*month.steps, *off.steps, step))


def in_kind(spell: Spell) -> Found | None:
    """What is given in the place of money, worth of a month; None where nothing is."""
    if not spell.in_kind:
        return None
    language = get_language() or "en"
    named = [(term_label("in-kind", one.kind, language) if one.kind else "–", one.worth) for one in spell.in_kind]
    blank = tuple(gettext("the worth of %(what)s was not entered") % {"what": name} for name, w in named if w is None)
    if blank or not spell.currency:
        return Unknown(blank or (gettext("its currency was not entered"),))
    worth = [(name, one) for name, one in named if one is not None]
    steps = tuple(f"{name}: {money(one, spell.currency)}" for name, one in worth)
    return Amount(sum((one for _, one in worth), Decimal(0)), spell.currency, steps)


def counted_in_kind(given: Found | None, most: Decimal) -> Decimal:
    """How much of what is given in kind counts beside money: up to `most`, and nothing of what has no known worth."""
    return min(given.value, most) if isinstance(given, Amount) else Decimal(0)


def added(found: Iterable[Found]) -> Found:
    """Several amounts of one currency; of several currencies, or with one unknown, it cannot be known."""
    every = list(found)
    known = [one for one in every if isinstance(one, Amount)]
    currencies = {one.currency for one in known}
    if why := reasons(*every):
        return Unknown(why)
    if len(currencies) != 1:
        return Unknown((gettext("the amounts are in several currencies"),))
    total = sum((one.value for one in known), Decimal(0))
    if len(known) == 1:
        return known[0]
    step = f"{' + '.join(one.told for one in known)} = {money(total, known[0].currency)}"
    return Amount(total, known[0].currency, (*(step for one in known for step in one.steps), step))
