"""Workers' files: corrected, added to, destroyed. What two people change at once is put together."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext

from corridor.journey.actions.drafts import drop_form_draft, sent_token
from corridor.journey.contents import Worker
from corridor.journey.parts import PARTS
from corridor.journey.reading import SERVICE
from corridor.safe.actions import heads
from corridor.safe.actions.records import Written
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.content import Content
from corridor.safe.faults import Conflict, Fault, NoKey, Unfit
from corridor.safe.keys import Member

T = TypeVar("T", bound=Content)
SIGNED = {"author", "day"}  # fields that say who wrote it and when; nobody disagrees about them


@contextmanager
def standing(id: str, by: Member, action: str = "change_case") -> Iterator[tuple[Reading, Entry, Worker]]:
    """The file as it is now. Raises NoKey when it is not hers to change, Unfit when it became a part of another one."""
    with heads.standing(id, Worker, action, by=by) as (known, entry, worker):
        if worker.merged_into:
            raise Unfit(gettext("This file became a part of another one. Open that one."))
        yield known, entry, worker


def put_together(mine: T, base: T, theirs: Content) -> T | None:
    """Three-way: each field as whoever changed it left it; None where both changed one to different things."""
    taken: dict[str, Any] = {}
    for one in fields(mine):
        ours, before, other = (getattr(each, one.name) for each in (mine, base, theirs))
        if other == before or one.name in SIGNED:
            taken[one.name] = ours
        elif ours in (before, other):
            taken[one.name] = other
        else:
            return None
    return replace(mine, **taken)


def signed(part: T, by: Member) -> T:
    """With the handle of who writes it, and the day."""
    said: dict[str, Any] = {"author": by.account.name}
    if hasattr(part, "day"):
        said["day"] = timezone.localdate()
    return replace(part, **said)


def correct_worker(id: str, changed: Worker, base: Worker, *, by: Member) -> None:
    """Put a corrected file in the place of the one she had read (`base`).

    Raises Conflict when somebody else changed the same field to something else: nothing is written then.
    """
    with standing(id, by) as (_, entry, worker):
        merged = put_together(changed, base, worker)
        if merged is None:
            raise Conflict(entry.change)
        if merged != worker:
            heads.change(entry, merged, by=by)


def add_part(id: str, part: Content, *, by: Member, form: str) -> Written:
    """Keep something in her file (a journey, a hop, a loan ...); sent twice, kept once."""
    with standing(id, by) as (_, entry, _worker):
        token = sent_token(part.TYPE, form, by, id)
        drop_form_draft(form, by=by)
        return heads.write_part(entry, signed(replace(part, worker=id), by), by=by, token=token)  # type: ignore[call-arg]


def correct_part(id: str, part: str, changed: Content, base: Content, *, by: Member) -> None:
    """Put a corrected part in the place of the one she had read. Raises Conflict as `correct_worker` does."""
    with standing(id, by) as (known, entry, _worker):
        found = kept_part(known, id, part, type(changed))
        merged = put_together(changed, base, found.content)
        if merged is None:
            raise Conflict(found.change)
        if merged != found.content:
            heads.change_part(entry, found, merged, by=by)


def erase_part(id: str, part: str, *, by: Member, also: Iterable[str] = ()) -> int:
    """Destroy what was entered by mistake. also: ids of other parts of her file that mean nothing without it."""
    with standing(id, by) as (known, _entry, _worker):
        others = tuple(kept_part(known, id, one).id for one in also)
        return heads.erase(known, kept_part(known, id, part), by=by, also=others)


def kept_part(known: Reading, id: str, part: str, kind: type[Content] = Content) -> Entry:
    """A part that is corrected and destroyed like any other. Raises NoKey also for one that is not: an entry of her
    ledger of consents stands for good.
    """
    found = part_of(known, id, part, kind)
    if found.type not in PARTS:
        raise NoKey
    return found


def part_of(known: Reading, id: str, part: str, kind: type[Content]) -> Entry:
    """Something that belongs to a file. Raises NoKey when it is not there or belongs to somebody else."""
    found = known.get(part)
    if found is None or found.head != id or not isinstance(found.content, kind):
        raise NoKey
    return found


def erase_worker(id: str, *, by: Member) -> int:
    """Destroy a file with everything that belongs to it, and the files that became a part of it.

    Cases go on without it: there she is called by her code from then on. Services are still counted, without her: what
    was noted of them has her code in the place of her names. Returns how many records were destroyed.
    """
    with standing(id, by, "erase_record") as (known, entry, worker):
        files = {one.id: one for one in known.of_type(Worker, lambda one: _joined_to(one) == id)} | {id: entry}
        parts = [part.id for one in files for part in known.parts(one)]
        for one in known.everything():
            if one.id in files or one.head in files:
                continue
            if unnamed := _without_name(one, set(files), worker) or _without_her(one, files, worker):
                heads.change(one, unnamed, by=by)
        return heads.erase(known, entry, by=by, also=(*files, *parts))


def _joined_to(entry: Entry) -> str:
    return str(entry.plain["c"].get("merged_into", ""))


def _without_name(entry: Entry, ids: set[str], worker: Worker) -> Content | None:
    """A record that has her in a list of people, with her code in the place of her name; None for any other."""
    try:
        content: Any = entry.content
        linked = content.linked()
    except Fault:
        return None
    people = getattr(content, "workers", ())
    if not ids & set(linked) or not all(is_dataclass(one) for one in people):
        return None
    called = {one.called for one in people if one.worker in ids} - {""}
    told = {"label": content.label} if hasattr(content, "label") else {}
    for name in called:
        told = {field: text.replace(name, worker.code) for field, text in told.items()}
    renamed = tuple(replace(one, called=worker.code) if one.worker in ids else one for one in people)
    return replace(content, workers=renamed, **told)


def _without_her(entry: Entry, files: dict[str, Entry], worker: Worker) -> Content | None:
    """A service that she was given without her: no file, and her code in the place of her names; None for any other."""
    if entry.type != SERVICE or entry.plain["c"].get("worker") not in files or not opens(entry):
        return None
    content: Any = entry.content
    names = {one.name for file in files.values() if isinstance(file.content, Worker) for one in file.content.names}
    told = {field: getattr(content, field) for field in ("note", "conditions")}
    for name in sorted(names - {""}, key=len, reverse=True):
        told = {field: text.replace(name, worker.code) for field, text in told.items()}
    return replace(content, worker="", **told)
