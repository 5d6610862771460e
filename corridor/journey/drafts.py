"""A form that is not finished: whatever was typed so far, for her alone, until it is sent or thrown away."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from corridor.access.models import Account
from corridor.journey.sheets import ROW_NAME, Sheet, Slot
from corridor.journey.when import CALENDARS, GREGORIAN, When
from corridor.safe.casebook import Entry, Reading
from corridor.safe.content import Content
from corridor.safe.faults import Fault
from corridor.safe.notebook.days import SAID, SaidDay
from corridor.safe.notebook.forms import FORM_LONGEST, new_form

UNTYPED = {"csrfmiddlewaretoken", "form", "base", "where", "about", "draft"}
WRITTEN = {"line", "area", "money", "number", "when"}  # ways of asking in which she writes, and does not only choose


@dataclass(frozen=True)
class Page:
    """A page whose form is kept while it is not finished. address: its name. label: what the form is called. kept_as:
    under which word it is known that it was sent. sheet: of a form that adds something to a head record; its address
    takes the head's id and this page's word.
    """

    address: str
    label: Any
    kept_as: str
    sheet: Sheet | None = None

    def arguments(self, where: str, about: str) -> list[str]:
        return [about, where] if self.sheet else []

    def fits(self, about: str) -> bool:
        """Whether this can be what the form is about."""
        try:
            return bool(UUID(about)) if self.sheet else not about
        except ValueError:
            return False

    def is_written(self, name: str) -> bool:
        """Whether she writes in this field; what is only chosen, or stood there, is not yet worth keeping."""
        if self.sheet is None:
            return True
        head, _, rest = name.partition("-")
        slots = [one for one in self.sheet.every if one.name == head]
        found = slots[0].columns if slots and rest else slots
        return any(one.how in WRITTEN and one.name == (rest.partition("-")[2] or head) for one in found)


# Pages whose forms are kept, by the word in the form. Rooms to the right add theirs.
PAGES = {"intake": Page("centre:take_grievance", _("New grievance"), "intake")}


@dataclass(frozen=True)
class FormDraft(Content):
    """A form as it was typed, valid or not. form: its random name. where: its page (see PAGES). about: id of what it
    belongs to. fields: name -> values, as JSON text. Destroyed a month after it was last kept.
    """

    TYPE = "form-draft"
    RETENTION_MONTHS = 1
    SEARCHED = ("author",)
    form: str
    where: str
    about: str = ""
    fields: str = "{}"
    author: str = ""
    author_key: str = ""
    day: date | None = None

    def stands_open(self) -> bool:
        return True

    def closed_on(self) -> date | None:
        return self.day

    @property
    def typed(self) -> dict[str, list[str]]:
        """Name of a field -> what was typed or chosen."""
        try:
            found: Any = json.loads(self.fields)
            return {str(name): [str(one) for one in values] for name, values in found.items()}
        except (ValueError, AttributeError, TypeError):
            return {}

    @property
    def begun(self) -> str:
        """The first words that stand in it, by which she knows it again."""
        page = PAGES.get(self.where)
        written = (values for name, values in self.typed.items() if page is None or page.is_written(name))
        return next((values[0] for values in written if values and values[0].strip()), "")[:90]

    @property
    def label(self) -> Any:
        """What the form is called; empty for a form that is not kept any more."""
        return PAGES[self.where].label if self.where in PAGES else ""

    def start(self) -> dict[str, Any]:
        """What the form begins with when it is taken up; times as they were said, in their calendar."""
        given: dict[str, Any] = {name: values[0] for name, values in self.typed.items() if values}
        for name in [one for one in given if one.endswith("_calendar")]:
            calendar, field = given.pop(name), name.removesuffix("_calendar")
            given[field] = When(given.get(field, ""), calendar if calendar in CALENDARS else GREGORIAN)
        for name in [one for one in given if one.endswith(SAID)]:
            if said := given.pop(name).strip():
                given[name.removesuffix(SAID)] = SaidDay(said)
        return given | {"form": self.form}

    def start_of(self, sheet: Sheet, *also: str) -> dict[str, Any]:
        """What the form of a sheet begins with: fields, rows, what was ticked; `also` what it asks beside."""
        given = self.start()
        start = {slot.name: self._said(slot, slot.name, given) for slot in sheet.every if slot.how != "rows"}
        start |= {slot.name: self._rows(slot, given) for slot in sheet.every if slot.how == "rows"}
        return start | {name: given[name] for name in ("form", *also) if name in given}

    def _said(self, slot: Slot, name: str, given: dict[str, Any]) -> Any:
        return self.typed.get(name, []) if slot.how in ("terms", "choices") else given.get(name, "")

    def _rows(self, slot: Slot, given: dict[str, Any]) -> list[dict[str, Any]]:
        found = (ROW_NAME.fullmatch(name) for name in self.typed if name.startswith(f"{slot.name}-"))
        numbers = sorted({int(one[1]) for one in found if one})
        rows = []
        for place in (f"{slot.name}-{i}-" for i in numbers):
            rows.append({one.name: self._said(one, place + one.name, given) for one in slot.columns})
        return [row for row in rows if any(row.values())]


def draft_of(posted: QueryDict) -> FormDraft:
    """The draft of what was sent so far."""
    typed = {name: posted.getlist(name) for name in posted if name not in UNTYPED}
    where, about = posted.get("where", ""), posted.get("about", "")[:36]
    page = PAGES.get(where)
    return FormDraft(
        form=posted.get("form", "")[:FORM_LONGEST] or new_form(),
        where=where if page and page.fits(about) else "",
        about=about,
        fields=json.dumps(typed, ensure_ascii=False),
    )


def own_drafts(known: Reading, account: Account) -> list[Entry]:
    """Her forms that are not finished, the newest first."""
    return known.of_type(FormDraft, lambda one: _opens(one) and one.plain["c"].get("author_key") == account.key)


def _opens(entry: Entry) -> bool:
    try:
        return bool(entry.content)
    except Fault:
        return False
