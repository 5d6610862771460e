"""The catalogue: every pair of columns once, families that the attacker can try, and nobody found by a missing code."""

import random
from collections import Counter
from dataclasses import replace
from itertools import combinations, product
from math import prod

import pytest

from corridor.figures import attacker, catalogue, gate
from corridor.figures.catalogue import Planned
from corridor.figures.rounding import LARGEST, Cell, Family, Table, shown
from corridor.figures.tests.rowsets_made_up import KINDS
from corridor.figures.tests.worlds import world
from corridor.journey.facts import CORRIDOR, FACTS, OTHER, SECTOR, UNKNOWN, Column, FactKind

PLANNED = catalogue.catalogue(KINDS)
BY_CORRIDOR = next(one for one in PLANNED if one.id == "grievance.by-corridor-and-outcome")


def test_a_pair_comes_from_the_row_set_that_lost_least() -> None:
    assert ("corridor", "outcome") in BY_CORRIDOR.tables
    of_three = next(one for one in PLANNED if one.row_set == "by-kind-corridor-and-outcome")
    assert [pair for pair in of_three.tables if len(pair) == 2] == [("kind", "corridor")]


@pytest.mark.parametrize("kinds", [KINDS, FACTS], ids=["made up", "of the rooms"])
def test_every_pair_of_columns_that_a_row_set_has_is_told_once(kinds: dict[str, FactKind]) -> None:
    there = {(name, frozenset(two)) for name, k in kinds.items() for s in k.sets.values() for two in combinations(s, 2)}
    told = [(one.kind, frozenset(dims)) for one in catalogue.catalogue(kinds) for dims in one.tables if len(dims) == 2]
    assert set(told) == there and len(told) == len(there)


def test_no_table_is_by_centre_and_three_columns_stand_together_for_patterns_alone() -> None:
    every = [(one.kind, one.row_set, dims) for one in catalogue.catalogue(FACTS) for dims in one.tables]
    assert every and all("centre" not in dims for _, _, dims in every)
    assert {kind: row_set for kind, row_set, dims in every if len(dims) > 2} == catalogue.PATTERNS


def test_everybody_knows_that_a_code_that_is_named_is_not_small() -> None:
    counts = {("NPL-JOR", "received"): 30, ("NPL-JOR", "nothing"): 25, ("LKA-LBN", "nothing"): 9}
    family = catalogue.family(BY_CORRIDOR, counts, KINDS)
    named = {(("corridor", "NPL-JOR"),), (("outcome", "received"),), (("outcome", "nothing"),)}
    assert family.least == dict.fromkeys(named, 10)
    kept = [table for table in family.tables if len(table.dims) == 2]  # its margins are dropped
    found = attacker.found(replace(family, tables=(*kept,)), [shown(table, 5) for table in kept]).found
    assert all(one.at_least < 10 for one in found)


@pytest.mark.parametrize("planned", catalogue.catalogue(FACTS), ids=lambda one: one.id)
def test_every_family_of_the_rooms_can_be_tried_however_much_came(planned: Planned) -> None:
    """Every code of every column, and 150 corridors, with enough facts to be named."""
    columns = {one.name: one for one in FACTS[planned.kind].columns}
    places = [f"{a}-{b}" for a in ("NPL", "BGD", "LKA", "IND", "ETH") for b in ("JOR", "LBN", "QAT", "SAU", "ARE")]
    every = {name: columns[name].all_codes or tuple(places * 6)[:150] for name in planned.columns}
    dice = random.Random(planned.id)
    counts = {tuple(dice.choice(codes) for codes in every.values()): 40 for _ in range(2_000)}
    family = catalogue.family(planned, counts)
    assert prod(map(len, family.dims.values())) <= LARGEST
    assert {table.id.partition(":")[0] for table in family.tables} == {planned.id}
    assert all(sum(table.cells.values()) == sum(counts.values()) for table in family.tables)
    assert catalogue.tells(planned, planned.tables[-1])


def test_rare_codes_stand_under_other() -> None:
    counts = {("NPL-JOR", "received"): 30, ("NPL-JOR", "nothing"): 25, ("LKA-LBN", "nothing"): 9}
    family = catalogue.family(BY_CORRIDOR, counts, KINDS)
    assert family.dims == {"corridor": ("NPL-JOR", OTHER, UNKNOWN), "outcome": ("received", "nothing", OTHER, UNKNOWN)}
    two = family.tables[-1]
    assert two.id == "grievance.by-corridor-and-outcome:corridor,outcome"
    assert two.cells[(OTHER, "nothing")] == 9 and two.cells[(OTHER, "received")] == 0


def test_codes_do_not_depend_on_the_order_of_facts() -> None:
    dice = random.Random(7)
    places = [f"{a}-{b}" for a in ("NPL", "BGD", "LKA") for b in ("JOR", "LBN", "QAT")]
    counts = {(one, out): dice.randint(0, 30) for one in places for out in ("received", "part", "nothing")}
    turned = dict(sorted(counts.items(), reverse=True))
    assert catalogue.family(BY_CORRIDOR, counts, KINDS) == catalogue.family(BY_CORRIDOR, turned, KINDS)


def test_the_rarest_go_where_joint_cells_would_be_too_many() -> None:
    kind = FactKind(
        "walk",
        "A walk",
        "tests",
        (CORRIDOR, SECTOR, Column("way", "Way", codes=tuple(f"w{n}" for n in range(60)))),
        {"all": ("corridor", "sector", "way")},
        lambda known, today: iter(()),
    )
    [planned] = catalogue.catalogue({"walk": kind})
    sectors = [code for code in SECTOR.all_codes if code not in (OTHER, UNKNOWN)]
    counts = {("NPL-JOR", sector, f"w{way}"): 20 + way for sector in sectors for way in range(60)}
    counts |= {("BGD-JOR", sectors[0], f"w{way}"): 20 for way in range(60)}
    family = catalogue.family(planned, counts, {"walk": kind})
    assert prod(map(len, family.dims.values())) <= LARGEST
    many = {(f"{a}-JOR", sectors[0], "w1"): 10 + n for n, a in enumerate(["NPL", "BGD", "LKA", "IND", "ETH", "KEN"])}
    family = catalogue.family(planned, counts | many, {"walk": kind})
    assert prod(map(len, family.dims.values())) <= LARGEST
    ways = family.dims["way"]
    assert "w59" in ways and "w0" not in ways, "the fewest facts go first"


@pytest.mark.parametrize("seed", range(20))
def test_nobody_is_certain_under_a_code_that_is_not_named(seed: int) -> None:
    """All that is released would be the same if nobody were under such a code, and all of them under OTHER."""
    dice = random.Random(seed)
    places = [f"{a}-{b}" for a in ("NPL", "BGD", "LKA") for b in ("JOR", "LBN", "QAT")]
    counts = {(one, out): dice.choice([0, 0, 0, 5, 6, 40]) for one in places for out in ("received", "nothing")}
    family = catalogue.family(BY_CORRIDOR, counts, KINDS)
    without: Counter[Cell] = Counter()
    for (place, out), facts in counts.items():
        named = place in family.dims["corridor"], out in family.dims["outcome"]
        without[place if named[0] else OTHER, out if named[1] else OTHER] += facts
    assert len(without) < len(counts), "something is put together"
    assert catalogue.family(BY_CORRIDOR, without, KINDS) == family


def split(whole: Family, *parts: tuple[str, ...]) -> list[Family]:
    """A world as several row-sets of a return have it, nothing of it withheld."""
    made = []
    for part in parts:
        dims = {dim: codes for dim, codes in whole.dims.items() if dim in part}
        tables = tuple(table for table in whole.tables if set(table.dims) <= set(part))
        made.append(Family(f"world.{'-'.join(part)}", dims, tables))
    return made


def test_families_over_the_same_facts_are_one() -> None:
    """What one row-set tells can open another: together at the gate it is seen, one by one it is not."""
    whole = world(500, 39, (6, 5, 4, 3), known=False)
    a, b, c, d = whole.dims
    parts = split(whole, (a, c), (a, b, c), (a, b, d))
    [group] = catalogue.linked(parts)
    assert group.dims == {dim: whole.dims[dim] for dim in (a, c, b, d)}
    assert len(group.tables) == len({table.id for part in parts for table in part.tables})
    assert not attacker.found(whole, gate.released(group).shown).found
    apart = {one.table: one for part in parts for one in gate.released(part).shown}
    assert attacker.found(whole, list(apart.values())).found, "a control: it has to fall"


def test_families_over_other_facts_or_too_many_cells_stay_apart() -> None:
    whole, other = world(500, 1, known=False), world(501, 1, known=False)
    a, b, c = whole.dims
    assert len(catalogue.linked([*split(whole, (a, b)), *split(other, (b, c))])) == 2
    assert [len(catalogue.linked([_empty("x", 80), _empty("z", most)])) for most in (20, 40)] == [1, 2]


def _empty(name: str, size: int) -> Family:
    dims = {name: tuple(map(str, range(size))), "y": ("1", "2")}
    chosen = ((), (name,), ("y",))
    tables = [Table(f"{name}:{dim}", dim, dict.fromkeys(product(*(dims[one] for one in dim)), 0)) for dim in chosen]
    return Family(name, dims, tuple(tables))


def test_people_by_centre_bear_no_name() -> None:
    family = catalogue.by_centre("person", {"amman": 40, "beirut": 25, "doha": 12})
    assert family.dims == {"centre": ("1", "2", "3")}
    assert not attacker.found(family, [shown(table, 5) for table in family.tables]).found
