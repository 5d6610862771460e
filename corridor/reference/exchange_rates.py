"""What money of one currency was worth in another on a day, from the shelf's exchange rates, with the rows it rests on.

The latest row on or before the day counts, told either way round; where a pair has none that holds, two rows are joined
through one third currency, the US dollar first, and it is named. A rate that a law or a central bank fixes holds until
another row says otherwise. Of any other, one older than 60 days is used and marked, and one older than 400 days is not
used: both limits are this shelf's own. Where a payment is known only as a month or a year, callers give its first day.
Source: methods, conventions of computation (recruitment cost): cross rates through a named currency, day of payment.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from corridor.reference.shelf import Shelf, shelf

FIRST_THROUGH = "USD"
OLD_AFTER, GONE_AFTER = timedelta(days=60), timedelta(days=400)
NO_CURRENCY, NO_DAY, NO_ROW, GONE = "no-currency", "no-day", "no-row", "gone"


@dataclass(frozen=True)
class Rate:
    """What one unit of `currency` was worth in `other` (both ISO 4217) on a day: `up` divided by `down`.

    Kept as two numbers, so that the way there and back is exact. rows: the rows of the shelf it was made of; none where
    both are the same currency. through: the third currency. old: whether a row was older than 60 days and not fixed.
    """

    currency: str
    other: str
    day: date | None
    up: Decimal = Decimal(1)
    down: Decimal = Decimal(1)
    rows: tuple[Any, ...] = ()
    through: str = ""
    old: bool = False

    @property
    def value(self) -> Decimal:
        return self.up / self.down

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(source for row in self.rows for source in row.source))


@dataclass(frozen=True)
class Missing:
    """That there is no rate for a pair on a day. reason: NO_CURRENCY, NO_DAY, NO_ROW or GONE. since: of when the last
    one was, where it no longer holds.
    """

    currency: str
    other: str
    day: date | None
    reason: str
    since: date | None = None

    @property
    def why(self) -> str:
        """The reason in words, with the pair and the day."""
        told = {
            NO_CURRENCY: gettext("the currency is not known"),
            NO_DAY: gettext("the day is not known, so %(currency)s cannot be told in %(other)s"),
            NO_ROW: gettext("there is no rate of %(currency)s in %(other)s on or before %(day)s"),
            GONE: gettext("the last rate of %(currency)s in %(other)s, of %(since)s, does not hold on %(day)s"),
        }[self.reason]
        day, since = (date_format(one, "j F Y") if one else "" for one in (self.day, self.since))
        return told % {"currency": self.currency, "other": self.other, "day": day, "since": since}


@dataclass(frozen=True)
class Converted:
    """An amount in another currency. given: as paid, in `rate.currency`; amount: in `rate.other`, not rounded."""

    given: Decimal
    amount: Decimal
    rate: Rate


class RateTable:
    """Rows of exchange rates by pair of currencies. A row whose rate or day can not be read is left out."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._pairs: dict[frozenset[str], list[tuple[date, str, Any]]] = {}
        self._beside: dict[str, set[str]] = {}
        for row in rows:
            since = _first_day(row.valid_from)
            if since and row.rate and row.rate > 0 and row.currency != row.other:
                self._pairs.setdefault(frozenset((row.currency, row.other)), []).append((since, str(row.id), row))
                self._beside.setdefault(row.currency, set()).add(row.other)
                self._beside.setdefault(row.other, set()).add(row.currency)
        for found in self._pairs.values():
            found.sort(key=lambda one: one[:2])

    def at(self, currency: str, other: str, day: date | None) -> Rate | Missing:
        """The rate on a day. A currency in itself needs neither a day nor a row."""
        if not currency or not other:
            return Missing(currency, other, day, NO_CURRENCY)
        if currency == other:
            return Rate(currency, other, day)
        if day is None:
            return Missing(currency, other, day, NO_DAY)
        direct = self._direct(currency, other, day)
        return direct if isinstance(direct, Rate) else self._joined(currency, other, day) or direct

    def _direct(self, currency: str, other: str, day: date) -> Rate | Missing:
        rows = self._pairs.get(frozenset((currency, other)), [])
        place = bisect_right(rows, day, key=lambda one: one[0])
        if not place:
            return Missing(currency, other, day, NO_ROW)
        since, _, row = rows[place - 1]
        until, age = str(row.valid_until or ""), day - since
        if day.isoformat()[: len(until)] > until or (not row.fixed and age > GONE_AFTER):
            return Missing(currency, other, day, GONE, since)
        rate, old = Decimal(str(row.rate)), not row.fixed and age > OLD_AFTER
        up, down = (rate, Decimal(1)) if row.currency == currency else (Decimal(1), rate)
        return Rate(currency, other, day, up, down, (row,), old=old)

    def _joined(self, currency: str, other: str, day: date) -> Rate | None:
        """Through the US dollar, else through the first currency by its code whose rows are not old, else any."""
        thirds = self._beside.get(currency, set()) & self._beside.get(other, set())
        found: list[Rate] = []
        for third in thirds:
            there, onward = self._direct(currency, third, day), self._direct(third, other, day)
            if isinstance(there, Rate) and isinstance(onward, Rate):
                up, down, rows = there.up * onward.up, there.down * onward.down, there.rows + onward.rows
                found.append(Rate(currency, other, day, up, down, rows, third, there.old or onward.old))
        return min(found, key=lambda one: (one.through != FIRST_THROUGH, one.old, one.through), default=None)


def _first_day(said: str | None) -> date | None:
    """Of a day, a month or a year as the shelf writes them, the first day; None where there is no such day."""
    try:
        return date.fromisoformat(f"{said}-01-01"[:10] if said else "")
    except ValueError:
        return None


@lru_cache(maxsize=2)  # one for each state of the shelf
def _table_of(one: Shelf) -> RateTable:
    return RateTable(one.all("exchange_rates"))


def rate_at(currency: str, other: str, day: date | None, rows: Iterable[Any] | None = None) -> Rate | Missing:
    """What one unit of a currency was worth in another (ISO 4217) on a day, or why that is not known.

    rows: other rows than the shelf's. Source: methods, conventions of computation.
    """
    table = _table_of(shelf()) if rows is None else RateTable(rows)
    return table.at(currency, other, day)


def converted(
    amount: Decimal, currency: str, other: str, day: date | None, rows: Iterable[Any] | None = None
) -> Converted | Missing:
    """An amount in another currency at the rate of a day, not rounded, with the rate; or why that is not known."""
    rate = rate_at(currency, other, day, rows)
    return rate if isinstance(rate, Missing) else Converted(amount, amount * rate.up / rate.down, rate)
