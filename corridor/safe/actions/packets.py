"""Other centres that are known, packets that leave and packets that arrive."""

import base64
import hashlib
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
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
    keep_until,
    naming_of,
    record_reading,
    submission_token,
    write_record,
)
from corridor.safe.casebook import Entry, Reading
from corridor.safe.content import Content, content_from
from corridor.safe.faults import Altered, NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.models import SealedChunk, SealedRecord
from corridor.safe.notebook import evidence
from corridor.safe.packets import CallingCard, Correspondent, Packet, Piece, ReceivedPacket, SentPacket
from corridor.safe.primitives import random_bytes


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
    today = timezone.localdate()
    done = replace(old, checked_by=by.account.key, checked_on=today, day=today)
    return change_record(entry.id, done, read=entry.change, by=by)


def send_packet(head: Entry, parts: list[Entry], to: Correspondent, *, by: Member) -> bytes:
    """Seal and sign; note on the record that it was sent; hand it over at once where the centre is on this system.

    Raises Unfit while nobody compared the fingerprint, or when it is too large.
    """
    _compared(to)
    blob = packets.make_packet(head, parts, to.card(), by=by)
    return _sent(blob, head, len(parts), to, by)


def send_pieces(
    pieces: Sequence[Piece],
    to: Correspondent,
    *,
    by: Member,
    about: Entry | None = None,
    once: str = "",
    consent: str = "",
    what: tuple[str, ...] = (),
) -> bytes:
    """The same for pieces of several records, the one it begins with first. about: the record on which it is noted;
    none for what keeps a record of its own. once: under which it is known again when it is sent twice. consent, what:
    the entry of a ledger that it rests on, and the groups of data it allowed.
    """
    _compared(to)
    blob = packets.pack([one.plain() for one in pieces], to.card(), by=by)
    if about:
        return _sent(blob, about, len(pieces), to, by, once, consent, what)
    _deliver(blob, to)
    return blob


def _compared(to: Correspondent) -> None:
    if not to.checked_by:
        raise Unfit(gettext("Compare the fingerprint of that centre first."))


def _sent(
    blob: bytes,
    about: Entry,
    parts: int,
    to: Correspondent,
    by: Member,
    once: str = "",
    consent: str = "",
    what: tuple[str, ...] = (),
) -> bytes:
    finger = to.card().fingerprint
    sent = SentPacket(about.id, to.name, finger, parts, timezone.localdate(), by.account.key, consent, what, once)
    naming = naming_of(about, by) if about.restricted else EVERYBODY
    written = write_record(sent, by=by, naming=naming, token=f"sent {once}" if once else "")
    if month := about.content.shred_after() or about.shred_after:  # a note under what is closed goes with it
        keep_until([written.id], month, by=by)
    _deliver(blob, to, once)
    return blob


def _deliver(blob: bytes, to: Correspondent, once: str = "") -> None:
    if here := centre_here(to):
        receive_packet(blob, centre=here, once=once)


def centre_here(to: Correspondent) -> Centre | None:
    """The centre on this system; None when a file has to be carried to it."""
    return Centre.objects.filter(key=to.centre_key, ground__isnull=False).first()


def receive_packet(blob: bytes, *, centre: Centre, once: str = "") -> Written:
    """Keep a packet that arrived until somebody accepts or refuses it; needs no key. Twice the same is kept once.

    Raises Unfit when it is no packet of this centre.
    """
    if packets.addressed_to(blob)[0] != centre.key:
        raise Unfit(gettext("This packet is for another centre."))
    content = ReceivedPacket(base64.b64encode(blob).decode(), timezone.localdate())
    return write_record(content, by=None, centre=centre, token=f"packet {once or packets.mark_of(blob)}")


def packet_of(entry: Entry, reading: Reading, *, by: Member) -> Packet:
    """A packet that waits, opened. Raises NoKey while the sender's fingerprint was not compared, and what opening a
    packet raises.
    """
    content = entry.content
    assert isinstance(content, ReceivedPacket)
    packet = content.packet(by)
    known = [one.content for one in reading.of_type(Correspondent)]
    if not packets.sender_is_known(packet, [one for one in known if isinstance(one, Correspondent)]):
        raise NoKey
    return packet


def accept_packet(entry: Entry, reading: Reading, *, by: Member) -> str:
    """Take its records into the casebook with where they came from; returns the id of the head record.

    Raises Unfit for what is answered on a page of its own, and what `packet_of` raises.
    """
    packet = packet_of(entry, reading, by=by)
    if packet.first.ANSWERED:
        raise Unfit(gettext("This asks for an answer: open it in the list of referrals."))
    return take_in(entry, packet, by=by)[packet.records[0]["id"]]


@transaction.atomic
def take_in(
    entry: Entry, packet: Packet, *, by: Member, change: Callable[[Content], Content] = lambda one: one
) -> dict[str, str]:
    """Keep the records of a packet that was opened, and drop the packet. change: done to each content on its way.

    Returns for each id in the packet the id it has here; the same for the same packet, however often it came.
    """
    there = {one["id"]: _twin(packet, one["id"], by.centre) for one in packet.records}
    ids = {old: twin or str(uuid.uuid5(uuid.UUID(entry.id), old)) for old, twin in there.items()}
    origin = {"centre": packet.sender.name, "fingerprint": packet.sender.fingerprint, "day": packet.day.isoformat()}
    heads: dict[str, str] = {}
    for one in packet.records:
        naming = Naming((by.account,), restricted=True) if one.get("r") else EVERYBODY
        arrived = change(packets.readdressed(content_from(one["t"], one["v"], one["c"]), ids))
        arrived, chunks = _with_file(arrived, one.get("f", ""), ids[one["id"]], by.centre)
        heads[ids[one["id"]]] = getattr(arrived, arrived.HEAD) if arrived.HEAD else ""
        told, token = {**origin, "id": one["id"]}, _token(packet, one["id"])
        write_record(arrived, by=by, naming=naming, id=ids[one["id"]], token=token, origin=told)
        for position, sealed in enumerate(() if there[one["id"]] else chunks):
            SealedChunk.objects.create(record=ids[one["id"]], centre=by.centre, position=position, sealed=sealed)
    _keep_with_heads(heads, by)
    record_reading(entry.id, "accept packet", by=by)
    erase_records([entry.id], by=by, why="packet accepted")
    return ids


def _keep_with_heads(heads: dict[str, str], by: Member) -> None:
    """Parts of what arrived closed are destroyed with it, as `heads.write_part` does. heads: id -> that of its head."""
    rows = SealedRecord.objects.filter(centre=by.centre, id__in=list(heads)).exclude(shred_after=None)
    months = {str(id): month for id, month in rows.values_list("id", "shred_after") if month}
    below: dict[date, list[str]] = defaultdict(list)
    for part in heads:
        head, above = heads[part], {part}
        while head in heads and head not in months and head not in above:
            above.add(head)  # a packet is written by somebody else: what goes round in it ends here
            head = heads[head]
        if head in months and head != part:
            below[months[head]].append(part)
    for month, ids in below.items():
        keep_until(ids, month, by=by)


def _token(packet: Packet, id: str) -> str:
    return f"accepted {packet.mark} {id}"


def _twin(packet: Packet, id: str, centre: Centre) -> str:
    """The record that the same packet brought before."""
    rows = SealedRecord.objects.filter(centre=centre, token=submission_token(_token(packet, id), centre))
    found = rows.values_list("id", flat=True).first()
    return str(found) if found else ""


def _with_file(content: Content, file: str, id: str, centre: Centre) -> tuple[Content, list[bytes]]:
    """The content of a file that came along, with a key of its own here, and the file in sealed chunks.

    Raises Altered when it is not what the content says of it.
    """
    if not file:
        return content, []
    said: Any = content
    try:
        data, fingerprint = base64.b64decode(file, validate=True), said.fingerprint
    except (ValueError, AttributeError) as error:
        raise Altered from error
    if hashlib.sha256(data).hexdigest() != fingerprint or len(data) != said.size:
        raise Altered
    key, stretches = random_bytes(), evidence.chunks_of(data)
    places = [evidence.chunk_place(id, centre, i, i == len(stretches) - 1) for i in range(len(stretches))]
    sealed = [evidence.sealed_chunk(key, stretch, place) for stretch, place in zip(stretches, places, strict=True)]
    changed: dict[str, Any] = {"key": key.hex(), "chunks": len(stretches)}
    return replace(content, **changed), sealed


def take_back_packet(sent: SentPacket, to: Correspondent) -> bool:
    """Destroy a packet that waits unread at a centre on this system. False where it does not wait there (any more):
    it was accepted or refused, or a file was carried.
    """
    here = centre_here(to)
    if here is None or not sent.once:
        return False
    rows = SealedRecord.objects.filter(centre=here, token=submission_token(f"packet {sent.once}", here))
    waits = [str(one) for one in rows.values_list("id", flat=True)]
    return bool(waits) and bool(erase_records(waits, by=None, centre=here, why="packet taken back"))


def refuse_packet(entry: Entry, *, by: Member) -> None:
    """Destroy a packet that waits, unread."""
    erase_records([entry.id], by=by, why="refuse packet")
