"""Workers and parties as the cases know them: her own copy, the end of her file, where somebody has to answer."""

from datetime import date
from typing import Any

import pytest

from corridor.centre.contents import Case, CaseWorker, Grievance, Remedy, Respondent
from corridor.journey.actions import workers
from corridor.journey.contents import Consent, Contact, Journey, Paper, Worker
from corridor.journey.tests.test_workers import browser, consented, filed, read
from corridor.journey.tests.test_workers_parties import party
from corridor.safe import chain
from corridor.safe.actions import records
from corridor.safe.faults import NoKey
from corridor.safe.models import SealedRecord
from corridor.safe.tests.people import People

pytestmark = pytest.mark.django_db


def a_case(people: People, *ids: str, label: str = "", called: str = "Sita", **more: Any) -> str:
    rows = tuple(CaseWorker(id, called if number == 0 else f"Other {number}") for number, id in enumerate(ids))
    return records.write_record(Case("fulu-sadu-5", label, rows, **more), by=people.bina).id


def story(people: People) -> tuple[str, str]:
    """Sita and another woman in one case, with an employer."""
    contact = Contact("call", "+962 7 0000 1234", who_answers="her cousin Ramesh")
    id = filed(people, contacts=(contact,), papers=(Paper("passport", "A1234567"),), note="Our own remark")
    other = filed(people, "Goma", "fulu-sadu-5")
    case = a_case(people, id, other, label="Blue door", note="The centre's note")
    respondents = (Respondent("employer", name="Abu Khaled"),)
    told = "Abu Khaled keeps my passport. Other 1 saw it."
    mine = records.write_record(
        Grievance(case, "document-kept", (id,), told=told, wants="My passport.", respondents=respondents),
        by=people.bina,
    ).id
    records.write_record(Grievance(case, "debt", (other,), told="Hers alone"), by=people.bina)
    for worker, what in ((id, "First month"), (other, "Not hers")):
        records.write_record(Remedy(case, mine, worker, "received", what=what, currency="JOD"), by=people.bina)
    return id, other


def test_her_copy_needs_her_word_and_holds_nobody_elses_data(people: People) -> None:
    id, _ = story(people)
    bina = browser(people)
    assert bina.get(f"/workers/{id}/copy/").status_code == 405
    answer = bina.post(f"/workers/{id}/copy/")
    assert answer.status_code == 409 and f"/workers/{id}/consent/?purpose=summary" in answer.content.decode()
    start = bina.get(f"/workers/{id}/consent/?purpose=summary").content.decode()
    assert '<option value="summary" selected' in start
    consented(bina, id)
    answer = bina.post(f"/workers/{id}/copy/")
    page = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    for hers in ("kiba-tumu-2", "My passport.", "keeps my passport", "First month"):
        assert hers in page
    for others in (
        "Abu Khaled",
        "Other 1",
        "Goma",
        "Hers alone",
        "Not hers",
        "Ramesh",
        "Our own remark",
        "centre&#x27;s note",
    ):
        assert others not in page
    assert "A1234567" not in page and "0000 1234" not in page, "what she did not allow is not on the paper"
    acts = [act.did for act in chain.acts(people.dalia) if act.about == id]
    assert acts.count("read worker copy") == 1
    consented(bina, id, what=["called", "names", "contact", "employer", "grievance", "journey"])
    page = bina.post(f"/workers/{id}/copy/").content.decode()
    assert "A1234567" in page and "0000 1234" in page and "Abu Khaled" in page
    assert "Ramesh" not in page and "Other 1" not in page and "First month" not in page
    consented(bina, id, given="no")
    assert bina.post(f"/workers/{id}/copy/").status_code == 409, "the newest word counts"


def test_destroying_is_the_coordinators_asks_once_more_and_cases_go_on(people: People) -> None:
    id, other = story(people)
    joined = filed(people, "Sita before", "liki-tara-1", merged_into=id)
    bina, amina = browser(people), browser(people, "amina")
    consented(bina, id)
    bina.post(f"/workers/{id}/add/journey/", {"form": "j", "origin": "NPL"})
    address = f"/workers/{id}/destroy/"
    assert bina.get(address).status_code == bina.post(address).status_code == 404
    assert "Destroy it" not in bina.get(f"/workers/{id}/").content.decode()
    page = amina.get(address).content.decode()
    assert "2 things that belong to it" in page and len(read(people.bina, Worker)) == 3
    assert amina.post(address).status_code == 302
    assert [one.called for one in read(people.bina, Worker)] == ["Goma"]
    assert read(people.bina, Consent) == read(people.bina, Journey) == []
    [case] = read(people.bina, Case)
    assert [one.called for one in case.workers] == ["kiba-tumu-2", "Other 1"] and case.label == "Blue door"
    assert len(read(people.bina, Grievance)) == 2 == len(read(people.bina, Remedy))
    assert not SealedRecord.objects.filter(pk__in=[id, joined]).exists()
    assert bina.get(f"/workers/{id}/").status_code == 404
    with pytest.raises(NoKey):
        workers.erase_worker(other, by=people.bina)


def test_a_label_that_is_her_name_goes_with_the_file(people: People) -> None:
    id = filed(people)
    case = a_case(people, id, label="Sita + 3", closed=date(2026, 1, 5))
    month = SealedRecord.objects.get(shred_after__isnull=False).shred_after
    workers.erase_worker(id, by=people.amina)
    assert read(people.bina, Case)[0].label == "kiba-tumu-2 + 3"
    assert SealedRecord.objects.get().shred_after == month
    page = browser(people).get(f"/cases/{case}/").content.decode()
    assert "kiba-tumu-2" in page and "Sita" not in page


def against(people: People, *respondents: Respondent, naming: records.Naming = records.EVERYBODY) -> str:
    case = records.write_record(Case("fulu-sadu-5", "Blue door"), by=people.bina, naming=naming).id
    grievance = Grievance(case, "recruitment-fee", respondents=respondents)
    return records.write_record(grievance, by=people.bina, naming=naming).id


def test_it_says_where_it_has_to_answer(people: People) -> None:
    id = party(people, "Al Noor Manpower", "النور", kind="organisation")
    by_id = against(people, Respondent("agency", party=id))
    by_name = against(people, Respondent("sub-agent", name="AL  NOOR manpower"), Respondent("employer", name="Else"))
    alone = records.Naming((people.bina.account,), restricted=True)
    restricted = against(people, Respondent("agency", name="النور"), naming=alone)
    against(people, Respondent("agency", name="Al Noor Travel"))
    page = browser(people).get(f"/parties/{id}/").content.decode()
    assert by_id in page and by_name in page and restricted in page and page.count("Blue door") == 3
    assert restricted not in browser(people, "amina").get(f"/parties/{id}/").content.decode()


def test_she_is_found_by_the_number_of_her_case_which_stands_on_her_page(people: People) -> None:
    id, other, bina = filed(people), filed(people, "Goma", "fana-sibu-9"), browser(people)
    case = a_case(people, id, label="Blue door")
    for words in ("fulu-sadu-5", "FULU SADU 5"):
        page = bina.post("/workers/found/", {"words": words}, follow=True).content.decode()
        assert id in page and "Blue door" in page and other not in page
    page = bina.get(f"/workers/{id}/").content.decode()
    assert "Blue door" in page and case in page


def test_queries_of_a_file_with_cases(people: People, django_assert_max_num_queries: Any) -> None:
    id, _ = story(people)
    bina = browser(people)
    bina.get(f"/workers/{id}/")
    with django_assert_max_num_queries(12):
        assert bina.get(f"/workers/{id}/").status_code == 200
