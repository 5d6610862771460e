"""A clock that is far off: it seals nobody out, and those whom it keeps out are told. The timer's warnings."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from corridor.safe import clock, keyring
from corridor.safe.actions import centres, records, retention
from corridor.safe.actions.opening import opened_today
from corridor.safe.models import OPEN, SEALED, AuditEntry, Ground
from corridor.safe.queries import seal_timer
from corridor.safe.tests.people import PASSPHRASE, PIN, People, sign_in
from corridor.safe.tests.records import Memo, memo  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memo")]
DAY = timedelta(days=1)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MAY_BE_WRONG = "clock of this Corridor may be wrong"


@pytest.fixture(autouse=True)
def own_var(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def on(day: date) -> Any:
    """The machine's date is this one."""
    return mock.patch("django.utils.timezone.localdate", lambda *_: day)


def today() -> date:
    return timezone.localdate()


def ground() -> Ground:
    return Ground.objects.get()


def opened(days_ago: int, timer: int) -> None:
    """Nobody has unlocked for so many days, nor done anything; the timer runs."""
    day = today() - days_ago * DAY
    Ground.objects.update(seal_after_days=timer, last_opened=day, day=day)
    AuditEntry.objects.update(day=day)


# The timer of Seal


def test_a_clock_ten_years_ahead_seals_nobody_out(people: People) -> None:
    centres.set_seal_timer(30, by=people.amina)
    wrong = today() + 3653 * DAY
    assert (seal_timer(ground(), wrong) or 0) < -3000
    told = retention.seal_untouched(wrong)
    assert ground().state == OPEN and keyring.read(people.bina.account)
    assert len(told) == 1 and "did not seal it" in told[0] and "Is the clock right?" in told[0]


def test_after_a_sign_in_under_a_clock_in_the_past_nothing_is_sealed_when_it_is_put_right(people: People) -> None:
    centres.set_seal_timer(30, by=people.amina)
    with on(today() - 3653 * DAY):
        opened_today(people.bina.account)
    assert retention.seal_untouched(today()) == [] and ground().state == OPEN
    with on(today() - 3653 * DAY):  # somebody writes too: the centre's own day is in the past now
        records.write_record(Memo("under a wrong clock"), by=people.bina)
        opened_today(people.bina.account)
    retention.seal_untouched(today())
    assert ground().state == OPEN and keyring.read(people.bina.account)


def test_a_day_in_the_past_that_stands_there_already_seals_nobody_out(people: People) -> None:
    """As an earlier version of Corridor wrote it, with acts under the same clock."""
    opened(3653, timer=30)
    assert "did not seal it" in retention.seal_untouched(today())[0] and ground().state == OPEN


def test_a_centre_in_which_nobody_does_anything_is_sealed_after_months_that_were_seen(people: People) -> None:
    opened(90, timer=90)
    for ago in range(89, 0, -1):
        clock.see(today() - ago * DAY)
    assert retention.seal_untouched(today()) and ground().state == SEALED


def test_a_leap_of_the_clock_is_no_day_that_passed(people: People) -> None:
    opened(9, timer=30)
    for ahead in (0, 1, *range(3653, 3653 + 20)):
        clock.see(today() + (ahead - 9) * DAY)
        retention.seal_untouched(today() + (ahead - 9) * DAY)
    assert ground().state == OPEN
    assert clock.days_seen(today() - 9 * DAY, today() + 3663 * DAY) == 1 + 19


def test_an_unlocking_after_a_long_absence_counts(people: People) -> None:
    opened(300, timer=365)
    opened_today(people.bina.account)
    assert ground().last_opened == today()


# Who is warned, and how


def warned(days: range, timer: int) -> list[int]:
    """After how many days without anybody the log has a line."""
    found = []
    for n in days:
        day = today() + n * DAY
        if any("it is sealed by its timer" in line for line in retention.warn_of_seals(day)):
            found.append(timer - n)
        clock.see(day)
    return found


@pytest.mark.parametrize(("timer", "expected"), [(30, [14, 7, 1]), (14, [7, 1]), (10, [7, 1]), (7, [1]), (2, [1])])
def test_the_log_warns_on_three_days_and_never_of_a_timer_that_was_just_begun(
    people: People, timer: int, expected: list[int]
) -> None:
    centres.set_seal_timer(timer, by=people.amina)
    assert warned(range(timer + 1), timer) == expected


def test_a_day_on_which_the_machine_was_off_is_made_up_for_once(people: People) -> None:
    centres.set_seal_timer(30, by=people.amina)
    for day in (15, 18):
        clock.see(today() + day * DAY)
    Ground.objects.update(last_opened=today())
    assert warned(range(19, 24), 30) == [7]
    (clock.settings.VAR / "days-seen").unlink()
    clock.see(today() + 12 * DAY)
    assert warned(range(18, 21), 30) == [12]


def test_the_warning_names_the_centre_by_its_key_alone(people: People) -> None:
    centres.set_seal_timer(30, by=people.amina)
    line = retention.warn_of_seals(today() + 29 * DAY)[0]
    assert line == f"centre {people.centre.key}: in 1 day it is sealed by its timer, unless somebody signs in"
    assert people.centre.name not in line and not retention.warn_of_seals(today() + 30 * DAY)


@pytest.mark.parametrize("timer", [2, 7, 14, 15, 30])
def test_who_has_just_signed_in_sees_no_warning_but_who_is_warned(people: People, timer: int) -> None:
    centres.set_seal_timer(timer, by=people.amina)
    answer = sign_in(Client(), people.amina).get("/ground/")
    page = answer.content.decode()
    assert not answer.context["warn"] and people.centre.key in page
    assert "14, 7 and 1 days before" in page


def test_the_page_says_when_a_timer_is_not_believed(people: People) -> None:
    opened(3653, timer=30)
    page = sign_in(Client(), people.amina).get("/ground/").content.decode()
    assert "the centre seals today" not in page and MAY_BE_WRONG in page


# Who is not let in


def entering_on(day: date, client: Client, people: People) -> list[str]:
    """What is told under this date: wrong words, a wrong second code, a wrong code to join with."""
    keyring.keep_secrets(people.bina.account, {"pin": PIN, "code": SECRET})
    with on(day):
        first = {"username": "bina", "password": "wrong wrong wrong wrong wrong"}
        pages = [client.post("/sign-in/", first)]
        client.post("/sign-in/", {"username": "bina", "password": PASSPHRASE})
        pages += [client.post("/sign-in/second/", {"code": "000000"}), Client().post("/join/", {"code": "1" * 20})]
        code = centres.found("Another", "x")[1]
        joining = Client()
        joining.post("/join/", {"code": code})
        pages.append(joining.post("/join/", {"again": "x", "code": "000000", "name": "x", "pin": PIN}))
    assert {page.status_code for page in pages} == {400}
    return [page.content.decode() for page in pages]


@pytest.mark.parametrize("days", [-3653, -3, 41, 3653])
def test_a_clock_that_is_far_off_is_told_where_somebody_is_not_let_in(
    client: Client, people: People, days: int
) -> None:
    for page in entering_on(today() + days * DAY, client, people):
        assert MAY_BE_WRONG in page and "tell the person who runs this Corridor" in page


def test_a_clock_that_seems_right_is_not_spoken_of(client: Client, people: People) -> None:
    assert not any(MAY_BE_WRONG in page for page in entering_on(today() + DAY, client, people))


def test_a_known_and_an_unknown_name_are_told_the_same(people: People) -> None:
    with on(today() + 3653 * DAY):
        pages = [
            Client().post("/sign-in/", {"username": name, "password": word})
            for name, word in (("bina", "wrong wrong wrong wrong wrong"), ("nobody", PASSPHRASE))
        ]
    assert pages[0].context["fault"] == pages[1].context["fault"] and MAY_BE_WRONG in pages[0].context["fault"]
