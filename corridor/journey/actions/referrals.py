"""Referrals: sent, followed, stopped. Nothing leaves without her consent on the day, nor what nobody read before."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from corridor.exchange.locked_zip import lock_files
from corridor.journey.actions.handing_over import renewed
from corridor.journey.contents import Consent, Party, Referral, ReferralAnswer, ReferralStep, Withdrawal
from corridor.journey.referring import (
    REVOKED,
    SENT,
    Choice,
    Ledger,
    Tells,
    allowance,
    digest_of,
    for_them,
    ledger_of,
    next_states,
    pieces,
    same_recipient,
)
from corridor.safe.actions import heads, packets
from corridor.safe.actions.acts import acting
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.content import Content
from corridor.safe.faults import Fault, NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.packets import Correspondent, Piece
from corridor.safe.queries import reading

SYSTEM, SEALED = "system", "sealed-packet"  # vocabulary `referral-way`: those that go as packets
LOCKED, PAPER = "locked-file", "paper"  # and those that go as the text that was read
INSIDE = "page.html"  # in a locked file, where names stay readable: it says nothing
ACTION = "refer_worker"
CASE = "case"  # known here by its type alone: that room comes later on the path


@dataclass(frozen=True)
class Asked:
    """A referral as it was prepared, with what goes along. form: the form it came from, so that twice is once."""

    referral: Referral
    choice: Choice
    form: str

    def id(self, by: Member) -> str:
        return str(uuid.uuid5(uuid.UUID(self.choice.about.id), f"referral {by.account.key} {self.form}"))

    def pieces(self, known: Reading, by: Member) -> tuple[Piece, ...]:
        """What leaves: the referral, and her records when anything of her was chosen."""
        return leaving(known, self.referral, self.choice, self.id(by))


def leaving(known: Reading, referral: Referral, choice: Choice, id: str) -> tuple[Piece, ...]:
    """What leaves under this id. Names are taken out of its text as they are out of the records."""
    text = choice.hiding(known).taken_out(Referral("", "", "", text=referral.text)).text
    asked = for_them(replace(referral, text=text), id)
    return (asked, *pieces(known, choice)) if choice.what else (asked,)


def recipients(known: Reading, referral: Referral) -> tuple[str, ...]:
    """Everything under which the one who is asked stands in a ledger. Raises NoKey for a record that is not there."""
    if not referral.to:
        return (referral.to_name,)
    entry = known.get(referral.to)
    if entry is None or not isinstance(entry.content, Party | Correspondent):
        raise NoKey
    names = entry.content.names if isinstance(entry.content, Party) else (entry.content.name,)
    return (entry.id, *names)


def send_referral(asked: Asked, *, tell: Tells, seen: str, weighed: bool, by: Member) -> tuple[str, bytes]:
    """Keep a referral as sent, and seal the packet where it goes as one. Returns its id and the packet (empty: none).

    seen: the digest of what she read before. weighed: whether the risks were talked through where that comes first, and
    she goes ahead. Sent twice it is kept once, and leaves once. Raises Unfit with the reason when she does not allow
    it, when the talk is missing, or when what would leave changed meanwhile; NoKey when it is not hers.
    """
    referral, today = asked.referral, timezone.localdate()
    if not weighed:
        raise Unfit(gettext("Talk with her about the risks first, and enter what she decided."))
    with heads.standing(referral.about, Content, ACTION, by=by) as (known, entry, _content):
        choice, _behind = renewed(known, asked.choice, entry, originals=False, by=by)
        asked = replace(asked, choice=choice)
        id, names = asked.id(by), recipients(known, referral)
        if known.get(id):
            return id, b""
        answer = allowance(ledger_of(known, referral.worker), names, referral.purpose, referral.what, today)
        if not answer.allowed:
            raise Unfit(answer.why)
        made = asked.pieces(known, by)
        told = tell(made)
        if digest_of(made, told) != seen:
            raise Unfit(gettext("What would leave changed since you read it. Read it again."))
        step = ReferralStep(SENT, today, by.account.name)
        chosen = tuple(one.id for one in choice.chosen)
        kept = replace(referral, consent=answer.consent, shared=told, seen=seen, pieces=chosen, steps=(step,))
        asleep = entry.content.closed_on() if entry.type == CASE else None
        kept = replace(kept, author=by.account.name, case_closed=asleep)
        heads.write_part(entry, kept, by=by, token=f"referral {id}", id=id)
        if referral.way not in (SYSTEM, SEALED):
            return id, b""
        return id, packets.send_pieces(made, _centre(known, referral.to), by=by)


def _centre(known: Reading, id: str) -> Correspondent:
    entry = known.get(id)
    if entry is None or not isinstance(entry.content, Correspondent):
        raise Unfit(gettext("A packet only goes to a centre whose fingerprint was compared."))
    return entry.content


@contextmanager
def standing(id: str, by: Member) -> Iterator[tuple[Reading, Entry, Entry, Referral]]:
    """A referral and its head, as they are now. Raises NoKey when it is not hers to read."""
    found = reading(by, ACTION).get(id)
    if found is None or not isinstance(found.content, Referral):
        raise NoKey
    with heads.standing(found.head or id, Content, ACTION, by=by) as (known, head, _content):
        entry = known.get(id)
        if entry is None or not isinstance(entry.content, Referral):
            raise NoKey
        yield known, head, entry, entry.content


def add_step(id: str, state: str, *, by: Member, said: str = "", who: str = "", on: date | None = None) -> bytes:
    """Say what became of a referral; of one that came from another centre, the answer goes back there.

    Returns the packet that has to be carried (empty: nothing has to). Raises Unfit for a step that does not follow.
    """
    with standing(id, by) as (known, head, entry, referral):
        step = ReferralStep(state, on or timezone.localdate(), who or by.account.name, said)
        _step(head, entry, referral, step, by)
        blob = _tell_back(known, entry, referral, step, by)
        return b"" if is_here(known, entry, referral) else blob


def packet_again(id: str, *, tell: Tells, by: Member) -> bytes:
    """The last word about a referral as a packet once more, for who has to carry it: what was asked, or the answer.

    Raises Unfit when she no longer allows it, when what was sent changed since, or when nothing goes as a packet.
    """
    with standing(id, by) as (known, _head, entry, referral):
        if entry.origin or referral.state == REVOKED:
            return _tell_back(known, entry, referral, referral.steps[-1], by)
        if referral.way not in (SYSTEM, SEALED) or referral.state != SENT:
            raise Unfit(gettext("Nothing of this goes as a packet."))
        made = still_leaves(known, entry, referral, tell=tell, by=by)
        return packets.send_pieces(made, _centre(known, referral.to), by=by)


def still_leaves(known: Reading, entry: Entry, referral: Referral, *, tell: Tells, by: Member) -> tuple[Piece, ...]:
    """What left when it was sent, to leave once more.

    Raises Unfit when she no longer allows it, or when it is not what was read any more; NoKey when it is gone.
    """
    worker, head = known.get(referral.worker), known.get(entry.head)
    if worker is None or head is None:
        raise NoKey
    chosen = tuple(one for each in referral.pieces if (one := known.get(each)))
    choice, _behind = renewed(known, Choice(worker, head, chosen, referral.what), head, originals=False, by=by)
    made = leaving(known, referral, choice, entry.id)
    names, today = recipients(known, referral), timezone.localdate()
    answer = allowance(ledger_of(known, referral.worker), names, referral.purpose, referral.what, today)
    if not answer.allowed:
        raise Unfit(answer.why)
    if digest_of(made, tell(made)) != referral.seen:
        raise Unfit(gettext("What would leave changed since you read it. Read it again."))
    return made


def may_be_locked(known: Reading, entry: Entry, *, tell: Tells, by: Member) -> Referral:
    """The referral, if it may leave in a locked file now.

    Raises Unfit when it goes another way, was answered or taken back, when she no longer allows it, or when what was
    read changed since; NoKey when it is not hers.
    """
    referral = entry.content
    if not isinstance(referral, Referral):
        raise NoKey
    if entry.origin or referral.way != LOCKED or referral.state != SENT:
        raise Unfit(gettext("It can not be taken now."))
    still_leaves(known, entry, referral, tell=tell, by=by)
    return referral


def lock_referral(id: str, passphrase: str, *, tell: Tells, page: Callable[[Referral], bytes], by: Member) -> bytes:
    """A referral as a file locked with a passphrase, for whoever has only e-mail; that it was taken is chained.

    In it is one page with what was read before it was sent and nothing else; files of evidence stay behind. page: makes
    it. Raises as `may_be_locked` does.
    """
    with standing(id, by) as (known, _head, entry, _referral):
        referral = may_be_locked(known, entry, tell=tell, by=by)
        data = lock_files([(INSIDE, page(referral))], passphrase, timezone.localdate())
        with acting(by.centre, by.account) as now:
            now.did("take out referral", id)
        return data


def other_centre(known: Reading, entry: Entry, referral: Referral) -> Correspondent | None:
    """The centre at the other end; None when it is no centre, or not known any more."""
    if entry.origin:
        return sender_of(known, entry.origin["fingerprint"])
    to = known.get(referral.to)
    return to.content if to and isinstance(to.content, Correspondent) else None


def is_here(known: Reading, entry: Entry, referral: Referral) -> bool:
    """Whether nothing has to be carried: the other centre is on this system, or is no centre at all."""
    to = other_centre(known, entry, referral)
    return to is None or packets.centre_here(to) is not None


def _step(head: Entry, entry: Entry, referral: Referral, step: ReferralStep, by: Member) -> None:
    if step.state not in next_states(referral.state):
        raise Unfit(gettext("This does not follow: look at what stands there now."))
    changed = replace(referral, steps=(*referral.steps, step))
    if head.id == entry.id:
        heads.change(entry, changed, by=by)
    else:
        heads.change_part(head, entry, changed, by=by)


def _tell_back(known: Reading, entry: Entry, referral: Referral, step: ReferralStep, by: Member) -> bytes:
    """Tell the other centre: whoever asked gets the answer, whoever was asked hears that it is taken back."""
    to = other_centre(known, entry, referral)
    if to is None or not (entry.origin or (referral.way in (SYSTEM, SEALED) and step.state == REVOKED)):
        return b""
    id, said = (entry.origin["id"], step.said) if entry.origin else (entry.id, "")
    return tell_centre(to, ReferralAnswer(id, step.state, step.on, said), by=by)


def tell_centre(to: Correspondent, answer: ReferralAnswer, *, by: Member) -> bytes:
    """Send a word about a referral; the packet, for who has to carry it."""
    return packets.send_pieces((Piece(str(uuid.uuid4()), answer),), to, by=by)


def sender_of(known: Reading, fingerprint: str) -> Correspondent | None:
    """The other centre that signs with this key; None when its card is no longer kept or was not compared."""
    cards = [one.content for one in known.of_type(Correspondent)]
    fit = (one for one in cards if isinstance(one, Correspondent) and one.checked_by)
    return next((one for one in fit if one.card().fingerprint == fingerprint), None)


def stop_what_it_allowed(consent_id: str, *, by: Member, known: Reading | None = None) -> int:
    """Revoke every open referral that rests on a consent, at once, and tell the centres that have it. Returns how many.

    So is what rests on an older entry that this one had replaced. known: what she read in the transaction in which the
    withdrawal is written; without it, call this before writing it.
    """
    known = reading(by, ACTION) if known is None else known
    entry, ended = known.get(consent_id), []
    if entry and isinstance(entry.content, Consent):
        consents, back = ledger_of(known, entry.content.worker)
        taken = Withdrawal(entry.content.worker, consent_id, on=timezone.localdate())
        ended = no_longer_allowed(known, (consents, [*back, taken]), entry.content)
    resting = [one for one in known.of_type(Referral) if one.plain["c"].get("consent") == consent_id and not one.origin]
    every = {one.id: one for one in (*resting, *(one for one, _why in ended))}
    return sum(_stop(known, one, gettext("She took her consent back."), by) for one in every.values())


def stop_what_she_refuses(known: Reading, ledger: Ledger, entered: Consent, *, by: Member) -> int:
    """Revoke every open referral that a new entry of her ledger does not allow any more: a no, or less than before.

    ledger: hers with that entry. known: what she read before it was written. Returns how many.
    """
    return sum(_stop(known, one, why, by) for one, why in no_longer_allowed(known, ledger, entered))


def no_longer_allowed(known: Reading, ledger: Ledger, entered: Consent) -> list[tuple[Entry, str]]:
    """Referrals for the purpose and recipient of one entry that this ledger does not allow, each with the reason."""
    found, today = [], timezone.localdate()
    for one in known.of_type(Referral, opens):
        referral = one.content
        assert isinstance(referral, Referral)
        if one.origin or (referral.worker, referral.purpose) != (entered.worker, entered.purpose):
            continue
        names = _names(known, referral)
        answer = allowance(ledger, names, referral.purpose, referral.what, today)
        if same_recipient(entered.recipient, names) and not answer.allowed:
            found.append((one, answer.why))
    return found


def _names(known: Reading, referral: Referral) -> tuple[str, ...]:
    """Under which the recipient stands in a ledger; the name that was written down, where its record is gone."""
    try:
        return recipients(known, referral)
    except NoKey:
        return (referral.to, referral.to_name)


def _stop(known: Reading, one: Entry, why: str, by: Member) -> bool:
    referral, head = one.content, known.get(one.head)
    if not isinstance(referral, Referral) or head is None or REVOKED not in next_states(referral.state):
        return False
    step = ReferralStep(REVOKED, timezone.localdate(), by.account.name, why)
    _step(head, one, referral, step, by)
    with suppress(Fault), transaction.atomic():  # that it stops here does not wait for word reaching them
        _tell_back(known, one, referral, step, by)
    return True
