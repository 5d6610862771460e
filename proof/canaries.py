"""Canaries: texts that stand nowhere else, written everywhere and looked for everywhere, in every dress.

Each begins with the same twelve letters, which chance does not write (26**12), so that one search finds them all: as
they are, in UTF-16, in hex, in base64 at each of its three alignments, and inside anything that gzip or zlib packed.
"""

import base64
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

MARK = "qzkwvxjyqhtg"
LENGTH = 24
SIGNS = "abcdefghijklmnopqrstuvwxyz234567"
LARGEST_PACKED = 64_000_000  # bytes that one packed stretch may grow to
STEP = 4096


@dataclass
class Canaries:
    """Gives out canaries, and remembers for each where it was written."""

    given: dict[str, str] = field(default_factory=dict)

    def new(self, place: str, longest: int = 0) -> str:
        """A canary, with its place; '' where there is no room for one."""
        if longest and longest < LENGTH:
            return ""
        number, tail = len(self.given), ""
        for _ in range(LENGTH - len(MARK)):
            number, sign = divmod(number, len(SIGNS))
            tail += SIGNS[sign]
        canary = MARK + tail
        self.given[canary] = place
        return canary


def dresses(text: str) -> dict[str, bytes]:
    """A text as it could stand somewhere, by the name of the dress."""
    plain = text.encode()
    found = {"plain": plain, "hex": plain.hex().encode(), "HEX": plain.hex().upper().encode()}
    found |= {"UTF-16": text.encode("utf-16-le"), "UTF-16 big": text.encode("utf-16-be")}
    found |= {f"{name} in hex": found[name].hex().encode() for name in ("UTF-16", "UTF-16 big")}
    for shift in range(3):
        packed = base64.b64encode(b"\0" * shift + plain)
        begin, end = -(-shift * 4 // 3) + (1 if shift else 0), len(plain) + shift
        whole = packed[begin : end * 4 // 3]
        found[f"base64 at {shift}"] = whole
        found[f"base64 for addresses at {shift}"] = whole.translate(bytes.maketrans(b"+/", b"-_"))
    return {name: dress for name, dress in found.items() if len(dress) >= 8}


@dataclass(frozen=True)
class Hit:
    """Where something was found, in which dress."""

    where: str
    what: str
    dress: str

    def told(self) -> str:
        return f"{self.where}: {self.what} ({self.dress})"


class Search:
    """Looks for the mark of all canaries, and for single secrets by name."""

    def __init__(self, secrets: dict[str, str]) -> None:
        self.wanted = [("a canary", name, dress) for name, dress in dresses(MARK).items()]
        self.wanted += [(what, name, dress) for what, text in secrets.items() for name, dress in dresses(text).items()]

    def in_bytes(self, where: str, content: bytes, canaries: Canaries | None = None, deep: int = 2) -> list[Hit]:
        """Every dress of everything, also inside what was packed."""
        found = []
        for what, name, dress in self.wanted:
            at = content.find(dress)
            if at >= 0:
                whole = content[at : at + LENGTH].decode(errors="replace") if name == "plain" else ""
                told = canaries.given.get(whole, what) if canaries and what == "a canary" else what
                found.append(Hit(where, told, name))
        if deep:
            for kind, plain in unpacked(content):
                found += self.in_bytes(f"{where} ({kind})", plain, canaries, deep - 1)
        return found


PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")


def unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    """What stands packed anywhere in these bytes: gzip members, zlib streams."""
    for found in PACKED.finditer(content):
        is_gzip = found[0].startswith(b"\x1f")
        opening, plain, at = zlib.decompressobj(31 if is_gzip else 15), b"", found.start()
        try:
            while not opening.eof and at < len(content) and len(plain) < LARGEST_PACKED:
                plain += opening.decompress(content[at : at + STEP])
                at += STEP
        except zlib.error:
            pass  # what came out before the fault is looked through all the same
        if len(plain) >= len(MARK):
            yield ("gzip" if is_gzip else "zlib"), plain


TOKENS = re.compile(rb"[A-Za-z0-9_\-+/=]{16,}")


def in_header(search: Search, where: str, header: bytes) -> list[Hit]:
    """A header or an address, also what a cookie packs and writes in base64."""
    from urllib.parse import unquote_to_bytes

    found = search.in_bytes(where, header) + search.in_bytes(where, unquote_to_bytes(header))
    for token in TOKENS.findall(header):
        for part in (token, token.lstrip(b".")):
            try:
                plain = base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))
            except ValueError:
                continue
            found += search.in_bytes(f"{where} (base64)", plain)
    return found


def in_folder(search: Search, folder: Path, canaries: Canaries, skip: Iterable[str] = ()) -> tuple[list[Hit], int, int]:
    """(hits, files, bytes) of everything below a folder, names of files too."""
    found: list[Hit] = []
    files = size = 0
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if any(name.startswith(one) for one in skip):
            continue
        found += search.in_bytes(f"the name of {folder.name}/{name}", name.encode(), canaries, 0)
        if path.is_file() and not path.is_symlink():
            try:
                content = path.read_bytes()
            except OSError:
                continue
            files, size = files + 1, size + len(content)
            if content.count(0) == len(content):
                continue  # room that is kept free
            found += search.in_bytes(f"{folder.name}/{name}", content, canaries)
    return found, files, size
