"""What the pages of the notebook show: today's list, what a search finds, a note with all that belongs to it."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from corridor.access.models import Account
from corridor.reference.folding import folded
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.content import Content
from corridor.safe.faults import Altered, BesideChanged, Fault, KeyReplaced, NoKey, UnknownVersion
from corridor.safe.notebook.contents import (
    CALL,
    KINDS,
    MEETING,
    OTHER,
    PLACE,
    Attachment,
    KeptText,
    Note,
    NoteDraft,
    NotePart,
)

KIND_LABELS = {
    MEETING: gettext_lazy("Meeting"),
    PLACE: gettext_lazy("Place"),
    CALL: gettext_lazy("Phone call"),
    OTHER: gettext_lazy("Other"),
}
OPEN, CLOSED = "open", "closed"
RESTRICTED, OUTSIDE = "restricted", "outside"
NEWEST, ABOUT, REMIND, TITLE = "", "about", "remind", "title"
STATES, LEVELS, SORTS = ("", OPEN, CLOSED), ("", RESTRICTED, OUTSIDE), (NEWEST, ABOUT, REMIND, TITLE)
PAGE, TODAY_MOST, WORDS_LONGEST = 50, 50, 200
FIRST_DAY, LAST_DAY = date.min.isoformat(), date.max.isoformat()


def of_type(known: Reading, kind: type[Content]) -> list[Entry]:
    """Records of a type that can be read, newest change first."""
    return known.of_type(kind, opens)


@dataclass(frozen=True)
class Trouble:
    """Records that do not open: how many, why, what to do."""

    count: int
    why: str
    what_to_do: str


def troubles(known: Reading) -> list[Trouble]:
    """What is told on top of the list; no other record suffers from it."""
    found = Counter(known.faults.values())
    found[UnknownVersion] += sum(entry.is_newer for entry in known.named.values())
    found[Altered] += sum(not entry.is_newer and not opens(entry) for entry in known.of_types({Note.TYPE}))
    return [Trouble(count, *_told(fault)) for fault, count in found.items() if count]


def _told(fault: type[Fault]) -> tuple[str, str]:
    if issubclass(fault, UnknownVersion):
        return str(fault.told), gettext("Tell whoever runs this installation; nothing else is affected.")
    if issubclass(fault, KeyReplaced):
        told = gettext("Renew the key of the records at once, and find out who was at the machine.")
        return str(fault.told), told
    if issubclass(fault, BesideChanged):
        return str(fault.told), gettext("Write such a record anew to mend it, and find out who was at the machine.")
    if issubclass(fault, NoKey):
        return (
            gettext("They are sealed to a key of the centre that you were not given."),
            gettext("Ask the coordinator to go on with renewing the keys; it wraps them for you."),
        )
    return (
        gettext("They were changed or moved outside Corridor, or what is inside is not a record."),
        gettext(
            "Tell the coordinator: a backup may hold them as they were, and somebody may have been at the machine."
        ),
    )


SEARCHED = {kind.TYPE for kind in (Note, NotePart, KeptText, Attachment)}


@dataclass(frozen=True)
class Filters:
    """What is looked for in the list; kept in the session and in saved views, never in an address.

    since, until: days (ISO) between which lies the day a note is about, or on which it was written where it says none.
    """

    words: str = ""
    kind: str = ""
    state: str = ""
    level: str = ""
    sort: str = NEWEST
    since: str = ""
    until: str = ""

    @classmethod
    def of(cls, given: Any) -> "Filters":
        """From a form, a session or a saved view; what is not a choice counts as not chosen."""
        choices: dict[str, Iterable[str]] = {"kind": KINDS, "state": STATES, "level": LEVELS, "sort": SORTS}
        asked = {field.name: str(given.get(field.name) or "") for field in fields(cls)}
        kept = {name: value if value in choices[name] else "" for name, value in asked.items() if name in choices}
        kept |= {name: _day(asked[name]) for name in ("since", "until")}
        return cls(words=asked["words"][:WORDS_LONGEST], **kept)

    def plain(self) -> dict[str, str]:
        return asdict(self)

    def admits(self, entry: Entry, note: Note) -> bool:
        return (
            self.kind in ("", note.kind)
            and self.state in ("", CLOSED if note.closed else OPEN)
            and (self.level != RESTRICTED or entry.restricted)
            and (self.level != OUTSIDE or note.from_outside)
            and self._between(note.about or note.day)
        )

    def _between(self, day: date | None) -> bool:
        said = day.isoformat() if day else ""
        return not (self.since or self.until) or (self.since or FIRST_DAY) <= said <= (self.until or LAST_DAY)


def _day(typed: str) -> str:
    """A day as it is kept; empty for what is none."""
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in unicodedata.normalize("NFKC", typed[:20]).strip())
    try:
        return date.fromisoformat(plain).isoformat()
    except ValueError:
        return ""


def _note(entry: Entry) -> Note:
    assert isinstance(entry.content, Note)
    return entry.content


def today(known: Reading, day: date) -> tuple[list[Entry], list[Entry]]:
    """Open notes: those that are due or overdue, the oldest first; then the others, the newest first."""
    still = [entry for entry in of_type(known, Note) if not _note(entry).closed]
    due = {entry.id: entry for entry in still if (_note(entry).remind or date.max) <= day}
    others = [one for one in still if one.id not in due]
    return sorted(due.values(), key=lambda one: _note(one).remind or day), others


def found(known: Reading, filters: Filters) -> list[Entry]:
    """The notes that fit. A word may stand in the note, in something added to it, or in the name of a file."""
    notes = [entry for entry in of_type(known, Note) if filters.admits(entry, _note(entry))]
    for word in folded(filters.words).split():
        heads = {one.head or one.id for one in known.with_word(word, SEARCHED)}
        notes = [entry for entry in notes if entry.id in heads]
    orders: dict[str, Callable[[Entry], Any]] = {
        ABOUT: lambda one: (_note(one).about is None, -(_note(one).about or date.min).toordinal()),
        REMIND: lambda one: (_note(one).remind is None, _note(one).remind),
        TITLE: lambda one: folded(_note(one).title),
    }
    return sorted(notes, key=orders[filters.sort]) if filters.sort in orders else notes


def drafts(known: Reading, account: Account) -> list[Entry]:
    """Her own drafts, and those of people who can not open theirs (community workers)."""
    every = of_type(known, NoteDraft)
    mine = [one for one in every if one.plain["c"].get("author_key") == account.key]
    return mine + [one for one in every if not one.restricted and one not in mine]


def draft_for(known: Reading, account: Account, note: str, what: str) -> NoteDraft | None:
    """What she began to write about this note and has not kept yet."""
    for entry in drafts(known, account):
        content = entry.content
        if isinstance(content, NoteDraft) and (content.note, content.what) == (note, what):
            return content
    return None


def parts(known: Reading, id: str, kind: type[Content]) -> list[Entry]:
    return [one for one in known.parts(id, kind) if opens(one)]


def closed_parts(known: Reading, id: str) -> int:
    """How many things that belong to a note can not be read."""
    return sum(not opens(one) for one in known.parts(id))


def kept_texts(known: Reading, entry: Entry) -> list[Entry]:
    """Texts that did not become the note and differ from it."""
    mark = _note(entry).mark()
    return [
        one
        for one in parts(known, entry.id, KeptText)
        if isinstance(one.content, KeptText) and one.content.mark() != mark
    ]


def links(known: Reading, entry: Entry) -> list[Entry]:
    """Notes that it is linked to, from either side, as far as they are hers to read."""
    to = _note(entry).links
    return [one for one in of_type(known, Note) if one.id in to or entry.id in _note(one).links]


def has_turning_signs(text: str) -> bool:
    """Whether a text holds signs that turn the direction of writing and can make it look like another one."""
    return any(unicodedata.bidirectional(sign) in {"LRO", "RLO", "LRE", "RLE", "PDF"} for sign in text)
