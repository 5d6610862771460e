"""Days of a case typed in Bikram Sambat or Hijri, and shown beside the Gregorian where people live by them."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from corridor.access.models import Centre
from corridor.centre.actions.intake import Intake, take_grievance
from corridor.centre.contents import Action, Case, Proceeding
from corridor.centre.tests.sharing import two_centres
from corridor.centre.tests.test_referrals import send
from corridor.journey.calendars import beside
from corridor.journey.drafts import own_drafts
from corridor.journey.when import BIKRAM_SAMBAT
from corridor.safe import queries
from corridor.safe.notebook.days import SaidDay
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db


def read(people: People, kind: type) -> list[Any]:
    return [one.content for one in queries.reading(people.bina, "read_case").of_type(kind)]


@pytest.fixture
def case(people: People) -> str:
    due = timezone.localdate() + timedelta(days=7)
    said = Intake("Sita", wants="My wages.", kind="unpaid-wages", next_kind="call", next_on=due, country="JOR")
    return take_grievance(said, by=people.bina, form="case")


def test_a_day_of_an_action_is_typed_as_she_says_it(people: People, case: str) -> None:
    bina, address = sign_in(Client(), people.bina), f"/cases/{case}/add/action/"
    page = bina.get(address).content.decode()
    assert 'type="date" name="on"' in page and 'name="on_said"' in page
    typed = {"kind": "call", "on": "", "on_said": "१२ भदौ २०८४", "why": "hearing"}
    assert bina.post(address, typed).status_code == 302
    assert date(2027, 8, 28) in {one.on for one in read(people, Action)}


def test_a_wrong_day_keeps_what_was_typed_and_says_what_was_expected(people: People, case: str) -> None:
    bina, address = sign_in(Client(), people.bina), f"/cases/{case}/add/action/"
    wrong = {
        "2084-05-40 BS": "no such day",
        "১৪৪৬-০২-৪০ হিজরি": "no such day",
        "2200-01-01 BS": "1975 to 2099",
        "a month before Dashain": "2081-05-12 BS",
        "\u0000٩٩٩٩٩": "is not a day",
    }
    for typed, told in wrong.items():
        answer = bina.post(address, {"kind": "call", "on_said": typed, "why": "the hearing"})
        page = answer.content.decode()
        assert answer.status_code == 422 and told in page and "the hearing" in page, typed
    assert len(read(people, Action)) == 1


def test_days_in_rows_are_typed_so_too(people: People, case: str) -> None:
    bina = sign_in(Client(), people.bina)
    steps = {"steps-0-step": "filed", "steps-0-on_said": "10 Safar 1446", "steps-1-on_said": "2081-05-12"}
    answer = bina.post(f"/cases/{case}/add/proceeding/", {"forum": "mediation", "office": "Amman", **steps})
    assert answer.status_code == 302, answer.content.decode()
    [found] = read(people, Proceeding)
    assert [one.on for one in found.steps] == [date(2024, 8, 14), date(2024, 8, 28)]


def test_the_next_step_of_an_intake(people: People) -> None:
    bina, day = sign_in(Client(), people.bina), timezone.localdate() + timedelta(days=3)
    said = beside(day, "ne")[BIKRAM_SAMBAT]
    typed = {"form": "f", "called": "Sita", "kind": "unpaid-wages", "next_kind": "call", "soon": "week"}
    assert bina.post("/cases/new/", typed | {"next_on": "", "next_on_said": said}).status_code == 302
    assert [one.on for one in read(people, Action)] == [day]


def test_a_draft_gives_the_day_back_as_it_was_typed(people: People) -> None:
    bina = sign_in(Client(), people.bina)
    typed = {"form": "f", "where": "intake", "called": "Sita", "next_on": "", "next_on_said": "2083-08"}
    bina.post("/drafts/keep/", typed, HTTP_ACCEPT="application/json")
    [entry] = own_drafts(queries.reading(people.bina, "read_case", everything=False), people.bina.account)
    page = bina.get(f"/drafts/{entry.id}/", follow=True).content.decode()
    assert re.search('name="next_on_said"[^>]*value="2083-08"', page) and '<details class="more" open>' in page
    assert isinstance(entry.content.start()["next_on"], SaidDay)  # type: ignore[attr-defined]


def test_the_step_of_a_referral(people: People) -> None:
    two = two_centres(people)
    two.consent("called", to="Legal aid")
    more = {"to": "", "to_name": "Legal aid", "kind": "service-kind.legal-information", "way": "paper"}
    id, client = send(two, **more), two.client()
    assert 'name="on_said"' in client.get(f"/referrals/{id}/").content.decode()
    assert client.post(f"/referrals/{id}/step/", {"state": "accepted", "on_said": "2081-05-40 BS"}).status_code == 409
    assert client.post(f"/referrals/{id}/step/", {"state": "accepted", "on_said": "2082-11-20"}).status_code == 302
    step = two.known().get(id).content.steps[-1]  # type: ignore[union-attr]
    assert step.on == date(2026, 3, 4)


def test_a_centre_in_nepal_sees_bikram_sambat_on_its_pages(people: People, case: str) -> None:
    bina, day = sign_in(Client(), people.bina), timezone.localdate() + timedelta(days=7)
    known = queries.reading(people.bina, "read_case").get(case)
    assert known and isinstance(known.content, Case)
    worker = known.content.workers[0].worker
    due, today = (beside(one, "en")[BIKRAM_SAMBAT] for one in (day, timezone.localdate()))
    bina.post(f"/cases/{case}/add/action/", {"kind": "call", "on": timezone.localdate().isoformat()})
    pages = {"/cases/" + case + "/": due, "/today/": today, f"/workers/{worker}/": today}
    for address in pages:
        assert " BS" not in bina.get(address).content.decode().replace("2081-05-12 BS", "")
    assert '<details class="soft">' in bina.get(f"/cases/{case}/add/action/").content.decode()
    Centre.objects.update(country="NPL")
    for address, expected in pages.items():
        assert expected in bina.get(address).content.decode(), address
    assert '<details class="soft" open>' in bina.get(f"/cases/{case}/add/action/").content.decode()
