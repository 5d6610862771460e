"""Printing recovery cards and trying them in, as a coordinator does it at the page."""

import logging
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from corridor.safe import sessions
from corridor.safe.actions import centres, records
from corridor.safe.cards import read_card
from corridor.safe.faults import WrongCard
from corridor.safe.models import OPEN, CardSet
from corridor.safe.queries import ground_of
from corridor.safe.tests.people import People, found, sign_in
from corridor.safe.tests.records import Memo, memo  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memo")]


@pytest.fixture
def founder(client: Client) -> tuple[Client, Any]:
    _, amina = found()
    return sign_in(client, amina), amina


def shown(client: Client) -> list[str]:
    """The cards as the page shows them for printing."""
    sheets = client.get("/cards/print/").context["sheets"]
    return [" ".join(groups) for _, groups, _ in sheets]


def fields(printed: list[str], **more: str) -> dict[str, str]:
    return {f"card{number}": text for number, text in enumerate(printed, start=1)} | more


def test_a_centre_opens_when_its_cards_were_printed_and_tried(founder: tuple[Client, Any]) -> None:
    client, amina = founder
    assert "takes no records" in client.get("/cards/").content.decode()
    assert client.post("/cards/print/").url == "/cards/print/"
    printed = shown(client)
    assert len(printed) == 3 and ground_of(amina.centre).state != OPEN
    answer = client.post("/cards/try/", fields(printed))
    assert answer.status_code == 302 and ground_of(amina.centre).state == OPEN
    assert client.get("/cards/print/").url == "/cards/", "once tried they can not be shown again"
    for pair in ((0, 1), (0, 2), (2, 1)):
        assert centres.open_recovery(amina.centre, *(printed[i] for i in pair))


def test_both_pages_say_since_when_the_cards_are_in_force(people: People, client: Client) -> None:
    sign_in(client, people.amina)
    today = date_format(timezone.localdate(), "j F Y")
    for page in ("/ground/", "/cards/"):
        assert f"in force since {today}" in client.get(page).content.decode()
    CardSet.objects.update(since=date(2026, 1, 5))
    client.post("/cards/print/")
    for page in ("/ground/", "/cards/"):
        assert "in force since 5 January 2026" in client.get(page).content.decode(), "until the new ones are tried in"
    client.post("/cards/try/", fields(shown(client)))
    assert f"in force since {today}" in client.get("/ground/").content.decode()
    CardSet.objects.update(since=None)
    for page in ("/ground/", "/cards/"):
        assert "in force since" not in client.get(page).content.decode(), "tried in before the day was kept"


def test_the_cards_stand_in_no_table_no_keyring_and_no_log(founder: tuple[Client, Any], caplog: Any) -> None:
    client, _ = founder
    caplog.set_level(logging.DEBUG)
    client.post("/cards/print/")
    printed = shown(client)
    tables = [model.objects.all() for model in apps.get_models() if model._meta.app_label in {"safe", "access"}]
    stored = "".join(serializers.serialize("json", rows) for rows in tables) + caplog.text
    for path in [*settings.KEYRING.rglob("*"), *settings.RUN.rglob("*")]:
        stored += path.read_bytes().decode("latin-1") if path.is_file() else ""
    for card in printed:
        for written in (card, card.replace(" ", ""), str(read_card(card).secret), f"{read_card(card).secret:032x}"):
            assert written not in stored


def test_the_page_with_cards_is_kept_by_no_browser(founder: tuple[Client, Any]) -> None:
    client, _ = founder
    client.post("/cards/print/")
    assert client.get("/cards/print/")["Cache-Control"] == "no-store"
    assert client.post("/cards/try/", fields(["1", "2", "3"]))["Cache-Control"] == "no-store"


def test_a_mistyped_group_is_named_at_its_field_and_what_was_typed_stays(founder: tuple[Client, Any]) -> None:
    client, amina = founder
    client.post("/cards/print/")
    printed = shown(client)
    groups = printed[1].split()
    groups[6] = groups[6][:4] + str((int(groups[6][4]) + 1) % 10)
    wrong = [printed[0], " ".join(groups), "12"]
    answer = client.post("/cards/try/", fields(wrong))
    assert answer.status_code == 422 and ground_of(amina.centre).state != OPEN
    faults = answer.context["faults"]
    assert set(faults) == {"card2", "card3"} and "group 7" in faults["card2"] and "found 2" in faults["card3"]
    page = answer.content.decode()
    assert all(text in page for text in wrong)


@pytest.mark.parametrize("which", [(0, 0, 1), (0, 1, 1), (2, 2, 2)])
def test_all_three_are_needed_each_once(founder: tuple[Client, Any], which: tuple[int, int, int]) -> None:
    client, amina = founder
    client.post("/cards/print/")
    printed = shown(client)
    answer = client.post("/cards/try/", fields([printed[i] for i in which]))
    assert answer.status_code == 422 and "each once" in answer.context["faults"]["card1"]
    assert ground_of(amina.centre).state != OPEN


def test_a_set_printed_anew_gets_another_number_and_the_thrown_away_one_is_refused(founder: tuple[Client, Any]) -> None:
    client, _ = founder
    client.post("/cards/print/")
    thrown_away = shown(client)
    client.post("/cards/print/")
    answer = client.post("/cards/try/", fields(thrown_away))
    assert answer.status_code == 422 and "set 1; set 2" in answer.context["faults"]["card1"]
    assert client.post("/cards/try/", fields(shown(client))).status_code == 302


def test_after_the_session_slept_the_paper_can_still_be_tried(founder: tuple[Client, Any]) -> None:
    client, amina = founder
    client.post("/cards/print/")
    printed = shown(client)
    key = client.cookies["__Host-session"].value
    sessions.path_of(key).unlink()  # as after five minutes without use
    assert sessions.wake(key, "271828")
    assert client.get("/cards/print/").url == "/cards/"
    assert "can not be shown any more" in client.get("/cards/").content.decode()
    assert client.post("/cards/try/", fields(printed)).status_code == 302
    assert ground_of(amina.centre).state == OPEN


def test_replacing_a_set_with_two_older_cards_keeps_what_is_restricted(people: People, client: Client) -> None:
    naming = records.Naming((people.bina.account,), restricted=True)
    records.write_record(Memo("restricted"), by=people.bina, naming=naming)
    sign_in(client, people.amina)
    client.post("/cards/print/")
    old, new = people.printed(), shown(client)
    answer = client.post("/cards/try/", fields(new))
    assert answer.status_code == 422 and "old1" in answer.context["faults"], "it is asked for, not passed over"
    answer = client.post("/cards/try/", fields(new, old1=old[0], old2=old[0]))
    assert "twice" in answer.context["faults"]["old1"]
    assert client.post("/cards/try/", fields(new, old1=old[2], old2=old[0])).status_code == 302
    recovery = centres.open_recovery(people.centre, new[0], new[1])
    assert len(centres.older_recoveries(people.centre, recovery)) == 2
    with pytest.raises(WrongCard):
        centres.open_recovery(people.centre, old[0], old[1])


def test_going_on_without_the_older_cards_has_to_be_said_and_says_what_is_lost(people: People, client: Client) -> None:
    records.write_record(Memo("x"), by=people.bina, naming=records.Naming((people.bina.account,), restricted=True))
    sign_in(client, people.amina)
    client.post("/cards/print/")
    answer = client.post("/cards/try/", fields(shown(client), without="yes"), follow=True)
    assert "no card recovers it" in answer.content.decode()
    assert ground_of(people.centre).card_set == 2


def test_without_restricted_records_the_older_cards_are_not_asked_for(people: People, client: Client) -> None:
    sign_in(client, people.amina)
    client.post("/cards/print/")
    assert client.post("/cards/try/", fields(shown(client))).status_code == 302


@pytest.mark.parametrize("name", ["bina", "dalia", "esther", "farida", "hana", "ines", "edith", "lina"])
def test_nobody_but_the_coordinator_comes_near_the_cards(people: People, client: Client, name: str) -> None:
    sign_in(client, people.members[name])
    nowhere = client.get("/no-such-page/").status_code
    for path in ("/cards/", "/cards/print/", "/cards/try/"):
        assert client.get(path).status_code == nowhere == 404 and client.post(path).status_code == 404
    assert not CardSet.objects.filter(tried=False).exists()


def test_sets_are_numbered_to_ninety_nine_and_begin_again(people: People) -> None:
    CardSet.objects.update(number=99)
    ground = ground_of(people.centre)
    ground.card_set = 99
    ground.save()
    printed = [card.told() for card in centres.print_cards(by=people.amina)]
    centres.try_cards(printed, by=people.amina)
    assert ground_of(people.centre).card_set == 1 and CardSet.objects.get().number == 1
    assert centres.open_recovery(people.centre, printed[0], printed[2])
