"""`corridor reference check`: every fault of a shelf, with file, line, field, what was found, what was expected."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corridor.reference.countries import is_country
from corridor.reference.kinds import Field, Kind, kinds
from corridor.reference.shelf import SHIPPED, Shelf, read_value, rows

CORRIDOR = re.compile(r"^([A-Z]{3})-([A-Z]{3})$")
STATUSES = ("made", "reviewed")  # of a translated text; reviewed by a speaker, in its place
DATE = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a file, said so that the person who keeps the file can mend it."""

    file: str
    line: int
    field: str
    found: str
    expected: str

    def __str__(self) -> str:
        found = self.found if len(self.found) <= 120 else self.found[:117] + "..."
        return f"{self.file}:{self.line}: {self.field}: found {found!r}; expected {self.expected}"


def check_file(kind: Kind, path: Path) -> tuple[list[Fault], list[tuple[int, dict[str, str]]]]:
    """Read one file strictly. Returns its faults of form, and the rows that could be read."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return [Fault(path.name, line, "-", f"byte {error.start}", "text in UTF-8")], []
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    faults, good = [], []
    try:
        header = next(reader, [])
        if header != list(kind.fields):
            faults.append(Fault(path.name, 1, "-", ",".join(header), "the columns " + ",".join(kind.fields)))
            return faults, []
        for cells in reader:
            if len(cells) != len(header):
                faults.append(Fault(path.name, reader.line_num, "-", f"{len(cells)} cells", f"{len(header)} cells"))
            else:
                good.append((reader.line_num, dict(zip(header, cells, strict=True))))
    except csv.Error as error:
        faults.append(Fault(path.name, reader.line_num, "-", str(error), "a row of comma-separated cells"))
    return faults, good


class Checker:
    """Checks all kinds against each other: forms of values, unique ids, references, vocabularies, sources."""

    def __init__(self, folders: list[Path]) -> None:
        self.shelf = Shelf(folders)
        self.folders = folders
        self.faults: list[Fault] = []

    def run(self) -> list[Fault]:
        known = {name for kind in kinds().values() for name in kind.files}
        for folder in self.folders:
            for path in sorted(folder.glob("*.csv")):
                if path.name.startswith("translations_"):
                    self.check_translations(path)
                elif path.name not in known:
                    self.faults.append(
                        Fault(path.name, 1, "-", path.name, "one of the files " + ", ".join(sorted(known)))
                    )
            for kind in kinds().values():
                seen: dict[str, str] = {}
                for name in kind.files:
                    if (folder / name).exists():
                        self.check(kind, folder / name, seen)
                    elif folder == SHIPPED:
                        self.faults.append(Fault(name, 0, "-", "no such file", f"the file of {kind.label.lower()}"))
        return self.faults

    def check(self, kind: Kind, path: Path, seen: dict[str, str]) -> None:
        faults, good = check_file(kind, path)
        self.faults += faults
        for line, row in good:
            for field in kind.fields.values():
                for found, expected in self.wrong(field, row[field.name]):
                    self.faults.append(Fault(path.name, line, field.name, found, expected))
            if row["id"] in seen:
                self.faults.append(
                    Fault(path.name, line, "id", row["id"], f"an id of its own; {seen[row['id']]} has it too")
                )
            seen.setdefault(row["id"], f"{path.name}:{line}")
            if kind.name == "terms" and row["id"] != f"{row['vocabulary']}.{row['code']}":
                self.faults.append(Fault(path.name, line, "id", row["id"], f"{row['vocabulary']}.{row['code']}"))

    def check_translations(self, path: Path) -> None:
        """Every translated text belongs to an entry and says whether a speaker has reviewed it."""
        language = path.stem.removeprefix("translations_")
        seen: set[tuple[str, str, str]] = set()
        for line, row in rows(path):
            key = (row.get("kind") or "", row.get("id") or "", row.get("field") or "")
            kind = kinds().get(key[0])
            expected = {
                "kind": "" if kind else "a kind of record",
                "id": "" if kind and self.shelf.get(key[0], key[1]) else "the id of an entry of that kind",
                "field": "" if kind and key[2] in kind.fields else "a field of that kind",
                "language": "" if row.get("language") == language else language,
                "text": "" if (row.get("text") or "").strip() else "the translated text",
                "status": "" if row.get("status") in STATUSES else " or ".join(STATUSES),
            }
            for field, wanted in expected.items():
                if wanted:
                    self.faults.append(Fault(path.name, line, field, row.get(field) or "", wanted))
            if key in seen:
                self.faults.append(Fault(path.name, line, "id", key[1], "one translation of each text"))
            seen.add(key)

    def wrong(self, field: Field, cell: str) -> Iterator[tuple[str, str]]:
        """Every (found, expected) of one cell."""
        if cell != cell.strip():
            yield cell, "no space before or after"
        if not cell.strip():
            if field.required:
                yield "", field.meaning
            return
        try:
            value = read_value(field, cell)
        except (ValueError, KeyError):
            yield cell, {"yesno": "yes or no", "number": "a number"}.get(field.type, "a whole number")
            return
        for part in value if isinstance(value, tuple) else (value,):
            yield from self.wrong_part(field, part)

    def wrong_part(self, field: Field, part: object) -> Iterator[tuple[str, str]]:
        text = str(part)
        match field.type:
            case "id" if not re.fullmatch(field.pattern, text):
                yield text, f"the form {field.pattern}"
            case "year" if not 1800 <= int(text) <= 2200:
                yield text, "a year such as 2013"
            case "date" if not DATE.match(text):
                yield text, "a date such as 2013, 2013-05 or 2013-05-17"
            case "code" | "codes" if text not in self.shelf.terms.get(field.vocabulary, {}):
                yield text, f"a code of {field.vocabulary}: {', '.join(self.shelf.terms.get(field.vocabulary, {}))}"
            case "ref" | "refs" if text not in self.shelf.entries(field.kind):
                yield text, f"the id of an entry in {', '.join(kinds()[field.kind].files)}"
            case "cite" if text.split(" ")[0] not in self.shelf.entries("bibliography") or " " not in text:
                yield text, "a bibliography id and a place in it, such as 'WIF2019 lesson 17'"
            case "countries" if not is_country(text):
                yield text, "an ISO 3166-1 alpha-3 country code such as NPL"
            case "corridors":
                match = CORRIDOR.match(text)
                if not match or not all(is_country(code) for code in match.groups()):
                    yield text, "two country codes, origin first, such as NPL-JOR"


def wrong_cells(kind: Kind, cells: dict[str, str], shelf: Shelf) -> Iterator[tuple[str, str, str]]:
    """Every (field, found, expected) of one record's cells, by the same rules as a shelf file's row."""
    checker = Checker([])
    checker.shelf = shelf
    for field in kind.fields.values():
        for found, expected in checker.wrong(field, cells.get(field.name, "")):
            yield field.name, found, expected


def check(folders: list[Path]) -> list[Fault]:
    """All faults of the shelf made of these folders (the later over the earlier)."""
    return Checker(folders).run()
