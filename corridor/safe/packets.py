"""Packets: records sealed to another centre's key and signed with one's own, the way a journey crosses between centres.

A centre's *calling card* says its name, its signing key and its present record key, signed; the fingerprint of the
signing key is compared by voice or on paper before anything is sent. A packet in transit shows for whom it is and its
size, nothing else. What is accepted stands in the receiving casebook with where it came from (WIF2023-8).
"""

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from corridor.safe.casebook import Entry
from corridor.safe.content import Content, content_from, to_plain
from corridor.safe.faults import Altered, NoKey, Unfit, UnknownVersion
from corridor.safe.keys import RECORDS, SIGNING, Member, current, private_of
from corridor.safe.models import Epoch
from corridor.safe.primitives import bind, derive, digest, fingerprint, open_with, seal_to, sign, verify
from corridor.safe.sealing import pad, unpad

FORMAT = 1
LARGEST = 700_000  # bytes of a packet; above, fewer parts at a time
CARD_HEAD, PACKET_HEAD = "corridor calling card", b"corridor packet\n"
T = TypeVar("T")


@dataclass(frozen=True)
class CallingCard:
    """What another centre needs to send to this one. Keys in hex; epoch: the number of the record key."""

    key: str
    name: str
    verifier: str
    epoch: int
    public: str
    signature: str = ""

    @property
    def signed(self) -> bytes:
        return bind("calling card", self.key, self.name, self.verifier, self.epoch, self.public)

    @property
    def fingerprint(self) -> str:
        """30 digits to be compared by voice or on paper."""
        return fingerprint(bytes.fromhex(self.verifier))

    def told(self) -> str:
        """As a text that goes into any message: a head, then lines of letters and figures."""
        body = base64.b64encode(json.dumps(vars(self)).encode()).decode()
        return "\n".join([CARD_HEAD, *(body[i : i + 64] for i in range(0, len(body), 64))]) + "\n"


def calling_card(member: Member) -> CallingCard:
    """The card of her own centre, signed. Raises NoKey for whoever can not sign for the centre."""
    centre, signing, records = member.centre, current(member.centre, SIGNING), current(member.centre, RECORDS)
    bare = CallingCard(
        centre.key, centre.name, bytes(signing.public).hex(), records.number, bytes(records.public).hex()
    )
    return CallingCard(**{**vars(bare), "signature": sign(signer_of(member), bare.signed).hex()})


def signer_of(member: Member) -> bytes:
    return derive(member.secret(SIGNING), "signing")


def read_calling_card(text: str) -> CallingCard:
    """The card in a text. Raises Unfit when it is none or was cut, Altered when its signature does not fit."""
    head, _, body = text.strip().partition("\n")
    try:
        card = CallingCard(**json.loads(base64.b64decode("".join(body.split()), validate=True)))
        signature, verifier = bytes.fromhex(card.signature), bytes.fromhex(card.verifier)
        good = head.strip() == CARD_HEAD and len(bytes.fromhex(card.public)) == 32 and isinstance(card.name, str)
    except (ValueError, TypeError, AttributeError, RecursionError):
        good = False
    if not good:
        told = gettext("This is no calling card, or a part of it is missing. It begins with the line: %(head)s")
        raise Unfit(told % {"head": CARD_HEAD})
    verify(verifier, card.signed, signature)
    try:
        seal_to(bytes.fromhex(card.public), b"", b"")
    except ValueError as error:  # a key to which nothing can be sealed
        raise Altered from error
    return card


@dataclass(frozen=True)
class Packet:
    """A packet, opened. records: {"id", "t", "v", "c"}, "r" for those that were restricted, "f" (base64) for those with
    a file; the head comes first.
    """

    sender: CallingCard
    day: date
    records: tuple[dict[str, Any], ...]
    mark: str  # a digest of the packet, so that accepting it twice keeps it once

    @property
    def first(self) -> Content:
        """What it begins with: that decides how it is answered."""
        one = self.records[0]
        return content_from(one["t"], one["v"], one["c"])


@dataclass(frozen=True)
class Piece:
    """One record as it goes into a packet; it need not be the whole of what is kept. file: the bytes that go along."""

    id: str
    content: Content
    restricted: bool = False
    file: bytes = b""

    def plain(self) -> dict[str, Any]:
        said = _without_key(to_plain(self.content))
        kept = {"id": self.id, "t": self.content.TYPE, "v": self.content.VERSION, "c": said}
        more: dict[str, Any] = {"r": True} if self.restricted else {}
        return {**kept, **more, **({"f": base64.b64encode(self.file).decode()} if self.file else {})}


def told_records(records: Iterable[dict[str, Any]]) -> str:
    """The records of a packet as they are sealed, byte for byte."""
    return json.dumps(list(records), ensure_ascii=False)


def make_packet(head: Entry, parts: list[Entry], to: CallingCard, *, by: Member) -> bytes:
    """Seal a record and some of its parts for another centre. Raises Unfit when it is too large, NoKey without keys."""
    return pack([_plain(entry) for entry in (head, *parts)], to, by=by)


def pack(records: Sequence[dict[str, Any]], to: CallingCard, *, by: Member) -> bytes:
    """Seal records (see `Packet`) for another centre, signed. Raises Unfit when they are too large, NoKey."""
    body = {"from": vars(calling_card(by)), "day": timezone.localdate().isoformat(), "records": list(records)}
    plain = json.dumps(body, ensure_ascii=False).encode()
    signature = sign(signer_of(by), _signed(to.key, to.epoch, plain))
    try:
        padded = pad(signature + plain)
    except ValueError:
        padded = b""
    if not padded or len(padded) > LARGEST:
        raise Unfit(gettext("Too much for one packet. Choose fewer parts."))
    sealed = seal_to(bytes.fromhex(to.public), padded, _bound(to.key, to.epoch))
    outside = json.dumps({"to": to.key, "epoch": to.epoch, "version": FORMAT}).encode()
    return PACKET_HEAD + outside + b"\n" + sealed


def _plain(entry: Entry) -> dict[str, Any]:
    kept = {name: entry.plain[name] for name in ("t", "v")}
    said = _without_key(entry.plain["c"])
    return {"id": entry.id, **kept, "c": said, **({"r": True} if entry.restricted else {})}


def _without_key(said: dict[str, Any]) -> dict[str, Any]:
    """What is said of a file, without the key that opens its chunks: they stay here, also in old copies of the
    database. A file that goes along is sealed anew where it arrives.
    """
    return {**said, "key": ""} if {"key", "chunks", "fingerprint"} <= said.keys() else said


def readdressed(value: T, ids: dict[str, str]) -> T:
    """The same with the ids that its records have here. An id of a record that did not come along is left out: ids
    are random, so whatever looks like one is a word about a record.
    """
    if is_dataclass(value) and not isinstance(value, type):
        changed = {one.name: readdressed(getattr(value, one.name), ids) for one in fields(value)}
        return replace(value, **changed)
    if isinstance(value, tuple):
        moved = ((one, readdressed(one, ids)) for one in value)
        return tuple(new for old, new in moved if new != "" or old == "")  # type: ignore[return-value]
    if isinstance(value, str):
        return ids.get(value, "" if _is_id(value) else value)  # type: ignore[return-value]
    return value


def _is_id(text: str) -> bool:
    try:
        return len(text) == 36 and str(UUID(text)) == text
    except ValueError:
        return False


def _bound(key: str, epoch: int) -> bytes:
    return bind("packet", key, epoch, FORMAT)


def _signed(key: str, epoch: int, plain: bytes) -> bytes:
    return bind("packet signed", key, epoch, FORMAT, plain)


def addressed_to(blob: bytes) -> tuple[str, int]:
    """For which centre and which of its keys a packet is. Raises Unfit when it is no packet, UnknownVersion."""
    try:
        outside = json.loads(blob.removeprefix(PACKET_HEAD).partition(b"\n")[0])
        key, epoch, version = str(outside["to"]), int(outside["epoch"]), int(outside["version"])
    except (ValueError, KeyError, TypeError, RecursionError):
        key = ""
    if not key or not blob.startswith(PACKET_HEAD):
        raise Unfit(gettext("This file is no packet, or its beginning is missing."))
    if version != FORMAT:
        raise UnknownVersion
    return key, epoch


def mark_of(blob: bytes) -> str:
    return digest("packet as sent", blob).hex()


def open_packet(blob: bytes, *, by: Member) -> Packet:
    """Open a packet for her own centre and check who signed it. Whether that sender is known is asked elsewhere.

    Raises Unfit (no packet, for another centre, sealed to a key that was destroyed), Altered, NoKey, UnknownVersion.
    """
    key, epoch = addressed_to(blob)
    if key != by.centre.key:
        raise Unfit(gettext("This packet is for another centre."))
    if epoch not in by.secrets[RECORDS]:
        if Epoch.objects.filter(centre=by.centre, kind=RECORDS, number=epoch, retired=True).exists():
            raise Unfit(gettext("This packet was sealed to a key that was renewed since. Ask for it again."))
        raise NoKey
    sealed = blob.removeprefix(PACKET_HEAD).partition(b"\n")[2]
    content = unpad(open_with(private_of(by.secret(RECORDS, epoch)), sealed, _bound(key, epoch)))
    signature, plain = content[:64], content[64:]
    try:
        body = json.loads(plain)
        sender = CallingCard(**body["from"])
        verifier, carded = bytes.fromhex(sender.verifier), bytes.fromhex(sender.signature)
        day, records = date.fromisoformat(body["day"]), tuple(body["records"])
        contents = [content_from(one["t"], one["v"], one["c"]) for one in records]
        shaped = all(type(one["id"]) is str and type(one.get("f", "")) is str for one in records)
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError) as error:
        raise Altered from error
    verify(verifier, sender.signed, carded)
    verify(verifier, _signed(key, epoch, plain), signature)
    if not contents or not shaped or any(isinstance(one, OWN) for one in contents):
        raise Altered
    return Packet(sender, day, records, digest("packet", plain).hex())


@dataclass(frozen=True)
class Correspondent(Content):
    """Another centre to which packets may go. checked_by: who compared the fingerprint (account key); empty before.

    day: when its card was kept here last. Packets go to the newest key of a centre, and keys are renewed each quarter:
    a card that nobody brought anew for a year is of a centre one does not work with any more.
    """

    TYPE, RETENTION_MONTHS = "correspondent", 12
    centre_key: str
    name: str
    verifier: str
    epoch: int
    public: str
    signature: str
    checked_by: str = ""
    checked_on: date | None = None
    day: date | None = None

    def closed_on(self) -> date | None:
        return self.day

    def card(self) -> CallingCard:
        return CallingCard(self.centre_key, self.name, self.verifier, self.epoch, self.public, self.signature)

    @classmethod
    def of(cls, card: CallingCard, by: str = "", on: date | None = None) -> "Correspondent":
        kept = timezone.localdate()
        return cls(card.key, card.name, card.verifier, card.epoch, card.public, card.signature, by, on, kept)


@dataclass(frozen=True)
class ReceivedPacket(Content):
    """A packet that arrived and waits to be accepted or refused. blob in base64. day: when it came.

    Whom nobody answers for three months is not helped by it; then the key it is sealed to is renewed as well. The
    centre that sent it still has what it sent.
    """

    TYPE, RETENTION_MONTHS = "received-packet", 3
    blob: str
    day: date | None = None

    def closed_on(self) -> date | None:
        return self.day

    def stands_open(self) -> bool:
        return True

    def packet(self, by: Member) -> Packet:
        return open_packet(base64.b64decode(self.blob), by=by)


@dataclass(frozen=True)
class SentPacket(Content):
    """That a record (and so many parts of it) went to another centre: to whom, on which day, by whom.

    consent, what: the entry of a ledger that allowed it, and for which groups of data. once: under which it is known
    again where it waits. taken_back: the day on which it was destroyed there before anybody had accepted it.
    """

    TYPE = "sent-packet"
    HEAD = "record"
    record: str
    to_name: str
    to_fingerprint: str
    parts: int
    sent_on: date
    sent_by: str
    consent: str = ""
    what: tuple[str, ...] = ()
    once: str = ""
    taken_back: date | None = None


# What a centre keeps of its own correspondence: who is trusted is never taken over from somebody else.
OWN = (Correspondent, ReceivedPacket, SentPacket)


def sender_is_known(packet: Packet, known: list[Correspondent]) -> bool:
    """Whether the packet's signing key is one whose fingerprint somebody of this centre compared."""
    return any(one.verifier == packet.sender.verifier and one.checked_by for one in known)
