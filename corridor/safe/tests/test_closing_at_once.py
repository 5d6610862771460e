"""Lock and Seal where the database takes nothing in; the casebook when the last one of a centre goes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import Error, InterfaceError, OperationalError, connection
from django.test import Client

from corridor.safe import casebook, keyring, queries, sessions
from corridor.safe.actions import centres, records
from corridor.safe.keys import Member
from corridor.safe.models import OPEN, SEALED, Ground, Hold
from corridor.safe.tests.people import PIN, People, open_centre, sign_in
from corridor.safe.tests.records import Memo, memo  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memo")]
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@contextmanager
def refusing_writes(error: type[Error] = OperationalError) -> Iterator[None]:
    """A disk that is full, failing or read-only: everything is still read, nothing is written."""

    def refuse(run: Any, sql: str, *rest: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES):
            raise error("attempt to write a readonly database")
        return run(sql, *rest)

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture
def replaced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often the supervisor was asked for new processes."""
    asked: list[str] = []
    monkeypatch.setattr(sessions, "ask_for_new_processes", lambda: asked.append("asked"))
    return asked


def link(people: People) -> str:
    return sign_in(Client(), people.amina).post("/closing/link/").context["link"].split("testserver")[1]


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_the_printed_link_seals_a_centre_whose_database_takes_nothing_in(
    people: People, replaced: list[str], error: type[Error]
) -> None:
    path, bina = link(people), sign_in(Client(), people.bina)
    with refusing_writes(error):
        assert Client().post(path).status_code == 404, "the neutral page, as always"
    assert not keyring.folder_of(people.centre).exists() and replaced == ["asked"]
    assert bina.get("/members/").status_code == 403 and not sessions.end_all(people.centre)
    Client().post(path)  # the disk has room again: what could not be written down is
    assert queries.ground_of(people.centre).state == SEALED and not Hold.objects.exists()
    assert queries.ground_of(people.centre).seal_link is None


def test_a_member_seals_a_centre_whose_database_takes_nothing_in(people: People, replaced: list[str]) -> None:
    client = sign_in(Client(), people.bina)
    with refusing_writes():
        answer = client.post("/seal/")
    assert answer.status_code == 200 and "written down" in answer.content.decode()
    assert not keyring.folder_of(people.centre).exists() and replaced == ["asked"]


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_lock_ends_everything_where_the_database_takes_nothing_in(
    people: People, replaced: list[str], caplog: pytest.LogCaptureFixture, error: type[Error]
) -> None:
    client, bina = sign_in(Client(), people.chandra), sign_in(Client(), people.bina)
    queries.reading(people.bina, "read_note")
    with refusing_writes(error):
        answer = client.post("/lock/")
    assert answer.status_code == 302 and answer.url == "/sign-in/" and replaced == ["asked"]
    assert bina.get("/members/").status_code == 403 and people.centre.pk not in casebook.BOOKS
    assert queries.ground_of(people.centre).state == OPEN and keyring.read(people.bina.account)
    assert people.centre.key in caplog.text and "could not be written down" in caplog.text


def test_one_who_sleeps_locks_too(people: People, replaced: list[str]) -> None:
    client, awake = sign_in(Client(), people.bina), sign_in(Client(), people.chandra)
    sessions.fall_asleep(client.cookies["__Host-session"].value)
    with refusing_writes():
        assert client.post("/awake/", {"lock": "yes"}).status_code == 302
    assert replaced == ["asked"] and awake.get("/members/").status_code == 403


def test_another_way_of_sealing_leaves_the_printed_link_for_the_next_time(people: People) -> None:
    centres.set_seal_link(by=people.amina)
    centres.seal_centre(people.centre, people.bina.account)
    assert Ground.objects.get().seal_link


# The casebook


def is_open(people: People) -> bool:
    return people.centre.pk in casebook.BOOKS


def open_book(member: Member) -> None:
    records.write_record(Memo("hers"), by=member)
    queries.reading(member, "read_note")


def test_the_casebook_goes_with_the_last_who_signs_out(people: People) -> None:
    bina, chandra = sign_in(Client(), people.bina), sign_in(Client(), people.chandra)
    open_book(people.bina)
    bina.post("/sign-out/")
    assert is_open(people), "Chandra works on"
    chandra.post("/sign-out/")
    assert not is_open(people)


def test_the_casebook_goes_when_the_last_falls_asleep_and_comes_back_with_the_pin(people: People) -> None:
    bina = sign_in(Client(), people.bina)
    key = bina.cookies["__Host-session"].value
    open_book(people.bina)
    sessions.fall_asleep(key)
    assert not is_open(people) and sessions.wake(key, PIN)
    open_book(people.bina)
    assert is_open(people)


def test_a_sleeper_who_signs_out_and_others_of_another_centre_keep_no_book_open(people: People) -> None:
    other = open_centre("Another", "x", outside=False)
    bina, elsewhere = sign_in(Client(), people.bina), sign_in(Client(), other.bina)
    open_book(people.bina)
    open_book(other.bina)
    chandra = sign_in(Client(), people.chandra)
    sessions.fall_asleep(chandra.cookies["__Host-session"].value)
    assert is_open(people) and is_open(other)
    bina.post("/sign-out/")
    assert not is_open(people) and is_open(other)
    elsewhere.post("/sign-out/")
    assert not is_open(other)
