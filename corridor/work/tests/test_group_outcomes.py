"""What came of many migrations: who is counted, what is too few to be told, and the page."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from corridor.journey.contents import Journey, Name, Worker
from corridor.safe.actions import records
from corridor.safe.tests.people import People, open_centre, sign_in
from corridor.work.contents import Spell
from corridor.work.group_outcomes import Group, Told, Ways, group
from corridor.work.journeys_on_file import Asked, JourneyOnFile, asked, chosen
from corridor.work.outcomes import Measurement
from corridor.work.tests.spells import TODAY, on, rated, spell

PAGE = "/outcomes/"
CONVERT = rated(NPR_JOD="0.005")
AS_BEFORE, NOT_KNOWN = "as-before", ""


def journey(number: int, worker: str = "", sector: str = "domestic-work", **there: Any) -> JourneyOnFile:
    """Nepal to Jordan: 10,000 NPR a month and 48 hours at home, then what `there` says."""
    id, who = f"j{number}", worker or f"w{number}"
    home = spell(
        country="NPL",
        begin=on("2022-01-01"),
        end=on("2023-06-30"),
        pay="10000",
        currency="NPR",
        period="month",
        hours_a_week="48",
    )
    said = {"begin": on("2024-01-01"), "end": on("2025-12-31"), "currency": "JOD", "period": "month", **there}
    return JourneyOnFile(
        id, who, Journey(who, "NPL", "JOR", sector), "NPL", (home, spell(journey=id, country="JOR", **said))
    )


def paid(*pays: str, first: int = 0) -> list[JourneyOnFile]:
    return [journey(number, pay=pay, hours_a_week="60") for number, pay in enumerate(pays, first)]


def ways(found: Group, question: str, moment: str = "during") -> Ways:
    return next(one for one in found.ways if (one.question, one.moment) == (question, moment))


def told(found: Group, question: str, moment: str) -> Told:
    return next(one for one in found.told if (one.question, one.moment) == (question, moment))


def test_counts_and_medians_in_the_currency_of_the_destination() -> None:
    """10,000 NPR are 50 JOD; six get 100, 110 ... 150 and five 50: better 6, as before 5; median of the eleven: 100."""
    found = group(paid(*(str(100 + 10 * one) for one in range(6)), *["50"] * 5), TODAY, CONVERT)
    pay = ways(found, "pay")
    assert (found.journeys, found.workers) == (11, 11)
    assert pay.counts == {"better": 6, AS_BEFORE: 5, "worse": None, NOT_KNOWN: None} and not pay.apart
    assert pay.ratio and (pay.ratio.value, pay.ratio.journeys) == (2, 11)
    before, [during] = told(found, "pay", "before").middles[0], told(found, "pay", "during").middles
    assert (before.value, before.currency) == (50, "JOD") and (during.value, during.currency) == (100, "JOD")
    hours = told(found, "hours", "during").middles[0]
    assert (hours.value, hours.journeys, hours.currency) == (60, 11, "")
    assert ways(found, "hours").counts["worse"] == 11


def test_what_is_missing_is_counted_with_its_reason() -> None:
    found = group(paid(*["100"] * 6, *[""] * 5, *["200"] * 5), TODAY, CONVERT)
    during = told(found, "pay", "during")
    assert (during.known, during.not_known) == (11, 5) and during.why == (("no pay was entered", 5),)
    assert ways(found, "pay").counts[NOT_KNOWN] == 5 and told(found, "pay", "after").not_known == 16
    assert told(found, "skills", "during").why == (("not asked", 16),)
    no_rate = told(group(paid(*["100"] * 6), TODAY, rated()), "pay", "before")
    assert no_rate.known is None and no_rate.why == (("there is no rate", 6),) and no_rate.middles == ()


def test_four_are_not_told_and_nor_are_five_journeys_of_four_women() -> None:
    assert group(paid(*["100"] * 4), TODAY, CONVERT) == Group(None)
    twice = [*paid(*["100"] * 4), journey(9, "w0", pay="100")]
    assert group(twice, TODAY, CONVERT) == Group(None)
    more = group([*twice, *paid(*["40"] * 5, first=20)], TODAY, CONVERT)
    assert ways(more, "pay").counts["better"] is None and ways(more, "pay").counts["worse"] == 5


def test_one_count_alone_that_is_not_told_takes_the_smallest_with_it() -> None:
    """Of 18 journeys 7 better, 6 as before and 5 not known would leave no worse one: that is not told either."""
    pay = ways(group(paid(*["100"] * 7, *["50"] * 6, *[""] * 5), TODAY, CONVERT), "pay")
    assert pay.counts == {"better": 7, AS_BEFORE: 6, "worse": None, NOT_KNOWN: 5} and pay.apart == {NOT_KNOWN}


def test_whatever_is_paid_nothing_of_fewer_than_five_is_told() -> None:
    for seed in range(20):
        dice = random.Random(seed)
        every = paid(*dice.choices(["", "40", "50", "100"], [1, 2, 3, 4], k=dice.randint(1, 30)))
        found = group(every, TODAY, CONVERT)
        for one in found.ways:
            shown = [number for number in one.counts.values() if number is not None]
            assert all(number >= 5 for number in shown) and sum(shown) <= len(every)
            assert len(one.counts) - len(shown) + len(one.apart) != 1, "none can be reckoned from the others"
        assert all(middle.journeys >= 5 for one in found.told for middle in one.middles)


def test_skills_can_not_be_worse() -> None:
    skilled = [journey(number, gained=("sewing",)) for number in range(5)]
    silent = [journey(number) for number in range(5, 11)]
    skills = ways(group([*skilled, *silent], TODAY, CONVERT), "skills")
    assert skills.counts == {"better": 5, NOT_KNOWN: 6} and not skills.apart


def test_what_was_measured_later_stands_after() -> None:
    later = (Measurement(date(2026, 2, 1), hours=Decimal(45)),)
    found = group([replace(one, later=later) for one in paid(*["100"] * 5)], TODAY, CONVERT)
    assert told(found, "hours", "after").middles[0].value == 45 and ways(found, "hours", "after").counts["better"] == 5


def ids(every: list[JourneyOnFile], **said: str) -> list[str]:
    return [one.id for one in chosen(every, Asked(**said), TODAY)[0]]


def test_corridor_sector_and_years_choose() -> None:
    maid, cook = journey(1, pay="1"), journey(2, sector="hospitality", begin=on("2020-01-01"), end=on("2021-03-31"))
    other = replace(journey(3), journey=Journey("w3", "NPL", "LBN"))
    every = [maid, cook, other]
    assert ids(every) == ["j1", "j2", "j3"] and ids(every, corridor="NPL-LBN") == ["j3"]
    assert ids(every, sector="hospitality") == ["j2"]
    assert ids(every, first="2021", last="2021") == ["j2"] and ids(every, first="2022") == ["j1", "j3"]
    assert ids(every, last="2019") == []


def test_the_sector_of_her_work_goes_before_the_one_her_journey_names() -> None:
    assert replace(journey(1)).sectors == {"domestic-work"}
    garments = journey(1)
    work = tuple(replace(one, sector="garment") for one in garments.spells)
    assert replace(garments, spells=work).sectors == {"garment"}


def test_a_journey_of_unknown_years_is_left_out_of_years_and_told() -> None:
    undated = replace(journey(1), spells=())
    assert ids([undated]) == ["j1"]
    assert chosen([undated, journey(2)], Asked(first="2024"), TODAY) == ([journey(2)], [undated])


@pytest.mark.parametrize(
    ("said", "told_of"),
    [
        ({"first": "20211"}, "“20211” is not a year"),
        ({"last": "२०२२"}, "“२०२२” is not a year"),
        ({"first": "2023", "last": "2022"}, "The first year (2023) lies after the last (2022)."),
        ({"first": "<" * 50}, "…” is not a year"),
    ],
)
def test_a_mistyped_year_is_told(said: dict[str, str], told_of: str) -> None:
    found = asked(said)
    assert told_of in found.fault and found.first == said.get("first", "")[:40]


def test_nothing_asked_is_everything() -> None:
    assert asked({}) == Asked() and asked({"first": " 2021 "}).fault == ""


def filed(people: People, number: int, pay: str, **more: str) -> str:
    """A worker on file who went from Nepal to Jordan and learned to cook."""
    known = Worker(f"a-{number}", (Name("Sita"),), nationality="NPL", **more)
    id = records.write_record(known, by=people.bina).id
    went = records.write_record(Journey(id, "NPL", "JOR", "domestic-work"), by=people.bina).id
    for one in journey(number, pay=pay, gained=("cooking",)).spells:
        mine: Spell = replace(one, worker=id, journey=one.journey and went)
        records.write_record(replace(mine, currency="JOD"), by=people.bina)
    return id


def browser(people: People, name: str = "bina") -> Client:
    return sign_in(Client(), people.members[name])


def shown(client: Client, **said: str) -> str:
    answer = client.post(PAGE, said)
    assert answer.status_code == 302 and answer["Location"] == PAGE, "nothing that was asked stands in the address"
    return " ".join(client.get(PAGE).content.decode().split())


@pytest.mark.django_db
def test_the_page_tells_a_group_and_names_nobody(people: People) -> None:
    for number in range(6):
        filed(people, number, str(20000 + number))
    filed(people, 9, "1", merged_into="another")
    client = browser(people)
    page = shown(client, corridor="NPL-JOR", sector="domestic-work", first="2024")
    assert "<dt>Journeys</dt><dd>6</dd>" in page and "20,002.50 JOD (of 6)" in page and "10,000 JOD (of 6)" in page
    assert "200.02 % (of 6)" in page or "200.03 % (of 6)" in page
    assert "<dt>Left out: years of work abroad not known</dt><dd>fewer than 5</dd>" in page
    assert '<option value="NPL-JOR" selected>Nepal → Jordan</option>' in page and 'value="2024"' in page
    assert "Not known: fewer than 5" in page and "ILO2013-eval case study 1" in page
    assert 'href="/trajectories/"' in page and f'href="{PAGE}"' in client.get("/trajectories/").content.decode()
    assert "Sita" not in page and "a-1" not in page and "/workers/" not in page.split("<main")[1]
    assert "style=" not in page.split("<main")[1]


@pytest.mark.django_db
def test_the_page_tells_no_figure_of_four_and_none_where_a_year_is_mistyped(people: People) -> None:
    for number in range(4):
        filed(people, number, "77777")
    client = browser(people)
    few, wrong = shown(client), shown(client, first="soon")
    assert "<dt>Journeys</dt><dd>fewer than 5</dd>" in few and "77,777" not in few and "<table" not in few
    assert "“soon” is not a year" in wrong and 'value="soon"' in wrong and "<dt>Journeys</dt>" not in wrong


@pytest.mark.django_db
def test_who_may_read_no_case_is_not_let_in_and_another_centre_finds_nothing(people: People) -> None:
    for number in range(5):
        filed(people, number, "200")
    assert "<dd>5</dd>" in shown(browser(people))
    assert browser(people, "dalia").get(PAGE).status_code in (403, 404)
    stranger = open_centre("Centre of Zara", prefix="z-", outside=False)
    assert "<dd>fewer than 5</dd>" in shown(browser(stranger))
