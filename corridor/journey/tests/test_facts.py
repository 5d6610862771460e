"""Facts without faces: quarters, bands, columns that let nothing but codes through, and what is refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.journey.facts import (
    CORRIDOR,
    DAYS_BETWEEN,
    FACTS,
    MONTHS_OF_PAY,
    OTHER,
    SECTOR,
    SEX,
    SHARE,
    UNKNOWN,
    Column,
    FactKind,
    Quarter,
    coded,
    corridor_code,
    days_between,
    months_of_pay,
    register,
    share,
)

LATE = Column("late", "How late", codes=("in-time", *DAYS_BETWEEN))
KIND = FactKind("made-up", "Something", "WIF2023-8", (SEX, SECTOR, LATE), {"a": ("sex", "late")}, lambda *_: iter(()))
DAY = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    kept = dict(FACTS)
    yield
    FACTS.clear()
    FACTS.update(kept)


@given(st.dates())
def test_every_day_is_in_one_quarter_which_is_read_as_it_is_written(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.first <= day <= quarter.last and Quarter.read(quarter.code) == quarter
    if quarter.year < 9999:
        assert quarter.next() > quarter and quarter.next().first == quarter.last + timedelta(days=1)


@pytest.mark.parametrize("typed", ["", "2026", "2026Q5", "0000Q1", "2026q1", "2026Q1\n", "٢٠٢٦Q1", "26Q1"])
def test_what_is_no_quarter_says_what_was_expected(typed: str) -> None:
    with pytest.raises(ValueError, match="2026Q3"):
        Quarter.read(typed)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"sets": {"a": ("sex",)}}, "expected 2 or 3 columns, found sex"),
        ({"sets": {"a": ("sex", "sex")}}, "2 or 3"),
        ({"sets": {"a": ("sex", "late", "late")}}, "2 or 3"),
        ({"columns": (*KIND.columns, CORRIDOR), "sets": {"a": ("sex", "late", "sector", "corridor")}}, "2 or 3"),
        ({"sets": {"a": ("sex", "age")}}, "no such column: age"),
        ({"columns": (SEX, SEX, LATE)}, "two columns of one name"),
    ],
)
def test_a_kind_that_does_not_fit_is_refused_with_the_reason(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        register(replace(KIND, **changed))
    assert "made-up" not in FACTS


def test_a_kind_is_registered_once() -> None:
    register(KIND)
    assert FACTS["made-up"] is KIND
    with pytest.raises(ValueError, match="registered already"):
        register(KIND)


@pytest.mark.parametrize(
    ("months", "band"),
    [
        *((None, UNKNOWN), ("0", "none"), ("-1", "none"), ("0.01", "up-to-1"), ("1", "up-to-1"), ("1.01", "1-3")),
        *(("3", "1-3"), ("6", "3-6"), ("12", "6-12"), ("12.5", "over-12")),
    ],
)
def test_months_of_pay(months: str | None, band: str) -> None:
    assert months_of_pay(None if months is None else Decimal(months)) == band and band in (*MONTHS_OF_PAY, UNKNOWN)


@pytest.mark.parametrize(
    ("days", "band"),
    [
        *((0, "up-to-7"), (7, "up-to-7"), (8, "8-30"), (30, "8-30"), (31, "31-90"), (91, "91-180"), (181, "181-365")),
        *((365, "181-365"), (366, "over-365"), (-1, UNKNOWN)),
    ],
)
def test_days_between(days: int, band: str) -> None:
    assert days_between(DAY, DAY + timedelta(days=days)) == band
    assert days_between(None, DAY) == days_between(DAY, None) == UNKNOWN, "a blank is not a nought"


@pytest.mark.parametrize(
    ("part", "whole", "band"),
    [
        *(("0", "9", "none"), ("1", "100", "under-25"), ("25", "100", "25-50"), ("50", "100", "50-75")),
        *(("75", "100", "75-99"), ("99.9", "100", "75-99"), ("100", "100", "all"), ("150", "100", "all")),
        *(("1", "0", UNKNOWN), (None, "9", UNKNOWN), ("9", None, UNKNOWN)),
    ],
)
def test_shares(part: str | None, whole: str | None, band: str) -> None:
    made = [None if one is None else Decimal(one) for one in (part, whole)]
    assert share(*made) == band and band in (*SHARE, UNKNOWN)


@given(st.dictionaries(st.sampled_from(["sex", "sector", "corridor", "late", "name"]), st.text()))
def test_nothing_that_was_typed_gets_among_the_values(found: dict[str, str]) -> None:
    columns = (SEX, SECTOR, CORRIDOR, LATE)
    values = coded(columns, found)
    assert list(values) == [one.name for one in columns]
    assert all(one.admits(values[one.name]) for one in columns)
    assert all(values[name] in (text, UNKNOWN) for name, text in found.items() if name in values)


def test_codes_of_the_shelf_and_its_own_and_the_two_that_stand_everywhere() -> None:
    assert SEX.all_codes == ("woman", "man", "another", OTHER, UNKNOWN), "what was not said is not known"
    both = Column("help", "Which help", "service-kind", ("authority",))
    assert both.admits("shelter") and both.all_codes[-3:] == ("authority", OTHER, UNKNOWN)
    assert both.all_codes.count(OTHER) == 1, "the shelf has one too"
    assert CORRIDOR.admits("NPL-JOR") and CORRIDOR.admits("JOR") and CORRIDOR.admits(UNKNOWN)
    assert not any(CORRIDOR.admits(one) for one in ("", "NPL-", "NPL-JOR-LBN", "Nepal", "npl-jor", "-"))


def test_a_corridor_needs_both_ends() -> None:
    assert corridor_code("NPL", "JOR") == "NPL-JOR"
    assert corridor_code("", "JOR") == corridor_code("NPL", "") == UNKNOWN
