"""The index of one process: the shelf's texts, with edited records laid over them, in SQLite's full-text search.

It lives in memory and is built from the shelf, never from the database, so the ranking is the same whichever database
holds the records that editors write. Only stems are indexed; why is told in docs/decisions/search.md.
"""

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field

from corridor.learning.search.asking import Asked, Reader
from corridor.learning.search.ids import Ids, Key
from corridor.learning.search.marking import Marker, Pieces
from corridor.learning.search.texts import COLUMNS, WEIGHTS, Document, document, read_translations
from corridor.learning.search.vocabulary import Vocabulary
from corridor.reference.kinds import kinds
from corridor.reference.shelf import Entry, Shelf

FEW = 10  # with fewer results than this, words that begin alike and partial matches come after
# What was learned and what protects comes before single figures and titles that say the same words.
FACTORS = {
    **{"lessons": 1.5, "practices": 1.3, "instruments": 1.3, "root_causes": 1.2, "forced_labour_indicators": 1.2},
    **{"terms": 0.6, "figures": 0.8, "case_studies": 0.9, "bibliography": 0.7, "table_figures": 0.6},
}
BY_ID, ALL, BEGINNING, PARTLY = 3, 2, 1, 0  # whole part of a score: how an entry was found


@dataclass(frozen=True)
class Hit:
    """One result. `score` falls down the list: its whole part says how the entry was found, the rest how well."""

    entry: Entry
    title: Pieces
    title_language: str
    snippet: Pieces
    snippet_field: str
    snippet_language: str
    score: float

    @property
    def kind(self) -> str:
        return self.entry.kind.name

    @property
    def kind_label(self) -> str:
        return self.entry.kind.label

    @property
    def id(self) -> str:
        return str(self.entry.id)


@dataclass(frozen=True)
class Results:
    """A page of results. `counts` is by kind and before any choice of kinds; `total` is after it."""

    query: str
    total: int = 0
    hits: tuple[Hit, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    read_as: tuple[tuple[str, str], ...] = ()  # mistyped words, with the words taken instead


def connect() -> sqlite3.Connection:
    """An empty index. Raises RuntimeError when this Python's SQLite has no full-text search."""
    connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    # Words come in already cut and normalised; `ascii` takes every letter beyond ASCII as part of a word.
    try:
        connection.execute(f"CREATE VIRTUAL TABLE texts USING fts5({', '.join(COLUMNS)}, tokenize = 'ascii')")
    except sqlite3.OperationalError as error:
        raise RuntimeError(f"search needs a Python whose SQLite has FTS5: {error}") from error
    return connection


class Index:
    """Searches one shelf. Safe to use from several threads."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.translations = read_translations(shelf)
        self._lock = threading.RLock()
        self._connection = connect()
        self._documents: dict[Key, Document] = {}
        self._rows: dict[Key, int] = {}
        self._keys: dict[int, Key] = {}
        self._order = {kind: place for place, kind in enumerate((*FACTORS, *kinds()))}
        self._vocabulary, self._ids = Vocabulary(), Ids()
        languages = {language for several in self.translations.values() for _, language, _ in several}
        self._reader = Reader(self._vocabulary, ("en", *sorted(languages - {"en"})))
        self._over: set[Key] = set()
        self._version: Hashable = None
        searched = (kind.name for kind in kinds().values() if kind.searched)
        self._put([self._read(entry) for kind in searched for entry in shelf.all(kind)])
        self._connection.execute("INSERT INTO texts(texts) VALUES ('optimize')")

    def __len__(self) -> int:
        return len(self._documents)

    def update(self, entries: Iterable[Entry] | Callable[[], Iterable[Entry]], version: Hashable) -> None:
        """Lay edited entries over the shelf's, in place of any laid over before.

        Nothing is done while `version` stays the same, and only entries that changed are indexed again. `entries` may
        be a function, called only when they are needed.
        """
        with self._lock:
            if version == self._version:
                return
            given = entries() if callable(entries) else entries
            wanted = {(entry.kind.name, str(entry.id)): entry for entry in given if entry.kind.searched}
            gone = self._over - wanted.keys()
            back = {key: entry for key in gone if (entry := self.shelf.get(*key))}
            new = [self._read(entry) for key, entry in (back | wanted).items() if not self._same(key, entry)]
            for key in gone - back.keys() | {found.key for found in new}:
                self._remove(key)
            self._put(new)
            self._over, self._version = set(wanted), version

    def search(
        self,
        query: str,
        *,
        kinds: Iterable[str] | None = None,
        limit: int = 20,
        offset: int = 0,
        reader: str = "en",
    ) -> Results:
        """The entries that answer a query, best first. No query makes it fail; an empty one has no results.

        `reader` is the language in which titles are shown, where there is a translation; it does not change the order.
        """
        wanted = set() if kinds is None else set(kinds)
        with self._lock:
            asked, scores = self._ranked(query)
            order = sorted(scores, key=lambda key: (-round(scores[key], 9), self._order[key[0]], key))
            chosen = order if kinds is None else [key for key in order if key[0] in wanted]
            documents = [self._documents[key] for key in chosen[max(0, offset) :][: max(0, limit)]]
        counted = Counter(kind for kind, _ in order)
        counts = {kind: counted[kind] for kind in self._order if kind in counted}
        marker = Marker(asked)
        hits = tuple(self._hit(found, marker, scores[found.key], reader) for found in documents)
        return Results(query, len(chosen), hits, counts, asked.read_as)

    def _hit(self, found: Document, marker: Marker, score: float, reader: str) -> Hit:
        title, language = found.title(reader)
        snippet = marker.snippet(found, title, language)
        return Hit(found.entry, marker.mark(title, language), language, *snippet, round(score, 6))

    def _read(self, entry: Entry) -> Document:
        return document(entry, self.shelf, self.translations)

    def _same(self, key: Key, entry: Entry) -> bool:
        return key in self._documents and self._documents[key].entry.values == entry.values

    def _put(self, documents: list[Document]) -> None:
        """Index documents whose keys are not there."""
        self._connection.execute("BEGIN")
        for found in documents:
            key, columns = found.key, found.words()
            row = self._rows.setdefault(key, len(self._rows) + 1)
            self._keys[row], self._documents[key] = key, found
            self._vocabulary.add((word.plain, word.stem) for several in columns.values() for word in several)
            self._ids.add(found.entry.kind, key[1])
            stems = (" ".join(word.stem for word in columns[column]) for column in COLUMNS)
            self._connection.execute(
                "INSERT INTO texts(rowid, id, label, middle, rest) VALUES (?,?,?,?,?)", (row, *stems)
            )
        self._connection.execute("COMMIT")

    def _remove(self, key: Key) -> None:
        if found := self._documents.pop(key, None):
            pairs = ((word.plain, word.stem) for several in found.words().values() for word in several)
            self._vocabulary.remove(pairs)
            self._ids.remove(found.entry.kind, key[1])
            self._connection.execute("DELETE FROM texts WHERE rowid = ?", (self._rows[key],))

    def _ranked(self, query: str) -> tuple[Asked, dict[Key, float]]:
        """The score of every entry that answers: found by id, all words, beginnings of words, some of the words."""
        asked = self._reader.read(query)
        scores = self._scored(asked.all_wanted, ALL)
        if len(scores) < FEW and asked.widened:
            asked = asked.with_widened()
            scores = self._scored(asked.all_wanted, BEGINNING) | scores
        if len(scores) < FEW and len(asked.wants) > 1:
            scores = self._partly(asked) | scores
        for place, key in enumerate(self._ids.meant(query)):
            scores[key] = BY_ID + 1 / (2 + place)
        return asked, scores

    def _scored(self, match: str, tier: int) -> dict[Key, float]:
        """Entries that match, scored by BM25 over the weighted columns and the kind, between 0 and 1 above the tier."""
        if not match:
            return {}
        weights = ", ".join(map(str, WEIGHTS))
        sql = f"SELECT rowid, bm25(texts, {weights}) FROM texts WHERE texts MATCH ?"
        found = {}
        for row, bm25 in self._connection.execute(sql, (match,)):
            key = self._keys[row]
            good = -bm25 * FACTORS.get(key[0], 1.0)
            found[key] = tier + good / (1 + good)
        return found

    def _partly(self, asked: Asked) -> dict[Key, float]:
        """Entries with at least half of the words, and every quoted phrase."""
        wants = [want for want in asked.wants if want.any_of]
        held: Counter[Key] = Counter()
        for want in wants:
            sql = "SELECT rowid FROM texts WHERE texts MATCH ?"
            weight = len(asked.wants) if want.phrase else 1
            for (row,) in self._connection.execute(sql, (want.match,)):
                held[self._keys[row]] += weight
        phrases = sum(want.phrase for want in asked.wants)
        singles = len(asked.wants) - phrases
        enough = phrases * len(asked.wants) + (singles + 1) // 2
        scored = self._scored(" OR ".join(want.match for want in wants), PARTLY)
        return {key: score for key, score in scored.items() if held[key] >= enough}
