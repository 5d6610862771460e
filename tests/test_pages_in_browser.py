"""The public pages in real Chromium: accessibility, no outside request, no sideways scrolling, the keyboard."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from corridor.access.second_factor import code_now, new_secret
from corridor.learning.actions import keep_design
from corridor.learning.views.reviews import examples
from corridor.safe import keyring
from corridor.safe.tests.people import PASSPHRASE, PIN
from corridor.ui.languages import compile_languages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
PAGES = [
    "/",
    "/about/",
    "/sign-in/",
    "/lessons/",
    "/lessons/?stage=origin",
    "/lessons/WIF2023-17/",
    "/shelf/",
    "/shelf/terms/",
    "/shelf/practices/PRA-01/",
    "/search/?q=debt+bondage",
    "/search/?q=%D8%A7%D9%84%D8%B9%D9%85%D9%84",
    "/corridors/",
    "/corridors/NPL-JOR/",
    "/corridors/BTN-ISL/",
    "/review/",
    "/review/rules/",
    "/review/examples/capsa-2013/",
    "/programme/",
    "/programme/projects/",
    "/programme/projects/PRJ-02/",
    "/programme/events/",
    "/programme/publications/",
    "/standards/",
    "/standards/C144/",
    "/standards/changes/?from=2005&to=2013",
]


@pytest.fixture(scope="module", autouse=True)
def languages() -> None:
    compile_languages()


def open_page(chromium: Browser, base: str, path: str, width: int, language: str) -> tuple[Page, list[str]]:
    """The page, and everything that went wrong while it was opened."""
    page = chromium.new_page(viewport={"width": width, "height": 900})
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith(base) else None)
    page.goto(f"{base}{path}{'&' if '?' in path else '?'}lang={language}", wait_until="networkidle")
    return page, wrong


def violations(page: Page) -> list[tuple[str, str, str]]:
    """What axe-core finds wrong, with everything that can be folded out folded out."""
    page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200], one["nodes"][0]["failureSummary"][:300]) for one in found]


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (360, "ar")])
@pytest.mark.parametrize("path", PAGES)
def test_page(chromium: Browser, live_server: object, path: str, width: int, language: str) -> None:
    page, wrong = open_page(chromium, live_server.url, path, width, language)
    try:
        assert wrong == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "scrolls sideways"
        assert violations(page) == []
    finally:
        page.close()


SIGNED_IN = [
    "/history/",
    "/programme/projects/PRJ-02/",
    "/programme/projects/PRJ-02/correct/",
    "/programme/projects/add/",
    "/programme/events/add/",
    "/programme/publications/add/",
]
REVIEW = ["", "design/", "design/design/", "design/approach/", "design/interventions/", "design/indicators/"]


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (360, "ar")])
def test_pages_of_an_editor(chromium: Browser, live_server: object, editor: object, width: int, language: str) -> None:
    page, _ = open_page(chromium, live_server.url, "/sign-in/", width, language)
    secret = new_secret()
    keyring.keep_secrets(editor, {"pin": PIN, "code": secret})
    page.fill("#id_username", "edith")
    page.fill("#id_password", PASSPHRASE)
    page.keyboard.press("Enter")
    page.fill("#code", code_now(secret, time.time()))
    page.keyboard.press("Enter")
    page.wait_for_url(live_server.url + "/")
    for path in SIGNED_IN:
        page.goto(live_server.url + path, wait_until="networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert violations(page) == [], path
    page.close()


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (360, "ar")])
def test_pages_of_a_design_under_review(chromium: Browser, live_server: object, width: int, language: str) -> None:
    kept = keep_design(examples()["gms-triangle"], by=None)
    for path in REVIEW:
        page, wrong = open_page(chromium, live_server.url, f"/review/{kept.key}/{path}", width, language)
        assert wrong == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert violations(page) == [], path
        page.close()


def test_the_keyboard_leads_to_the_content(chromium: Browser, live_server: object) -> None:
    page, _ = open_page(chromium, live_server.url, "/", 1280, "en")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.close()


def test_a_design_is_filled_in_and_answered_with_the_keyboard_alone(chromium: Browser, live_server: object) -> None:
    page, _ = open_page(chromium, live_server.url, "/review/", 1280, "en")
    page.focus("#f-title")
    page.keyboard.type("Village watch")
    page.keyboard.press("Enter")
    page.wait_for_url("**/design/")
    page.focus("a[href$='/design/interventions/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/interventions/")
    page.focus("#f-id")
    for words in ("watch", "Committees report departures"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.type("Vigil")
    assert page.evaluate("document.activeElement.value") == "vigilance-committee"
    page.focus("form.stacked > button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/design/")
    page.focus("main a.btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_selector("article.contradicts")
    page.focus("article.contradicts summary")
    page.keyboard.press("Enter")
    page.focus("article.contradicts input[name=answer]")
    page.keyboard.press("Space")
    page.focus("article.contradicts textarea")
    page.keyboard.type("We drop them")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".answered")
    assert "We drop them" in page.inner_text(".answered")
    page.close()


def test_pages_work_without_javascript(chromium: Browser, live_server: object) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/programme/")
    assert page.locator("table").count() >= 4, "charts have their tables"
    page.goto(f"{live_server.url}/search/?q=debt")
    assert page.locator("mark").count() > 0
    context.close()
