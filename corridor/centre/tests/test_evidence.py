"""Evidence: kept as it came under a case or a worker, shown as a clean copy, handed out by an act of its own."""

import hashlib
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from corridor.centre.actions import cases
from corridor.centre.contents import Case, CaseWorker
from corridor.centre.views.evidence import evidence_of
from corridor.exchange.tests.test_pictures import MARK, png_of, with_place
from corridor.journey.actions.evidence import erase_evidence, keep_evidence
from corridor.journey.contents import Evidence, Name, Worker
from corridor.safe import casebook, chain, queries
from corridor.safe.actions.records import Naming, write_record
from corridor.safe.faults import NoKey, Unfit
from corridor.safe.models import SealedChunk, SealedRecord
from corridor.safe.notebook import evidence as sealed
from corridor.safe.notebook.contents import Note
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(people: People) -> str:
    return write_record(Worker("kiba-tomu-7", (Name("Maya"),)), by=people.bina).id


@pytest.fixture
def case(people: People, worker: str) -> str:
    made = Case(number="kiba-1", label="The house in Amman", workers=(CaseWorker(worker, "Maya"),))
    return write_record(made, by=people.bina).id


def bring(client: Client, about: str, data: bytes, name: str = "a.jpg", **said: str) -> str:
    given = {"file": SimpleUploadedFile(name, data), "form": "f", **said}
    answer = client.post(f"/evidence/to/{about}/", given)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].split("/")[-2]


def files(people: People, about: str, name: str = "bina") -> list[casebook.Entry]:
    return evidence_of(queries.reading(people.members[name], "read_case"), about)


def test_the_copy_says_nothing_and_the_original_is_untouched(people: People, case: str) -> None:
    bina, given = sign_in(Client(), people.bina), with_place("JPEG")
    said = {"shows": "Her room", "source": "from Maya's phone", "day": "2026-01-05"}
    id = bring(bina, case, given, "IMG Fatima.jpg", **said)
    [entry] = files(people, case)
    content = entry.content
    assert (content.shows, content.source, content.day) == ("Her room", "from Maya's phone", date(2026, 1, 5))
    assert content.fingerprint == hashlib.sha256(given).hexdigest() and content.author == "bina"
    assert sealed.original_of(entry, people.centre) == given
    page = bina.get(f"/evidence/{id}/").content.decode()
    assert all(text in page for text in ("IMG Fatima.jpg", content.fingerprint, "Her room", "The house in Amman"))
    assert "Fatima" not in page.split("</title>")[0]
    copy = bina.get(f"/evidence/{id}/copy/")
    assert not Image.open(BytesIO(copy.content)).getexif() and MARK.encode() not in copy.content
    asked = bina.get(f"/evidence/{id}/original/")
    assert MARK.encode() not in asked.content and "audit keeps" in asked.content.decode()
    assert "hand out original" not in [act.did for act in chain.acts(people.dalia)]
    original = bina.post(f"/evidence/{id}/original/")
    assert original.content == given
    assert [act.by for act in chain.acts(people.dalia) if act.did == "hand out original"] == [people.bina.account.key]
    for answer, name in ((copy, "copy.jpeg"), (original, "original.jpg")):
        assert (
            answer["Content-Disposition"] == f'attachment; filename="{name}"'
            and "sandbox" in answer.headers["Content-Security-Policy"]
        )
        assert answer["Cache-Control"] == "no-store"


def test_under_a_worker_as_under_a_case(people: People, worker: str) -> None:
    id = bring(sign_in(Client(), people.bina), worker, with_place("PNG"), "pass.png")
    page = sign_in(Client(), people.chandra).get(f"/evidence/{id}/").content.decode()
    assert f"/workers/{worker}/" in page and "Maya" in page
    assert [one.id for one in files(people, worker)] == [id]


def test_sent_twice_is_kept_once(people: People, case: str) -> None:
    bina = sign_in(Client(), people.bina)
    assert bring(bina, case, b"the same") == bring(bina, case, b"the same")
    assert SealedChunk.objects.count() == 1 == len(files(people, case))
    bring(bina, case, b"another")
    assert SealedChunk.objects.count() == 2


def test_large_files_stand_in_several_chunks(people: People, case: str) -> None:
    data = bytes(range(256)) * 9_000
    keep_evidence(case, "film.mp4", data, by=people.bina, form="f")
    [entry] = files(people, case)
    assert entry.content.chunks == SealedChunk.objects.count() == 3
    assert sealed.original_of(entry, people.centre) == data
    SealedChunk.objects.filter(position=1).delete()
    bina = sign_in(Client(), people.bina)
    assert "missing or was changed" in bina.get(f"/evidence/{entry.id}/").content.decode()
    assert bina.post(f"/evidence/{entry.id}/original/").status_code == 409


def test_what_does_not_fit_is_told_and_what_was_typed_stays(people: People, case: str) -> None:
    bina, address = sign_in(Client(), people.bina), f"/evidence/to/{case}/"
    typed = {"shows": "Her <contract>", "day": "yesterday"}
    for file, told in (
        ({}, "No file was chosen"),
        ({"file": SimpleUploadedFile("a", b"")}, "between 1 and"),
        ({"file": SimpleUploadedFile("a.bin", bytes(sealed.LARGEST_FILE + 1))}, "at most 25 MB"),
        ({"file": "text, not a file"}, "No file was chosen"),
    ):
        answer = bina.post(address, typed | {"day": ""} | file)
        text = answer.content.decode()
        assert answer.status_code == 422 and told in text and "Her &lt;contract&gt;" in text
    answer = bina.post(address, typed | {"file": SimpleUploadedFile("a", b"x")})
    assert answer.status_code == 422 and "yesterday" in answer.content.decode()
    assert SealedChunk.objects.count() == 0 == len(files(people, case))
    with pytest.raises(Unfit):
        keep_evidence(case, "a", b"", by=people.bina, form="f")


BOMB = b"PK\x03\x04" + bytes(1000)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("bomb.zip", BOMB, "not a picture"),
        ("bomb.jpg", BOMB, "not a picture"),
        ("large.png", png_of(10_000, 10_000, b""), "10000 by 10000 points"),
        ("cut.jpg", with_place("JPEG")[:-60], "cut short or broken"),
        ("../../etc/passwd", b"x", "not a picture"),
        ("a\u202egpj.exe", b"MZ", "not a picture"),
        ("<script>.svg", b"<svg onload='x'/>", "not a picture"),
        ("", b"x", "not a picture"),
    ],
)
def test_odd_files_are_kept_as_they_came_and_never_opened(
    people: People, case: str, name: str, data: bytes, said: str
) -> None:
    written = keep_evidence(case, name, data, by=people.bina, form="f")
    bina = sign_in(Client(), people.bina)
    page = bina.get(f"/evidence/{written.id}/")
    assert page.status_code == 200 and said in page.content.decode() and "<script>.svg" not in page.content.decode()
    assert bina.get(f"/evidence/{written.id}/copy/").status_code == 409
    original = bina.post(f"/evidence/{written.id}/original/")
    assert original.content == data and "passwd" not in original["Content-Disposition"]
    [entry] = files(people, case)
    assert "/" not in entry.content.name and "\u202e" not in entry.content.name


def test_destroyed_with_its_chunks_alone_or_with_its_case(people: People, case: str) -> None:
    bina, amina = sign_in(Client(), people.bina), sign_in(Client(), people.amina)
    first, second = bring(bina, case, b"one"), bring(bina, case, b"two")
    assert bina.post(f"/evidence/{first}/destroy/").status_code == 404, "evidence can not be brought again"
    with pytest.raises(NoKey):
        erase_evidence(case, first, by=people.bina)
    assert amina.post(f"/evidence/{first}/destroy/")["Location"] == f"/cases/{case}/"
    assert [one.id for one in files(people, case)] == [second]
    assert set(SealedChunk.objects.values_list("record", flat=True).distinct()).__len__() == 1
    cases.erase_case(case, by=people.amina)
    assert SealedChunk.objects.count() == 0 and not SealedRecord.objects.filter(id=second).exists()


def test_closed_with_its_case(people: People, case: str) -> None:
    cases.close_case(case, "settled", "", "", by=people.bina, day=date(2026, 2, 28))
    id = bring(sign_in(Client(), people.bina), case, b"late")
    assert SealedRecord.objects.get(id=id).shred_after == date(2029, 3, 1)


def test_who_may_not_read_the_case_does_not_see_its_files(people: People, case: str) -> None:
    bina = sign_in(Client(), people.bina)
    id = bring(bina, case, with_place("PNG"))
    bina.get(f"/evidence/{id}/")
    cases.set_case_readers(case, Naming((people.bina.account, people.farida.account), True), by=people.bina)
    acts = [act.did for act in chain.acts(people.dalia) if act.about == id]
    assert "read evidence" in acts, "an ordinary file too: a member who only browses is to be seen (THREAT_MODEL)"
    assert "read restricted evidence" not in acts, "nobody opened it since it is restricted"
    for name in ("chandra", "dalia", "esther", "hana", "gita"):
        client = sign_in(Client(), people.members[name])
        for way in ("", "copy/", "original/"):
            assert client.get(f"/evidence/{id}/{way}").status_code in (403, 404)
        for way in (f"{id}/original/", f"{id}/destroy/", f"to/{case}/"):
            assert client.post(f"/evidence/{way}", {"file": SimpleUploadedFile("a", b"x")}).status_code in (403, 404)
    farida = sign_in(Client(), people.farida)
    assert farida.get(f"/evidence/{id}/copy/").status_code == 200
    assert farida.post(f"/evidence/{id}/original/").status_code == 404, "a lawyer takes no original by herself"
    assert "read restricted evidence" in [act.did for act in chain.acts(people.dalia)]
    with pytest.raises(NoKey):
        erase_evidence(case, id, by=people.chandra)


def test_nothing_is_kept_under_what_is_no_case_and_no_worker(people: People, worker: str) -> None:
    note = write_record(Note(title="A note"), by=people.bina).id
    bina = sign_in(Client(), people.bina)
    assert bina.get(f"/evidence/to/{note}/").status_code == 404
    with pytest.raises(NoKey):
        keep_evidence(note, "a", b"x", by=people.bina, form="f")
    merged = replace(Worker("kiba-tomu-8"), merged_into=worker)
    other = write_record(merged, by=people.bina).id
    with pytest.raises(Unfit):
        keep_evidence(other, "a", b"x", by=people.bina, form="f")
    assert SealedChunk.objects.count() == 0 and Evidence.TYPE not in {
        one.type for one in queries.reading(people.bina, "read_case").everything()
    }
