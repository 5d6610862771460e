"""The centre's own figures: equal to the engine's over the same facts, told with how many are behind them."""

import random
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

from corridor.figures import store as stored
from corridor.figures.engine import DuckDB, crossed
from corridor.figures.indicators import CENTRE, QUARTER, Indicator, read, suited
from corridor.figures.own import UNDATED, Counted, as_columns, gaps, quarters, reckoned
from corridor.figures.own_page import Chosen, broken_down, chart
from corridor.figures.own_words import between_told, chart_number, said
from corridor.figures.published import indicators
from corridor.figures.tests.rowsets_made_up import GRIEVANCE, KINDS, Counts, row
from corridor.figures.values import Value
from corridor.journey.facts import FACTS, OTHER, UNKNOWN, Column, Fact, FactKind

RECKONED = [one for one in indicators().values() if not one.waits_for]
SPRING, SUMMER = date(2026, 2, 3), date(2026, 5, 6)
PLACES = ("NPL", "JOR", "NPL-JOR", UNKNOWN, OTHER)


def by_chance(kind: FactKind, seed: str, number: int = 240) -> list[Fact]:
    dice = random.Random(seed)

    def code(column: Column) -> str:
        codes = column.all_codes or PLACES
        return dice.choice([*codes[:5], *codes[-3:]])  # often enough the same ones

    return [
        Fact(f"{at}", f"w{at}", "", dice.choice([SPRING, SUMMER]), {one.name: code(one) for one in kind.columns})
        for at in range(number)
    ]


def laid(store: Path, kind: FactKind, facts: list[Fact]) -> None:
    """Every row-set of a kind as if nothing had to be put together."""
    for quarter, day in (("2026Q1", SPRING), ("2026Q2", SUMMER)):
        sets = [
            Counts(
                kind.name,
                name,
                columns,
                Counter(tuple(one.values[column] for column in columns) for one in facts if one.day == day),
            )
            for name, columns in kind.sets.items()
        ]
        stored.take(store, quarter, "amman", "r1", sets)


@pytest.mark.parametrize("kind", sorted({one.facts for one in RECKONED}))
def test_every_definition_counts_as_the_engine_does(kind: str, tmp_path: Path) -> None:
    facts = by_chance(FACTS[kind], f"own {kind}")
    laid(tmp_path, FACTS[kind], facts)
    engine, counted, some = DuckDB(tmp_path), as_columns(FACTS[kind], facts), 0
    for one in (one for one in RECKONED if one.facts == kind):
        ways = [(), (QUARTER,), *((QUARTER, name) for name in one.by if name not in (CENTRE, QUARTER))]
        for by in ways:
            suited(one, by, FACTS[kind])
            wanted = crossed(engine, tmp_path, one, by, ("2026Q1", "2026Q2"))
            assert list(reckoned(one, counted, by).values()) == wanted, (one.id, by)
            some += len(wanted)
    assert some


def made(*facts: tuple[str, str, date | None], cost: str = "none") -> Counted:
    """Grievances: (kind, outcome, day); every two of them are in one case."""
    return as_columns(
        GRIEVANCE,
        [
            Fact(f"{at}", f"w{at}", f"case-{at // 2}", day, told(kind, outcome, cost))
            for at, (kind, outcome, day) in enumerate(facts)
        ],
    )


def told(kind: str, outcome: str, cost: str) -> dict[str, str]:
    return {"kind": kind, "corridor": "NPL-JOR", "outcome": outcome, "cost": cost}


def ratio(**changed: str) -> Indicator:
    return read(row(**changed), KINDS)


def test_few_are_told_as_counts_and_no_share() -> None:
    few = made(*[("debt", "received", SPRING)] * 3, *[("debt", "nothing", SPRING)] * 4, ("debt", UNKNOWN, SPRING))
    [value] = reckoned(ratio(), few).values()
    assert (value.numerator, value.denominator, value.facts) == (3, 7, 8)
    assert (said(ratio(), value).main, said(ratio(), value).more, said(ratio(), value).not_known) == ("3 of 7", "", 1)
    assert between_told(ratio(), value) == "" and chart_number(ratio(), value) is None
    more = Value((), 6, 12, 15, 1)
    assert (said(ratio(), more).main, said(ratio(), more).more) == ("6 of 12", "50 %")
    assert between_told(ratio(), more) == "40–60 %" and chart_number(ratio(), more) == 50


def test_a_median_of_few_is_of_few_alone_with_its_bands() -> None:
    cost = ratio(statistic="median", numerator="", measure="cost", unit="months of pay", by="corridor")
    few = made(*[("debt", "part", SPRING)] * 5, cost="1-3")
    [value] = reckoned(cost, few).values()
    assert said(cost, value).main == "of 5 alone" and said(cost, value).more == "1–3 months of pay: 5"
    many = made(*[("debt", "part", SPRING)] * 30, cost="1-3")
    [value] = reckoned(cost, many).values()
    assert (said(cost, value).main, said(cost, value).more) == ("2.0 (1–3 months of pay)", "of 30")


def test_nothing_known_is_a_dash_and_nothing_there_is_no_share() -> None:
    [value] = reckoned(ratio(), made(("debt", UNKNOWN, SPRING))).values()
    assert said(ratio(), value).main == "–" and said(ratio(), value).not_known == 1
    assert reckoned(ratio(), made()) == {} and said(ratio(), None).main == "–"
    count = ratio(statistic="count", numerator="")
    assert said(count, None).main == "0" and chart_number(count, None) == 0


def test_what_is_missing_is_told_by_column_and_by_record() -> None:
    """By hand: of debts alone. Kind not known 1, outcome not known 2 (one of them "other"); threats are not asked."""
    of_debts = ratio(denominator="kind=debt", by="quarter")
    facts = made(
        ("debt", "received", SPRING),
        ("debt", UNKNOWN, SPRING),
        ("debt", OTHER, SPRING),
        (UNKNOWN, "nothing", SPRING),
        ("threats", UNKNOWN, SPRING),
        ("debt", UNKNOWN, SUMMER),
    )
    found = gaps(of_debts, facts, ["2026Q1"])
    assert found.facts == 3 and found.other == 1
    assert dict(found.blank) == {"kind": 1, "outcome": 1}
    assert set(found.records) == {"case-0", "case-1"}
    [value] = reckoned(of_debts, facts, within=["2026Q1"]).values()
    assert value.not_known == found.facts


@pytest.mark.parametrize("one", RECKONED, ids=lambda one: one.id)
def test_gaps_are_exactly_what_is_not_known(one: Indicator) -> None:
    counted = as_columns(FACTS[one.facts], by_chance(FACTS[one.facts], "gaps"))
    values = reckoned(one, counted, within=["2026Q1"])
    open_facts = values[()].not_known if () in values else 0
    assert gaps(one, counted, ["2026Q1"]).facts == open_facts


def test_a_fact_counts_once_and_in_its_own_quarter() -> None:
    facts = by_chance(GRIEVANCE, "twice", 6)
    assert len(as_columns(GRIEVANCE, [*facts, *facts]).records) == 6
    counted = made(("debt", "part", None), ("debt", "part", SPRING), ("debt", "part", SUMMER))
    assert counted.undated == 1 and counted.columns[QUARTER] == [UNDATED, "2026Q1", "2026Q2"]
    assert counted.after("2026Q1") == 1
    over = reckoned(ratio(), counted, (QUARTER,), ["2026Q1", "2026Q2"])
    assert list(over) == [("2026Q1",), ("2026Q2",)]


def test_two_years_and_the_quarter_that_runs() -> None:
    shown = quarters(date(2026, 11, 22))
    assert shown[0] == "2024Q4" and shown[-2:] == ["2026Q3", "2026Q4"] and len(shown) == 9


def test_parts_are_in_order_and_what_is_not_known_comes_last() -> None:
    counted = made(
        (UNKNOWN, "part", SPRING),
        (UNKNOWN, "part", SPRING),
        (UNKNOWN, "part", SPRING),
        ("debt", "part", SPRING),
        ("threats", "part", SPRING),
        ("threats", "nothing", SPRING),
    )
    found = broken_down(ratio(), counted, "kind", ["2026Q1"])
    assert [one.main for _, one in found] == ["1 of 2", "1 of 1", "3 of 3"] and found[-1][0] == "Not known"


def test_a_chart_leaves_out_what_is_too_few_for_a_share() -> None:
    shown = ["2026Q1", "2026Q2", "2026Q3"]
    over = defaultdict(
        lambda: Value((), 1, 2, 2, 1), {"2026Q1": Value((), 5, 10, 10, 1), "2026Q2": Value((), 9, 12, 12, 1)}
    )
    drawn = chart(ratio(), {code: over[code] for code in shown}, shown, None, Chosen("2026Q3", "", True))
    assert drawn and [cells[1] for cells in drawn.rows] == [50, 75, None]
    assert chart(ratio(), {"2026Q1": over["2026Q1"]}, shown, None, Chosen("2026Q3", "", True)) is None
