"""What a column of earlier cases can go to, and which columns probably go where.

Only what the centre keeps of a case anyway has a place of its own; everything else goes into the note, or is left out
(WIF2023-49: what is kept can be demanded). Source: WIF2023-14.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from corridor.centre.importing.words import HEADINGS
from corridor.journey.importing.columns import (
    IN_LANGUAGES,
    INTO_NOTE,
    LEAVE_OUT,
    REASON,
    Mapping,
    Phrase,
    heading,
    labels,
    plain,
    suggest,
    suggested_currency,
)

__all__ = [
    "BY_CODE",
    "DATES",
    "FIELDS",
    "INTO_NOTE",
    "IN_LANGUAGES",
    "LEAVE_OUT",
    "REASON",
    "Field",
    "Mapping",
    "heading",
    "plain",
    "suggested",
    "suggested_currency",
]


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


@cache
def _phrases() -> tuple[Phrase, ...]:
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
    """Where the columns probably go, by their headings in any of our languages; the others go into the note."""
    return suggest(header, _phrases())
