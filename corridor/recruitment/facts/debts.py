"""Facts of debts: each loan or advance, by who lent it, what is left in months of her net pay, whether it is repaid.

What is left is that of the day on which the facts are made. A debt that is not hers is not measured by her pay. How
many answers speak for bondage is told as a band, is no verdict and opens or closes nothing: what was not asked speaks
neither for nor against. Source: methods (k) and conventions of computation (debt); 1956 Supplementary Convention
art. 1(a); WIF2023-17.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_noop

from corridor.journey.contents import Journey
from corridor.journey.facts import (
    CORRIDOR,
    COUNTRY,
    MONTHS_OF_PAY,
    SECTOR,
    UNKNOWN,
    Column,
    Fact,
    FactKind,
    coded,
    months_of_pay,
)
from corridor.recruitment.bondage import AGAINST, SPEAKS, bondage
from corridor.recruitment.contents import Loan
from corridor.recruitment.debt import CAP, FREE, NEVER, Freedom, NetPay
from corridor.recruitment.facts.reading import File, files, first_known
from corridor.recruitment.net_pay import net_pay
from corridor.recruitment.schedules import Balance, balance, has_ended
from corridor.recruitment.telling_loans import course_of
from corridor.recruitment.whatif import Outlook, outlook
from corridor.safe.casebook import Reading

REPAID, IN_TIME, NOT_EVER, TOO_LONG = REPAYABLE = ("repaid", "yes", "never", "over-50-years")
NO_SIGN, ONE_SIGN, MORE_SIGNS = SIGNS = ("none", "one", "two-or-more")

COLUMNS = (
    Column("lender", "Who lent it", "lender-kind", source="WIF2023-17"),
    Column("borrower", "Whose debt it is", "payer", source="WIF2023-17"),
    Column("purpose", "What it was taken for", "loan-purpose", source="WIF2023-17"),
    Column("months_of_pay", "What is left, in months of her net pay", codes=MONTHS_OF_PAY, source="methods (k)"),
    Column("repayable", "Whether what is paid each month repays it", codes=REPAYABLE, source="methods (k)"),
    Column(
        "bondage_signs",
        "Of four questions about bondage, how many answers speak for it at least",
        codes=SIGNS,
        source="1956 Supplementary Convention art. 1(a)",
    ),
    CORRIDOR,
    COUNTRY,
    SECTOR,
)
SETS = {
    "by-lender-and-corridor": ("lender", "corridor"),
    "by-lender-borrower-and-purpose": ("lender", "borrower", "purpose"),
    "by-lender-and-months-of-pay": ("lender", "months_of_pay"),
    "by-months-of-pay-and-corridor": ("months_of_pay", "corridor"),
    "by-lender-and-repayable": ("lender", "repayable"),
    "by-repayable-and-corridor": ("repayable", "corridor"),
    "by-bondage-signs-country-and-sector": ("bondage_signs", "country", "sector"),
}


def made(known: Reading, today: date) -> Iterator[Fact]:
    """One for each loan or advance."""
    return (one for file in files(known) if file.loans for one in of_file(file, net_pay(known, file.id, today), today))


def of_file(file: File, pay: NetPay | None, today: date) -> Iterator[Fact]:
    """Of one worker. pay: her net pay of a month. Its day is the one on which it was lent; where that is not known, the
    one on which it was entered.
    """
    for id, loan in file.loans:
        months, repayable = ahead(loan, pay, today)
        found = {
            "lender": loan.lender_kind,
            "borrower": loan.borrower,
            "purpose": loan.purpose,
            "months_of_pay": months,
            "repayable": repayable,
            "bondage_signs": signs(loan),
            **file.where(journey_of(loan, file)),
        }
        yield Fact(id, file.id, "", first_known(loan.on.first, loan.day), coded(COLUMNS, found))


def journey_of(loan: Loan, file: File) -> Journey | None:
    """The journey that it was taken for; where none is named, the only one of her file."""
    if loan.journey:
        return file.journeys.get(loan.journey)
    return next(iter(file.journeys.values())) if len(file.journeys) == 1 else None


def ahead(loan: Loan, pay: NetPay | None, today: date) -> tuple[str, str]:
    """(band of months of net pay that are left, whether it is repaid). Her word that it has ended stands.

    Where her word of when it was lent gives a least and a most that lie in two bands, the band is not known.
    """
    if has_ended(loan, today):
        return months_of_pay(Decimal(0)), REPAID
    found = balance(loan, today)
    if not isinstance(found, Balance):
        return UNKNOWN, UNKNOWN
    course = course_of(loan, pay, today)
    ends = [outlook(one, found.reckoning, course, loan.currency) for one in (found.least, found.most)]
    return _one_of(ends, _months), _one_of(ends, _repaid)


def _one_of(ends: Iterable[Outlook], of: Callable[[Outlook], str]) -> str:
    bands = {of(one) for one in ends}
    return bands.pop() if len(bands) == 1 else UNKNOWN


def _months(one: Outlook) -> str:
    if one.owed.total == 0:
        return months_of_pay(Decimal(0))
    return months_of_pay(one.months_of_pay if isinstance(one.months_of_pay, Decimal) else None)


def _repaid(one: Outlook) -> str:
    free = one.freedom
    if not isinstance(free, Freedom):
        return UNKNOWN
    if free.how == NEVER:
        return NOT_EVER
    if free.how != FREE or (free.months or 0) > CAP:
        return TOO_LONG
    return IN_TIME if free.months else REPAID


def signs(loan: Loan) -> str:
    """One of SIGNS. None only where all four were asked and speak against it; UNKNOWN where that cannot be said."""
    says = [one.says for one in bondage(loan)]
    if speaking := says.count(SPEAKS):
        return ONE_SIGN if speaking == 1 else MORE_SIGNS
    return NO_SIGN if says.count(AGAINST) == len(says) else UNKNOWN


DEBT = FactKind(
    "debt",
    gettext_noop("One loan or advance that a worker, or her kin for her way, has to repay"),
    "methods (k); 1956 Supplementary Convention art. 1(a); WIF2023-17",
    COLUMNS,
    SETS,
    made,
)
