"""The letters that are shipped, written by us: a demand, a complaint, an authority to act, in English, Arabic, Nepali.

Their words stand in `letter_words`, one file a language. No speaker of Arabic or Nepali has reviewed theirs: each
template says so in its first line (a comment, which does not come out in a letter), and the page does.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from corridor.exchange.letters import without_maker

DEMAND, COMPLAINT, AUTHORITY = KINDS = ("demand", "complaint", "authority")
ENGLISH, ARABIC, NEPALI = LANGUAGES = ("en", "ar", "ne")
REVIEWED = {ENGLISH}
LINE = "_" * 30
# Fonts by name as Word's users have them, and the Noto family that stands in for each.
FONTS = {
    ENGLISH: ("Arial", "Noto Sans"),
    ARABIC: ("Arial", "Noto Sans Arabic"),
    NEPALI: ("Nirmala UI", "Noto Sans Devanagari"),
}
SPOKEN = {ENGLISH: "ar-SA", ARABIC: "ar-SA", NEPALI: "ne-NP"}  # the language of what is not in Latin script
NOT_REVIEWED = "{#p No speaker of this language has reviewed this text yet. #}"

WORDS = {
    language: tomllib.loads(Path(__file__).with_name("letter_words").joinpath(f"{language}.toml").read_text("utf-8"))
    for language in LANGUAGES
}


@dataclass(frozen=True)
class Line:
    """A paragraph. bold: its weight; heading: a line above the others."""

    text: str
    bold: bool = False
    heading: bool = False


@dataclass(frozen=True)
class Rows:
    """A table with a head and a row for each of a list (placeholder), or a single row without a list."""

    head: tuple[str, ...]
    cells: tuple[str, ...]
    of: str = ""


Piece = Line | Rows


def pieces(kind: str, words: dict[str, str]) -> Iterator[Piece]:
    """One of the three letters, from its words."""
    yield Line("{{ centre }}", bold=True)
    yield Line("{{ date }}")
    if kind == AUTHORITY:
        yield from _authority(words)
        return
    yield Line("{{ addressee }}")
    yield Line("{%p if reference %}")
    yield Line(f"{words['reference']}: {{{{ reference }}}}")
    yield Line("{%p endif %}")
    yield Line(words[kind], heading=True)
    yield Line(words[f"{kind}-opening"])
    yield from _grievances(words)
    yield from _sums(words)
    yield from _respondents(words["against" if kind == COMPLAINT else "answerable"])
    yield Line(words[f"{kind}-request"])
    yield Line(words["complaint-protection" if kind == COMPLAINT else "demand-otherwise"])
    if kind == DEMAND:
        yield Line(words["reprisals"])
    yield Line(words["closing"])
    yield Line(words["for"])
    yield Line(LINE)


def _grievances(words: dict[str, str]) -> Iterator[Piece]:
    yield Line("{%p for g in grievances %}")
    yield Line("{{ loop.index }}. {{ g.kind }}{% if g.since %} ({{ g.since }}){% endif %}", bold=True)
    for name, lead in (("told", ""), ("wants", f"{words['wants']}: "), ("basis", f"{words['basis']}: ")):
        yield Line(f"{{%p if g.{name} %}}")
        yield Line(f"{lead}{{{{ g.{name} }}}}")
        yield Line("{%p endif %}")
    yield Line("{%p endfor %}")


def _sums(words: dict[str, str]) -> Iterator[Piece]:
    yield Line("{%p if amounts %}")
    yield Line(words["sums"], bold=True)
    cells = ("{{ a.who }}", "{{ a.what }}", "{{ a.amount }}")
    yield Rows((words["who"], words["what"], words["amount"]), cells, "a in amounts")
    yield Line(f"{words['total']}: {{{{ total }}}}", bold=True)
    yield Line("{%p endif %}")


def _respondents(lead: str) -> Iterator[Piece]:
    yield Line("{%p if respondents %}")
    yield Line(lead, bold=True)
    yield Line("{%p for r in respondents %}")
    yield Line("{{ r.name }} ({{ r.role }}{% if r.country %}, {{ r.country }}{% endif %})")
    yield Line("{%p endfor %}")
    yield Line("{%p endif %}")


def _authority(words: dict[str, str]) -> Iterator[Piece]:
    yield Line(words["authority"], heading=True)
    yield Line(words["authority-opening"])
    yield Line("{%p for g in grievances %}")
    yield Line("{{ loop.index }}. {{ g.kind }}")
    yield Line("{%p endfor %}")
    for name in ("covers", "covers-not", "taken-back", "read-out"):
        yield Line(words[name])
    head = (words["name"], words["paper"], words["signature"])
    yield Line("{%p if workers %}")
    yield Rows(head, ("{{ w.name }}", "{{ w.papers }}", ""), "w in workers")
    yield Line("{%p else %}")
    yield Rows(head, ("", "", ""))
    yield Line("{%p endif %}")


@cache
def default_template(kind: str, language: str) -> bytes:
    """A shipped template as a .docx. Raises KeyError for a kind or language that is not shipped."""
    if kind not in KINDS:
        raise KeyError(kind)
    document, turned = _plain_document(language), language == ARABIC
    if language not in REVIEWED:
        _add_line(document, Line(NOT_REVIEWED), turned)
    for one in pieces(kind, WORDS[language]):
        if isinstance(one, Line):
            _add_line(document, one, turned)
        else:
            _add_rows(document, one, turned)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _plain_document(language: str) -> WordDocument:
    document = Document()
    without_maker(document)
    normal, (font, spare) = document.styles["Normal"], FONTS[language]
    normal.font.name, normal.font.size = font, Pt(11)
    fonts, style = normal.element.rPr.rFonts, normal.element.rPr
    for script in ("w:cs", "w:hAnsi", "w:ascii"):
        fonts.set(qn(script), font)
    style.append(_mark("w:szCs", "22"))
    spoken = _mark("w:lang", "en-GB")
    spoken.set(qn("w:bidi"), SPOKEN[language])
    style.append(spoken)
    _name_spare_font(document, font, spare)
    if language == ARABIC:
        document.sections[0]._sectPr.insert_element_before(_mark("w:bidi"), "w:rtlGutter", "w:docGrid")
    return document


def _name_spare_font(document: WordDocument, font: str, spare: str) -> None:
    """The font that stands in where the first one is missing, in the file's own table of fonts."""
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            other = f'<w:font w:name="{font}"><w:altName w:val="{spare}"/></w:font></w:fonts>'.encode()
            part._blob = part.blob.replace(b"</w:fonts>", other)


def _mark(name: str, value: str = "") -> Any:
    made = OxmlElement(name)
    if value:
        made.set(qn("w:val"), value)
    return made


def _add_line(document: Any, line: Line, turned: bool, paragraph: Any = None) -> None:
    """One paragraph; `turned`: from right to left, as a whole and in its words."""
    paragraph = document.add_paragraph() if paragraph is None else paragraph
    paragraph.paragraph_format.space_after = Pt(6)
    run = paragraph.add_run(line.text)
    properties = run._r.get_or_add_rPr()
    if line.bold or line.heading:  # each said twice: for Latin script, and for the others
        run.bold = True
        run.font.cs_bold = True
    if line.heading:
        run.font.size = Pt(14)
        properties.append(_mark("w:szCs", "28"))
    if turned:
        paragraph._p.get_or_add_pPr().insert_element_before(_mark("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:rPr")
        run.font.rtl = True


def _add_rows(document: WordDocument, rows: Rows, turned: bool) -> None:
    table = document.add_table(rows=1, cols=len(rows.head), style="Table Grid")
    if turned:
        table._tbl.tblPr.insert_element_before(_mark("w:bidiVisual"), "w:tblW", "w:jc", "w:tblLayout", "w:tblLook")
    for cell, text in zip(table.rows[0].cells, rows.head, strict=True):
        _add_line(document, Line(text, bold=True), turned, cell.paragraphs[0])
    body = [(f"{{%tr for {rows.of} %}}", "", ""), rows.cells, ("{%tr endfor %}", "", "")] if rows.of else [rows.cells]
    for one in body:
        for cell, text in zip(table.add_row().cells, one, strict=True):
            _add_line(document, Line(text), turned, cell.paragraphs[0])
