"""What a spell pays, in worked cases, and what holds whatever is paid."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.work.pay import Amount, Found, Unknown, Wage, added, pay_of, per_hour, per_month
from corridor.work.tests.spells import cases, spell

LINES = ("month", "hour", "net", "in_kind", "overtime_hour", "overtime_month")
amounts = st.decimals(min_value=0, max_value=10**6, places=2)
weeks = st.decimals(min_value="0.5", max_value=168, places=1)


def found(name: str, case: dict[str, Any]) -> Found | None:
    pay = pay_of(spell(**case["spell"]))
    return getattr(pay, {"net": "net_month"}.get(name, name))


@pytest.mark.parametrize(("name", "case"), [pytest.param(n, c, id=n) for n, c in cases("pay")])
def test_worked_case(name: str, case: dict[str, Any]) -> None:
    for line in LINES:
        one = found(line, case)
        if line in case:
            assert isinstance(one, Amount), (line, one)
            assert one.value.quantize(Decimal("0.01")) == Decimal(case[line]), line
            assert one.currency == case["spell"]["currency"]
            assert one.steps
        elif f"{line}_why" in case:
            assert one == Unknown(tuple(case[f"{line}_why"])), line


def test_what_is_not_there_is_no_zero() -> None:
    pay = pay_of(spell(pay="200", currency="JOD", period="month"))
    assert pay.overtime_hour is None and pay.in_kind is None
    assert pay.net_month == pay.month


def test_overtime_worked_and_never_told_of_is_not_known() -> None:
    pay = pay_of(spell(pay="200", currency="JOD", period="month", overtime_a_week="12"))
    assert isinstance(pay.overtime_month, Unknown) and "overtime" in pay.overtime_month.told


@given(amounts, weeks)
def test_an_hour_and_back_is_the_month(amount: Decimal, hours: Decimal) -> None:
    hour = per_hour(Wage(amount, "JOD", "month", hours))
    assert isinstance(hour, Amount)
    month = per_month(Wage(hour.value, "JOD", "hour", hours))
    assert isinstance(month, Amount) and abs(month.value - amount) < Decimal("1e-12")


@given(amounts, weeks, st.integers(1, 1000))
def test_another_unit_of_money_changes_nothing_else(amount: Decimal, hours: Decimal, unit: int) -> None:
    for period in ("hour", "week", "month", "year"):
        once = per_month(Wage(amount, "JOD", period, hours))
        often = per_month(Wage(amount * unit, "JOD", period, hours))
        assert isinstance(once, Amount) and isinstance(often, Amount)
        assert abs(often.value - once.value * unit) <= Decimal("1e-12") * max(often.value, 1)


@given(amounts)
def test_a_month_is_what_was_said(amount: Decimal) -> None:
    month = per_month(Wage(amount, "JOD", "month"))
    assert isinstance(month, Amount) and month.value == amount


def test_currencies_are_never_added() -> None:
    dinar, dollar = Amount(Decimal(1), "JOD"), Amount(Decimal(1), "USD")
    assert isinstance(added([dinar, dollar]), Unknown)
    assert isinstance(added([dinar, Unknown(("gone",))]), Unknown)
    both = added([dinar, dinar])
    assert isinstance(both, Amount) and both.value == 2
