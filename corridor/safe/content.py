"""What is inside a sealed record: typed contents with a version. A room declares one in a few lines:

    @dataclass(frozen=True)
    class Visit(Content):
        TYPE = "visit"
        what: str
        on: date | None = None

Every type is known by its TYPE from the moment its module is loaded; contents of older versions are brought up to the
present one when they are read (`upgrade`), so that what was sealed long ago is still read.
"""

import json
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache, partial
from typing import Any, ClassVar, Union

from corridor.safe.faults import Altered, UnknownVersion

MORE_ROOM = 224  # bytes: six names until a day, and that it is restricted; kept free in every record
BESIDE = "b"  # under which what also stands beside the seal, in clear, is sealed
MONTH = "m"  # the same for the month in which it is destroyed; records of earlier versions lack it
TYPES: dict[str, type["Content"]] = {}


@dataclass(frozen=True)
class Content:
    """A typed content. Subclasses are frozen dataclasses; give TYPE, and raise VERSION when fields change meaning.

    RETENTION_MONTHS: how long after its closing a record is kept, in months (12: safety, contact data).
    HEAD: the field with the id of the record this one is a part of; empty for a record that stands by itself.
    LINKS: the field with the ids of records it refers to.
    SEARCHED: the fields in which a search looks ("workers.called" is that field of each part; older names too); empty
    for all of them.
    ANSWERED: whether a packet that begins with it is answered on a page of its own, not merely accepted.
    """

    TYPE: ClassVar[str] = ""
    VERSION: ClassVar[int] = 1
    RETENTION_MONTHS: ClassVar[int] = 12
    HEAD: ClassVar[str] = ""
    LINKS: ClassVar[str] = ""
    SEARCHED: ClassVar[tuple[str, ...]] = ()
    ANSWERED: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.TYPE:
            TYPES[cls.TYPE] = cls

    @classmethod
    def upgrade(cls, version: int, plain: dict[str, Any]) -> dict[str, Any]:
        """The fields of an older version as the present version has them."""
        return plain

    # The few things that stand outside the seal, in clear (see THREAT_MODEL.md for what each tells a thief).
    def due(self) -> date | None:
        """The day on which somebody has to look at it."""
        return None

    def stands_open(self) -> bool:
        """Whether it is a head that still wants work; heads that stand open are what today's list is made of."""
        return False

    def closed_on(self) -> date | None:
        """The day from which its retention runs; None while it must be kept."""
        return None

    def shred_after(self) -> date | None:
        """The first day of the month in which it is destroyed."""
        closed = self.closed_on()
        if closed is None:
            return None
        months = closed.year * 12 + closed.month + self.RETENTION_MONTHS  # the month after the last one kept
        return date(months // 12, months % 12 + 1, 1)

    def linked(self) -> tuple[str, ...]:
        """Ids of records it refers to."""
        return getattr(self, self.LINKS) if self.LINKS else ()


def to_plain(value: Any) -> Any:
    """As JSON knows it. Days as ISO text, decimals as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [to_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: to_plain(one) for key, one in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def encode(content: Content, more: dict[str, Any] | None = None) -> bytes:
    """The bytes that are sealed: type, version, fields, what stands in clear beside it, and what `safe` adds (who is
    named, where it came from).
    """
    if TYPES.get(content.TYPE) is not type(content):
        raise TypeError(f"{type(content).__name__} is no declared content")
    plain, beside = to_plain(content), beside_plain(content.due(), content.stands_open())
    month = to_plain(content.shred_after())
    inside = {"t": content.TYPE, "v": content.VERSION, BESIDE: beside, MONTH: month, "c": plain}
    whole, bare = ({**inside, **added} for added in (more or {}, {}))
    length = len(_json(bare)) + MORE_ROOM + _spare([plain, beside, month])
    return _json(whole).ljust(length)


def beside_plain(due: date | None, is_open: bool) -> list[Any]:
    return [to_plain(due), is_open]


def _json(plain: Any) -> bytes:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def _spare(plain: Any) -> int:
    """The bytes by which "no" is longer than "yes" and a day longer than none, so that no answer shows in the size."""
    if isinstance(plain, dict | list):
        return sum(map(_spare, plain.values() if isinstance(plain, dict) else plain))
    return 1 if plain is True else 8 if plain is None else 0


def content_from(type_name: str, version: int, plain: dict[str, Any]) -> Content:
    """The typed content. Raises UnknownVersion for a type or version that this Corridor does not know, Altered when
    the fields are not what the type says (whoever writes to the public key can seal anything).
    """
    kind = TYPES.get(type_name)
    if kind is None or version > kind.VERSION:
        raise UnknownVersion
    try:
        return read_fields(kind, kind.upgrade(version, plain) if version < kind.VERSION else plain)
    except (TypeError, ValueError, KeyError, AttributeError, ArithmeticError) as error:
        raise Altered from error


def _reader(hint: Any) -> Callable[[Any], Any]:
    """How a value of this type is read from JSON; None stands for what was not said."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, types.UnionType):
        inner = _reader(next(one for one in arguments if one is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin in (tuple, list):
        item = _reader(arguments[0])
        return lambda value: tuple(item(one) for one in value)
    if hint is date:
        return date.fromisoformat
    if hint is Decimal:
        return Decimal
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda value: read_fields(hint, value)
    if hint in (str, int, bool):
        return partial(_exactly, hint)
    return lambda value: value


def _exactly(hint: type, value: Any) -> Any:
    if type(value) is not hint:
        raise TypeError(f"expected {hint.__name__}")
    return value


@cache
def readers(kind: type) -> dict[str, Callable[[Any], Any]]:
    hints = typing.get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in fields(kind)}


def read_fields(kind: type, plain: dict[str, Any]) -> Any:
    known = readers(kind)
    return kind(**{name: known[name](value) for name, value in plain.items() if name in known})
