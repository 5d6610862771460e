"""The notebook in real Chromium, with the keyboard alone: write, restrict, read, two at once; how it looks."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from corridor.exchange.tests.test_pictures import with_place
from corridor.safe import queries
from corridor.safe.actions import attachments, notebook
from corridor.safe.keys import Member
from corridor.safe.models import SealedRecord
from corridor.safe.notebook.contents import KeptText, Note, NoteDraft, Typed
from corridor.safe.tests.people import People, sign_in
from corridor.ui.languages import compile_languages
from tests.test_pages_in_browser import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module", autouse=True)
def languages() -> None:
    compile_languages()


def is_fault(told: ConsoleMessage) -> bool:
    """An error in the console, but for an answer that is meant to be a refusal."""
    return told.type == "error" and not any(f"status of {status}" in told.text for status in (404, 409))


@pytest.fixture
def enter(chromium: Browser, live_server: object, people: People) -> Iterator[object]:
    """A browser of her own for a member, signed in; every problem on its pages fails the test."""
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def begin(name: str, width: int = 1280, script: bool = True) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 900}, java_script_enabled=script
        )
        opened.append(context)
        if name:
            cookie = sign_in(Client(), people.members[name]).cookies["__Host-session"].value
            context.add_cookies(
                [{"name": "__Host-session", "value": cookie, "url": "https://localhost", "secure": True}]
            )
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda told: wrong.append(told.text) if is_fault(told) else None)
        page.on("request", lambda asked: None if asked.url.startswith(live_server.url) else wrong.append(asked.url))
        return page

    yield begin
    for context in opened:
        context.close()
    assert wrong == []


def reach(page: Page, selector: str) -> None:
    """Go to an element with the tabulator key, as somebody without a mouse does."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not reached with the keyboard")


def type_into(page: Page, selector: str, text: str) -> None:
    reach(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def press(page: Page, selector: str) -> None:
    reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def read(member: Member, kind: type = Note) -> list:
    return [entry.content for entry in queries.reading(member, "read_note").of_type(kind)]


def test_write_restrict_read_with_the_keyboard(enter: object, people: People) -> None:
    bina, amina = enter("bina"), enter("amina")
    bina.goto("/notebook/")
    press(bina, "main a[href='/notebook/write/']")
    type_into(bina, "#id_title", "Where they meet")
    type_into(bina, "#id_text", "Behind the market, on Fridays.")
    bina.wait_for_selector("[data-draft-line]:has-text('Draft kept')")
    assert [draft.text for draft in read(people.bina, NoteDraft)] == ["Behind the market, on Fridays."]
    assert bina.evaluate("localStorage.length + sessionStorage.length") == 0
    press(bina, "form[data-draft] .btn-primary")
    assert "Everybody in the centre's circle reads this." in bina.inner_text("main")
    assert read(people.bina, NoteDraft) == []
    amina.goto("/notebook/")
    press(amina, ".notes a")
    assert "Behind the market" in amina.inner_text("main")
    press(bina, "a[href$='/readers/']")
    reach(bina, "input[name=level]")
    bina.keyboard.press("ArrowDown")
    press(bina, "main form .btn-primary")
    assert "Only those named read this:" in bina.inner_text("main")
    assert amina.reload().status == 404
    type_into(bina, "#part-text", "Now on Sundays.")
    press(bina, "#add .btn-primary")
    assert "Now on Sundays." in bina.inner_text("main")
    assert "Where they meet" not in bina.title() and "Where" not in bina.url


def test_two_who_correct_at_the_same_time(enter: object, people: People) -> None:
    id = notebook.write_note(Typed("Tea", "as it was"), by=people.bina, form="f").id
    bina, amina = enter("bina"), enter("amina")
    for page, text in ((bina, "as Bina has it"), (amina, "as Amina has it")):
        page.goto(f"/notebook/{id}/correct/")
        type_into(page, "#id_text", text)
    press(amina, "form[data-draft] .btn-primary")
    press(bina, "form[data-draft] .btn-primary")
    assert violations(bina) == []
    if folder := os.environ.get("CORRIDOR_PICTURES"):
        bina.screenshot(path=Path(folder) / "both.png", full_page=True)
    told = bina.inner_text("main")
    assert "as Bina has it" in told and "as Amina has it" in told and "amina changed this note" in told
    assert [kept.text for kept in read(people.amina, KeptText)] == ["as Bina has it"]
    type_into(bina, "form.stacked #id_text", "as both have it")
    press(bina, "form.stacked .btn-primary")
    assert [note.text for note in read(people.amina)] == ["as both have it"]
    texts = bina.inner_text("main", timeout=5000) + "".join(kept.text for kept in read(people.bina, KeptText))
    assert "as Bina has it" in texts and "as Amina has it" in texts


def test_a_double_tap_keeps_one_note(enter: object, people: People) -> None:
    page = enter("bina")
    page.goto("/notebook/write/")
    page.fill("#id_title", "Once")
    page.evaluate("const f = document.querySelector('form[data-draft]'); f.submit(); f.submit()")
    page.wait_for_url("**/notebook/*-*/")
    assert [note.title for note in read(people.bina)] == ["Once"]


def test_without_script(enter: object, people: People) -> None:
    page = enter("bina", script=False)
    page.goto("/notebook/write/")
    page.fill("#id_text", "half of it")
    page.click("button[formaction]")
    assert "half of it" in page.inner_text("main")
    page.click("main a:has-text('half of it')")
    page.click("form[data-draft] .btn-primary")
    assert [note.title for note in read(people.bina)] == ["half of it"]


def test_from_outside_on_a_small_phone_without_script(enter: object, people: People) -> None:
    page = enter("", width=360, script=False)
    page.goto(f"/centres/{people.centre.key}/write/")
    page.click("a[lang=ar]")
    page.fill("#text", "أخذ جواز سفري")
    page.click("main form .btn-primary")
    assert [note.title for note in read(people.bina)] == ["أخذ جواز سفري"]
    assert {cookie["name"] for cookie in page.context.cookies()} == {"__Host-csrf"}


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (360, "ar")])
def test_pages_are_legible(enter: object, people: People, width: int, language: str, tmp_path: Path) -> None:
    """No sideways scrolling, nothing that axe-core finds wrong; CORRIDOR_PICTURES is a folder to look at them."""
    folder = Path(os.environ.get("CORRIDOR_PICTURES", tmp_path))
    note = notebook.write_note(
        Typed("Tea at the church", "Twelve came.\n\nTwo ask for a lawyer.", "meeting"), by=people.bina, form="f"
    ).id
    notebook.write_from_outside(Typed("أخذ جواز سفري"), centre=people.centre, form="g")
    notebook.add_part(note, "A second time on Friday.", by=people.amina, form="p")
    file = attachments.keep_attachment(
        note, "room.jpg", "image/jpeg", with_place("JPEG", (900, 1200)), by=people.bina, form="a"
    ).id
    notebook.keep_note_draft(NoteDraft("d", title="Half a note"), by=people.bina)
    page, centre = enter("amina", width=width), people.centre.key
    addresses = {
        "today": "/notebook/",
        "found": "/notebook/found/",
        "note": f"/notebook/{note}/",
        "write": "/notebook/write/",
        "correct": f"/notebook/{note}/correct/",
        "readers": f"/notebook/{note}/readers/",
        "link": f"/notebook/{note}/link/",
        "erase": f"/notebook/{note}/erase/",
        "file": f"/notebook/file/{file}/",
        "original": f"/notebook/file/{file}/original/",
        "outside": f"/centres/{centre}/write/",
    }
    for name, address in addresses.items():
        page.goto(f"{address}?lang={language}", wait_until="networkidle")
        page.screenshot(path=folder / f"{name}-{width}-{language}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} scrolls sideways"
        assert violations(page) == [], name
    assert SealedRecord.objects.count() == 5
