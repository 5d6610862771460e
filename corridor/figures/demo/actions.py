"""Puts the made-up centres into a demonstration: what they returned, and the releases of all quarters but the last.

What is shipped is given the quarters that are closed today, and signed anew: each return by its centre, each release by
this installation. Every return is read as one that arrives, by `taking`. The returns of the last quarter, and the year
of the centre that is too small for quarters, are taken as from a file and wait, so that the making of a release can be
seen. Those of quarters that are out stand as signed files alone; `taking.store_anew` would lay their row-sets again.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from corridor.access.actions import record_change
from corridor.access.models import Account, Centre
from corridor.figures import programme_key, releases, taking
from corridor.figures.actions.taking import know_centre, take_return
from corridor.figures.apart import place
from corridor.figures.counting import WORKERS_LEAST
from corridor.figures.demo import shipped
from corridor.figures.demo.senders import Sender
from corridor.figures.models_programme import KnownCentre, Release, ReleaseLog, TakenReturn
from corridor.figures.returns import canonical
from corridor.journey.facts import Quarter
from corridor.safe import demo as people
from corridor.safe.packets import CallingCard, calling_card
from corridor.safe.primitives import sign, verifier_of

OFFICER = "me-officer"  # of the demonstration, who takes returns and makes releases
MADE_UP, SMALL = "made-up-", "made-up-dune"  # how codes of these centres begin; the one too small for quarters
RETURNED, RELEASED = timedelta(days=20), timedelta(days=45)  # after the last day of a quarter


def quarters(today: date) -> list[Quarter]:
    """The closed quarters of the demonstration, the earliest first."""
    found, now = [], Quarter.of(today)
    for _ in range(shipped.RELEASED + shipped.WAITING):
        now = Quarter(now.year - 1, 4) if now.number == 1 else Quarter(now.year, now.number - 1)
        found.append(now)
    return found[::-1]


def missing() -> bool:
    """Whether the made-up centres are not in this installation yet."""
    return not KnownCentre.objects.filter(code__startswith=MADE_UP).exists()


def told() -> list[str]:
    """What is laid out, as it is printed beside the people of the demonstration; empty where nothing is."""
    taken = TakenReturn.objects.filter(centre__code__startswith=MADE_UP).order_by("period")
    of_quarters = [row.period for row in taken.filter(centre__code__in=_large())]
    if not of_quarters:
        return []
    years = ", ".join(sorted(row.period for row in taken.exclude(centre__code__in=_large())))
    return [
        "Made-up centres (nobody in their figures exists)",
        f"  {', '.join(KnownCentre.objects.filter(code__in=_large()).values_list('name', flat=True))}:",
        f"    returns of {of_quarters[0]} to {of_quarters[-1]}; what came last waits for its release",
        f"  {', '.join(KnownCentre.objects.filter(code=SMALL).values_list('name', flat=True))}:",
        f"    fewer than {WORKERS_LEAST} workers a quarter, so none of its quarters is returned; its year {years} is",
        "",
    ]


def _large() -> list[str]:
    return [
        one for one in KnownCentre.objects.values_list("code", flat=True) if one.startswith(MADE_UP) and one != SMALL
    ]


def make(demo: people.Demo) -> None:
    """The curtain of a demonstration whose people are made: its own two centres are known to the programme too."""
    own = []
    for name, cast in people.CENTRES.items():
        centre = Centre.objects.filter(name=name, organisation__name=people.ASSOCIATION).first()
        if centre and (coordinator := people.unlocked(demo, centre, next(iter(cast)))):
            own.append((calling_card(coordinator), centre.country))
    load(timezone.localdate(), own, by=Account.objects.get(name=OFFICER))


@transaction.atomic
def load(today: date, own: Iterable[tuple[CallingCard, str]] = (), *, by: Account) -> None:
    """Everything, or (interrupted) nothing but releases, which are then left as they are. own: calling cards of the
    demonstration's own centres with their countries. Raises OSError when the disk is full.
    """
    for card, country in own:
        know_centre(card, country, by=by)
    senders: dict[str, Sender] = {}
    found = quarters(today)
    for number, quarter in enumerate(found, 1):
        _quarter(shipped.quarter(number), quarter, today, senders, by)
    _year_of_the_small(found, today, senders, by)


def _quarter(
    one: shipped.ShippedQuarter, quarter: Quarter, today: date, senders: dict[str, Sender], by: Account
) -> None:
    day = min(quarter.last + RETURNED, today)
    for plain in one.returns:
        data = _signed(plain, quarter.code, day, senders, by)
        if one.release is None:
            take_return(data, today, by=by)
        else:
            _stands(data, quarter.code, day)
    if one.release is not None:
        _out(one, one.release, quarter, min(quarter.last + RELEASED, today), by)


def _signed(plain: Mapping[str, Any], period: str, day: date, senders: dict[str, Sender], by: Account) -> bytes:
    """A return as its centre signs it; the centre is known from its first one on."""
    returned = shipped.dated_return(plain, period, f"{day:%Y-%m}")
    if returned.centre not in senders:
        sender = senders[returned.centre] = Sender(returned.centre, returned.name, returned.country)
        know_centre(sender.card(), sender.country, by=by)
    return senders[returned.centre].signed(returned)


def _stands(data: bytes, period: str, day: date) -> None:
    """A return that was taken and released long ago."""
    arrived = taking.arrived(data, _known, day)
    TakenReturn.objects.create(
        centre=KnownCentre.objects.get(code=arrived.returned.centre),
        period=period,
        code=arrived.code,
        mark=arrived.signed.mark,
        taken=day,
        released=period,
        file=data,
    )


def _known(code: str) -> taking.Known | None:
    """What `taking` asks of a centre."""
    centre = KnownCentre.objects.get(code=code)
    taken = dict(centre.returns.values_list("period", "mark"))
    return taking.Known(code, bytes.fromhex(centre.verifier), centre.left, taken)


def _out(one: shipped.ShippedQuarter, release: Mapping[str, Any], quarter: Quarter, day: date, by: Account) -> None:
    """A release, signed by this installation's key."""
    if Release.objects.using(place()).filter(period=quarter.code).exists():
        return
    text, key = canonical(shipped.dated(release, quarter.code, f"{day:%Y-%m}")), programme_key.signer()
    signature, verifier = sign(key, releases.message(text)), verifier_of(key)
    releases.read(text, signature, verifier)
    with transaction.atomic(using=place()):
        row = Release(period=quarter.code, made=day, text=text, signature=signature, verifier=verifier)
        row.save(using=place())
        ReleaseLog.objects.using(place()).bulk_create(ReleaseLog(period=quarter.code, **line) for line in one.log)
    record_change("make release", "release", quarter.code, {}, {"late": [], "families": len(one.log)}, by=by)


def first_of_year(found: list[Quarter]) -> int:
    """The number of the quarter with which the last full year among these begins."""
    return max(at for at in shipped.YEARS if found[at - 1].number == 1)


def _year_of_the_small(found: list[Quarter], today: date, senders: dict[str, Sender], by: Account) -> None:
    """The last full year of the centre that may return no quarter."""
    first = first_of_year(found)
    year = found[first - 1].year
    day = min(date(year, 12, 31) + RETURNED, today)
    take_return(_signed(shipped.year(first), f"{year:04d}", day, senders, by), today, by=by)
