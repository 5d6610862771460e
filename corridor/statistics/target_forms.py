"""The forms of targets: what is typed is kept whatever is wrong with it; the rules themselves stand in `targets`."""

import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext

from corridor.figures.indicators import Indicator
from corridor.figures.naming import code_label, column_label, column_of, indicator_text
from corridor.figures.told import NOT_KNOWN
from corridor.statistics.actions import Note
from corridor.statistics.models import SOURCE, WORDS, Target
from corridor.statistics.quarters import quarter_told
from corridor.statistics.targets import Fault, Wanted, in_per_cent, narrowed_by
from corridor.statistics.telling import unit_told

PLACES = ("corridor", "country")  # columns without codes of their own
Choices = list[tuple[str, Any]]


class Words(forms.CharField):
    """A text; its lines end alike in every browser."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n").strip()


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "form-control", "rows": rows, "dir": "auto", "maxlength": WORDS})


def line(kind: str = "form-control") -> forms.TextInput:
    return forms.TextInput(attrs={"class": kind, "dir": "auto", "autocomplete": "off"})


def select() -> forms.Select:
    return forms.Select(attrs={"class": "form-select"})


class Told(forms.Form):
    """A form whose faults come from the rules as (field, words)."""

    def tell(self, found: list[Fault]) -> None:
        """Put each beside its field; of a field that the form does not have, on top."""
        for field, told in found:
            self.add_error(field if field in self.fields else None, told)


class TargetForm(Told):
    """A target for one indicator. known_at: codes that releases name, column -> codes. others: targets with which it
    may stand. now: the target that is corrected; what it is of can not be changed then.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)

    def __init__(
        self,
        indicator: Indicator,
        quarters: list[str],
        others: list[tuple[Target, str]],
        known_at: dict[str, list[str]],
        data: Any = None,
        now: Target | None = None,
    ) -> None:
        self.indicator, self.now = indicator, now
        super().__init__(data, initial=_initial(indicator, now))
        columns = narrowed_by(indicator)
        if columns and now is None:
            self.fields["at"] = _choice(gettext("Of what"), [("", gettext("Everything")), *_codes(indicator, known_at)])
            if set(columns) & set(PLACES):
                hint = gettext(
                    "Where it does not stand in the list: such as NPL-JOR for a corridor, JOR for a country."
                )
                label = gettext("Another corridor or country")
                self.fields["place"] = forms.CharField(required=False, label=label, help_text=hint, widget=line())
        label, hint = _number(indicator)
        self.fields["value"] = forms.CharField(required=False, label=label, help_text=hint, widget=line())
        choices: Choices = [("", "–"), *((one, quarter_told(one)) for one in quarters)]
        self.fields["until"] = _choice(gettext("By which quarter"), choices)
        if indicator.caution:
            found: Choices = [("", "–"), *((row.code, told) for row, told in others)]
            hint = gettext("This number cannot stand alone: the one chosen here is shown beside it, always.")
            self.fields["company"] = _choice(gettext("Together with which target"), found, hint)
        safe = gettext("Name nobody, and tell nothing by which somebody can be found.")
        asked = gettext("Needed: it is asked for each quarter, as plainly as the number.")
        self.fields["why"] = _words(gettext("Why this value"), safe)
        self.fields["beside"] = _words(gettext("Evidence that is asked for beside it"), f"{asked} {safe}")

    def wanted(self) -> Wanted:
        """What was typed, for the rules; a number that is none is left out, with a word on it. After `is_valid`."""
        told = self.cleaned_data
        column, at = (self.now.column, self.now.at) if self.now else _read_at(told.get("at", ""), told.get("place", ""))
        value = self._value(told.get("value", ""))
        words = {name: told.get(name, "") for name in ("until", "why", "beside")}
        return Wanted(self.indicator.id, value, column=column, at=at, **words)

    def _value(self, typed: str) -> Decimal | None:
        try:
            return number(typed) if typed else None
        except InvalidOperation:
            told = gettext("“%(found)s” is not a number. Expected figures, as in 1250.50.")
            self.add_error("value", told % {"found": typed[:40]})
            return None


class EvidenceForm(Told):
    """A note given beside a target. latest: the quarter that was released last, of which it is asked first."""

    def __init__(self, quarters: list[str], today: date, data: Any = None, latest: str = "") -> None:
        super().__init__(data, initial={"day": today, "quarter": latest or quarters[0]}, prefix="note")
        safe = gettext("Name nobody, and tell nothing by which somebody can be found.")
        self.fields["quarter"] = _choice(gettext("For which quarter"), [(one, quarter_told(one)) for one in quarters])
        day = forms.DateInput(attrs={"class": "form-control short", "type": "date"}, format="%Y-%m-%d")
        self.fields["day"] = forms.DateField(required=False, label=gettext("Day of the note"), widget=day)
        self.fields["text"] = _words(gettext("What it says"), safe)
        hint = gettext("A report, a meeting, a page: never a person.")
        self.fields["source"] = forms.CharField(
            required=False, label=gettext("Where it comes from"), help_text=hint, widget=line(), max_length=SOURCE
        )

    def note(self) -> Note:
        """After `is_valid`."""
        told = self.cleaned_data
        return Note(told.get("quarter", ""), told.get("day"), told.get("text", ""), told.get("source", ""))


def number(typed: str) -> Decimal:
    """A number in digits of any script, with a point or a comma; spaces are left out. Raises InvalidOperation."""
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in unicodedata.normalize("NFKC", typed))
    plain = plain.replace("\u066c", "").replace("\u066b", ".").rstrip("%\u066a ").replace(" ", "")
    if plain.count(",") and (plain.count(",") > 1 or "." in plain or len(plain.rsplit(",", 1)[1]) == 3):
        plain = plain.replace(",", "")
    found = Decimal(plain.replace(",", "."))
    if not found.is_finite():
        raise InvalidOperation
    return found


def _initial(indicator: Indicator, now: Target | None) -> dict[str, Any]:
    if now is None:
        return {"beside": indicator_text(indicator, "beside")[0]}
    value = f"{now.value.normalize():f}"
    company = now.company.code if now.company else ""
    kept = {name: getattr(now, name) for name in ("until", "why", "beside")}
    return {**kept, "seen": now.version, "value": value, "company": company}


def _number(indicator: Indicator) -> tuple[str, str]:
    if in_per_cent(indicator):
        return gettext("Number to be reached, in per cent"), gettext("0 to 100, such as 60.")
    label = gettext("Number to be reached (%(unit)s)") % {"unit": unit_told(indicator)}
    return label, gettext("Counts under 10 are withheld, so nobody could see whether a smaller one is reached.") if (
        indicator.statistic == "count"
    ) else ""


def _choice(label: str, choices: Choices, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(required=False, label=label, choices=choices, help_text=hint, widget=select())


def _words(label: str, hint: str) -> Words:
    return Words(required=False, label=label, help_text=hint, widget=area(3))


def _codes(indicator: Indicator, known_at: dict[str, list[str]]) -> Choices:
    """Codes by column, each as "column=code"."""
    groups: Choices = []
    for column in narrowed_by(indicator):
        about = column_of(indicator.facts, column)
        codes = [one for one in (about.all_codes if about else ()) if one not in NOT_KNOWN] or known_at.get(column, [])
        options = [(f"{column}={code}", code_label(indicator.facts, column, code)) for code in codes]
        if options:
            groups.append((column_label(column), options))
    return groups


def _read_at(chosen: str, place: str) -> tuple[str, str]:
    """(column, code); a place that was typed goes before what was chosen."""
    if typed := place.strip().upper().replace("→", "-").replace("←", "-").replace(" ", ""):
        return ("corridor" if "-" in typed else "country"), typed
    column, _, code = chosen.partition("=")
    return column, code
