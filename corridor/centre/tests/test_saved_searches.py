"""Searches among the cases that somebody saved: sealed for her alone, used again, removed, in no address."""

from dataclasses import fields

import pytest
from django.test import Client

from corridor.centre.contents import Case, SavedSearch
from corridor.centre.searching import Filters
from corridor.safe import queries
from corridor.safe.actions.records import write_record
from corridor.safe.models import SealedRecord
from corridor.safe.notebook.contents import SavedView
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db


def saved(people: People, name: str = "bina") -> list[SavedSearch]:
    found = queries.reading(people.members[name], "read_case").of_type(SavedSearch)
    return [one.content for one in found if isinstance(one.content, SavedSearch)]


def address(people: People, name: str = "bina") -> str:
    [entry] = queries.reading(people.members[name], "read_case").of_type(SavedSearch)
    return f"/cases/searches/{entry.id}/"


def test_a_search_holds_every_filter() -> None:
    assert {one.name for one in fields(SavedSearch)} == {one.name for one in fields(Filters)} | {"name"}


def test_it_is_used_again_and_only_she_sees_it(people: People) -> None:
    for label, country in (("Maya in Amman", "JOR"), ("Sita in Beirut", "LBN")):
        write_record(Case("kadu-mila-2", label, country=country), by=people.bina)
    bina = sign_in(Client(), people.bina)
    bina.post("/cases/found/", {"words": "maya", "country": "JOR", "sort": "title"})
    answer = bina.post("/cases/searches/", {"name": " Hers  in Amman "})
    assert answer["Location"] == "/cases/found/" and "Amman" not in str(answer.headers)
    [mine] = saved(people)
    assert (mine.name, mine.words, mine.country, mine.sort) == ("Hers in Amman", "maya", "JOR", "title")
    bina.post("/cases/found/", {"words": "sita"})
    page = bina.get("/cases/found/").content.decode()
    assert "Hers in Amman" in page and "Maya in Amman" not in page
    page = bina.post(f"{address(people)}use/", follow=True).content.decode()
    assert "Maya in Amman" in page and "Sita in Beirut" not in page and 'value="maya"' in page
    amina = sign_in(Client(), people.amina)
    assert saved(people, "amina") == [] and "Hers in Amman" not in amina.get("/cases/found/").content.decode()
    assert amina.post(f"{address(people)}use/").status_code == 404


def test_the_same_name_again_takes_its_place_and_it_is_removed_by_her_alone(people: People) -> None:
    bina = sign_in(Client(), people.bina)
    for words in ("one", "two"):
        bina.post("/cases/found/", {"words": words})
        bina.post("/cases/searches/", {"name": "Mine"})
    assert [one.words for one in saved(people)] == ["two"]
    drop = f"{address(people)}remove/"
    assert sign_in(Client(), people.chandra).post(drop).status_code == 404
    assert bina.get(drop).status_code == 405 and len(saved(people)) == 1
    bina.post(drop)
    assert SealedRecord.objects.count() == 0


def test_a_lawyer_has_her_own_and_others_have_none(people: People) -> None:
    farida = sign_in(Client(), people.farida)
    assert farida.post("/cases/searches/", {"name": "Mine"}).status_code == 302
    assert [one.name for one in saved(people, "farida")] == ["Mine"]
    assert "Mine" in farida.get("/cases/found/").content.decode()
    for name in ("dalia", "esther", "hana", "lina"):
        assert sign_in(Client(), people.members[name]).post("/cases/searches/", {"name": "x"}).status_code == 404


@pytest.mark.parametrize("name", ["", " ", "\0", "x" * 201])
def test_a_name_that_does_not_fit_is_told(people: People, name: str) -> None:
    page = sign_in(Client(), people.bina).post("/cases/searches/", {"name": name}, follow=True).content.decode()
    assert "needs a name of at most 200" in page and saved(people) == []


def test_the_searches_of_cases_and_of_the_notebook_stay_apart(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    bina = sign_in(Client(), people.bina)
    bina.post("/notebook/views/", {"name": "Of notes"})
    bina.post("/cases/searches/", {"name": "Of cases"})
    page = bina.get("/cases/found/").content.decode()
    assert "Of cases" in page and "Of notes" not in page
    [view] = queries.reading(people.bina, "read_case").of_type(SavedView)
    assert bina.post(f"/cases/searches/{view.id}/use/").status_code == 404
    monkeypatch.setattr("corridor.safe.views.notebook.MOST_VIEWS", 1)
    assert "saved views already" in bina.post("/cases/searches/", {"name": "x"}, follow=True).content.decode()
