"""Pay beside what it should be: worked cases, which reference counts, and who is left out of one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.work.benchmarks import Comparison, Gap, at_rate, compare, comparisons, matched, reference_day
from corridor.work.pay import Amount, Unknown
from corridor.work.tests.spells import TODAY, cases, on, rated, row, spell

MAID = spell(country="JOR", sector="domestic-work", job="Live-in maid", place="Irbid", pay="200", currency="JOD")
OLD = row(id="old", countries=["JOR"], amount=1, valid_from="2010-01-01")
WORLD = row(id="world", amount=100)
COUNTRY = row(id="country", countries=["JOR"], amount=100)
CORRIDOR = row(id="corridor", countries=["JOR"], origins=["NPL"], amount=100)
SECTOR = row(id="sector", sectors=["domestic-work"], amount=100)
GRADE = row(id="grade", skill="live-in maid", amount=100)
PLACE = row(id="place", place="IRBID", amount=100)


def beside(case: dict[str, Any]) -> Comparison:
    one, reference = spell(**case["spell"]), row(**case["row"])
    match = matched(reference.wage_kind, one, "NPL", TODAY, [reference])
    assert match
    return compare(match, one, TODAY, rated(USD_JOD="0.7"))


@pytest.mark.parametrize(("name", "case"), [pytest.param(n, c, id=n) for n, c in cases("benchmarks")])
def test_worked_case(name: str, case: dict[str, Any]) -> None:
    found = beside(case)
    for line, gap in (("", found.month), ("hour_", found.hour)):
        if f"{line}gap" in case:
            assert isinstance(gap, Gap), gap
            assert round(gap.gap, 4) == Decimal(case[f"{line}gap"])
            assert gap.steps
        if f"{line or 'month_'}why" in case:
            assert gap == Unknown(tuple(case[f"{line or 'month_'}why"]))
    if "coverage" in case:
        assert isinstance(found.month, Gap) and found.month.coverage == Decimal(case["coverage"])


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        pytest.param([WORLD, COUNTRY], "country", id="a country before the world"),
        pytest.param([CORRIDOR, COUNTRY], "corridor", id="a corridor before a country"),
        pytest.param([SECTOR, CORRIDOR], "sector", id="a sector before a corridor"),
        pytest.param([GRADE, SECTOR], "grade", id="a grade before a sector"),
        pytest.param([PLACE, SECTOR], "place", id="a place before a sector"),
        pytest.param([row(id="any", sectors=["all-sectors"], amount=1), COUNTRY], "country", id="all sectors is none"),
        pytest.param(
            [row(id="old", countries=["JOR"], amount=1, valid_from="2010-01-01"), COUNTRY], "country", id="newer"
        ),
        pytest.param([COUNTRY, row(id="own", countries=["JOR"], amount=1)], "own", id="an installation's own"),
    ],
)
def test_the_narrowest_counts_in_any_order(rows: list[Any], counts: str) -> None:
    match = matched("minimum", MAID, "NPL", TODAY, rows)
    assert match and match.row and match.row.id == counts
    if counts != "own":
        again = matched("minimum", MAID, "NPL", TODAY, rows[::-1])
        assert again and again.row and again.row.id == counts


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"countries": ["LBN"]}, id="another country"),
        pytest.param({"origins": ["BGD"]}, id="another nationality"),
        pytest.param({"sectors": ["garment"]}, id="another sector"),
        pytest.param({"place": "Amman"}, id="another town"),
        pytest.param({"skill": "driver"}, id="another grade"),
        pytest.param({"valid_from": "2026-03-02"}, id="not in force yet"),
        pytest.param({"valid_until": "2026-02"}, id="not in force any more"),
        pytest.param({"wage_kind": "living"}, id="another kind"),
    ],
)
def test_what_is_not_for_her_does_not_count(other: dict[str, Any]) -> None:
    assert matched("minimum", MAID, "NPL", TODAY, [row(amount=100, **other)]) is None


def test_equally_narrow_rows_are_named() -> None:
    match = matched("minimum", MAID, "NPL", TODAY, [COUNTRY, replace_id(COUNTRY, "other")])
    assert match and match.row and match.row.id == "other" and [one.id for one in match.also] == ["country"]


def replace_id(one: Any, id: str) -> Any:
    return row(**{**{k: v for k, v in one.values.items() if v not in (None, ())}, "id": id})


def test_to_be_left_out_of_the_minimum_is_a_finding() -> None:
    """What others get stands beside it all the same. Source: WIF2023 lesson 4 (FIG-013)."""
    out = row(id="out", countries=["JOR"], sectors=["domestic-work"], applies=False)
    whole = row(id="whole", countries=["JOR"], amount=260, currency="JOD", period="month")
    found = comparisons(replace(MAID, pay=Decimal(65), period="month"), "NPL", TODAY, [out, whole])
    assert [one.kind for one in found] == ["minimum"]
    assert found[0].match.left_out.id == "out" and found[0].match.row.id == "whole"  # type: ignore[union-attr]
    assert isinstance(found[0].month, Gap) and found[0].month.gap == Decimal("0.75")


def test_left_out_with_nothing_wider_is_still_told() -> None:
    found = comparisons(MAID, "NPL", TODAY, [row(id="out", countries=["JOR"], applies=False)])
    assert found[0].match.left_out and found[0].match.row is None and isinstance(found[0].month, Unknown)


def test_the_day_of_the_pay_counts() -> None:
    ended = replace(MAID, end=on("2024-05-01", "2024-05-31"))
    told = replace(MAID, day=date(2025, 6, 1))
    assert reference_day(ended, TODAY) == date(2024, 5, 31)
    assert reference_day(told, TODAY) == date(2025, 6, 1)
    assert reference_day(replace(MAID, end=on("2027-01-01")), TODAY) == TODAY


def test_the_rate_is_named_with_its_source() -> None:
    found = at_rate(Decimal(100), "USD", "JOD", TODAY)
    assert isinstance(found, Amount) and found.value == Decimal("70.9")
    assert "One US dollar is 0.709" in found.steps[0] and "1995-10-01" in found.steps[0]
    assert isinstance(at_rate(Decimal(1), "USD", "JOD", date(1990, 1, 1)), Unknown)


@given(st.decimals("0.01", 10**5, places=2), st.decimals("0.01", 10**5, places=2), st.integers(1, 500))
def test_a_gap_is_a_share_whatever_the_unit(pay: Decimal, due: Decimal, unit: int) -> None:
    gaps = [Gap(pay * one, Decimal(0), due * one, "JOD").gap for one in (1, unit)]
    assert all(0 <= one < 1 for one in gaps) and abs(gaps[0] - gaps[1]) < Decimal("1e-20")
    assert (gaps[0] == 0) == (pay >= due)
