"""The pivot as a page and a file: what is offered, what an address by hand is answered, files in which nothing runs."""

import csv
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from openpyxl import load_workbook
from playwright.sync_api import Browser

from corridor.statistics.tests.released import everything, quarter, stored

pytestmark = pytest.mark.same

PAGE = "/statistics/pivot/"
SET, THREE = "grievance.by-kind-and-corridor", "grievance.by-kind-sector-and-corridor"
FIRST = {("unpaid-wages", "NPL-JOR"): 63, ("debt", "NPL-JOR"): 12, ("debt", "BGD-LBN"): 41}
SECOND = {("unpaid-wages", "NPL-JOR"): 41, ("debt", "NPL-JOR"): 7, ("debt", "BGD-LBN"): 60}


@pytest.fixture
def reader(client: Client, people: Any, signed_in: Any) -> Client:
    return signed_in(client, people.kamala)  # type: ignore[no-any-return]


@pytest.fixture
def two(people: Any) -> None:
    person = {"person.by-sex-and-age-band": {("woman", "25-34"): 50, ("man", "25-34"): 30}}
    stored([quarter("2026Q2", {SET: FIRST, **person}), quarter("2026Q3", {SET: SECOND, **person})])


def told(client: Client, **asked: str) -> str:
    answer = client.get(PAGE, asked)
    assert answer.status_code == 200, answer.content.decode()[-3000:]
    return " ".join(answer.content.decode().split())


def refused(client: Client, **asked: str) -> str:
    answer = client.get(PAGE, asked)
    assert answer.status_code == 400
    return " ".join(answer.content.decode().split())


@pytest.mark.django_db
def test_who_may_not_read_it(client: Client, people: Any, signed_in: Any) -> None:
    assert b"Sign in" in client.get(PAGE).content
    assert signed_in(client, people.lina).get(PAGE).status_code == 404


@pytest.mark.django_db
def test_before_anything_is_released(reader: Client) -> None:
    assert "Nothing is released yet" in told(reader)


@pytest.mark.django_db
def test_a_table_of_two_quarters(reader: Client, two: None) -> None:
    page = told(reader)
    assert "Grievances brought: Kind by Corridor" in page
    assert '<bdi>105</bdi><br><small class="soft"><bdi>101–109</bdi></small>' in page, "65 and 40, with their bounds"
    assert "<bdi>10–21</bdi>" in page, "10 in one quarter, withheld in the other: no number, only its bounds"
    assert "withheld" in page


@pytest.mark.django_db
def test_one_quarter_is_told_as_it_is_out(reader: Client, two: None) -> None:
    page = told(reader, first="2026Q2", last="2026Q2")
    assert '<td class="num"><bdi>65</bdi></td>' in page
    assert (
        "do not come to the total shown" in page
        and "the parts shown come to 50, the total shown is 55: 5 fewer" in page
    )


@pytest.mark.django_db
def test_shares_have_their_bounds(reader: Client, two: None) -> None:
    page = told(reader, first="2026Q2", last="2026Q2", show="row")
    assert "<bdi>18 %</bdi><br>" in page, "10 of 55 debts"
    assert "–" in page.split("<bdi>18 %</bdi><br>")[1][:60]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "found", "instead"),
    [
        ({"kind": "salaries"}, "salaries", "?kind=person"),
        ({"by": "kind,sex"}, "Sex", "by=kind%2Ccorridor"),
        ({"by": "colour"}, "colour", "by=corridor%2Ckind"),
        ({"first": "2019Q1"}, "2019Q1", "first=2026Q2"),
        ({"first": "2026Q3", "last": "2026Q2"}, "Quarter 3 of 2026", "first=2026Q2"),
        ({"where": "sector:construction"}, "Construction", "Everything, without narrowing"),
        ({"show": "average"}, "average", "show=row"),
        ({"sort": "QAT"}, "QAT", "sort=NPL-JOR"),
        ({"file": "pdf"}, "pdf", "file=csv"),
        (
            {"kind": "person", "by": "sex", "first": "2026Q2"},
            "Quarter 2 of 2026 to Quarter 3 of 2026",
            "by=sex%2Cquarter",
        ),
        ({"by": "<script>alert(1)</script>"}, "&lt;script&gt;", "by=corridor"),
    ],
)
def test_asked_for_by_hand(reader: Client, two: None, asked: dict[str, str], found: str, instead: str) -> None:
    page = refused(reader, **asked)
    assert found.lower() in page.lower() and instead in page.replace("&amp;", "&")
    assert "<script>alert" not in page


@pytest.mark.django_db
def test_only_what_can_be_had_is_offered(reader: Client, two: None) -> None:
    page = told(reader)
    assert 'value="kind,corridor" selected' in page and 'value="kind,sex"' not in page
    assert "Narrowed to" not in page, "no table of three columns is out"


@pytest.mark.django_db
def test_people_are_not_added_over_quarters(reader: Client, two: None) -> None:
    page = told(reader, kind="person", by="sex,quarter")
    assert "<bdi>50</bdi>" in page and "<bdi>100</bdi>" not in page and "never added" in page
    assert "Total" in page, "of each quarter"


@pytest.mark.django_db
def test_narrowed_where_three_are_released(reader: Client, people: Any) -> None:
    three = {("debt", "construction", "NPL-JOR"): 33, ("debt", "domestic-work", "NPL-JOR"): 48}
    stored([quarter("2026Q3", {SET: FIRST, THREE: three})])
    page = told(reader, by="kind,corridor", where="sector:construction")
    assert 'value="sector:construction" selected' in page and "<bdi>35</bdi>" in page and "<bdi>50</bdi>" not in page


@pytest.mark.django_db
def test_sorted_and_turned(reader: Client, two: None) -> None:
    page = told(reader, sort="BGD-LBN")
    body = page.split("<tbody>")[1]
    assert body.index("Debt") < body.index("age"), "debts first"
    assert 'aria-sort="descending"' in page and "by=corridor%2Ckind" in page
    assert 'aria-sort="ascending"' in told(reader, sort="BGD-LBN", up="yes")


@pytest.mark.django_db
def test_as_csv_with_bounds(reader: Client, two: None) -> None:
    answer = reader.get(PAGE, {"file": "csv", "show": "row"})
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][2:5] == ["Number", "At least", "At most"]
    assert next(one[2:5] for one in rows if one[2] == "105") == ["105", "101", "109"]
    assert any(one[2] == "withheld" for one in rows)
    assert answer["Content-Disposition"] == 'attachment; filename="figures-2026Q2-2026Q3.csv"'


@pytest.mark.django_db
def test_for_excel(reader: Client, two: None) -> None:
    book = load_workbook(BytesIO(reader.get(PAGE, {"file": "xlsx"}).content))
    assert book.sheetnames == ["Table", "Bounds", "About"]
    cells = [cell for row in book["Table"].iter_rows() for cell in row]
    assert 105 in [cell.value for cell in cells] and all(cell.data_type in "ns" for cell in cells)
    assert "Grievances brought" in str(book["About"]["A1"].value)


@pytest.mark.django_db
def test_what_begins_like_a_formula_runs_nowhere(reader: Client, two: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corridor.statistics.pivot_telling.code_label", lambda *_: "=1+1")
    assert "'=1+1" in reader.get(PAGE, {"file": "csv"}).content.decode("utf-8-sig").split("\r\n")[1]
    book = load_workbook(BytesIO(reader.get(PAGE, {"file": "xlsx"}).content))
    assert book["Table"]["A2"].value == "=1+1" and b"<f>" not in _sheets(reader.get(PAGE, {"file": "xlsx"}).content)


def _sheets(data: bytes) -> bytes:
    with ZipFile(BytesIO(data)) as book:
        return b"".join(book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/"))


@pytest.mark.django_db
def test_in_arabic(reader: Client, two: None) -> None:
    page = reader.get(PAGE, headers={"accept-language": "ar"}).content.decode()
    assert 'dir="rtl"' in page and "NPL-JOR" not in page.split("<tbody>")[1].split("</tbody>")[0]
    books = {
        language: load_workbook(
            BytesIO(reader.get(PAGE, {"file": "xlsx"}, headers={"accept-language": language}).content)
        )
        for language in ("ar", "en")
    }
    assert {name: {bool(one.sheet_view.rightToLeft) for one in book} for name, book in books.items()} == {
        "ar": {True},
        "en": {False},
    }


@pytest.mark.django_db
def test_eight_releases_of_everything(reader: Client, people: Any, django_assert_max_num_queries: Any) -> None:
    """The first reading of a release is not in it. Its time: `python -m bench released`."""
    stored([everything(f"{year}Q{number}") for year in (2025, 2026) for number in (1, 2, 3, 4)])
    asked = {"first": "2025Q1", "last": "2026Q4"}
    told(reader, **asked)
    with django_assert_max_num_queries(12):
        page = reader.get(PAGE, asked)
    assert len(page.content) < 100_000


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_on_a_phone_with_the_keyboard_alone(
    reader: Client, two: None, chromium: Browser, live_server: Any, language: str
) -> None:
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 360, "height": 800})
    value = reader.cookies["__Host-session"].value
    cookie: Any = {"name": "__Host-session", "value": value, "url": "https://localhost", "secure": True}
    try:
        context.add_cookies([cookie])
        page = context.new_page()
        wrong: list[str] = []
        page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
        for address in (PAGE, f"{PAGE}?by=kind,quarter", "/statistics/patterns/"):
            page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}", wait_until="networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360 and not wrong
        page.goto(f"{PAGE}?lang={language}", wait_until="networkidle")
        page.locator("#f-show").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**show=row**")
        assert page.locator("#pivot svg").count() == 1, "drawn"
    finally:
        context.close()
