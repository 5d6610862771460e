"""What may leave the centre about a worker, and in which shape. Pure.

A field leaves only when its data group was allowed and chosen; whatever is named under no group never leaves, nor does
a field that is added to a content later. Names, numbers and people that were not allowed are taken out of free text too
(WIF2023-25: safety; WIF2023-49: what is written down can be taken from her; GBVIMS: she decides what is shared).
"""

import hashlib
import re
import typing
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any

from corridor.journey.contents import Consent, Evidence, Name, Party, Referral, Withdrawal, Worker
from corridor.journey.data_groups import (
    CALLED,
    CONTACT,
    EMPLOYER,
    FIELDS,
    FREE,
    GROUP_OF,
    NAMES,
    STANDS_IN,
)
from corridor.journey.naming import named_in
from corridor.journey.rules import Allowance, allowed
from corridor.reference.folding import folded
from corridor.safe.casebook import Entry, Reading
from corridor.safe.content import Content
from corridor.safe.packets import Piece, told_records

HIDDEN = "[…]"  # stands where something was taken out of a text
# Bodies before which the risks are talked through (WIF2023-8, 49): all that hear complaints but these.
NO_AUTHORITY = {"mediation", "union", "welfare-fund"}
FORUM, SERVICE, CENTRE = "forum-kind", "service-kind", "centre"
COMPLAINT, HAND_OVER = "complaint", "hand-over"
SENT, ACCEPTED, DECLINED, REVOKED, DONE = "sent", "accepted", "declined", "revoked", "done"
NEXT = {"": (ACCEPTED, DECLINED, REVOKED), SENT: (ACCEPTED, DECLINED, REVOKED), ACCEPTED: (DONE, DECLINED, REVOKED)}


def needs_talk(kind: str, purpose: str) -> bool:
    """Whether her own decision after a talk about the risks comes first: before a complaint, and before any body that
    hears complaints but mediation, a union or a welfare fund. Shelter, health and legal help never wait for it.

    kind: id of a term on the shelf, as in "forum-kind.police".
    """
    vocabulary, _, code = kind.partition(".")
    return purpose == COMPLAINT or (vocabulary == FORUM and code not in NO_AUTHORITY)


def next_states(state: str) -> tuple[str, ...]:
    """What can become of a referral that stands so."""
    return NEXT.get(state, ())


Ledger = tuple[list[tuple[str, Consent]], list[Withdrawal]]


def ledger_of(known: Reading, worker: str) -> Ledger:
    """Her ledger: entries with their ids, oldest first, and what she took back."""
    consents = [(one.id, one.content) for one in known.parts(worker, Consent) if isinstance(one.content, Consent)]
    back = [one.content for one in known.parts(worker, Withdrawal) if isinstance(one.content, Withdrawal)]
    return consents, back


def allowance(ledger: Ledger, names: Sequence[str], purpose: str, what: Iterable[str], on: date) -> Allowance:
    """Whether she allows this recipient to have these groups for this purpose.

    names: everything under which the recipient stands in her ledger (its id, its names): they are one recipient, so
    that a refusal under one name is not passed over under another. The first is never empty: that would be herself.
    """
    known, first = {_plain(one) for one in names if one}, names[0]
    consents = [(id, replace(one, recipient=first) if _plain(one.recipient) in known else one) for id, one in ledger[0]]
    return allowed(consents, ledger[1], purpose=purpose, recipient=first, what=what, on=on)


def same_recipient(said: str, names: Sequence[str]) -> bool:
    """Whether who stands in an entry is one of these names of a recipient."""
    return bool(said) and _plain(said) in {_plain(one) for one in names if one}


def _plain(text: str) -> str:
    return " ".join(folded(text).split())


def called_as(worker: Worker, what: Collection[str]) -> str:
    """What she is called outside: the name she goes by or her code; empty when not even that was allowed."""
    if CALLED not in what and NAMES not in what:
        return ""
    return next((one.name for one in worker.names if one.use == CALLED), worker.code)


def is_hers(entry: Entry, worker: str) -> bool:
    """Whether a record is about this worker, and not only about others of the same case."""
    content: Any = entry.content
    named = getattr(content, "workers", ())
    alone = getattr(content, "worker", "")
    return (not named or worker in named) and (not alone or alone == worker)


@dataclass(frozen=True)
class Choice:
    """What somebody chose to let go about a worker. about: the case or file she is asked about. chosen: records that
    go along. what: data groups. files: id of a piece of evidence -> the bytes that go along (a copy or the original).
    """

    worker: Entry
    about: Entry
    chosen: tuple[Entry, ...] = ()
    what: tuple[str, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()

    @property
    def going(self) -> list[Entry]:
        """The chosen records whose group may go; what belongs to other workers of a case does not."""
        return [one for one in self.chosen if GROUP_OF.get(one.type) in self.what and is_hers(one, self.worker.id)]

    @property
    def called(self) -> str:
        person = self.worker.content
        return called_as(person, self.what) if isinstance(person, Worker) else ""

    def heads(self, known: Reading) -> list[Entry]:
        """The cases to which they belong."""
        ids = dict.fromkeys(one.head for one in self.going if one.head != self.worker.id)
        return [one for id in ids if (one := known.get(id))]

    def around(self, known: Reading) -> list[Entry]:
        """What those that go along stand in, where it was not chosen itself: the chain of a hop."""
        going = self.going
        ids = dict.fromkeys(getattr(one.content, name) for one in going if (name := STANDS_IN.get(one.type)))
        found = (known.get(id) for id in ids if id not in {one.id for one in going})
        return [one for one in found if one and one.head == self.worker.id and GROUP_OF.get(one.type) in self.what]

    def parties(self, known: Reading) -> list[Entry]:
        return [one for id in _parties(self.going) if (one := known.get(id)) and one.type == Party.TYPE]

    def hiding(self, known: Reading) -> "Hiding":
        """What is taken out of everything written freely, for this choice."""
        heads = {one.id: one for one in (self.about, *self.heads(known)) if one.id != self.worker.id}
        rows = [row for one in heads.values() for row in getattr(one.content, "workers", ())]
        others = [row.called for row in rows if row.worker != self.worker.id]
        every = [part for id in (*heads, self.worker.id) for part in known.parts(id) if part.type in GROUP_OF]
        named = [one for id in _parties(every) if (one := known.get(id))]
        person = self.worker.content
        assert isinstance(person, Worker)
        return Hiding.of(person, self.what, others, [*named, *every])


def pieces(known: Reading, choice: Choice) -> tuple[Piece, ...]:
    """What leaves about her: her file, what was chosen, the cases and chains it stands in, the parties it names."""
    hide, files = choice.hiding(known), dict(choice.files)
    named = choice.parties(known) if EMPLOYER in choice.what else []
    restricted = choice.worker.restricted or choice.about.restricted
    made = []
    for one in (choice.worker, *choice.heads(known), *choice.around(known), *choice.going, *named):
        piece = Piece(one.id, _leaves(one.content, choice, hide), restricted or one.restricted)
        made.append(_with_copy(piece, files.get(one.id, b"")))
    return tuple(made)


def _parties(entries: Iterable[Entry]) -> list[str]:
    """Ids of the parties that these name, each once; words stand among them where somebody is named in words."""
    return list(dict.fromkeys(id for one in entries for id, _ in named_in(one.content) if id))


def _with_copy(piece: Piece, file: bytes) -> Piece:
    """A piece of evidence with its file; what it says of size and fingerprint is that of the file that goes."""
    if not file or not isinstance(piece.content, Evidence):
        return piece
    told = replace(piece.content, size=len(file), fingerprint=hashlib.sha256(file).hexdigest())
    return replace(piece, content=told, file=file)


def _leaves(content: Any, choice: Choice, hide: "Hiding") -> Content:
    """A content with the fields that leave; the others are empty."""
    what, id = set(choice.what), choice.worker.id
    kept = {name for group in what for name in FIELDS[content.TYPE].get(group, ())}
    if content.TYPE == "case":
        kept.add("workers")
    hints = typing.get_type_hints(type(content))
    made = replace(content, **{one.name: _empty(one, hints) for one in fields(content) if one.name not in kept})
    if isinstance(made, Worker):
        names = tuple(one for one in made.names if NAMES in what or one.use == CALLED)
        return replace(made, names=names)
    if content.TYPE == "case":
        rows = [row for row in content.workers if row.worker == id]
        # Who she is and when she was in it; her word and what was said of her leaving were said to this centre alone.
        made = replace(made, workers=tuple(type(row)(id, choice.called, row.joined, row.left) for row in rows))
    if content.TYPE == "grievance":
        made = replace(made, workers=tuple(one for one in made.workers if one == id))
    if content.TYPE == "journey" and EMPLOYER not in what:
        made = replace(made, stages=tuple(replace(one, party="") for one in made.stages))
    return hide.taken_out(made)


def _empty(one: Any, hints: dict[str, Any]) -> Any:
    if one.default is not MISSING:
        return one.default
    return 0 if hints[one.name] is int else () if typing.get_origin(hints[one.name]) is tuple else ""


@dataclass(frozen=True)
class Hiding:
    """Names and numbers that are taken out of every free text that leaves. found: what finds them."""

    found: re.Pattern[str] | None

    @classmethod
    def of(cls, worker: Worker, what: Collection[str], others: Iterable[str], parties: Iterable[Entry]) -> "Hiding":
        """others: what other workers of the case are called. parties: those that are named, and what names them."""
        said = set(called_as(worker, what).split())
        words: list[str] = list(others)
        if NAMES not in what:
            words += [part for one in worker.names for part in (one.name, *one.name.split()) if part not in said]
            words += [one.number for one in worker.papers]
            words += [] if CALLED in what else [worker.code]
        if CONTACT not in what:
            words += [one.value for one in worker.contacts]
        if EMPLOYER not in what:
            words += [name for one in parties for name in _names_in(one.content)]
        wanted = sorted({word.strip() for word in words if len(word.strip()) > 1}, key=len, reverse=True)
        wanted = [word for word in wanted if word not in said]
        return cls(re.compile("|".join(map(_whole, wanted)), re.IGNORECASE) if wanted else None)

    def taken_out(self, value: Any, free: bool = False) -> Any:
        """The same without them, in the fields in which people write freely."""
        if self.found is None:
            return value
        if is_dataclass(value) and not isinstance(value, type):
            own = isinstance(value, Name | Party)
            changed = {
                one.name: self.taken_out(getattr(value, one.name), not own and one.name in FREE)
                for one in fields(value)
            }
            return replace(value, **changed)
        if isinstance(value, tuple):
            return tuple(self.taken_out(one, free) for one in value)
        return self.found.sub(HIDDEN, value) if free and isinstance(value, str) else value


def _names_in(content: Any) -> list[str]:
    """Names of parties, and of whoever is only named in words."""
    own = [one for one in content.names if one] if isinstance(content, Party) else []
    return own + [name for _, name in named_in(content) if name]


def _whole(word: str) -> str:
    """Whole words in scripts with letters apart; anywhere in scripts where endings are written together."""
    return rf"(?<!\w){re.escape(word)}(?!\w)" if word.isascii() else re.escape(word)


def for_them(referral: Referral, id: str) -> Piece:
    """The referral as the other centre reads it before it says yes: what is asked, for what, which groups."""
    bare = Referral(about=referral.worker, worker=referral.worker, to_name=referral.to_name)
    names = ("kind", "purpose", "what", "text", "answer_by")
    return Piece(id, replace(bare, **{name: getattr(referral, name) for name in names}))


def digest_of(made: Sequence[Piece], told: str) -> str:
    """The same for the same text and the same bytes: what was read before is what leaves."""
    records = told_records(one.plain() for one in made)
    return hashlib.sha256(f"{records}\n{told}".encode()).hexdigest()


Tells = Callable[[Sequence[Piece]], str]
