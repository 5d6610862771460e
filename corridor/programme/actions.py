"""The only writer of what lies over the shelf: each write is checked like a row of it and leaves a line of history."""

import re
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Length

from corridor.access.actions import record_change
from corridor.access.models import Account
from corridor.programme import queries, standing
from corridor.programme.models import Record
from corridor.programme.rules import RATES, derived, inconsistent
from corridor.reference.check import wrong_cells
from corridor.reference.kinds import Kind, kinds
from corridor.reference.shelf import shelf, write_value

FIRST_OWN_NUMBER = 1001  # editors' additions begin here, so that the shelf may grow below
TRIES = 50  # editors who add at the same moment ask for the same id; the later ones take the next


class FaultyRecord(ValueError):
    """The record breaks a rule; `faults` are (field, found, expected)."""

    def __init__(self, faults: list[tuple[str, str, str]]) -> None:
        super().__init__(
            "; ".join(f"{field}: found {found!r}; expected {expected}" for field, found, expected in faults)
        )
        self.faults = faults


class ChangedMeanwhile(Exception):
    """Somebody else wrote the record after this editor had opened it; nothing was written."""


def cells_of(kind: Kind, values: dict[str, Any]) -> dict[str, str]:
    """Values as the cells of a shelf file, so that the shelf's own check can read them."""
    return {name: write_value(field, values.get(name)) for name, field in kind.fields.items()}


def faults(kind: str, cells: dict[str, str], *, adding: bool = False) -> list[tuple[str, str, str]]:
    """Every (field, found, expected) of a record, by the shelf's own rules and those of `rules`."""
    held = queries.laid_over(queries.library())
    whole = derived(kind, cells)
    found = [*wrong_cells(kinds()[kind], whole, held), *inconsistent(kind, whole)]
    if adding and kind == RATES and held.get(kind, whole["id"]):
        found.append(("valid_from", whole["valid_from"], f"a day without a rate; {whole['id']} can be corrected"))
    return found


def plain(kind: str, id: str, values: dict[str, Any], *, adding: bool = False) -> dict[str, Any]:
    """The record as it is stored. Raises FaultyRecord."""
    about = kinds()[kind]
    if unknown := sorted(values.keys() - about.fields.keys()):
        raise FaultyRecord([(name, str(values[name]), f"one of {', '.join(about.fields)}") for name in unknown])
    whole = {name: values.get(name) for name in about.fields} | {"id": id}
    whole["label"] = derived(kind, cells_of(about, whole))["label"] or None
    if found := faults(kind, cells_of(about, whole), adding=adding):
        raise FaultyRecord(found)
    return as_stored(whole)


def as_stored(values: dict[str, Any]) -> dict[str, Any]:
    """Lists as JSON has them."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def next_id(kind: str, values: dict[str, Any]) -> str:
    """The id after the highest one, of the shelf's and the editors' records together; a rate's says what it is of."""
    if kind == RATES:
        return derived(kind, cells_of(kinds()[kind], values))["id"]
    first = queries.FIRST_LETTERS[kind]
    mine = Record.objects.filter(kind=kind, record_id__regex=rf"^{first}-\d+$").order_by(
        Length("record_id").desc(), "-record_id"
    )
    last = mine.values_list("record_id", flat=True).first()
    known = [*shelf().entries(kind), *([last] if last else [])]
    highest = max((int(id.partition("-")[2]) for id in known if re.fullmatch(rf"{first}-\d+", id)), default=0)
    return f"{first}-{max(highest + 1, FIRST_OWN_NUMBER)}"


def add_record(kind: str, values: dict[str, Any], *, by: Account) -> str:
    """Add a record of a kind that may be kept here; returns its id.

    Raises FaultyRecord when a rule is broken, and where there is a rate of that day already.
    """
    for attempt in range(TRIES):
        id = next_id(kind, values)
        stored = plain(kind, id, values, adding=True)
        try:
            with transaction.atomic():
                Record.objects.create(kind=kind, record_id=id, values=stored)
                record_change(f"add {kinds()[kind].one}", kind, id, {}, stored, by=by)
                told(kind)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
        else:
            return id
    raise AssertionError("unreachable")


def told(kind: str) -> None:
    """What rules reckon with is read anew in every process."""
    if kind in queries.DATED:
        standing.tell()


@transaction.atomic
def correct_record(kind: str, id: str, values: dict[str, Any], *, by: Account, seen: int) -> bool:
    """Write the record anew. `seen` is the version that the editor had before her (0: the shelf's own entry).

    Returns whether anything differed; where nothing did, nothing is written.

    Raises FaultyRecord when a rule is broken, KeyError for an unknown record, ChangedMeanwhile when somebody else
    wrote it in between.
    """
    stored = plain(kind, id, values)
    row = Record.objects.select_for_update().filter(kind=kind, record_id=id).first()
    entry = shelf().get(kind, id)
    if row is None and entry is None:
        raise KeyError(id)
    if seen != (row.version if row else 0):
        raise ChangedMeanwhile(id)
    old = as_stored(row.values if row else entry.values if entry else {})
    if old == stored:
        return False
    if row:
        row.values, row.version = stored, row.version + 1
        row.save(update_fields=["values", "version", "changed"])
    else:
        try:
            with transaction.atomic():
                Record.objects.create(kind=kind, record_id=id, values=stored)
        except IntegrityError:
            raise ChangedMeanwhile(id) from None
    record_change(f"correct {kinds()[kind].one}", kind, id, old, stored, by=by)
    told(kind)
    return True
