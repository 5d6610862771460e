"""The recruitment cost indicator (SDG 10.7.1): how many months of her first pay her side spent to get the job.

months = net cost borne by her, her husband or her kin / first month's earnings of the same person, both in the currency
she is paid in; each payment converted at its own day, what came back at the rate of the payment it belongs to. What a
loan lent is no cost, its interest is. The price of leaving a job (items `release`, `replacement`) is not paid to get it
and is left out here. What is not known is not zero: then no number is given but what the known part makes at least. A
worker who paid nothing stays in with zero months. A low figure does not mean a decent job (WIF2019-16).
Source: SDG metadata 10.7.1 (2022-05-18); methods (b) and conventions of computation; WIF2019-13 to 18, WIF2023-17.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import mean, median, quantiles
from typing import Any

from django.utils.translation import gettext_lazy as _

from corridor.journey.when import DAY
from corridor.recruitment import charges
from corridor.recruitment.charges import Convert, Line
from corridor.recruitment.contents import Loan
from corridor.recruitment.months import times, times_a_month
from corridor.recruitment.schedules import Balance, balance
from corridor.reference.exchange_rates import Converted, Missing, converted

INTEREST = "loan-interest"  # vocabulary `charge-item`
TO_LEAVE = ("release", "replacement")
NOTHING, PAYER, RATE, NO_INTEREST, EARNINGS, NO_EARNINGS, NO_JOB = (
    *("nothing", "payer", "rate", "interest", "earnings"),
    *("no-earnings", "no-job"),
)
WHY = {
    **{code: charges.WHY[code] for code in (charges.NO_AMOUNT, charges.NO_CURRENCY)},
    **{code: charges.WHY[code] for code in (charges.NO_REFUND, charges.OVER_REFUND)},
    NOTHING: _("nothing was entered of what it cost; if it cost nothing, enter a charge of 0"),
    PAYER: _("whose money it was is not known"),
    RATE: _("there is no exchange rate"),
    NO_INTEREST: _("the interest on a loan for the way is not known"),
    EARNINGS: _("what she earned in her first month is not known"),
    NO_EARNINGS: _("she earned nothing in her first month"),
    NO_JOB: _("it led to no job"),
}
PAID, FOR_THE_WAY = "paid-work", "recruitment"  # vocabularies `spell-kind`, `loan-purpose`
NO_JOURNEY = _("the recruitment belongs to no journey yet")
NO_SPELL = _("no paid work there was entered")
NO_PAY = _("the pay, its currency or its length is not known")
WHICH_FIRST = _("which job was first is not known")
ROUGH = _("the month in which it was lent is not known")
QUARTILES = "linear interpolation between ranks, ends included (Hyndman and Fan, type 7)"


@dataclass(frozen=True)
class Earnings:
    """What she earned in the first month of the job: amount in `currency` (ISO 4217), from a day on. None: not known.

    reason: where it comes from, or why it is not known, in words.
    """

    amount: Decimal | None
    currency: str = ""
    day: date | None = None
    reason: Any = ""


def a_month(pay: Decimal, period: str, hours_a_week: Decimal | None, rest_days: Decimal | None) -> Decimal | None:
    """Pay for one `period` (vocabulary `pay-period`) brought to the month; None where that cannot be known."""
    factor = times_a_month(period, hours_a_week, rest_days)
    return None if isinstance(factor, str) else times(pay, factor)


@dataclass(frozen=True)
class Interest:
    """Interest on a debt that her side took for recruitment: amount in `currency`, at the day at which it is converted.
    None: not known. reason: how it was reckoned, or why it could not be, in words.
    """

    amount: Decimal | None
    currency: str = ""
    day: date | None = None
    reason: Any = ""


def first_earnings(spells: Iterable[Any], journey: str, destination: str) -> Earnings:
    """What she earned in the first month of her first paid job at the destination of a journey, overtime included.

    spells: contents of spells (room of work). journey: its id. destination: ISO 3166 alpha-3, "" where not known. Where
    several may have been the first and paid differently, it is not known. Source: methods (b).
    """
    if not journey:
        return Earnings(None, reason=NO_JOURNEY)
    there = [one for one in spells if one.kind == PAID and one.journey == journey]
    there = [one for one in there if not destination or one.country in ("", destination)]
    if not there:
        return Earnings(None, reason=NO_SPELL)
    ends = [one.begin.last for one in there if one.begin.last]
    first = [one for one in there if not ends or one.begin.first is None or one.begin.first <= min(ends)]
    earned = {(_earned(one), one.currency): one for one in first}
    if len(earned) > 1:
        return Earnings(None, reason=WHICH_FIRST)
    (amount, currency), spell = next(iter(earned.items()))
    if amount is None or not currency:
        return Earnings(None, currency, reason=NO_PAY)
    return Earnings(amount, currency, spell.begin.first)


def _earned(spell: Any) -> Decimal | None:
    """Basic pay and overtime of a month, before anything was held back."""
    hours = (spell.hours_a_week, spell.overtime_a_week)
    pays = [(one, each) for one, each in zip((spell.pay, spell.overtime_pay), hours, strict=True) if one is not None]
    found = [a_month(one, spell.period, each, spell.rest_days_a_month) for one, each in pays]
    known = [one for one in found if one is not None]
    return sum(known, Decimal(0)) if spell.pay is not None and len(known) == len(pays) else None


def interest_on(loans: Iterable[Loan], journey: str, on: date) -> list[Interest]:
    """Interest that came onto what her side borrowed for this journey, until the debt ended or until a day, less what
    was let off (which goes to interest first). One for each loan, converted at that last day.

    Source: methods (b), (k) and conventions of computation (debt; recruitment cost).
    """
    hers = [one for one in loans if one.purpose == FOR_THE_WAY and one.borrower in ("", *charges.HERS)]
    here = [one for one in hers if not one.journey or one.journey == journey]
    return [_interest(one, min(one.ended.last or on, on)) for one in here]


def _interest(loan: Loan, until: date) -> Interest:
    found = balance(loan, until)
    if not isinstance(found, Balance):
        return Interest(None, loan.currency, until, "; ".join(found.words))
    if not found.exact:
        return Interest(None, loan.currency, until, ROUGH)
    posted = sum((one.interest for one in found.steps), Decimal(0))
    let_off = sum((one.forgiven for one in found.steps), Decimal(0))
    return Interest(max(posted - let_off, Decimal(0)), loan.currency, until)


@dataclass(frozen=True)
class Step:
    """What one charge, or the interest, adds. line: None for interest. worth: in the currency of the pay.

    inexact: whether its day is the first of a stretch, because she knows it only as a month, a season or a year.
    """

    line: Line | None
    given: Decimal
    currency: str
    worth: Converted
    inexact: bool = False
    reason: Any = ""


@dataclass(frozen=True)
class Lack:
    """What stands in the way of a number: a code of WHY; of which charge; the pair and day without a rate; words."""

    code: str
    line: Line | None = None
    missing: Missing | None = None
    reason: Any = ""


@dataclass(frozen=True)
class Cost:
    """Months of her first pay; None with what is lacking. amount: the cost, in the currency of `earnings`.

    at_least: months that the known part makes where something is lacking; None where that can not be told either.
    steps: what it is made of. left_out: charges for leaving the job. interest_in_ledger: that the interest was entered
    among the charges, so that what was reckoned from the loans was not added to it.
    """

    earnings: Earnings
    months: Decimal | None
    amount: Decimal | None
    at_least: Decimal | None
    steps: tuple[Step, ...]
    lacks: tuple[Lack, ...] = ()
    left_out: tuple[Line, ...] = ()
    interest_in_ledger: bool = False


def _step(line: Line, currency: str, convert: Convert) -> Step | Lack | None:
    """What a charge adds; None where her side did not pay it."""
    charge, net = line.charge, line.net
    if net.amount == 0 or (charge.payer and not line.is_hers):
        return None
    if not charge.payer:
        return Lack(PAYER, line)
    if net.amount is None:
        return Lack(net.lacks, line)
    worth = convert(net.amount, charge.currency, currency, charge.on.first)
    if isinstance(worth, Missing):
        return Lack(RATE, line, worth)
    inexact = bool(worth.rate.rows) and (charge.on.exact != DAY or charge.on.about)
    return Step(line, net.amount, charge.currency, worth, inexact)


def _interest_step(one: Interest, currency: str, convert: Convert) -> Step | Lack | None:
    if one.amount is None:
        return Lack(NO_INTEREST, reason=one.reason)
    if not one.amount:
        return None
    worth = convert(one.amount, one.currency, currency, one.day)
    if isinstance(worth, Missing):
        return Lack(RATE, missing=worth, reason=one.reason)
    return Step(None, one.amount, one.currency, worth, reason=one.reason)


def recruitment_cost(
    lines: Iterable[Line],
    earnings: Earnings,
    interest: Iterable[Interest] = (),
    convert: Convert = converted,
    led_to_no_job: bool = False,
) -> Cost:
    """The indicator of one worker for one journey, from the ledger of what was charged (`charges.ledger`).

    earnings: of her first month in the first job there. interest: on her side's debts for recruitment; left aside where
    interest stands in the ledger. Source: SDG 10.7.1; methods (b) and conventions of computation.
    """
    every = sorted(
        (one for one in lines if one.is_recruitment), key=lambda one: (one.charge.on.first or date.max, one.id)
    )
    left_out = tuple(one for one in every if one.charge.item in TO_LEAVE)
    counted = [one for one in every if one.charge.item not in TO_LEAVE]
    in_ledger = any(one.charge.item == INTEREST for one in counted)
    found: list[Step | Lack | None] = [] if counted else [Lack(NOTHING)]
    adding = [_step(one, earnings.currency or one.charge.currency, convert) for one in counted]
    if led_to_no_job:
        found.append(Lack(NO_JOB))
    elif earnings.amount is None or not earnings.currency:
        found += [Lack(EARNINGS, reason=earnings.reason), *(one for one in adding if isinstance(one, Lack))]
    else:
        found += [Lack(NO_EARNINGS)] if earnings.amount <= 0 else []
        found += [*adding, *(_interest_step(one, earnings.currency, convert) for one in interest if not in_ledger)]
    steps = tuple(one for one in found if isinstance(one, Step))
    lacks = tuple(one for one in found if isinstance(one, Lack))
    amount = sum((one.worth.amount for one in steps), Decimal(0))
    pay = None if led_to_no_job or not earnings.currency else earnings.amount
    months = amount / pay if pay and pay > 0 else None
    whole = months is not None and not lacks
    at_least = months if steps and not whole else None
    in_the_way = {one.code for one in lacks} - {NO_EARNINGS}
    known = None if in_the_way else amount
    return Cost(earnings, months if whole else None, known, at_least, steps, lacks, left_out, in_ledger)


@dataclass(frozen=True)
class Group:
    """The indicator of several workers, in months. n: all of them; known: of how many it is known, those who paid
    nothing among them; zero: who paid nothing; unknown: the rest. Each measure is None where nobody is known.

    method: how the quartiles are found.
    """

    n: int
    known: int
    zero: int
    unknown: int
    median: Decimal | None
    quartiles: tuple[Decimal, Decimal] | None
    mean: Decimal | None
    method: str = QUARTILES


def of_group(costs: Iterable[Cost]) -> Group:
    """Median, quartiles and mean of workers' own figures. The ratio of all costs to all earnings is another statistic
    and is not given. Small groups are held back where figures leave the centre, not here. Source: methods (b).
    """
    every = [one.months for one in costs]
    months = sorted(one for one in every if one is not None)
    if not months:
        return Group(len(every), 0, 0, len(every), None, None, None)
    first, _, third = quantiles(months, n=4, method="inclusive") if len(months) > 1 else months * 3
    zero, unknown = sum(not one for one in months), len(every) - len(months)
    return Group(len(every), len(months), zero, unknown, median(months), (first, third), mean(months))
