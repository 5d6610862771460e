"""The one door to records about people: always by who asks, with what her key opens. Also the state of a centre."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.utils import timezone

from corridor.access.models import Centre
from corridor.access.table import CENTRE, NAMED, extents
from corridor.safe import sealing
from corridor.safe.actions.mending import mend_parts
from corridor.safe.actions.records import seal_without, who_left, wrap_anew
from corridor.safe.casebook import COLUMNS, Book, Closed, Entry, Reading, book_of, drop
from corridor.safe.faults import Altered, Fault, NoKey
from corridor.safe.keys import RECORDS, Member, current
from corridor.safe.models import OPEN, SEALED, CardSet, Epoch, Ground, Named, SealedRecord
from corridor.safe.primitives import bind, digest, open_with


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
        book = book_of(member.centre)
        with book.guard:  # the head is read by one at a time: seen from here it never goes back, unless it was undone
            ground = ground_of(member.centre)
            if ground.state == SEALED:
                drop(member.centre)
                raise NoKey
            book.refresh(member, ground, current(member.centre, RECORDS), everything)
        _wrap_what_is_fresh(book.wrap)
        known = Reading(member, book, {one.id: one for one in book.opened_by_name(member) if _still_named(one, member)})
        changed = _seal_without_who_left(known) + mend_parts(known)
        return reading(member, action, everything=everything) if changed else known
    if NAMED in how_far and member.private:
        return Reading(member, None, {one.id: one for one in _named_records(member)})
    raise NoKey


def also_open(known: Reading, ids: Iterable[str]) -> Reading:
    """The same reading with these records too, where a reading of what stands open did not open them yet."""
    wanted, book, member = [one for one in ids if known.get(one) is None], known.book, known.member
    if not wanted or book is None or book.complete:
        return known
    book.fetch(member, current(member.centre, RECORDS), wanted)
    return Reading(member, book, {one.id: one for one in book.opened_by_name(member) if _still_named(one, member)})


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


def _seal_without_who_left(known: Reading) -> int:
    """Seal anew, under a key nobody has seen, what names somebody who left or whose day is past. Returns how many.

    Done by whoever opens it next: until then who left and comes by a later copy of the database, with a copy of her
    own key, would still open it.
    """
    ids = list(known.book.naming) if known.book else []
    named = [entry for id in ids if (entry := known.get(id))]
    gone = who_left({key for entry in named for key in entry.named}) if named else set()
    today, done = timezone.localdate().isoformat(), 0
    for entry in named:
        left = {key for key, until in entry.named.items() if key in gone or (until is not None and until < today)}
        with suppress(Fault, DatabaseError):  # what another hand changes at this moment waits for the next time
            done += bool(left) and seal_without(entry, left, by=known.member)
    return done


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


def seal_timer(ground: Ground, today: date | None = None) -> int | None:
    """Days until the centre seals by itself, unless somebody unlocks; None while the timer is off."""
    if ground.seal_after_days is None or ground.last_opened is None or ground.state == SEALED:
        return None
    return ground.seal_after_days - ((today or timezone.localdate()) - ground.last_opened).days


def link_digest(word: str) -> bytes:
    """What the database keeps of the word in a printed seal link; however it was typed."""
    return digest("seal link", "".join(sign for sign in word.lower() if sign.isalnum()))


def cards_since(ground: Ground) -> date | None:
    """The day on which the cards that are in force were tried in; None where that was before the day was kept."""
    sets = CardSet.objects.filter(centre=ground.centre, number=ground.card_set)
    return sets.values_list("since", flat=True).first()


def linked_ground(word: str) -> Ground | None:
    """The open centre that this printed link seals; None for any other word."""
    found = Ground.objects.select_related("centre").filter(seal_link=link_digest(word)).first()
    return found if found and found.state == OPEN else None


def restricted_count(member: Member) -> int:
    """How many records of her centre are restricted, whoever is named to them. Raises NoKey."""
    book = reading(member, "read_note").book
    return len(book.closed) if book else 0


def wrapping_left(centre: Centre) -> tuple[int, int]:
    """How many records still wait to be wrapped under the newest key, and how many there are."""
    rows = SealedRecord.objects.filter(centre=centre)
    return rows.filter(epoch__lt=current(centre, RECORDS).number, epoch__gt=0).count(), rows.count()


def is_renewing(centre: Centre) -> bool:
    """Whether an older key of the records still stands: not everything was wrapped under the newest one yet."""
    return Epoch.objects.filter(centre=centre, kind=RECORDS, retired=False).count() > 1


def due_count(centre: Centre | int) -> int:
    """How many open records of a centre are due today or before. Needs no key, and says nothing else about them."""
    return SealedRecord.objects.filter(centre=centre, is_open=True, due__lte=timezone.localdate()).count()
