"""What does not fit together in spells is pointed out, and only where it is certain."""

from dataclasses import replace

import pytest

from corridor.journey.when import YEAR, When
from corridor.work.doubts import at_once, doubts_of
from corridor.work.tests.spells import on, spell

JOB = spell(begin=on("2024-01-01"), end=on("2024-12-31"), live_in="yes", employer_name="Household A")


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        pytest.param({"begin": on("2024-05-01"), "end": on("2024-04-30")}, "It ends before it begins.", id="dates"),
        pytest.param({"pay": "300", "period": "month"}, "The pay has no currency.", id="no currency"),
        pytest.param({"pay": "3", "currency": "JOD"}, "It is not said for which length the pay is.", id="no length"),
        pytest.param(
            {"hours_a_week": "100", "overtime_a_week": "69"}, "A week has 168 hours; these are 169.", id="hours"
        ),
        pytest.param({"rest_days_a_month": "32"}, "A month does not have so many days off.", id="days off"),
    ],
)
def test_a_contradiction_is_pointed_out(said: dict, doubt: str) -> None:
    assert doubts_of(spell(**said)) == [doubt]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({}, id="nothing said"),
        pytest.param({"begin": on("2024-05-01"), "end": on("2024-05-01")}, id="one day"),
        pytest.param({"begin": When("2024", exact=YEAR), "end": on("2024-01-01")}, id="a time nobody understood"),
        pytest.param({"begin": on("2024-03-01", "2024-05-31"), "end": on("2024-05-01")}, id="spring, until May"),
        pytest.param({"hours_a_week": "168"}, id="every hour"),
        pytest.param({"pay": "0", "currency": "JOD", "period": "month"}, id="paid nothing"),
    ],
)
def test_what_may_be_so_is_not(said: dict) -> None:
    assert doubts_of(spell(**said)) == []


def test_she_cannot_live_at_two_workplaces() -> None:
    other = replace(JOB, begin=on("2024-06-01"), end=on("2025-01-31"), employer_name="Household B")
    assert doubts_of(JOB, [other]) == ["She lived at two workplaces at the same time."]
    assert doubts_of(other, [JOB]) == doubts_of(JOB, [other])
    assert doubts_of(JOB, [replace(other, live_in="no")]) == [], "two jobs are no contradiction"
    assert doubts_of(JOB, [replace(other, begin=on("2025-01-01"))]) == []
    assert doubts_of(JOB, [replace(other, employer_name="household a")]) == [], "the same household, told in two parts"
    assert doubts_of(JOB, [replace(other, begin=on("2024-06-01", "2025-06-30"))]) == [], "it may have begun later"


def test_what_goes_on_has_no_end() -> None:
    open_end = replace(JOB, end=When())
    assert at_once(open_end, replace(JOB, begin=on("2026-01-01"), end=on("2026-02-01")))
    assert not at_once(replace(JOB, end=When("some day")), replace(JOB, begin=on("2024-02-01")))
