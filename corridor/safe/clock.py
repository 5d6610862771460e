"""Whether the machine's clock can be believed: what destroys, seals or refuses because of a day asks here first.

Two things tell: the days on which a centre acted, and the days that this machine saw pass one after another.
"""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from corridor.access.zones import that_day_in
from corridor.safe.models import OPEN, AuditEntry, Ground

GAP, DAYS_AFTER_A_GAP = timedelta(days=40), 7
ZONES = timedelta(days=2)  # as far as the days of two places can differ at one moment
SEEN_KEPT = 800  # days: more than the longest seal timer, twice
WARNED = (14, 7, 1)  # days before a seal timer runs out (D13)


def clock_fault(ground: Ground, today: date) -> str:
    """Why today can not be believed for this centre, in a few words; empty when it can."""
    last = ground.day
    if last is None:
        return "nothing was done here yet"
    if today < last:
        return f"today is {today}, before its last act on {last}"
    if today - last > GAP:
        return f"today is {today}, {(today - last).days} days after its last act on {last}"
    entries = AuditEntry.objects.filter(centre_id=ground.centre_id).order_by()
    recent = entries.values("day").annotate(last=Max("sequence")).order_by("-last")[:DAYS_AFTER_A_GAP]
    for later, earlier in pairwise(one["day"] for one in recent):
        if abs(later - earlier) > GAP:
            return f"its days went from {earlier} to {later}; it waits for {DAYS_AFTER_A_GAP} days of acts after that"
    return ""


def timer_fault(ground: Ground, today: date) -> str:
    """Why a seal timer that has run out by the calendar is not believed; empty when it is.

    A centre in which nobody does anything for months is what the timer is for: then it is enough that this machine
    saw so many days pass. A leap of the clock is no day that passed.
    """
    fault = clock_fault(ground, today)
    if fault and ground.last_opened and days_seen(ground.last_opened, today) >= (ground.seal_after_days or 0):
        return ""
    return fault


def _seen() -> Path:
    return settings.VAR / "days-seen"


def seen_days() -> list[date]:
    """The days on which the daily work was done here, in the order in which they came."""
    try:
        return [date.fromisoformat(line) for line in _seen().read_text().split()]
    except (OSError, ValueError):
        return []


def see(today: date) -> None:
    """Note that this day came."""
    days = seen_days()
    if days[-1:] != [today]:
        fresh = _seen().with_suffix(".new")
        fresh.write_text("\n".join(day.isoformat() for day in [*days, today][-SEEN_KEPT:]))
        fresh.replace(_seen())


def days_seen(since: date, today: date) -> int:
    """How many days passed here after this one, counted by the days that were seen; leaps of the clock left out."""
    days = seen_days()
    first = max((place for place, day in enumerate(days) if day <= since), default=-1)
    steps = (later - earlier for earlier, later in pairwise([since, *days[first + 1 :], today]))
    return sum(step.days for step in steps if timedelta(0) < step <= GAP)


def warns_at(days: int | None) -> tuple[int, ...]:
    """How many days before it runs out a timer of so many days is warned of: only where somebody stayed away."""
    return tuple(mark for mark in WARNED if days is not None and mark < days)


def seems_wrong(today: date | None = None) -> bool:
    """Whether the clock stands before the last act of this installation, or long after it."""
    newest = Ground.objects.aggregate(day=Max("day"))["day"]
    today = today or timezone.localdate()
    return newest is not None and not newest - ZONES <= today <= newest + GAP


def told() -> str:
    """What is added where somebody is not let in, as a sentence; empty while the clock seems right.

    The same for everybody, whatever was typed: it tells of the machine alone, never whether a name or a code exists.
    """
    if not seems_wrong():
        return ""
    return gettext(
        "The clock of this Corridor may be wrong: it says %(day)s. If it is, no code is right until it is put right: "
        "tell the person who runs this Corridor."
    ) % {"day": date_format(timezone.localtime(), "j F Y, H:i T")}


def with_clock(fault: str) -> str:
    """What was not right, and beside it that the clock may be."""
    return " ".join(filter(None, (fault, told())))


def open_timers(today: date) -> list[tuple[Ground, date]]:
    """The open centres with a seal timer, each with its own day while it is `today` in UTC."""
    grounds = Ground.objects.select_related("centre").filter(state=OPEN, seal_after_days__isnull=False)
    return [(ground, that_day_in(ground.centre, today)) for ground in grounds.order_by("centre__key")]
