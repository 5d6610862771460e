"""What came from outside becomes a case, or is added to one: it keeps her words, her receipt, and who may read them."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from corridor.centre.actions import cases
from corridor.centre.contents import Case, Grievance
from corridor.field.contents import Report, ReportAddition
from corridor.field.queries import reports_of
from corridor.safe import chain, queries
from corridor.safe.actions import heads
from corridor.safe.actions.records import Naming, write_record
from corridor.safe.casebook import Reading
from corridor.safe.faults import NoKey, Unfit
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db
TOLD = "He keeps our passports, since March"
INTAKE = {"called": "Maya", "kind": "document-kept", "wants": "It back", "told": TOLD, "next_kind": "counselling"}


def browser(people: People, name: str = "bina") -> Client:
    return sign_in(Client(), people.members[name])


def known(people: People, name: str = "bina") -> Reading:
    return queries.reading(people.members[name], "read_case")


def report(people: People, **more: Any) -> str:
    told = Report("documents", TOLD, "ne", reach="Fridays, by phone", day=timezone.localdate())
    return write_record(replace(told, **more), by=people.bina).id


def a_case(people: People, label: str = "Blue door", **more: Any) -> str:
    made = Case("fulu-sadu-5", label, **{"lead": people.bina.account.key, **more})
    return write_record(made, by=people.bina).id


def of_report(people: People, id: str) -> Report:
    entry = known(people).get(id)
    assert entry and isinstance(entry.content, Report)
    return entry.content


def test_a_case_is_made_of_it_and_each_leads_to_the_other(people: People) -> None:
    id, bina = report(people), browser(people)
    assert f"/inbox/{id}/case/" in bina.get(f"/inbox/{id}/").content.decode()
    page = bina.get(f"/inbox/{id}/case/").content.decode()
    assert TOLD in page and "Fridays, by phone" in page and f"/cases/new/?report={id}" in page
    form = bina.get("/cases/new/", {"report": id})
    assert form.context["form"]["told"].value() == TOLD and form.context["form"]["language"].value() == "ne"
    assert "Fridays, by phone" in form.content.decode()
    answer = bina.post("/cases/new/", {**INTAKE, "report": id, "form": "f"})
    case = answer["Location"].split("/")[2]
    assert of_report(people, id).case == case and of_report(people, id).taken_up_by == "bina"
    [grievance] = known(people).parts(case, Grievance)
    assert grievance.content.told == TOLD  # type: ignore[attr-defined]
    assert f"/inbox/{id}/" in bina.get(f"/cases/{case}/").content.decode()
    assert f"/cases/{case}/" in bina.get(f"/inbox/{id}/").content.decode()
    assert f"/inbox/{id}/" not in bina.get("/inbox/").content.decode(), "it waits no more"
    assert [act.did for act in chain.acts(people.dalia) if act.about == id].count("read report") == 1
    again = bina.post("/cases/new/", {**INTAKE, "report": id, "form": "f"})
    assert again["Location"] == answer["Location"], "sent twice it is one case"


def test_it_is_made_into_one_case_alone(people: People) -> None:
    id, bina = report(people), browser(people)
    bina.post("/cases/new/", {**INTAKE, "report": id, "form": "f"})
    other = {**INTAKE, "called": "Sita", "value": "", "report": id, "form": "g"}
    answer = bina.post("/cases/new/", other)
    assert answer.status_code == 409 and "A case was made of this report meanwhile" in answer.content.decode()
    assert len(known(people).of_type(Case)) == 1, "nothing is half-written"


def test_a_form_with_a_fault_keeps_her_words_beside_it(people: People) -> None:
    id = report(people)
    answer = browser(people).post("/cases/new/", {**INTAKE, "called": "", "report": id, "form": "f"})
    assert answer.status_code == 422 and "Fridays, by phone" in answer.content.decode()
    assert not of_report(people, id).case


@pytest.mark.parametrize("wrong", ["x", "00000000-0000-4000-8000-000000000000", "a\0b", "a" * 5000])
def test_what_is_no_report_is_told(people: People, wrong: str) -> None:
    bina = browser(people)
    assert bina.get("/cases/new/", {"report": wrong}).status_code == 404
    assert bina.post("/cases/new/", {**INTAKE, "report": wrong, "form": "f"}).status_code in (409, 422)
    assert not known(people).of_type(Case)


def test_it_is_added_to_a_case_that_stands(people: People) -> None:
    id, case, bina = report(people), a_case(people), browser(people)
    a_case(people, "Green gate", lead="somebody")
    page = bina.get(f"/inbox/{id}/case/").content.decode()
    assert "Blue door" in page and "Green gate" not in page, "hers are shown at once"
    assert "Green gate" in bina.post(f"/inbox/{id}/case/", {"words": "green"}).content.decode()
    assert bina.post(f"/inbox/{id}/case/", {"case": case})["Location"] == f"/cases/{case}/"
    assert of_report(people, id).case == case and [one.id for one in reports_of(known(people), case)] == [id]
    other = a_case(people, "The right one")
    bina.post(f"/inbox/{id}/case/", {"case": other})
    assert not reports_of(known(people), case) and reports_of(known(people), other), "a slip is corrected so"


def test_a_closed_case_is_opened_first_and_the_report_closes_and_opens_with_its_case(people: People) -> None:
    id, case, bina = report(people), a_case(people), browser(people)
    cases.add_report(id, case, by=people.bina)
    cases.close_case(case, "settled", "", "", by=people.bina)
    assert of_report(people, id).closed == timezone.localdate()
    late = report(people)
    answer = bina.post(f"/inbox/{late}/case/", {"case": case})
    assert answer.status_code == 409 and "Open it again first" in answer.content.decode()
    cases.open_again(case, "There is more", by=people.bina)
    assert of_report(people, id).closed is None and not of_report(people, id).stands_open()
    cases.add_report(late, case, by=people.bina)
    assert len(reports_of(known(people), case)) == 2


def test_whoever_does_not_read_the_case_does_not_read_the_report_any_more(people: People) -> None:
    id, case = report(people), a_case(people)
    added = write_record(ReportAddition(id, "And my phone"), by=people.bina).id
    cases.set_case_readers(case, Naming((people.bina.account,), restricted=True), by=people.bina)
    cases.add_report(id, case, by=people.bina)
    assert known(people).get(id) and known(people).get(added)
    assert known(people, "chandra").get(id) is None and known(people, "chandra").get(added) is None
    with pytest.raises(Unfit):
        cases.add_report(id, a_case(people, "For everybody"), by=people.bina)


def test_a_complaint_about_the_staff_does_not_become_a_case(people: People) -> None:
    named = Naming((people.dalia.account, people.bina.account), restricted=True)
    id = write_record(Report("centre-staff", "x", about_staff=True), by=people.bina, naming=named).id
    case, bina = a_case(people), browser(people)
    assert bina.get(f"/inbox/{id}/case/").status_code == bina.get("/cases/new/", {"report": id}).status_code == 404
    assert bina.post(f"/inbox/{id}/case/", {"case": case}).status_code == 404
    with pytest.raises(NoKey):
        cases.add_report(id, case, by=people.bina)
    heads.change(known(people).get(id), Report("centre-staff", "x", case=case, about_staff=True), by=people.bina)  # type: ignore[arg-type]
    assert not reports_of(known(people), case)
