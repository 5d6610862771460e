"""The only writer of accounts, roles and history."""

from typing import Any

from django.db import transaction

from corridor.access.models import Account, HistoryEntry, Membership
from corridor.access.table import ROLES


@transaction.atomic
def open_account(name: str, passphrase: str, role: str) -> Account:
    """Make an account with one role. Raises KeyError for a role that stands not in the table."""
    account = Account(name=name)
    account.set_password(passphrase)
    account.save()
    Membership.objects.create(account=account, role=ROLES[role].name)
    return account


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
