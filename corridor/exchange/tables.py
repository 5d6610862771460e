"""Tables from CSV files and Excel workbooks: bytes in, headings and rows out. What they are about is not known here.

A file from somewhere else is looked at before it is opened (`workbooks`). Every cell is text; a day of a workbook
stands as year-month-day. What leaves as CSV runs nothing in a spreadsheet: cells that would be taken for a formula get
an apostrophe in front, which reading takes away again.
"""

import csv
import json
import re
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO

from corridor.exchange.workbooks import (
    BROKEN,
    COLUMNS,
    EMPTY,
    LARGE,
    LOCKED,
    OLD_EXCEL,
    OTHER,
    QUOTE,
    ROWS,
    NoTable,
    read_workbook,
)

ROWS_MOST, COLUMNS_MOST, PASSED_MOST = 20_000, 100, 50_000  # rows of a table; columns; rows looked at, empty ones too
CHARACTERS_MOST = 30_000_000  # of all cells; a workbook can name one long text in every cell
HEADING_LONGEST, NAME_LONGEST = 200, 60
DELIMITERS = (",", ";", "\t")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
TAMED = re.compile(r"'(?=[=+\-@\t\r])")
FOREIGN_WORD = re.compile(rb"[\x80-\xff]{3,}")
HIGH = re.compile(rb"[\x80-\xff]")
SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One row. number: as a spreadsheet numbers it, from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One sheet. header: its headings, as many as the widest row has cells; empty where none was written."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Tables:
    """What a file holds. encoding: of a CSV file, when it was not UTF-8 and had to be guessed."""

    tables: tuple[Table, ...]
    encoding: str = ""


def read_tables(data: bytes) -> Tables:
    """The tables of a CSV or XLSX file, the first sheet first; sheets without rows are left out. Raises NoTable."""
    if data[:4] == b"PK\x03\x04":
        found = Tables(read_workbook(data, lambda name, rows: table_of(name, enumerate(rows, 1))))
    elif data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":  # how Office kept files before 2007, and keeps locked ones
        raise NoTable(LOCKED if "EncryptedPackage".encode("utf-16-le") in data else OLD_EXCEL)
    elif data[:5] == b"%PDF-" or data.lstrip()[:1] == b"<":
        raise NoTable(OTHER)
    else:
        found = _read_csv(data)
    if not found.tables:
        raise NoTable(EMPTY)
    return found


def _read_csv(data: bytes) -> Tables:
    text, guessed = decoded(data)
    separator = SEPARATOR.match(text)
    rows = _csv_rows(text, separator[1] if separator else _delimiter(text))
    table = table_of("", enumerate(rows, 1), skip=1 if separator else 0)
    return Tables((table,) if table else (), guessed)


def decoded(data: bytes) -> tuple[str, str]:
    """The text, and the encoding when it was guessed: Windows-1256 where whole words are foreign, else Windows-1252.

    Raises NoTable for what is no text.
    """
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16"), ""
        if b"\0" in data:
            raise NoTable(OTHER)
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise NoTable(BROKEN) from error
    in_words = sum(len(word) for word in FOREIGN_WORD.findall(data))
    guessed = "windows-1256" if in_words * 2 > len(HIGH.findall(data)) else "windows-1252"
    return data.decode(guessed, errors="replace"), guessed


def _delimiter(text: str) -> str:
    """The sign that cuts the first rows into the most columns, all alike."""
    lines = text[:50_000].splitlines()[:30]

    def weight(sign: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=sign) if len(row) > 1]
        usual = max(set(widths), key=widths.count) if widths else 0
        return widths.count(usual) if usual else 0, usual

    return max(DELIMITERS, key=weight)


def _csv_rows(text: str, delimiter: str) -> list[list[str]]:
    """Raises NoTable where a quotation mark is not closed: everything after it would be one cell."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append(row)
        return rows
    except csv.Error as error:
        if "expected after" not in str(error):
            raise NoTable(QUOTE, len(rows) + 1) from error
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise NoTable(BROKEN) from error


def table_of(name: str, rows: Iterable[tuple[int, Iterable[object]]], skip: int = 0) -> Table | None:
    """A table from numbered rows; None where it has no rows. The headings are the first row with two filled cells.

    Raises NoTable for too many rows, columns or characters.
    """
    header: list[str] = []
    found: list[Row] = []
    width = characters = 0
    for passed, (number, raw) in enumerate(rows, 1):
        if passed > PASSED_MOST:
            raise NoTable(ROWS)
        cells = [tidy(one) for one in raw] if passed > skip else []
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > COLUMNS_MOST:
            raise NoTable(COLUMNS, number)
        if not header:
            header = [one[:HEADING_LONGEST] for one in cells] if sum(map(bool, cells)) > 1 else []
            width = len(header)
        elif cells:
            found.append(Row(number, tuple(cells)))
            width, characters = max(width, len(cells)), characters + sum(map(len, cells))
        if len(found) > ROWS_MOST:
            raise NoTable(ROWS)
        if characters > CHARACTERS_MOST:
            raise NoTable(LARGE)
    whole = tuple(Row(one.number, one.cells + ("",) * (width - len(one.cells))) for one in found)
    return Table(name[:NAME_LONGEST], tuple(header + [""] * (width - len(header))), whole) if whole else None


def tidy(raw: object) -> str:
    """A cell as text: without signs that nobody sees, spaces around it, or the apostrophe that tamed a formula."""
    text = str(raw)
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
        text = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))
    text = text.strip()
    return text[1:].strip() if TAMED.match(text) else text


def packed(found: Tables) -> bytes:
    """The tables as bytes, small enough to be kept; `unpacked` reads them again."""
    sheets = [[one.name, one.header, [[row.number, *row.cells] for row in one.rows]] for one in found.tables]
    return zlib.compress(json.dumps([found.encoding, sheets], ensure_ascii=False, separators=(",", ":")).encode())


def unpacked(data: bytes) -> Tables:
    """What `packed` made. Raises NoTable for anything else."""
    try:
        encoding, sheets = json.loads(zlib.decompress(data))
        tables = (
            Table(name, tuple(header), tuple(Row(row[0], tuple(row[1:])) for row in rows))
            for name, header, rows in sheets
        )
        return Tables(tuple(tables), encoding)
    except (ValueError, TypeError, IndexError, zlib.error) as error:
        raise NoTable(BROKEN) from error


def csv_of(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A CSV file that every spreadsheet reads in any script, and in which no cell runs."""
    made = StringIO(newline="")
    writer = csv.writer(made)
    for row in (header, *rows):
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
    return made.getvalue().encode("utf-8-sig")
