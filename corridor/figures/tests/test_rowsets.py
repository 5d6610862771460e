"""Row-sets: every combination that is told is of five workers of three cases, whatever was counted."""

from collections import Counter, defaultdict
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.figures.rowsets import CASES, WORKERS, RowSet, row_set
from corridor.journey.facts import OTHER, Column, Fact, FactKind

KIND = FactKind(
    "grievance",
    "A grievance",
    "tests",
    (Column("kind", "Kind", codes=("wages", "hours", "passport")), Column("sector", "Sector", codes=("home", "mill"))),
    {"by-kind-and-sector": ("kind", "sector")},
    lambda known, today: iter(()),
)


def facts(kind: str, sector: str, workers: int, cases: int, first: int = 0) -> list[Fact]:
    """One fact for each of so many workers, spread over so many cases (0: none has a case)."""
    numbers = range(first, first + workers)
    return [
        Fact(
            f"{kind}{one}",
            f"w{one}",
            f"c{first}-{one % cases}" if cases else "",
            None,
            {"kind": kind, "sector": sector},
        )
        for one in numbers
    ]


def counted(*groups: Iterable[Fact]) -> RowSet:
    return row_set(KIND, "by-kind-and-sector", [one for group in groups for one in group])


@pytest.mark.parametrize(
    ("workers", "cases", "told"),
    [(5, 3, True), (4, 4, False), (5, 2, False), (40, 1, False), (5, 0, True), (4, 0, False)],
)
def test_five_workers_of_three_cases(workers: int, cases: int, told: bool) -> None:
    found = counted(facts("wages", "home", workers, cases))
    assert (found.rows, found.withheld) == (({("wages", "home"): workers}, 0) if told else ({}, workers))


def test_many_facts_of_one_worker_are_of_one_worker() -> None:
    one = facts("wages", "home", 1, 1) * 30
    assert counted(one).withheld == 30 and counted(one).rows == {}


def test_facts_of_nobody_make_no_group_larger() -> None:
    nobody = [Fact(f"n{one}", "", "", None, {"kind": "wages", "sector": "home"}) for one in range(20)]
    assert counted(nobody, facts("wages", "home", 4, 4)).rows == {}


def test_a_worker_who_is_there_with_her_case_is_no_case_besides() -> None:
    """Five women of one case, of whom two facts name no case: still one case."""
    named = facts("wages", "home", 5, 1)
    bare = [Fact(f"b{one}", f"w{one}", "", None, {"kind": "wages", "sector": "home"}) for one in range(2)]
    assert counted(named, bare).rows == {}


def test_what_is_rare_is_put_together_in_the_column_that_loses_least() -> None:
    """By hand: hours/home 3 and hours/mill 4 are rare, passport/home 2 too. With sector put together hours has 7
    workers and is told, passport 2 is not: 7 of 9. With kind put together home has 5 and is told, mill 4 is not: 5 of
    9. So sector goes first; the two of passport are then still rare as anything, and withheld.
    """
    rare = [facts("hours", "home", 3, 3, 10), facts("hours", "mill", 4, 4, 20), facts("passport", "home", 2, 2, 30)]
    found = counted(facts("wages", "home", 8, 4), *rare)
    assert found.rows == {("wages", "home"): 8, ("hours", OTHER): 7}
    assert (found.together, found.withheld, found.facts) == (7, 2, 17)


def test_what_is_still_rare_joins_what_was_put_together() -> None:
    """By hand: hours/home 3 and passport/mill 4: no column alone makes five of either; together they are seven."""
    found = counted(facts("hours", "home", 3, 3), facts("passport", "mill", 4, 4, 10))
    assert found.rows == {(OTHER, OTHER): 7} and found.withheld == 0


def test_a_set_that_the_kind_does_not_have() -> None:
    with pytest.raises(KeyError):
        row_set(KIND, "by-name", [])


EACH = st.tuples(
    st.sampled_from(("wages", "hours", "passport", OTHER)),
    st.sampled_from(("home", "mill", OTHER)),
    st.integers(0, 14),
    st.integers(-1, 8),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(EACH, max_size=60), st.randoms())
def test_no_combination_is_of_a_few_and_none_is_lost(drawn: list[tuple[str, str, int, int]], chance: object) -> None:
    every = [
        Fact(str(at), f"w{worker}", f"c{case}" if case >= 0 else "", None, {"kind": kind, "sector": sector})
        for at, (kind, sector, worker, case) in enumerate(drawn)
    ]
    found = row_set(KIND, "by-kind-and-sector", every)
    assert found.facts == len(every) and found.together <= sum(found.rows.values())
    mixed = list(every)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert row_set(KIND, "by-kind-and-sector", mixed) == found
    workers, cases = defaultdict(set), defaultdict(set)
    for one in every:
        for codes in _told_as(one):
            workers[codes].add(one.worker)
            cases[codes].add(one.case or one.worker)
    exact = Counter((one.values["kind"], one.values["sector"]) for one in every)
    for codes, number in found.rows.items():
        assert number >= WORKERS and (OTHER in codes or number == exact[codes])
        assert len(workers[codes]) >= WORKERS and len(cases[codes]) >= CASES


def _told_as(one: Fact) -> set[tuple[str, str]]:
    """Every combination under which a fact can stand."""
    kind, sector = one.values["kind"], one.values["sector"]
    return {(kind, sector), (kind, OTHER), (OTHER, sector), (OTHER, OTHER)}
