"""Parties: those whom workers met on the road, entered with or without a licence; destroyed by hand or in time.

What names a party keeps the name as words when it is destroyed: a claim has to say against whom, and ends with its
case. Phone, place, licence and note are gone, and a search for it as a party finds nothing.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

from django.db import DatabaseError
from django.utils import timezone

from corridor.journey.actions.workers import put_together, signed
from corridor.journey.contents import Party
from corridor.journey.naming import TYPES, in_words, named_in
from corridor.reference.folding import folded
from corridor.safe.actions import heads
from corridor.safe.actions.records import Written, write_record
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.faults import Conflict, Fault
from corridor.safe.keys import Member

FRESH = timedelta(days=30)  # in which a party that was just entered is still being put into its cases
AT_ONCE = 50  # parties that one page looks after; the next page goes on
_looked: dict[str, date] = {}  # account -> the day on which she last went through all parties, in this process


def add_party(party: Party, *, by: Member, form: str) -> Written:
    """Keep a party for the centre's circle; sent twice, kept once."""
    return write_record(signed(party, by), by=by, token=f"party {by.account.key} {form}")


def correct_party(id: str, changed: Party, base: Party, *, by: Member) -> None:
    """Put a corrected party in the place of the one she had read.

    Raises Conflict when somebody else changed the same field to something else: nothing is written then.
    """
    with heads.standing(id, Party, "change_case", by=by) as (_, entry, party):
        merged = put_together(changed, base, party)
        if merged is None:
            raise Conflict(entry.change)
        if merged != party:
            heads.change(entry, merged, by=by)


def erase_party(id: str, *, by: Member) -> int:
    """Destroy a party. Its name stays, as words, in what named it by its id. Returns how many records were changed."""
    with heads.standing(id, Party, "erase_record", by=by) as (known, entry, party):
        changed = [(one, new) for one in naming(known, id) if (new := in_words(one.content, id, party.called))]
        for one, new in changed:
            head = known.get(one.head)
            if head:
                heads.change_part(head, one, new, by=by)
            else:
                heads.change(one, new, by=by)
        heads.erase(known, entry, by=by)
        return len(changed)


def naming(known: Reading, id: str) -> list[Entry]:
    """What names this party by its id."""
    return [one for one in known.of_types(TYPES) if opens(one) and id in ids_in(one)]


def ids_in(entry: Entry) -> set[str]:
    """The ids of parties in a record that may name some; words stand among them where somebody is named in words."""
    return {one for one, _ in named_in(entry.content) if one}


def end_unnamed(known: Reading, today: date | None = None) -> int:
    """Note on each party since when no record names it, by its id or one of its names; a year later it is destroyed.

    Whether it is named can only be seen with a key: whoever opens the casebook does it, once a day. Somebody who reads
    a restricted record that names it takes the note away again. Returns how many were noted anew.
    """
    today = today or timezone.localdate()
    if _looked.get(known.member.account.key) == today:
        return 0
    parties = [one for one in known.of_type(Party) if opens(one) and one.day + FRESH <= today]
    ids, names = _named(known) if parties else (set(), set())
    wrong = [one for one in parties if _is_named(one, ids, names) == bool(one.content.closed_on())]
    done = 0
    for one in wrong[:AT_ONCE]:
        party = one.content
        assert isinstance(party, Party)
        with suppress(Fault, DatabaseError):  # changed by another hand at this moment, or no room: another day
            heads.change(one, replace(party, unnamed=None if party.unnamed else today), by=known.member)
            done += 1
    if len(wrong) <= AT_ONCE:
        _looked[known.member.account.key] = today
    return done


def _named(known: Reading) -> tuple[set[str], set[str]]:
    """Ids and names, as searches see them, that any record names."""
    found = {pair for one in known.of_types(TYPES) if opens(one) for pair in named_in(one.content)}
    return {id for id, _ in found if id}, {plain for name in {name for _, name in found} if (plain := _plain(name))}


def _is_named(entry: Entry, ids: set[str], names: set[str]) -> bool:
    party = entry.content
    assert isinstance(party, Party)
    return entry.id in ids or any(_plain(one) in names for one in party.names)


def _plain(text: str) -> str:
    return " ".join(folded(text).split())
