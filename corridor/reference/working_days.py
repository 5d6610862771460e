"""On which days offices work: the weekends of the shelf (`weekends.csv`, each with its source), and the public holidays
of the library `holidays` (those by the moon are estimated).
"""

from datetime import date
from functools import cache

import holidays

from corridor.reference.countries import alpha_2
from corridor.reference.shelf import Entry, shelf

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def holds(row: Entry, day: date, country: str) -> bool:
    """Whether a row of the shelf holds there on that day; of a year alone, its first (or last) day is meant."""
    said = day.isoformat()
    since, until = str(row.valid_from or ""), str(row.valid_until or "9999")
    return (not row.countries or country in row.countries) and since <= said and said[: len(until)] <= until


def weekend(day: date, country: str) -> frozenset[int]:
    """The days of the week (Monday is 0) on which offices are closed there at that time."""
    rows = [row for row in shelf().all("weekends") if holds(row, day, country)]
    narrow = [row for row in rows if row.countries] or rows
    return frozenset(WEEKDAYS.index(code) for row in narrow[-1:] for code in row.days if code in WEEKDAYS)


@cache
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Public holidays of a country (ISO 3166 alpha-3) in a year; those by the moon are estimated. None where the
    library knows none.
    """
    try:
        return frozenset(holidays.country_holidays(alpha_2(country), years=year))
    except (KeyError, NotImplementedError):
        return frozenset()


def is_working_day(day: date, country: str) -> bool:
    return day.weekday() not in weekend(day, country) and day not in public_holidays(country, day.year)
