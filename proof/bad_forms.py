"""Every form that a page of the installation shows, with what a good answer to it would be, found by opening the pages.

Forms are read from the real HTML, as each role that may open the page, so that those of later rooms join by themselves;
each is then sent once as it was meant, to learn what it takes, which of its words it keeps, and which form comes next.
"""

import copy
import inspect
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from proof.bad_files import FILES
from proof.bad_sending import Seen, Sender, as_served, pairs_body
from proof.t02_matrix import MAY, Asked, asked_routes
from proof.walking import DIGITS, FIGURES, SAID, Field, Form, PageReader

ROLES = (
    *("public", "caseworker", "coordinator", "worker_representative", "community_worker", "lawyer", "editor"),
    *("programme_manager", "host_administrator", "advisor", "interpreter", "me_officer", "evaluator"),
)
SECRET = {"password", "passphrase", "pin", "pin_again", "code", "cards", "card", "word"}  # never shown again
TEXTS = {"text", "textarea", "search", "email", "tel"}
FIGURE_OR_KEY = re.compile(r"[\d.,:/-]+\Z|[0-9a-f-]{16,}\Z")
UNNAMED = re.compile(r"\d+|[0-9a-f]{8}-[0-9a-f-]{27}")
READS = re.compile(r'(?:POST|FILES)(?:\.get(?:list)?\(|\[)"(\w+)"')
GOOD_FILES = ("JPEG with a place", "letter", "table", "good TOML", "sound broken")
SKIPPED = {"csrfmiddlewaretoken"}
# Pages for somebody whose session stands between two steps: view -> who she is in `Finder.add_halfway`.
HALFWAY = {"safe:new_factor": "at her first code", "safe:second_factor": "at her code", "safe:awake": "asleep"}


class Reader(PageReader):
    """Also tells what is chosen already."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        given = {name: value or "" for name, value in attrs}
        if tag == "option" and self.chosen is not None and "selected" in given:
            self.chosen.value = given.get("value", "")


@dataclass
class Blank:
    """A field of a form: its name, its sort, what a good answer is, and what else it offers."""

    name: str
    kind: str
    good: str
    offers: list[str] = field(default_factory=list)
    longest: int = 0

    @property
    def is_free(self) -> bool:
        """Whether anything at all may be typed into it."""
        return self.kind in TEXTS and self.good.startswith("word-") and self.name not in SECRET


@dataclass
class Place:
    """A form in somebody's browser. kept: fields whose words stand in the records afterwards."""

    name: str
    view: str
    role: str
    method: str
    address: str
    blanks: list[Blank]
    multipart: bool = False
    accepted: bool = False
    blind: bool = False  # a route that no page showed a form for
    twins: int = 1  # how many forms there are of its shape, in browsers of different roles
    kept: set[str] = field(default_factory=set)
    good_file: str = ""  # a sort of files that it takes
    cost: float = 0.02  # seconds that an answer takes

    def good(self) -> list[tuple[str, str]]:
        return [(one.name, one.good) for one in self.blanks if one.kind != "file"]

    @property
    def files(self) -> list[Blank]:
        return [one for one in self.blanks if one.kind == "file"]


def may_open(asked: Asked, method: str = "GET") -> list[str]:
    """The roles that may, those who work with records first."""
    action = asked.by_method.get(method)
    if not action:
        return []
    return [role for role in ROLES if MAY[action].get(role) or (role == "public" and MAY[action].get("public"))]


def read_by(asked: Asked) -> list[str]:
    """The names under which the source of a view reads what was sent."""
    from corridor.access.doors import routes

    found: set[str] = set()
    for pattern, route in routes():
        if pattern == asked.pattern:
            found |= set(READS.findall(inspect.getsource(inspect.getmodule(inspect.unwrap(route.callback)))))
    return sorted(found)


def blank_of(one: Field, form: Form, number: int) -> Blank:
    """What somebody who means well answers."""
    times = {other.name.removesuffix("_calendar") for other in form.fields if other.name.endswith("_calendar")}
    offers = [choice for choice in one.choices if choice]
    good = one.value
    if one.kind == "select":
        first = one.choices[0] if one.name.endswith("_calendar") and one.choices else offers[0] if offers else ""
        good = one.value or first
    elif one.kind == "date":
        good = "2026-06-01"
    elif one.name in times:
        good = "2024"
    elif one.name.endswith(SAID):
        good = ""  # the day stands in the picker above it
    elif one.kind == "number" or one.name in DIGITS or one.asks in FIGURES:
        good = good or "3"
    elif one.kind in TEXTS and not FIGURE_OR_KEY.match(good):
        good = f"word-{number}-kvindel"[: one.longest or None]
    elif one.kind == "password":
        good = "bamo tiru kelo vasu nipe"
    return Blank(one.name, one.kind, good, offers, one.longest)


def place_of(form: Form, page: str, role: str) -> Place | None:
    """The form as it will be sent; None when it goes to another place or asks nothing."""
    address = urljoin(page, form.action) if form.action else page
    view, blanks = view_at(address), {}
    for number, one in enumerate(form.fields):
        if one.name in SKIPPED:
            continue
        if one.name in blanks:
            blanks[one.name].offers += [one.value] if one.value else []
        else:
            blanks[one.name] = blank_of(one, form, number)
            blanks[one.name].offers += [one.value] if one.kind in {"radio", "checkbox", "button"} else []
    if not view or (form.method == "get" and not blanks):
        return None
    called = f"{view}{form.chooses if len(form.chooses) < 40 else ''}"
    files = any(one.kind == "file" for one in blanks.values())
    return Place(called, view, role, form.method.upper(), address, list(blanks.values()), form.multipart or files)


def view_at(address: str) -> str:
    from django.urls import Resolver404, resolve

    parts = urlsplit(address)
    if parts.netloc:
        return ""
    try:
        return resolve(parts.path).view_name
    except Resolver404:
        return ""


def shape(place: Place) -> tuple[object, ...]:
    """What makes two forms the same: where they go, what they ask."""
    asked = frozenset(UNNAMED.sub("#", one.name) for one in place.blanks)
    return place.view, place.method, tuple(one.good for one in place.blanks if one.kind == "button"), asked


@dataclass
class Finder:
    """Opens pages and keeps every form of a shape not seen yet, each for so many roles."""

    sender: Sender
    roles: int
    places: list[Place] = field(default_factory=list)
    pages: list[tuple[str, str, str]] = field(default_factory=list)  # view, role, address
    left_out: list[str] = field(default_factory=list)
    shapes: dict[tuple[object, ...], set[str]] = field(default_factory=dict)

    def take(self, seen: Seen, role: str, known: set[str]) -> Iterator[Place]:
        """The new forms of a page; not those about a record that will be gone again."""
        reader = Reader()
        reader.feed(seen.text)
        for form in reader.forms:
            place = place_of(form, seen.address, role)
            if place is None or set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", place.address)) - known:
                continue
            by = self.shapes.setdefault(shape(place), set())
            if role not in by and len(by) < self.roles:
                by.add(role)
                self.places.append(place)
                yield place

    def add_halfway(self) -> None:
        """Browsers of those who have signed in by half, or whose session sleeps."""
        from django.test import Client

        from corridor.access.second_factor import new_secret
        from corridor.safe import keyring, sessions
        from corridor.safe.tests.people import PASSPHRASE, PIN, sign_in

        stage = self.sender.stage
        people = stage.people
        keyring.keep_secrets(people.gita.account, {"pin": PIN, "code": new_secret()})
        for role, member in zip(HALFWAY.values(), (people.hana, people.gita, people.chandra), strict=True):
            client = Client(SERVER_NAME="localhost", raise_request_exception=False)
            client.handler = as_served(client.handler)
            if role == "asleep":
                sign_in(client, member)
                sessions.fall_asleep(client.cookies["__Host-session"].value)
            else:
                said = {"username": member.account.name, "password": PASSPHRASE}
                client.post("/sign-in/", said, secure=True)
            stage.clients[role], stage.cookies[role] = client, copy.deepcopy(client.cookies)
        stage.keep()

    def open_page(self, view: str, role: str, address: str, known: set[str]) -> None:
        """Take its forms, and those of the same page after a choice that stands in its address."""
        self.pages.append((view, role, address))
        seen = self.sender.ask(role, "GET", address)
        if seen.status not in {200, 403 if role in HALFWAY.values() else 200} or "html" not in seen.kind:
            return
        list(self.take(seen, role, known))
        reader = Reader()
        reader.feed(seen.text)
        chosen = [one for one in reader.addresses if "?" in one and urljoin(address, one).split("?")[0] == address]
        for one in chosen[:2]:
            list(self.take(self.sender.ask(role, "GET", urljoin(address, one)), role, known))

    def find(self, only: "set[str] | None" = None) -> None:
        """Every page as every role that may, up to a number; then every form sent once as it was meant."""
        stage = self.sender.stage
        known = {str(one) for one in stage.records.values()}
        self.add_halfway()
        for asked in asked_routes():
            if only is not None and asked.view not in only:
                continue
            for role in may_open(asked)[: self.roles]:
                try:
                    address = asked.address(stage, role, "own")
                except (ValueError, KeyError):
                    self.left_out.append(asked.view)
                    break
                self.open_page(asked.view, role, address, known)
            if asked.view in HALFWAY:
                self.open_page(asked.view, HALFWAY[asked.view], "/" + asked.pattern, known)
        for place in list(self.places):
            self.try_out(place, known)
        self.places += self.blind({place.view for place in self.places}, only)

    def try_out(self, place: Place, known: set[str], deep: int = 2) -> None:
        """Send it as it was meant; forms on the page that comes are tried out in their turn."""
        if place.method != "POST":
            return
        for sort in GOOD_FILES if place.files else ("",):
            files = [(one.name, FILES[sort](random.Random(5))) for one in place.files]
            body, kind = pairs_body(place.good(), files, place.multipart)
            seen = self.sender.ask(place.role, "POST", place.address, body, kind, look=True, follow=True)
            place.accepted, place.cost, place.good_file = seen.status < 400, seen.seconds, sort
            if place.accepted:
                break
        told = " ".join(seen.written)
        place.kept = {one.name for one in place.blanks if one.is_free and one.good in told}
        for page in (seen, *seen.followed):
            if deep and page.status in {200, 422} and "html" in page.kind:
                for found in list(self.take(page, place.role, known)):
                    self.try_out(found, known, deep - 1)

    def blind(self, shown: set[str], only: "set[str] | None") -> Iterator[Place]:
        """Routes that take forms which no page showed: asked with the fields of another form of their room."""
        for asked in asked_routes():
            roles = may_open(asked, "POST")
            if asked.view in shown or not roles or (only is not None and asked.view not in only):
                continue
            room = [one for one in self.places if one.view.split(":")[0] == asked.room]
            near = max(room, key=lambda one: len(one.blanks), default=None)
            try:
                address = asked.address(self.sender.stage, roles[0], "own")
            except (ValueError, KeyError):
                continue
            blanks = [replace(one) for one in near.blanks[:12]] if near else []
            forms = [
                Blank(name, "hidden", str(value))
                for name, value in asked.form(self.sender.stage, roles[0], "own").items()
            ]
            names = {one.name for one in forms + blanks}
            read = [Blank(name, "text", f"word-{name}") for name in read_by(asked) if name not in names]
            yield Place(asked.view, asked.view, roles[0], "POST", address, forms + read + blanks, blind=True)
