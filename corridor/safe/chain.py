"""The audit chain of a centre: every act with records about people, in order, sealed to the audit key.

An entry's hash covers the one before it, so that a missing, changed or moved entry is seen. The head, written down on
paper or sent to a sister centre, shows that the end was not cut off. Readers: coordinator and worker representative.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corridor.access.models import Account, Centre
from corridor.safe.faults import Altered, NoKey
from corridor.safe.keys import AUDIT, Member, private_of
from corridor.safe.models import AuditEntry, Epoch, Ground
from corridor.safe.primitives import bind, digest, open_with, seal_to

START = bytes(32)


@dataclass(frozen=True)
class Act:
    """One entry, opened. by: the account's key, or 'public', 'host'. about: a record's id or an account's key."""

    sequence: int
    day: date
    by: str
    did: str
    about: str = ""


def hash_of(before: bytes, sequence: int, day: date, sealed: bytes) -> bytes:
    return digest(before or START, sequence, day.isoformat(), sealed)


def place(centre: Centre, sequence: int) -> bytes:
    return bind("audit", centre.key, sequence)


def entry(
    ground: Ground, epoch: Epoch, sequence: int, day: date, by: Account | str, did: str, about: str
) -> AuditEntry:
    """The entry that comes next after the ground's head. Details are padded, so that their length tells nothing."""
    who = by if isinstance(by, str) else by.key
    details = json.dumps({"by": who, "did": did, "about": about}).encode()
    sealed = seal_to(bytes(epoch.public), details.ljust(160), place(ground.centre, sequence))
    hashed = hash_of(bytes(ground.head), sequence, day, sealed)
    return AuditEntry(centre=ground.centre, sequence=sequence, day=day, epoch=epoch.number, sealed=sealed, hash=hashed)


def faults(ground: Ground) -> list[str]:
    """Where the chain does not hold, in a few words each; empty when it is whole."""
    before, expected, found = bytes(ground.checkpoint_hash), ground.checkpoint + 1, []
    for one in AuditEntry.objects.filter(centre=ground.centre).order_by("sequence").iterator():
        if one.sequence != expected:
            found.append(f"entry {expected} is missing")
        if hash_of(before, one.sequence, one.day, bytes(one.sealed)) != bytes(one.hash):
            found.append(f"entry {one.sequence} was changed")
        before, expected = bytes(one.hash), one.sequence + 1
    if before != bytes(ground.head) and (ground.head or expected > 1):
        found.append(f"the chain ends at {expected - 1}, its head speaks of {ground.sequence}")
    return found


def acts(member: Member, newest: int = 200) -> Iterator[Act]:
    """The newest acts of her centre, opened with the audit key. Raises NoKey for whoever does not hold it."""
    if not member.holds(AUDIT):
        raise NoKey
    for one in AuditEntry.objects.filter(centre=member.centre).order_by("-sequence")[:newest]:
        try:
            private = private_of(member.secret(AUDIT, one.epoch))
            details = json.loads(open_with(private, bytes(one.sealed), place(member.centre, one.sequence)))
        except (Altered, NoKey):
            details = {"by": "", "did": "does not open", "about": ""}
        yield Act(one.sequence, one.day, **details)
