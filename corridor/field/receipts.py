"""What a receipt's digits open. Pure but for looking the receipt up: stretching costs time, so callers hold the lane.

The digits are stretched (Argon2id, as a passphrase is) together with the centre's key; from the result come a locator,
under which the receipt is found, and a key pair. What waits for her is sealed to its public half, so that the centre
answers without her digits, and a thief of the disk has to guess them: 10^15 guesses of a third of a second each.
One network that guesses here gets some sixty tries an hour through `RECEIPT`, which is less than one hit in a million
years where a thousand receipts wait; all networks together get what the lane lets through (proof T20, decision 48).
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef

from corridor.access.models import Centre
from corridor.field.contents import STAFF
from corridor.field.models import Receipt, Reply
from corridor.safe import sealing
from corridor.safe.faults import Altered
from corridor.safe.limits import Limits, Rule
from corridor.safe.models import SealedRecord
from corridor.safe.primitives import Stretching, bind, derive, digest, open_with, public_of, seal_to

# Whoever sends a report has a receipt that is right, so a right one takes no wrong ones away. Each of the two processes
# that answer counts by itself: together they let some sixty tries an hour through from one network.
RECEIPT = Limits("receipt", pair=Rule(free=5, longest=120, kept=60 * 60), forgives=False)
SENT, ADDED, ANSWER, READERS = "sent", "added", "answer", "readers"


@dataclass(frozen=True)
class Keys:
    """What sixteen digits give at one centre. private: opens what waits for her."""

    locator: bytes
    private: bytes


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for her. what: SENT, ADDED or ANSWER, or READERS: to whom an addition is sealed.

    accounts: keys of those named (READERS alone). files: what the files that she sent were called.
    """

    what: str
    text: str = ""
    day: date | None = None
    kind: str = ""
    files: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    restricted: bool = False


@dataclass(frozen=True)
class Opened:
    """A receipt that was opened, with everything that waits under it, oldest first."""

    receipt: Receipt
    private: bytes = field(repr=False)
    waiting: tuple[Waiting, ...]

    @property
    def shown(self) -> list[Waiting]:
        return [one for one in self.waiting if one.what != READERS]

    @property
    def about_staff(self) -> bool:
        return any(one.what == SENT and one.kind == STAFF for one in self.waiting)

    @property
    def readers(self) -> Waiting | None:
        return next((one for one in reversed(self.waiting) if one.what == READERS), None)


def cost_now() -> str:
    return json.dumps(settings.STRETCHING, sort_keys=True, separators=(",", ":"))


def keys_of(code: str, centre: Centre, cost: str) -> Keys:
    """What the digits give. Raises nothing for wrong digits: they give other keys."""
    stretched = Stretching(**json.loads(cost)).key(code, digest("receipt", centre.key)[:16])
    return Keys(derive(stretched, "receipt locator"), derive(stretched, "receipt reply"))


def opened(centre: Centre, code: str) -> Opened | None:
    """What waits under these digits; None when there is no such receipt, after the same work."""
    costs = {*Receipt.objects.filter(centre=centre).values_list("cost", flat=True).distinct(), cost_now()}
    kept = Exists(SealedRecord.objects.filter(centre=centre, id=OuterRef("record")))  # one query for every sort of try
    found = None
    for cost in sorted(costs):
        keys = keys_of(code, centre, cost)
        receipt = Receipt.objects.filter(kept, centre=centre, locator=keys.locator).select_related("centre").first()
        found = (receipt, keys.private) if receipt else found
    if found is None:
        return None
    receipt, private = found
    return Opened(receipt, private, waiting_under(receipt, private))


def waiting_under(receipt: Receipt, private: bytes) -> tuple[Waiting, ...]:
    """What opens; what was changed on the disk is passed over."""
    told = []
    for reply in Reply.objects.filter(receipt=receipt).order_by("pk"):
        try:
            plain: dict[str, Any] = json.loads(
                sealing.unpad(open_with(private, bytes(reply.sealed), bound_to(receipt)))
            )
        except Altered:
            continue
        day = date.fromisoformat(plain.pop("day"))
        plain |= {"day": day} | {name: tuple(plain[name]) for name in ("files", "accounts")}
        told.append(Waiting(**plain))
    return tuple(told)


def bound_to(receipt: Receipt) -> bytes:
    """What waits under a receipt opens under no other one."""
    return bind("reply", receipt.centre.key, str(receipt.record), bytes(receipt.locator))


def sealed_for(receipt: Receipt, waiting: Waiting) -> bytes:
    """Sealed to the receipt and padded: an answer, an addition and a note of the centre's own look alike."""
    plain = asdict(waiting) | {"day": waiting.day.isoformat() if waiting.day else ""}
    padded = sealing.pad(json.dumps(plain, ensure_ascii=False).encode())
    return seal_to(bytes(receipt.reply_public), padded, bound_to(receipt))


def receipt_for(centre: Centre, record: str, keys: Keys, cost: str, day: date) -> Receipt:
    """The row that stands for a receipt; not written yet."""
    public = public_of(keys.private)
    return Receipt(centre=centre, record=record, locator=keys.locator, reply_public=public, cost=cost, day=day)
