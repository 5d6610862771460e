"""The made-up cases: always the same, about seven workers to a case, every part of a case alive, every code known."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

import pytest
from django.db.models import Model

from corridor.centre import demo, demo_people, demo_reports, demo_steps
from corridor.centre.before_after import went
from corridor.centre.contents import (
    Assessment,
    Case,
    FollowUp,
    Grievance,
    Proceeding,
    Remedy,
    Retaliation,
    RiskTalk,
    Service,
)
from corridor.centre.demo_chance import FRESH
from corridor.centre.oversight import File, durations, served
from corridor.centre.proceedings import KINDS, concerned
from corridor.centre.sheets import CASE, PARTS
from corridor.centre.views.services import SERVICE
from corridor.field.contents import Report
from corridor.journey.contents import Consent, Evidence, Journey, Party, Referral, Withdrawal, Worker
from corridor.journey.referring import NEXT
from corridor.journey.rules import allowed
from corridor.journey.sheets import Sheet, Slot
from corridor.journey.when import BIKRAM_SAMBAT, When
from corridor.journey.worker_sheets import CONSENT, JOURNEY, PARTY, WORKER
from corridor.recruitment.sheets import CHAIN, CHARGE, HOP, LOAN, TERMS
from corridor.reference.shelf import shelf
from corridor.safe import queries
from corridor.safe.actions.records import write_records
from corridor.safe.content import Content
from corridor.safe.models import SealedChunk, SealedRecord
from corridor.safe.notebook.evidence import copy_of, original_of
from corridor.safe.tests.people import People
from corridor.work.sheets import SPELL

TODAY = date(2026, 11, 22)
T = TypeVar("T", bound=Content)
ROAD = (CHAIN, HOP, TERMS, CHARGE, LOAN, SPELL)
SHEETS = (CASE, *PARTS.values(), SERVICE, WORKER, JOURNEY, CONSENT, PARTY, *ROAD)


@pytest.fixture(scope="module")
def made() -> list[demo.Filed]:
    return list(demo.records(TODAY, ("a", "b"), "caseworker"))


def of(made: list[demo.Filed], kind: type[T]) -> dict[str, T]:
    return {id: content for id, content, _ in made if isinstance(content, kind)}


def of_cases(made: list[demo.Filed], kind: type[T]) -> dict[str, list[T]]:
    """Those of a kind, by the case or worker they belong to."""
    found: dict[str, list[T]] = {}
    for one in of(made, kind).values():
        found.setdefault(getattr(one, kind.HEAD), []).append(one)
    return found


def files(made: list[demo.Filed]) -> list[File]:
    parts: dict[str, list[tuple[str, Content]]] = {}
    for id, content, _ in made:
        if content.HEAD:
            parts.setdefault(getattr(content, content.HEAD), []).append((id, content))
    return [File(id, case, tuple(parts.get(id, ()))) for id, case in of(made, Case).items()]


def test_the_same_seed_makes_the_same_cases(made: list[demo.Filed]) -> None:
    assert made == list(demo.records(TODAY, ("a", "b"), "caseworker"))
    assert len({id for id, _, _ in made}) == len(made)


def test_what_is_added_changes_no_case(made: list[demo.Filed]) -> None:
    bare = list(demo.records(TODAY, ("a", "b"), "caseworker", bare=True))
    ids = {id for id, _, _ in bare}
    assert bare == [one for one in made if one[0] in ids]
    assert len(made) < 1.5 * len(bare), "the first start stays quick"


def test_about_seven_workers_to_a_case(made: list[demo.Filed]) -> None:
    kinds = Counter(content.TYPE for _, content, _ in made)
    cases = of(made, Case).values()
    assert len(cases) == 1_000 and 6 < kinds["worker"] / kinds["case"] < 9
    assert 0.15 < sum(case.collective for case in cases) / len(cases) < 0.25


def test_every_part_of_a_case_is_there(made: list[demo.Filed]) -> None:
    kinds = Counter(content.TYPE for _, content, _ in made)
    parts = {sheet.kind.TYPE for sheet in PARTS.values()}
    journey = {one.TYPE for one in (Worker, Journey, Consent, Withdrawal, Party, Referral, Evidence)}
    for kind in parts | journey | {Assessment.TYPE, Service.TYPE} | {sheet.kind.TYPE for sheet in ROAD}:
        assert kinds[kind] >= 40, kind
    fresh = [file for file in files(made) if file.is_open and (TODAY - (file.case.opened or TODAY)).days < FRESH]
    rich = max(len({one.TYPE for _, one in file.parts}) for file in fresh)
    assert len(fresh) > 50 and rich >= 9, "somebody who opens today's cases finds nearly all of it in one of them"


def test_every_code_is_on_the_shelf(made: list[demo.Filed]) -> None:
    unknown = set()
    for _, content, _ in made:
        for slot, value in (one for sheet in SHEETS if type(content) is sheet.kind for one in said(sheet, content)):
            for code in value if isinstance(value, tuple) else (value,):
                if slot.vocabulary and code and code not in shelf().terms[slot.vocabulary]:
                    unknown.add((slot.vocabulary, code))
    assert unknown == set()
    for referral in of(made, Referral).values():
        assert referral.kind in {f"{term.vocabulary}.{code}" for terms in VOCABULARIES for code, term in terms.items()}


VOCABULARIES = [shelf().terms[name] for name in ("service-kind", "forum-kind")]


def said(sheet: Sheet, content: Any) -> Iterator[tuple[Slot, Any]]:
    for slot in sheet.every:
        value = getattr(content, slot.name)
        yield slot, () if slot.columns else value
        yield from ((column, getattr(row, column.name)) for column in slot.columns for row in value)


def test_what_the_sources_give_is_met(made: list[demo.Filed]) -> None:
    stages = [journey.stages[0] for journey in of(made, Journey).values()]
    assert abs(sum(bool(one.note) for one in stages) / len(stages) - demo_people.IN_DEBT) < 0.05  # FIG-029
    begins = [one for one in of(made, FollowUp).values() if one.at_start]
    below = sum((one.wage or 0) < demo_steps.MINIMUM for one in begins) / len(begins)
    assert abs(below - demo_steps.UNDERPAID) < 0.06  # FIG-013
    assert shelf().entries("figures")["FIG-029"].value == 100 * demo_people.IN_DEBT
    assert shelf().entries("figures")["FIG-013"].value == 100 * demo_steps.UNDERPAID


def test_the_risks_are_talked_through_before_every_complaint(made: list[demo.Filed]) -> None:
    cases, talks = of(made, Case), of_cases(made, RiskTalk)
    for case, complaints in of_cases(made, Proceeding).items():
        filed = complaints[0].steps[0].on
        ahead = {
            one.worker for one in talks[case] if one.decides == "goes-ahead" and one.on and filed and one.on <= filed
        }
        assert ahead == set(concerned(complaints[0], cases[case]))
    assert any(one.decides != "goes-ahead" for every in talks.values() for one in every)


def test_who_was_accused_stands_as_retaliation(made: list[demo.Filed]) -> None:
    events = of_cases(made, Retaliation)
    accused = [one for one in of(made, Proceeding).values() if one.accused]
    for one in accused:
        kinds = {KINDS[code.rpartition("-")[2]] for code in one.accused}
        assert kinds <= {event.kind for event in events[one.case]}
    assert accused
    assert {event.against for every in events.values() for event in every} == set(demo.AGAINST)
    assert any(event.stands_open() for every in events.values() for event in every)


def test_nothing_is_shared_without_her_consent_of_that_day(made: list[demo.Filed]) -> None:
    consents, back = of(made, Consent), of_cases(made, Withdrawal)
    for one in of(made, Referral).values():
        entries = [(id, consent) for id, consent in consents.items() if consent.worker == one.worker]
        sent = one.steps[0].on or TODAY
        answer = allowed(entries, [], purpose=one.purpose, recipient=one.to, what=one.what, on=sent)
        assert answer.allowed and answer.consent == one.consent
        taken = {each.consent for each in back.get(one.worker, ())}
        assert (one.state == "revoked") == (one.consent in taken)
    assert any(not one.given for one in consents.values())


def test_referrals_have_answers_that_follow(made: list[demo.Filed]) -> None:
    referrals = of(made, Referral).values()
    for one in referrals:
        states = ["", *(step.state for step in one.steps)]
        assert states[1] == "sent" and all(now in NEXT[was] for was, now in pairwise(states[1:]))
    assert {one.state for one in referrals} == {"sent", "accepted", "done", "declined", "revoked"}


def test_people_and_contacts_of_services_stand_apart(made: list[demo.Filed]) -> None:
    workers, services = of(made, Worker), of(made, Service).values()
    whole, _kinds = served(services)
    own = [one for one in services if one.worker]
    assert all(one.worker in workers and one.people == 1 for one in own)
    assert any(not one.worker and one.people > 1 for one in services)
    assert 0 < whole.people < len(own) < whole.contacts, "who came twice is one person"


def test_a_before_and_an_after_and_each_step_can_be_told(made: list[demo.Filed]) -> None:
    every = files(made)
    assert all(one.count > 20 and one.days is not None for one in durations(every))
    for one in went(every)[1]:
        assert one.better > one.worse > 0 and one.same > 0 and one.unknown > 0, one


def test_nothing_lies_in_the_future_and_nothing_before_its_case(made: list[demo.Filed]) -> None:
    heads = of(made, Case)
    for _, content, _ in made:
        for one in fields(content):
            value = getattr(content, one.name)
            ahead = one.name in ("on", "licence_until", "until", "answer_by") and not getattr(content, "done", None)
            if isinstance(value, date) and not ahead:
                assert value <= TODAY, (content.TYPE, one.name, value)
        if isinstance(content, RiskTalk | Proceeding | Evidence | Assessment | Retaliation | Remedy | Referral):
            case = heads[getattr(content, content.HEAD)]
            days = [getattr(content, "on", None), getattr(content, "day", None)]
            assert all(case.opened <= day for day in days if isinstance(day, date) and case.opened), content


def test_some_say_a_year_of_their_own_calendar(made: list[demo.Filed]) -> None:
    said = [stage.end for one in of(made, Journey).values() for stage in one.stages if isinstance(stage.end, When)]
    assert any(one.calendar == BIKRAM_SAMBAT and one.known for one in said)


def test_what_is_named_is_there(made: list[demo.Filed]) -> None:
    parties, workers, cases = of(made, Party), of(made, Worker), of(made, Case)
    named = {stage.party for one in of(made, Journey).values() for stage in one.stages}
    named |= {one.to for one in of(made, Referral).values()}
    named |= {row.party for one in of(made, Grievance).values() for row in one.respondents}
    assert named - {""} <= set(parties)
    assert {one.kind for id, one in parties.items() if id in named} == {"person", "household", "organisation"}
    grievances = of(made, Grievance)
    assert all(
        one.proves in grievances and grievances[one.proves].case == one.about for one in of(made, Evidence).values()
    )
    for id, content, _ in made:
        worker = getattr(content, "worker", "")
        assert not worker or worker in workers, id
        assert not content.HEAD or getattr(content, content.HEAD) in {*workers, *cases}, id


def rows(kind: type[Model], people: People) -> Any:
    return kind.objects.filter(centre=people.centre)  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_they_are_written_and_read(people: People) -> None:
    leads = (people.bina.account.key,)
    few = list(demo.records(TODAY, leads, "bina", cases=5))
    assert write_records(few, by=people.bina) == len(few)
    known = queries.reading(people.chandra, "read_case")
    assert len(known.of_type(Case)) == 5 and len(list(known.everything())) == len(few)
    closed = {id for id, content, _ in few if isinstance(content, Case) and content.closed}
    parts = [id for head in closed for id in (one.id for one in known.parts(head))]
    assert not rows(SealedRecord, people).filter(id__in=parts, shred_after=None).exists(), "closed with it"


@pytest.mark.django_db
def test_evidence_is_sealed_and_opens(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "records", lambda *given: demo.Maker(*given).records(40))
    demo.make(people.bina, (people.bina.account.key,))
    known = queries.reading(people.chandra, "read_case")
    found = [one for one in known.of_type(Evidence)]
    keys = {one.content.key for one in found if isinstance(one.content, Evidence)}
    assert found and len(keys) == len(found) == rows(SealedChunk, people).count()
    for one in found:
        content = one.content
        assert isinstance(content, Evidence)
        assert original_of(one, people.centre) == demo_steps.file_of(content.name)
        assert not content.picture or copy_of(one, people.centre).media == "image/png"
    reports = [one.content for one in known.of_type(Report)]
    assert len(reports) == len(demo_reports.REPORTS) and not any(one.about_staff for one in reports), (
        "not theirs to read"
    )
    complaint = queries.reading(people.dalia, "read_complaint").of_type(Report)
    assert [one.content.about_staff for one in complaint] == [True]


@pytest.mark.django_db
def test_nothing_of_it_is_past_its_retention(people: People) -> None:
    few = [one for one in demo.records(TODAY, ("a",), "bina", cases=60) if one[1].shred_after()]
    gone = [content.TYPE for _, content, _ in few if (content.shred_after() or TODAY) <= TODAY.replace(day=1)]
    assert few and gone == []
