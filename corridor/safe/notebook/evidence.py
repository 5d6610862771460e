"""Files under a record: the original sealed in chunks, untouched; the copy without metadata, shown and handed on.

A chunk is bound to its record, its place and whether it is the last, so that none can be moved, left out or cut off.
"""

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath
from typing import Protocol, cast

from corridor.access.models import Centre
from corridor.exchange.pictures import Copy, clean_copy
from corridor.safe import sealing
from corridor.safe.casebook import Entry
from corridor.safe.faults import Altered
from corridor.safe.models import SealedChunk
from corridor.safe.notebook.contents import NAME_LONGEST
from corridor.safe.primitives import LOCK_MORE, bind, lock, unlock

LARGEST_FILE = 25_000_000  # bytes; what is larger is refused before it is read (FILE_UPLOAD_MAX_MEMORY_SIZE)
CHUNK = sealing.LARGEST - LOCK_MORE - 4  # bytes of a file in one chunk; sealed, it has at most 1 MiB
# What a file may be called when it leaves; anything else leaves as .bin, so that no double click runs it.
ENDINGS = {
    *("jpg", "jpeg", "png", "webp", "gif", "heic", "pdf", "txt", "csv", "docx", "xlsx", "pptx", "odt", "ods", "rtf"),
    *("mp3", "m4a", "ogg", "opus", "wav", "amr", "mp4", "3gp", "mov", "zip"),
}


class SealedFile(Protocol):
    """What a content says of the file that stands in chunks under its record (an attachment, a piece of evidence ...).

    key: under which the chunks are sealed, in hex. fingerprint: SHA-256 of the whole.
    """

    @property
    def key(self) -> str: ...

    @property
    def chunks(self) -> int: ...

    @property
    def fingerprint(self) -> str: ...


def chunk_place(record: str, centre: Centre, position: int, last: bool) -> bytes:
    return bind("chunk", record, centre.key, position, int(last))


def chunks_of(data: bytes) -> list[bytes]:
    """The file in stretches; an empty file is one empty stretch."""
    return [data[i : i + CHUNK] for i in range(0, len(data), CHUNK)] or [b""]


def sealed_chunk(key: bytes, data: bytes, place: bytes) -> bytes:
    return lock(key, sealing.pad(data), place)


def original_of(entry: Entry, centre: Centre) -> bytes:
    """The file as it was given. Raises Altered when a chunk is missing, moved or changed, or the whole is not it."""
    content = cast(SealedFile, entry.content)
    rows = SealedChunk.objects.filter(record=entry.id, centre=centre).order_by("position")
    try:
        key, whole = bytes.fromhex(content.key), b""
        found = [bytes(sealed) for sealed in rows.values_list("sealed", flat=True)]
        parts = [
            sealing.unpad(unlock(key, sealed, chunk_place(entry.id, centre, place, place == content.chunks - 1)))
            for place, sealed in enumerate(found)
        ]
    except ValueError as error:
        raise Altered from error
    whole = b"".join(parts)
    if len(found) != content.chunks or hashlib.sha256(whole).hexdigest() != content.fingerprint:
        raise Altered
    return whole


def copy_of(entry: Entry, centre: Centre) -> Copy:
    """The picture without metadata. Raises Altered, and NoCopy where none can be made."""
    return clean_copy(original_of(entry, centre))


def tidy_name(raw: str) -> str:
    """A file's name without folders, control signs and signs that turn the direction of writing."""
    name = PurePosixPath(raw.replace("\\", "/")).name
    kept = "".join(sign for sign in name if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    return kept[-NAME_LONGEST:] or "-"


def ending_of(name: str) -> str:
    """The ending under which a file may leave."""
    found = re.search(r"\.([a-z0-9]{2,4})$", name.lower())
    return found[1] if found and found[1] in ENDINGS else "bin"
