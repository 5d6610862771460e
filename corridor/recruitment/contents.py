"""What is kept of how a worker was recruited: who stood on the road, what each said, what was signed and what was, what
was paid to whom, and the debt behind it. All of it belongs to her file and is sealed like it.

Nobody on the road is called an offender here. Who helps people leave informally may help them escape (WIF2019-13), and
the principal employer answers for what recruiters did in its name, whatever they did (WIF2019-14).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from corridor.journey.when import NOT_SAID, When
from corridor.safe.content import Content


@dataclass(frozen=True)
class Chain(Content):
    """One attempt to leave: the hops that led, or should have led, to a job. A journey may have several.

    journey: id of one of her journeys; empty while none is entered. label: what the centre calls it. came_off: whether
    it led to a job abroad (vocabulary `yes-no`). Source: WIF2019-13, 14, 15; WIF2023-21.
    """

    TYPE, HEAD = "recruitment-chain", "worker"
    SEARCHED = ("label", "note", "author")
    worker: str
    journey: str = ""
    label: str = ""
    came_off: str = ""
    note: str = ""
    author: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Hop(Content):
    """One hop of a chain: a party in a role (vocabulary `hop-role`).

    follows: ids of the hops from which she came to this one; none for where it began, several where ways meet, the same
    one at several hops where they part. party: id of a party; name: as she calls it, where there is none. licensed:
    whether it has a licence as far as anybody saw (vocabulary `yes-no`); licence: its number. contact: how contact was
    made (vocabulary `contact-made`). keeps: her documents that it took (vocabulary `paper`).
    Source: WIF2019-13, 15, 17.
    """

    TYPE, HEAD = "hop", "worker"
    SEARCHED = ("name", "licence", "place", "note", "author")
    worker: str
    chain: str
    role: str = ""
    follows: tuple[str, ...] = ()
    party: str = ""
    name: str = ""
    licensed: str = ""
    licence: str = ""
    place: str = ""
    country: str = ""
    begin: When = NOT_SAID
    end: When = NOT_SAID
    contact: str = ""
    keeps: tuple[str, ...] = ()
    note: str = ""
    author: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Terms(Content):
    """The terms of a job as somebody said them, as they were signed, or as they turned out to be: one statement.

    side: vocabulary `terms-side` (said, signed, was). hop: id of the hop that said it, or with which it was signed.
    known: how it is known (vocabulary `confirmed-by`); proof: id of a piece of evidence; by: who told us, in words.
    on: when it was said, signed, or began to be so. wage: basic pay in `currency` (ISO 4217) for one `period`
    (vocabulary `pay-period`). hours_a_week: without overtime. rest_days_a_month. employer: party id or, in
    employer_name, words. months: length of the contract. may_leave: whether she may end it; may_change: whether she may
    change employer; board: whether food and lodging are given (vocabulary `yes-no`). papers_with: who keeps her
    documents (vocabulary `papers-with`). costs: what she is to pay for the job, in `costs_currency`.
    What nobody said stays empty: silence is neither kept nor broken. Source: WIF2019-13, 17; WIF2023-4.
    """

    TYPE, HEAD = "terms", "worker"
    SEARCHED = ("job", "place", "employer_name", "by", "note", "author")
    worker: str
    chain: str
    side: str
    hop: str = ""
    on: When = NOT_SAID
    known: str = ""
    by: str = ""
    proof: str = ""
    job: str = ""
    wage: Decimal | None = None
    currency: str = ""
    period: str = ""
    hours_a_week: Decimal | None = None
    rest_days_a_month: Decimal | None = None
    place: str = ""
    country: str = ""
    employer: str = ""
    employer_name: str = ""
    months: Decimal | None = None
    may_leave: str = ""
    may_change: str = ""
    papers_with: str = ""
    board: str = ""
    costs: Decimal | None = None
    costs_currency: str = ""
    note: str = ""
    author: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Refund:
    """A part of a charge that came back."""

    on: date | None = None
    amount: Decimal | None = None


@dataclass(frozen=True)
class Charge(Content):
    """Something that was paid, or taken, on the way to a job. item: vocabulary `charge-item`. hop: id of who took it.

    payee: who took it, in words, where no hop stands for it. payer: whose money it was (vocabulary `payer`). amount: in
    `currency` (ISO 4217); None while nobody knows it: that is not zero. on: when it was paid, to convert it at that
    day. way: vocabulary `charge-way`. receipt, told_before: whether there is a receipt, and whether she was told of it
    before she agreed (vocabulary `yes-no`). proof: id of a piece of evidence. refunds: what came back of it, in the
    same currency. Source: ILO definition of recruitment fees and related costs 2019; C181 art. 7; WIF2019-15, 17.
    """

    TYPE, HEAD = "charge", "worker"
    SEARCHED = ("payee", "note", "amount", "author")
    worker: str
    chain: str
    item: str = ""
    hop: str = ""
    payee: str = ""
    payer: str = ""
    amount: Decimal | None = None
    currency: str = ""
    on: When = NOT_SAID
    way: str = ""
    receipt: str = ""
    told_before: str = ""
    proof: str = ""
    refunds: tuple[Refund, ...] = ()
    note: str = ""
    author: str = ""
    day: date | None = None


@dataclass(frozen=True)
class LoanMove:
    """Money that moved after a loan began. kind: vocabulary `loan-move`: paid back, lent on top, or added as a fine.

    An amount in the loan's own currency.
    """

    kind: str
    on: date | None = None
    amount: Decimal | None = None
    note: str = ""


@dataclass(frozen=True)
class Loan(Content):
    """A loan or an advance, hers or taken for her journey by her husband or kin, who may be made to pay for it.

    borrower: whose debt it is (vocabulary `payer`). lender_kind: vocabulary `lender-kind`; lender: party id, or in
    lender_name words. amount: what was lent, in `currency` (ISO 4217), on the day `on`. purpose: vocabulary
    `loan-purpose`. collateral: what was pledged, in words. rate: in per cent per `rate_period` (vocabulary
    `pay-period`: month or year), reckoned as `rate_kind` says (vocabulary `rate-kind`: none, simple, compound, flat);
    an empty period is a question, never a year. months: the term, when one was fixed. instalment: what is to be paid
    each month. moves:
    what was paid, lent or fined since. Four questions about bondage, each vocabulary `yes-no`: credited, whether the
    value of her work is set against the debt; term_fixed; may_leave before it is repaid; and who keeps the book of it,
    vocabulary `book-with`. ended: when nothing was left of it.
    Source: WIF2023-17; 1956 Supplementary Convention art. 1(a).
    """

    TYPE, HEAD = "loan", "worker"
    SEARCHED = ("lender_name", "collateral", "note", "amount", "author")
    worker: str
    journey: str = ""
    borrower: str = ""
    lender_kind: str = ""
    lender: str = ""
    lender_name: str = ""
    purpose: str = ""
    amount: Decimal | None = None
    currency: str = ""
    on: When = NOT_SAID
    collateral: str = ""
    rate: Decimal | None = None
    rate_kind: str = ""
    rate_period: str = ""
    months: Decimal | None = None
    instalment: Decimal | None = None
    moves: tuple[LoanMove, ...] = ()
    credited: str = ""
    term_fixed: str = ""
    book_with: str = ""
    may_leave: str = ""
    ended: When = NOT_SAID
    note: str = ""
    author: str = ""
    day: date | None = None
