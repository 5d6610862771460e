"""What is left of a debt, what it costs and how long it lasts: worked cases, closed formulas, and what always holds."""

import math
import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from corridor.journey.calendars import read_when
from corridor.journey.when import GREGORIAN, NOT_SAID, SEASON, When
from corridor.recruitment import debt_reasons as why
from corridor.recruitment.bondage import AGAINST, NOT_ASKED, NOT_KNOWN, SPEAKS, bondage
from corridor.recruitment.contents import Loan, LoanMove
from corridor.recruitment.debt import (
    FREE,
    LONGER,
    NEVER,
    Freedom,
    NetPay,
    debt_service_share,
    effective_annual_rate,
    months_of_net_pay,
    months_to_be_free,
    overstay_fines,
    run_forward,
)
from corridor.recruitment.debt_reasons import MARKS, WHY, Unknown
from corridor.recruitment.schedules import COMPOUND, FLAT, RATE_KINDS, SIMPLE, Balance, Owed, Reckoning, balance
from corridor.recruitment.whatif import Change, Course, what_if
from corridor.reference.exchange_rates import Rate

CASES = tomllib.loads((Path(__file__).parent / "cases/debt.toml").read_text(encoding="utf-8"))
MONEY, WHENS = ("amount", "rate", "months", "instalment"), ("on", "ended")
TODAY, D = date(2026, 11, 22), Decimal


def when(said: str) -> When:
    if said == "spring 2025":  # March to May, as the calendar of the journeys reads it
        return When(said, GREGORIAN, SEASON, date(2025, 3, 1), date(2025, 5, 31))
    return read_when(said, GREGORIAN, today=TODAY)


def loan(moves: Any = (), **said: str) -> Loan:
    told: dict[str, Any] = {name: D(said[name]) for name in MONEY if name in said}
    told |= {name: when(said[name]) for name in WHENS if name in said}
    rows = tuple(LoanMove(kind, on or None, D(amount) if amount else None) for kind, on, amount in moves)
    return Loan(worker="w", moves=rows, **{**said, **told})


def known(one: Loan, on: date = TODAY) -> Balance:
    found = balance(one, on)
    assert isinstance(found, Balance), found
    return found


@pytest.mark.parametrize("name", CASES)
def test_worked_case(name: str) -> None:
    case = CASES[name]
    found = balance(loan(case.get("moves", ()), **case["loan"]), case["on"])
    assert case["why"]
    if "unknown" in case:
        assert isinstance(found, Unknown) and sorted(found.why) == sorted(case["unknown"])
        return
    assert isinstance(found, Balance) and found.most.total == D(case["total"])
    assert found.least.total == D(case.get("least", case["total"]))
    assert {name: getattr(found.most, name) for name in ("principal", "interest", "penalties") if name in case} == {
        name: D(case[name]) for name in ("principal", "interest", "penalties") if name in case
    }
    assert list(found.marks) == case.get("marks", [])


def test_every_reason_and_mark_has_words() -> None:
    assert all(Unknown((one,)).words[0] for one in WHY)
    assert {one for case in CASES.values() for one in case.get("marks", ())} < set(MARKS)


def test_the_steps_add_up_to_what_is_left() -> None:
    moves = [("paid", date(2025, 2, 3), "70"), ("fine", date(2025, 3, 3), "30"), ("lent", date(2025, 4, 3), "40")]
    found = known(loan(moves, amount="1000", on="2025-01-05", rate="3", rate_kind="compound", rate_period="month"))
    ins = sum(one.lent + one.interest + one.fined for one in found.steps)
    assert ins - sum(one.paid + one.forgiven for one in found.steps) == found.most.total
    assert [one.month for one in found.steps][:2] == [date(2025, 1, 1), date(2025, 2, 1)]
    assert not found.steps[-1].whole and found.steps[-1].interest == 0


def test_a_flat_debt_is_free_when_what_was_paid_covers_the_interest_to_come() -> None:
    flat = Reckoning(FLAT, D(2), term=D(12))
    begin = Owed(D(1200), lent=D(1200))
    assert months_to_be_free(begin, flat, D(124)) == Freedom(FREE, 12.0, D(1488))
    assert months_to_be_free(begin, flat, D(300)) == Freedom(FREE, 5.0, D(1488)), "all interest is due all the same"


@pytest.mark.parametrize(
    ("kind", "per_cent", "payment", "months"),
    [
        # n = -ln(1 - 0.02 * 1000 / 50) / ln(1.02) = 0.510826 / 0.0198026
        pytest.param(COMPOUND, "2", "50", 25.7959, id="by the formula"),
        pytest.param(SIMPLE, "2", "50", 25.7959, id="simple, where each month's interest is paid"),
        pytest.param("none", "0", "50", 20.0, id="without interest B / p"),
    ],
)
def test_months_to_be_free(kind: str, per_cent: str, payment: str, months: float) -> None:
    found = months_to_be_free(Owed(D(1000)), Reckoning(kind, D(per_cent)), D(payment))
    assert isinstance(found, Freedom) and found.how == FREE and found.months == pytest.approx(months, abs=1e-3)


def test_a_payment_of_just_the_interest_never_repays() -> None:
    """10 % a year on 1200 is 10 a month, exactly, though a twelfth of ten per cent has no end."""
    yearly = Reckoning(COMPOUND, D(10), 1, 12)
    assert months_to_be_free(Owed(D(1200)), yearly, D(10)) == Freedom(NEVER)
    assert months_to_be_free(Owed(D(1200)), Reckoning(), D(0)) == Freedom(NEVER)
    found = months_to_be_free(Owed(D(1200)), yearly, D("10.01"))
    assert isinstance(found, Freedom) and found.how == FREE and found.months and found.months > 600
    assert found.paid is None, "beyond 50 years it is not added up"


def test_what_runs_forward_is_longer_than_50_years_and_not_never() -> None:
    endless = Reckoning(FLAT, D(2))
    assert months_to_be_free(Owed(D(1000), lent=D(1000)), endless, D(20)) == Freedom(LONGER)
    assert months_to_be_free(Owed(D(1000)), Reckoning(), D(30), fine=D(30)) == Freedom(LONGER)
    assert months_to_be_free(Owed(D(1000)), Reckoning(), D(30), fine=D(10)) == Freedom(FREE, 50.0, D(1500))


def test_interest_in_arrears_on_a_simple_rate_is_run_forward() -> None:
    """20 of interest come each month, 50 are paid: 30 a month take 2 months for the 60 in arrears, then principal."""
    found = months_to_be_free(Owed(D(1000), interest=D(60)), Reckoning(SIMPLE, D(2)), D(50))
    assert isinstance(found, Freedom) and found.months == 2 + math.ceil(25.7959)


def test_what_nobody_said_is_not_known() -> None:
    assert months_to_be_free(Owed(D(1)), Reckoning(), None) == Unknown((why.PAYMENT,))
    assert months_to_be_free(Owed(), Reckoning(), None) == Freedom(FREE, 0.0, D(0))
    huge = loan(amount="1e999999", on="2025-01-31", rate="9e999", rate_kind="compound", rate_period="month")
    assert balance(huge, TODAY) == Unknown((why.FAR,))
    not_a_number = loan(amount="NaN", on="2025-01-31", rate_kind="none", rate="sNaN")
    assert balance(not_a_number, TODAY) == Unknown((why.FAR,))


def test_before_it_was_lent_nothing_is_owed() -> None:
    found = known(
        loan(amount="1000", on="2025-01-31", rate="2", rate_kind="simple", rate_period="month"), date(2024, 5, 5)
    )
    assert found.most == Owed() and not found.steps


def test_effective_rates() -> None:
    assert effective_annual_rate(Reckoning(SIMPLE, D(2))) == pytest.approx(0.24)
    assert effective_annual_rate(Reckoning(COMPOUND, D(2))) == pytest.approx(1.02**12 - 1)
    assert effective_annual_rate(Reckoning(COMPOUND, D(24), 1, 12)) == pytest.approx(1.02**12 - 1)
    assert effective_annual_rate(Reckoning()) == 0
    assert effective_annual_rate(Reckoning(FLAT, D(2))) == Unknown((why.TERM,))


def test_a_flat_rate_costs_nearly_twice_what_it_says() -> None:
    """Twelve instalments of 1/12 + 0.02, discounted at the rate found, are worth the 1 that was lent."""
    year = effective_annual_rate(Reckoning(FLAT, D(2), term=D(12)))
    assert isinstance(year, float) and year > 0.5
    month = (1 + year) ** (1 / 12)
    assert sum((1 / 12 + 0.02) / month**number for number in range(1, 13)) == pytest.approx(1, abs=1e-12)


def test_debt_in_months_of_net_pay() -> None:
    assert months_of_net_pay(D(900), "JOD", NetPay(D(200), "JOD")) == D("4.5")
    assert debt_service_share(D(50), "JOD", NetPay(D(200), "JOD")) == D("0.25")
    rate = Rate("NPR", "JOD", TODAY, D(1), D(200))
    assert months_of_net_pay(D(180000), "NPR", NetPay(D(200), "JOD"), rate) == D("4.5")


@pytest.mark.parametrize(
    ("currency", "pay", "reason"),
    [
        ("JOD", None, why.NET_PAY),
        ("JOD", NetPay(None, "JOD"), why.NET_PAY),
        ("JOD", NetPay(D(0), "JOD"), why.NO_PAY),
        ("", NetPay(D(1), "JOD"), why.CURRENCY),
        ("NPR", NetPay(D(1), "JOD"), why.NO_EXCHANGE),
    ],
)
def test_months_of_pay_that_cannot_be_known(currency: str, pay: NetPay | None, reason: str) -> None:
    assert months_of_net_pay(D(900), currency, pay) == Unknown((reason,))


def test_a_rate_of_other_currencies_is_not_taken() -> None:
    wrong = Rate("JOD", "NPR", TODAY, D(200))
    assert months_of_net_pay(D(900), "NPR", NetPay(D(1), "JOD"), wrong) == Unknown((why.NO_EXCHANGE,))


def test_fines_for_overstay_by_the_day_and_by_the_month() -> None:
    """1.5 a day from 20 January to 2 March 2025: 12, 28 and 2 days."""
    daily = overstay_fines(D("1.5"), "day", date(2025, 1, 20), date(2025, 3, 2))
    assert [(one.on, one.amount) for one in daily] == [
        (date(2025, 1, 31), D(18)),
        (date(2025, 2, 28), D(42)),
        (date(2025, 3, 2), D(3)),
    ]
    monthly = overstay_fines(D(40), "month", date(2025, 1, 31), date(2025, 4, 29))
    assert [one.on for one in monthly] == [date(2025, 2, 28), date(2025, 3, 30)], "a begun month is not counted"
    assert overstay_fines(D(1), "day", date(2025, 1, 2), date(2025, 1, 1)) == ()
    with pytest.raises(ValueError, match="expected day or month"):
        overstay_fines(D(1), "year", date(2025, 1, 1), date(2025, 1, 2))


def test_answers_about_bondage_are_told_one_by_one() -> None:
    one = Loan(worker="w", credited="no", term_fixed="yes", book_with="lender", may_leave="not-known")
    assert {sign.question: sign.says for sign in bondage(one)} == {
        "credited": SPEAKS,
        "term_fixed": AGAINST,
        "may_leave": NOT_KNOWN,
        "book_with": SPEAKS,
    }
    assert {sign.says for sign in bondage(Loan(worker="w"))} == {NOT_ASKED}, "silence speaks neither for nor against"


def test_what_would_change_it() -> None:
    owed, simple = Owed(D(900), penalties=D(100)), Reckoning(COMPOUND, D(2))
    course = Course(D(20), pay=NetPay(D(200), "JOD"))
    before, after = what_if(owed, simple, course, Change(more=D(30)), "JOD")
    assert before.freedom == Freedom(NEVER) and isinstance(after.freedom, Freedom) and after.freedom.how == FREE
    assert (before.share, after.share) == (D("0.1"), D("0.25"))
    _, after = what_if(owed, simple, course, Change(forgiven=D(60), refund=D(50)), "JOD")
    assert (after.owed.penalties, after.owed.principal) == (D(0), D(890)), "as a payment: penalties before principal"
    _, after = what_if(owed, simple, replace(course, fine=D(5)), Change(fines_off=True), "JOD")
    assert after.owed.total == D(900) and after.interest == D(18) and isinstance(after.freedom, Freedom)
    assert after.freedom.how == FREE, "an amnesty takes the fines that stand and those to come"
    _, after = what_if(owed, simple, course, Change(per_cent=D(1)), "JOD")
    assert after.interest == D(10) and isinstance(after.freedom, Freedom) and after.freedom.how == FREE


AMOUNTS = some.decimals(min_value=0, max_value=10_000, places=2)
RATES = some.decimals(min_value=0, max_value=20, places=2)
MOVES = some.lists(
    some.builds(
        LoanMove,
        kind=some.sampled_from(["paid", "lent", "fine", "forgiven"]),
        on=some.dates(date(2025, 1, 1), date(2025, 12, 31)),
        amount=AMOUNTS,
    ),
    max_size=8,
)
LOANS = some.builds(
    Loan,
    worker=some.just("w"),
    amount=AMOUNTS,
    on=some.just(when("2025-01-01")),
    rate=RATES,
    rate_kind=some.sampled_from([one for one in RATE_KINDS if one != "none"]),
    rate_period=some.sampled_from(["month", "year", "week"]),
    months=some.sampled_from([D(6), D(12), D("7.5")]),
    moves=MOVES.map(tuple),
)
END = date(2025, 12, 31)


@given(LOANS, some.randoms(use_true_random=False))
def test_the_order_in_which_moves_were_entered_makes_no_difference(one: Loan, chance: Any) -> None:
    moves = list(one.moves)
    chance.shuffle(moves)
    assert known(replace(one, moves=tuple(moves)), END) == known(one, END)


@given(LOANS, some.dates(date(2025, 1, 1), END), AMOUNTS)
def test_a_payment_never_makes_more_left(one: Loan, on: date, amount: Decimal) -> None:
    paid = replace(one, moves=(*one.moves, LoanMove("paid", on, amount)))
    assert known(paid, END).most.total <= known(one, END).most.total + D("1e-18")


@given(LOANS, some.integers(-3, 6))
def test_another_unit_of_the_currency_scales_all_of_it(one: Loan, power: int) -> None:
    unit = D(10) ** power
    moves = tuple(replace(move, amount=(move.amount or D(0)) * unit) for move in one.moves)
    scaled = known(replace(one, amount=(one.amount or D(0)) * unit, moves=moves), END)
    assert scaled.most.total == known(one, END).most.total * unit


@given(AMOUNTS, RATES, AMOUNTS, some.sampled_from([SIMPLE, COMPOUND]))
def test_never_means_that_the_payment_is_no_more_than_the_interest(
    principal: Decimal, per_cent: Decimal, payment: Decimal, kind: str
) -> None:
    assume(principal > 0)
    owed, reckoned = Owed(principal), Reckoning(kind, per_cent, 1, 12)
    found = months_to_be_free(owed, reckoned, payment)
    assert isinstance(found, Freedom) and (found.how == NEVER) == (payment * 1200 <= principal * per_cent)


@given(AMOUNTS, RATES, AMOUNTS, some.sampled_from([SIMPLE, COMPOUND]))
def test_the_formula_and_the_months_run_forward_agree(
    principal: Decimal, per_cent: Decimal, payment: Decimal, kind: str
) -> None:
    owed, reckoned = Owed(principal), Reckoning(kind, per_cent)
    assume(principal > 0 and payment > reckoned.interest(owed) * D("1.001") + D("0.01"))
    found, ahead = months_to_be_free(owed, reckoned, payment), run_forward(owed, reckoned, payment)
    assume(ahead is not None)
    assert isinstance(found, Freedom) and ahead and math.ceil((found.months or 0) - 1e-6) == ahead[0]


def test_nothing_of_a_loan_is_needed_that_was_not_said() -> None:
    assert isinstance(balance(Loan(worker="w"), TODAY), Unknown) and Loan(worker="w").on == NOT_SAID
