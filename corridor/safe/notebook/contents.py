"""What the notebook keeps: notes with parts, kept texts and attachments, unfinished drafts, saved views.

Who wrote it and on which day stands inside the seal, never beside it (WIF2023-49: what is kept can be demanded).
"""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from corridor.safe.content import Content, to_plain
from corridor.safe.primitives import digest

MEETING, PLACE, CALL, OTHER = KINDS = ("meeting", "place", "call", "other")
NEW, CORRECTION, ADDITION = "new", "correction", "addition"  # what a draft is to become
WRITTEN = ("title", "text", "author")  # where a search looks
TITLE_LONGEST, TEXT_LONGEST, NAME_LONGEST = 200, 300_000, 200  # characters; a record holds about a million bytes


@dataclass(frozen=True)
class Typed:
    """What somebody types of a note. about: the day it is about. remind: the day on which it asks to be looked at."""

    title: str
    text: str = ""
    kind: str = OTHER
    about: date | None = None
    remind: date | None = None

    def mark(self) -> str:
        """The same for the same words: to see whether a text changed since it was read, or was sent twice."""
        return digest(*(str(value or "") for value in to_plain(self.typed).values())).hex()[:32]

    @property
    def typed(self) -> "Typed":
        return Typed(**{field.name: getattr(self, field.name) for field in fields(Typed)})


@dataclass(frozen=True)
class Note(Typed, Content):
    """A note. author, changed_by: handles of who wrote it and who last corrected it. from_outside: sent by somebody
    without an account. closed: the day it was closed; 12 months later it is destroyed with its parts.
    """

    TYPE = "note"
    VERSION = 2
    LINKS = "links"
    SEARCHED = (*WRITTEN, "body")
    links: tuple[str, ...] = ()
    author: str = ""
    day: date | None = None
    changed_by: str = ""
    changed_on: date | None = None
    closed: date | None = None
    from_outside: bool = False

    @classmethod
    def upgrade(cls, version: int, plain: dict[str, Any]) -> dict[str, Any]:
        """Version 1 had one text, `body`: its first line is the title now."""
        kept = {name: value for name, value in plain.items() if name != "body"}
        title, text = title_and_text("", str(plain.get("body", "")))
        return {"title": title, "text": text} | kept

    def due(self) -> date | None:
        return None if self.closed else self.remind

    def stands_open(self) -> bool:
        return self.closed is None

    def closed_on(self) -> date | None:
        return self.closed

    def linked(self) -> tuple[str, ...]:
        return self.links


def title_and_text(title: str, text: str) -> tuple[str, str]:
    """Where no title was given, the first line of the text is it; a long first line stays in the text too."""
    if title or not text.strip():
        return title, text
    first, _, rest = text.strip().partition("\n")
    return (first, rest.strip()) if len(first) <= TITLE_LONGEST else (first[: TITLE_LONGEST - 1] + "…", text)


@dataclass(frozen=True)
class NotePart(Content):
    """Something added under a note later. author: the handle of who added it, on which day."""

    TYPE = "note-part"
    HEAD = "note"
    SEARCHED = WRITTEN
    note: str
    text: str
    author: str = ""
    day: date | None = None


@dataclass(frozen=True)
class KeptText(Typed, Content):
    """A text of a note that did not become the note, because two people had changed it at the same time."""

    TYPE = "note-kept"
    HEAD = "note"
    SEARCHED = WRITTEN
    note: str = ""
    author: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Attachment(Content):
    """A file under a note. The file itself stands in chunks, sealed untouched under `key`; fingerprint: its SHA-256.

    picture: jpeg, png or webp when a copy without metadata can be made (smaller: of fewer points than the original);
    else why not, with the size that the picture claims. name, media: as the sender's machine said.
    """

    TYPE = "attachment"
    HEAD = "note"
    SEARCHED = ("name", "author")
    note: str
    name: str
    size: int
    fingerprint: str
    key: str
    chunks: int
    media: str = ""
    picture: str = ""
    smaller: bool = False
    why_not: str = ""
    width: int = 0
    height: int = 0
    author: str = ""
    day: date | None = None


@dataclass(frozen=True)
class NoteDraft(Content):
    """Something not finished yet, as it was typed. form: the form it stands in. what: new, correction or addition.

    read, base: which version of the note a correction began from. Destroyed a month after it was last kept.
    """

    TYPE = "note-draft"
    RETENTION_MONTHS = 1
    form: str
    what: str = NEW
    title: str = ""
    text: str = ""
    kind: str = OTHER
    about: str = ""
    remind: str = ""
    note: str = ""
    read: int = 0
    base: str = ""
    author: str = ""
    author_key: str = ""
    day: date | None = None

    def stands_open(self) -> bool:
        return True

    def closed_on(self) -> date | None:
        return self.day


@dataclass(frozen=True)
class NamedView(Content):
    """Filters of a list under a name, for the one who saved them (so that no search stands in an address). Each list
    declares its own, with its filters.
    """

    name: str

    def stands_open(self) -> bool:
        return True


@dataclass(frozen=True)
class SavedView(NamedView):
    """Filters of the notebook under a name."""

    TYPE = "saved-view"
    words: str = ""
    kind: str = ""
    state: str = ""
    level: str = ""
    sort: str = ""
    since: str = ""
    until: str = ""
