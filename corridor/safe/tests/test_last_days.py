"""A lawyer's or an interpreter's last day: moved where she is named, and how she comes back after it."""

from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from corridor.access.models import Account
from corridor.safe import chain, entering, keyring, queries
from corridor.safe.actions import members, notebook, retention
from corridor.safe.faults import Unfit
from corridor.safe.keys import Member
from corridor.safe.models import Named
from corridor.safe.notebook.contents import Note, Typed
from corridor.safe.tests.people import PASSPHRASE, PIN, People, sign_in
from corridor.safe.words import acts

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def browser(people: People, name: str = "bina") -> Client:
    return sign_in(Client(), people.members[name])


def today() -> date:
    return timezone.localdate()


def on(day: date) -> Any:
    return mock.patch("django.utils.timezone.localdate", lambda *_: day)


def titles(member: Member) -> list[str]:
    return [one.content.title for one in queries.reading(member, "read_note").of_type(Note)]  # type: ignore[attr-defined]


def last_day(name: str = "farida") -> date:
    found = Account.objects.get(name=name).until
    assert found
    return found


def name_to(people: People, id: str, day: date, by: str = "bina", name: str = "farida") -> Any:
    key = people.members[name].account.key
    given = {"level": "named", "reader": [key], f"until_{key}": day.isoformat()}
    return browser(people, by).post(f"/notebook/{id}/readers/", given)


@pytest.fixture
def note(people: People) -> str:
    return notebook.write_note(Typed("Hers"), by=people.bina, form="f").id


def did(people: People) -> list[str]:
    return [act.did for act in chain.acts(people.dalia)]


def test_a_later_day_moves_her_last_one_here_and_is_chained(people: People, note: str) -> None:
    before = last_day()
    assert name_to(people, note, before + 40 * DAY).status_code == 302
    assert last_day() == before + 40 * DAY
    assert did(people).count("move last day") == 1 and "move last day" in acts()
    with on(before + 40 * DAY):
        assert titles(people.farida) == ["Hers"] and entering.may_enter(Account.objects.get(name="farida"))
    with on(before + 41 * DAY):
        assert titles(people.farida) == []
    page = browser(people).get(f"/notebook/{note}/readers/").content.decode()
    assert f'value="{before + 40 * DAY}"' in page and 'max="' not in page


def test_an_earlier_day_holds_for_the_record_alone(people: People, note: str) -> None:
    before = last_day()
    name_to(people, note, before)
    assert name_to(people, note, today() + DAY).status_code == 302
    assert last_day() == before and did(people).count("move last day") == 0
    with on(today() + 2 * DAY):
        assert titles(people.farida) == []


def test_never_into_the_past_and_a_new_note_keeps_to_her_last_day(people: People, note: str) -> None:
    before = last_day()
    answer = name_to(people, note, today() - DAY)
    assert answer.status_code == 422 and "the day lies in the past" in answer.content.decode()
    key = people.farida.account.key
    given = {"level": "named", "reader": [key], f"until_{key}": (before + DAY).isoformat(), "title": "x", "form": "g"}
    assert browser(people).post("/notebook/write/", given).status_code == 422
    assert last_day() == before and titles(people.farida) == []


def test_named_again_after_the_day_of_the_record_under_a_new_key(people: People, note: str) -> None:
    """Sealed anew at both times: what she could have kept of the key before opens nothing in between."""
    name_to(people, note, today())
    later = today() + 3 * DAY
    with on(later):
        assert titles(people.farida) == []
        queries.reading(people.bina, "read_note")
        assert Named.objects.filter(account=people.farida.account).exists()
        entry = queries.reading(people.bina, "read_note").get(note)
        assert entry and people.farida.account.key not in entry.named
        assert name_to(people, note, later + DAY).status_code == 302
        assert titles(people.farida) == ["Hers"]


@pytest.mark.parametrize("name", ["farida", "gita"])
def test_who_comes_back_after_her_last_day_has_a_new_key_and_opens_nothing_until_she_is_named(
    people: People, note: str, name: str
) -> None:
    name_to(people, note, last_day(name), name=name)
    then = last_day(name) + 5 * DAY
    with on(then), mock.patch.object(retention, "clock_fault", lambda *_: ""):
        assert retention.end_rights(then) == ["2 accounts lost their keys: their last day is past"]
        account = Account.objects.get(name=name)
        address, amina = f"/members/{account.key}/", browser(people, "amina")
        assert 'name="until"' in amina.get(address).content.decode()
        for typed, told in (
            ("", "lies in the past"),
            (str(then - DAY), "lies in the past"),
            ("soon", "year-month-day"),
        ):
            answer = amina.post(f"{address}again/", {"until": typed})
            assert answer.status_code == 422 and told in answer.content.decode()
        assert browser(people, "bina").post(f"{address}again/", {"until": str(then + DAY)}).status_code == 404
        code = amina.post(f"{address}again/", {"until": str(then + 30 * DAY)}).context["code"]
        invitation = members.invitation_for(code)
        assert invitation
        back = Member(*members.join(invitation, name, PASSPHRASE, {"pin": PIN}))
        assert last_day(name) == then + 30 * DAY and entering.unlock(name, PASSPHRASE)
        assert back.private != people.members[name].private and keyring.read(account)
        assert titles(back) == [], "only who is named opens"
        assert name_to(people, note, then + 30 * DAY, name=name).status_code == 302
        assert titles(back) == ["Hers"] and titles(people.members[name]) == []


def test_who_forgot_her_passphrase_keeps_her_last_day_unless_another_is_said(people: People) -> None:
    before, amina = last_day(), people.amina
    invitation = members.invitation_for(members.invite("lawyer", by=amina, again=people.farida.account))
    assert invitation
    members.join(invitation, "farida", PASSPHRASE, {"pin": PIN})
    assert last_day() == before
    code = members.invite("lawyer", by=amina, again=people.farida.account, until=today() + DAY)
    invitation = members.invitation_for(code)
    assert invitation
    members.join(invitation, "farida", PASSPHRASE, {"pin": PIN})
    assert last_day() == today() + DAY
    with pytest.raises(Unfit):
        members.invite("caseworker", by=amina, again=people.bina.account, until=today() + DAY)
    assert 'name="until"' not in browser(people, "amina").get(f"/members/{people.bina.account.key}/").content.decode()
