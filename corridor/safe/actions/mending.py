"""What earlier versions of Corridor left behind, put right by whoever opens the casebook; nobody has to ask for it.

Which record is a part of which stands inside the seal. So this can not be done without a key, by the worker.
"""

from collections import defaultdict
from contextlib import suppress
from datetime import date

from django.db import Error

from corridor.safe.actions.records import erase_records, keep_until
from corridor.safe.casebook import Reading
from corridor.safe.faults import Fault
from corridor.safe.models import Erased, SealedRecord


def mend_parts(known: Reading) -> int:
    """Destroy parts whose head was destroyed; have parts of what is closed destroyed with it. Returns how many went.

    Parts that came in a packet, or were noted, under something closed were kept for ever. Once for each member and
    book, when everything is open. What can not be done now (a full disk) waits for the next book.
    """
    book, member = known.book, known.member
    if book is None or not book.complete or member.account.key in book.mended:
        return 0
    book.mended.add(member.account.key)
    with suppress(Fault, Error):
        for month, ids in _without_month(known).items():
            keep_until(ids, month, by=member)
        if ids := _of_what_was_destroyed(known):
            return erase_records(ids, by=None, centre=member.centre, why="shred")
    return 0


def _without_month(known: Reading) -> dict[date, list[str]]:
    """Month -> the parts of what is destroyed in it that have no month of their own."""
    found: dict[date, list[str]] = defaultdict(list)
    heads = [
        head for id in list(known.book.parts if known.book else ()) if (head := known.get(id)) and head.shred_after
    ]
    for head in heads:
        found[head.shred_after or date.max] += [one.id for one in known.parts(head.id) if not one.shred_after]
    rows = SealedRecord.objects.filter(centre=known.member.centre, shred_after=None)
    still = {
        month: [str(one) for one in rows.filter(id__in=ids).values_list("id", flat=True)]
        for month, ids in found.items()
    }
    return {month: ids for month, ids in still.items() if ids}


def _of_what_was_destroyed(known: Reading) -> list[str]:
    """The parts, with theirs, of records on the list of the destroyed; what merely does not open loses none."""
    book = known.book
    heads = list(book.parts) if book else []
    lost = {id for id in heads if book and not (known.get(id) or id in book.closed or id in book.faults)}
    if not lost:
        return []
    gone = Erased.objects.filter(centre=known.member.centre).values_list("record", flat=True)
    waiting, found = list(lost & {str(one) for one in gone}), dict[str, None]()
    while waiting:
        parts = [one.id for one in known.parts(waiting.pop()) if one.id not in found]
        found |= dict.fromkeys(parts)
        waiting += parts
    return list(found)
