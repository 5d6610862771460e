"""What is asked on the way of a table: the file, where its columns go, what holds for all rows."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from corridor.exchange.tables import COLUMNS_MOST, ROWS_MOST, Table
from corridor.exchange.workbooks import BROKEN, COLUMNS, EMPTY, LARGE, LOCKED, OLD_EXCEL, OTHER, QUOTE, ROWS, NoTable
from corridor.journey.importing.cells import order_of
from corridor.journey.importing.columns import INTO_NOTE, LEAVE_OUT, Mapping, heading
from corridor.journey.importing.contents import PartImport, TableImport
from corridor.journey.importing.findings import EXAMPLES
from corridor.journey.importing.sheets import CALENDAR, CALENDAR_LABEL, WORKER, WORKER_LABEL, places_of
from corridor.journey.parts import PARTS
from corridor.journey.sheets import CALENDAR_LABELS, Choices, currencies
from corridor.journey.when import GREGORIAN
from corridor.safe.casebook import Entry
from corridor.safe.notebook.evidence import LARGEST_FILE

EXAMPLE_LONGEST = 40  # characters of a cell that is shown


class BringForm(forms.Form):
    """A file with a table."""

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


def no_table(fault: NoTable, rows: int = ROWS_MOST) -> str:
    """Why a file can not be read as a table, and what is expected, in words. rows: the most that are taken."""
    save_as = gettext("Save it as an Excel workbook (.xlsx) or as CSV, and bring that.")
    told = {
        LARGE: gettext("The file holds more than can be read safely here. Divide it into several files."),
        ROWS: gettext("The file holds more than %(most)s rows. Divide it into several files.") % {"most": rows},
        COLUMNS: gettext("The file has more than %(most)s columns.") % {"most": COLUMNS_MOST},
        BROKEN: gettext("The file is cut short or broken.") + " " + save_as,
        OLD_EXCEL: gettext("This is a file of Excel before 2007 (.xls), or of another program.") + " " + save_as,
        LOCKED: gettext("The workbook is locked with a passphrase. Take the passphrase away, and bring it again."),
        OTHER: gettext("This is no table.") + " " + save_as,
        EMPTY: gettext("No rows were found under a row of headings. Each column needs a heading."),
        QUOTE: gettext("In row %(row)s a quotation mark is opened and not closed.") % {"row": fault.row},
    }
    return told[fault.reason]


class ColumnsForm(forms.Form):
    """Where each column goes, and what holds for all rows. read: the version of the import that was seen.

    places: what a column can go to, with its words. A kind of table says which of them hold dates, and what it lacks.
    """

    FOR_ALL: tuple[str, ...] = ("order", "calendar", "currency")
    order = forms.ChoiceField(required=False, label=gettext_lazy("In dates such as 03/04/2021"))
    calendar = forms.ChoiceField(label=gettext_lazy("Calendar"), choices=list(CALENDAR_LABELS.items()))
    currency = forms.ChoiceField(required=False, label=gettext_lazy("Currency"))
    read = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, table: Table, entry: Entry, content: TableImport, places: Choices, data: Any = None, **start: Any
    ) -> None:
        start |= {"calendar": content.calendar or GREGORIAN, "currency": content.currency, "order": content.order}
        super().__init__(data, initial=start | {"read": entry.change})
        self.table, self.columns = table, [f"column-{place}" for place in range(len(table.header))]
        offered = [(LEAVE_OUT, gettext("Leave out")), (INTO_NOTE, gettext("Into the note, with its heading")), *places]
        for place, name in enumerate(self.columns):
            chosen = content.columns[place] if place < len(content.columns) else INTO_NOTE
            self.fields[name] = forms.ChoiceField(choices=offered, required=False, initial=chosen)
            self.fields[name].label = heading(table.header, place)
        orders = [("", "–"), ("day", gettext("the day comes first")), ("month", gettext("the month comes first"))]
        self.offer(order=orders, currency=[("", "–"), *currencies()])
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.widget.attrs["class"] = "form-select"

    def offer(self, **choices: Choices) -> None:
        """What can be chosen in these fields."""
        for name, known in choices.items():
            self.fields[name].choices = known  # type: ignore[attr-defined]

    @property
    def rows(self) -> list[tuple[forms.BoundField, list[str]]]:
        """Each column with a few of its cells."""
        return [(self[name], examples(self.table, place)) for place, name in enumerate(self.columns)]

    @property
    def others(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FOR_ALL]

    def dates(self, chosen: tuple[str, ...]) -> Iterable[int]:
        """The places of the columns that hold dates."""
        raise NotImplementedError

    def missing(self, chosen: tuple[str, ...]) -> str:
        """What is said where a column is missing without which no row is taken; empty when none is."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = tuple(cleaned.get(name, "") for name in self.columns)
        for place, (name, code) in enumerate(zip(self.columns, chosen, strict=True)):
            if code not in (LEAVE_OUT, INTO_NOTE) and code in chosen[:place]:
                self.add_error(name, gettext("Another column goes there already. Only one can."))
        if missing := self.missing(chosen):
            self.add_error(None, missing)
        order = order_of(self.table, self.dates(chosen))
        if not order and not cleaned.get("order") and cleaned.get("calendar") == GREGORIAN:
            self.add_error("order", gettext("Say whether the day or the month comes first; the table does not tell."))
        said = cleaned.get("order") or order or "day"
        calendar, currency = cleaned.get("calendar") or GREGORIAN, cleaned.get("currency") or ""
        return cleaned | {"mapping": Mapping(chosen, said, calendar, currency)}


class BringPartsForm(BringForm):
    """A file with rows of one kind of part of workers' files (hops, charges, debts ...)."""

    kind = forms.ChoiceField(label=gettext_lazy("What stands there"), required=False)
    field_order = ("kind", "file")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.fields["kind"].choices = part_kinds()  # type: ignore[attr-defined]
        self.fields["kind"].widget.attrs["class"] = "form-select"


def part_kinds() -> Choices:
    """Every kind of part of a file that can be brought in, with its name."""
    return [(kind, str(part.sheet.label)) for kind, part in PARTS.items()]


class PartColumnsForm(ColumnsForm):
    """Where each column of a table of parts goes."""

    def __init__(self, table: Table, entry: Entry, content: PartImport, data: Any = None) -> None:
        self.found = places_of(PARTS[content.kind].sheet, table.header)
        places = [(WORKER, str(WORKER_LABEL)), *((one.code, one.label) for one in self.found)]
        super().__init__(table, entry, content, [*places, (CALENDAR, str(CALENDAR_LABEL))], data)

    def dates(self, chosen: tuple[str, ...]) -> Iterable[int]:
        times = {one.code for one in self.found if one.slot.how in ("when", "day")}
        return (place for place, code in enumerate(chosen) if code in times)

    def missing(self, chosen: tuple[str, ...]) -> str:
        return "" if WORKER in chosen else gettext("Say which column holds the code of her file.")


def examples(table: Table, place: int) -> list[str]:
    """A few different cells of a column, cut where they are long."""
    found = dict.fromkeys(row.cells[place] for row in table.rows[:200] if row.cells[place])
    return [one[:EXAMPLE_LONGEST] + ("…" if len(one) > EXAMPLE_LONGEST else "") for one in list(found)[:EXAMPLES]]
