"""What the centre's lists show of what waits: today's list. A reading in, rows out (`searching` finds cases).

Nothing here looks into an assessment, neither to choose nor to order: who is served, and when, never depends on it
(WIF2023-52).
"""

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils.translation import get_language, gettext

from corridor.access.models import Account
from corridor.access.table import CENTRE, extents
from corridor.centre.contents import Action, Case, FollowUp, Grievance, Proceeding, Remedy, Retaliation, Service
from corridor.centre.oversight import File
from corridor.centre.reading import title_of
from corridor.field.contents import Report, ReportAddition
from corridor.journey.contents import Referral, Worker
from corridor.reference.folding import folded
from corridor.reference.labels import term_label
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.notebook.contents import Note
from corridor.safe.queries import due_count

TODAY_MOST, COMING_DAYS = 50, 7
PLANNED = {Action.TYPE, FollowUp.TYPE, Referral.TYPE}
OVERSEEN = PLANNED | {Grievance.TYPE, Proceeding.TYPE, Remedy.TYPE, Retaliation.TYPE}
WAITING = PLANNED | {Case.TYPE, Retaliation.TYPE}


class Item(NamedTuple):  # thousands are made for every page, and a frozen dataclass takes thrice as long
    """One thing that waits for somebody. head: its case, or the worker a referral is for; None when it does not open.

    day: the day it is due, or since which it waits. who: account key of whoever does it, empty when nobody was named.
    """

    entry: Entry
    content: Any
    head: Entry | None
    day: date | None
    who: str

    @property
    def word(self) -> str:
        """Its type, by which the page knows what can be done with it."""
        return self.entry.type

    @property
    def title(self) -> str:
        return head_title(self.head)

    @property
    def of_case(self) -> bool:
        return self.head is not None and self.head.type == Case.TYPE

    @property
    def is_promised(self) -> bool:
        """Whether somebody set the day; a referral without one only waits since it was sent."""
        return self.day is not None and not (isinstance(self.content, Referral) and not self.content.answer_by)

    @property
    def whom(self) -> str:
        """Whom retaliation struck, where somebody was named: one of the case, or who helped."""
        struck = isinstance(self.content, Retaliation)
        return (self._called(self.content.worker) or self.content.helper) if struck else ""

    @property
    def what(self) -> str:
        """What is to be done, in the reader's words."""
        content, language = self.content, get_language() or "en"
        if isinstance(content, Action):
            return term_label("action-kind", content.kind, language)
        if isinstance(content, Retaliation):
            return term_label("retaliation-kind", content.kind, language)
        if isinstance(content, FollowUp):
            return ": ".join(filter(None, (gettext("Follow-up"), self._called(content.worker))))
        if isinstance(content, Referral):
            is_accepted = content.state == "accepted"  # it stays here until the other organisation has done its part
            state = (
                term_label("referral-state", content.state, language)
                if is_accepted
                else gettext("Waiting for an answer")
            )
            return ": ".join((state, content.to_name))
        return gettext("Look at it again")

    def _called(self, worker: str) -> str:
        case = self.head.content if self.head else None
        return next((one.called for one in case.workers if one.worker == worker), "") if isinstance(case, Case) else ""


@dataclass(frozen=True)
class Today:
    """What today's page shows. alerts: retaliation that nobody took up. due: oldest first. unplanned: open cases.
    coming: appointments of the next days.
    """

    alerts: list[Item]
    appointments: list[Item]
    due: list[Item]
    unplanned: list[Entry]
    coming: list[Item]

    def __bool__(self) -> bool:
        return any((self.alerts, self.appointments, self.due, self.unplanned))


def head_title(head: Entry | None) -> str:
    """What a case, or a worker, is called in a list."""
    if head is None or not opens(head):
        return gettext("Case")
    content = head.content
    return content.called if isinstance(content, Worker) else title_of(content) if isinstance(content, Case) else ""


def waiting(known: Reading) -> list[Item]:
    """Everything that stands open and wants somebody, in no order. A referral of a closed case waits for nobody."""
    every = (_item(known, one) for one in known.of_types(WAITING) if one.is_open and opens(one))
    return [one for one in every if one.word != Referral.TYPE or not _is_closed(one.head)]


def _is_closed(head: Entry | None) -> bool:
    return head is not None and head.type == Case.TYPE and not head.is_open


def _item(known: Reading, entry: Entry) -> Item:
    content: Any = entry.content
    head = entry if isinstance(content, Case) else known.get(entry.head)
    lead = head.content.lead if head and opens(head) and isinstance(head.content, Case) else ""
    if isinstance(content, Case):
        return Item(entry, content, head, content.next_on, lead)
    if isinstance(content, Referral):
        asked = content.steps[-1].on if content.steps else None
        return Item(entry, content, head, content.answer_by or asked, lead)
    if isinstance(content, Retaliation):
        return Item(entry, content, head, content.day, lead)
    return Item(entry, content, head, content.on, getattr(content, "who", "") or lead)


def lacks_heads(known: Reading, day: date) -> bool:
    """Whether something due belongs to a record that is not among what stands open (a closed case, a worker)."""
    alone = [one for one in known.of_types(WAITING - {Case.TYPE}) if one.is_open and known.get(one.head) is None]
    items = [_item(known, one) for one in alone if opens(one)]
    return any(one.word == Retaliation.TYPE or is_due(one, day) for one in items)


def is_due(item: Item, day: date) -> bool:
    """Due today or before. A referral without a day for its answer waits from the day it was sent."""
    return item.day <= day if item.day else item.word == Referral.TYPE


def is_hers(who: str, me: str, people: Container[str]) -> bool:
    """Whether it is hers to do: named to her, to nobody, or to somebody who left (then it is everybody's)."""
    return who in ("", me) or who not in people


def today(known: Reading, day: date, people: Container[str], me: str = "") -> Today:
    """Today's list. people: account keys of those who belong to the centre. me: only what is hers; empty: everybody's.

    Alerts are everybody's. The order is by day, then by when it was written, and by nothing else.
    """
    every, until = waiting(known), day + timedelta(days=COMING_DAYS)
    planned = next_days(every)
    shown: dict[str, list[Item]] = defaultdict(list)
    for one in every:
        if one.word == Retaliation.TYPE:
            shown["alerts"].append(one)
        elif not me or is_hers(one.who, me, people):
            if is_due(one, day):
                met = one.word == Action.TYPE and one.content.at and one.day == day
                shown["met" if met else "due"].append(one)
            elif one.word == Action.TYPE and one.content.at and one.day and one.day <= until:
                shown["coming"].append(one)
            if one.word == Case.TYPE and one.entry.id not in planned:
                shown["unplanned"].append(one)
    return Today(
        sorted(shown["alerts"], key=_by_day),
        sorted(shown["met"], key=lambda one: (_hour(one.content.at), one.entry.change)),
        sorted(shown["due"], key=_by_day),
        sorted(
            (one.entry for one in shown["unplanned"]),
            key=lambda one: (case_in(one).opened or one.day, one.change),
        ),
        sorted(shown["coming"], key=lambda one: (one.day or date.max, _hour(one.content.at), one.entry.change)),
    )


def next_days(items: list[Item]) -> dict[str, date]:
    """Case id -> the next day on which something is planned for it."""
    days: dict[str, list[date]] = defaultdict(list)
    for one in items:
        if one.day and one.word != Retaliation.TYPE:
            days[one.entry.head or one.entry.id].append(one.day)
    return {id: min(found) for id, found in days.items()}


def case_in(entry: Entry) -> Case:
    assert isinstance(entry.content, Case)
    return entry.content


def _by_day(item: Item) -> tuple[date, int]:
    return item.day or date.max, item.entry.change


def _hour(said: str) -> tuple[int, int, str]:
    """An hour as it was typed ("9", "14:30"), so that the morning comes first; words come last, as they are."""
    plain = folded(said)
    figures = "".join(sign if sign.isdecimal() else " " for sign in plain).split()
    if not figures:
        return 24, 0, plain
    hour, minute = int(figures[0][:4]), int(figures[1][:4]) if len(figures) > 1 else 0
    if hour > 24:  # 1430
        hour, minute = divmod(hour, 100)
    return hour + 12 if "pm" in plain and hour < 12 else hour, minute, plain


def files(known: Reading) -> list[File]:
    """Every case that she can read with what a coordinator looks at, for `oversight`."""
    parts: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for one in sorted(known.of_types(OVERSEEN), key=lambda one: one.change):
        if opens(one):
            parts[one.head].append((one.id, one.content))
    return [File(one.id, case_in(one), tuple(parts[one.id])) for one in known.of_type(Case, opens)]


def services_of(known: Reading) -> list[tuple[str, Service]]:
    """Services that are no grievances, with their ids, the latest first."""
    every = [(one.change, one.id, one.content) for one in known.of_types({Service.TYPE}) if opens(one)]
    found = [(one.on or date.min, change, id, one) for change, id, one in every if isinstance(one, Service)]
    return [(id, one) for _, _, id, one in sorted(found, key=lambda each: each[:2], reverse=True)]


def new_reports(known: Reading) -> int:
    """How many reports from outside hold something that nobody looked at yet."""
    reports = {one.id for one in known.of_types({Report.TYPE}) if opens(one) and one.content.due()}
    added = {one.head for one in known.of_types({ReportAddition.TYPE}) if opens(one) and one.is_open}
    return len(reports | added)


def due_notes(known: Reading, day: date) -> int:
    """How many notes of the notebook are due."""
    return sum(one.is_open and one.due is not None and one.due <= day for one in known.of_types({Note.TYPE}))


def due_today(account: Account) -> int:
    """How many things of her centre are due today or before, for the menu. Needs no key, so it tells nothing else:
    not whose they are, nor of which kind (what is outside the seal does not say it).
    """
    if account.centre_id is None or CENTRE not in extents(account.roles, "read_case"):
        return 0
    return due_count(account.centre_id)
