"""Reports in Excel: a sheet a section, native charts, numbers as numbers, nothing that a cell could run."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

from openpyxl import load_workbook  # type: ignore[import-untyped]

from corridor.exchange.report_records import DRAWN, Cell, Report
from corridor.exchange.report_workbook import sheet_name, workbook_report
from corridor.exchange.tests.made_up_report import report


def test_a_sheet_for_each_section_and_how_we_know() -> None:
    book = load_workbook(BytesIO(workbook_report(report())))
    assert book.sheetnames == ["What this report is", "Grievances and remedies", "How we know"]
    assert all(one.freeze_panes == "B2" for one in book)
    known = [[cell.value for cell in row] for row in book["How we know"].iter_rows()]
    assert known[0][2] == "How we know"
    assert known[1] == ["Remedy received", "remedy, version 1", "Definition", "What ended with a remedy."]
    assert book["How we know"].column_dimensions["D"].width > 40


def test_numbers_are_numbers_and_the_rest_is_text() -> None:
    sheet = load_workbook(BytesIO(workbook_report(report())))["Grievances and remedies"]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert cells[0.42].number_format == "0 %" and cells[0.42].data_type == "n"
    assert cells["withheld"].data_type == "s"
    assert "=HYPERLINK(1)" in cells  # a label, as it stands


def report_bytes() -> bytes:
    return workbook_report(report())


def parts(data: bytes) -> str:
    with ZipFile(BytesIO(data)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist() if "worksheets/sheet" in name)


def test_no_cell_is_a_formula_and_nothing_points_outside() -> None:
    data = report_bytes()
    assert "<f>" not in parts(data)
    with ZipFile(BytesIO(data)) as packed:
        relations = "".join(packed.read(name).decode() for name in packed.namelist() if name.endswith(".rels"))
    assert "External" not in relations


def test_a_native_chart_of_the_numbers() -> None:
    with ZipFile(BytesIO(report_bytes())) as packed:
        charts = [packed.read(name).decode() for name in packed.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 1 and "'Grievances and remedies'!$B$" in charts[0] and "Remedy, by period" in charts[0]


def long_report() -> Report:
    """A table of more rows than a chart draws."""
    made = report()
    trust, grievances = made.sections
    rows = tuple((Cell(f"Kind {at}"), Cell("", 0.2 - at / 100, True), Cell("–")) for at in range(DRAWN + 5))
    shown = replace(grievances.shown[0], grids=(replace(grievances.shown[0].grids[0], rows=rows),))
    return replace(made, sections=(trust, replace(grievances, shown=(shown,))))


def test_a_chart_draws_the_first_rows_of_a_long_table() -> None:
    data = workbook_report(long_report())
    sheet = load_workbook(BytesIO(data))["Grievances and remedies"]
    first = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "Kind 0")
    with ZipFile(BytesIO(data)) as packed:
        chart = packed.read("xl/charts/chart1.xml").decode()
    assert f"$B${first}:$B${first + DRAWN - 1}<" in chart
    assert sheet.cell(first + DRAWN + 4, 1).value == f"Kind {DRAWN + 4}", "the table has all"


def test_in_arabic_its_sheets_run_from_right_to_left() -> None:
    for turned in (False, True):
        book = load_workbook(BytesIO(workbook_report(report(turned))))
        assert all(bool(one.sheet_view.rightToLeft) is turned for one in book)


def test_it_is_the_same_bytes_and_names_no_maker() -> None:
    data = report_bytes()
    assert data == report_bytes()
    with ZipFile(BytesIO(data)) as packed:
        core = packed.read("docProps/core.xml").decode()
    assert "<dc:creator></dc:creator>" in core and "2026-11-01" in core


def test_names_of_sheets_are_what_excel_takes() -> None:
    assert sheet_name("a/b: [c]?", []) == "a b   c"
    long = "People reached, and other counts that do not stand alone"
    first = sheet_name(long, [])
    second = sheet_name(long, [first.upper()])
    assert len(first) <= 31 and len(second) <= 31 and second != first and second.endswith(" 2")
