"""Pages of the programme: what the public may not do, then what everybody sees and editors write."""

import pytest
from django.urls import reverse

from corridor.programme import queries
from corridor.programme.actions import add_record, correct_record
from corridor.programme.tests.conftest import ENTRY, values

pytestmark = pytest.mark.django_db

PAGES = [
    reverse("programme:overview"),
    reverse("programme:projects") + "?region=asia-pacific&year=2013&sort=last",
    reverse("programme:events"),
    reverse("programme:publications") + "?theme=research",
    reverse("programme:project", args=["PRJ-02"]),
    reverse("programme:project", args=["PRJ-32"]),
    reverse("programme:event", args=["EVT-010"]),
    reverse("programme:publication", args=["PUB-002"]),
]
PROJECT = {
    "seen": "0",
    "label": "Fair roads to Jordan",
    "title": "Fair roads for garment workers",
    "meaning": "No fees for workers.",
    "regions": ["asia-pacific", "arab-states"],
    "countries": ["Nepal", "jor", ""],
    "corridors": "npl-jor\n",
    "start_year": "٢٠٢١",
    "donors": "Norway; Sweden\nItaly",
    "budget": "1 250 000",
    "budget_currency": "usd",
    "reported_results": "fees repaid to 40 people\ncontracts signed; and kept",
    "source": "ILO2013-eval case study 1",
}


@pytest.mark.parametrize("address", ["/programme/projects/add/", "/programme/projects/PRJ-02/correct/"])
def test_the_public_can_not_edit(client, address):
    assert client.get(address).status_code == 403
    assert client.post(address, PROJECT).status_code == 403
    assert queries.version() == tuple((kind, 0, 0, "") for kind in (*queries.KINDS, *queries.DATED))


@pytest.mark.parametrize(
    "address",
    [
        "/programme/projects/PRJ-77/",
        "/programme/events/PRJ-02/",
        "/programme/lessons/add/",
        "/programme/lessons/WIF2019-01/correct/",
        "/programme/projects/PRJ-77/correct/",
    ],
)
def test_what_does_not_exist_is_not_found(client, editor, address):
    client.force_login(editor)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("address", PAGES)
def test_pages_open_within_twelve_queries(client, editor, address, language, django_assert_max_num_queries):
    client.force_login(editor)
    client.cookies["django_language"] = language
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200


def test_a_project_leads_to_all_that_belongs_with_it(client):
    page = client.get("/programme/projects/PRJ-32/").content.decode()
    assert reverse("learning:corridor", args=["NPL-JOR"]) in page
    assert "?country=NPL" in page
    assert "Correct this entry" not in page
    page = client.get("/programme/projects/PRJ-14/").content.decode()
    assert "How the 2013 evaluation judged it" in page
    assert reverse("programme:event", args=["EVT-016"]) in page
    assert 'class="flag"' in page


def test_an_editor_adds_a_project(client, editor):
    client.force_login(editor)
    answer = client.post("/programme/projects/add/", PROJECT)
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer["Location"] == "/programme/projects/PRJ-1001/"
    entry = queries.record("projects", "PRJ-1001")
    assert entry.countries == ("NPL", "JOR")
    assert entry.corridors == ("NPL-JOR",)
    assert (entry.start_year, entry.budget, entry.budget_currency) == (2021, 1250000, "USD")
    assert entry.donors == ("Norway", "Sweden", "Italy")
    assert entry.reported_results == ("fees repaid to 40 people", "contracts signed; and kept")
    page = client.get(answer["Location"]).content.decode()
    assert "Written by an editor" in page
    assert "/history/?kind=projects&amp;record=PRJ-1001" in page
    assert "Fair roads to Jordan" in client.get("/programme/projects/?donor=Sweden").content.decode()


def test_faults_stand_at_the_field_and_on_top_and_what_was_typed_is_kept(client, editor):
    client.force_login(editor)
    typed = PROJECT | {"source": "Some book page 3", "start_year": "soon", "countries": ["Nepalia", "JOR"]}
    answer = client.post("/programme/projects/add/", typed)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert {id for id, _, _ in form.listed_faults} == {"id_source", "id_start_year", "id_countries"}
    page = answer.content.decode()
    for name in ("id_source", "id_start_year", "id_countries"):
        assert f'href="#part-{name}"' in page and f'id="part-{name}"' in page and f'id="{name}_error"' in page
    for kept in ("Some book page 3", "soon", "Nepalia", "Fair roads to Jordan", "1 250 000"):
        assert kept in page
    assert queries.record("projects", "PRJ-1001") is None


def test_a_correction_shows_what_the_shelf_says(client, editor):
    correct_record("projects", "PRJ-14", values("projects", "PRJ-14", end_year=2014), by=editor, seen=0)
    page = client.get("/programme/projects/PRJ-14/").content.decode()
    assert "An editor corrected this entry" in page
    assert '<td lang="en" dir="ltr">2013</td><td lang="en" dir="ltr">2014</td>' in page


def posted(form: object) -> dict:
    """What a browser sends back of a form that nobody touched."""
    found = {name: form[name].value() for name in form.fields}
    for name, field in form.fields.items():
        if boxes := getattr(field.widget, "choices", None):  # ticked boxes are sent in the order of the form
            found[name] = [code for code, _ in boxes if code in found[name]]
    return {name: value for name, value in found.items() if value is not None}


@pytest.mark.parametrize(
    ("kind", "id"), [("projects", "PRJ-14"), ("projects", "PRJ-29"), ("events", "EVT-010"), ("publications", "PUB-002")]
)
def test_a_form_that_nobody_touched_changes_nothing(client, editor, kind, id):
    client.force_login(editor)
    before = queries.version()
    form = client.get(f"/programme/{kind}/{id}/correct/").context["form"]
    assert client.post(f"/programme/{kind}/{id}/correct/", posted(form)).status_code == 302
    assert queries.version() == before


def test_the_second_editor_is_told_and_keeps_what_was_typed(client, editor, other_editor):
    client.force_login(editor)
    form = posted(client.get("/programme/projects/PRJ-14/correct/").context["form"])
    correct_record("projects", "PRJ-14", values("projects", "PRJ-14", start_year=2011), by=other_editor, seen=0)
    answer = client.post("/programme/projects/PRJ-14/correct/", form | {"end_year": "2014"})
    assert answer.status_code == 409
    assert "Somebody else changed this entry" in answer.content.decode()
    assert queries.record("projects", "PRJ-14").end_year == 2013
    again = posted(answer.context["form"])
    assert (again["start_year"], again["end_year"], again["seen"]) == ("2011", "2014", 1)
    assert client.post("/programme/projects/PRJ-14/correct/", again).status_code == 302
    entry = queries.record("projects", "PRJ-14")
    assert (entry.start_year, entry.end_year) == (2011, 2014)


def test_an_empty_list_says_what_would_be_here(client):
    for kind in queries.KINDS:
        assert "would be listed here" in client.get(f"/programme/{kind}/?words=nothing-like-this").content.decode()


def test_what_an_editor_typed_is_shown_as_text(client, editor):
    id = add_record("events", ENTRY["events"] | {"label": "<script>alert(1)</script>"}, by=editor)
    for address in ("/programme/events/", f"/programme/events/{id}/"):
        assert "<script>alert(1)" not in client.get(address).content.decode()


def test_an_event_tells_its_town_and_not_where_it_stands_on_the_shelf(client):
    for address in ("/programme/events/?words=turin", "/programme/events/EVT-002/"):
        page = client.get(address).content.decode()
        assert "Turin" in page
        assert "events.csv" not in page
