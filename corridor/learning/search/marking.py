"""Matched words marked in a text: the text in pieces, each with whether it matched. Joined, the pieces are the text."""

from collections import defaultdict
from typing import NamedTuple

from corridor.learning.search.asking import Asked, Sequence
from corridor.learning.search.texts import Document, Text
from corridor.learning.search.words import Word, words

Pieces = tuple[tuple[str, bool], ...]
WINDOW = 240  # characters of a text that a result shows
LEAD = 40  # of them before the first match
CUT = "…"


class Match(NamedTuple):
    """A stretch of a text that answers one of the wants."""

    start: int
    end: int
    want: int


class Snippet(NamedTuple):
    """A passage of an entry that shows why it was found, with the field and language it stands in."""

    pieces: Pieces
    field: str
    language: str


class Marker:
    """Marks what one query asked for."""

    def __init__(self, asked: Asked) -> None:
        self._by_first: dict[str, list[tuple[int, Sequence]]] = defaultdict(list)
        for number, want in enumerate(asked.wants):
            for stems in want.any_of:
                self._by_first[stems[0]].append((number, stems))

    def matches(self, found: list[Word]) -> list[Match]:
        """The matches among the words of a text, in order, none over another."""
        matched: list[Match] = []
        for i, word in enumerate(found):
            if word.stem not in self._by_first or (matched and word.start < matched[-1].end):
                continue
            for number, stems in self._by_first[word.stem]:
                run = found[i : i + len(stems)]
                if tuple(other.stem for other in run) == stems:
                    matched.append(Match(word.start, run[-1].end, number))
                    break
        return matched

    def mark(self, text: str, language: str = "en") -> Pieces:
        """The whole text in pieces."""
        return pieces(text, 0, len(text), self.matches(words(text, language)))

    def snippet(self, document: Document, title: str, language: str = "en") -> Snippet:
        """The passage that says most of what the title does not; else the beginning of the meaning."""
        in_title = {match.want for match in self.matches(words(title, language))}
        wanted = {number for several in self._by_first.values() for number, _ in several}
        best: tuple[int, Text | None, int] = (-1, None, 0)
        for text in document.quotable(title):
            start, answered = densest(self.matches(words(text.text, text.language)))
            worth = 2 * len(answered - in_title) + (text.column == "middle") * len(answered)
            if worth > best[0]:
                best = worth, text, start
            if answered >= wanted - in_title:
                break
        _, chosen, at = best
        return self._passage(chosen, at) if chosen else Snippet((), "", "")

    def _passage(self, text: Text, at: int) -> Snippet:
        found = words(text.text, text.language)
        start, end = passage(text.text, found, at)
        marked = pieces(text.text, start, end, self.matches(found))
        before = ((CUT, False),) if start else ()
        after = ((CUT, False),) if end < len(text.text) else ()
        return Snippet((*before, *marked, *after), text.field, text.language)


def densest(matches: list[Match]) -> tuple[int, set[int]]:
    """Where a passage should begin, and which wants it answers."""
    best: tuple[int, set[int]] = (0, set())
    for i, match in enumerate(matches):
        within = {other.want for other in matches[i : i + 12] if other.end <= match.start + WINDOW - LEAD}
        if len(within) > len(best[1]):
            best = (match.start, within)
    return best


def passage(text: str, found: list[Word], at: int) -> tuple[int, int]:
    """The bounds of a passage around a place, moved to where words begin and end."""
    if len(text) <= WINDOW:
        return 0, len(text)
    from_here = max(0, at - LEAD)
    if len(text) - from_here < WINDOW:
        from_here = len(text) - WINDOW
    start = next((word.start for word in found if from_here <= word.start <= at), from_here) if from_here else 0
    if start + WINDOW >= len(text):
        return start, len(text)
    ends = [word.end for word in found if start < word.end <= start + WINDOW]
    return start, (ends[-1] if ends else start + WINDOW)


def pieces(text: str, start: int, end: int, matches: list[Match]) -> Pieces:
    """A stretch of the text, cut at the matches inside it."""
    found: list[tuple[str, bool]] = []
    at = start
    for match in matches:
        if match.start < at or match.end > end:
            continue
        found += [(text[at : match.start], False), (text[match.start : match.end], True)]
        at = match.end
    found.append((text[at:end], False))
    return tuple(piece for piece in found if piece[0])
