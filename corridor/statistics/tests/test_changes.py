"""Larger than chance, or not: exact, at the worst case, and few false calls on a page."""

import random
import time
from fractions import Fraction
from itertools import product
from math import comb

import pytest

from corridor.figures import published
from corridor.figures.releases import Bounds
from corridor.figures.told import Told
from corridor.statistics.changes import (
    LARGER,
    MAY_BE,
    NOT_TOLD,
    UNTESTED,
    counts_differ,
    discovered,
    judged,
    parted,
    shares_differ,
)

NONE = (0, 0)
COUNT = published.indicators()["grievances-brought"]
RATIO = published.indicators()["grievance-remedy-received"]
MEDIAN = published.indicators()["grievance-days-to-closing"]
SHARES = published.indicators()["grievance-results"]


def rounded(true: int) -> Bounds:
    """What rule 10-5 lets be known of a count."""
    if true < 10:
        return 0, 9
    value = (true + 2) // 5 * 5
    return max(10, value - 2), value + 2


def count(true: int) -> Told:
    return Told((), rounded(true), NONE, NONE, number=None if true < 10 else (true + 2) // 5 * 5)


def ratio(counts: int, against: int) -> Told:
    number = None if min(counts, against) < 10 else counts / (counts + against)
    return Told((), rounded(counts), rounded(against), NONE, number=number)


def poisson(dice: random.Random, mean: int) -> int:
    """Arrivals in one unit of time."""
    at, found = dice.expovariate(mean), 0
    while at < 1:
        at, found = at + dice.expovariate(mean), found + 1
    return found


def exact_counts(a: int, b: int) -> float:
    n = a + b
    low = Fraction(sum(comb(n, k) for k in range(a + 1)), 2**n)
    high = Fraction(sum(comb(n, k) for k in range(a, n + 1)), 2**n)
    return float(min(1, 2 * min(low, high)))


def exact_shares(a: int, c: int, b: int, d: int) -> float:
    first, second, fits = a + c, b + d, a + b
    every = comb(first + second, fits)
    each = {k: comb(first, k) * comb(second, fits - k) for k in range(min(first, fits) + 1) if fits - k <= second}
    low = Fraction(sum(n for k, n in each.items() if k <= a), every)
    high = Fraction(sum(n for k, n in each.items() if k >= a), every)
    return float(min(1, 2 * min(low, high)))


@pytest.mark.parametrize(("a", "b"), [(60, 120), (0, 9), (10, 11), (30, 31), (200, 260), (7, 0)])
def test_two_counts_exactly(a: int, b: int) -> None:
    p, up = counts_differ((a, a), (b, b))
    assert p == pytest.approx(exact_counts(a, b), rel=1e-9) and up == (b > a)


@pytest.mark.parametrize(("a", "c", "b", "d"), [(10, 40, 25, 25), (3, 7, 9, 1), (0, 12, 8, 5), (120, 80, 90, 110)])
def test_two_shares_exactly(a: int, c: int, b: int, d: int) -> None:
    p, up = shares_differ(((a, a), (c, c)), ((b, b), (d, d)))
    assert p == pytest.approx(exact_shares(a, c, b, d), rel=1e-9)
    assert up == (b * (a + c) > a * (b + d))


@pytest.mark.parametrize("seed", range(60))
def test_it_is_the_largest_p_within_the_bounds(seed: int) -> None:
    dice = random.Random(seed)

    def box() -> Bounds:
        low = dice.randrange(12)
        return low, low + dice.randrange(4)

    one, two = box(), box()
    within = max(exact_counts(a, b) for a, b in product(range(one[0], one[1] + 1), range(two[0], two[1] + 1)))
    assert counts_differ(one, two)[0] >= within - 1e-9
    if one[1] < two[0]:
        assert counts_differ(one, two)[0] == pytest.approx(within, rel=1e-9), "and no larger than it has to be"
    four = one, two, box(), box()
    cells = product(*(range(low, high + 1) for low, high in four))
    within = max(exact_shares(*cell) for cell in cells if cell[0] + cell[1] and cell[2] + cell[3])
    assert shares_differ((four[0], four[1]), (four[2], four[3]))[0] >= within - 1e-9


def test_a_doubling_of_sixty_is_found() -> None:
    [change] = judged([(COUNT, count(60), count(120))])
    assert (change.verdict, change.up, change.better) == (LARGER, True, ""), "more grievances are neither good nor bad"


def test_sixty_to_sixty_five_may_be_chance() -> None:
    assert judged([(COUNT, count(60), count(65))])[0].verdict == MAY_BE


def test_what_is_withheld_cannot_be_told_unless_it_is_certain_all_the_same() -> None:
    assert judged([(COUNT, count(4), count(12))])[0].verdict == NOT_TOLD
    assert judged([(COUNT, count(4), count(60))])[0].verdict == LARGER, "under 10, then 60"
    assert judged([(COUNT, None, count(60))])[0].verdict == NOT_TOLD
    assert judged([(RATIO, Told((), NONE, NONE, NONE), ratio(40, 40))])[0].verdict == NOT_TOLD


def test_a_share_that_rose_is_better_where_the_shelf_says_so() -> None:
    [change] = judged([(RATIO, ratio(20, 80), ratio(60, 60))])
    assert (change.verdict, change.better) == (LARGER, "better")
    [change] = judged([(RATIO, ratio(60, 60), ratio(20, 80))])
    assert (change.verdict, change.better) == (LARGER, "worse")


def test_medians_are_not_tested() -> None:
    told = Told((), (90, 99), NONE, NONE, {"up-to-7": (90, 99)}, number=4.0)
    assert judged([(MEDIAN, told, told)])[0].verdict == UNTESTED
    assert judged([(SHARES, told, told)])[0].verdict == UNTESTED, "shares are tested part by part"


def test_shares_are_taken_apart() -> None:
    told = Told((), (98, 102), NONE, NONE, {"nothing": (38, 42), "settled": (58, 62), "stopped": (0, 9)})
    parts = {code: (one, each) for code, one, each in parted(SHARES, told)}
    indicator, settled = parts["settled"]
    assert (indicator.statistic, settled.at) == ("ratio", ("settled",))
    assert settled.against == (38, 44), "all that is known less what settled"
    assert settled.number and settled.between and settled.between[0] < settled.number < settled.between[1]
    assert parts["stopped"][1].number is None, "withheld"


def test_the_false_discovery_rate_goes_over_the_page() -> None:
    assert discovered([]) == -1
    assert discovered([0.01, 0.04, 0.03, 0.05]) == 0.05, "all four under their limits"
    assert discovered([0.02, 0.5, 0.6, 0.7]) == -1
    alone = (COUNT, count(60), count(93))
    assert judged([alone])[0].verdict == LARGER
    among = judged([alone, *[(COUNT, count(50), count(52))] * 60])
    assert among[0].verdict == MAY_BE, "one of sixty-one may well come by chance"
    silent = judged([alone, *[(COUNT, count(3), count(4))] * 60])
    assert silent[0].verdict == LARGER, "what no test could find takes nothing from the others"
    assert {one.verdict for one in silent[1:]} == {NOT_TOLD}


def test_pages_without_a_change_are_seldom_said_to_have_one() -> None:
    dice = random.Random(6)
    called = 0
    for _ in range(400):
        pairs: list[tuple[object, Told, Told]] = []
        for mean in (15, 40, 80, 200, 400):
            pairs.append((COUNT, count(poisson(dice, mean)), count(poisson(dice, mean))))
            one = [sum(dice.random() < 0.4 for _ in range(mean)) for _ in range(2)]
            pairs.append((RATIO, ratio(one[0], mean - one[0]), ratio(one[1], mean - one[1])))
        called += any(change.verdict == LARGER for change in judged(pairs))  # type: ignore[arg-type]
    assert called <= 0.05 * 400


def test_hundreds_of_comparisons_take_no_time() -> None:
    pairs = [(COUNT, count(900 + at), count(1100)) for at in range(200)]
    pairs += [(RATIO, ratio(400 + at, 600), ratio(500, 500)) for at in range(200)]
    taken = []
    for _ in range(5):
        begin = time.perf_counter()
        judged(pairs)
        taken.append(time.perf_counter() - begin)
    assert min(taken) < 0.05
