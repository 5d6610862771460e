"""An installation as the stories live it: really served, with people at browsers of their own. Everybody is made up."""

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
from typing import Any

from playwright.sync_api import Browser, Locator, Page

from corridor.access.second_factor import code_now
from tools.postgres import cluster, free_port

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

    def centre_key(self, name: str) -> str:
        """What stands in the public addresses of a centre."""
        code = f"from corridor.access.models import Centre; print(Centre.objects.get(name={name!r}).key)"
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
        done = subprocess.run(command, cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=True)
        return done.stdout.split()[-1]


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

    def click(self, what: Locator) -> None:
        with self.page.expect_navigation():
            what.click()

    def press(self, label: str) -> None:
        self.click(self.page.locator("main").get_by_role("button", name=label, exact=True))

    def follow(self, name: str) -> None:
        self.click(self.page.locator("main").get_by_role("link", name=name, exact=True))

    def reads(self) -> str:
        return self.page.inner_text("main")

    def fills(self, **said: Any) -> None:
        """Fill a form by the names of its fields; what is folded away is unfolded. Of a name, "__" stands for "-"."""
        if (folded := self.page.locator("main form details.more:not([open]) > summary")).count():
            folded.click()
        for name, value in said.items():
            boxes = self.page.locator(f"main [name='{name.replace('__', '-')}']")
            match boxes.first.evaluate("box => box.type"):
                case "select-one":
                    boxes.first.select_option(value)
                case "radio" | "checkbox":
                    for one in [value] if isinstance(value, str) else value:
                        self.page.check(f"main [name='{name.replace('__', '-')}'][value='{one}']")
                case _:
                    boxes.first.fill(value)

    def take_credentials(self) -> None:
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
        self.click(page.locator("form.stacked > button.btn-primary"))
        assert "Not done yet" not in self.reads(), self.reads()

    def join(self, code: str) -> None:
        self.goto("/join/")
        self.page.fill("#code", code)
        self.press("Go on")
        self.take_credentials()

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

    def agrees(self) -> None:
        self.goto("/members/")
        for label in ("Agree", "Do it: there are two voices"):
            while self.page.get_by_role("button", name=label, exact=True).count():
                self.click(self.page.get_by_role("button", name=label, exact=True).first)
                self.goto("/members/")

    def own_card(self) -> tuple[str, str]:
        """The calling card of her centre as text, and the digits that are compared by voice."""
        self.goto("/packets/")
        self.page.locator("summary").last.click()
        return self.page.locator("pre").inner_text(), self.page.locator("p.digits").last.inner_text()

    def knows(self, card: str, digits: str) -> None:
        """Keeps the card of another centre and says that the digits were compared."""
        self.goto("/packets/")
        self.page.fill("#card", card)
        self.press("Keep the card")
        assert digits in self.reads()
        self.press("I compared all digits")

    def locks(self) -> None:
        self.click(self.page.locator("form.lock button"))

    def seals(self) -> None:
        """Holds the button for two seconds, as it asks for."""
        self.goto("/closing/")
        self.page.locator("[data-hold]").hover()
        with self.page.expect_navigation():
            self.page.mouse.down()
            time.sleep(2.5)
            self.page.mouse.up()

    def reopens(self, one: str, two: str) -> None:
        self.goto("/reopen/")
        self.page.fill("#one", one)
        self.page.fill("#two", two)
        self.page.fill("#name", self.name)
        self.press("Go on")


def person(chromium: Browser, place: Place, name: str, **how: Any) -> Person:
    """how: the size and language of her screen, as Chromium's contexts take them."""
    return Person(chromium.new_context(**how).new_page(), place, name)


def found(amina: Person, name: str, *, country: str = "") -> list[str]:
    """The host makes room, Amina joins, prints the cards and tries them in. Returns the cards."""
    more = ("--country", country) if country else ()
    told = amina.place.corridor("found", name, "--organisation", "A workers' association", *more)
    code = re.search(r"(\d{4}(?: \d{4}){4})", told)
    assert code
    amina.join(code[1])
    amina.goto("/cards/")
    amina.press("Make three new cards")
    cards = [" ".join(sheet.locator("b").all_inner_texts()) for sheet in amina.page.locator("section.paper").all()]
    assert len(cards) == 3
    amina.goto("/cards/try/")
    for field_, card in zip(amina.page.locator("textarea.digits").all(), cards, strict=True):
        field_.fill(card)
    amina.press("Put these cards in force")
    return cards


@contextmanager
def restored(folder: Path, backups: Path, cards: list[str]) -> Iterator[Place]:
    """The one backup in a folder, restored on an empty place with two cards of each centre, and served."""
    (file,) = [one for one in backups.iterdir() if one.name != "erased.txt"]
    typed = folder.with_name("cards")
    typed.write_text("\n".join(cards) + "\n")
    with another_database() as database:
        place = Place(folder, database)
        place.folder.mkdir()
        assert place.corridor("restore", str(file), "--cards", str(typed))
        with place.serving():
            yield place
