"""Spells and rows of the shelf for tests, from the plain words of the worked cases."""

import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from corridor.journey.when import DAY, When
from corridor.reference.kinds import kinds
from corridor.reference.shelf import Entry
from corridor.work.contents import Deduction, InKind, Spell
from corridor.work.pay import Amount, Found, Unknown

NUMBERS = {"pay", "hours_a_week", "overtime_a_week", "overtime_pay", "rest_days_a_month", "arrears"}
TODAY = date(2026, 3, 1)


def cases(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(name, case) of a file of worked cases."""
    with (Path(__file__).parent / "cases" / f"{name}.toml").open("rb") as file:
        yield from tomllib.load(file).items()


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def spell(**said: Any) -> Spell:
    """Paid work as a case tells it."""
    made = {name: number(one) if name in NUMBERS else one for name, one in said.items()}
    made["deductions"] = tuple(Deduction(why, number(one)) for why, one in said.get("deductions", ()))
    made["in_kind"] = tuple(InKind(kind, number(one)) for kind, one in said.get("in_kind", ()))
    for name in ("gained", "used"):
        made[name] = tuple(said.get(name, ()))
    return Spell(**{"worker": "w", "kind": "paid-work", **made})


def row(**said: Any) -> Entry:
    """A reference wage as the shelf would give it."""
    kind = kinds()["reference_wages"]
    blank = {name: () if field.is_list else None for name, field in kind.fields.items()}
    start = {"id": "made-up", "label": "made up", "applies": True, "valid_from": "2020-01-01", "source": ("GK test",)}
    lists = {name: tuple(one) if isinstance(one, list) else one for name, one in said.items()}
    return Entry(kind, {**blank, "wage_kind": "minimum", **start, **lists})


def on(first: str, last: str = "") -> When:
    """A time with these bounds (ISO days)."""
    return When(first, exact=DAY, first=date.fromisoformat(first), last=date.fromisoformat(last or first))


def rated(**rates: str) -> Any:
    """A converter that knows these rates alone: USD_JOD="0.7"."""

    def convert(amount: Decimal, currency: str, other: str, day: date) -> Found:
        rate = rates.get(f"{currency}_{other}")
        return Amount(amount * Decimal(rate), other, (f"at {rate}",)) if rate else Unknown(("there is no rate",))

    return convert
