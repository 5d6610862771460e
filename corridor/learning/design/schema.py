"""The schema of a design, read from `schema.toml`: what may be said, with an example of each."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "schema.toml"
LISTS = {"codes", "texts", "countries", "corridors"}


@dataclass(frozen=True)
class Fact:
    """One fact that an element may state. `to` names the part a link points to."""

    name: str
    type: str
    meaning: str
    example: Any
    required: bool = False
    vocabulary: str = ""
    to: str = ""

    @property
    def is_list(self) -> bool:
        return self.type in LISTS


@dataclass(frozen=True)
class Part:
    """One part of a design; `many` parts come as `[[part]]`, as often as needed."""

    name: str
    title: str
    meaning: str
    many: bool
    facts: dict[str, Fact]


@cache
def parts() -> dict[str, Part]:
    """All parts, in the order a design is told."""
    found = {}
    for name, about in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
        facts = {fact: Fact(fact, **says) for fact, says in about["fields"].items()}
        found[name] = Part(name, about["title"], about["meaning"], about.get("many", False), facts)
    return found
