"""What a debt means for her: its effective rate, in months of pay, and how long until she is free of it.

Pure: figures in, figures out. What cannot be known says why (`Unknown`); a debt that is never repaid is told as that,
never as a number. Source: methods (k), standard finance; conventions of computation; WIF2023-17.
"""

import calendar
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from corridor.recruitment import debt_reasons as why
from corridor.recruitment.contents import LoanMove
from corridor.recruitment.debt_reasons import Unknown
from corridor.recruitment.schedules import FINE, FLAT, SIMPLE, ZERO, Owed, Reckoning
from corridor.reference.exchange_rates import Missing, Rate

FREE, NEVER, LONGER = OUTCOMES = ("free", "never", "longer")
CAP = 600  # months that are run forward; beyond them a debt takes longer than 50 years, which is not never
HALVINGS = 200  # after which a rate between two bounds is known beyond the exactness of a float


@dataclass(frozen=True)
class Freedom:
    """How long until nothing is left. how: one of OUTCOMES. months: of constant payments, the last of which may be
    smaller; only with FREE. paid: all that is paid until then, unrounded; None beyond 50 years.
    """

    how: str
    months: float | None = None
    paid: Decimal | None = None


def months_to_be_free(
    owed: Owed, reckoned: Reckoning, payment: Decimal | None, fine: Decimal = ZERO
) -> Freedom | Unknown:
    """How many constant payments, one at the end of each month, until nothing is left.

    payment, fine: a month, in the loan's currency; a fine that goes on is a penalty of every month. On a declining
    balance n = -ln(1 - rB/p) / ln(1 + r), B/p without interest, and a payment of no more than the interest never
    repays. A flat rate, fines that go on, and interest or penalties that stand beside a simple rate are run forward for
    50 years at most. Source: methods (k) and conventions.
    """
    if owed.total == 0 and owed.over >= reckoned.to_come(owed) and not fine:
        return Freedom(FREE, 0.0, ZERO)
    if payment is None:
        return Unknown((why.PAYMENT,))
    try:
        return _freedom(owed, reckoned, payment, fine)
    except ArithmeticError:
        return Unknown((why.FAR,))


def _freedom(owed: Owed, reckoned: Reckoning, payment: Decimal, fine: Decimal) -> Freedom:
    declining = reckoned.kind != FLAT and not fine
    if declining and payment <= reckoned.interest(owed):
        return Freedom(NEVER)
    ahead = run_forward(owed, reckoned, payment, fine)
    if declining and not (reckoned.kind == SIMPLE and owed.total > owed.principal):
        return Freedom(FREE, _closed(owed.total, reckoned, payment), ahead[1] if ahead else None)
    return Freedom(FREE, float(ahead[0]), ahead[1]) if ahead else Freedom(LONGER)


def _closed(total: Decimal, reckoned: Reckoning, payment: Decimal) -> float:
    growth = (1 + reckoned.on(Decimal(1))).ln() if reckoned.bears else ZERO
    if growth == 0:
        return float(total / payment)
    return float(-(1 - reckoned.on(total) / payment).ln() / growth)


def run_forward(
    owed: Owed, reckoned: Reckoning, payment: Decimal, fine: Decimal = ZERO, cap: int = CAP
) -> tuple[int, Decimal] | None:
    """(months, all that is paid in them) until nothing is left, month by month; None where `cap` months do not do.

    A month is as in `schedules`: interest, then the fine, then the payment. A fine that goes on ends with the debt.
    """
    begin = owed.over
    for month in range(1, cap + 1):
        owed = owed.posting(reckoned.interest(owed), fine).paying(payment)
        to_come = reckoned.to_come(owed)
        if owed.total == 0 and owed.over >= to_come:
            return month, month * payment + begin - (owed.over - to_come)
    return None


def effective_annual_rate(reckoned: Reckoning) -> float | Unknown:
    """What it costs to owe for a year, as a share (0.6 is 60 per cent).

    Simple: twelve times the month's rate. Compound: (1 + r)**12 - 1. Flat: the compound rate at which equal instalments
    over the term are worth what was lent. Source: methods (k), standard finance.
    """
    if not reckoned.bears:
        return 0.0
    if reckoned.kind == FLAT and not reckoned.term:
        return Unknown((why.TERM,))
    try:
        rate = float(reckoned.on(Decimal(1)))
        if reckoned.kind == FLAT:
            rate = _of_instalments(rate, float(reckoned.term or 0))
        year = 12 * rate if reckoned.kind == SIMPLE else math.expm1(12 * math.log1p(rate))
    except ArithmeticError:
        return Unknown((why.FAR,))
    return year if math.isfinite(year) else Unknown((why.FAR,))


def _of_instalments(flat: float, term: float) -> float:
    """The monthly compound rate of a loan of 1 that is repaid in equal instalments of 1/term + flat."""
    instalment = 1 / term + flat
    low, high = 0.0, instalment
    for _ in range(HALVINGS):
        rate = (low + high) / 2
        if rate == 0 or -instalment * math.expm1(-term * math.log1p(rate)) / rate > 1:
            low = rate
        else:
            high = rate
    return (low + high) / 2


@dataclass(frozen=True)
class NetPay:
    """What she has in hand for a month of work, after all that is held back. currency: ISO 4217."""

    amount: Decimal | None
    currency: str


def months_of_net_pay(
    debt: Decimal, currency: str, pay: NetPay | None, exchange: Rate | Missing | None = None
) -> Decimal | Unknown:
    """A debt in months of her net pay: debt / net pay a month. Source: methods (k).

    exchange: what a unit of the debt's currency is worth in that of the pay, where they are two.
    """
    if pay is None or pay.amount is None:
        return Unknown((why.NET_PAY,))
    if not currency or not pay.currency:
        return Unknown((why.CURRENCY,))
    if pay.amount <= 0:
        return Unknown((why.NO_PAY,))
    if pay.currency == currency:
        return debt / pay.amount
    if not isinstance(exchange, Rate) or (exchange.currency, exchange.other) != (currency, pay.currency):
        return Unknown((why.NO_EXCHANGE,))
    return debt * exchange.up / exchange.down / pay.amount


def debt_service_share(
    payment: Decimal | None, currency: str, pay: NetPay | None, exchange: Rate | Missing | None = None
) -> Decimal | Unknown:
    """The share of her net pay that goes to the debt each month: payment / net pay. Source: methods (k)."""
    if payment is None:
        return Unknown((why.PAYMENT,))
    return months_of_net_pay(payment, currency, pay, exchange)


def overstay_fines(amount: Decimal, period: str, first: date, last: date) -> tuple[LoanMove, ...]:
    """Fines for overstay as moves of a loan: `amount` for each day or month (vocabulary `pay-period`) of the overstay.

    first, last: its days, both counted. By the day: one fine for each calendar month, on the last day counted in it. By
    the month: one for each month that is over; whether a begun one counts, the law that fines says. Raises ValueError
    for another period. Source: methods (k) (cumulative fines for overstay); WIF2023-17.
    """
    if period == "day":
        return tuple(_daily(amount, first, last))
    if period == "month":
        return tuple(_monthly(amount, first, last))
    raise ValueError(f"a fine for each {period!r}; expected day or month")


def _daily(amount: Decimal, day: date, last: date) -> Iterator[LoanMove]:
    while day <= last:
        end = min(last, day.replace(day=calendar.monthrange(day.year, day.month)[1]))
        yield LoanMove(FINE, end, amount * ((end - day).days + 1))
        day = date.fromordinal(end.toordinal() + 1)


def _monthly(amount: Decimal, first: date, last: date) -> Iterator[LoanMove]:
    """A month is over on the day before the same day of the next, or on the last one of a shorter month."""
    month = 1
    while (end := _months_on(first, month)) <= last:
        yield LoanMove(FINE, end, amount)
        month += 1


def _months_on(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    if first.day > length:
        return date(year, month + 1, length)
    return date.fromordinal(date(year, month + 1, first.day).toordinal() - 1)
