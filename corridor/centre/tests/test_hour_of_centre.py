"""The hour and the day of a centre, through its pages: safe hours, today's list, the future, and no leaks."""

import re
from datetime import UTC, date, datetime
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from corridor.centre import listing
from corridor.centre.contents import Case, CaseWorker
from corridor.journey.contents import Contact
from corridor.journey.tests.test_workers import browser, filed
from corridor.safe import queries
from corridor.safe.actions import records
from corridor.safe.models import SealedRecord
from corridor.safe.tests.people import People, open_centre, sign_in

pytestmark = pytest.mark.django_db
NOW, NOT_NOW, NOT_TODAY = "this way is safe now", "is not safe at this hour", "is not safe on this day"


def at(when: str) -> Any:
    """The machine's clock says this, in UTC."""
    return mock.patch("django.utils.timezone.now", lambda: datetime.fromisoformat(when).replace(tzinfo=UTC))


def lives(people: People, country: str = "", zone: str = "") -> People:
    type(people.centre).objects.filter(pk=people.centre.pk).update(country=country, time_zone=zone)
    for member in people.members.values():
        if member.account.centre_id == people.centre.pk:
            member.account.refresh_from_db()
    people.centre.refresh_from_db()
    return people


def told_of_reaching(people: People, contact: Contact, when: str) -> str:
    id = filed(people, contacts=(contact,))
    with at(when):
        page = browser(people).get(f"/workers/{id}/").content.decode()
    return page.split("How to reach her safely")[1].split("<h2>")[0]


@pytest.mark.parametrize(
    ("country", "when", "told"),
    [
        # 5 March 2026 is a Thursday. Jordan is three hours ahead, Nepal five and three quarters.
        ("JOR", "2026-03-05 14:59", NOT_NOW),
        ("JOR", "2026-03-05 15:00", NOW),
        ("JOR", "2026-03-05 18:00", NOW),
        ("JOR", "2026-03-05 18:01", NOT_NOW),
        ("JOR", "2026-03-05 20:30", NOT_NOW),  # by UTC it would still be safe: 23:30 for her
        ("NPL", "2026-03-05 12:14", NOT_NOW),
        ("NPL", "2026-03-05 12:15", NOW),
        ("NPL", "2026-03-05 15:15", NOW),
        ("NPL", "2026-03-05 15:16", NOT_NOW),
        ("NPL", "2026-03-05 18:30", NOT_NOW),
    ],
)
def test_a_safe_hour_is_an_hour_where_the_centre_is(people: People, country: str, when: str, told: str) -> None:
    page = told_of_reaching(lives(people, country), Contact("call", "07", hours="18-21"), when)
    assert told in page and (told == NOW) == (NOW in page)


@pytest.mark.parametrize(
    ("country", "when", "told"),
    [
        ("JOR", "2026-03-05 20:59", NOT_TODAY),  # Thursday, 23:59
        ("JOR", "2026-03-05 21:00", NOW),  # Friday, 00:00
        ("JOR", "2026-03-06 20:59", NOW),
        ("JOR", "2026-03-06 21:00", NOT_TODAY),  # Saturday there, Friday in UTC
        ("NPL", "2026-03-05 18:14", NOT_TODAY),
        ("NPL", "2026-03-05 18:15", NOW),
        ("NPL", "2026-03-06 18:15", NOT_TODAY),
        ("PER", "2026-03-06 04:59", NOT_TODAY),  # Thursday there still
        ("PER", "2026-03-06 05:00", NOW),
    ],
)
def test_a_safe_day_begins_at_midnight_where_the_centre_is(people: People, country: str, when: str, told: str) -> None:
    page = told_of_reaching(lives(people, country), Contact("call", "07", days=("fri",)), when)
    assert told in page and (told == NOW) == (NOW in page)


def test_hours_are_read_by_a_person_where_nobody_said_which_hour_it_is(people: People) -> None:
    contact = Contact("call", "07", hours="18-21")
    assert "First read the hours:" in told_of_reaching(people, contact, "2026-03-05 18:30")
    flag = "Nobody said by which time zone this centre lives"
    assert flag in browser(people).get("/ground/").content.decode()
    assert "First read" not in told_of_reaching(lives(people, "JOR"), contact, "2026-03-05 15:30")
    assert flag not in browser(people).get("/ground/").content.decode()


@pytest.mark.parametrize(("zone", "begun"), [("Asia/Amman", True), ("Asia/Kathmandu", True), ("UTC", False)])
def test_an_office_whose_day_has_begun_works_in_its_own_day(people: People, zone: str, begun: bool) -> None:
    lives(people, zone=zone)
    workers = (CaseWorker("11111111-1111-4111-8111-111111111111", "Maya"),)
    case = Case("baku-timu-3", "Blue door", workers, opened=date(2026, 3, 1), next_on=date(2026, 3, 6))
    id = records.write_record(case, by=people.bina).id
    with at("2026-03-05 21:30"):
        bina = browser(people)
        page = bina.get("/today/").content.decode()
        menu = re.search(r'href="/today/"[^>]*>.*?</a>', page.partition('class="own-ways')[2], re.S)
        assert ("Blue door" in page) == begun and menu and ("1" in menu[0]) == begun, (
            "the list, and the count beside it"
        )
        joined = {"worker": "new", "words": "Goma", "called": "Goma", "sure": "yes", "explained": "yes", "form": "j"}
        answer = bina.post(f"/cases/{id}/workers/", joined | {"on": "2026-03-06"})
        assert answer.status_code == (302 if begun else 422), "the day that has begun there is not the future"
        ahead = bina.post(f"/cases/{id}/workers/", joined | {"on": "2026-03-07", "form": "k"})
        assert ahead.status_code == 422 and "lies in the future" in ahead.content.decode()
    if begun:
        newest = SealedRecord.objects.filter(centre=people.centre).order_by("-change").first()
        ground = queries.ground_of(people.centre)
        assert newest and newest.day == ground.day == date(2026, 3, 6)
    assert listing.due_today(people.bina.account) == 1, "out of a request too, once the day has come everywhere"


def test_two_centres_in_one_process_keep_their_hours_apart(people: People) -> None:
    here = lives(people, "JOR")
    there = lives(open_centre("Centre in Kathmandu", "k-", outside=False), "NPL")
    nobody, sita, bina = Client(), sign_in(Client(), there.bina), sign_in(Client(), here.bina)
    with at("2026-03-05 18:40"):  # 21:40 in Amman, 00:25 of the next day in Kathmandu
        for _ in range(2):
            assert "Asia/Amman</bdi>, 21:40" in bina.get("/ground/").content.decode()
            assert timezone.get_current_timezone_name() == "UTC"
            assert "Asia/Kathmandu</bdi>, 00:25" in sita.get("/ground/").content.decode()
            assert timezone.localdate() == date(2026, 3, 5), "what comes between two requests is nobody's"
            nobody.get("/sign-in/")
            assert timezone.get_current_timezone_name() == "UTC"


def test_a_page_without_an_account_lives_in_the_hour_of_its_centre(people: People) -> None:
    here = lives(people, "JOR")
    there = lives(open_centre("Centre in Kathmandu", "k-", outside=False), "NPL")
    seen: list[str] = []

    def noted(*args: Any, **more: Any) -> date:
        seen.append(timezone.get_current_timezone_name())
        return timezone.localtime().date()

    with at("2026-03-05 18:40"), mock.patch("django.utils.timezone.localdate", noted):
        for client in (Client(), sign_in(Client(), here.bina)):
            assert client.get(f"/centres/{there.centre.key}/report/?lang=en").status_code == 200
            client.post(
                f"/centres/{there.centre.key}/report/?lang=en", {"text": "A word", "form": "f", "kind": "other"}
            )
            assert "Asia/Kathmandu" in seen and timezone.get_current_timezone_name() == "UTC"
            client.post(f"/centres/{here.centre.key}/write/", {"text": "A word", "form": "w"})
            assert seen[-1] == "Asia/Amman" and timezone.get_current_timezone_name() == "UTC"
            seen.clear()
    days = {one.centre.key: one.day for one in SealedRecord.objects.select_related("centre")}
    assert days == {there.centre.key: date(2026, 3, 6), here.centre.key: date(2026, 3, 5)}


def test_a_view_that_fails_leaves_no_hour_behind(people: People) -> None:
    lives(people, "NPL")
    client = sign_in(Client(raise_request_exception=False), people.bina)
    with mock.patch("corridor.safe.views.ground.ground_of", side_effect=RuntimeError):
        assert client.get("/ground/").status_code == 500
    assert timezone.get_current_timezone_name() == "UTC"
