"""Handing a worker's records to another centre, with her consent: chosen parts, sealed; nothing once she says no."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext

from corridor.exchange.pictures import NoCopy, clean_copy
from corridor.journey.contents import Evidence, Worker
from corridor.journey.referring import HAND_OVER, Choice, Teller, allowance, digest_of, ledger_of, pieces
from corridor.safe import sealing
from corridor.safe.actions import heads
from corridor.safe.actions.packets import send_pieces
from corridor.safe.actions.records import record_reading
from corridor.safe.casebook import Entry, Reading
from corridor.safe.content import Content
from corridor.safe.faults import Altered, Fault, NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.models import SealedChunk
from corridor.safe.notebook.evidence import chunk_place
from corridor.safe.packets import LARGEST, Correspondent
from corridor.safe.primitives import unlock

ROOM = 100_000  # bytes of a packet that are kept for what is not a file


def hand_over_records(
    asked: Choice, to: str, *, originals: bool, tell: Teller, seen: str, by: Member
) -> tuple[bytes, list[str]]:
    """Send what was chosen to another centre; noted where it was asked. Returns the packet, and what it left behind.

    to: id of the other centre's card. originals: evidence untouched instead of copies without metadata (D11). seen: the
    digest of what she read before. Raises Unfit without her consent, when something changed since it was read, or when
    it is too much; NoKey when it is not hers.
    """
    with heads.standing(asked.about.id, Content, "refer_worker", by=by) as (known, entry, _content):
        centre = known.get(to)
        if centre is None or not isinstance(centre.content, Correspondent):
            raise NoKey
        choice, behind = renewed(known, asked, entry, originals=originals, by=by)
        names = (centre.id, centre.content.name)
        answer = allowance(ledger_of(known, choice.worker.id), names, HAND_OVER, choice.what, timezone.localdate())
        if not answer.allowed:
            raise Unfit(answer.why)
        made = pieces(known, choice)
        if digest_of(made, tell(made)) != seen:
            raise Unfit(gettext("What would leave changed since you read it. Read it again."))
        once = f"{entry.id} {to} {seen} {timezone.localdate()}"
        blob = send_pieces(made, centre.content, by=by, about=entry, once=once)
        for one in choice.files if originals else ():
            record_reading(one[0], "hand out original", by=by)
        return blob, behind


def renewed(known: Reading, asked: Choice, about: Entry, *, originals: bool, by: Member) -> tuple[Choice, list[str]]:
    """The same choice as its records stand now, with the files that fit; names of files that stay behind.

    Raises NoKey when one of the records is no longer there.
    """
    worker = known.get(asked.worker.id)
    chosen = [known.get(one.id) for one in asked.chosen]
    if worker is None or not isinstance(worker.content, Worker) or None in chosen:
        raise NoKey
    choice = replace(asked, worker=worker, about=about, chosen=tuple(one for one in chosen if one))
    files, behind = files_of(choice.going, originals=originals, by=by)
    return replace(choice, files=tuple(files.items())), behind


def files_of(entries: Iterable[Entry], *, originals: bool, by: Member) -> tuple[dict[str, bytes], list[str]]:
    """Id -> bytes of the files that go along, and the names of those that stay behind: too large for a packet, not
    openable, or no picture, so that there is no copy of it without metadata.
    """
    files: dict[str, bytes] = {}
    behind, room = [], (LARGEST - ROOM) * 3 // 4  # in a packet a file is written in base64
    for one in entries:
        if not isinstance(one.content, Evidence):
            continue
        try:
            data = whole_of(one, by)
            data = data if originals else clean_copy(data).data
        except (Fault, NoCopy):
            data = b""
        if data and len(data) <= room:
            files[one.id], room = data, room - len(data)
        else:
            behind.append(one.content.name)
    return files, behind


def whole_of(entry: Entry, by: Member) -> bytes:
    """The file of a piece of evidence as it was given. Raises Altered when a chunk is missing, moved or changed."""
    content = entry.content
    assert isinstance(content, Evidence)
    rows = SealedChunk.objects.filter(record=entry.id, centre=by.centre).order_by("position")
    found = [bytes(sealed) for sealed in rows.values_list("sealed", flat=True)]
    try:
        key = bytes.fromhex(content.key)
        places = [chunk_place(entry.id, by.centre, i, i == content.chunks - 1) for i in range(len(found))]
        whole = b"".join(sealing.unpad(unlock(key, sealed, place)) for sealed, place in zip(found, places, strict=True))
    except ValueError as error:
        raise Altered from error
    if len(found) != content.chunks or hashlib.sha256(whole).hexdigest() != content.fingerprint:
        raise Altered
    return whole


def centres_of(known: Reading) -> Sequence[Entry]:
    """Other centres to which packets may go: somebody compared their fingerprint."""
    found = known.of_type(Correspondent, lambda one: bool(getattr(one.content, "checked_by", "")))
    return sorted(found, key=lambda one: getattr(one.content, "name", ""))
