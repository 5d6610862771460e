"""Where the columns of a table go, and which of them probably go where, by their headings in any of our languages."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation

from corridor.journey.sheets import CURRENCIES
from corridor.reference.folding import folded

LEAVE_OUT, INTO_NOTE = "", "with-heading"
REASON = "reason"  # heading of the last column of refused rows; never taken in
IN_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
Phrase = tuple[str, str, bool]  # words as they are compared, where they lead, whether the heading has to be just this


@dataclass(frozen=True)
class Mapping:
    """Where the columns of a table go. columns: for each a code of a field, INTO_NOTE or LEAVE_OUT.

    order: whether the day or the month comes first in dates of figures ("day", "month"). calendar: of the dates that
    were typed (`when.CALENDARS`). currency: of amounts beside which none stands (ISO 4217).
    """

    columns: tuple[str, ...]
    order: str = "day"
    calendar: str = "gregorian"
    currency: str = ""

    def column(self, code: str) -> int | None:
        """The place of the column that goes there."""
        return self.columns.index(code) if code in self.columns else None


@cache
def plain(text: str) -> str:
    """Words as they are compared: folded, without signs between them."""
    signs = (sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in folded(text))
    return " ".join("".join(signs).split())


def labels(label: Any) -> Iterator[str]:
    """A label in every language of the interface."""
    for language in IN_LANGUAGES:
        with translation.override(language):
            yield str(label)


def suggest(header: Sequence[str], phrases: Iterable[Phrase]) -> tuple[str, ...]:
    """Where the columns probably go; what nobody knows goes into the note.

    The longest words that fit decide ("employer name" is no name of hers); no field is given to two columns.
    """
    known, fits = tuple(phrases), []
    for place, one in enumerate(header):
        words = plain(one)
        for phrase, code, exactly in known:
            if words == phrase or (not exactly and f" {phrase} " in f" {words} "):
                fits.append((words != phrase, -len(phrase), place, code))
    found, given = dict[int, str](), set[str]()
    for _inside, _length, place, code in sorted(fits):
        if place not in found and (code not in given or code == LEAVE_OUT):
            found[place] = code
            given.add(code)
    otherwise = (LEAVE_OUT if one and not plain(one) else INTO_NOTE for one in header)  # "#" heads no words
    return tuple(found.get(place, code) for place, code in enumerate(otherwise))


def suggested_currency(header: Sequence[str]) -> str:
    """The currency that a heading names, as in "Amount (JOD)"; empty when none or several are."""
    words = {word.upper() for heading in header for word in plain(heading).split()}
    named = [code for code in CURRENCIES if code in words]
    return named[0] if len(named) == 1 else ""


def heading(header: Sequence[str], place: int) -> str:
    """What a column is called: by its heading, else by its letters as in a spreadsheet."""
    if header[place]:
        return header[place]
    return (chr(64 + place // 26) if place >= 26 else "") + chr(65 + place % 26)
