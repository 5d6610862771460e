"""What does not fit is told in words, with what was typed; nothing is half-kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from corridor.exchange.tests.test_pictures import MARK, with_place
from corridor.field.contents import Photograph
from corridor.field.files import media_of
from corridor.field.receipts import RECEIPT
from corridor.field.tests.outside import OGG, come_back, receipt_in, reports, send, sound
from corridor.safe import limits, queries
from corridor.safe.limits import Busy
from corridor.safe.models import SealedChunk, SealedRecord
from corridor.safe.notebook.evidence import original_of
from corridor.safe.tests.people import People, found, sign_in
from corridor.safe.tests.test_notebook import NAUGHTY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_tries_before() -> None:
    RECEIPT.begin_day()


@pytest.mark.parametrize(
    ("text", "said"), [("", "0 letters"), (" \0\r\n", "0 letters"), ("x" * 20_001, "20001 letters")]
)
def test_nothing_and_too_much(people: People, text: str, said: str) -> None:
    answer = send(people, text, reach="Sundays")
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "Sundays" in page and text.strip("\0 \r\n") in page
    assert SealedRecord.objects.count() == 0


@pytest.mark.parametrize("text", NAUGHTY)
def test_odd_text_arrives_and_comes_back(people: People, text: str) -> None:
    receipt = receipt_in(send(people, "x" + text, reach=text))
    assert reports(people.bina)[0].content.text.startswith("x")
    assert come_back(people, receipt).status_code == 200
    assert sign_in(Client(), people.bina).get(f"/inbox/{reports(people.bina)[0].id}/").status_code == 200


def test_unknown_kinds_forms_and_languages_do_no_harm(people: People) -> None:
    for number, kind in enumerate(("", "nothing", "\0", "x" * 9000)):
        assert send(people, f"t{number}", form="x" * 9000, kind=kind).status_code == 200
    assert {one.content.kind for one in reports(people.bina)} == {"other"}
    assert "Français" in Client().get(f"/centres/{people.centre.key}/report/?lang=xx").content.decode()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7 x", "contract.jpg"),
        (b"", "empty.ogg"),
        (b"<svg onload=alert(1)>", "a.svg"),
        (b"\0\0\0\x20ftypisom" + b"hdlr\0\0\0\0\0\0\0\0vide", "film.mp4"),
        (b"\x1a\x45\xdf\xa3....V_VP9", "film.webm"),
        (b"MZ\x90\0", "../../a\0‮gpj.exe"),
    ],
)
def test_other_files_are_refused_and_what_was_typed_stays(people: People, data: bytes, name: str) -> None:
    for field in ("voice", "photo"):
        answer = send(people, "typed words", **{field: SimpleUploadedFile(name, data)})
        page = answer.content.decode()
        assert answer.status_code == 422 and "neither a voice note nor a picture" in page and "typed words" in page
        assert "chosen again" in page
    assert SealedRecord.objects.count() == 0


def test_what_phones_record_is_known() -> None:
    begins = {
        b"OggS": "audio/ogg",
        b"ID3\4": "audio/mpeg",
        b"#!AMR\n": "audio/amr",
        b"\0\0\0\x18ftyp3gp4": "audio/mp4",
        b"\0\0\0\x1cftypM4A ": "audio/mp4",
        b"RIFF\0\0\0\0WAVE": "audio/wav",
        b"\x1a\x45\xdf\xa3..A_OPUS": "audio/webm",
        b"\0\0\0\x18ftypheic": "image/heic",
    }
    assert {begin: media_of(begin + b"..") for begin in begins} == begins


def test_twenty_six_megabytes_and_seven_files_are_told(people: People) -> None:
    answer = send(people, "typed words", voice=sound(OGG + bytes(26_000_000)))
    page = answer.content.decode()
    assert answer.status_code == 422 and "26.0 MB" in page and "typed words" in page
    many = [SimpleUploadedFile(f"{i}.png", b"\x89PNG\r\n\x1a\n" + bytes([i])) for i in range(7)]
    assert send(people, "typed words", photo=many).status_code == 422
    assert SealedRecord.objects.count() == SealedChunk.objects.count() == 0


def test_a_photograph_is_kept_untouched_and_shown_without_its_place(people: People) -> None:
    given = with_place("JPEG")
    receipt_in(send(people, "", photo=[SimpleUploadedFile("a.jpg", given), SimpleUploadedFile("b.jpg", given)]))
    [entry] = queries.reading(people.bina, "read_case").of_type(Photograph)
    assert original_of(entry, people.centre) == given, "chosen twice, it is kept once"
    bina = sign_in(Client(), people.bina)
    copy = bina.get(f"/inbox/file/{entry.id}/")
    assert copy.status_code == 200 and MARK.encode() not in copy.content and copy["Content-Type"] == "image/jpeg"
    assert bina.post(f"/inbox/file/{entry.id}/original/").content == given
    broken = SimpleUploadedFile("c.jpg", given[:100])
    receipt_in(send(people, "broken", form="g", photo=broken))
    cut = queries.reading(people.bina, "read_case").of_type(Photograph)[0]
    answer = bina.get(f"/inbox/file/{cut.id}/")
    assert answer.status_code == 409 and "no copy" in answer.content.decode()


def test_an_addition_that_does_not_fit_stays_in_the_page(people: People) -> None:
    receipt = receipt_in(send(people))
    answer = come_back(people, receipt, text="x" * 20_001, form="b")
    page = answer.content.decode()
    assert answer.status_code == 422 and "20001 letters" in page and "x" * 20_001 in page and receipt in page
    assert SealedRecord.objects.count() == 1


def test_an_answer_without_words_is_told(people: People) -> None:
    send(people)
    [entry] = reports(people.bina)
    bina = sign_in(Client(), people.bina)
    answer = bina.post(f"/inbox/{entry.id}/", {"do": "answer", "text": " \0 ", "form": "a"})
    assert answer.status_code == 422 and "0 characters were found" in answer.content.decode()
    assert bina.post(f"/inbox/{entry.id}/", {"do": "nonsense"}).status_code == 302


def test_while_too_many_write_at_once_the_text_stays(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = receipt_in(send(people))

    def busy(lane: limits.Lane) -> None:
        raise Busy(2)

    monkeypatch.setattr(limits.Lane, "__enter__", busy)
    for answer in (send(people, "typed words", form="g"), come_back(people, receipt, text="typed words", form="h")):
        page = answer.content.decode()
        assert answer.status_code == 503 and answer["Retry-After"] == "2" and "typed words" in page
    assert SealedRecord.objects.count() == 1


def test_a_machine_that_floods_waits(people: People, clock: list[float], settings: object) -> None:
    assert {send(people, f"{i}", form=str(i)).status_code for i in range(30)} == {200}
    refused = send(people, "the next one", form="n")
    assert refused.status_code == 429 and "the next one" in refused.content.decode()
    settings.LIMIT_PUBLIC_WRITING = False  # type: ignore[attr-defined]
    assert send(people, "the next one", form="n").status_code == 200


def test_a_centre_that_is_not_there_or_being_founded_is_not_there(people: People) -> None:
    new, _ = found("Not open yet", "n")
    for key in (new.key, "0123456789abcdef", "x" * 400):
        for page in ("report", "receipt"):
            client = Client()
            assert client.get(f"/centres/{key}/{page}/").status_code == 404
            assert client.post(f"/centres/{key}/{page}/", {"text": "x", "receipt": "1" * 16}).status_code == 404
    assert SealedRecord.objects.count() == 0
