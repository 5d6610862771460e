"""The hour and the day of a centre. Times are kept in UTC; what people say, read and are due by is the centre's.

A safe hour that is compared with another country's clock sends a call into the hour she excluded (WIF2023-25). So the
signed-in member's centre says which hour it is while her request is answered, and nobody's stays for the next one.
"""

from collections.abc import Callable
from datetime import UTC, date, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from corridor.access.models import Account, Centre
from corridor.reference import zones


def name_of(centre: Centre) -> str:
    """The zone that was chosen for it, else its country's; "" when nobody said where it is."""
    return centre.time_zone or zones.of_country(centre.country)


def zone_of(centre: Centre | None) -> tzinfo:
    """The zone by which a centre lives; UTC for none, where nobody said, and where this machine has no such zone (the
    start tells of that).
    """
    name = name_of(centre) if centre else ""
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def is_known(centre: Centre) -> bool:
    """Whether its hour can be told: otherwise no machine says that an hour is safe."""
    return isinstance(zone_of(centre), ZoneInfo)


def day_in(centre: Centre | None) -> date:
    """Which day it is there, whatever is active: for what no member does (joining, the public, the worker)."""
    with timezone.override(zone_of(centre)):
        return timezone.localdate()


def that_day_in(centre: Centre | None, today: date) -> date:
    """The centre's day while it is `today` in UTC: the day before, the same one, or the day after."""
    with timezone.override(UTC):
        return today + (day_in(centre) - timezone.localdate())


def live_in(centre: Centre) -> None:
    """For the rest of this request the hour is this centre's: pages that somebody opens without an account."""
    timezone.activate(zone_of(centre))


class CentreHour:
    """Middleware: a request is answered in the hour of the member's centre; what a view chose ends with its request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        with timezone.override(zone_of(user.centre) if isinstance(user, Account) else None):
            return self.get_response(request)
