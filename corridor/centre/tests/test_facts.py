"""Facts without faces of cases and services: what is counted, once, and what never is."""

import tomllib
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from corridor.centre.actions import cases
from corridor.centre.actions.assessments import assess_worker
from corridor.centre.actions.cases import Leaving
from corridor.centre.actions.services import write_service
from corridor.centre.contents import (
    Action,
    Assessment,
    Case,
    CaseWorker,
    FollowUp,
    Grievance,
    Remedy,
    Respondent,
    Retaliation,
    Service,
)
from corridor.centre.facts import ACTION, CLOSING, GRIEVANCE, KINDS, PERSON, REFERRAL, REMEDY, RETALIATION
from corridor.centre.facts import SERVICE_GIVEN as SERVICE
from corridor.centre.facts.actions import late
from corridor.centre.facts.grievances import remedied
from corridor.centre.facts.on_file import corridor_of, last_sector
from corridor.centre.facts.services import Settled, settled
from corridor.centre.oversight import served
from corridor.journey.actions.merging import merge_workers
from corridor.journey.actions.workers import add_part
from corridor.journey.contents import Journey, Name, Referral, ReferralStep, Worker
from corridor.journey.facts import FACTS, UNKNOWN, Fact, FactKind
from corridor.journey.when import DAY, When
from corridor.safe import queries
from corridor.safe.actions.records import Naming, write_record
from corridor.safe.content import Content
from corridor.safe.tests.people import People
from corridor.work.contents import Spell

in_a_centre = pytest.mark.django_db
CASES = tomllib.loads((Path(__file__).parent / "cases" / "facts.toml").read_text(encoding="utf-8"))
MARK = "Zulu-Mark"  # stands in every field that holds words


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def made(people: People, kind: FactKind, by: str = "amina") -> list[Fact]:
    known = queries.reading(people.members[by], "read_case")
    return list(kind.made(known, timezone.localdate()))


def values(people: People, kind: FactKind, *names: str) -> list[tuple[str, ...]]:
    return sorted(tuple(one.values[name] for name in names) for one in made(people, kind))


def worker(people: People, name: str, **told: Any) -> str:
    """Her file, with one journey from Nepal to Jordan."""
    said = {"sex": "woman", "age_band": "25-34", "nationality": "NPL", "since": ago(200)} | told
    id = write_record(Worker(f"kiba-{name}", (Name(f"{MARK} {name}"),), **said), by=people.bina).id
    add_part(id, Journey(id, "NPL", "JOR", "garment", note=MARK), by=people.bina, form=f"journey {name}")
    return id


def case(people: People, *workers: str, **told: Any) -> str:
    rows = tuple(CaseWorker(id, MARK, joined=ago(100)) for id in workers)
    said = {"country": "JOR", "sector": "garment", "opened": ago(100), "place": MARK, "note": MARK} | told
    return write_record(Case("fulu-sadu-5", MARK, rows, **said), by=people.bina).id


def add(people: People, id: str, part: Content, form: str = "") -> str:
    return cases.add_to_case(id, part, by=people.bina, form=form or repr(part)).id


def wages(people: People, *names: str) -> tuple[str, str, list[str]]:
    """A case of these women who were not paid: its id, that of the grievance, and theirs."""
    ids = [worker(people, name) for name in names]
    id = case(people, *ids)
    grievance = Grievance(id, "unpaid-wages", told=MARK, wants=MARK, route="labour-office")
    return id, add(people, id, grievance), ids


def money(id: str, grievance: str, worker: str, step: str, amount: int, days: int, **more: Any) -> Remedy:
    return Remedy(id, grievance, worker, step, amount=Decimal(amount), currency="JOD", on=ago(days), **more)


def line(step: str, amount: str, currency: str, on: date | None = None, more: dict[str, Any] | None = None) -> Remedy:
    said = {"kind": "money"} | (more or {})
    if "given_up" in said:
        said["given_up"] = Decimal(said["given_up"])
    return Remedy("c", "g", "w", step, amount=Decimal(amount) if amount else None, currency=currency, on=on, **said)


@pytest.mark.parametrize("name", CASES)
def test_worked_cases_of_a_ledger(name: str) -> None:
    worked = dict(CASES[name])
    worked.pop("why")
    assert remedied([line(*one) for one in worked.pop("lines")]) == worked


def test_every_kind_is_registered_and_its_columns_are_of_use() -> None:
    for kind in KINDS:
        assert FACTS[kind.name] is kind
        used = {column for columns in kind.sets.values() for column in columns}
        assert used == {one.name for one in kind.columns}, kind.name
        assert all(one.meaning and (one.source or one.name in ("sex", "corridor")) for one in kind.columns)
        assert len(set(kind.sets.values())) == len(kind.sets)
    assert all("step" in columns for columns in REMEDY.sets.values()), "steps are never added to each other"


@in_a_centre
def test_two_women_who_were_not_paid(people: People) -> None:
    id, grievance, [maya, rosa] = wages(people, "Maya", "Rosa")
    for one in (maya, rosa):
        add(people, id, money(id, grievance, one, "claimed", 900, 90))
    add(people, id, money(id, grievance, maya, "received", 900, 70))
    add(people, id, money(id, grievance, rosa, "offered", 300, 60, gives_up=MARK))
    cases.close_case(id, "partly-settled", "better", "", by=people.bina)  # one has not spoken for the other
    everywhere = ("unpaid-wages", "NPL-JOR", "JOR", "garment", "woman", "labour-office", "yes")
    place = ("kind", "corridor", "country", "sector", "sex", "route", "collective")
    assert values(people, GRIEVANCE, *place) == [everywhere] * 2, "a grievance of two is one of each"
    told = ("furthest", "share_of_claim", "concession", "days_to_receipt", "result", "own_view")
    assert values(people, CLOSING, *told) == [
        ("offered", "none", "yes", "not-received", "partly-settled", UNKNOWN),
        ("received", "all", "no", "8-30", "partly-settled", UNKNOWN),
    ]
    steps = values(people, REMEDY, "step", "days", "kind", "grievance_kind")
    assert [one[:2] for one in steps] == [
        *[("claimed", UNKNOWN)] * 2,  # before it was written down that she brought it
        ("offered", "8-30"),
        ("received", "8-30"),
    ]
    assert {one[2:] for one in steps} == {("money", "unpaid-wages")}


@in_a_centre
def test_nothing_is_counted_twice(people: People) -> None:
    id, grievance, [maya, rosa] = wages(people, "Maya", "Rosa")
    add(people, id, money(id, grievance, maya, "claimed", 900, 90))
    add(people, id, money(id, grievance, maya, "received", 400, 70))
    add(people, id, Action(id, "call", done=ago(80), outcome="done"))
    add(people, id, Retaliation(id, "worker", "threats", worker=maya))
    write_service(Service("shelter", maya, on=ago(5)), by=people.bina, form="shelter")
    cases.close_case(id, "settled", "better", "", by=people.bina)
    before = {one.key: one for kind in KINDS for one in made(people, kind)}
    assert len(before) == sum(len(made(people, kind)) for kind in KINDS), "every event has a key of its own"
    assert before == {one.key: one for kind in KINDS for one in made(people, kind, by="bina")}
    cases.open_again(id, "Not all of it was paid.", by=people.bina)
    add(people, id, money(id, grievance, maya, "received", 500, 0))
    cases.leave_case(id, rosa, Leaving("worker-stopped"), by=people.bina)
    cases.close_case(id, "settled", "better", "", by=people.bina)
    assert {one.key for kind in KINDS for one in made(people, kind)} == set(before)


@in_a_centre
def test_two_files_that_were_one_woman_are_counted_as_before(people: People) -> None:
    id, grievance, [maya, twin] = wages(people, "Maya", "Maya-again")
    add(people, id, money(id, grievance, twin, "claimed", 900, 90))
    before = {one.key for kind in (GRIEVANCE, REMEDY) for one in made(people, kind)}
    merge_workers(maya, twin, "The same passport", by=people.bina)
    later = [one for kind in (GRIEVANCE, REMEDY) for one in made(people, kind)]
    assert {one.key for one in later} < before and {one.worker for one in later} == {maya}
    assert {one.worker for one in made(people, PERSON)} == {maya}


@in_a_centre
def test_what_nobody_told_is_not_known_and_never_no(people: People) -> None:
    bare = write_record(Worker("kiba-5"), by=people.bina).id
    id = write_record(Case("fulu-5", workers=(CaseWorker(bare, "N"),), opened=ago(20)), by=people.bina).id
    add(people, id, Grievance(id, "debt"))
    add(people, id, Action(id, "call", done=ago(8)))
    add(people, id, Retaliation(id, "helper", "threats"))
    write_service(Service("relief", bare), by=people.bina, form="relief")
    cases.close_case(id, "", "", "", by=people.bina)
    told = {"kind", "against", "collective", "with_file", "first", "contacts", "through", "late", "state"}
    told |= {"furthest", "share_of_claim", "share_of_entitlement", "concession", "days_to_receipt", "days_to_closing"}
    facts = [one for kind in KINDS for one in made(people, kind)]
    assert {one.key for one in facts}
    for one in facts:
        assert {code for name, code in one.values.items() if name not in told} == {UNKNOWN}, one.values


@in_a_centre
def test_what_is_restricted_to_others_is_not_there(people: People) -> None:
    id, _, [maya] = wages(people, "Maya")
    add(people, id, Action(id, "call", done=ago(3), outcome="done"))
    add(people, id, Referral(id, maya, MARK, steps=(ReferralStep("done", ago(2)),)))
    seen = {kind.name: len(made(people, kind)) for kind in KINDS}
    assert seen["action"] == seen["referral"] == seen["grievance"] == 1
    cases.set_case_readers(id, Naming((people.bina.account,), restricted=True), by=people.bina)
    assert [made(people, kind) for kind in (GRIEVANCE, ACTION, REFERRAL, CLOSING)] == [[], [], [], []]
    assert len(made(people, GRIEVANCE, by="bina")) == 1, "who is named to it counts it"
    lost = Referral("11111111-1111-4111-8111-111111111111", maya, MARK, steps=(ReferralStep("done", ago(2)),))
    write_record(lost, by=people.bina)
    assert made(people, REFERRAL) == [], "nor is what hangs on a case that is not hers to read"


@in_a_centre
def test_nothing_but_codes_leaves(people: People) -> None:
    odd = worker(people, "Maya", nationality=MARK, sex=MARK, origin=MARK)
    id = case(people, odd, sector=MARK, place=MARK)
    grievance = add(people, id, Grievance(id, MARK, told=MARK, route=MARK, respondents=(Respondent("employer", MARK),)))
    add(people, id, money(id, grievance, odd, "claimed", 900, 9, what=MARK, gives_up=MARK, kind=MARK))
    add(people, id, Action(id, MARK, what=MARK, place=MARK, done=ago(3), outcome=MARK, result=MARK))
    add(people, id, Retaliation(id, MARK, MARK, told=MARK, by=MARK, helper=MARK))
    add(people, id, Referral(id, odd, MARK, kind=MARK, text=MARK, steps=(ReferralStep("done", ago(2), MARK, MARK),)))
    write_service(Service(MARK, odd, conditions=MARK, result=MARK, note=MARK), by=people.bina, form="service")
    cases.close_case(id, MARK, MARK, MARK, by=people.bina)
    seen = Counter[str]()
    for kind in KINDS:
        columns = {one.name: one for one in kind.columns}
        for fact in made(people, kind):
            seen[kind.name] += 1
            assert fact.values.keys() == columns.keys()
            assert all(columns[name].admits(code) for name, code in fact.values.items()), fact.values
            assert not {id, odd, grievance, MARK} & set(fact.values.values())
    assert set(seen) == {kind.name for kind in KINDS}


@in_a_centre
def test_an_assessment_changes_no_fact(people: People) -> None:
    id, _, [maya] = wages(people, "Maya")
    before = [made(people, kind) for kind in KINDS]
    assess_worker(Assessment(id, maya, reasons="Locked in"), by=people.bina, form="assessment")
    assert [made(people, kind) for kind in KINDS] == before


@in_a_centre
def test_somebody_who_came_ten_times_is_one_person(people: People) -> None:
    today = timezone.localdate()
    maya = worker(people, "Maya", since=None)
    for number, day in enumerate([ago(366), today, ago(int(today.day > 1)), *[today] * 7]):
        write_service(Service("information", maya, on=day), by=people.bina, form=str(number))
    first, later = sorted(made(people, PERSON), key=lambda one: str(one.day))
    assert (first.values["first"], first.values["contacts"], first.values["through"]) == ("new", "1", "service")
    assert later.values["first"] == "seen-before" and later.values["contacts"] == ("2-3" if today.day > 1 else "1")
    assert first.case == later.case == "" and len(made(people, SERVICE)) == 10
    id = case(people, maya, opened=today)
    add(people, id, FollowUp(id, maya, done=today, reached="reached"))
    last = max(made(people, PERSON), key=lambda one: str(one.day))
    assert last.values["through"] == "case" and last.case == id and last.key == later.key


@in_a_centre
def test_only_where_something_was_done_with_or_for_her_was_she_seen(people: People) -> None:
    maya = worker(people, "Maya", since=None)
    seat = CaseWorker(maya, MARK, joined=ago(500), left=ago(250))
    id = write_record(Case("fulu-5", workers=(seat,), opened=ago(900)), by=people.bina).id
    for day, outcome in ((450, "not-reached"), (700, "done"), (300, "done"), (150, "done")):
        add(people, id, Action(id, "call", done=ago(day), outcome=outcome))
    add(people, id, FollowUp(id, maya, done=ago(400), at_start=True))
    add(people, id, FollowUp(id, maya, done=ago(50), reached="not-reached"))
    add(people, id, FollowUp(id, "somebody", done=ago(50), reached="reached"))
    assert {one.day for one in made(people, PERSON)} == {ago(500), ago(400), ago(300)}


@in_a_centre
def test_women_without_a_file_are_told_apart_within_one_service_only(people: People) -> None:
    maya = worker(people, "Maya")
    given = [Service("information", people=4), Service("information", people=3), Service("training", maya, people=2)]
    for number, one in enumerate(given):
        write_service(one, by=people.bina, form=str(number))
    facts = made(people, SERVICE)
    assert len(facts) == served(given)[0].contacts == 9
    assert len({one.worker for one in facts}) == 5, "four of one talk, and Maya: no more are sure"
    assert Counter(one.values["with_file"] for one in facts) == {"no": 8, "yes": 1}


@in_a_centre
def test_what_was_done_once_for_three_is_one_action(people: People) -> None:
    id, _, ids = wages(people, "Maya", "Rosa", "Sita")
    add(people, id, Action(id, "mediation", on=ago(20), done=ago(10), outcome="partly"))
    add(people, id, Action(id, "court", on=ago(1)))
    add(people, id, Retaliation(id, "co-worker", "dismissal", on=When("", first=ago(400), last=ago(390))))
    add(people, id, Retaliation(id, "worker", "threats", worker=ids[2]))
    cases.close_case(id, "settled", "", "", by=people.bina)
    [action] = made(people, ACTION)
    assert action.worker == ids[0] and action.case == id and action.day == ago(10)
    assert (action.values["outcome"], action.values["late"], action.values["corridor"]) == ("partly", "8-30", "NPL-JOR")
    against = {one.values["against"]: one for one in made(people, RETALIATION)}
    assert against["co-worker"].day == ago(400), "when it happened, not when it was told"
    assert against["worker"].worker == ids[2] and against["worker"].day == ago(0)


@in_a_centre
def test_who_had_left_before_it_was_brought_is_not_concerned(people: People) -> None:
    maya, rosa = worker(people, "Maya"), worker(people, "Rosa")
    rows = (CaseWorker(maya, MARK, joined=ago(100)), CaseWorker(rosa, MARK, joined=ago(100), left=ago(50)))
    id = write_record(Case("fulu-5", workers=rows), by=people.bina).id
    add(people, id, Grievance(id, "debt"))
    assert [one.worker for one in made(people, GRIEVANCE)] == [maya]
    add(people, id, Grievance(id, "document-kept", workers=(rosa,)))
    assert {one.worker for one in made(people, GRIEVANCE)} == {maya, rosa}, "unless she is named in it"


@in_a_centre
def test_each_who_left_has_a_result_of_her_own(people: People) -> None:
    id, _, [maya, rosa] = wages(people, "Maya", "Rosa")
    cases.leave_case(id, rosa, Leaving("left-country", "worse"), by=people.bina)
    [left] = made(people, CLOSING)
    assert left.worker == rosa and (left.values["result"], left.values["own_view"]) == ("left-country", "worse")
    add(people, id, Grievance(id, "document-kept"))
    assert len(made(people, GRIEVANCE)) == 4, "she left on the very day"
    cases.close_case(id, "settled", "better", "", by=people.bina)
    hers = [one for one in made(people, CLOSING) if one.worker == maya]
    assert {(one.values["result"], one.values["own_view"]) for one in hers} == {("settled", "better")}


TODAY, DUE = date(2026, 6, 15), date(2026, 6, 1)
STATES = ("sent", "accepted", "done", "revoked")
SENT, ACCEPTED, DONE, REVOKED = (ReferralStep(state, date(2026, 5, day)) for day, state in enumerate(STATES, 1))


@pytest.mark.parametrize(
    ("steps", "told", "end"),
    [
        ((), {}, None),
        ((SENT,), {}, None),
        ((SENT,), {"answer_by": TODAY}, None),
        ((SENT,), {"answer_by": DUE}, Settled(DUE, "no-answer")),
        ((SENT,), {"case_closed": DUE}, Settled(DUE, "no-answer")),
        ((SENT, ACCEPTED), {"answer_by": DUE}, Settled(DUE, "accepted")),
        ((SENT, ACCEPTED), {}, None),
        ((SENT, ACCEPTED, DONE), {"answer_by": DUE}, Settled(DONE.on, "done")),
        ((SENT, REVOKED), {}, Settled(REVOKED.on, "revoked")),
    ],
)
def test_when_a_referral_is_settled(steps: tuple[ReferralStep, ...], told: dict[str, Any], end: Settled | None) -> None:
    assert settled(Referral("c", "w", "A shelter", steps=steps, **told), TODAY) == end


@in_a_centre
def test_a_referral_that_was_honoured_and_one_without_an_answer(people: People) -> None:
    id, _, [maya] = wages(people, "Maya")
    steps = (ReferralStep("sent", ago(40)), ReferralStep("accepted", ago(30)), ReferralStep("done", ago(5)))
    asked = Referral(id, maya, MARK, kind="service-kind.shelter", steps=steps)
    add(people, id, asked)
    add(people, id, replace(asked, kind="forum-kind.police", steps=steps[:1], answer_by=ago(10)))
    add(people, id, replace(asked, kind="centre", steps=(*steps[:1], ReferralStep("declined", ago(39)))))
    add_part(maya, replace(asked, about=maya, steps=steps[:1]), by=people.bina, form="waits still")
    told = ("kind", "answer", "honoured", "days_to_answer")
    assert values(people, REFERRAL, *told) == [
        ("another-centre", "declined", "no", "up-to-7"),
        ("authority", "no-answer", UNKNOWN, "no-answer"),
        ("shelter", "done", "yes", "8-30"),
    ]


@pytest.mark.parametrize(
    ("ways", "nationality", "country", "corridor"),
    [
        ([("NPL", "JOR")], "", "", "NPL-JOR"),
        ([("", "JOR")], "NPL", "", "NPL-JOR"),
        ([("", "JOR")], "", "", UNKNOWN),
        ([("NPL", "JOR"), ("NPL", "LBN")], "NPL", "", UNKNOWN),
        ([("NPL", "JOR"), ("NPL", "LBN")], "NPL", "LBN", "NPL-LBN"),
        ([("NPL", "JOR")], "NPL", "NPL", "NPL-JOR"),
        ([], "NPL", "JOR", "NPL-JOR"),
        ([], "JOR", "JOR", UNKNOWN),
        ([], "NPL", "", UNKNOWN),
    ],
)
def test_from_where_to_where(ways: list[tuple[str, str]], nationality: str, country: str, corridor: str) -> None:
    assert corridor_of([Journey("w", *one) for one in ways], nationality, country) == corridor


def spell(sector: str, begin: date | None, kind: str = "paid-work") -> Spell:
    return Spell("w", kind, begin=When("", exact=DAY, first=begin, last=begin) if begin else When(), sector=sector)


@pytest.mark.parametrize(
    ("spells", "sector"),
    [
        ([], "care"),
        ([spell("garment", None)], "garment"),
        ([spell("garment", DUE), spell("domestic-work", TODAY)], "domestic-work"),
        ([spell("garment", DUE), spell("domestic-work", None)], UNKNOWN),
        ([spell("garment", DUE), spell("domestic-work", DUE)], UNKNOWN),
        ([spell("garment", DUE), spell("", TODAY)], UNKNOWN),
        ([spell("garment", DUE), spell("", TODAY, "care")], "garment"),
    ],
)
def test_the_sector_of_her_last_work(spells: list[Spell], sector: str) -> None:
    assert last_sector(spells, [Journey("w", sector="care")]) == sector


def test_how_late_something_was_done() -> None:
    assert late(Action("c", "call", done=DUE)) == "no-day-set"
    assert late(Action("c", "call", on=DUE, done=DUE)) == late(Action("c", "call", on=TODAY, done=DUE)) == "in-time"
    assert late(Action("c", "call", on=DUE, done=TODAY)) == "8-30"
