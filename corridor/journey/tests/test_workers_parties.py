"""Parties: whoever workers met on the road, entered with or without a licence, and where they have to answer."""

from dataclasses import replace
from typing import Any

import pytest

from corridor.journey.actions import parties
from corridor.journey.contents import Journey, Party, Stage
from corridor.journey.tests.test_workers import browser, filed, opened, read
from corridor.safe.actions import records
from corridor.safe.faults import Conflict, NoKey
from corridor.safe.models import SealedRecord
from corridor.safe.tests.people import People
from corridor.safe.tests.test_notebook import NAUGHTY, SCRIPTS

pytestmark = pytest.mark.django_db


def party(people: People, *names: str, **more: Any) -> str:
    return records.write_record(Party(more.pop("kind", "person"), names, **more), by=people.bina).id


def test_a_sub_agent_without_a_licence_is_entered_like_anybody(people: People) -> None:
    bina = browser(people)
    given = {"form": "p", "kind": "person", "names": "Ram Bahadur\nराम बहादुर\n\n", "country": "NPL", "phone": "9800"}
    first, again = bina.post("/parties/new/", given), bina.post("/parties/new/", given)
    assert first.status_code == 302 and first["Location"] == again["Location"]
    [one] = read(people.bina, Party)
    assert one.names == ("Ram Bahadur", "राम बहादुर") and one.licence == "" and one.author == "bina"
    page = bina.get(first["Location"]).content.decode()
    assert "राम बहादुर" in page and "Nepal" in page and "<title>Party · Corridor</title>" in page.replace("\n", "")


@pytest.mark.parametrize(
    "wrong", [{"kind": ""}, {"kind": "gang"}, {"names": " \0 "}, {"licence_until": "2026-02-30"}, {"phone": "9" * 201}]
)
def test_what_does_not_fit_is_told(people: People, wrong: dict[str, str]) -> None:
    given = {"form": "p", "kind": "person", "names": "Ram", "note": "What I typed"} | wrong
    answer = browser(people).post("/parties/new/", given)
    assert answer.status_code == 422 and "What I typed" in answer.content.decode()
    assert SealedRecord.objects.count() == 0


@pytest.mark.parametrize("text", NAUGHTY)
def test_odd_names(people: People, text: str) -> None:
    bina = browser(people)
    given = {"form": "p", "kind": "household", "names": "H" + text, "place": text, "note": text}
    page = bina.post("/parties/new/", given, follow=True).content.decode()
    assert "<script>alert" not in page and read(people.bina, Party)[0].called.startswith("H")
    assert bina.post("/parties/", {"words": "H"}, follow=True).status_code == 200


@pytest.mark.parametrize("script", SCRIPTS)
def test_found_in_any_script_and_not_in_the_address(people: People, script: str) -> None:
    party(people, SCRIPTS[script])
    party(people, "Zzz")
    bina = browser(people)
    assert "Zzz" in bina.get("/parties/").content.decode()
    answer = bina.post("/parties/", {"words": SCRIPTS[script].split()[0]})
    assert answer["Location"] == "/parties/"
    page = bina.get("/parties/").content.decode()
    assert SCRIPTS[script] in page and "Zzz" not in page


def test_correcting_merges_or_shows_both(people: People) -> None:
    id = party(people, "Al Noor", place="Irbid")
    bina, amina = browser(people), browser(people, "amina")
    address = f"/parties/{id}/change/"
    first, second = opened(bina, address), opened(amina, address)
    assert bina.post(address, first | {"place": "Amman"}).status_code == 302
    assert amina.post(address, second | {"phone": "077"}).status_code == 302
    [one] = read(people.bina, Party)
    assert (one.place, one.phone) == ("Amman", "077")
    answer = amina.post(address, second | {"place": "Zarqa"})
    assert answer.status_code == 409 and "Amman" in answer.content.decode()
    with pytest.raises(Conflict):
        parties.correct_party(id, replace(one, place="A"), replace(one, place="B"), by=people.bina)
    with pytest.raises(NoKey):
        parties.correct_party(filed(people), one, one, by=people.bina)


def test_a_party_is_chosen_as_whoever_was_there(people: People) -> None:
    id, worker = party(people, "Al Noor"), filed(people)
    bina = browser(people)
    given = {"form": "j", "stages-0-stage": "recruitment", "stages-0-party": id}
    assert bina.post(f"/workers/{worker}/add/journey/", given).status_code == 302
    assert read(people.bina, Journey)[0].stages == (Stage("recruitment", party=id),)
    assert "Al Noor" in bina.get(f"/workers/{worker}/").content.decode()
    assert (
        bina.post(f"/workers/{worker}/add/journey/", given | {"stages-0-party": worker, "form": "k"}).status_code == 422
    )


def test_what_is_no_party_is_not_there(people: People) -> None:
    bina = browser(people)
    for id in (filed(people), "00000000-0000-4000-8000-000000000000"):
        assert bina.get(f"/parties/{id}/").status_code == 404 == bina.get(f"/parties/{id}/change/").status_code
    assert bina.get(f"/workers/{party(people, 'Al Noor')}/").status_code == 404
