"""Files that a search finds: by a name in any script, a phone, a code, the number of a case or of a document; and files
that may be of the person who is being taken in.
"""

import weakref
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext

from corridor.journey.codes import read_code
from corridor.journey.contents import Worker
from corridor.journey.likeness import GROUNDS, Index, Known, Likeness, sounds
from corridor.journey.parts import PARTS
from corridor.journey.reading import CASE, cases_of, of_type
from corridor.reference.folding import folded
from corridor.safe.casebook import Book, Entry, Reading, opens
from corridor.safe.content import Content
from corridor.safe.faults import Unfit

MOST, LIKELY_MOST, WORDS_LONGEST, DIGITS_FEWEST = 50, 5, 200, 5


@dataclass(frozen=True)
class Found:
    """A file, with the cases in which she is. grounds: why it may be hers, where that was asked."""

    entry: Entry
    cases: list[Entry]
    grounds: tuple[Any, ...] = ()


@dataclass
class Sounding:
    """The names of a centre's open files by their sound, kept beside its book and gone with it. seen: how often the
    shelf had changed when it was last brought up to it.
    """

    index: Index = field(default_factory=Index)
    changes: dict[str, int] = field(default_factory=dict)
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    seen: int = 0

    def take(self, entries: dict[str, Entry], seen: int) -> None:
        """Bring it up to what stands now; files that became a part of another one are left out.

        seen: how often the shelf changed by now. What changed last stands last on it.
        """
        last, self.seen = islice(reversed(entries.items()), max(seen - self.seen, 0)), seen
        for id, one in list(last):
            if self.changes.get(id) == one.change:
                continue
            self.changes[id] = one.change
            if _stands(one):
                self.index.put(id, Known.of(one.content))  # type: ignore[arg-type]
            else:
                self.index.drop(id)
        if len(self.changes) > len(entries):
            for id in self.changes.keys() - entries.keys():
                self.index.drop(id)
                del self.changes[id]

    def sound(self, name: str) -> frozenset[str]:
        """The sounds of one word."""
        if name not in self.words:
            self.words[name] = sounds(name)
        return self.words[name]


_SOUNDING: dict[int, Sounding] = {}


def _sounding(book: Book) -> Sounding:
    """What is kept beside this book. It never holds a restricted file: those are compared for their readers alone."""
    with book.guard:
        if id(book) not in _SOUNDING:
            weakref.finalize(book, _SOUNDING.pop, id(book), None)
        kept = _SOUNDING.setdefault(id(book), Sounding())
        kept.take(book.types[Worker.TYPE], book.changes[Worker.TYPE])
        return kept


def _stands(entry: Entry) -> bool:
    return not entry.plain["c"].get("merged_into") and opens(entry)


def files(known: Reading) -> list[Entry]:
    """The files that stand by themselves, the last changed first; those that became a part of another are left out."""
    return known.of_type(Worker, _stands)


def likely_files(known: Reading, person: Known) -> list[Found]:
    """Files that may be this person's, the likeliest first, with the grounds. Somebody looks and decides."""
    hers = Sounding()
    named = {id: one for id, one in known.named.items() if one.type == Worker.TYPE}
    hers.take(named, len(named))
    indexes = [hers.index, *([_sounding(known.book).index] if known.book else [])]
    alike = sorted((one for index in indexes for one in index.likely(person)), key=_weight, reverse=True)
    found = ((known.get(id), likeness) for id, likeness in alike[:LIKELY_MOST])
    return [Found(one, cases_of(known, one.id), _grounds(likeness)) for one, likeness in found if one]


def _weight(one: tuple[str, Likeness]) -> tuple[bool, int]:
    return one[1].weight


def _grounds(likeness: Likeness) -> tuple[Any, ...]:
    return tuple(GROUNDS[one] for one in likeness.grounds)


def found_by(known: Reading, words: str) -> list[Found]:
    """The files that hold every word; those with the phone, the code or the number; those whose name sounds alike;
    those in which something holds every word: a hop, a charge, a debt, a spell.
    """
    words = words.strip()
    if not words:
        return []
    standing = {one.id: one for one in files(known)}
    ids = dict.fromkeys(
        [
            *(one.id for one in known.search(words, (Worker,))),
            *_by_figures(standing.values(), words),
            *_by_code(known, standing.values(), words),
            *_by_sound(known, standing.values(), words),
            *(one.head for one in known.search(words, _of_a_file())),
        ]
    )
    into = {one.id: str(one.plain["c"].get("merged_into") or one.id) for one in known.of_types({Worker.TYPE})}
    kept = dict.fromkeys(into.get(id, id) for id in ids)
    shown = [id for id in kept if id in standing][:MOST]
    cases = _cases_of_each(known, set(shown))
    return [Found(standing[id], cases[id]) for id in shown]


def _of_a_file() -> list[type[Content]]:
    """What belongs to a file and says in which fields a search looks."""
    return [part.sheet.kind for part in PARTS.values() if part.sheet.kind.SEARCHED]


def _cases_of_each(known: Reading, ids: set[str]) -> dict[str, list[Entry]]:
    """The cases of several workers, the last changed first, in one pass."""
    found: dict[str, list[Entry]] = {id: [] for id in ids}
    for one in of_type(known, CASE):
        for id in ids.intersection(one.content.linked()):
            found[id].append(one)
    return found


def figures(text: str) -> str:
    """The figures of a text, of whatever script, without what stands between them."""
    return "".join(sign for sign in folded(text) if sign.isdecimal())


def _by_figures(entries: Iterable[Any], words: str) -> list[str]:
    """By a phone number, however it is spaced."""
    sought = figures(words).lstrip("0")
    if len(sought) < DIGITS_FEWEST or any(sign.isalpha() for sign in words):
        return []
    return [one.id for one in entries if any(sought in figures(each.value) for each in one.content.contacts)]


def _by_code(known: Reading, entries: Iterable[Any], words: str) -> list[str]:
    """By the code of a file or the number of a case, however it was heard."""
    try:
        code = read_code(words)
    except Unfit:
        code = words.casefold()
    own = [one.id for one in entries if one.content.code == code]
    cases: list[Any] = [one.content for one in of_type(known, CASE)]
    return own + [id for case in cases if case.number.casefold() == code for id in case.linked()]


def _by_sound(known: Reading, entries: Iterable[Any], words: str) -> list[str]:
    """By names of which every word sought sounds like one, whatever the script."""
    kept = _sounding(known.book) if known.book else Sounding()
    sought = [keys for word in words.split() if (keys := sounds(word))]
    if not sought:
        return []
    found, hers = [], Sounding()
    for one in entries:
        by = hers if one.restricted else kept
        heard = {key for name in one.content.names for word in name.name.split() for key in by.sound(word)}
        if all(keys & heard for keys in sought):
            found.append(one.id)
    return found


def file_by_code(known: Reading, code: str, *, but: str) -> Entry:
    """The other file with this code. Raises Unfit, which says what is expected."""
    wanted = read_code(code)
    for one in files(known):
        if one.id != but and isinstance(one.content, Worker) and one.content.code == wanted:
            return one
    raise Unfit(gettext("No other file has the code “%(found)s”.") % {"found": wanted})
