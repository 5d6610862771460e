"""What stands of a centre's returns, and which periods can be returned. Needs no key: nothing is about a person."""

import json
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from corridor.access.models import Account, Centre
from corridor.access.table import allowed
from corridor.figures.models import SIGNED, Return
from corridor.figures.returns import Period, from_plain
from corridor.figures.returns import Return as Told
from corridor.journey.facts import FACTS, Quarter
from corridor.safe.faults import Unfit
from corridor.safe.primitives import fingerprint

QUARTERS_BACK, YEARS_BACK = 8, 2  # offered; what happened before is counted with the first that is returned
EARLIER_SHOWN = 8


def returns_of(centre: Centre) -> list[Return]:
    """Every return of a centre, the latest period first."""
    return list(Return.objects.filter(centre=centre).order_by("-period"))


def return_of(centre: Centre, period: str) -> Return | None:
    """Its return of this period, signed or not."""
    people = ("coordinator", "representative", "made_by", "centre")
    return Return.objects.filter(centre=centre, period=period).select_related(*people).first()


def told_in(found: Return) -> Told:
    """What it tells, as far as it was made. Raises Unfit when this Corridor does not count in that way (any more)."""
    try:
        return from_plain(json.loads(bytes(found.text)))
    except ValueError as error:
        told = gettext("This cannot be read: %(why)s. Take it back and make it anew, or keep the signed file.")
        raise Unfit(told % {"why": error}) from error


def kinds_left(found: Return) -> list[str]:
    """The kinds of facts that are still to be counted."""
    return [name for name in FACTS if name not in found.counted]


@dataclass(frozen=True)
class Approvals:
    """Who approved it and still belongs, in that part."""

    coordinator: Account | None
    representative: Account | None

    @property
    def both(self) -> bool:
        one, other = self.coordinator, self.representative
        return one is not None and other is not None and one != other


def approvals(found: Return) -> Approvals:
    """The approvals that count: not of somebody who left since, or has another role now."""
    return Approvals(
        _still(found.coordinator, "coordinator", found), _still(found.representative, "worker_representative", found)
    )


def part_for(account: Account, given: Approvals) -> str:
    """Which approval is still hers to give ("coordinator", "representative"); empty for none. An account gives one."""
    if account in (given.coordinator, given.representative):
        return ""
    if given.representative is None and "worker_representative" in account.roles:
        return "representative"
    return "coordinator" if given.coordinator is None and "coordinator" in account.roles else ""


def fingerprint_of(found: Return) -> str:
    """Of the key that signed it; empty before. Also where this Corridor no longer counts what it tells."""
    return fingerprint(bytes.fromhex(json.loads(bytes(found.file))["verifier"])) if found.file else ""


def _still(account: Account | None, role: str, found: Return) -> Account | None:
    belongs = account and account.is_active and account.centre_id == found.centre_id and role in account.roles
    return account if account and belongs and allowed(account.roles, "approve_return") else None


def overlapping(centre: Centre, period: Period) -> str:
    """The code of a return that holds this period already, in whole or in part; empty when there is none."""
    return (
        Return.objects.filter(centre=centre, period__in=_same_time(period)).values_list("period", flat=True).first()
        or ""
    )


def open_periods(centre: Centre, today: date) -> list[Period]:
    """The closed periods that can still be returned, the latest first: quarters, then years."""
    last = Quarter.of(today)
    quarters = []
    for _ in range(QUARTERS_BACK):
        last = Quarter.of(date.fromordinal(last.first.toordinal() - 1))
        quarters.append(Period(last.year, last.number))
    years = [Period(today.year - back) for back in range(1, YEARS_BACK + 1)]
    taken = set(Return.objects.filter(centre=centre).values_list("period", flat=True))
    return [one for one in (*quarters, *years) if not taken & _same_time(one)]


def _same_time(period: Period) -> set[str]:
    if period.quarter:
        return {period.code, Period(period.year).code}
    return {period.code, *(one.code for one in period.quarters)}


def _signed_periods(centre: Centre) -> list[Period]:
    codes = Return.objects.filter(centre=centre, state=SIGNED).values_list("period", flat=True)
    return [Period.read(one) for one in codes]


def is_after(centre: Centre, period: Period) -> bool:
    """Whether a later period was returned already: what had happened by then was counted there."""
    return any(one.last > period.last for one in _signed_periods(centre))


def left_out_before(centre: Centre, period: Period) -> list[str]:
    """Quarters between the last return before this one and this one, of which there is none: what happened in them is
    counted with this one. Empty for the first return of a centre.
    """
    first = period.quarters[0]
    before = [one.last for one in _signed_periods(centre) if one.last < first.first]
    if not before:
        return []
    found, quarter = [], Quarter.of(max(before)).next()
    while quarter < first:
        found.append(quarter.code)
        quarter = quarter.next()
    return found[-EARLIER_SHOWN:]
