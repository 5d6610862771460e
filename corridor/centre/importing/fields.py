"""What a column of earlier cases can go to, and which columns probably go where.

Only what the centre keeps of a case anyway has a place of its own; everything else goes into the note, or is left out
(WIF2023-49: what is kept can be demanded). Source: WIF2023-14.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from corridor.centre.importing.words import HEADINGS
from corridor.journey.sheets import CURRENCIES
from corridor.reference.folding import folded

LEAVE_OUT, INTO_NOTE = "", "with-heading"
REASON = "reason"  # heading of the last column of refused rows; never taken in
IN_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Field:
    """Where a column can go. how: line, area, term, country, language, age, day, when, money, currency.

    vocabulary: of a term. of_case: whether it is the case's, one for all its rows.
    """

    code: str
    label: Any
    how: str = "line"
    vocabulary: str = ""
    hint: Any = ""
    of_case: bool = False


FIELDS = (
    Field("number", _("Number of the earlier case"), hint=_("Rows with the same number are one case.")),
    Field("name", _("Name"), hint=_("A row without it is refused.")),
    Field("phone", _("Phone"), hint=_("It goes into the note on her file: nobody knows yet whether it is safe.")),
    Field("sex", _("Sex"), "term", "sex"),
    Field("age_band", _("Age"), "age", "age-band"),
    Field("nationality", _("Nationality"), "country"),
    Field("origin", _("District of origin")),
    Field("language", _("Language"), "language"),
    Field("country", _("Country of work"), "country", of_case=True),
    Field("place", _("Place of work"), of_case=True),
    Field("sector", _("Sector"), "term", "sector", of_case=True),
    Field("opened", _("Opened on"), "day", of_case=True),
    Field("closed", _("Closed on"), "day", of_case=True),
    Field("outcome", _("Outcome"), "term", "case-outcome", of_case=True),
    Field("kind", _("Grievance"), "term", "grievance-kind"),
    Field("since", _("Since"), "when"),
    Field("told", _("What happened"), "area"),
    Field("wants", _("What she wants"), "area"),
    Field("respondent", _("Who has to answer")),
    Field("role", _("Role"), "term", "respondent-role"),
    Field("entitled", _("Amount that is due to her"), "money"),
    Field("received", _("Amount received"), "money"),
    Field("currency", _("Currency"), "currency"),
    Field("received_on", _("Received on"), "day"),
    Field("note", _("Note"), "area"),
)
BY_CODE = {one.code: one for one in FIELDS}
DATES = ("opened", "closed", "received_on", "since")


@dataclass(frozen=True)
class Mapping:
    """Where the columns of a table go. columns: for each a code of FIELDS, INTO_NOTE or LEAVE_OUT.

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


@cache
def _phrases() -> tuple[tuple[str, str, bool], ...]:
    """(phrase, field, whether the heading has to be just this), the labels and the usual words of every field."""
    found: dict[str, tuple[str, bool]] = {}
    for field in FIELDS:
        for label in labels(field.label):
            found.setdefault(plain(label), (field.code, field.code in ("name", "role", "since", "note")))
    for code, words in HEADINGS.items():
        for word in words:
            found.setdefault(plain(word), (code, word.startswith("=")))
    return tuple((phrase, code, exactly) for phrase, (code, exactly) in found.items() if phrase)


def suggested(header: Sequence[str]) -> tuple[str, ...]:
    """Where the columns probably go, by their headings in any of our languages; what nobody knows goes into the note.

    The longest words that fit decide ("employer name" is no name of hers); no field is given to two columns.
    """
    fits = []
    for place, one in enumerate(header):
        words = plain(one)
        for phrase, code, exactly in _phrases():
            if words == phrase or (not exactly and f" {phrase} " in f" {words} "):
                fits.append((words != phrase, -len(phrase), place, code))
    found, given = dict[int, str](), set[str]()
    for _inside, _length, place, code in sorted(fits):
        if place not in found and (code not in given or code == LEAVE_OUT):
            found[place] = code
            given.add(code)
    known = (LEAVE_OUT if one and not plain(one) else INTO_NOTE for one in header)  # "#" heads no words
    return tuple(found.get(place, otherwise) for place, otherwise in enumerate(known))


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
