"""The page of a centre's keys, and renewing them in steps."""

import json
import time
from datetime import date, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.access.models import Centre
from corridor.access.queries import may
from corridor.access.zones import name_of
from corridor.reference.zones import names
from corridor.safe import chain, circle, clock, keyring, upkeep
from corridor.safe.actions import centres as actions
from corridor.safe.cards import digits_of
from corridor.safe.faults import NoKey, Unfit
from corridor.safe.keys import RECORDS, Member, current
from corridor.safe.queries import cards_since, ground_of, is_renewing, seal_timer, wrapping_left
from corridor.safe.views.telling import with_member

QUARTER = timedelta(days=92)
STEP_SECONDS, BATCH = 1.0, 100


@door("read_members")
@with_member
def ground(request: HttpRequest, member: Member) -> HttpResponse:
    """State, circle, cards, age of the key, seal timer, time zone, the head of the chain to be written down."""
    found, epoch = ground_of(member.centre), current(member.centre, RECORDS)
    days = seal_timer(found)
    doubt = days is not None and days <= 0 and clock.timer_fault(found, timezone.localdate())
    page = {
        "ground": found,
        "cards_since": cards_since(found),
        "centre": member.centre,
        "epoch": epoch,
        "is_old": timezone.localdate() - epoch.began > QUARTER,
        "unfinished": is_renewing(member.centre),
        "circle": [one for one in circle.people_of(member.centre) if one.keys == circle.HOLDS],
        "kept": [one for one in (noted("last-backup.json"), last_drill(member.centre)) if one],
        "timer": days,
        "timer_day": timezone.localdate() + timedelta(days=days) if days is not None else None,
        "warn": days is not None and days <= max(clock.warns_at(found.seal_after_days), default=0) and not doubt,
        "clock": clock.told(),
        "troubles": upkeep.troubles(member.centre, timezone.localdate()),
        "zone": name_of(member.centre),
        "zones": names(),
        "hour": timezone.localtime(),
        "on_disk": not keyring.held_in_memory(settings.RUN),
        "head": chain.head_of(found),
        "rights": {one: may(request, one) for one in ("invite_member", "make_cards", "read_audit", "seal_centre")},
    }
    return render(request, "safe/ground.html", page)


def last_drill(centre: Centre) -> tuple[str, date, str] | None:
    """The newer of the last drill of the whole installation and the last one of this centre alone."""
    drills = (noted("last-drill.json"), noted(f"last-drill-{centre.key}.json"))
    return max(filter(None, drills), key=lambda one: one[1], default=None)


def noted(name: str) -> tuple[str, date, str] | None:
    """What the last backup or the last drill left behind: its name for the page, its day, how long it took."""
    label = gettext("Last backup") if name == "last-backup.json" else gettext("Last restore drill")
    try:
        plain = json.loads((settings.VAR / name).read_text())
        seconds = round(float(plain["seconds"]))
        took = gettext("%(number)s minutes") if seconds >= 120 else gettext("%(number)s seconds")
        number = seconds // 60 if seconds >= 120 else max(1, seconds)
        return label, date.fromisoformat(plain["day"]), took % {"number": number}
    except (OSError, ValueError, TypeError, KeyError):
        return None


@door("invite_member", post="same")
@with_member
def renewing(request: HttpRequest, member: Member) -> HttpResponse:
    """Wrap the records under the newest key, about a second at a time. Leaving the page loses nothing.

    A form begins a new key when none is under way. The page asks for itself again until all is done.
    """
    if not member.holds(RECORDS):
        raise NoKey
    if request.method == "POST":
        if not is_renewing(member.centre):
            actions.renew_key(RECORDS, by=member)
        return redirect("safe:renewing")
    ended = is_renewing(member.centre) and not work_a_while(member)
    left, everything = wrapping_left(member.centre)
    page = {
        "left": left,
        "everything": everything,
        "done": everything - left,
        "goes_on": bool(left) and not ended,
        "stuck": bool(left) and ended,  # what is left opens with no key of hers
        "epoch": current(member.centre, RECORDS),
    }
    return render(request, "safe/renewing.html", page)


def work_a_while(member: Member) -> int:
    """Steps for about a second; between them others write. Returns how many records are left for her key."""
    began = time.monotonic()
    while left := actions.wrap_anew_step(by=member, limit=BATCH):
        if time.monotonic() - began >= STEP_SECONDS:
            break
    return left


@door(post="make_cards")
@with_member
def set_timer(request: HttpRequest, member: Member) -> HttpResponse:
    """Turn the seal timer on with a number of days, or off."""
    typed = digits_of(request.POST.get("days", ""))
    if request.POST.get("off"):
        actions.set_seal_timer(None, by=member)
        messages.success(request, gettext("The seal timer is off."))
    elif not typed.isdecimal() or len(typed) > 4:
        raise Unfit(gettext("How many days? A number is expected; found %(found)s.") % {"found": typed[:20] or "–"})
    else:
        actions.set_seal_timer(int(typed), by=member)
        messages.success(request, gettext("The seal timer is on."))
    return redirect("safe:ground")


@door(post="make_cards")
@with_member
def set_time_zone(request: HttpRequest, member: Member) -> HttpResponse:
    """Choose by which zone the centre's days and hours are counted."""
    actions.set_time_zone(request.POST.get("zone", ""), by=member)
    messages.success(request, gettext("It is kept."))
    return redirect("safe:ground")
