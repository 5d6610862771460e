"""Reports from the choice to the three files, as a programme officer makes them."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import translation
from docx import Document
from openpyxl import load_workbook  # type: ignore[import-untyped]

from corridor.exchange import chart_pictures
from corridor.exchange.report_word import default_template
from corridor.statistics.tests.released import stored
from corridor.statistics.tests.test_reporting import HEADS, REMEDY, STEPS, release
from corridor.statistics.views import reports

pytestmark = [pytest.mark.django_db, pytest.mark.same]
CHOICE = f"?indicator={REMEDY}&indicator={HEADS}"
PAGE = f"/statistics/reports/2026Q3/{CHOICE}"
WORD, PDF, EXCEL = (f"/statistics/reports/2026Q3/{form}/{CHOICE}" for form in ("word", "pdf", "excel"))


@pytest.fixture
def reader(people: Any, client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The browser of an officer who monitors; nothing is drawn yet, and one chart takes all the time of a step."""
    monkeypatch.setattr(reports, "drawn", chart_pictures.Pictures())
    monkeypatch.setattr(reports, "STEP_SECONDS", 0)
    stored([release("2026Q2"), release("2026Q3")])
    client.force_login(people.jamila.account)
    return client


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def ready(reader: Client) -> int:
    """Go on until the files are there; how many steps it took."""
    for steps in range(1, 30):
        reader.post(PAGE)
        if "data-goes-on" not in reader.get(PAGE).content.decode():
            return steps
    raise AssertionError("it never comes to an end")


def test_who_may_not_read_statistics_finds_nothing(people: Any, client: Client) -> None:
    stored([release("2026Q3")])
    client.force_login(people.bina.account)
    for address in ("/statistics/reports/", PAGE, WORD, "/statistics/reports/template/"):
        assert client.get(address).status_code == 404
    assert client.post(WORD).status_code == 404


def test_the_choice_has_usual_indicators_heads_last(reader: Client) -> None:
    page = text_of(reader.get("/statistics/reports/"))
    assert "Quarter 3 of 2026" in page and ">2026<" not in page
    assert f'value="{REMEDY}" id="i-{REMEDY}" checked' in page and 'value="phone-limited" id="i-phone-limited">' in page
    assert page.index(f"i-{HEADS}") > page.index("i-service-asked-for-received")


def test_without_releases_it_says_so(people: Any, client: Client) -> None:
    client.force_login(people.jamila.account)
    assert "Nothing is released yet" in text_of(client.get("/statistics/reports/"))


def test_a_choice_leads_to_the_report(reader: Client) -> None:
    answer = reader.get(f"/statistics/reports/{CHOICE}&period=2026Q3")
    assert (answer.status_code, answer["Location"]) == (302, PAGE)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (f"period=2026Q3&indicator={HEADS}", "No report is made of People seen alone"),
        ("period=2026Q3", "No indicator was chosen"),
        (f"period=2031Q1&indicator={REMEDY}", "“2031Q1” is no period that is released"),
        (f"period=2026&indicator={REMEDY}", "“2026” is no period that is released"),
        ("period=2026Q3&indicator=made-up", "“made-up” is no indicator that can be reckoned"),
        ("period=2026Q3&indicator=members-enrolled", "“members-enrolled” is no indicator"),
    ],
)
def test_what_can_not_be_is_told(reader: Client, asked: str, told: str) -> None:
    answer = reader.get(f"/statistics/reports/?{asked}")
    assert answer.status_code == 422 and told in text_of(answer)


@pytest.mark.parametrize(
    "address",
    [
        f"/statistics/reports/2026Q3/?indicator={HEADS}",
        "/statistics/reports/2031Q1/",
        "/statistics/reports/soon/",
        "/statistics/reports/2026Q3/csv/",
        f"/statistics/reports/2026Q3/word/?indicator={HEADS}",
    ],
)
def test_there_is_no_way_round(reader: Client, address: str) -> None:
    assert reader.get(address).status_code == 404


def test_it_goes_on_in_steps_until_the_files_are_there(reader: Client) -> None:
    first = text_of(reader.get(PAGE))
    assert "0 of 4 parts are made" in first and "data-goes-on" in first and "report-2026Q3.docx" not in first
    reader.post(PAGE)
    assert "1 of 4 parts are made" in text_of(reader.get(PAGE))
    assert ready(reader) == 3
    page = text_of(reader.get(PAGE))
    assert all(f"report-2026Q3.{ending}" in page for ending in ("docx", "pdf", "xlsx"))


def test_the_three_files_say_the_same(reader: Client) -> None:
    ready(reader)
    word, paper, excel = reader.get(WORD), reader.get(PDF), reader.get(EXCEL)
    assert [one["Content-Disposition"] for one in (word, paper, excel)] == [
        f'attachment; filename="report-2026Q3.{ending}"' for ending in ("docx", "pdf", "xlsx")
    ]
    document, book = Document(BytesIO(word.content)), load_workbook(BytesIO(excel.content))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {"51–55 %", "78–82", f"{REMEDY}, version 1"} <= cells and len(document.inline_shapes) == 3
    values = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {0.53, "51–55 %", f"{REMEDY}, version 1"} <= values
    assert paper.content.startswith(b"%PDF") and paper.content == reader.get(PDF).content


def test_a_file_asked_for_at_once_is_made_all_the_same(reader: Client) -> None:
    assert Document(BytesIO(reader.get(WORD).content)).inline_shapes


def test_in_arabic_all_three_run_from_right_to_left(reader: Client) -> None:
    reader.get("/statistics/reports/?lang=ar")
    ready(reader)
    assert b"w:bidiVisual" in _document(reader.get(WORD).content)
    assert all(one.sheet_view.rightToLeft for one in load_workbook(BytesIO(reader.get(EXCEL).content)))
    with translation.override("ar"):
        request = RequestFactory().get(PAGE)
        assert '<html lang="ar" dir="rtl">' in reports._html(reports._asked(request, "2026Q3")[0])


def _document(data: bytes) -> bytes:
    return bytes(Document(BytesIO(data)).part.blob)


def test_a_template_of_her_own(reader: Client) -> None:
    shipped = reader.get("/statistics/reports/template/")
    assert shipped.content == default_template() and "report-template.docx" in shipped["Content-Disposition"]
    own = Document(BytesIO(shipped.content))
    own.paragraphs[0].insert_paragraph_before("Our programme")
    answer = reader.post(WORD, {"template": _file(own)})
    assert Document(BytesIO(answer.content)).paragraphs[0].text == "Our programme"


def _file(document: Any) -> SimpleUploadedFile:
    out = BytesIO()
    document.save(out)
    return SimpleUploadedFile("ours.docx", out.getvalue())


def test_a_template_that_can_not_be_used_is_told_with_its_place(reader: Client) -> None:
    ready(reader)
    document = Document()
    document.add_paragraph("{{ report }} and more")
    page = reader.post(WORD, {"template": _file(document)})
    assert page.status_code == 422
    assert "{{ report }} and more" in text_of(page) and "alone in a paragraph" in text_of(page)
    none = reader.post(WORD, {"template": SimpleUploadedFile("a.docx", b"no")})
    assert none.status_code == 422 and "Word does not open" in text_of(none)
    assert reader.post(WORD).status_code == 422
    assert reader.post(PDF).status_code == 404, "only the Word file is made with a template"


def test_where_no_pdf_can_be_made_the_others_can(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "missing", lambda: "Pango")
    ready(reader)
    page = text_of(reader.get(PAGE))
    assert "No PDF can be made on this computer: Pango" in page and "report-2026Q3.pdf" not in page
    assert reader.get(PDF).status_code == 404 and reader.get(WORD).status_code == 200


def test_shares_alone_make_a_report(reader: Client) -> None:
    answer = reader.get(f"/statistics/reports/2026Q3/excel/?indicator={STEPS}")
    assert answer.status_code == 200


def test_a_year_is_offered_when_it_is_whole(reader: Client) -> None:
    stored([release("2026Q1"), release("2026Q4")])
    answer = reader.get(f"/statistics/reports/2026/excel/{CHOICE}")
    assert 'filename="report-2026.xlsx"' in answer["Content-Disposition"]
    values = [
        cell.value for sheet in load_workbook(BytesIO(answer.content)) for row in sheet.iter_rows() for cell in row
    ]
    assert "50–320" in values, "different people of the year: no sum"
