"""A form that is not finished: whatever was typed so far, for her alone, until it is sent or thrown away."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from corridor.access.models import Account
from corridor.journey.when import CALENDARS, GREGORIAN, When
from corridor.safe.casebook import Entry, Reading
from corridor.safe.content import Content
from corridor.safe.faults import Fault
from corridor.safe.notebook.forms import FORM_LONGEST, new_form

UNTYPED = {"csrfmiddlewaretoken", "form", "base", "where", "about", "draft"}
# Pages whose forms are kept: word in the form -> name of the page.
PAGES = {"intake": "centre:take_grievance"}


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
        return next((values[0] for values in self.typed.values() if values and values[0].strip()), "")[:90]

    def start(self) -> dict[str, Any]:
        """What the form begins with when it is taken up; times as they were said, in their calendar."""
        given: dict[str, Any] = {name: values[0] for name, values in self.typed.items() if values}
        for name in [one for one in given if one.endswith("_calendar")]:
            calendar, field = given.pop(name), name.removesuffix("_calendar")
            given[field] = When(given.get(field, ""), calendar if calendar in CALENDARS else GREGORIAN)
        return given | {"form": self.form}


def draft_of(posted: QueryDict) -> FormDraft:
    """The draft of what was sent so far."""
    typed = {
        name.replace("\0", ""): [one.replace("\0", "") for one in posted.getlist(name)]
        for name in posted
        if name not in UNTYPED
    }
    return FormDraft(
        form=posted.get("form", "").replace("\0", "")[:FORM_LONGEST] or new_form(),
        where=posted.get("where", "") if posted.get("where") in PAGES else "",
        about=posted.get("about", "")[:36],
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
