"""What someone asks for: a line of words and quoted phrases, read against the words that the index has.

Nothing typed has a special meaning to the database: only letters and figures pass, each word between quotes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from corridor.learning.search.vocabulary import Vocabulary
from corridor.learning.search.words import COMMON, Word, words

LONGEST = 2_000  # characters read of a query
MOST_WORDS = 12  # words searched for; of more, the rarest
QUOTED = re.compile('"([^"]*)"|“([^”]*)”|«([^»]*)»|„([^“”]*)[“”]')

Sequence = tuple[str, ...]  # stems one after another; a single word is a sequence of one


@dataclass(frozen=True)
class Want:
    """One word or phrase that is wanted: any of these sequences of stems."""

    typed: str
    any_of: tuple[Sequence, ...]
    phrase: bool = False
    frequent: int = 0

    @property
    def match(self) -> str:
        """As SQLite's full-text search reads it; empty when nothing can match."""
        return "(" + " OR ".join(f'"{" ".join(stems)}"' for stems in self.any_of) + ")" if self.any_of else ""


@dataclass(frozen=True)
class Asked:
    """A query as it was understood.

    `widened` is the last want with the words that begin like it, when it may still be being typed. `in_order` matches
    the unquoted words standing one after another. `read_as` lists mistyped words with the words taken instead.
    """

    wants: tuple[Want, ...] = ()
    widened: Want | None = None
    in_order: str = ""
    read_as: tuple[tuple[str, str], ...] = ()

    def with_widened(self) -> "Asked":
        return replace(self, wants=(*self.wants[:-1], self.widened)) if self.widened else self

    @property
    def all_wanted(self) -> str:
        """All wants together; empty when one of them can not match."""
        if not self.wants or not all(want.any_of for want in self.wants):
            return ""
        together = " AND ".join(want.match for want in self.wants)
        return f"({together}) OR {self.in_order}" if self.in_order else together


def single(stems: Iterable[str]) -> tuple[Sequence, ...]:
    return tuple((stem,) for stem in stems)


def sequences(text: str, languages: Iterable[str]) -> tuple[Sequence, ...]:
    """A phrase in the stems of each language that the index has."""
    found = {tuple(word.stem for word in words(text, language)): None for language in languages}
    return tuple(stems for stems in found if stems)


class Reader:
    """Reads queries against one vocabulary and the languages that its texts are in."""

    def __init__(self, vocabulary: Vocabulary, languages: Iterable[str]) -> None:
        self.vocabulary, self.languages = vocabulary, tuple(languages)

    def read(self, query: str) -> Asked:
        query = query[:LONGEST]
        phrases = [next(filter(None, found), "") for found in QUOTED.findall(query)]
        wants = [Want(text, stems, True) for text in phrases if (stems := sequences(text, self.languages))]
        rest = QUOTED.sub(" ", query)
        typed = words(rest)
        if chosen := [word for word in typed if word.plain not in COMMON] or typed:
            return self._with_words(wants, rest, typed, chosen)
        return Asked(tuple(wants))

    def _with_words(self, wants: list[Want], rest: str, typed: list[Word], chosen: list[Word]) -> Asked:
        distinct = [*reversed({word.plain: word for word in reversed(chosen)}.values())]
        last = distinct[-1]
        open_end = last is typed[-1] and last.end == len(rest)
        read_as: list[tuple[str, str]] = []
        read = [self._want(rest, word, open_end and word is last, read_as) for word in distinct]
        widened = None
        if open_end:
            stems = dict.fromkeys((*read[-1].any_of, *single(self.vocabulary.starting(last.plain))))
            widened = replace(read[-1], any_of=tuple(stems)) if len(stems) > len(read[-1].any_of) else None
        if len(read) > MOST_WORDS:
            read = sorted((want for want in read if want.any_of), key=lambda want: want.frequent)[:MOST_WORDS]
            widened = None
        in_order = ""
        if not wants and 1 < len(typed) <= MOST_WORDS:
            in_order = Want("", sequences(rest, self.languages)).match
        return Asked((*wants, *read), widened, in_order, tuple(read_as))

    def _want(self, rest: str, word: Word, open_end: bool, read_as: list[tuple[str, str]]) -> Want:
        """One word: its own forms; else, while it is typed, what begins so; else what it most likely should be."""
        raw = rest[word.start : word.end]
        # A word that stands in the texts has the stems of their languages; one that does not may be of any language.
        guessed = {form.stem for language in self.languages for form in words(raw, language)}
        known = self.vocabulary.known(self.vocabulary.stems(word.plain)) or self.vocabulary.known(guessed)
        if not known and open_end:
            known = self.vocabulary.starting(word.plain)
        if not known and (near := self.vocabulary.near(word.plain)):
            known = self.vocabulary.known(stem for plain in near for stem in self.vocabulary.stems(plain))
            read_as.append((raw, ", ".join(near)))
        frequent = sum(self.vocabulary.entries_with[stem] for stem in known)
        return Want(word.plain, single(known), frequent=frequent)
