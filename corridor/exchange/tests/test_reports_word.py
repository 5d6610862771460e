"""Reports in Word: real tables, words for pictures, both directions, and templates that people changed."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn

from corridor.exchange.letters import BROKEN, NOT_READ, TOO_LARGE, UNKNOWN, NoTemplate, text_of
from corridor.exchange.report_word import MISSING, OUT_OF_PLACE, TWICE, Misplaced, default_template, word_report
from corridor.exchange.tests.made_up_report import ALT, dot, report
from corridor.exchange.word_packages import PACKED_MOST, Harmful
from tools import report_template


def made(template: bytes | None = None, right_to_left: bool = False) -> bytes:
    return word_report(report(right_to_left), lambda one: dot(), template or default_template(right_to_left))


def saved(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def with_text(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    return saved(document)


def test_headings_tables_with_heads_and_words_for_pictures() -> None:
    document = Document(BytesIO(made()))
    styles = [
        one.style.name for one in document.paragraphs if one.text in ("Grievances and remedies", "Remedy received")
    ]
    assert styles == ["Heading 1", "Heading 2"]
    assert len(document.tables) == 3 and document.tables[0].style.name == "Report table"
    for table in document.tables:
        assert table._tbl.find(f".//{qn('w:tblHeader')}") is not None
    assert [cell.text for cell in document.tables[1].rows[2].cells] == ["=HYPERLINK(1)", "withheld", "–"]
    assert [one._inline.docPr.get("descr") for one in document.inline_shapes] == [ALT]


def test_it_says_nothing_of_its_maker_or_the_hour() -> None:
    first = made()
    assert first == made()
    with ZipFile(BytesIO(first)) as packed:
        assert {one.date_time[0] for one in packed.infolist()} == {1980}
        core = packed.read("docProps/core.xml").decode()
    assert "creator" not in core and "lastModifiedBy" not in core and "created" not in core
    assert "Quarterly report, Quarter 3 of 2026" in core


def test_in_arabic_it_runs_from_right_to_left_and_english_does_not() -> None:
    document = Document(BytesIO(made(right_to_left=True)))
    table = document.tables[1]._tbl
    assert table.tblPr.find(qn("w:bidiVisual")) is not None
    turned = {one.text: one._p.find(f".//{qn('w:bidi')}") is not None for one in document.paragraphs if one.text}
    assert turned["Grievances and remedies"] and not turned["Remedy received"]


def test_a_changed_template_gives_its_text_and_styles() -> None:
    document = Document(BytesIO(default_template()))
    document.paragraphs[0].insert_paragraph_before("Our programme")
    document.styles["Heading 1"].font.name = "Georgia"
    out = Document(BytesIO(made(saved(document))))
    assert out.paragraphs[0].text == "Our programme" and out.styles["Heading 1"].font.name == "Georgia"
    assert "{{" not in "".join(text_of(saved(out)))


def test_a_template_without_our_styles_will_do() -> None:
    out = Document(BytesIO(made(with_text("{{ title }}", "{{ report }}"))))
    assert len(out.tables) == 3 and out.paragraphs[0].text == "Quarterly report"


@pytest.mark.parametrize(
    ("lines", "reason"),
    [(("nothing",), MISSING), (("{{ report }}", "{{ report }}"), TWICE), (("so: {{ report }}",), OUT_OF_PLACE)],
)
def test_the_report_has_one_place(lines: tuple[str, ...], reason: str) -> None:
    with pytest.raises(Misplaced) as found:
        made(with_text(*lines))
    assert found.value.reason == reason
    assert reason != OUT_OF_PLACE or found.value.found == "so: {{ report }}"


def test_not_in_a_table_and_not_in_a_header() -> None:
    in_table, in_header = Document(), Document()
    in_table.add_table(1, 1).rows[0].cells[0].text = "{{ report }}"
    in_header.sections[0].header.paragraphs[0].text = "{{ report }}"
    for document in (in_table, in_header):
        with pytest.raises(Misplaced) as found:
            made(saved(document))
        assert found.value.reason == OUT_OF_PLACE


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{{ report }} {{ worker }}", UNKNOWN),
        ("{{ report.__class__ }}", UNKNOWN),
        ("{{ title|upper }}", NOT_READ),
        ("{{p report }}", NOT_READ),
        ("{% for a in title %}x{% endfor %}", UNKNOWN),
    ],
)
def test_other_placeholders_are_refused(text: str, reason: str) -> None:
    with pytest.raises(NoTemplate) as found:
        made(with_text("{{ report }}", text))
    assert found.value.reason == reason and found.value.found


def test_a_file_that_fetches_runs_or_is_none_is_refused() -> None:
    document = Document()
    document.add_paragraph("{{ report }}")
    document.part.relate_to("https://example.org/t.dotm", "http://x/attachedTemplate", is_external=True)
    with pytest.raises(Harmful):
        made(saved(document))
    macro = BytesIO(with_text("{{ report }}"))
    with ZipFile(macro, "a") as packed:
        packed.writestr("word/vbaProject.bin", b"x")
    with pytest.raises(Harmful, match="vba"):
        made(macro.getvalue())
    for data, reason in ((b"no zip", BROKEN), (b"x" * (PACKED_MOST + 1), TOO_LARGE)):
        with pytest.raises(NoTemplate) as found:
            made(data)
        assert found.value.reason == reason


@pytest.mark.parametrize("right_to_left", [False, True])
def test_the_templates_that_ship_are_those_that_are_made(right_to_left: bool) -> None:
    assert report_template.template(right_to_left) == default_template(right_to_left)
