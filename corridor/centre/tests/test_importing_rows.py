"""What rows of an earlier list become: headings in any language, what cells mean, and the three classes of rows."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from corridor.centre.contents import Case, CaseNote, Grievance, Remedy
from corridor.centre.importing.cells import Meaning, NotRead, asks_order
from corridor.centre.importing.classes import NOTHING, Before, Classified, Line, classify, kept_since, stretch
from corridor.centre.importing.fields import INTO_NOTE, LEAVE_OUT, Mapping, suggested, suggested_currency
from corridor.centre.importing.records import Making, records_of, role_in
from corridor.exchange.tables import Row, Table
from corridor.journey.contents import Worker
from corridor.safe.content import Content

TODAY = date(2026, 11, 22)


def table(header: str, *rows: str) -> Table:
    """A table from lines with | between the cells; its first row is row 2."""
    width = len(header.split("|"))
    cells = [tuple(cell.strip() for cell in row.split("|")) for row in rows]
    assert {len(one) for one in cells} <= {width}
    return Table("", tuple(header.split("|")), tuple(Row(number, one) for number, one in enumerate(cells, 2)))


def classed(columns: str, *rows: str, before: Before = NOTHING, **mapping: str) -> Classified:
    """Rows in their classes. columns: codes of fields, which are the headings too."""
    return classify(table(columns, *rows), Mapping(tuple(columns.split("|")), **mapping), TODAY, before)


def only(lines: tuple[Line, ...]) -> Line:
    assert len(lines) == 1, lines
    return lines[0]


def why(found: Classified) -> list[tuple[int, str, str]]:
    return [(one.number, one.field, one.expected) for one in found.reasons]


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Case No.|Name of worker|Employer name|Date opened", "number|name|respondent|opened"),
        ("رقم القضية|اسم العاملة|الجنسية|صاحب العمل|تاريخ الإغلاق", "number|name|nationality|respondent|closed"),
        ("केस नम्बर|कामदारको नाम|जिल्ला|दर्ता मिति|रोजगारदाता", "number|name|origin|opened|respondent"),
        ("Nom|Nationalité|Pays de travail", "name|nationality|country"),
        ("S.N.|Name|Passport no", f"{LEAVE_OUT}|name|{INTO_NOTE}"),
        ("Name|Name", f"name|{INTO_NOTE}"),
    ],
)
def test_where_columns_probably_go(header: str, fields: str) -> None:
    assert "|".join(suggested(header.split("|"))) == fields


def test_a_currency_in_a_heading() -> None:
    assert suggested_currency(("Name", "Owed (JOD)")) == "JOD"
    assert suggested_currency(("JOD", "USD")) == "" == suggested_currency(("Name",))


def meaning(code: str, cell: str, **mapping: str) -> Any:
    return Meaning(Mapping((code,), **mapping), TODAY).of(code, cell)


@pytest.mark.parametrize(
    ("code", "cell", "value"),
    [
        ("sex", "Female", "woman"),
        ("sex", "महिला", "woman"),
        ("sector", "घरेलु काम", "domestic-work"),
        ("sector", "DOMESTIC-WORK", "domestic-work"),
        ("kind", "Wages not paid", "unpaid-wages"),
        ("country", "الأردن", "JOR"),
        ("country", "jo", "JOR"),
        ("nationality", "Nepalese", "NPL"),
        ("language", "Nepali; hi", ("ne", "hi")),
        ("age_band", "34", "25-34"),
        ("age_band", "१७", "under-18"),
        ("age_band", "61 years", "45-over"),
        ("entitled", "1,250.50", (Decimal("1250.50"), "")),
        ("entitled", "500 JD", (Decimal(500), "JOD")),
    ],
)
def test_what_a_cell_means_in_any_language(code: str, cell: str, value: Any) -> None:
    assert meaning(code, cell) == value


@pytest.mark.parametrize("cell", ["", "12 or 13", "1.2.3", "500 camels", "-3"])
def test_what_is_no_amount_is_not_guessed(cell: str) -> None:
    with pytest.raises(NotRead):
        meaning("entitled", cell or "x")


def test_dates_in_the_order_and_the_calendar_of_the_list() -> None:
    assert meaning("opened", "03/04/2021").first == date(2021, 4, 3)
    assert meaning("opened", "03/04/2021", order="month").first == date(2021, 3, 4)
    assert meaning("opened", "03.04.2021", order="month").first == date(2021, 4, 3)
    assert meaning("since", "2078-10-15", calendar="bikram-sambat").first == date(2022, 1, 29)
    assert meaning("opened", "2021-03-04", calendar="bikram-sambat").first == date(2021, 3, 4), "a date of Excel"
    assert meaning("opened", "2021-03-04 00:00:00").first == date(2021, 3, 4)


def test_the_order_is_asked_only_where_no_cell_tells() -> None:
    def order(*cells: str) -> str:
        return asks_order(table("opened|name", *(f"{one}|Sita" for one in cells)), ("opened", "name"))

    assert order("03/04/2021", "05/06/2021") == ""
    assert order("03/04/2021", "25/06/2021") == "day"
    assert order("03/04/2021", "06/25/2021") == "month"
    assert order("03/03/2021", "2021-05-06", "3.4.2021") == "day"


def test_a_plain_row_is_taken_as_it_stands() -> None:
    found = classed("number|name|opened|sector", "7|Sita|2026-01-05|Domestic work")
    line = only(found.taken)
    assert line.said["opened"] == date(2026, 1, 5) and line.said["sector"] == "domestic-work"
    assert not found.warned and not found.refused and len(found.cases) == 1


def test_what_fits_no_field_goes_into_the_note_with_a_warning() -> None:
    found = classed(f"name|sector|{INTO_NOTE}", "Sita|dancing|seen at church")
    line = only(found.warned)
    assert "sector" not in line.said
    assert line.words == [("sector", "dancing"), (INTO_NOTE, "seen at church")]
    assert (found.warnings[0].number, found.warnings[0].found) == (2, "dancing")
    assert found.warnings[0].expected.startswith("Domestic work; ")


def test_a_month_stands_for_its_bounds_with_a_warning() -> None:
    line = only(classed("name|opened|closed", "Sita|March 2026|May 2026").warned)
    assert (line.said["opened"], line.said["closed"]) == (date(2026, 3, 1), date(2026, 5, 31))
    assert [words for _, words in line.words] == ["March 2026", "May 2026"]


def test_an_amount_without_a_currency_and_an_outcome_without_a_day() -> None:
    found = classed("name|entitled|outcome", "Sita|500|Settled")
    line = only(found.warned)
    assert "entitled" not in line.said and "outcome" not in found.cases[0].facts
    assert {words for _, words in line.words} == {"500", "Settled"}
    assert only(classed("name|entitled", "Sita|500", currency="JOD").taken).said["entitled"] == (Decimal(500), "JOD")
    assert only(classed("name|entitled|currency", "Sita|500|USD").taken).said["entitled"] == (Decimal(500), "USD")


@pytest.mark.parametrize(
    ("columns", "row", "field"),
    [
        ("number|name", "7|", "Name"),
        ("number|name", f"7|{'x' * 201}", "Name"),
        ("name|opened", "Sita|2027-01-01", "Opened on"),
        ("name|since", "Sita|2030", "Since"),
        ("name|opened|closed", "Sita|2026-05-01|2026-04-01", "Closed on"),
        ("name|closed", "Sita|2023-10-31", "Closed on"),
        ("name|told", f"Sita|{'x' * 20_001}", "What happened"),
    ],
)
def test_what_is_refused(columns: str, row: str, field: str) -> None:
    found = classed(columns, row)
    assert [one.field for one in only(found.refused).why] == [field]
    assert found.cases == ()


def test_what_would_be_destroyed_at_once_is_refused_and_a_day_later_is_not() -> None:
    first = kept_since(Case.RETENTION_MONTHS, TODAY)
    assert first == date(2023, 11, 1)
    month = Case("n", closed=first).shred_after()
    assert month and month > TODAY
    assert classed("name|closed", f"Sita|{first}").cases
    assert "1 November 2023 or later" in why(classed("name|closed", "Sita|2023-10-31"))[0][2]


def test_nobody_stands_twice_in_one_case() -> None:
    found = classed("number|name", "7|Sita Rai", "7|SITA  rai", "7|Gita", "8|Sita Rai")
    assert why(found) == [(3, "Name", "once only: she stands in row 2 of this case already")]
    assert [len(case.lines) for case in found.cases] == [2, 1]
    twins = classed(f"name|told|{LEAVE_OUT}", "Sita|Not paid|1", "Sita|Not paid|2", "Sita|Hit|3")
    assert [one.number for one in twins.refused] == [3] and len(twins.cases) == 2


def test_a_further_row_of_a_worker_is_another_grievance_of_hers() -> None:
    found = classed(
        "number|name|kind|sex", "7|Sita Rai|unpaid-wages|female", "7|Sita Rai|document-kept|male", "7|Maya||"
    )
    assert not found.refused and [one.number for one in found.warned] == [3]
    assert found.warnings[0].expected == "the same as in row 2, where she stands first"
    making = Making(lambda what, row: f"{what} {row}", lambda: "code", "amina", "", TODAY)
    contents = dict((id, one) for id, one, _month in records_of(found.cases[0], making))
    case = next(one for one in contents.values() if isinstance(one, Case))
    assert [one.called for one in case.workers] == ["Sita Rai", "Maya"]
    hers = [one for one in contents.values() if isinstance(one, Grievance)]
    assert [(one.kind, one.workers) for one in hers] == [
        ("unpaid-wages", ("worker 2",)),
        ("document-kept", ("worker 2",)),
    ]
    assert sum(isinstance(one, Worker) for one in contents.values()) == 2


def test_what_was_brought_in_before_is_not_brought_in_again() -> None:
    first = classed("number|name|told", "7|Sita|a", "|Gita|b")
    people = frozenset((line.key, line.name) for line in first.taken)
    again = classed("number|name|told", "7|sita|other words", "|Gita|b", "|Gita|c", before=Before(people))
    assert [one.number for one in again.refused] == [2, 3] and [one.number for one in again.taken] == [4]


def test_a_number_used_before_joins_only_the_case_of_the_same_day() -> None:
    before = Before(cases={"7": ((date(2025, 1, 1), "a"), (date(2026, 1, 1), "b"))})
    found = classed("number|name|opened", "7|Sita|2026-01-01", before=before)
    assert found.cases[0].joins == "b" and "join" in found.warnings[0].expected
    other = classed("number|name|opened", "7|Sita|2026-03-03", before=before)
    assert other.cases[0].joins == "" and "another case" in other.warnings[0].expected


def test_rows_with_one_number_are_one_case_and_differences_are_told() -> None:
    found = classed("number|name|country|closed", "7|Sita|Jordan|2026-05-01", "7|Gita|Lebanon|", "8|Maya||")
    assert found.cases[0].facts == {"country": "JOR", "closed": date(2026, 5, 1)}
    assert [one.number for one in found.warned] == [3]
    assert found.warnings[0].expected == "Jordan, as in row 2 of this case"


def test_a_refused_row_still_says_that_its_case_is_closed() -> None:
    found = classed("number|name|closed", "7||2026-05-01", "7|Gita|")
    assert only(found.refused).number == 2 and found.cases[0].facts["closed"] == date(2026, 5, 1)
    assert not classed("number|name|closed", "7|Sita|2020-05-01", "7|Gita|").cases, "its case is too old, as a whole"


def test_three_classes_add_up() -> None:
    rows = [f"{number % 9}|{['Sita', 'Gita', ''][number % 3]} {number}|{number % 7}" for number in range(200)]
    found = classed("number|name|sector", *rows)
    counts = [len(found.taken), len(found.warned), len(found.refused)]
    assert sum(counts) == 200 == len({line.number for line in found.taken + found.warned + found.refused})
    assert sum(len(case.lines) for case in found.cases) == counts[0] + counts[1]


def test_stretches_hold_whole_cases_and_all_of_them() -> None:
    whole = table("number|name", *(f"{number % 10 if number % 2 else ''}|Sita {number}" for number in range(60)))
    mapping, after, seen, more = Mapping(("number", "name")), 0, list[int](), True
    while more:
        part, after, more = stretch(whole, mapping, after, 7, 12)
        numbers = {one.cells[0] for one in part.rows} - {""}
        assert all(row in part.rows for row in whole.rows if row.cells[0] in numbers)
        seen += [row.number for row in part.rows]
    assert sorted(seen) == [row.number for row in whole.rows]


def made(columns: str, *rows: str, role: str = "other", **mapping: str) -> list[Content]:
    """What rows become."""
    codes = iter(range(1_000))
    making = Making(lambda what, row: f"{what} {row}", lambda: f"code-{next(codes)}", "amina", "key", TODAY, role)
    cases = classed(columns, *rows, **mapping).cases
    return [content for case in cases for _, content, _ in records_of(case, making)]


def of(kind: type, contents: list[Content]) -> list[Any]:
    return [one for one in contents if isinstance(one, kind)]


def test_a_phone_of_an_old_list_is_no_safe_way_to_her() -> None:
    worker = of(Worker, made("name|phone", "Sita|+962 7 0000 0001"))[0]
    assert worker.contacts == () and "+962 7 0000 0001" in worker.note and "not said to be safe" in worker.note


def test_one_worker_one_case_and_what_she_has() -> None:
    columns = "number|name|opened|kind|told|wants|respondent|entitled|received|received_on"
    row = "7/20|Sita|2026-01-05|unpaid-wages|Not paid.|My wages.|Madam R|900|300|2026-03-01"
    found = made(columns, row, role="employer", currency="JOD")
    case, grievance = of(Case, found)[0], of(Grievance, found)[0]
    assert (case.label, case.earlier, case.lead, case.closed) == ("7/20", "7 20", "key", None)
    assert [one.called for one in case.workers] == ["Sita"]
    assert (grievance.kind, grievance.wants, grievance.workers) == ("unpaid-wages", "My wages.", ())
    assert [(one.role, one.name) for one in grievance.respondents] == [("employer", "Madam R")]
    lines = {one.step: (one.amount, one.currency, one.on, one.confirmed) for one in of(Remedy, found)}
    assert lines == {
        "entitled": (Decimal(900), "JOD", None, ""),
        "received": (Decimal(300), "JOD", date(2026, 3, 1), ""),
    }
    assert {type(one) for one in found} == {Worker, Case, Grievance, Remedy}, "no consent, no follow-up is made up"


def test_workers_of_one_case_share_what_they_say_alike() -> None:
    found = made("number|name|told", "7|Sita|Not paid.", "7|Gita|Not paid.", "7|Maya|Hit.", "8|Uma|Hit.", "8|Asha|")
    first, second, third = of(Grievance, found)
    assert (first.workers, second.workers) == (("worker 2", "worker 3"), ("worker 4",))
    assert third.workers == (), "she who says nothing of her own belongs to the grievance of all"


def test_a_name_as_number_is_no_label_and_a_role_is_read_from_the_heading() -> None:
    assert of(Case, made("number|name", "Sita|Sita"))[0].label == ""
    assert (role_in("Employer"), role_in("Name of sponsor"), role_in("الكفيل"), role_in("Who")) == (
        "employer",
        "sponsor",
        "sponsor",
        "other",
    )


def test_a_closed_case_closes_its_files_and_an_older_one_has_none() -> None:
    recent = made("name|closed|outcome", "Sita|2026-05-01|Settled")
    assert of(Worker, recent)[0].closed == date(2026, 5, 1) and of(Case, recent)[0].outcome == "settled"
    older = made("name|closed|phone", "Sita|2024-05-01|123456789")
    assert not of(Worker, older) and of(Case, older)[0].workers[0].called == "Sita"


def test_long_words_are_divided_into_several_notes() -> None:
    notes = of(CaseNote, made(f"name|{INTO_NOTE}|note", f"Sita|{'x' * 19_000}|{'y' * 19_000}"))
    assert [len(one.text) <= 20_000 for one in notes] == [True, True]
    assert "".join(one.text for one in notes).count("x") == 19_000
