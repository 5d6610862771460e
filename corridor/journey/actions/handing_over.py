"""Handing a worker's records to another centre, with her consent: chosen parts, sealed; nothing once she says no."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from corridor.exchange.pictures import NoCopy, clean_copy
from corridor.journey.contents import Consent, Evidence, Worker
from corridor.journey.referring import (
    HAND_OVER,
    Choice,
    Ledger,
    Tells,
    allowance,
    digest_of,
    ledger_of,
    pieces,
    same_recipient,
)
from corridor.safe.actions import heads
from corridor.safe.actions.packets import send_pieces, take_back_packet
from corridor.safe.actions.records import record_reading
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.content import Content
from corridor.safe.faults import Fault, NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.notebook.evidence import original_of
from corridor.safe.packets import LARGEST, Correspondent, SentPacket

ROOM = 100_000  # bytes of a packet that are kept for what is not a file


def hand_over_records(
    asked: Choice, to: str, *, originals: bool, tell: Tells, seen: str, by: Member
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
        once = f"{entry.id} {to} {seen} {timezone.localdate()} {answer.consent}"
        card, consent = centre.content, answer.consent
        blob = send_pieces(made, card, by=by, about=entry, once=once, consent=consent, what=choice.what)
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
            data = original_of(one, by.centre)
            data = data if originals else clean_copy(data).data
        except (Fault, NoCopy):
            data = b""
        if data and len(data) <= room:
            files[one.id], room = data, room - len(data)
        else:
            behind.append(one.content.name)
    return files, behind


def centres_of(known: Reading) -> Sequence[Entry]:
    """Other centres to which packets may go: somebody compared their fingerprint."""
    found = known.of_type(Correspondent, lambda one: bool(getattr(one.content, "checked_by", "")))
    return sorted(found, key=lambda one: getattr(one.content, "name", ""))


def take_back_packets(known: Reading, ledger: Ledger, about: Consent, *, by: Member, consent: str = "") -> int:
    """Destroy what waits unaccepted at other centres on this system and is not allowed any more. Returns how many.

    ledger: hers as it stands from now on. about: the entry that was added or taken back; consent: its id when it was
    taken back: whatever rests on it stops. What was accepted stands there as theirs: nothing more follows it. A file
    that is carried can not be called back.
    """
    hers, taken = {id for id, _ in ledger[0]}, 0
    for one in known.of_type(SentPacket, opens) if about.purpose == HAND_OVER else ():
        sent, head = one.content, known.get(one.head)
        assert isinstance(sent, SentPacket)
        to = next((each for each in centres_of(known) if _finger(each) == sent.to_fingerprint), None)
        if sent.consent not in hers or sent.taken_back or to is None or head is None:
            continue
        if sent.consent != consent and not _refused(ledger, about, sent, to):
            continue
        with suppress(Fault), transaction.atomic():
            if take_back_packet(sent, _card(to)):
                heads.change(one, replace(sent, taken_back=timezone.localdate()), by=by, keep_month=True)
                taken += 1
    return taken


def _refused(ledger: Ledger, about: Consent, sent: SentPacket, to: Entry) -> bool:
    names = (to.id, _card(to).name)
    answer = allowance(ledger, names, HAND_OVER, sent.what, timezone.localdate())
    return same_recipient(about.recipient, names) and not answer.allowed


def _card(entry: Entry) -> Correspondent:
    assert isinstance(entry.content, Correspondent)
    return entry.content


def _finger(entry: Entry) -> str:
    return _card(entry).card().fingerprint
