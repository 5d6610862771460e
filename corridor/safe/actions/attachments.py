"""Keeping files under a note, in memory from the browser to the seal; handing out an original is an act of its own."""

import hashlib
import uuid
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from corridor.exchange.pictures import NoCopy, clean_copy
from corridor.safe.actions.notebook import standing, write_part
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
    if not data or len(data) > LARGEST_FILE:
        told = gettext("The file holds %(found)s bytes; it has to hold between 1 and %(most)s.")
        raise Unfit(told % {"found": len(data), "most": LARGEST_FILE})
    id, key, stretches = str(uuid.uuid4()), random_bytes(), evidence.chunks_of(data)
    content = Attachment(
        note=note,
        name=evidence.tidy_name(name),
        size=len(data),
        fingerprint=hashlib.sha256(data).hexdigest(),
        key=key.hex(),
        chunks=len(stretches),
        media=evidence.tidy_name(media)[:100],
        **_about_copy(data),
        author=by.account.name,
        day=timezone.localdate(),
    )
    with standing(note, by) as (_, entry, _note):
        token = f"attachment {note} {by.account.key} {form} {content.fingerprint}"
        written = write_part(entry, content, by, token, id=id)
        for position, stretch in enumerate(stretches) if written.id == id else ():
            place = evidence.chunk_place(id, by.centre, position, position == len(stretches) - 1)
            sealed = evidence.sealed_chunk(key, stretch, place)
            SealedChunk.objects.create(record=id, centre=by.centre, position=position, sealed=sealed)
        return written


def _about_copy(data: bytes) -> dict[str, Any]:
    """Whether a copy can be made, found out by making one; the file's name is not asked."""
    try:
        made = clean_copy(data)
        return {"picture": made.kind, "smaller": made.smaller}
    except NoCopy as error:
        return {"why_not": error.reason, "width": error.width, "height": error.height}


def hand_out_original(entry: Entry, *, by: Member) -> bytes:
    """The file as it was given, with all it tells beside its content; chained. Raises Altered."""
    data = evidence.original_of(entry, by.centre)
    record_reading(entry.id, "hand out original", by=by)
    return data
