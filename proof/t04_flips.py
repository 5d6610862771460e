"""Whatever an assessment says, everything else stays as it is: what is offered, lists, search, deadlines, services.

Cases are taken in as a centre does. Round by round each gets another assessment (none, all present, all absent, nobody
knows, a mixture, one that is met, one that is not, one declared absent), so that after all rounds every case had every
one, and in each round all stand beside each other. Every page that a case leads to, the lists, the search and the rows
in the database are compared with what they were before any assessment, byte by byte, without the assessment itself.

Three controls, none of them in the product: a list that is sorted by the determination, a button that only those have
for whom it is met, and a day by which it has to be looked at. Each has to be noticed.
"""

import hashlib
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from unittest import mock

from proof import Result, Scale
from proof.beside import Places, write_beside
from proof.stage import TOKEN, TakenBack, quiet

NAME = "T4"
TITLE = "Whatever an assessment says, nothing else changes: what is offered, lists, search, deadlines, services"
ITSELF = re.compile(rb'<(\w+)[^>]* id="assessment".*?</\1>', re.DOTALL)
FORM = re.compile(rb'(name="form" [^>]*?)value="[^"]*"')  # the random name of a form
OWN = {"centre:assess", "centre:assessment"}  # the pages of the assessment itself
TOUCHED = ("centre:today", "centre:case")  # what the controls change
ROOMS = ("centre", "journey")
EVIDENCE = "It lies in the office of the employer."
SOUGHT: tuple[dict[str, str], ...] = (
    {},
    *({"sort": name} for name in ("opened", "next", "title")),
    *({"state": name} for name in ("open", "closed")),
    *({name: "yes"} for name in ("retaliation", "collective", "unplanned")),
    *({"words": word} for word in ("worker", "present", "absent", "unknown", "FLI-07", "penalty", "office", "ICLS")),
)
Digests = dict[tuple[str, str], str]  # (page, what it is of) -> what stood there


@dataclass(frozen=True)
class Made:
    """A case of the stage: its id, its worker, what belongs to it."""

    id: str
    worker: str
    parts: tuple[str, ...]


@dataclass
class Stage:
    """Cases, and the browsers in which they are looked at."""

    people: Any
    caseworker: Any
    coordinator: Any
    cases: list[Made]
    services: list[str]
    beside: Places
    forms: int = 20  # of every so manyth case each form is looked at; of all of them the page, and the worker's
    closings: int = 0  # how many cases are closed, to see what that sets
    looked: int = 0
    untried: set[str] = field(default_factory=set)  # pages that nothing here leads to, or that are not there for it


def build(count: int) -> Stage:
    """Cases of many kinds, open and closed, due before, today and later; every list is shown whole."""
    from django.test import Client

    from corridor.centre.views import found, today
    from corridor.safe import sessions
    from corridor.safe.tests.people import open_centre, sign_in

    sessions.IDLE = sessions.ASLEEP = sessions.LIMIT  # nobody falls asleep while the others are asked
    today.TODAY_MOST = found.PAGE = 10 * count
    people, dice = open_centre(outside=False), random.Random(4)
    bina, amina = (sign_in(Client(SERVER_NAME="localhost"), people.members[name]) for name in ("bina", "amina"))
    made = [take_in(people, number, dice) for number in range(count)]
    beside = write_beside(people.amina, made[:: Stage.forms])
    with_their_heads(people)
    stage = Stage(people, bina, amina, made, serve(people, made), beside)
    stage.coordinator.post("/today/", {"whose": "everybody"}, secure=True)
    return stage


def with_their_heads(people: Any) -> None:
    """What stands beside closed cases is destroyed with them, as if the actions had written it. Whoever opens the
    casebook would see to that in the middle of the looking.
    """
    from corridor.safe import casebook
    from corridor.safe.queries import reading

    casebook.drop()
    reading(people.amina, "read_case")


def take_in(people: Any, number: int, dice: random.Random) -> Made:
    """One case, as it is taken in and worked on."""
    from django.utils import timezone

    from corridor.centre.actions import cases, intake
    from corridor.centre.contents import Action, Case, Grievance, Remedy, Retaliation
    from corridor.reference.shelf import shelf
    from corridor.safe.queries import reading

    by, today = dice.choice((people.bina, people.amina, people.chandra)), timezone.localdate()
    kinds = list(shelf().terms["grievance-kind"])
    said = intake.Intake(
        f"Worker {number}",
        wants="My wages.",
        kind=dice.choice(kinds),
        next_kind="call",
        next_on=today + timedelta(days=dice.randrange(-5, 6)) if dice.random() < 0.8 else None,
        country="JOR",
        others=(f"Other {number}",) if dice.random() < 0.2 else (),
    )
    id = intake.take_grievance(said, by=by, form=f"t4 {number}")
    more: list[Any] = [Action(id, "letter", on=today + timedelta(days=dice.randrange(-9, 9)), who=by.account.key)]
    more += [Retaliation(id, "worker", "threats")] * (dice.random() < 0.1)
    written = [cases.add_to_case(id, one, by=by, form=f"t4 {i}").id for i, one in enumerate(more)]
    known = reading(by, "read_case")
    entry = known.get(id)
    assert entry and isinstance(entry.content, Case)
    worker, grievance = entry.content.workers[0].worker, known.parts(id, Grievance)[0].id
    claimed = Remedy(id, grievance, worker, "claimed", what="Her wages of three months.")
    written += [grievance, cases.add_to_case(id, claimed, by=by, form="t4 remedy").id]
    if dice.random() < 0.2:
        cases.close_case(id, "settled", "better", "", by=by)
    return Made(id, worker, tuple(written))


def serve(people: Any, made: list[Made]) -> list[str]:
    """Services that some of the workers had."""
    from corridor.centre.contents import Service
    from corridor.safe.actions.records import write_record

    day = date(2026, 3, 14)
    return [write_record(Service("information", one.worker, on=day), by=people.bina).id for one in made[::9]]


def flips() -> dict[str, Callable[[Made, random.Random], Any]]:
    """What an assessment can say, by name; None is no assessment."""
    from corridor.centre.assessing import ABSENT, CRITERIA, INDICATORS, PRESENT, STATES, UNKNOWN, asked_for
    from corridor.centre.contents import Answer, Assessment
    from corridor.reference.shelf import shelf

    groups = {INDICATORS: tuple(shelf().entries("forced_labour_indicators")), **asked_for()}

    def all_are(state: Callable[[str, random.Random], str], **more: Any) -> Callable[[Made, random.Random], Any]:
        def made(one: Made, dice: random.Random) -> Any:
            answers: dict[str, Any] = {
                group: tuple(Answer(code, state(group, dice), EVIDENCE) for code in codes)
                for group, codes in groups.items()
            }
            return Assessment(one.id, one.worker, period="her whole stay", **answers, **more)

        return made

    return {
        "none": lambda one, dice: None,
        "all present": all_are(lambda group, dice: PRESENT),
        "all absent": all_are(lambda group, dice: ABSENT),
        "nobody knows": all_are(lambda group, dice: UNKNOWN),
        "mixed": all_are(lambda group, dice: dice.choice(STATES)),
        "met": all_are(lambda group, dice: PRESENT if group in CRITERIA else UNKNOWN, context=("PRA-15",)),
        "not met": all_are(lambda group, dice: ABSENT if group == CRITERIA[1] else PRESENT, policies=("PRA-22",)),
        "declared absent": all_are(lambda group, dice: UNKNOWN, absent=CRITERIA, reasons="She says so."),
    }


def addresses(stage: Stage) -> Iterator[tuple[str, str]]:
    """(view, address) of every page of the rooms that a case, its worker or a service leads to."""
    from corridor.access.doors import routes
    from corridor.centre.sheets import PARTS

    for pattern, route in routes():
        room = route.callback.__module__.split(".")[1]
        view = f"{room}:{route.name}"
        names = set(route.pattern.converters)
        if room not in ROOMS or view in OWN or "GET" not in getattr(route.callback, "rows", {}):
            continue
        if not names:
            yield view, f"/{pattern}"
        elif pattern.startswith("services/") and names == {"id"}:
            yield from ((view, _filled(pattern, id=id)) for id in stage.services)
        elif pattern.startswith("workers/") and names == {"id"}:
            chosen = stage.cases if view == "journey:worker" else stage.cases[:: stage.forms]
            yield from ((view, _filled(pattern, id=one.worker)) for one in chosen)
        elif pattern.startswith("cases/") and names <= {"id", "word", "part", "worker"}:
            words = PARTS if "word" in names else ("",)
            for one in stage.cases if view == "centre:case" else stage.cases[:: stage.forms]:
                for part in one.parts if "part" in names else ("",):
                    for word in words:
                        yield view, _filled(pattern, id=one.id, worker=one.worker, part=part, word=word)
        elif begin := next((one for one in stage.beside if pattern.startswith(one)), ""):
            yield from ((view, _filled(pattern, **parts)) for parts in stage.beside[begin])
        else:
            stage.untried.add(view)


def _filled(pattern: str, **parts: str) -> str:
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: parts[found[1]], pattern)


def plain(response: Any) -> bytes:
    """What came back, without the assessment itself and without what is new in every answer."""
    body = ITSELF.sub(b"", FORM.sub(rb"\1", TOKEN.sub(b"", response.content)))
    return f"{response.status_code} {response.headers.get('Location', '')} ".encode() + body


def look(stage: Stage, only: tuple[str, ...] = ()) -> Digests:
    """Every page (or those of these views), the search in every order, and what stands outside the seal."""
    from corridor.safe.models import SealedRecord

    seen: Digests = {}
    for view, address in addresses(stage):
        if only and view not in only:
            continue
        client = stage.caseworker if address.startswith("/cases/") else stage.coordinator
        answer = client.get(address, secure=True)
        seen[view, address] = _digest(plain(answer))
        if answer.status_code != 200:
            stage.untried.add(f"{view} (answers {answer.status_code})")
    for filters in () if only else SOUGHT:
        stage.coordinator.post("/cases/found/", filters, secure=True)
        seen["centre:found", str(filters)] = _digest(plain(stage.coordinator.get("/cases/found/", secure=True)))
    stage.looked += len(seen)
    ours = assessments(stage)
    for one in stage.cases[: stage.closings]:
        seen["closing", one.id] = closing(stage, one, ours)
    for row in SealedRecord.objects.values("id", "change", "due", "is_open", "shred_after", "day"):
        if str(row["id"]) not in ours:
            seen["row", str(row["id"])] = repr(sorted(row.items()))
        elif row["due"] or row["is_open"]:
            seen["row", "an assessment with a day, or that stands open"] = "so"
    return seen


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def assessments(stage: Stage) -> dict[str, Any]:
    """id -> assessment, of all that stand now."""
    from corridor.centre.contents import Assessment
    from corridor.safe.queries import reading

    return {one.id: one.content for one in reading(stage.people.amina, "read_case").of_type(Assessment)}


@contextmanager
def assessed(stage: Stage, number: int) -> Iterator[dict[str, str]]:
    """Case -> name of its flip in this round; afterwards no assessment stands."""
    from corridor.centre.actions import assessments as actions
    from corridor.centre.actions import cases

    every, dice = list(flips().items()), random.Random(number)
    told: dict[str, str] = {}
    written = []
    for i, one in enumerate(stage.cases):
        name, make = every[(i + number) % len(every)]
        told |= {one.id: name, one.worker: name}
        if assessment := make(one, dice):
            kept = actions.assess_worker(assessment, by=stage.people.bina, form=f"t4 {number}")
            written.append((one.id, kept.id))
    try:
        yield told
    finally:
        for case, part in written:
            cases.erase_part(case, part, by=stage.people.bina)


def differences(before: Digests, after: Digests, told: dict[str, str]) -> Counter[str]:
    """What is not as it was: which page, and what the assessment of its case said."""
    found: Counter[str] = Counter()
    for page, of in before.keys() | after.keys():
        if before.get((page, of)) != after.get((page, of)):
            flip = next((name for id, name in told.items() if id in of), "")
            found[f"{page} {flip}".strip()] += 1
    return found


def closing(stage: Stage, one: Made, ours: dict[str, Any]) -> str:
    """What closing a case would set: days, what stands open, when it is destroyed. It is taken back."""
    from django.db import transaction

    from corridor.safe import casebook
    from corridor.safe.models import SealedRecord

    found = ""
    try:
        with transaction.atomic():
            said = {"outcome": "settled", "her_view": "better"}
            answer = stage.caseworker.post(f"/cases/{one.id}/close/", said, secure=True)
            rows = SealedRecord.objects.exclude(pk__in=list(ours)).values_list("due", "is_open", "shred_after")
            found = repr((answer.status_code, sorted(map(repr, rows))))
            raise TakenBack
    except TakenBack:
        casebook.drop()
    return _digest(found.encode())


def noticed(stage: Stage, number: int, variant: Any) -> bool:
    """Whether a variant that depends on assessments is seen: it shows nothing as long as there are none."""
    with variant:
        before = look(stage, TOUCHED)
        with assessed(stage, number) as told:
            return bool(differences(before, look(stage, TOUCHED), told))


def variants() -> dict[str, Any]:
    """What Corridor never does, each put into the running process for the time of its control."""
    from corridor.centre import listing
    from corridor.centre.assessing import MET, determine
    from corridor.centre.contents import Assessment
    from corridor.centre.views import cases
    from corridor.safe.queries import reading
    from corridor.safe.sessions import member_of

    orderly, may = listing.today, cases.may

    def states(member: Any) -> dict[str, str]:
        known = reading(member, "read_case").of_type(Assessment)
        return {one.head: determine(one.content).state for one in known if isinstance(one.content, Assessment)}

    def sorted_by_it(known: Any, *more: Any) -> Any:
        found, told = orderly(known, *more), states(known.member)
        by_it = sorted(found.due, key=lambda item: told.get(item.head.id if item.head else "") != MET)
        return replace(found, due=by_it)

    def only_when_met(request: Any, action: str) -> bool:
        told = states(member_of(request)).get(str(request.resolver_match.kwargs.get("id")), MET)
        return may(request, action) and told == MET

    def soon(self: Any) -> date | None:
        return date(2026, 1, 1) if determine(self).state == MET else None

    return {
        "a list sorted by it": mock.patch.object(listing, "today", sorted_by_it),
        "a button for those alone for whom it is met": mock.patch.object(cases, "may", only_when_met),
        "a day by which it has to be looked at": mock.patch.object(Assessment, "due", soon),
    }


def run(scale: Scale, database: str) -> Result:
    stage, every = build(scale.of(500, 20)), len(flips())
    stage.closings, rounds = scale.of(every, 1), scale.of(every, 2)
    found: Counter[str] = Counter()
    with quiet():
        before = look(stage)
        for number in range(rounds):
            with assessed(stage, number) as told:
                found += differences(before, look(stage), told)
            print(f"  round {number + 1} of {rounds}: {sum(found.values())} differences", flush=True)
        found += Counter({f"{name}, with no assessment": n for name, n in differences(before, look(stage), {}).items()})
        few = replace(stage, cases=stage.cases[:every], closings=0)
        seen = [name for number, (name, one) in enumerate(variants().items()) if noticed(few, number, one)]
    missed = [name for name in variants() if name not in seen]
    pages = len({page for page, _ in before if ":" in page})
    return Result(
        NAME,
        database,
        load=f"{len(stage.cases)} cases, each with {rounds} of {every} assessments; {stage.looked:,} answers of {pages}"
        f" kinds of pages, {len(SOUGHT)} searches among them; every row and its days",
        result=f"{sum(found.values())} differences",
        passed=not found and not missed,
        control=f"{len(seen)} of {len(seen) + len(missed)} variants that depend on it noticed: {', '.join(seen)}",
        faults=[f"{name}: {count} differ" for name, count in found.most_common(20)]
        + [f"not noticed: {name}" for name in missed],
        left_out=f"not looked at: {', '.join(sorted(stage.untried))}" if stage.untried else "",
    )
