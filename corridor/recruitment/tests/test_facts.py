"""What may be counted of recruitments, charges, promises and debts: bands, and nothing that leads back to a person."""

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.journey.actions import merging
from corridor.journey.contents import Journey, Name, Party, Worker
from corridor.journey.facts import FACTS, UNKNOWN, Fact, FactKind
from corridor.recruitment.contents import Chain, Charge, Hop, Loan, Terms
from corridor.recruitment.debt import NetPay
from corridor.recruitment.facts import KINDS, charges, debts, promises, recruitments
from corridor.recruitment.facts.reading import File, corridor_of, files
from corridor.recruitment.pathways import RoadOnFile
from corridor.recruitment.promises import Road
from corridor.recruitment.tests import test_promises
from corridor.recruitment.tests.test_charges import MARCH, Spell, by_rates, charge, on
from corridor.recruitment.tests.test_debt import TODAY, loan
from corridor.recruitment.tests.test_promises import hop, terms
from corridor.safe import queries
from corridor.safe.actions import records
from corridor.safe.content import Content
from corridor.safe.tests.people import People

CASES = tomllib.loads((Path(__file__).parent / "cases" / "facts.toml").read_text(encoding="utf-8"))
PAID = {"item": "agency-service", "payer": "worker"}
PAY: dict[str, Any] = {"currency": "JOD", "period": "month"}
ASKED: dict[str, Any] = {"credited": "yes", "term_fixed": "yes", "may_leave": "yes", "book_with": "both"}


def job(pay: str = "200", begin: date = date(2024, 4, 1), **said: Any) -> Any:
    """Her first job in Jordan, paid by the month in dinars."""
    amount = Decimal(pay) if pay else None
    return Spell("w", "paid-work", "j", on(begin), **{"country": "JOR", "pay": amount, **PAY, **said})


def road(charges: Any = (), hops: Any = (), terms: Any = (), came_off: str = "yes", id: str = "c") -> RoadOnFile:
    paid = [(f"{id} charge {number}", one) for number, one in enumerate(charges)]
    return RoadOnFile(id, "w", Chain("w", "j", came_off=came_off), Road(hops, terms), paid, "NPL", "JOR")


def file(*roads: RoadOnFile, spells: Any = (), loans: Any = (), **said: Any) -> File:
    """A woman who went from Nepal to Jordan for domestic work."""
    journeys = {"j": Journey("w", "NPL", "JOR", "domestic-work")}
    worker = Worker("kiba-tumu-2", **{"sex": "woman", "nationality": "NPL", **said})
    return File("w", worker, journeys, roads, [(str(number), one) for number, one in enumerate(loans)], spells)


def recruited(*roads: RoadOnFile, spells: Any = (), rates: Any = (), **said: Any) -> list[Fact]:
    return list(recruitments.of_file(file(*roads, spells=spells, **said), TODAY, by_rates(dict(rates))))


# --- recruitment ---


@pytest.mark.parametrize("name", CASES["cost"])
def test_what_a_job_cost_is_told_in_a_band_of_months(name: str) -> None:
    case = CASES["cost"][name]
    assert case["hand"] and case["source"]
    one = road([charge(**PAID | each) for each in case["charges"]])
    [fact] = recruited(one, spells=[job(case.get("pay", "200"))], rates=case.get("rates", {}))
    assert fact.values["cost"] == case["band"]
    assert (fact.values["corridor"], fact.values["country"]) == ("NPL-JOR", "JOR")
    assert (fact.values["sector"], fact.values["sex"]) == ("domestic-work", "woman")


def test_a_recruitment_is_one_for_all_attempts_that_came_to_something_and_none_without_a_job() -> None:
    paid = [charge(**PAID, amount="150", currency="JOD")]
    went, failed = road(paid), road(paid, came_off="no", id="failed")
    also = road(paid, id="also")
    [fact] = recruited(went, failed, also, spells=[job()])
    assert fact.values["cost"] == "1-3", "(150 + 150) / 200; what came to nothing led to no job"
    assert recruited(failed, spells=[job()]) == []
    not_said = road(paid, came_off="")
    assert recruited(not_said) == [], "nobody said that it led to a job"
    assert [one.values["cost"] for one in recruited(not_said, spells=[job()])] == ["up-to-1"], "she works there"


def test_a_recruitment_is_of_the_day_on_which_the_job_began() -> None:
    [fact] = recruited(road(), spells=[job(begin=date(2025, 2, 1)), job(begin=date(2024, 4, 1))])
    assert fact.day == date(2024, 4, 1)
    entered = replace(road(), chain=Chain("w", "j", came_off="yes", day=MARCH))
    assert [one.day for one in recruited(entered)] == [MARCH], "else of the day on which it was entered"


@pytest.mark.parametrize(
    ("first", "channel"),
    [
        pytest.param(hop("agency", licensed="yes"), "formal", id="a licence was seen"),
        pytest.param(hop("agency", licence="123"), "formal", id="a licence was told"),
        pytest.param(hop("agency", party="p"), "formal", id="its party has a licence"),
        pytest.param(hop("official", licensed="no"), "formal", id="an office needs none"),
        pytest.param(hop("agency", licensed="no"), "informal", id="none as far as anybody saw"),
        pytest.param(hop("exit-helper"), "informal", id="who helps people leave"),
        pytest.param(hop("kin"), "informal", id="kin"),
        pytest.param(hop("principal-employer"), "direct", id="the employer itself"),
        pytest.param(hop("sub-agent"), UNKNOWN, id="nobody asked"),
        pytest.param(hop("agency", licensed="not-known"), UNKNOWN, id="nobody knows"),
        pytest.param(hop("agency", licensed="no", licence="123"), UNKNOWN, id="a number, and none seen"),
    ],
)
def test_the_channel_is_the_question_of_a_licence(first: Hop, channel: str) -> None:
    assert recruitments.channel(first, {"p": Party("agency", ("Sun",), licence="9")}) == channel


def test_the_first_hop_is_the_first_of_the_road_and_none_in_a_circle() -> None:
    hops = [("agency", hop("agency", follows=["broker"])), ("broker", hop("local-broker"))]
    assert recruited(road(hops=hops), spells=[job()])[0].values["first_hop"] == "local-broker"
    circle = [hops[0], ("broker", hop("local-broker", follows=["agency"]))]
    for values in (recruited(road(hops=one), spells=[job()])[0].values for one in (circle, [])):
        assert (values["first_hop"], values["channel"]) == (UNKNOWN, UNKNOWN)


@pytest.mark.parametrize(
    ("origin", "nationality", "destination", "corridor"),
    [
        ("NPL", "BGD", "JOR", "NPL-JOR"),
        ("", "BGD", "JOR", "BGD-JOR"),
        ("", "", "JOR", UNKNOWN),
        ("NPL", "NPL", "", UNKNOWN),
        ("NPL", "NPL", "NPL", UNKNOWN),
    ],
)
def test_a_journey_begins_where_it_is_told_else_where_she_is_from(
    origin: str, nationality: str, destination: str, corridor: str
) -> None:
    assert corridor_of(Journey("w", origin, destination), nationality) == corridor


# --- charges ---


def charged(*every: Charge, came_off: str = "yes", pay: str = "200") -> list[Fact]:
    return list(charges.of_file(file(road(every, came_off=came_off), spells=[job(pay)]), by_rates({"NPR": "0.005"})))


def test_a_charge_tells_what_it_is_whose_money_and_whether_she_was_told() -> None:
    [fact] = charged(charge(item="broker-service", amount="90000", currency="NPR", payer="husband", told_before="no"))
    assert fact.values == {
        "item": "broker-service",
        "charge_class": "fee",
        "payer": "husband",
        "told_before": "no",
        "months_of_pay": "1-3",  # 90,000 * 0.005 / 200 = 2.25
        "corridor": "NPL-JOR",
        "country": "JOR",
        "sector": "domestic-work",
    }
    assert (fact.key, fact.worker, fact.day) == ("c charge 0", "w", MARCH)


def test_of_a_charge_nothing_is_made_up() -> None:
    [blank] = charged(charge(told_before="not-known"))
    asked = ("item", "payer", "told_before", "months_of_pay")
    assert [blank.values[name] for name in asked] == [UNKNOWN] * 4 and blank.values["charge_class"] == "undetermined"
    paid = charge(**PAID, amount="200", currency="JOD")
    assert charged(paid, pay="")[0].values["months_of_pay"] == UNKNOWN, "her pay is not known"
    assert charged(paid, came_off="no")[0].values["months_of_pay"] == UNKNOWN, "it led to no pay"
    assert charged(replace(paid, currency="XOF"))[0].values["months_of_pay"] == UNKNOWN, "there is no rate"
    assert charged(charge(**PAID, amount="0"), pay="")[0].values["months_of_pay"] == "none", "nothing is nothing"


some_text = st.text(max_size=12) | st.sampled_from(["fee", "yes", "worker", "unknown", "other", "NPL-JOR", "bribe"])


@given(some_text, some_text, some_text, st.decimals(0, 10**9, places=2) | st.none())
def test_nothing_that_was_typed_gets_among_the_values(item: str, payer: str, told: str, amount: Decimal | None) -> None:
    typed = Charge("w", "c", item=item, payer=payer, told_before=told, amount=amount, currency="JOD", note=item)
    for fact in charged(typed):
        assert_only_codes(charges.CHARGE, fact)


def assert_only_codes(kind: FactKind, fact: Fact) -> None:
    assert list(fact.values) == [one.name for one in kind.columns]
    wrong = {one.name: fact.values[one.name] for one in kind.columns if not one.admits(fact.values[one.name])}
    assert wrong == {}


# --- promises ---


def promised(case: dict[str, Any]) -> dict[str, dict[str, str]]:
    told = test_promises.road(case)
    found = promises.of_file(file(replace(road(), road=told)), None)
    return {one.values["term"]: dict(one.values) for one in found}


@pytest.mark.parametrize("name", test_promises.CASES)
def test_what_left_the_promise_is_counted_as_the_road_tells_it(name: str) -> None:
    case = test_promises.CASES[name]
    found = promised(case)
    left = {term for term, values in found.items() if values["outcome"] == "departed"}
    assert left == set(case.get("departed", {}))
    for term, (_, share) in case.get("departed", {}).items():
        assert (found[term]["size"] == "no-number") <= (share == "")
        if share:
            assert found[term]["direction"] == ("less" if share.startswith("-") else "more")


def test_who_left_it_and_by_how_much() -> None:
    found = promised(test_promises.CASES["pay-less-than-promised"])["wage"]
    assert (found["outcome"], found["side"], found["hop_role"]) == ("departed", "was", UNKNOWN)
    assert (found["direction"], found["size"]) == ("less", "25-50"), "600 of 1,000"


def said(*wages: tuple[str, str], **more: Any) -> list[tuple[str, Terms]]:
    """Statements of pay a month in dinars: (side, amount)."""
    return [(str(number), terms(side, wage=wage, **PAY, **more)) for number, (side, wage) in enumerate(wages)]


def wage(*wages: tuple[str, str]) -> dict[str, str]:
    found = promises.of_file(file(road(terms=said(*wages))))
    return next((dict(one.values) for one in found if one.values["term"] == "wage"), {})


@pytest.mark.parametrize(
    ("was", "direction", "size"),
    [
        ("1000", "as-stated", "none"),
        ("990", "as-stated", "none"),
        ("989", "less", "under-10"),
        ("900", "less", "10-25"),
        ("750", "less", "25-50"),
        ("500", "less", "25-50"),
        ("499", "less", "over-50"),
        ("1600", "more", "over-50"),
    ],
)
def test_how_much_it_left_in_bands(was: str, direction: str, size: str) -> None:
    found = wage(("said", "1000"), ("was", was))
    assert (found["direction"], found["size"]) == (direction, size)
    assert found["outcome"] == ("kept" if size == "none" else "departed")


def test_silence_and_a_contract_alone_decide_nothing() -> None:
    assert wage(("said", "1000")) == {} and wage(("said", "1000"), ("signed", "1000")) == {}
    assert wage(("said", "1000"), ("signed", "600"))["side"] == "signed", "a contract that left it did"
    kept = wage(("said", "1000"), ("signed", "1000"), ("was", "1000"))
    assert (kept["outcome"], kept["side"]) == ("kept", "was")


def test_what_cannot_be_compared_is_neither_kept_nor_left() -> None:
    statements = said(("said", "1000"), ("was", "1000"))
    other = [statements[0], ("x", replace(statements[1][1], currency="XOF"))]
    [fact] = promises.of_file(file(road(terms=other)))
    assert (fact.values["outcome"], fact.values["direction"], fact.values["size"]) == (UNKNOWN,) * 3


def test_a_contract_that_cannot_be_compared_may_have_left_it() -> None:
    statements = said(("said", "1000"), ("signed", "1000"), ("was", "1000"))
    statements[1] = ("x", replace(statements[1][1], currency="XOF"))
    [fact] = promises.of_file(file(road(terms=statements)))
    assert (fact.values["outcome"], fact.values["side"]) == (UNKNOWN, "signed")
    assert list(promises.of_file(file(road(terms=statements[:2])))) == [], "and how it turned out is not told yet"


def test_anything_beside_a_promise_of_nothing_is_more() -> None:
    costs = [
        ("a", terms("said", costs="0", costs_currency="JOD")),
        ("b", terms("was", costs="700", costs_currency="JOD")),
    ]
    [fact] = promises.of_file(file(road(terms=costs)))
    assert (fact.values["term"], fact.values["direction"], fact.values["size"]) == ("costs", "more", "over-50")


# --- debts ---


AT_200 = NetPay(Decimal(200), "JOD")


def owing(one: Loan, pay: NetPay | None = AT_200) -> dict[str, str]:
    [fact] = debts.of_file(file(loans=[replace(one, currency="JOD")]), pay, TODAY)
    assert_only_codes(debts.DEBT, fact)
    return dict(fact.values)


@pytest.mark.parametrize("name", CASES["debt"])
def test_what_is_left_of_a_debt_is_told_in_months_of_net_pay(name: str) -> None:
    case = CASES["debt"][name]
    assert case["hand"] and case["source"]
    found = owing(loan(case.get("moves", ()), **case["loan"]))
    assert (found["months_of_pay"], found["repayable"]) == (case["months_of_pay"], case["repayable"])


def test_without_net_pay_a_debt_has_no_band() -> None:
    owed = loan(amount="900", on="2026-01-05", rate_kind="none")
    for pay in (None, NetPay(None, "JOD"), NetPay(Decimal(0), "JOD")):
        assert owing(owed, pay)["months_of_pay"] == UNKNOWN


@pytest.mark.parametrize(
    ("answers", "signs"),
    [
        pytest.param({}, UNKNOWN, id="nobody asked"),
        pytest.param(ASKED, "none", id="all four speak against it"),
        pytest.param(ASKED | {"may_leave": ""}, UNKNOWN, id="one was not asked"),
        pytest.param(ASKED | {"may_leave": "not-known"}, UNKNOWN, id="one is not known"),
        pytest.param({"may_leave": "no"}, "one", id="one is enough to be told"),
        pytest.param(ASKED | {"may_leave": "no", "book_with": "lender"}, "two-or-more", id="two"),
    ],
)
def test_answers_about_bondage_are_counted_and_silence_is_no_answer(answers: dict[str, str], signs: str) -> None:
    assert owing(loan(**answers))["bondage_signs"] == signs


def test_a_debt_belongs_to_the_journey_it_was_taken_for() -> None:
    assert owing(loan(journey="j"))["corridor"] == "NPL-JOR"
    assert owing(loan())["corridor"] == "NPL-JOR", "she went only once"
    assert owing(loan(journey="destroyed"))["corridor"] == UNKNOWN


# --- out of the casebook ---

TYPED = ("Sita", "kiba-tumu-2", "Uncle Hari", "700", "2024", "Al Noor", "her ring")


def entered(people: People, **more: Any) -> str:
    """Sita's way from Nepal to Jordan, with all that was typed of it."""

    def write(one: Content) -> str:
        return records.write_record(one, by=people.bina).id

    worker = records.write_record(Worker("kiba-tumu-2", (Name("Sita"),)), by=people.bina, **more).id
    journey = write(Journey(worker, "NPL", "JOR", "domestic-work"))
    chain = write(Chain(worker, journey, "The first attempt", "yes"))
    hari = write(Hop(worker, chain, "local-broker", name="Uncle Hari"))
    write(Charge(worker, chain, "broker-service", hari, "", "husband", Decimal(700), "JOD", on(MARCH), note="her ring"))
    for side, wage in (("said", 300), ("was", 200)):
        write(Terms(worker, chain, side, hari, on(MARCH), wage=Decimal(wage), **PAY))
    write(Loan(worker, journey, "worker", "moneylender", lender_name="Al Noor", amount=Decimal(700), currency="JOD"))
    write(replace(job(), worker=worker, journey=journey))
    return worker


def counted(people: People, name: str = "bina") -> dict[str, list[Fact]]:
    known = queries.reading(people.members[name], "read_case")
    return {kind.name: list(kind.made(known, TODAY)) for kind in KINDS}


@pytest.mark.django_db
def test_every_kind_is_made_of_a_file_and_nothing_exact_is_in_it(people: People) -> None:
    id = entered(people)
    found = counted(people)
    assert {name: len(facts) for name, facts in found.items()} == dict.fromkeys(found, 1) and len(found) == 4
    assert found["recruitment"][0].values["cost"] == "3-6", "700 of 200"
    assert found["charge"][0].values["months_of_pay"] == "3-6" and found["debt"][0].values["lender"] == "moneylender"
    assert found["promise"][0].values["hop_role"] == "local-broker"
    for kind in KINDS:
        assert FACTS[kind.name] is kind
        for fact in found[kind.name]:
            assert_only_codes(kind, fact)
            assert fact.worker == id and not any(one in text for text in fact.values.values() for one in TYPED)
    assert counted(people) == found, "the same again"


@pytest.mark.django_db
def test_a_file_that_others_may_not_read_is_not_counted_by_them(people: People) -> None:
    worker = Worker("kiba-tumu-2", (Name("Sita"),))
    naming = records.Naming((people.amina.account,), restricted=True)
    id = records.write_record(worker, by=people.amina, naming=naming).id
    for one in (Journey(id, "NPL", "JOR"), Chain(id), Charge(id, "c", "visa"), Loan(id)):
        records.write_record(one, by=people.amina, naming=naming)
    assert counted(people, "amina")["debt"] and not any(counted(people).values())


@pytest.mark.django_db
def test_two_files_of_one_person_are_counted_as_one(people: People) -> None:
    id = entered(people)
    other = records.write_record(Worker("bafu-lari-6", (Name("Sita R."),)), by=people.bina).id
    records.write_record(Loan(other, lender_kind="kin"), by=people.bina)
    merging.merge_workers(id, other, "the same", by=people.bina)
    assert {one.worker for one in counted(people)["debt"]} == {id} and len(counted(people)["debt"]) == 2
    assert [one.id for one in files(queries.reading(people.bina, "read_case"))] == [id]
