"""The made-up roads: whole, with people who are there, in the proportions of the sources; and one told to the end."""

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeVar

import pytest

from corridor import cli, starting
from corridor.centre import demo, demo_one_road, demo_people, demo_road, demo_steps
from corridor.centre.contents import Case, Grievance, Remedy
from corridor.journey.contents import Journey, Party
from corridor.journey.when import BIKRAM_SAMBAT, DAY, MONTH, SEASON, YEAR, When
from corridor.recruitment.charges import OVER_REFUND, net_of
from corridor.recruitment.contents import Chain, Charge, Hop, Loan, Terms
from corridor.reference.check import check
from corridor.reference.exchange_rates import Rate, rate_at
from corridor.reference.shelf import INVENTED, SHIPPED, Shelf, shelf
from corridor.refused import CannotServe
from corridor.safe.content import Content
from corridor.work.contents import Spell
from corridor.work.doubts import at_once, doubts_of

TODAY = date(2026, 11, 22)
KINDS = (Chain, Hop, Terms, Charge, Loan, Spell)
T = TypeVar("T", bound=Content)


@pytest.fixture(scope="module")
def made() -> list[demo.Filed]:
    return list(demo.records(TODAY, ("a", "b"), "caseworker"))


def of(made: list[demo.Filed], kind: type[T]) -> dict[str, T]:
    return {id: content for id, content, _ in made if isinstance(content, kind)}


def share(those: Any, among: Any) -> float:
    return len(list(those)) / len(list(among))


def of_her(made: list[demo.Filed], kind: type[T]) -> list[T]:
    worker = her_case(made).workers[0].worker
    return [one for one in of(made, kind).values() if getattr(one, "worker", "") == worker]


def her_case(made: list[demo.Filed]) -> Case:
    (found,) = (one for one in of(made, Case).values() if one.label == demo_one_road.LABEL)
    return found


def sides(made: list[demo.Filed]) -> dict[str, dict[str, Terms]]:
    """Chain -> side -> statement."""
    found: dict[str, dict[str, Terms]] = {}
    for one in of(made, Terms).values():
        found.setdefault(one.chain, {})[one.side] = one
    return found


def test_a_good_part_of_those_with_a_case_have_a_road(made: list[demo.Filed]) -> None:
    roads = {one.worker for one in of(made, Chain).values()}
    first = {one.workers[0].worker for one in of(made, Case).values()}
    assert 0.25 < share(roads & first, first) < 0.36 and roads - first
    assert roads == {one.worker for one in of(made, Spell).values()}
    assert any(count == 2 for count in Counter(one.worker for one in of(made, Chain).values()).values())


def test_a_chain_has_two_to_five_hops_and_ends_with_the_principal_employer(made: list[demo.Filed]) -> None:
    hops, lengths = of(made, Hop), set()
    for id, chain in of(made, Chain).items():
        road = [(key, one) for key, one in hops.items() if one.chain == id]
        assert [one.follows for _, one in road] == [(), *((key,) for key, _ in road[:-1])]
        assert all(one.worker == chain.worker for _, one in road)
        begins = [one.begin.first or TODAY for _, one in road]
        assert all(before <= after for before, after in pairwise(begins))
        assert (road[-1][1].role == demo_road.EMPLOYER) == (chain.came_off == "yes")
        lengths.add(len(road))
    assert lengths == {2, 3, 4, 5}
    assert {role for path in demo_road.PATHS for role in path} == {one.role for one in hops.values()}


def test_whoever_is_named_is_there_and_agencies_recur(made: list[demo.Filed]) -> None:
    chains, hops, parties, journeys = (of(made, kind) for kind in (Chain, Hop, Party, Journey))
    for _, one, _ in made:
        if isinstance(one, KINDS):
            chain, hop, journey = (getattr(one, name, "") for name in ("chain", "hop", "journey"))
            assert not chain or chains[chain].worker == getattr(one, "worker", "")
            assert not hop or hops[hop].chain == chain
            assert not journey or journeys[journey].worker == getattr(one, "worker", "")
            named = {getattr(one, name, "") for name in ("party", "employer", "lender")} - {""}
            assert named <= set(parties)
    met = Counter(one.party for one in hops.values() if one.role in demo_road.AGENCIES)
    assert met.total() > 100 and min(met.values()) >= 2
    assert {bool(parties[id].licence) for id in met} == {True, False}
    ends = {(one.role, parties[one.party].country) for one in hops.values() if one.role in demo_road.AGENCIES}
    assert ends == set(demo_road.AGENCIES.items())


def test_what_the_sources_give_is_met(made: list[demo.Filed]) -> None:
    cases = {row.worker: one for one in of(made, Case).values() for row in one.workers}
    led = {id: one for id, one in of(made, Chain).items() if one.came_off == "yes"}
    in_debt = {one.worker for one in of(made, Loan).values()}
    assert abs(share((1 for one in led.values() if one.worker in in_debt), led) - demo_people.IN_DEBT) < 0.06  # FIG-029
    was = [one["was"] for one in sides(made).values() if cases[one["was"].worker].sector == "domestic-work"]
    below = share((1 for one in was if (one.wage or 0) < demo_steps.MINIMUM), was)
    assert abs(below - demo_steps.UNDERPAID) < 0.06  # FIG-013
    kept = share((1 for one in was if one.papers_with == "employer"), was)
    assert abs(kept - demo_road.PASSPORT) < 0.06  # FIG-014
    figures = shelf().entries("figures")
    assert figures["FIG-014"].value == pytest.approx(100 * demo_road.PASSPORT)
    assert figures["FIG-028"].value == pytest.approx(100 * demo_road.STILL_IN_DEBT)


def test_pay_is_below_the_promise_for_most(made: list[demo.Filed]) -> None:
    roads = [one for one in sides(made).values() if "said" in one]
    less = [one for one in roads if (one["was"].wage or 0) < (one["said"].wage or 0)]
    assert 0.7 < share(less, roads) < 1
    assert any((one["signed"].wage or 0) < (one["said"].wage or 0) for one in roads if "signed" in one)


def test_charges_in_two_currencies_some_not_known(made: list[demo.Filed]) -> None:
    charges = of(made, Charge).values()
    assert {one.currency for one in charges} == {"NPR", "JOD"}
    assert {"worker", "husband", "kin"} < {one.payer for one in charges}
    for seen in (lambda one: one.amount is None, lambda one: one.amount == 0, lambda one: not one.on.known):
        assert 5 < sum(map(seen, charges)) < 100
    assert [net_of(one).lacks for one in charges].count(OVER_REFUND) == 1, "kept as it was told"


def a_month(loan: Loan) -> Decimal | None:
    """Interest of a month on what was lent; None where it is not told for which length the rate is."""
    if loan.rate is None or loan.amount is None or not loan.rate_period:
        return None
    return loan.rate * loan.amount / (100 if loan.rate_period == "month" else 1_200)


def test_debts_of_every_kind(made: list[demo.Filed]) -> None:
    loans = of(made, Loan).values()
    assert {"kin", "moneylender"} < {one.lender_kind for one in loans}
    assert {"worker", "husband", "kin"} == {one.borrower for one in loans}
    assert {"month", "year", ""} == {one.rate_period for one in loans if one.rate}
    yearly = [12 * 100 * (a_month(one) or 0) / (one.amount or 1) for one in loans if a_month(one)]
    assert min(yearly) == 24 and max(yearly) == 60
    never = [one for one in loans if (due := a_month(one)) and one.instalment is not None and one.instalment <= due]
    assert 0.15 < share(never, loans) < 0.4
    assert all(move.on and move.on <= TODAY for one in loans for move in one.moves)


def test_spells_run_at_the_same_time_and_are_known_as_she_knows_them(made: list[demo.Filed]) -> None:
    every: dict[str, list[Spell]] = {}
    for one in of(made, Spell).values():
        every.setdefault(one.worker, []).append(one)
    kinds = Counter(one.kind for hers in every.values() for one in hers)
    assert {"paid-work", "care", "transit", "detention", "shelter", "return"} == set(kinds)
    assert min(kinds.values()) >= 3
    both = sum(
        any(at_once(one, other) for one in hers for other in hers if one is not other) for hers in every.values()
    )
    assert both > 20
    times = [when for hers in every.values() for one in hers for when in (one.begin, one.end) if when.known]
    assert {when.exact for when in times} == {DAY, MONTH, SEASON, YEAR} and any(when.about for when in times)
    assert any(when.calendar == BIKRAM_SAMBAT for when in times)


def test_what_is_contradictory_is_kept(made: list[demo.Filed]) -> None:
    odd = [one for one in of(made, Spell).values() if doubts_of(one)]
    assert len(odd) == 1 and odd[0].end.last and odd[0].begin.first and odd[0].end.last < odd[0].begin.first


def test_no_road_begins_after_today(made: list[demo.Filed]) -> None:
    for _, content, _ in made:
        if isinstance(content, KINDS):
            for value in vars(content).values():
                first = value.first if isinstance(value, When) else value if isinstance(value, date) else None
                assert first is None or first <= TODAY, content


# The one whose whole road is told.


def test_her_case_is_the_last_one_made(made: list[demo.Filed]) -> None:
    assert list(of(made, Case).values())[-1] == her_case(made)
    few = list(demo.records(TODAY, ("a",), "bina", cases=3))
    assert her_case(few).label == "The road of a demo worker" and len(of(few, Case)) == 3


def test_promise_contract_and_pay_differ(made: list[demo.Filed]) -> None:
    hops = {id: one.role for id, one in of(made, Hop).items()}
    told = [(one.side, one.wage, hops[one.hop]) for one in of_her(made, Terms)]
    assert told == [
        ("said", Decimal(300), "local-broker"),
        ("signed", Decimal(250), "agency"),
        ("was", Decimal(180), "principal-employer"),
    ]
    first, *later = sorted(of_her(made, Terms), key=lambda one: one.on.first or TODAY)
    assert [first.side, *(one.side for one in later)] == ["said", "signed", "was"], "whatever day the month begins on"
    pay = [one.pay for one in of_her(made, Spell) if one.country == "JOR"]
    assert pay == [Decimal(180)]
    spent = [
        one.amount - sum(back.amount for back in one.refunds) for one in of_her(made, Charge) if one.currency == "NPR"
    ]
    assert sum(spent) == 46_500


def test_her_debt_is_never_repaid(made: list[demo.Filed]) -> None:
    hers, his = of_her(made, Loan)
    assert a_month(hers) == 2_700 and hers.instalment == 2_500 and len(hers.moves) >= 5
    assert (his.borrower, his.lender_kind) == ("husband", "recruiter")


def test_a_part_of_what_she_claimed_came(made: list[demo.Filed]) -> None:
    money = {one.step: one.amount for one in of_her(made, Remedy) if one.kind == "money"}
    assert money == {"entitled": 1_000, "claimed": 720, "offered": 300, "received": 400}
    case = next(id for id, one in of(made, Case).items() if one.label == demo_one_road.LABEL)
    assert {one.kind for one in of(made, Grievance).values() if one.case == case} == {
        *("unpaid-wages", "document-kept", "recruitment-fee"),
    }


# The invented shelf.


def test_every_row_says_that_it_is_invented() -> None:
    whole, shipped = Shelf((SHIPPED, INVENTED)), Shelf((SHIPPED,))
    for kind in ("exchange_rates", "reference_wages", "fee_rules"):
        added = {id: one for id, one in whole.entries(kind).items() if id not in shipped.entries(kind)}
        assert added and all(one.flag == "Invented for the demonstration." for one in added.values())
        assert len(whole.all(kind)) == len(added) + len(shipped.all(kind)), "no shipped row is replaced"
        assert all(one.source == ("GK general knowledge",) for one in added.values())
    assert set(check([SHIPPED, INVENTED])) == set(check([SHIPPED]))


def test_what_was_paid_can_be_told_in_the_pay_of_every_road(made: list[demo.Filed]) -> None:
    rows = Shelf((SHIPPED, INVENTED)).all("exchange_rates")
    paid = [one for one in of(made, Charge).values() if one.currency == "NPR" and one.on.known]
    found = [rate_at("NPR", "JOD", one.on.first, rows) for one in paid]
    assert all(isinstance(one, Rate) and not one.old and one.through == "USD" for one in found)
    abroad = {one.currency for one in of(made, Spell).values()} - {""}
    assert all(isinstance(rate_at("NPR", other, date(2021, 5, 1), rows), Rate) for other in abroad)


@pytest.mark.parametrize(("own", "used"), [(None, str(INVENTED)), ("/a/folder/of/its/own", "/a/folder/of/its/own")])
def test_the_demonstration_alone_lays_it_over(monkeypatch: pytest.MonkeyPatch, own: str | None, used: str) -> None:
    for name in ("CORRIDOR_DEMO", "CORRIDOR_SHELF"):
        monkeypatch.setenv(name, own or "")
    if own is None:
        monkeypatch.delenv("CORRIDOR_SHELF")
    seen: list[str | None] = []

    def prepare() -> None:
        seen.append(cli.os.environ.get("CORRIDOR_SHELF"))
        raise CannotServe("far enough")

    monkeypatch.setattr(starting, "prepare", prepare)
    assert cli.main(["demo"]) == 2 and seen == [used]
