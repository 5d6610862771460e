"""How often the length for which pay is told comes in a month; the one place for promises, costs and spells of work.

52/12 weeks and 365/12 days a month, 12 months a year; nothing is rounded. By the hour it needs the hours a week, by the
day the days off a month, of the same statement: none is taken from another one. A piece has no length.
Source: conventions of computation (periods).
"""

from decimal import Decimal
from fractions import Fraction

WEEKS, DAYS = Fraction(52, 12), Fraction(365, 12)  # in a month
MONTH, HOUR, DAY, PIECE_RATE = "month", "hour", "day", "piece"  # vocabulary `pay-period`
PERIODS = {"year": Fraction(1, 12), MONTH: Fraction(1), "week": WEEKS}  # how often one comes in a month
NO_PERIOD, NO_HOURS, NO_DAYS_OFF, TOO_MANY_DAYS_OFF, PIECE = WHY_NOT = (
    *("no-period", "no-hours", "no-days-off", "too-many-days-off"),
    "piece",
)


def times_a_month(period: str, hours_a_week: Decimal | None, rest_days_a_month: Decimal | None) -> Fraction | str:
    """How often a length (vocabulary `pay-period`) comes in a month, exactly; or one of WHY_NOT."""
    if period in PERIODS:
        return PERIODS[period]
    if period == HOUR:
        return NO_HOURS if hours_a_week is None else Fraction(hours_a_week) * WEEKS
    if period == DAY:
        if rest_days_a_month is None:
            return NO_DAYS_OFF
        days = DAYS - Fraction(rest_days_a_month)
        return days if days > 0 else TOO_MANY_DAYS_OFF
    return PIECE if period == PIECE_RATE else NO_PERIOD


def times(value: Decimal, factor: Fraction) -> Decimal:
    """Multiplied by an exact fraction."""
    return value * factor.numerator / factor.denominator
