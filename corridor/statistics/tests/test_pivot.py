"""The pivot shows what is released and nothing closer: sums, totals and shares hold whatever the true counts were."""

import random
from itertools import product

import pytest

from corridor.figures.releases import Release
from corridor.figures.told import NOT_KNOWN
from corridor.statistics.pivot import NOTHING, QUARTER, Asked, Offered, Pivot, Place, pivoted
from corridor.statistics.tests.released import everything, quarter

SET, THREE = "grievance.by-kind-and-corridor", "grievance.by-kind-sector-and-corridor"
KINDS, CORRIDORS = ("unpaid-wages", "document-kept", "debt"), ("NPL-JOR", "BGD-LBN", "LKA-QAT", "unknown")
SECTORS = ("domestic-work", "construction")
Q = ("2026Q1", "2026Q2", "2026Q3")


def counts(seed: int, most: int = 40) -> dict[tuple[str, ...], int]:
    dice = random.Random(seed)
    return {cell: dice.choice((0, dice.randrange(12), dice.randrange(most))) for cell in product(KINDS, CORRIDORS)}


def asked(rows: str = "kind", columns: str = "corridor", periods: tuple[str, ...] = Q[:1], **more: object) -> Asked:
    return Asked("grievance", rows, columns, periods, **more)  # type: ignore[arg-type]


def test_a_table_as_it_is_released() -> None:
    out = quarter(Q[0], {SET: {("unpaid-wages", "NPL-JOR"): 63, ("debt", "NPL-JOR"): 12, ("debt", "BGD-LBN"): 41}})
    found = pivoted([out], asked())
    assert found.rows == ("unpaid-wages", "debt", *NOT_KNOWN)
    wages = found.cells["unpaid-wages", "NPL-JOR"]
    assert (wages.number, wages.between, wages.withheld) == (65, (63, 67), 0)
    nobody = found.cells["unpaid-wages", "BGD-LBN"]
    assert (nobody.number, nobody.between, nobody.withheld) == (None, (0, 9), 1), "nobody is not told apart from few"
    assert found.cells["debt", None].number == 55 and found.cells[None, None].number == 115


def test_a_total_that_is_not_out_is_told_as_bounds() -> None:
    out = quarter(Q[0], {SET: {("unpaid-wages", "NPL-JOR"): 63, ("debt", "NPL-JOR"): 3, ("debt", "BGD-LBN"): 41}})
    bare = Release(Q[0], out.made, 3, (), tuple(one for one in out.tables if len(one.dims) == 2))
    total = pivoted([bare], asked()).cells["debt", None]
    assert total.number is None, "a sum with something withheld in it is no number"
    assert total.between[0] == 38 and total.between[1] >= 43 + 9


def test_totals_and_parts_and_by_how_much_they_differ() -> None:
    out = quarter(Q[0], {SET: {("debt", "NPL-JOR"): 62, ("debt", "BGD-LBN"): 7, ("debt", "LKA-QAT"): 22}})
    [first, *_] = pivoted([out], asked()).fits
    assert (first.row, first.total, first.parts, first.differs) == ("debt", 90, 80, 10)
    assert first.withheld == 2, "other, where seven stand, and unknown, where there is nobody"


def true(places: dict[str, dict[tuple[str, ...], int]], found: Pivot, place: Place) -> int | None:
    """The true count of a place of kind by corridor; None for OTHER, which is another group in every quarter."""
    wanted = found.asked.rows, found.asked.columns
    if any(code == "other" for code in place):
        return None
    total = 0
    for period, cells in places.items():
        for (kind, corridor), facts in cells.items():
            codes = {"kind": kind, "corridor": corridor, QUARTER: period, NOTHING: NOTHING}
            total += facts if all(b is None or codes[a] == b for a, b in zip(wanted, place, strict=True)) else 0
    return total


@pytest.mark.parametrize(
    ("rows", "columns"),
    [("kind", "corridor"), ("corridor", "kind"), ("kind", QUARTER), (QUARTER, "corridor"), ("kind", NOTHING)],
)
def test_bounds_hold_over_quarters_for_counts_totals_and_shares(rows: str, columns: str) -> None:
    tried = 0
    for seed in range(12):
        made = {period: counts(seed * 10 + at) for at, period in enumerate(Q)}
        found = pivoted([quarter(one, {SET: cells}) for one, cells in made.items()], asked(rows, columns, Q))
        for place, count in found.cells.items():
            real = true(made, found, place)
            if real is None:
                continue
            assert count.between[0] <= real <= count.between[1], (seed, place)
            for of in count.rest:
                whole, share = true(made, found, of), count.share(of)
                if whole and share:
                    assert share[0] - 1e-9 <= real / whole <= share[1] + 1e-9, (seed, place, of)
                    tried += 1
    assert tried > 100


def test_a_code_that_a_quarter_does_not_name_has_no_number_for_both() -> None:
    few, many = {("debt", "NPL-JOR"): 30, ("deception", "NPL-JOR"): 4}, {("deception", "NPL-JOR"): 25}
    found = pivoted([quarter(Q[0], {SET: few}), quarter(Q[1], {SET: many})], asked(periods=Q[:2]))
    count = found.cells["deception", "NPL-JOR"]
    assert count.number is None and count.between == (23, 27 + 9)


def test_a_quarter_without_the_table_is_named() -> None:
    outs = [quarter(Q[0], {SET: counts(1)}), quarter(Q[1], {"person.by-sex-and-age-band": {("woman", "25-34"): 50}})]
    assert pivoted(outs, asked(periods=Q[:2])).missing == (Q[1],)


def test_narrowed_by_a_third_column_where_three_are_released() -> None:
    three = {("debt", "construction", "NPL-JOR"): 33, ("debt", "domestic-work", "NPL-JOR"): 48}
    outs = [quarter(Q[0], {THREE: three})]
    found = pivoted(outs, asked(where=("sector", "construction")))
    assert found.cells["debt", "NPL-JOR"].between == (33, 37)
    assert found.cells["debt", None].number == 35, "of construction alone"
    assert "sector" in Offered.by(outs).third("grievance", "kind", "corridor")
    assert Offered.by(outs).third("grievance", "sector", "corridor") == ["kind"]


def test_only_what_is_released_is_offered() -> None:
    offered = Offered.by([quarter(Q[0], {SET: counts(3)})])
    assert offered.rows("grievance") == ["corridor", "kind", QUARTER]
    assert offered.columns("grievance", "kind") == ["corridor", QUARTER, NOTHING]
    assert offered.third("grievance", "kind", "corridor") == [] and offered.third("grievance", "kind", "") == [
        "corridor"
    ]
    assert offered.columns("grievance", "sex") == [] and offered.rows("closing") == []


def test_different_people_are_never_added_over_quarters() -> None:
    some = {("woman", "25-34"): 50, ("man", "25-34"): 30}
    outs = [quarter(one, {"person.by-sex-and-age-band": some}) for one in Q[:2]]
    found = pivoted(outs, Asked("person", "sex", QUARTER, Q[:2]), added=False)
    assert found.cells["woman", Q[0]].number == 50 and found.cells[None, Q[1]].number == 80
    assert ("woman", None) not in found.cells and (None, None) not in found.cells
    assert found.cells["woman", Q[0]].share((None, Q[0])) and not found.cells["woman", Q[0]].share(("woman", None))
    with pytest.raises(ValueError, match="not added"):
        pivoted(outs, Asked("person", "sex", NOTHING, Q[:2]), added=False)


def test_sorted_by_a_column_with_the_withheld_last() -> None:
    out = quarter(Q[0], {SET: {("unpaid-wages", "NPL-JOR"): 20, ("debt", "NPL-JOR"): 61, ("deception", "BGD-LBN"): 30}})
    found = pivoted([out], asked())
    assert found.ordered("NPL-JOR")[:2] == ("debt", "unpaid-wages")
    assert found.ordered("NPL-JOR", up=True)[:2] == ("unpaid-wages", "debt")
    assert found.ordered("NPL-JOR", up=True)[2] == "deception"
    assert found.ordered(None)[0] == "debt"


def test_eight_releases_of_everything_there_is() -> None:
    outs = [everything(f"{year}Q{number}") for year in (2025, 2026) for number in (1, 2, 3, 4)]
    assert len(outs[0].tables) >= 80 and Offered.by(outs)
    assert pivoted(outs, asked(periods=tuple(one.period for one in outs))).cells
