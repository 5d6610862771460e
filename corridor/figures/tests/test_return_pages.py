"""A return from the first step to the programme: what leaves, who approves, what is refused; nobody is in it."""

import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from corridor.centre.contents import Case, CaseWorker
from corridor.figures import queries
from corridor.figures.actions import returning as actions
from corridor.figures.contents import CountedFacts
from corridor.figures.models import MAKING, PROPOSED, SIGNED, Return
from corridor.figures.returns import Period, read
from corridor.figures.returns import Return as Told
from corridor.figures.tests.centres import (
    MARK,
    approved,
    before,
    closed,
    filled,
    grievance_of,
    in_it,
    mark,
    proposed,
    signed,
    with_roads,
)
from corridor.journey.facts import FACTS, Quarter
from corridor.safe import chain
from corridor.safe.actions import members
from corridor.safe.actions.records import Naming, write_record
from corridor.safe.faults import Conflict, NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.packets import calling_card
from corridor.safe.queries import reading
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db
WOMEN = 36
DAY = re.compile(rb"\d{4}-\d{2}-\d{2}")
ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}")


def rows(told: Told, kind: str, name: str) -> dict[tuple[str, ...], int]:
    return dict(next(one.rows for one in told.row_sets if (one.kind, one.name) == (kind, name)))


def grievances(data: bytes) -> int:
    found = rows(read(data).returned, "grievance", next(iter(FACTS["grievance"].sets)))
    return sum(found.values())


def acts(people: People) -> list[tuple[str, str]]:
    words = ("make", "propose", "approve", "take back", "sign", "hand out", "send", "try to send")
    names = dict(people.centre.accounts.values_list("key", "name"))
    every = [(names.get(one.by, one.by), one.did) for one in chain.acts(people.dalia)]
    return [one for one in reversed(every) if one[1] in {f"{word} return" for word in words}]


def test_what_is_signed_tells_numbers_and_nobody(people: People) -> None:
    women = filled(people, WOMEN, closed())
    with_roads(people, women[:12])
    data = signed(people, closed().code)
    found = read(data)
    assert found.returned.centre == people.centre.key and found.returned.period == closed().code
    assert found.fingerprint == calling_card(people.amina).fingerprint
    assert {one.kind for one in found.returned.row_sets} == set(FACTS)
    people_seen = rows(found.returned, "person", "by-sex-and-age-band")
    assert people_seen == {("woman", "25-34"): WOMEN}
    assert grievances(data) == WOMEN
    charges = [one for one in found.returned.row_sets if one.kind == "charge"]
    assert any(sum(one.rows.values()) == 12 for one in charges)
    every = (MARK, "kiba", "fulu", *women, *(one.id for one in reading(people.amina, "read_case").everything()))
    assert not any(word.lower().encode() in data.lower() for word in every)
    assert not DAY.search(data) and not ID.search(data)
    assert not any(one.account.name.encode() in data for one in people.members.values() if one.account.name != "amina")


def test_only_what_may_leave_stands_in_clear(people: People) -> None:
    """Also while it is being made: the row of the database holds no combination of fewer than five."""
    filled(people, WOMEN + 4, closed())
    found = proposed(people, closed().code)
    for one in queries.told_in(found).row_sets:
        assert all(number >= 5 for number in one.rows.values())


def test_five_women_of_one_case_are_one_case_on_the_road_too(people: People) -> None:
    women = filled(people, WOMEN, closed(), collective=True)
    with_roads(people, women)
    told = queries.told_in(proposed(people, closed().code))
    charges = [one for one in told.row_sets if one.kind in {"charge", "spell", "person"}]
    assert charges and all(one.rows == {} for one in charges)
    assert {one.withheld for one in charges} == {"over-50"}


def test_it_is_made_in_steps_that_can_be_left_and_sent_twice(people: People) -> None:
    filled(people, WOMEN, closed())
    code = closed().code
    actions.begin_return(code, by=people.amina)
    first = actions.take_step(code, read=0, by=people.amina)
    assert first.state == MAKING and len(first.counted) == 1
    with pytest.raises(Conflict):
        actions.take_step(code, read=0, by=people.amina)
    with pytest.raises(NoKey):  # locked meanwhile
        actions.take_step(code, read=1, by=Member(people.amina.account))
    while (found := actions.take_step(code, read=len(first.counted), by=people.amina)).state == MAKING:
        first = found
    assert found.counted == [*FACTS] and found.state == PROPOSED
    with pytest.raises(Conflict):
        actions.take_step(code, read=len(FACTS), by=people.amina)


def test_what_is_entered_late_goes_with_the_next_and_nothing_twice(people: People) -> None:
    first = before(closed())
    women = filled(people, WOMEN, first)
    assert grievances(signed(people, first.code)) == WOMEN
    grievance_of(people, women, in_it(first, 40))  # late
    grievance_of(people, women, in_it(closed()))
    grievance_of(people, women, timezone.localdate())  # of the quarter that is not closed
    data = signed(people, closed().code)
    assert grievances(data) == 2 * WOMEN
    assert rows(read(data).returned, "person", "by-sex-and-age-band") == {("woman", "25-34"): WOMEN}


def test_what_was_taken_back_is_counted_anew(people: People) -> None:
    filled(people, WOMEN, closed())
    code = closed().code
    proposed(people, code)
    assert actions.take_back_return(code, by=people.dalia)
    assert not actions.take_back_return(code, by=people.amina)
    assert grievances(signed(people, code)) == WOMEN
    lists = reading(people.amina, "read_case").of_type(CountedFacts)
    codes = set(Return.objects.values_list("code", flat=True))
    assert lists and {one.plain["c"]["returned"] for one in lists} == codes
    assert not actions.take_back_return(code, by=people.amina)  # it is signed


def test_what_is_restricted_to_others_is_not_counted_and_said(people: People) -> None:
    women = filled(people, WOMEN, closed())
    seats = tuple(CaseWorker(id, MARK) for id in women[:6])
    hidden = Case("hidden", "", seats, opened=in_it(closed()))
    write_record(hidden, by=people.bina, naming=Naming((people.bina.account,), restricted=True))
    assert queries.told_in(proposed(people, closed().code)).restricted == "under-5"


def test_too_few_workers_say_why_and_offer_the_year(people: People) -> None:
    last_year = Quarter(timezone.localdate().year - 1, 4)
    filled(people, 25, last_year)
    with pytest.raises(actions.TooSmall):
        actions.begin_return(last_year.code, by=people.amina)
    client = sign_in(Client(), people.amina)
    answer = client.post("/returns/make/", {"period": last_year.code})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Fewer than 30 workers" in page
    assert f"Return the year {last_year.year} instead" in page
    filled(people, 9, before(last_year))
    told = read(signed(people, str(last_year.year))).returned
    assert told.period == str(last_year.year)
    assert rows(told, "person", "by-sex-and-age-band") == {("woman", "25-34"): 34}
    with pytest.raises(Unfit, match="already"):
        actions.begin_return(last_year.code, by=people.amina)


def test_a_worker_of_two_quarters_is_one_of_the_year(people: People) -> None:
    last_year = Quarter(timezone.localdate().year - 1, 3)
    women = filled(people, WOMEN, last_year)
    grievance_of(people, women, in_it(last_year.next()))
    told = read(signed(people, str(last_year.year))).returned
    assert rows(told, "person", "by-sex-and-age-band") == {("woman", "25-34"): WOMEN}


@pytest.mark.parametrize("code", ["", "2026Q9", "yesterday", "9999Q1", "9999", "٢٠٢٦Q1", "2026Q3; --"])
def test_what_is_no_closed_period_is_told(people: People, code: str) -> None:
    answer = sign_in(Client(), people.amina).post("/returns/make/", {"period": code})
    assert answer.status_code == 422 and b'role="alert"' in answer.content
    assert not Return.objects.exists()


def test_the_quarter_that_runs_is_not_closed(people: People) -> None:
    filled(people, WOMEN, closed())
    with pytest.raises(Unfit, match="has not ended"):
        actions.begin_return(closed().next().code, by=people.amina)


def test_one_at_a_time_and_a_period_once(people: People) -> None:
    filled(people, WOMEN, closed())
    filled(people, WOMEN, before(closed()))
    actions.begin_return(closed().code, by=people.amina)
    with pytest.raises(Unfit, match="in the making"):
        actions.begin_return(before(closed()).code, by=people.amina)
    actions.take_back_return(closed().code, by=people.amina)
    data = signed(people, closed().code)
    with pytest.raises(Unfit, match="never again"):
        actions.begin_return(closed().code, by=people.amina)
    assert actions.hand_out_return(closed().code, by=people.dalia) == data


def test_a_quarter_that_was_left_out_is_told(people: People) -> None:
    oldest = before(before(closed()))
    for quarter in (oldest, closed()):
        filled(people, WOMEN, quarter)
    signed(people, oldest.code)
    client = sign_in(Client(), people.amina)
    page = client.post("/returns/make/", {"period": closed().code}, follow=True).content.decode()
    assert f"There is no return of {before(closed()).code}" in page


def test_a_quarter_before_one_that_was_returned_is_told_and_counts_what_is_left(people: People) -> None:
    women = filled(people, WOMEN, before(closed()))
    filled(people, WOMEN, closed())
    assert grievances(signed(people, closed().code)) == 2 * WOMEN
    grievance_of(people, women, in_it(before(closed()), 40))
    client, code = sign_in(Client(), people.amina), before(closed()).code
    page = client.post("/returns/make/", {"period": code}, follow=True).content.decode()
    assert "A later period was returned already" in page
    actions.take_back_return(code, by=people.amina)
    data = signed(people, code)
    assert grievances(data) == WOMEN
    assert rows(read(data).returned, "person", "by-sex-and-age-band") == {("woman", "25-34"): WOMEN}


def test_two_approve_and_one_is_not_enough(people: People) -> None:
    filled(people, WOMEN, closed())
    code = closed().code
    proposed(people, code)
    assert not actions.approve_return(code, "another text", by=people.amina)
    for _ in range(2):  # sent twice it is one approval
        assert actions.approve_return(code, mark(people, code), by=people.amina)
    with pytest.raises(Unfit, match="approve it first"):
        actions.sign_return(code, mark(people, code), by=people.amina)
    for who in (people.bina, people.farida, people.ines, Member(people.dalia.account)):
        with pytest.raises(NoKey):
            actions.approve_return(code, mark(people, code), by=who)
    assert actions.approve_return(code, mark(people, code), by=people.dalia)
    with pytest.raises(NoKey):
        actions.sign_return(code, mark(people, code), by=people.dalia)
    assert actions.sign_return(code, mark(people, code), by=people.amina)
    assert not actions.sign_return(code, mark(people, code), by=people.amina)
    assert acts(people) == [
        ("amina", "make return"),
        ("amina", "propose return"),
        ("amina", "approve return"),
        ("dalia", "approve return"),
        ("amina", "sign return"),
    ]


def test_who_left_has_approved_nothing(people: People) -> None:
    filled(people, WOMEN, closed())
    code = closed().code
    proposed(people, code)
    approved(people, code)
    members.end_membership(people.dalia.account, by=people.amina)
    people.members["amina"] = Member(people.amina.account, people.amina.private)  # with the keys that are new now
    with pytest.raises(Unfit, match="approve it first"):
        actions.sign_return(code, mark(people, code), by=people.amina)


def test_what_is_signed_stands_as_it_is(people: People) -> None:
    filled(people, WOMEN, closed())
    code, data = closed().code, signed(people, closed().code)
    filled(people, WOMEN, closed())
    assert not actions.approve_return(code, mark(people, code), by=people.dalia)
    assert not actions.take_back_return(code, by=people.dalia)
    with pytest.raises(Conflict):
        actions.take_step(code, read=len(FACTS), by=people.amina)
    assert actions.hand_out_return(code, by=people.amina) == data


def test_pages_from_the_first_step_to_the_file(people: People) -> None:
    filled(people, WOMEN, closed())
    code = closed().code
    amina, dalia = sign_in(Client(), people.amina), sign_in(Client(), people.dalia)
    assert code in amina.get("/returns/").content.decode()
    assert "<select" not in dalia.get("/returns/").content.decode()
    assert amina.post("/returns/make/", {"period": code}).headers["Location"] == f"/returns/{code}/step/"
    assert dalia.get(f"/returns/{code}/step/").status_code == 404
    for number in range(len(FACTS)):
        page = amina.get(f"/returns/{code}/step/").content.decode()
        assert f'name="read" value="{number}"' in page
        amina.post(f"/returns/{code}/step/", {"read": str(number)})
    assert amina.get(f"/returns/{code}/step/").headers["Location"] == f"/returns/{code}/"
    tables = []
    for client in (amina, dalia):
        page = client.get(f"/returns/{code}/").content.decode()
        tables.append(page[page.index("<details") : page.rindex("</details>")])
        assert MARK not in page and "Take it back" in page
        client.post(f"/returns/{code}/approve/", {"mark": mark(people, code)})
    assert tables[0] == tables[1] and str(WOMEN) in tables[0]
    assert dalia.post(f"/returns/{code}/sign/", {"mark": mark(people, code)}).status_code == 404
    assert "Sign it" in amina.get(f"/returns/{code}/").content.decode()
    amina.post(f"/returns/{code}/sign/", {"mark": mark(people, code)})
    answer = dalia.post(f"/returns/{code}/file/")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="return-{code}.json"'
    assert read(answer.content).returned.period == code
    page = dalia.get(f"/returns/{code}/").content.decode()
    assert "Take it back" not in page and calling_card(people.amina).fingerprint in page


def test_what_was_signed_in_words_of_an_earlier_corridor_can_still_be_carried(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(people, WOMEN, closed())
    code, data = closed().code, signed(people, closed().code)
    monkeypatch.delitem(FACTS, "grievance")
    client = sign_in(Client(), people.dalia)
    page = client.get(f"/returns/{code}/").content.decode()
    assert "cannot be read" in page and calling_card(people.amina).fingerprint in page
    assert client.post(f"/returns/{code}/file/").content == data


@pytest.mark.parametrize("path", ["", "step/", "approve/", "take-back/", "sign/", "file/", "send/"])
def test_what_is_not_there_and_who_may_not(people: People, path: str) -> None:
    for who in ("amina", "bina", "ines"):
        client = sign_in(Client(), people.members[who])
        ask = client.get if path in {"", "step/"} else client.post
        assert ask(f"/returns/2020Q1/{path}").status_code == 404


class Programme(BaseHTTPRequestHandler):
    """A programme that answers as it was told to."""

    status, words, taken = 200, b"taken", list[bytes]()

    def do_POST(self) -> None:
        type(self).taken.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.words)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def programme(settings: Any) -> Iterator[type[Programme]]:
    server = HTTPServer(("127.0.0.1", 0), Programme)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.PROGRAMME = f"http://127.0.0.1:{server.server_address[1]}/returns/"
    Programme.taken = []
    yield Programme
    server.shutdown()
    server.server_close()


def test_it_is_sent_and_what_failed_is_sent_again(people: People, programme: type[Programme], settings: Any) -> None:
    filled(people, WOMEN, closed())
    code, data = closed().code, signed(people, closed().code)
    client = sign_in(Client(), people.amina)

    def send() -> str:
        return client.post(f"/returns/{code}/send/", follow=True).content.decode()

    address, settings.PROGRAMME = settings.PROGRAMME, "http://127.0.0.1:9/returns/"
    assert "It did not arrive" in send()
    settings.PROGRAMME = "http://example.org/returns/"
    assert "It did not arrive (https://)" in send()  # never in clear over a network
    settings.PROGRAMME = address
    programme.status, programme.words = 409, b"period: taken already"
    assert "did not take it: 409 period: taken already" in send()
    programme.status, programme.words = 503, b"<html>busy</html>"
    assert "It did not arrive (503)" in send() and Return.objects.get().sent is None
    programme.status, programme.words = 200, b""
    assert "The programme took it." in send() and Return.objects.get().sent == timezone.localdate()
    assert programme.taken == [data] * 3
    assert [did for _, did in acts(people)][-2:] == ["try to send return", "send return"]
    assert Return.objects.get().state == SIGNED


def test_without_an_address_nothing_is_sent(people: People) -> None:
    filled(people, WOMEN, closed())
    signed(people, closed().code)
    client = sign_in(Client(), people.amina)
    assert client.post(f"/returns/{closed().code}/send/").status_code == 404
    assert "Send it" not in client.get(f"/returns/{closed().code}/").content.decode()


def test_periods_that_can_be_returned(people: People) -> None:
    today = timezone.localdate()
    codes = [one.code for one in queries.open_periods(people.centre, today)]
    assert codes[0] == closed().code and len(codes) == 10 and str(today.year - 1) in codes
    assert all(Period.read(one).is_closed(today) for one in codes)
    assert not Period.read(closed().next().code).is_closed(today)
    assert Period.read(closed().code).is_closed(closed().last + timedelta(days=1))
