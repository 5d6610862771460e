"""Chaining who opened which record, once a session and record, so that a member who only browses is seen too.

The worker representative reads it in "What was done" (THREAT_MODEL, a member who turns; WIF2023-8).
"""

from contextlib import suppress

from django.db import DatabaseError
from django.http import HttpRequest

from corridor.safe.actions.records import record_reading
from corridor.safe.casebook import Entry
from corridor.safe.keys import Member
from corridor.safe.primitives import digest

KEPT = 1000  # records a session remembers to have chained; the oldest is forgotten first, and would be chained again
LENGTH = 6  # bytes of a digest that are kept


def chain_reading(request: HttpRequest, entry: Entry, member: Member) -> None:
    """Chain that she opened it, once in a session. On a disk without room reading goes on."""
    mark, seen = digest("read", entry.id)[:LENGTH].hex(), request.session.get("read", [])
    what = f"read restricted {entry.type}" if entry.restricted else f"read {entry.type}"
    if mark not in seen and chained(entry.id, what, member):
        request.session["read"] = [*seen, mark][-KEPT:]


def chained(id: str, what: str, member: Member) -> bool:
    """Chain a reading; False on a disk without room, where reading goes on all the same."""
    with suppress(DatabaseError):
        record_reading(id, what, by=member)
        return True
    return False
