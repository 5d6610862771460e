"""Months of her first pay that a job cost: worked cases, first pay, groups, and what must not matter."""

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.journey.when import MONTH, YEAR, When
from corridor.recruitment.charges import ledger
from corridor.recruitment.contents import Loan, LoanMove
from corridor.recruitment.cost import (
    Cost,
    Earnings,
    Interest,
    a_month,
    first_earnings,
    interest_on,
    of_group,
    recruitment_cost,
)
from corridor.recruitment.tests.test_charges import MARCH, Spell, by_rates, charge, on

CASES = tomllib.loads((Path(__file__).parent / "cases" / "cost.toml").read_text(encoding="utf-8"))
NEAR = Decimal("1e-20")


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def cost_of(case: dict[str, Any]) -> Cost:
    hers = {"item": "agency-service", "payer": "worker"}
    lines = ledger((str(i), charge(**hers | one)) for i, one in enumerate(case["charges"]))
    interest = [Interest(number(one["amount"]), one["currency"], MARCH) for one in case.get("interest", [])]
    amount, currency = case["pay"]
    return recruitment_cost(lines, Earnings(number(amount), currency), interest, by_rates(case.get("rates", {})))


@pytest.mark.parametrize("name", CASES)
def test_a_worked_case(name: str) -> None:
    case, found = CASES[name], cost_of(CASES[name])
    assert found.months == number(case.get("months", "")), case["why"]
    assert sorted(one.code for one in found.lacks) == case.get("lacks", [])
    assert found.at_least == number(case.get("at_least", ""))


def test_each_step_names_its_rate_and_a_day_that_is_a_stretch_is_marked() -> None:
    may = When("May 2024", exact=MONTH, first=date(2024, 5, 1), last=date(2024, 5, 31))
    paid = charge(item="visa", amount="100", currency="USD", payer="worker")
    lines = ledger([("a", paid), ("b", replace(paid, on=may))])
    exact, stretch = recruitment_cost(lines, Earnings(Decimal(200), "JOD")).steps
    assert exact.worth.rate.rows[0].id == "USD-JOD-1995" and exact.worth.rate.day == MARCH and not exact.inexact
    assert stretch.inexact and stretch.worth.rate.day == date(2024, 5, 1)


def test_the_price_of_leaving_is_named_where_it_is_left_out() -> None:
    found = cost_of(CASES["the-price-of-leaving-is-left-out"])
    assert [one.charge.item for one in found.left_out] == ["release"]


@pytest.mark.parametrize(
    ("period", "hours", "rest", "month"),
    [
        ("month", None, None, "120"),
        ("year", None, None, "10"),
        ("week", None, None, "520"),  # 120 * 52 / 12
        ("hour", "48", None, "24960"),  # 120 * 48 * 52 / 12
        ("hour", None, None, ""),
        ("day", None, "4", "3170"),  # 120 * (365 / 12 - 4)
        ("day", None, None, ""),
        ("piece", "48", "4", ""),
        ("", None, None, ""),
    ],
)
def test_pay_is_brought_to_the_month(period: str, hours: str | None, rest: str | None, month: str) -> None:
    found = a_month(Decimal(120), period, number(hours or ""), number(rest or ""))
    assert (found is None) == (month == "") and (found is None or abs(found - Decimal(month)) < NEAR * 10**6)


def job(begin: When, pay: str = "200", **more: Any) -> Any:
    said = {"country": "JOR", "currency": "JOD", "period": "month"} | more
    return Spell("w", "paid-work", "j", begin, pay=number(pay), **said)


def test_her_first_job_there_counts_whatever_was_entered_first() -> None:
    later, first = job(on(date(2025, 1, 1)), "300"), job(on(MARCH), "200", overtime_pay=Decimal(20))
    at_home = job(on(date(2020, 1, 1)), "50", country="NPL")
    found = first_earnings([later, at_home, first], "j", "JOR")
    assert (found.amount, found.currency, found.day) == (220, "JOD", MARCH)
    assert first_earnings([later], "other", "JOR").amount is None


@pytest.mark.parametrize(
    "spells",
    [
        [],
        [job(on(MARCH), "")],
        [job(on(MARCH), currency="")],
        [job(on(MARCH), period="piece")],
        [job(on(MARCH), period="hour", hours_a_week=Decimal(48), overtime_pay=Decimal(2))],
        [job(on(MARCH)), job(When(), "300")],
        [job(on(MARCH)), job(When("2024", exact=YEAR, first=date(2024, 1, 1), last=date(2024, 12, 31)), "300")],
    ],
)
def test_pay_that_is_not_known_is_not_guessed(spells: list[Any]) -> None:
    found = first_earnings(spells, "j", "JOR")
    assert found.amount is None and str(found.reason)


def test_two_jobs_that_may_have_been_first_and_paid_the_same_leave_no_doubt() -> None:
    assert first_earnings([job(on(MARCH)), job(When())], "j", "JOR").amount == 200


def test_interest_of_her_side_for_this_way_is_reckoned_until_the_day_or_the_end() -> None:
    """1,000 at 3 per cent a month, lent on 5 March 2024: 30 each at the end of April and May; 10 were let off."""
    lent = {"purpose": "recruitment", "amount": Decimal(1000), "currency": "NPR", "on": on(MARCH)}
    bears = Loan("w", "j", "husband", **lent, rate=Decimal(3), rate_kind="simple", rate_period="month")
    [found] = interest_on([bears], "j", date(2024, 5, 31))
    assert (found.amount, found.currency, found.day) == (60, "NPR", date(2024, 5, 31))
    let_off = replace(bears, moves=(LoanMove("forgiven", date(2024, 5, 20), Decimal(10)),))
    assert interest_on([let_off], "j", date(2024, 5, 31))[0].amount == 50
    ended = replace(bears, ended=on(date(2024, 4, 30)))
    assert interest_on([ended], "j", date(2024, 5, 31))[0].amount == 30
    assert interest_on([replace(bears, rate_kind="none", rate=None)], "j", date(2024, 5, 31))[0].amount == 0
    others = [replace(bears, purpose="health"), replace(bears, journey="k"), replace(bears, borrower="recruiter")]
    assert interest_on(others, "j", date(2024, 5, 31)) == []


def test_interest_that_can_not_be_reckoned_says_why() -> None:
    [found] = interest_on([Loan("w", "j", "worker", purpose="recruitment", rate=Decimal(5))], "j", MARCH)
    assert found.amount is None and "per month or per year" in str(found.reason)


def cost(months: str) -> Cost:
    return Cost(Earnings(None), number(months), None, None, ())


def test_a_group_keeps_those_who_paid_nothing_and_counts_the_unknown_apart() -> None:
    """Of 0, 1, 2, 7: median 1.5; quartiles at ranks 0.75 and 2.25 are 0.75 and 3.25; mean 10 / 4 = 2.5."""
    found = of_group([cost(one) for one in ("7", "", "0", "2", "1", "")])
    assert (found.n, found.known, found.zero, found.unknown) == (6, 4, 1, 2)
    assert found.median == Decimal("1.5") and found.quartiles == (Decimal("0.75"), Decimal("3.25"))
    assert found.mean == Decimal("2.5") and "type 7" in found.method


def test_a_group_of_one_and_of_nobody_known() -> None:
    one = of_group([cost("3")])
    assert one.median == one.mean == 3 and one.quartiles == (3, 3)
    none = of_group([cost(""), cost("")])
    assert none.median is None and none.mean is None and none.quartiles is None and none.unknown == 2


payments = st.lists(
    st.tuples(
        st.sampled_from(["NPR", "USD", "JOD"]), st.integers(1, 10**6), st.sampled_from(["worker", "kin", "state"])
    ),
    min_size=1,
    max_size=8,
)
RATES = {"NPR": "0.005", "USD": "0.709", "JOD": "1"}


def months_of(paid: list[tuple[str, int, str]], units: dict[str, int], rates: dict[str, str]) -> Decimal:
    lines = ledger(
        (str(i), charge(item="visa", amount=str(amount * units.get(currency, 1)), currency=currency, payer=payer))
        for i, (currency, amount, payer) in enumerate(paid)
    )
    found = recruitment_cost(lines, Earnings(Decimal(200) * units.get("JOD", 1), "JOD"), convert=by_rates(rates))
    assert found.months is not None
    return found.months


@given(payments, st.sampled_from(["NPR", "USD"]))
def test_the_unit_in_which_a_currency_is_counted_does_not_matter(paid: list[tuple[str, int, str]], one: str) -> None:
    """A currency that drops three noughts, or is told in thousandths, gives the same months."""
    thousandth = RATES | {one: str(Decimal(RATES[one]) / 1000)}
    assert abs(months_of(paid, {}, RATES) - months_of(paid, {one: 1000}, thousandth)) < NEAR * 10**6


@given(payments, st.randoms())
def test_the_order_of_payments_does_not_matter_and_more_never_costs_less(
    paid: list[tuple[str, int, str]], chance: Any
) -> None:
    shuffled = list(paid)
    chance.shuffle(shuffled)
    whole = months_of(paid, {}, RATES)
    assert abs(whole - months_of(shuffled, {}, RATES)) < NEAR * 10**6
    assert months_of([*paid, ("JOD", 1, "worker")], {}, RATES) > whole
