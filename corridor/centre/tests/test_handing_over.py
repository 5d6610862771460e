"""Handing over: chosen parts of a journey reach another centre as one packet, under ids of its own."""

import hashlib
import io
import json
import uuid

import pytest
from django.utils import timezone
from PIL import Image

from corridor.centre.actions import cases
from corridor.centre.contents import Action, Case, Grievance, Remedy
from corridor.centre.tests.sharing import NAME, PHONE, Two, seen, shown, two_centres
from corridor.journey.actions.handing_over import files_of, hand_over_records
from corridor.journey.contents import Evidence, Journey, Stage, Withdrawal, Worker
from corridor.journey.referring import Choice, digest_of, pieces
from corridor.safe.actions.packets import accept_packet
from corridor.safe.actions.records import write_record
from corridor.safe.faults import Altered, Unfit
from corridor.safe.keys import Member
from corridor.safe.models import SealedChunk
from corridor.safe.notebook import evidence
from corridor.safe.notebook.evidence import original_of
from corridor.safe.packets import ReceivedPacket, SentPacket
from corridor.safe.primitives import random_bytes
from corridor.safe.tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(people: People) -> Two:
    return two_centres(people)


def keep_file(about: str, name: str, data: bytes, by: Member) -> str:
    id, key, parts = str(uuid.uuid4()), random_bytes(), evidence.chunks_of(data)
    mark = hashlib.sha256(data).hexdigest()
    write_record(Evidence(about, name, len(data), mark, key.hex(), len(parts), shows="A payslip"), by=by, id=id)
    for i, part in enumerate(parts):
        place = evidence.chunk_place(id, by.centre, i, i == len(parts) - 1)
        sealed = evidence.sealed_chunk(key, part, place)
        SealedChunk.objects.create(record=id, centre=by.centre, position=i, sealed=sealed)
    return id


def picture() -> bytes:
    made, told = io.BytesIO(), Image.Exif()
    told[0x010E] = "taken at her home"
    Image.new("RGB", (40, 30), "red").save(made, "jpeg", exif=told)
    return made.getvalue()


def form(two: Two, step: str, pieces: list[str], **more: object) -> dict[str, object]:
    return {"step": step, "to": two.to, "worker": two.worker, "what": ["called"], "piece": pieces, **more}


def hand_over(two: Two, pieces: list[str], **more: object) -> str:
    client, address = two.client(), f"/cases/{two.case}/hand-over/"
    page = client.post(address, form(two, "preview", pieces, **more)).content.decode()
    answer = client.post(address, form(two, "send", pieces, seen=seen(page), **more))
    assert answer.status_code == 302, answer.content.decode()
    return page


def accepted(two: Two) -> None:
    [entry] = two.known(there=True).of_type(ReceivedPacket)
    accept_packet(entry, two.known(there=True), by=two.there.bina)


def test_several_heads_with_their_parts_cross_with_ids_of_their_own(two: Two) -> None:
    two.consent("called", "journey", "grievance", "remedy", "employer", purpose="hand-over")
    stages = (Stage("recruitment", "Ilam", party=two.party),)
    journey = write_record(Journey(two.worker, "NPL", "JOR", stages=stages), by=two.bina).id
    other = "22222222-2222-4222-8222-222222222222"
    parts = [Remedy(two.case, two.grievance, one, "claimed") for one in (two.worker, other)]
    remedy, others = (cases.add_to_case(two.case, one, by=two.bina, form=one.worker).id for one in parts)
    action = cases.add_to_case(two.case, Action(two.case, "call", "ask for her pay"), by=two.bina, form="a").id
    page = hand_over(two, [journey, remedy, others, action, two.grievance], what=["called", "employer"])
    [packet] = [one.content.packet(two.there.bina) for one in two.known(there=True).of_type(ReceivedPacket)]
    assert json.dumps(list(packet.records), ensure_ascii=False) == shown(page, "bytes")
    assert NAME not in shown(page, "bytes") and PHONE not in shown(page, "bytes")
    accepted(two)
    book = two.known(there=True)
    [worker], [case], [grievance] = book.of_type(Worker), book.of_type(Case), book.of_type(Grievance)
    [crossed], [line], [todo] = book.of_type(Journey), book.of_type(Remedy), book.of_type(Action)
    assert crossed.head == worker.id and line.head == todo.head == grievance.head == case.id
    assert (line.content.grievance, line.content.worker) == (grievance.id, worker.id)
    assert crossed.content.stages[0].party == grievance.content.respondents[0].party != two.party
    sent_ids = {two.worker, two.case, two.grievance, two.party, journey, remedy, action}
    whole = json.dumps([one.plain["c"] for one in book.everything() if one.type not in {"correspondent"}])
    assert not [id for id in sent_ids if id in whole]
    assert worker.origin and worker.origin["centre"] == two.here.centre.name
    assert [one.content.to_name for one in two.known().parts(two.case, SentPacket)] == ["Centre in the city"]


def test_evidence_crosses_as_a_copy_or_by_choice_as_it_was_given(two: Two) -> None:
    two.consent("called", "evidence", purpose="hand-over")
    data = picture()
    id = keep_file(two.case, "slip.jpg", data, two.bina)
    hand_over(two, [id])
    accepted(two)
    [copy] = two.known(there=True).of_type(Evidence)
    assert b"taken at her home" not in original_of(copy, two.there.bina.centre)
    hand_over(two, [id], originals="yes")
    accepted(two)
    files = [original_of(one, two.there.bina.centre) for one in two.known(there=True).of_type(Evidence)]
    assert data in files and b"taken at her home" in data
    SealedChunk.objects.filter(record=copy.id).update(sealed=b"x" * 100)
    with pytest.raises(Altered):
        original_of(copy, two.there.bina.centre)


def test_what_does_not_fit_stays_behind_and_is_told(two: Two) -> None:
    two.consent("called", "evidence", purpose="hand-over")
    large = keep_file(two.case, "long.mp4", bytes(600_000), two.bina)
    paper = keep_file(two.case, "letter.pdf", b"%PDF-1.4", two.bina)
    page = hand_over(two, [large, paper])
    assert "long.mp4, letter.pdf" in page
    entries = [one for id in (large, paper) if (one := two.known().get(id))]
    assert list(files_of(entries, originals=True, by=two.bina)[0]) == [paper]


@pytest.mark.parametrize("more", [{"given": False}, {"to": "Another centre"}, {"purpose": "referral"}])
def test_without_her_consent_nothing_goes(two: Two, more: dict[str, object]) -> None:
    two.consent("called", **{"purpose": "hand-over", **more})  # type: ignore[arg-type]
    answer = two.client().post(f"/cases/{two.case}/hand-over/", form(two, "preview", []))
    assert answer.status_code == 422 and two.known(there=True).of_type(ReceivedPacket) == []


def test_after_a_withdrawal_nothing_follows(two: Two) -> None:
    consent = two.consent("called", purpose="hand-over")
    page = two.client().post(f"/cases/{two.case}/hand-over/", form(two, "preview", [])).content.decode()
    write_record(Withdrawal(two.worker, consent, on=timezone.localdate()), by=two.bina)
    answer = two.client().post(f"/cases/{two.case}/hand-over/", form(two, "send", [], seen=seen(page)))
    assert answer.status_code == 422 and "took it back" in answer.content.decode()
    assert two.known(there=True).of_type(ReceivedPacket) == [] == two.known().of_type(SentPacket)


def test_sent_twice_it_arrives_once(two: Two) -> None:
    two.consent("called", purpose="hand-over")
    hand_over(two, [])
    hand_over(two, [])
    assert len(two.known().of_type(SentPacket)) == 1
    accepted(two)
    hand_over(two, [])
    accepted(two)
    assert len(two.known(there=True).of_type(Worker)) == 1


def test_the_action_asks_her_ledger_itself_and_leaves_other_workers_out(two: Two) -> None:
    known, other = two.known(), "22222222-2222-4222-8222-222222222222"
    mine = Remedy(two.case, two.grievance, other, "claimed")
    theirs = cases.add_to_case(two.case, mine, by=two.bina, form="o").id
    known = two.known()
    case, worker, remedy = (known.get(id) for id in (two.case, two.worker, theirs))
    assert case and worker and remedy
    choice = Choice(worker, case, (remedy,), ("called", "remedy"))
    made = pieces(known, choice)
    assert [one.id for one in made] == [two.worker]
    with pytest.raises(Unfit, match="not asked"):
        hand_over_records(choice, two.to, originals=False, tell=lambda _: "", seen=digest_of(made, ""), by=two.bina)
    assert two.known(there=True).of_type(ReceivedPacket) == []


def test_from_her_file_over_all_her_cases(two: Two) -> None:
    two.consent("grievance", purpose="hand-over")
    answer = two.client().post(f"/workers/{two.worker}/hand-over/", {"step": "what", "to": two.to})
    page = answer.content.decode()
    assert f"piece-{two.grievance}" in page and 'id="what-called"' not in page
    assert "called" not in [name for name in answer.context["picked"]]
