"""Contents of every declared type, filled by their fields alone: a type that a later room declares joins by itself."""

import importlib
import re
import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Union

import corridor
from corridor.safe.content import TYPES, Content


@cache
def load_all() -> None:
    """Load every module in which a type is declared."""
    house = Path(corridor.__file__).parent
    for path in sorted(house.rglob("*.py")):
        if "tests" not in path.parts and re.search(r"^class \w+\(.*\bContent\)", path.read_text(), re.MULTILINE):
            importlib.import_module(".".join(path.relative_to(house.parent).with_suffix("").parts))


def kinds() -> dict[str, type[Content]]:
    """Every declared type of the installation, by its name."""
    load_all()
    return {name: kind for name, kind in sorted(TYPES.items()) if not name.startswith("test-")}


hints_of = cache(typing.get_type_hints)


def fill(
    kind: type,
    text: Callable[[str], str],
    *,
    day: date = date(2026, 3, 14),
    fixed: dict[str, Any] | None = None,
    yes: bool = False,
    often: int = 2,
) -> Any:
    """A content with every field said: `text(place)` gives each text. fixed: fields given by name, at any depth.

    A field that the type itself refuses (its `__post_init__`) has to be fixed by the caller.
    """
    fixed = fixed or {}

    def value(hint: Any, place: str) -> Any:
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin in (Union, types.UnionType):
            return value(next(one for one in arguments if one is not type(None)), place)
        if origin in (tuple, list):
            items = arguments[:1] if len(arguments) == 2 and arguments[1] is ... else arguments
            if len(items) == 1 and origin is tuple and len(arguments) == 1:
                return (value(items[0], place),)
            made = [value(items[i % len(items)], f"{place}.{i}") for i in range(max(often, len(items)))]
            return tuple(made[: len(items)] if len(items) > 1 else made)
        if origin is dict:
            return {text(f"{place}.key"): value(arguments[1], f"{place}.value")}
        if origin is typing.Literal:
            return arguments[0]
        if hint is str or hint is Any:
            return text(place)
        if hint is bool:
            return yes
        if hint is int:
            return 7
        if hint in (float, Decimal):
            return hint("7.5")
        if hint is date:
            return day
        if isinstance(hint, type) and is_dataclass(hint):
            return made_of(hint, place)
        raise TypeError(f"{place}: a field of type {hint!r} is new to the proof; teach proof/contents.py to fill it")

    def made_of(one: type, place: str) -> Any:
        hints = hints_of(one)
        said = {
            field.name: fixed[field.name] if field.name in fixed else value(hints[field.name], f"{place}.{field.name}")
            for field in fields(one)
            if field.init
        }
        return one(**said)

    return made_of(kind, getattr(kind, "TYPE", kind.__name__))


def bare(kind: type[Content], **said: Any) -> Content:
    """A content with only what has no default."""
    hints = hints_of(kind)
    needed = {f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING}
    plain = {name: "x" if hints[name] is str else None for name in needed}
    return kind(**{**plain, **said})


def text_places(kind: type[Content]) -> list[str]:
    """Where texts stand in a type, for counting."""
    found: list[str] = []

    def note(place: str) -> str:
        found.append(place)
        return "x"

    fill(kind, note)
    return found
