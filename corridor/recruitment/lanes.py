"""What this room adds to the line of her time: who stood on the road, what was promised, what it cost, the debt."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext

from corridor.journey import amounts
from corridor.journey.line import Lane, Mark
from corridor.journey.parts import parts_of
from corridor.journey.reading import called_parties, label
from corridor.journey.when import NOT_SAID
from corridor.recruitment.contents import Charge, Hop, Loan, Terms
from corridor.recruitment.parts import PAGE, hop_label
from corridor.recruitment.schedules import Balance, balance
from corridor.recruitment.sheets import CHARGE, HOP, LOAN, TERMS
from corridor.safe.casebook import Reading


def lanes(known: Reading, worker: str, today: date) -> Iterator[Lane]:
    """Hops, promises, charges and debts of a worker. Source: WIF2019-13, 15, 17; WIF2023-17."""
    called = called_parties(known)
    hops, page = parts_of(known, worker, Hop), reverse(PAGE, args=[worker])
    names = {id: hop_label(one, called) for id, one in hops}
    marks = [Mark(names[id], one.begin, one.end, text=one.place, link=f"{page}#{id}") for id, one in hops]
    yield Lane(HOP.label, tuple(marks), source="WIF2019-13")
    said = parts_of(known, worker, Terms)
    marks = [_terms(one, names.get(one.hop, one.by), f"{page}#{id}") for id, one in said]
    yield Lane(TERMS.label, tuple(marks), source="WIF2019-17")
    charges = parts_of(known, worker, Charge)
    marks = [_charge(one, names.get(one.hop, one.payee), f"{page}#{id}") for id, one in charges]
    yield Lane(CHARGE.label, tuple(marks), source="WIF2019-15")
    loans = parts_of(known, worker, Loan)
    marks = [_loan(one, called.get(one.lender, one.lender_name), f"{page}#{id}", today) for id, one in loans]
    yield Lane(LOAN.label, tuple(marks), gettext("what is left, in its own currency"), "WIF2023-17")


def money(amount: Decimal | None, currency: str, period: str = "") -> str:
    """An amount with its currency and, of pay, its length; empty while nobody knows it: that is not zero."""
    if amount is None:
        return ""
    return " · ".join(part for part in (amounts.money(amount, currency), label("pay-period", period)) if part)


def _terms(terms: Terms, by: str, link: str) -> Mark:
    called = ": ".join(part for part in (label("terms-side", terms.side), terms.job) if part)
    return Mark(called, terms.on, text=by, amount=money(terms.wage, terms.currency, terms.period), link=link)


def _charge(charge: Charge, taker: str, link: str) -> Mark:
    amount = money(charge.amount, charge.currency) or gettext("Not known")
    return Mark(label("charge-item", charge.item), charge.on, text=taker, amount=amount, link=link)


def _loan(loan: Loan, lender: str, link: str, today: date) -> Mark:
    """A debt and what was left of it, month by month; where that cannot be known, from when until when alone."""
    found = balance(loan, today)
    kind = label("lender-kind", loan.lender_kind)
    texts = [lender, label("payer", loan.borrower), *([] if isinstance(found, Balance) else [gettext("Not known")])]
    return Mark(
        kind or str(LOAN.label),
        loan.on,
        loan.ended,
        lasts=loan.ended == NOT_SAID,
        text=" · ".join(part for part in texts if part),
        amount=_left(loan, found) if isinstance(found, Balance) else money(loan.amount, loan.currency),
        link=link,
        levels=tuple((step.month, step.owed.total) for step in found.steps) if isinstance(found, Balance) else (),
    )


def _left(loan: Loan, found: Balance) -> str:
    """What was lent, and what is left today; two bounds where she knows its beginning as a year alone."""
    bounds = dict.fromkeys(money(one.total, loan.currency) for one in (found.least, found.most))
    return f"{money(loan.amount, loan.currency)} → {' – '.join(bounds)}"
