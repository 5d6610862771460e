"""From a report to an answer and back, without an account: kept once, sealed, read again with the receipt alone."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from corridor.field import just_sent
from corridor.field.actions import inbox
from corridor.field.actions import reports as writing
from corridor.field.contents import ReportAddition, ReportAnswer, VoiceNote
from corridor.field.models import Receipt, Reply
from corridor.field.receipts import RECEIPT
from corridor.field.tests.outside import OGG, TEXT, come_back, everything_stored, receipt_in, reports, send, sound
from corridor.safe import casebook, keyring, queries
from corridor.safe.actions import centres
from corridor.safe.actions.records import erase_records
from corridor.safe.keys import Member
from corridor.safe.models import SealedRecord
from corridor.safe.notebook.evidence import original_of
from corridor.safe.tests.people import People, found, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_tries_before() -> None:
    RECEIPT.begin_day()


def test_report_receipt_answer_and_more(people: People) -> None:
    receipt = receipt_in(send(people, reach="Sundays, never by phone", voice=sound()))
    [entry] = reports(people.bina)
    assert entry.content.text == TEXT and entry.content.reach == "Sundays, never by phone"
    assert (entry.content.kind, entry.content.language) == ("documents", "en")
    assert entry.due == timezone.localdate() + timedelta(days=2) and entry.is_open
    page = come_back(people, receipt).content.decode()
    assert TEXT in page and "has not answered yet" in page and "voice.ogg" in page
    assert "Sundays" not in page, "who finds the receipt does not learn how to reach her"

    bina = sign_in(Client(), people.bina)
    shown = bina.get("/inbox/").content.decode()
    assert TEXT in shown and "My passport or papers" in shown
    assert bina.post(f"/inbox/{entry.id}/", {"do": "take"}).status_code == 302
    assert reports(people.bina)[0].content.taken_up_by == "bina" and reports(people.bina)[0].due is None
    for _ in range(2):
        bina.post(f"/inbox/{entry.id}/", {"do": "answer", "text": "Come on Sunday.", "form": "a"})
    known = queries.reading(people.bina, "read_case")
    assert [one.content.text for one in known.parts(entry.id, ReportAnswer)] == ["Come on Sunday."], "sent twice"

    page = come_back(people, receipt).content.decode()
    assert page.count("Come on Sunday.") == 1 and "The centre answered" in page and "bina" not in page
    for _ in range(2):
        page = come_back(people, receipt, text="He found out.", form="b").content.decode()
        assert page.count("He found out.") == 1
    [addition] = queries.reading(people.chandra, "read_case").parts(entry.id, ReportAddition)
    assert addition.is_open and addition.due == timezone.localdate() + timedelta(days=2)
    shown = bina.get(f"/inbox/{entry.id}/").content.decode()
    assert shown.index("Come on Sunday.") < shown.index("He found out.")
    bina.post(f"/inbox/{entry.id}/", {"do": "answer", "text": "Stay away.", "form": "c"})
    [addition] = queries.reading(people.chandra, "read_case").parts(entry.id, ReportAddition)
    assert not addition.is_open and addition.due is None
    shown = bina.get(f"/inbox/{entry.id}/").content.decode()
    assert shown.index("Come on Sunday.") < shown.index("He found out.") < shown.index("Stay away.")


def test_the_receipt_is_shown_once_and_leaves_nothing_in_the_browser(people: People) -> None:
    first = send(people)
    digits = receipt_in(first).replace(" ", "")
    assert first["Cache-Control"] == "no-store" and "Location" not in first
    assert set(first.cookies) <= {"__Host-csrf"}
    assert receipt_in(send(people)).replace(" ", "") == digits, "lost on a bad line, it comes once more"
    for path in just_sent._folder().iterdir():
        path.write_text(str(int(path.read_text()) - 121 * 10**9))
    late = send(people).content.decode()
    assert "not shown again" in late and not re.search(r"\d{4} \d{4}", late)
    assert len(reports(people.bina)) == Receipt.objects.count() == Reply.objects.count() == 1
    assert digits.encode() not in everything_stored()


def test_nothing_stands_in_clear(people: People) -> None:
    receipt = receipt_in(send(people, reach="behind the bakery", voice=sound(name="Fatima.ogg")))
    come_back(people, receipt, text="He found my letter.", form="b")
    [entry] = reports(people.bina)
    inbox.answer(entry.id, "We meet at the temple.", action="read_case", by=people.bina, form="c")
    stored = everything_stored()
    words = (TEXT, "behind the bakery", "Fatima.ogg", "He found my letter.", "We meet at the temple.", "documents")
    for word in (*words, receipt, receipt.replace(" ", "")):
        assert word.encode() not in stored, word
    assert OGG[20:200] not in stored and b"report-addition" not in stored


def test_it_arrives_and_is_read_again_while_the_centre_is_sealed(people: People) -> None:
    receipt = receipt_in(send(people))
    [entry] = reports(people.bina)
    inbox.answer(entry.id, "Come on Sunday.", action="read_case", by=people.bina, form="c")
    centres.seal_centre(people.centre, people.bina.account)
    assert "Come on Sunday." in come_back(people, receipt).content.decode(), "what waits opens with her receipt alone"
    later = receipt_in(send(people, "while sealed", form="g"))
    assert "while sealed" in come_back(people, later).content.decode()
    assert "It is added." in come_back(people, receipt, text="and more", form="h").content.decode()
    recovery = centres.open_recovery(people.centre, *people.printed()[:2])
    file, private = keyring.make(people.amina.account, "another passphrase", {})
    centres.reopen(people.centre, recovery, people.amina.account, bytes.fromhex(file.public))
    assert {one.content.text for one in reports(Member(people.amina.account, private))} == {TEXT, "while sealed"}


def test_a_wrong_receipt_and_an_unknown_one_get_the_same_answer(people: People) -> None:
    receipt = receipt_in(send(people)).replace(" ", "")
    elsewhere, _ = found("Another", "n")
    mistyped = f"{receipt[:-1]}{(int(receipt[-1]) + 1) % 10}"
    strangers = writing.code_from(b"x" * 32)
    answers = [come_back(people, code) for code in (mistyped, strangers)]
    told = [re.sub(r'value="[^"]*"', "", one.content.decode()) for one in answers]
    assert told[0] == told[1] and "Nothing is known" in told[0]
    assert [one.status_code for one in answers] == [422, 422]
    assert Client().post(f"/centres/{elsewhere.key}/receipt/", {"receipt": receipt}).status_code == 404
    assert "15 digits were found" in come_back(people, receipt[:-1]).content.decode()
    assert "0 digits were found" in come_back(people, "\0 <script>").content.decode()
    written = receipt.translate({ord(str(i)): chr(ord("०") + i) for i in range(10)})
    assert TEXT in come_back(people, f" {written[:8]} {written[8:]}").content.decode()


def test_the_last_digit_is_tested_before_anything_is_stretched(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = receipt_in(send(people)).replace(" ", "")
    stretched: list[str] = []
    monkeypatch.setattr("corridor.field.receipts.keys_of", lambda code, *rest: stretched.append(code))
    come_back(people, receipt[:-1] + str((int(receipt[-1]) + 1) % 10))
    assert stretched == []


def test_a_receipt_and_a_stranger_s_take_the_same_number_of_stretchings(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corridor.safe.primitives import Stretching

    receipt = receipt_in(send(people)).replace(" ", "")
    count: list[str] = []
    real = Stretching.key
    monkeypatch.setattr(Stretching, "key", lambda self, *rest: count.append("") or real(self, *rest))
    come_back(people, receipt)
    known = len(count)
    come_back(people, writing.code_from(b"x" * 32))
    assert len(count) == 2 * known == 2


def test_who_guesses_waits_and_who_knows_does_not(people: People, clock: list[float]) -> None:
    receipt = receipt_in(send(people))
    codes = [writing.code_from(bytes([i]) * 32) for i in range(6)]
    answers = [come_back(people, code) for code in codes]
    assert [one.status_code for one in answers] == [422] * 5 + [429] and answers[5]["Retry-After"]
    there = (
        Client()
        .post(f"/centres/{people.centre.key}/receipt/", {"receipt": receipt}, REMOTE_ADDR="203.0.113.9")
        .content.decode()
    )
    assert TEXT in there


def test_a_receipt_outlives_a_change_of_what_a_guess_costs(people: People, settings: object) -> None:
    receipt = receipt_in(send(people))
    settings.STRETCHING = {"iterations": 2, "lanes": 1, "memory_cost": 64}  # type: ignore[attr-defined]
    assert TEXT in come_back(people, receipt).content.decode()


def test_an_erased_report_takes_its_receipt_along(people: People) -> None:
    receipt = receipt_in(send(people))
    other = receipt_in(send(people, "stays", form="g"))
    gone = next(one for one in reports(people.bina) if one.content.text == TEXT)
    erase_records([gone.id], by=people.amina)
    assert "Nothing is known" in come_back(people, receipt).content.decode()
    assert writing.forget_lost_receipts(timezone.localdate()) == []
    assert Receipt.objects.count() == Reply.objects.count() == 1
    assert "stays" in come_back(people, other).content.decode()
    [left] = reports(people.bina)
    erase_records([left.id], by=people.amina)
    assert Receipt.objects.count() == Reply.objects.count() == 0


def test_closed_it_is_destroyed_in_a_year_with_what_is_added_after_that(people: People) -> None:
    receipt = receipt_in(send(people, voice=sound()))
    [entry] = reports(people.bina)
    inbox.set_closed(entry.id, True, action="read_case", by=people.bina)
    come_back(people, receipt, text="and more", form="b")
    months = set(SealedRecord.objects.exclude(shred_after=None).values_list("shred_after", flat=True))
    assert len(months) == 1 and SealedRecord.objects.filter(shred_after=None).count() == 0
    shown = sign_in(Client(), people.bina).get("/inbox/").content.decode()
    assert TEXT in shown, "something was added: it lies there again"
    inbox.take_up(entry.id, action="read_case", by=people.bina)
    assert set(SealedRecord.objects.values_list("shred_after", flat=True)) == {None}
    assert reports(people.bina)[0].is_open


def test_a_case_takes_it_out_of_the_list_and_restricts_what_comes_later(people: People) -> None:
    receipt = receipt_in(send(people, voice=sound()))
    [entry] = reports(people.bina)
    parts = tuple(queries.reading(people.bina, "read_case").parts(entry.id))
    only = writing.Naming((people.bina.account,), restricted=True)
    inbox.taken_into_case(entry, "a-case", people.bina, naming=only, parts=parts)
    come_back(people, receipt, text="and more", form="b")
    assert reports(people.chandra) == [] and queries.reading(people.chandra, "read_case").of_type(VoiceNote) == []
    assert queries.reading(people.chandra, "read_case").of_type(ReportAddition) == []
    [again] = reports(people.bina)
    assert again.content.case == "a-case" and not again.is_open
    known = queries.reading(people.bina, "read_case")
    [voice] = known.parts(again.id, VoiceNote)
    assert original_of(voice, people.centre) == OGG and len(known.parts(again.id, ReportAddition)) == 1
    assert "and more" in come_back(people, receipt).content.decode()


def test_much_the_same_words_of_one_day_are_told_and_never_merged(people: People) -> None:
    send(people, "He keeps our passports, all of us.", form="1")
    send(people, "He KEEPS our passports all of us!", form="2")
    send(people, "He keeps our passports, all of us.", form="3", kind="pay")
    send(people, "The food is bad.", form="4")
    shown = sign_in(Client(), people.bina).get("/inbox/").content.decode()
    assert shown.count("may be the same") == 2 and len(reports(people.bina)) == 4
    casebook.drop()
