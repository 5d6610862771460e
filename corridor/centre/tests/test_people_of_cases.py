"""Who is in a case and who reads it: joining and leaving by her own word, readers that are named, destroying."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from corridor.centre.actions import cases
from corridor.centre.actions.people import Joining, set_readers, take_into_case
from corridor.centre.contents import Case, CaseNote, CaseWorker, Grievance, Remedy
from corridor.centre.reading import case_view, ledger
from corridor.field.contents import Report, ReportAddition
from corridor.journey.actions.consents import add_consent, withdraw_consent
from corridor.journey.contents import Consent, Name, Referral, Worker
from corridor.safe import queries
from corridor.safe.actions.records import Naming, write_record
from corridor.safe.casebook import Reading
from corridor.safe.faults import NoKey, Unfit
from corridor.safe.models import SealedChunk, SealedRecord
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db
SURE = {"sure": "yes", "explained": "on"}


def known(people: People, name: str = "bina") -> Reading:
    return queries.reading(people.members[name], "read_case")


def browser(people: People, name: str = "bina") -> Client:
    return sign_in(Client(), people.members[name])


def filed(people: People, name: str = "Maya", code: str = "kiba-tumu-2", naming: Naming | None = None) -> str:
    return write_record(Worker(code, (Name(name),)), by=people.bina, naming=naming or Naming()).id


def a_case(people: People, *workers: str, **more: Any) -> str:
    made = Case("fulu-sadu-5", "Blue door", tuple(CaseWorker(one, "Maya") for one in workers), **more)
    return write_record(made, by=people.bina).id


def alone(people: People) -> Naming:
    return Naming((people.bina.account,), restricted=True)


def inside(people: People, id: str) -> list[tuple[str, bool]]:
    entry: Any = known(people).get(id)
    return [(one.called, one.left is None) for one in entry.content.workers]


def join(client: Client, id: str, worker: str, **said: str) -> HttpResponse:
    today = timezone.localdate().isoformat()
    return client.post(f"/cases/{id}/workers/", {"worker": worker, "on": today, "form": "f", **SURE, **said})


def joins(people: People, case: str, worker: str = "", called: str = "", **said: str) -> str:
    return take_into_case(case, Joining(worker, called, timezone.localdate(), **said), by=people.bina)


def test_who_joins_is_found_by_her_name_in_another_script(people: People) -> None:
    case, sita = a_case(people, filed(people)), filed(people, "सीता", "fana-sibu-9")
    bina = browser(people)
    page = bina.post(f"/cases/{case}/workers/", {"words": "sita"}).content.decode()
    assert f'value="{sita}"' in page and "fana-sibu-9" in page
    asked = bina.post(f"/cases/{case}/workers/", {"words": "sita", "worker": sita}).content.decode()
    assert "by her own word" in asked and inside(people, case) == [("Maya", True)], (
        "nothing is kept before she is asked"
    )
    assert join(bina, case, sita).status_code == 302
    join(bina, case, sita)
    assert inside(people, case) == [("Maya", True), ("सीता", True)]
    again = bina.post(f"/cases/{case}/workers/", {"words": "sita"}).content.decode()
    assert "in this case already" in again and f'value="{sita}"' not in again


def test_without_her_word_or_on_a_day_to_come_she_does_not_join(people: People) -> None:
    case, sita = a_case(people), filed(people, "Sita")
    bina = browser(people)
    for day in ("", "soon", "2099-01-01"):
        answer = join(bina, case, sita, on=day)
        assert answer.status_code == 422 and day in answer.content.decode()
    posted = {"worker": sita, "on": timezone.localdate().isoformat(), "sure": "yes"}
    answer = bina.post(f"/cases/{case}/workers/", posted)
    assert answer.status_code == 422 and "Explain it to her first" in answer.content.decode()
    assert inside(people, case) == []


def test_it_can_rest_on_an_entry_of_her_ledger_that_holds(people: People) -> None:
    case, sita = a_case(people), filed(people, "Sita")
    today, what = timezone.localdate(), ("grievance",)
    ids = {
        name: add_consent(sita, Consent(sita, name, "", what, on=today, until=until), by=people.bina, form=name).id
        for name, until in (("complaint", None), ("letter", None), ("research", today - timedelta(days=1)))
    }
    withdraw_consent(sita, ids["letter"], by=people.bina)
    bina = browser(people)
    page = bina.post(f"/cases/{case}/workers/", {"worker": sita}).content.decode()
    assert ids["complaint"] in page and ids["letter"] not in page and ids["research"] not in page
    assert join(bina, case, sita, consent=ids["letter"]).status_code == 422
    assert join(bina, case, sita, consent=ids["complaint"]).status_code == 302
    entry: Any = known(people).get(case)
    assert [one.consent for one in entry.content.workers] == [ids["complaint"]]
    other = filed(people, "Goma", "fana-sibu-9")
    with pytest.raises(NoKey):
        joins(people, a_case(people), other, consent=ids["complaint"])


def test_a_new_file_is_begun_once_and_opens_her_own_amounts(people: People) -> None:
    maya = filed(people)
    case = a_case(people, maya)
    bina = browser(people)
    for _ in range(2):
        assert join(bina, case, "new", called="Sita", words="Sita").status_code == 302
    assert inside(people, case) == [("Maya", True), ("Sita", True)]
    [sita] = [one for one in known(people).of_type(Worker) if one.id != maya]
    worker: Any = sita.content
    assert worker.called == "Sita" and worker.code and worker.since == timezone.localdate()
    grievance = cases.add_to_case(case, Grievance(case, "unpaid-wages"), by=people.bina, form="g").id
    for number, id in enumerate((maya, sita.id)):
        line = Remedy(case, grievance, id, "received", amount=Decimal(100 + number), currency="JOD")
        cases.add_to_case(case, line, by=people.bina, form=str(number))
    read = known(people)
    rows = ledger(case_view(read, read.get(case), {}))  # type: ignore[arg-type]
    assert sorted((one.worker, one.steps["received"]) for one in rows) == [("Maya", 100), ("Sita", 101)]


def test_a_new_name_that_is_on_file_is_asked_about_first(people: People) -> None:
    case, sita = a_case(people), filed(people, "Sita Rai")
    answer = join(browser(people), case, "new", called="Sita Rai", words="0791234567")
    assert answer.status_code == 409 and f'value="{sita}"' in answer.content.decode() and inside(people, case) == []
    assert "Is she on file already?" in answer.content.decode()
    assert join(browser(people), case, "new", called="", words="").status_code == 422
    assert join(browser(people), case, "new", called="Sita Rai", words="Sita Rai").status_code == 302, "she looked"


def test_case_and_file_with_other_readers_do_not_meet(people: People) -> None:
    restricted, case = filed(people, "Sita", naming=alone(people)), a_case(people)
    answer = join(browser(people), case, restricted)
    assert answer.status_code == 409 and "read by different people" in answer.content.decode()
    assert f"/cases/{case}/readers/" in answer.content.decode() and inside(people, case) == []
    cases.set_case_readers(case, alone(people), by=people.bina)
    assert join(browser(people), case, restricted).status_code == 302
    with pytest.raises(Unfit):
        joins(people, case, filed(people, "Goma", "fana-sibu-9"))
    new = joins(people, case, called="Kamala", form="k")
    assert known(people).get(new) and known(people, "amina").get(new) is None, "her file is as restricted as the case"
    assert join(browser(people, "chandra"), a_case(people), restricted).status_code == 404, "not hers to read"


def test_who_left_may_come_back_and_a_closed_case_takes_nobody_in(people: People) -> None:
    maya = filed(people)
    case, bina = a_case(people, maya), browser(people)
    address = f"/cases/{case}/workers/{maya}/leave/"
    assert "Maya" in bina.get(address).content.decode()
    empty = bina.post(address, {"why": "  "})
    assert empty.status_code == 422 and inside(people, case) == [("Maya", True)]
    assert bina.post(address, {"outcome": "left-country", "why": "She goes <home>"}).status_code == 302
    assert inside(people, case) == [("Maya", False)]
    assert "She goes &lt;home&gt;" in bina.get(f"/cases/{case}/workers/").content.decode()
    assert bina.post(address, {"why": "again"}).status_code == 404
    assert join(bina, case, maya).status_code == 302 and inside(people, case) == [("Maya", True)]
    cases.close_case(case, "settled", "", "", by=people.bina)
    answer = join(bina, case, filed(people, "Sita"))
    assert answer.status_code == 409 and "Open it again first" in answer.content.decode()


def whole_case(people: People) -> dict[str, str]:
    """A case with a note, a referral, evidence, and the report it was made of; the worker's own file."""
    worker = filed(people)
    case = a_case(people, worker)
    report = write_record(Report("documents", "He keeps our passports", case=case), by=people.bina).id
    added = write_record(ReportAddition(report, "And my phone"), by=people.bina).id
    merged = write_record(Worker("kiba-tumu-3", (Name("Maia"),), merged_into=worker), by=people.bina).id
    note = cases.add_to_case(case, CaseNote(case, "Kestrel"), by=people.bina, form="n").id
    referral = write_record(Referral(case, worker, "A lawyer"), by=people.bina).id
    given = {"file": SimpleUploadedFile("a.txt", b"what was signed"), "form": "f"}
    evidence = browser(people).post(f"/evidence/to/{case}/", given)["Location"].split("/")[-2]
    ids = {"case": case, "note": note, "referral": referral, "evidence": evidence}
    return ids | {"report": report, "added": added, "worker": worker, "merged": merged}


def test_who_is_not_named_opens_neither_the_case_nor_what_belongs_to_it(people: People) -> None:
    ids = whole_case(people)
    case, day = ids["case"], (timezone.localdate() + timedelta(days=7)).isoformat()
    page = browser(people).get(f"/cases/{case}/readers/").content.decode()
    assert f'value="{ids["worker"]}">' in page, "offered, and not ticked by itself: a lawyer would get it too"
    farida, key = people.farida.account, f"until_{people.farida.account.key}"
    named = {"level": "named", "reader": [farida.key], key: day, "file": [ids["worker"]]}
    assert browser(people).post(f"/cases/{case}/readers/", named).status_code == 302
    for name in ("amina", "chandra", "gita"):
        assert {what for what, id in ids.items() if known(people, name).get(id)} == set(), name
        client = browser(people, name)
        addresses = (f"cases/{case}", f"evidence/{ids['evidence']}", f"workers/{ids['worker']}")
        for address in (*addresses, f"inbox/{ids['report']}", f"cases/{case}/readers", f"cases/{case}/workers"):
            assert client.get(f"/{address}/").status_code == 404, (name, address)
        assert client.post(f"/evidence/{ids['evidence']}/original/").status_code == 404
        assert "Blue door" not in client.post("/cases/found/", {"words": "kestrel"}, follow=True).content.decode()
    for name in ("bina", "farida"):
        assert {what for what, id in ids.items() if known(people, name).get(id)} == set(ids), name
    page = browser(people).get(f"/cases/{case}/readers/").content.decode()
    assert f'value="{ids["worker"]}" checked' in page, "from now on it goes along"


def test_open_to_everybody_again_and_her_file_only_when_it_is_ticked(people: People) -> None:
    ids = whole_case(people)
    bina, address = browser(people), f"/cases/{ids['case']}/readers/"
    bina.post(address, {"level": "named"})
    assert known(people, "chandra").get(ids["case"]) is None and known(people, "chandra").get(ids["worker"])
    page = bina.get(address).content.decode()
    assert re.search(rf'value="{ids["worker"]}">', page), "it has other readers than the case now"
    bina.post(address, {"level": "circle"})
    assert {what for what, id in ids.items() if known(people, "chandra").get(id)} == set(ids)
    assert "Only those named" not in bina.get(f"/cases/{ids['case']}/").content.decode()


def test_readers_that_do_not_fit_are_told_and_nothing_changes(people: People) -> None:
    ids = whole_case(people)
    farida = people.farida.account.key
    answer = browser(people).post(f"/cases/{ids['case']}/readers/", {"level": "named", "reader": [farida]})
    assert answer.status_code == 422 and "until which day" in answer.content.decode()
    assert known(people, "chandra").get(ids["case"])
    strange = filed(people, "Goma", "fana-sibu-9")
    browser(people).post(f"/cases/{ids['case']}/readers/", {"level": "named", "file": [strange]})
    assert known(people, "chandra").get(strange), "a file of somebody who is not in the case stays as it was"


def test_a_complaint_about_the_staff_is_never_opened_with_a_case(people: People) -> None:
    about_staff = Naming((people.dalia.account, people.bina.account), restricted=True)
    case = a_case(people)
    told = Report("centre-staff", "x", case=case, about_staff=True)
    report = write_record(told, by=people.bina, naming=about_staff).id
    set_readers(case, Naming(), by=people.bina)
    assert known(people, "chandra").get(case) and known(people, "chandra").get(report) is None


def test_destroying_a_case_is_the_coordinators_asks_once_more_and_files_stay(people: People) -> None:
    ids = whole_case(people)
    bina, amina, address = browser(people), browser(people, "amina"), f"/cases/{ids['case']}/destroy/"
    assert bina.get(address).status_code == bina.post(address).status_code == 404
    assert address not in bina.get(f"/cases/{ids['case']}/").content.decode()
    page = amina.get(address).content.decode()
    assert "4 things that belong to it" in page and "within 30 days" in page and known(people).get(ids["case"])
    assert address in amina.get(f"/cases/{ids['case']}/").content.decode()
    assert amina.post(address).status_code == 302
    gone = [ids[what] for what in ("case", "note", "referral", "evidence", "report", "added")]
    assert not SealedRecord.objects.filter(pk__in=gone).exists() and not SealedChunk.objects.exists()
    assert known(people).get(ids["worker"]) and bina.get(f"/cases/{ids['case']}/").status_code == 404


@pytest.mark.parametrize("name", ["dalia", "esther", "farida", "gita", "hana"])
def test_nobody_else_says_who_is_in_a_case_or_reads_it(people: People, name: str) -> None:
    maya = filed(people)
    case = a_case(people, maya)
    cases.set_case_readers(case, Naming((people.farida.account, people.gita.account)), by=people.bina)
    client = browser(people, name)
    for way in ("workers/", f"workers/{maya}/leave/", "readers/", "destroy/"):
        assert client.get(f"/cases/{case}/{way}").status_code == 404
        assert client.post(f"/cases/{case}/{way}", {"why": "x", "level": "circle", "worker": maya}).status_code == 404
    assert inside(people, case) == [("Maya", True)]


@pytest.mark.parametrize("odd", ["a\0b", "' OR 1=1 --", "x" * 5000, "\u202e", "<script>alert(1)", "00000000"])
def test_odd_input_is_no_fault(people: People, odd: str) -> None:
    case, bina = a_case(people), browser(people)
    assert bina.post(f"/cases/{case}/workers/", {"words": odd}).status_code in (200, 422)
    posted = dict.fromkeys(("called", "on", "consent", "form", "words"), odd) | SURE
    answer = bina.post(f"/cases/{case}/workers/", posted | {"worker": "new"})
    assert answer.status_code == 422 and "<script>alert" not in answer.content.decode()
    assert bina.post(f"/cases/{case}/workers/", {"worker": odd}).status_code == 404
    assert bina.post(f"/cases/{case}/readers/", {"level": odd, "reader": odd, "file": odd}).status_code == 302
    assert inside(people, case) == []
