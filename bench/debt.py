"""Schedules of 10,000 loans with 24 months of payments, beside the closed formula of the same balance in the same run.

The floor knows the end alone: B(1 + r)^n - p((1 + r)^n - 1)/r, of one constant payment; a schedule posts every month.
Goal: 10,000 schedules in 10 s, so that a centre's whole file of debts is reckoned while a page is made.
"""

import os
import random
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from bench.tables import table

LOANS, MONTHS, TIMES = 10_000, 24, 3
BEGIN, END = date(2024, 1, 10), date(2026, 1, 31)


def made_up() -> list:
    """Compound loans at 1 to 8 per cent a month, each paid back by a constant payment at the end of each month."""
    from corridor.journey.when import DAY, GREGORIAN, When
    from corridor.recruitment.contents import Loan, LoanMove

    chance, since = random.Random(17), When("", GREGORIAN, DAY, BEGIN, BEGIN)
    days = [date(2024 + number // 12, number % 12 + 1, 20) for number in range(1, MONTHS + 1)]
    found = []
    for _ in range(LOANS):
        amount, rate = Decimal(chance.randrange(500, 5000)), Decimal(chance.randrange(10, 80)) / 10
        payment = (amount / 30).quantize(Decimal("0.01"))
        moves = tuple(LoanMove("paid", day, payment) for day in days)
        found.append(
            Loan("w", amount=amount, on=since, rate=rate, rate_kind="compound", rate_period="month", moves=moves)
        )
    return found


def by_formula(loans: list) -> list:
    ends = []
    for one in loans:
        rate = one.rate / 100
        grown = (1 + rate) ** MONTHS
        ends.append(one.amount * grown - one.moves[0].amount * (grown - 1) / rate)
    return ends


def by_plain_loop(loans: list) -> list:
    ends = []
    for one in loans:
        left = one.amount
        for move in one.moves:
            left = left + left * one.rate / 100 - move.amount
        ends.append(left)
    return ends


def by_formula_in_floats(loans: list) -> list:
    ends = []
    for one in loans:
        amount, rate, payment = float(one.amount), float(one.rate) / 100, float(one.moves[0].amount)
        grown = (1 + rate) ** MONTHS
        ends.append(amount * grown - payment * (grown - 1) / rate)
    return ends


def by_schedule(loans: list) -> list:
    from corridor.recruitment.schedules import balance

    return [balance(one, END).most.total for one in loans]


def until_free(loans: list) -> list:
    from corridor.recruitment.debt import months_to_be_free
    from corridor.recruitment.schedules import Owed, reckoning

    return [months_to_be_free(Owed(one.amount), reckoning(one), one.instalment or one.amount / 10) for one in loans]


def best(way: Callable[[list], list], loans: list) -> tuple[float, list]:
    seconds, ends = [], []
    for _ in range(TIMES):
        begin = time.perf_counter()
        ends = way(loans)
        seconds.append(time.perf_counter() - begin)
    return min(seconds), ends


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.settings")
    django.setup()
    loans = made_up()
    floor, ends = best(by_formula, loans)
    floats, _ = best(by_formula_in_floats, loans)
    loop, _ = best(by_plain_loop, loans)
    ours, reckoned = best(by_schedule, loans)
    free, _ = best(until_free, loans)
    apart = max(abs(a - b) for a, b in zip(ends, reckoned, strict=True))
    rows: list[list[object]] = [
        [name, seconds * 1000, seconds / LOANS * 1e6, seconds / floor]
        for name, seconds in [
            ("closed formula, floats", floats),
            ("closed formula, decimals (floor)", floor),
            ("one figure run forward, decimals", loop),
            (f"schedules of {MONTHS} months with every step", ours),
            ("months until free, and all that is paid", free),
        ]
    ]
    note = f"The ends differ by {apart:.1E} at most. Best of {TIMES}. Goal: 10,000 schedules in 10 s."
    table(f"Debts, {LOANS:,} loans", ["way", "ms", "µs a loan", "x floor"], rows, [note])


if __name__ == "__main__":
    main()
