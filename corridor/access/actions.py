"""The only writer of organisations, centres, accounts, roles and history."""

from datetime import date
from typing import Any

from django.db import transaction

from corridor.access.models import Account, Centre, HistoryEntry, Membership, Organisation, random_key
from corridor.access.table import ROLES
from corridor.reference import zones


@transaction.atomic
def found_centre(name: str, organisation: str, country: str = "", time_zone: str = "") -> Centre:
    """Make a centre that has no keys and no members yet (see `safe.actions`); its organisation when that is new."""
    home, _ = Organisation.objects.get_or_create(name=organisation)
    return Centre.objects.create(name=name, organisation=home, country=country, time_zone=time_zone)


def choose_time_zone(centre: Centre, name: str) -> None:
    """Count its days and hours by this zone from now on; what was written keeps its day. Raises ValueError."""
    if name not in zones.names():
        raise ValueError(f"{name!r} is not a time zone that can be chosen")
    centre.time_zone = name
    centre.save(update_fields=["time_zone"])


@transaction.atomic
def open_account(
    name: str,
    role: str,
    *,
    centre: Centre | None = None,
    until: date | None = None,
    organisation: Organisation | None = None,
) -> Account:
    """Make an account with one role. Raises KeyError for an unknown role, ValueError where role and centre disagree."""
    if ROLES[role].in_centre != (centre is not None):
        raise ValueError(f"{role} {'needs' if ROLES[role].in_centre else 'has no'} centre")
    account = Account.objects.create(name=name, centre=centre, until=until, organisation=organisation)
    Membership.objects.create(account=account, role=ROLES[role].name)
    return account


def end_sessions(account: Account) -> None:
    """Make every session of the account worthless from its next request on."""
    account.stamp = random_key()
    account.save(update_fields=["stamp"])


@transaction.atomic
def close_account(account: Account) -> None:
    """She leaves: no role, no sign-in; the name stays, since history and audit speak of it."""
    account.memberships.all().delete()
    account.is_active = False
    account.save(update_fields=["is_active"])
    end_sessions(account)


def set_last_day(account: Account, day: date) -> None:
    """Move the last day on which she may sign in."""
    account.until = day
    account.save(update_fields=["until"])


def record_change(
    action: str, kind: str, record: str, before: dict[str, Any], after: dict[str, Any], *, by: Account
) -> None:
    """Write one line of history, in the transaction of the change itself. Only what differs is kept."""
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    HistoryEntry.objects.create(
        by=by,
        action=action,
        kind=kind,
        record=record,
        before={name: before.get(name) for name in sorted(changed) if name in before},
        after={name: after.get(name) for name in sorted(changed) if name in after},
    )
