"""Writing to a centre from outside: no account, no trace, kept once, also while the centre is locked or sealed."""

import re

import pytest
from django.test import Client

from corridor.safe import keyring, queries
from corridor.safe.actions import centres
from corridor.safe.keys import Member
from corridor.safe.models import SealedRecord
from corridor.safe.notebook.contents import Note
from corridor.safe.tests.people import People, found, sign_in
from corridor.safe.tests.test_notebook import NAUGHTY

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(people: People) -> str:
    return f"/centres/{people.centre.key}/write/"


def read(member: Member) -> list[Note]:
    return [entry.content for entry in queries.reading(member, "read_note").of_type(Note)]


def test_kept_sealed_and_read_by_the_circle(people: People, address: str) -> None:
    somebody = Client(enforce_csrf_checks=True)
    page = somebody.get(address).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]  # type: ignore[index]
    form = re.search(r'name="form" value="([^"]+)"', page)[1]  # type: ignore[index]
    sent = {"csrfmiddlewaretoken": token, "form": form, "text": "He keeps our passports.\nAll of us."}
    answer = somebody.post(address, sent, headers={"Referer": "https://testserver/", "Origin": "http://testserver"})
    assert answer.status_code == 200 and "Kept by the centre" in answer.content.decode()
    assert "passports" not in answer.content.decode(), "it is not shown again on this screen"
    assert set(somebody.cookies) == {"__Host-csrf"} and answer["Cache-Control"] == "no-store"
    [note] = read(people.bina)
    assert (note.title, note.text) == ("He keeps our passports.", "All of us.")
    assert note.from_outside and note.author == ""
    row = SealedRecord.objects.get()
    assert b"passports" not in bytes(row.sealed) and row.is_open
    shown = sign_in(Client(), people.bina).get("/notebook/").content.decode()
    assert "He keeps our passports." in shown and "from outside" in shown


def test_no_cookie_is_left_by_choosing_a_language(people: People, address: str) -> None:
    somebody = Client()
    page = somebody.get(address, {"lang": "ar"}).content.decode()
    assert 'dir="rtl"' in page and set(somebody.cookies) <= {"__Host-csrf"}
    assert 'action="?lang=ar"' in page, "the language stands in the address instead"
    assert page.index("language-choice") < page.index("<h1>") and "<script" not in page


def test_sent_twice_is_kept_once_and_another_text_is_another_note(people: People, address: str) -> None:
    for text in ("once", "once", "once, and more"):
        assert Client().post(address, {"text": text, "form": "f"}).status_code == 200
    assert sorted(note.title for note in read(people.bina)) == ["once", "once, and more"]


def test_it_arrives_while_the_centre_is_sealed(people: People, address: str) -> None:
    centres.lock_centre(people.centre, people.bina.account)
    assert Client().post(address, {"text": "while locked", "form": "1"}).status_code == 200
    centres.seal_centre(people.centre, people.bina.account)
    assert Client().get(address).status_code == 200
    assert Client().post(address, {"text": "while sealed", "form": "2"}).status_code == 200
    recovery = centres.open_recovery(people.centre, *people.printed()[:2])
    file, private = keyring.make(people.amina.account, "another passphrase", {})
    centres.reopen(people.centre, recovery, people.amina.account, bytes.fromhex(file.public))
    assert {note.title for note in read(Member(people.amina.account, private))} == {"while locked", "while sealed"}


def test_a_centre_that_is_not_there_or_being_founded_is_not_there(people: People) -> None:
    new, _ = found("Not open yet", "n")
    nowhere = Client().get("/centres/0123456789abcdef/write/")
    assert nowhere.status_code == 404
    for key in (new.key, "x", "0" * 400):
        for answer in (Client().get(f"/centres/{key}/write/"), Client().post(f"/centres/{key}/write/", {"text": "x"})):
            assert answer.status_code == 404
    assert SealedRecord.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "0 letters were found"), (" \0\r\n ", "0 letters"), ("x" * 70_000, "70000 letters were found")],
)
def test_nothing_and_too_much_are_told_and_kept_in_the_form(people: People, address: str, text: str, said: str) -> None:
    answer = Client().post(address, {"text": text, "form": "f"})
    assert answer.status_code == 422 and said in answer.content.decode() and read(people.bina) == []
    if len(text) > 1000:
        assert text in answer.content.decode()


@pytest.mark.parametrize("text", NAUGHTY)
def test_odd_text_arrives(people: People, address: str, text: str) -> None:
    assert Client().post(address, {"text": "x" + text, "form": "f"}).status_code == 200
    assert read(people.bina)[0].title.startswith("x")


def test_ten_megabytes_get_a_clear_answer(people: People, address: str) -> None:
    answer = Client().post(address, {"text": "x" * 10_000_000, "form": "f"})
    assert answer.status_code == 413 and "too large" in answer.content.decode() and SealedRecord.objects.count() == 0


def test_nothing_about_the_sender_is_stored(people: People, address: str) -> None:
    """Neither in what is sealed nor beside it: opened, the record holds the text, the day and nothing else."""
    sent = {"text": "words", "form": "f", "author": "me", "title": "mine", "from_outside": ""}
    Client(headers={"User-Agent": "CANARY"}).post(address, sent, REMOTE_ADDR="203.0.113.7")
    [entry] = queries.reading(people.bina, "read_note").of_type(Note)
    said = {name: value for name, value in entry.plain["c"].items() if value not in ("", None, [], False)}
    assert set(said) == {"title", "kind", "day", "from_outside"} and said["title"] == "words"
    assert set(entry.plain) == {"t", "v", "b", "m", "c"}


def test_a_machine_that_floods_waits_and_a_room_of_people_does_not(
    people: People, address: str, clock: list[float]
) -> None:
    def send(text: str) -> int:
        return Client().post(address, {"text": text, "form": text}, REMOTE_ADDR="203.0.113.7").status_code

    assert {send(f"one of thirty, {number}") for number in range(30)} == {200}
    refused = Client().post(address, {"text": "the next one", "form": "n"}, REMOTE_ADDR="203.0.113.7")
    assert refused.status_code == 429 and refused["Retry-After"] == "1"
    assert "the next one" in refused.content.decode() and "Nothing was sent yet" in refused.content.decode()
    clock[0] += 1
    assert send("the next one") == 200
    assert Client().post(address, {"text": "elsewhere", "form": "e"}, REMOTE_ADDR="203.0.113.8").status_code == 200
    assert len(read(people.bina)) == 32
