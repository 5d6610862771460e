"""Who was seen: one fact for each worker and quarter. Contacts are counted elsewhere, as what was done: somebody who
came ten times is one person (evaluation case 1; D20). It counts nobody's worth: WIF2019-33 warns of heads as a target.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from corridor.centre.contents import Action, CaseWorker, FollowUp, Grievance
from corridor.centre.facts.on_file import OnFile, joined, on_file
from corridor.centre.oversight import File
from corridor.journey.contents import Referral
from corridor.journey.facts import (
    AGE_BAND,
    CORRIDOR,
    COUNTRY,
    SECTOR,
    SEX,
    Column,
    Fact,
    FactKind,
    Quarter,
    coded,
)
from corridor.safe.casebook import Reading

NEW, BEFORE = "new", "seen-before"
IN_CASE, SERVED, NEITHER = "case", "service", "neither"
DAYS, DAYS_ENDS = ("1", "2-3", "4-9", "10-over"), (1, 3, 9)
NOT_MET = {"not-wanted", "not-reached", "postponed"}  # outcomes of an action with which nothing was done
SOURCE = "evaluation case 1; safety D20"
COLUMNS = (
    SEX,
    AGE_BAND,
    CORRIDOR,
    COUNTRY,
    SECTOR,
    Column("first", "Whether she came for the first time or was seen in an earlier quarter", "", (NEW, BEFORE), SOURCE),
    Column(
        "contacts", "On how many days of the quarter something was done with or for her", "", DAYS, "evaluation case 1"
    ),
    Column("through", "What she came for: a case, a service alone, or neither", "", (IN_CASE, SERVED, NEITHER), SOURCE),
)


@dataclass(frozen=True)
class Contact:
    """That something was done with or for her on a day. case: id of the case it was for, empty for none."""

    day: date
    through: str
    case: str = ""


def made(known: Reading, today: date) -> Iterator[Fact]:
    """One for each worker and quarter in which there was contact; its day is that of the first one in the quarter.

    What she is told to be is what her file says now. A case that stood open without anything being done is no contact.
    The facts of a quarter count for that quarter alone: one that was entered late is not carried over to the next, in
    which she may have been seen too.
    """
    book = on_file(known)
    for worker, contacts in sorted(_contacts(book).items()):
        quarters: dict[Quarter, list[Contact]] = defaultdict(list)
        for one in sorted(contacts, key=lambda one: (one.day, one.through, one.case)):
            quarters[Quarter.of(one.day)].append(one)
        for quarter, seen in quarters.items():
            yield _person(book, worker, quarter, seen, quarter == min(quarters))


def _person(book: OnFile, worker: str, quarter: Quarter, seen: list[Contact], is_new: bool) -> Fact:
    case = next((one.case for one in seen if one.case), "")
    ways = {one.through for one in seen}
    found = book.about(worker) | {
        "first": NEW if is_new else BEFORE,
        "contacts": _days(len({one.day for one in seen})),
        "through": next((one for one in (IN_CASE, SERVED) if one in ways), NEITHER),
    }
    return Fact(f"{worker} {quarter.code}", worker, case, seen[0].day, coded(COLUMNS, found))


def _days(count: int) -> str:
    return DAYS[sum(count > end for end in DAYS_ENDS)]


def _contacts(book: OnFile) -> dict[str, list[Contact]]:
    """Worker -> everything on file that was done with or for her and has a day."""
    found: dict[str, list[Contact]] = defaultdict(list)
    for id, worker in book.workers.items():
        if worker.since:
            found[book.kept(id)].append(Contact(worker.since, NEITHER))
    for _, service in book.services:
        if service.worker and service.on:
            found[book.kept(service.worker)].append(Contact(service.on, SERVED))
    for file in book.files:
        for seat in file.case.workers:
            days = _days_in(book, file, seat)
            found[book.kept(seat.worker)] += [Contact(day, IN_CASE, file.id) for day in days if day]
    return found


def _days_in(book: OnFile, file: File, seat: CaseWorker) -> Iterator[date | None]:
    """The days on which something was done with or for one worker of a case."""
    begin, me = joined(file.case, seat), book.kept(seat.worker)
    yield begin
    for _, grievance in file.of(Grievance):
        if seat in book.concerned(file, grievance):
            yield max(filter(None, (begin, grievance.day)), default=None)
    for _, action in file.of(Action):
        if action.done and action.outcome not in NOT_MET and _present(seat, begin, action.done):
            yield action.done
    for _, follow_up in file.of(FollowUp):
        if book.kept(follow_up.worker) == me and (follow_up.at_start or follow_up.reached == "reached"):
            yield follow_up.done
    for _, referral in file.of(Referral):
        if book.kept(referral.worker) == me:
            yield from (step.on for step in referral.steps if step.state == "sent")


def _present(seat: CaseWorker, begin: date | None, day: date) -> bool:
    return (begin is None or begin <= day) and (seat.left is None or day <= seat.left)


PERSON = FactKind(
    "person",
    gettext_noop("One worker with whom or for whom something was done in a quarter"),
    SOURCE,
    COLUMNS,
    {
        "by-sex-and-age-band": ("sex", "age_band"),
        "by-corridor-and-first": ("corridor", "first"),
        "by-sector-country-and-sex": ("sector", "country", "sex"),
        "by-through-first-and-country": ("through", "first", "country"),
        "by-contacts-and-through": ("contacts", "through"),
    },
    made,
    of_person=True,
)
