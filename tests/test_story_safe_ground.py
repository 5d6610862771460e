"""The safe ground from founding to restoring, as people live it: a real installation, a real server, real Chromium.

Amina founds a centre; Bina, Chandra and the worker representative Dalia join; notes are written and read; Chandra
leaves; an advisor and a programme manager find no way in; somebody locks, somebody seals; a note from outside still
arrives; a packet goes to a second centre; two cards reopen; the backup is restored into an empty place and everything
is there. Everybody in it is made up.
"""

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from corridor.access.second_factor import code_now
from tools.postgres import cluster, free_port

pytestmark = [pytest.mark.browser, pytest.mark.story]
ROOT = Path(__file__).resolve().parent.parent
PIN = "271828"


@dataclass
class Place:
    """An installation: its folders and database, its server when it runs."""

    folder: Path
    database: str
    port: int = field(default_factory=free_port)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("CORRIDOR_", "DJANGO_"))}
        more = {"VAR": self.folder / "var", "RUN": self.folder / "run", "DATABASE": self.database, "DISK_RESERVE": "1"}
        return kept | {f"CORRIDOR_{name}": str(value) for name, value in more.items()}

    def corridor(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "corridor.cli", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=False)
        assert done.returncode == 0, (arguments, done.stdout[-1000:], done.stderr[-2000:])
        return done.stdout

    @contextmanager
    def serving(self) -> Iterator["Place"]:
        command = [sys.executable, "-m", "corridor.cli", "serve", "--port", str(self.port)]
        log = (self.folder / "log").open("wb")
        server = subprocess.Popen(command, cwd=ROOT, env=self.environment(), stdout=log, stderr=log)
        try:
            self.wait()
            yield self
        finally:
            server.terminate()
            server.wait(timeout=30)

    def wait(self) -> None:
        for _ in range(300):
            try:
                urllib.request.urlopen(self.address, timeout=2)
                return
            except OSError:
                time.sleep(0.2)
        raise AssertionError((self.folder / "log").read_text())


@contextmanager
def another_database() -> Iterator[str]:
    """A new database of the kind this run is about: empty for SQLite, else a new PostgreSQL that waits for its disk
    (without that, an installation refuses to start).
    """
    if not os.environ.get("CORRIDOR_DATABASE"):
        yield ""
        return
    with cluster(durable=True) as address:
        assert address
        yield address


@dataclass
class Person:
    """Somebody with a browser of her own, and what she wrote on her paper."""

    page: Page
    place: Place
    name: str
    passphrase: str = ""
    secret: str = ""

    def goto(self, path: str) -> int:
        answer = self.page.goto(self.place.address + path)
        assert answer
        return answer.status

    def press(self, label: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=label, exact=True).click()

    def follow(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=True).click()

    def reads(self) -> str:
        return self.page.inner_text("main")

    def take_credentials(self, button: str) -> None:
        """The page on which she takes a passphrase, a code on her phone and a PIN."""
        page = self.page
        self.passphrase = page.inner_text(".passphrase").strip()
        self.secret = re.sub(r"\s", "", page.locator(".two-ends .digits").inner_text())
        if page.locator("[name=name]").count():
            page.fill("[name=name]", self.name)
        page.fill("[name=again]", self.passphrase)
        page.fill("[name=code]", code_now(self.secret, time.time()))
        page.fill("[name=pin]", PIN)
        page.fill("[name=pin_again]", PIN)
        with page.expect_navigation():
            page.locator("form.stacked > button.btn-primary").click()
        assert page.locator("main .flag").count() == 0 or "Not done yet" not in self.reads(), self.reads()

    def join(self, code: str) -> None:
        self.goto("/join/")
        self.page.fill("#code", code)
        self.press("Go on")
        self.take_credentials("")

    def sign_in(self) -> None:
        self.goto("/sign-in/")
        self.page.fill("#id_username", self.name)
        self.page.fill("#id_password", self.passphrase)
        self.press("Sign in")
        if not self.page.locator("#code").count():
            return
        while True:  # a code serves once: when this half minute's was used, she waits for the next
            self.page.fill("#code", code_now(self.secret, time.time()))
            self.press("Go on")
            if "/sign-in/" not in self.page.url:
                return
            time.sleep(3)

    def invites(self, role: str, until: str = "") -> str:
        self.goto("/members/invite/")
        self.page.check(f"[name=role][value={role}]")
        if until:
            self.page.fill("#until", until)
        self.press("Make a code")
        return self.page.inner_text(".code-large")

    def writes(self, title: str, text: str, *, named: bool = False) -> None:
        self.goto("/notebook/write/")
        self.page.fill("[name=title]", title)
        self.page.fill("[name=text]", text)
        if named:
            self.page.check("[name=level][value=named]")
        self.press("Keep the note")

    def agrees(self) -> None:
        self.goto("/members/")
        for label in ("Agree", "Do it: there are two voices"):
            while self.page.get_by_role("button", name=label, exact=True).count():
                with self.page.expect_navigation():
                    self.page.get_by_role("button", name=label, exact=True).first.click()
                self.goto("/members/")


def cards_of(page: Page) -> list[str]:
    return [" ".join(sheet.locator("b").all_inner_texts()) for sheet in page.locator("section.paper").all()]


def found(amina: Person, name: str) -> list[str]:
    """The host makes room, Amina joins, prints the cards and tries them in. Returns the cards."""
    told = amina.place.corridor("found", name, "--organisation", "A workers' association")
    code = re.search(r"(\d{4}(?: \d{4}){4})", told)
    assert code
    amina.join(code[1])
    amina.goto("/cards/")
    amina.press("Make three new cards")
    cards = cards_of(amina.page)
    assert len(cards) == 3
    amina.goto("/cards/try/")
    for field_, card in zip(amina.page.locator("textarea.digits").all(), cards, strict=True):
        field_.fill(card)
    amina.press("Put these cards in force")
    return cards


def test_the_story(chromium: Browser, tmp_path: Path) -> None:
    with another_database() as database:
        place = Place(tmp_path / "first", database)
        place.folder.mkdir()
        (tmp_path / "backups").mkdir()
        with place.serving():
            everything = live(chromium, place, tmp_path)
        restore_and_read(chromium, tmp_path, *everything)


def person(chromium: Browser, place: Place, name: str) -> Person:
    return Person(chromium.new_context().new_page(), place, name)


def live(chromium: Browser, place: Place, tmp_path: Path) -> tuple[list[str], list[str], Person]:
    names = ["amina", "bina", "chandra", "dalia", "hana", "city"]
    amina, bina, chandra, dalia, hana, city = (person(chromium, place, name) for name in names)
    cards = found(amina, "Centre of the valley")
    city_cards = found(city, "Centre in the city")

    # Three members and a worker representative; two admit each of those who hold keys.
    bina.join(amina.invites("caseworker"))
    bina.goto("/notebook/")
    assert bina.goto("/notebook/") in {403, 404} or "Vigil" not in bina.reads(), "not admitted: nothing to read"
    amina.agrees()
    chandra.join(amina.invites("caseworker"))
    bina.agrees()
    amina.agrees()
    dalia.join(amina.invites("worker_representative"))
    bina.agrees()
    amina.agrees()
    hana.join(amina.invites("advisor"))

    # Notes are written and read; a restricted one is hers alone.
    chandra.writes("Wages at the mill", "Three months late, she says. मजदुरी")
    amina.writes("Threat", "Only I know this.", named=True)
    bina.goto("/notebook/")
    assert "Wages at the mill" in bina.reads() and "Threat" not in bina.reads()
    bina.follow("Wages at the mill")
    assert "मजदुरी" in bina.reads()
    bina.page.fill("#part-text", "I called the labour office.")
    bina.press("Add it")
    assert "labour office" in bina.reads()

    # The worker representative reads what was done, no record; the advisor finds no way in.
    assert dalia.goto("/audit/") == 200 and "bina" in dalia.reads()
    for one in (dalia, hana):
        assert one.goto("/notebook/") == 404
    assert hana.goto("/audit/") == hana.goto("/members/") == hana.goto("/packets/") == 404

    # Chandra leaves: she is out at once, and the keys are renewed.
    amina.goto("/members/")
    amina.follow("chandra")
    key = amina.page.url.rstrip("/").rsplit("/", 1)[1]
    amina.goto(f"/members/{key}/end/")
    with amina.page.expect_navigation():
        amina.page.locator("main form button").last.click()
    assert chandra.goto("/notebook/") == 403
    chandra.sign_in()
    assert chandra.goto("/notebook/") == 403, "her passphrase opens nothing any more"

    # A packet to the second centre, whose fingerprint was compared.
    city.goto("/packets/")
    city.page.locator("summary").last.click()
    card, digits = city.page.locator("pre").inner_text(), city.page.locator("p.digits").last.inner_text()
    bina.goto("/packets/")
    bina.page.fill("#card", card)
    bina.press("Keep the card")
    assert digits in bina.reads()
    bina.press("I compared all digits")
    bina.page.locator("summary").last.click()
    own = bina.page.locator("pre").inner_text()
    bina.goto("/notebook/")
    bina.follow("Wages at the mill")
    bina.follow("Send to another centre")
    bina.page.check("[name=to]")
    bina.page.locator("[name=part]").first.check()
    with bina.page.expect_download():
        bina.page.get_by_role("button", name="Seal, sign and send").click()
    city.goto("/packets/")
    city.page.fill("#card", own)
    city.press("Keep the card")
    city.press("I compared all digits")
    city.press("Accept into our records")
    city.goto("/notebook/")
    city.follow("Wages at the mill")
    assert "Came in a packet from Centre of the valley" in city.reads() and "labour office" in city.reads()

    # Somebody locks: everybody is signed out; signing in again opens.
    with bina.page.expect_navigation():
        bina.page.locator("form.lock button").click()
    assert amina.goto("/notebook/") == bina.goto("/notebook/") == 403
    place.wait()
    bina.sign_in()
    bina.goto("/notebook/")
    assert "Wages at the mill" in bina.reads()

    # Somebody seals (held for two seconds); nobody gets in, and a note from outside still arrives.
    bina.goto("/closing/")
    bina.page.locator("[data-hold]").hover()
    with bina.page.expect_navigation():
        bina.page.mouse.down()
        time.sleep(2.5)
        bina.page.mouse.up()
    assert "sealed" in bina.reads()
    place.wait()
    amina.sign_in()
    assert amina.goto("/notebook/") == 403
    outside = person(chromium, place, "")
    centre_key = centre_key_of(place, "Centre of the valley")
    assert outside.goto(f"/centres/{centre_key}/write/") == 200
    outside.page.fill("#text", "They keep my passport. জানালা")
    outside.press("Send it to the centre")
    assert "kept" in outside.reads().lower()

    # One card opens nothing; two cards reopen, and everything is there.
    amina.goto("/reopen/")
    reopen(amina, cards[0], cards[0])
    assert amina.page.locator(".passphrase").count() == 0
    reopen(amina, cards[2], cards[0])
    amina.take_credentials("")
    reads_everything(amina)

    backup = place.corridor("backup", str(tmp_path / "backups"))
    assert backup
    return cards, city_cards, amina


def centre_key_of(place: Place, name: str) -> str:
    code = f"from corridor.access.models import Centre; print(Centre.objects.get(name={name!r}).key)"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=place.environment(), capture_output=True, text=True, check=True)
    return done.stdout.split()[-1]


def reopen(amina: Person, one: str, two: str) -> None:
    amina.page.fill("#one", one)
    amina.page.fill("#two", two)
    amina.page.fill("#name", amina.name)
    amina.press("Go on")


def reads_everything(amina: Person) -> None:
    amina.goto("/notebook/")
    for title in ("Wages at the mill", "Threat"):
        assert title in amina.reads(), amina.reads()
    assert "They keep my passport" in amina.page.content() or "outside" in amina.reads()
    amina.follow("Threat")
    assert "Only I know this." in amina.reads()


def restore_and_read(chromium: Browser, tmp_path: Path, cards: list[str], city_cards: list[str], amina: Person) -> None:
    """The backup, restored on an empty place with two cards of each centre; reopened in the browser."""
    (file,) = [one for one in (tmp_path / "backups").iterdir() if one.name != "erased.txt"]
    typed = tmp_path / "cards"
    typed.write_text("\n".join([*cards[:2], *city_cards[1:]]) + "\n")
    with another_database() as database:
        place = Place(tmp_path / "second", database)
        place.folder.mkdir()
        told = place.corridor("restore", str(file), "--cards", str(typed))
        assert told
        with place.serving():
            again = Person(chromium.new_context().new_page(), place, "amina")
            again.passphrase, again.secret = amina.passphrase, amina.secret
            again.sign_in()
            assert again.goto("/notebook/") == 403, "a passphrase opens nothing of a backup"
            again.goto("/reopen/")
            reopen(again, cards[1], cards[2])
            again.take_credentials("")
            reads_everything(again)
