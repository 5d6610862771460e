"""What she is owed for a grievance about money: amounts with their steps, or why they cannot be known."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.journey.when import NOT_SAID
from corridor.work.benchmarks import comparisons
from corridor.work.entitlement import Entitlement, ToRefund, entitled
from corridor.work.pay import Wage
from corridor.work.stretches import Stretch
from corridor.work.tests.spells import on, rated, row, spell

BEGIN, END = on("2025-01-01", "2025-01-31"), on("2025-06-01", "2025-06-30")  # January to June
JOB = spell(pay="200", currency="JOD", period="month", country="JOR", hours_a_week="48", begin=on("2024-03-01"))
MINIMUM = row(countries=["JOR"], amount=260, currency="JOD", period="month", hours_a_week=48, label="Minimum wage")
CONVERT = rated(USD_JOD="0.7")


def owed(kind: str, received: str = "", of: Any = JOB, rows: Any = (), **more: Any) -> Entitlement:
    beside = comparisons(of, "NPL", date(2025, 6, 30), rows)
    had = Decimal(received) if received else None
    return entitled(of, kind, BEGIN, END, had, beside, convert=CONVERT, **more)


def test_unpaid_wages_are_months_times_pay_less_what_came() -> None:
    """January to June: 6 × 200 = 1,200; less 450 received: 750."""
    found = owed("unpaid-wages", "450")
    assert (found.amount, found.currency) == (Decimal(750), "JOD")
    assert "6 × 200 JOD = 1,200 JOD" in found.working and "1,200 JOD − 450 JOD (received) = 750 JOD" in found.working
    assert "1 January 2025 – 30 June 2025: 6 months" in found.working


def test_what_she_received_is_never_taken_for_nothing() -> None:
    found = owed("unpaid-wages")
    assert found.amount is None and found.why == ("it was not entered what she received for that time",)
    assert owed("unpaid-wages", "0").amount == 1200


def test_who_received_more_owes_nothing_back() -> None:
    assert owed("late-wages", "1300").amount == 0


def test_a_day_in_a_month_counts_by_365() -> None:
    """1 March to 10 April: one month and 10 days; 200 × (1 + 10 × 12/365) = 265.7534."""
    found = entitled(JOB, "unpaid-wages", on("2025-03-01"), on("2025-04-10"), Decimal(0))
    assert found.amount is not None and round(found.amount, 4) == Decimal("265.7534")


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2025-01-01", "2025-12-31", Fraction(12)),
        ("2025-01-15", "2025-02-14", Fraction(1)),
        ("2024-02-29", "2025-02-27", Fraction(12)),
        ("2025-01-31", "2025-02-27", Fraction(1)),
        ("2025-03-03", "2025-03-03", Fraction(12, 365)),
    ],
)
def test_months_of_a_stretch(first: str, last: str, months: Fraction) -> None:
    assert Stretch(date.fromisoformat(first), date.fromisoformat(last)).months == months


def test_the_work_bounds_the_stretch() -> None:
    ended = replace(JOB, begin=on("2025-02-01"), end=on("2025-03-31"))
    assert owed("unpaid-wages", "0", ended).amount == 400
    assert entitled(ended, "unpaid-wages", BEGIN, NOT_SAID, Decimal(0)).amount == 400, "until the job ended"
    after = replace(JOB, begin=on("2025-07-01"))
    assert owed("unpaid-wages", "0", after).why == ("that time lies outside of this work",)


def test_times_that_nobody_knows() -> None:
    assert entitled(JOB, "unpaid-wages", received=Decimal(0)).why == ("it is not known since when",)
    assert entitled(JOB, "unpaid-wages", BEGIN, received=Decimal(0)).why == ("it is not known until when",)


def test_paid_too_little_beside_the_minimum() -> None:
    """6 × (260 − 200) = 360, and the minimum is named with its source."""
    found = owed("underpayment", rows=[MINIMUM])
    assert found.amount == 360 and "Minimum wage, since 2020-01-01 (GK test): 260 JOD" in found.working


def test_the_agreed_wage_counts_where_it_is_higher() -> None:
    """400 USD at 0.7 are 280 JOD a month: 6 × (280 − 200) = 480."""
    found = owed("underpayment", rows=[MINIMUM], agreed=Wage(Decimal(400), "USD", "month"))
    assert found.amount == 480 and "Agreed wage: 280 JOD" in found.working
    lower = owed("underpayment", rows=[MINIMUM], agreed=Wage(Decimal(210), "JOD", "month"))
    assert lower.amount == 360


def test_an_agreed_wage_that_cannot_be_converted_is_not_passed_over() -> None:
    found = owed("underpayment", rows=[MINIMUM], agreed=Wage(Decimal(9000), "BDT", "month"))
    assert found.amount is None and found.why == ("there is no rate",)


def test_fewer_hours_fewer_of_the_minimum() -> None:
    """24 of 48 hours: 130 a month; 6 × (130 − 100) = 180."""
    half = replace(JOB, pay=Decimal(100), hours_a_week=Decimal(24), part_time="yes")
    assert owed("underpayment", of=half, rows=[MINIMUM]).amount == 180
    unknown = owed("underpayment", of=replace(half, hours_a_week=None), rows=[MINIMUM])
    assert unknown.why == ("the work is part-time, and the hours are not known",)


def test_who_is_left_out_of_the_minimum_has_no_claim_to_it() -> None:
    out = row(id="out", countries=["JOR"], origins=["NPL"], applies=False)
    found = owed("underpayment", rows=[MINIMUM, out])
    assert found.amount is None and "neither an agreed wage nor a minimum wage" in found.told
    assert owed("underpayment", rows=[MINIMUM, out], agreed=Wage(Decimal(250), "JOD", "month")).amount == 300


def test_a_minimum_that_began_within_the_time_is_said() -> None:
    new = row(**{**MINIMUM.values, "valid_from": "2025-04-01"})
    assert "It began within that time" in owed("underpayment", rows=[new]).working


def test_overtime_at_the_pay_of_a_normal_hour() -> None:
    """208 a month for 48 hours is 1 an hour; 12 hours × 52/12 = 52 a month, × 6 = 312; 10 a month was paid: 252."""
    job = replace(JOB, pay=Decimal(208), overtime_a_week=Decimal(12))
    assert owed("overtime-unpaid", of=job).why == ("what is paid for overtime was not entered",)
    assert owed("overtime-unpaid", "0", of=job).amount == 312
    assert owed("overtime-unpaid", of=replace(job, overtime_pay=Decimal(10))).amount == 252
    assert owed("overtime-unpaid").why == ("no hours of overtime were entered",)


def test_all_that_is_held_back() -> None:
    """30 for a uniform each month: 6 × 30 = 180, less 50 that came back."""
    job = spell(pay="200", currency="JOD", period="month", deductions=[["uniform", "30"]], begin=on("2024-03-01"))
    found = owed("wage-deduction", of=job)
    assert found.amount == 180 and "Take off what law and contract allow" in found.working
    assert owed("wage-deduction", "50", of=job).amount == 130
    blank = spell(pay="200", currency="JOD", period="month", deductions=[["visa", ""]])
    assert owed("wage-deduction", of=blank).why[0] == "it was not entered how much is held back for visa"


def test_charges_that_should_come_back() -> None:
    agency, visa = ToRefund("Agency", Decimal(500), "USD"), ToRefund("Visa", Decimal(80), "USD")
    found = owed("recruitment-fee", charges=[agency, visa])
    assert (found.amount, found.currency) == (Decimal(580), "USD")
    assert owed("recruitment-fee", "100", charges=[agency, visa]).amount == 480
    assert owed("recruitment-fee", charges=[agency, ToRefund("Broker", None, "NPR")]).amount is None
    several = owed("recruitment-fee", charges=[agency, ToRefund("Broker", Decimal(1), "NPR")])
    assert several.why == ("the amounts are in several currencies",)
    assert owed("exit-fee").why == ("no charge that should come back is entered",)


def test_other_grievances_have_no_amount() -> None:
    assert owed("confinement").amount is None


@given(st.decimals(0, 10**5, places=2), st.decimals(0, 10**6, places=2), st.integers(1, 300))
def test_another_unit_of_money_changes_only_the_unit(pay: Decimal, had: Decimal, unit: int) -> None:
    once, often = (
        entitled(replace(JOB, pay=pay * one), "unpaid-wages", BEGIN, END, had * one).amount for one in (1, unit)
    )
    assert once is not None and often == once * unit
    assert once == max(6 * pay - had, Decimal(0))
