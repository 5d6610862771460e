"""A report as an Excel workbook: a sheet for each section with its tables and native charts, and a sheet "How we know".

Made in memory. Numbers are numbers and everything else is text: nothing is taken for a formula or a link. No maker and
no hour stands in it: the same report is the same bytes.
"""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from corridor.exchange.report_records import DRAWN, Grid, Report, Section, Shown, Words

AS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
NAME_LONGEST, CELL_LONGEST = 31, 32_000  # characters that Excel takes
FIRST, OTHERS, WORDS, KNOWN = 44, 22, 40, 60  # widths of columns, in characters
LAST, LINE_LONGEST = 4, 125  # the last column over which a paragraph runs, and the characters of a line there
ROW, CHART_WIDTH, BAR, CHART_EDGE = 20, 560, 22, 110  # pixels
GRID = "#e8e1d3"
COLOURS = ("#0f5c63", "#b3541e", "#5b6bb5")


def workbook_report(report: Report) -> bytes:
    """The report as an .xlsx."""
    made = BytesIO()
    with Workbook(made, AS_TEXT) as book:
        year, month = map(int, report.made.split("-"))
        book.set_properties({"title": f"{report.title}, {report.period}", "created": datetime(year, month, 1)})
        writer = _Writer(book, report)
        for section in report.sections:
            writer.section(section)
        writer.how_we_know()
    return made.getvalue()


def sheet_name(title: str, taken: Iterable[str]) -> str:
    """A name that Excel takes and that is not taken yet, whatever its case."""
    plain = title.translate(FORBIDDEN).strip()[:NAME_LONGEST].strip() or "-"
    found, number = plain, 1
    while found.lower() in {one.lower() for one in taken}:
        number += 1
        found = f"{plain[: NAME_LONGEST - 3]} {number}"
    return found


class _Writer:
    """Writes sheets of one workbook."""

    def __init__(self, book: Any, report: Report) -> None:
        self._book, self._report, self._names = book, report, list[str]()
        top = {"valign": "top", "text_wrap": True}
        side = {"reading_order": 2, "align": "right"} if report.right_to_left else {}
        self._title = book.add_format({"bold": True, "font_size": 14, "font_color": COLOURS[0], **side})
        self._head = book.add_format({"bold": True, "bg_color": "#e3efee", "bottom": 1, **top})
        self._bold = book.add_format({"bold": True, **side})
        self._text = book.add_format(top)
        self._straight = book.add_format({**top, "align": "left", "reading_order": 1})
        self._turned = book.add_format({**top, "align": "right", "reading_order": 2})
        self._number = book.add_format({"num_format": "#,##0.##", "valign": "top"})
        self._count = book.add_format({"num_format": "#,##0", "valign": "top"})
        self._about = book.add_format({"num_format": '"≈" 0 %', "valign": "top"})
        self._share = book.add_format({"num_format": "0 %", "valign": "top"})

    def section(self, section: Section) -> None:
        sheet = self._sheet(section.title)
        sheet.set_column(0, 0, FIRST)
        sheet.set_column(1, LAST - 1, OTHERS)
        sheet.set_column(LAST, LAST, WORDS)
        self._write(sheet, 0, 0, f"{section.title} · {self._report.period}", self._title)
        sheet.freeze_panes(1, 1)
        at = 2
        for words in section.paragraphs:
            self._paragraph(sheet, at, words)
            at += 1
        for grid in section.grids:
            at = self._grid(sheet, at + 1, grid, chart=False)
        for shown in section.shown:
            at = self._shown(sheet, at + 1, shown)

    def _shown(self, sheet: Any, at: int, shown: Shown) -> int:
        self._write(sheet, at, 0, shown.title.text, self._title)
        for words in (*shown.says, *shown.notes):
            at += 1
            self._paragraph(sheet, at, words)
        for grid in shown.grids:
            at = self._grid(sheet, at + 2, grid, chart=bool(shown.drawings))
        self._paragraph(sheet, at, Words(f"{self._report.labels.source}: {shown.source}"))
        return at + 2

    def _grid(self, sheet: Any, at: int, grid: Grid, chart: bool) -> int:
        """A table, and its chart below it; the row below both."""
        self._write(sheet, at, 0, grid.title, self._bold)
        head = at + 1
        for column, text in enumerate(grid.head):
            self._write(sheet, head, column, text, self._head)
        for row, cells in enumerate(grid.rows, head + 1):
            for column, cell in enumerate(cells):
                if cell.number is None:
                    self._write(sheet, row, column, cell.told, self._text)
                else:
                    whole = self._count if float(cell.number).is_integer() else self._number
                    sheet.write_number(
                        row, column, cell.number, self._about if cell.about else self._share if cell.share else whole
                    )
        after = head + len(grid.rows) + 2
        drawn = [one for one in grid.series if one in grid.numbered]
        if not (chart and drawn and grid.rows):
            return after
        height = CHART_EDGE + BAR * len(grid.rows[:DRAWN]) * len(drawn)
        sheet.insert_chart(after, 0, self._chart(sheet, grid, head, drawn, height))
        return after + height // ROW + 2

    def _chart(self, sheet: Any, grid: Grid, head: int, drawn: list[int], height: int) -> Any:
        chart = self._book.add_chart({"type": "bar"})
        first, last, name = head + 1, head + len(grid.rows[:DRAWN]), sheet.get_name()
        for number, column in enumerate(drawn):
            chart.add_series(
                {
                    "name": [name, head, column],
                    "categories": [name, first, 0, last, 0],
                    "values": [name, first, column, last, column],
                    "fill": {"color": COLOURS[number % len(COLOURS)]},
                    "data_labels": {"value": True},
                    "gap": 60,
                }
            )
        turned = self._report.right_to_left
        chart.set_title({"name": grid.title, "overlay": False, "name_font": {"size": 11}})
        chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
        axis: dict[str, Any] = {
            "min": 0,
            "reverse": turned,
            "major_gridlines": {"visible": True, "line": {"color": GRID}},
        }
        if any(row[column].share for row in grid.rows[:DRAWN] for column in drawn):
            axis |= {"max": 1, "num_format": "0 %"}
        chart.set_x_axis(axis)
        chart.set_legend({"position": "bottom"} if len(drawn) > 1 else {"none": True})
        chart.set_size({"width": CHART_WIDTH, "height": height})
        return chart

    def how_we_know(self) -> None:
        """A row for each thing that is told of each indicator."""
        labels = self._report.labels
        sheet = self._sheet(labels.how_we_know)
        for column, width in enumerate((FIRST, FIRST // 2, FIRST, KNOWN)):
            sheet.set_column(column, column, width)
        row = 0
        for column, text in enumerate((labels.indicator, labels.number, labels.how_we_know, labels.told)):
            self._write(sheet, row, column, text, self._head)
        for section in self._report.sections:
            for shown in section.shown:
                for name, words in shown.known:
                    row += 1
                    for column, text in enumerate((shown.title.text, shown.mark, name, words.text)):
                        self._write(sheet, row, column, text, self._text)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, row, 3)

    def _sheet(self, title: str) -> Any:
        name = sheet_name(title, self._names)
        self._names.append(name)
        sheet = self._book.add_worksheet(name)
        if self._report.right_to_left:
            sheet.right_to_left()
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        return sheet

    def _paragraph(self, sheet: Any, row: int, words: Words) -> None:
        """A text over the width of a table, on as many lines as it needs, in the direction of its language."""
        turned = self._report.right_to_left and not words.language
        sheet.merge_range(row, 0, row, LAST, "", self._turned if turned else self._straight)
        self._write(sheet, row, 0, words.text, self._turned if turned else self._straight)
        sheet.set_row_pixels(row, ROW * (1 + len(words.text) // LINE_LONGEST))

    def _write(self, sheet: Any, row: int, column: int, text: str, form: Any = None) -> None:
        sheet.write_string(row, column, text[:CELL_LONGEST], form)
