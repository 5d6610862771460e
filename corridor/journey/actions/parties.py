"""Parties: those whom workers met on the road, entered with or without a licence."""

from corridor.journey.actions.workers import put_together, signed
from corridor.journey.contents import Party
from corridor.safe.actions import heads
from corridor.safe.actions.records import Written, write_record
from corridor.safe.faults import Conflict
from corridor.safe.keys import Member


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
