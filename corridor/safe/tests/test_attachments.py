"""Files under notes: the original untouched and sealed, the copy clean, the original handed out by itself."""

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from corridor.exchange.tests.test_pictures import MARK, png_of, with_place
from corridor.safe import casebook, chain, queries
from corridor.safe.actions import attachments, notebook, records
from corridor.safe.faults import Altered, Unfit
from corridor.safe.models import SealedChunk, SealedRecord
from corridor.safe.notebook import evidence
from corridor.safe.notebook.contents import Attachment, Typed
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(people: People) -> str:
    return notebook.write_note(Typed("With files"), by=people.bina, form="f").id


def attach(client: Client, note: str, data: bytes, name: str = "a.jpg", form: str = "f") -> str:
    answer = client.post(f"/notebook/{note}/attach/", {"file": SimpleUploadedFile(name, data), "form": form})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].split("/")[-2]


def entries(people: People, name: str = "bina") -> list[casebook.Entry]:
    return queries.reading(people.members[name], "read_note").of_type(Attachment)


def test_the_copy_says_nothing_and_the_original_is_untouched(people: People, note: str) -> None:
    bina, given = sign_in(Client(), people.bina), with_place("JPEG")
    id = attach(bina, note, given, "IMG_2026 Fatima.jpg")
    page = bina.get(f"/notebook/file/{id}/").content.decode()
    assert "IMG_2026 Fatima.jpg" in page and hashlib.sha256(given).hexdigest() in page
    copy = bina.get(f"/notebook/file/{id}/copy/")
    image = Image.open(BytesIO(copy.content))
    assert copy["Content-Type"] == "image/jpeg" and not image.getexif() and MARK.encode() not in copy.content
    asked = bina.get(f"/notebook/file/{id}/original/")
    assert MARK.encode() not in asked.content and "audit keeps" in asked.content.decode()
    acts = [act.did for act in chain.acts(people.dalia)]
    assert "hand out original" not in acts
    original = bina.post(f"/notebook/file/{id}/original/")
    assert original.content == given
    assert [act.by for act in chain.acts(people.dalia) if act.did == "hand out original"] == [people.bina.account.key]
    for answer, name in ((copy, "copy.jpeg"), (original, "original.jpg")):
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"', "its name says nothing"
        assert answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "no-store"
    assert original["Content-Type"] == "application/octet-stream"
    assert "IMG_2026" in bina.get(f"/notebook/{note}/").content.decode()
    assert "With files" in bina.post("/notebook/found/", {"words": "fatima"}, follow=True).content.decode()
    assert "With files" not in bina.post("/notebook/found/", {"words": "jpeg"}, follow=True).content.decode()


@pytest.mark.parametrize(
    "size", [1, evidence.CHUNK - 1, evidence.CHUNK, evidence.CHUNK + 1, 3 * evidence.CHUNK + 70_000]
)
def test_chunks_hold_at_most_a_mebibyte_and_give_the_file_back(people: People, note: str, size: int) -> None:
    data = (bytes(range(256)) * (size // 256 + 1))[:size]
    written = attachments.keep_attachment(note, "x.bin", "", data, by=people.bina, form="f")
    sizes = [len(bytes(one.sealed)) for one in SealedChunk.objects.filter(record=written.id).order_by("position")]
    assert max(sizes) <= 1024 * 1024 and all(one % 1024 == 0 for one in sizes), "the last is padded like the others"
    assert evidence.original_of(entries(people)[0], people.centre) == data
    raw = b"".join(bytes(one.sealed) for one in SealedChunk.objects.all())
    assert size < 100 or data[:100] not in raw


@pytest.mark.parametrize("harm", ["bit", "left out", "swapped", "cut off", "other record", "longer", "emptied"])
def test_a_file_that_was_changed_is_told(people: People, note: str, harm: str) -> None:
    bina, data = sign_in(Client(), people.bina), bytes(range(256)) * 12_000  # three chunks
    id = attach(bina, note, data, "x.pdf", "1")
    other = attach(bina, note, data[::-1], "y.pdf", "2")
    rows = SealedChunk.objects.filter(record=id).order_by("position")
    sealed = [bytes(one.sealed) for one in rows]
    first, last = rows[0].pk, rows[2].pk
    if harm == "bit":
        SealedChunk.objects.filter(pk=first).update(sealed=sealed[0][:-1] + bytes([sealed[0][-1] ^ 1]))
    elif harm in {"left out", "cut off"}:
        SealedChunk.objects.filter(pk=first if harm == "left out" else last).delete()
    elif harm == "swapped":
        SealedChunk.objects.filter(pk=first).update(sealed=sealed[1])
        SealedChunk.objects.filter(pk=rows[1].pk).update(sealed=sealed[0])
    elif harm == "other record":
        theirs = SealedChunk.objects.filter(record=other).order_by("position")[0]
        SealedChunk.objects.filter(pk=first).update(sealed=bytes(theirs.sealed))
    elif harm == "longer":
        SealedChunk.objects.create(record=id, centre=people.centre, position=3, sealed=sealed[2])
    else:
        SealedChunk.objects.filter(pk=first).update(sealed=b"")
    page = bina.get(f"/notebook/file/{id}/")
    assert page.status_code == 200 and "missing or was changed" in page.content.decode()
    assert bina.post(f"/notebook/file/{id}/original/").status_code == 409
    assert bina.get(f"/notebook/file/{id}/copy/").status_code == 409
    assert evidence.original_of(next(one for one in entries(people) if one.id == other), people.centre) == data[::-1]


def test_the_files_of_a_restricted_note_are_restricted(people: People, note: str) -> None:
    bina = sign_in(Client(), people.bina)
    before = attach(bina, note, b"%PDF-1.4 before", "a.pdf")
    bina.post(f"/notebook/{note}/readers/", {"level": "named"})
    after = attach(bina, note, b"%PDF-1.4 after", "b.pdf")
    assert {one.id for one in entries(people)} == {before, after} and entries(people, "amina") == []
    amina = sign_in(Client(), people.amina)
    for id in (before, after):
        for way in ("", "copy/", "original/"):
            assert amina.get(f"/notebook/file/{id}/{way}").status_code == 404
        assert amina.post(f"/notebook/file/{id}/original/").status_code == 404
    assert amina.post(f"/notebook/{note}/attach/", {"file": SimpleUploadedFile("a", b"x")}).status_code == 404


def test_a_lawyer_sees_the_copy_and_takes_no_original(people: People, note: str) -> None:
    id = attach(sign_in(Client(), people.bina), note, with_place("PNG"), "a.png")
    until = ((people.farida.account.key, timezone.localdate() + timedelta(days=3)),)
    naming = records.Naming((people.bina.account, people.farida.account), True, until)
    notebook.set_readers(note, naming, by=people.bina)
    farida = sign_in(Client(), people.farida)
    assert farida.get(f"/notebook/file/{id}/copy/").status_code == 200
    assert farida.post(f"/notebook/file/{id}/original/").status_code == 404
    assert sign_in(Client(), people.gita).get(f"/notebook/file/{id}/copy/").status_code == 404


BOMB = b"PK\x03\x04" + bytes(1000)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("bomb.jpg", BOMB, "not a picture"),
        ("large.png", None, "10000 by 10000 points"),
        ("cut.jpg", with_place("JPEG")[:-60], "cut short or broken"),
        ("page.svg", b"<svg onload=alert(1)>", "not a picture"),
        ("empty.docx", b"x", "not a picture"),
    ],
)
def test_what_can_not_be_copied_is_kept_and_told(
    people: People, note: str, name: str, data: bytes | None, said: str
) -> None:
    data = data if data is not None else png_of(10_000, 10_000, bytes(10_001) * 10_000)
    bina = sign_in(Client(), people.bina)
    id = attach(bina, note, data, name)
    page = bina.get(f"/notebook/file/{id}/").content.decode()
    assert said in page and "The original is kept." in page and '<img src="/notebook' not in page
    assert bina.get(f"/notebook/file/{id}/copy/").status_code == 409
    answer = bina.post(f"/notebook/file/{id}/original/")
    assert answer.content == data and answer["Content-Type"] == "application/octet-stream"


def test_a_picture_that_is_a_page_too_leaves_as_a_picture_alone(people: People, note: str) -> None:
    both = with_place("PNG") + b"<html><body onload=alert(1)></html>"
    bina = sign_in(Client(), people.bina)
    id = attach(bina, note, both, "both.html")
    assert b"<html" not in bina.get(f"/notebook/file/{id}/copy/").content
    original = bina.post(f"/notebook/file/{id}/original/")
    assert original.content == both and 'filename="original.bin"' in original["Content-Disposition"]


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Fatima\\a.pdf", "a.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\0b\nc.jpg", "abc.jpg"),
        ("", "-"),
        ("دليل.pdf", "دليل.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_names_of_files(raw: str, kept: str) -> None:
    assert evidence.tidy_name(raw) == kept


@pytest.mark.parametrize(
    ("name", "ending"), [("a.JPG", "jpg"), ("a.exe", "bin"), ("a.html", "bin"), ("a", "bin"), ("a.pdf", "pdf")]
)
def test_endings_of_originals(name: str, ending: str) -> None:
    assert evidence.ending_of(name) == ending


def test_sent_twice_is_kept_once(people: People, note: str) -> None:
    bina = sign_in(Client(), people.bina)
    assert attach(bina, note, b"the same") == attach(bina, note, b"the same")
    assert SealedChunk.objects.count() == 1
    attach(bina, note, b"another")
    assert SealedChunk.objects.count() == 2


def test_too_large_empty_or_no_file_at_all(people: People, note: str) -> None:
    bina = sign_in(Client(), people.bina)
    large = SimpleUploadedFile("a.bin", bytes(evidence.LARGEST_FILE + 1))
    answer = bina.post(f"/notebook/{note}/attach/", {"file": large})
    assert answer.status_code == 409 and "at most 25 MB" in answer.content.decode()
    answer = bina.post(f"/notebook/{note}/attach/", {"file": SimpleUploadedFile("a.bin", bytes(29_000_000))})
    assert answer.status_code == 413 and "25 MB" in answer.content.decode()
    for sent in ({}, {"file": SimpleUploadedFile("a", b"")}, {"file": "text, not a file"}):
        answer = bina.post(f"/notebook/{note}/attach/", sent)
        assert answer.status_code == 409 and "Traceback" not in answer.content.decode()
    with pytest.raises(Unfit):
        attachments.keep_attachment(note, "a", "", b"", by=people.bina, form="f")
    assert SealedChunk.objects.count() == 0 == len(entries(people))


def test_files_stay_in_memory(settings: object) -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE > evidence.LARGEST_FILE


def test_a_large_file_never_touches_the_disk(people: People, note: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    def no_file(*given: object, **more: object) -> None:
        raise AssertionError("a temporary file was made")

    for name in ("mkstemp", "NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, no_file)
    data = bytes(20_000_000)
    bina = sign_in(Client(), people.bina)
    attach(bina, note, data, "a.bin")
    assert evidence.original_of(entries(people)[0], people.centre) == data


def test_destroying_the_note_destroys_the_chunks(people: People, note: str) -> None:
    attach(sign_in(Client(), people.bina), note, b"to be gone")
    notebook.erase_note(note, by=people.amina)
    assert SealedChunk.objects.count() == 0 == SealedRecord.objects.count()


def test_a_record_of_a_file_that_did_not_come_along(people: People, note: str) -> None:
    """What a packet brings: the record without its chunks."""
    content = Attachment(note, "a.jpg", 5, "00" * 32, "11" * 32, 1, picture="jpeg")
    id = records.write_record(content, by=people.bina).id
    page = sign_in(Client(), people.bina).get(f"/notebook/file/{id}/")
    assert page.status_code == 200 and "came in a packet" in page.content.decode()
    for key in ("not hex", "11"):
        bad = Attachment(note, "a.jpg", 5, "00" * 32, key, 1)
        entry = records.write_record(bad, by=people.bina)
        SealedChunk.objects.create(record=entry.id, centre=people.centre, position=0, sealed=bytes(1024))
        known = queries.reading(people.bina, "read_note").get(entry.id)
        with pytest.raises(Altered):
            evidence.original_of(known, people.centre)


def test_queries(people: People, note: str, django_assert_max_num_queries: object) -> None:
    bina = sign_in(Client(), people.bina)
    id = attach(bina, note, with_place("PNG"))
    bina.get(f"/notebook/file/{id}/")
    with django_assert_max_num_queries(12):
        bina.get(f"/notebook/file/{id}/")
