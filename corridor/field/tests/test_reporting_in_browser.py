"""Saying what happened in real Chromium: a phone in Arabic, without JavaScript, and back with the receipt."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page

from corridor.field.actions import inbox
from corridor.field.receipts import RECEIPT
from corridor.field.tests.outside import OGG, reports
from corridor.safe.tests.people import People, open_centre
from corridor.ui.languages import compile_languages
from tests.test_pages_in_browser import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTH = 360
TEXT = "أخذ جواز سفري ولا يعيده."


@pytest.fixture(scope="module", autouse=True)
def languages() -> None:
    compile_languages()


@pytest.fixture(autouse=True)
def no_tries_before() -> None:
    RECEIPT.begin_day()


def stands_well(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH, "scrolls sideways"
    assert page.get_attribute("html", "dir") == "rtl"
    scripts = page.locator("script[src]").evaluate_all("(all) => all.map((one) => one.src.split('/').pop())")
    assert scripts == (["voice.js"] if page.locator("#voice").count() else []), "only where a voice can be recorded"


def test_a_phone_in_arabic_without_javascript(chromium: Browser, live_server: Any) -> None:
    people: People = open_centre(outside=False)
    context = chromium.new_context(viewport={"width": WIDTH, "height": 740}, java_script_enabled=False)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/centres/{people.centre.key}/report/")
    page.click("main a[lang=ar]")
    stands_well(page)
    page.check("input[value=documents]")
    page.fill("#text", TEXT)
    page.set_input_files("#voice", {"name": "film.pdf", "mimeType": "audio/ogg", "buffer": b"%PDF"})
    page.click("main form .btn")
    assert page.locator("[role=alert]").count() == 1 and page.input_value("#text") == TEXT
    assert page.is_checked("input[value=documents]")
    stands_well(page)
    page.set_input_files("#voice", {"name": "voice.ogg", "mimeType": "audio/ogg", "buffer": OGG})
    page.click("main form .btn")
    digits = page.inner_text(".code-large")
    assert [len(group) for group in digits.split(" ")] == [4] * 4
    stands_well(page)

    [entry] = reports(people.bina)
    assert entry.content.text == TEXT and entry.content.language == "ar"
    inbox.answer(entry.id, "تعالي يوم الأحد.", action="read_case", by=people.bina, form="a")
    page.click("main a.btn-outline-primary")
    page.fill("#receipt", digits.translate({ord(str(i)): chr(ord("٠") + i) for i in range(10)}))
    page.click("main form .btn")
    assert "تعالي يوم الأحد." in page.inner_text("main") and TEXT in page.inner_text("main")
    stands_well(page)
    page.fill("#text", "شكرا")
    page.click("main form .btn")
    assert page.locator("[role=status]").count() == 1 and "شكرا" in page.inner_text("main")
    assert digits.replace(" ", "") not in "".join(asked).replace("%20", "").replace(" ", ""), "never in an address"
    with pytest.raises(Error, match="CACHE_MISS"):  # the browser kept no page that a form answered
        page.go_back()
    assert [one["name"] for one in context.cookies()] in ([], ["__Host-csrf"])
    context.close()


@pytest.mark.parametrize("path", ["report", "receipt"])
def test_the_pages_can_be_used_by_everybody(chromium: Browser, live_server: Any, path: str) -> None:
    people: People = open_centre(outside=False)
    page = chromium.new_context(viewport={"width": WIDTH, "height": 740}).new_page()
    page.goto(f"{live_server.url}/centres/{people.centre.key}/{path}/?lang=ar")
    assert violations(page) == []
    stands_well(page)
    page.context.close()
