"""Quarters as releases name them ("2026Q3"): the one before, the same of the year before, and their names in words."""

from django.utils.translation import gettext


def before(period: str) -> str:
    """The quarter before: "2025Q4" of "2026Q1"."""
    year, number = int(period[:4]), int(period[-1])
    return f"{year - 1:04d}Q4" if number == 1 else f"{year:04d}Q{number - 1}"


def year_before(period: str) -> str:
    """The same quarter of the year before."""
    return f"{int(period[:4]) - 1:04d}{period[4:]}"


def quarter_told(period: str) -> str:
    """A quarter in words."""
    return gettext("Quarter %(number)s of %(year)s") % {"number": period[-1], "year": period[:4]}
