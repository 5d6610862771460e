"""For how long something is owed: the days between two times that may be known only as a month or a season.

A stretch counts by whole months from its first day; the days that are left count at 12 months to 365 days. Source:
methods, conventions of computation (periods).
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.utils.translation import gettext

from corridor.journey.days import gregorian
from corridor.journey.when import When
from corridor.work.contents import Spell
from corridor.work.pay import Unknown

YEAR_DAYS = 365


@dataclass(frozen=True)
class Stretch:
    """The days for which something is owed, both included. months: exact, as a fraction."""

    first: date
    last: date

    @property
    def months(self) -> Fraction:
        whole, begin = 0, self.first
        while (later := _months_after(self.first, whole + 1)) <= self.last + timedelta(days=1):
            whole, begin = whole + 1, later
        days = (self.last + timedelta(days=1) - begin).days
        return whole + Fraction(12 * days, YEAR_DAYS)

    @property
    def told(self) -> str:
        return f"{gregorian(self.first)} – {gregorian(self.last)}"


def _months_after(day: date, months: int) -> date:
    """The same day so many months later; the last day of a month that is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def stretch_of(spell: Spell, begin: When, end: When) -> Stretch | Unknown:
    """From the first to the last day that the two times can mean, within the spell as far as its days are known.

    Where no end was said the spell's own end counts.
    """
    first, last = begin.first, end.last or spell.end.last
    if first is None or last is None:
        missing = gettext("it is not known since when") if first is None else gettext("it is not known until when")
        return Unknown((missing,))
    first = max(first, spell.begin.first or first)
    last = min(last, spell.end.last or last)
    return Stretch(first, last) if first <= last else Unknown((gettext("that time lies outside of this work"),))
