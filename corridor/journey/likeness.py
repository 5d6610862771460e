"""Whether somebody is perhaps on file already, told while she is taken in; nothing is ever merged by itself.

Papers and phones are compared by their signs, names and places by how they sound (see `sounds`). A finding says on
which grounds it stands; a person looks and decides. Nothing is kept here beyond what the caller keeps: an Index holds
names, and is dropped with the keys that opened them (WIF2023-8).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from corridor.journey.contents import Worker
from corridor.journey.sounds import Word, joined, same_sound, spelled_words, word_of
from corridor.journey.when import NOT_SAID, When
from corridor.reference.folding import folded

PAPER, PHONE, FULL_NAME, NAME, PLACE, AGE = "paper", "phone", "full-name", "name", "place", "age"
GROUNDS = {
    PAPER: _("the same number on a paper"),
    PHONE: _("the same phone number"),
    FULL_NAME: _("a name that sounds the same"),
    NAME: _("a part of the name that sounds the same"),
    PLACE: _("the same place"),
    AGE: _("the same age"),
}
WEIGHTS = {PAPER: 8, PHONE: 4, FULL_NAME: 4, NAME: 2, PLACE: 2, AGE: 1}
NO_BAND = "not-said"  # vocabulary `age-band`
SURE, PERHAPS = "sure", "perhaps"
STRENGTHS = {SURE: _("sure to look at"), PERHAPS: _("perhaps")}
PHONE_FIGURES, PHONE_LEAST, PAPER_LEAST = 8, 7, 5
# Of Lebanon's older mobile numbers, seven figures long, what stands before them varies: +961 3, 03.
LEBANESE = re.compile(r"0*(?:961)?0?(3\d{6})")
KINDS_OF_PLACE = (
    "district zila zilla jilla village gaun gaon municipality vdc ward upazila thana division province state city town"
    " जिल्ला जिला गाउँ गाउँपालिका नगरपालिका জেলা উপজেলা থানা গ্রাম বিভাগ محافظة قضاء قرية مدينة"
)
_KINDS_OF_PLACE = frozenset(KINDS_OF_PLACE.split())


@dataclass(frozen=True)
class Known:
    """What is known of somebody. names: in any script. phones, papers: as written. origin: district, as she says it.
    nationality: ISO 3166 alpha-3. age_band: vocabulary `age-band`; equal ones count, others prove nothing.
    """

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    origin: str = ""
    nationality: str = ""
    age_band: str = ""
    born: When = NOT_SAID

    @classmethod
    def of(cls, worker: Worker) -> "Known":
        return cls(
            names=tuple(one.name for one in worker.names),
            phones=tuple(one.value for one in worker.contacts),
            papers=tuple(one.number for one in worker.papers),
            origin=worker.origin,
            nationality=worker.nationality,
            age_band=worker.age_band,
        )


@dataclass(frozen=True)
class Likeness:
    """That two files may be one person's. grounds: codes of GROUNDS, the weightiest first. strength: of STRENGTHS."""

    grounds: tuple[str, ...]
    strength: str

    @property
    def weight(self) -> tuple[bool, int]:
        """By which the best is told first."""
        return self.strength == SURE, sum(WEIGHTS[one] for one in self.grounds)


def sounds(name: str) -> frozenset[str]:
    """Keys of how each word of a name sounds: its consonants, with A for a vowel in front. Sita, सीता, সীতা and سيتا
    share theirs. Without titles; the order of the words does not matter.
    """
    return frozenset(key for word in spelled_words(name) for key, _vowels in word_of(word).readings)


@dataclass(frozen=True)
class _Name:
    """words: in turn. joined: each with the one after it, as some write them (Dil Maya, दिलमाया)."""

    words: tuple[Word, ...]
    joined: tuple[Word, ...]


@dataclass(frozen=True)
class _Traits:
    known: Known
    names: tuple[_Name, ...]
    places: tuple[Word, ...]
    phones: frozenset[str]
    papers: frozenset[str]

    def marks(self) -> Iterator[str]:
        """Under what it is found; whoever shares none of them is not alike."""
        yield from (f"{PHONE} {one}" for one in self.phones)
        yield from (f"{PAPER} {one}" for one in self.papers)
        for name in self.names:
            for word in (*_telling(name.words), *name.joined):
                yield from (f"{NAME} {key}" for key, _vowels in word.readings)


class _Words(dict[str, Word]):
    """Words whose sound is known already, kept as long as whoever compares many names keeps this."""

    def __missing__(self, word: str) -> Word:
        self[word] = word_of(word)
        return self[word]


def _traits(known: Known, words: _Words) -> _Traits:
    names = []
    for name in known.names:
        spelled = tuple(words[word] for word in spelled_words(name) if words[word].readings)
        names.append(_Name(spelled, tuple(joined(one, other) for one, other in pairwise(spelled))))
    places = [words[word] for word in spelled_words(known.origin) if word not in _KINDS_OF_PLACE]
    phones = frozenset(found for one in known.phones if (found := phone_key(one)))
    papers = frozenset(found for one in known.papers if (found := paper_key(one)))
    return _Traits(known, tuple(name for name in names if name.words), tuple(places), phones, papers)


def phone_key(text: str) -> str:
    """The last eight figures of a number in any writing and script, without noughts in front; "" for what is none."""
    figures = re.sub(r"\D", "", folded(text))
    if found := LEBANESE.fullmatch(figures):
        return found[1]
    figures = figures.lstrip("0")[-PHONE_FIGURES:]
    return figures if len(figures) >= PHONE_LEAST else ""


def paper_key(text: str) -> str:
    """Letters and figures of a paper's number; "" when they are too few to tell."""
    signs = re.sub(r"[\W_]", "", folded(text))
    return signs if len(signs) >= PAPER_LEAST and any(sign.isdecimal() for sign in signs) else ""


def alike(one: Known, other: Known) -> Likeness | None:
    """On which grounds two may be one person, or None. Tells; never merges."""
    words = _Words()
    return _alike(_traits(one, words), _traits(other, words))


def _alike(one: _Traits, other: _Traits) -> Likeness | None:
    """A number is a ground by itself, though many share a phone; so is a full name. A part of a name needs the place or
    the age beside it, and no other nation.
    """
    name = max((_grade(mine, theirs) for mine in one.names for theirs in other.names), key=_rank, default="")
    found = [ground for ground, mine, theirs in _numbers(one, other) if mine & theirs]
    beside = []
    if name:
        beside += [PLACE] if any(same_sound(a, b) for a in one.places for b in other.places) else []
        beside += [AGE] if _same_age(one.known, other.known) else []
    nations = {one.known.nationality, other.known.nationality} - {""}
    if not found and (not name or (name == NAME and (not beside or len(nations) > 1))):
        return None
    sure = PAPER in found or (PHONE in found and name) or (name == FULL_NAME and beside and len(nations) < 2)
    return Likeness((*found, *([name] if name else []), *beside), SURE if sure else PERHAPS)


def _numbers(one: _Traits, other: _Traits) -> tuple[tuple[str, frozenset[str], frozenset[str]], ...]:
    return (PAPER, one.papers, other.papers), (PHONE, one.phones, other.phones)


def _rank(grade: str) -> int:
    return ("", NAME, FULL_NAME).index(grade)


def _same_age(one: Known, other: Known) -> bool:
    if one.born.first and one.born.last and other.born.first and other.born.last:
        spare = timedelta(days=366 if one.born.about or other.born.about else 0)
        return one.born.first - spare <= other.born.last and other.born.first - spare <= one.born.last
    return one.age_band not in {"", NO_BAND} and one.age_band == other.age_band


def _grade(one: _Name, other: _Name) -> str:
    """FULL_NAME: all words of the shorter name, two at least, are in the longer one. NAME: a part that tells."""
    if found := _grade_words(one.words, other.words):
        return found
    for short, long in ((one, other), (other, one)):
        for place, pair in enumerate(long.joined if len(long.words) > len(short.words) else ()):
            words = (*long.words[:place], pair, *long.words[place + 2 :])
            if found := _grade_words(short.words, words):
                return found
    return ""


def _telling(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words that tell something; all of them when none does."""
    return tuple(one for one in words if not one.weak) or words


def _grade_words(one: tuple[Word, ...], other: tuple[Word, ...]) -> str:
    mine, theirs = _telling(one), _telling(other)
    matched, least = _matched(mine, theirs), min(len(mine), len(theirs))
    if not matched or matched < min(least, 2):
        return ""
    if matched < least or least > 1:
        return FULL_NAME if matched == least else NAME
    weak = min(len(one) - len(mine), len(other) - len(theirs))  # Rahima Begum and Rahima Begum
    return FULL_NAME if weak and len(mine) == len(theirs) and _matched(one, other) > matched else NAME


def _matched(one: tuple[Word, ...], other: tuple[Word, ...]) -> int:
    """How many words of one sound like a word of the other, each taken once."""
    left = list(other)
    for word in one:
        if (found := next((place for place, theirs in enumerate(left) if same_sound(word, theirs)), None)) is not None:
            left.pop(found)
    return len(other) - len(left)


class Index:
    """Many people, found by what may be alike; kept by a caller as long as what it holds may be read."""

    def __init__(self, others: Iterable[tuple[str, Known]] = ()) -> None:
        self._words = _Words()
        self._traits: dict[str, _Traits] = {}
        self._found: dict[str, set[str]] = {}
        for id, known in others:
            self.put(id, known)

    def put(self, id: str, known: Known) -> None:
        """Take somebody in, or take in anew what is known of her."""
        self.drop(id)
        self._traits[id] = traits = _traits(known, self._words)
        for key in traits.marks():
            self._found.setdefault(key, set()).add(id)

    def drop(self, id: str) -> None:
        """Forget somebody, and every word of her name."""
        if traits := self._traits.pop(id, None):
            self._words.clear()
            for key in traits.marks():
                if found := self._found.get(key):
                    found.discard(id)
                    if not found:
                        del self._found[key]

    def likely(self, known: Known) -> list[tuple[str, Likeness]]:
        """Who may be the same person, best first."""
        traits = _traits(known, self._words)
        near = {id for key in traits.marks() for id in self._found.get(key, ())}
        found = [(id, likeness) for id in near if (likeness := _alike(traits, self._traits[id]))]
        return sorted(found, key=lambda one: (one[1].weight, one[0]), reverse=True)

    def named(self, words: str) -> list[str]:
        """Whoever has a name in which every one of these words sounds; for a search, not for a warning."""
        sought = [self._words[word] for word in spelled_words(words) if self._words[word].readings]
        near = {id for word in sought for key, _vowels in word.readings for id in self._found.get(f"{NAME} {key}", ())}
        return sorted(id for id in near if any(_holds(name, sought) for name in self._traits[id].names))


def _holds(name: _Name, sought: list[Word]) -> bool:
    return all(any(same_sound(one, word) for word in (*name.words, *name.joined)) for one in sought)


def likely(known: Known, others: Iterable[tuple[str, Known]]) -> list[tuple[str, Likeness]]:
    """Who of the others (id, known) may be the same person, best first. For many, keep an Index."""
    return Index(others).likely(known)
