"""The consent ledger: entries are added, never changed. A no, a narrower yes and a withdrawal stop at once what was
allowed before, in the same transaction.
"""

from dataclasses import replace
from typing import Any

from django.utils import timezone

from corridor.journey.actions.handing_over import take_back_packets
from corridor.journey.actions.referrals import stop_what_it_allowed, stop_what_she_refuses
from corridor.journey.actions.workers import part_of, signed, standing
from corridor.journey.contents import Consent, Withdrawal
from corridor.journey.reading import ledger_of
from corridor.journey.referring import Ledger
from corridor.journey.rules import LATER, asked_later, may_ask_later
from corridor.safe.actions import heads
from corridor.safe.actions.records import Written
from corridor.safe.casebook import Reading, opens
from corridor.safe.keys import Member

FOLLOW_UP = "follow-up"  # known here by its type alone: that room comes later on the path
NOT_WANTED = "not-wanted"  # vocabulary `reached`


def add_consent(id: str, consent: Consent, *, by: Member, form: str) -> Written:
    """Keep what she allowed, or that she said no; sent twice, kept once. What it allows no more stops at once."""
    with standing(id, by) as (known, entry, _worker):
        entered = signed(replace(consent, worker=id, on=consent.on or timezone.localdate()), by)
        written = heads.write_part(entry, entered, by=by, token=f"consent {id} {by.account.key} {form}")
        if known.get(written.id) is None:  # sent twice, it may be older than another entry by now
            consents, back = ledger_of(known, id)
            ledger = ([*consents, (written.id, entered)], back)
            stop_what_she_refuses(known, ledger, entered, by=by)
            take_back_packets(known, ledger, entered, by=by)
            _leave_in_peace(known, ledger, entered, by)
        return written


def withdraw_consent(id: str, consent: str, *, by: Member, said: str = "") -> Written:
    """Keep that she took a consent back: from this moment nothing is shared because of it, and what was is revoked."""
    with standing(id, by) as (known, entry, _worker):
        found: Any = part_of(known, id, consent, Consent).content
        stop_what_it_allowed(consent, by=by, known=known)
        withdrawal = signed(Withdrawal(id, consent, on=timezone.localdate(), said=said), by)
        consents, back = ledger_of(known, id)
        ledger = (consents, [*back, withdrawal])
        take_back_packets(known, ledger, found, by=by, consent=consent)
        _leave_in_peace(known, ledger, found, by)
        return heads.write_part(entry, withdrawal, by=by, token=f"withdrawal {id} {consent}")


def _leave_in_peace(known: Reading, ledger: Ledger, about: Consent, by: Member) -> None:
    """Follow-ups that were not made yet are given up where she does not want to be asked (any more)."""
    for one in known.of_types({FOLLOW_UP}) if about.purpose == LATER else ():
        found: Any = one.content if one.is_open and opens(one) else None
        case, today = known.get(one.head), timezone.localdate()
        if found is None or case is None or found.worker != about.worker or found.at_start:
            continue
        if not may_ask_later(asked_later(*ledger, max(found.on or today, today))):
            heads.change_part(case, one, replace(found, done=today, reached=NOT_WANTED), by=by)
