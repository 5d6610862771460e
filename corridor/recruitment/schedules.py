"""What is left of a loan, month after month, with every step: what was lent, paid, fined and let off, and the interest.

Pure: a loan and a day in, figures out; amounts in the loan's own currency, unrounded. Conventions: the months are those
of the Gregorian calendar, and what moves within one counts at its end. There interest is posted first, on what stood at
the end of the month before, then penalties, advances and payments. A payment goes to interest, then penalties, then
principal; what is let off goes the same way. Interest comes every month, a yearly rate at a twelfth (12 months a year,
52/12 weeks a month). The month in which it was lent bears none, nor does one that is not over yet.
Source: methods (k) and its conventions of computation; WIF2023-17.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from corridor.recruitment import debt_reasons as why
from corridor.recruitment.contents import Loan, LoanMove
from corridor.recruitment.debt_reasons import Unknown

NONE, SIMPLE, COMPOUND, FLAT = RATE_KINDS = ("none", "simple", "compound", "flat")  # vocabulary `rate-kind`
PAID, LENT, FINE, FORGIVEN = MOVES = ("paid", "lent", "fine", "forgiven")  # vocabulary `loan-move`
PERIODS = {"month": (1, 1), "year": (1, 12), "week": (52, 12)}  # vocabulary `pay-period`: (times, in so many months)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Owed:
    """What is owed at the end of a month. over: what was paid beyond it, held against what may still come. lent: all
    that was ever lent. months: of how many months interest was posted.
    """

    principal: Decimal = ZERO
    interest: Decimal = ZERO
    penalties: Decimal = ZERO
    over: Decimal = ZERO
    lent: Decimal = ZERO
    months: int = 0

    @property
    def total(self) -> Decimal:
        return self.principal + self.interest + self.penalties

    def paying(self, amount: Decimal) -> "Owed":
        """After an amount came off: interest first, then penalties, then principal; the rest is held."""
        left, rest = [], amount + self.over
        if not rest:
            return self
        for due in (self.interest, self.penalties, self.principal):
            off = min(due, rest)
            left.append(due - off)
            rest -= off
        interest, penalties, principal = left
        return Owed(principal, interest, penalties, rest, self.lent, self.months)

    def posting(self, interest: Decimal, fine: Decimal = ZERO, lent: Decimal = ZERO, months: int = 1) -> "Owed":
        """After interest was posted, for so many months, and then a fine and an advance."""
        return Owed(
            self.principal + lent,
            self.interest + interest,
            self.penalties + fine,
            self.over,
            self.lent + lent,
            self.months + months,
        )


@dataclass(frozen=True)
class Reckoning:
    """How interest is reckoned. kind: one of RATE_KINDS. per_cent: `times` in `parts` months. term: months; of a flat
    rate alone, None where its length is not fixed: then it goes on as long as anything is owed.

    Simple: on the principal that is left, never on interest. Compound: on all that is owed. Flat: on all that was lent,
    however much was paid back, for the whole term.
    """

    kind: str = NONE
    per_cent: Decimal = ZERO
    times: int = 1
    parts: int = 1
    term: Decimal | None = None

    def on(self, base: Decimal) -> Decimal:
        """A month's interest on an amount. Divided last, so that a payment of just the interest is told from more."""
        return base * self.per_cent * self.times / (100 * self.parts)

    @property
    def bears(self) -> bool:
        return self.kind != NONE and self.per_cent > 0

    def interest(self, owed: Owed) -> Decimal:
        """The interest of the month after this one."""
        if self.kind == FLAT:
            if self.term is None:
                return self.on(owed.lent) if owed.total else ZERO
            return self.on(owed.lent) * min(Decimal(1), max(ZERO, self.term - owed.months))
        base = {SIMPLE: owed.principal, COMPOUND: owed.total}.get(self.kind, ZERO)
        return self.on(base)

    def to_come(self, owed: Owed) -> Decimal:
        """Interest that is still to be posted whatever is paid: of a flat rate for a fixed term."""
        if self.kind != FLAT or self.term is None:
            return ZERO
        return self.on(owed.lent) * max(ZERO, self.term - owed.months)


def reckoning(loan: Loan) -> Reckoning | Unknown:
    """How its interest is reckoned; Unknown with all that is missing or contradictory. "5 per cent" alone is no rate.

    Source: WIF2023-17; methods' conventions (the rate's kind and period are always given).
    """
    if loan.rate == 0 or (loan.rate_kind == NONE and loan.rate is None):
        return Reckoning()
    if loan.rate_kind == NONE:
        return Unknown((why.RATE_AND_NONE,))
    missing = []
    if loan.rate is None:
        missing.append(why.RATE)
    if loan.rate_kind not in RATE_KINDS:
        missing.append(why.KIND)
    if loan.rate_period not in PERIODS:
        missing.append(why.LENGTH if loan.rate_period else why.PERIOD)
    if loan.rate_kind == FLAT and loan.months is None and loan.term_fixed != "no":
        missing.append(why.TERM)
    if loan.rate is None or missing:
        return Unknown(tuple(missing))
    times, parts = PERIODS[loan.rate_period]
    return Reckoning(loan.rate_kind, loan.rate, times, parts, loan.months if loan.rate_kind == FLAT else None)


@dataclass(frozen=True)
class Step:
    """One month. month: its first day. whole: False for the one that is not over. owed: what is left at its end."""

    month: date
    whole: bool
    interest: Decimal
    fined: Decimal
    lent: Decimal
    forgiven: Decimal
    paid: Decimal
    owed: Owed


@dataclass(frozen=True)
class Balance:
    """What is left of a loan on a day. steps: as if it was lent as early as she may mean; least, most: what is left,
    the same where she knows the month or no interest is borne. marks: what is kept and yet odd (`debt_reasons.MARKS`).
    ended: whether she says that nothing is left of it: her word stands, the figure stays beside it.
    """

    on: date
    steps: tuple[Step, ...]
    least: Owed
    most: Owed
    reckoning: Reckoning
    ended: bool = False
    marks: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        return self.least.total == self.most.total


def balance(loan: Loan, on: date) -> Balance | Unknown:
    """What is left of it on a day, with its steps; Unknown with every reason. Moves after that day do not count.

    A start known as a season or a year alone gives a least and a most. Source: methods (k), conventions; WIF2023-17.
    """
    try:
        return _balance(loan, on)
    except ArithmeticError:  # figures that nobody types, in a file that came in a packet
        return Unknown((why.FAR,))


def _balance(loan: Loan, on: date) -> Balance | Unknown:
    found, moves = reckoning(loan), [one for one in loan.moves if one.on is None or one.on <= on]
    missing = list(found.why) if isinstance(found, Unknown) else []
    missing += _missing(loan, moves)
    bears = isinstance(found, Unknown) or found.bears
    begins, doubt = _begins(loan, moves, bears, on)
    missing += [doubt] if doubt else []
    if missing or isinstance(found, Unknown):
        return Unknown(tuple(dict.fromkeys(missing)))
    if loan.on.first and loan.on.first > on:
        return Balance(on, (), Owed(), Owed(), found)
    # A second line is run only where her two bounds lie in different months and interest tells them apart.
    lines = [run(found, loan.amount or ZERO, begin, moves, on) for begin in begins]
    ends = sorted((line[-1].owed for line in lines), key=lambda one: one.total)
    known = Balance(on, tuple(lines[0]), ends[0], ends[-1], found, has_ended(loan, on))
    return replace(known, marks=_marks(loan, known, moves))


def run(reckoned: Reckoning, amount: Decimal, begin: date, moves: Iterable[LoanMove], on: date) -> list[Step]:
    """The steps from the month in which the amount was lent to that of the day `on`; a move without a day, or from
    before, counts in the first. The order in which moves were entered makes no difference.
    """
    first, last = begin.replace(day=1), on.replace(day=1)
    sums: dict[tuple[date, str], Decimal] = {(first, LENT): amount}
    for one in moves:
        place = (max(first, one.on.replace(day=1)) if one.on else first, one.kind)
        sums[place] = sums.get(place, ZERO) + (one.amount or ZERO)
    owed, steps, month = Owed(), [], first
    while month <= last:
        following = month_after(month)
        whole = month < last or on + timedelta(days=1) == following
        bears = whole and month > first
        interest = reckoned.interest(owed) if bears else ZERO
        fined, lent, forgiven, paid = (sums.get((month, kind), ZERO) for kind in (FINE, LENT, FORGIVEN, PAID))
        owed = owed.posting(interest, fined, lent, int(bears)).paying(forgiven + paid)
        steps.append(Step(month, whole, interest, fined, lent, forgiven, paid, owed))
        month = following
    return steps


def month_after(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def has_ended(loan: Loan, on: date) -> bool:
    """Whether she says that nothing is left of it by that day."""
    return bool(loan.ended.said or loan.ended.known) and (loan.ended.first is None or loan.ended.first <= on)


def _missing(loan: Loan, moves: list[LoanMove]) -> list[str]:
    found = []
    if loan.amount is None:
        found.append(why.AMOUNT)
    if any(one.amount is None for one in moves):
        found.append(why.MOVE_AMOUNT)
    if any(one.kind not in MOVES for one in moves):
        found.append(why.MOVE_KIND)
    return found


def _begins(loan: Loan, moves: list[LoanMove], bears: bool, on: date) -> tuple[list[date], str]:
    """The earliest and the latest month in which it may have been lent, and what stands against knowing it."""
    dated = [one.on for one in moves if one.on]
    if not bears:
        known = [loan.on.first] if loan.on.first else []
        return [min([*known, *dated, on])], ""
    if loan.on.first is None or loan.on.last is None:
        return [], why.START
    if len(dated) < len(moves):
        return [], why.MOVE_DAY
    if dated and min(dated) < loan.on.first:
        return [], why.MOVED_BEFORE
    first, last = loan.on.first.replace(day=1), min([loan.on.last, on, *dated]).replace(day=1)
    return [first, last] if last > first else [first], ""


def _marks(loan: Loan, known: Balance, moves: list[LoanMove]) -> tuple[str, ...]:
    last = loan.ended.last
    found = {
        why.ROUGH_START: not known.exact,
        why.UNDATED: any(one.on is None for one in moves),
        why.BEFORE_LENT: any(one.on and loan.on.first and one.on < loan.on.first for one in moves),
        why.OVERPAID: known.most.over > known.reckoning.to_come(known.most),
        why.LEFT_AT_END: known.ended and known.least.total > 0,
        why.MOVED_AFTER_END: any(one.on and last and one.on > last for one in moves),
        why.TERM_NOT_FIXED: loan.months is not None and loan.term_fixed == "no",
    }
    return tuple(mark for mark, holds in found.items() if holds)
