"""Excel workbooks (XLSX), read row by row: what a formula last gave, never the formula, and nothing from outside.

A workbook is a package of XML files. It is looked at before it is opened: whether it fits into memory once unpacked,
and whether it defines names that would grow (a `DOCTYPE` has no place in a workbook).
"""

import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any, TypeVar
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from openpyxl import load_workbook  # type: ignore[import-untyped]

# Why a file is no table: codes; whoever shows them has the words.
LARGE, ROWS, COLUMNS, BROKEN, OLD_EXCEL, LOCKED, OTHER, EMPTY, QUOTE = WHY = (
    *("large", "rows", "columns", "broken", "old-excel"),
    *("locked", "other", "empty", "quote"),
)
UNPACKED_MOST, MEMBERS_MOST = 100_000_000, 2_000  # bytes; files in the package
WIDEST, CELL_LONGEST = 200, 40_000  # columns looked at; characters, of which Excel itself writes at most 32,767
DOCTYPE = tuple("<!DOCTYPE".encode(coding) for coding in ("ascii", "utf-16-le", "utf-16-be"))
ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}  # what Excel says where it has nothing
T = TypeVar("T")


class NoTable(Exception):
    """The file can not be read as a table. reason: of WHY. row: where, when that can be told."""

    def __init__(self, reason: str, row: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.row = reason, row


def read_workbook(data: bytes, made: Callable[[str, Iterator[list[str]]], T | None]) -> tuple[T, ...]:
    """What is made of the name and rows of each visible sheet, without those of which nothing is. Raises NoTable."""
    _refuse_what_harms(data)
    book = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it does not know of a workbook is nothing we read
            book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
            shown = [one for one in book.worksheets if one.sheet_state == "visible"]
            found = [made(one.title, _rows(one)) for one in shown]
        return tuple(one for one in found if one is not None)
    except NoTable:
        raise
    except Exception as error:  # whatever a reader raises on a broken file
        raise NoTable(BROKEN) from error
    finally:
        if book is not None:
            book.close()


def _refuse_what_harms(data: bytes) -> None:
    try:
        with ZipFile(BytesIO(data)) as package:
            told = package.infolist()
            if len(told) > MEMBERS_MOST or sum(one.file_size for one in told) > UNPACKED_MOST:
                raise NoTable(LARGE)
            if "xl/workbook.xml" not in {one.filename for one in told}:
                raise NoTable(OTHER)
            if any(one.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for one in told):
                raise NoTable(BROKEN)
            for one in told:
                content = package.read(one) if one.filename.endswith((".xml", ".rels")) else b""
                if any(sign in content for sign in DOCTYPE):
                    raise NoTable(BROKEN)
    except NoTable:
        raise
    except Exception as error:  # as above: a package made to harm whoever opens it
        raise NoTable(BROKEN) from error


def _rows(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # some programs write how large a sheet is, and are wrong
    for row in sheet.iter_rows(max_col=WIDEST, values_only=True):
        cells = list(row)
        while cells and cells[-1] is None:
            cells.pop()
        yield [_told(value) for value in cells]


def _told(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        if len(value) > CELL_LONGEST:
            raise NoTable(BROKEN)
        return "" if value in ERRORS else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
