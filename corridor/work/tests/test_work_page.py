"""The page of her work: spells beside each other, pay beside its references, what came of it, what she is owed."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from corridor.journey.actions import workers
from corridor.journey.contents import Journey, Name, Worker
from corridor.recruitment.contents import Chain, Charge, Terms
from corridor.reference.shelf import Shelf, shelf
from corridor.safe import queries
from corridor.safe.actions import records
from corridor.safe.content import TYPES, Content, content_from, to_plain
from corridor.safe.tests.people import People, sign_in
from corridor.work import outcomes
from corridor.work.outcomes import Measurement
from corridor.work.owed import remedy_start
from corridor.work.pay import Amount
from corridor.work.tests.spells import TODAY, number, on, row, spell

pytestmark = pytest.mark.django_db
MINIMUM = row(
    id="made-up-minimum",
    label="A made-up minimum",
    countries=["JOR"],
    amount=260,
    currency="JOD",
    period="month",
    hours_a_week=48,
    source=["WIF2023 lesson 4"],
)


@pytest.fixture
def her(people: People) -> str:
    return records.write_record(
        Worker("kiba-tumu-2", (Name("Sita"),), nationality="NPL", author="bina"), by=people.bina
    ).id


def kept(people: People, her: str, part: Content, form: str) -> str:
    return workers.add_part(her, part, by=people.bina, form=form).id


@pytest.fixture
def journey(people: People, her: str) -> str:
    return kept(people, her, Journey(her, origin="NPL", destination="JOR", sector="domestic-work"), "j")


@pytest.fixture
def job(people: People, her: str, journey: str) -> str:
    """Work in a household in Jordan since March 2024, paid 200 a month for 72 hours a week."""
    made = spell(
        journey=journey,
        country="JOR",
        sector="domestic-work",
        job="Household",
        begin=on("2024-03-01"),
        end=on("2025-08-31"),
        pay="200",
        currency="JOD",
        period="month",
        hours_a_week="72",
        live_in="yes",
        movement="locked-in",
        phone="taken",
        papers_with="employer",
        permit="one-employer",
        gained=["Arabic"],
        security="none",
    )
    return kept(people, her, made, "job")


@pytest.fixture
def minimum(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shelf has one reference wage."""
    every = Shelf.all
    rows = lambda self, kind: [MINIMUM] if kind == "reference_wages" else every(self, kind)  # noqa: E731
    monkeypatch.setattr(type(shelf()), "all", rows)


def made(type: str, **fields: Any) -> Content:
    """A content of a later room, known here by its type alone."""
    return content_from(type, TYPES[type].VERSION, to_plain(fields))


def grievance(people: People, her: str, kind: str = "unpaid-wages") -> tuple[str, str]:
    """(case, grievance) about January to June 2025."""
    seats = ({"worker": her, "called": "Sita"},)
    case = records.write_record(
        made("case", number="kiba-1", workers=seats, lead=people.bina.account.key), by=people.bina
    )
    told = made("grievance", case=case.id, kind=kind, begin=on("2025-01-01"), end=on("2025-06-30"))
    return case.id, records.write_record(told, by=people.bina).id


def browser(people: People, name: str = "bina") -> Client:
    return sign_in(Client(), people.members[name])


def page(people: People, her: str) -> str:
    answer = browser(people).get(f"/workers/{her}/work/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_nothing_was_told_yet(people: People, her: str) -> None:
    text = page(people, her)
    assert "None was entered yet." in text and "<title>Work · Corridor</title>" in text.replace("\n", "")
    assert f"/workers/{her}/add/spell/" in text


def test_pay_freedom_and_skills_are_told(people: People, her: str, job: str) -> None:
    text = page(people, her)
    assert "200 JOD" in text and "0.64 JOD" in text, "200 / (72 × 52/12 = 312) = 0.641"
    assert "Locked in" in text and "Tied to one employer" in text and "Arabic" in text
    assert "a centre enters its own" in text, "no reference is on the shelf"
    assert f"/workers/{her}/part/{job}/" in text


@pytest.mark.usefixtures("minimum")
def test_pay_stands_beside_the_minimum(people: People, her: str, job: str) -> None:
    """A month: 200/260 = 76.92 %. An hour: (200/312) / (260/208) = 51.28 %."""
    text = page(people, her)
    assert "covers 76.92 %, 23.08 % is missing" in text and "covers 51.28 %, 48.72 % is missing" in text
    assert "A made-up minimum" in text and "2020-01-01" in text and "lesson 4" in text


def test_what_ran_at_the_same_time_stands_side_by_side_and_doubts_are_marked(
    people: People, her: str, job: str, journey: str
) -> None:
    home = {"begin": on("2024-06-01"), "end": on("2024-12-31"), "live_in": "yes", "employer_name": "Another house"}
    kept(people, her, spell(**home, journey=journey, country="JOR", pay="50"), "second")
    text = page(people, her)
    assert "At the same time" in text and "She lived at two workplaces at the same time." in text
    assert "The pay has no currency." in text


def test_before_during_and_after(
    people: People, her: str, job: str, journey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = {"begin": on("2022-01-01"), "end": on("2023-12-31"), "country": "NPL", "hours_a_week": "40"}
    kept(people, her, spell(**home, pay="100", currency="USD", period="month", security="none"), "home")
    later = Measurement(date(2026, 1, 1), Amount(number("250"), "JOD"), number("48"), of="Follow-up")  # type: ignore[arg-type]
    monkeypatch.setattr(outcomes, "MEASURED", [lambda known, worker: [later] if worker == her else []])
    text = page(people, her)
    assert "100 USD = 70.90 JOD" in text and "250 JOD (Follow-up)" in text
    assert text.count("· Better") == 4, "pay twice, hours after, skills there"
    assert text.count("· Worse") == 1 and "not asked" in text


def test_what_she_is_owed_waits_for_what_she_received(people: People, her: str, job: str) -> None:
    _, about = grievance(people, her)
    client = browser(people)
    address, sent = f"/workers/{her}/work/", {"grievance": about, "spell": job}
    assert "it was not entered what she received for that time" in client.get(address).content.decode()
    answer = client.post(f"/workers/{her}/received/", {**sent, "received": "450"})
    assert answer.status_code == 302 and "450" not in answer["Location"], "no amount in an address"
    text = client.get(address).content.decode()
    assert "<strong><bdi>750 JOD</bdi></strong>" in text and "1,200 JOD − 450 JOD" in text
    client.post(f"/workers/{her}/received/", {**sent, "received": "a lot"})
    text = client.get(address).content.decode()
    assert "“a lot” is not a number." in text and 'value="a lot"' in text


def test_what_is_not_hers_is_not_reckoned(people: People, her: str, job: str) -> None:
    _, about = grievance(people, her)
    other = records.write_record(Worker("kiba-tumu-3", (Name("Maya"),), author="bina"), by=people.bina).id
    client, sent = browser(people), {"grievance": about, "spell": job, "received": "1"}
    assert client.post(f"/workers/{other}/received/", sent).status_code == 404
    assert client.post(f"/workers/{her}/received/", {**sent, "spell": other}).status_code == 404
    assert browser(people, "jamila").get(f"/workers/{her}/work/").status_code == 404


def test_the_ledger_of_remedies_begins_with_it(people: People, her: str, job: str) -> None:
    _, about = grievance(people, her)
    known = queries.reading(people.bina, "read_case")
    session = {"received_for": {f"{about}.{job}": "450"}}
    start = remedy_start(known, her, about, session, TODAY)
    assert (start["step"], start["amount"], start["currency"]) == ("entitled", 750, "JOD")
    assert "6 × 200 JOD = 1,200 JOD" in start["working"]
    assert remedy_start(known, her, about, {}, TODAY) == {}, "what cannot be known begins nothing"


def test_the_last_contract_goes_before_the_first_promise(people: People, her: str, job: str, journey: str) -> None:
    """Promised 300, signed 250, paid 200: 6 × (250 − 200) = 300."""
    chain = kept(people, her, Chain(her, journey), "chain")
    money = {"currency": "JOD", "period": "month"}
    kept(people, her, Terms(her, chain, "said", on=on("2023-05-01"), wage=number("300"), **money), "said")
    kept(people, her, Terms(her, chain, "signed", on=on("2024-01-01"), wage=number("250"), **money), "signed")
    grievance(people, her, "underpayment")
    assert "<strong><bdi>300 JOD</bdi></strong>" in page(people, her)


def test_charges_that_are_not_hers_to_bear_come_back(people: People, her: str, job: str, journey: str) -> None:
    chain = kept(people, her, Chain(her, journey), "chain")
    hers = {"payer": "worker", "currency": "NPR", "on": on("2024-01-15")}
    kept(people, her, Charge(her, chain, "broker-service", amount=number("30000"), **hers), "broker")
    kept(people, her, Charge(her, chain, "household", amount=number("9000"), **hers), "food")
    kept(people, her, Charge(her, chain, "release", amount=number("700"), **hers), "release")
    grievance(people, her, "recruitment-fee")
    assert "<strong><bdi>30,000 NPR</bdi></strong>" in page(people, her)
