"""The audit chain of a centre: every act with records about people, in order, sealed to the audit key.

An entry's hash covers the one before it, so that a missing, changed or moved entry is seen. The head, written down on
paper or sent to a sister centre, shows that the end was not cut off. Readers: coordinator and worker representative.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Subquery
from django.utils.translation import gettext

from corridor.access.models import Account, Centre
from corridor.safe.faults import Altered, NoKey
from corridor.safe.keys import AUDIT, Member, private_of
from corridor.safe.models import AuditEntry, Epoch, Ground
from corridor.safe.primitives import bind, digest, fingerprint, open_with, seal_to

START = bytes(32)
# Who did it, where no account did.
BY_PUBLIC, BY_HOST, BY_LINK, BY_TIMER, BY_RETENTION = "public", "host", "link", "timer", "retention"


@dataclass(frozen=True)
class Act:
    """One entry, opened. by: the account's key, or one of BY_*. about: a record's id or an account's key."""

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
    entries = AuditEntry.objects.filter(centre=ground.centre).order_by("sequence")
    for one in entries.filter(sequence__lte=ground.sequence).iterator():  # others may write meanwhile
        if one.sequence != expected:
            found.append(gettext("entry %(number)s is missing") % {"number": expected})
        if hash_of(before, one.sequence, one.day, bytes(one.sealed)) != bytes(one.hash):
            found.append(gettext("entry %(number)s was changed") % {"number": one.sequence})
        before, expected = bytes(one.hash), one.sequence + 1
    if before != bytes(ground.head) and (ground.head or expected > 1):
        told = gettext("the chain ends at %(end)s, its head speaks of %(head)s")
        found.append(told % {"end": expected - 1, "head": ground.sequence})
    head_now = Ground.objects.filter(pk=ground.pk).values("sequence")
    if beyond := entries.filter(sequence__gt=Subquery(head_now)).first():
        found.append(gettext("entry %(number)s was added after the head") % {"number": beyond.sequence})
    return found


def acts(member: Member, newest: int = 200, below: int | None = None) -> Iterator[Act]:
    """The newest acts of her centre (before number `below`), opened with the audit key. Raises NoKey without it."""
    if not member.holds(AUDIT):
        raise NoKey
    entries = AuditEntry.objects.filter(centre=member.centre)
    if below is not None:
        entries = entries.filter(sequence__lt=below)
    for one in entries.order_by("-sequence")[:newest]:
        try:
            private = private_of(member.secret(AUDIT, one.epoch))
            details = json.loads(open_with(private, bytes(one.sealed), place(member.centre, one.sequence)))
        except (Altered, NoKey):
            details = {"by": "", "did": "does not open", "about": ""}
        yield Act(one.sequence, one.day, **details)


HOLDS, OTHER, LET_GO, CUT = "holds", "other", "let go", "cut"


def head_of(ground: Ground) -> tuple[int, date | None, str]:
    """Number, day and fingerprint of the newest act: to be written down, so that a cut is seen."""
    return ground.sequence, ground.day, fingerprint(bytes(ground.head))


def compare_head(ground: Ground, sequence: int, digits: str) -> str:
    """Whether a head written down earlier (its number, the digits of its fingerprint) still stands in the chain.

    LET_GO: older than what is kept. CUT: the chain ends before it. OTHER: another act stands at that number.
    """
    if sequence < ground.checkpoint:
        return LET_GO
    if sequence == ground.checkpoint:
        found = bytes(ground.checkpoint_hash)
    else:
        one = AuditEntry.objects.filter(centre=ground.centre, sequence=sequence).first()
        if one is None:
            return CUT
        found = bytes(one.hash)
    return HOLDS if fingerprint(found).replace(" ", "") == digits else OTHER
