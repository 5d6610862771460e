"""Entries found by their id, however it is written: WIF2019-17, wif2019 17, C 189, lesson 17, lesson no. 17."""

import re
from collections import defaultdict

from corridor.learning.search.words import clean, words
from corridor.reference.kinds import Kind

Key = tuple[str, str]  # kind and id
PART = re.compile(r"[^\W\d_]+|\d+")
MOST_PARTS = 8
NUMBER_SIGNS = {"no", "nr", "number"}


def parts(text: str) -> tuple[str, ...]:
    """Letters and numbers of an id, apart; numbers without leading zeros."""
    found = (clean(part) for part in PART.findall(text))
    return tuple(part.lstrip("0") or "0" if part.isdigit() else part for part in found if part)


class Ids:
    """Which entries an id may mean. Several kinds may use one id; then it means all of them."""

    def __init__(self) -> None:
        self._whole: dict[tuple[str, ...], set[Key]] = defaultdict(set)
        self._by_number: dict[str, set[Key]] = defaultdict(set)
        self._parts: dict[Key, tuple[str, ...]] = {}
        self._kind_words: dict[str, set[str]] = {}

    def add(self, kind: Kind, id: str) -> None:
        key, split = (kind.name, id), parts(id)
        self._parts[key] = split
        if split:
            self._whole[split].add(key)
            if split[-1].isdigit():
                self._by_number[split[-1]].add(key)
        if kind.name not in self._kind_words:
            self._kind_words[kind.name] = {word.stem for word in words(f"{kind.one} {kind.label}")}

    def remove(self, kind: Kind, id: str) -> None:
        key = (kind.name, id)
        split = self._parts.pop(key)
        self._whole[split].discard(key)
        if split:
            self._by_number[split[-1]].discard(key)

    def meant(self, query: str) -> list[Key]:
        """The entries whose id the query gives, in a fixed order; none for a query of ordinary words."""
        if len(query) > 100:
            return []
        asked = parts(query)
        if not asked or len(asked) > MOST_PARTS:
            return []
        if whole := self._whole.get(asked):
            return sorted(whole)
        if not asked[-1].isdigit():
            return []
        return sorted(key for key in self._by_number.get(asked[-1], ()) if self._fits(key, asked[:-1]))

    def _fits(self, key: Key, asked: tuple[str, ...]) -> bool:
        """Whether all that stands before the number belongs to this id or names its kind, and something does."""
        own = list(self._parts[key][:-1])
        others = []
        for part in asked:
            if part in own:
                own.remove(part)
            elif part not in NUMBER_SIGNS:
                others.append(part)
        kind_named = {word.stem for word in words(" ".join(others))}
        if not kind_named <= self._kind_words[key[0]]:
            return False
        first = self._parts[key][0]
        return bool(kind_named) or (first in asked and not first.isdigit())
