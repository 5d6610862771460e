"""What came of a migration: worked cases, the times, and a group."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from corridor.work.outcomes import AFTER, BEFORE, DURING, Line, Measurement, moments, outcome, went
from corridor.work.pay import Amount, Unknown
from corridor.work.tests.spells import TODAY, cases, on, rated, spell

HOME = {"country": "NPL", "begin": on("2022-01-01"), "end": on("2023-12-31")}
THERE = {"country": "JOR", "journey": "j", "begin": on("2024-02-01"), "end": on("2025-12-31")}
CONVERT = rated(USD_JOD="0.71")


def lines(*spells: Any, later: tuple[Measurement, ...] = ()) -> dict[str, Line]:
    found = outcome(moments("j", "NPL", spells, later, TODAY), CONVERT)
    return {line.question: line for line in found}


def asked(**said: Any) -> dict[str, Any]:
    return {"period": "month", **said}


@pytest.mark.parametrize(("name", "case"), [pytest.param(n, c, id=n) for n, c in cases("outcomes")])
def test_worked_case(name: str, case: dict[str, Any]) -> None:
    found = lines(spell(**HOME, **asked(**case["before"])), spell(**THERE, **asked(**case["during"])))
    assert {question: found[question].ways[DURING] for question in case["ways"]} == case["ways"]
    for question, why in case.get("missing", {}).items():
        assert found[question].why[DURING] == why
    assert all(line.why[AFTER] for line in found.values()), "nothing was measured after"


def test_jobs_at_the_same_time_count_together() -> None:
    maid = spell(**THERE, pay="200", currency="JOD", period="month", hours_a_week="40")
    extra = spell(**THERE, pay="50", currency="JOD", period="month", hours_a_week="15")
    found = lines(maid, extra)
    during = found["pay"].answers[DURING]
    assert during and isinstance(during.pay, Amount) and during.pay.value == 250 and during.hours == 55


def test_one_of_two_pays_unknown_is_not_the_other_alone() -> None:
    found = lines(spell(**THERE, pay="200", currency="JOD", period="month"), spell(**THERE))
    assert found["pay"].answers[DURING] is None and found["pay"].why[DURING] == "no pay was entered"


def test_what_was_measured_later_is_set_beside_her_work_there() -> None:
    there = spell(**THERE, pay="200", currency="JOD", period="month", hours_a_week="60")
    early = Measurement(date(2023, 5, 1), Amount(Decimal(1), "JOD"))
    late = Measurement(date(2026, 2, 1), Amount(Decimal(300), "USD"), Decimal(48))
    found = lines(there, later=(early, late))
    assert found["pay"].ways[AFTER] == "better" and found["hours"].ways[AFTER] == "better"
    assert isinstance(found["pay"].pays[AFTER], Amount) and found["pay"].pays[AFTER].value == 213
    assert lines(there, later=(early,))["pay"].answers[AFTER] is None, "before the job began is not after it"


def test_of_two_jobs_at_home_the_last_before_she_left_counts() -> None:
    first = spell(country="NPL", begin=on("2019-01-01"), end=on("2020-12-31"), job="fields", used=["weeding"])
    found = moments("j", "NPL", [first, spell(**HOME, job="shop"), spell(**THERE)], (), TODAY)
    assert [one.of for one in found[BEFORE]] == ["shop"]
    back = spell(country="NPL", begin=on("2026-01-15"), job="shop again")
    assert [one.of for one in moments("j", "NPL", [spell(**THERE), back], (), TODAY)[AFTER]] == ["shop again"]


def test_unpaid_work_is_no_measurement_of_pay() -> None:
    unpaid = spell(**HOME, kind="care")
    assert moments("j", "NPL", [unpaid, spell(**THERE)], (), TODAY)[BEFORE] == []


def group(*pays: str) -> list[list[Line]]:
    every = []
    for pay in pays:
        there = spell(**THERE, pay=pay, currency="JOD", period="month")
        found = moments("j", "NPL", [spell(**HOME, pay="100", currency="JOD", period="month"), there], (), TODAY)
        every.append(outcome(found, CONVERT))
    return every


def test_a_group_is_counted_with_who_is_missing() -> None:
    found = {(one.question, one.moment): one for one in went(group("50", "100", "200", "300", ""))}
    pay = found["pay", DURING]
    assert (pay.better, pay.same, pay.worse, pay.not_known) == (2, 1, 1, 1)
    assert pay.middle == Decimal("1.5"), "of 0.5, 1, 2 and 3"
    assert found["pay", AFTER].not_known == 5 and found["hours", DURING].not_known == 5


def test_two_women_have_no_median() -> None:
    found = went(group("200", "300"))
    assert [one.middle for one in found if one.question == "pay"] == [None, None]


def test_no_order_of_entry_matters() -> None:
    every = [
        spell(**HOME, pay="1", currency="JOD", period="month"),
        spell(**THERE, pay="2", currency="JOD", period="month"),
    ]
    assert lines(*every) == lines(*every[::-1])


def test_a_pay_that_cannot_be_brought_together_says_why() -> None:
    before = spell(**HOME, pay="9000", currency="BDT", period="month")
    found = lines(before, spell(**THERE, pay="2", currency="JOD", period="month"))["pay"].pays[BEFORE]
    assert isinstance(found, Unknown) and found.why == ("there is no rate",)
