"""Sheets as questions of an interview on a phone: made from what the pages ask, so that it never asks anything else.

Ids of what is in the casebook are not known on a phone: a choice among them is asked in words where the words are
understood again, and else left out. Source: WIF2023-54 (a time as she says it); WIF2023-49 (nothing is asked of her
name, which is not needed to bring the answers to her file).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from corridor.exchange.xlsforms import BEGIN, END, Question, Said, list_name
from corridor.journey.importing.sheets import CALENDAR, WORKER, asked_with, question
from corridor.journey.sheets import CALENDAR_LABELS, LINE, Sheet, Slot, countries, currencies, terms

LANGUAGES = dict(settings.LANGUAGES)
KINDS = {"day": "date", "money": "decimal", "number": "integer"}
LISTS = {"country": countries, "currency": currencies}
IN_WORDS = _("As it is called above: its role or its name.")
CODE_SHAPE = r"regex(., '^[A-Za-z]{4}[ -]?[A-Za-z]{4}[ -]?[0-9]$')"  # `codes.read_code`, as far as a phone checks it


def said(label: Any) -> Said:
    """Words in every language of the interface; none for no words."""
    found = {}
    for code in LANGUAGES:
        with override(code):
            found[code] = str(label)
    return found if any(found.values()) else {}


def known_of(sheet: Sheet, worker: str, calendar: str) -> Iterator[Question]:
    """What stands in every row of a repeat without being asked again: her code, the calendar of what she says."""
    for name, source in ((WORKER, worker), (CALENDAR, calendar)):
        yield Question("calculate", question(sheet, name), calculation=f"${{{source}}}")


def questions_of(
    sheet: Sheet,
    *,
    given: Mapping[str, str] | None = None,
    in_words: Collection[str] = (),
    required: Collection[str] = (),
) -> Iterator[Question]:
    """A sheet's questions in its own order. given: field -> the question that answered it already. in_words: choices
    among what is in the casebook that are asked in words; the others are left out.
    """
    found = given or {}
    for slot in sheet.every:
        if slot.name in found:
            yield Question("calculate", question(sheet, slot.name), calculation=f"${{{found[slot.name]}}}")
        elif slot.how == "rows":
            yield from _rows(sheet, slot)
        elif slot.how not in ("choice", "choices") or slot.name in in_words:
            others = (f"${{{question(sheet, one)}}} != ''" for one in asked_with(sheet, slot.name))
            must = slot.required or slot.name in required
            yield _question(slot, question(sheet, slot.name), must, " or ".join(others))


def repeat(name: str, label: Any, questions: Iterable[Question]) -> Iterator[Question]:
    """Questions that are asked as often as there is something to tell."""
    yield Question(BEGIN, name, said(label))
    yield from questions
    yield Question(END, name)


def _rows(sheet: Sheet, slot: Slot) -> Iterator[Question]:
    inside = (_question(one, question(sheet, slot.name, one.name), False, "") for one in slot.columns)
    return repeat(question(sheet, slot.name), slot.label, inside)


def _question(slot: Slot, name: str, required: bool, relevant: str) -> Question:
    hint = IN_WORDS if slot.how in ("choice", "choices") else slot.hint
    more: dict[str, Any] = {"label": said(slot.label), "hint": said(hint), "required": required, "relevant": relevant}
    match slot.how:
        case "term" | "terms":
            kind = "select_one" if slot.how == "term" else "select_multiple"
            return Question(kind, name, choices=list_name(slot.vocabulary), **more)
        case "country" | "currency":
            return Question("select_one", name, choices=slot.how, appearance="minimal autocomplete", **more)
        case "money" | "number":
            return Question(KINDS[slot.how], name, constraint=". >= 0", **more)
        case "day":
            return Question("date", name, **more)
        case "area":
            return Question("text", name, appearance="multiline", **more)
    return Question("text", name, constraint=f"string-length(.) <= {LINE}", **more)


def choices_of(sheets: Iterable[Sheet]) -> dict[str, list[tuple[str, Said]]]:
    """The lists from which the questions of these sheets choose: the shelf's vocabularies, countries, currencies."""
    slots = [one for sheet in sheets for slot in sheet.every for one in (slot.columns or (slot,))]
    found = {CALENDAR: [(code, said(label)) for code, label in CALENDAR_LABELS.items()]}
    for vocabulary in dict.fromkeys(one.vocabulary for one in slots if one.how in ("term", "terms")):
        found[list_name(vocabulary)] = _in_each(partial(terms, vocabulary))
    for name, known in LISTS.items():
        if any(one.how == name for one in slots):
            found[name] = _in_each(known)
    return found


def _in_each(known: Any) -> list[tuple[str, Said]]:
    """Codes with their labels in every language, in the order of the first."""
    labels: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        with override(language):
            for code, label in known():
                labels.setdefault(code, {})[language] = label
    return list(labels.items())
