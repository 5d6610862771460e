"""A head record and what belongs to it: parts are sealed to the same people, closed and destroyed with it.

Under the centre's sequence, so that nobody adds an open part while somebody else restricts the head.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import transaction

from corridor.safe.actions.records import (
    Naming,
    Written,
    change_record,
    erase_records,
    keep_until,
    naming_of,
    write_record,
)
from corridor.safe.casebook import Entry, Reading
from corridor.safe.content import Content
from corridor.safe.faults import NoKey
from corridor.safe.keys import Member
from corridor.safe.models import Ground
from corridor.safe.queries import reading

T = TypeVar("T", bound=Content)


@contextmanager
def standing(id: str, kind: type[T], action: str, *, by: Member) -> Iterator[tuple[Reading, Entry, T]]:
    """The head as it is now; it stays so until the transaction ends. Raises NoKey when it is not hers to read.

    action: the row of the table under which she reads it.
    """
    with transaction.atomic():
        Ground.objects.select_for_update().get(centre=by.centre)
        known = reading(by, action)
        entry = known.get(id)
        if entry is None or not isinstance(entry.content, kind):
            raise NoKey
        yield known, entry, entry.content


def change(
    entry: Entry, content: Content, *, by: Member, naming: Naming | None = None, keep_month: bool = False
) -> Written:
    """Put another content in the place of the one that was read, for the same people unless said otherwise.

    keep_month: as `change_record` has it.
    """
    naming, read = naming_of(entry, by) if naming is None else naming, entry.change
    return change_record(entry.id, content, read=read, by=by, naming=naming, origin=entry.origin, keep_month=keep_month)


def write_part(entry: Entry, part: Content, *, by: Member, token: str, id: str = "") -> Written:
    """A part, sealed to the same people as its head and destroyed with it. token: sent twice it is kept once."""
    written = write_record(part, by=by, naming=naming_of(entry, by), token=token, id=id)
    if entry.content.closed_on():
        keep_until([written.id], entry.content.shred_after(), by=by)
    return written


def change_part(head: Entry, part: Entry, content: Content, *, by: Member) -> Written:
    """Put another content in the place of a part that was read; it is destroyed with its head, as before."""
    written = change(part, content, by=by)
    if head.content.closed_on():
        keep_until([part.id], head.content.shred_after(), by=by)
    return written


def change_closing(known: Reading, entry: Entry, content: Content, *, by: Member, also: Iterable[str] = ()) -> Written:
    """Close a head, or open it again: its parts (and those just written, `also`) are kept as long as it is."""
    written = change(entry, content, by=by)
    if parts := [*(one.id for one in known.parts(entry.id)), *also]:
        keep_until(parts, content.shred_after(), by=by)
    return written


def set_readers(known: Reading, entry: Entry, naming: Naming, *, by: Member) -> None:
    """Say anew who reads a head: it and everything that belongs to it is sealed again, to them.

    Raises Unfit for more than six, Altered when a part does not open (it would stay open to the others).
    """
    content, parts = entry.content, known.parts(entry.id)
    change(entry, content, by=by, naming=naming)
    for one in parts:
        change_record(one.id, one.content, read=one.change, by=by, naming=naming, origin=one.origin)
    if parts and content.closed_on():
        keep_until([one.id for one in parts], content.shred_after(), by=by)


def erase(known: Reading, entry: Entry, *, by: Member, also: tuple[str, ...] = ()) -> int:
    """Destroy a head with its keys and everything that belongs to it."""
    return erase_records([entry.id, *(one.id for one in known.parts(entry.id)), *also], by=by)
