"""A person who opens every page she can reach left of the curtain and sends every form on it, over plain HTTP.

Pages and forms are found by following links, so that pages of later rooms join by themselves. Every answer's address
and headers are kept, and every address that a page itself holds.
"""

import http.client
import re
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

TOKEN = "csrfmiddlewaretoken"
# Forms that end what the walk needs, or that other tests try: they are left for last or left out.
ENDING = {
    "sign_out",
    "sleep",
    "lock",
    "seal",
    "seal_link",
    "end_membership",
    "erase_note",
    "drop_draft",
    "drop_search",
    "erase_case",
    "drop_view",
    "renewing",
    "cards_try",
    "cards_print",
    "withdraw",
    "own_passphrase",
    "own_pin",
    "own_code",
    "erase_worker",
    "withdraw_consent",
    "erase_party",
    "erase_part",
    "erase_service",
    "erase_evidence",
    "close_case",
    "close_letter_template",
}
LEFT = {"safe", "access", "journey", "field", "centre"}  # the rooms left of the curtain
DIGITS = {"pin", "pin_again", "code", "days", "below", "number", "digits"}
CODES = {"worker"}  # a box that takes a code which nobody can make up
TICKED = {"what", "piece", "workers", "grievances", "keep", "talk_with"}  # everything that can be chosen is
SAID = (
    "_said"  # ends the name of the line for another calendar under a day, which stays empty: the day is in the picker
)
FIGURES = {"decimal", "numeric"}  # what such a box asks for
# How files begin that are taken for a sound or a picture; what stands behind is kept as it comes.
BEGINNINGS = {"audio": ("ogg", b"OggS\0\2"), "image": ("jpg", b"\xff\xd8\xff\xe0")}


@dataclass
class Field:
    """A field of a form."""

    name: str
    kind: str
    value: str = ""
    longest: int = 0
    asks: str = ""  # inputmode, or the sort of files
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form on a page."""

    action: str
    method: str
    multipart: bool
    fields: list[Field] = field(default_factory=list)

    @property
    def chooses(self) -> str:
        """What its first button says, so that several forms to one address are told apart."""
        return next((f" ({one.name}={one.value})" for one in self.fields if one.kind == "button"), "")


class PageReader(HTMLParser):
    """Forms and addresses of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.addresses: list[str] = []
        self.inside: Form | None = None
        self.chosen: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for name in ("href", "src", "action", "formaction", "hx-post", "hx-get", "data-address"):
            if name in given:
                self.addresses.append(given[name])
        if tag == "form":
            multipart = "multipart" in given.get("enctype", "")
            self.inside = Form(given.get("action", ""), given.get("method", "get").lower(), multipart)
            self.forms.append(self.inside)
        elif self.inside is not None and tag in {"input", "textarea", "select", "button"} and given.get("name"):
            kind = given.get("type", "text") if tag == "input" else tag
            longest = int(given["maxlength"]) if given.get("maxlength", "").isdigit() else 0
            value = given.get("value", "on" if kind in {"checkbox", "radio"} else "")
            asks = given.get("inputmode") or given.get("accept", "").split("/")[0]
            one = Field(given["name"], kind, value, longest, asks)
            self.inside.fields.append(one)
            self.chosen = one if tag == "select" else None
        elif tag == "option" and self.chosen is not None:
            self.chosen.choices.append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "select":
            self.chosen = None


@dataclass
class Walker:
    """One person with her browser. text(place, longest): what she types."""

    name: str
    port: int
    text: Callable[[str, int], str]
    today: str
    cookies: dict[str, str] = field(default_factory=dict)
    tells_all: bool = False  # whether what it is answered is searched, and not addresses and headers alone
    said: list[tuple[str, bytes]] = field(default_factory=list)  # (where, address or header)
    seen: set[str] = field(default_factory=set)
    sent: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)
    headers: list[tuple[str, str]] = field(default_factory=list)  # of the last answer
    body: str = ""
    here: str = "/"

    def ask(self, method: str, address: str, body: bytes | None = None, kind: str = "", follow: int = 4) -> int:
        """Send a request and follow where it leads; keeps the page."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Host": f"localhost:{self.port}", "Origin": f"http://localhost:{self.port}"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = kind or "application/x-www-form-urlencoded"
        link.request(method, address, body, headers)
        came = link.getresponse()
        content = came.read()
        link.close()
        view = self.view(address) or address
        self.said.append((f"the address of {view}", address.encode()))
        for name, value in came.getheaders():
            self.said.append((f"the header {name} of {view}", value.encode("latin-1")))
            if name.lower() == "set-cookie":
                cookie, _, worth = value.split(";")[0].partition("=")
                self.cookies[cookie.strip()] = worth.strip()
        if self.tells_all:
            self.said.append((f"what {self.name} reads at {view}", content))
        self.statuses[came.status] += 1
        self.headers = came.getheaders()
        if came.status >= 500:
            self.failed.append(f"{method} {view}: {came.status}")
        location = came.getheader("Location")
        if location and follow and came.status in {301, 302, 303}:
            return self.ask("GET", urljoin(address, location), follow=follow - 1)
        self.here = address
        self.body = content.decode(errors="replace") if "html" in (came.getheader("Content-Type") or "") else ""
        return came.status

    def view(self, address: str) -> str:
        """The name of the view there, of all rooms or those left of the curtain; '' for anything else."""
        return view_of(address, everywhere=self.tells_all)

    def read(self) -> PageReader:
        page = PageReader()
        page.feed(self.body)
        for address in page.addresses:
            self.said.append((f"an address on the page {self.view(self.here)}", address.encode()))
        return page

    def walk(self, starts: list[str], most: int = 200, each: int = 2) -> None:
        """Every page that can be reached from these and every form on it, each sort so many times."""
        waiting = [*starts]
        pages: Counter[str] = Counter()
        while waiting and sum(pages.values()) < most:
            address = waiting.pop(0)
            view = self.view(address)
            if address in self.seen or not view or pages[view] >= each:
                continue
            self.seen.add(address)
            pages[view] += 1
            if self.ask("GET", address) != 200:
                continue
            self.opened.add(view)
            page = self.read()
            waiting += [urlsplit(urljoin(address, one)).path for one in page.addresses if not one.startswith("#")]
            for form in page.forms:
                target = urljoin(address, form.action) if form.action else address
                sort = f"{view} -> {self.view(target)}{form.chooses}"
                if form.method == "post" and leaf(target) not in ENDING and self.sent[sort] < each:
                    self.sent[sort] += 1
                    self.send(target, form)
                    self.read()
                    if self.view(self.here):
                        waiting.append(urlsplit(self.here).path)

    def send(self, target: str, form: Form, **said: str) -> int:
        """Fill in a form and send it; `said` also where it has no such field (a button that stands outside it)."""
        place = f"{self.name} at {self.view(target)}"
        names = {one.name for one in form.fields}
        values: list[tuple[str, str]] = [pair for pair in said.items() if pair[0] not in names]
        files: list[tuple[str, str, str]] = []
        radios: set[str] = set()
        times = {one.name.removesuffix("_calendar") for one in form.fields if one.name.endswith("_calendar")}
        for one in form.fields:
            if one.name in said:
                values.append((one.name, said[one.name]))
            elif one.name in radios:
                continue
            elif one.kind in {"hidden", "button", "submit"}:
                if one.kind == "hidden" or not any(name == one.name for name, _ in values):
                    values.append((one.name, one.value))
            elif one.kind == "file":
                files.append((one.name, self.text(f"{place}: name of a file", 0), one.asks))
            elif one.kind == "date":
                values.append((one.name, self.today))
            elif one.kind == "select":
                place_of = 0 if one.name.endswith("_calendar") else -1
                values.append((one.name, one.choices[place_of] if one.choices else ""))
            elif one.kind == "radio":
                radios.add(one.name)
                values.append((one.name, one.value))
            elif one.kind == "checkbox":
                values += [(one.name, one.value)] if one.name in TICKED else []
            elif one.name in CODES or one.name.endswith(SAID):
                values.append((one.name, ""))
            elif one.name in times:
                values.append((one.name, "2024"))
            elif one.kind == "number" or one.name in DIGITS or one.asks in FIGURES:
                values.append((one.name, "3"))
            else:
                values.append((one.name, self.text(f"{place}: {one.name}", one.longest)))
        if form.multipart or files:
            body, kind = self.multipart(values, files, place)
            return self.ask("POST", target, body, kind)
        return self.ask("POST", target, urlencode(values).encode())

    def multipart(
        self, values: list[tuple[str, str]], files: list[tuple[str, str, str]], place: str
    ) -> tuple[bytes, str]:
        edge = secrets.token_hex(12)
        parts = []
        for name, value in values:
            parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
        for name, called, sort in files:
            ending, begins = BEGINNINGS.get(sort, ("txt", b""))
            content = begins + "\n".join(self.text(f"{place}: inside a file", 0) for _ in range(400)).encode()
            media = f"{sort}/{ending}" if begins else "text/plain"
            head = (
                f'Content-Disposition: form-data; name="{name}"; filename="{called}.{ending}"\r\nContent-Type: {media}'
            )
            parts.append(f"--{edge}\r\n{head}\r\n\r\n".encode() + content + b"\r\n")
        return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"

    def form_to(self, name: str) -> Form:
        """The form of this page that goes to the view with this name. Raises LookupError."""
        for form in self.read().forms:
            target = urljoin(self.here, form.action) if form.action else self.here
            if leaf(target) == name and form.method == "post":
                return form
        raise LookupError(f"no form to {name} on the page {self.view(self.here)}")


def view_of(address: str, everywhere: bool = False) -> str:
    """The name of the view left of the curtain (or everywhere) at this address; '' for anything else."""
    from django.urls import Resolver404, resolve

    try:
        match = resolve(re.sub(r"^https?://[^/]+", "", address).split("?")[0])
    except Resolver404:
        return ""
    return match.view_name if everywhere or match.func.__module__.split(".")[1] in LEFT else ""


def leaf(address: str) -> str:
    return view_of(address).split(":")[-1]
