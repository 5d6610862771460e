"""A centre's time zone: from its country, chosen by a coordinator; the chain's day, the worker's day, last days."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from corridor.access import zones
from corridor.access.models import Centre
from corridor.reference import countries
from corridor.reference import zones as shelf
from corridor.safe import chain, durability, entering, founding, queries
from corridor.safe.actions import centres, members, opening, records, retention
from corridor.safe.actions.notebook import write_from_outside
from corridor.safe.faults import Unfit
from corridor.safe.models import AuditEntry, Ground, SealedRecord
from corridor.safe.notebook.contents import Note, Typed
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db
FIFTH, SIXTH = date(2026, 3, 5), date(2026, 3, 6)


@contextmanager
def at(when: str) -> Iterator[None]:
    """The machine's clock says this, in UTC."""
    with mock.patch("django.utils.timezone.now", lambda: datetime.fromisoformat(when).replace(tzinfo=UTC)):
        yield


def lives(people: People, zone: str) -> None:
    Centre.objects.filter(pk=people.centre.pk).update(time_zone=zone)
    people.centre.refresh_from_db()
    for member in people.members.values():
        if member.account.centre_id:
            member.account.refresh_from_db()


def wrote(people: People, text: str) -> date:
    write_from_outside(Typed(text), centre=people.centre, form=text)
    newest = SealedRecord.objects.filter(centre=people.centre).order_by("-change").first()
    assert newest
    return newest.day


def test_every_country_in_which_people_live_has_a_zone_that_this_machine_knows() -> None:
    found = {code: shelf.of_country(code) for code in countries.codes()}
    assert {code for code, name in found.items() if not name} == {"ATA", "BVT", "HMD", "UMI"}, "nobody's home"
    assert all(name in shelf.names() and ZoneInfo(name) for name in found.values() if name)
    assert (found["JOR"], found["NPL"], found["XKX"]) == ("Asia/Amman", "Asia/Kathmandu", "Europe/Belgrade")
    assert (found["IDN"], found["MYS"], found["PSE"]) == ("Asia/Jakarta", "Asia/Kuala_Lumpur", "Asia/Hebron")
    assert shelf.of_country("") == shelf.of_country("ZZZ") == ""


@pytest.mark.parametrize(
    ("country", "chosen", "name", "known"),
    [
        ("JOR", "", "Asia/Amman", True),
        ("MYS", "Asia/Kuching", "Asia/Kuching", True),
        ("", "", "", False),
        ("", "UTC", "UTC", True),
        ("", "Nowhere/Here", "Nowhere/Here", False),
    ],
)
def test_the_zone_that_was_chosen_comes_before_the_countrys(country: str, chosen: str, name: str, known: bool) -> None:
    centre = Centre(country=country, time_zone=chosen)
    assert (zones.name_of(centre), zones.is_known(centre)) == (name, known)
    assert str(zones.zone_of(centre)) == (name if known else "UTC")


def test_the_host_says_where_a_centre_is(db: None) -> None:
    told = founding.found("One", "A union", "jor")
    assert "are those of Asia/Amman" in told and Centre.objects.get(name="One").time_zone == ""
    assert "Asia/Kuching" in founding.found("Two", "A union", "MYS", "Asia/Kuching")
    assert Centre.objects.get(name="Two").time_zone == "Asia/Kuching"
    assert "Nobody said which hour it is there" in founding.found("Three", "A union")
    for wrong in ("Mars/Olympus", "asia/amman", "../../etc/passwd", "posixrules", "+03:00"):
        with pytest.raises(Unfit):
            founding.found("Four", "A union", "JOR", wrong)
    assert not Centre.objects.filter(name="Four").exists()


def test_a_coordinator_chooses_the_zone_and_it_is_chained(people: People) -> None:
    amina, bina = sign_in(Client(), people.amina), sign_in(Client(), people.bina)
    assert bina.post("/ground/zone/", {"zone": "Asia/Amman"}).status_code == 404
    for wrong in ("", "Mars/Olympus", "Etc/GMT-14", "x" * 500):
        assert amina.post("/ground/zone/", {"zone": wrong}).status_code == 409
    assert Centre.objects.get(pk=people.centre.pk).time_zone == ""
    assert amina.post("/ground/zone/", {"zone": "Asia/Kathmandu"}).status_code == 302
    assert "<option selected>Asia/Kathmandu</option>" in amina.get("/ground/").content.decode()
    assert (
        "Time zone" in bina.get("/ground/").content.decode() and "<select" not in bina.get("/ground/").content.decode()
    )
    assert "changed the time zone" in amina.get("/audit/").content.decode()
    assert chain.faults(queries.ground_of(people.centre)) == []


def test_the_chains_day_is_the_centres_whoever_acts_and_never_goes_back(people: People) -> None:
    Ground.objects.update(day=FIFTH)
    lives(people, "Asia/Amman")
    with at("2026-03-05 21:30"):
        assert wrote(people, "from outside") == SIXTH, "past midnight in Amman"
        lives(people, "America/Lima")
        assert wrote(people, "moved to the west") == SIXTH, "the fifth there: the day stays"
    with at("2026-03-07 12:00"):
        assert wrote(people, "a day later") == date(2026, 3, 7)
    with at("2026-02-20 12:00"):
        assert wrote(people, "a clock that was set back") == date(2026, 2, 20), "told of, and nothing is destroyed"
        assert "before its last act" not in retention.clock_fault(queries.ground_of(people.centre), date(2026, 2, 20))
    assert chain.faults(queries.ground_of(people.centre)) == []


@pytest.mark.django_db(transaction=True)
def test_at_the_worker_each_centre_has_its_own_day(people: People) -> None:
    """The worker asks with the day in UTC; a record is destroyed on the centre's own day, and without a false alarm."""
    with at("2026-03-05 12:00"):
        written = records.write_record(Note("Kept till the sixth", day=FIFTH), by=people.bina)
    AuditEntry.objects.update(day=FIFTH)
    SealedRecord.objects.filter(pk=written.id).update(shred_after=SIXTH)
    lives(people, "America/Lima")
    with at("2026-03-06 00:05"):
        assert retention.shred(timezone.localdate()) == [], "the fifth in Lima still"
    lives(people, "Asia/Amman")
    Ground.objects.update(day=SIXTH)
    with at("2026-03-05 22:00"):
        told = retention.shred(timezone.localdate())
        assert told == ["1 records were destroyed: their month had come"], "the sixth in Amman, where it acted already"


def test_who_has_a_last_day_has_it_where_the_centre_is(people: People) -> None:
    farida = people.farida.account
    type(farida).objects.filter(pk=farida.pk).update(until=FIFTH)
    farida.refresh_from_db()
    Ground.objects.update(day=FIFTH)
    lives(people, "America/Lima")
    with at("2026-03-06 00:05"):  # 19:05 of her last day
        assert entering.may_enter(people.farida.account) and retention.end_rights(timezone.localdate()) == []
    lives(people, "Asia/Amman")
    with at("2026-03-05 21:30"):  # past midnight
        assert not entering.may_enter(people.farida.account)
        assert retention.end_rights(timezone.localdate()) == ["1 accounts lost their keys: their last day is past"]


def test_timer_codes_and_the_last_opening_count_the_centres_days(people: People) -> None:
    lives(people, "Asia/Amman")
    Ground.objects.update(day=FIFTH)
    AuditEntry.objects.update(day=FIFTH)
    with at("2026-03-05 21:30"):
        code = members.invite("caseworker", by=people.amina)
        opening.opened_today(people.amina.account)
    assert queries.ground_of(people.centre).last_opened == SIXTH
    with at("2026-03-09 20:59"):
        assert members.invitation_for(code), "its third day"
    with at("2026-03-09 21:00"):
        assert members.invitation_for(code) is None, "the fourth, by three hours earlier than in UTC"
    Ground.objects.update(seal_after_days=3)
    with at("2026-03-08 20:00"):
        assert centres.seal_if_untouched(timezone.localdate()) == []
    with at("2026-03-08 22:00"):
        assert centres.seal_if_untouched(timezone.localdate()) == [people.centre]


def test_the_start_tells_of_a_zone_that_is_missing_and_not_of_a_day_that_began_earlier(people: People) -> None:
    lives(people, "Asia/Amman")
    Ground.objects.update(day=SIXTH)
    with at("2026-03-05 21:30"):
        assert not [one for one in durability.of_what_is_kept() if one.told.startswith(("the clock", "this machine"))]
    lives(people, "Asia/Missing")
    Ground.objects.update(day=timezone.localdate())
    told = [one.told for one in durability.of_what_is_kept()]
    assert "this machine does not know the time zone Asia/Missing; install its tzdata" in told
