"""The facts of an open casebook for the centre's own figures, kept beside the book as long as nothing changes in it.

Codes and ids of records alone are kept, in memory, for who may read the same records; they go with the book, which is
dropped when the centre is locked or sealed, or nobody uses it for a minute.
Source: safety D12; house "How things flow" 2.
"""

import weakref
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from corridor.figures.own import Counted, as_columns
from corridor.journey.facts import FactKind
from corridor.reference.shelf import shelf
from corridor.safe.casebook import Book, Reading
from corridor.safe.faults import NoKey


@dataclass
class _Kept:
    """What was counted of a casebook as it stood. state: how it stood, for whom, on which day, by which shelf."""

    state: tuple[Any, ...]
    kinds: dict[str, Counted] = field(default_factory=dict)


_KEPT: dict[int, _Kept] = {}


def facts_of(known: Reading, kind: FactKind, today: date) -> Counted:
    """All facts of a kind that she can read, made once for each state of the casebook. Raises NoKey without a book."""
    book = known.book
    if book is None:
        raise NoKey
    state = _state(known, book, today)
    with book.guard:
        kept = _KEPT.get(id(book))
        if kept and kept.state == state and kind.name in kept.kinds:
            return kept.kinds[kind.name]
    made = as_columns(kind, kind.made(known, today))
    with book.guard:  # not while the facts were made: other pages wait for it
        if _state(known, book, today) == state:
            _keep(book, state, kind.name, made)
    return made


def _keep(book: Book, state: tuple[Any, ...], name: str, made: Counted) -> None:
    if id(book) not in _KEPT:
        weakref.finalize(book, _KEPT.pop, id(book), None)
    kept = _KEPT.get(id(book))
    if kept is None or kept.state != state:
        kept = _KEPT[id(book)] = _Kept(state)
    kept.kinds[name] = made


def _state(known: Reading, book: Book, today: date) -> tuple[Any, ...]:
    return book.seen, book.head, _changes(known.named.values()), today, shelf()


def _changes(entries: Iterable[Any]) -> frozenset[tuple[str, int]]:
    """The restricted records that are open to her alone: another reader counts others."""
    return frozenset((one.id, one.change) for one in entries)
