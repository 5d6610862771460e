"""What happened in a case is told in one row: also joining, leaving, closing, referrals and files."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from corridor.centre.actions import cases
from corridor.centre.contents import Action, Case, CaseNote, CaseWorker, ClosedBefore
from corridor.centre.reading import case_view
from corridor.centre.timeline import Event, events, timeline
from corridor.journey.actions.evidence import keep_evidence
from corridor.journey.contents import Referral, ReferralStep
from corridor.safe import queries
from corridor.safe.actions.records import write_record
from corridor.safe.casebook import Reading
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db

MAYA = CaseWorker("11111111-1111-4111-8111-111111111111", "Maya", joined=date(2026, 1, 5))
GOMA = CaseWorker("22222222-2222-4222-8222-222222222222", "Goma", date(2026, 1, 5), date(2026, 2, 1), "She went home")
ASHA = CaseWorker("33333333-3333-4333-8333-333333333333", "Asha", joined=date(2026, 1, 20))


@pytest.fixture
def case(people: People) -> str:
    made = Case("kiba-tomu-7", "Maya", (MAYA, GOMA, ASHA), opened=date(2026, 1, 5), lead=people.bina.account.key)
    return write_record(made, by=people.bina).id


def known(people: People) -> Reading:
    return queries.reading(people.bina, "read_case")


def told(people: People, case: str) -> list[tuple[str, date, str]]:
    read = known(people)
    entry = read.get(case)
    assert entry
    found = timeline(case_view(read, entry, {}), read)
    return [(str(one.label), one.day, ", ".join(text for _, text in one.facts)) for one in found if one.day]


def test_everything_is_told_in_one_row_the_newest_first(people: People, case: str) -> None:
    steps = (
        ReferralStep("sent", date(2026, 1, 10), "bina"),
        ReferralStep("accepted", date(2026, 1, 25), said="She can come"),
    )
    cases.add_to_case(case, Referral(case, MAYA.worker, "The shelter", steps=steps), by=people.bina, form="r")
    bring = {"shows": "Her contract", "day": date(2026, 1, 12)}
    keep_evidence(case, "contract.txt", b"a contract", by=people.bina, form="e", **bring)  # type: ignore[arg-type]
    cases.add_to_case(case, CaseNote(case, "A note", day=date(2026, 1, 15)), by=people.bina, form="n")
    cases.add_to_case(case, Action(case, "call", on=date(2030, 1, 1)), by=people.bina, form="a")
    cases.close_case(case, "partly-settled", "", "", by=people.bina, day=date(2026, 3, 1))
    assert [one for one in told(people, case) if one[0] not in ("Note", "Action")] == [
        ("Closed on", date(2026, 3, 1), "Partly settled"),
        ("She leaves", date(2026, 2, 1), "Goma, She went home"),
        ("Referral", date(2026, 1, 25), "Accepted, The shelter, She can come"),
        ("Somebody joins", date(2026, 1, 20), "Asha"),
        ("Evidence", date(2026, 1, 12), "contract.txt, Her contract"),
        ("Referral", date(2026, 1, 10), "Sent, The shelter"),
        ("Somebody joins", date(2026, 1, 5), "Maya, Goma"),
        ("Opened on", date(2026, 1, 5), ""),
    ]
    page = sign_in(Client(), people.bina).get(f"/cases/{case}/").content.decode().split("What happened")[1]
    assert "She can come" in page and "She went home" in page and "Opened on · 5 January 2026" in page


def test_closing_stays_told_when_the_case_is_opened_again(people: People, case: str) -> None:
    cases.close_case(case, "settled", "", "", by=people.bina, day=date(2026, 3, 1))
    cases.open_again(case, "he did not pay", by=people.bina)
    today = timezone.localdate()
    found = [one for one in told(people, case) if one[0] in ("Closed on", "Opened again")]
    assert found == [("Opened again", today, ""), ("Closed on", date(2026, 3, 1), "Settled")]
    cases.close_case(case, "nothing", "", "", by=people.bina)
    found = [one[0] for one in told(people, case) if one[0] in ("Closed on", "Opened again")]
    assert found == ["Closed on", "Opened again", "Closed on"], "closed last, though on the same day"
    entry = known(people).get(case)
    assert entry and entry.content.closings == (ClosedBefore(date(2026, 3, 1), today, "settled"),)  # type: ignore[attr-defined]


def test_what_has_no_day_is_no_event(people: People) -> None:
    bare = Case("kiba-tomu-7", workers=(replace(MAYA, joined=None),))
    id = write_record(bare, by=people.bina).id
    cases.add_to_case(id, Referral(id, MAYA.worker, "x", steps=(ReferralStep("sent"),)), by=people.bina, form="r")
    read = known(people)
    entry = read.get(id)
    assert entry
    found: list[Event] = events(case_view(read, entry, {}), read)
    assert found == []
