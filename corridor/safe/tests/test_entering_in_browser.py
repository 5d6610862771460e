"""Signing in with real Chromium: the keyboard alone, a passkey of a virtual key, cookies, every page looked over."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response

from corridor.access.second_factor import code_now, new_secret
from corridor.safe import entering, keyring, limits, used_codes
from corridor.safe.tests.people import PASSPHRASE, PIN, People
from corridor.ui.languages import compile_languages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = (Path(__file__).parents[3] / "tests/vendor/axe.min.js").read_text(encoding="utf-8")
SECRET = new_secret()
PICTURES: Path | None = None  # a folder, while pages are looked at


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_languages()
    for name in ("SIGN_IN", "CODE"):
        monkeypatch.setattr(limits, name, limits.Limits(name))


@pytest.fixture(params=[(1280, "en"), (360, "ar")], ids=["1280-en", "360-ar"])
def seat(chromium: Browser, live_server: Any, people: People, request: Any) -> Any:
    """Bina's browser, and everything that went wrong in it."""
    width, language = request.param
    context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=live_server.url)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(live_server.url) else wrong.append(asked.url))
    page.on("console", lambda told: wrong.append(told.text) if "Content Security" in told.text else None)
    page.goto(f"/sign-in/?lang={language}")
    yield page
    assert wrong == []
    context.close()


def look(page: Page, name: str) -> None:
    """Nothing scrolls sideways, and axe-core finds nothing wrong."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    if PICTURES:
        page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == [], name


def tab_to(page: Page, name: str) -> None:
    """Reach a field or button with the tab key alone."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id || document.activeElement.name") == name:
            return
    raise AssertionError(f"{name} is not reached with the keyboard")


def fill(page: Page, **fields: str) -> None:
    """Type with the keyboard alone, and send with Enter."""
    for name, words in fields.items():
        tab_to(page, name)
        page.keyboard.type(words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def virtual_key(context: BrowserContext, page: Page) -> Any:
    """A security key that exists only in this browser."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, "automaticPresenceSimulation": True}})
    return session


def test_a_first_day_with_the_keyboard_alone(seat: Page, people: People) -> None:
    """No second factor yet: she makes one, works, her screen sleeps, the PIN wakes it, she signs out."""
    keyring.keep_secrets(people.bina.account, {})
    language = seat.get_attribute("html", "lang")
    look(seat, "sign-in")
    fill(seat, id_username="bina", id_password="not these words")
    assert seat.locator("[role=alert]").is_visible()
    look(seat, "sign-in-wrong")
    fill(seat, id_password=PASSPHRASE)
    seat.wait_for_url("**/sign-in/new/")
    look(seat, "new-factor")
    secret = seat.inner_text("li .digits").replace(" ", "")
    assert seat.locator(".qr svg").bounding_box()["width"] > 150
    fill(seat, code=code_now(secret, entering.clock()), pin="111111", pin_again="111111")
    look(seat, "new-factor-wrong")
    fill(seat, code=code_now(secret, entering.clock()), pin=PIN, pin_again=PIN)
    assert "bina" in seat.inner_text("header")
    look(seat, "front")
    for name in ("me", "me/passphrase", "me/pin", "me/code", "me/passkeys"):
        seat.goto(f"/{name}/")
        look(seat, name.replace("/", "-"))
    seat.goto("/me/")
    seat.focus("form[action='/me/sleep/'] button")
    seat.keyboard.press("Enter")
    seat.wait_for_url("**/awake/")
    seat.goto("/me/pin/")
    look(seat, "awake")
    seat.focus("#pin")
    seat.keyboard.type(PIN)
    seat.keyboard.press("Enter")
    seat.wait_for_url("**/me/pin/")
    seat.focus("form[action='/sign-out/'] button")
    with seat.expect_navigation():
        seat.keyboard.press("Enter")
    assert seat.get_attribute("html", "lang") == language, "the language stays"
    assert "__Host-session" not in {one["name"] for one in seat.context.cookies()}
    assert seat.goto("/me/").status == 403


def test_a_passkey_of_her_own(seat: Page, people: People) -> None:
    keyring.keep_secrets(people.bina.account, {"pin": PIN, "code": SECRET})
    key = virtual_key(seat.context, seat)
    fill(seat, id_username="bina", id_password=PASSPHRASE)
    fill(seat, code=code_now(SECRET, entering.clock()))
    seat.goto("/me/passkeys/")
    fill(seat, label="My key", passphrase=PASSPHRASE)
    seat.wait_for_url("**/me/")
    member = entering.again(people.bina.account.key, people.bina.private or b"")
    assert member and [one["name"] for one in member.passkeys] == ["My key"]
    seat.goto("/me/passkeys/")
    look(seat, "passkey-kept")
    seat.click("form[action='/sign-out/'] button")
    seat.goto("/sign-in/")
    fill(seat, id_username="bina", id_password=PASSPHRASE)
    look(seat, "second-factor")
    seat.focus("form.with-passkey button")
    seat.keyboard.press("Enter")
    seat.wait_for_url(lambda url: url.endswith("/") and "sign-in" not in url)
    assert seat.goto("/me/").status == 200
    seat.goto("/me/passkeys/")
    fill(seat, **{"away-1": " ", "passphrase-away": PASSPHRASE})
    member = entering.again(people.bina.account.key, people.bina.private or b"")
    assert member and member.passkeys == []
    key.detach()


def test_another_key_is_not_hers(seat: Page, people: People) -> None:
    """A passkey that was made for somebody else, or none at all, lets nobody in; the code still does."""
    keyring.keep_secrets(people.bina.account, {"pin": PIN, "code": SECRET})
    first = virtual_key(seat.context, seat)
    fill(seat, id_username="bina", id_password=PASSPHRASE)
    fill(seat, code=code_now(SECRET, entering.clock()))
    seat.goto("/me/passkeys/")
    fill(seat, label="My key", passphrase=PASSPHRASE)
    seat.click("form[action='/sign-out/'] button")
    first.send("WebAuthn.disable")
    first.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    first.send("WebAuthn.addVirtualAuthenticator", {"options": kind})
    seat.goto("/sign-in/")
    fill(seat, id_username="bina", id_password=PASSPHRASE)
    seat.click("form.with-passkey button")
    seat.locator("form.with-passkey .flag").wait_for(state="visible")
    assert seat.goto("/me/").status == 403
    seat.goto("/sign-in/second/")
    used_codes.path().unlink()
    used_codes.begin(0)
    fill(seat, code=code_now(SECRET, entering.clock()))
    assert seat.goto("/me/").status == 200


def test_cookies_stay_with_this_host(chromium: Browser, live_server: Any, people: People) -> None:
    """Real Chromium keeps `__Host-` cookies from http://localhost, so they are set as they claim to be."""
    keyring.keep_secrets(people.bina.account, {"pin": PIN, "code": SECRET})
    context = chromium.new_context(base_url=live_server.url)
    page = context.new_page()
    page.goto("/sign-in/?lang=en")
    fill(page, id_username="bina", id_password=PASSPHRASE)
    fill(page, code=code_now(SECRET, entering.clock()))
    cookies = {one["name"]: one for one in context.cookies()}
    assert set(cookies) == {"__Host-session", "__Host-csrf", "__Host-language"}
    assert all(one["secure"] and one["path"] == "/" and one["domain"] == "localhost" for one in cookies.values())
    assert cookies["__Host-session"]["httpOnly"] and cookies["__Host-session"]["expires"] == -1
    assert page.evaluate("document.cookie.includes('__Host-session')") is False
    answer: Response | None = page.goto("/me/")
    assert answer and answer.status == 200 and "no-store" in answer.headers["cache-control"]
    context.close()
