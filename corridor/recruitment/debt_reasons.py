"""Why something about a debt cannot be known, and what is kept and yet odd: codes, and their words."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

AMOUNT, RATE, KIND, PERIOD, LENGTH = "amount", "rate", "kind", "period", "length"
TERM, START, RATE_AND_NONE = "term", "start", "rate-and-none"
MOVE_DAY, MOVE_AMOUNT, MOVE_KIND, MOVED_BEFORE = "move-day", "move-amount", "move-kind", "moved-before"
PAYMENT, NET_PAY, NO_PAY, CURRENCY = "payment", "net-pay", "no-pay", "currency"
NO_EXCHANGE, FAR = "no-exchange", "far"

ROUGH_START, UNDATED, BEFORE_LENT, OVERPAID = "rough-start", "undated", "before-lent", "overpaid"
LEFT_AT_END, MOVED_AFTER_END, TERM_NOT_FIXED = "left-at-end", "moved-after-end", "term-not-fixed"

WHY = {
    AMOUNT: _("nobody knows how much was lent"),
    RATE: _("nobody knows the interest"),
    KIND: _("it is not said how the interest is reckoned"),
    PERIOD: _("it is not said whether the interest is per month or per year"),
    LENGTH: _("interest is expected per week, month or year, and something else was entered"),
    TERM: _("a flat rate needs the months of the term, or that its length is not fixed"),
    START: _("nobody knows when it was lent"),
    RATE_AND_NONE: _("“no interest” and a rate of interest were both entered"),
    MOVE_DAY: _("something was paid, lent or fined on a day that is not known"),
    MOVE_AMOUNT: _("something was paid, lent or fined of which the amount is not known"),
    MOVE_KIND: _("for one amount it is not said whether it was paid, lent, fined or let off"),
    MOVED_BEFORE: _("something was paid, lent or fined before it was lent"),
    PAYMENT: _("it is not said what is to be paid each month"),
    NET_PAY: _("her net pay is not known"),
    NO_PAY: _("her net pay is nothing"),
    CURRENCY: _("a currency is not known"),
    NO_EXCHANGE: _("debt and pay are in two currencies, and no exchange rate is on the shelf"),
    FAR: _("a figure lies beyond what can be reckoned"),
}
MARKS = {
    ROUGH_START: _("The month in which it was lent is not known: the least and the most that can be left are shown."),
    UNDATED: _("Something has no day; it is counted as if it came first."),
    BEFORE_LENT: _("Something was paid, lent or fined before it was lent."),
    OVERPAID: _("More was paid than was owed."),
    LEFT_AT_END: _("It has ended, as she says; by what was entered, something would be left."),
    MOVED_AFTER_END: _("Something was paid, lent or fined after it ended."),
    TERM_NOT_FIXED: _("Months of a term were entered, and that its length is not fixed."),
}


@dataclass(frozen=True)
class Unknown:
    """What cannot be known. why: codes of WHY, every one that stands against it."""

    why: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        return [str(WHY[one]) for one in self.why]
