"""What kinds of record the shelf holds: one schema file per kind under `schema/`, read here.

The schema files are the only place where a field is declared. The check, the pages, the editors' forms and the
documentation are all made from them.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SCHEMA = Path(__file__).parent / "schema"

LISTS = {"codes": ";", "refs": ";", "words": ";", "countries": ";", "corridors": ";", "cite": ";", "parts": " | "}
TYPES = {"id", "text", "code", "ref", "yesno", "year", "integer", "number", "date", *LISTS}


@dataclass(frozen=True)
class Field:
    """One column. `vocabulary` names the list of terms a code comes from, `kind` the kind a reference points to.

    `official` marks names given by others (titles, organisations), which stay as published.
    """

    name: str
    type: str
    meaning: str
    required: bool = False
    vocabulary: str = ""
    kind: str = ""
    pattern: str = ""
    official: bool = False

    @property
    def is_list(self) -> bool:
        return self.type in LISTS

    @property
    def separator(self) -> str:
        return LISTS[self.type]


@dataclass(frozen=True)
class Kind:
    """One kind of record: its name (also its address), its files and its fields in order."""

    name: str
    label: str
    one: str
    meaning: str
    files: tuple[str, ...]
    searched: bool
    fields: dict[str, Field]


def read_kind(path: Path) -> Kind:
    """Read one schema file. Raises ValueError naming the file when a field has an unknown type."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    fields = {name: Field(name, **about) for name, about in data["fields"].items()}
    for field in fields.values():
        if field.type not in TYPES:
            raise ValueError(
                f"{path.name}: field {field.name} has type {field.type!r}; expected one of {sorted(TYPES)}"
            )
    files = tuple(data.get("files", [f"{path.stem}.csv"]))
    return Kind(path.stem, data["label"], data["one"], data["meaning"], files, data["searched"], fields)


@cache
def kinds() -> dict[str, Kind]:
    """All kinds of record, by name."""
    return {path.stem: read_kind(path) for path in sorted(SCHEMA.glob("*.toml"))}
