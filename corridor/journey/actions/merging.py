"""Two files of one person become one, and can be taken apart again exactly as they were. Never by itself."""

from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from corridor.journey.actions.workers import part_of, standing
from corridor.journey.contents import Merge, Moved, Worker
from corridor.journey.readdressing import difference, names_id, put_back, readdressed
from corridor.safe.actions import heads
from corridor.safe.actions.records import keep_until
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.content import Content
from corridor.safe.faults import NoKey, Unfit
from corridor.safe.keys import Member


def merge_workers(kept: str, other: str, why: str, *, by: Member) -> Merge:
    """Join another file to this one: what names the other names this one from then on.

    What is known of her is put together, most of all what is never done; nothing that was said is lost. Written down
    with what was moved. Raises Unfit when one of them became a part of a file before, NoKey when it is not hers.
    """
    with standing(kept, by) as (known, entry, worker):
        away = known.get(other)
        if away is None or not isinstance(away.content, Worker) or other == kept:
            raise NoKey
        if away.content.merged_into:
            raise Unfit(gettext("This file became a part of another one. Open that one."))
        if away.restricted != entry.restricted or (away.restricted and away.named != entry.named):
            raise Unfit(gettext("The two files are read by different people. Say first who reads them."))
        moves: list[tuple[Entry, Content]] = [
            (entry, joined(worker, away.content)),
            (away, replace(away.content, merged_into=kept)),
        ]
        moves += [(one, readdressed(one.content, other, kept)) for one in _naming(known, other, {kept, other})]
        moved = []
        for one, content in moves:
            if content != one.content:
                moved.append(Moved(one.id, *difference(one.content, content)))
                _change(known, one, content, by)
        made = Merge(kept, other, timezone.localdate(), why, tuple(moved), by.account.name)
        heads.write_part(entry, made, by=by, token=f"merge {kept} {other} {entry.change}")
        return made


def undo_merge(kept: str, merge: str, *, by: Member) -> int:
    """Take two files apart again: each record as it was, but for what somebody changed in it since.

    Returns how many records can not be put back, because they were destroyed meanwhile.
    """
    with standing(kept, by) as (known, entry, _worker):
        found = part_of(known, kept, merge, Merge)
        made: Any = found.content
        if made.undone:
            return 0
        if known.get(made.other) is None:
            raise Unfit(gettext("The other file was destroyed: the two can not be taken apart any more."))
        missing = 0
        for one in made.moved:
            if there := known.get(one.record):
                _change(known, there, put_back(there.content, one.before, one.after), by)
            else:
                missing += 1
        heads.change_part(entry, found, replace(made, moved=(), undone=timezone.localdate()), by=by)
        return missing


def joined(kept: Worker, other: Worker) -> Worker:
    """What is known of her in either file. Where both say something, the kept file does."""
    sides = (kept, other)
    both: dict[str, Any] = {
        name: tuple(dict.fromkeys(one for side in sides for one in getattr(side, name)))
        for name in ("names", "contacts", "never", "languages", "papers")
    }
    single = {name: getattr(kept, name) or getattr(other, name) for name in _SINGLE}
    note = "\n\n".join(dict.fromkeys(side.note for side in sides if side.note))
    since = min((side.since for side in sides if side.since), default=None)
    return replace(kept, **both, **single, note=note, since=since)


_SINGLE = ("sex", "age_band", "nationality", "origin")


def _naming(known: Reading, id: str, but: set[str]) -> list[Entry]:
    """The records that name this file, whatever their type; merges stay as they were written.

    One of a later version stays as it is too: the other file leads to this one.
    """
    return [
        one
        for one in known.everything()
        if one.id not in but and one.type != Merge.TYPE and names_id(one.plain["c"], id) and opens(one)
    ]


def _change(known: Reading, entry: Entry, content: Content, by: Member) -> None:
    """Change a record; one that belongs to something closed is destroyed with it, as before."""
    heads.change(entry, content, by=by)
    name = type(content).HEAD
    head = known.get(getattr(content, name)) if name else None
    if head is not None and head.content.closed_on():
        keep_until([entry.id], head.content.shred_after(), by=by)
