"""Signing in, which also unlocks: the steps, the same answer for every no, the PIN, what lies on the disk meanwhile."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client
from django.utils import timezone

from corridor.access.models import Account
from corridor.access.second_factor import code_now, new_secret
from corridor.safe import entering, keyring, limits, sessions, used_codes
from corridor.safe.actions import centres, members
from corridor.safe.keys import Member
from corridor.safe.models import Ground
from corridor.safe.tests.people import PASSPHRASE, PIN, People, sign_in

pytestmark = pytest.mark.django_db
SECRET = new_secret()
INNER = ["/me/", "/me/pin/", "/history/", "/history/?kind=projects", "/programme/projects/add/"]


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has tried anything yet."""
    for name in ("SIGN_IN", "CODE"):
        monkeypatch.setattr(limits, name, limits.Limits(name))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The running clock of sessions, which a test moves on by seconds."""
    start, moved = sessions.now(), [0]
    monkeypatch.setattr(sessions, "now", lambda: start + moved[0] * 1_000_000_000)

    def on(seconds: int) -> None:
        moved[0] += seconds

    return on


def with_code(member: Member) -> Member:
    keyring.keep_secrets(member.account, {"pin": PIN, "code": SECRET})
    return member


def first_step(client: Client, name: str = "bina", passphrase: str = PASSPHRASE) -> Any:
    return client.post("/sign-in/", {"username": name, "password": passphrase})


def through(client: Client, member: Member) -> Client:
    """Her browser, through the forms."""
    with_code(member)
    assert first_step(client, member.account.name)["Location"] == "/sign-in/second/"
    used_codes.path().unlink()
    used_codes.begin(0)
    entered = client.post("/sign-in/second/", {"code": code_now(SECRET, entering.clock())})
    assert entered.status_code == 302 and entered["Location"] == "/"
    return client


def plain(response: Any) -> bytes:
    """A page without the tokens that differ from answer to answer."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", response.content)


def test_a_password_manager_knows_the_fields(client: Client) -> None:
    page = client.get("/sign-in/").content.decode()
    assert re.search(r'name="username"[^>]* autocomplete="username"', page)
    assert re.search(r'name="password"[^>]* autocomplete="current-password"', page)


def test_both_steps_open_her_key(client: Client, people: People) -> None:
    through(client, people.bina)
    assert bytes.fromhex(client.session["private"]) == people.bina.private
    assert "entering" not in client.session
    assert client.get("/me/").status_code == 200
    assert Ground.objects.get(centre=people.centre).last_opened == timezone.localdate()


def test_an_editor_without_a_centre_signs_in_and_out(client: Client, editor: Account) -> None:
    through(client, Member(editor))
    assert client.get("/history/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/history/").status_code == 403


def test_the_first_step_alone_is_not_signed_in(client: Client, people: People) -> None:
    with_code(people.bina)
    first_step(client)
    assert client.get("/me/").status_code == 403 and "private" not in client.session


@pytest.mark.parametrize(
    "typed",
    [
        "BAMO tiru-kelo  vasu nipe",
        "bamo‑tiru‐kelo–vasu—nipe ",
        "ｂａｍｏ　tiru kelo vasu nipe",
        "\u200fbamo tiru kelo vasu\tnipe",
    ],
)
def test_capitals_spaces_and_hyphens_are_forgiven(client: Client, people: People, typed: str) -> None:
    assert first_step(client, " BINA ", typed).status_code == 302


def test_made_passphrases_differ_and_can_be_said() -> None:
    made = {entering.new_passphrase() for _ in range(500)}
    assert len(made) == 500
    assert all(
        re.fullmatch(r"([b-z][aeiou][b-z][aeiou] ?){5}", one) and entering.plain_passphrase(one) == one for one in made
    )


def test_every_no_is_the_same_answer(client: Client, people: People) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Account.objects.filter(name="farida").update(until=yesterday)
    members.end_membership(people.chandra.account, by=people.amina)
    answers = {
        plain(first_step(Client(), name, passphrase)).replace(name.encode(), b"NAME")
        for name, passphrase in [
            ("bina", "wrong words here now then"),
            ("nobody", PASSPHRASE),
            ("farida", PASSPHRASE),
            ("chandra", PASSPHRASE),
            ("bina", ""),
            ("bina", "x" * 5000),
        ]
    }
    centres.seal_centre(people.centre, people.bina.account)
    answers.add(plain(first_step(Client(), "amina")).replace(b"amina", b"NAME"))
    assert len(answers) == 1 and b"do not belong together" in answers.pop()


@pytest.mark.parametrize("name", ["n\x00ne", "x" * 100_000, "' OR 1=1 --", "", "%"])
def test_odd_names_are_nobody(client: Client, people: People, name: str) -> None:
    assert b"do not belong together" in first_step(client, name, "\x00\u202e").content


def test_a_sealed_centre_answers_as_a_mistake_even_when_a_file_came_back(client: Client, people: People) -> None:
    centres.seal_centre(people.centre, people.bina.account)
    keyring.make(people.bina.account, PASSPHRASE, {"pin": PIN})
    assert b"do not belong together" in first_step(client).content


def test_a_missing_keyring_is_told_plainly(client: Client, people: People) -> None:
    keyring.settings.KEYRING.rename(keyring.settings.KEYRING.with_name("away"))
    for name in ("bina", "nobody"):
        answer = first_step(client, name)
        assert answer.status_code == 400 and "keyring folder of this installation is missing" in answer.content.decode()


def test_a_keyring_lost_between_the_steps_begins_again(client: Client, people: People) -> None:
    with_code(people.bina)
    first_step(client)
    keyring.settings.KEYRING.rename(keyring.settings.KEYRING.with_name("away"))
    assert client.get("/sign-in/second/")["Location"] == "/sign-in/"


def test_the_stretching_is_done_for_unknown_names_too(
    client: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[int] = []
    real = entering.Stretching.key
    monkeypatch.setattr(entering.Stretching, "key", lambda self, *given: done.append(1) or real(self, *given))
    first_step(client, "nobody")
    first_step(client, "bina", "wrong")
    assert len(done) == 2


def test_no_code_serves_twice(client: Client, people: People) -> None:
    with_code(people.bina)
    code = code_now(SECRET, entering.clock())
    first_step(client)
    assert client.post("/sign-in/second/", {"code": code}).status_code == 302
    other = Client()
    first_step(other)
    again = other.post("/sign-in/second/", {"code": code})
    assert again.status_code == 400 and b"used already" in again.content and other.get("/me/").status_code == 403


def test_five_wrong_codes_ask_for_the_passphrase_again(client: Client, people: People) -> None:
    with_code(people.bina)
    first_step(client)
    answers = [client.post("/sign-in/second/", {"code": "000000"}) for _ in range(5)]
    assert b"Five tries were wrong" in answers[-1].content
    assert client.get("/sign-in/second/")["Location"] == "/sign-in/"


def test_who_has_no_factor_makes_one_before_going_on(client: Client, people: People) -> None:
    keyring.keep_secrets(people.bina.account, {})
    assert first_step(client)["Location"] == "/sign-in/new/"
    page = client.get("/sign-in/new/").content.decode()
    secret = client.session["entering"]["code"]
    assert "<svg" in page and secret[:4] in page and "style=" not in page
    wrong = client.post("/sign-in/new/", {"code": "000000", "pin": PIN, "pin_again": PIN})
    assert wrong.status_code == 400 and client.session["entering"]["code"] == secret, "the same secret stays"
    right = {"code": code_now(secret, entering.clock()), "pin": "٢٧١٨٢٨", "pin_again": PIN}
    assert client.post("/sign-in/new/", right)["Location"] == "/"
    assert client.get("/me/").status_code == 200
    assert entering.again(people.bina.account.key, people.bina.private).secrets == {"code": secret, "pin": PIN}


def test_who_has_a_factor_can_not_make_another_with_the_passphrase_alone(client: Client, people: People) -> None:
    with_code(people.bina)
    first_step(client)
    assert client.get("/sign-in/new/")["Location"] == "/sign-in/second/"
    assert (
        client.post("/sign-in/new/", {"code": "000000", "pin": PIN, "pin_again": PIN})["Location"] == "/sign-in/second/"
    )


def test_a_member_without_a_pin_chooses_one_after_the_code(client: Client, people: People) -> None:
    keyring.keep_secrets(people.bina.account, {"code": SECRET})
    first_step(client)
    answer = client.post("/sign-in/second/", {"code": code_now(SECRET, entering.clock())})
    assert answer["Location"] == "/sign-in/new/" and b"<svg" not in client.get("/sign-in/new/").content
    assert client.post("/sign-in/new/", {"pin": PIN, "pin_again": PIN})["Location"] == "/"


@pytest.mark.parametrize(
    "pin", ["123456", "654321", "012345", "111111", "121212", "271271", "27182", "abcdef", "", "890123"]
)
def test_easy_pins_are_refused(pin: str) -> None:
    with pytest.raises(entering.Unfit):
        entering.chosen_pin(pin, pin)


def test_signed_out_every_inner_address_is_the_same_page(people: People) -> None:
    answers = {plain(Client().get(address)) for address in INNER} | {plain(Client().post("/me/pin/", {"pin": "1"}))}
    assert len(answers) == 1


def test_idle_falls_asleep_and_the_pin_goes_on_where_she_was(client: Client, people: People, clock: Any) -> None:
    through(client, people.bina)
    clock(4 * 60)
    assert client.get("/me/").status_code == 200
    clock(5 * 60 + 1)
    asleep = client.get("/me/pin/")
    assert asleep.status_code == 403 and b'value="/me/pin/"' in asleep.content
    woken = client.post("/awake/", {"pin": "271 828", "next": "/me/pin/"})
    assert woken["Location"] == "/me/pin/" and client.get("/me/pin/").status_code == 200
    assert bytes.fromhex(client.session["private"]) == people.bina.private


def test_a_sleeping_screen_locks_the_centre_without_the_pin(client: Client, people: People, clock: Any) -> None:
    through(client, people.bina)
    other, advisor = sign_in(Client(), people.chandra), sign_in(Client(), people.hana)
    clock(5 * 60 + 1)
    assert b'name="lock"' in client.get("/me/").content
    assert b'name="lock"' not in advisor.get("/me/").content
    assert advisor.post("/awake/", {"lock": "yes"}).status_code == 403
    assert other.post("/awake/", {"pin": PIN}).status_code == 302
    assert client.post("/awake/", {"lock": "yes"})["Location"] == "/sign-in/"
    assert other.get("/notebook/").status_code == 403 and client.post("/awake/", {"pin": PIN}).status_code == 302
    assert b'name="password"' in client.get("/me/").content


def test_a_long_day_of_work_still_wakes(client: Client, people: People, clock: Any) -> None:
    through(client, people.bina)
    for _ in range(20):
        clock(4 * 60)
        assert client.get("/me/").status_code == 200
    clock(6 * 60)
    assert client.post("/awake/", {"pin": PIN})["Location"] == "/"


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "/\\x.example"]
)
def test_waking_leads_nowhere_else(client: Client, people: People, clock: Any, address: str) -> None:
    through(client, people.bina)
    clock(6 * 60)
    assert client.post("/awake/", {"pin": PIN, "next": address})["Location"] == "/"


def test_after_half_an_hour_the_pin_no_longer_wakes(client: Client, people: People, clock: Any, settings: Any) -> None:
    through(client, people.bina)
    clock(34 * 60)
    assert b"This screen sleeps" in client.get("/me/").content
    clock(2 * 60)
    assert b"This screen sleeps" not in client.get("/me/").content
    assert not list((settings.RUN / "sessions").glob("*.share")), (
        "the share is destroyed, whether or not a sweep came by"
    )
    assert client.post("/awake/", {"pin": PIN})["Location"] == "/sign-in/"


def test_after_eight_hours_it_ends_even_in_use(client: Client, people: People, clock: Any) -> None:
    through(client, people.bina)
    for _ in range(8 * 15):
        clock(4 * 60)
        last = client.get("/me/").status_code
    assert last == 200
    clock(60)
    assert client.get("/me/").status_code == 403
    assert client.post("/awake/", {"pin": PIN})["Location"] == "/sign-in/"


def test_five_wrong_pins_end_the_session(client: Client, people: People, clock: Any) -> None:
    through(client, people.bina)
    clock(6 * 60)
    for left in (4, 3, 2, 1):
        assert f"You have {left} tr" in client.post("/awake/", {"pin": "000000"}).content.decode()
    assert b"Please sign in with your passphrase" in client.post("/awake/", {"pin": "000000"}).content
    assert client.post("/awake/", {"pin": PIN})["Location"] == "/sign-in/" and client.get("/me/").status_code == 403


def test_a_right_pin_forgets_the_wrong_ones(client: Client, people: People, clock: Any) -> None:
    through(client, people.bina)
    for _ in range(3):
        clock(6 * 60)
        for _ in range(4):
            client.post("/awake/", {"pin": "000000"})
        assert client.post("/awake/", {"pin": PIN}).status_code == 302


def test_lock_ends_a_sleeping_session_too(client: Client, people: People, clock: Any) -> None:
    through(client, people.bina)
    clock(6 * 60)
    centres.lock_centre(people.centre, people.esther.account)
    assert client.post("/awake/", {"pin": PIN})["Location"] == "/sign-in/"


def test_lock_ends_a_session_between_the_steps(client: Client, people: People) -> None:
    with_code(people.bina)
    first_step(client)
    centres.lock_centre(people.centre, people.esther.account)
    assert client.get("/sign-in/second/")["Location"] == "/sign-in/"


def test_what_was_ended_is_not_written_back(people: People, client: Client) -> None:
    through(client, people.bina)
    running: Any = sessions.SessionStore(client.cookies["__Host-session"].value)
    running["more"] = "from a request that was still running"
    sessions.end_all(people.centre)
    with pytest.raises(UpdateError):
        running.save()
    assert client.get("/me/").status_code == 403


def test_nothing_in_the_run_folder_opens_without_the_cookie(
    client: Client, people: People, settings: Any, clock: Any
) -> None:
    def found() -> list[str]:
        wanted = [people.bina.private, people.bina.private.hex().encode(), PIN.encode(), PASSPHRASE.encode(), b"bina"]
        wanted.append(client.cookies["__Host-session"].value.encode())
        files = [path for path in settings.RUN.rglob("*") if path.is_file()]
        assert len(files) >= 2
        return [str(path) for path in files if any(one in path.read_bytes() for one in wanted)]

    with_code(people.bina)
    first_step(client)
    assert found() == [], "between the steps"
    through(client, people.bina)
    assert found() == [], "awake"
    clock(6 * 60)
    client.get("/me/")
    assert found() == [], "asleep"


def test_signing_out_forgets(client: Client, people: People, settings: Any) -> None:
    through(client, people.bina)
    answer = client.post("/sign-out/")
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert [path for path in (settings.RUN / "sessions").iterdir() if path.name != ".lock"] == []
    assert client.get("/me/").status_code == 403


def test_signing_in_while_asleep_begins_anew(client: Client, people: People, clock: Any) -> None:
    through(client, people.bina)
    clock(6 * 60)
    assert b"This screen sleeps" in client.get("/sign-in/").content
    through(client, people.chandra)
    assert client.get("/me/").context["mine"].account == people.chandra.account


def test_cookies_are_bound_to_this_host(client: Client, people: People) -> None:
    through(client, people.bina)
    for name in ("__Host-session", "__Host-csrf"):
        cookie = client.cookies[name]
        assert cookie["secure"] and cookie["path"] == "/" and not cookie["domain"] and cookie["samesite"] == "Strict"
    assert client.cookies["__Host-session"]["httponly"]


def test_my_screen_sleeps_at_once(client: Client, people: People) -> None:
    sign_in(client, people.bina)
    assert client.post("/me/sleep/")["Location"] == "/awake/"
    assert client.get("/me/").status_code == 403 and b"This screen sleeps" in client.get("/awake/").content
    assert client.post("/awake/", {"pin": PIN})["Location"] == "/" and client.get("/me/").status_code == 200


def test_what_was_sent_as_the_screen_slept_is_not_lost(
    client: Client, people: People, clock: Any, settings: Any
) -> None:
    through(client, people.bina)
    clock(6 * 60)
    sent = client.post("/packets/know/", {"card": "what she <typed>", "words": ["one", "two"]})
    assert sent.status_code == 403 and b"what she" not in sent.content, "a sleeping screen shows nothing of it"
    kept = [path.read_bytes() for path in settings.RUN.rglob("*") if path.is_file()]
    assert not any(b"what she" in one for one in kept), "sealed to her"
    woken = client.post("/awake/", {"pin": PIN})
    assert woken.context["address"] == "/packets/know/"
    assert woken.context["fields"] == [("card", "what she <typed>"), ("words", "one"), ("words", "two")]
    assert b"what she &lt;typed&gt;" in woken.content
    assert not list(settings.RUN.rglob("*.aside"))


@pytest.mark.parametrize("fields", [{"pin": "314159", "passphrase": PASSPHRASE}, {}, {"text": "x" * 600_000}])
def test_what_unlocks_or_is_too_long_is_not_put_aside(
    client: Client, people: People, clock: Any, fields: dict[str, str]
) -> None:
    through(client, people.bina)
    clock(6 * 60)
    client.post("/me/pin/", fields)
    assert client.post("/awake/", {"pin": PIN})["Location"] == "/"


def test_the_sweep_puts_to_sleep_and_ends(client: Client, people: People, clock: Any, settings: Any) -> None:
    through(client, people.bina)

    def left() -> set[str]:
        return {path.suffix for path in (settings.RUN / "sessions").iterdir() if path.name != ".lock"}

    clock(4 * 60)
    assert sessions.sweep() == 0 and left() == {"", ".asleep", ".share"}
    clock(2 * 60)
    assert sessions.sweep() == 1 and left() == {".asleep", ".share"}
    clock(30 * 60)
    sessions.sweep()
    assert left() == set()


def test_pins_tried_at_the_same_moment_all_count(client: Client, people: People) -> None:
    through(client, people.bina)
    key = client.cookies["__Host-session"].value
    sessions.fall_asleep(key)
    with ThreadPoolExecutor(8) as pool:
        assert not any(pool.map(lambda number: sessions.wake(key, f"{number:06d}"), range(15)))
    assert not sessions.wake(key, PIN) and not sessions.can_wake(key)
