"""Worked cases of ratifications over time: small made-up rows, then the evaluation's own."""

import pytest

from corridor.advocacy import queries
from corridor.advocacy.rules import (
    TABLE_10,
    Count,
    Statement,
    change,
    changes,
    leaders,
    risen_most,
    standings,
    statements,
)

OTHER = "ILO2013-eval section 4.1.4"
DOUBT = "Doubtful: far more would be expected."


def row(
    instrument: str, first: int | None, last: int | None, base: str = TABLE_10, flag: str | None = None
) -> list[Count]:
    return [Count(instrument, 2005, first, base, flag), Count(instrument, 2013, last, base, flag)]


def statement(code: str) -> Statement:
    return next(one for one in statements(queries.counts(), queries.fundamental_then()) if one.code == code)


def test_the_difference_is_taken_within_one_table():
    rows = [*row("C155", 45, 60), Count("C155", 2013, 99, OTHER)]
    found = change(rows, "C155", 2005, 2013)
    assert (found.difference, found.bases, found.ranked) == (15, (TABLE_10,), True)


@pytest.mark.parametrize(
    ("rows", "obstacle"),
    [
        ([], "no-row-either"),
        ([Count("C1", 2013, 4, TABLE_10)], "no-row-start"),
        ([Count("C1", 2005, 4, TABLE_10)], "no-row-end"),
        (row("C1", None, 8), "blank"),
        (row("C1", 3, None), "blank"),
        ([Count("C1", 2005, 3, OTHER), Count("C1", 2013, 8, "a"), Count("C1", 2013, 6, "b")], "two-counts"),
    ],
)
def test_what_can_not_be_compared_says_why(rows, obstacle):
    found = change(rows, "C1", 2005, 2013)
    assert (found.difference, found.obstacle, found.ranked) == (None, obstacle, False)


def test_a_blank_is_missing_and_never_zero():
    found = changes(row("C1", None, 8), 2005, 2013)
    assert standings(found) == []


def test_values_of_two_places_are_compared_but_not_ranked():
    found = change([Count("C1", 2005, 3, OTHER), Count("C1", 2013, 9, TABLE_10)], "C1", 2005, 2013)
    assert (found.difference, found.mixed, found.ranked) == (6, True, False)


def test_a_flagged_row_is_shown_and_not_ranked():
    found = changes([*row("C1", 1, 50, flag=DOUBT), *row("C2", 1, 3)], 2005, 2013)
    (standing,) = standings(found)
    assert [one.instrument for one in standing.leaders] == ["C2"]
    assert [one.instrument for one in standing.rose] == ["C1", "C2"]
    assert [one.instrument for one in standing.flagged] == ["C1"]


def test_equal_rises_are_taken_or_left_together():
    found = changes([*row("C1", 0, 9), *row("C2", 0, 5), *row("C3", 0, 5), *row("C4", 0, 1)], 2005, 2013)
    assert [one.instrument for one in risen_most(found, 2)] == ["C1"]
    assert [one.instrument for one in risen_most(found, 3)] == ["C1", "C2", "C3"]
    assert [one.instrument for one in leaders(found)] == ["C1"]


def test_a_fall_is_told():
    (standing,) = standings(changes(row("C1", 9, 7), 2005, 2013))
    assert ([one.difference for one in standing.fell], standing.leaders) == ([-2], ())


def test_table_10_between_2005_and_2013():
    first = standings(changes(queries.counts(), 2005, 2013))[0]
    assert (first.base, len(first.compared), len(first.rose), len(first.fell)) == (TABLE_10, 21, 19, 0)
    assert {one.instrument: one.difference for one in first.leaders} == {"C155": 15, "C144": 15}
    assert {one.instrument for one in first.level} == {"C110", "C118"}
    assert {one.instrument for one in first.flagged} == {"C019", "C131"}


def test_who_rose_most_holds_although_c138_rose_more_elsewhere():
    found = statement("rose-most")
    assert found.verdict == "holds"
    assert [(one.instrument, one.difference) for one in found.facts["outside"]] == [("C138", 23)]


def test_all_but_two_rose():
    found = statement("all-but-two")
    assert (found.verdict, found.facts["rose"], found.facts["compared"]) == ("holds", 19, 21)


def test_well_ratified_rests_on_the_doubtful_row_of_c131():
    found = statement("well-ratified")
    assert found.verdict == "doubtful"
    assert [one.instrument for one in found.facts["sure"]] == ["C081", "C144", "C122"]


def test_hardly_ratified_leaves_out_an_equal_one():
    found = statement("hardly-ratified")
    assert found.verdict == "holds"
    assert [one.instrument for one in found.facts["equal"]] == ["C172"]


def test_what_stands_only_in_a_picture_can_not_be_told():
    assert statement("fundamental-rose").verdict == "cannot-tell"
    assert len(statement("fundamental-rose").facts["missing"]) == 7
    assert statement("migrant-specific").facts["missing"] == ["C097", "C143", "ICRMW"]


def test_two_counts_of_c189_are_disputed():
    found = statement("domestic-workers")
    assert (found.verdict, sorted(count.value for count in found.facts["counts"])) == ("doubtful", [6, 8])


def test_rows_that_say_otherwise_contradict():
    rows = [*row("C155", 45, 46), *row("C144", 118, 119), *row("C081", 1, 30), *row("C157", 9, 9), *row("C172", 1, 2)]
    found = {one.code: one.verdict for one in statements(rows, ["C138"])}
    assert found["rose-most"] == "contradicts"
    assert found["all-but-two"] == "contradicts"
    assert found["well-ratified"] == "contradicts"
    assert found["hardly-ratified"] == "contradicts"


def test_without_rows_nothing_is_claimed():
    assert {one.verdict for one in statements([], [])} <= {"cannot-tell", "holds"}
    assert {one.code: one.verdict for one in statements([], ["C138"])}["fundamental-rose"] == "cannot-tell"
