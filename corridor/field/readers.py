"""Who reads what comes from outside. Complaints about the staff are sealed past the staff (WIF2023-27).

A complaint is restricted to the worker representatives by name, whom two of the centre admitted and who are no staff
themselves. Where they have no key at this moment (the centre is sealed, a passphrase was forgotten), their places are
filled with keys that nobody holds: the complaint then opens with two recovery cards alone, which seal it to them again
(`safe.actions.reopening`). Where a centre has no representative at all, no complaint is taken: nobody would read it.
"""

from collections.abc import Iterable

from corridor.access.models import Account, Centre
from corridor.access.queries import accounts_of
from corridor.access.table import CENTRE, extents
from corridor.safe import keyring
from corridor.safe.actions.records import EVERYBODY, Naming
from corridor.safe.faults import Fault
from corridor.safe.keyring import MemberFile
from corridor.safe.keys import AUDIT
from corridor.safe.models import Hold
from corridor.safe.primitives import new_private, public_of
from corridor.safe.sealing import NAMED_PLACES


class InTheirPlaces(Naming):
    """Named whether or not they have a key now; who has none gets her place and no key."""

    def publics(self) -> list[bytes]:
        files = [file_of(account) for account in self.accounts]
        return [bytes.fromhex(file.public) if file else public_of(new_private()) for file in files]


def file_of(account: Account) -> MemberFile | None:
    """Her keyring file; None when she has none, or none that can be read: writing goes on all the same."""
    try:
        return keyring.read(account)
    except Fault:
        return None


def representatives(centre: Centre) -> tuple[Account, ...]:
    """The worker representatives, at most six, the longest there first; those with a key, or all where none has one."""
    every = [one for one in accounts_of(centre).order_by("pk") if _is_independent(one)]
    admitted = set(Hold.objects.filter(account__in=every, epoch__kind=AUDIT).values_list("account", flat=True))
    with_key = [one for one in every if one.pk in admitted and file_of(one)]
    return tuple((with_key or every)[:NAMED_PLACES])


def _is_independent(account: Account) -> bool:
    return bool(extents(account.roles, "read_complaint")) and CENTRE not in extents(account.roles, "write_note")


def of_complaints(centre: Centre) -> Naming:
    return InTheirPlaces(representatives(centre), restricted=True)


def of_keys(centre: Centre, keys: Iterable[str], restricted: bool) -> Naming:
    """Those of the centre with these account keys. Everybody where nobody is named and nothing is restricted."""
    accounts = tuple(centre.accounts.filter(key__in=list(keys), is_active=True).order_by("pk"))
    return InTheirPlaces(accounts, restricted) if accounts or restricted else EVERYBODY
