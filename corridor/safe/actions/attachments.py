"""Files under a record, in memory from the browser to the seal; handing out an original is an act of its own."""

import hashlib
import uuid
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from corridor.access.models import Centre
from corridor.exchange.pictures import NoCopy, clean_copy
from corridor.safe.actions import heads
from corridor.safe.actions.notebook import standing
from corridor.safe.actions.records import Written, record_reading
from corridor.safe.casebook import Entry
from corridor.safe.faults import Unfit
from corridor.safe.keys import Member
from corridor.safe.models import SealedChunk
from corridor.safe.notebook import evidence
from corridor.safe.notebook.contents import Attachment
from corridor.safe.notebook.evidence import LARGEST_FILE
from corridor.safe.primitives import random_bytes


def keep_attachment(note: str, name: str, media: str, data: bytes, *, by: Member, form: str) -> Written:
    """Seal a file under a note, untouched; sent twice it is kept once.

    Raises NoKey when the note is not hers to read, Unfit for an empty or too large file.
    """
    key = random_bytes()
    facts = about_file(name, data, key) | about_copy(data) | {"media": evidence.tidy_name(media)[:100]}
    content = Attachment(note=note, **facts, author=by.account.name, day=timezone.localdate())
    with standing(note, by) as (_, entry, _note):
        token = f"attachment {note} {by.account.key} {form} {content.fingerprint}"
        id = str(uuid.uuid4())
        written = heads.write_part(entry, content, by=by, token=token, id=id)
        if written.id == id:
            seal_chunks(id, key, data, by.centre)
        return written


def about_file(name: str, data: bytes, key: bytes) -> dict[str, Any]:
    """The fields that the content of every sealed file has. key: 32 random bytes, under which its chunks are sealed.

    Raises Unfit for an empty or too large file.
    """
    if not data or len(data) > LARGEST_FILE:
        told = gettext("The file holds %(found)s bytes; it has to hold between 1 and %(most)s.")
        raise Unfit(told % {"found": len(data), "most": LARGEST_FILE})
    return {
        "name": evidence.tidy_name(name),
        "size": len(data),
        "fingerprint": hashlib.sha256(data).hexdigest(),
        "key": key.hex(),
        "chunks": len(evidence.chunks_of(data)),
    }


def about_copy(data: bytes) -> dict[str, Any]:
    """Whether a copy can be made, found out by making one; the file's name is not asked."""
    try:
        made = clean_copy(data)
        return {"picture": made.kind, "smaller": made.smaller}
    except NoCopy as error:
        return {"why_not": error.reason, "width": error.width, "height": error.height}


def seal_chunks(id: str, key: bytes, data: bytes, centre: Centre) -> None:
    """Keep the file of a record that was just written, in chunks that fit no other place."""
    stretches = evidence.chunks_of(data)
    for position, stretch in enumerate(stretches):
        place = evidence.chunk_place(id, centre, position, position == len(stretches) - 1)
        sealed = evidence.sealed_chunk(key, stretch, place)
        SealedChunk.objects.create(record=id, centre=centre, position=position, sealed=sealed)


def hand_out_original(entry: Entry, *, by: Member) -> bytes:
    """The file as it was given, with all it tells beside its content; chained. Raises Altered."""
    data = evidence.original_of(entry, by.centre)
    record_reading(entry.id, "hand out original", by=by)
    return data
