"""The demonstration: made once, whole or not at all, and what it prints lets its people in. Room for a real centre."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.test import Client

from corridor import cli
from corridor.access.actions import open_account
from corridor.access.models import Account, Centre
from corridor.access.second_factor import check_code
from corridor.access.table import ROLES
from corridor.access.zones import day_in, is_known, name_of
from corridor.safe import demo, entering, founding, keyring, limits, queries
from corridor.safe.actions import centres, members
from corridor.safe.faults import Unfit
from corridor.safe.keys import KINDS, Member
from corridor.safe.models import OPEN, Proposal

pytestmark = pytest.mark.django_db
EVERYBODY = {**demo.OUTSIDE, **{name: role for cast in demo.CENTRES.values() for name, role in cast.items()}}


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    limits.SIGN_IN.begin_day()
    limits.CODE.begin_day()


def member(name: str, made: demo.Demo) -> Member:
    unlocked = entering.unlock(name, made.people[name].passphrase)
    assert unlocked, name
    return Member(unlocked.account, unlocked.private)


def test_everybody_is_there_with_the_keys_of_her_role() -> None:
    made = demo.make()
    assert set(made.people) == set(EVERYBODY) and Account.objects.count() == len(EVERYBODY)
    for name, role in EVERYBODY.items():
        her = member(name, made)
        assert her.account.roles == {role} and {kind for kind in KINDS if her.holds(kind)} == ROLES[role].holds, name
    assert not Proposal.objects.exists()
    for centre in Centre.objects.all():
        assert queries.ground_of(centre).state == OPEN
        assert centres.open_recovery(centre, *made.cards[centre.name][1:])


@pytest.mark.parametrize("hour", ["20:30", "22:00", "23:59"])
def test_each_centre_lives_by_the_hour_of_its_country(hour: str) -> None:
    late = datetime.fromisoformat(f"{date.today()} {hour}").replace(tzinfo=UTC)
    with mock.patch("django.utils.timezone.now", lambda: late):
        demo.make()
        zones = {centre.name: name_of(centre) for centre in Centre.objects.all()}
        assert zones == {demo.FIRST: "Asia/Amman", demo.SECOND: "Asia/Kathmandu"}
        assert all(is_known(centre) for centre in Centre.objects.all())
        until, today = Account.objects.get(name="lawyer").until, day_in(Centre.objects.get(name=demo.FIRST))
        assert until == today + timedelta(days=demo.LAST_DAYS)


def test_the_second_time_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    first = demo.make(lambda: told.append("begins"))
    before, files = demo.kept_at().read_bytes(), {path: path.read_bytes() for path in settings.KEYRING.rglob("*.json")}
    monkeypatch.setattr(keyring, "make", None)
    assert demo.make(lambda: told.append("begins")) == first and told == ["begins"]
    assert demo.kept_at().read_bytes() == before and demo.told(first) == demo.told(demo.read())
    assert {path: path.read_bytes() for path in settings.KEYRING.rglob("*.json")} == files
    assert demo.kept_at().stat().st_mode & 0o077 == 0


def test_what_is_printed_signs_in(capsys: pytest.CaptureFixture[str]) -> None:
    printed = demo.told(demo.make())
    line = next(line for line in printed.splitlines() if line.strip().startswith("caseworker-2"))
    words, pin = line.split()[1:6], line.split()[7]
    client = Client()
    assert (
        client.post("/sign-in/", {"username": "caseworker-2", "password": " ".join(words)})["Location"]
        == "/sign-in/second/"
    )
    code, seconds = demo.code_of("caseworker-2")
    assert 1 <= seconds <= 30 and code.isdigit()
    assert client.post("/sign-in/second/", {"code": code})["Location"] == "/"
    assert entering.unlock("caseworker-2", " ".join(words)).secrets["pin"] == pin  # type: ignore[union-attr]


def test_the_code_is_printed_beside_a_running_server(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["demo", "code", "coordinator"]) == 2
    assert "run `corridor demo` first" in capsys.readouterr().err
    made = demo.make()
    assert cli.main(["demo", "code", "coordinator"]) == 0
    code = capsys.readouterr().out.split()[0]
    assert check_code(made.people["coordinator"].code, code, entering.clock()) is not None
    assert cli.main(["demo", "code", "somebody"]) == 2
    assert "no demo account 'somebody'" in capsys.readouterr().err


def test_an_account_of_an_earlier_version_gets_a_keyring_file() -> None:
    open_account("editor", "editor")
    demo.kept_at().write_text(json.dumps({"editor": "river-lamp-thread-mango"}))
    assert member("editor", demo.make()).account.roles == {"editor"}


def test_what_was_kept_but_not_made_yet_is_made_as_it_was_kept() -> None:
    first = demo.make()
    keyring.destroy(Account.objects.get(name="editor"))
    assert demo.make() == first and member("editor", first)


def test_an_interrupted_beginning_is_finished_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    real, count = members.join, iter(range(100))

    def cut(*given: Any) -> Any:
        if next(count) == 4:
            raise KeyboardInterrupt
        return real(*given)

    with monkeypatch.context() as patch:
        patch.setattr(members, "join", cut)
        with pytest.raises(KeyboardInterrupt):
            demo.make()
    assert not Centre.objects.exists(), "a centre is there whole or not at all"
    made = demo.make()
    assert {name for name in EVERYBODY if member(name, made)} == set(EVERYBODY)


def test_somebody_who_is_missing_is_invited_and_admitted(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = {demo.FIRST: {"coordinator": "coordinator", "caseworker": "caseworker"}}
    with monkeypatch.context() as patch:
        patch.setattr(demo, "CENTRES", fewer)
        demo.make()
    made = demo.make()
    assert all(member("caseworker-2", made).holds(kind) for kind in ("centre", "signing"))
    assert member("worker-representative", made).holds("audit") and not Proposal.objects.exists()


def test_a_centre_that_was_sealed_stays_sealed() -> None:
    made = demo.make()
    centre = Centre.objects.get(name=demo.FIRST)
    centres.seal_centre(centre, "host")
    assert demo.make() == made and not entering.unlock("coordinator", made.people["coordinator"].passphrase)
    assert queries.ground_of(centre).state != OPEN


def test_what_can_not_be_read_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    for content in ("", "[", "[]", '{"people": 1, "cards": {}}', '{"people": {"a": {"x": 1}}, "cards": {}}'):
        demo.kept_at().write_text(content)
        assert cli.main(["demo", "code", "editor"]) == 2
        assert "can not be read" in capsys.readouterr().err


def test_passphrases_that_are_no_longer_kept_are_not_invented() -> None:
    demo.make()
    demo.kept_at().unlink()
    printed = demo.told(demo.make())
    assert printed.count("no longer kept here") == sum(len(cast) for cast in demo.CENTRES.values())


# Room for a real centre.


def test_the_host_makes_room_and_the_code_counts() -> None:
    printed = founding.found("Amman centre", "A union", "jor")
    code = next(line for line in printed.splitlines() if line.replace(" ", "").isdigit())
    invitation = members.invitation_for(code)
    assert invitation and invitation.role == "coordinator" and invitation.centre
    assert (invitation.centre.name, invitation.centre.country) == ("Amman centre", "JOR")
    assert str(invitation.last_day.year) in printed and settings.KEYRING.is_dir()


@pytest.mark.parametrize(
    ("name", "organisation", "country", "told"),
    [
        ("", "A union", "", "NAME: expected 1 to 200"),
        ("x" * 201, "A union", "", "found 201"),
        ("a\0b", "A union", "", "NAME"),
        ("A", " ", "", "--organisation"),
        ("A", "A union", "Jordan", "--country 'JORDAN'"),
        ("TAKEN", "a union", "", "has a centre of this name"),
    ],
)
def test_no_room_is_made_for_what_does_not_do(name: str, organisation: str, country: str, told: str) -> None:
    founding.found("Taken", "A union")
    with pytest.raises(Unfit) as refused:
        founding.found(name, organisation, country)
    assert told in str(refused.value.told) and Centre.objects.count() == 1
