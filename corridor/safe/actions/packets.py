"""Other centres that are known, packets that leave and packets that arrive."""

import base64
import uuid
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from corridor.access.models import Centre
from corridor.safe import packets
from corridor.safe.actions.records import (
    EVERYBODY,
    Naming,
    Written,
    change_record,
    erase_records,
    naming_of,
    record_reading,
    write_record,
)
from corridor.safe.casebook import Entry, Reading
from corridor.safe.content import Content, content_from
from corridor.safe.faults import NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.packets import CallingCard, Correspondent, ReceivedPacket, SentPacket


def keep_correspondent(card: CallingCard, known: list[Entry], *, by: Member) -> Written:
    """Keep another centre's calling card. A newer card with the same signing key takes the place of the older one.

    Raises Unfit for one's own card, or when a known centre suddenly has another signing key: somebody must look.
    """
    if card.key == by.centre.key:
        raise Unfit(gettext("This is the calling card of your own centre."))
    for entry in known:
        old = entry.content
        assert isinstance(old, Correspondent)
        if old.verifier == card.verifier:
            kept = Correspondent.of(card, old.checked_by, old.checked_on)
            return change_record(entry.id, kept, read=entry.change, by=by)
        if old.centre_key == card.key:
            told = gettext("%(name)s is known with another signing key. Ask them by voice before you do anything else.")
            raise Unfit(told % {"name": old.name})
    return write_record(Correspondent.of(card), by=by)


def check_fingerprint(entry: Entry, *, by: Member) -> Written:
    """Somebody compared the fingerprint by voice or on paper: packets may go there and come from there."""
    old = entry.content
    assert isinstance(old, Correspondent)
    done = replace(old, checked_by=by.account.key, checked_on=timezone.localdate())
    return change_record(entry.id, done, read=entry.change, by=by)


def send_packet(head: Entry, parts: list[Entry], to: Correspondent, *, by: Member) -> bytes:
    """Seal and sign; note on the record that it was sent; hand it over at once where the centre is on this system.

    Raises Unfit while nobody compared the fingerprint, or when it is too large.
    """
    if not to.checked_by:
        raise Unfit(gettext("Compare the fingerprint of that centre first."))
    blob = packets.make_packet(head, parts, to.card(), by=by)
    finger = to.card().fingerprint
    sent = SentPacket(head.id, to.name, finger, len(parts), timezone.localdate(), by.account.key)
    write_record(sent, by=by, naming=naming_of(head, by) if head.restricted else EVERYBODY)
    if here := Centre.objects.filter(key=to.centre_key, ground__isnull=False).first():
        receive_packet(blob, centre=here)
    return blob


def receive_packet(blob: bytes, *, centre: Centre) -> Written:
    """Keep a packet that arrived until somebody accepts or refuses it; needs no key. Twice the same is kept once.

    Raises Unfit when it is no packet of this centre.
    """
    if packets.addressed_to(blob)[0] != centre.key:
        raise Unfit(gettext("This packet is for another centre."))
    content = ReceivedPacket(base64.b64encode(blob).decode())
    return write_record(content, by=None, centre=centre, token=f"packet {packets.mark_of(blob)}")


@transaction.atomic
def accept_packet(entry: Entry, reading: Reading, *, by: Member) -> str:
    """Take its records into the casebook with where they came from; returns the id of the head record.

    Raises NoKey while the sender's fingerprint was not compared, and what opening a packet raises.
    """
    content = entry.content
    assert isinstance(content, ReceivedPacket)
    packet = content.packet(by)
    known = [one.content for one in reading.of_type(Correspondent)]
    if not packets.sender_is_known(packet, [one for one in known if isinstance(one, Correspondent)]):
        raise NoKey
    ids = {one["id"]: str(uuid.uuid5(uuid.UUID(entry.id), one["id"])) for one in packet.records}
    origin = {"centre": packet.sender.name, "fingerprint": packet.sender.fingerprint, "day": packet.day.isoformat()}
    for one in packet.records:
        naming = Naming((by.account,), restricted=True) if one.get("r") else EVERYBODY
        arrived = _readdressed(content_from(one["t"], one["v"], one["c"]), ids)
        token = f"accepted {packet.mark} {one['id']}"
        write_record(arrived, by=by, naming=naming, id=ids[one["id"]], token=token, origin={**origin, "id": one["id"]})
    record_reading(entry.id, "accept packet", by=by)
    erase_records([entry.id], by=by, why="packet accepted")
    return ids[packet.records[0]["id"]]


def _readdressed(content: Content, ids: dict[str, str]) -> Content:
    """The content with the ids it has here; links to records that did not come along are left out."""
    changed: dict[str, Any] = {}
    if content.HEAD:
        changed[content.HEAD] = ids.get(getattr(content, content.HEAD), "")
    if content.LINKS:
        changed[content.LINKS] = tuple(ids[one] for one in content.linked() if one in ids)
    return replace(content, **changed)


def refuse_packet(entry: Entry, *, by: Member) -> None:
    """Destroy a packet that waits, unread."""
    erase_records([entry.id], by=by, why="refuse packet")
