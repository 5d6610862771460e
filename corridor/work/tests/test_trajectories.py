"""Trajectories: months, distances and groups as counted by hand, and what must hold for any."""

import random
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.journey.calendars import read_when
from corridor.work import dissimilarity, grouping, states
from corridor.work import trajectories as rules
from corridor.work.contents import InKind, Spell
from corridor.work.states import CHANNELS, LIVE_IN, NOT_KNOWN, PAID, STATES, trajectory

CASES = tomllib.loads((Path(__file__).parent / "cases" / "trajectories.toml").read_text(encoding="utf-8"))
LETTERS = {
    "D": "detention",
    "L": LIVE_IN,
    "P": PAID,
    "F": "family-work",
    "C": "care",
    "S": "search",
    "R": "return",
    ".": NOT_KNOWN,
}
YEAR, TODAY = range(2024 * 12, 2025 * 12), date(2026, 9, 1)
LIVES = st.lists(st.text("LPCSR.", min_size=6, max_size=6), min_size=2, max_size=8)


def spelt(text: str) -> tuple[str, ...]:
    return tuple(LETTERS[letter] for letter in text)


def spell(told: dict[str, Any]) -> Spell:
    said = dict(told)
    calendar = said.pop("calendar", "gregorian")
    times = {name: read_when(said.pop(name, ""), calendar) for name in ("begin", "end")}
    return Spell("her", **times, **said)


def codes(texts: list[str]) -> dissimilarity.Codes:
    return dissimilarity.coded([spelt(one) for one in texts])


@pytest.mark.parametrize("name", CASES["states"])
def test_states_by_month(name: str) -> None:
    case = CASES["states"][name]
    found = trajectory(map(spell, case["spells"]), YEAR, TODAY, case.get("home", ""))
    assert found == spelt(case["expected"]), case["why"]


def test_channels_tell_side_by_side_what_one_state_hides() -> None:
    spells = [
        spell({"kind": "paid-work", "live_in": "yes", "begin": "2024-01", "end": "2024-02", "country": "JOR"}),
        spell({"kind": "care", "begin": "2024-02", "end": "2024-03", "country": "NPL"}),
        spell({"kind": "transit", "begin": "2024-03", "end": "2024-03"}),
    ]
    found = {name: trajectory(spells, YEAR, TODAY, "NPL", name)[:4] for name in CHANNELS}
    assert found == {
        "paid": (LIVE_IN, LIVE_IN, "none", NOT_KNOWN),
        "unpaid": ("none", "care", "care", NOT_KNOWN),
        "mobility": ("abroad", "abroad", "transit", NOT_KNOWN),
    }
    with pytest.raises(KeyError):
        trajectory(spells, YEAR, TODAY, "NPL", "leisure")


def test_why_a_spell_can_not_be_placed() -> None:
    assert states.spans(spell({"end": "2024"}), TODAY) == states.NO_BEGIN
    assert states.spans(spell({"begin": "2024-05", "end": "2023"}), TODAY) == states.ENDS_BEFORE


def test_only_months_that_are_over_are_looked_at() -> None:
    assert states.years(2024, 2024, date(2024, 3, 31)) == range(2024 * 12, 2024 * 12 + 2)
    assert len(states.years(2024, 2024, TODAY)) == 12


@pytest.mark.parametrize("name", CASES["distance"])
def test_distances(name: str) -> None:
    case = CASES["distance"][name]
    pair, costs = codes(case["pair"]), dissimilarity.constant_costs()
    assert dissimilarity.optimal_matching(pair, costs)[0, 1] == case["optimal_matching"], case["why"]
    same = np.repeat(costs[None], pair.shape[1], axis=0)
    assert dissimilarity.dynamic_hamming(pair, same)[0, 1] == case["same_month"], case["why"]


def test_a_change_that_is_often_made_costs_less() -> None:
    case = CASES["moves"]
    found = {(one.before, one.after): one.share for one in rules.moves([spelt(one) for one in case["trajectories"]])}
    assert found == {(LETTERS[a], LETTERS[b]): share for (a, b), share in case["rates"].items()}
    costs = dissimilarity.transition_costs(codes([one for one in case["trajectories"] if "." not in one] * 2))
    assert costs[STATES.index(PAID), STATES.index("search")] == pytest.approx(2 - 2 / 3)  # P: PP, PS, PS
    assert (costs == costs.T).all() and not costs.diagonal().any()


def test_a_change_costs_less_in_the_month_in_which_many_make_it() -> None:
    case = CASES["dynamic"]
    two = codes(case["trajectories"])
    costs = dissimilarity.dynamic_costs(two)
    paid, search = STATES.index(PAID), STATES.index("search")
    assert costs[:, paid, search].tolist() == case["costs"]
    assert dissimilarity.dynamic_hamming(two, costs)[0, 1] == case["distance"]
    with pytest.raises(ValueError, match="2 months found; expected those of 3"):
        dissimilarity.dynamic_hamming(two, costs[:2])


def test_entropy_leaves_out_what_is_not_known() -> None:
    case = CASES["entropy"]
    assert rules.entropy(case["counts"]) == pytest.approx(case["expected"], abs=1e-5)
    assert rules.own_entropy(spelt("PPCC..")) == pytest.approx(case["expected"], abs=1e-5)
    assert rules.own_entropy(spelt("PPPP")) == 0 and rules.own_entropy(spelt("....")) is None
    (month,) = rules.distribution([spelt("P"), spelt("C"), spelt(".")], range(YEAR[0], YEAR[0] + 1))
    assert month.known == 2 and month.counts == {PAID: 1, "care": 1, NOT_KNOWN: 1}
    with pytest.raises(ValueError, match="other months"):
        rules.distribution([spelt("PP")], YEAR)


def test_unfit_trajectories_are_told() -> None:
    with pytest.raises(ValueError, match="different lengths"):
        codes(["PP", "PPP"])
    with pytest.raises(ValueError, match="'flying' found"):
        dissimilarity.coded([("flying",)])
    with pytest.raises(ValueError, match="expected one of optimal-matching"):
        rules.groups([], "by taste")


@given(LIVES)
def test_it_is_a_distance_where_the_costs_are_constant(texts: list[str]) -> None:
    apart = dissimilarity.optimal_matching(codes(texts), dissimilarity.constant_costs())
    assert not apart.diagonal().any() and (apart == apart.T).all()
    assert (apart[:, :, None] <= apart[:, None, :] + apart.T[None, :, :] + 1e-4).all()
    alike = np.array([[one == other for other in texts] for one in texts])
    assert ((apart == 0) == alike).all()


@given(LIVES)
def test_moving_months_never_costs_more_than_changing_them(texts: list[str]) -> None:
    rows, costs = codes(texts), dissimilarity.constant_costs()
    same = np.repeat(costs[None], rows.shape[1], axis=0)
    assert (dissimilarity.optimal_matching(rows, costs) <= dissimilarity.dynamic_hamming(rows, same)).all()


@given(LIVES, st.permutations("LPCSR."))
def test_what_states_are_called_does_not_matter(texts: list[str], names: list[str]) -> None:
    renamed = [one.translate(str.maketrans("LPCSR.", "".join(names))) for one in texts]
    for costs_of in (lambda _: dissimilarity.constant_costs(), dissimilarity.transition_costs):
        one, other = codes(texts), codes(renamed)
        before = dissimilarity.optimal_matching(one, costs_of(one))
        assert np.allclose(before, dissimilarity.optimal_matching(other, costs_of(other)), atol=1e-4)


@given(LIVES)
def test_both_ways_of_computing_agree(texts: list[str]) -> None:
    """Months in common where a change costs two gaps; the whole table where it costs a little less."""
    rows, costs = codes(texts), dissimilarity.constant_costs()
    table = dissimilarity.optimal_matching(rows, costs - 1e-6 * (costs > 0), 1)
    assert np.allclose(dissimilarity.optimal_matching(rows, costs), table, atol=1e-3)


def test_more_months_than_bits_of_a_number() -> None:
    """Two months of 65 changed: 2 x 2; one changed: 2; these two differ in one: 2. The same for their last 64."""
    texts = ["P" * 65, "P" * 63 + "CC", "P" * 64 + "C"]
    apart = dissimilarity.optimal_matching(codes(texts), dissimilarity.constant_costs())
    assert apart.tolist() == [[0, 4, 2], [4, 0, 2], [2, 2, 0]]
    short = dissimilarity.optimal_matching(codes([one[1:] for one in texts]), dissimilarity.constant_costs())
    assert short.tolist() == apart.tolist(), "64 months fill the number"


@given(LIVES)
def test_the_table_agrees_with_one_written_step_by_step(texts: list[str]) -> None:
    rows = codes(texts)
    costs = dissimilarity.transition_costs(rows)
    assert dissimilarity.optimal_matching(rows, costs, 0.7)[0, 1] == pytest.approx(
        aligned(rows[0].tolist(), rows[1].tolist(), costs.tolist(), 0.7), abs=1e-4
    )


def aligned(one: list[int], other: list[int], costs: list[list[float]], gap: float) -> float:
    above = [gap * place for place in range(len(other) + 1)]
    for number, state in enumerate(one, start=1):
        row = [gap * number]
        for place, theirs in enumerate(other):
            row.append(min(above[place] + costs[state][theirs], above[place + 1] + gap, row[-1] + gap))
        above = row
    return above[-1]


@given(st.randoms(use_true_random=False))
def test_neither_the_order_of_spells_nor_their_money_matters(chance: random.Random) -> None:
    every = [spell(one) for case in CASES["states"].values() for one in case["spells"]]
    mixed = [replace(one, currency="JOD", employer_name="x", in_kind=(InKind("food"),)) for one in every]
    chance.shuffle(mixed)
    for channel in ("", *CHANNELS):
        wanted = trajectory(every, YEAR, TODAY, "NPL", channel)
        assert trajectory(mixed, YEAR, TODAY, "NPL", channel) == wanted


def test_several_channels_as_one() -> None:
    """Paid and care differ in both months, abroad or not in the second alone: 2 x 2 + 2 = 6, month by month."""
    paid = dissimilarity.coded([("p", "p"), ("n", "n")], "pn")
    place = dissimilarity.coded([("a", "h"), ("a", "a")], "ah")
    whole, places = dissimilarity.joined([paid, place], [2, 2])
    costs = dissimilarity.channel_costs([dissimilarity.constant_costs(2)] * 2, places)
    assert dissimilarity.dynamic_hamming(whole, np.repeat(costs[None], 2, axis=0))[0, 1] == 6


LIVED_IN, AT_HOME = "LLLLLLRR", "CCCCSSPP"


def lives(*often: tuple[str, int]) -> list[tuple[str, ...]]:
    return [spelt(text) for text, count in often for _ in range(count)]


@pytest.mark.parametrize("method", rules.METHODS)
def test_two_ways_of_living_are_two_groups(method: str) -> None:
    every = lives((LIVED_IN, 6), ("LLLLLRRR", 2), (AT_HOME, 7), ("CCCSSSPP", 1), ("L.......", 3))
    found = rules.groups(every, method)
    assert [len(one.trajectories) for one in found.groups] == [8, 8]
    assert {one.typical for one in found.groups} == {spelt(LIVED_IN), spelt(AT_HOME)}
    assert found.clear and found.left_out == 3
    random.Random(1).shuffle(every)
    assert rules.groups(every, method) == found


@pytest.mark.parametrize("method", rules.METHODS)
def test_lives_of_one_state_may_differ_in_their_channels(method: str) -> None:
    """All are in paid work each month, which hides who cares for somebody beside it (WIF2023-6)."""
    paid, abroad = ("paid-work",) * 8, ("abroad",) * 8
    with_care, without = (paid, ("care",) * 6 + ("none",) * 2, abroad), (paid, ("none",) * 8, abroad)
    every, beside = [paid] * 14, [with_care] * 6 + [without] * 8
    assert rules.groups(every, method).none == rules.ALIKE
    found = rules.groups(every, method, beside=beside)
    assert [(len(one.trajectories), one.beside) for one in found.groups] == [(8, without), (6, with_care)]
    both = list(zip(every, beside, strict=True))
    random.Random(1).shuffle(both)
    assert rules.groups([one for one, _ in both], method, beside=[one for _, one in both]) == found


def test_fewer_than_five_are_no_group() -> None:
    assert rules.groups(lives((LIVED_IN, 9))).none == rules.TOO_FEW
    assert rules.groups(lives((LIVED_IN, 20))).none == rules.ALIKE
    assert rules.groups(lives((LIVED_IN, 20), (AT_HOME, 4))).none == rules.ALIKE
    assert rules.groups(lives((LIVED_IN, 1001))).none == rules.TOO_MANY
    assert rules.groups(lives(("L.......", 30))).left_out == 30


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=4, max_size=9), st.integers(2, 3))
def test_no_swap_of_a_medoid_would_bring_the_group_closer(points: list[tuple[int, int]], number: int) -> None:
    where = np.array(points, dtype=np.float32)
    apart = np.abs(where[:, None] - where[None]).sum(axis=2)
    chosen = grouping.medoids(apart, number)
    best = apart[list(chosen)].min(axis=0).sum()
    for place in range(number):
        for row in range(len(points)):
            swapped = [*chosen[:place], row, *chosen[place + 1 :]]
            assert apart[swapped].min(axis=0).sum() >= best - 1e-3


def test_silhouette_by_hand() -> None:
    """Points 0, 1 and 10: for 0, a = 1, b = 10, 0.9; for 1, a = 1, b = 9, 8/9; 10 is alone, 0. Mean 0.59630."""
    where = np.array([0, 1, 10], dtype=np.float32)
    apart = np.abs(where[:, None] - where[None])
    assert grouping.silhouette(apart, np.array([0, 0, 1])) == pytest.approx((0.9 + 8 / 9) / 3)
    with pytest.raises(ValueError, match="4 groups of 3"):
        grouping.medoids(apart, 4)
