"""The interview about the road, for a phone: how she was recruited, what was promised, paid and owed, what she did.

Her code, no name of hers: whoever finds the phone learns of nobody (WIF2023-25, -49). Nothing but the code, and what
tells one attempt from another, has to be known. Source: WIF2019-13, 15, 17; WIF2023-17, 54.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from corridor.exchange.xlsforms import Form, Question, list_name, workbook
from corridor.journey.codes import EXAMPLE
from corridor.journey.importing.sheets import CALENDAR, CALENDAR_LABEL, WORKER, WORKER_LABEL, question
from corridor.journey.interviews import CODE_SHAPE, LANGUAGES, choices_of, known_of, questions_of, repeat, said
from corridor.journey.parts import PARTS
from corridor.journey.sheets import Sheet
from corridor.recruitment.sheets import CHAIN, CHARGE, HOP, LOAN, TERMS

SPELL = "spell"  # the room of work comes later on the path: its sheet is known by its type
FORM_ID, TITLE = "corridor_interview", "Interview"  # on a phone they say nothing more
IN_WORDS = {"hop", "follows"}  # among her hops, which have no id on a phone
CODE_TOLD = _("A code of two words and a figure, such as %(example)s.")


def sheets() -> tuple[Sheet, ...]:
    """What the interview asks, in its order."""
    return (CHAIN, HOP, TERMS, CHARGE, LOAN, PARTS[SPELL].sheet)


def form() -> Form:
    """The interview in every language of the interface. Its version is a digest of what it asks."""
    every = sheets()
    made = Form(FORM_ID, TITLE, "", LANGUAGES, tuple(_questions(every)), choices_of(every))
    return replace(made, version=hashlib.sha256(repr(made).encode()).hexdigest()[:12])


def interview() -> bytes:
    """The interview as an XLSForm workbook."""
    return workbook(form())


def _questions(every: tuple[Sheet, ...]) -> Iterator[Question]:
    told = {language: words % {"example": EXAMPLE} for language, words in said(CODE_TOLD).items()}
    yield Question("text", WORKER, said(WORKER_LABEL), told, required=True, constraint=CODE_SHAPE, told=told)
    yield Question("select_one", CALENDAR, said(CALENDAR_LABEL), choices=CALENDAR)
    chain, *of_chain, loan, spell = every
    label = question(chain, "label")
    inside = [*known_of(chain, WORKER, CALENDAR), *questions_of(chain, required={"label"})]
    for sheet in of_chain:
        inside += _repeat(sheet, *questions_of(sheet, given={"chain": label}, in_words=IN_WORDS))
    yield from repeat(list_name(chain.kind.TYPE), chain.label, inside)
    yield from _repeat(loan, *questions_of(loan))
    yield from _repeat(spell, *questions_of(spell))


def _repeat(sheet: Sheet, *questions: Question) -> Iterator[Question]:
    return repeat(list_name(sheet.kind.TYPE), sheet.label, [*known_of(sheet, WORKER, CALENDAR), *questions])
