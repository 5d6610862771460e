"""What may be counted of spells and of what came of journeys: codes and bands, and nothing that leads to a person."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.journey.contents import Journey, Name, Worker
from corridor.journey.facts import FACTS, UNKNOWN, Fact, FactKind
from corridor.recruitment.net_pay import NET_PAY
from corridor.safe import queries
from corridor.safe.actions import records
from corridor.safe.tests.people import People
from corridor.work.contents import Spell
from corridor.work.facts import KINDS, outcomes, spells
from corridor.work.journeys_on_file import JourneyOnFile
from corridor.work.outcomes import Measurement
from corridor.work.pay import Amount
from corridor.work.tests.spells import TODAY, cases, on, rated, row, spell

WENT = {"j": Journey("w", "NPL", "JOR", "domestic-work")}
MAID: dict[str, Any] = {
    "journey": "j",
    "country": "JOR",
    "sector": "domestic-work",
    "begin": on("2024-04-01"),
    "currency": "JOD",
    "period": "month",
}


def told(*every: Spell, rows: Any = (), nationality: str = "NPL") -> list[dict[str, str]]:
    numbered = [(str(number), one) for number, one in enumerate(every)]
    found = list(spells.of_worker("w", nationality, WENT, numbered, TODAY, rows, rated()))
    for fact in found:
        assert_only_codes(spells.SPELL, fact)
    return [dict(one.values) for one in found]


def assert_only_codes(kind: FactKind, fact: Fact) -> None:
    assert list(fact.values) == [one.name for one in kind.columns]
    wrong = {one.name: fact.values[one.name] for one in kind.columns if not one.admits(fact.values[one.name])}
    assert wrong == {}


# --- spells ---


@pytest.mark.parametrize(("name", "case"), [pytest.param(n, c, id=n) for n, c in cases("facts")])
def test_worked_case(name: str, case: dict[str, Any]) -> None:
    assert case["hand"] and case["source"]
    rows = [row(countries=["JOR"], **case["row"])] if "row" in case else []
    [found] = told(spell(**MAID, **case["spell"]), rows=rows)
    assert {column: found[column] for column in case["values"]} == case["values"]
    assert (found["kind"], found["country"], found["sector"]) == ("paid-work", "JOR", "domestic-work")
    assert found["corridor"] == "NPL-JOR"


def test_every_sign_can_be_counted_by_sector_and_country() -> None:
    signs = {"hours", "rest_day", "minimum", "documents", "movement_limited", "phone_limited"}
    by_place = {columns[0] for columns in spells.SETS.values() if columns[1:] == ("country", "sector")}
    assert signs < by_place


def test_unpaid_work_is_left_out_of_pay_by_name() -> None:
    minimum = [row(countries=["JOR"], amount=260, currency="JOD", period="month")]
    [care] = told(spell(**MAID, kind="care", hours_a_week="80"), rows=minimum)
    assert (care["kind"], care["minimum"], care["living"]) == ("care", "not-paid-work", "not-paid-work")
    assert care["hours"] == "over-72", "it is work all the same"
    [silent] = told(spell(**MAID, kind=""), rows=minimum)
    assert (silent["kind"], silent["minimum"]) == (UNKNOWN, UNKNOWN)


def test_a_spell_of_no_journey_has_no_corridor() -> None:
    home, gone = told(spell(country="NPL"), spell(**{**MAID, "journey": "destroyed"}))
    assert (home["corridor"], home["country"]) == (UNKNOWN, "NPL") and gone["corridor"] == UNKNOWN


def test_who_she_is_decides_which_minimum_holds() -> None:
    """A minimum for those who come from Nepal counts by where her journey began."""
    for_nepal = [row(countries=["JOR"], origins=["NPL"], amount=130, currency="JOD", period="month", hours_a_week=48)]
    maid = spell(**MAID, pay="130", hours_a_week="48")
    assert told(maid, rows=for_nepal, nationality="")[0]["minimum"] == "at-least"
    at_home = spell(**{**MAID, "journey": ""}, pay="130", hours_a_week="48")
    assert told(at_home, rows=for_nepal, nationality="BGD")[0]["minimum"] == UNKNOWN


def test_a_spell_is_of_its_first_day() -> None:
    entered = Spell("w", "paid-work", day=date(2026, 1, 5))
    found = spells.of_worker("w", "", {}, [("a", spell(**MAID)), ("b", entered)], TODAY, ())
    assert [one.day for one in found] == [date(2024, 4, 1), date(2026, 1, 5)]


some_text = st.text(max_size=12) | st.sampled_from(["free", "yes", "herself", "care", "JOR", "unknown"])
some_number = st.decimals(-10, 10**6, places=1) | st.none()


@given(some_text, some_text, some_number, some_number)
def test_nothing_that_was_typed_gets_among_the_values(
    code: str, other: str, hours: Decimal | None, rest: Decimal | None
) -> None:
    typed = {"kind": code, "sector": other, "country": other, "papers_with": code, "movement": other, "phone": code}
    told(Spell("w", **typed, live_in=other, security=code, hours_a_week=hours, rest_days_a_month=rest, pay=hours))


# --- outcomes ---

HOME = {"country": "NPL", "begin": on("2022-01-01"), "end": on("2023-12-31")}
THERE = {"country": "JOR", "journey": "j", "sector": "domestic-work", "begin": on("2024-02-01")}
PAY = {"currency": "JOD", "period": "month"}


def came(*every: Spell, later: tuple[Measurement, ...] = (), journey: Journey = WENT["j"]) -> dict[str, dict[str, str]]:
    one = JourneyOnFile("j", "w", journey, "NPL", every, later)
    found = list(outcomes.of_journeys([one], TODAY, rated()))
    for fact in found:
        assert_only_codes(outcomes.OUTCOME, fact)
    assert len({fact.key for fact in found}) == len(found)
    return {fact.values["measure"]: dict(fact.values) for fact in found}


def test_which_way_pay_and_hours_went_abroad() -> None:
    before = spell(**HOME, pay="100", hours_a_week="48", **PAY)
    found = came(before, spell(**THERE, pay="200", hours_a_week="72", end=on("2025-12-31"), **PAY))
    assert {measure: one["direction"] for measure, one in found.items()} == {
        "pay-during": "better",
        "hours-during": "worse",
        "skills-during": UNKNOWN,
        "protection-during": UNKNOWN,
    }
    place = {"corridor": "NPL-JOR", "country": "JOR", "sector": "domestic-work"}
    assert all({name: one[name] for name in place} == place for one in found.values())


def test_what_was_not_told_before_is_not_known_and_not_the_same() -> None:
    assert came(spell(**THERE, pay="200", **PAY))["pay-during"]["direction"] == UNKNOWN
    assert came(spell(**HOME)) == {}, "nothing is told of a time that has not come"


def test_what_she_tells_later_is_set_beside_her_work_there() -> None:
    there = spell(**THERE, pay="200", end=on("2025-12-31"), **PAY)
    later = Measurement(date(2026, 2, 1), Amount(Decimal(150), "JOD"))
    found = came(there, later=(later,))
    assert found["pay-after"]["direction"] == "worse" and found["hours-after"]["direction"] == UNKNOWN
    one = JourneyOnFile("j", "w", WENT["j"], "NPL", (there,), (later,))
    days = {fact.values["measure"]: fact.day for fact in outcomes.of_journeys([one], TODAY, rated())}
    assert (days["pay-during"], days["pay-after"]) == (date(2025, 12, 31), date(2026, 2, 1))


def test_of_several_sectors_none_is_chosen() -> None:
    other = {**THERE, "sector": "garment"}
    assert came(spell(**THERE), spell(**other))["pay-during"]["sector"] == UNKNOWN


# --- out of the casebook ---


@pytest.mark.django_db
def test_both_kinds_are_made_of_a_file_and_nothing_exact_is_in_it(people: People) -> None:
    worker = records.write_record(Worker("kiba-tumu-2", (Name("Sita"),), nationality="NPL"), by=people.bina).id
    journey = records.write_record(Journey(worker, "", "JOR"), by=people.bina).id
    typed = {"pay": "217", "hours_a_week": "61", "job": "Maid of Al Noor", "employer_name": "Al Noor", "note": "locked"}
    there = spell(**{**MAID, "journey": journey}, **typed)
    id = records.write_record(Spell(**{**vars(there), "worker": worker}), by=people.bina).id
    known = queries.reading(people.bina, "read_case")
    found = {kind.name: list(kind.made(known, TODAY)) for kind in KINDS}
    [one] = found["spell"]
    assert (one.key, one.worker, one.values["hours"]) == (id, worker, "60-72")
    assert one.values["corridor"] == "NPL-JOR", "it began where she is from"
    assert {fact.values["measure"] for fact in found["outcome"]} == {
        f"{question}-during" for question in ("pay", "hours", "skills", "protection")
    }
    for kind in KINDS:
        assert FACTS[kind.name] is kind
        for fact in found[kind.name]:
            assert_only_codes(kind, fact)
            values = " ".join(fact.values.values())
            assert not any(text in values for text in ("217", "61", "Noor", "Sita", "locked", worker, journey))
    assert NET_PAY, "debts are measured by what she earns"


@pytest.mark.django_db
def test_a_spell_that_others_may_not_read_is_not_counted_by_them(people: People) -> None:
    naming = records.Naming((people.amina.account,), restricted=True)
    worker = records.write_record(Worker("kiba-tumu-2", (Name("Sita"),)), by=people.amina, naming=naming).id
    records.write_record(Spell(worker, "paid-work"), by=people.amina, naming=naming)
    counts = [
        len(list(spells.made(queries.reading(people.members[name], "read_case"), TODAY))) for name in ("amina", "bina")
    ]
    assert counts == [1, 0]
