"""A report as a Word file, made from a template that people can change in Word.

A template is a .docx with `{{ report }}` alone in a paragraph of its body, where the report is put; `{{ title }}`,
`{{ period }}` and `{{ made }}` may stand anywhere. Its styles are used: Heading 1 and 2, Caption, and those named in
STYLES; what it does not have is taken plain. It is checked as templates of letters are (`letters`, `word_packages`):
nothing that runs, fetches or hides. The report stays one piece, so that counts of people stay where they belong, last.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu
from docx.text.paragraph import Paragraph

from corridor.exchange.letters import UNWRITABLE, Known, check, filled, without_maker
from corridor.exchange.report_records import Drawing, Grid, Report, Section, Shown, Words

REPORT = "report"
KNOWN: Known = dict.fromkeys((REPORT, "title", "period", "made"))
PLACE = "corridor-report-stands-here"
MISSING, TWICE, OUT_OF_PLACE = "missing", "twice", "out-of-place"
TABLE, CELL, NOTE, SOURCE = STYLES = ("Report table", "Report cell", "Report note", "Report source")
LONGEST, NARROWEST = 36, 6  # characters that widen a column, and that each has beside its own
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the earliest day that a package can tell: the hour of making stands in no file
Pictures = Callable[[Drawing], bytes]


class Misplaced(Exception):
    """The template has no place for the report, or a wrong one. reason: missing, twice, or out-of-place; found: the
    paragraph in which it stands.
    """

    def __init__(self, reason: str, found: str = "") -> None:
        super().__init__(reason)
        self.reason, self.found = reason, found


def default_template(right_to_left: bool = False) -> bytes:
    """The template that ships, made by `python -m tools.report_template`."""
    name = "report_template_rtl.docx" if right_to_left else "report_template.docx"
    return Path(__file__).with_name(name).read_bytes()


def word_report(report: Report, pictures: Pictures, template: bytes) -> bytes:
    """The report as a .docx. pictures: draws a chart. Raises NoTemplate, Harmful, Misplaced: then nothing was made."""
    check(template, KNOWN)
    values = {REPORT: PLACE, "title": report.title, "period": report.period, "made": report.made}
    document = Document(BytesIO(filled(template, values, KNOWN)))
    without_maker(document)
    place = _place(document)
    writer = _Writer(document, place, report, pictures)
    for section in report.sections:
        writer.section(section)
    place._p.getparent().remove(place._p)
    properties = document.core_properties
    properties.title, properties.language = f"{report.title}, {report.period}", report.language
    out = BytesIO()
    document.save(out)
    return undated(out.getvalue())


def _place(document: WordDocument) -> Paragraph:
    """The one paragraph of the body in which the report stands. Raises Misplaced."""
    held = [*(part for one in document.sections for part in (one.header, one.footer)), document]
    roots = [one._element.body if isinstance(one, WordDocument) else one._element for one in held]
    texts = [("".join(each.itertext(qn("w:t"))), each) for root in roots for each in root.iter(qn("w:p"))]
    found = [(text, each) for text, each in texts if PLACE in text]
    if not found:
        raise Misplaced(MISSING)
    if len(found) > 1 or found[0][0].count(PLACE) > 1:
        raise Misplaced(TWICE)
    text, paragraph = found[0]
    if text.strip() != PLACE or paragraph.getparent() is not document.element.body:
        raise Misplaced(OUT_OF_PLACE, text.replace(PLACE, "{{ report }}").strip()[:120])
    return Paragraph(paragraph, document._body)


def undated(data: bytes) -> bytes:
    """The same package without the hour at which it was made: the same report is the same bytes."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as packed, ZipFile(out, "w", ZIP_DEFLATED) as fresh:
        for one in packed.infolist():
            fresh.writestr(ZipInfo(one.filename, EARLIEST), packed.read(one), ZIP_DEFLATED)
    return out.getvalue()


class _Writer:
    """Writes before one paragraph of a document, in the styles that the document has."""

    def __init__(self, document: WordDocument, place: Paragraph, report: Report, pictures: Pictures) -> None:
        self._document, self._place, self._pictures = document, place, pictures
        self._labels, self._turned = report.labels, report.right_to_left
        self._styles = {one.name: one.style_id for one in document.styles}
        page = document.sections[0]
        self._width = int((page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0))

    def section(self, section: Section) -> None:
        self._line(Words(section.title), "Heading 1")
        for words in section.paragraphs:
            self._line(words)
        for grid in section.grids:
            self._grid(grid)
        for shown in section.shown:
            self._shown(shown)

    def _shown(self, shown: Shown) -> None:
        self._line(shown.title, "Heading 2")
        for words in shown.says:
            self._line(words, together=True)
        for grid, drawing in shown.parts:
            self._line(Words(grid.title), "Caption", together=True)
            if drawing:
                self._picture(drawing)
            self._grid(grid)
        self._line(Words(f"{self._labels.source}: {shown.source}"), SOURCE)
        for words in shown.notes:
            self._line(words, NOTE)
        if shown.known:
            rows = [[(Words(name), False), (words, False)] for name, words in shown.known]
            head = [(Words(self._labels.how_we_know), False), (Words(shown.mark), False)]
            self._table(self._labels.how_we_know, head, rows, [28, 72])
            self._line(Words(""))

    def _line(self, words: Words, style: str = "", together: bool = False) -> Any:
        paragraph = OxmlElement("w:p")
        self._place._p.addprevious(paragraph)
        self._fill(paragraph, words, self._styles.get(style, ""), together=together)
        return paragraph

    def _fill(
        self, paragraph: Any, words: Words, style: str = "", *, end: bool = False, together: bool = False
    ) -> None:
        """A paragraph with one run, in the direction of its language."""
        turned = self._turned and not words.language
        marks = [
            ("w:pStyle", style) if style else None,
            ("w:keepNext", "") if together else None,
            ("w:bidi", "") if turned else None,
            ("w:jc", "end") if end else None,
        ]
        if found := [one for one in marks if one]:
            properties = OxmlElement("w:pPr")
            for name, value in found:
                properties.append(_mark(name, value))
            paragraph.append(properties)
        if words.text:
            run = OxmlElement("w:r")
            if turned or words.language:
                about = OxmlElement("w:rPr")
                about.append(_mark("w:rtl") if turned else _mark("w:lang", words.language))
                run.append(about)
            text = OxmlElement("w:t")
            text.text = UNWRITABLE.sub("", words.text)
            text.set(qn("xml:space"), "preserve")
            run.append(text)
            paragraph.append(run)

    def _picture(self, drawing: Drawing) -> None:
        if not (data := self._pictures(drawing)):
            return  # it could not be drawn: its table stands below
        paragraph = Paragraph(self._line(Words("")), self._document._body)
        shape = paragraph.add_run().add_picture(BytesIO(data), width=Emu(self._width))
        shape._inline.docPr.set("descr", UNWRITABLE.sub("", drawing.alt))
        shape._inline.docPr.set("name", drawing.id)

    def _grid(self, grid: Grid) -> None:
        ends = grid.numbered
        rows = [[(Words(one.told), at in ends) for at, one in enumerate(row)] for row in grid.rows]
        heads = [(Words(one), at in ends) for at, one in enumerate(grid.head)]
        self._table(grid.title, heads, rows, _widths(grid))
        self._line(Words(""))

    def _table(
        self, title: str, head: list[tuple[Words, bool]], rows: list[list[tuple[Words, bool]]], widths: list[int]
    ) -> None:
        """A table with a head that comes again on each page. widths: in per cent. Written as it stands in the file:
        adding hundreds of rows one by one takes half a minute.
        """
        table = OxmlElement("w:tbl")
        about = OxmlElement("w:tblPr")
        look = _mark("w:tblLook", "0020")
        look.set(qn("w:firstRow"), "1")
        width = _mark("w:tblW")
        width.set(qn("w:type"), "pct")
        width.set(qn("w:w"), "5000")
        style = self._styles.get(TABLE) or self._styles.get("Table Grid", "")
        for one in (
            _mark("w:tblStyle", style) if style else None,
            _mark("w:bidiVisual") if self._turned else None,
            width,
            look,
            _mark("w:tblCaption", title),
        ):
            if one is not None:
                about.append(one)
        table.append(about)
        shape = OxmlElement("w:tblGrid")
        twips = [self._width // 635 * one // 100 for one in widths]
        for one in twips:
            column = OxmlElement("w:gridCol")
            column.set(qn("w:w"), str(one))
            shape.append(column)
        table.append(shape)
        table.append(self._row(head, twips, head=True))
        for row in rows:
            table.append(self._row(row, twips))
        self._place._p.addprevious(table)

    def _row(self, cells: list[tuple[Words, bool]], twips: list[int], head: bool = False) -> Any:
        row = OxmlElement("w:tr")
        about = OxmlElement("w:trPr")
        about.append(_mark("w:cantSplit"))
        if head:
            about.append(_mark("w:tblHeader"))
        row.append(about)
        for (words, end), width in zip(cells, twips, strict=True):
            held, properties, size = OxmlElement("w:tc"), OxmlElement("w:tcPr"), OxmlElement("w:tcW")
            size.set(qn("w:w"), str(width))
            size.set(qn("w:type"), "dxa")
            properties.append(size)
            held.append(properties)
            paragraph = OxmlElement("w:p")
            self._fill(paragraph, words, self._styles.get(CELL, ""), end=end, together=head)
            held.append(paragraph)
            row.append(held)
        return row


def _widths(grid: Grid) -> list[int]:
    """The columns of a table in per cent, by their longest text."""
    texts = [[head, *(row[at].told for row in grid.rows)] for at, head in enumerate(grid.head)]
    longest = [min(max(map(len, some)), LONGEST) + NARROWEST for some in texts]
    return [100 * one // sum(longest) for one in longest]


def _mark(name: str, value: str = "") -> Any:
    made = OxmlElement(name)
    if value:
        made.set(qn("w:val"), value)
    return made
