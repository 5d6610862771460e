"""Forms made from the schema of a kind; what is typed is checked by the same rules as a row of the shelf."""

import re
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import get_language, gettext

from corridor.programme.actions import faults
from corridor.programme.names import field_label
from corridor.programme.rules import RATES
from corridor.reference.countries import codes
from corridor.reference.kinds import Field, Kind, kinds
from corridor.reference.labels import country_name, term_label
from corridor.reference.shelf import read_value, shelf, write_value

LONG = {"meaning", "flag", "title"}
CURRENCIES = {"budget_currency", "currency", "other"}
BESIDE = {  # what belongs together stands in one row
    **{"budget": ["budget_currency"], "start_year": ["end_year"], "date_start": ["date_end"]},
    **{"currency": ["rate", "other"], "valid_from": ["valid_until", "fixed"], "days": ["months", "working_days"]},
    **{"amount": ["currency", "period"], "most": ["currency"], "household": ["earners"]},
}
COUNTRY_BOXES = 6  # boxes shown; more when there are more


class Boxes(forms.Widget):
    """One box for each value of a list, all of one name and with the same suggestions."""

    template_name = "programme/_boxes.html"

    def __init__(self, count: int, suggestions: str) -> None:
        super().__init__()
        self.count, self.suggestions = count, suggestions

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return list(data.getlist(name))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        parts = [part for part in value or [] if part]
        boxes = [*parts, *[""] * max(self.count - len(parts), 1)]
        return super().get_context(name, value, attrs) | {"boxes": boxes, "suggestions": self.suggestions}


class CellField(forms.Field):
    """One field of a record. It cleans to the cell that a shelf file would have."""

    def __init__(self, about: Field, widget: forms.Widget) -> None:
        super().__init__(required=False, widget=widget, label=field_label(about.name), help_text=hint(about))
        self.about = about

    def to_python(self, value: Any) -> str:
        parts = value if isinstance(value, list) else [value or ""]
        if self.about.is_list:
            separators = r"\n|\s\|\s" if self.about.type == "parts" else r"[;\n]"
            if self.about.type in {"countries", "corridors"}:
                separators = r"[;,\n]"
            pieces = [" ".join(piece.split()) for part in parts for piece in re.split(separators, part)]
            pieces = [self.as_code(piece) for piece in pieces if piece]
            return self.about.separator.join(dict.fromkeys(pieces))
        text = " ".join(str(parts[0]).split())
        if self.about.type in {"year", "integer", "number"}:
            return plain_number(text)
        return text.upper() if self.about.name in CURRENCIES else text

    def as_code(self, text: str) -> str:
        """A country may be typed by its name; a corridor in small letters."""
        if self.about.type == "corridors":
            return text.upper()
        return by_name().get(text.casefold(), text.upper()) if self.about.type == "countries" else text


def plain_number(text: str) -> str:
    """The number in plain digits, of whatever script and grouping it was typed in; else the text as it is."""
    found = re.sub(r"(?<=\d)[\s,'](?=\d{3}(?!\d))", "", text)
    try:
        return write_value(Field("number", "number", ""), read_value(Field("number", "number", ""), found))
    except ValueError:
        return text


def by_name() -> dict[str, str]:
    """Country name, in small letters, in English and the reader's language -> alpha-3."""
    languages = ("en", get_language() or "en")
    return {country_name(code, language).casefold(): code for language in languages for code in codes()}


def hint(about: Field) -> str:
    """What goes into the field, and in what form."""
    form = {
        "words": gettext("One a line."),
        "parts": gettext("One a line."),
        "countries": gettext("Name or three letters, such as NPL."),
        "corridors": gettext("One a line, origin first, such as NPL-JOR."),
        "year": gettext("Such as 2013."),
        "date": gettext("As precise as known: 2013, 2013-05 or 2013-05-17."),
        "refs": gettext("Ids, one a line."),
        "cite": gettext(
            "One a line: the id of a work and the place in it, such as ILO2013-eval case study 1. For what another "
            "source says: OWN and which one, such as OWN Central Bank of Jordan, rates of 2 March 2026. For what is "
            "only known: GK and where from, and say below what is doubtful."
        ),
    }.get(about.type, "")
    said = about.meaning.casefold() in {field_label(about.name).casefold(), about.name.replace("_", " ")}
    if said:
        return form
    meaning = f"{about.meaning[:1].upper()}{about.meaning[1:]}."  # in English, as the shelf has it
    return format_html('<span lang="en" dir="ltr">{}</span> {}', meaning, form)


def widget(about: Field, filled: int) -> forms.Widget:
    language = get_language() or "en"
    match about.type:
        case "codes":
            terms = shelf().terms.get(about.vocabulary, {})
            options = [(code, term_label(about.vocabulary, code, language)) for code in terms]
            return forms.CheckboxSelectMultiple(choices=options)
        case "code":
            terms = shelf().terms.get(about.vocabulary, {})
            options = [("", "–"), *((code, term_label(about.vocabulary, code, language)) for code in terms)]
            return forms.Select(choices=options, attrs={"class": "form-select"})
        case "yesno":
            choices = [("", "–"), ("yes", gettext("yes")), ("no", gettext("no"))]
            return forms.Select(choices=choices, attrs={"class": "form-select"})
        case "countries":
            return Boxes(max(COUNTRY_BOXES, filled + 2), "country-codes")
        case "words" | "parts" | "cite" | "refs" | "corridors":
            return forms.Textarea(attrs={"rows": max(2, min(filled + 1, 10)), "class": "form-control", "dir": "auto"})
        case "year" | "integer" | "number":
            return forms.TextInput(attrs={"inputmode": "numeric", "class": "form-control", "dir": "auto"})
    if about.name in LONG:
        return forms.Textarea(attrs={"rows": 3, "class": "form-control", "dir": "auto"})
    return forms.TextInput(attrs={"class": "form-control", "dir": "auto"})


def shown_value(about: Field, value: Any) -> Any:
    """A stored value as the form's box shows it."""
    if about.type in {"codes", "countries"}:
        return list(value or ())
    return "\n".join(value or ()) if about.is_list else write_value(about, value)


class RecordForm(forms.Form):
    """The form of one kind. `values` is the record after a valid post."""

    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)

    def __init__(self, kind: str, values: dict[str, Any] | None = None, data: Any = None, *, id: str, seen: int = 0):
        self.kind: Kind = kinds()[kind]
        self.record_id, self.adding = id, values is None
        self.stored = values = values or {}
        hidden = {"id", "label"} if kind == RATES else {"id"}  # a rate's words follow from its figures
        fields = {name: about for name, about in self.kind.fields.items() if name not in hidden}
        super().__init__(
            data,
            initial={name: shown_value(about, values.get(name)) for name, about in fields.items()} | {"seen": seen},
        )
        for name, about in fields.items():
            stored = values.get(name)
            filled = len(stored) if isinstance(stored, list | tuple) else 0
            self.fields[name] = CellField(about, widget(about, filled))

    @property
    def values(self) -> dict[str, Any]:
        """The record as typed values."""
        fields = self.kind.fields
        found = {name: read_value(fields[name], cell) for name, cell in self.cleaned_data.items() if name in fields}
        for name, value in found.items():
            if fields[name].type == "codes":
                found[name] = in_stored_order(value, self.stored.get(name) or ())
        return found

    def clean(self) -> None:
        cells = {name: self.cleaned_data.get(name, "") for name in self.kind.fields} | {"id": self.record_id}
        self.tell(faults(self.kind.name, cells, adding=self.adding))

    def tell(self, found_expected: list[tuple[str, str, str]]) -> None:
        """Put each (field, found, expected) beside its field."""
        for name, found, expected in found_expected:
            if name in self.fields:
                self.add_error(name, told(found, expected))

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields in order; what belongs together (a budget and its currency) stands in one row."""
        fields = {field.name: field for field in self.visible_fields()}
        beside = {name: [one for one in more if one in fields] for name, more in BESIDE.items() if name in fields}
        taken = {one for more in beside.values() for one in more}
        return [
            [field, *(fields[one] for one in beside.get(name, []))]
            for name, field in fields.items()
            if name not in taken
        ]

    @property
    def listed_faults(self) -> list[tuple[str, str, list[str]]]:
        """(id of the box, label, faults) for the list on top."""
        wrong = [self[name] for name in self.errors if name in self.fields]
        return [(field.auto_id, str(field.label), [str(fault) for fault in field.errors]) for field in wrong]


def in_stored_order(value: tuple[str, ...], stored: tuple[str, ...]) -> tuple[str, ...]:
    """Ticked boxes come in the order of the form; what was there before keeps its own order, the rest follows."""
    return tuple(sorted(value, key=lambda one: stored.index(one) if one in stored else len(stored)))


def told(found: str, expected: str) -> str:
    if not found:
        return gettext("Needed: %(expected)s") % {"expected": expected}
    return gettext("Found “%(found)s”; expected %(expected)s") % {"found": found, "expected": expected}
