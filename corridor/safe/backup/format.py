"""The container of a backup: one file that shows when a bit of it changed. Pure: bytes in, bytes out, no database.

    CORRIDOR BACKUP 1     first line, with the version of the format
    parts                 one after the other; a centre's part is sealed, see `SealedPart`
    manifest              JSON: what the backup is of, where each part begins, its size and SHA-256
    8 bytes               the length of the manifest
    32 bytes              SHA-256 of everything before

A part is a stream of tables: for each a header, then its rows. Values that are bytes stand behind their row as they
are, so that sealed records take no more room than in the database. A centre's part is sealed in stretches of 1 MiB,
each bound to backup, centre, position and whether it is the last, under a key sealed to the centre's recovery key.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from corridor.safe.faults import Altered
from corridor.safe.primitives import LOCK_MORE, bind, lock, open_with, random_bytes, seal_to, unlock

VERSION = 1
FIRST_WORDS = b"CORRIDOR BACKUP "
FIRST_LINE = FIRST_WORDS + f"{VERSION}\n".encode()
DIGEST, LENGTH = 32, 8  # bytes
STRETCH = 1024 * 1024
PUBLIC = "public"


class BadBackup(Exception):
    """A backup that can not be used; the text says why, in plain words."""


@dataclass(frozen=True)
class Part:
    """A stretch of the file. rows: table -> how many."""

    name: str
    begin: int
    size: int
    sha256: str
    rows: dict[str, int]


@dataclass(frozen=True)
class CentrePart:
    """What must stand in clear of a centre, so that two of its cards open its part.

    wraps: the recovery key locked for each pair of cards. key: of the part, sealed to the recovery key. head: of the
    audit chain, in hex.
    """

    key: str
    name: str
    card_set: int
    public: str
    wraps: list[str]
    sealed_key: str
    head: str
    sequence: int


@dataclass(frozen=True)
class Manifest:
    """What a backup is of. tables: app -> its last migration. left_out: names of centres that have no cards yet."""

    id: str
    corridor: str
    day: str
    tables: dict[str, str]
    parts: list[Part] = field(default_factory=list)
    centres: list[CentrePart] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def part(self, name: str) -> Part:
        return next(part for part in self.parts if part.name == name)

    def rows(self) -> dict[str, int]:
        """Table -> how many rows there are in all parts."""
        found: dict[str, int] = {}
        for part in self.parts:
            for table, count in part.rows.items():
                found[table] = found.get(table, 0) + count
        return found

    def of_one(self, named: str) -> "Manifest":
        """The same backup as if it held this centre alone, beside what is public. named: its key, or its whole name.

        Raises BadBackup when it holds no such centre, or several of that name.
        """
        found = [one for one in self.centres if named in {one.key, one.name}]
        if len(found) != 1:
            names = ", ".join(f"{one.name} ({one.key})" for one in self.centres) or "none"
            raise BadBackup(f"--centre {named}: expected the key of one centre in this backup; it holds {names}")
        kept = [part for part in self.parts if part.name in {PUBLIC, found[0].key}]
        return replace(self, parts=kept, centres=found)

    @classmethod
    def read(cls, plain: dict[str, Any]) -> "Manifest":
        parts = [Part(**one) for one in plain.pop("parts")]
        centres = [CentrePart(**one) for one in plain.pop("centres")]
        return cls(**plain, parts=parts, centres=centres)


def place(backup: str, centre: str, *more: int) -> bytes:
    return bind("backup", backup, centre, *more)


def sealed_part_key(public: bytes, backup: str, centre: str) -> tuple[bytes, bytes]:
    """A new key for a centre's part, and the same sealed to its recovery key."""
    key = random_bytes()
    return key, seal_to(public, key, place(backup, centre))


def open_part_key(recovery: bytes, backup: str, centre: CentrePart) -> bytes:
    try:
        return open_with(recovery, bytes.fromhex(centre.sealed_key), place(backup, centre.key))
    except Altered as error:
        raise BadBackup(f"the part of {centre.name} is not sealed to its own recovery key") from error


class Writer:
    """Writes a container from beginning to end, once; nothing of it is held in memory but one stretch."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._whole, self._size = file, hashlib.sha256(), 0
        self.parts: list[Part] = []
        self._out(FIRST_LINE)

    def _out(self, data: bytes) -> None:
        self._file.write(data)
        self._whole.update(data)
        self._size += len(data)

    def write_part(
        self, name: str, tables: Iterator[bytes], rows: dict[str, int], seal: "Sealing | None" = None
    ) -> None:
        """rows: counted by whoever makes `tables` while they are made."""
        begin, digest = self._size, hashlib.sha256()
        for data in seal.stretches(tables) if seal else tables:
            digest.update(data)
            self._out(data)
        self.parts.append(Part(name, begin, self._size - begin, digest.hexdigest(), rows))

    def finish(self, manifest: Manifest) -> None:
        plain = json.dumps(asdict(manifest), ensure_ascii=False).encode()
        self._out(plain + len(plain).to_bytes(LENGTH, "big"))
        self._file.write(self._whole.digest())


@dataclass(frozen=True)
class Sealing:
    """How a centre's part is sealed and opened: in stretches that can not be changed, moved, left out or cut off."""

    key: bytes
    backup: str
    centre: str

    def _bound(self, position: int, last: bool) -> bytes:
        return place(self.backup, self.centre, position, int(last))

    def stretches(self, plain: Iterator[bytes]) -> Iterator[bytes]:
        waiting, position = bytearray(), 0
        for data in plain:
            waiting += data
            while len(waiting) > STRETCH:
                yield self._sealed(bytes(waiting[:STRETCH]), position, False)
                del waiting[:STRETCH]
                position += 1
        yield self._sealed(bytes(waiting), position, True)

    def _sealed(self, plain: bytes, position: int, last: bool) -> bytes:
        locked = lock(self.key, plain, self._bound(position, last))
        return len(locked).to_bytes(4, "big") + locked

    def opened(self, read: Callable[[int], bytes], size: int) -> Iterator[bytes]:
        """The plain stretches again. Raises BadBackup."""
        position, left = 0, size
        while left > 0:
            length = int.from_bytes(read(4), "big")
            left -= 4 + length
            if left < 0 or not LOCK_MORE <= length <= STRETCH + LOCK_MORE:
                raise BadBackup("a centre's part is cut short")
            try:
                yield unlock(self.key, read(length), self._bound(position, left == 0))
            except Altered as error:
                raise BadBackup("a centre's part was changed, or its stretches stand in another order") from error
            position += 1


def table_begins(name: str, fields: list[str], binary: list[str]) -> bytes:
    return _framed({"table": name, "fields": fields, "binary": binary})


def row_bytes(values: list[Any]) -> bytes:
    """One row; values that are bytes stand behind it, with their length in their place."""
    behind = [bytes(one) for one in values if isinstance(one, bytes | memoryview)]
    plain = [len(one) if isinstance(one, bytes | memoryview) else one for one in values]
    return _framed(plain) + b"".join(behind)


def _framed(plain: Any) -> bytes:
    text = json.dumps(plain, default=_told, separators=(",", ":")).encode()
    return len(text).to_bytes(4, "big") + text


def _told(value: Any) -> str:
    """Days and hours as ISO text, everything else (ids, decimals) as its own text."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


@dataclass(frozen=True)
class Row:
    """One row as it was read: the table, and each field with its value (bytes, or as JSON knows it)."""

    table: str
    values: dict[str, Any]


class Stream:
    """Bytes that come in pieces, read in the lengths that are wanted."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._waiting, self._at = pieces, b"", 0

    def read(self, length: int, end_is_well: bool = False) -> bytes:
        while len(self._waiting) - self._at < length:
            piece = next(self._pieces, None)
            if piece is None:
                if end_is_well and self._at == len(self._waiting):
                    return b""
                raise BadBackup("a part ends in the middle of a row")
            self._waiting, self._at = self._waiting[self._at :] + piece, 0
        self._at += length
        return self._waiting[self._at - length : self._at]

    def rows(self) -> Iterator[Row]:
        name, fields, binary = "", [], set[str]()
        while length := self.read(4, end_is_well=True):
            try:
                plain = json.loads(self.read(int.from_bytes(length, "big")))
            except ValueError as error:
                raise BadBackup("a row can not be read") from error
            if isinstance(plain, dict):
                name, fields, binary = plain["table"], plain["fields"], set(plain["binary"])
                continue
            values = dict(zip(fields, plain, strict=True))
            for one in fields:
                if one in binary and values[one] is not None:
                    values[one] = self.read(values[one])
            yield Row(name, values)


def check(path: Path) -> Manifest:
    """Read the whole file and compare it with its digest. Raises BadBackup when it is not whole or not ours."""
    with path.open("rb") as file:
        first = file.read(len(FIRST_LINE))
        if not first.startswith(FIRST_WORDS):
            raise BadBackup(f"{path.name} is not a backup of Corridor, or its beginning was changed")
        if first != FIRST_LINE:
            raise BadBackup(f"{path.name} was made by a later version of Corridor, or its beginning was changed")
        size = path.stat().st_size
        left, whole = size - DIGEST - len(first), hashlib.sha256(first)
        while left > 0 and (piece := file.read(min(STRETCH, left))):
            whole.update(piece)
            left -= len(piece)
        if left or file.read() != whole.digest():
            raise BadBackup(f"{path.name} was changed or cut short: its digest does not fit. Use another copy")
        return _manifest(file, size, path.name)


def _manifest(file: BinaryIO, size: int, name: str) -> Manifest:
    file.seek(size - DIGEST - LENGTH)
    length = int.from_bytes(file.read(LENGTH), "big")
    try:
        file.seek(size - DIGEST - LENGTH - length)
        return Manifest.read(json.loads(file.read(length)))
    except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
        raise BadBackup(f"{name} was not made by Corridor: its list of contents can not be read") from error


def rows_of(path: Path, part: Part, opening: Sealing | None = None) -> Iterator[Row]:
    """The rows of a part. Raises BadBackup when the part is not the one that the manifest tells of."""
    with path.open("rb") as file:
        file.seek(part.begin)
        digest, left = hashlib.sha256(), part.size

        def read(length: int) -> bytes:
            nonlocal left
            data = file.read(min(length, left))
            left -= len(data)
            digest.update(data)
            return data

        pieces = opening.opened(read, part.size) if opening else iter(lambda: read(STRETCH), b"")
        yield from Stream(pieces).rows()
        if left or digest.hexdigest() != part.sha256:
            raise BadBackup(f"the part {part.name} was changed while it was read")
