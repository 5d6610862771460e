"""The page of trajectories: what is drawn, what is not, and what a mistyped year does."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from corridor.journey.calendars import read_when
from corridor.journey.contents import Journey, Name, Worker
from corridor.safe.actions import records
from corridor.safe.tests.people import People, sign_in
from corridor.work.contents import Spell

pytestmark = pytest.mark.django_db
PAGE = "/trajectories/"
YEARS = {"first": "2021", "last": "2022"}


def lived(people: People, code: str, *spells: Spell, corridor: str = "NPL-JOR", **more: str) -> str:
    id = records.write_record(Worker(code, (Name("Sita"),), nationality="NPL", **more), by=people.bina).id
    origin, destination = corridor.split("-")
    parts = [Journey(id, origin, destination), *(replace(one, worker=id) for one in spells)]
    for one in parts:
        records.write_record(one, by=people.bina)
    return id


def spell(kind: str, begin: str, end: str, **more: str) -> Spell:
    return Spell("", kind, begin=read_when(begin), end=read_when(end), **more)


def two_ways(people: People, each: int) -> None:
    for number in range(each):
        lived(people, f"a-{number}", spell("paid-work", "2021-01", "2022-11", live_in="yes", country="JOR"))
        lived(people, f"b-{number}", spell("care", "2021-01", "2022-10", country="NPL"), corridor="NPL-LBN")


def asked(client: Client, **said: str) -> str:
    answer = client.post(PAGE, YEARS | said)
    assert answer.status_code == 302 and answer["Location"] == PAGE, "nothing that was asked stands in the address"
    return client.get(PAGE).content.decode()


def browser(people: People, name: str = "bina") -> Client:
    return sign_in(Client(), people.members[name])


def test_channels_side_by_side_show_what_one_state_hides(people: People) -> None:
    job = spell("paid-work", "2021-01", "2022-11", live_in="no", country="JOR")
    for number in range(5):
        lived(people, f"a-{number}", job)
        lived(people, f"b-{number}", job, spell("care", "2021-01", "2022-11", country="JOR"))
    client = browser(people)
    assert "Unpaid care" not in asked(client) and "No groups stand apart" in asked(client)
    page = asked(client, told="channels")
    assert 'value="channels" selected' in page and page.count("<figure") == 3 + 2
    assert page.count("<svg viewBox") == 3 + 2 * (1 + 1 + 3), (
        "channels; of each group all, the typical one, its channels"
    )
    assert "Unpaid care: January 2021 – November 2022" in page and "None of it: January 2021 – November 2022" in page
    assert "Abroad" in page and "style=" not in page.split("<main")[1]
    assert 'value="" selected' in asked(client, told="anything"), "what is not known is not followed"


def test_two_ways_of_living_are_drawn_with_a_table_and_typical_ones(people: People) -> None:
    two_ways(people, 5)
    page = asked(browser(people))
    assert page.count("<figure") == 3 and page.count("<svg viewBox") == 5
    assert page.count('scope="row"') == 3 * 24, "a row for each month, of all and of each group"
    table = re.search(r"January 2021</th>(.*?)</tr>", page)
    assert table and re.findall(r">(\d+)<", table[1]) == ["5", "5", "0"], "the two states, and not known"
    assert page.count("<strong>A typical life</strong>") == 2 and "Unpaid care: January 2021 – October 2022" in page
    assert "Paid work: Lives where she works" in page and "learning:lesson" not in page
    assert "Sita" not in page and "a-0" not in page and not re.search(r"/workers/[0-9a-f]{8}-", page)
    assert "style=" not in page.split("<main")[1]


def test_fewer_than_five_are_not_drawn(people: People) -> None:
    two_ways(people, 4)
    client = browser(people)
    every, corridor = asked(client), asked(client, corridor="NPL-JOR")
    assert every.count("<figure") == 1 and "Too few workers for two groups of 5." in every
    assert "<figure" not in corridor and "Fewer than 5 workers are not drawn." in corridor


def test_a_move_of_fewer_than_five_is_not_listed(people: People) -> None:
    for number in range(5):
        lived(people, f"a-{number}", spell("transit", "2021-01", "2021-02"), spell("care", "2021-03", "2022-12"))
    lived(people, "b", spell("search", "2021-01", "2021-02"), spell("study", "2021-03", "2021-05"))
    page = asked(browser(people))
    assert re.findall(r'data-label="(?:From|Into)">([^<]+)<', page) == ["On the way", "Unpaid care"]


def test_a_corridor_and_years_are_kept_and_choose(people: People) -> None:
    two_ways(people, 5)
    lived(people, "c", Spell("", "care", end=read_when("2022")))
    lived(people, "joined", spell("care", "2021", "2022"), merged_into="another")
    client = browser(people)
    page = asked(client, corridor="NPL-JOR", method="dynamic-hamming")
    assert '<option value="NPL-JOR" selected>Nepal → Jordan</option>' in page and 'value="2021"' in page
    assert '<option value="dynamic-hamming" selected>' in page and "Unpaid care" not in page
    assert re.search(r"<dt>Workers</dt><dd>5</dd>.*Nothing known of these years</dt><dd>1</dd>", page)
    assert "<dt>Spells whose beginning is not known</dt><dd>1</dd>" in page


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"first": "20211"}, "“20211” is not a year"),
        ({"last": "२०२२"}, "“२०२२” is not a year"),
        ({"first": "2023"}, "The first year (2023) lies after the last (2022)."),
        ({"first": "1990"}, "1990 to 2022 is too long: 15 years at most can be drawn."),
        ({"first": "2190", "last": "2191"}, "No month of 2190 is over yet."),
        ({"first": "<b>" * 50}, "…” is not a year"),
    ],
)
def test_a_mistyped_year_is_told_and_kept(people: People, said: dict[str, str], told: str) -> None:
    page = asked(browser(people), **said)
    assert told in page and 'aria-describedby="fault"' in page and "<figure" not in page and "<b>" not in page
    assert f'value="{next(iter(said.values()))[:4]}' in page.replace("&lt;", "<").replace("&gt;", ">")


def test_who_may_read_no_case_is_not_let_in(people: People) -> None:
    two_ways(people, 5)
    assert browser(people, "dalia").get(PAGE).status_code in (403, 404)
    assert "<figure" not in asked(browser(people, "farida")), "a lawyer reads those she is named to, and no other"
