"""The consent ledger: entries are added, never changed; a withdrawal stops what an entry allowed, at once."""

from dataclasses import replace

from django.utils import timezone

from corridor.journey.actions.referrals import stop_what_it_allowed
from corridor.journey.actions.workers import part_of, signed, standing
from corridor.journey.contents import Consent, Withdrawal
from corridor.safe.actions import heads
from corridor.safe.actions.records import Written
from corridor.safe.keys import Member


def add_consent(id: str, consent: Consent, *, by: Member, form: str) -> Written:
    """Keep what she allowed, or that she said no; sent twice, kept once."""
    with standing(id, by) as (_, entry, _worker):
        entered = signed(replace(consent, worker=id, on=consent.on or timezone.localdate()), by)
        return heads.write_part(entry, entered, by=by, token=f"consent {id} {by.account.key} {form}")


def withdraw_consent(id: str, consent: str, *, by: Member, said: str = "") -> Written:
    """Keep that she took a consent back: from this moment nothing is shared because of it, and what was is revoked."""
    with standing(id, by) as (known, entry, _worker):
        part_of(known, id, consent, Consent)
        stop_what_it_allowed(consent, by=by, known=known)
        withdrawal = signed(Withdrawal(id, consent, on=timezone.localdate(), said=said), by)
        return heads.write_part(entry, withdrawal, by=by, token=f"withdrawal {id} {consent}")
