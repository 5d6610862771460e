"""Who has to answer becomes a party: asked about where one sounds alike, made where none does, merged by nobody."""

from typing import Any

import pytest
from django.test import Client

from corridor.centre.contents import Case, CaseWorker, Grievance
from corridor.centre.listing import files
from corridor.centre.oversight import respondents
from corridor.journey.contents import Party
from corridor.safe import queries
from corridor.safe.actions.records import Naming, write_record
from corridor.safe.casebook import Entry
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db


def opened(people: People, **named: Any) -> str:
    workers = (CaseWorker("11111111-1111-4111-8111-111111111111", "Maya"),)
    return write_record(Case(number="kiba-1", label="Maya", workers=workers), by=people.bina, **named).id


def send(people: People, case: str, name: str, role: str = "employer", form: str = "f", **more: str) -> Any:
    rows = {"respondents-0-name": name, "respondents-0-role": role}
    said = {"kind": "unpaid-wages", "state": "open", "form": form, **rows, **more}
    return sign_in(Client(), people.bina).post(f"/cases/{case}/add/grievance/", said)


def read(people: People, kind: type, name: str = "bina") -> list[Entry]:
    return queries.reading(people.members[name], "read_case").of_type(kind)


def test_a_name_that_is_nobodys_becomes_a_party_with_the_grievance(people: People) -> None:
    case = opened(people)
    assert send(people, case, "Golden Gate Agency", "origin-agency").status_code == 302
    [party], [grievance] = read(people, Party), read(people, Grievance)
    assert (party.content.names, party.content.kind) == (("Golden Gate Agency",), "organisation")
    assert [(one.name, one.party) for one in grievance.content.respondents] == [("Golden Gate Agency", party.id)]
    page = sign_in(Client(), people.bina).get(f"/parties/{party.id}/").content.decode()
    assert "Wages not paid" in page


def test_sent_twice_it_is_one_grievance_and_one_party(people: People) -> None:
    case = opened(people)
    assert [send(people, case, "Rashid Haddad").status_code for _ in range(2)] == [302, 302]
    assert (len(read(people, Party)), len(read(people, Grievance))) == (1, 1)


def test_parties_that_sound_alike_are_asked_about_in_any_script(people: People) -> None:
    known = write_record(Party("person", ("रशिद हद्दाद",), place="Amman"), by=people.bina).id
    case = opened(people)
    asked = send(people, case, "Rashid Haddad")
    page = asked.content.decode()
    assert asked.status_code == 422 and "रशिद हद्दाद" in page and "Nothing was kept yet" in page
    assert not read(people, Grievance) and len(read(people, Party)) == 1
    [field] = [slot.name for slot in asked.context["form"].questions]
    assert send(people, case, "Rashid Haddad", **{field: known}).status_code == 302
    [grievance] = read(people, Grievance)
    assert grievance.content.respondents[0].party == known and len(read(people, Party)) == 1
    other = send(people, case, "Rashid Hadad", **{field: known}, form="g")
    assert other.status_code == 422, "an answer belongs to the name it was given for"
    assert send(people, case, "Rashid Haddad", **{field: "new"}, form="h").status_code == 302
    assert {one.content.called for one in read(people, Party)} == {"रशिद हद्दाद", "Rashid Haddad"}
    before = len(read(people, Party))
    assert send(people, case, "Rashid Haddad", **{field: "name"}, form="i").status_code == 302
    assert read(people, Grievance)[0].content.respondents[0].party == "" and len(read(people, Party)) == before
    assert send(people, case, "Rashid Haddad", **{field: case}, form="j").status_code == 422, "what is no party"


def test_a_correction_makes_one_too_and_keeps_what_stood(people: People) -> None:
    case = opened(people)
    send(people, case, "Rashid Haddad")
    [grievance], [party] = read(people, Grievance), read(people, Party)
    client, address = sign_in(Client(), people.bina), f"/cases/{case}/part/{grievance.id}/"
    posted = {"kind": "unpaid-wages", "state": "open", "base": client.get(address).context["form"].initial["base"]}
    posted |= {"respondents-0-name": "Rashid Haddad", "respondents-1-name": "Blue Sky Garments"}
    assert [client.post(address, posted).status_code for _ in range(2)] == [302, 302]
    chain = {one.name: one.party for one in read(people, Grievance)[0].content.respondents}
    made = {one.content.called: one.id for one in read(people, Party)}
    assert chain == made and chain["Rashid Haddad"] == party.id and len(made) == 2


def test_who_reads_the_case_alone_reads_its_party_alone(people: People) -> None:
    case = opened(people, naming=Naming((people.bina.account,), restricted=True))
    assert send(people, case, "Rashid Haddad").status_code == 302
    assert len(read(people, Party)) == 1 and not read(people, Party, "chandra")


def test_staff_are_no_parties(people: People) -> None:
    assert send(people, opened(people), "Bina", "centre-staff").status_code == 302
    assert not read(people, Party)


def test_recurrence_counts_by_party(people: People) -> None:
    known = write_record(Party("person", ("رشيد حداد",)), by=people.bina).id
    for number, name in enumerate(("Rashid Haddad", "Rachid Hadad")):
        case = opened(people)
        asked = send(people, case, name, form=str(number))
        [field] = [slot.name for slot in asked.context["form"].questions]
        assert send(people, case, name, form=str(number), **{field: known}).status_code == 302
    parties = {one.id: one.content for one in read(people, Party)}
    [again] = respondents(files(queries.reading(people.bina, "read_case")), parties)  # type: ignore[arg-type]
    assert (again.called, len(again.cases)) == ("رشيد حداد", 2)
