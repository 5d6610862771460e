"""What was said, signed and found along a chain: worked cases by hand, and what must hold for any chain."""

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.journey.contents import Party
from corridor.journey.when import When
from corridor.recruitment.contents import Hop, Terms
from corridor.recruitment.hops import in_order
from corridor.recruitment.promises import Comparison, Road, a_month, compare
from corridor.reference.exchange_rates import converted
from corridor.reference.shelf import Entry

CASES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "cases" / "promises.toml").read_text(encoding="utf-8"))
AMOUNTS = ("wage", "hours_a_week", "rest_days_a_month", "months", "costs")


def on(day: str) -> When:
    at = date.fromisoformat(day)
    return When(day, exact="day", first=at, last=at)


def hop(role: str = "sub-agent", **more: Any) -> Hop:
    told = {name: tuple(value) if isinstance(value, list) else value for name, value in more.items()}
    return Hop("w", "c", role, **told | ({"begin": on(told["begin"])} if "begin" in told else {}))


def terms(side: str, **more: Any) -> Terms:
    told = {name: Decimal(value) if name in AMOUNTS else value for name, value in more.items()}
    return Terms("w", "c", side, **told | ({"on": on(told["on"])} if "on" in told else {}))


def road(case: dict[str, Any]) -> Road:
    hops = [(one["id"], hop(**{name: one[name] for name in one if name != "id"})) for one in case.get("hops", ())]
    said = [(one["id"], terms(**{name: one[name] for name in one if name != "id"})) for one in case.get("terms", ())]
    return Road(hops, said, {id: Party("firm", tuple(names)) for id, names in case.get("parties", {}).items()})


def departures(found: Comparison) -> dict[str, tuple[str, str]]:
    left = {row.term: row.departure for row in found.rows}
    return {
        term: (one.statement, "" if one.share is None else str(round(one.share, 4).normalize()))
        for term, one in left.items()
        if one
    }


def codes(found: Comparison) -> list[str]:
    return [one.code for one in found.findings]


@pytest.mark.parametrize("name", CASES)
def test_worked_case(name: str) -> None:
    case = CASES[name]
    assert case["hand"] and case["source"]
    found = compare(road(case))
    assert departures(found) == {term: tuple(one) for term, one in case.get("departed", {}).items()}
    why = {row.term: one.why for row in found.rows for one in row.steps if one.outcome == "unknown"}
    assert why == case.get("unknown", {})


def test_two_currencies_meet_at_the_rate_of_the_day_of_the_later_statement() -> None:
    """1,500 AED at 3.75 AED for a dollar are 400 USD: as promised. The rate of the year before would say otherwise."""
    rows = [_rate("2023-01-01", 3.0), _rate("2024-05-01", 3.75)]
    said = [
        ("said", terms("said", wage="400", currency="USD", period="month")),
        ("was", terms("was", wage="1500", currency="AED", period="month", on="2024-06-01")),
    ]
    found = compare(Road((), said), lambda *asked: converted(*asked, rows=rows))
    step = _row(found, "wage").steps[1]
    assert departures(found) == {} and step.rate and step.rate.rows == (rows[1],)
    undated = [said[0], ("was", replace(said[1][1], on=When()))]
    missing: Any = _row(compare(Road((), undated), lambda *asked: converted(*asked, rows=rows)), "wage").steps[1]
    assert missing.outcome == "unknown" and missing.why.reason == "no-day"


def _rate(since: str, rate: float) -> Any:
    values = {"id": f"USD-AED-{since}", "currency": "USD", "other": "AED", "rate": rate, "valid_from": since}
    return Entry(None, values | {"valid_until": None, "fixed": True, "source": ("test",)})  # type: ignore[arg-type]


def _row(found: Comparison, term: str) -> Any:
    return next(row for row in found.rows if row.term == term)


def test_ways_part_and_meet_again() -> None:
    hops = [
        ("agency", hop("agency", follows=["clinic", "trainer"])),
        ("trainer", hop("trainer", follows=["broker"])),
        ("clinic", hop("clinic", follows=["broker"], begin="2024-03-02")),
        ("broker", hop("local-broker", begin="2024-03-01")),
    ]
    assert in_order(hops).ids == ("broker", "trainer", "clinic", "agency")
    dated = [*hops[:1], ("trainer", hop("trainer", follows=["broker"], begin="2024-04-01")), *hops[2:]]
    assert in_order(dated).ids == ("broker", "clinic", "trainer", "agency"), "of two ways the one that began first"


def test_without_a_day_a_hop_stays_where_it_was_entered() -> None:
    hops = [("kin", hop("kin")), ("late", hop(begin="2024-05-01")), ("early", hop(begin="2024-01-01"))]
    assert in_order(hops).ids == ("kin", "early", "late")


def test_a_loop_is_kept_and_told() -> None:
    hops = [
        ("after", hop("agency", follows=["b"])),
        ("b", hop(follows=["a"])),
        ("a", hop(follows=["b", "home"])),
        ("home", hop("kin")),
    ]
    found = in_order(hops)
    assert found.ids == ("home", "b", "after", "a"), (
        "entered at the hop that stands first; the rest as it is free to come"
    )
    assert set(found.loop) == {"a", "b"}
    assert in_order([("self", hop(follows=["self"]))]).loop == ("self",)
    assert "loop" in codes(compare(Road(hops)))


def test_a_hop_after_somebody_elsewhere_is_kept_and_told() -> None:
    found = in_order([("agency", hop("agency", follows=["elsewhere"]))])
    assert found.ids == ("agency",) == found.astray


def test_contract_substitution() -> None:
    said = ("said", terms("said", job="Carer", on="2024-01-01"))
    first = ("first", terms("signed", job="Carer", on="2024-02-01"))
    second = ("second", terms("signed", job="Cleaner", on="2024-03-01"))
    kept = compare(Road((), [said, first]))
    assert "contract-replaced" not in codes(kept)
    found = [one for one in compare(Road((), [second, first, said])).findings if one.code == "contract-replaced"]
    assert [(one.reason, one.parts["terms"]) for one in found] == [("by-contract", ("job",)), ("by-second", ("job",))]
    assert found[1].parts["statement"] == "second" and all(one.source for one in found)
    alone = compare(Road((), [first, second])).findings
    assert [one.reason for one in alone if one.code == "contract-replaced"] == ["by-second"]


def test_promise_contract_and_reality_of_a_term() -> None:
    said = [(f"said{number}", terms("said", months=value)) for number, value in enumerate((24, 36))]
    signed = [(f"signed{number}", terms("signed", months=value)) for number, value in enumerate((24, 30))]
    found = _row(compare(Road((), [*said, *signed, ("was", terms("was", months=12))])), "months")
    assert (found.promise, found.contract, found.reality) == ("said0", "signed1", "was")
    assert found.changed.share == Decimal("0.25") and found.broken.share == Decimal("-0.5")
    assert found.departure.statement == "said1", "the first departure is a second promise"


def test_how_it_was_comes_after_all_that_was_said_unless_its_day_says_otherwise() -> None:
    hops = [("employer", hop("principal-employer"))]
    was = ("was", terms("was", hop="employer", wage=600, currency="JOD", period="month", on="2024-05-01"))
    later = ("later", terms("signed", hop="employer", wage=700, currency="JOD", period="month", on="2024-06-01"))
    undated = ("undated", terms("signed", wage=800, currency="JOD", period="month"))
    assert compare(Road(hops, [was, later])).line == ("was", "later")
    assert compare(Road(hops, [was, undated])).line == ("undated", "was")
    assert compare(Road(hops, [("was", replace(was[1], on=When())), later])).line == ("later", "was")


def test_who_answers_and_who_helps() -> None:
    parties = {"p": Party("firm", ("Al Noor",), licence="123")}
    hops = [
        ("licensed", hop("agency", party="p")),
        ("shown", hop("agency", licensed="yes")),
        ("none", hop("sub-agent", licensed="no")),
        ("asked", hop("carrier", licensed="not-known")),
        ("uncle", hop("kin")),
        ("exit", hop("exit-helper", licensed="no")),
        ("desk", hop("official")),
        ("clash", hop("agency", licensed="no", licence="9")),
        ("house", hop("principal-employer", name="House of Karam")),
    ]
    found = compare(Road(hops, (), parties)).findings
    told = {(one.code, one.parts["hop"], one.reason) for one in found if "hop" in one.parts}
    assert told == {
        ("no-accountable-party", "none", "none-seen"),
        ("no-accountable-party", "asked", "nobody-knows"),
        ("informal-help", "uncle", ""),
        ("informal-help", "exit", "helps-leave"),
        ("licence-clash", "clash", ""),
        ("principal-employer", "house", ""),
    }


def test_the_principal_employer_stays_in_the_road_also_when_nobody_knows_it() -> None:
    for hops in ((), [("agency", hop("agency", licensed="yes"))], [("nameless", hop("principal-employer"))]):
        assert "principal-employer-not-known" in codes(compare(Road(hops)))
    named = compare(Road((), [("s", terms("signed", employer_name="Al Noor"))])).findings[-1]
    assert named.code == "principal-employer-not-known" and named.parts["statements"] == ("s",)


def test_documents_that_others_hold() -> None:
    hops = [("agency", hop("agency", licensed="yes", keeps=["passport"]))]
    said = [("promised", terms("said", papers_with="employer")), ("was", terms("was", papers_with="employer"))]
    found = compare(Road(hops, said)).findings
    assert [(one.code, dict(one.parts)) for one in found if one.code.startswith("papers")] == [
        ("papers-taken", {"hop": "agency", "papers": ("passport",)}),
        ("papers-with", {"statement": "was", "with": "employer"}),
    ]
    for hers in ("herself", "centre", ""):
        assert "papers-with" not in codes(compare(Road((), [("was", terms("was", papers_with=hers))])))


def test_what_nobody_stated() -> None:
    assert codes(compare(Road()))[0] == "nothing-said"
    found = compare(Road((), [("s", terms("said", job="Carer", board="not-known"))])).findings
    silent = next(one for one in found if one.code == "never-said").parts["terms"]
    assert "board" in silent and "wage" in silent and "job" not in silent


DAYS = st.dates(date(2020, 1, 1), date(2025, 1, 1)).map(str)
PAY = st.decimals(Decimal(1), Decimal(10_000), places=2)
SIDE = st.sampled_from(["said", "signed", "was"])


@given(
    st.lists(st.tuples(SIDE, PAY, DAYS), max_size=6, unique_by=lambda one: one[2]), st.randoms(use_true_random=False)
)
def test_the_order_of_entry_does_not_matter_where_days_are_known(told: list[Any], chance: Any) -> None:
    said = [(day, terms(side, wage=pay, currency="JOD", period="month", on=day)) for side, pay, day in told]
    before = compare(Road((), said))
    chance.shuffle(said)
    after = compare(Road((), said))
    assert after.rows == before.rows and after.line == before.line == tuple(sorted(before.line))


@given(st.lists(PAY, min_size=2, max_size=5), st.decimals(Decimal("0.001"), Decimal(1000), places=3))
def test_another_unit_of_money_changes_no_departure(pay: list[Decimal], unit: Decimal) -> None:
    def left(factor: Decimal) -> Any:
        said = [(str(n), terms("said", wage=one * factor, currency="JOD", period="month")) for n, one in enumerate(pay)]
        found = _row(compare(Road((), said)), "wage").departure
        return found and (found.statement, round(found.share, 9))

    assert left(unit) == left(Decimal(1))


@given(PAY, st.decimals(Decimal(1), Decimal(90), places=1))
def test_one_pay_told_for_five_lengths_is_one_pay(hourly: Decimal, hours: Decimal) -> None:
    """An hourly pay, told by the week, the month and the year as well, is never a departure from itself."""
    week, month = hourly * hours, hourly * hours * 52 / 12
    told = {"hour": hourly, "week": week, "month": month, "year": month * 12}
    said = [
        (period, terms("said", wage=amount, currency="JOD", period=period, hours_a_week=hours))
        for period, amount in told.items()
    ]
    assert departures(compare(Road((), said))) == {}
    assert all(abs(Decimal(a_month(one)) - month) < Decimal("1e-15") for _, one in said)


@given(st.lists(st.lists(st.integers(0, 7), max_size=3), min_size=1, max_size=8))
def test_every_hop_stands_once_in_the_order_whatever_follows_what(follows: list[list[int]]) -> None:
    hops = [(str(n), hop(follows=[str(one) for one in ones])) for n, ones in enumerate(follows)]
    found = in_order(hops)
    assert sorted(found.ids) == sorted(id for id, _ in hops)
    place = {id: at for at, id in enumerate(found.ids)}
    for id, one in hops:
        for before in one.follows:
            if before in place and id not in found.loop:
                assert place[before] < place[id]
