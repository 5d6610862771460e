"""Her debts in words: what is left, what it costs, how long until she is free, what the answers about bondage say."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from corridor.journey import amounts
from corridor.journey.amounts import TENTH, rounded
from corridor.journey.contents import Journey, Worker
from corridor.journey.parts import parts_of
from corridor.journey.reading import called_parties, label
from corridor.recruitment import bondage
from corridor.recruitment.contents import Loan
from corridor.recruitment.debt import CAP, LONGER, NEVER, Freedom, NetPay
from corridor.recruitment.debt_reasons import MARKS, NET_PAY, Unknown
from corridor.recruitment.net_pay import PayOfWork, net_pay
from corridor.recruitment.schedules import COMPOUND, FLAT, NONE, SIMPLE, Balance, Owed, Step, balance, has_ended
from corridor.recruitment.sheets import LOAN
from corridor.recruitment.whatif import Course, Outlook, outlook
from corridor.reference.exchange_rates import Rate, rate_at
from corridor.reference.shelf import Entry, shelf
from corridor.safe.casebook import Reading

HERS = "worker"  # vocabulary `payer`
CONTEXT = ("FIG-028", "FIG-029")  # how many are in debt, by country of origin (WIF2023-17)
ALMOST = 1e-9  # by which a number of months may lie over a whole one without being one more payment
LABELS = {slot.name: slot.label for slot in LOAN.every}


def money(amount: Decimal, currency: str) -> str:
    return amounts.money(amount, currency or gettext("(currency not known)"))


def cannot(found: Unknown) -> str:
    return because(found.words)


def because(why: Iterable[str]) -> str:
    return gettext("Cannot be known because %(why)s.") % {"why": "; ".join(why)}


def share_told(found: float | Decimal | Unknown) -> str:
    """A share as per cent."""
    return cannot(found) if isinstance(found, Unknown) else f"{rounded(Decimal(found) * 100, TENTH)} %"


def months_told(found: Decimal | Unknown) -> str:
    """A debt in months of pay."""
    return cannot(found) if isinstance(found, Unknown) else rounded(found, TENTH)


def freedom_told(found: Freedom | Unknown) -> str:
    """How long until she is free of it."""
    if isinstance(found, Unknown):
        return cannot(found)
    if found.how == NEVER:
        return gettext("never: each payment is no more than the interest")
    if found.how == LONGER or (found.months or 0) > CAP:
        return gettext("longer than 50 years")
    if not found.months:
        return gettext("nothing is left")
    number = math.ceil((found.months or 0) - ALMOST)
    return ngettext("%(number)s month", "%(number)s months", number) % {"number": number}


def between(least: str, most: str) -> str:
    """One text, or both ends of a range."""
    return least if least == most else gettext("between %(least)s and %(most)s") % {"least": least, "most": most}


def left_told(found: Balance | Unknown, currency: str) -> str:
    """What is left of a loan."""
    if isinstance(found, Unknown):
        return cannot(found)
    return between(money(found.least.total, currency), money(found.most.total, currency))


def whose(borrower: str) -> str:
    """The heading under which a debt stands: hers and others' are told apart."""
    if borrower == HERS:
        return gettext("Her own debts")
    return gettext("Taken by others for her way") if borrower else gettext("Not said whose debt it is")


@dataclass(frozen=True)
class Answer:
    """A question of bondage as a page shows it. says: one of `bondage.SAYS`."""

    question: Any
    answer: str
    says: str
    told: str


def answers(loan: Loan) -> list[Answer]:
    """The four questions with what their answers say."""
    told = {
        bondage.SPEAKS: gettext("speaks for bondage"),
        bondage.AGAINST: gettext("speaks against it"),
        bondage.NOT_KNOWN: gettext("Not known"),
        bondage.NOT_ASKED: label("answer-state", "not-asked"),
    }
    vocabulary = {"book_with": "book-with"}
    return [
        Answer(
            LABELS[one.question], label(vocabulary.get(one.question, "yes-no"), one.answer), one.says, told[one.says]
        )
        for one in bondage.bondage(loan)
    ]


@dataclass(frozen=True)
class LoanLine:
    """A debt in words. found: what the figures rest on. lines: (label, text) of what lies ahead; none once it ended.

    rate: by which it was set beside her net pay, where they are in two currencies.
    """

    id: str
    called: str
    borrower: str
    left: str
    found: Balance | Unknown
    ended: bool
    lines: tuple[tuple[str, str], ...]
    marks: tuple[str, ...]
    answers: tuple[Answer, ...]
    rate: Rate | None = None


def beside_her_pay(loan: Loan) -> bool:
    """Whether it is measured by her pay: another's debt is not."""
    return loan.borrower in ("", HERS)


def course_of(loan: Loan, pay: NetPay | None, on: date) -> Course:
    """How it goes on as it was agreed. pay: hers. on: the day of the rate where debt and pay are in two currencies."""
    hers = pay if beside_her_pay(loan) else None
    rate = rate_at(loan.currency, hers.currency, on) if hers else None
    return Course(loan.instalment, pay=hers, exchange=rate)


def line_of(id: str, loan: Loan, called: dict[str, str], today: date, pay: NetPay | None = None) -> LoanLine:
    """One debt, reckoned until today."""
    found = balance(loan, today)
    lender = called.get(loan.lender) or loan.lender_name
    name = ": ".join(part for part in (label("lender-kind", loan.lender_kind), lender) if part)
    known = found if isinstance(found, Balance) else None
    course = course_of(loan, pay, today)
    ahead = tuple(_ahead(known, loan, course)) if known and not known.ended else ()
    return LoanLine(
        id,
        name or str(LOAN.label),
        label("payer", loan.borrower),
        left_told(found, loan.currency),
        found,
        has_ended(loan, today),
        ahead,
        tuple(str(MARKS[one]) for one in known.marks) if known else (),
        tuple(answers(loan)),
        course.exchange if ahead and isinstance(course.exchange, Rate) and course.exchange.rows else None,
    )


def _ahead(found: Balance, loan: Loan, course: Course) -> Iterable[tuple[str, str]]:
    ends = [outlook(one, found.reckoning, course, loan.currency) for one in (found.least, found.most)]
    told = [rows(one, loan.currency, beside_her_pay(loan)) for one in ends]
    for (name, least), (_, most) in zip(*told, strict=True):
        if name != gettext("What is left"):
            yield name, between(least, most)


def rows(one: Outlook, currency: str, with_pay: bool = True) -> list[tuple[str, str]]:
    """(label, text) of what lies ahead of a debt, always in the same order."""
    paid = one.freedom.paid if isinstance(one.freedom, Freedom) else None
    found = [
        (gettext("What is left"), money(one.owed.total, currency)),
        (gettext("Interest that comes next"), money(one.interest, currency)),
        (gettext("Effective interest a year"), share_told(one.effective)),
        (gettext("Months until nothing is left"), freedom_told(one.freedom)),
        (gettext("Paid in all until then"), "–" if paid is None else money(paid, currency)),
    ]
    if with_pay:
        found.append((gettext("In months of net pay"), months_told(one.months_of_pay)))
        found.append((gettext("Share of net pay each month"), share_told(one.share)))
    return found


def kind_told(kind: str) -> str:
    """How interest is reckoned, in a sentence."""
    told = {
        NONE: gettext("No interest is borne."),
        SIMPLE: gettext("Interest comes on the principal that is left, never on interest."),
        COMPOUND: gettext("Interest comes on all that is owed, on interest too."),
        FLAT: gettext("Interest comes on all that was lent, however much was paid back."),
    }
    return told[kind]


@dataclass(frozen=True)
class StepLine:
    """A month of a schedule in words; an amount of nothing stays empty. now: the month that is not over."""

    month: date
    now: bool
    cells: tuple[tuple[str, str], ...]


def steps_told(steps: Iterable[Step]) -> list[StepLine]:
    """The schedule, one line for each month: (label, amount) in the order in which a month goes."""
    found = []
    for one in steps:
        columns = {
            gettext("Lent"): one.lent,
            gettext("Interest"): one.interest,
            gettext("Fines"): one.fined,
            gettext("Let off"): one.forgiven,
            gettext("Paid"): one.paid,
        }
        cells = [(name, rounded(amount) if amount else "") for name, amount in columns.items()]
        cells += [(name, rounded(amount)) for name, amount in _left(one.owed)]
        found.append(StepLine(one.month, not one.whole, tuple(cells)))
    return found


def _left(owed: Owed) -> Iterable[tuple[str, Decimal]]:
    yield gettext("Interest left"), owed.interest
    yield gettext("Fines left"), owed.penalties
    yield gettext("Principal left"), owed.principal
    yield gettext("Left in all"), owed.total


def context(known: Reading, worker: str) -> list[Entry]:
    """What the sources say of debt in the countries from which she left: background, never a measure of her."""
    entry = known.get(worker)
    home = entry.content.nationality if entry and isinstance(entry.content, Worker) else ""
    origins = {home, *(one.origin for _, one in parts_of(known, worker, Journey))} - {""}
    figures = [shelf().get("figures", id) for id in CONTEXT]
    return [one for one in figures if one and origins & set(one.places)]


@dataclass(frozen=True)
class PayLine:
    """Her net pay of a month in words. text: the amount, or why it is not known. of: which work, and when."""

    text: str
    of: str = ""
    steps: tuple[str, ...] = ()


def pay_line(pay: NetPay | None) -> PayLine:
    """Her net pay, as debts are set beside it."""
    of, steps, why = (pay.of, pay.steps, pay.why) if isinstance(pay, PayOfWork) else ("", (), ())
    if pay is None or pay.amount is None:
        return PayLine(because(why or Unknown((NET_PAY,)).words), of)
    return PayLine(money(pay.amount, pay.currency), of, steps if len(steps) > 1 else ())


def shown(known: Reading, worker: str, pay: NetPay | None = None) -> dict[str, Any]:
    """What `recruitment/_loans.html` shows: `debts`, (heading, lines) by whose debt it is, `net_pay` where one of them
    is measured by it, and `debt_context`.

    pay: her net pay of a month; None: as whoever knows her work tells it. The template also reads `entry` (her file)
    and `may_change` of the page. Source: WIF2023-17; 1956 Supplementary Convention; methods (k).
    """
    today, called = timezone.localdate(), called_parties(known)
    pay = pay or net_pay(known, worker, today)
    groups: dict[str, list[LoanLine]] = {whose(one): [] for one in (HERS, "kin", "")}
    for id, one in (loans := parts_of(known, worker, Loan)):
        groups[whose(one.borrower)].append(line_of(id, one, called, today, pay))
    debts = [(heading, lines) for heading, lines in groups.items() if lines]
    measured = any(beside_her_pay(one) for _, one in loans)
    return {
        "debts": debts,
        "net_pay": pay_line(pay) if measured else None,
        "debt_context": context(known, worker) if debts else [],
    }
