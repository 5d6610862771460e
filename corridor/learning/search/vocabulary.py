"""All words that stand in the index: which stems a plain form has, what begins with some letters, what is nearly it."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable

MOST_BEGINNINGS = 40  # stems that a word still being typed may stand for
MOST_NEAR = 3  # words that a mistyped one may stand for
SIMILAR = 0.25  # share of trigrams in common from which a word is looked at more closely


def trigrams(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


def mistakes_allowed(word: str) -> int:
    """Typing mistakes forgiven: none in short words and in anything with figures, where one sign is another thing."""
    if len(word) < 4 or any(sign.isdigit() for sign in word):
        return 0
    return 1 if len(word) < 7 else 2


def distance(one: str, other: str) -> int:
    """Letters to add, drop, change or swap with a neighbour to come from one word to the other."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            best = min(row[-1] + 1, above[j] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, above = above, row
    return above[-1]


class Vocabulary:
    """Plain forms and stems, with the number of entries each stem stands in."""

    def __init__(self) -> None:
        self.entries_with: Counter[str] = Counter()  # by stem
        self._stems: dict[str, set[str]] = {}  # by plain form
        self._sorted: list[str] = []
        self._by_trigram: dict[str, list[str]] = defaultdict(list)

    def add(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Count the (plain form, stem) pairs of one entry."""
        pairs = set(pairs)
        for plain, stem in pairs:
            if plain not in self._stems:
                self._stems[plain] = set()
                for part in trigrams(plain):
                    self._by_trigram[part].append(plain)
            self._stems[plain].add(stem)
        self.entries_with.update({stem for _, stem in pairs})

    def remove(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.entries_with.subtract({stem for _, stem in pairs})

    def known(self, stems: Iterable[str]) -> tuple[str, ...]:
        """Those stems that stand in some entry, the most frequent first."""
        there = {stem for stem in stems if self.entries_with[stem] > 0}
        return tuple(sorted(there, key=lambda stem: (-self.entries_with[stem], stem)))

    def stems(self, plain: str) -> set[str]:
        return self._stems.get(plain, set())

    def starting(self, beginning: str) -> tuple[str, ...]:
        """The stems of words that begin so: for the word that is still being typed."""
        if len(beginning) < 2:
            return ()
        if len(self._sorted) != len(self._stems):
            self._sorted = sorted(self._stems)
        found: set[str] = set()
        for i in range(bisect_left(self._sorted, beginning), len(self._sorted)):
            if not self._sorted[i].startswith(beginning):
                break
            found |= self._stems[self._sorted[i]]
        return self.known(found)[:MOST_BEGINNINGS]

    def near(self, plain: str) -> list[str]:
        """The plain forms that someone who typed this most likely meant: fewest mistakes, most trigrams in common."""
        allowed = mistakes_allowed(plain)
        if not allowed:
            return []
        found = []
        for word, shared in self._sharing(trigrams(plain)).items():
            total = len(plain) + 1 + len(word) + 1 - shared
            alike = shared / total
            if abs(len(word) - len(plain)) <= allowed and alike >= SIMILAR and self.known(self._stems[word]):
                mistakes = distance(plain, word)
                if mistakes <= allowed:
                    frequent = max(self.entries_with[stem] for stem in self._stems[word])
                    found.append((mistakes, -alike, -frequent, word))
        found.sort()
        return [near[-1] for near in found if near[:2] == found[0][:2]][:MOST_NEAR]

    def _sharing(self, parts: set[str]) -> Counter[str]:
        """How many of these trigrams each word has."""
        return Counter(word for part in sorted(parts) for word in self._by_trigram.get(part, ()))
