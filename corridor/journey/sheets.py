"""Forms for contents, made from a few declared lines: a sheet says which fields of a content are asked, and how.

One form serves writing and correcting. It carries what stood there when it was opened (`base`), so that two people who
change the same record see each other's words instead of overwriting them.
"""

import json
import re
import typing
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from itertools import chain, repeat
from typing import Any

from babel import Locale
from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy

from corridor.journey.calendars import read_when
from corridor.journey.when import CALENDARS, GREGORIAN, NOT_SAID, When
from corridor.reference.countries import codes
from corridor.reference.labels import country_name, term_label
from corridor.reference.shelf import shelf
from corridor.safe.content import Content, read_fields, to_plain
from corridor.safe.faults import Unfit
from corridor.safe.notebook.forms import FORM_LONGEST, Day, Text, far_day, new_form, plain_area
from corridor.ui.choosing import Choose

LINE, AREA = 200, 20_000  # characters
MORE_ROWS = 2  # empty rows under the ones that are there
ROW_NAME = re.compile(r"[a-z_]+-([0-9]{1,2})-[a-z_]+")  # of a field in a row; a hundred rows at most
CALENDAR_LABELS = dict(
    zip(CALENDARS, (gettext_lazy("Gregorian"), gettext_lazy("Bikram Sambat"), gettext_lazy("Hijri")), strict=True)
)
# ISO 4217: first what is met most often, then every country of the shelf's corridors and projects.
CURRENCIES = (
    *("JOD", "LBP", "USD", "NPR", "BDT", "INR", "SAR", "AED", "KWD", "QAR", "BHD", "OMR", "LKR", "PHP", "EUR", "ETB"),
    *("KES", "MYR", "THB", "IDR", "AMD", "AOA", "ARS", "AUD", "AZN", "BOB", "BWP", "CDF", "CHF", "CNY", "COP", "CRC"),
    *("CZK", "DOP", "EGP", "GBP", "GEL", "HTG", "HUF", "KGS", "KHR", "KZT", "LAK", "LSL", "LYD", "MAD", "MDL", "MGA"),
    *("MMK", "MRU", "MUR", "MWK", "MZN", "NAD", "NGN", "NIO", "NOK", "NZD", "PAB", "PEN", "PGK", "PKR", "PLN", "PYG"),
    *("RON", "RUB", "SCR", "SDG", "SEK", "SOS", "SZL", "TJS", "TND", "TTD", "TZS", "UAH", "VND", "VUV", "WST", "XOF"),
    *("ZAR", "ZMW", "ZWG"),
)
Choices = list[tuple[str, str]]
_hints: Callable[[type], dict[str, Any]] = cache(typing.get_type_hints)  # asked for every field of a form


@dataclass(frozen=True)
class Slot:
    """One field of a sheet. name: of the content's field. how: line, area, term, terms, day, when, money, number,
    country, currency, choice, choices, rows. vocabulary: for terms. lesson: id of a lesson that bears on it.
    """

    name: str
    label: Any
    how: str = "line"
    vocabulary: str = ""
    hint: Any = ""
    lesson: str = ""
    required: bool = False
    columns: tuple["Slot", ...] = ()


@dataclass(frozen=True)
class Sheet:
    """How one type of content is asked. slots: what is asked first; more: what can wait, folded away."""

    kind: type[Content]
    label: Any
    slots: tuple[Slot, ...]
    more: tuple[Slot, ...] = ()

    @property
    def every(self) -> tuple[Slot, ...]:
        return self.slots + self.more


class WhenInput(forms.MultiWidget):
    """A time as she says it, and the calendar in which she says it."""

    def __init__(self) -> None:
        line = forms.TextInput(attrs={**_attributes(), "class": "form-control"})
        chosen = Choose(list(CALENDAR_LABELS.items()))
        chosen.attrs["aria-label"] = gettext_lazy("Calendar")
        super().__init__({"": line, "calendar": chosen})

    def id_for_label(self, id_: str, index: str = "0") -> str:
        """The label belongs to the line, not to the choice of the calendar."""
        return f"{id_}_{index}" if id_ else id_

    def decompress(self, value: Any) -> list[str]:
        when = value if isinstance(value, When) else NOT_SAID
        return [when.said, when.calendar]


class WhenField(forms.Field):
    """Reads a time with `calendars.read_when`."""

    widget = WhenInput

    def clean(self, value: Any) -> When:
        said, calendar = (value or ["", GREGORIAN])[:2]
        try:
            return read_when(said or "", calendar if calendar in CALENDARS else GREGORIAN, today=timezone.localdate())
        except Unfit as fault:
            raise forms.ValidationError(str(fault.told)) from fault


class Amount(forms.DecimalField):
    """An amount or a number; figures of any script, spaces and commas between thousands are left out."""

    def to_python(self, value: Any) -> Any:
        plain = "".join(
            str(unicodedata.decimal(sign, sign)) for sign in unicodedata.normalize("NFKC", str(value or ""))
        )
        plain = plain.replace("\u066c", "").replace("\u066b", ".").replace(" ", "").replace("\u00a0", "")
        if plain.count(",") and (plain.count(",") > 1 or "." in plain or len(plain.rsplit(",", 1)[1]) == 3):
            plain = plain.replace(",", "")
        try:
            return super().to_python(plain.replace(",", "."))
        except forms.ValidationError as error:
            told = gettext("“%(found)s” is not a number. Expected figures, as in 1250.50.")
            raise forms.ValidationError(told % {"found": str(value)[:40]}) from error


def _attributes() -> dict[str, Any]:
    return {name: value for name, value in plain_area(1).items() if name != "rows"}


def terms(vocabulary: str) -> Choices:
    """The terms of a vocabulary that are in use, with their labels in the reader's language."""
    language = get_language() or "en"
    known = shelf().terms.get(vocabulary, {})
    return [(code, term_label(vocabulary, code, language)) for code, term in known.items() if not term.valid_until]


def countries() -> Choices:
    language = get_language() or "en"
    return sorted(((code, country_name(code, language)) for code in codes()), key=lambda one: one[1])


def currencies() -> Choices:
    names = Locale.parse(get_language() or "en", sep="-").currencies
    return [(code, f"{code} · {names.get(code, code)}") for code in CURRENCIES]


Options = dict[str, Choices]  # for `choice` and `choices`: name of the slot -> what can be chosen


def _field(slot: Slot, options: Options) -> forms.Field:
    blank = [("", "–")]
    more: dict[str, Any] = {"label": slot.label, "required": slot.required, "help_text": slot.hint}
    match slot.how:
        case "line":
            return Text(max_length=LINE, widget=forms.TextInput(attrs=_attributes()), **more)
        case "area":
            return Text(max_length=AREA, widget=forms.Textarea(attrs=plain_area(4)), **more)
        case "day":
            return Day(**more)
        case "when":
            return WhenField(**more)
        case "money" | "number":
            box = forms.TextInput(attrs={"class": "form-control short", "inputmode": "decimal", "autocomplete": "off"})
            places = 4 if slot.how == "money" else 0
            return Amount(max_digits=16, decimal_places=places, min_value=0, localize=False, widget=box, **more)
        case "terms" | "choices":
            known = terms(slot.vocabulary) if slot.how == "terms" else options.get(slot.name, [])
            return forms.MultipleChoiceField(choices=known, widget=forms.CheckboxSelectMultiple, **more)
    given: dict[str, Callable[[], Choices]] = {
        "term": lambda: terms(slot.vocabulary),
        "country": countries,
        "currency": currencies,
        "choice": lambda: options.get(slot.name, []),
    }
    return forms.ChoiceField(choices=blank + given[slot.how](), widget=Choose(), **more)


@dataclass
class Row:
    """A stretch of a form that is asked several times (respondents, steps, ways to reach her)."""

    slot: Slot
    forms: list[forms.Form]


class SheetForm(forms.Form):
    """One content as it is typed. base: what stood there when the form was opened; form: this form's random name."""

    form = forms.CharField(widget=forms.HiddenInput, required=False)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        sheet: Sheet,
        data: Any = None,
        content: Content | None = None,
        options: Options | None = None,
        **start: Any,
    ) -> None:
        self.sheet, self.options, self.stands = sheet, options or {}, content
        stands = _shown(sheet, content) if content else {}
        base = json.dumps(to_plain(content), ensure_ascii=False) if content else ""
        super().__init__(data, initial={"form": new_form(), "base": base, **stands, **start})
        for slot in sheet.every:
            if slot.how != "rows":
                self.fields[slot.name] = _field(slot, self.options)
        self.rows = {
            slot.name: self._row(slot, stands.get(slot.name) or start.get(slot.name, ()))
            for slot in sheet.every
            if slot.how == "rows"
        }

    def _row(self, slot: Slot, stands: Sequence[dict[str, Any]]) -> Row:
        columns = {one.name: _field(replace(one, required=False), self.options) for one in slot.columns}
        kind = type("RowForm", (forms.Form,), columns)
        sent = (ROW_NAME.fullmatch(name) for name in self.data if name.startswith(f"{slot.name}-"))
        last = max((int(one[1]) for one in sent if one), default=-1)
        count = last + 1 if self.is_bound else len(stands) + MORE_ROWS
        made = []
        for i in range(count):
            start = stands[i] if i < len(stands) else {}
            made.append(kind(self.data if self.is_bound else None, prefix=f"{slot.name}-{i}", initial=start))
        return Row(slot, made)

    def is_valid(self) -> bool:
        rows = [one.is_valid() for row in self.rows.values() for one in row.forms]
        return super().is_valid() and all(rows)

    @property
    def asked(self) -> list[tuple[Slot, Any]]:
        """What is asked first, in order: (slot, field or rows)."""
        return [self._pair(slot) for slot in self.sheet.slots]

    @property
    def later(self) -> list[tuple[Slot, Any]]:
        return [self._pair(slot) for slot in self.sheet.more]

    def _pair(self, slot: Slot) -> tuple[Slot, Any]:
        return slot, self.rows[slot.name] if slot.how == "rows" else self[slot.name]

    @property
    def opens_more(self) -> bool:
        """Whether something that can wait was filled, or is wrong."""
        return any(
            bool(pair.errors or _is_said(pair.value()))
            if isinstance(pair, forms.BoundField)
            else any(row.errors for row in pair.forms)
            for _, pair in self.later
        )

    def notices(self) -> list[str]:
        """What is kept and yet pointed out: days a decade off. A day that stood there was pointed out before."""
        asked = [(slot, self.cleaned_data.get(slot.name), getattr(self.stands, slot.name, None)) for slot in self._days]
        told = [far_day(slot.label, day) for slot, day, stood in asked if day != stood]
        for row in self.rows.values():
            days = [one for one in row.slot.columns if one.how == "day"]
            told += [far_day(one.label, each.cleaned_data.get(one.name)) for each in row.forms for one in days]
        return [one for one in told if one]

    @property
    def _days(self) -> list[Slot]:
        return [slot for slot in self.sheet.every if slot.how == "day"]

    def content(self, **fixed: Any) -> Content:
        """The content that was typed; what is not asked stays as it stands, whatever was sent. fixed: its head."""
        asked = {slot.name: self._read(slot) for slot in self.sheet.every}
        return replace(self.stands, **asked, **fixed) if self.stands else self.sheet.kind(**asked, **fixed)

    def base_content(self) -> Content | None:
        """What stood there when the form was opened; None for something new or what is no record."""
        raw = self.cleaned_data.get("base")
        try:
            return read_fields(self.sheet.kind, json.loads(raw)) if raw else None
        except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError):
            return None

    def _read(self, slot: Slot) -> Any:
        hints = _hints(self.sheet.kind)
        if slot.how == "rows":
            kind, before = typing.get_args(hints[slot.name])[0], self.base_content() if self.stands else None
            stood = chain(getattr(before, slot.name, ()), repeat(None))
            pairs = zip(self.rows[slot.name].forms, stood, strict=False)
            return tuple(found for one, row in pairs if (found := _row_content(kind, slot, one, row)))
        return _fit(self.cleaned_data.get(slot.name), slot, hints[slot.name])

    @property
    def token(self) -> str:
        """The random name of this form: what is sent from it twice is kept once."""
        return (self.cleaned_data.get("form") or new_form())[:FORM_LONGEST]


def _is_said(value: Any) -> bool:
    """Whether something stands in a field; of a time, in what was said of it."""
    return bool(value.said if isinstance(value, When) else value[0] if isinstance(value, list) and value else value)


def _fit(value: Any, slot: Slot, hint: Any) -> Any:
    if slot.how in ("terms", "choices"):
        return tuple(value or ())
    if slot.how == "number":
        return None if value is None else int(value)
    if slot.how == "when":
        return value or NOT_SAID
    if slot.how in ("day", "money"):
        return value
    if typing.get_origin(hint) is tuple:  # several lines
        return tuple(line.strip() for line in str(value or "").split("\n") if line.strip())
    return value or ""


def _row_content(kind: type, slot: Slot, row: forms.Form, stood: Any) -> Any:
    """One row, None when nothing was said in it. What is not asked of a row (the id of a party) stays with its name."""
    hints = _hints(kind)
    said = {one.name: _fit(row.cleaned_data.get(one.name), one, hints[one.name]) for one in slot.columns}
    empty = {one.name: one.default for one in fields(kind)}
    if all(value in ("", None, (), NOT_SAID, empty.get(name)) for name, value in said.items()):
        return None
    if stood is not None and getattr(stood, "name", "") == said.get("name", ""):
        return replace(stood, **said)
    return kind(**said)


def _shown(sheet: Sheet, content: Content) -> dict[str, Any]:
    """A content as the form shows it."""
    found: dict[str, Any] = {}
    for slot in sheet.every:
        value = getattr(content, slot.name)
        if slot.how == "rows":
            value = [{column.name: getattr(one, column.name) for column in slot.columns} for one in value]
        elif slot.how in ("line", "area") and isinstance(value, tuple):
            value = "\n".join(value)
        found[slot.name] = value
    return found


@dataclass
class Clash:
    """A field that two people changed to different things at the same time."""

    label: Any
    theirs: str
    mine: str


def clashes(sheet: Sheet, mine: Content, base: Content, theirs: Content) -> list[Clash]:
    """What both changed to different things, as it is told on the page."""
    found = []
    for slot in sheet.every:
        ours, before, other = (getattr(one, slot.name) for one in (mine, base, theirs))
        if other != before and ours not in (before, other):
            found.append(Clash(slot.label, _told(other), _told(ours)))
    return found


def other_text(sheet: Sheet, mine: Content, other: Content) -> str:
    """What of another text did not stand, field by field, so that it can be kept."""
    pairs = ((slot, getattr(mine, slot.name), getattr(other, slot.name)) for slot in sheet.every)
    return "\n".join(f"{slot.label}: {_told(theirs)}" for slot, ours, theirs in pairs if ours != theirs)


def _told(value: Any) -> str:
    if isinstance(value, When):
        return value.said
    if isinstance(value, tuple):
        return "; ".join(
            _told(one) if isinstance(one, str) else ", ".join(str(v) for v in to_plain(one).values() if v)
            for one in value
        )
    return "–" if value in (None, "") else str(value)
