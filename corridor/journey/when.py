"""A time as exact as a person knows it: a day, a month, a season or a year, in the calendar in which she said it.

Nothing is made more exact than it was said: "spring 2021" stays so, and is compared by its first and last day
(WIF2023-54: what people lived through is lost when it is pressed into the boxes of a form).
"""

from dataclasses import dataclass
from datetime import date

GREGORIAN, BIKRAM_SAMBAT, HIJRI = CALENDARS = ("gregorian", "bikram-sambat", "hijri")
DAY, MONTH, SEASON, YEAR, UNKNOWN = EXACTNESS = ("day", "month", "season", "year", "unknown")


@dataclass(frozen=True)
class When:
    """A time. first, last: its bounds as Gregorian days, both included; None while nothing is known.

    said: as it was said or typed. calendar: one of CALENDARS. exact: one of EXACTNESS. about: "about that time".
    """

    said: str = ""
    calendar: str = GREGORIAN
    exact: str = UNKNOWN
    first: date | None = None
    last: date | None = None
    about: bool = False

    @property
    def known(self) -> bool:
        return self.first is not None


NOT_SAID = When()
