"""What is written with a proceeding in the same act: the talks that come before it, the alerts that it raises."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext

from corridor.centre.contents import Case, Proceeding, Retaliation, RiskTalk
from corridor.centre.proceedings import asks_first, concerned, not_told, retaliation_in
from corridor.journey.actions.workers import signed
from corridor.safe.actions import heads
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.content import Content
from corridor.safe.faults import Unfit
from corridor.safe.keys import Member


def talk_first() -> str:
    """What is told where something would go to an authority before her word."""
    return gettext(
        "Before anything goes to an authority, talk with her about the risks and enter that she goes ahead. Shelter, "
        "health and legal help never wait for this."
    )


def check_talk(
    known: Reading, case: Entry, part: Content, talks: Sequence[RiskTalk], stood: Content | None = None
) -> None:
    """Raises Unfit for a proceeding that somebody concerned did not decide on, knowing the risks. Talks: kept with it.

    Call it inside the transaction, before anything is written.
    """
    if isinstance(part, Proceeding) and isinstance(case.content, Case):
        before = stood if isinstance(stood, Proceeding) else None
        people = concerned(part, case.content) if asks_first(part, case.content, before) else ()
        if not_told(known, case.id, people, talks):
            raise Unfit(talk_first())


def keep_talks(case: Entry, talks: Sequence[RiskTalk], *, by: Member, token: str) -> None:
    """Keep the talks of this form; sent twice, each is kept once."""
    for one in talks:
        heads.write_part(case, signed(one, by), by=by, token=f"{token} talk {one.worker}")


def raise_alerts(
    known: Reading, case: Entry, id: str, part: Content, *, by: Member, stood: Content | None = None
) -> None:
    """Tell the centre of everybody who was accused, detained or deported: one alert for each, however often the
    proceeding (`id`) is corrected. known: as it was read before anything was written.
    """
    if isinstance(part, Proceeding) and isinstance(case.content, Case):
        before = stood if isinstance(stood, Proceeding) else None
        told = [one.content for one in known.parts(case.id, Retaliation) if opens(one)]
        kept = [one for one in told if isinstance(one, Retaliation)]
        for code, alert in retaliation_in(part, case.content, kept, timezone.localdate(), before):
            heads.write_part(case, signed(alert, by), by=by, token=f"alert {id} {code}")
