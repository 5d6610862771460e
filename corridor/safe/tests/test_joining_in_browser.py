"""Joining and reopening in real Chromium: with the keyboard alone, on a phone in Arabic, without JavaScript."""

import time
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from corridor.access.models import Account
from corridor.access.second_factor import code_now
from corridor.safe import queries
from corridor.safe.actions import centres
from corridor.safe.models import FOUNDING, OPEN
from corridor.safe.tests.people import People, open_centre
from corridor.safe.views import joining, reopening
from corridor.ui.languages import compile_languages
from tests.test_pages_in_browser import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PIN = "415926"
SIZES = [(1280, "en"), (360, "ar")]


@pytest.fixture(scope="module", autouse=True)
def languages() -> None:
    compile_languages()


@pytest.fixture(autouse=True)
def no_tries_before() -> None:
    joining.TRIES.begin_day()
    reopening.TRIES.begin_day()


def open_page(chromium: Browser, base: str, path: str, width: int, language: str) -> tuple[Page, list[str]]:
    """A page of a browser of its own, and what went wrong in it."""
    page, wrong = chromium.new_context(viewport={"width": width, "height": 900}).new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith(base) else None)
    page.goto(f"{base}{path}?lang={language}", wait_until="networkidle")
    return page, wrong


def stands_well(page: Page, wrong: list[str], width: int) -> None:
    assert wrong == [] and violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "scrolls sideways"


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until this has the focus."""
    for _ in range(60):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def type_into(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def type_credentials(page: Page, pin: str = PIN) -> None:
    type_into(page, "#id_again", page.inner_text(".passphrase"))
    if page.locator("#id_code").count():
        type_into(page, "#id_code", code_now(page.inner_text(".card-part .digits").replace(" ", ""), time.time()))
    type_into(page, "#id_pin", pin)
    type_into(page, "#id_pin_again", pin)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("width", "language"), SIZES)
def test_the_founder_joins_with_the_keyboard(chromium: Browser, live_server: Any, width: int, language: str) -> None:
    centre, code = centres.found("New centre", "A union")
    page, wrong = open_page(chromium, live_server.url, "/join/", width, language)
    stands_well(page, wrong, width)
    page.keyboard.type("1234")
    page.keyboard.press("Enter")
    page.wait_for_selector("#fault")
    stands_well(page, wrong, width)
    assert page.input_value("#code") == "1234"
    page.focus("body")
    type_into(page, "#code", code)
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_again")
    stands_well(page, wrong, width)
    type_into(page, "#id_name", "copper-41")
    words = page.inner_text(".passphrase")
    type_credentials(page, "111111")
    page.wait_for_selector("[role=alert]")
    stands_well(page, wrong, width)
    assert page.inner_text(".passphrase") == words and page.input_value("#id_name") == "copper-41"
    type_credentials(page)
    page.wait_for_url("**/cards/**")
    assert wrong == [] and Account.objects.get().name == "copper-41"
    assert queries.ground_of(centre).state == FOUNDING
    page.context.close()


@pytest.mark.parametrize(("width", "language"), SIZES)
def test_a_sealed_centre_is_reopened(chromium: Browser, live_server: Any, width: int, language: str) -> None:
    people: People = open_centre(outside=False)
    centres.seal_centre(people.centre, people.amina.account)
    page, wrong = open_page(chromium, live_server.url, "/reopen/", width, language)
    stands_well(page, wrong, width)
    mistyped = "0" + people.printed()[0][1:]
    for selector, text in {"#one": mistyped, "#two": people.printed()[2], "#name": "amina"}.items():
        type_into(page, selector, text)
    page.keyboard.press("Enter")
    page.wait_for_selector("#fault-one")
    stands_well(page, wrong, width)
    page.focus("body")
    type_into(page, "#one", people.printed()[0])
    tab_to(page, "main form .btn")
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_again")
    stands_well(page, wrong, width)
    type_credentials(page)
    page.wait_for_url("**/reopen/next/")
    stands_well(page, wrong, width)
    assert queries.ground_of(people.centre).state == OPEN
    page.goto(f"{live_server.url}/reopen/names/")
    stands_well(page, wrong, width)
    page.context.close()


def test_it_works_without_javascript(chromium: Browser, live_server: Any) -> None:
    _centre, code = centres.found("New centre", "A union")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/join/")
    page.fill("#code", code)
    page.click("main form .btn")
    page.fill("#id_again", page.inner_text(".passphrase"))
    page.fill("#id_code", code_now(page.inner_text(".card-part .digits").replace(" ", ""), time.time()))
    page.fill("#id_pin", PIN)
    page.fill("#id_pin_again", PIN)
    page.click("main form.stacked > .btn")
    page.wait_for_url("**/cards/")
    context.close()
