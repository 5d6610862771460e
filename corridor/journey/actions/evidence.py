"""Evidence under a case or a worker: files sealed as they came; destroying one that was brought by mistake."""

import uuid
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from corridor.journey.contents import Evidence, Worker
from corridor.journey.reading import CASE
from corridor.safe.actions import heads
from corridor.safe.actions.attachments import about_copy, about_file, seal_chunks
from corridor.safe.actions.records import Written
from corridor.safe.casebook import Entry
from corridor.safe.content import Content
from corridor.safe.faults import NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.notebook.evidence import tidy_name
from corridor.safe.primitives import random_bytes


def keep_evidence(
    about: str,
    name: str,
    data: bytes,
    *,
    by: Member,
    form: str,
    media: str = "",
    kind: str = "",
    proves: str = "",
    shows: str = "",
    source: str = "",
    day: date | None = None,
) -> Written:
    """Seal a file under a case or a worker, untouched; sent twice it is kept once. day: when it came; today by itself.
    proves: id of the grievance or line of the ledger it is for.

    Raises NoKey when the head is not hers to change or what it is for does not belong to it, Unfit for an empty or too
    large file, or a file of a worker that became a part of another one.
    """
    key = random_bytes()
    facts = about_file(name, data, key) | about_copy(data) | {"media": tidy_name(media)[:100]}
    told: dict[str, Any] = {
        "kind": kind,
        "proves": proves,
        "shows": shows,
        "source": source,
        "author": by.account.name,
        "day": day or timezone.localdate(),
    }
    content = Evidence(about=about, **facts, **told)
    with heads.standing(about, Content, "change_case", by=by) as (known, entry, head):
        part = known.get(proves) if proves else None
        if entry.type not in (Worker.TYPE, CASE) or (proves and (part is None or part.head != about)):
            raise NoKey
        if isinstance(head, Worker) and head.merged_into:
            raise Unfit(gettext("This file became a part of another one. Open that one."))
        token = f"evidence {about} {by.account.key} {form} {content.fingerprint}"
        return write_evidence(entry, content, data, key, by=by, token=token)


def write_evidence(entry: Entry, content: Evidence, data: bytes, key: bytes, *, by: Member, token: str) -> Written:
    """Keep a file under a head that stands (see `heads.standing`). key: under which its chunks are sealed; token: sent
    twice it is kept once.
    """
    id = str(uuid.uuid4())
    written = heads.write_part(entry, content, by=by, token=token, id=id)
    if written.id == id:
        seal_chunks(id, key, data, by.centre)
    return written


def erase_evidence(about: str, id: str, *, by: Member) -> int:
    """Destroy a file with its chunks and its key: it can not be brought again, so it takes who may destroy records.

    Raises NoKey when it is not there or not hers to destroy.
    """
    with heads.standing(about, Content, "erase_record", by=by) as (known, _entry, _head):
        found = known.get(id)
        if found is None or found.head != about or not isinstance(found.content, Evidence):
            raise NoKey
        return heads.erase(known, found, by=by)
