"""Writing in the notebook: notes, what is added to them, who reads them, drafts and saved views.

What belongs to a note is as restricted as the note: parts, kept texts and attachments are sealed to the same people,
under the centre's sequence, so that nobody adds an open part while somebody else restricts the note.
"""

from contextlib import AbstractContextManager
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from corridor.access.models import Account, Centre
from corridor.access.table import CENTRE, extents
from corridor.safe.actions import heads
from corridor.safe.actions.members import move_last_days
from corridor.safe.actions.records import (
    EVERYBODY,
    Naming,
    Written,
    change_record,
    draft_token,
    erase_records,
    keep_draft,
    submission_token,
    write_record,
)
from corridor.safe.casebook import Entry, Reading
from corridor.safe.faults import Conflict, NoKey
from corridor.safe.keys import RECORDS, Member
from corridor.safe.models import SealedRecord
from corridor.safe.notebook.contents import KeptText, NamedView, Note, NoteDraft, NotePart, Typed
from corridor.safe.queries import reading


def standing(id: str, by: Member) -> AbstractContextManager[tuple[Reading, Entry, Note]]:
    """The note as it is now; it stays so until the transaction ends. Raises NoKey when it is not hers to read."""
    return heads.standing(id, Note, "read_note", by=by)


def write_note(typed: Typed, *, by: Member, form: str, naming: Naming = EVERYBODY) -> Written:
    """Keep a new note. form: the form it was typed in; sent twice it is one note, with what was sent last.

    Somebody who reads nothing (a community worker) can not correct what she sent: another text is another note.
    """
    today = timezone.localdate()
    note = Note(**vars(typed.typed), author=by.account.name, day=today)
    token = form if by.holds(RECORDS) else f"{form} {note.mark()}"
    with transaction.atomic():
        drop_draft(form, by=by)
        written = write_record(note, by=by, naming=naming, token=_note_token(token, by))
    # read only after the commit: a book must not see what may still be taken back
    entry = reading(by, "read_note").get(written.id) if by.holds(RECORDS) else None
    if entry and isinstance(entry.content, Note) and entry.content.mark() != note.mark():
        return heads.change(entry, replace(entry.content, **vars(typed.typed)), by=by, naming=naming)
    return written


def _note_token(form: str, by: Member) -> str:
    return f"note {by.account.key} {form}"


def write_from_outside(typed: Typed, *, centre: Centre, form: str) -> Written:
    """Keep what somebody without an account wrote to the centre. Sent twice it is one note; nothing of her is kept."""
    note = Note(**vars(typed.typed), day=timezone.localdate(), from_outside=True)
    return write_record(note, by=None, centre=centre, token=f"outside {form} {note.mark()}")


def correct_note(id: str, typed: Typed, *, read: int, base: str, by: Member, form: str, keep_old: bool = False) -> None:
    """Put a corrected text in the place of the one that was read. base: the mark of what she had read.

    keep_old: keep the text that stood there as a kept text. Raises Conflict when somebody else changed the text since,
    NoKey when the note is not hers to read (any more).
    """
    with standing(id, by) as (_, entry, note):
        if note.mark() == typed.mark():  # sent twice, or nothing was different
            drop_draft(form, by=by)
            return
        if entry.change != read and note.mark() != base:
            raise Conflict(entry.change)
        if keep_old:
            _keep_text(entry, note.typed, note.changed_by or note.author, by)
        today = timezone.localdate()
        heads.change(entry, replace(note, **vars(typed.typed), changed_by=by.account.name, changed_on=today), by=by)
        drop_draft(form, by=by)


def keep_text(id: str, typed: Typed, *, by: Member, form: str) -> None:
    """Keep a text that lost against another one as a part of the note, so that it outlives the page it was typed in."""
    with standing(id, by) as (_, entry, _note):
        _keep_text(entry, typed, by.account.name, by)
        drop_draft(form, by=by)


def _keep_text(entry: Entry, typed: Typed, author: str, by: Member) -> None:
    kept = KeptText(**vars(typed.typed), note=entry.id, author=author, day=timezone.localdate())
    heads.write_part(entry, kept, by=by, token=f"kept {entry.id} {typed.mark()} {author}")


def add_part(id: str, text: str, *, by: Member, form: str) -> Written:
    """Add to a note; sent twice it is added once."""
    with standing(id, by) as (_, entry, _note):
        drop_draft(form, by=by)
        part = NotePart(entry.id, text, by.account.name, timezone.localdate())
        return heads.write_part(entry, part, by=by, token=f"part {id} {by.account.key} {form} {text}")


def set_closed(id: str, closed: bool, *, by: Member) -> None:
    """Close a note, or open it again; its parts are kept as long as it is."""
    with standing(id, by) as (known, entry, note):
        if bool(note.closed) == closed:
            return
        changed = replace(note, closed=timezone.localdate() if closed else None)
        heads.change_closing(known, entry, changed, by=by)


def set_readers(id: str, naming: Naming, *, by: Member) -> None:
    """Say anew who reads a note: it and everything that belongs to it is sealed again, to them.

    Raises Unfit for more than six, Altered when a part does not open (it would stay open to the others).
    """
    with standing(id, by) as (known, entry, _note):
        heads.set_readers(known, entry, naming, by=by)
        move_last_days(naming, by=by)


def set_link(id: str, other: str, linked: bool, *, by: Member) -> None:
    """Link a note to another one that she reads, or take the link away."""
    with standing(id, by) as (known, entry, note):
        found = known.get(other)
        if linked and (found is None or found.type != Note.TYPE or other == id):
            raise NoKey
        links = tuple(one for one in note.links if one != other) + ((other,) if linked else ())
        if links != note.links:
            heads.change(entry, replace(note, links=links), by=by)


def erase_note(id: str, *, by: Member) -> int:
    """Destroy a note with its keys and everything that belongs to it."""
    with standing(id, by) as (known, entry, _note):
        drafts = [one.id for one in known.of_type(NoteDraft) if one.plain["c"].get("note") == id]
        return heads.erase(known, entry, by=by, also=tuple(drafts))


def keep_note_draft(draft: NoteDraft, *, by: Member) -> Written | None:
    """Keep what is not finished; needs no key. None when its form was sent meanwhile: then it is a note already.

    A draft of somebody in the circle opens for herself alone (the note may become a restricted one). Somebody who reads
    nothing could never open hers again, so the circle does.
    """
    made = replace(draft, author=by.account.name, author_key=by.account.key, day=timezone.localdate())
    token = submission_token(_note_token(draft.form, by), by.centre)
    if SealedRecord.objects.filter(centre=by.centre, token=token).exists():
        return None
    herself = Naming((by.account,), restricted=True)
    return keep_draft(draft.form, made, by=by, naming=herself if in_circle(by.account) else EVERYBODY)


def in_circle(account: Account) -> bool:
    return CENTRE in extents(account.roles, "read_note")


def drop_draft(form: str, *, by: Member) -> None:
    """Destroy her draft of this form, if there is one."""
    rows = SealedRecord.objects.filter(centre=by.centre, token=draft_token(form, by))
    if ids := [str(id) for id in rows.values_list("id", flat=True)]:
        erase_records(ids, by=by, why="drop draft")


def erase_drafts(ids: list[str], *, by: Member) -> None:
    """Destroy drafts."""
    erase_records(ids, by=by, why="drop draft")


def keep_view(view: NamedView, known: Reading, *, by: Member) -> None:
    """Save filters under a name, for herself; the same name again takes the place of the one before."""
    herself = Naming((by.account,), restricted=True)
    for old in known.of_type(type(view)):
        if old.plain["c"].get("name") == view.name:
            change_record(old.id, view, read=old.change, by=by, naming=herself)
            return
    write_record(view, by=by, naming=herself)


def drop_view(entry: Entry, *, by: Member) -> None:
    """Destroy a saved view."""
    erase_records([entry.id], by=by, why="drop saved view")
