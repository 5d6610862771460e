"""What stands beside a line of today's list: why it comes now, and how she is reached safely if it means reaching her.

Made only for the lines that are shown: thousands wait, fifty are read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext, ngettext

from corridor.centre.contents import Action, Case, CaseWorker, FollowUp
from corridor.centre.listing import Item
from corridor.centre.rules import FOLLOW_UP_MONTHS, months_after
from corridor.journey.contents import Referral, Worker
from corridor.journey.days import written
from corridor.journey.reaching import Safely, safely
from corridor.safe.casebook import Reading, opens
from corridor.safe.queries import also_open

# Kinds of action (vocabulary `action-kind`) that mean reaching her -> the channel that is meant, empty for any.
REACHES_HER = {"call": "call"} | dict.fromkeys(
    ("counselling", "information", "letter", "accompaniment", "interpretation", "emergency", "return", "follow-up"), ""
)
WORKERS_MOST = 3  # of a collective case, told in a line


@dataclass(frozen=True)
class Beside:
    """What stands beside one line. more: workers of the case for whom there is no place in it."""

    why: str
    safely: list[Safely]
    more: int = 0


def besides(known: Reading, items: Iterable[Item], now: datetime) -> list[tuple[Item, Beside]]:
    """Each line with what stands beside it; files of workers that stay closed until asked for are opened, few at a
    time.
    """
    shown = list(items)
    ids = {one.worker for item in shown if (case := _case(item)) for one in whom(item.content, case)[:WORKERS_MOST]}
    known = also_open(known, ids)
    return [(item, _beside(known, item, now)) for item in shown]


def _beside(known: Reading, item: Item, now: datetime) -> Beside:
    case = _case(item)
    told, more = reaching(known, item.content, case, now) if case else ([], 0)
    return Beside(reason(known, item), told, more)


def _case(item: Item) -> Case | None:
    content = item.head.content if item.head and opens(item.head) else None
    return content if isinstance(content, Case) else None


def whom(content: Any, case: Case) -> list[CaseWorker]:
    """The workers who are reached by what is to be done; nobody when it goes to somebody else."""
    if isinstance(content, FollowUp):
        return [one for one in case.workers if one.worker == content.worker]
    return list(case.present) if isinstance(content, Action) and content.kind in REACHES_HER else []


def reaching(known: Reading, content: Any, case: Case, now: datetime) -> tuple[list[Safely], int]:
    """How each of them is reached safely at this moment, and how many more there are."""
    people, channel = whom(content, case), REACHES_HER.get(getattr(content, "kind", ""), "")
    told = []
    for one in people[:WORKERS_MOST]:
        file = known.get(one.worker)
        worker = file.content if file and opens(file) and isinstance(file.content, Worker) else None
        told.append(safely(worker, one.called, now.date(), now.strftime("%H:%M"), channel))
    return told, max(len(people) - WORKERS_MOST, 0)


def reason(known: Reading, item: Item) -> str:
    """Why it stands here today: what was written, else what is known of it (a reminder carries its reason)."""
    content, case = item.content, _case(item)
    if isinstance(content, Action):
        return content.why
    if isinstance(content, FollowUp):
        return _after_closing(case.closed, content.on) if case and case.closed and content.on else ""
    if isinstance(content, Referral):
        return _unanswered(content)
    return _open_since(known, item, content) if isinstance(content, Case) and content.opened else ""


def _after_closing(closed: date, on: date) -> str:
    for number in FOLLOW_UP_MONTHS:
        if months_after(closed, number) == on:
            told = ngettext("%(number)s month after closing", "%(number)s months after closing", number)
            return told % {"number": number}
    return gettext("closed on %(day)s") % {"day": written(closed)}


def _unanswered(referral: Referral) -> str:
    asked = next((one.on for one in reversed(referral.steps) if one.on), None)
    if asked is None:
        return ""
    is_accepted = referral.state == "accepted"
    told = gettext("accepted on %(day)s, not done yet") if is_accepted else gettext("no answer since %(day)s")
    return told % {"day": written(asked)}


def _open_since(known: Reading, item: Item, case: Case) -> str:
    planned = any(one.is_open and one.due for one in known.parts(item.entry.id))
    told = gettext("open since %(day)s") if planned else gettext("open since %(day)s, nothing else is planned")
    return told % {"day": written(case.opened)}
