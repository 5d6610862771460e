"""A definition that cannot be is refused by file, row and field; one that can is read."""

import random
from datetime import date
from pathlib import Path

import pytest

from corridor.figures import store as stored
from corridor.figures.engine import DuckDB, crossed
from corridor.figures.indicators import Refused, bands, condition, faults, holds_on, on_shelf, read, suited
from corridor.figures.tests.rowsets_made_up import GRIEVANCE, KINDS, Counts, row
from corridor.journey.facts import DAYS_BETWEEN, FACTS, MONTHS_OF_PAY, SHARE
from corridor.reference.shelf import shelf


def test_a_sound_definition_is_read() -> None:
    found = read(row(denominator="kind=unpaid-wages | late-wages"), KINDS)
    assert found.numerator == {"outcome": ("received", "part")}
    assert found.denominator == {"kind": ("unpaid-wages", "late-wages")}
    assert found.columns == ("outcome", "kind") and not found.caution


@pytest.mark.parametrize(
    ("changed", "field", "expected"),
    [
        ({"facts": "grievances"}, "facts", "a kind of fact: grievance, person"),
        ({"statistic": "mean"}, "statistic", "one of count, ratio, median, shares"),
        ({"direction": "better"}, "direction", "one of up, down, none"),
        ({"numerator": ""}, "numerator", "a condition; a ratio without one divides a thing by itself"),
        ({"numerator": "result=received"}, "numerator", "a column of 'grievance': kind, corridor, outcome, cost"),
        ({"numerator": "outcome=won"}, "numerator", "a code of outcome: received, part, nothing, unknown"),
        ({"numerator": "outcome=other"}, "numerator", "a code of outcome: received, part, nothing, unknown"),
        ({"denominator": "corridor=Jordan"}, "denominator", "a code of corridor: a country or a corridor"),
        ({"numerator": "outcome"}, "numerator", "column=code|code, parted by ; ('outcome' is no condition"),
        ({"denominator": "kind=debt; kind=threats"}, "denominator", "column=code|code, parted by ; ('kind' stands"),
        ({"denominator": "outcome=nothing"}, "numerator", "of outcome a code that the denominator has too"),
        ({"measure": "cost"}, "measure", "blank; a ratio has none"),
        ({"statistic": "median", "numerator": ""}, "measure", "a column; median are taken of its bands"),
        ({"statistic": "median", "numerator": "", "measure": "pay"}, "measure", "a column of bands or codes: kind"),
        (
            {"statistic": "median", "numerator": "", "measure": "kind", "by": ""},
            "measure",
            "bands alone, and rising ones",
        ),
        ({"unit": "share of USD"}, "unit", "no currency: facts hold months of pay and bands"),
        ({"by": "kind;month"}, "by", "centre, quarter or a column of 'grievance'"),
        ({"by": "cost"}, "by", "columns that one row-set of 'grievance' has together (by-corridor-and-cost: corridor"),
    ],
)
def test_what_cannot_be_is_refused_by_row_and_field(changed: dict[str, str], field: str, expected: str) -> None:
    found = list(faults(row(**changed), KINDS))
    assert [(one.file, one.line, one.field) for one in found] == [("indicators.csv", 7, field)]
    assert found[0].expected.startswith(expected)
    with pytest.raises(Refused, match=r"indicators\.csv:7"):
        read(row(**changed), KINDS)


def test_the_others_go_on_when_one_is_refused() -> None:
    good, wrong = on_shelf([row(), row(id="bad-one", facts="gossip")], KINDS)
    assert list(good) == ["grievance-remedy-received"] and [one.field for one in wrong] == ["facts"]


def test_what_waits_for_a_room_is_kept_whatever_it_asks_for() -> None:
    good, wrong = on_shelf([row(facts="session", numerator="held=yes", waits_for="outreach at home")], KINDS)
    assert not wrong and good["grievance-remedy-received"].waits_for == "outreach at home"


def test_the_row_set_with_the_fewest_columns_has_lost_the_least() -> None:
    found = read(row(), KINDS)
    assert suited(found, (), GRIEVANCE)[0] == "by-corridor-and-outcome"
    assert suited(found, ("kind", "quarter"), GRIEVANCE)[0] == "by-kind-and-outcome"
    assert suited(found, ("kind", "corridor"), GRIEVANCE)[0] == "by-kind-corridor-and-outcome"
    with pytest.raises(Refused, match="by-kind-and-outcome: kind, outcome"):
        suited(found, ("cost",), GRIEVANCE)


def test_the_ends_of_bands_are_read_from_their_codes() -> None:
    months = bands(MONTHS_OF_PAY)
    assert months["none"] == (0, 0) and months["1-3"] == (1, 3) and months["over-12"] == (12, None)
    assert bands(DAYS_BETWEEN)["8-30"] == (7, 30)
    assert bands(SHARE) | {"all": (100, 100)} == bands(SHARE) and bands(SHARE)["75-99"] == (75, 99)
    assert bands(("at-least", "75-99", "50-75")) == {}


def test_a_definition_holds_between_its_days() -> None:
    found = read(row(valid_from="2026-07", valid_until="2027"), KINDS)
    held = [holds_on(found, day) for day in (date(2026, 6, 30), date(2026, 7, 1), date(2027, 12, 31), date(2028, 1, 1))]
    assert held == [False, True, True, False]


def test_a_condition_is_read_with_its_spaces() -> None:
    assert condition(" kind = debt | threats ;outcome=part; ") == {"kind": ("debt", "threats"), "outcome": ("part",)}


def test_every_indicator_of_the_shelf_can_be_reckoned_or_says_what_it_waits_for() -> None:
    good, wrong = on_shelf(shelf().all("indicators"), FACTS)
    assert [str(one) for one in wrong] == []
    assert len(good) == len(shelf().all("indicators")) >= 35
    assert any(one.waits_for for one in good.values()), "those of rooms to come are on the shelf"


def test_every_indicator_of_the_shelf_is_reckoned_by_everything_it_may_be(tmp_path: Path) -> None:
    """Over row-sets made by chance of every kind of fact that the rooms have registered."""
    chance, places = random.Random(1), {"corridor": ("NPL-JOR", "BGD-LBN"), "country": ("JOR", "LBN")}
    for kind in FACTS.values():
        codes = {one.name: one.all_codes or (*places[one.name], "unknown", "other") for one in kind.columns}
        sets = [
            Counts(
                kind.name, name, columns, {tuple(chance.choice(codes[one]) for one in columns): 7 for _ in range(40)}
            )
            for name, columns in kind.sets.items()
        ]
        stored.take(tmp_path / "store", "2026Q1", "amman", "r1", sets)
    engine, counted = DuckDB(tmp_path / "store"), 0
    for one in on_shelf(shelf().all("indicators"), FACTS)[0].values():
        for by in [] if one.waits_for else [(), *((name,) for name in one.by)]:
            found = crossed(engine, tmp_path / "store", one, by, ("2026Q1",))
            assert all(0 <= value.numerator <= value.denominator <= value.facts for value in found), (one.id, by)
            counted += sum(value.facts for value in found)
    assert counted > 10_000


def test_counts_of_people_reached_or_enrolled_never_stand_alone() -> None:
    """WIF2019-24, 33; WIF2023-23: heads are no measure of outreach or of organising."""
    for one in on_shelf(shelf().all("indicators"), FACTS)[0].values():
        kind = FACTS.get(one.facts)
        heads = one.statistic == "count" and (one.waits_for or (kind and kind.of_person))
        assert one.caution or not heads, one.id
        assert one.beside and (one.direction == "none" or not heads), one.id
