"""Days as a reader lives by them: the Gregorian day, and beside it her own calendar's.

Nothing is stored for it. A centre in Nepal and whoever reads Nepali see Bikram Sambat, a centre in Saudi Arabia sees
Hijri: the State's calendar there (Basic Law of Governance, Royal Order A/90 of 1992, article 2). All else is Gregorian.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from corridor.access.models import Account
from corridor.journey.calendars import in_calendar, read_day
from corridor.journey.when import BIKRAM_SAMBAT, HIJRI
from corridor.safe.notebook.days import OtherCalendars

OF_COUNTRY, OF_LANGUAGE = {"NPL": BIKRAM_SAMBAT, "SAU": HIJRI}, {"ne": BIKRAM_SAMBAT}
_country: ContextVar[str] = ContextVar("country of the reader's centre", default="")


def calendar_beside() -> str:
    """The calendar that is shown beside the Gregorian: that of the centre's country, else of the reader's language."""
    return OF_COUNTRY.get(_country.get()) or OF_LANGUAGE.get(get_language() or "", "")


def gregorian(day: date) -> str:
    """A day alone, written out."""
    return date_format(day, "j F Y")


def written(day: Any, form: str = "j F Y") -> str:
    """A day for a page: "28 August 2024 (12 Bhadra 2081 BS)"; the second one where the reader lives by another calendar
    that knows that day. Empty for no day.
    """
    if not isinstance(day, date):
        return ""
    if isinstance(day, datetime):
        day = (timezone.localtime(day) if timezone.is_aware(day) else day).date()
    text, calendar = date_format(day, form), calendar_beside()
    other = in_calendar(day, calendar, get_language() or "en") if calendar else ""
    return f"{text} (\u2068{other}\u2069)" if other else text  # isolated: Latin figures stand in Arabic lines


@contextmanager
def living_in(country: str) -> Iterator[None]:
    """Days are written for a centre of this country (ISO 3166 alpha-3); "" where nobody said."""
    token = _country.set(country)
    try:
        yield
    finally:
        _country.reset(token)


class CentreCalendar:
    """Middleware: a request is answered with the calendar of the member's centre beside the Gregorian."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        centre = request.user.centre if isinstance(request.user, Account) else None
        with living_in(centre.country if centre else ""):
            return self.get_response(request)


OTHERS = OtherCalendars(lambda text: read_day(text, today=timezone.localdate()), lambda: bool(calendar_beside()))
