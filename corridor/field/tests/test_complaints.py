"""What is about the centre's own staff is read by the worker representative, and by nobody of the staff."""

import pytest
from django.test import Client

from corridor.access.actions import close_account
from corridor.field import readers
from corridor.field.contents import STAFF, Report, ReportAddition, VoiceNote
from corridor.field.receipts import RECEIPT
from corridor.field.tests.outside import come_back, receipt_in, reports, send, sound
from corridor.safe import keyring, queries
from corridor.safe.actions import centres, members, reopening
from corridor.safe.faults import NoKey
from corridor.safe.keys import Member
from corridor.safe.models import Named, SealedRecord
from corridor.safe.tests.people import PASSPHRASE, People, _join, sign_in

pytestmark = pytest.mark.django_db
TEXT = "The caseworker asked me for money."


@pytest.fixture(autouse=True)
def no_tries_before() -> None:
    RECEIPT.begin_day()


def complain(people: People, form: str = "f") -> str:
    return receipt_in(send(people, TEXT, form, STAFF, voice=sound()))


def test_the_representative_reads_and_answers_it_and_the_staff_do_not(people: People) -> None:
    receipt = complain(people)
    come_back(people, receipt, text="She asked again.", form="b")
    for name in ("amina", "bina"):
        known = queries.reading(people.members[name], "read_case")
        assert not [one for one in known.everything() if one.type.startswith(("report", "voice"))]
        browser = sign_in(Client(), people.members[name])
        assert TEXT not in browser.get("/inbox/").content.decode()
        assert browser.get("/inbox/staff/").status_code == 404
    [entry] = reports(people.dalia, "read_complaint")
    dalia = sign_in(Client(), people.dalia)
    shown = dalia.get("/inbox/staff/").content.decode()
    assert TEXT in shown and dalia.get("/inbox/").status_code == 404
    for name in ("amina", "bina"):
        for address in (f"/inbox/{entry.id}/", f"/inbox/staff/{entry.id}/"):
            assert sign_in(Client(), people.members[name]).get(address).status_code == 404
    page = dalia.get(f"/inbox/staff/{entry.id}/").content.decode()
    assert "She asked again." in page and "dalia" in page
    [voice] = queries.reading(people.dalia, "read_complaint").parts(entry.id, VoiceNote)
    assert dalia.get(f"/inbox/staff/file/{voice.id}/")["Content-Type"] == "audio/ogg"
    assert sign_in(Client(), people.bina).get(f"/inbox/file/{voice.id}/").status_code == 404
    dalia.post(f"/inbox/staff/{entry.id}/", {"do": "answer", "text": "I look into it.", "form": "a"})
    assert "I look into it." in come_back(people, receipt).content.decode()
    assert reports(people.dalia, "read_complaint")[0].content.taken_up_by == "dalia"
    dalia.post(f"/inbox/staff/{entry.id}/", {"do": "close"})
    assert reports(people.dalia, "read_complaint")[0].content.closed
    assert reports(people.bina) == [] and reports(people.amina) == []


def test_where_nobody_is_independent_it_says_so_before_and_keeps_nothing(people: People) -> None:
    close_account(people.dalia.account)
    page = Client().get(f"/centres/{people.centre.key}/report/?lang=en").content.decode()
    assert "Nobody independent of the staff" in page and f'value="{STAFF}" disabled' in page
    answer = send(people, TEXT, kind=STAFF)
    assert answer.status_code == 422 and TEXT in answer.content.decode()
    assert SealedRecord.objects.count() == 0


def test_a_representative_who_is_staff_too_or_was_not_admitted_reads_none(people: People) -> None:
    people.dalia.account.memberships.create(role="caseworker")
    account = type(people.dalia.account).objects.get(pk=people.dalia.account.pk)
    assert readers.representatives(people.centre) == () and not readers._is_independent(account)
    people.dalia.account.memberships.filter(role="caseworker").delete()
    waiting, _ = _join(members.invite("worker_representative", by=people.amina), "waiting")
    assert [one.name for one in readers.representatives(people.centre)] == ["dalia"] and waiting.is_active


def test_sent_while_sealed_it_opens_for_her_with_two_cards_and_for_nobody_before(people: People) -> None:
    centres.seal_centre(people.centre, people.bina.account)
    receipt = complain(people)
    assert TEXT in come_back(people, receipt).content.decode()
    cards = people.printed()[:2]
    recovery = centres.open_recovery(people.centre, *cards)
    file, private = keyring.make(people.amina.account, PASSPHRASE, {})
    centres.reopen(people.centre, recovery, people.amina.account, bytes.fromhex(file.public))
    amina = Member(people.amina.account, private)
    assert reports(amina) == []
    Named.objects.all().delete()
    _, again = keyring.make(people.dalia.account, PASSPHRASE, {})
    dalia = Member(people.dalia.account, again)
    with pytest.raises(NoKey):
        reports(Member(people.dalia.account), "read_complaint")
    assert reports(dalia, "read_complaint") == []
    assert reopening.name_again_with_cards(*cards, people.dalia.account, by=amina) == 2
    assert [one.content.text for one in reports(dalia, "read_complaint")] == [TEXT] and reports(amina) == []


def test_she_hands_it_on_to_another_representative(people: People) -> None:
    receipt = complain(people)
    account, private = _join(members.invite("worker_representative", by=people.amina), "nadia")
    for by in (people.bina, people.amina):
        for proposal in members.Proposal.objects.filter(account=account):
            members.agree(proposal, by=by)
    nadia = Member(account, private)
    [entry] = reports(people.dalia, "read_complaint")
    assert reports(nadia, "read_complaint") == []
    dalia = sign_in(Client(), people.dalia)
    assert "Let the other worker representatives" in dalia.get(f"/inbox/staff/{entry.id}/").content.decode()
    dalia.post(f"/inbox/staff/{entry.id}/", {"do": "share"})
    come_back(people, receipt, text="and more", form="b")
    known = queries.reading(nadia, "read_complaint")
    assert len(known.of_type(Report)) == 1 and len(known.parts(entry.id, ReportAddition)) == 1
    assert len(known.parts(entry.id)) == 2 and reports(people.bina) == []
