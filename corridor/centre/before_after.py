"""How it was when she came and how it is now: which way each answer went, from the beginning to her last follow-up.

Pure: contents in, words and figures out. An answer is set beside another of the same woman and the same question; what
was not asked at both times is not known, and never counts as unchanged. Pay is compared in one currency alone and never
summed. Hours count where they go beyond 48 a week, the limit of Conventions 1 and 30 (article 2; article 3): below it
only she can say whether fewer are better. Source: evaluation case 1 (counts without impact).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext

from corridor.centre.contents import CaseWorker, FollowUp
from corridor.centre.oversight import File
from corridor.centre.reading import CaseView
from corridor.centre.sheets import FOLLOW_UP
from corridor.journey.reading import Teller
from corridor.journey.sheets import Slot
from corridor.reference.labels import term_label

BETTER, SAME, WORSE = WAYS = ("better", "as-before", "worse")  # vocabulary `own-view`
UNKNOWN = ""
MOST_HOURS = 48  # a week
QUESTIONS = ("wage", "hours_a_week", "holds_papers", "safe", "view")
SLOTS: dict[str, Slot] = {slot.name: slot for slot in FOLLOW_UP.every}
YES_NO = {"present": 1, "absent": 0}  # vocabulary `answer-state`; not asked and unknown are neither


def worth(question: str, one: FollowUp) -> Decimal | None:
    """An answer as a figure of which more is better; None when it was not given, or can not be compared."""
    if question == "wage":
        return one.wage if one.currency else None
    if question == "hours_a_week":
        return None if one.hours_a_week is None else -Decimal(max(one.hours_a_week - MOST_HOURS, 0))
    answer = YES_NO.get(getattr(one, question))
    return None if answer is None else Decimal(answer)


def way(question: str, start: FollowUp | None, later: FollowUp) -> str:
    """Which way an answer went: one of WAYS, or UNKNOWN. Her own view is itself the answer, whatever was before."""
    if question == "view":
        return later.view if later.view in WAYS else UNKNOWN
    before, now = worth(question, start) if start else None, worth(question, later)
    if before is None or now is None or (question == "wage" and start and start.currency != later.currency):
        return UNKNOWN
    return SAME if now == before else BETTER if now > before else WORSE


def answered(question: str, one: FollowUp) -> bool:
    """Whether it is known from this follow-up."""
    return one.view in WAYS if question == "view" else worth(question, one) is not None


def start_of(question: str, made: Iterable[FollowUp]) -> FollowUp | None:
    """The first entry of how it was at the beginning that answers the question. made: in the order of their days."""
    return next((one for one in made if one.at_start and answered(question, one)), None)


def last_way(question: str, made: list[FollowUp]) -> str:
    """Which way it went by the last follow-up that answers the question. made: of one worker, in the order of days."""
    later = next((one for one in reversed(made) if not one.at_start and answered(question, one)), None)
    return way(question, start_of(question, made), later) if later else UNKNOWN


def made_with(worker: str, follow_ups: Iterable[FollowUp]) -> list[FollowUp]:
    """What was asked of one worker, in the order of the days; what is only planned is left out."""
    made = [one for one in follow_ups if one.worker == worker and one.done]
    return sorted(made, key=lambda one: one.done or date.min)


@dataclass(frozen=True)
class Went:
    """How many workers of closed cases answered better, the same or worse; and of how many it is not known."""

    question: str
    better: int
    same: int
    worse: int
    unknown: int

    @property
    def label(self) -> Any:
        return SLOTS[self.question].label


def went(files: Iterable[File]) -> tuple[int, list[Went]]:
    """How many workers the closed cases have (once for each case of hers), and of each question which way it went."""
    asked = []
    for file in files:
        follow_ups = [one for _, one in file.of(FollowUp)]
        asked += [made_with(one.worker, follow_ups) for one in file.case.present if not file.is_open]
    return len(asked), [_went(question, asked) for question in QUESTIONS]


def _went(question: str, asked: list[list[FollowUp]]) -> Went:
    ways = [last_way(question, made) for made in asked]
    return Went(question, *(ways.count(one) for one in (*WAYS, UNKNOWN)))


@dataclass(frozen=True)
class Cell:
    """One answer, and what changed since the beginning, in words."""

    label: Any
    text: str
    change: str


@dataclass(frozen=True)
class Moment:
    """The answers of one day. at_start: at the beginning. reached: whether she was, in words."""

    at_start: bool
    day: date | None
    reached: str
    cells: tuple[Cell, ...]
    said: str


def tables(view: CaseView) -> list[tuple[CaseWorker, list[Moment]]]:
    """For each worker of a case what she answered at the beginning and at each follow-up, the oldest first."""
    follow_ups = [line.content for line in view.lines if isinstance(line.content, FollowUp)]
    found = [(worker, made_with(worker.worker, follow_ups)) for worker, _ in view.workers]
    return [(worker, [_moment(one, made) for one in _starts_first(made)]) for worker, made in found if made]


def _starts_first(made: list[FollowUp]) -> list[FollowUp]:
    return sorted(made, key=lambda one: not one.at_start)


def _moment(one: FollowUp, made: list[FollowUp]) -> Moment:
    cells = tuple(_cell(question, one, made) for question in QUESTIONS)
    return Moment(one.at_start, one.done, "" if one.at_start else _told("reached", one), cells, one.said)


def _cell(question: str, one: FollowUp, made: list[FollowUp]) -> Cell:
    text = _told(question, one)
    if question == "wage" and text and one.currency:
        text = f"{text} {one.currency}"
    start = start_of(question, made)
    compared = text and question != "view" and not one.at_start
    return Cell(SLOTS[question].label, text, difference(question, start, one) if compared else "")


def _told(question: str, one: FollowUp) -> str:
    return Teller({}).told(SLOTS[question], getattr(one, question))


def difference(question: str, start: FollowUp | None, later: FollowUp) -> str:
    """What changed since the beginning, in words; of pay and hours with the figure. Hours that were and are within the
    week are neither better nor worse: only the figure is told.
    """
    found = way(question, start, later)
    if start is None or found == UNKNOWN:
        return gettext("Not known")
    words, figure = term_label("own-view", found, get_language() or "en"), ""
    if question in ("wage", "hours_a_week"):
        moved = Decimal(getattr(later, question)) - Decimal(getattr(start, question))
        figure = f"{moved:+,f}" if moved else ""
    if found == SAME and figure:
        return figure
    return f"{words} ({figure})" if figure else words
