"""Tables of the guidelines: each of one concept, never added to another; withheld as withheld; unknown is not zero."""

import csv
import io
from dataclasses import replace
from math import isclose

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from corridor.exchange.sheets import Sheet, workbook_of
from corridor.figures import naming
from corridor.figures.releases import Release
from corridor.figures.values import median
from corridor.statistics import table_words
from corridor.statistics.table_files import csv_file, excel_file, grid, median_told
from corridor.statistics.tables import (
    BY_ID,
    COST,
    COST_BANDS,
    NEITHER,
    PEOPLE,
    STOCK,
    TABLES,
    Concept,
    NotAdded,
    added,
    cost_lines,
    over,
    table_of,
    years,
)
from corridor.statistics.tests.released import everything, quarter

BY_COST = "recruitment.by-cost-and-corridor"
BACK = "spell.by-kind-and-corridor"
PERSON = "person.by-corridor-and-first"
MEN = "person.by-sex-and-age-band"


def costs(*facts: int, place: str = "NPL-JOR") -> dict[tuple[str, ...], int]:
    return {(band, place): number for band, number in zip((*COST_BANDS, "unknown"), facts, strict=True)}


def spells(jobs: int, back: int) -> dict[str, dict[tuple[str, ...], int]]:
    return {BACK: {("paid-work", "NPL-JOR"): jobs, ("return", "NPL-JOR"): back, ("care", "NPL-JOR"): 44}}


def test_every_table_stands_in_a_full_release() -> None:
    out = everything("2026Q3")
    for about in TABLES:
        made = table_of(about, out)
        assert made.parts and made.cells, about.id
        assert grid(made).rows, about.id
        assert all(len(cells) == len(grid(made).head) - 1 for _, cells in grid(made).rows), about.id


def test_all_three_concepts_have_a_table_and_none_is_a_population() -> None:
    assert {one.concept for one in TABLES} == set(Concept) and {one.measure for one in TABLES} == {NEITHER}
    assert len(BY_ID) == len(TABLES)


def test_the_bands_of_cost_are_those_of_the_facts() -> None:
    column = naming.column_of("recruitment", COST)
    assert column and column.codes == COST_BANDS


def test_one_kind_of_stretch_is_told_and_the_others_are_not() -> None:
    out = quarter("2026Q3", spells(63, 21))
    jobs, back = table_of(BY_ID["jobs-by-corridor"], out), table_of(BY_ID["returns-by-corridor"], out)
    assert (jobs.shown(("NPL-JOR",)), jobs.between(("NPL-JOR",))) == (65, (63, 67))
    assert (back.shown(("NPL-JOR",)), back.total) == (20, (20, (18, 22)))
    assert grid(back).rows[0][0] == "Nepal → Jordan" and grid(back).rows[0][1][0].bounds == "18–22"


def test_withheld_is_withheld() -> None:
    made = table_of(
        BY_ID["people-by-corridor"], quarter("2026Q3", {PERSON: {("NPL-JOR", "new"): 40, ("BGD-LBN", "new"): 4}})
    )
    rows = {label: cells[0] for label, cells in grid(made).rows}
    assert rows["Other"].text == "withheld" and rows["Other"].bounds == "under 10"
    assert made.shown(("BGD-LBN",)) is None and made.between(("BGD-LBN",)) == (0, 9)
    assert rows["Nepal → Jordan"].text == "40"


def test_concepts_are_never_added() -> None:
    out, later = quarter("2026Q2", spells(63, 21)), quarter("2026Q3", spells(50, 30))
    jobs, back = table_of(BY_ID["jobs-by-corridor"], out), table_of(BY_ID["returns-by-corridor"], later)
    with pytest.raises(NotAdded, match=r"different concepts \(international migrant workers; return"):
        added(jobs, back)
    other = table_of(BY_ID["jobs-by-country"], later)
    with pytest.raises(NotAdded, match="two different tables"):
        added(jobs, other)
    with pytest.raises(NotAdded, match="counted twice"):
        added(jobs, jobs)


def test_people_of_two_quarters_are_never_added() -> None:
    out = [quarter(one, {MEN: {("woman", "25-34"): 40}}) for one in ("2026Q2", "2026Q3")]
    assert BY_ID["people-by-sex-and-age"].unit == PEOPLE
    with pytest.raises(NotAdded, match="who came in both"):
        over(BY_ID["people-by-sex-and-age"], out)
    assert over(BY_ID["people-by-sex-and-age"], out[:1]).shown(("woman", "25-34")) == 40


def test_stocks_of_two_days_are_never_added() -> None:
    stock = replace(BY_ID["jobs-by-corridor"], measure=STOCK)
    with pytest.raises(NotAdded, match="stocks of different days"):
        over(stock, [quarter(one, spells(63, 21)) for one in ("2026Q2", "2026Q3")])


def test_what_happened_in_two_quarters_is_added_with_its_bounds() -> None:
    made = over(BY_ID["jobs-by-corridor"], [quarter("2026Q2", spells(63, 21)), quarter("2026Q3", spells(50, 30))])
    assert made.periods == ("2026Q2", "2026Q3") and made.shown(("NPL-JOR",)) == 115
    low, high = made.between(("NPL-JOR",))
    assert low <= 113 <= high and (low, high) == (111, 119)


def test_a_quarter_without_the_table_is_named() -> None:
    made = over(BY_ID["jobs-by-corridor"], [quarter("2026Q2", spells(63, 21)), Release("2026Q3", "2026-11", 3, (), ())])
    assert made.missing == ("2026Q3",) and made.shown(("NPL-JOR",)) == 65
    assert any("Quarter 3 of 2026" in note for note in table_words.notes(made))
    with pytest.raises(ValueError, match="needs a release"):
        over(BY_ID["jobs-by-corridor"], [])


def test_recruitment_cost_keeps_zero_apart_and_unknown_out() -> None:
    facts = (60, 20, 40, 30, 15, 10, 80)
    [line] = [one for one in cost_lines(_cost(facts)) if one.at == "NPL-JOR"]
    bands = {band: (number, bounds) for band, number, bounds in line.bands}
    assert bands["none"][0] == 60 and bands["unknown"][0] == 80
    assert line.known[0] <= 175 <= line.known[1], "not known is in no base"
    exact = median(dict(zip(COST_BANDS, facts, strict=False))).number
    paid = median(dict(zip(COST_BANDS, (0, *facts[1:6]), strict=False))).number
    assert exact is not None and paid is not None and not isclose(exact, paid)
    assert line.all and line.all[1] and line.all[0] <= exact <= line.all[1]
    assert line.paid and line.paid[1] and line.paid[0] <= paid <= line.paid[1]


def _cost(facts: tuple[int, ...]):
    return table_of(BY_ID["recruitment-cost-by-corridor"], quarter("2026Q3", {BY_COST: costs(*facts)}))


def test_a_median_needs_thirty_for_certain() -> None:
    [line] = [one for one in cost_lines(_cost((0, 20, 11, 0, 0, 0, 90))) if one.at == "NPL-JOR"]
    assert line.all is None and median_told(line.all) == "not told: fewer than 30"
    [line] = [one for one in cost_lines(_cost((60, 0, 0, 0, 0, 0, 0))) if one.at == "NPL-JOR"]
    assert line.all is not None and line.all[0] == 0 and line.paid is None
    assert median_told((3.25, None)) == "3.2 or more" and median_told((1.0, 2.5)) == "1.0–2.5"
    assert median_told((0.0, 0.0)) == "0.0"


def test_the_box_says_what_it_is_and_what_it_is_not() -> None:
    for about in TABLES:
        box = dict(table_words.box(table_of(about, everything("2026Q3"))))
        assert box["Measure"].startswith("Neither a stock nor a flow")
        assert (
            "no sample of all migrants" in box["Population covered"] and "Quarter 3 of 2026" in box["Reference period"]
        )
        assert all((box["Age limit"], box["Residence"], box["Broken down by"], box["How near the table comes"]))
        assert len(table_words.missing_breakdowns(about)) >= 6


def test_the_csv_has_codes_labels_and_bounds() -> None:
    made = table_of(BY_ID["jobs-by-corridor"], quarter("2026Q3", spells(63, 21)))
    rows = list(csv.reader(io.StringIO(csv_file(made).decode("utf-8-sig"))))
    assert rows[0][:5] == ["corridor", "Corridor", "Number", "At least", "At most"]
    assert rows[1][:7] == ["NPL-JOR", "Nepal → Jordan", "65", "63", "67", "Stretches of paid work", "2026Q3"]
    assert rows[2][:5] == ["other", "Other", "", "0", "9"], "withheld is blank and never a number"
    assert {len(row) for row in rows} == {len(rows[0])} and "ICLS/20/2018/Guidelines" in rows[1][-1]


def test_the_workbook_has_numbers_notes_and_medians() -> None:
    book = load_workbook(io.BytesIO(excel_file(_cost((60, 20, 40, 30, 15, 10, 80)))))
    assert book.sheetnames == ["Numbers", "Medians", "About this table"]
    first = [cell.value for cell in book["Numbers"][2]]
    assert first[4] == 60 and first[5:7] == [58, 62]
    told = " ".join(str(row[1].value) for row in book["About this table"].iter_rows())
    assert "Neither a stock nor a flow" in told and "never nothing" in told
    assert next(cell.value for cell in book["Medians"][2]) == "NPL-JOR"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "http://example.org", "{=1}"])
def test_no_cell_of_a_workbook_runs(text: str) -> None:
    book = load_workbook(io.BytesIO(workbook_of([Sheet("A:B/[c]", ("x",), ((text, 3, None, 2.5),))])))
    cell = book.worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert (book.worksheets[0]["B2"].value, book.worksheets[0]["C2"].value) == (3, None)


def test_a_year_has_more_than_one_quarter() -> None:
    assert years(["2026Q3", "2026Q1", "2025Q4"]) == {"2026": ["2026Q1", "2026Q3"]}
