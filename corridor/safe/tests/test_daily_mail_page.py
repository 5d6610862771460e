"""The page on which a member asks for the one mail a day: her address is tried with a code, and ended at her wish."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from corridor.safe import daily_mail, limits
from corridor.safe.models import DailyMail
from corridor.safe.tests.mailbox import Mailbox, mail_set_up
from corridor.safe.tests.people import People, sign_in
from corridor.safe.tests.test_daily_mail import ADDRESS, HERS

pytestmark = pytest.mark.django_db
PAGE = "/me/mail/"


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAILING", limits.Limits("mailing", limits.Rule(free=3, longest=3600, kept=86400)))


@pytest.fixture
def box(settings: Any, tmp_path: Path) -> Iterator[Mailbox]:
    with mail_set_up(settings, tmp_path) as made:
        yield made


@pytest.fixture
def bina(client: Client, people: People) -> Client:
    return sign_in(client, people.bina)


def shown(client: Client) -> str:
    return client.get(PAGE).content.decode()


def code_in(box: Mailbox) -> str:
    [code] = re.findall(r"\b\d{6}\b", box.text())
    return str(code)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_she_asks_types_the_code_and_turns_it_off(bina: Client, people: People, box: Mailbox) -> None:
    assert PAGE in bina.get("/me/").content.decode()
    answer = bina.post(PAGE, {"address": f" {ADDRESS} "})
    assert answer.status_code == 200 and "Type the code that was sent" in answer.content.decode()
    assert not DailyMail.objects.exists(), "nobody else's address is kept"
    assert box.receivers == [ADDRESS]
    mail = box.mail()
    assert (mail["From"], mail["Subject"]) == ("Reminder <notes@example.org>", "Reminder")
    assert box.text() == f"Your code: {code_in(box)}\n\nIf you did not ask for it, do nothing.\n"
    answer = bina.post(PAGE, {"code": code_in(box)[:3] + " " + code_in(box)[3:]}, follow=True)
    assert "From tomorrow on you get the mail." in answer.content.decode()
    mine = DailyMail.objects.get(account=people.bina.account)
    assert daily_mail.opened_address(people.bina.account, bytes(mine.sealed)) == (ADDRESS, "en")
    assert ADDRESS in shown(bina)
    answer = bina.post(PAGE, {"off": "yes"}, follow=True)
    assert "The address was erased." in answer.content.decode()
    assert not DailyMail.objects.exists() and ADDRESS not in shown(bina)


def test_the_page_says_what_the_machine_can_not_know_and_what_a_mail_shows(bina: Client, box: Mailbox) -> None:
    page = shown(bina)
    assert "not whose it is" in page and "learns that you work with Corridor" in page


def test_a_wrong_code_does_not_count_and_after_five_none_does(bina: Client, box: Mailbox) -> None:
    bina.post(PAGE, {"address": ADDRESS})
    code = code_in(box)
    for _ in range(5):
        answer = bina.post(PAGE, {"code": wrong(code)})
        assert answer.status_code == 400 and "That is not the code that was sent." in answer.content.decode()
    answer = bina.post(PAGE, {"code": code})
    assert answer.status_code == 400 and "That code no longer counts." in answer.content.decode()
    assert not DailyMail.objects.exists()


def test_a_code_tries_one_address_only(bina: Client, box: Mailbox) -> None:
    bina.post(PAGE, {"address": ADDRESS})
    first = code_in(box)
    bina.post(PAGE, {"address": HERS})
    if first != code_in(box):
        assert bina.post(PAGE, {"code": first}).status_code == 400
    assert bina.post(PAGE, {"code": code_in(box)}).status_code == 302
    [mail] = DailyMail.objects.select_related("account")
    assert daily_mail.opened_address(mail.account, bytes(mail.sealed))[0] == HERS


def test_another_address_takes_the_place_only_when_its_code_was_typed(bina: Client, box: Mailbox) -> None:
    bina.post(PAGE, {"address": ADDRESS})
    bina.post(PAGE, {"code": code_in(box)})
    bina.post(PAGE, {"address": HERS})
    [mail] = DailyMail.objects.select_related("account")
    assert daily_mail.opened_address(mail.account, bytes(mail.sealed))[0] == ADDRESS


def test_a_code_counts_for_her_alone(bina: Client, people: People, box: Mailbox) -> None:
    bina.post(PAGE, {"address": ADDRESS})
    other = sign_in(Client(), people.chandra)
    assert other.post(PAGE, {"code": code_in(box)}).status_code == 400 and not DailyMail.objects.exists()


def test_off_forgets_an_address_that_is_being_tried(bina: Client, box: Mailbox) -> None:
    bina.post(PAGE, {"address": ADDRESS})
    bina.post(PAGE, {"off": "yes"})
    assert ADDRESS not in shown(bina) and bina.post(PAGE, {"code": code_in(box)}).status_code == 400


def test_nobodys_mailbox_is_filled(bina: Client, box: Mailbox, clock: list[float]) -> None:
    answers = [bina.post(PAGE, {"address": ADDRESS}) for _ in range(6)]
    assert [one.status_code for one in answers].count(429) >= 2 and len(box.taken) < 6


@pytest.mark.parametrize("odd", ["", "nobody", "a@b.example\r\nBcc: c@d.example"])
def test_what_is_no_address_is_told(bina: Client, box: Mailbox, odd: str) -> None:
    answer = bina.post(PAGE, {"address": odd})
    assert answer.status_code == 400 and "That is no e-mail address." in answer.content.decode() and not box.taken


def test_a_mail_that_could_not_be_sent_is_told(bina: Client, box: Mailbox) -> None:
    box.answers[ADDRESS] = "550 nobody here"
    answer = bina.post(PAGE, {"address": ADDRESS})
    assert answer.status_code == 400 and "The mail could not be sent." in answer.content.decode()
    assert bina.post(PAGE, {"code": "123456"}).status_code == 400


def test_where_mail_is_not_set_up_nothing_is_offered(bina: Client) -> None:
    page = shown(bina)
    assert "Mail is not set up on this machine." in page and 'name="address"' not in page and 'name="off"' not in page
    assert bina.post(PAGE, {"address": ADDRESS}).status_code == 400


def test_she_can_turn_it_off_where_mail_is_not_set_up_any_more(
    bina: Client,
    people: People,
    box: Mailbox,
    settings: Any,
) -> None:
    bina.post(PAGE, {"address": ADDRESS})
    bina.post(PAGE, {"code": code_in(box)})
    settings.MAIL = None
    assert 'name="off"' in shown(bina)
    bina.post(PAGE, {"off": "yes"})
    assert not DailyMail.objects.exists()


@pytest.mark.parametrize("name", ["dalia", "esther", "farida", "hana", "ines"])
def test_it_is_not_offered_to_who_holds_no_keys(people: People, box: Mailbox, name: str) -> None:
    client = sign_in(Client(), people.members[name])
    page = shown(client)
    assert "Only those who hold the centre" in page and 'name="address"' not in page
    assert client.post(PAGE, {"address": ADDRESS}).status_code == 400 and not box.taken
