"""A member's own account: what unlocks is changed with the passphrase typed again, and only hers."""

from typing import Any

import pytest
from django.test import Client

from corridor.access.second_factor import code_now, new_secret
from corridor.safe import entering, keyring, limits
from corridor.safe.faults import Altered
from corridor.safe.keys import Member
from corridor.safe.tests.people import PASSPHRASE, PIN, People, sign_in
from corridor.safe.tests.test_entering import first_step

pytestmark = pytest.mark.django_db
OWN = ["/me/", "/me/passphrase/", "/me/pin/", "/me/code/", "/me/passkeys/"]


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SIGN_IN", "CODE"):
        monkeypatch.setattr(limits, name, limits.Limits(name))


@pytest.fixture
def bina(client: Client, people: People) -> Client:
    return sign_in(client, people.bina)


def secrets(member: Member) -> dict[str, Any]:
    found = entering.again(member.account.key, member.private or b"")
    assert found
    return found.secrets


@pytest.mark.parametrize(
    "name", ["amina", "bina", "dalia", "esther", "farida", "gita", "hana", "ines", "edith", "lina"]
)
def test_everybody_has_her_own(client: Client, people: People, name: str) -> None:
    sign_in(client, people.members[name])
    assert [client.get(address).status_code for address in OWN] == [200] * len(OWN)


def test_a_session_that_unlocked_nothing_has_none(client: Client, people: People) -> None:
    client.force_login(people.bina.account)
    assert [client.get(address).status_code for address in OWN] == [403] * len(OWN)


def test_a_new_passphrase_ends_the_other_sessions_and_keeps_this_one(bina: Client, people: People) -> None:
    other, sleeping = sign_in(Client(), people.bina), sign_in(Client(), people.bina)
    sleeping.post("/me/sleep/")
    neighbour = sign_in(Client(), people.amina)
    words = bina.get("/me/passphrase/").context["words"]
    answer = bina.post("/me/passphrase/", {"again": words.upper().replace(" ", "-"), "passphrase": PASSPHRASE})
    assert answer["Location"] == "/me/"
    assert bina.get("/me/").status_code == 200 and neighbour.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 403
    assert sleeping.post("/awake/", {"pin": PIN})["Location"] == "/sign-in/"
    file = keyring.read(people.bina.account)
    assert file and file.unlock(people.bina.account, words) == people.bina.private, "the same key under new words"
    with pytest.raises(Altered):
        file.unlock(people.bina.account, PASSPHRASE)
    assert first_step(Client()).status_code == 400 and first_step(Client(), "bina", words).status_code == 302
    bina.post("/me/sleep/")
    assert bina.post("/awake/", {"pin": PIN})["Location"] == "/", "its PIN still wakes it"
    assert bina.get("/me/").status_code == 200


@pytest.mark.parametrize(("again", "now"), [("other words than shown here", PASSPHRASE), (None, "wrong"), ("", "")])
def test_a_passphrase_mistyped_changes_nothing(bina: Client, people: People, again: str | None, now: str) -> None:
    words = bina.get("/me/passphrase/").context["words"]
    before = keyring.read(people.bina.account)
    answer = bina.post("/me/passphrase/", {"again": words if again is None else again, "passphrase": now})
    assert answer.status_code == 400 and answer.context["words"] == words, "the same words are shown again"
    assert keyring.read(people.bina.account) == before


def test_another_pin(bina: Client, people: People) -> None:
    given = {"pin": "314159", "pin_again": "٣١٤١٥٩", "passphrase": PASSPHRASE}
    assert bina.post("/me/pin/", {**given, "passphrase": "wrong"}).status_code == 400
    assert bina.post("/me/pin/", {**given, "pin_again": "314158"}).status_code == 400
    assert secrets(people.bina)["pin"] == PIN
    assert bina.post("/me/pin/", given)["Location"] == "/me/" and secrets(people.bina)["pin"] == "314159"
    bina.post("/me/sleep/")
    assert bina.post("/awake/", {"pin": PIN}).status_code == 403
    assert bina.post("/awake/", {"pin": "314159"})["Location"] == "/"


def test_codes_move_to_another_phone(bina: Client, people: People) -> None:
    old = new_secret()
    keyring.keep_secrets(people.bina.account, {"pin": PIN, "code": old})
    shown = bina.get("/me/code/").context["secret"].replace(" ", "")
    code = code_now(shown, entering.clock())
    assert bina.post("/me/code/", {"code": code, "passphrase": "wrong"}).status_code == 400
    assert bina.post("/me/code/", {"code": "000000", "passphrase": PASSPHRASE}).status_code == 400
    assert secrets(people.bina)["code"] == old
    assert bina.post("/me/code/", {"code": code, "passphrase": PASSPHRASE})["Location"] == "/me/"
    assert secrets(people.bina)["code"] == shown


def test_the_last_factor_is_not_taken_away(bina: Client, people: People) -> None:
    kept = {"pin": PIN, "passkeys": [{"name": "Key", "data": ""}]}
    keyring.keep_secrets(people.bina.account, kept)
    member = entering.again(people.bina.account.key, people.bina.private or b"")
    assert member and member.has_factor
    from corridor.safe.views import account

    request: Any = type("Request", (), {"POST": {"away": ""}})()
    with pytest.raises(entering.Unfit):
        account._take_away(request, member)
    account._take_away(request, member.with_secrets(code=new_secret()))
    assert secrets(people.bina)["passkeys"] == []


def test_a_forged_passkey_is_refused(bina: Client, people: People) -> None:
    bina.get("/me/passkeys/", headers={"host": "localhost"})
    given = {"passphrase": PASSPHRASE, "passkey": '{"id":"AAAA","rawId":"AAAA","response":{},"type":"public-key"}'}
    assert bina.post("/me/passkeys/", given).status_code == 400 and "passkeys" not in secrets(people.bina)


def test_guessing_at_the_passphrase_on_a_screen_left_awake_is_slowed(bina: Client, clock: list[float]) -> None:
    given = {"pin": "314159", "pin_again": "314159", "passphrase": "guess"}
    answers = [bina.post("/me/pin/", given).status_code for _ in range(7)]
    assert answers == [400] * 5 + [429, 429]
