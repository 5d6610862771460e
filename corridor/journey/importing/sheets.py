"""A sheet as columns: where each column of a table goes, how a question of an interview is called, and without what an
amount says nothing. One naming for both, so that what an interview asks is read again without being put to its place.

Source: methods' conventions of computation (currencies are never added to each other; a rate's period is always given);
WIF2023-4, 17.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from corridor.exchange.form_exports import asked, is_own
from corridor.exchange.xlsforms import list_name
from corridor.journey.importing.columns import LEAVE_OUT, REASON, Phrase, labels, plain, suggest
from corridor.journey.sheets import Sheet, Slot

WORKER, CALENDAR = "worker", "calendar"  # columns beside those of the sheet: whose it is, in which calendar times are
WORKER_LABEL, CALENDAR_LABEL = _("Code of her file"), _("Calendar")
# Field that holds an amount or a rate -> the fields that say of what it is.
BESIDE = {
    **{"wage": ("currency", "period"), "pay": ("currency", "period"), "overtime_pay": ("currency", "period")},
    **{"amount": ("currency",), "instalment": ("currency",), "arrears": ("currency",), "costs": ("costs_currency",)},
    "rate": ("rate_period",),
}
EXACTLY = {"name", "note"}  # words that stand in many headings and mean something else there
ROWS_FEWEST, ROWS_MOST = 2, 20  # rows within a row (refunds of a charge, moves of a loan) that have a place
NUMBER = re.compile(r"[ _](\d{1,2})$")


@dataclass(frozen=True)
class Place:
    """Where a column can go. code: as the field is called in the form of the sheet ("amount", "moves-0-kind")."""

    code: str
    label: str
    slot: Slot


def question(sheet: Sheet, *names: str) -> str:
    """What a question about a field is called in an interview, as "hop_role": once in the whole form."""
    return "_".join((list_name(sheet.kind.TYPE), *names))


def beside(sheet: Sheet, name: str) -> tuple[str, ...]:
    """The fields of this sheet without which that amount says nothing."""
    there = {slot.name for slot in sheet.every}
    return tuple(one for one in BESIDE.get(name, ()) if one in there)


def asked_with(sheet: Sheet, name: str) -> tuple[str, ...]:
    """The amounts of this sheet of which a field says in what or for how long they are."""
    return tuple(slot.name for slot in sheet.every if name in beside(sheet, slot.name))


def rows_in(header: Sequence[str]) -> int:
    """How many rows within a row the headings number, within what has a place."""
    numbers = (int(found[1]) for one in header if (found := NUMBER.search(one)))
    return min(max([ROWS_FEWEST, *numbers]), ROWS_MOST)


def places_of(sheet: Sheet, header: Sequence[str]) -> list[Place]:
    """Every place of a sheet to which a column of a table with these headings can go."""
    found = []
    for slot in sheet.every:
        if slot.how != "rows":
            found.append(Place(slot.name, str(slot.label), slot))
            continue
        for row in range(rows_in(header)):
            for one in slot.columns:
                label = f"{slot.label} {row + 1}: {one.label}"
                found.append(Place(f"{slot.name}-{row}-{one.name}", label, one))
    return found


def suggested(sheet: Sheet, header: Sequence[str]) -> tuple[str, ...]:
    """Where the columns probably go: by the names of the questions of the interview, and by the labels of the fields in
    any of our languages.
    """
    bare = [asked(one) for one in header]
    found = suggest(bare, _phrases(sheet, rows_in(header)))
    return tuple(
        LEAVE_OUT if is_own(one) or plain(one) == REASON else code for one, code in zip(bare, found, strict=True)
    )


def _phrases(sheet: Sheet, rows: int) -> Iterator[Phrase]:
    """Words of headings; the questions' own names first, since two fields may share a label."""
    found: dict[str, tuple[str, bool]] = {}

    def add(code: str, exactly: bool, *words: Any) -> None:
        for one in words:
            found.setdefault(plain(str(one)), (code, exactly))

    add(WORKER, False, question(sheet, WORKER), WORKER, *labels(WORKER_LABEL))
    add(WORKER, True, "code", "file")
    add(CALENDAR, False, question(sheet, CALENDAR), *labels(CALENDAR_LABEL))
    flat = [slot for slot in sheet.every if slot.how != "rows"]
    for slot in flat:
        add(slot.name, False, question(sheet, slot.name))
    for slot in flat:
        add(slot.name, slot.name in EXACTLY, *labels(slot.label), slot.name)
    for slot in (one for one in sheet.every if one.how == "rows"):
        for number in range(1, rows + 1):
            for one in slot.columns:
                code = f"{slot.name}-{number - 1}-{one.name}"
                named = question(sheet, slot.name, one.name), f"{slot.name} {one.name}"
                add(code, True, *(f"{each} {number}" for each in named))
                add(code, True, *(f"{each} {number}" for each in labels(one.label)))
                add(code, True, *_numbered(slot.label, one.label, number))
    return ((phrase, code, exactly) for phrase, (code, exactly) in found.items() if phrase)


def _numbered(whole: Any, label: Any, number: int) -> Iterator[str]:
    """As the place itself is called, in every language."""
    yield from (f"{one} {number} {each}" for one, each in zip(labels(whole), labels(label), strict=True))
