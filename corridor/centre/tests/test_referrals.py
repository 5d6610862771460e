"""A referral: what she allowed leaves, and nothing else; the answer comes back; a withdrawal stops it at once."""

import base64
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from corridor.centre.actions import cases
from corridor.centre.contents import Case, Grievance, RiskTalk
from corridor.centre.tests.sharing import NAME, NUMBER, PHONE, Two, seen, shown, two_centres
from corridor.journey.actions import answering, referrals
from corridor.journey.contents import Party, Referral, ReferralAnswer, Withdrawal, Worker
from corridor.journey.referred import referrals_of
from corridor.journey.referring import needs_talk, next_states
from corridor.safe import packets
from corridor.safe.actions.packets import accept_packet, receive_packet
from corridor.safe.actions.records import write_record
from corridor.safe.faults import Fault, NoKey, Unfit
from corridor.safe.packets import ReceivedPacket
from corridor.safe.tests.people import People, open_centre, sign_in
from corridor.safe.tests.test_packets import introduce

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(people: People) -> Two:
    return two_centres(people)


def send(two: Two, **more: object) -> str:
    """Through the pages, as a caseworker does it; the id of the referral."""
    client, address = two.client(), f"/cases/{two.case}/refer/"
    preview = client.post(address, two.asked("preview", **more))
    assert preview.status_code == 200, preview.content.decode()
    answer = client.post(address, two.asked("send", seen=seen(preview.content.decode()), **more))
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"]).strip("/").split("/")[-1]


def waiting(two: Two) -> list[packets.Packet]:
    found = two.known(there=True).of_type(ReceivedPacket)
    return [one.content.packet(two.there.bina) for one in found if isinstance(one.content, ReceivedPacket)]


def test_only_what_she_allowed_can_be_ticked_and_the_rest_says_why(two: Two) -> None:
    two.consent("called")
    page = two.client().post(f"/cases/{two.case}/refer/", two.asked("what")).content.decode()
    assert 'id="what-called"' in page and 'id="what-names"' not in page and f"piece-{two.grievance}" not in page
    assert "She allowed less than this." in page and f"/workers/{two.worker}/" in page


def test_the_preview_is_what_leaves_byte_for_byte(two: Two) -> None:
    two.consent("called", "grievance")
    more = {"piece": [two.grievance]}
    page = two.client().post(f"/cases/{two.case}/refer/", two.asked("preview", **more)).content.decode()
    send(two, **more)
    [packet] = waiting(two)
    assert json.dumps(list(packet.records), ensure_ascii=False) == shown(page, "bytes")
    [entry] = two.known().parts(two.case, Referral)
    assert entry.content.shared == shown(page, "told") and "My pay" in entry.content.shared
    paper = two.client().get(f"/referrals/{entry.id}/print/").content.decode()
    assert shown(paper, "told") == shown(page, "told") and "<title>Print" in paper


def test_no_other_name_leaves_when_only_what_she_is_called_may(two: Two) -> None:
    two.consent("called", "grievance")
    send(two, piece=[two.grievance], text=f"Please help Maya {NAME}, {PHONE}")
    [packet] = waiting(two)
    whole = json.dumps(list(packet.records), ensure_ascii=False)
    assert "Maya" in whole and "My pay" in whole
    for word in (NAME, NUMBER, PHONE, "Sunita", "Golden Needle", "Ilam", "inside", "bina"):
        assert word not in whole, word


def test_names_leave_once_she_allows_them(two: Two) -> None:
    two.consent("called", "names", "grievance", "employer")
    send(two, piece=[two.grievance], what=["called", "names", "employer"])
    whole = json.dumps(list(waiting(two)[0].records), ensure_ascii=False)
    assert NAME in whole and NUMBER in whole and "Golden Needle" in whole
    assert "Sunita" not in whole and PHONE not in whole


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"given": False}, "She said no."),
        ({"until": timezone.localdate() - timedelta(days=1)}, "ended"),
        ({"purpose": "letter"}, "not asked"),
        ({"to": "Another centre"}, "not asked"),
    ],
)
def test_without_her_consent_nothing_leaves(two: Two, more: dict[str, object], why: str) -> None:
    two.consent("called", **more)  # type: ignore[arg-type]
    answer = two.client().post(f"/cases/{two.case}/refer/", two.asked("preview"))
    assert answer.status_code == 422 and why in answer.content.decode()
    assert "Please help her" in answer.content.decode(), "what was typed is kept"
    assert waiting(two) == [] and two.known().parts(two.case, Referral) == []


def test_a_refusal_under_one_name_is_not_passed_over_under_another(two: Two) -> None:
    two.consent("called", to=two.to)
    two.consent("called", given=False)
    assert two.client().post(f"/cases/{two.case}/refer/", two.asked("preview")).status_code == 422


def test_what_changed_after_it_was_read_does_not_leave(two: Two) -> None:
    two.consent("called", "grievance")
    client, more = two.client(), {"piece": [two.grievance]}
    page = client.post(f"/cases/{two.case}/refer/", two.asked("preview", **more)).content.decode()
    base = two.known().get(two.grievance).content  # type: ignore[union-attr]
    cases.correct_part(two.case, two.grievance, Grievance(**{**vars(base), "wants": "More"}), base, by=two.here.chandra)
    answer = client.post(f"/cases/{two.case}/refer/", two.asked("send", seen=seen(page), **more))
    assert answer.status_code == 422 and "More" in shown(answer.content.decode(), "told")
    assert waiting(two) == []


def test_sent_twice_it_leaves_once(two: Two) -> None:
    two.consent("called")
    assert send(two) == send(two)
    assert len(waiting(two)) == 1 and len(two.known().parts(two.case, Referral)) == 1


def test_consent_taken_back_between_reading_and_sending(two: Two) -> None:
    consent = two.consent("called")
    client = two.client()
    page = client.post(f"/cases/{two.case}/refer/", two.asked("preview")).content.decode()
    write_record(Withdrawal(two.worker, consent, on=timezone.localdate()), by=two.bina)
    answer = client.post(f"/cases/{two.case}/refer/", two.asked("send", seen=seen(page)))
    assert answer.status_code == 422 and "took it back" in answer.content.decode() and waiting(two) == []


def test_the_other_centre_sees_little_then_takes_it_in_and_the_answer_comes_back(two: Two) -> None:
    two.consent("called", "grievance", "employer")
    id = send(two, piece=[two.grievance], what=["called", "employer"])
    client = two.client(there=True)
    page = client.get("/referrals/").content.decode()
    assert "Please help her" in page and "My pay" not in page and "Golden Needle" not in page
    [entry] = two.known(there=True).of_type(ReceivedPacket)
    with pytest.raises(Unfit, match="referrals"):
        accept_packet(entry, two.known(there=True), by=two.there.bina)
    assert client.post(f"/referrals/in/{entry.id}/", {"answer": "accept", "said": "Come on Sunday"}).status_code == 302
    book = two.known(there=True)
    [worker], [case], [grievance] = book.of_type(Worker), book.of_type(Case), book.of_type(Grievance)
    [party], [referral] = book.of_type(Party), book.of_type(Referral)
    assert {worker.id, case.id, grievance.id, party.id}.isdisjoint({two.worker, two.case, two.grievance, two.party})
    assert grievance.content.case == case.id and grievance.content.respondents[0].party == party.id
    assert case.content.workers[0].worker == worker.id and len(case.content.workers) == 1
    assert referral.head == worker.id and referral.origin and referral.origin["centre"] == two.here.centre.name
    [line] = referrals_of(two.known(), two.case)
    assert line.entry.id == id and (line.state, line.steps[-1].said) == ("accepted", "Come on Sunday")
    assert line.to_enter and "Enter their answer" in two.client().get(f"/referrals/{id}/").content.decode()
    answering.enter_answers(by=two.bina)
    client.post(f"/referrals/{referral.id}/step/", {"state": "done", "said": "She has her pay"})
    assert answering.enter_answers(by=two.bina) == 1
    [line] = referrals_of(two.known(), two.case)
    assert [one.state for one in line.referral.steps] == ["sent", "accepted", "done"] and not line.entry.is_open
    assert two.known().of_type(ReceivedPacket) == []


def test_declined_it_is_destroyed_unread_and_nothing_more_follows(two: Two) -> None:
    two.consent("called")
    id = send(two)
    [entry] = two.known(there=True).of_type(ReceivedPacket)
    answering.answer_referral(entry.id, False, by=two.there.bina, said="No room")
    assert two.known(there=True).of_type(ReceivedPacket) == [] == two.known(there=True).of_type(Worker)
    answering.enter_answers(by=two.bina)
    assert two.known().get(id).content.state == "declined"  # type: ignore[union-attr]
    with pytest.raises(Unfit):
        referrals.add_step(id, "accepted", by=two.bina)
    with pytest.raises(NoKey):
        answering.answer_referral(entry.id, True, by=two.there.bina)


def test_a_withdrawal_stops_it_at_once_also_where_it_waits(two: Two) -> None:
    consent = two.consent("called")
    id = send(two)
    assert referrals.stop_what_it_allowed(consent, by=two.bina) == 1
    entry = two.known().get(id)
    assert entry and entry.content.state == "revoked" and not entry.is_open
    [(asked, _, back)] = answering.asking(answering.incoming(two.known(there=True)))
    assert back
    with pytest.raises(Unfit, match="taken back"):
        answering.answer_referral(asked.entry.id, True, by=two.there.bina)
    answering.enter_answers(by=two.there.bina)
    assert two.known(there=True).of_type(ReceivedPacket) == []
    assert referrals.stop_what_it_allowed(consent, by=two.bina) == 0


def test_taken_back_after_it_was_accepted(two: Two) -> None:
    consent = two.consent("called")
    send(two)
    [entry] = two.known(there=True).of_type(ReceivedPacket)
    here, _ = answering.answer_referral(entry.id, True, by=two.there.bina)
    referrals.stop_what_it_allowed(consent, by=two.bina)
    answering.enter_answers(by=two.there.bina)
    assert two.known(there=True).get(here).content.state == "revoked"  # type: ignore[union-attr]


def test_an_answer_from_a_third_centre_changes_nothing(two: Two) -> None:
    two.consent("called")
    id = send(two)
    third = open_centre("Third", "third-", outside=False)
    to = introduce(third.bina, two.bina).content
    introduce(two.bina, third.bina)
    referrals.tell_centre(to, ReferralAnswer(id, "accepted"), by=third.bina)  # type: ignore[arg-type]
    assert answering.enter_answers(by=two.bina) == 0
    assert two.known().get(id).content.state == "sent"  # type: ignore[union-attr]


def test_a_bit_flipped_on_the_way(two: Two) -> None:
    two.consent("called")
    send(two)
    [entry] = two.known(there=True).of_type(ReceivedPacket)
    blob = bytearray(base64.b64decode(entry.content.blob))
    blob[len(blob) // 2] ^= 1
    with pytest.raises(Fault):
        packets.open_packet(bytes(blob), by=two.there.bina)


def test_before_an_authority_the_risks_are_talked_through_and_help_never_waits(two: Two) -> None:
    more = {"to": "", "to_name": "Police at Irbid", "kind": "forum-kind.police", "way": "paper"}
    two.consent("called", to="Police at Irbid")
    address, client = f"/cases/{two.case}/refer/", two.client()
    page = client.post(address, two.asked("preview", **more))
    assert page.status_code == 422 and f"/cases/{two.case}/add/risks/" in page.content.decode()
    forged = client.post(address, two.asked("send", seen="0" * 64, **more))
    assert forged.status_code == 422 and two.known().parts(two.case, Referral) == []
    for decides, status in (("waits", 422), ("goes-ahead", 200)):
        talk = RiskTalk(two.case, two.worker, decides=decides, on=timezone.localdate())
        cases.add_to_case(two.case, talk, by=two.bina, form=decides)
        assert client.post(address, two.asked("preview", **more)).status_code == status
    two.consent("called", to="Shelter")
    shelter = {"to": "", "to_name": "Shelter", "kind": "service-kind.shelter", "way": "voice"}
    assert client.post(address, two.asked("preview", **shelter)).status_code == 200
    assert needs_talk("service-kind.shelter", "complaint") and not needs_talk("forum-kind.union", "referral")


def test_steps_are_entered_with_day_and_who_and_only_in_order(two: Two) -> None:
    two.consent("called", to="Legal aid")
    more = {"to": "", "to_name": "Legal aid", "kind": "service-kind.legal-information", "way": "paper"}
    id, client = send(two, **more), two.client()
    typed = {"state": "accepted", "on": "2026-03-04", "who": "Mrs. Haddad", "said": "Thursday"}
    assert client.post(f"/referrals/{id}/step/", typed).status_code == 302
    step = two.known().get(id).content.steps[-1]  # type: ignore[union-attr]
    assert (step.state, str(step.on), step.by) == ("accepted", "2026-03-04", "Mrs. Haddad")
    assert client.post(f"/referrals/{id}/step/", {"state": "sent"}).status_code == 409
    assert client.post(f"/referrals/{id}/step/", {"state": "done", "on": "Thursday"}).status_code == 409
    typed = {"state": "accepted", "on": "2026-03-05", "who": "Mr. Karam", "said": "Not before Monday"}
    late = client.post(f"/referrals/{id}/step/", typed)  # a colleague was faster
    assert late.status_code == 409
    for words in ("Mr. Karam", "Not before Monday", "2026-03-05", "Mrs. Haddad"):
        assert words in late.content.decode(), "what was typed stays on the page, beside what stands there now"
    assert next_states("revoked") == next_states("done") == ()


@pytest.mark.parametrize("name", ["dalia", "esther", "farida", "gita", "hana"])
def test_these_pages_are_not_there_for_others(two: Two, name: str) -> None:
    client = sign_in(Client(), two.here.members[name])
    for address in (f"/cases/{two.case}/refer/", "/referrals/", f"/cases/{two.case}/hand-over/"):
        assert client.get(address).status_code == 404


def test_to_a_centre_on_another_system_a_file_is_carried_and_so_is_the_answer(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("centre.views.referrals", "safe.actions.packets"):
        monkeypatch.setattr(f"corridor.{module}.centre_here", lambda to: None)
    consent = two.consent("called")
    client, more = two.client(), {"way": "sealed-packet", "text": f"Help Maya {NAME}"}
    page = client.post(f"/cases/{two.case}/refer/", two.asked("preview", **more)).content.decode()
    file = client.post(f"/cases/{two.case}/refer/", two.asked("send", seen=seen(page), **more))
    assert file["Content-Disposition"] == 'attachment; filename="file.packet"' and waiting(two) == []
    [entry] = two.known().parts(two.case, Referral)
    again = client.post(f"/referrals/{entry.id}/packet/").content
    assert (
        packets.open_packet(again, by=two.there.bina).records
        == packets.open_packet(file.content, by=two.there.bina).records
    )
    receive_packet(again, centre=two.there.centre)
    [waits] = two.known(there=True).of_type(ReceivedPacket)
    answer = two.client(there=True).post(f"/referrals/in/{waits.id}/", {"answer": "accept"})
    receive_packet(answer.content, centre=two.here.centre)
    assert answering.enter_answers(by=two.bina) == 1
    referrals.stop_what_it_allowed(consent, by=two.bina)
    notice = client.post(f"/referrals/{entry.id}/packet/").content
    receive_packet(notice, centre=two.there.centre)
    assert answering.enter_answers(by=two.there.bina) == 1
    assert two.known(there=True).of_type(Referral)[0].content.state == "revoked"
