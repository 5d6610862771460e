"""What is asked on the way of a table of earlier cases: the file, where its columns go, what holds for all rows."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from corridor.access.models import Centre
from corridor.access.queries import accounts_of
from corridor.access.table import CENTRE, extents
from corridor.centre.import_contents import CaseImport
from corridor.centre.importing.cells import asks_order
from corridor.centre.importing.fields import FIELDS, INTO_NOTE, LEAVE_OUT, Mapping, heading
from corridor.exchange.tables import COLUMNS_MOST, ROWS_MOST, Table
from corridor.exchange.workbooks import BROKEN, COLUMNS, EMPTY, LARGE, LOCKED, OLD_EXCEL, OTHER, QUOTE, ROWS, NoTable
from corridor.journey.sheets import CALENDAR_LABELS, currencies
from corridor.journey.when import GREGORIAN
from corridor.safe.casebook import Entry
from corridor.safe.notebook.evidence import LARGEST_FILE

EXAMPLES, EXAMPLE_LONGEST = 3, 40  # cells shown of each column; characters of a cell


class BringForm(forms.Form):
    """A file with earlier cases."""

    file = forms.FileField(label=gettext_lazy("File"), required=False, max_length=None, allow_empty_file=True)

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.fields["file"].widget.attrs |= {"class": "form-control", "accept": ".csv,.xlsx,.tsv,.txt"}

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is None:
            raise forms.ValidationError(gettext("No file was chosen. Go back and choose one of at most 25 MB."))
        if (file.size or 0) > LARGEST_FILE:
            told = gettext("The file holds %(found)s MB; at most 25 MB can be kept. Nothing was kept.")
            raise forms.ValidationError(told % {"found": round((file.size or 0) / 1e6, 1)})
        return file


def no_table(fault: NoTable) -> str:
    """Why a file can not be read as a table, and what is expected, in words."""
    save_as = gettext("Save it as an Excel workbook (.xlsx) or as CSV, and bring that.")
    told = {
        LARGE: gettext("The file holds more than can be read safely here. Divide it into several files."),
        ROWS: gettext("The file holds more than %(most)s rows. Divide it into several files.") % {"most": ROWS_MOST},
        COLUMNS: gettext("The file has more than %(most)s columns.") % {"most": COLUMNS_MOST},
        BROKEN: gettext("The file is cut short or broken.") + " " + save_as,
        OLD_EXCEL: gettext("This is a file of Excel before 2007 (.xls), or of another program.") + " " + save_as,
        LOCKED: gettext("The workbook is locked with a passphrase. Take the passphrase away, and bring it again."),
        OTHER: gettext("This is no table.") + " " + save_as,
        EMPTY: gettext("No rows were found under a row of headings. Each column needs a heading."),
        QUOTE: gettext("In row %(row)s a quotation mark is opened and not closed.") % {"row": fault.row},
    }
    return told[fault.reason]


class MappingForm(forms.Form):
    """Where each column goes, and what holds for all rows. read: the version of the import that was seen."""

    order = forms.ChoiceField(required=False, label=gettext_lazy("In dates such as 03/04/2021"))
    calendar = forms.ChoiceField(label=gettext_lazy("Calendar"), choices=list(CALENDAR_LABELS.items()))
    currency = forms.ChoiceField(required=False, label=gettext_lazy("Currency"))
    lead = forms.ChoiceField(label=gettext_lazy("Who looks after it"))
    read = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, table: Table, entry: Entry, content: CaseImport, centre: Centre, data: Any = None) -> None:
        start = {"calendar": content.calendar or GREGORIAN, "currency": content.currency, "lead": content.lead}
        super().__init__(data, initial={**start, "order": content.order, "read": entry.change})
        self.table, self.columns = table, [f"column-{place}" for place in range(len(table.header))]
        places = [(LEAVE_OUT, gettext("Leave out")), (INTO_NOTE, gettext("Into the note, with its heading"))]
        places += [(one.code, str(one.label)) for one in FIELDS]
        for place, name in enumerate(self.columns):
            chosen = content.columns[place] if place < len(content.columns) else INTO_NOTE
            self.fields[name] = forms.ChoiceField(choices=places, required=False, initial=chosen)
            self.fields[name].label = heading(table.header, place)
        offered = {
            "order": [("", "–"), ("day", gettext("the day comes first")), ("month", gettext("the month comes first"))],
            "currency": [("", "–"), *currencies()],
            "lead": who_take_cases(centre),
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.widget.attrs["class"] = "form-select"

    @property
    def rows(self) -> list[tuple[forms.BoundField, list[str]]]:
        """Each column with a few of its cells."""
        return [(self[name], examples(self.table, place)) for place, name in enumerate(self.columns)]

    @property
    def others(self) -> list[forms.BoundField]:
        return [self[name] for name in ("order", "calendar", "currency", "lead")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = tuple(cleaned.get(name, "") for name in self.columns)
        for place, (name, code) in enumerate(zip(self.columns, chosen, strict=True)):
            if code not in (LEAVE_OUT, INTO_NOTE) and code in chosen[:place]:
                self.add_error(name, gettext("Another column goes there already. Only one can."))
        if "name" not in chosen:
            self.add_error(None, gettext("Say which column holds the name."))
        order = asks_order(self.table, chosen)
        if not order and not cleaned.get("order") and cleaned.get("calendar") == GREGORIAN:
            self.add_error("order", gettext("Say whether the day or the month comes first; the table does not tell."))
        return cleaned | {"mapping": self._mapping(cleaned, chosen, order)}

    def _mapping(self, cleaned: dict[str, Any], chosen: tuple[str, ...], order: str) -> Mapping:
        said = cleaned.get("order") or order or "day"
        return Mapping(chosen, said, cleaned.get("calendar") or GREGORIAN, cleaned.get("currency") or "")


def examples(table: Table, place: int) -> list[str]:
    """A few different cells of a column, cut where they are long."""
    found = dict.fromkeys(row.cells[place] for row in table.rows[:200] if row.cells[place])
    return [one[:EXAMPLE_LONGEST] + ("…" if len(one) > EXAMPLE_LONGEST else "") for one in list(found)[:EXAMPLES]]


def who_take_cases(centre: Centre) -> list[tuple[str, str]]:
    """Those of the centre who may look after any case: account key and handle."""
    roles = ((one, frozenset(held.role for held in one.memberships.all())) for one in accounts_of(centre))
    return sorted(
        ((one.key, one.name) for one, held in roles if CENTRE in extents(held, "change_case")),
        key=lambda pair: pair[1],
    )
