"""Her own copy is her file: everything that is hers, in her language, nothing of others, no assessment unasked."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from corridor.centre.contents import (
    Action,
    Answer,
    Assessment,
    Case,
    CaseWorker,
    FollowUp,
    Proceeding,
    ProceedingStep,
    Retaliation,
    RiskTalk,
    Service,
)
from corridor.journey.contents import Evidence, Referral, ReferralStep, Worker
from corridor.journey.copying import copy_languages
from corridor.journey.tests.test_workers import browser, consented, filed
from corridor.safe.actions import records
from corridor.safe.content import Content
from corridor.safe.tests.people import People

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2026, 5, 3), date(2026, 6, 4)
ALL = ["called", "names", "contact", "journey", "grievance", "employer", "evidence", "remedy", "health", "family"]


def whole_file(people: People) -> tuple[str, str]:
    """Sita with Goma in one case, and something of every kind. Returns the ids of Sita and of the case."""
    id, other = filed(people, "Sita", languages=("new", "ne", "ar")), filed(people, "Goma", "fulu-sadu-5")
    rows = (CaseWorker(id, "Sita"), CaseWorker(other, "Other 1"))
    case = records.write_record(Case("baku-timu-3", workers=rows), by=people.bina).id
    steps = (ProceedingStep("filed", MAY, "Window 4"), ProceedingStep("hearing", JUNE, "with Other 1"))
    answers = (ReferralStep("sent", MAY), ReferralStep("accepted", JUNE, said="A bed is free"))
    sent: dict[str, Any] = {"text": "Please a bed", "shared": "Called: Sita", "steps": answers}
    kept: list[Content] = [
        Action(case, "court", on=JUNE, at="9:30", place="Room 12"),
        Action(case, "mediation", done=MAY, outcome="done", result="Other 1 and I went"),
        Action(case, "health", done=MAY, result="A cast for the arm"),
        Proceeding(case, "labour-court", "Labour court north", "7", steps, "Come back", accused=("helper-accused",)),
        Referral(case, id, "The shelter", what=("called", "grievance"), **sent),
        Referral(case, id, "The clinic", what=("health",), shared="An arm is broken"),
        Referral(case, other, "The school", steps=(ReferralStep("sent"),)),
        FollowUp(case, id, on=JUNE, done=JUNE, said="They pay me now"),
        FollowUp(case, other, on=JUNE, said="Of Goma alone"),
        Retaliation(case, "worker", "threats", told="They threatened one of us"),
        Retaliation(case, "helper", "deportation", told="Our interpreter"),
        RiskTalk(case, id, ("length",), decides="goes-ahead", said="I am not afraid", on=MAY),
        Evidence(case, "contract of Other 1.pdf", 3, "ab" * 32, "key", 1, day=MAY),
        Evidence(id, "payslip.jpg", 3, "cd" * 32, "key", 1, day=MAY),
        Service("training", id, on=MAY, note="Sewing class"),
        Service("training", other, on=MAY, note="Class of Goma"),
        Assessment(case, id, (Answer("FLI-01", "present", "Her age"),), reasons="It was weighed so", on=MAY),
        Assessment(case, other, reasons="Weighed for Goma", on=MAY),
    ]
    for one in kept:
        records.write_record(one, by=people.bina)
    return id, case


def copy(client: Client, id: str, **asked: str) -> str:
    answer = client.post(f"/workers/{id}/copy/", {"language": "en"} | asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_everything_that_is_hers_stands_on_it_and_nothing_of_others(people: People) -> None:
    id, _ = whole_file(people)
    bina = browser(people)
    consented(bina, id, what=ALL)
    page = copy(bina, id)
    for title in ("Appointments", "Action", "Inspection or court", "Referrals", "Follow-up", "Services", "Files"):
        assert f"<h2>{title}</h2>" in page, title
    for hers in (
        *("Room 12", "Done as planned", "A cast for the arm", "Labour court north", "Window 4", "Come back"),
        *("The shelter", "Called: Sita", "A bed is free", "An arm is broken", "They pay me now", "Threats"),
        *("I am not afraid", "It may take long", "payslip.jpg", "cd" * 32, "ab" * 32, "Sewing class"),
    ):
        assert hers in page, hers
    for others in ("Other 1", "Goma", "The school", "interpreter", "threatened one of us", "A helper was accused"):
        assert others not in page, others


def test_what_she_did_not_allow_is_left_out(people: People) -> None:
    id, _ = whole_file(people)
    bina = browser(people)
    consented(bina, id, what=["grievance"])
    page = copy(bina, id)
    assert "The shelter" in page and "The clinic" in page and "A bed is free" in page
    for kept_back in ("Called: Sita", "An arm is broken", "A cast for the arm", "payslip.jpg", "Files"):
        assert kept_back not in page, kept_back
    consented(bina, id, what=["called"])
    page = copy(bina, id, assessment="yes")
    for kept_back in ("Room 12", "The shelter", "Sewing class", "They pay me now", "It was weighed so"):
        assert kept_back not in page, kept_back


def test_an_assessment_only_with_its_own_tick(people: People) -> None:
    id, _ = whole_file(people)
    bina = browser(people)
    consented(bina, id, what=ALL)
    assert 'name="assessment"' in bina.get(f"/workers/{id}/").content.decode()
    for said in ({}, {"assessment": ""}, {"assessment": "on"}):
        page = copy(bina, id, **said)
        assert "It was weighed so" not in page and "Her age" not in page and "Assessment" not in page
    page = copy(bina, id, assessment="yes")
    assert "It was weighed so" in page and "Present: Her age" in page and "Weighed for Goma" not in page


def test_it_is_in_her_language_first_with_headings_and_terms(people: People) -> None:
    id, _ = whole_file(people)
    bina = browser(people)
    consented(bina, id, what=ALL)
    assert [code for code, _ in copy_languages(Worker("x", languages=("new", "ne", "ar")), "en")][:3] == [
        *("ne", "ar", "en")
    ]
    assert [code for code, _ in copy_languages(Worker("x"), "fr")][:2] == ["fr", "en"]
    page = bina.get(f"/workers/{id}/").content.decode().split('name="language"')[1]
    assert page.index('value="ne"') < page.index('value="ar"') < page.index('value="en"')
    answer = bina.post(f"/workers/{id}/copy/")
    page = answer.content.decode()
    assert answer["Content-Language"] == "ne" and '<html lang="ne" dir="ltr">' in page
    assert "<h2>Appointments</h2>" not in page and "Room 12" in page and "Going with" not in page
    for code, court in (("en", "Labour court"), ("fr", "Tribunal du travail")):
        page = copy(bina, id, language=code)
        assert f'<html lang="{code}"' in page and court in page, code
    assert '<html lang="ar" dir="rtl">' in copy(bina, id, language="ar")
    assert '<html lang="ne"' in copy(bina, id, language="xx"), "what is no language of the pages is hers"
    assert '<html lang="en"' in bina.get(f"/workers/{id}/").content.decode(), "the pages stay as they were"


def test_what_came_after_she_left_is_not_hers(people: People) -> None:
    id = filed(people)
    other = filed(people, "Goma", "fulu-sadu-5")
    rows = (CaseWorker(id, "Sita", left=MAY), CaseWorker(other, "Goma"))
    case = records.write_record(Case("baku-timu-3", workers=rows), by=people.bina).id
    for action in (Action(case, "call", done=MAY, result="before"), Action(case, "call", done=JUNE, result="later")):
        records.write_record(action, by=people.bina)
    consented(browser(people), id)
    page = copy(browser(people), id)
    assert "before" in page and "later" not in page
