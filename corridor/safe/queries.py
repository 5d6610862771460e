"""The one door to records about people: always by who asks, with what her key opens. Also the state of a centre."""

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.utils import timezone

from corridor.access.models import Centre
from corridor.access.table import CENTRE, NAMED, extents
from corridor.safe import sealing
from corridor.safe.actions.records import wrap_anew
from corridor.safe.casebook import COLUMNS, Book, Closed, Entry, Reading, book_of, drop
from corridor.safe.faults import Altered, Fault, NoKey
from corridor.safe.keys import RECORDS, Member, current
from corridor.safe.models import SEALED, Ground, Named, SealedRecord
from corridor.safe.primitives import bind, open_with


def ground_of(centre: Centre) -> Ground:
    """The state of the centre's safe ground. Raises NoKey for a centre that has none yet."""
    try:
        found = Ground.objects.get(centre=centre)
    except ObjectDoesNotExist as error:
        raise NoKey from error
    found.centre = centre
    return found


def reading(member: Member, action: str, *, everything: bool = True) -> Reading:
    """What she may read now under this row of the table; without `everything`, only what stands open.

    Raises NoKey when she holds no key, whatever her role says: the table opens the door, the key opens the record.
    """
    how_far = extents(member.account.roles, action)
    if CENTRE in how_far and member.holds(RECORDS):
        ground = ground_of(member.centre)
        if ground.state == SEALED:
            drop(member.centre)
            raise NoKey
        book = book_of(member.centre)
        book.refresh(member, ground.sequence, current(member.centre, RECORDS), everything)
        _wrap_what_is_fresh(book.wrap)
        return Reading(member, book, {one.id: one for one in book.opened_by_name(member) if _still_named(one, member)})
    if NAMED in how_far and member.private:
        return Reading(member, None, {one.id: one for one in _named_records(member)})
    raise NoKey


def _still_named(entry: Entry, member: Member) -> bool:
    if member.account.key not in entry.named:
        return False
    until = entry.named[member.account.key]
    return until is None or timezone.localdate().isoformat() <= until


def _wrap_what_is_fresh(wraps: dict[tuple[str, int], tuple[int, bytes]]) -> None:
    """Wrap under the data key what came in sealed to the public key, so that it opens fast the next time."""
    if not wraps:
        return
    batch = dict(wraps)
    wraps.clear()
    try:
        wrap_anew(batch)
    except DatabaseError:  # a full disk: reading goes on, it is wrapped another time
        return


def _named_records(member: Member) -> list[Entry]:
    """For a lawyer or an interpreter: the records her pointers lead to, as long as she is named to them."""
    ids = set()
    for pointer in Named.objects.filter(account=member.account):
        try:
            ids.add(open_with(member.private or b"", bytes(pointer.sealed), bind("named", member.account.key)).decode())
        except Altered:
            continue
    book = Book(member.centre.key, member.centre.pk)
    for row in SealedRecord.objects.filter(centre=member.centre, id__in=ids).values_list(*COLUMNS):
        place = sealing.Place(str(row[0]), member.centre.key, row[1], row[3])
        book.closed[place.record] = Closed(place, row)
    return [entry for entry in book.opened_by_name(member) if _still_named(entry, member)]


def told(fault: type[Fault]) -> str:
    """A fault in the reader's words."""
    return str(fault.told)
