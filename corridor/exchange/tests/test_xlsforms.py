"""Forms for phones as workbooks, and what comes back from them."""

from io import BytesIO

from openpyxl import load_workbook  # type: ignore[import-untyped]

from corridor.exchange.form_exports import asked, is_own, joined
from corridor.exchange.tables import Row, Table, Tables
from corridor.exchange.xlsforms import BEGIN, END, Form, Question, workbook

LANGUAGES = {"en": "English", "ne": "नेपाली"}


def made(*questions: Question) -> dict[str, list[dict[str, str]]]:
    """The sheets of a form as rows: heading -> cell."""
    choices = {"yes_no": [("yes", {"en": "Yes", "ne": "हो"}), ("no", {"en": "=No"})]}
    book = load_workbook(BytesIO(workbook(Form("f", "F", "1", LANGUAGES, questions, choices))))
    found = {}
    for sheet in book.worksheets:
        header, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(header, row, strict=True)) for row in rows]
    return found


def test_a_question_in_each_language() -> None:
    sheets = made(Question("select_one", "paid", {"en": "Paid", "ne": "तिरेको"}, choices="yes_no", required=True))
    row = sheets["survey"][0]
    assert (row["type"], row["required"]) == ("select_one yes_no", "yes")
    assert (row["label::English (en)"], row["label::नेपाली (ne)"]) == ("Paid", "तिरेको")
    assert sheets["settings"][0]["default_language"] == "English (en)"


def test_a_language_without_the_word_shows_the_first_one_and_no_cell_is_a_formula() -> None:
    rows = made(Question(BEGIN, "r", {"en": "R"}), Question(END, "r"))["choices"]
    assert rows[1]["label::नेपाली (ne)"] == "=No"
    book = load_workbook(BytesIO(workbook(Form("f", "F", "1", LANGUAGES, (), {"l": [("a", {"en": "=1+1"})]}))))
    assert book["choices"].cell(2, 3).data_type == "s"


def sheet(name: str, header: str, *rows: str) -> Table:
    cells = (tuple(row.split("|")) for row in rows)
    return Table(name, tuple(header.split("|")), tuple(Row(number, one) for number, one in enumerate(cells, 2)))


MOVES = "loan_moves_kind|amount|_index|_parent_table_name|_parent_index"


def test_what_stood_in_a_row_stands_beside_it() -> None:
    loans = sheet("loan", "loan_worker|_index", "kiba-tumu-8|1", "kiba-tumu-8|2")
    moves = sheet("loan_moves", MOVES, "paid|50|1|loan|2", "fine|5|2|loan|2", "paid|7|3|loan|1")
    table = joined(Tables((loans, moves))).tables
    assert [one.name for one in table] == ["loan"]
    assert table[0].header[2:] == ("loan_moves_kind 1", "amount 1", "loan_moves_kind 2", "amount 2")
    assert [row.cells[2:] for row in table[0].rows] == [("paid", "7", "", ""), ("paid", "50", "fine", "5")]


def test_rows_of_nobody_and_other_sheets_stay_as_they_are() -> None:
    loans = sheet("loan", "loan_worker|_index", "kiba-tumu-8|1")
    for other in (
        sheet("loan_moves", MOVES, "paid|50|1|loan|9"),
        sheet("hop", MOVES, "paid|50|1|loan|1"),
        sheet("loan_moves", "a|b", "1|2"),
    ):
        assert joined(Tables((loans, other))).tables == (loans, other)


def test_what_an_export_adds_of_itself() -> None:
    assert is_own("_index") and is_own("PARENT_KEY") and not is_own("key money")
    assert asked("recruitment_chain/hop/hop_role") == "hop_role" and asked("Food / lodging") == "Food / lodging"
