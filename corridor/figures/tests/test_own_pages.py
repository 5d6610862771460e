"""The pages of the centre's own figures: for its coordinator, exact, and nothing of them leaves."""

import gc
import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from corridor.centre.contents import Case, CaseWorker, Grievance
from corridor.figures import own_counting
from corridor.figures.own import quarters, reckoned
from corridor.figures.own_counting import facts_of
from corridor.figures.published import indicators
from corridor.figures.tests.centres import MARK, closed, filled, grievance_of, in_it, with_roads
from corridor.journey.facts import FACTS, Quarter
from corridor.safe import casebook
from corridor.safe.actions.records import Naming, erase_records, write_record
from corridor.safe.faults import NoKey
from corridor.safe.queries import reading
from corridor.safe.tests.people import IN_CENTRE, OUTSIDE, People, sign_in

pytestmark = pytest.mark.django_db
FRONT, ONE = "/returns/own/", "/returns/own/{}/"
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}")


def page(client: Client, address: str = FRONT, **asked: str) -> str:
    """What a page shows after something was asked for."""
    if asked:
        answer = client.post(address, asked)
        assert answer.status_code == 302 and answer["Location"] == address
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def count(people: People, id: str, quarter: Quarter) -> int:
    one, today = indicators()[id], timezone.localdate()
    known = reading(people.amina, "read_own_figures")
    values = reckoned(one, facts_of(known, FACTS[one.facts], today), within=[quarter.code])
    return values[()].numerator if values else 0


def test_for_the_coordinator_alone(people: People, client: Client) -> None:
    absent = sign_in(Client(), people.bina).get("/nothing/here/")
    for name in [*IN_CENTRE, *OUTSIDE]:
        browser = sign_in(Client(), people.members[name])
        for address in (FRONT, ONE.format("people-seen")):
            for answer in (browser.get(address), browser.post(address, {"kind": "person"})):
                assert answer.status_code == absent.status_code == 404, name
    outside = Client().get(FRONT)
    assert outside.status_code == Client().get("/today/").status_code
    assert "centre&#x27;s figures" not in outside.content.decode()
    assert sign_in(client, people.amina).get(FRONT).status_code == 200


def test_she_finds_it_in_her_menu_and_a_caseworker_does_not(people: People) -> None:
    assert FRONT in sign_in(Client(), people.amina).get("/today/").content.decode()
    assert FRONT not in sign_in(Client(), people.bina).get("/today/").content.decode()


def test_few_are_told_exactly(people: People, client: Client) -> None:
    """Four women, which no return would tell: here they are counted."""
    filled(people, 4, closed())
    sign_in(client, people.amina)
    assert "Nothing of this kind in these two quarters." in page(client), "none of them ended"
    told = page(client, kind="grievance")
    assert "Nothing of this kind" not in told
    assert "Grievances brought may not stand alone 0 4" in told
    seen = page(client, kind="person")
    assert "People with a case 0 of 0" not in seen and "4 of 4" in seen
    kinds = page(client, ONE.format("grievance-kinds"), quarter=closed().code, by="sector")
    assert "of 4 · Wages not paid: 4" in kinds


def test_the_number_is_of_its_quarter_whenever_it_was_entered(people: People) -> None:
    women = filled(people, 6, closed())
    assert count(people, "grievances-brought", closed()) == 6
    grievance_of(people, women[:3], in_it(closed(), 40))  # entered now
    assert count(people, "grievances-brought", closed()) == 9
    assert count(people, "people-seen", closed()) == 6


def test_restricted_records_count_only_for_those_named(people: People, client: Client) -> None:
    filled(people, 3, closed())
    case, day = str(uuid.uuid4()), in_it(closed())
    hidden = Case("hidden", MARK, (CaseWorker(str(uuid.uuid4()), MARK, joined=day),), country="JOR", opened=day)
    naming = Naming((people.bina.account,), restricted=True)
    write_record(hidden, by=people.bina, id=case, naming=naming)
    grievance = Grievance(case, "passport", told=MARK, day=day)
    write_record(grievance, by=people.bina, naming=naming)
    assert count(people, "grievances-brought", closed()) == 3
    assert "Records restricted to others, and records that do not open, are not counted." in page(
        sign_in(client, people.amina)
    )


def test_what_is_missing_leads_to_the_record(people: People, client: Client) -> None:
    women = filled(people, 3, closed())
    with_roads(people, women)
    write_record(
        Case("kept", "Blank case", (CaseWorker(women[0], MARK, joined=in_it(closed())),), opened=in_it(closed())),
        by=people.bina,
        id=(case := str(uuid.uuid4())),
    )
    write_record(Grievance(case, "", told=MARK, day=in_it(closed())), by=people.bina)
    sign_in(client, people.amina)
    address = ONE.format("grievance-routes")
    told = page(client, address, quarter=closed().code, by="")
    assert "Of 1 fact it is not known whether it counts:" in told
    assert f"/cases/{case}/" in client.get(address).content.decode() and "Blank case" in told
    assert not ID.search(address)


def test_bad_choices_are_told_and_change_nothing(people: People, client: Client) -> None:
    sign_in(client, people.amina)
    address = ONE.format("grievances-brought")
    for asked, why in (
        ({"quarter": "1999Q1"}, "Choose one of the quarters"),
        ({"quarter": "'; DROP"}, "Choose one of the quarters"),
        ({"by": "result"}, "Choose one of the columns"),
        ({"by": "centre"}, "Choose one of the columns"),
    ):
        answer = client.post(address, asked)
        assert answer.status_code == 422 and why in answer.content.decode(), asked
    assert client.post(FRONT, {"kind": "nothing"}).status_code == 422
    people_seen = client.post(ONE.format("people-seen"), {"quarter": "all"})
    assert people_seen.status_code == 422, "people are never added over quarters"
    for wrong in ("nothing", "members-enrolled"):  # one waits for its room
        assert client.get(ONE.format(wrong)).status_code == 404


@pytest.mark.same
def test_every_indicator_has_a_page_with_what_it_does_not_tell(people: People, client: Client) -> None:
    with_roads(people, filled(people, 6, closed()))
    sign_in(client, people.amina)
    pages = [one for one in indicators().values() if not one.waits_for]
    for one in pages:
        answer = client.get(ONE.format(one.id))
        assert answer.status_code == 200
        shown: Any = answer.context["one"].entry
        assert shown.values["not_for"] and "What it does not tell" in answer.content.decode()
        if one.caution:
            assert answer.context["company"], f"{one.id} stands alone"
    assert len(pages) > 50


def test_a_page_asks_the_database_little(
    people: People, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    filled(people, 6, closed())
    sign_in(client, people.amina)
    for address in (FRONT, ONE.format("grievances-brought")):
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)


def test_nothing_can_be_taken_along_but_through_a_return(people: People, client: Client) -> None:
    filled(people, 3, closed())
    sign_in(client, people.amina)
    for address in (FRONT, ONE.format("grievances-brought")):
        text = client.get(address).content.decode()
        assert 'href="/returns/"' in text and "Nothing is taken along from here" in text
        assert "download" not in text and ".csv" not in text and MARK not in re.sub(r"<title>.*?</title>", "", text)


def test_facts_are_kept_beside_the_book_and_go_with_it(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(people, 3, closed())
    known, today, kind = reading(people.amina, "read_own_figures"), timezone.localdate(), FACTS["grievance"]
    first = facts_of(known, kind, today)
    assert facts_of(reading(people.amina, "read_own_figures"), kind, today) is first
    assert facts_of(known, kind, date(2020, 1, 1)) is not first, "another day is another state"
    write_record(Grievance(first.records[0], "passport", told=MARK, day=in_it(closed())), by=people.bina)
    again = facts_of(reading(people.amina, "read_own_figures"), kind, today)
    assert len(again.records) > len(first.records)
    assert len(own_counting._KEPT) == 1
    casebook.drop()
    del known
    gc.collect()
    assert own_counting._KEPT == {}


def test_what_was_destroyed_is_counted_no_more(people: People) -> None:
    filled(people, 3, closed())
    assert count(people, "grievances-brought", closed()) == 3
    [grievance] = reading(people.amina, "read_case").of_type(Grievance)
    erase_records([grievance.id], by=people.amina)
    assert count(people, "grievances-brought", closed()) == 0


def test_without_a_book_there_is_nothing(people: People) -> None:
    with pytest.raises(NoKey):
        reading(people.bina, "read_own_figures")
    assert quarters(timezone.localdate())[-2] == closed().code
