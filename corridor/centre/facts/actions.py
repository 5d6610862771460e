"""What was done for a case, and what others did to people for complaining or helping.

Both happen once, whatever number of workers is in the case: one fact each, written to the worker whom it struck, else
to the first in the case, so that no combination looks as if more people shared it than surely did. What they share
(corridor, country, sector) is told; where they differ it is not known.
"""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_noop

from corridor.centre.contents import Action, Case, Retaliation
from corridor.centre.facts.on_file import OnFile, on_file
from corridor.journey.facts import (
    CORRIDOR,
    COUNTRY,
    DAYS_BETWEEN,
    SECTOR,
    Column,
    Fact,
    FactKind,
    coded,
    days_between,
)
from corridor.safe.casebook import Reading

IN_TIME, NO_DAY = "in-time", "no-day-set"
STOPPED = "not-wanted"  # also what is left undone when a case is closed
PLACE = (CORRIDOR, COUNTRY, SECTOR)
ACTION_COLUMNS = (
    Column("kind", "What was done", "action-kind", source="evaluation case 1"),
    Column("outcome", "What came of it", "action-outcome", source="evaluation case 1"),
    Column("late", "How long after the day set for it", "", (IN_TIME, *DAYS_BETWEEN, NO_DAY), "UNGP 31 (c)"),
    *PLACE,
)
RETALIATION_COLUMNS = (
    Column("kind", "What was done to them", "retaliation-kind", source="WIF2023-8, 49"),
    Column("against", "To whom", "retaliation-against", source="WIF2023-8, 25, 49"),
    *PLACE,
)


def done(known: Reading, today: date) -> Iterator[Fact]:
    """One for each action that was made, in the quarter in which it was. What nobody wanted any more was not made."""
    book = on_file(known)
    for file in book.files:
        place = book.of_all(file.case)
        for id, one in file.of(Action):
            if one.done and one.outcome != STOPPED:
                found = place | {"kind": one.kind, "outcome": one.outcome, "late": late(one)}
                yield Fact(id, book.first(file.case), file.id, one.done, coded(ACTION_COLUMNS, found))


def late(action: Action) -> str:
    """How long after the day that was set for it."""
    if action.on is None:
        return NO_DAY
    return IN_TIME if action.done and action.done <= action.on else days_between(action.on, action.done)


def retaliated(known: Reading, today: date) -> Iterator[Fact]:
    """One for each, in the quarter in which it happened; where that is not known, in which it was written down."""
    book = on_file(known)
    for file in book.files:
        for id, one in file.of(Retaliation):
            worker, place = _struck(book, file.case, one)
            found = place | {"kind": one.kind, "against": one.against}
            yield Fact(id, worker, file.id, one.on.first or one.day, coded(RETALIATION_COLUMNS, found))


def _struck(book: OnFile, case: Case, one: Retaliation) -> tuple[str, dict[str, str]]:
    """To whom it is written, and what is told of her."""
    if one.worker:
        return book.kept(one.worker), book.about(one.worker, case)
    return book.first(case), book.of_all(case)


ACTION = FactKind(
    "action",
    gettext_noop("One thing that the centre did for a case"),
    "evaluation case 1",
    ACTION_COLUMNS,
    {
        "by-kind-and-corridor": ("kind", "corridor"),
        "by-kind-outcome-and-country": ("kind", "outcome", "country"),
        "by-kind-late-and-country": ("kind", "late", "country"),
        "by-kind-sector-and-country": ("kind", "sector", "country"),
        "by-outcome-corridor-and-sector": ("outcome", "corridor", "sector"),
    },
    done,
)
RETALIATION = FactKind(
    "retaliation",
    gettext_noop("One act of retaliation for complaining or helping"),
    "WIF2023-8, 25, 49",
    RETALIATION_COLUMNS,
    {
        "by-kind-and-corridor": ("kind", "corridor"),
        "by-kind-against-and-country": ("kind", "against", "country"),
        "by-kind-sector-and-country": ("kind", "sector", "country"),
        "by-against-and-corridor": ("against", "corridor"),
    },
    retaliated,
)
