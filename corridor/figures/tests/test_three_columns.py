"""What recurs over centres: a table of three columns, tried last, dropped before the others are made coarser for it."""

from typing import Any

import pytest

from corridor.figures import attacker, catalogue, releases
from corridor.figures.actions import releasing
from corridor.figures.actions.taking import take_return
from corridor.figures.attacker import TIME, Attack, Finding
from corridor.figures.rounding import Cell, Family
from corridor.figures.tests.returned import TODAY, Sender, returned, rows
from corridor.figures.tests.rowsets_made_up import KINDS
from corridor.figures.tests.test_releases import CENTRES, release, senders  # noqa: F401
from corridor.safe.tests.people import People

THREE = "by-kind-corridor-and-outcome"
COLUMNS = ("kind", "corridor", "outcome")
COMMON: Cell = ("unpaid-wages", "NPL-JOR", "nothing")
OF_TWO: Cell = ("document-kept", "NPL-JOR", "nothing")
MANY: dict[Cell, int] = {
    COMMON: 40,
    OF_TWO: 6,
    ("unpaid-wages", "NPL-JOR", "received"): 31,
    ("unpaid-wages", "BGD-JOR", "nothing"): 25,
    ("unpaid-wages", "BGD-JOR", "received"): 22,
    ("document-kept", "NPL-JOR", "received"): 26,
    ("document-kept", "BGD-JOR", "nothing"): 34,
    ("document-kept", "BGD-JOR", "received"): 29,
}


@pytest.fixture(autouse=True)
def patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "PATTERNS", {"grievance": THREE})


def family_of_three(found: dict[Cell, int]) -> Family:
    planned = next(one for one in catalogue.catalogue(KINDS) if one.row_set == THREE)
    return catalogue.family(planned, found, KINDS)


@pytest.mark.django_db
def test_what_several_centres_have_is_told_as_recurring(senders: dict[str, Sender], people: People) -> None:  # noqa: F811
    for number, sender in enumerate(senders.values()):
        some = MANY | ({OF_TWO: 33} if number < 2 else {})
        take_return(sender.sends(returned(sender.code, "2026Q2", rows(THREE, some))), TODAY, kinds=KINDS)
    out = release("2026Q2", people)
    table = out.table("grievance", COLUMNS)
    assert table and table.cells[COMMON] == 120 and table.cells[OF_TWO] == 70
    assert COMMON in out.recurring[table.id] and OF_TWO not in out.recurring[table.id]


@pytest.mark.django_db
def test_two_centres_recur_nowhere(senders: dict[str, Sender], people: People) -> None:  # noqa: F811
    for sender in [*senders.values()][:2]:
        take_return(sender.sends(returned(sender.code, "2026Q2", rows(THREE, MANY))), TODAY, kinds=KINDS)
    assert release("2026Q2", people).recurring == {}


def test_the_table_of_three_goes_before_the_others_are_made_coarser_for_it() -> None:
    """An attack that finds somebody as soon as three columns are shown."""

    def attack(family: Family, shown: Any, seconds: float) -> Attack:
        three = [one for one in shown if one.base is not None and one.table.count(",") == 2]
        where = tuple(zip(COLUMNS, OF_TWO, strict=True))
        return Attack((where,), (Finding(where, 1, None, TIME),) if three else (), (), 0.0)

    shown, log = releasing.through_gate(family_of_three(MANY), 5, 60, attack)
    assert {one.table.rpartition(":")[2]: one.base for one in shown} == {
        "": 5, "kind": 5, "corridor": 5, "outcome": 5, "kind,corridor": 5, "kind,corridor,outcome": None,
    }  # fmt: skip
    assert (
        log.dropped == (f"grievance.{THREE}:kind,corridor,outcome",) and [step[3] for step in log.steps] == [TIME] * 2
    )


def test_out_of_time_drops_the_table_of_three_alone() -> None:
    begun: list[int] = []

    def slow(family: Family, shown: Any, seconds: float) -> Attack:
        begun.append(len(shown))
        if any(one.table.count(",") == 2 for one in shown):
            raise releasing._OutOfTime
        return Attack((), (), (), 0.0)

    shown, log = releasing.through_gate(family_of_three(MANY), 5, 60, slow)
    assert len(shown) == 5 and log.dropped == (f"grievance.{THREE}:kind,corridor,outcome",) and len(begun) == 2


def test_what_is_shown_stands_up_to_the_attacker() -> None:
    family = family_of_three(MANY | {("no-rest-day", "NPL-LBN", "part"): 4})
    shown, _ = releasing.through_gate(family, 20, 60)
    assert not [one for one in attacker.found(family, shown).found if one.at_least < 10]


def test_a_release_that_says_that_what_it_has_not_recurs_is_no_release() -> None:
    plain = releases.plain_table(
        releases.ReleasedTable(
            "grievance.x:kind", "grievance", "x", ("kind",), {"kind": ("a",)}, 5, {("a",): 30}, (("a",),)
        )
    )
    assert releases.table_from(plain).recurring == (("a",),)
    with pytest.raises(ValueError, match="recur"):
        releases.table_from(plain | {"recurring": [["b"]]})
