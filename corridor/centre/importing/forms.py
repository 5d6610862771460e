"""What is asked on the way of a table of earlier cases, beside what is asked of any table: who looks after them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from corridor.access.models import Centre
from corridor.access.queries import accounts_of
from corridor.access.table import CENTRE, extents
from corridor.centre.import_contents import CaseImport
from corridor.centre.importing.fields import DATES, FIELDS
from corridor.exchange.tables import Table
from corridor.journey.importing.forms import ColumnsForm
from corridor.safe.casebook import Entry


class MappingForm(ColumnsForm):
    """Where each column goes, and what holds for all rows."""

    FOR_ALL = (*ColumnsForm.FOR_ALL, "lead")
    lead = forms.ChoiceField(label=gettext_lazy("Who looks after it"))

    def __init__(self, table: Table, entry: Entry, content: CaseImport, centre: Centre, data: Any = None) -> None:
        places = [(one.code, str(one.label)) for one in FIELDS]
        super().__init__(table, entry, content, places, data, lead=content.lead)
        self.offer(lead=who_take_cases(centre))

    def dates(self, chosen: tuple[str, ...]) -> Iterable[int]:
        return (place for place, code in enumerate(chosen) if code in DATES)

    def missing(self, chosen: tuple[str, ...]) -> str:
        return "" if "name" in chosen else gettext("Say which column holds the name.")


def who_take_cases(centre: Centre) -> list[tuple[str, str]]:
    """Those of the centre who may look after any case: account key and handle."""
    roles = ((one, frozenset(held.role for held in one.memberships.all())) for one in accounts_of(centre))
    return sorted(
        ((one.key, one.name) for one, held in roles if CENTRE in extents(held, "change_case")),
        key=lambda pair: pair[1],
    )
