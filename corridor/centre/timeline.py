"""What happened in a case, in one row: what was entered under it, and what is told of it elsewhere.

Opening, joining and leaving, closing and opening again stand on the case; the steps of referrals and the files that
were brought are parts of it. All is read from where it is kept: nothing is written twice, so that nothing can disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from sys import maxsize
from typing import Any

from django.utils.translation import gettext

from corridor.centre.contents import Case, CaseWorker
from corridor.centre.reading import CaseView, Line, word_told
from corridor.centre.sharing import label
from corridor.journey.contents import Evidence, Referral
from corridor.journey.reading import Facts
from corridor.journey.referred import referral_lines
from corridor.safe.casebook import Reading, opens

OPENING, FIRST, LAST = -2, -1, maxsize  # of one day: opening, who joins, what was done on it, closing


@dataclass(frozen=True)
class Event:
    """Something that happened and is corrected elsewhere. change: by which things of one day are told in order."""

    label: str
    day: date
    facts: Facts = ()
    by: str = ""
    change: int = FIRST


def timeline(view: CaseView, known: Reading) -> list[Line | Event]:
    """What was entered and what else happened, the newest first; what has no day comes last."""
    every: list[Line | Event] = [*view.timeline, *events(view, known)]
    return sorted(every, key=lambda one: (one.day or date.min, _change(one)), reverse=True)


def _change(one: Line | Event) -> int:
    return one.entry.change if isinstance(one, Line) else one.change


def events(view: CaseView, known: Reading) -> list[Event]:
    """What is told of a case elsewhere, in no order; what has no day is no event."""
    return [*_of_case(view.case), *_of_referrals(known, view), *_of_evidence(known, view.entry.id)]


def _of_case(case: Case) -> Iterator[Event]:
    if case.opened:
        yield Event(gettext("Opened on"), case.opened, change=OPENING)
    for (day, word), together in groupby(sorted(_joined(case), key=_how), key=_how):
        names = ", ".join(name for _, _, name in together)
        yield Event(gettext("Somebody joins"), day, _said((gettext("Worker"), names), (gettext("Her word"), word)))
    for one in case.workers:
        if one.left:
            yield Event(gettext("She leaves"), one.left, _left(one))
    turns = [(one.closed, one.outcome, one.opened) for one in case.closings]
    turns += [(case.closed, case.outcome, None)] if case.closed else []
    for number, (closed, outcome, opened) in enumerate(turns):
        facts = _said((gettext("What came of it"), label("case-outcome", outcome)))
        if closed:
            yield Event(gettext("Closed on"), closed, facts, change=LAST + 2 * number)
        if opened:
            yield Event(gettext("Opened again"), opened, change=LAST + 2 * number + 1)


def _left(one: CaseWorker) -> Facts:
    """How it ended for her."""
    return _said(
        (gettext("Worker"), one.called),
        (gettext("What came of it"), label("case-outcome", one.outcome)),
        (gettext("How she sees it"), label("own-view", one.her_view)),
        (gettext("In her words"), one.her_words),
        (gettext("Why"), one.why_left),
    )


def _joined(case: Case) -> Iterator[tuple[date, str, str]]:
    """Who joined on which day by which word; several who joined alike are told in one line."""
    return ((one.joined, word_told(one), one.called) for one in case.workers if one.joined)


def _how(joined: tuple[date, str, str]) -> tuple[date, str]:
    return joined[:2]


def _of_referrals(known: Reading, view: CaseView) -> Iterator[Event]:
    """Each step of a referral, also one that another centre told and nobody entered yet; of those that were made from
    a worker's file, what fell into her time in the case.
    """
    heads = dict.fromkeys((view.entry.id, *(one.worker for one in view.case.workers)))
    for line in referral_lines(known, (one for head in heads for one in known.parts(head, Referral))):
        of_case = line.entry.head == view.entry.id
        for step in line.steps:
            if step.on and (of_case or _is_within(view.case, line.entry.head, step.on)):
                facts = _said(
                    (gettext("State"), label("referral-state", step.state)),
                    (gettext("Worker"), "" if of_case else line.called),
                    (gettext("To"), line.referral.to_name),
                    (gettext("In words"), step.said),
                )
                yield Event(gettext("Referral"), step.on, facts, step.by, line.entry.change)


def _is_within(case: Case, worker: str, day: date) -> bool:
    """Whether she was in the case on that day."""
    return any(
        (one.joined or case.opened or day) <= day <= (one.left or case.closed or day)
        for one in case.workers
        if one.worker == worker
    )


def _of_evidence(known: Reading, case: str) -> Iterator[Event]:
    """Each file that was brought."""
    for entry in known.parts(case, Evidence):
        if opens(entry):
            one: Any = entry.content
            facts = _said((gettext("File"), one.name), (gettext("What it shows"), one.shows))
            yield Event(gettext("Evidence"), one.day or entry.day, facts, one.author, entry.change)


def _said(*facts: tuple[str, str]) -> Facts:
    return tuple(fact for fact in facts if fact[1])
