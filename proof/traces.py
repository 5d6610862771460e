"""Looking for traces: known bytes in the memory of running processes, and on a disk, in any of the usual disguises."""

import base64
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

OVERLAP = 24  # bytes seen twice, so that what lies across two stretches is found
EXTENT = 64 * 1024 * 1024  # bytes of a file read at once


def of_key(key: bytes) -> list[bytes]:
    """A secret key as it may lie somewhere: its bytes, in hex, in base64."""
    return [key, key.hex().encode(), key.hex().upper().encode(), base64.b64encode(key).rstrip(b"=")]


def of_text(text: str) -> list[bytes]:
    """Words as they may lie somewhere."""
    whole = text.encode()
    shifted = [base64.b64encode(b"\0" * n + whole)[4 if n else 0 : -4].strip(b"=") for n in range(3)]
    return [whole, text.encode("utf-16-le"), whole.hex().encode(), *shifted]


def count_in(data: bytes, patterns: Iterable[bytes]) -> int:
    return sum(data.count(pattern) for pattern in patterns)


def in_memory(pids: Iterable[int], patterns: list[bytes]) -> int:
    """Hits in the writable memory of these processes. Raises PermissionError where that may not be read."""
    hits = 0
    for pid in pids:
        try:
            hits += sum(count_in(piece, patterns) for piece in _memory(pid))
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has ended: nothing of it is left
    return hits


def _memory(pid: int) -> Iterator[bytes]:
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            place, rights, *_ = line.split()
            if not rights.startswith("rw"):
                continue
            begin, end = (int(one, 16) for one in place.split("-"))
            try:
                memory.seek(begin)
                yield memory.read(end - begin)
            except (OSError, ValueError, OverflowError):
                continue  # a page that the kernel lends to nobody


def on_disk(places: Iterable[Path], patterns: list[bytes]) -> int:
    """Hits in files, folders with everything below, or the image of a whole disk."""
    hits = 0
    for place in places:
        for path in [place] if place.is_file() else [one for one in place.rglob("*") if one.is_file()]:
            hits += sum(count_in(extent, patterns) for extent in _extents(path))
    return hits


def _extents(path: Path) -> Iterator[bytes]:
    """What is written in a file, a stretch after the other; holes are passed over."""
    with path.open("rb") as file:
        at, size, before = 0, os.fstat(file.fileno()).st_size, b""
        while at < size:
            try:
                begin = os.lseek(file.fileno(), at, os.SEEK_DATA)
                end = min(os.lseek(file.fileno(), begin, os.SEEK_HOLE), begin + EXTENT)
            except OSError:
                return  # nothing but a hole is left
            data = os.pread(file.fileno(), end - begin, begin)
            yield (before if begin == at else b"") + data
            before, at = data[-OVERLAP:], end
