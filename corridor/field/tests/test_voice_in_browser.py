"""A voice that is recorded in the page, in real Chromium with a made-up microphone: sent, heard, and never required."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from corridor.field.contents import VoiceNote
from corridor.field.files import media_of
from corridor.field.receipts import RECEIPT
from corridor.field.tests.outside import TEXT, receipt_in, send
from corridor.field.views.outside import MICROPHONE
from corridor.safe import queries
from corridor.safe.notebook.evidence import original_of
from corridor.safe.tests.people import People, open_centre, sign_in
from corridor.ui.headers import POWERS_OFF
from corridor.ui.languages import compile_languages
from tests.test_pages_in_browser import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTH = 360
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
MADE_UP = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
SIZE = "document.getElementById('voice').files[0]?.size ?? 0"
NOT_HERE = "microphone is not allowed in this document"  # what the browser says where the page's policy shuts it
REFUSES = "navigator.mediaDevices.getUserMedia({audio: true}).then(() => 'opened', (why) => why.name)"


@pytest.fixture(scope="module", autouse=True)
def languages() -> None:
    compile_languages()


@pytest.fixture(autouse=True)
def no_tries_before() -> None:
    RECEIPT.begin_day()


@pytest.fixture
def house() -> People:
    return open_centre(outside=False)


@pytest.fixture(scope="module")
def speaking(chromium: Browser) -> Iterator[Browser]:
    """A browser with a microphone that beeps by itself."""
    path = os.environ.get("CORRIDOR_CHROMIUM", "/usr/bin/chromium")
    browser = chromium.browser_type.launch(executable_path=path, args=[*FLAGS, *MADE_UP])
    yield browser
    browser.close()


@pytest.fixture
def phone(speaking: Browser, live_server: Any) -> Iterator[Page]:
    """A page of a small phone; any error in it fails the test."""
    context = speaking.new_context(base_url=live_server.url, viewport={"width": WIDTH, "height": 740})
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console", lambda told: wrong.append(told.text) if told.type == "error" and NOT_HERE not in told.text else None
    )
    yield page
    context.close()
    assert wrong == []


def voices(house: People) -> list[Any]:
    return queries.reading(house.bina, "read_case").of_type(VoiceNote)


def recorded(page: Page, milliseconds: int = 2_000) -> int:
    """Record with the keyboard alone. Returns how many bytes stand in the file box."""
    page.focus("[data-record]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-stop]:focus")
    assert "Recording" in page.inner_text("[data-state]") and "/ 3:00" in page.inner_text("[data-time]")
    page.wait_for_timeout(milliseconds)
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-listen]:focus")
    return int(page.evaluate(SIZE))


def test_two_seconds_are_recorded_sent_and_heard(phone: Page, house: People, speaking: Browser) -> None:
    phone.goto(f"/centres/{house.centre.key}/report/?lang=en")
    assert violations(phone) == [] and phone.evaluate("document.documentElement.scrollWidth") <= WIDTH
    assert recorded(phone) > 1_000 and phone.inner_text("[data-record]") == "Record again"
    phone.keyboard.press("Enter")  # she listens
    phone.wait_for_timeout(300)
    assert "It goes along when you send" in phone.inner_text("[data-state]")
    size = recorded(phone)
    phone.wait_for_timeout(300)  # until the button has its colour
    assert violations(phone) == [] and phone.evaluate("document.documentElement.scrollWidth") <= WIDTH
    phone.check("input[value=documents]")
    phone.click("main form button:has-text('Send it')")
    phone.wait_for_selector(".code-large")
    [entry] = voices(house)
    assert (entry.content.size, entry.content.media) == (size, media_of(original_of(entry, house.centre)))
    assert entry.content.media in {"audio/webm", "audio/mp4"} and entry.content.name.startswith("voice.")
    heard_in_the_inbox(speaking, phone, house, entry.head)


def heard_in_the_inbox(speaking: Browser, phone: Page, house: People, report: str) -> None:
    context = speaking.new_context(base_url=phone.url.split("/centres/")[0])
    cookie = sign_in(Client(), house.bina).cookies["__Host-session"].value
    context.add_cookies([{"name": "__Host-session", "value": cookie, "url": "https://localhost", "secure": True}])
    page = context.new_page()
    page.goto(f"/inbox/{report}/")
    page.evaluate("document.querySelector('audio').play()")
    page.wait_for_timeout(1_000)
    assert page.evaluate("document.querySelector('audio').currentTime") > 0
    context.close()


def test_what_is_being_recorded_goes_along_and_an_addition_too(phone: Page, house: People) -> None:
    receipt = receipt_in(send(house))
    phone.goto(f"/centres/{house.centre.key}/receipt/?lang=en")
    assert phone.evaluate(REFUSES) == "NotAllowedError", "no microphone where nothing can be recorded"
    phone.fill("#receipt", receipt)
    phone.click("main form .btn")
    phone.click("[data-record]")
    phone.wait_for_selector("[data-stop]:focus")
    phone.wait_for_timeout(1_000)
    phone.click("#add button:has-text('Add it')")
    phone.wait_for_selector(".alert-success")
    [entry] = voices(house)
    assert entry.content.size > 500


def test_after_three_minutes_it_stops_by_itself(phone: Page, house: People) -> None:
    phone.clock.install()
    phone.goto(f"/centres/{house.centre.key}/report/?lang=en")
    phone.click("[data-record]")
    phone.wait_for_selector("[data-stop]:focus")
    phone.clock.fast_forward("03:01")
    phone.wait_for_selector("[data-listen]:focus")
    assert int(phone.evaluate(SIZE)) > 0
    phone.set_input_files("#voice", {"name": "mine.ogg", "mimeType": "audio/ogg", "buffer": b"OggS"})
    assert phone.evaluate(SIZE) == 4 and phone.is_hidden("[data-listen]"), "a file that she chooses takes its place"


def test_a_microphone_that_is_refused_is_told_and_the_page_works_on(phone: Page, house: People) -> None:
    phone.add_init_script("navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('no'))")
    phone.goto(f"/centres/{house.centre.key}/report/?lang=en")
    phone.click("[data-record]")
    phone.wait_for_selector("[data-state]:has-text('can not be used')")
    assert phone.is_visible("[data-record]") and phone.is_hidden("[data-stop]")
    phone.fill("#text", TEXT)
    phone.click("main form button:has-text('Send it')")
    phone.wait_for_selector(".code-large")


def test_a_browser_that_records_nothing_shows_no_button(phone: Page, house: People) -> None:
    phone.add_init_script("delete window.MediaRecorder")
    phone.goto(f"/centres/{house.centre.key}/report/?lang=ar")
    assert phone.is_hidden("[data-record]") and phone.is_visible("#voice")


def test_the_microphone_may_open_on_the_pages_with_a_recorder_alone(house: People) -> None:
    report, receipt = (f"/centres/{house.centre.key}/{way}/" for way in ("report", "receipt"))
    digits = receipt_in(send(house))
    with_recorder = [
        Client().get(f"{report}?lang=en"),
        Client().post(report, {}),
        Client().post(receipt, {"receipt": digits}),
    ]
    without = [Client().get(report), Client().get(receipt), Client().post(receipt, {"receipt": "1"}), Client().get("/")]
    assert {one["Permissions-Policy"] for one in with_recorder} == {MICROPHONE}
    assert {one["Permissions-Policy"] for one in without} == {POWERS_OFF}
    assert "microphone=(self)" in MICROPHONE and "camera=()" in MICROPHONE
    assert all(b"data-voice=" in one.content for one in with_recorder) and b"data-voice=" not in without[1].content


@pytest.mark.parametrize(
    ("begins", "media"),
    [
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01" + b"A_OPUS", "audio/webm"),
        (b"OggS\0\2" + b"OpusHead", "audio/ogg"),
        *((b"\0\0\0\x1cftyp" + brand + b"\0\0\0\1isom", "audio/mp4") for brand in (b"iso5", b"iso6", b"mp42", b"M4A ")),
        (b"\0\0\0\x1cftypiso5" + b"hdlr" + bytes(8) + b"vide", ""),
    ],
)
def test_what_browsers_record_is_known(begins: bytes, media: str) -> None:
    assert media_of(begins) == media
