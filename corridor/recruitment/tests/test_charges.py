"""What a charge is, by which rule; sums that never mix currencies; the ledger on its page."""

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from corridor.journey.actions import workers
from corridor.journey.contents import Journey, Name, Worker
from corridor.journey.when import DAY, MONTH, NOT_SAID, When
from corridor.recruitment.charges import HERS, classify, ledger, net_of, sums_of
from corridor.recruitment.contents import Chain, Charge, Hop, Loan, Refund
from corridor.recruitment.telling_charges import costs_of, shown
from corridor.reference.exchange_rates import Converted, Missing, Rate
from corridor.reference.shelf import shelf
from corridor.safe import queries
from corridor.safe.actions.records import write_record
from corridor.safe.content import TYPES
from corridor.safe.tests.people import People

CASES = tomllib.loads((Path(__file__).parent / "cases" / "charges.toml").read_text(encoding="utf-8"))
MARCH = date(2024, 3, 5)
Spell: Any = TYPES["spell"]  # of a room that comes later on the path


def on(day: date | None) -> When:
    return When(str(day), exact=DAY, first=day, last=day) if day else NOT_SAID


def charge(**said: Any) -> Charge:
    """A charge as a case has it: amounts in words, paid on 5 March 2024 unless it says otherwise."""
    amount, refunds = said.pop("amount", ""), said.pop("refunds", [])
    day = said.pop("on", str(MARCH))
    back = tuple(Refund(amount=Decimal(one) if one else None) for one in refunds)
    paid = on(date.fromisoformat(day) if day else None)
    return Charge("w", "c", amount=Decimal(amount) if amount else None, on=paid, refunds=back, **said)


def rule(**said: Any) -> Any:
    blank: dict[str, Any] = {"origins": (), "destinations": (), "sectors": (), "most": None, "currency": None}
    items = ("agency-service", "medical")
    return SimpleNamespace(**blank | {"valid_from": None, "valid_until": None, "items": items} | said)


def by_rates(rates: dict[str, str]) -> Any:
    """Converts with so many units of the one for one unit of the other; both ways."""

    def convert(amount: Decimal, currency: str, other: str, day: date | None) -> Converted | Missing:
        up, down = Decimal(rates.get(currency, 1)), Decimal(rates.get(other, 1))
        if currency == other:
            up = down = Decimal(1)
        elif currency not in rates and other not in rates:
            return Missing(currency, other, day, "no-row")
        return Converted(amount, amount * up / down, Rate(currency, other, day, up, down))

    return convert


@pytest.mark.parametrize("name", CASES)
def test_a_worked_case(name: str) -> None:
    case = CASES[name]
    rules = [rule(**one) for one in case["rules"]] if "rules" in case else None
    paid = charge(**case["charge"])
    parts = classify(paid, "NPL", "JOR", "domestic-work", paid.on.first, rules, by_rates(case.get("rates", {})))
    expected = [(code, Decimal(amount) if amount else None, why) for code, amount, why in case["expected"]]
    assert [(one.charge_class, one.amount, one.why) for one in parts] == expected, case["why"]
    assert all(one.rules or one.why in ("item", "no-rule") for one in parts), "the rule is named"


def test_every_item_of_a_charge_has_one_rule_for_the_world() -> None:
    rules = shelf().all("fee_rules")
    world = [item for one in rules if not (one.origins or one.destinations or one.sectors) for item in one.items]
    assert sorted(world) == sorted(shelf().terms["charge-item"])
    assert all(one.source and one.flag for one in rules), "none of the five documents gives the definition"
    assert {one.charge_class for one in rules} == set(shelf().terms["charge-class"]) - {"allowed-exception"}


def test_what_an_exception_allows_is_used_up_over_all_charges() -> None:
    """6,000 and then 7,000 under an exception of 10,000: all of the first, 4,000 of the second; 3,000 are a fee."""
    own = [rule(id="npl", origins=("NPL",), charge_class="allowed-exception", most=10000, currency="NPR")]
    first = charge(item="agency-service", amount="6000", currency="NPR", told_before="yes", on="2024-01-01")
    then = replace(first, amount=Decimal(7000), on=on(date(2024, 2, 1)))
    lines = ledger([("b", then), ("a", first)], "NPL", rules=own)
    told = [[(part.charge_class, part.amount) for part in line.parts] for line in lines]
    assert told == [[("allowed-exception", 6000)], [("allowed-exception", 4000), ("fee", 3000)]]


def test_sums_keep_apart_currency_payer_surprise_and_receipt() -> None:
    lines = ledger(
        [
            ("1", charge(item="broker-service", amount="50000", currency="NPR", payer="husband", told_before="no")),
            ("2", charge(item="visa", amount="100", currency="USD", payer="worker", refunds=["40"], receipt="yes")),
            ("3", charge(item="travel", amount="300", currency="USD", payer="employer")),
            ("4", charge(item="medical", currency="NPR", payer="kin")),
            ("5", charge(item="household", amount="900", currency="NPR", payer="worker")),
            ("6", charge(item="visa", amount="5", currency="USD")),
        ]
    )
    found = sums_of(lines)
    assert found.borne.known == {"NPR": 50000, "USD": 60} and found.borne.unknown == 1 and found.borne.count == 3
    assert found.by_class["fee"].known == {"NPR": 50000} and found.by_class["not-recruitment"].known == {"NPR": 900}
    assert found.by_payer["employer"].known == {"USD": 300} and found.by_payer[""].known == {"USD": 5}
    assert set(found.by_payer) == {"husband", "worker", "employer", "kin", ""}, "apart, though all three are her side"
    assert found.by_told["no"].known == {"NPR": 50000} and found.by_receipt["yes"].known == {"USD": 60}


some_charges = st.lists(
    st.builds(
        lambda item, amount, currency, payer, day, told: charge(
            item=item, amount=amount, currency=currency, payer=payer, on=day, told_before=told
        ),
        st.sampled_from(["agency-service", "medical", "bribe", "other", "household", ""]),
        st.sampled_from(["", "0", "3000", "9000.5"]),
        st.sampled_from(["NPR", "JOD", ""]),
        st.sampled_from(["worker", "husband", "employer", ""]),
        st.sampled_from(["2023-01-01", "2024-03-05", ""]),
        st.sampled_from(["yes", "no", ""]),
    ),
    max_size=8,
).map(lambda found: list(enumerate(found)))
OWN = [rule(id="npl", origins=("NPL",), charge_class="allowed-exception", most=10000, currency="NPR")]


@given(some_charges, st.randoms())
def test_the_order_of_entry_does_not_matter_and_nothing_is_lost(made: list[tuple[int, Charge]], chance: Any) -> None:
    entered = [(str(id), one) for id, one in made]
    rules, shuffled = [*shelf().all("fee_rules"), *OWN], list(entered)
    chance.shuffle(shuffled)
    lines = ledger(entered, "NPL", rules=rules)
    assert ledger(shuffled, "NPL", rules=rules) == lines
    for line in lines:
        amounts = [part.amount for part in line.parts]
        assert (None in amounts and amounts == [None]) if line.net.amount is None else sum(amounts) == line.net.amount


@given(some_charges)
def test_currencies_are_never_added_to_each_other(made: list[tuple[int, Charge]]) -> None:
    sums = sums_of(ledger((str(id), one) for id, one in made))
    for currency in ("NPR", "JOD"):
        nets = [
            net_of(one).amount or 0
            for _, one in made
            if one.currency == currency and one.payer in HERS and one.item != "household"
        ]
        assert sums.borne.known.get(currency, 0) == sum(nets)


# --- on the page ---


@pytest.mark.django_db
class TestPage:
    def filed(self, people: People) -> tuple[str, str, str]:
        """Sita's file with a journey to Jordan and one recruitment of it."""
        worker = write_record(Worker("kiba-tumu-2", (Name("Sita"),)), by=people.bina).id
        journey = write_record(Journey(worker, "NPL", "JOR", "domestic-work"), by=people.bina).id
        return worker, journey, write_record(Chain(worker, journey, "The first attempt"), by=people.bina).id

    def page(self, people: People, worker: str, chain: str, may_change: bool = True) -> str:
        known = queries.reading(people.bina, "read_case")
        told = shown(known, worker, [chain]) | {"entry": known.get(worker), "may_change": may_change}
        return " ".join(render_to_string("recruitment/_charges.html", told).split())

    def test_the_ledger_tells_what_each_charge_is_and_what_it_cost_in_months(self, people: People) -> None:
        worker, journey, chain = self.filed(people)
        hop = write_record(Hop(worker, chain, "local-broker", name="Uncle Hari"), by=people.bina).id
        fee = Charge(worker, chain, "broker-service", hop, "", "husband", Decimal(700), "USD", on(MARCH))
        month = When("March 2024", exact=MONTH, first=date(2024, 3, 1), last=date(2024, 3, 31))
        spell = Spell(
            worker, "paid-work", journey, month, country="JOR", pay=Decimal(200), currency="JOD", period="month"
        )
        id = write_record(replace(fee, told_before="no", on=month), by=people.bina).id
        write_record(replace(spell, period="month"), by=people.bina)
        page = self.page(people, worker, chain)
        assert "Recruitment fee" in page and "ILO2019-fees definition" in page and "Uncle Hari" in page
        assert "not told before" in page and "700 USD" in page
        assert "1 USD = 0.709 JOD" in page and "496.30 JOD" in page and "GK general knowledge" in page
        assert "1 March 2024" in page, "of a month, the first day counts, and it is said"
        assert "2.5 months" in page, "700 * 0.709 / 200 = 2.4815"
        assert f"/workers/{worker}/part/{id}/" in page and f"/workers/{worker}/add/charge/?chain={chain}" in page
        assert "Correct it" not in self.page(people, worker, chain, may_change=False)
        [cost] = costs_of(queries.reading(people.bina, "read_case"), worker).values()
        assert cost.months == Decimal("2.4815")

    def test_what_is_not_known_is_said_with_its_reason(self, people: People) -> None:
        worker, _, chain = self.filed(people)
        page = self.page(people, worker, chain)
        assert "None was entered yet." in page and "nothing was entered of what it cost" in page
        write_record(Charge(worker, chain, "visa", payer="worker", currency="NPR", note="<b>"), by=people.bina)
        page = self.page(people, worker, chain)
        assert "the amount is not known" in page and "no paid work there was entered" in page and "&lt;b&gt;" in page

    def test_the_interest_of_a_loan_counts_and_stands_in_the_way_where_it_is_not_known(self, people: People) -> None:
        worker, journey, chain = self.filed(people)
        write_record(Charge(worker, chain, "visa", payer="worker", amount=Decimal(300), currency="JOD"), by=people.bina)
        spell = Spell(worker, "paid-work", journey, on(MARCH), country="JOR", pay=Decimal(200), currency="JOD")
        write_record(replace(spell, period="month"), by=people.bina)
        assert "1.5 months" in self.page(people, worker, chain)
        loan = Loan(worker, journey, "worker", purpose="recruitment", rate=Decimal(3), rate_kind="simple")
        id = write_record(loan, by=people.bina).id
        page = self.page(people, worker, chain)
        assert "the interest on a loan for the way is not known" in page and "at least 1.5 months" in page
        short = replace(loan, amount=Decimal(1000), currency="JOD", on=on(MARCH), rate_period="month")
        workers.correct_part(worker, id, replace(short, ended=on(date(2024, 4, 30))), loan, by=people.bina)
        assert "1.7 months" in (page := self.page(people, worker, chain)), "(300 + 30) / 200 = 1.65"
        assert "until 30 April 2024" in page

    def test_an_attempt_that_led_to_no_job_has_no_months_and_is_not_in_those_of_the_job(self, people: People) -> None:
        worker, journey, chain = self.filed(people)
        failed = write_record(Chain(worker, journey, came_off="no"), by=people.bina).id
        for where, amount in ((chain, 300), (failed, 1000)):
            paid = Charge(worker, where, "visa", payer="worker", amount=Decimal(amount), currency="JOD")
            write_record(paid, by=people.bina)
        spell = Spell(worker, "paid-work", journey, on(MARCH), country="JOR", pay=Decimal(200), currency="JOD")
        write_record(replace(spell, period="month"), by=people.bina)
        assert "it led to no job" in self.page(people, worker, failed)
        assert "1.5 months" in self.page(people, worker, chain)
