"""Services that are no grievances: written, corrected, destroyed."""

from dataclasses import replace

from django.utils import timezone

from corridor.centre.actions.cases import put_together, signed
from corridor.centre.contents import Service
from corridor.safe.actions import heads
from corridor.safe.actions.records import Written, write_record
from corridor.safe.faults import Conflict
from corridor.safe.keys import Member


def write_service(service: Service, *, by: Member, form: str) -> Written:
    """Keep a service, of today where no day was said; sent twice, kept once."""
    dated = service if service.on else _today(service)
    return write_record(signed(dated, by), by=by, token=f"service {by.account.key} {form}")


def correct_service(id: str, changed: Service, base: Service, *, by: Member) -> Written:
    """Put a corrected service in the place of the one she had read (`base`); fields that others changed stand.

    Raises Conflict when both changed the same field to different things, NoKey when it is not hers to change.
    """
    with heads.standing(id, Service, "change_case", by=by) as (_, entry, service):
        merged = put_together(changed if changed.on else _today(changed), base, service)
        if merged is None:
            raise Conflict(entry.change)
        return heads.change(entry, merged, by=by)


def _today(service: Service) -> Service:
    """Without a day it would be kept for ever: what is kept of a service ends some time after it."""
    return replace(service, on=timezone.localdate())


def erase_service(id: str, *, by: Member) -> int:
    """Destroy a service that was entered by mistake."""
    with heads.standing(id, Service, "change_case", by=by) as (known, entry, _):
        return heads.erase(known, entry, by=by)
