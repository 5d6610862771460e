"""Correcting what belongs to a case never changes whose it is: who left stays, until somebody chooses another."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from corridor.access.models import Account
from corridor.centre.actions import cases
from corridor.centre.contents import Action, Case, CaseWorker, FollowUp, Grievance, Remedy, RiskTalk
from corridor.safe import queries
from corridor.safe.actions.records import write_record
from corridor.safe.content import Content
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db
MAYA, SITA = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def standing(people: People, id: str) -> Any:
    entry = queries.reading(people.bina, "read_case").get(id)
    assert entry
    return entry.content


@pytest.fixture
def case(people: People) -> str:
    """A case that Sita left, looked after by Chandra."""
    rows = (CaseWorker(SITA, "Sita", left=date(2026, 5, 3)), CaseWorker(MAYA, "Maya"))
    return write_record(Case("kiba-tomu-7", "Blue door", rows, lead=people.chandra.account.key), by=people.bina).id


def add(people: People, case: str, part: Content) -> str:
    return cases.add_to_case(case, part, by=people.bina, form=part.TYPE).id


def corrected(people: People, address: str, **typed: str) -> HttpResponse:
    """The form as a browser sends it: what stands there, and what is typed over it."""
    client = sign_in(Client(), people.bina)
    form = client.get(address).context["form"]
    stands: dict[str, Any] = {}
    for field in (form[name] for name in form.fields):
        offered = [str(value) for value, _ in getattr(field.field, "choices", ())]
        value = field.value()
        if isinstance(value, list | tuple):
            stands[field.html_name] = [one for one in value if one in offered]
        elif value is not None and not hasattr(value, "said") and (not offered or value in offered):
            stands[field.html_name] = value
    return client.post(address, stands | typed)


def test_a_grievance_of_who_left_stays_hers_alone(people: People, case: str) -> None:
    part = add(people, case, Grievance(case, "unpaid-wages", (SITA,), wants="three months"))
    address = f"/cases/{case}/part/{part}/"
    page = sign_in(Client(), people.bina).get(address).content.decode()
    assert "Sita (left 3 May 2026)" in page and page.index("Maya") < page.index("Sita (left")
    assert corrected(people, address, wants="four months").status_code == 302
    found = standing(people, part)
    assert (found.workers, found.wants) == ((SITA,), "four months")


def test_what_belongs_to_who_left_can_be_corrected(people: People, case: str) -> None:
    grievance = add(people, case, Grievance(case, "unpaid-wages", (SITA,)))
    lines: list[tuple[Content, dict[str, str]]] = [
        (Remedy(case, grievance, SITA, "offered", amount=Decimal(100), currency="JOD"), {"amount": "120"}),
        (RiskTalk(case, SITA, decides="goes-ahead"), {"said": "I go on"}),
        (FollowUp(case, SITA, on=date(2026, 6, 1)), {"said": "I am well"}),
    ]
    for content, typed in lines:
        part = add(people, case, content)
        assert corrected(people, f"/cases/{case}/part/{part}/", **typed).status_code == 302, content.TYPE
        assert standing(people, part).worker == SITA
        [(name, value)] = typed.items()
        assert str(getattr(standing(people, part), name)) == value


def test_money_that_comes_after_she_left_is_entered(people: People, case: str) -> None:
    grievance = add(people, case, Grievance(case, "unpaid-wages", (SITA,)))
    posted = {"grievance": grievance, "worker": SITA, "step": "received", "kind": "money", "amount": "50"}
    answer = sign_in(Client(), people.bina).post(f"/cases/{case}/add/remedy/", posted | {"currency": "JOD"})
    assert answer.status_code == 302
    [line] = queries.reading(people.bina, "read_case").parts(case, Remedy)
    assert line.plain["c"]["worker"] == SITA


def test_somebody_who_stands_nowhere_else_stays_too(people: People, case: str) -> None:
    lost = "33333333-3333-4333-8333-333333333333"
    part = add(people, case, Remedy(case, lost, lost, "offered"))
    assert corrected(people, f"/cases/{case}/part/{part}/", what="Her ticket").status_code == 302
    found = standing(people, part)
    assert (found.grievance, found.worker, found.what) == (lost, lost, "Her ticket")
    typed = {"grievance": lost, "worker": lost, "step": "offered", "kind": "money"}
    answer = sign_in(Client(), people.bina).post(f"/cases/{case}/add/remedy/", typed)
    assert answer.status_code == 422, "something new is only for those who were in the case"


def test_a_colleague_who_left_stays_until_another_is_chosen(people: People, case: str) -> None:
    gone = people.chandra.account
    part = add(people, case, Action(case, "call", who=gone.key, on=date(2026, 6, 1)))
    Account.objects.filter(pk=gone.pk).update(is_active=False)
    address = f"/cases/{case}/part/{part}/"
    assert "somebody who left" in sign_in(Client(), people.bina).get(address).content.decode()
    assert corrected(people, address, why="promised").status_code == 302
    assert (standing(people, part).who, standing(people, part).why) == (gone.key, "promised")
    assert corrected(people, f"/cases/{case}/change/", label="Green door").status_code == 302
    assert (standing(people, case).lead, standing(people, case).label) == (gone.key, "Green door")
    assert corrected(people, address, who=people.bina.account.key).status_code == 302
    assert standing(people, part).who == people.bina.account.key
