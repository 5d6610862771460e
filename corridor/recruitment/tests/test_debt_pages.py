"""Debts on pages: what is left in words, whose debt it is, the schedule, and what would change it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from corridor.journey.actions import workers
from corridor.journey.contents import Journey, Name, Worker
from corridor.journey.when import DAY, GREGORIAN, When
from corridor.recruitment import telling_loans
from corridor.recruitment.contents import Loan, LoanMove
from corridor.recruitment.debt import NetPay
from corridor.safe import queries
from corridor.safe.actions import records
from corridor.safe.notebook.forms import new_form
from corridor.safe.tests.people import People, open_centre, sign_in

pytestmark = pytest.mark.django_db
LENT = When("2025-01-05", GREGORIAN, DAY, date(2025, 1, 5), date(2025, 1, 5))
FLAT = {"rate": Decimal(2), "rate_kind": "flat", "rate_period": "month", "months": Decimal(12)}
COMPOUND = {"rate": Decimal(10), "rate_kind": "compound", "rate_period": "month", "instalment": Decimal(50)}


def browser(people: People, name: str = "bina") -> Client:
    return sign_in(Client(), people.members[name])


def filed(people: People, **more: Any) -> str:
    return records.write_record(Worker("kiba-tumu-2", (Name("Sita"),), author="bina", **more), by=people.bina).id


def lent(people: People, id: str, **more: Any) -> str:
    said = {"borrower": "worker", "amount": Decimal(1200), "currency": "JOD", "on": LENT} | more
    return workers.add_part(id, Loan(worker=id, **said), by=people.bina, form=new_form()).id


def shown(people: People, id: str, pay: NetPay | None = None) -> dict[str, Any]:
    return telling_loans.shown(queries.reading(people.bina, "read_case"), id, pay)


def test_what_is_left_is_told_with_what_it_costs(people: People) -> None:
    id = filed(people)
    part = lent(people, id, **FLAT, instalment=Decimal(124), lender_kind="moneylender", credited="no")
    page = browser(people).get(f"/workers/{id}/debt/{part}/")
    text = page.content.decode()
    assert page.status_code == 200 and "<title>Debt · Corridor</title>" in text.replace("\n", "")
    assert "1,488 JOD" in text and "12 months" in text, "the term is over: 1200 + 12 x 24, at 124 a month"
    assert "speaks for bondage" in text and "Not asked" in text and "Moneylender" in text
    assert "2025-01" in text and "Every month, from the one in which it was lent" in text and 'id="debt"' in text


def test_never_is_told_as_never(people: People) -> None:
    id = filed(people)
    lent(people, id, **COMPOUND)
    [(heading, [line])] = shown(people, id, NetPay(Decimal(200), "JOD"))["debts"]
    lines = dict(line.lines)
    assert heading == "Her own debts" and lines["Months until nothing is left"].startswith("never")
    assert lines["Paid in all until then"] == "–" and lines["Share of net pay each month"] == "25 %"


def test_pay_in_another_currency_without_a_rate_is_not_known(people: People) -> None:
    id = filed(people)
    lent(people, id, rate_kind="none")
    [(_, [line])] = shown(people, id, NetPay(Decimal(200), "XOF"))["debts"]
    assert dict(line.lines)["In months of net pay"].startswith("Cannot be known because debt and pay are in two")


def test_whose_debt_it_is_is_told_apart_and_hers_alone_is_measured_by_her_pay(people: People) -> None:
    id = filed(people)
    for borrower in ("kin", "", "worker", "husband"):
        lent(people, id, borrower=borrower, rate_kind="none")
    debts = dict(shown(people, id, NetPay(Decimal(200), "JOD"))["debts"])
    assert {heading: len(lines) for heading, lines in debts.items()} == {
        "Her own debts": 1,
        "Taken by others for her way": 2,
        "Not said whose debt it is": 1,
    }
    assert "In months of net pay" in dict(debts["Her own debts"][0].lines)
    assert "In months of net pay" not in dict(debts["Taken by others for her way"][0].lines)


def test_five_per_cent_per_nobody_knows_is_kept_and_not_reckoned(people: People) -> None:
    id = filed(people)
    part = lent(people, id, rate=Decimal(5), rate_kind="compound", moves=(LoanMove("paid", None, None),))
    text = browser(people).get(f"/workers/{id}/debt/{part}/").content.decode()
    assert "Cannot be known because it is not said whether the interest is per month or per year" in text
    assert "the amount is not known" in text and "Interest, per cent" in text, "what was entered stays"
    assert "What would change it" not in text and 'id="debt"' not in text


def test_what_would_change_it_is_shown_and_not_kept(people: People) -> None:
    id = filed(people)
    part = lent(people, id, rate=Decimal(12), rate_kind="simple", rate_period="year", instalment=Decimal(12))
    bina, address = browser(people), f"/workers/{id}/debt/{part}/"
    given = {"payment": "12", "more": "100", "pay": "٢٠٠", "pay_currency": "JOD"}
    answer = bina.post(address, given)
    told = {label: (before, after) for label, before, after in answer.context["compared"]}
    assert answer.status_code == 200 and told["Months until nothing is left"][0].startswith("never")
    assert told["Months until nothing is left"][1].endswith("months")
    assert told["Share of net pay each month"] == ("6 %", "56 %")
    assert told["Interest that comes next"] == ("12 JOD", "12 JOD")
    assert not bina.get(address).context["compared"], "the next reader finds nothing of it"


def test_what_was_typed_wrongly_stays_with_what_was_expected(people: People) -> None:
    id = filed(people)
    part = lent(people, id, rate_kind="none")
    answer = browser(people).post(f"/workers/{id}/debt/{part}/", {"more": "a bit"})
    text = answer.content.decode()
    assert answer.status_code == 422 and "Expected figures" in text and 'value="a bit"' in text


def test_a_debt_that_has_ended_asks_for_nothing_more(people: People) -> None:
    id = filed(people)
    ended = When("2025-03", GREGORIAN, "month", date(2025, 3, 1), date(2025, 3, 31))
    part = lent(people, id, rate_kind="none", ended=ended)
    answer = browser(people).get(f"/workers/{id}/debt/{part}/")
    text = answer.content.decode()
    assert "It has ended, as she says." in text and "something would be left" in text
    assert answer.context["form"] is None and answer.context["line"].lines == ()


def test_the_sources_stand_beside_it_where_they_speak_of_her_country(people: People) -> None:
    id, other = filed(people, nationality="NPL"), filed(people)
    workers.add_part(other, Journey(worker=other, origin="BGD"), by=people.bina, form=new_form())
    assert shown(people, id)["debt_context"] == [], "without a debt there is nothing to set beside it"
    for one in (id, other):
        lent(people, one, rate_kind="none")
    assert [one.value_stated for one in shown(people, id)["debt_context"]] == ["63 per cent"]
    assert [one.value_stated for one in shown(people, other)["debt_context"]] == ["55 per cent"]


def test_only_her_centre_reads_it_and_only_in_her_file(people: People) -> None:
    id, other = filed(people), filed(people)
    part = lent(people, id, rate_kind="none")
    assert browser(people).get(f"/workers/{other}/debt/{part}/").status_code == 404
    assert browser(people).get(f"/workers/{id}/debt/{id}/").status_code == 404
    stranger = open_centre("Centre of Zara", prefix="z-", outside=False)
    assert browser(stranger, "bina").get(f"/workers/{id}/debt/{part}/").status_code == 404
    assert browser(people, "kamala").get(f"/workers/{id}/debt/{part}/").status_code in (403, 404)
    assert Client().get(f"/workers/{id}/debt/{part}/").status_code in (302, 403, 404)


def test_the_part_of_the_road_page(people: People) -> None:
    id = filed(people)
    part = lent(people, id, **FLAT, lender_kind="employer", lender_name="<b>Mr X</b>")
    entry = queries.reading(people.bina, "read_case").get(id)
    text = render_to_string("recruitment/_loans.html", {"entry": entry, "may_change": True, **shown(people, id)})
    assert f'id="{part}"' in text and f"/workers/{id}/debt/{part}/" in text and "1,488 JOD" in text
    assert "&lt;b&gt;Mr X" in text and f"/workers/{id}/add/loan/" in text
    empty = render_to_string("recruitment/_loans.html", {"entry": entry, "may_change": False, **shown(people, "-")})
    assert "None was entered yet." in empty and "/add/" not in empty
