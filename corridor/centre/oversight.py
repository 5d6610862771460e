"""What a coordinator sees of her own centre: who has how much to do, what is overdue or was not reached, what recurs.

Pure: contents in, figures out. They stay inside the centre; they count cases and never give a person a score, and none
of them looks into an assessment (WIF2023-27, 52; evaluation case 1: counts without what came of it).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from statistics import median
from typing import TypeVar

from corridor.centre.contents import (
    Action,
    Case,
    FollowUp,
    Grievance,
    Proceeding,
    Remedy,
    Respondent,
    Retaliation,
    Service,
)
from corridor.centre.rules import months_after
from corridor.journey.contents import Party, Referral
from corridor.reference.folding import folded
from corridor.safe.content import Content

TOO_FEW = 3  # durations; of fewer a median says more about one worker than about the centre
RECURS = 2  # cases
T = TypeVar("T", bound=Content)


@dataclass(frozen=True)
class File:
    """A case with what belongs to it: (id, content), oldest first."""

    id: str
    case: Case
    parts: tuple[tuple[str, Content], ...] = ()

    def of(self, kind: type[T]) -> list[tuple[str, T]]:
        return [(id, one) for id, one in self.parts if isinstance(one, kind)]

    @property
    def is_open(self) -> bool:
        return self.case.closed is None

    def days_ahead(self) -> list[date]:
        """The days on which something is still to be done for it."""
        own = [self.case.next_on] if self.case.next_on and self.is_open else []
        waits = [one.on for _, one in self.of(Action) if one.done is None]
        waits += [one.on for _, one in self.of(FollowUp) if one.done is None]
        waits += [one.answer_by for _, one in self.of(Referral) if one.stands_open() and self.is_open]
        return own + [day for day in waits if day]


@dataclass(frozen=True)
class Load:
    """What one member looks after (account key; empty where nobody does). overdue: things whose day is past.

    unplanned: open cases for which no day is planned. after: closed cases with follow-ups still to be made.
    """

    lead: str
    open: int = 0
    overdue: int = 0
    unplanned: int = 0
    after: int = 0


def caseload(files: Iterable[File], today: date) -> list[Load]:
    """What each looks after, in the order of their keys: no order of merit is made of it."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for one in files:
        days = one.days_ahead()
        if one.is_open or days:
            load = found[one.case.lead]
            load["open"] += one.is_open
            load["overdue"] += sum(day < today for day in days)
            load["unplanned"] += one.is_open and not days
            load["after"] += not one.is_open
    return [Load(lead, **counts) for lead, counts in sorted(found.items())]


def caseload_of(files: Iterable[File], lead: str) -> list[str]:
    """Ids of the cases that somebody else has to take over when she leaves: open ones, and follow-ups to be made."""
    return [one.id for one in files if one.case.lead == lead and (one.is_open or one.days_ahead())]


def errands(files: Iterable[File]) -> dict[str, list[str]]:
    """Account key -> ids of other people's cases in which she has something to do that was not done yet."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in files:
        waits = {action.who for _, action in one.of(Action) if action.done is None and action.who}
        for who in sorted(waits - {one.case.lead}):
            found[who].append(one.id)
    return dict(found)


def overdue(files: Iterable[File], today: date) -> list[tuple[File, date]]:
    """Cases for which something was due before today, with the oldest such day, oldest first."""
    found = [(one, min(late)) for one in files if (late := [day for day in one.days_ahead() if day < today])]
    return sorted(found, key=lambda pair: (pair[1], pair[0].id))


def alerts(files: Iterable[File], today: date) -> tuple[list[tuple[File, Retaliation]], int]:
    """Retaliation that nobody took up, oldest first; and how often it was told of in the last three months."""
    since = months_after(today, -3)
    every = [(one, alert) for one in files for _, alert in one.of(Retaliation)]
    waits = sorted((pair for pair in every if pair[1].stands_open()), key=lambda pair: pair[1].day or date.min)
    return waits, sum(alert.day is not None and alert.day >= since for _, alert in every)


NOTHING, LESS = "nothing", "less"


@dataclass(frozen=True)
class Unmet:
    """A grievance of a closed case whose demand was not met. what: NOTHING or LESS was received than was claimed."""

    file: File
    grievance: Grievance
    what: str
    id: str = ""


def unmet(files: Iterable[File]) -> list[Unmet]:
    """Demands that were not met when the case was closed, the last closed first.

    Met is what was really received: at least as much as she claimed (where no claim was entered: was entitled to) of
    each kind and currency. What was only offered or awarded does not count (casework idea 1).
    """
    found = []
    for file in files:
        for id, grievance in file.of(Grievance) if not file.is_open else ():
            if grievance.wants and (what := _missing([one for _, one in file.of(Remedy) if one.grievance == id])):
                found.append(Unmet(file, grievance, what, id))
    return sorted(found, key=lambda one: one.file.case.closed or date.min, reverse=True)


def _missing(ledger: list[Remedy]) -> str:
    """NOTHING or LESS; empty when what was asked is in her hands."""
    received = [one for one in ledger if one.step == "received"]
    if not received:
        return NOTHING
    asked = [one for one in ledger if one.step == "claimed"] or [one for one in ledger if one.step == "entitled"]
    latest = {(one.worker, one.kind, one.currency): one.amount for one in asked}  # of claims the last one counts
    got: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for one in received:
        got[one.worker, one.kind, one.currency] += one.amount or Decimal(0)
    short = any(key not in got or (amount or Decimal(0)) > got[key] for key, amount in latest.items())
    return LESS if short else ""


@dataclass(frozen=True)
class Duration:
    """How many days it took from opening to a step, in half of the cases at most. count: cases that came so far.
    without: cases that did not: a median of the few that came says nothing of those who wait.
    """

    step: str
    count: int
    days: float | None
    without: int = 0


def _acted(file: File) -> list[date | None]:
    return [one.done for _, one in file.of(Action) if one.outcome != "not-wanted"]


def _step(name: str) -> Callable[[File], list[date | None]]:
    return lambda file: [one.on or one.day for _, one in file.of(Remedy) if one.step == name]


def _before(step: str) -> Callable[[File], list[date | None]]:
    """A step before an inspector, an office or a court (vocabulary `proceeding-step`)."""
    return lambda file: [one.on for _, each in file.of(Proceeding) for one in each.steps if one.step == step]


def _referred(file: File) -> list[date | None]:
    return [one.on for _, each in file.of(Referral) for one in each.steps if one.state == "sent"]


STEPS: dict[str, Callable[[File], list[date | None]]] = {
    "action": _acted,
    "referral": _referred,
    "filed": _before("filed"),
    "claimed": _step("claimed"),
    "offered": _step("offered"),
    "hearing": _before("hearing"),
    "order": _before("order"),
    "awarded": _step("awarded"),
    "received": _step("received"),
    "closed": lambda file: [file.case.closed],
}


def durations(files: Iterable[File]) -> list[Duration]:
    """The median of days from opening to the first of each step: action, referral, complaint, claim, offer, hearing,
    order, award, receipt; and to closing.

    days is None for fewer than TOO_FEW cases. What is dated before the opening is left out: it was not this centre's.
    Cases of which nobody said when they were opened are left out altogether.
    """
    took: dict[str, list[int]] = {step: [] for step in STEPS}
    count = 0
    for file in files:
        opened = file.case.opened
        count += opened is not None
        for step, days_of in STEPS.items() if opened else ():
            days = [(day - opened).days for day in days_of(file) if day and opened and day >= opened]
            if days:
                took[step].append(min(days))
    return [
        Duration(step, len(days), median(days) if len(days) >= TOO_FEW else None, count - len(days))
        for step, days in took.items()
    ]


@dataclass
class Recurring:
    """Something that comes again: what it is called, in how many cases, how many workers it did it to."""

    called: str
    cases: set[str] = field(default_factory=set)
    workers: set[str] = field(default_factory=set)

    def add(self, file: File, workers: Iterable[str] = ()) -> None:
        self.cases.add(file.id)
        self.workers |= set(workers) or {one.worker for one in file.case.workers}


def respondents(files: Iterable[File], parties: Mapping[str, Party]) -> list[Recurring]:
    """Who has to answer in two cases or more, the most cases first.

    Known again as the same party (id), or by one of its names as searches see them: without case, accents and marks.
    """
    same = {_plain(name): id for id, party in parties.items() for name in party.names if _plain(name)}
    found: dict[str, Recurring] = {}
    for file in files:
        for _, grievance in file.of(Grievance):
            for one in grievance.respondents:
                if key := _known_as(one, parties, same):
                    called = parties[key].called if key in parties else one.name.strip()
                    found.setdefault(key, Recurring(called)).add(file, grievance.workers)
    return _most([one for one in found.values() if len(one.cases) >= RECURS])


def _plain(name: str) -> str:
    return " ".join(folded(name).split())


def _known_as(one: Respondent, parties: Mapping[str, Party], same: Mapping[str, str]) -> str:
    plain = _plain(one.name)
    return one.party if one.party in parties else same.get(plain, plain)


def _most(found: Iterable[Recurring]) -> list[Recurring]:
    return sorted(found, key=lambda one: (-len(one.cases), _plain(one.called)))


def kinds(files: Iterable[File]) -> list[Recurring]:
    """Kinds of grievance (vocabulary `grievance-kind`), the most cases first."""
    found: dict[str, Recurring] = {}
    for file in files:
        for _, grievance in file.of(Grievance):
            found.setdefault(grievance.kind, Recurring(grievance.kind)).add(file, grievance.workers)
    return _most(found.values())


def sectors(files: Iterable[File]) -> list[Recurring]:
    """Sectors of work (vocabulary `sector`) where one was said, the most cases first."""
    found: dict[str, Recurring] = {}
    for file in files:
        if file.case.sector:
            found.setdefault(file.case.sector, Recurring(file.case.sector)).add(file)
    return _most(found.values())


@dataclass(frozen=True)
class Served:
    """A kind of service (empty for all of them). people: different workers with a file. contacts: how many it was for,
    each time anew. The two are never added: somebody who came ten times is one person and ten contacts.
    """

    kind: str
    people: int
    contacts: int


def served(services: Iterable[Service]) -> tuple[Served, list[Served]]:
    """Of all services, and of each kind that was given (evaluation case 1: services are no grievances)."""
    by_kind: dict[str, list[Service]] = defaultdict(list)
    for one in services:
        by_kind[one.kind].append(one)
    every = [one for some in by_kind.values() for one in some]
    return _served("", every), [_served(kind, some) for kind, some in sorted(by_kind.items())]


def _served(kind: str, services: list[Service]) -> Served:
    return Served(kind, len({one.worker for one in services if one.worker}), sum(one.people for one in services))
