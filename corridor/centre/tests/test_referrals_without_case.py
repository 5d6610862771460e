"""A referral of a worker who has no case: from her own page, with the same consent, preview and steps."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from corridor.centre.actions import cases
from corridor.centre.contents import Case, CaseWorker, RiskTalk
from corridor.centre.tests.sharing import NAME, Two, seen, shown, two_centres
from corridor.centre.timeline import Event, timeline
from corridor.centre.views.cases import viewed
from corridor.journey.actions.consents import withdraw_consent
from corridor.journey.contents import Name, Referral, Worker
from corridor.safe.actions.records import write_record
from corridor.safe.packets import ReceivedPacket
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db
CLINIC = {"to": "", "to_name": "Clinic", "kind": "service-kind.health", "way": "paper"}


@pytest.fixture
def two(people: People) -> Two:
    """She has no case: she was met at outreach."""
    made = two_centres(people)
    names = (Name("Rita"), Name(f"Rita {NAME}", "document"))
    made.worker = write_record(Worker("bamo-tiru-5", names), by=people.bina).id
    return made


def address(two: Two) -> str:
    return reverse("centre:refer_worker", args=[two.worker])


def refer(two: Two, **more: object) -> str:
    client, asked = two.client(), CLINIC | more
    preview = client.post(address(two), two.asked("preview", **asked))
    assert preview.status_code == 200, preview.content.decode()
    page = preview.content.decode()
    answer = client.post(address(two), two.asked("send", seen=seen(page), **asked))
    assert answer.status_code == 302, answer.content.decode()
    [entry] = two.known().parts(two.worker, Referral)
    assert isinstance(entry.content, Referral) and entry.content.shared == shown(page, "told")
    return entry.id


def test_she_is_referred_from_her_page_and_it_stands_there(two: Two) -> None:
    page = two.client().get(f"/workers/{two.worker}/").content.decode()
    assert f'href="{address(two)}"' in page
    begun = two.client().get(address(two)).content.decode()
    assert f'value="{two.worker}" selected' in begun and f'href="/workers/{two.worker}/"' in begun
    two.consent("called", to="Clinic")
    id = refer(two, text=f"Please see Rita {NAME}")
    referral = two.known().get(id).content  # type: ignore[union-attr]
    assert (referral.about, referral.worker, referral.state) == (two.worker, two.worker, "sent")  # type: ignore[attr-defined]
    assert "Please see […]" in referral.shared and NAME not in referral.shared  # type: ignore[attr-defined]
    page = two.client().get(f"/workers/{two.worker}/").content.decode()
    assert f'href="/referrals/{id}/"' in page and "Clinic" in page and "Sent" in page
    assert f'href="/workers/{two.worker}/"' in two.client().get(f"/referrals/{id}/").content.decode()


def test_without_her_consent_nothing_leaves(two: Two) -> None:
    answer = two.client().post(address(two), two.asked("preview", **CLINIC))
    assert answer.status_code == 422 and "not asked" in answer.content.decode()
    assert two.known().parts(two.worker, Referral) == []


def test_todays_list_carries_it_until_it_is_done(two: Two) -> None:
    two.consent("called", to="Clinic")
    id = refer(two, answer_by=str(timezone.localdate() - timedelta(days=1)))
    for handle in ("bina", "chandra"):
        page = sign_in(Client(), two.here.members[handle]).get("/today/").content.decode()
        assert f'href="/referrals/{id}/"' in page and "overdue" in page and "Rita" in page
    for state in ("accepted", "done"):
        two.client().post(f"/referrals/{id}/step/", {"state": state, "who": "the nurse"})
    assert f"/referrals/{id}/" not in two.client().get("/today/").content.decode()
    page = two.client().get(f"/workers/{two.worker}/").content.decode()
    assert "the nurse" in page and "Done" in page


def test_consent_taken_back_stops_it(two: Two) -> None:
    consent = two.consent("called", to="Clinic")
    id = refer(two)
    withdraw_consent(two.worker, consent, by=two.bina)
    assert two.known().get(id).content.state == "revoked"  # type: ignore[union-attr]


def test_to_another_centre_it_goes_as_a_packet(two: Two) -> None:
    two.consent("called")
    refer(two, to=two.to, to_name="", kind="", way="system")
    [packet] = two.known(there=True).of_type(ReceivedPacket)
    page = two.client(there=True).post(f"/referrals/in/{packet.id}/", {"answer": "accept"})
    assert page.status_code == 302
    [worker] = two.known(there=True).of_type(Worker)
    assert worker.content.called == "Rita"  # type: ignore[attr-defined]


def test_before_an_authority_the_risks_are_talked_through_in_a_case(two: Two) -> None:
    two.consent("called", to="Police at Irbid")
    police = {"to_name": "Police at Irbid", "kind": "forum-kind.police"}
    page = two.client().post(address(two), two.asked("preview", **CLINIC | police))
    assert page.status_code == 422 and f"/cases/new/?worker={two.worker}" in page.content.decode()
    case = write_record(Case("nepa-lisu-9", "Rita", (CaseWorker(two.worker, "Rita"),)), by=two.bina).id
    page = two.client().post(address(two), two.asked("preview", **CLINIC | police))
    assert page.status_code == 422 and f"/cases/{case}/add/risks/" in page.content.decode()
    talk = RiskTalk(case, two.worker, decides="goes-ahead", on=timezone.localdate())
    cases.add_to_case(case, talk, by=two.bina, form="t")
    assert two.client().post(address(two), two.asked("preview", **CLINIC | police)).status_code == 200


def test_a_case_tells_what_fell_into_her_time_in_it(two: Two) -> None:
    two.consent("called", to="Clinic")
    refer(two)
    today = timezone.localdate()
    for joined, left, told in ((today, None, True), (today - timedelta(days=9), today - timedelta(days=2), False)):
        row = CaseWorker(two.worker, "Rita", joined=joined, left=left)
        case = write_record(Case(f"nepa-lisu-{joined.day % 9}", "Rita", (row,)), by=two.bina).id
        found = timeline(viewed(two.known(), two.bina, case), two.known())
        steps = [one for one in found if isinstance(one, Event) and one.label == "Referral"]
        assert bool(steps) is told
        assert not told or "Rita" in dict(steps[0].facts).values()


@pytest.mark.parametrize("name", ["dalia", "esther", "farida", "gita", "hana"])
def test_this_page_is_not_there_for_others(two: Two, name: str) -> None:
    assert sign_in(Client(), two.here.members[name]).get(address(two)).status_code == 404


def test_nor_for_what_is_no_worker(two: Two) -> None:
    assert two.client().get(reverse("centre:refer_worker", args=[two.party])).status_code == 404
