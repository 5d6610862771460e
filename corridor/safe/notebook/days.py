"""The box in which a day is typed: the browser's own for the Gregorian calendar, and beside it one for other calendars.

Who is asked in Kathmandu when she was paid says "12 Bhadra 2081". What is typed in the second box counts before the
first, which may hold what stood there. Which calendars are read is said by a later room; without one there is one box.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

SAID = "_said"  # after the name of a field: what was typed in the second box
LONGEST = 200


class SaidDay(str):
    """A day as it was typed in the box for other calendars, where figures alone need not be Gregorian."""


@dataclass(frozen=True)
class OtherCalendars:
    """Where other calendars are read. read: the day that was typed, raises Unfit. open: whether the reader lives by one
    of them, so that its box stands open.
    """

    read: Callable[[str], date]
    open: Callable[[], bool]


OTHER_CALENDARS: list[OtherCalendars] = []


class DayInput(forms.DateInput):
    """A date picker, and folded away under it a line for Bikram Sambat or Hijri."""

    def __init__(self) -> None:
        super().__init__({"type": "date", "class": "form-control"}, "%Y-%m-%d")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        said = str(data.get(name + SAID) or "").strip()
        return SaidDay(said) if said and OTHER_CALENDARS else super().value_from_datadict(data, files, name)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Both boxes; what a date picker could not show stands in the second."""
        if not OTHER_CALENDARS:
            return super().render(name, value, attrs, renderer)
        said = value if isinstance(value, str) and (isinstance(value, SaidDay) or has_letters(value)) else ""
        label = f"{gettext('Bikram Sambat')} · {gettext('Hijri')}"
        line = {
            "type": "text",
            "name": name + SAID,
            "value": said,
            "class": "form-control",
            "placeholder": "2081-05-12 BS, 1446-02-10 AH",
            "aria-label": label,
            "maxlength": str(LONGEST),
            "autocomplete": "off",
            "spellcheck": "false",
            "translate": "no",
            "dir": "auto",
        }
        if attrs and attrs.get("id"):
            line["id"] = attrs["id"] + SAID
        return format_html(
            '{}<details class="soft"{}><summary>{}</summary><input{}></details>',
            super().render(name, None if said else value, attrs, renderer),
            SafeString(" open") if said or OTHER_CALENDARS[0].open() else "",
            label,
            flatatt({key: one for key, one in line.items() if one}),
        )


def has_letters(text: str) -> bool:
    """Whether there is more than figures in it: the mark of a calendar, the name of a month."""
    return any(sign.isalpha() for sign in text)


def read_other(text: str) -> date | None:
    """The day that was typed, where it may be of another calendar; else None, for a day in figures. Raises Unfit."""
    known = OTHER_CALENDARS and (isinstance(text, SaidDay) or has_letters(text))
    return OTHER_CALENDARS[0].read(text) if known else None
