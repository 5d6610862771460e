"""The casebook: a centre's records of all rooms, opened in memory for members who hold its key. Nothing on disk.

One for each centre and process. First the records that stand open are opened (today's list); everything else when it
is asked for (search, a closed case). What others write is fetched by its change number before every use. It is dropped
after a minute without use, or when the centre is locked or sealed.
"""

import gc
import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from corridor.access.models import Centre
from corridor.reference.folding import KnownWords, folded
from corridor.safe import sealing
from corridor.safe.content import BESIDE, MONTH, TYPES, Content, beside_plain, content_from, to_plain
from corridor.safe.faults import Altered, BesideChanged, Fault, KeyReplaced, MonthChanged, NoKey, UnknownVersion
from corridor.safe.joined import Joined, Referring, join
from corridor.safe.keys import RECORDS, Member, data_key, private_of, public_for
from corridor.safe.models import AuditEntry, Epoch, Erased, Ground, SealedRecord
from corridor.safe.primitives import digest

UNUSED_SECONDS = 60
SELDOM = (10_000, 10, 20)  # new objects, and rounds, between two rounds of the collector; Python's own first is 700
OF_THE_CENTRE = ""  # where a fault stands that is not one record's
COLUMNS = ("id", "change", "epoch", "version", "day", "due", "is_open", "shred_after", "wraps", "sealed")
T = TypeVar("T", bound=Content)


@dataclass
class Entry:
    """A record as a member sees it. change: to be given back when it is changed. origin: where a packet came from.

    head: the id of the record that it is a part of, empty when it stands by itself.
    """

    id: str
    change: int
    day: date
    due: date | None
    is_open: bool
    shred_after: date | None
    plain: dict[str, Any]
    known: KnownWords = field(default_factory=KnownWords, repr=False)

    def __post_init__(self) -> None:
        self.type: str = self.plain["t"]
        kind = TYPES.get(self.type)
        head = self.plain["c"].get(kind.HEAD) if kind and kind.HEAD else ""
        self.head = head if isinstance(head, str) else ""

    @cached_property
    def content(self) -> Content:
        """The typed content, read when first asked for. Raises UnknownVersion."""
        return content_from(self.type, self.plain["v"], self.plain["c"])

    @property
    def is_newer(self) -> bool:
        """Whether a later Corridor wrote it: of a type or a version that this one does not know."""
        return self.type not in TYPES or self.plain["v"] > TYPES[self.type].VERSION

    @property
    def named(self) -> dict[str, str | None]:
        """Account key -> last day (ISO) or None."""
        return dict(self.plain.get("n", ()))

    @property
    def restricted(self) -> bool:
        return self.plain.get("r", False)

    @property
    def origin(self) -> dict[str, Any] | None:
        return self.plain.get("o")

    @cached_property
    def words(self) -> str:
        """Everything in it that can be searched, in plain form."""
        fields, kind = self.plain["c"], TYPES.get(self.type)
        sought = [_field(fields, name) for name in kind.SEARCHED] if kind and kind.SEARCHED else fields
        return self.known.folded("\n".join(_texts(sought)))


Ids = Callable[[Entry], Iterable[str]]  # the ids of what an entry refers to; a function of a module, asked once a book


def opens(entry: Entry) -> bool:
    """Whether the content inside can be read by this version of Corridor."""
    try:
        return bool(entry.content)
    except Fault:
        return False


def _field(fields: dict[str, Any], name: str) -> Any:
    """A field, or a field of each of its parts ("workers.called"); None where it is not as the type says."""
    whole, _, part = name.partition(".")
    value = fields.get(whole)
    if not part:
        return value
    return [one.get(part) for one in value if isinstance(one, dict)] if isinstance(value, list) else None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


@dataclass
class Closed:
    """A restricted record: the centre knows that it is there; who is named to it opens it."""

    place: sealing.Place
    row: tuple[Any, ...]


@dataclass
class Book:
    """What one process holds of one centre.

    types: the same entries by type. changes: how often each of these shelves changed; joined: their words in one text,
    as of such a change. referring: type -> what is asked of it -> which of its records refer to what. naming: those to
    which somebody is named. mended: who looked after parts without their head (see `mending`). wrap: rows still sealed
    to a public or an older key, to be wrapped anew.
    """

    centre_key: str
    centre_id: int
    entries: dict[str, Entry] = field(default_factory=dict)
    types: dict[str, dict[str, Entry]] = field(default_factory=lambda: defaultdict(dict))
    changes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    joined: dict[str, Joined[Entry]] = field(default_factory=dict)
    referring: dict[str, dict[Ids, Referring[Entry]]] = field(default_factory=lambda: defaultdict(dict))
    closed: dict[str, Closed] = field(default_factory=dict)
    faults: dict[str, type[Fault]] = field(default_factory=dict)
    by_member: dict[str, dict[str, Entry | None]] = field(default_factory=lambda: defaultdict(dict))
    naming: set[str] = field(default_factory=set)
    parts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    mended: set[str] = field(default_factory=set)
    wrap: dict[tuple[str, int], tuple[int, bytes]] = field(default_factory=dict)
    words: KnownWords = field(default_factory=KnownWords)
    seen: int = -1
    head: bytes = b""
    complete: bool = False
    used: float = field(default_factory=time.monotonic)
    guard: threading.RLock = field(default_factory=threading.RLock)

    def refresh(self, member: Member, ground: Ground, newest: Epoch, everything: bool) -> None:
        """Fetch what changed up to the head of the centre's chain; with `everything`, also what does not stand open.

        A fetch of all takes what stands there now, whatever was changed since the head was read: it is not passed over.
        """
        with self.guard:
            self.used = time.monotonic()
            self._compare_public(member, newest)
            if self._saw_what_was_undone(ground):
                self._begin_anew()
            rows, sequence = SealedRecord.objects.filter(centre_id=self.centre_id), ground.sequence
            if self.seen < 0:
                with _set_aside():
                    self._take(member, newest, _many(rows if everything else rows.filter(is_open=True)))
                self.complete = everything
            elif sequence > self.seen:
                self._take(member, newest, rows.filter(change__gt=self.seen).values_list(*COLUMNS))
                gone = Erased.objects.filter(centre_id=self.centre_id, change__gt=self.seen)
                for id in gone.values_list("record", flat=True):
                    self._forget(str(id))
            if everything and not self.complete:
                with _set_aside():
                    self._take(member, newest, _many(rows.filter(Q(is_open=False) | Q(change__gt=sequence))))
                self.complete = True
            self.seen, self.head = sequence, bytes(ground.head)

    def fetch(self, member: Member, newest: Epoch, ids: Iterable[str]) -> None:
        """Open a few records that do not stand open, while not everything was opened. What is no id opens nothing."""
        with self.guard:
            missing = [one for one in ids if one not in self.entries and one not in self.closed and _is_id(one)]
            if missing and not self.complete and self.seen >= 0:
                rows = SealedRecord.objects.filter(centre_id=self.centre_id, id__in=missing)
                self._take(member, newest, rows.values_list(*COLUMNS))

    def _compare_public(self, member: Member, newest: Epoch) -> None:
        """Whether what others write is sealed to the centre's own key, or to one that somebody put in its place."""
        secret = member.secrets[RECORDS].get(newest.number)
        if secret and bytes(newest.public) != public_for(RECORDS, secret):
            self.faults[OF_THE_CENTRE] = KeyReplaced
        else:
            self.faults.pop(OF_THE_CENTRE, None)

    def _saw_what_was_undone(self, ground: Ground) -> bool:
        """Whether the last act seen here is not in the chain: its transaction was undone, or a backup was restored."""
        if self.seen < 0 or (self.seen, self.head) == (ground.sequence, bytes(ground.head)):
            return False
        if ground.sequence <= self.seen:
            return True
        entries = AuditEntry.objects.filter(centre_id=self.centre_id, sequence=self.seen)
        return bytes(entries.values_list("hash", flat=True).first() or b"") != self.head

    def _begin_anew(self) -> None:
        shelves = (self.entries, self.types, self.closed, self.faults, self.by_member, self.parts, self.wrap)
        for shelf in (*shelves, self.naming, self.joined, self.referring, self.mended):
            shelf.clear()
        self.seen, self.complete = -1, False

    def _take(self, member: Member, newest: Epoch, rows: Iterable[tuple[Any, ...]]) -> None:
        keys = {number: (private_of(secret), data_key(secret)) for number, secret in member.secrets[RECORDS].items()}
        for row in rows:
            id = str(row[0])
            known = self.entries.get(id)
            if known and known.change >= row[1]:
                continue
            self._forget(id)
            place = sealing.Place(id, self.centre_key, row[1], row[3])
            try:
                if row[2] not in keys:
                    raise NoKey
                private, data = keys[row[2]]
                opened, fresh = sealing.sign_and_key(place, row[8], private, data)
                if fresh and newest.number in keys:
                    again = sealing.wrap_for_centre(place, opened, b"", keys[newest.number][1])
                    self.wrap[id, row[1]] = (newest.number, again + bytes(row[8][sealing.SLOT :]))
                if opened[:1] == sealing.RESTRICTED:
                    self.closed[id] = Closed(place, row)
                else:
                    self._add(self.entries, place, row, opened[1:])
            except Fault as fault:
                self.faults[id] = type(fault)

    def _add(self, shelf: dict[str, Any], place: sealing.Place, row: tuple[Any, ...], key: bytes) -> Entry:
        plain, due, is_open = _read_plain(sealing.open_content(place, key, row[9])), row[5], row[6]
        month = row[7]
        if _stands_alone(plain) and plain.get(MONTH, to_plain(month)) != to_plain(month):
            self.faults[place.record] = MonthChanged
            month = date.fromisoformat(plain[MONTH]) if plain[MONTH] else None
        if BESIDE in plain and plain[BESIDE] != beside_plain(due, is_open):
            self.faults[place.record] = BesideChanged
            due, is_open = date.fromisoformat(plain[BESIDE][0]) if plain[BESIDE][0] else None, plain[BESIDE][1]
        entry = Entry(place.record, row[1], row[4], due, is_open, month, plain, self.words)
        shelf[entry.id] = entry
        if shelf is self.entries:
            self.types[entry.type][entry.id] = entry
            self.changes[entry.type] += 1
            for made in self.referring[entry.type].values():
                made.put(entry.id, entry)
            if entry.is_newer:
                self.faults[entry.id] = UnknownVersion
        if entry.named:
            self.naming.add(entry.id)
        if entry.head:
            self.parts[entry.head].add(entry.id)
        return entry

    def _forget(self, id: str) -> None:
        if known := self.entries.pop(id, None):
            del self.types[known.type][id]
            self.changes[known.type] += 1
            self.joined.pop(known.type, None)  # what is destroyed does not stay in memory
            for made in self.referring[known.type].values():
                made.drop(id, known)
        self.closed.pop(id, None)
        self.naming.discard(id)
        self.faults.pop(id, None)
        for opened in self.by_member.values():
            opened.pop(id, None)

    def with_word(self, word: str, types: Iterable[str]) -> Iterator[Entry]:
        """The records of these types in which a word stands."""
        for type in types:
            with self.guard:
                kept = self.joined.get(type)
                if kept is None or kept.changes != self.changes[type]:
                    kept = self.joined[type] = join(self.types[type].values(), self.changes[type])
            yield from kept.with_word(word)

    def refers(self, type: str, ids: "Ids") -> dict[str, list[Entry]]:
        """Id -> the records of a type that refer to it."""
        with self.guard:
            if ids not in self.referring[type]:
                kept = self.referring[type][ids] = Referring(ids)
                for id, entry in self.types[type].items():
                    kept.put(id, entry)
            return self.referring[type][ids].records

    def opened_by_name(self, member: Member) -> Iterator[Entry]:
        """The restricted records to which she is named; tried once in this book."""
        with self.guard:
            mine = self.by_member[f"{member.account.key} {digest('book', member.private or b'').hex()}"]
            for id, one in list(self.closed.items()):
                if id not in mine and member.private:
                    mine[id] = None
                    try:
                        self._add(mine, one.place, one.row, sealing.open_by_name(one.place, one.row[8], member.private))
                    except NoKey:
                        continue
                    except Altered:
                        self.faults[id] = Altered
            return iter([entry for entry in mine.values() if entry])


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _stands_alone(plain: dict[str, Any]) -> bool:
    """Whether its month is its own. A part takes that of its head later, without being opened."""
    kind = TYPES.get(plain["t"])
    return kind is not None and not kind.HEAD


def _read_plain(opened: bytes) -> dict[str, Any]:
    """Whoever has the public key can seal anything: what has not the shape of a record is told like an altered one."""
    try:
        plain = json.loads(opened)
        shaped = type(plain["t"]) is str and type(plain["v"]) is int and type(plain["c"]) is dict
        shaped = shaped and all(type(key) is str for key, _ in plain.get("n", ()))
        if BESIDE in plain:
            due, is_open = plain[BESIDE]
            shaped = shaped and type(is_open) is bool and (due is None or bool(date.fromisoformat(due)))
        shaped = shaped and (plain.get(MONTH) is None or bool(date.fromisoformat(plain[MONTH])))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Altered from error
    if not shaped:
        raise Altered
    return plain


def _many(rows: Any) -> Iterator[tuple[Any, ...]]:
    """Thousands of rows, a part at a time."""
    found: Iterator[tuple[Any, ...]] = rows.values_list(*COLUMNS).iterator(chunk_size=2000)
    return found


@contextmanager
def _set_aside() -> Iterator[None]:
    """What is opened inside is never walked by the collector of circles, which would take a second every twenty pages.

    Nothing in a book refers back to what holds it, so that it goes all the same when it is dropped. What is read of it
    later (contents, words) is walked, so from here on seldom: a list of thousands would set it off every few pages.

    On PostgreSQL it is read inside a transaction: outside of one all rows are written aside before the first is handed
    out. On SQLite that would keep those who write waiting, and gain nothing.
    """
    whole = transaction.atomic() if connection.vendor == "postgresql" else nullcontext()
    gc.disable()
    try:
        with whole:
            yield
    finally:
        gc.freeze()
        gc.set_threshold(*SELDOM)
        gc.enable()


BOOKS: dict[int, Book] = {}
_books_guard = threading.Lock()


def book_of(centre: Centre) -> Book:
    with _books_guard:
        _sweep()
        return BOOKS.setdefault(centre.pk, Book(centre.key, centre.pk))


def drop(centre: Centre | None = None) -> None:
    """Forget one centre's book, or all."""
    with _books_guard:
        for key in [centre.pk] if centre else list(BOOKS):
            BOOKS.pop(key, None)
        gc.unfreeze()


def drop_of(centre_key: str) -> None:
    """Forget the book of the centre with this key."""
    with _books_guard:
        for number in [number for number, book in BOOKS.items() if book.centre_key == centre_key]:
            del BOOKS[number]
            gc.unfreeze()


def _sweep() -> None:
    """Drop what was not used for a minute, now and again as long as a book is open."""
    now = time.monotonic()
    for key, book in list(BOOKS.items()):
        if now - book.used > UNUSED_SECONDS:
            del BOOKS[key]
            gc.unfreeze()
    timer = threading.Timer(UNUSED_SECONDS / 4, _sweep_later)
    if not _timers:
        timer.daemon = True
        _timers.append(timer)
        timer.start()


_timers: list[threading.Timer] = []


def _sweep_later() -> None:
    with _books_guard:
        _timers.clear()
        if BOOKS:
            _sweep()


@dataclass(frozen=True)
class Reading:
    """What one member reads now: her centre's records and the restricted ones to which she is named."""

    member: Member
    book: Book | None
    named: dict[str, Entry]

    def get(self, id: str) -> Entry | None:
        """The record, None when it is not there or not hers to read."""
        return (self.book.entries.get(id) if self.book else None) or self.named.get(id)

    def everything(self) -> Iterator[Entry]:
        if self.book:
            yield from list(self.book.entries.values())
        yield from self.named.values()

    def of_type(self, kind: type[Content], where: Callable[[Entry], bool] | None = None) -> list[Entry]:
        """Records of one type, newest change first."""
        found = [one for one in self.of_types({kind.TYPE}) if where is None or where(one)]
        return sorted(found, key=lambda one: -one.change)

    def of_types(self, types: Iterable[str]) -> list[Entry]:
        """Records of these types in no order."""
        wanted = set(types)
        found = [one for one in self.named.values() if one.type in wanted]
        if self.book:
            for type in wanted:
                found += self.book.types[type].values()
        return found

    def parts(self, head: str, kind: type[Content] | None = None) -> list[Entry]:
        """The parts of a record, oldest first."""
        ids = self.book.parts.get(head, set()) if self.book else set()
        found = [self.get(id) for id in ids]
        found += [one for one in self.named.values() if one.id not in ids and one.head == head]
        whole = {one.id: one for one in found if one and one.head == head and (kind is None or one.type == kind.TYPE)}
        return sorted(whole.values(), key=lambda one: one.change)

    def search(self, words: str, kinds: Iterable[type[Content]] = ()) -> list[Entry]:
        """Records that hold every word (any part of one, any script), newest change first."""
        wanted, types = folded(words).split(), {kind.TYPE for kind in kinds} or set(TYPES)
        found = self.with_word(wanted[0], types) if wanted else self.of_types(types)
        whole = [one for one in found if all(word in one.words for word in wanted[1:])]
        return sorted(whole, key=lambda one: -one.change)

    def with_word(self, word: str, types: Iterable[str]) -> Iterator[Entry]:
        """Records of these types in which a word stands (any part of one, folded already), in no order."""
        wanted = set(types)
        yield from (one for one in self.named.values() if one.type in wanted and word in one.words)
        if self.book:
            yield from self.book.with_word(word, wanted)

    def referring(self, kind: type[Content], wanted: set[str], ids: Ids) -> list[Entry]:
        """Records of one type that refer to one of these, in no order; ids: what each refers to."""
        named = [one for one in self.named.values() if one.type == kind.TYPE and any(id in wanted for id in ids(one))]
        every = self.book.refers(kind.TYPE, ids) if self.book else {}
        return list({one.id: one for id in wanted for one in [*every.get(id, ()), *named]}.values())

    @property
    def faults(self) -> dict[str, type[Fault]]:
        """Records of the centre that do not open, and why."""
        return dict(self.book.faults) if self.book else {}
