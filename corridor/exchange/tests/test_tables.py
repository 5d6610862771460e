"""Tables out of files as they come: in any encoding, from any program, broken, locked or made to harm."""

from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from corridor.exchange import tables, workbooks
from corridor.exchange.tables import Row, csv_of, packed, read_tables, tidy, unpacked
from corridor.exchange.workbooks import NoTable

HEADED = "Name,District\nसीता,Jhapa\n"


def workbook(*rows: tuple[Any, ...], more: dict[str, list[tuple[Any, ...]]] | None = None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for name, others in (more or {}).items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(row)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """The workbook with another file put into its package."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, content)
    return made.getvalue()


def why(data: bytes) -> str:
    with pytest.raises(NoTable) as fault:
        read_tables(data)
    return fault.value.reason


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_however_it_is_written(coding: str) -> None:
    found = read_tables(HEADED.encode(coding))
    assert found.tables[0].header == ("Name", "District") and found.encoding == ""
    assert found.tables[0].rows == (Row(2, ("सीता", "Jhapa")),)


def test_older_encodings_are_guessed_and_told() -> None:
    arabic = read_tables("الاسم;البلد\nفاطمة;الأردن\n".encode("windows-1256"))
    french = read_tables("Nom;Remède\nZoé;Sénégal\n".encode("windows-1252"))
    assert arabic.encoding == "windows-1256" and arabic.tables[0].rows[0].cells == ("فاطمة", "الأردن")
    assert french.encoding == "windows-1252" and french.tables[0].header == ("Nom", "Remède")


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_the_sign_between_cells_is_found(sign: str) -> None:
    text = f'Name{sign}Owed{sign}Note\nSita{sign}1{sign}"a, b; c"\n\nGita{sign}2{sign}\n'
    table = read_tables(text.encode()).tables[0]
    assert table.rows == (Row(2, ("Sita", "1", "a, b; c")), Row(4, ("Gita", "2", "")))


def test_rows_are_numbered_as_in_the_file_and_headings_may_stand_lower() -> None:
    table = read_tables(b"Register,\n,\nName,District\nSita,Ilam\n").tables[0]
    assert table.header == ("Name", "District") and table.rows[0].number == 4


def test_days_and_numbers_of_a_workbook() -> None:
    rows = ("Name", "Opened", "Phone", "Owed", "", "Paid"), ("Sita", date(2021, 3, 4), 962700000001.0, 12.5, None, True)
    table = read_tables(workbook(*rows, ("Gita", datetime(2022, 1, 2, 9, 30), "#N/A"))).tables[0]
    assert table.rows[0].cells == ("Sita", "2021-03-04", "962700000001", "12.5", "", "yes")
    assert table.rows[1].cells == ("Gita", "2022-01-02", "", "", "", "")


def test_every_sheet_with_rows_can_be_chosen() -> None:
    found = read_tables(workbook(more={"2024": [("Name", "Place"), ("Sita", "Irbid")]}))
    assert [one.name for one in found.tables] == ["2024"]


def test_what_is_no_table_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    book = workbook(("Name", "Place"), ("Sita", "Irbid"))
    assert why(ole) == "old-excel"
    assert why(ole + "EncryptedPackage".encode("utf-16-le")) == "locked"
    assert why(b"%PDF-1.7 ...") == "other" == why(b"<html><table></table></html>") == why(b"\x89PNG\0\0")
    assert why(b"") == "empty" == why(b"Name,Place\n") == why(b"only one column\nSita\n")
    assert why(book[: len(book) // 2]) == "broken"
    assert why(b'Name,Note\nSita,"begun and not ended\nGita,2\n') == "quote"
    assert why(b",".join([b"x"] * 101) + b"\n") == "columns"
    monkeypatch.setattr(tables, "ROWS_MOST", 2)
    assert why(b"Name,Place\n" + b"Sita,Irbid\n" * 3) == "rows"


def test_a_workbook_that_would_fill_the_memory_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = with_member(workbook(("Name", "Place")), "xl/media/image.png", bytes(101_000_000))
    assert len(bomb) < 1_000_000
    monkeypatch.setattr(workbooks, "load_workbook", lambda *_, **__: pytest.fail("it was opened"))
    assert why(bomb) == "large"
    assert why(with_member(workbook(("a", "b")), "xl/styles.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>")) == "broken"


def test_one_long_text_in_every_cell_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "CHARACTERS_MOST", 10_000)
    assert why(workbook(("Name", "Note"), *[("Sita", "long " * 100)] * 30)) == "large"


def test_no_cell_runs_in_a_spreadsheet_and_reading_gives_it_back() -> None:
    cells = ("=1+1", "+962 7", "-5", "@x", "plain", "'quoted")
    made = csv_of(("a", "b", "c", "d", "e", "f"), [cells])
    assert made.startswith(b"\xef\xbb\xbf")
    assert b"'=1+1,'+962 7,'-5,'@x,plain,'quoted" in made
    assert read_tables(made).tables[0].rows[0].cells == cells


def test_what_was_read_is_kept_and_read_again() -> None:
    found = read_tables(HEADED.encode())
    assert unpacked(packed(found)) == found
    with pytest.raises(NoTable):
        unpacked(b"something else")


def test_signs_that_nobody_sees_are_left_out() -> None:
    assert tidy(" a\0b\x07\r\nc ") == "ab\nc" and tidy("\tx") == "x"
