"""What a page may tell of an indicator: from released tables alone, with bounds that always hold."""

import random
from collections import Counter
from math import isclose

import pytest

from corridor.figures import catalogue, releases, told
from corridor.figures.gate import shown
from corridor.figures.indicators import Refused, read
from corridor.figures.releases import Release
from corridor.figures.rounding import FIVE, Cell
from corridor.figures.tests.rowsets_made_up import KINDS, row
from corridor.figures.values import median
from corridor.journey.facts import MONTHS_OF_PAY, UNKNOWN

RATIO = read(row(denominator="outcome=received|part|nothing"), KINDS)
COUNT = read(row(id="grievances-brought", statistic="count", numerator=""), KINDS)
COST = {"id": "cost", "statistic": "median", "numerator": "", "measure": "cost", "unit": "months", "by": "corridor"}
MEDIAN = read(row(**COST), KINDS)


def released(set_name: str, counts: dict[Cell, int]) -> Release:
    """As if the attacker had found nothing: every table under rule 10-5."""
    planned = next(one for one in catalogue.catalogue(KINDS) if one.row_set == set_name)
    family = catalogue.family(planned, counts, KINDS)
    tables = releases.told(family, [shown(table, FIVE) for table in family.tables])
    return Release("2026Q3", "2026-11", 3, (), tables)


def test_a_ratio_from_shown_counts() -> None:
    out = released("by-corridor-and-outcome", {("NPL-JOR", "received"): 41, ("NPL-JOR", "nothing"): 79})
    [one] = told.told(out, RATIO, kinds=KINDS)
    assert one.number is None, "part is not shown: it may be nobody, and may be nine"
    assert one.between and one.between[0] <= 41 / 120 <= one.between[1]
    out = released(
        "by-corridor-and-outcome",
        {("NPL-JOR", "received"): 41, ("NPL-JOR", "part"): 20, ("NPL-JOR", "nothing"): 79, ("NPL-JOR", UNKNOWN): 33},
    )
    [one] = told.told(out, RATIO, kinds=KINDS)
    assert one.number == 60 / 140  # 40 + 20 of 40 + 20 + 80, as they are shown
    assert one.open[0] >= 33 - 2, "what is not known is told apart"


def test_a_count_of_everything_comes_from_the_total() -> None:
    out = released("by-corridor-and-outcome", {("NPL-JOR", "received"): 41, ("BGD-JOR", "nothing"): 12})
    [one] = told.told(out, COUNT, kinds=KINDS)
    assert (one.number, one.numerator) == (55, (53, 57))
    each = {one.at[0]: one.number for one in told.told(out, COUNT, ("corridor",), KINDS)}
    assert each == {"NPL-JOR": 40, "BGD-JOR": 10, "other": None, "unknown": None}


def test_a_median_by_bands() -> None:
    counts = {("NPL-JOR", band): facts for band, facts in zip(MONTHS_OF_PAY, (10, 20, 40, 30, 15, 10), strict=True)}
    [one] = told.told(released("by-corridor-and-cost", counts), MEDIAN, kinds=KINDS)
    exact = median({band: facts for (_, band), facts in counts.items()}).number
    assert exact and one.number and isclose(one.number, exact)
    assert one.middle and one.middle[1] and one.middle[0] <= exact <= one.middle[1]
    few = {("NPL-JOR", "1-3"): 25, ("NPL-JOR", "3-6"): 12}
    assert told.told(released("by-corridor-and-cost", few), MEDIAN, kinds=KINDS)[0].middle, "30 and more for certain"
    few[("NPL-JOR", "1-3")] = 20
    assert told.told(released("by-corridor-and-cost", few), MEDIAN, kinds=KINDS)[0].middle is None, "maybe only 28"


@pytest.mark.parametrize("seed", range(200))
def test_the_bounds_hold_whatever_came(seed: int) -> None:
    dice = random.Random(seed)
    counts: Counter[Cell] = Counter()
    for place in ("NPL-JOR", "BGD-JOR", "LKA-LBN"):
        for code in ("received", "part", "nothing", UNKNOWN):
            counts[place, code] = dice.choice([0, 3, 6, 11, 17, 48])
    out = released("by-corridor-and-outcome", counts)
    for one in [*told.told(out, RATIO, kinds=KINDS), *told.told(out, RATIO, ("corridor",), KINDS)]:
        if one.at and one.at[0] not in ("NPL-JOR", "BGD-JOR", "LKA-LBN"):
            continue  # under OTHER stands what is not named
        rows = {cell: facts for cell, facts in counts.items() if not one.at or one.at[0] == cell[0]}
        fits = sum(facts for (_, code), facts in rows.items() if code in ("received", "part"))
        not_fits = sum(facts for (_, code), facts in rows.items() if code == "nothing")
        assert one.numerator[0] <= fits <= one.numerator[1]
        assert one.against[0] <= not_fits <= one.against[1]
        if one.between:
            assert one.between[0] - 1e-9 <= fits / (fits + not_fits) <= one.between[1] + 1e-9
            assert one.number is None or one.between[0] <= one.number <= one.between[1] + 1e-9


@pytest.mark.parametrize("seed", range(200))
def test_the_middle_of_bands_lies_within_its_bounds(seed: int) -> None:
    dice = random.Random(seed)
    counts = {("NPL-JOR", band): dice.choice([0, 4, 9, 12, 31]) for band in MONTHS_OF_PAY}
    out = released("by-corridor-and-cost", counts)
    [one] = told.told(out, MEDIAN, kinds=KINDS)
    exact = median({band: facts for (_, band), facts in counts.items()})
    if one.middle and exact.number is not None:
        assert one.middle[0] <= exact.number + 1e-9
        assert one.middle[1] is None or (not exact.more_than and exact.number <= one.middle[1] + 1e-9)


def test_what_a_release_cannot_tell_is_refused_with_the_reason() -> None:
    out = released("by-corridor-and-outcome", {("NPL-JOR", "received"): 41})
    with pytest.raises(Refused, match="in a release only kind, corridor"):
        told.told(out, RATIO, ("centre",), KINDS)
    with pytest.raises(Refused, match="at most 2 columns together"):
        told.told(out, RATIO, ("kind", "corridor"), KINDS)
    with pytest.raises(Refused, match="waits for organising"):
        told.told(out, read(row(waits_for="organising"), KINDS), (), KINDS)


def test_a_table_that_the_gate_dropped_tells_nothing() -> None:
    assert told.told(Release("2026Q3", "2026-11", 3, (), ()), RATIO, kinds=KINDS) == []
