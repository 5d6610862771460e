"""What recurs and what rises: found where it was planted, and hardly ever where nothing was."""

from collections.abc import Mapping
from itertools import product
from math import comb

import numpy as np
import pytest

from corridor.figures.releases import Release
from corridor.figures.rounding import Cell
from corridor.statistics.patterns import Patterns, patterns
from corridor.statistics.spread import Fourfold, Spread, at_least, chance_of_sum
from corridor.statistics.tests.released import quarter

SET, THREE = "grievance.by-kind-and-corridor", "grievance.by-kind-sector-and-corridor"
KINDS = (
    "unpaid-wages", "late-wages", "underpayment", "overtime-unpaid", "excessive-hours",
    "no-rest-day", "document-kept", "confinement", "phone-kept", "deception",
)  # fmt: skip
CORRIDORS = (
    "NPL-JOR", "BGD-LBN", "LKA-QAT", "IND-ARE", "PHL-SAU",
    "KEN-SAU", "UGA-JOR", "IDN-MYS", "MMR-THA", "NPL-QAT",
)  # fmt: skip
PERIODS = [f"{year}Q{number}" for year in (2025, 2026) for number in (1, 2, 3, 4)]
PLANTED = (KINDS[0], CORRIDORS[0])


def drawn(
    seed: int, mean: float, times: Mapping[Cell, float] | None = None, uneven: bool = False, periods: int = 8
) -> list[Release]:
    """Quarters of 100 cells in which kinds are spread alike over corridors, but for `times` as many in some."""
    dice = np.random.default_rng(seed)
    many = [dice.gamma(2, 0.5, 10) if uneven else np.ones(10) for _ in range(2)]
    found = []
    for period in PERIODS[:periods]:
        means = {
            (kind, corridor): mean * many[0][i] * many[1][j] * (times or {}).get((kind, corridor), 1)
            for (i, kind), (j, corridor) in product(enumerate(KINDS), enumerate(CORRIDORS))
        }
        found.append(quarter(period, {SET: {cell: int(dice.poisson(one)) for cell, one in means.items()}}))
    return found


def every(found: Patterns) -> list[Cell]:
    return [one.at for one in (*found.recurring, *found.rising)]


def test_with_nothing_planted_hardly_ever_a_pattern() -> None:
    """24 pages of 100 cells; at 5 per cent a page, more than 4 false ones come once in 30 such tests at most."""
    false = sum(bool(every(patterns(drawn(seed, (40, 15)[seed % 2], uneven=seed % 4 > 1)))) for seed in range(24))
    assert false <= 4


def test_a_planted_doubling_is_found() -> None:
    found = [patterns(drawn(seed, 40, {PLANTED: 2})) for seed in range(12)]
    hits = [one for one in found if PLANTED in [each.at for each in one.recurring]]
    assert len(hits) >= 11
    assert sum(any(cell != PLANTED for cell in every(one)) for one in found) <= 2, "and nothing else"
    low, high = hits[0].recurring[0].times
    assert high is not None and 1.3 < low <= high < 2.5 and hits[0].recurring[0].since


def test_one_quarter_alone_is_one_event() -> None:
    outs = drawn(3, 30)[:7] + drawn(3, 30, {PLANTED: 5})[7:]
    found = patterns(outs)
    assert PLANTED not in [one.at for one in found.recurring] and found.once >= 1


def test_what_rises_is_found_and_growth_of_everything_is_not() -> None:
    rising = [*drawn(1, 40)[:4], *drawn(2, 40, {PLANTED: 2})[4:]]
    assert PLANTED in [one.at for one in patterns(rising).rising]
    [one] = [one for one in patterns(rising).rising if one.at == PLANTED]
    assert one.halves and one.halves[0][1] < one.halves[1][0]
    grown = [*drawn(1, 30)[:4], *drawn(2, 60)[4:]]
    assert not patterns(grown).rising


def test_too_few_quarters_and_what_is_not_released_are_told() -> None:
    found = patterns(drawn(1, 20, {PLANTED: 4}, periods=2))
    assert found.too_few and found.no_trend and not found.recurring
    assert found.missing[("kind", "sector")] == tuple(PERIODS[:2]) and ("kind", "corridor") not in found.missing
    assert patterns([]).periods == ()


def test_what_is_withheld_stands_out_nowhere_and_was_compared_all_the_same() -> None:
    few = {(kind, corridor): 6 for kind in KINDS for corridor in CORRIDORS} | {PLANTED: 9}
    found = patterns([quarter(period, {SET: few}) for period in PERIODS])
    assert not every(found) and found.withheld == 800 and found.compared > 800


def test_what_is_not_known_together_makes_no_pattern() -> None:
    """Where the kind is not known, the corridor often is not either: all that is known would seem to come together."""
    alike = {(kind, corridor): 25 for kind in KINDS[:4] for corridor in CORRIDORS[:4]}
    outs = [quarter(one, {SET: {**alike, ("unknown", "unknown"): 900, ("other", "other"): 700}}) for one in PERIODS]
    assert not every(patterns(outs))


def test_three_centres_share_it() -> None:
    three = {
        (kind, sector, corridor): 30 for kind in KINDS[:4] for sector in ("domestic-work", "construction")
        for corridor in CORRIDORS[:4]
    }  # fmt: skip
    planted = (KINDS[0], "domestic-work", CORRIDORS[0])
    two = {(kind, corridor): 60 for kind, _, corridor in three} | {PLANTED: 150}
    counts = {SET: two, THREE: {**three, planted: 120}}
    outs = [quarter(one, counts, recurring={THREE: [planted]}) for one in PERIODS[:3]]
    found = {one.at: one for one in patterns(outs).recurring}
    assert found[planted].shared == found[PLANTED].shared == 3, "with the sector, so also with the corridor alone"
    assert found[PLANTED].year == () and len(found[PLANTED].out) == 3


def exact(here: int, alike: int, beside: int, apart: int) -> float:
    """The chance of that many or more, from all ways to draw the column."""
    row, column, whole = here + alike, here + beside, here + alike + beside + apart
    ways = sum(comb(row, k) * comb(whole - row, column - k) for k in range(here, min(row, column) + 1))
    return ways / comb(whole, column)


def test_the_chance_is_that_of_the_worst_counts_within_the_bounds() -> None:
    bounds = (20, 22), (30, 33), (25, 26), (90, 93)
    every_count = product(*(range(low, high + 1) for low, high in bounds))
    worst = max(exact(*one) for one in every_count)
    assert Fourfold(*bounds).chance == pytest.approx(worst, rel=1e-6)
    assert Fourfold((5, 5), (30, 30), (25, 25), (90, 90)).chance == 1.0


def test_sums_of_quarters_are_never_surer_than_they_are() -> None:
    one = Fourfold((14, 14), (26, 26), (26, 26), (134, 134))
    chances = np.array([exact(k, 40 - k, 40 - k, 120 + k) for k in range(41)] + [0.0])
    each = chances[:-1] - chances[1:]
    together = np.convolve(each, each)
    assert chance_of_sum([one, one]) >= together[28:].sum()
    assert at_least(3, 4, 0.5) == pytest.approx(5 / 16)


def test_the_table_of_four_holds_what_was_true() -> None:
    dice = np.random.default_rng(5)
    for _ in range(20):
        counts = {cell: int(dice.integers(0, 40)) for cell in product(KINDS[:5], (*CORRIDORS[:4], "unknown"))}
        [out] = [quarter("2026Q1", {SET: counts})]
        table = out.table("grievance", ("kind", "corridor"))
        assert table
        spread = Spread(out, table, ("kind", "corridor"))
        for kind, corridor in spread.comparable():
            four = spread.fourfold((kind, corridor))
            known = {cell: facts for cell, facts in counts.items() if cell[1] != "unknown"}
            alike = sum(facts for cell, facts in known.items() if cell[0] == kind and cell[1] != corridor)
            beside = sum(facts for cell, facts in known.items() if cell[0] != kind and cell[1] == corridor)
            apart = sum(facts for cell, facts in known.items() if cell[0] != kind and cell[1] != corridor)
            assert four.here[0] <= counts[kind, corridor] <= four.here[1]
            assert four.alike[0] <= alike <= four.alike[1] and four.beside[0] <= beside <= four.beside[1]
            assert four.apart[0] <= apart <= four.apart[1]


def test_two_quarters_of_one_centre_do_not_recur_whatever_the_year_says() -> None:
    outs = drawn(3, 30)[:6] + drawn(5, 30, {PLANTED: 4})[6:]
    assert PLANTED not in [one.at for one in patterns(outs).recurring]
