"""The shelf: reference knowledge as text files, read into plain entries.

A deployment's own folder (CORRIDOR_SHELF) lies over the shipped one: a row with the same id replaces the shipped row,
a new id is added. What editors of the installation wrote lies over both (`lay_over`). Files are read when first asked
for and kept.
"""

import csv
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from corridor.reference.kinds import Field, Kind, kinds

SHIPPED = Path(__file__).parent / "shelf"
INVENTED = Path(__file__).parent / "demo_shelf"  # rates, wages and fee rules that `corridor demo` lays over it


class Entry:
    """One record. Its fields are attributes (`lesson.better_practice`); a blank cell is None, or () for a list.

    `kind` is its Kind, `file` and `line` say where it stands.
    """

    __slots__ = ("file", "kind", "line", "values")

    def __init__(self, kind: Kind, values: dict[str, Any], file: str = "", line: int = 0) -> None:
        self.kind, self.values, self.file, self.line = kind, values, file, line

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(f"a {self.kind.one} has no field {name!r}") from None

    def __repr__(self) -> str:
        return f"<{self.kind.one} {self.values.get('id')}>"


def read_value(field: Field, cell: str) -> Any:
    """Turn a cell into a value: None when blank, a tuple for lists, int, float or bool where the field says so.

    Raises ValueError when a number or yes/no can not be read.
    """
    cell = cell.strip()
    if field.is_list:
        return tuple(part.strip() for part in cell.split(field.separator) if part.strip())
    if not cell:
        return None
    if field.type in {"year", "integer"}:
        return int(cell)
    if field.type == "number":
        number = float(cell)
        return int(number) if number.is_integer() else number
    if field.type == "yesno":
        return {"yes": True, "no": False}[cell]
    return cell


def write_value(field: Field, value: Any) -> str:
    """The cell that `read_value` reads back to the same value."""
    if value is None:
        return ""
    if field.is_list:
        return field.separator.join(value)
    if field.type == "yesno":
        return "yes" if value else "no"
    return str(value)


def rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a shelf file with the line each ends on."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield reader.line_num, row


def read_entries(kind: Kind, path: Path) -> Iterator[Entry]:
    for line, row in rows(path):
        values = {}
        for field in kind.fields.values():
            try:
                values[field.name] = read_value(field, row.get(field.name) or "")
            except (ValueError, KeyError):
                values[field.name] = None  # `corridor reference check` reports it with its place
        yield Entry(kind, values, path.name, line)


class Shelf:
    """All entries of one or more shelf folders; later folders lie over earlier ones, and `over` (kind -> id -> entry)
    over all of them.
    """

    def __init__(self, folders: Iterable[Path], over: Mapping[str, Mapping[str, Entry]] | None = None) -> None:
        self.folders, self.over = tuple(folders), over or {}
        self._entries: dict[str, dict[str, Entry]] = {}

    def entries(self, kind: str) -> dict[str, Entry]:
        """The entries of one kind, by id, in file order. Raises KeyError for an unknown kind."""
        if kind not in self._entries:
            found: dict[str, Entry] = {}
            for folder in self.folders:
                for name in kinds()[kind].files:
                    if (folder / name).exists():
                        found.update((entry.id, entry) for entry in read_entries(kinds()[kind], folder / name))
            found.update(self.over.get(kind, {}))
            self._entries[kind] = found
        return self._entries[kind]

    def all(self, kind: str) -> list[Entry]:
        return list(self.entries(kind).values())

    def get(self, kind: str, id: str) -> Entry | None:
        return self.entries(kind).get(id)

    @cached_property
    def terms(self) -> dict[str, dict[str, Entry]]:
        """Vocabulary -> code -> term, in file order."""
        found: dict[str, dict[str, Entry]] = {}
        for term in self.all("terms"):
            found.setdefault(term.vocabulary, {})[term.code] = term
        return found

    def label(self, vocabulary: str, code: str) -> str:
        """The label of a code, or the code itself when it stands in no list."""
        term = self.terms.get(vocabulary, {}).get(code)
        return term.label if term else code


def folders() -> tuple[Path, ...]:
    """The shipped shelf and this installation's own. Raises FileNotFoundError when CORRIDOR_SHELF names no folder."""
    own = os.environ.get("CORRIDOR_SHELF")
    if own and not Path(own).is_dir():
        raise FileNotFoundError(f"CORRIDOR_SHELF is {own!r}; expected a folder of shelf files")
    return (SHIPPED, Path(own)) if own else (SHIPPED,)


_standing: Shelf | None = None


def shelf() -> Shelf:
    """The shelf of this installation, read once in a process, and anew when editors wrote. Ask each time."""
    global _standing
    if _standing is None:
        _standing = Shelf(folders())
    return _standing


def lay_over(over: Mapping[str, Mapping[str, Entry]]) -> None:
    """From now on these entries (kind -> id -> entry) stand over the files, in place of any laid over before."""
    global _standing
    before = shelf()
    if before.over != over:
        _standing = Shelf(before.folders, over)
