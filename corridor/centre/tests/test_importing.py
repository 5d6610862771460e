"""Bringing earlier cases in: from the file to the casebook in steps, nothing twice, nothing in clear."""

import re
import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from corridor.centre.actions import cases, importing
from corridor.centre.contents import Case, CaseNote, FollowUp, Grievance
from corridor.centre.import_contents import CaseImport
from corridor.centre.importing.fields import Mapping
from corridor.journey.contents import Consent, Worker
from corridor.safe.actions import retention
from corridor.safe.casebook import Reading
from corridor.safe.faults import Conflict, NoKey
from corridor.safe.keys import Member
from corridor.safe.models import SealedChunk, SealedRecord
from corridor.safe.queries import reading
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def of_last_year(days: int = 0) -> str:
    return str(TODAY - timedelta(days=100 + days))


def csv(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def known(by: Member) -> Reading:
    return reading(by, "read_case")


def brought(by: Member, *rows: str) -> str:
    return importing.keep_table("cases.csv", csv(*rows), by=by)


def next_step(id: str, by: Member) -> importing.Step:
    entry = known(by).get(id)
    assert entry
    return importing.take_step(id, read=entry.change, by=by)


def take_all(id: str, by: Member) -> importing.Step:
    while not (step := next_step(id, by)).ended:
        pass
    return step


def cases_of(by: Member) -> list[Case]:
    return [one.content for one in known(by).of_type(Case)]  # type: ignore[misc]


def test_three_hundred_rows_in_steps(people: People) -> None:
    rows = [f"{n},Worker {n},Jhapa,{of_last_year(n % 50)},+962 7 0000 {n:04}" for n in range(300)]
    id = brought(people.amina, "Case No,Name,District,Date opened,Phone", *rows)
    steps = [next_step(id, people.amina) for _ in range(3)]
    assert [one.cases for one in steps] == [100, 200, 300] and [one.ended for one in steps] == [False, False, True]
    made = cases_of(people.bina)
    assert len(made) == 300 == len({one.number for one in made})
    assert {one.label for one in made} == {str(n) for n in range(300)}
    worker = known(people.bina).get(made[0].workers[0].worker)
    assert worker and isinstance(worker.content, Worker) and worker.content.origin == "Jhapa"
    assert worker.content.contacts == () and "not said to be safe" in worker.content.note
    assert [one.content.called for one in known(people.bina).search("worker 217", [Worker])] == ["Worker 217"]  # type: ignore[attr-defined]
    assert known(people.bina).of_type(Consent) == [] == known(people.bina).of_type(FollowUp)
    assert known(people.amina).get(id) is None and not SealedChunk.objects.exists(), "the table is destroyed"


def test_a_step_sent_twice_writes_nothing_twice(people: People) -> None:
    id = brought(people.amina, "Case No,Name", *(f"{n},Worker {n}" for n in range(150)))
    entry = known(people.amina).get(id)
    assert entry
    importing.take_step(id, read=entry.change, by=people.amina)
    before = SealedRecord.objects.count()
    with pytest.raises(Conflict):
        importing.take_step(id, read=entry.change, by=people.amina)
    assert SealedRecord.objects.count() == before and len(cases_of(people.amina)) == 100


def test_a_step_that_is_cut_off_is_not_there_and_goes_on(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    id = brought(people.amina, "Case No,Name,Note", *(f"{n},Worker {n},seen" for n in range(130)))
    next_step(id, people.amina)
    before = SealedRecord.objects.count()

    def cut(*_: object, **__: object) -> None:
        raise OSError("no power")

    with monkeypatch.context() as patch:
        patch.setattr(importing, "erase_records", cut)  # the last thing that the last step does
        with pytest.raises(OSError):
            next_step(id, people.amina)
    assert SealedRecord.objects.count() == before
    assert take_all(id, people.amina).cases == 130
    assert sorted(int(one.label) for one in cases_of(people.amina)) == list(range(130))


def test_closed_cases_are_kept_as_long_as_any_other(people: People) -> None:
    take_all(
        brought(
            people.amina, "Case No,Name,Date closed,Outcome,Remarks", f"1,Sita,{of_last_year()},Settled,It went well"
        ),
        people.amina,
    )
    entry = known(people.amina).of_type(Case)[0]
    case = entry.content
    assert isinstance(case, Case) and case.outcome == "settled" and not entry.is_open
    note = known(people.amina).parts(entry.id, CaseNote)[0]
    assert note.shred_after == entry.shred_after == case.shred_after() and note.content.text == "It went well"  # type: ignore[attr-defined]
    worker = known(people.amina).get(case.workers[0].worker)
    assert worker and worker.content.closed_on() == case.closed


def test_nothing_is_brought_in_twice(people: People) -> None:
    rows = ("Case No,Name,Description", "7,Sita,a", ",Gita,b", ",Gita,c")
    take_all(brought(people.amina, *rows), people.amina)
    step = take_all(brought(people.amina, *rows, "8,Maya,d"), people.amina)
    assert (step.taken, step.refused, len(cases_of(people.amina))) == (1, 3, 4)
    left = known(people.amina).get(step.left)
    assert left and b"once only" in importing.hand_out_refused(known(people.amina), left, by=people.amina)


def test_two_tables_at_the_same_time_do_not_write_one_case_twice(people: People) -> None:
    rows = ("Case No,Name", *(f"{n},Worker {n}" for n in range(120)))
    one, other = brought(people.amina, *rows), brought(people.amina, *rows)
    next_step(one, people.amina), next_step(other, people.amina)
    done = take_all(one, people.amina), take_all(other, people.amina)
    assert len(cases_of(people.amina)) == 120
    assert sum(step.taken for step in done) == 120 == sum(step.refused for step in done)


def test_a_corrected_row_joins_its_case_with_those_who_read_it(people: People) -> None:
    day = of_last_year()
    step = take_all(
        brought(people.amina, "Case No,Name,Date opened,Description", f"7,Sita,{day},x", f"7,,{day},y"), people.amina
    )
    assert (step.cases, step.refused) == (1, 1)
    id = known(people.amina).of_type(Case)[0].id
    naming = importing.Naming((people.amina.account,), restricted=True)
    cases.set_case_readers(id, naming, by=people.amina)
    take_all(brought(people.amina, "Case No,Name,Date opened,Description", f"7,Gita,{day},y"), people.amina)
    case = cases_of(people.amina)[0]
    assert len(cases_of(people.amina)) == 1 and [one.called for one in case.workers] == ["Sita", "Gita"]
    assert len(known(people.amina).parts(id, Grievance)) == 2
    assert known(people.bina).get(case.workers[1].worker) is None, "her file is read by those who read the case"


def test_the_table_is_hers_alone_and_ends_by_itself(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    id = brought(people.amina, "Case No,Name", "1,Sitara Unheard")
    for other in (people.bina, people.chandra):
        assert known(other).get(id) is None
    with pytest.raises(NoKey):
        importing.take_step(id, read=1, by=people.bina)
    stored = [bytes(row.sealed) for row in SealedRecord.objects.all()]
    stored += [bytes(chunk.sealed) for chunk in SealedChunk.objects.all()]
    assert not any(b"Sitara" in one for one in stored)
    row = SealedRecord.objects.get(pk=id)
    assert row.shred_after and row.shred_after <= TODAY + timedelta(days=62) and not row.is_open
    SealedRecord.objects.filter(pk=id).update(shred_after=TODAY)
    monkeypatch.setattr(retention, "_wipe_write_ahead_log", list)  # not inside the transaction of a test
    retention.shred(TODAY)
    assert not SealedRecord.objects.filter(pk=id).exists() and not SealedChunk.objects.exists()


def test_ids_do_not_tell_which_records_belong_together(people: People) -> None:
    id = brought(people.amina, "Case No,Name", "1,Sita", "2,Gita")
    take_all(id, people.amina)
    ids = [row.id for row in SealedRecord.objects.all()]
    assert len(ids) == len(set(ids)) and all(one.version == 4 for one in ids)
    assert uuid.uuid5(uuid.UUID(id), "worker 2") not in ids


def browser(people: People, name: str) -> Client:
    return sign_in(Client(), people.members[name])


def bring(client: Client, data: bytes, name: str = "cases.csv"):  # type: ignore[no-untyped-def]
    return client.post("/cases/import/", {"file": SimpleUploadedFile(name, data)})


def test_who_may_not_does_not_see_it(people: People) -> None:
    id = brought(people.amina, "Case No,Name", "1,Sita")
    for name in ("bina", "esther", "dalia", "farida", "hana", "ines"):
        client = browser(people, name)
        assert client.get("/cases/import/").status_code == 404
        for word in ("", "check/", "step/"):
            assert client.get(f"/cases/import/{id}/{word}").status_code == 404
        assert client.post(f"/cases/import/{id}/step/", {"read": "1"}).status_code == 404
    assert "/cases/import/" in browser(people, "amina").get("/oversight/").content.decode()


def test_the_whole_way_by_forms(people: People) -> None:
    amina, day = browser(people, "amina"), of_last_year()
    rows = [f"{n},Worker {n},{day},dancing" for n in range(120)] + [f"200,,{day},=SUM(A1)"]
    answer = bring(amina, csv("Case No,Name,Date opened,Occupation", *rows))
    address = answer["Location"]
    page = amina.get(address).content.decode()
    assert "Worker 0 · Worker 1 · Worker 2".replace(" · ", "</bdi> · <bdi>") in page and "121 rows" in page
    fields = {"calendar": "gregorian", "lead": people.bina.account.key, "read": read_in(page)}
    chosen = {"column-0": "number", "column-1": "name", "column-2": "opened", "column-3": "sector"}
    wrong = amina.post(address, fields | chosen | {"column-1": "number"})
    assert wrong.status_code == 422 and "Say which column holds the name." in wrong.content.decode()
    assert 'value="sector" selected' in wrong.content.decode(), "what was chosen is kept"
    answer = amina.post(address, fields | chosen)
    page = amina.get(answer["Location"]).content.decode()
    assert "Nothing was written yet." in page and "a name; one word is enough" in page and "dancing" in page
    assert not cases_of(people.amina)
    step = address + "step/"
    while 'name="read"' in page:
        answer = amina.post(step, {"read": read_in(page)})
        page = amina.get(answer["Location"]).content.decode()
    assert "120 cases with 120 rows are in; 1 rows were refused." in page
    assert len(cases_of(people.bina)) == 120 and {one.lead for one in cases_of(people.bina)} == {
        people.bina.account.key
    }
    left = answer["Location"].removesuffix("step/")
    told = amina.post(left + "refused/")
    assert (
        told["Content-Disposition"] == 'attachment; filename="refused-rows.csv"' and told["Cache-Control"] == "no-store"
    )
    text = told.content.decode("utf-8-sig")
    assert text.startswith("Case No,Name,Date opened,Occupation,reason") and "'=SUM(A1)" in text
    corrected = bring(amina, text.replace("200,,", "200,Maya,").encode())["Location"]
    page = amina.get(corrected + "check/").content.decode()
    amina.post(corrected + "step/", {"read": read_in(page)})
    assert len(cases_of(people.bina)) == 121
    amina.post(left + "destroy/")
    assert not SealedChunk.objects.exists() and not known(people.amina).of_type(CaseImport)
    acts = browser(people, "amina").get("/audit/").content.decode()
    assert "began to bring earlier cases in from a table" in acts


def read_in(page: str) -> str:
    return re.search(r'name="read" value="(\d+)"', page)[1]  # type: ignore[index]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "No rows were found"),
        (b"%PDF-1.4 x", "This is no table."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "before 2007"),
        (b"PK\x03\x04 and nothing else", "cut short or broken"),
        (b'Name,Note\nSita,"begun\n', "In row 2 a quotation mark"),
    ],
)
def test_what_can_not_be_read_is_told_and_nothing_is_kept(people: People, data: bytes, told: str) -> None:
    answer = bring(browser(people, "amina"), data)
    assert answer.status_code == 422 and told in answer.content.decode()
    assert not known(people.amina).of_type(CaseImport)


def test_no_file_and_odd_steps_are_answered(people: People) -> None:
    amina = browser(people, "amina")
    assert amina.post("/cases/import/").status_code == 422
    id = bring(amina, csv("Case No,Name", "1,Sita"))["Location"].split("/")[-2]
    for read in ("", "x", "9" * 30, "-1"):
        assert amina.post(f"/cases/import/{id}/step/", {"read": read}, follow=True).status_code == 200
    assert not cases_of(people.amina)
    assert amina.post(f"/cases/import/{uuid.uuid4()}/step/", {"read": "1"}).status_code == 404
    assert amina.post(f"/cases/import/{id}/", {"sheet": "77"}).status_code == 409
    assert amina.post(f"/cases/import/{id}/", {"column-0": "no such field", "read": "y"}).status_code == 422


def test_a_sheet_is_chosen_and_dates_are_asked_about(people: People) -> None:
    book = Workbook()
    book.active.append(["Name", "Place"])
    book.active.append(["Sita", "Irbid"])
    other = book.create_sheet("2025")
    other.append(["Name", "Date opened", "Name"])
    other.append(["Gita", "03/04/2026", "again"])
    made = BytesIO()
    book.save(made)
    amina = browser(people, "amina")
    address = bring(amina, made.getvalue(), "book.xlsx")["Location"]
    amina.post(address, {"sheet": "1"})
    page = amina.get(address).content.decode()
    assert "Gita" in page and "Sita" not in page
    fields = {"calendar": "gregorian", "lead": people.amina.account.key, "read": read_in(page)}
    columns = {"column-0": "name", "column-1": "opened", "column-2": "name"}
    asked = amina.post(address, fields | columns).content.decode()
    assert "whether the day or the month comes first" in asked and "Another column goes there already" in asked
    amina.post(address, fields | columns | {"order": "month", "column-2": ""})
    content = known(people.amina).of_type(CaseImport)[0].content
    assert isinstance(content, CaseImport)
    assert importing.mapping_of(content) == Mapping(("name", "opened", ""), "month")


def test_findings_that_are_alike_are_told_once(people: People) -> None:
    amina = browser(people, "amina")
    rows = [f"{n},Worker {n},2026-05-{n + 10},2026-04-01,dancing" for n in range(9)]
    address = bring(amina, csv("Case No,Name,Date opened,Date closed,Occupation", *rows, ",Gita,,,dancing"))["Location"]
    table = amina.get(address + "check/").content.decode().partition("Refused</h2>")[2]
    assert table.count("or later") == 1 and table.count("dancing") == 1 and "10 May 2026 or later" in table


def test_likely_duplicates_are_told_and_not_joined(people: People) -> None:
    amina = browser(people, "amina")
    row = "1,Sita Tamang,Jhapa,+962 7 0000 0001"
    take_all(brought(people.amina, "Case No,Name,District,Phone", row), people.amina)
    address = bring(amina, csv("Case No,Name,District", "2,सीता तामाङ,Jhapa", "3,Uma Rai,Ilam"))["Location"]
    page = amina.get(address + "check/").content.decode()
    assert "Perhaps on file already" in page and "a name that sounds the same, the same place" in page
    file = cases_of(people.amina)[0].workers[0].worker
    assert re.findall(r"/workers/([0-9a-f-]{36})/", page) == [file]
