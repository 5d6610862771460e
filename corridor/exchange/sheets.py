"""Workbooks (XLSX) written from plain rows: text stays text, numbers are numbers, and nothing in them runs or links."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter  # type: ignore[import-untyped]

Value = str | int | float | None
NAME_LONGEST, CELL_LONGEST = 31, 32_767  # what Excel takes
NOT_IN_NAMES = str.maketrans({sign: " " for sign in "[]:*?/\\'"})
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its headings, and rows of the same width or less. None leaves a cell empty."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def workbook_of(sheets: Sequence[Sheet], right_to_left: bool = False) -> bytes:
    """A workbook of these sheets. A text that begins like a formula stands as the text that it is.

    right_to_left: its first column stands at the right, as its language is read.
    """
    made = BytesIO()
    with xlsxwriter.Workbook(made, PLAIN) as book:
        strong = book.add_format({"bold": True})
        for one in sheets:
            sheet = book.add_worksheet(one.name.translate(NOT_IN_NAMES)[:NAME_LONGEST])
            for at, text in enumerate(one.header):
                sheet.write_string(0, at, text, strong)
            for number, row in enumerate(one.rows, 1):
                for at, value in enumerate(row):
                    _write(sheet, number, at, value)
            sheet.freeze_panes(1, 0)
            if right_to_left:
                sheet.right_to_left()
    return made.getvalue()


def _write(sheet: "xlsxwriter.worksheet.Worksheet", row: int, column: int, value: Value) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value[:CELL_LONGEST])
    elif value is not None:
        sheet.write_number(row, column, value)
