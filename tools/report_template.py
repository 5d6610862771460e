"""The two Word templates of reports that ship, left to right and right to left: `python -m tools.report_template`.

They are files so that people can open and change them; a test holds them against what is made here.
"""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from corridor.exchange import report_word
from corridor.exchange.letters import without_maker
from corridor.exchange.report_word import CELL, NOTE, SOURCE, TABLE, undated

INK, ACCENT, SOFT, LINE = "1D2629", "0F5C63", "55626A", "DDD5C6"
TABLE_STYLE = f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable">
<w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>
<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:color="{ACCENT}"/>
<w:bottom w:val="single" w:sz="4" w:color="{LINE}"/><w:insideH w:val="single" w:sz="4" w:color="{LINE}"/></w:tblBorders>
<w:tblCellMar><w:left w:w="100" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr>
<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E3EFEE"/></w:tcPr></w:tblStylePr></w:style>"""


def template(right_to_left: bool) -> bytes:
    """One of the two."""
    document = Document()
    without_maker(document)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin = page.bottom_margin = Cm(2.2)
    _styles(document)
    if right_to_left:
        page._sectPr.insert_element_before(OxmlElement("w:bidi"), "w:rtlGutter", "w:docGrid")
    _line(document.add_paragraph(style="Title"), "{{ title }}", right_to_left)
    _line(document.add_paragraph(style="Subtitle"), "{{ period }}", right_to_left)
    _line(document.add_paragraph(), "{{ report }}", right_to_left)
    foot = page.footer.paragraphs[0]
    _line(foot, "{{ title }} · {{ period }} · ", right_to_left)
    number = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    foot._p.append(number)
    out = BytesIO()
    document.save(out)
    return undated(out.getvalue())


def _line(paragraph: Any, text: str, turned: bool) -> None:
    run = paragraph.add_run(text)
    if turned:
        paragraph._p.get_or_add_pPr().insert_element_before(
            OxmlElement("w:bidi"), "w:adjustRightInd", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
        run.font.rtl = True


def _styles(document: Any) -> None:
    sizes = {"Normal": 10.5, "Title": 24, "Subtitle": 14, "Heading 1": 17, "Heading 2": 13, "Caption": 10}
    for name, size in sizes.items():
        _font(document.styles[name], size, INK if name == "Normal" else ACCENT)
    for name, colour in ((CELL, INK), (NOTE, SOFT), (SOURCE, SOFT)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _font(style, 9, colour)
    document.styles[CELL].paragraph_format.space_before = document.styles[CELL].paragraph_format.space_after = Pt(1.5)
    document.styles[CELL].paragraph_format.line_spacing = 1.0
    for name in ("Heading 1", "Heading 2", "Caption"):
        document.styles[name].paragraph_format.keep_with_next = True
    document.styles["Heading 1"].paragraph_format.page_break_before = False
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    document.styles["Caption"].font.bold = True
    document.styles.element.append(parse_xml(TABLE_STYLE))


def _font(style: Any, size: float, colour: str) -> None:
    style.font.name, style.font.size, style.font.color.rgb = "Noto Sans", Pt(size), RGBColor.from_string(colour)
    about = style.element.get_or_add_rPr()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        about.rFonts.attrib.pop(qn(theme), None)
    about.rFonts.set(qn("w:cs"), "Noto Sans Arabic")
    for old in about.findall(qn("w:szCs")):
        about.remove(old)
    large = OxmlElement("w:szCs")
    large.set(qn("w:val"), str(int(2 * size)))
    about.insert_element_before(
        large, "w:highlight", "w:u", "w:effect", "w:bdr", "w:shd", "w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em",
        "w:lang",
    )  # fmt: skip


def main() -> None:
    """Write both beside the module that uses them."""
    for right_to_left in (False, True):
        name = "report_template_rtl.docx" if right_to_left else "report_template.docx"
        path = report_word.Path(report_word.__file__).with_name(name)
        path.write_bytes(template(right_to_left))
        print(path)


if __name__ == "__main__":
    main()
