"""What would change if she could pay more, if something was let off or paid back to her, or at a lower rate.

Pure: nothing of it is kept. An occasional amnesty on fines was not enough (WIF2023-17): it stands beside the others.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from corridor.recruitment.debt import (
    Freedom,
    NetPay,
    debt_service_share,
    effective_annual_rate,
    months_of_net_pay,
    months_to_be_free,
)
from corridor.recruitment.debt_reasons import Unknown
from corridor.recruitment.schedules import ZERO, Owed, Reckoning
from corridor.reference.exchange_rates import Missing, Rate


@dataclass(frozen=True)
class Course:
    """How it goes on. payment, fine: a month, in the loan's currency; a fine that goes on ends with the debt."""

    payment: Decimal | None = None
    fine: Decimal = ZERO
    pay: NetPay | None = None
    exchange: Rate | Missing | None = None


@dataclass(frozen=True)
class Change:
    """What is changed today. more: paid more each month, as out of a higher wage. forgiven: let off. refund: of fees,
    put into the debt. Both come off as a payment does. fines_off: an amnesty on fines: those that stand and those to
    come. per_cent: another rate from now on, of the same kind and for the same period. Amounts in the loan's currency.
    """

    more: Decimal = ZERO
    forgiven: Decimal = ZERO
    refund: Decimal = ZERO
    fines_off: bool = False
    per_cent: Decimal | None = None


@dataclass(frozen=True)
class Outlook:
    """What lies ahead. interest: of the next month. months_of_pay, share: of her net pay."""

    owed: Owed
    interest: Decimal
    effective: float | Unknown
    freedom: Freedom | Unknown
    months_of_pay: Decimal | Unknown
    share: Decimal | Unknown


def outlook(owed: Owed, reckoned: Reckoning, course: Course, currency: str) -> Outlook:
    """What lies ahead of a debt that goes on like this. Source: methods (k)."""
    return Outlook(
        owed,
        reckoned.interest(owed),
        effective_annual_rate(reckoned),
        months_to_be_free(owed, reckoned, course.payment, course.fine),
        months_of_net_pay(owed.total, currency, course.pay, course.exchange),
        debt_service_share(course.payment, currency, course.pay, course.exchange),
    )


def what_if(owed: Owed, reckoned: Reckoning, course: Course, change: Change, currency: str) -> tuple[Outlook, Outlook]:
    """What lies ahead as it is, and with the change. Source: methods (k); WIF2023-17."""
    changed = replace(owed, penalties=ZERO) if change.fines_off else owed
    changed = changed.paying(change.forgiven + change.refund)
    per_cent = reckoned.per_cent if change.per_cent is None else change.per_cent
    rate = replace(reckoned, per_cent=per_cent) if reckoned.bears else reckoned
    payment = None if course.payment is None else course.payment + change.more
    after = replace(course, payment=payment, fine=ZERO if change.fines_off else course.fine)
    return outlook(owed, reckoned, course, currency), outlook(changed, rate, after, currency)
