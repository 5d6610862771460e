"""Putting one id in the place of another inside contents of any room, and taking it back. Pure.

A file's id is random, so whatever equals it in a record of any type is a word about that file: rooms that come later
are read without being known here.
"""

import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from corridor.safe.content import Content, read_fields, to_plain

T = TypeVar("T")


def names_id(plain: Any, id: str) -> bool:
    """Whether this id stands anywhere in the plain fields of a record."""
    if isinstance(plain, dict):
        return any(names_id(one, id) for one in plain.values())
    if isinstance(plain, list):
        return any(names_id(one, id) for one in plain)
    return isinstance(plain, str) and plain == id


def readdressed(value: T, old: str, new: str) -> T:
    """The same with `new` wherever `old` stood. A list that then names `new` twice names it once."""
    if is_dataclass(value) and not isinstance(value, type):
        changed = {one.name: readdressed(getattr(value, one.name), old, new) for one in fields(value)}
        return replace(value, **changed)
    if isinstance(value, tuple):
        moved = tuple(readdressed(one, old, new) for one in value)
        return _each_once(moved, new) if moved != value else value  # type: ignore[return-value]
    return new if value == old else value  # type: ignore[return-value]


def _each_once(values: tuple[Any, ...], id: str) -> tuple[Any, ...]:
    """One entry for `id`; of two people in a case the one who has not left it."""
    places = [place for place, one in enumerate(values) if _person(one) == id]
    if len(places) < 2:
        return values
    stays = next((place for place in places if getattr(values[place], "left", None) is None), places[0])
    return tuple(one for place, one in enumerate(values) if place == stays or place not in places)


def _person(value: Any) -> Any:
    """Whom an entry of a list names: itself when it is an id, the worker when it is somebody in a case."""
    if isinstance(value, str):
        return value
    return getattr(value, "worker", None) if hasattr(value, "joined") else None


def difference(before: Content, after: Content) -> tuple[str, str]:
    """The fields that differ, as JSON text: as they were, as they are."""
    old, new = to_plain(before), to_plain(after)
    names = [name for name in old if old[name] != new[name]]
    return tuple(  # type: ignore[return-value]
        json.dumps({name: one[name] for name in names}, ensure_ascii=False, sort_keys=True) for one in (old, new)
    )


def put_back(content: Content, before: str, after: str) -> Content:
    """The content with its fields as they were; what somebody changed since stays. Raises ValueError, TypeError."""
    now = to_plain(content)
    was, became = (_as_today(content, json.loads(one)) for one in (before, after))
    back = {name: taken_back(was[name], became[name], now[name]) for name in was if name in now}
    return read_fields(type(content), now | back)


def _as_today(content: Content, told: dict[str, Any]) -> dict[str, Any]:
    """Fields as they are written today: what was kept by an earlier version lacks those that came since."""
    plain = to_plain(read_fields(type(content), to_plain(content) | told))
    return {name: plain.get(name, one) for name, one in told.items()}


def taken_back(before: Any, after: Any, now: Any) -> Any:
    """A value as it was before, as far as it is still what it became after."""
    if now == after:
        return before
    if all(isinstance(one, dict) for one in (before, after, now)) and before.keys() == after.keys() == now.keys():
        return {name: taken_back(before[name], after[name], now[name]) for name in now}
    if not all(isinstance(one, list) for one in (before, after, now)):
        return now
    if len(before) == len(after) <= len(now):
        pairs: Iterable[Any] = zip(before, after, now, strict=False)
        return [taken_back(*three) for three in pairs] + now[len(after) :]
    came, went = [one for one in after if one not in before], [one for one in before if one not in after]
    stay = [one for one in now if one not in came]
    return stay + [one for one in went if one not in stay]
