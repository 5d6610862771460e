"""Reads of projects, events and publications: the shelf with editors' records laid over it.

The merged entries are kept in the process. Each reading asks the table once what state it is in, so several server
processes show the same; what is worked out from the entries (lists to choose from, counts) is kept beside them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from django.db.models import Count, Max, Sum

from corridor.access.queries import history
from corridor.programme.models import Record
from corridor.reference.kinds import Kind, kinds
from corridor.reference.shelf import Entry, Shelf, shelf

KINDS = ("projects", "events", "publications")
# What rules reckon with, told for a time and a place: laid over the shelf itself, for every room (see `standing`).
DATED = ("exchange_rates", "reference_wages", "fee_rules", "deadlines")
FIRST_LETTERS = {"projects": "PRJ", "events": "EVT", "publications": "PUB"} | dict.fromkeys(DATED, "own")  # of ids
T = TypeVar("T")
State = tuple[tuple[str, int, int, str], ...]


@dataclass(frozen=True)
class Holding:
    """The entries of one kind at one state, by id, and the versions of those that editors wrote."""

    state: tuple[str, int, int, str]
    entries: dict[str, Entry]
    versions: dict[str, int]
    changed: dict[str, Any]


@dataclass(frozen=True)
class Library:
    """All kinds that editors keep, at one state. `worked_out` keeps what was derived, as long as they stand."""

    shelf: Shelf
    holdings: dict[str, Holding]
    worked_out: dict[Any, Any] = field(default_factory=dict)

    def all(self, kind: str) -> list[Entry]:
        return list(self.holdings[kind].entries.values())

    def get(self, kind: str, id: str) -> Entry | None:
        return self.holdings[kind].entries.get(id)

    def once(self, key: Any, make: Callable[["Library"], T]) -> T:
        """What `make` gives for these entries, made once for each state."""
        if key not in self.worked_out:
            self.worked_out[key] = make(self)
        return cast(T, self.worked_out[key])


def version() -> State:
    """The state of the editors' records: it differs after every committed change, in whatever order they commit."""
    rows = Record.objects.values("kind").annotate(count=Count("id"), sum=Sum("version"), last=Max("changed"))
    found = {row["kind"]: (row["kind"], row["count"], row["sum"], row["last"].isoformat()) for row in rows}
    return tuple(found.get(kind, (kind, 0, 0, "")) for kind in (*KINDS, *DATED))


_library: Library | None = None


def library() -> Library:
    """The entries as they stand now; one query, and a reading of the rows only when they changed."""
    global _library
    state, known = version(), _library
    if known is None or known.shelf is not shelf():
        known = Library(shelf(), {})
    if tuple(one.state for one in known.holdings.values()) == state:
        return known
    holdings = {}
    for one in state:
        old = known.holdings.get(one[0])
        holdings[one[0]] = old if old and old.state == one else holding(one)
    _library = Library(known.shelf, holdings)
    return _library


def holding(state: tuple[str, int, int, str]) -> Holding:
    """The shelf's entries of a kind with the rows of the table over them."""
    kind = kinds()[state[0]]
    entries = dict(shelf().entries(kind.name))
    versions, changed = {}, {}
    rows = Record.objects.filter(kind=kind.name).order_by("id") if state[1] else Record.objects.none()
    for id, values, number, when in rows.values_list("record_id", "values", "version", "changed"):
        entries[id] = Entry(kind, typed(kind, values))
        versions[id], changed[id] = number, when
    return Holding(state, entries, versions, changed)


def dated() -> dict[str, dict[str, Entry]]:
    """What editors wrote of the kinds in DATED: kind -> id -> entry."""
    found: dict[str, dict[str, Entry]] = {}
    for name, id, values in (
        Record.objects.filter(kind__in=DATED).order_by("id").values_list("kind", "record_id", "values")
    ):
        found.setdefault(name, {})[id] = Entry(kinds()[name], typed(kinds()[name], values))
    return found


def typed(kind: Kind, values: dict[str, Any]) -> dict[str, Any]:
    """Values as an entry has them: lists as tuples, a field that the row does not have yet as blank."""
    found: dict[str, Any] = {}
    for name, about in kind.fields.items():
        value = values.get(name)
        found[name] = tuple(value or ()) if about.is_list else value
    return found


def records(kind: str) -> list[Entry]:
    """All entries of a kind as they stand now. Raises KeyError for a kind that editors do not keep."""
    return library().all(kind)


def record(kind: str, id: str) -> Entry | None:
    return library().get(kind, id)


class LaidOver(Shelf):
    """The shelf with the editors' records in it, for checking what a new record refers to."""

    def __init__(self, held: Library) -> None:
        super().__init__(held.shelf.folders)
        self._held = held

    def entries(self, kind: str) -> dict[str, Entry]:
        held = self._held.holdings.get(kind)
        return held.entries if held else self._held.shelf.entries(kind)


def laid_over(held: Library) -> Shelf:
    return held.once("shelf", LaidOver)


@dataclass(frozen=True)
class Meanwhile:
    """A record as one editor opened it and as it stands now, after others wrote it."""

    opened: dict[str, Any]
    now: dict[str, Any]
    version: int

    def merged(self, typed_in: dict[str, Any]) -> dict[str, Any]:
        """What others changed, with what this editor changed over it."""
        mine = {name: value for name, value in typed_in.items() if value != self.opened.get(name)}
        return {**self.now, **mine}

    def differences(self, typed_in: dict[str, Any]) -> list[tuple[str, Any, Any, bool]]:
        """(field, as others left it, as typed, whether both changed it) of every field that others changed."""
        return [
            (name, value, typed_in.get(name), typed_in.get(name) not in (self.opened.get(name), value))
            for name, value in self.now.items()
            if value != self.opened.get(name)
        ]


def meanwhile(kind: str, id: str, seen: int) -> Meanwhile:
    """What became of a record since its version `seen`: its history is walked back to there."""
    row = Record.objects.get(kind=kind, record_id=id)
    opened = dict(row.values)
    for change in history(kind, id)[: max(row.version - seen, 0)]:
        opened.update(change.before)
    about = kinds()[kind]
    return Meanwhile(typed(about, opened), typed(about, row.values), row.version)
