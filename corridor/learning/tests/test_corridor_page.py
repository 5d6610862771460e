"""The corridor pages: two ends of a road, what is recorded, what is not known."""

import re

import pytest

from corridor.access.actions import open_account
from corridor.learning import corridor_page as reads
from corridor.learning.corridor_page import instruments_by_country
from corridor.learning.gaps import Gap, Known, Number, gaps
from corridor.learning.gaps_told import told
from corridor.programme.actions import add_record
from corridor.reference.countries import codes

pytestmark = pytest.mark.same

LANGUAGES = ("en", "fr", "es", "ar", "ne", "bn", "hi")


def codes_of(known: Known) -> set[str]:
    return {gap.code for gap in gaps(known)}


# What is not known


def test_a_shelf_without_anything_lacks_everything():
    found = gaps(Known(stage_lessons={"origin": 0, "return": 0}))
    assert {gap.code for gap in found} == {
        "people-moving", "figures", "wages", "costs", "debt", "agreement", "national-law", "ratifications",
        "corridor-project", "project", "country-lessons", "stage-lessons",
    }  # fmt: skip
    assert [gap.end for gap in found if gap.code == "figures"] == ["origin", "destination"]
    assert next(gap.stages for gap in found if gap.code == "stage-lessons") == ("origin", "return")


def test_what_is_known_is_not_called_missing():
    both = frozenset({"origin", "destination"})
    numbers = (
        Number("Women who went from Nepal to Jordan", "women", both, alone=True),
        Number("Average monthly wage of garment workers", "JOD per month", frozenset({"destination"})),
        Number("Average recruitment cost paid", "USD", frozenset({"origin"})),
        Number("Returned migrants with debts", "per cent", frozenset({"origin"})),
    )
    at = {"origin": 1, "destination": 1}
    known = Known(2, at, (2020, None), numbers, at, 1, True, 1, {"origin": 1, "return": 2})
    assert gaps(known) == []


def test_a_share_of_employers_does_not_say_what_workers_earn():
    number = Number(
        "Local population able to pay the wage of a domestic worker", "per cent", frozenset({"destination"})
    )
    assert "wages" in codes_of(Known(numbers=(number,)))


def test_people_helped_by_a_project_are_not_people_who_moved():
    both = frozenset({"origin", "destination"})
    helped = Number("People helped directly by the project", "people", both, alone=True)
    regional = Number("Migrants from five countries", "people", both, alone=False)
    assert "people-moving" in codes_of(Known(numbers=(helped, regional)))


def test_an_open_project_does_not_end_the_record():
    assert Gap("nothing-later", count=2023) in gaps(Known(projects=2, last_years=(2020, 2023)))
    assert "nothing-later" not in codes_of(Known(projects=2, last_years=(2020, None)))


def test_doubtful_figures_are_counted():
    numbers = (Number("x", "people", frozenset({"origin"}), dated=False, flagged=True),)
    assert {Gap("undated", count=1), Gap("flagged", count=1)} <= set(gaps(Known(numbers=numbers)))


def test_every_gap_can_be_told():
    known = Known(1, {}, (2013,), (Number("x", "y", frozenset(), False, False, True),), stage_lessons={"return": 0})
    for gap in gaps(known):
        sentence = told(gap, {"origin": "NPL", "destination": "JOR"}, "en")
        assert sentence and "%(" not in sentence


# Which instruments belong to a country


def test_national_and_regional_instruments_find_their_countries():
    held = {code: [one.id for one in found] for code, found in instruments_by_country().items()}
    assert held["JOR"] == ["JOR-REG90", "GCC-SPONS"], "national ones first"
    assert held["LKA"][0] == "LKA-NLMP" and held["IND"][0] == "MGNREGA"
    assert {"SADC-PFMP", "SADC-ELP", "SADC-LMAP"} <= {*held["ZWE"]} and "NPL" not in held


# Countries to choose from


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_can_be_chosen_in_every_language(language):
    choices = reads.country_choices(language)
    assert sorted(code for code, _ in choices) == codes()
    names = [reads.reading_order(name) for _, name in choices]
    assert names == sorted(names)


def test_accents_do_not_send_a_country_to_the_end():
    names = [name for _, name in reads.country_choices("fr")]
    assert names.index("Éthiopie") < names.index("Fidji") < names.index("Zimbabwe")
    assert reads.reading_order("أرمينيا") < reads.reading_order("بولندا")


# The pages


@pytest.mark.django_db
def test_the_list_shows_recorded_corridors_with_their_projects(client):
    page = client.get("/corridors/").content.decode()
    assert 'href="/corridors/NPL-JOR/"' in page and "Nepal – Jordan" in page
    counts = {one["code"]: one["count"] for one in reads.recorded("en")}
    assert (counts["ARM-RUS"], counts["NPL-JOR"]) == (2, 1)
    assert 'name="from"' in page and 'name="to"' in page and 'action="/corridors/"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("chosen", ["from=NPL&to=JOR", "from=npl&to=jor"])
def test_choosing_two_countries_leads_to_their_corridor(client, chosen):
    response = client.get(f"/corridors/?{chosen}")
    assert (response.status_code, response["Location"]) == (302, "/corridors/NPL-JOR/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/corridors/?from=NPL", 400, "Choose both countries"),
        ("/corridors/?from=NPL&to=NPL", 400, "Nepal stands at both ends"),
        ("/corridors/?from=ZZZ&to=JOR", 404, "“ZZZ” is not a country code"),
        ("/corridors/ZZZ-JOR/", 404, "“ZZZ” is not a country code"),
        ("/corridors/nonsense/", 404, "is not a corridor"),
        ("/corridors/NPL-JOR-LBN/", 404, "is not a corridor"),
        ("/corridors/%3Cb%3E/", 404, "“&lt;B&gt;” is not a corridor"),
        ("/corridors/NPL-NPL/", 400, "Nepal stands at both ends"),
        ("/corridors/" + "A" * 3000 + "/", 404, "is not a corridor"),
    ],
)
def test_what_is_no_corridor_is_told(client, address, status, said):
    response = client.get(address)
    assert response.status_code == status
    assert said in response.content.decode() and 'name="from"' in response.content.decode()


@pytest.mark.django_db
def test_small_letters_lead_to_the_corridor(client):
    response = client.get("/corridors/npl-jor/")
    assert (response.status_code, response["Location"]) == (301, "/corridors/NPL-JOR/")


@pytest.mark.django_db
def test_nepal_to_jordan(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        response = client.get("/corridors/NPL-JOR/")
    page = response.content.decode()
    assert len(response.content) < 100_000
    assert page.index('id="end-origin"') < page.index('id="end-destination"') < page.index('id="transit"')
    for shown in ("PRJ-32", "JOR-REG90", "FIG-029", "FIG-015", "WIF2023-12", "C189", "An estimate by the programme"):
        assert shown in page
    assert "How many people move along this corridor" in page
    assert "Which instruments each country has ratified" in page
    assert "What happened after 2023" in page
    assert "Who works on this corridor" not in page


@pytest.mark.django_db
def test_work_at_both_ends_is_kept_apart_from_work_on_the_corridor():
    page = reads.around_corridor("NPL-ARE")
    assert [one.id for one in page["projects"]] == ["PRJ-21"]
    assert [one.id for one in page["both_ends"]] == ["PRJ-16"]


@pytest.mark.django_db
def test_lessons_that_name_the_country_or_sector_come_first():
    stages = {one["stage"]: one for one in reads.around_corridor("NPL-JOR")["stages"]}
    assert list(stages) == ["origin", "recruitment", "transit", "destination", "return", "whole-pathway"]
    first, named, _ = stages["destination"]["lessons"][0]
    assert (first.id, named) == ("WIF2023-12", ["JOR"])
    assert stages["destination"]["count"] == 46
    assert stages["transit"]["lessons"][0][0].id == "WIF2019-08"


@pytest.mark.django_db
def test_a_lesson_is_not_followed_by_the_earlier_one_it_says_again():
    for stage in reads.around_corridor("BTN-ISL")["stages"]:
        shown = [lesson for lesson, _, _ in stage["lessons"]]
        for place, later in enumerate(shown):
            assert not {one.id for one in shown[place:]} & set(later.restates)


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["BTN-ISL", "XKX-BRN", "JOR-NPL", "USA-MEX"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_any_two_countries_have_a_useful_page(client, code, language):
    response = client.get(f"/corridors/{code}/?lang={language}")
    page = response.content.decode()
    assert response.status_code == 200
    assert len(re.findall(r"/lessons/WIF\d{4}-\d{2}/", page)) >= 10
    assert len(reads.around_corridor(code)["gaps"]) >= 5


@pytest.mark.django_db
def test_a_project_that_an_editor_adds_stands_on_its_corridor(client):
    edith = open_account("edith", "editor")
    assert "BTN-ISL" not in {one["code"] for one in reads.recorded("en")}
    values = {
        "label": "Himalaya to fjord", "title": "Himalaya to fjord", "meaning": "Fair recruitment of care workers.",
        "countries": ("BTN", "ISL"), "corridors": ("BTN-ISL",), "sectors": ("care",), "start_year": 2024,
        "source": ("GK general knowledge",), "flag": "Made up for a test.",
    }  # fmt: skip
    id = add_record("projects", values, by=edith)
    page = client.get("/corridors/BTN-ISL/").content.decode()
    assert f"/programme/projects/{id}/" in page
    assert "Who works on this corridor" not in page
    assert "BTN-ISL" in client.get("/corridors/").content.decode()


@pytest.mark.django_db
def test_many_projects_do_not_make_a_long_page(client, django_assert_max_num_queries):
    from corridor.programme.models import Record

    values = {"label": "One of many", "countries": ["NPL", "JOR"], "corridors": ["NPL-JOR"], "start_year": 2020}
    Record.objects.bulk_create(
        Record(kind="projects", record_id=f"PRJ-{number}", values={"id": f"PRJ-{number}", **values})
        for number in range(2000, 5000)
    )
    with django_assert_max_num_queries(12):
        response = client.get("/corridors/NPL-JOR/")
    page = response.content.decode()
    assert len(response.content) < 100_000
    assert "10 of 3001 projects" in page
