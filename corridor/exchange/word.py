"""Word files from plain records: a title, paragraphs, findings, tables. Knows nothing of where they come from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

ACCENT = RGBColor(0x0F, 0x5C, 0x63)
SOFT = RGBColor(0x55, 0x62, 0x6A)


@dataclass
class Passage:
    """A heading with its paragraphs; each paragraph may begin with a bold word (`("Better", "…")`)."""

    heading: str
    paragraphs: list[tuple[str, str]] = field(default_factory=list)
    level: int = 3
    soft: str = ""


@dataclass
class Table:
    """A table with a header row."""

    header: list[str]
    rows: list[list[str]]


def styled() -> WordDocument:
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Noto Sans", Pt(10.5)
    fonts = normal.element.rPr.rFonts
    fonts.set(qn("w:cs"), "Noto Sans Arabic")
    for level in (1, 2, 3):
        style = document.styles[f"Heading {level}"]
        style.font.color.rgb, style.font.name = ACCENT, "Noto Sans"
    return document


def word_file(title: str, parts: Iterable[Passage | Table]) -> bytes:
    """The bytes of a .docx file."""
    document = styled()
    document.core_properties.title, document.core_properties.author = title, "Corridor"
    document.add_heading(title, 1)
    for part in parts:
        if isinstance(part, Table):
            add_table(document, part)
        else:
            add_passage(document, part)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def add_passage(document: WordDocument, part: Passage) -> None:
    if part.heading:
        document.add_heading(part.heading, part.level)
    for lead, text in part.paragraphs:
        paragraph = document.add_paragraph()
        if lead:
            paragraph.add_run(f"{lead}: ").bold = True
        paragraph.add_run(text)
    if part.soft:
        run = document.add_paragraph().add_run(part.soft)
        run.font.size, run.font.color.rgb = Pt(9), SOFT


def add_table(document: WordDocument, part: Table) -> None:
    table = document.add_table(rows=1, cols=len(part.header), style="Light Grid Accent 1")
    for cell, text in zip(table.rows[0].cells, part.header, strict=True):
        cell.text = text
    for row in part.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
