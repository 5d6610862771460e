"""Two grievances of one kind are told apart wherever they are listed or chosen."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from corridor.centre.actions import cases
from corridor.centre.contents import Case, CaseWorker, Grievance, Remedy
from corridor.centre.grievance_names import grievance_names
from corridor.centre.sharing import record_label
from corridor.journey.when import MONTH, When
from corridor.safe import queries
from corridor.safe.actions.records import write_record
from corridor.safe.tests.people import People, sign_in

MAYA = "11111111-1111-4111-8111-111111111111"


def month(number: int) -> When:
    first = date(2025, number, 1)
    return When("then", first=first, last=date(2025, number, 28), exact=MONTH)


def test_the_kind_alone_a_period_or_a_number_stands_for_each() -> None:
    one, other = Grievance("c", "unpaid-wages", begin=month(3)), Grievance("c", "unpaid-wages", begin=month(9))
    assert grievance_names([("a", one), ("b", Grievance("c", "debt"))], "en")["a"] == "Wages not paid"
    assert grievance_names([("a", one), ("b", other)], "en") == {
        "a": "Wages not paid (March 2025)",
        "b": "Wages not paid (September 2025)",
    }
    bare = Grievance("c", "unpaid-wages", day=date(2026, 1, 1))
    later = Grievance("c", "unpaid-wages", begin=month(3), day=date(2026, 2, 1))
    for order in ([("a", later), ("b", bare)], [("b", bare), ("a", later)]):  # as corrected last, or first
        assert grievance_names(order, "en") == {"a": "Wages not paid (2, March 2025)", "b": "Wages not paid (1)"}
    assert len(set(grievance_names([("a", one), ("b", one)], "en").values())) == 2, "the same period"


@pytest.mark.django_db
def test_they_are_told_apart_in_the_ledger_in_letters_and_beside_files(people: People) -> None:
    case = write_record(Case("kiba-1", workers=(CaseWorker(MAYA, "Maya"),)), by=people.bina).id
    ids = []
    for number in (3, 9):
        one = Grievance(case, "unpaid-wages", begin=month(number))
        ids.append(cases.add_to_case(case, one, by=people.bina, form=f"g{number}").id)
        paid = Remedy(case, ids[-1], MAYA, "received", amount=Decimal(number), currency="ETB")
        cases.add_to_case(case, paid, by=people.bina, form=f"r{number}")
    bina = sign_in(Client(), people.bina)
    spring, autumn = "Wages not paid (March 2025)", "Wages not paid (September 2025)"
    for address in (f"/cases/{case}/letters/", f"/evidence/to/{case}/", f"/cases/{case}/add/remedy/"):
        page = bina.get(address).content.decode()
        assert page.count(spring) == page.count(autumn) == 1, address
    page = bina.get(f"/cases/{case}/").content.decode()
    for name in (spring, autumn):
        assert f'<th scope="row">{name}</th>' in page and f"Grievance: {name}" in page
    records = [one for one in queries.reading(people.bina, "read_case").parts(case)]
    labels = [record_label(one, records) for one in records]
    assert f"Grievance: {spring}" in labels and len(set(labels)) == 4
    assert any(one.startswith(f"Remedy: {autumn}, Received") for one in labels) and MAYA not in str(labels)
