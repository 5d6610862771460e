"""The attacker: what he finds under rules that protect nobody, that he is right, and that a cell passes with reason."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.figures.attacker import PRINTED, RELAXATION, TIME, Contradiction, found
from corridor.figures.rounding import Family, Shown, Table, shown
from corridor.figures.tests import worlds
from corridor.figures.tests.worlds import codes, contradicts, small, tables, world

FEW = settings(max_examples=8, deadline=None, derandomize=True)


def under(family: Family, *rule: int) -> tuple[Shown, ...]:
    return tuple(worlds.under(table, *rule) for table in family.tables)


def test_suppressing_one_to_four_gives_most_small_cells_away() -> None:
    families = [world(count, seed) for count in (225, 900) for seed in range(3)]
    attacks = [found(family, under(family, 5, 1, True)) for family in families]
    assert sum(one.exact for attack in attacks for one in attack.found) > sum(len(one.small) for one in attacks) / 2
    assert {one.how for attack in attacks for one in attack.found} == {PRINTED, RELAXATION}


def test_a_cell_that_is_nowhere_printed_is_worked_out() -> None:
    """40 in all, 33 of them for wages: 7 for papers, though it is withheld."""
    dims = {"kind": ("wages", "papers")}
    family = Family("sums", dims, tables(dims, {("wages",): 33, ("papers",): 7}))
    (papers,) = found(family, under(family, 10, 1)).found
    assert (papers.at_least, papers.at_most, papers.how, papers.exact) == (7, 7, RELAXATION, True)


@pytest.mark.parametrize(("threshold", "base"), [(10, 1), (0, 5)])
def test_neither_withholding_nor_rounding_is_enough_alone(threshold: int, base: int) -> None:
    family = world(900, "naive")
    assert found(family, under(family, threshold, base)).found


@FEW
@given(st.integers(20, 400), st.integers(0, 10**6), st.sampled_from([(5, 1), (10, 1), (10, 5), (10, 10)]))
def test_what_he_is_certain_of_is_true(count: int, seed: int, rule: tuple[int, int]) -> None:
    family = world(count, seed, shape=(4, 3, 2))
    there = {where: 0 for where in small(family)}
    for cell, number in (family.facts or {}).items():
        pairs = set(zip(family.dims, cell, strict=True))
        there.update((where, total + number) for where, total in there.items() if set(where) <= pairs)
    for one in found(family, under(family, *rule)).found:
        assert one.at_least <= there[one.where] and (one.at_most is None or there[one.where] <= one.at_most)


@FEW
@given(st.integers(20, 400), st.integers(0, 10**6), st.sampled_from([5, 10]))
def test_a_cell_passes_only_with_counts_in_hand_that_leave_it_empty(count: int, seed: int, base: int) -> None:
    family = world(count, seed, shape=(4, 3, 2))
    attack, cells = found(family, under(family, 10, base)), list(product(*family.dims.values()))
    assert set(attack.small) == small(family)
    passed = set(attack.small) - {one.where for one in attack.found}
    for point in attack.points:
        counts = dict(zip(cells, map(int, point), strict=True))
        assert not contradicts(family, under(family, 10, base), counts)
        there = [set(zip(family.dims, cell, strict=True)) for cell, number in counts.items() if number]
        passed = {where for where in passed if any(set(where) <= one for one in there)}
    assert not passed


@FEW
@given(st.lists(st.integers(0, 14), min_size=4, max_size=4), st.sampled_from([(5, 1), (10, 1), (10, 5), (10, 10)]))
def test_he_finds_what_trying_every_count_finds(numbers: list[int], rule: tuple[int, int]) -> None:
    dims = {"kind": ("wages", "papers"), "outcome": ("paid", "nothing")}
    cells = list(product(*dims.values()))
    joint = dict(zip(cells, numbers, strict=True))
    family = Family("four", dims, tables(dims, joint), sum(numbers), facts=joint)
    out, total = under(family, *rule), sum(numbers)
    left = small(family)
    for three in product(range(total + 1), repeat=3):
        counts = dict(zip(cells, (*three, total - sum(three)), strict=True))
        if min(counts.values()) < 0 or contradicts_any(family, out, counts, rule):
            continue
        there = [set(zip(dims, cell, strict=True)) for cell, number in counts.items() if number]
        left = {where for where in left if any(set(where) <= one for one in there)}
    assert {one.where for one in found(family, out).found} == left


def contradicts_any(family: Family, out: tuple[Shown, ...], counts: dict, rule: tuple[int, int]) -> bool:
    """Whether counts do not fit, under any rule: tables made of them would be shown otherwise."""
    made = {table.id: worlds.under(table, *rule) for table in tables(dict(family.dims), counts)}
    return any(made[one.table].cells != one.cells for one in out)


def test_two_margins_tell_of_a_cross_that_is_not_published() -> None:
    """95 of 100 for wages (shown 95: 93 to 97), 12 paid (shown 10: 10 to 12): at least 93 + 10 - 100 = 3 are both."""
    dims = {"kind": ("wages", "papers"), "outcome": ("paid", "nothing")}
    joint = {("wages", "paid"): 7, ("wages", "nothing"): 88, ("papers", "paid"): 5}
    kind, outcome = (table for table in tables(dims, joint) if len(table.dims) == 1)
    family = Family("two margins", dims, (kind, outcome), 100, facts=joint)
    attack = found(family, [shown(kind, 5), shown(outcome, 5)])
    assert (("kind", "wages"), ("outcome", "paid")) in {one.where for one in attack.found}
    (both,) = (one for one in attack.found if len(one.where) == 2 and dict(one.where)["kind"] == "wages")
    assert (both.at_least, both.at_most, both.how) == (3, 12, RELAXATION)


def test_the_choice_of_codes_tells_too() -> None:
    """18 in all; that wages and paid are named at all says 10 of each: 10 + 10 - 18 = 2 are both, with no table out."""
    dims = {"kind": ("wages", "other"), "outcome": ("paid", "other")}
    joint = {("wages", "paid"): 5, ("wages", "other"): 6, ("other", "paid"): 7}
    assert not found(Family("named", dims, (), 18, facts=joint), []).found
    least = {(("kind", "wages"),): 10, (("outcome", "paid"),): 10}
    (both,) = found(Family("named", dims, (), 18, facts=joint, least=least), []).found
    assert both.where == (("kind", "wages"), ("outcome", "paid")) and both.at_least == 2


def test_without_the_joint_facts_what_may_be_small_counts_as_small() -> None:
    family = world(900, "unknown")
    some = tuple(table for table in family.tables if table.id in {"kind-sector", "sector-corridor"})
    blind = Family("blind", family.dims, some)
    attack = found(blind, under(blind, 10, 5))
    assert ("kind", "corridor") in {tuple(dim for dim, _ in where) for where in attack.small}  # no table has them
    assert all(one.at_least < 10 for one in attack.found)


def test_what_cannot_occur_is_known_and_asked_of_nobody() -> None:
    """No charge falls due at the destination before anybody leaves: with the total known, the other one is."""
    dims = {"step": ("before", "after"), "place": ("home", "abroad")}
    table = Table("step-place", tuple(dims), {("before", "home"): 30, ("after", "home"): 4, ("after", "abroad"): 40})
    attack = found(Family("charges", dims, (table,)), [shown(table, 5)])
    assert (("step", "before"), ("place", "abroad")) not in attack.small
    assert not attack.found
    known = found(Family("charges", dims, (table,), population=74), [shown(table, 5)])
    assert [one.how for one in known.found] == []  # 74 - 32 - 42 = 0: nobody need be there


def test_tables_over_other_facts_are_refused() -> None:
    dims = {"kind": ("wages", "papers"), "outcome": ("paid", "nothing")}
    kind = Table("kind", ("kind",), {("wages",): 60, ("papers",): 40})
    both = Table("both", tuple(dims), dict(zip(product(*dims.values()), (20, 20, 30, 30), strict=True)))
    family = Family("mixed", dims, (kind, both))
    with pytest.raises(Contradiction, match="mixed"):
        found(family, [shown(kind, 5), shown(both, 5)])


def test_without_time_everything_counts_as_found() -> None:
    family = world(225, "no time")
    attack = found(family, under(family, 10, 5), seconds=0)
    assert {one.where for one in attack.found} == set(attack.small) and {one.how for one in attack.found} == {TIME}


@FEW
@given(st.integers(60, 900), st.randoms(use_true_random=False))
def test_the_order_of_codes_changes_nothing(count: int, dice) -> None:
    family = world(count, count)
    other = Family(
        family.id,
        {dim: tuple(dice.sample(some, len(some))) for dim, some in dice.sample(list(codes().items()), 3)},
        tuple(dice.sample(family.tables, len(family.tables))),
        family.population,
    )
    first, second = (found(one, under(one, 10, 5)) for one in (family, other))
    known = {frozenset(one.where) for one in first.found}
    assert known == {frozenset(one.where) for one in second.found}
