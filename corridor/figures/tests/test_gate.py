"""The gate: what is shown of a count, when a table is coarsened or dropped, and that nothing leaves untried."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.figures.attacker import TIME, Attack, Finding, found
from corridor.figures.dominance import dominated, narrows, withheld
from corridor.figures.gate import ALIKE, PRESENCE, Family, Shown, Step, Table, released, shown
from corridor.figures.rounding import together
from corridor.figures.tests.worlds import tables, under, world

FEW = settings(max_examples=5, deadline=None, derandomize=True)


def line(name: str, counts: dict[str, int]) -> Table:
    return Table(name, (name,), {(code,): count for code, count in counts.items()})


def family(counts: dict[str, int], population: int | None = None) -> Family:
    return Family("grievances", {"kind": tuple(counts)}, (line("kind", counts),), population)


@pytest.mark.parametrize(
    ("count", "to_five", "to_ten"),
    [
        *((count, None, None) for count in (0, 1, 9)),
        *((10, 10, 10), (12, 10, 10), (13, 15, 10), (14, 15, 10), (15, 15, 20), (17, 15, 20), (18, 20, 20)),
        *((24, 25, 20), (25, 25, 30)),
    ],
)
def test_what_is_shown_of_a_count(count: int, to_five: int | None, to_ten: int | None) -> None:
    table = line("kind", {"wages": count})
    assert [shown(table, base).cells[("wages",)] for base in (5, 10)] == [to_five, to_ten]


@given(st.integers(0, 5_000), st.sampled_from([5, 10]))
def test_what_is_read_from_it_holds_the_count_and_no_other_rounding(count: int, base: int) -> None:
    table = line("kind", {"wages": count})
    low, high = shown(table, base).between(("wages",))
    assert low <= count <= high
    for other in (low, high):
        assert shown(line("kind", {"wages": other}), base) == shown(table, base)
    for other in (high + 1, *([low - 1] if low else [])):
        assert shown(line("kind", {"wages": other}), base) != shown(table, base)


@given(st.integers(0, 9), st.integers(0, 9))
def test_nothing_is_shown_as_a_small_cell_is(one: int, other: int) -> None:
    assert shown(line("kind", {"wages": one}), 5) == shown(line("kind", {"wages": other}), 5)


def test_a_table_is_rounded_to_ten_where_five_tells() -> None:
    """18 in all, 15 for wages (shown 15: 13 to 17): 1 to 5 for papers. Shown 20 (15 to 24): 0 to 3, perhaps nobody."""
    out = released(family({"wages": 15, "papers": 3}, population=18))
    assert out.shown == (Shown("kind", 10, {("wages",): 20, ("papers",): None}),)
    assert out.steps == (Step("kind", 5, 10, PRESENCE, 1),) and not out.last.found and not out.refused


def test_a_table_is_dropped_where_ten_tells_too() -> None:
    """20 in all, 12 for wages (shown 10: 10 to 12): 8 or more for papers. Rounded to ten (10 to 14): 6 or more."""
    out = released(family({"wages": 12, "papers": 8}, population=20))
    assert out.shown == (Shown("kind", None, {}),) and out.dropped == ("kind",)
    assert [(step.base, step.to) for step in out.steps] == [(5, 10), (10, None)]


def test_nothing_is_coarsened_where_nothing_tells() -> None:
    out = released(family({"wages": 40, "papers": 4}))
    assert out.steps == () and out.shown[0].cells == {("wages",): 40, ("papers",): None}


def test_an_attack_that_is_not_done_in_time_stops_the_table() -> None:
    def slow(family: Family, shown: Sequence[Shown], seconds: float) -> Attack:
        open_ = (("kind", "papers"),)
        stands = any(one.base for one in shown)
        return Attack((open_,), (Finding(open_, 0, None, TIME),) if stands else (), (), seconds)

    out = released(family({"wages": 40, "papers": 4}), attack=slow)
    assert out.dropped == ("kind",) and [step.why for step in out.steps] == [TIME, TIME]


def test_a_group_that_shares_one_outcome_is_not_shown() -> None:
    """All 14 of one corridor got nothing: whoever came by that road is known to have got nothing."""
    dims = {"corridor": ("NPL-JOR", "IND-KWT"), "outcome": ("received", "nothing")}
    joint = {("NPL-JOR", "nothing"): 14, ("IND-KWT", "nothing"): 30, ("IND-KWT", "received"): 30}
    made = Family("outcomes", dims, tables(dims, joint), facts=joint, sensitive=("outcome",))
    out = released(made)
    assert out.dropped == ("corridor-outcome",) and out.steps == (Step("corridor-outcome", 5, None, ALIKE, 1),)
    joint[("NPL-JOR", "received")] = 3
    made = Family("outcomes", dims, tables(dims, joint), facts=joint, sensitive=("outcome",))
    assert "corridor-outcome" not in released(made).dropped


def quarters() -> dict[str, tuple[Family, tuple[Shown, ...]]]:
    """Wages: 12 in one quarter (shown 10: 10 to 12), 7 in the next (withheld)."""
    parts = {"2026Q1": family({"wages": 12, "papers": 30}), "2026Q2": family({"wages": 7, "papers": 40})}
    return {code: (one, released(one).shown) for code, one in parts.items()}


def test_a_table_of_the_year_must_not_tell_of_a_quarter() -> None:
    """19 in the year, shown 20 (18 to 22) or by ten (15 to 24): at least 18 - 12 = 6, or 3, in the second quarter."""
    year = line("kind", {"wages": 19, "papers": 70})
    whole, out = together("2026", "quarter", quarters(), (year,))
    assert not found(whole, out).found
    made = released(whole, earlier=out)
    assert made.dropped == ("kind",) and {one.table for one in made.shown} == {"kind"} and not made.refused
    alone = Family("2026", {"kind": ("wages", "papers")}, (year,))
    assert not released(alone).dropped


def test_where_what_is_out_tells_already_nothing_more_is_shown() -> None:
    one = family({"wages": 12, "papers": 8})
    year = line("kind", {"wages": 24, "papers": 40})
    parts = {
        "2026Q1": (one, (under(one.tables[0], 5, 1),)),
        "2026Q2": (family({"wages": 12, "papers": 32}), ()),
    }
    whole, out = together("2026", "quarter", parts, (year,))
    made = released(whole, earlier=out)
    assert made.refused and made.dropped == tuple(one.table for one in made.shown)


@pytest.mark.parametrize("count", [150, 900])
def test_what_passes_was_tried_as_it_leaves(count: int) -> None:
    made = world(count, "gate")
    out = released(made)
    assert not found(made, out.shown).found and len(out.shown) == len(made.tables)
    assert any(value for one in out.shown for value in one.cells.values())


@FEW
@given(st.integers(60, 600), st.randoms(use_true_random=False))
def test_other_names_and_another_order_change_nothing(count: int, dice) -> None:
    made = world(count, count, shape=(5, 4, 3))
    names = {
        dim: dict(zip(some, dice.sample([f"x{i}" for i in range(99)], len(some)), strict=True))
        for dim, some in made.dims.items()
    }

    def renamed(dims: Sequence[str], cell: Sequence[str]) -> tuple[str, ...]:
        return tuple(names[dim][code] for dim, code in zip(dims, cell, strict=True))

    other = Family(
        made.id,
        {dim: tuple(dice.sample(sorted(names[dim].values()), len(some))) for dim, some in made.dims.items()},
        tuple(Table(t.id, t.dims, {renamed(t.dims, cell): n for cell, n in t.cells.items()}) for t in made.tables),
        made.population,
        {renamed(tuple(made.dims), cell): n for cell, n in (made.facts or {}).items()},
    )
    first, second = released(made), released(other)
    assert first.steps == second.steps
    for table, one, two in zip(made.tables, first.shown, second.shown, strict=True):
        assert {renamed(table.dims, cell): value for cell, value in one.cells.items()} == two.cells


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"tables": (line("sector", {"a": 3}),)}, "no dimension sector"),
        ({"tables": (line("kind", {"a": 3}),)}, "no such cell"),
        ({"tables": (line("kind", {"wages": -1}),)}, "-1 facts"),
        ({"tables": (line("kind", {"wages": 5}), line("kind", {"wages": 5}))}, "two tables"),
        ({"tables": (line("kind", {"wages": 5}), Table("total", (), {(): 6}))}, "different totals"),
        ({"tables": (line("kind", {"wages": 5}),), "population": 6}, "different totals"),
        ({"facts": {("wages",): 4}, "tables": (line("kind", {"wages": 5}),)}, "not those of the facts"),
        ({"dims": {"kind": tuple(map(str, range(5_001)))}}, "5001 joint cells"),
        ({"sensitive": ("outcome",)}, "no dimension outcome"),
    ],
)
def test_tables_that_do_not_fit_their_family_are_refused(change: dict, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Family(**{"id": "grievances", "dims": {"kind": ("wages", "papers")}, "tables": (), **change})


def amounts(*values: int) -> list[Decimal]:
    return [Decimal(one) for one in values]


def test_a_sum_that_one_or_two_make_up_is_not_shown() -> None:
    """(2, 85): 60 + 26 of 100 are more than 85. p: 100 (100 - 85) / 85 = 17.6 %: 10 beside 60 is less, 15 is more."""
    assert dominated(amounts(60, 26, 14)) and not dominated(amounts(60, 25, 15))
    assert narrows(amounts(60, 30, 10)) and not narrows(amounts(60, 30, 15))
    assert narrows(amounts(60, 30, 15), Decimal(30))


@pytest.mark.parametrize(
    ("contributions", "told"),
    [
        (amounts(*[100] * 9), "few"),
        (amounts(*[0] * 12), "nothing"),
        (amounts(*[100] * 12), "all-alike"),
        (amounts(9_000, 800, *[20] * 10), "dominance"),
        (amounts(1_000, 20, *range(1, 19)), "dominance"),
        (amounts(100, 90, *range(1, 21)), ""),
    ],
)
def test_why_a_sum_is_withheld(contributions: list[Decimal], told: str) -> None:
    assert withheld(contributions) == told


def test_the_second_largest_must_not_know_the_largest_too_well() -> None:
    """Beside 100 and 60 the others are 30 together: whoever gave 60 knows the 100 to within 30 %."""
    some = amounts(100, 60, *[3] * 10)
    assert withheld(some) == "" and withheld(some, percent=Decimal(31)) == "p-percent"


def test_sums_from_which_some_is_taken_away_are_refused() -> None:
    with pytest.raises(ValueError, match="under zero"):
        withheld(amounts(*[100] * 11, -5))
