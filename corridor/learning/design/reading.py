"""From a design file to a Design, with every fault told at once: line, field, what was found, what was expected."""

import re
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from corridor.learning.design.model import ABSENT, Design, Element
from corridor.learning.design.schema import Fact, Part, parts
from corridor.reference.check import CORRIDOR, DATE, Fault
from corridor.reference.countries import is_country
from corridor.reference.shelf import shelf

SIZE_LIMIT = 1_000_000  # bytes; a design is a few pages of text
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


class Unreadable(Exception):
    """The file can not be read as a design; `faults` says all that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def read_file(path: Path) -> Design:
    """Read a design file. Raises Unreadable, with every fault, when it is not a sound design."""
    try:
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            raise Unreadable([too_large(path.name, size)])
        return read_bytes(path.read_bytes(), path.name)
    except OSError as error:
        raise Unreadable(
            [Fault(path.name, 0, "-", error.strerror or str(error), "a file that can be opened")]
        ) from None


def too_large(name: str, size: int) -> Fault:
    return Fault(name, 0, "-", f"{size / 1e6:.1f} MB", f"a design of at most {SIZE_LIMIT / 1e6:.0f} MB")


def read_bytes(raw: bytes, name: str = "design.toml") -> Design:
    """Read a design from the bytes of a file. Raises Unreadable."""
    if len(raw) > SIZE_LIMIT:
        raise Unreadable([too_large(name, len(raw))])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Unreadable([Fault(name, line, "-", f"byte 0x{raw[error.start]:02x}", "text in UTF-8")]) from None
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also a number of thousands of figures
        where = re.search(r"line (\d+), column (\d+)", str(error))
        line = int(where.group(1)) if where else text.count("\n") + 1
        said = re.sub(r" \(at .*\)$", "", str(error))
        raise Unreadable([Fault(name, line, "-", said, "TOML, as `corridor review --template` shows")]) from None
    return read(data, name, Lines(text))


class Lines:
    """Where each table and key of a TOML text stands, so that a fault can name its line."""

    HEADER = re.compile(r"^\s*\[(\[?)\s*([\w.\-\"]+)\s*\]\]?")
    KEY = re.compile(r"^\s*\"?([\w\-]+)\"?\s*=")

    def __init__(self, text: str = "") -> None:
        self.at: dict[tuple[str, int, str], int] = {}
        count: dict[str, int] = {}
        table, index = "", 0
        for number, line in enumerate(text.splitlines(), 1):
            if header := self.HEADER.match(line):
                table = header.group(2)
                index = count.get(table, -1) + 1
                count[table] = index
                self.at.setdefault((table, index, ""), number)
            elif key := self.KEY.match(line):
                self.at.setdefault((table, index, key.group(1)), number)

    def line(self, table: str, index: int, key: str = "") -> int:
        return self.at.get((table, index, key)) or self.at.get((table, index, "")) or self.at.get(("", 0, table), 0)


def read(data: dict[str, Any], name: str = "", lines: Lines | None = None) -> Design:
    """Check and build a design from plain data. Raises Unreadable with all faults."""
    reader = Reader(data, name, lines or Lines())
    design = reader.build()
    if reader.faults:
        raise Unreadable(sorted(reader.faults, key=lambda fault: fault.line))
    return design


class Reader:
    """Reads one design, gathering faults instead of stopping at the first."""

    def __init__(self, data: dict[str, Any], name: str, lines: Lines) -> None:
        self.data, self.name, self.lines = data, name, lines
        self.faults: list[Fault] = []

    def fault(self, table: str, index: int, key: str, found: object, expected: str) -> None:
        field = f"{table}.{key}" if key else table
        self.faults.append(Fault(self.name, self.lines.line(table, index, key), field, str(found), expected))

    def build(self) -> Design:
        schema = parts()
        for table in self.data:
            if table not in schema:
                self.fault(table, 0, "", table, "one of the parts " + ", ".join(schema) + meant(table, schema))
        built: dict[str, Any] = {}
        for part in schema.values():
            given = self.data.get(part.name, [] if part.many else {})
            if part.many:
                built[part.name] = self.build_many(part, given)
            elif isinstance(given, dict):
                built[part.name] = self.build_one(part, given, 0)
            else:
                self.fault(part.name, 0, "", given, f"a table, written [{part.name}]")
                built[part.name] = Element(part.name, {})
        self.check_links(schema, built)
        self.check_years(built["design"])
        return Design(built)

    def build_many(self, part: Part, given: Any) -> list[Element]:
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            self.fault(part.name, 0, "", type(given).__name__, f"elements written [[{part.name}]]")
            return []
        elements: list[Element] = []
        seen: dict[str, int] = {}
        for index, one in enumerate(given):
            element = self.build_one(part, one, index)
            id = element.values.setdefault("id", f"{index + 1}")
            if id in seen:
                self.fault(part.name, index, "id", id, f"an id of its own; the one on line {seen[id]} has it too")
            seen.setdefault(id, element.line)
            elements.append(element)
        return elements

    def build_one(self, part: Part, given: dict[str, Any], index: int) -> Element:
        values = {}
        for key, value in given.items():
            fact = part.facts.get(key)
            if fact is None:
                self.fault(part.name, index, key, key, "one of " + ", ".join(part.facts) + meant(key, part.facts))
                continue
            wrong = list(faults_of(fact, value))
            for found, expected in wrong:
                self.fault(part.name, index, key, found, expected)
            if not wrong:
                values[key] = stated(fact, value)
        for fact in part.facts.values():
            if fact.required and fact.name not in given and (given or part.many or part.name == "design"):
                self.fault(part.name, index, fact.name, "nothing", fact.meaning)
        return Element(part.name, values, self.lines.line(part.name, index))

    def check_links(self, schema: dict[str, Part], built: dict[str, Any]) -> None:
        for part in schema.values():
            links = [fact for fact in part.facts.values() if fact.type == "link"]
            for index, element in enumerate(built[part.name] if part.many else []):
                for fact in links:
                    target = element.values.get(fact.name)
                    known = [one.values["id"] for one in built[fact.to]]
                    if target and target not in known:
                        self.fault(
                            part.name,
                            index,
                            fact.name,
                            target,
                            f"the id of one of the {fact.to}: {', '.join(known) or 'none given'}",
                        )

    def check_years(self, identity: Element) -> None:
        start, end = identity.start_year, identity.end_year
        if start and end and start > end:
            self.fault("design", 0, "end_year", end, f"a year not before start_year {start}")


def stated(fact: Fact, value: Any) -> Any:
    """The value of a stated fact; `false`, "none" and an empty list state that there is none."""
    if value is False or value == [] or (value == "none" and fact.type in {"value", "text", "yesno"}):
        return ABSENT
    return tuple(value) if isinstance(value, list) else value


def meant(word: str, known: Any) -> str:
    close = get_close_matches(word, list(known), n=1)
    return f" (did you mean {close[0]}?)" if close else ""


def faults_of(fact: Fact, value: Any) -> Iterator[tuple[str, str]]:
    """Every (found, expected) of one value."""
    if fact.is_list:
        if value is False or value == "none":
            return
        if not isinstance(value, list):
            yield repr(value), f"a list, such as {fact.example!r}"
            return
        for item in value:
            yield from faults_of_item(fact, item)
    else:
        yield from faults_of_item(fact, value)


def faults_of_item(fact: Fact, value: Any) -> Iterator[tuple[str, str]]:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    text = isinstance(value, str)
    match fact.type:
        case "yesno" if not isinstance(value, bool) and value != "none":
            yield repr(value), "true or false"
        case "year" if not (isinstance(value, int) and number and 1900 <= value <= 2100):
            yield repr(value), f"a year from 1900 to 2100, such as {fact.example}"
        case "number" if not (number and value >= 0) and value is not False:
            yield repr(value), f"a number, such as {fact.example}"
        case "slug" if not (text and SLUG.match(value)):
            yield repr(value), f"small letters, digits and dashes, such as {fact.example!r}"
        case "text" | "texts" if not text and value is not False:
            yield repr(value), f"text in quotation marks, such as {fact.example!r}"
        case "text" | "texts" | "value" if text and not value.strip():
            yield repr(value), 'words, "none" when there is none, or nothing at all when the source is silent'
        case "value" if not (text or number or isinstance(value, bool)) or value is True:
            yield repr(value), f"words or a number, such as {fact.example!r}, or false when there is none"
        case "date" if not (text and DATE.match(value)):
            yield repr(value), "a date such as 2013-05-17"
        case "countries" if not (text and is_country(value)):
            yield repr(value), f"an ISO 3166-1 alpha-3 country code, such as {fact.example[0]!r}"
        case "corridors" if not (text and (match := CORRIDOR.match(value)) and all(map(is_country, match.groups()))):
            yield repr(value), f"two country codes, origin first, such as {fact.example[0]!r}"
        case "code" | "codes":
            known = shelf().terms.get(fact.vocabulary, {})
            if value not in known and not (value is False or (value == "none" and fact.type == "code")):
                yield repr(value), f"a code of {fact.vocabulary}{meant(str(value), known)}: {', '.join(known)}"
