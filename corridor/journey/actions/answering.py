"""Referrals from other centres that wait here, and what other centres answered to ours."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from corridor.journey.actions.referrals import ACTION, sender_of, tell_centre
from corridor.journey.codes import new_code
from corridor.journey.contents import Referral, ReferralAnswer, ReferralStep, Worker
from corridor.journey.referring import ACCEPTED, DECLINED, REVOKED, next_states
from corridor.safe.actions import heads, packets
from corridor.safe.actions.records import erase_records
from corridor.safe.casebook import Entry, Reading
from corridor.safe.content import Content
from corridor.safe.faults import Fault, NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.models import Ground
from corridor.safe.packets import Correspondent, Packet, ReceivedPacket
from corridor.safe.queries import reading


@dataclass(frozen=True)
class Incoming:
    """A packet about a referral that waits: one that asks, or the word of what became of one."""

    entry: Entry
    packet: Packet
    first: Referral | ReferralAnswer

    @property
    def id(self) -> str:
        """Under which it was sent."""
        return self.first.referral if isinstance(self.first, ReferralAnswer) else str(self.packet.records[0]["id"])

    @property
    def finger(self) -> str:
        return self.packet.sender.fingerprint


def incoming(known: Reading) -> list[Incoming]:
    """Packets about referrals that wait, from centres whose fingerprint was compared; the oldest first."""
    found = []
    for one in sorted(known.of_type(ReceivedPacket), key=lambda one: one.change):
        with suppress(Fault):
            packet = packets.packet_of(one, known, by=known.member)
            first = packet.first
            if isinstance(first, Referral | ReferralAnswer):
                found.append(Incoming(one, packet, first))
    return found


def asking(every: list[Incoming]) -> list[tuple[Incoming, Referral, bool]]:
    """Those that ask, and whether it was taken back before anybody answered."""
    back = {(one.id, one.finger) for one in words(every) if one.first.state == REVOKED}
    return [(one, one.first, (one.id, one.finger) in back) for one in every if isinstance(one.first, Referral)]


def words(every: list[Incoming]) -> list[Incoming]:
    """Those that tell what became of one."""
    return [one for one in every if isinstance(one.first, ReferralAnswer)]


@contextmanager
def _standing(by: Member) -> Iterator[Reading]:
    """What she reads, as it stays until the transaction ends."""
    with transaction.atomic():
        Ground.objects.select_for_update().get(centre=by.centre)
        yield reading(by, ACTION)


def answer_referral(packet: str, accept: bool, *, by: Member, said: str = "") -> tuple[str, bytes]:
    """Say yes, and take in what came with it, or say no, and destroy it unread; the answer goes back.

    Returns the id of the referral here (empty: declined) and the packet with the answer (empty where the other centre
    is on this system). Raises Unfit when it was taken back or accepted before, NoKey when it is not there.
    """
    with _standing(by) as known:
        found = next(((one, back) for one, _, back in asking(incoming(known)) if one.entry.id == packet), None)
        if found is None:
            raise NoKey
        one, back = found
        to = sender_of(known, one.finger)
        if accept and back:
            raise Unfit(gettext("It was taken back. Destroy it."))
        if accept and any(_came_as(entry, one) for entry in known.of_type(Referral)):
            raise Unfit(gettext("It was accepted before. Destroy this one."))
        step = ReferralStep(ACCEPTED if accept else DECLINED, timezone.localdate(), by.account.name, said)
        here = _take_in(known, one, step, by) if accept else ""
        if not accept:
            erase_records([one.entry.id], by=by, why="refuse packet")
        if to is None or (back and not accept):
            return here, b""
        blob = tell_centre(to, ReferralAnswer(one.id, step.state, step.on, said), by=by)
        return here, b"" if packets.centre_here(to) else blob


def _take_in(known: Reading, one: Incoming, step: ReferralStep, by: Member) -> str:
    codes = {entry.content.code for entry in known.of_type(Worker) if isinstance(entry.content, Worker)}

    def arrived(content: Content) -> Content:
        if isinstance(content, Worker) and not content.code:
            return replace(content, code=new_code(codes))
        return replace(content, steps=(step,)) if isinstance(content, Referral) else content

    return packets.take_in(one.entry, one.packet, by=by, change=arrived)[one.id]


def _came_as(entry: Entry, one: Incoming) -> bool:
    origin = entry.origin or {}
    return (origin.get("id"), origin.get("fingerprint")) == (one.id, one.finger)


def about(known: Reading, word: Incoming) -> Entry | None:
    """The referral that a word is about: one sent to that very centre, or one that came from it and is taken back."""
    revoked = isinstance(word.first, ReferralAnswer) and word.first.state == REVOKED
    if revoked:
        return next((one for one in known.of_type(Referral) if _came_as(one, word)), None)
    entry = known.get(word.id)
    if entry is None or not isinstance(entry.content, Referral) or entry.origin:
        return None
    to = known.get(entry.content.to)
    fits = to and isinstance(to.content, Correspondent) and to.content.card().fingerprint == word.finger
    return entry if fits else None


def told_steps(known: Reading) -> dict[str, tuple[ReferralStep, ...]]:
    """What other centres told and nobody entered yet, by the id of the referral here; only what follows."""
    found: dict[str, tuple[ReferralStep, ...]] = {}
    for word in words(incoming(known)):
        entry = about(known, word)
        if entry is None or not isinstance(entry.content, Referral) or not isinstance(word.first, ReferralAnswer):
            continue
        before = found.get(entry.id, ())
        state = before[-1].state if before else entry.content.state
        if word.first.state in next_states(state):
            step = ReferralStep(word.first.state, word.first.on, word.packet.sender.name, word.first.said)
            found[entry.id] = (*before, step)
    return found


def enter_answers(*, by: Member) -> int:
    """Enter what other centres told as steps of the referrals they are about, and destroy what is no longer wanted.

    Returns how many. A word about nothing that stands here, or from another centre than the one concerned, is dropped.
    """
    with _standing(by) as known:
        every, steps = incoming(known), told_steps(known)
        for id, more in steps.items():
            entry = known.get(id)
            if entry is None or not isinstance(entry.content, Referral):
                continue
            changed = replace(entry.content, steps=(*entry.content.steps, *more))
            head = known.get(entry.head)
            if head:
                heads.change_part(head, entry, changed, by=by)
            else:
                heads.change(entry, changed, by=by)
        gone = [one.entry.id for one, _, back in asking(every) if back] + [one.entry.id for one in words(every)]
        erase_records(gone, by=by, why="packet accepted")
        return sum(map(len, steps.values()))
