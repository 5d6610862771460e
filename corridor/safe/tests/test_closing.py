"""Lock and Seal: who may, what ends at once, what is told, the printed link, the timer."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page

from corridor.safe import chain, keyring, queries, sessions
from corridor.safe.actions import centres, records
from corridor.safe.actions.members import invitation_for, invite, join
from corridor.safe.faults import NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.models import OPEN, SEALED, Hold, SealedRecord
from corridor.safe.queries import ground_of, seal_timer
from corridor.safe.tests.people import PASSPHRASE, PIN, People, found, open_centre, sign_in
from corridor.safe.tests.records import Memo, memo  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memo")]
MAY_LOCK = {"amina", "bina", "chandra", "dalia", "esther", "farida", "gita"}
MAY_SEAL = {"amina", "bina", "chandra"}


def browser(member: Member) -> Client:
    return sign_in(Client(), member)


def state(people: People) -> str:
    return ground_of(people.centre).state


# Lock


@pytest.mark.parametrize("name", sorted(MAY_LOCK))
def test_one_tap_ends_every_session_of_the_centre_and_of_no_other(people: People, name: str) -> None:
    other = open_centre("Another", "x", outside=False)
    bina, elsewhere, outside = browser(people.bina), browser(other.bina), browser(people.edith)
    asleep = browser(people.chandra).cookies["__Host-session"].value
    sessions.path_of(asleep).unlink()
    answer = browser(people.members[name]).post("/lock/")
    assert answer.status_code == 302 and answer.url == "/sign-in/" and answer["Clear-Site-Data"] == '"cache"'
    assert bina.get("/members/").status_code == 403 and not sessions.wake(asleep, PIN)
    assert elsewhere.get("/members/").status_code == 200 and outside.get("/history/").status_code == 200
    assert state(people) == OPEN and keyring.read(people.bina.account)


@pytest.mark.parametrize("name", ["hana", "ines", "jamila", "kamala", "edith", "lina"])
def test_nobody_else_locks_or_seals(people: People, name: str) -> None:
    client, bina = browser(people.members[name]), browser(people.bina)
    assert {client.post(path).status_code for path in ("/lock/", "/seal/", "/closing/link/")} == {404}
    assert client.get("/closing/").status_code == 404
    assert bina.get("/members/").status_code == 200 and state(people) == OPEN


def test_locking_asks_no_question_and_is_no_link(people: People) -> None:
    client = browser(people.bina)
    assert client.get("/lock/").status_code == client.get("/seal/").status_code == 405
    assert client.get("/members/").status_code == 200


# Seal


@pytest.mark.parametrize("name", sorted(MAY_LOCK))
def test_any_member_of_the_circle_seals_and_only_they(people: People, name: str) -> None:
    records.write_record(Memo("before"), by=people.bina)
    bystander = browser(people.chandra)
    answer = browser(people.members[name]).post("/seal/")
    if name not in MAY_SEAL:
        assert answer.status_code == 404 and state(people) == OPEN
        return
    assert (
        answer.status_code == 200 and answer["Clear-Site-Data"] == '"cache"' and answer["Cache-Control"] == "no-store"
    )
    assert state(people) == SEALED and not Hold.objects.filter(epoch__centre=people.centre).exists()
    assert not keyring.folder_of(people.centre).exists() and bystander.get("/members/").status_code == 403
    for one in (people.amina, people.bina, people.chandra):
        with pytest.raises(NoKey):
            queries.reading(Member(one.account, one.private), "read_note")


def test_a_sealed_centre_still_takes_writes_and_two_cards_open_them(people: People) -> None:
    browser(people.bina).post("/seal/")
    records.write_record(Memo("while sealed"), by=None, centre=people.centre)
    assert SealedRecord.objects.count() == 1
    printed = people.printed()
    assert centres.open_recovery(people.centre, printed[0], printed[2])
    assert chain.faults(ground_of(people.centre)) == []


def test_whoever_was_not_admitted_does_not_seal(people: People) -> None:
    invitation = invitation_for(invite("caseworker", by=people.amina))
    assert invitation
    maya = Member(*join(invitation, "maya", PASSPHRASE, {"pin": PIN}))
    assert browser(maya).post("/seal/").status_code == 404 and state(people) == OPEN
    assert not browser(maya).get("/closing/").context["may_seal"]


def test_a_centre_without_cards_can_not_be_sealed(client: Client) -> None:
    centre, amina = found()
    answer = sign_in(client, amina).post("/seal/")
    assert answer.status_code == 409 and keyring.read(amina.account) and ground_of(centre).state == "founding"
    assert client.post("/lock/").status_code == 302, "locking works from the first day"


def test_what_could_not_be_promised_is_told(people: People, monkeypatch: Any) -> None:
    monkeypatch.setattr(keyring, "held_in_memory", lambda folder: False)
    told = browser(people.bina).post("/seal/").content.decode()
    assert "may keep traces" in told


def test_nothing_is_confessed_where_everything_was_promised(people: People, monkeypatch: Any) -> None:
    monkeypatch.setattr(keyring, "held_in_memory", lambda folder: True)
    answer = browser(people.bina).post("/seal/")
    assert answer.context["left"] == []


def test_a_file_that_stays_and_a_disk_that_is_full_are_told(people: People, monkeypatch: Any) -> None:
    from django.db import OperationalError

    monkeypatch.setattr(keyring, "destroy_all", lambda centre: ["still there: x.json"])
    monkeypatch.setattr(centres, "acting", lambda *a, **k: (_ for _ in ()).throw(OperationalError("disk")))
    left = browser(people.bina).post("/seal/").context["left"]
    assert len(left) == 2 and "disk behind" in left[0] and "written down" in left[1]


# The printed link


def link(people: People) -> str:
    answer = browser(people.amina).post("/closing/link/")
    assert answer["Cache-Control"] == "no-store"
    return answer.context["link"].split("testserver")[1]


def test_opening_the_link_does_nothing_and_its_button_seals(people: People) -> None:
    path, phone = link(people), Client(enforce_csrf_checks=True)
    page = phone.get(path).content.decode()
    assert page.count("<button") == 1 and page.count("<a ") == 0 and state(people) == OPEN
    assert "Amina" not in page and phone.head(path).status_code == 200 and state(people) == OPEN
    assert phone.post(path).status_code == 404 and state(people) == SEALED


def test_after_its_use_an_unknown_word_and_a_replaced_link_answer_the_same_bytes(people: People) -> None:
    replaced, path = link(people), link(people)
    phone = Client()
    unknown = phone.get("/seal/no-such-word/")
    assert phone.get(replaced).content == unknown.content and phone.get(path).content != unknown.content
    used = phone.post(path)
    for answer in (used, phone.post(path), phone.get(path), phone.post("/seal/no-such-word/"), phone.post(replaced)):
        assert (answer.status_code, answer.content) == (unknown.status_code, unknown.content)
        assert dict(answer.headers) == dict(unknown.headers)


def test_a_used_link_stays_used_after_reopening(people: People) -> None:
    path = link(people)
    Client().post(path)
    recovery = centres.open_recovery(people.centre, *people.printed()[:2])
    file, _ = keyring.make(people.amina.account, PASSPHRASE, {})
    centres.reopen(people.centre, recovery, people.amina.account, bytes.fromhex(file.public))
    Client().post(path)
    assert state(people) == OPEN


def test_the_word_is_read_however_it_is_typed_and_stands_nowhere(people: People) -> None:
    path = link(people)
    word = path.split("/")[2]
    typed = word.upper().replace("-", "")
    assert queries.linked_ground(typed) and bytes(ground_of(people.centre).seal_link or b"") == queries.link_digest(
        word
    )
    assert len(typed) == 20 and queries.linked_ground("") is None


# The timer


def test_the_timer_is_off_until_it_is_set(people: People) -> None:
    assert seal_timer(ground_of(people.centre)) is None
    assert centres.seal_if_untouched(timezone.localdate() + timedelta(days=4000)) == []


def test_the_timer_counts_from_the_last_opening_and_seals(people: People) -> None:
    today = timezone.localdate()
    other = open_centre("Another", "x", outside=False)
    browser(people.amina).post("/ground/timer/", {"days": "٣٠"})
    ground = ground_of(people.centre)
    assert [seal_timer(ground, today + timedelta(days=n)) for n in (0, 16, 23, 29, 30)] == [30, 14, 7, 1, 0]
    assert centres.seal_if_untouched(today + timedelta(days=29)) == [] and state(people) == OPEN
    assert centres.seal_if_untouched(today + timedelta(days=30)) == [people.centre] and state(people) == SEALED
    assert ground_of(other.centre).state == OPEN
    assert centres.seal_if_untouched(today + timedelta(days=31)) == []


@pytest.mark.parametrize(("ago", "warned"), [(15, False), (16, True), (23, True), (29, True), (30, True)])
def test_fourteen_days_before_the_ground_page_warns(people: People, ago: int, warned: bool) -> None:
    centres.set_seal_timer(30, by=people.amina)
    ground, client = ground_of(people.centre), browser(people.bina)
    ground.last_opened = timezone.localdate() - timedelta(days=ago)
    ground.save()
    assert client.get("/ground/").context["warn"] is warned


@pytest.mark.parametrize("days", ["", "0", "1", "366", "x", "1e3", "9" * 500])
def test_odd_numbers_of_days_are_refused_with_the_number(people: People, days: str) -> None:
    answer = browser(people.amina).post("/ground/timer/", {"days": days})
    assert answer.status_code == 409 and ground_of(people.centre).seal_after_days is None


def test_the_timer_is_turned_off_and_only_by_a_coordinator(people: People) -> None:
    centres.set_seal_timer(30, by=people.amina)
    assert browser(people.bina).post("/ground/timer/", {"off": "yes"}).status_code == 404
    browser(people.amina).post("/ground/timer/", {"off": "yes"})
    assert ground_of(people.centre).seal_after_days is None
    with pytest.raises(Unfit):
        centres.set_seal_timer(1, by=people.amina)


# The button that is held


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
class TestHeld:
    """In real Chromium."""

    def page(self, chromium: Browser, live_server: Any, people: People, scripts: bool = True) -> Page:
        client = browser(people.bina)
        cookie = {"name": "__Host-session", "value": client.cookies["__Host-session"].value}
        context = chromium.new_context(java_script_enabled=scripts)
        context.add_cookies([{**cookie, "url": "https://localhost/", "secure": True}])
        page = context.new_page()
        page.goto(live_server.url.replace("127.0.0.1", "localhost") + "/closing/")
        return page

    def test_by_pointer(self, chromium: Browser, live_server: Any, people: People) -> None:
        page = self.page(chromium, live_server, people)
        box = page.locator("[data-hold]").bounding_box()
        assert box
        page.mouse.move(box["x"] + 9, box["y"] + 9)
        page.mouse.down()
        page.wait_for_timeout(1200)
        page.mouse.up()
        page.wait_for_timeout(1500)
        assert state(people) == OPEN, "let go too early"
        page.mouse.down()
        page.wait_for_selector("h1:has-text('sealed')", timeout=6000)
        assert state(people) == SEALED

    def test_by_key(self, chromium: Browser, live_server: Any, people: People) -> None:
        page = self.page(chromium, live_server, people)
        page.locator("[data-hold]").focus()
        page.keyboard.press("Enter")
        page.wait_for_timeout(500)
        assert state(people) == OPEN
        page.keyboard.down(" ")
        page.wait_for_selector("h1:has-text('sealed')", timeout=6000)
        assert state(people) == SEALED

    def test_without_scripts_by_a_second_button(self, chromium: Browser, live_server: Any, people: People) -> None:
        page = self.page(chromium, live_server, people, scripts=False)
        assert not page.locator("[data-hold]").is_visible() and not page.locator("details .btn-seal").is_visible()
        page.locator("details summary").click()
        assert state(people) == OPEN
        page.locator("details .btn-seal").click()
        assert state(people) == SEALED and "sealed" in page.locator("h1").inner_text()
