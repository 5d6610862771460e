"""What may be typed about a note, and what is said where it does not fit. What was typed is kept."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy

from corridor.access.models import Account, Centre
from corridor.access.queries import accounts_of
from corridor.access.table import CENTRE, NAMED, extents
from corridor.safe import keyring
from corridor.safe.actions.records import EVERYBODY, Naming
from corridor.safe.faults import Unfit
from corridor.safe.notebook.contents import OTHER, TEXT_LONGEST, TITLE_LONGEST, NoteDraft, Typed, title_and_text
from corridor.safe.notebook.days import SAID, DayInput, SaidDay, read_other
from corridor.safe.notebook.reading import KIND_LABELS, has_turning_signs
from corridor.safe.sealing import NAMED_PLACES
from corridor.safe.words import role_label

FAR = timedelta(days=5 * 366)  # a day so far from today is accepted, and pointed out
FORM_LONGEST = 64  # signs of the random name of a form


def new_form() -> str:
    """The random name of one form: what is sent from it twice is kept once."""
    return secrets.token_hex(16)


def far_day(label: Any, day: date | None) -> str:
    """What is said of a day a decade off (2036, 0206): it is accepted, and pointed out; empty for a day near today."""
    if day is None or abs(day - timezone.localdate()) <= FAR:
        return ""
    words = gettext("%(field)s: %(day)s is years from today. It is kept so; correct it if it is a slip.")
    return words % {"field": label, "day": date_format(day, "j F Y")}


class Day(forms.DateField):
    """A day, in figures of any script; also in Bikram Sambat or Hijri, with its mark or the name of a month."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        try:
            if isinstance(value, str) and (day := read_other(value)):
                return day
        except Unfit as fault:
            raise forms.ValidationError(str(fault.told)) from fault
        plain = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else value
        if isinstance(plain, str):
            plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in plain)
        try:
            return super().to_python(plain)
        except forms.ValidationError as error:
            told = gettext("“%(found)s” is not a day. Expected year-month-day, as in 2026-11-22.")
            raise forms.ValidationError(told % {"found": str(value)[:40]}) from error


def day_in(posted: Any, name: str) -> date | None:
    """The day in one field of a form that is written by hand; None where none was typed. Raises Unfit."""
    try:
        found: date | None = Day(required=False).clean(DayInput().value_from_datadict(posted, None, name))
    except forms.ValidationError as error:
        raise Unfit(" ".join(error.messages)) from error
    return found


class Text(forms.CharField):
    """Some text; signs that nobody can see or send (but ends of lines) are left out, and its length is told."""

    def to_python(self, value: Any) -> str:
        raw = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        return "".join(sign for sign in raw if sign in "\n\t" or unicodedata.category(sign) != "Cc").strip()

    def run_validators(self, value: Any) -> None:
        if self.max_length and len(value) > self.max_length:
            told = gettext("%(found)s characters were found; it holds at most %(most)s. Nothing was kept yet.")
            raise forms.ValidationError(told % {"found": len(value), "most": self.max_length})


def plain_area(rows: int) -> dict[str, Any]:
    """Attributes of a field for words about people: the browser keeps, checks and translates nothing of it."""
    return {
        "class": "form-control",
        "rows": rows,
        "autocomplete": "off",
        "spellcheck": "false",
        "translate": "no",
        "dir": "auto",
    }


class NoteForm(forms.Form):
    """A note as it is typed. form: the random name of this form. read, base: the version a correction began from."""

    title = Text(max_length=TITLE_LONGEST, required=False, label=gettext_lazy("Title"))
    text = Text(max_length=TEXT_LONGEST, required=False, label=gettext_lazy("Text"))
    kind = forms.ChoiceField(
        choices=list(KIND_LABELS.items()), initial=OTHER, label=gettext_lazy("Kind"), required=False
    )
    about = Day(required=False, label=gettext_lazy("The day it is about"))
    remind = Day(required=False, label=gettext_lazy("Remind us on"))
    form = forms.CharField(widget=forms.HiddenInput)
    read = forms.IntegerField(widget=forms.HiddenInput, required=False)
    base = forms.CharField(widget=forms.HiddenInput, required=False)
    from_draft = False  # whether what stands in it was begun earlier

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area = plain_area(8)
        self.fields["title"].widget = forms.TextInput(attrs={k: v for k, v in area.items() if k != "rows"})
        self.fields["text"].widget = forms.Textarea(attrs=area)
        self.fields["kind"].widget.attrs["class"] = "form-select"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["kind"] = cleaned.get("kind") or OTHER
        cleaned["form"] = (cleaned.get("form") or new_form())[:FORM_LONGEST]
        title, text = title_and_text(cleaned.get("title", ""), cleaned.get("text", ""))
        if not title and not {"title", "text"} & set(self.errors):
            self.add_error("text", gettext("Nothing was written yet: a title or a text is needed."))
        return cleaned | {"title": title, "text": text}

    @property
    def typed(self) -> Typed:
        """What was typed, once it is valid."""
        return Typed(*(self.cleaned_data[name] for name in ("title", "text", "kind", "about", "remind")))

    def draft(self, what: str, note: str = "") -> NoteDraft:
        """Whatever was typed so far, valid or not."""

        def raw(name: str) -> str:
            return str(self.data.get(name) or "")[:TEXT_LONGEST]

        def day(name: str) -> str:
            typed = raw(name + SAID)
            return self._day_of(typed) if typed.strip() else raw(name)

        return NoteDraft(
            form=raw("form")[:FORM_LONGEST] or new_form(),
            what=what,
            note=note,
            title=raw("title"),
            text=raw("text"),
            kind=raw("kind"),
            about=day("about"),
            remind=day("remind"),
            base=raw("base"),
            read=int(raw("read")) if raw("read").isdecimal() and len(raw("read")) < 19 else 0,
        )

    @staticmethod
    def _day_of(typed: str) -> str:
        """A day of another calendar as a draft keeps it: as the day it is, else as it was typed."""
        try:
            return str(read_other(SaidDay(typed)) or typed)
        except Unfit:
            return typed

    def notices(self) -> list[str]:
        """What is accepted and yet pointed out: days far away, signs that turn the direction of writing."""
        days = ((self.fields[name].label, self.cleaned_data.get(name)) for name in ("about", "remind"))
        told = [far for label, day in days if (far := far_day(label, day))]
        if has_turning_signs(self.typed.title + self.typed.text):
            told.append(
                gettext("The text holds signs that turn the direction of writing; it may read differently elsewhere.")
            )
        return told


@dataclass(frozen=True)
class Person:
    """Somebody who can be named to a record. guest: reads only what she is named to, until a day."""

    account: Account
    roles: tuple[str, ...]
    guest: bool
    chosen: bool = False
    until: str = ""


def people_of(centre: Centre, but: Account, naming: Naming = EVERYBODY, posted: Any = None) -> list[Person]:
    """Those of the centre who may be named, the circle first. Nobody who has not joined or may not read."""
    chosen, days = {one.key for one in naming.accounts}, {key: day.isoformat() for key, day in naming.until}
    found = []
    for one in accounts_of(centre):
        roles = frozenset(membership.role for membership in one.memberships.all())
        far = extents(roles, "read_note")
        if one == but or not far & {CENTRE, NAMED} or keyring.read(one) is None:
            continue
        named = one.key in posted.getlist("reader") if posted else one.key in chosen
        until = posted.get(f"until_{one.key}", "")[:20] if posted else days.get(one.key, "")
        found.append(Person(one, tuple(role_label(role) for role in sorted(roles)), CENTRE not in far, named, until))
    return sorted(found, key=lambda person: person.guest)


def read_naming(posted: Any, people: list[Person], by: Account, *, moves: bool = False) -> tuple[Naming, list[str]]:
    """Who is to read the record, and what does not fit. She herself always does.

    moves: a day beyond a lawyer's or an interpreter's last one here is taken, and moves that (`move_last_days`).
    """
    restricted = posted.get("level") == "named"
    chosen = [one for one in people if one.chosen and (restricted or one.guest)]
    faults, until = [], []
    for one in chosen:
        if one.guest:
            try:
                day = Day().clean(one.until)
                last = date.max if moves else one.account.until or date.max
                late = not timezone.localdate() <= day <= last
                faults += [_late(one, moves)] if late else []
                until.append((one.account.key, day))
            except forms.ValidationError:
                faults.append(gettext("%(name)s: say until which day she is named.") % {"name": one.account.name})
    accounts = (*([by] if restricted else []), *(one.account for one in chosen))
    if len(accounts) > NAMED_PLACES:
        told = gettext("At most %(most)s people can be named, you among them; %(found)s were chosen.")
        faults.append(told % {"most": NAMED_PLACES, "found": len(accounts)})
    return Naming(accounts, restricted, tuple(until)), faults


def _late(one: Person, moves: bool) -> str:
    if one.account.until and not moves:
        told = gettext("%(name)s: the day has to lie between today and %(last)s, her last day here.")
        return told % {"name": one.account.name, "last": date_format(one.account.until, "j F Y")}
    return gettext("%(name)s: the day lies in the past.") % {"name": one.account.name}
