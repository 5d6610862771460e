"""What stops when she says no: referrals, packets that wait elsewhere, being asked later; and what stops at closing."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from corridor.centre import listing
from corridor.centre.actions import cases
from corridor.centre.contents import Case, CaseWorker, FollowUp
from corridor.centre.tests.sharing import Two, two_centres
from corridor.centre.tests.test_handing_over import accepted, hand_over
from corridor.centre.tests.test_referrals import send
from corridor.journey.actions import answering
from corridor.journey.actions.consents import add_consent, withdraw_consent
from corridor.journey.contents import Consent, Name, Referral, ReferralStep, Withdrawal, Worker
from corridor.journey.rules import asked_later, may_ask_later
from corridor.safe.actions.records import keep_until, write_record
from corridor.safe.models import SealedRecord
from corridor.safe.packets import ReceivedPacket, SentPacket
from corridor.safe.queries import due_count
from corridor.safe.tests.people import People

pytestmark = pytest.mark.django_db
LATER = "follow-up"


@pytest.fixture
def two(people: People) -> Two:
    return two_centres(people)


def state(two: Two, id: str) -> str:
    entry: Any = two.known().get(id)
    return str(entry.content.state)


def follow_ups(two: Two, case: str) -> list[FollowUp]:
    return [one.content for one in two.known().parts(case, FollowUp) if isinstance(one.content, FollowUp)]


def test_a_no_entered_anew_stops_a_referral_at_once_and_the_other_centre_is_told(two: Two) -> None:
    two.consent("called")
    id = send(two)
    assert state(two, id) == "sent"
    two.consent("called", given=False)
    entry: Any = two.known().get(id)
    assert entry.content.state == "revoked" and entry.content.steps[-1].said == "She said no." and not entry.is_open
    [(_, _, back)] = answering.asking(answering.incoming(two.known(there=True)))
    assert back, "the other centre knows"


def test_a_narrower_yes_stops_what_it_does_not_cover_and_a_wider_one_nothing(two: Two) -> None:
    two.consent("called")
    id = send(two)
    two.consent("called", "grievance")
    assert state(two, id) == "sent"
    two.consent("grievance", to=two.to)
    entry: Any = two.known().get(id)
    assert (state(two, id), entry.content.steps[-1].said) == ("revoked", "She allowed less than this.")


@pytest.mark.parametrize("more", [{"to": "Another centre"}, {"purpose": "letter"}, {"on": date(2020, 1, 1)}])
def test_a_no_to_something_else_or_older_than_her_yes_stops_nothing(two: Two, more: dict[str, Any]) -> None:
    two.consent("called")
    id = send(two)
    two.consent("called", given=False, **more)
    assert state(two, id) == "sent"


def test_a_no_that_is_sent_again_after_a_later_yes_stops_nothing(two: Two) -> None:
    no = Consent(two.worker, "referral", "Centre in the city", ("called",), given=False)
    add_consent(two.worker, no, by=two.bina, form="no")
    two.consent("called")
    id = send(two)
    add_consent(two.worker, no, by=two.bina, form="no")
    assert state(two, id) == "sent"


def test_taking_back_the_newer_of_two_stops_what_rests_on_the_older(two: Two) -> None:
    two.consent("called")
    id = send(two)
    newer = two.consent("called", "grievance")
    withdraw_consent(two.worker, newer, by=two.bina)
    assert state(two, id) == "revoked"


def closable(two: Two) -> str:
    """A case of the worker alone."""
    return write_record(Case("fana-sibu-9", "Maya", (CaseWorker(two.worker, "Maya"),)), by=two.bina).id


def later(two: Two, **more: Any) -> str:
    entry = Consent(two.worker, LATER, "", ("contact",), on=timezone.localdate())
    return add_consent(two.worker, replace(entry, **more), by=two.bina, form=f"{more}").id


def close(two: Two, case: str) -> str:
    """Through the page; what it showed before."""
    page = two.client().get(f"/cases/{case}/close/").content.decode()
    assert two.client().post(f"/cases/{case}/close/", {"outcome": "settled"}).status_code == 302
    return page


def test_who_was_not_asked_is_planned_for_and_the_page_says_so(two: Two) -> None:
    page, case = "", closable(two)
    page = close(two, case)
    assert "She was not asked yet whether somebody may ask her later" in page
    assert f"/workers/{two.worker}/consent/?purpose=follow-up" in page and f'"/workers/{two.worker}/"' in page
    assert len(follow_ups(two, case)) == 3


def test_who_said_no_or_took_it_back_is_not_asked_later(two: Two) -> None:
    for said in ("no", "taken back"):
        consent = later(two, given=said != "no", said=said)
        if said != "no":
            withdraw_consent(two.worker, consent, by=two.bina)
        case = closable(two)
        page = close(two, case)
        assert "Nobody asks her later." in page and "not asked yet whether" not in page
        assert follow_ups(two, case) == []


def test_what_she_allowed_until_a_day_is_planned_until_then(two: Two) -> None:
    later(two, until=timezone.localdate() + timedelta(days=200))
    case = closable(two)
    assert "She allowed it." in close(two, case)
    assert len(follow_ups(two, case)) == 2, "after three and six months, not after twelve"


@pytest.mark.parametrize("way", ["no", "taken back"])
def test_a_no_after_closing_takes_her_follow_ups_off_the_list(two: Two, way: str) -> None:
    consent = later(two)
    rows = (CaseWorker(two.worker, "Maya"), CaseWorker(_other(two), "Goma"))
    case = write_record(Case("fana-sibu-9", "Both", rows), by=two.bina).id
    cases.close_case(case, "settled", "", "", by=two.bina, day=timezone.localdate() - timedelta(days=100))
    assert [one.done for one in follow_ups(two, case)] == [None] * 6
    if way == "no":
        later(two, given=False)
    else:
        withdraw_consent(two.worker, consent, by=two.bina)
    hers = [one for one in follow_ups(two, case) if one.worker == two.worker]
    others = [one for one in follow_ups(two, case) if one.worker != two.worker]
    assert {(one.done, one.reached) for one in hers} == {(timezone.localdate(), "not-wanted")}
    assert [one.done for one in others] == [None] * 3
    due = listing.today(two.known(), timezone.localdate(), ()).due
    assert [one.content.worker for one in due if one.word == FollowUp.TYPE] == [others[0].worker]
    months = set(
        SealedRecord.objects.filter(id__in=[one.id for one in two.known().parts(case)]).values_list("shred_after")
    )
    assert None not in {one for (one,) in months}, "what belongs to a closed case is destroyed with it"


def _other(two: Two) -> str:
    return write_record(Worker("fulu-sadu-5", (Name("Goma"),)), by=two.bina).id


def test_it_is_the_centre_that_asks_whoever_stands_in_the_entry() -> None:
    day = date(2026, 5, 3)
    yes, no = Consent("w", LATER, "", (), on=day), Consent("w", LATER, "The centre", (), given=False, on=day)
    assert may_ask_later(asked_later([], [], day))
    assert may_ask_later(asked_later([("1", no), ("2", yes)], [], day))
    assert not may_ask_later(asked_later([("1", yes), ("2", no)], [], day))
    assert not may_ask_later(asked_later([("1", yes)], [Withdrawal("w", "1", day)], day))
    assert not may_ask_later(asked_later([("1", replace(yes, until=day))], [], day + timedelta(days=1)))


def test_nobody_is_reminded_of_a_referral_of_a_closed_case_and_its_answer_still_comes(two: Two) -> None:
    two.consent("called")
    id = send(two, answer_by=timezone.localdate().isoformat())
    before = due_count(two.here.centre.pk)
    assert [one.entry.id for one in listing.waiting(two.known()) if one.word == Referral.TYPE] == [id]
    cases.close_case(two.case, "settled", "", "", by=two.bina)
    assert [one for one in listing.waiting(two.known()) if one.word == Referral.TYPE] == []
    assert due_count(two.here.centre.pk) == before - 1, "the menu does not count it either"
    [file] = listing.files(two.known())
    assert timezone.localdate() not in file.days_ahead()
    [entry] = two.known(there=True).of_type(ReceivedPacket)
    answering.answer_referral(entry.id, True, by=two.there.bina)
    assert answering.enter_answers(by=two.bina) == 1 and state(two, id) == "accepted"
    assert [one for one in listing.waiting(two.known()) if one.word == Referral.TYPE] == []
    cases.open_again(two.case, "", by=two.bina)
    assert [one.entry.id for one in listing.waiting(two.known()) if one.word == Referral.TYPE] == [id]


def test_referrals_of_cases_that_were_closed_before_are_not_on_the_list_either(two: Two) -> None:
    day = timezone.localdate()
    asked = Referral(two.case, two.worker, "A lawyer", steps=(ReferralStep("sent", day),), answer_by=day)
    cases.close_case(two.case, "settled", "", "", by=two.bina)
    write_record(asked, by=two.bina)
    assert [one for one in listing.waiting(two.known()) if one.word == Referral.TYPE] == []
    [file] = listing.files(two.known())
    assert day not in file.days_ahead()


@pytest.mark.parametrize("way", ["taken back", "no", "less"])
def test_a_packet_that_waits_elsewhere_is_taken_back(two: Two, way: str) -> None:
    consent = two.consent("called", "journey", purpose="hand-over")
    hand_over(two, [])
    assert len(two.known(there=True).of_type(ReceivedPacket)) == 1
    if way == "taken back":
        withdraw_consent(two.worker, consent, by=two.bina)
    else:
        two.consent("journey", purpose="hand-over", given=way != "no")
    assert two.known(there=True).of_type(ReceivedPacket) == []
    [sent] = two.known().parts(two.case, SentPacket)
    assert sent.plain["c"]["taken_back"] == timezone.localdate().isoformat()
    assert "Taken back" in two.client().get(f"/cases/{two.case}/hand-over/").content.decode()


def test_the_note_of_a_packet_that_is_taken_back_keeps_its_month(two: Two) -> None:
    """Its head may be a part itself, which says no closing of its own."""
    consent = two.consent("called", purpose="hand-over")
    hand_over(two, [])
    [sent] = two.known().parts(two.case, SentPacket)
    keep_until([sent.id], date(2030, 1, 1), by=two.bina)
    withdraw_consent(two.worker, consent, by=two.bina)
    [now] = two.known().parts(two.case, SentPacket)
    assert now.plain["c"]["taken_back"] and now.shred_after == date(2030, 1, 1)


def test_a_packet_goes_again_once_she_allows_it_again(two: Two) -> None:
    withdraw_consent(two.worker, two.consent("called", purpose="hand-over"), by=two.bina)
    first = two.consent("called", purpose="hand-over", said="yes")
    hand_over(two, [])
    withdraw_consent(two.worker, first, by=two.bina)
    second = two.consent("called", purpose="hand-over", said="yes again")
    hand_over(two, [])
    assert len(two.known(there=True).of_type(ReceivedPacket)) == 1
    withdraw_consent(two.worker, second, by=two.bina)
    assert two.known(there=True).of_type(ReceivedPacket) == []


def test_what_was_accepted_stays_there_and_another_no_takes_nothing_back(two: Two) -> None:
    consent = two.consent("called", purpose="hand-over")
    hand_over(two, [])
    two.consent("called", purpose="hand-over", to="Another centre", given=False)
    accepted(two)
    withdraw_consent(two.worker, consent, by=two.bina)
    assert len(two.known(there=True).of_type(Worker)) == 1
    [sent] = two.known().parts(two.case, SentPacket)
    assert sent.plain["c"].get("taken_back") is None


def test_she_says_it_in_her_words_and_the_page_tells_what_stops(two: Two) -> None:
    consent = two.consent("called")
    client, address = two.client(), f"/workers/{two.worker}/"
    page = client.get(address).content.decode()
    assert "Open referrals that rest on it are taken back" in page and f'id="said-{consent}" name="said"' in page
    said = {"said": "My cousin works <there>"}
    assert client.post(f"{address}consent/{consent}/withdraw/", said).status_code == 302
    [back] = two.known().parts(two.worker, Withdrawal)
    assert isinstance(back.content, Withdrawal) and back.content.said == said["said"]
    page = client.get(address).content.decode()
    assert "My cousin works &lt;there&gt;" in page and f'id="said-{consent}"' not in page
