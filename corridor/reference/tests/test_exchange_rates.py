"""Rates of a day: the latest that holds, either way round, joined through a named currency, or why there is none."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.reference.exchange_rates import Converted, Missing, Rate, converted, rate_at

PAID = date(2024, 3, 5)


def row(currency: str, other: str, rate: float, since: str, until: str = "", fixed: bool = False) -> Any:
    id = f"{currency}-{other}-{since}"
    return SimpleNamespace(
        **{"id": id, "currency": currency, "other": other, "rate": rate, "fixed": fixed},
        **{"valid_from": since, "valid_until": until or None, "source": (f"Bank {id}",)},
    )


def value(found: Rate | Missing) -> Decimal:
    assert isinstance(found, Rate), found
    return found.value


def test_the_latest_rate_on_or_before_the_day_counts() -> None:
    rows = [
        row("USD", "NPR", 134, "2024-03-06"),
        row("USD", "NPR", 133, "2024-03-05"),
        row("USD", "NPR", 130, "2024-02"),
    ]
    found = rate_at("USD", "NPR", PAID, rows)
    assert value(found) == 133 and found.sources == ("Bank USD-NPR-2024-03-05",)
    assert value(rate_at("USD", "NPR", date(2024, 3, 4), rows)) == 130, "of a month, its first day"


def test_a_rate_is_told_the_other_way_round_and_both_ways_are_exact() -> None:
    rows = [row("USD", "JOD", 0.709, "1995-10-01", fixed=True)]
    there = converted(Decimal("100"), "USD", "JOD", PAID, rows)
    assert isinstance(there, Converted) and there.amount == Decimal("70.9")
    back = converted(there.amount, "JOD", "USD", PAID, rows)
    assert isinstance(back, Converted) and back.amount == 100


@pytest.mark.parametrize(
    ("age", "fixed", "told"),
    [(60, False, "fresh"), (61, False, "old"), (400, False, "old"), (401, False, "gone"), (9000, True, "fresh")],
)
def test_a_rate_grows_old_unless_it_is_fixed(age: int, fixed: bool, told: str) -> None:
    found = rate_at("USD", "NPR", PAID, [row("USD", "NPR", 133, str(PAID - timedelta(days=age)), fixed=fixed)])
    assert told == ("gone" if isinstance(found, Missing) else "old" if found.old else "fresh")


def test_a_fixed_rate_holds_until_another_row_says_otherwise_or_until_its_end() -> None:
    rows = [row("EGP", "USD", 0.2, "1990", fixed=True), row("EGP", "USD", 0.02, "2024-03-01", "2024-03-04")]
    assert value(rate_at("EGP", "USD", date(2024, 2, 29), rows)) == Decimal("0.2")
    found = rate_at("EGP", "USD", PAID, rows)
    assert isinstance(found, Missing) and found.since == date(2024, 3, 1), "what was replaced does not come back"
    assert "EGP" in found.why and "USD" in found.why and "5 March 2024" in found.why


def test_two_rates_are_joined_through_the_dollar_first_and_it_is_named() -> None:
    rows = [row("INR", "USD", 0.012, "2024-03-01"), row("USD", "JOD", 0.709, "1995", fixed=True)]
    euro = [row("INR", "EUR", 0.011, "2024-03-05"), row("EUR", "JOD", 0.77, "2024-03-05")]
    found = rate_at("INR", "JOD", PAID, rows + euro)
    assert value(found) == Decimal("0.012") * Decimal("0.709") and found.through == "USD"
    assert [one.id for one in found.rows] == ["INR-USD-2024-03-01", "USD-JOD-1995"]
    assert rate_at("INR", "JOD", PAID, euro).through == "EUR"


def test_a_pair_of_its_own_goes_before_a_joined_one() -> None:
    rows = [row("INR", "USD", 0.012, "2024-03-01"), row("USD", "JOD", 0.709, "1995", fixed=True)]
    found = rate_at("INR", "JOD", PAID, [*rows, row("JOD", "INR", 117, "2024-01-10")])
    assert value(found) == 1 / Decimal(117) and not found.through


@pytest.mark.parametrize(
    ("pair", "day", "reason"),
    [
        (("NPR", "LBP"), PAID, "no-row"),
        (("USD", "JOD"), None, "no-day"),
        (("", "JOD"), PAID, "no-currency"),
        (("USD", "JOD"), date(1990, 1, 1), "no-row"),
    ],
)
def test_what_is_missing_is_said(pair: tuple[str, str], day: date | None, reason: str) -> None:
    found = rate_at(*pair, day, [row("USD", "JOD", 0.709, "1995", fixed=True)])
    assert isinstance(found, Missing) and found.reason == reason and found.why


def test_a_currency_in_itself_needs_no_day_and_no_row() -> None:
    found = converted(Decimal("12.3456"), "NPR", "NPR", None, [])
    assert isinstance(found, Converted) and found.amount == Decimal("12.3456") and found.rate.rows == ()


@pytest.mark.parametrize(
    "wrong", [{"rate": None}, {"rate": 0}, {"rate": -1}, {"valid_from": None}, {"valid_from": "2024-13"}]
)
def test_a_row_that_can_not_be_read_is_left_out(wrong: dict[str, Any]) -> None:
    spoiled = SimpleNamespace(**(vars(row("USD", "NPR", 133, "2024-03-05")) | wrong))
    assert isinstance(rate_at("USD", "NPR", PAID, [spoiled]), Missing)


def test_the_shipped_shelf_has_the_fixed_rates() -> None:
    assert value(rate_at("USD", "JOD", PAID)) == Decimal("0.709")
    assert value(rate_at("NPR", "INR", PAID)) == 1 / Decimal("1.6")


CURRENCIES = ("USD", "JOD", "NPR", "INR", "EUR")
some_rows = st.lists(
    st.builds(
        lambda pair, rate, age, fixed: row(*pair, rate / 1000, str(PAID - timedelta(days=age)), fixed=fixed),
        st.permutations(CURRENCIES).map(lambda one: one[:2]),
        st.integers(1, 10**7),
        st.integers(-30, 500),
        st.booleans(),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


@given(some_rows, st.randoms())
def test_the_order_of_the_rows_does_not_matter_and_the_way_back_undoes_the_way_there(
    rows: list[Any], chance: Any
) -> None:
    for currency, other in (("NPR", "JOD"), ("USD", "NPR")):
        there, back = rate_at(currency, other, PAID, rows), rate_at(other, currency, PAID, rows)
        shuffled = list(rows)
        chance.shuffle(shuffled)
        assert rate_at(currency, other, PAID, shuffled) == there
        assert isinstance(there, Missing) == isinstance(back, Missing)
        if isinstance(there, Rate) and isinstance(back, Rate):
            assert (there.up, there.down) == (back.down, back.up) and there.through == back.through
