"""Forms that add something to a case: kept while she types, hers alone, taken up whole, gone when they are sent."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from corridor.centre.contents import Action, Case, CaseWorker, Grievance
from corridor.centre.sheets import PARTS
from corridor.journey.contents import Name, Worker
from corridor.journey.drafts import PAGES, FormDraft
from corridor.safe import queries
from corridor.safe.actions.records import write_record
from corridor.safe.casebook import Entry
from corridor.safe.content import Content
from corridor.safe.models import SealedRecord
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db
KEEP, SCRIPT = "/drafts/keep/", {"HTTP_ACCEPT": "application/json"}


def browser(people: People, name: str = "bina") -> Client:
    return sign_in(Client(), people.members[name])


def of_type(people: People, kind: type[Content], name: str = "bina") -> list[Entry]:
    return queries.reading(people.members[name], "read_case").of_type(kind)


@pytest.fixture
def case(people: People) -> str:
    worker = write_record(Worker("basi-melo-2", (Name("Sita"),)), by=people.bina).id
    workers = (CaseWorker(worker, "Sita", joined=date(2026, 1, 1)),)
    return write_record(Case("kula-tano-4", workers=workers), by=people.bina).id


def typed(client: Client, case: str, word: str, **said: Any) -> dict[str, Any]:
    """What the page holds when this was typed into it."""
    page = client.get(f"/cases/{case}/add/{word}/")
    given = {
        name: page.context["form"][name].value() or ""
        for name in ("form", "who", "state", "worker")
        if name in page.context["form"].fields
    }
    assert f'data-draft="{KEEP}"' in page.content.decode()
    return given | {"where": word, "about": case} | said


def test_a_grievance_that_is_not_finished_comes_back_with_its_rows_and_goes_when_it_is_sent(
    people: People, case: str
) -> None:
    bina, chandra = browser(people), browser(people, "chandra")
    rows = {"respondents-0-name": "Falcon Agency", "respondents-0-role": "employer", "respondents-3-name": "Mr Blue"}
    given = typed(bina, case, "grievance", kind="unpaid-wages", told="half a sente", begin="spring 2078", **rows)
    given |= {"begin_calendar": "bikram-sambat"}
    assert bina.post(KEEP, given, **SCRIPT).json() == {"kept": True}
    [entry] = of_type(people, FormDraft)
    assert of_type(people, FormDraft, "chandra") == [] == of_type(people, FormDraft, "amina")
    assert SealedRecord.objects.get(id=entry.id).shred_after
    today = bina.get("/today/").content.decode()
    assert "half a sente" in today or "Falcon" in today
    taken_up = bina.get(f"/drafts/{entry.id}/", follow=True)
    page, form = taken_up.content.decode(), taken_up.context["form"]
    assert "half a sente" in page and 'value="Falcon Agency"' in page and 'value="Mr Blue"' in page
    assert form["form"].value() == given["form"] and 'value="bikram-sambat" selected' in page
    assert f"/cases/{case}/add/grievance/" in str(taken_up.redirect_chain) and "Falcon" not in str(
        taken_up.redirect_chain
    )
    address = f"/cases/{case}/add/grievance/?draft={entry.id}"
    assert bina.get(address).status_code == 200 and chandra.get(address).status_code == 404
    assert bina.get(f"/cases/{case}/add/action/?draft={entry.id}").status_code == 404, "another form's"
    assert bina.post(f"/cases/{case}/add/grievance/", given).status_code == 302
    assert of_type(people, FormDraft) == [] and len(of_type(people, Grievance)) == 1
    assert bina.post(KEEP, given, **SCRIPT).json() == {"kept": False}, "it was on the way when it was sent"
    assert of_type(people, FormDraft) == []


@pytest.mark.parametrize("word", PARTS)
def test_every_form_of_a_case_is_kept_and_taken_up(people: People, case: str, word: str) -> None:
    bina, sheet = browser(people), PARTS[word]
    [name, *_] = [slot.name for slot in sheet.every if slot.how in ("area", "line")]
    given = typed(bina, case, word)
    assert bina.post(KEEP, given, **SCRIPT).json() == {"kept": False}, "nothing was written yet, only chosen before"
    assert bina.post(KEEP, given | {name: "Kestrel"}, **SCRIPT).json() == {"kept": True}
    [entry] = of_type(people, FormDraft)
    assert isinstance(entry.content, FormDraft)
    assert entry.content.begun == "Kestrel" and entry.content.label == sheet.label
    page = bina.get(f"/drafts/{entry.id}/", follow=True)
    assert page.status_code == 200 and "Kestrel" in page.content.decode()


def test_it_is_kept_by_the_button_and_thrown_away(people: People, case: str) -> None:
    bina = browser(people)
    page = bina.post(KEEP, typed(bina, case, "action", what="Call the agency\0"), follow=True).content.decode()
    assert "The draft is kept." in page and "Call the agency" in page and of_type(people, Action) == []
    [entry] = of_type(people, FormDraft)
    bina.post(f"/drafts/{entry.id}/destroy/")
    assert of_type(people, FormDraft) == []


@pytest.mark.parametrize("about", ["", "elsewhere", "../..", "x" * 5000])
def test_what_is_about_nothing_is_not_kept(people: People, case: str, about: str) -> None:
    given = {"where": "action", "form": "g", "what": "words", "about": about}
    assert browser(people).post(KEEP, given, **SCRIPT).json() == {"kept": False}


def test_odd_names_of_fields_open_no_other_door(people: People, case: str) -> None:
    bina = browser(people)
    odd = dict.fromkeys(("data", "content", "options", "sheet", "known", "respondents-00-name", "begin_calendar"), "x")
    for where, about in (("grievance", case), ("intake", "")):
        given = {"where": where, "form": f"odd {where}", "told": "words", "about": about} | odd
        assert bina.post(KEEP, given, **SCRIPT).json() == {"kept": True}
    for entry in of_type(people, FormDraft):
        assert bina.get(f"/drafts/{entry.id}/", follow=True).status_code == 200


def test_her_drafts_go_with_the_case(people: People, case: str) -> None:
    amina = browser(people, "amina")
    assert amina.post(KEEP, typed(amina, case, "note", text="Kestrel"), **SCRIPT).json() == {"kept": True}
    assert amina.post(f"/cases/{case}/destroy/").status_code == 302
    assert of_type(people, FormDraft, "amina") == []


def test_pages_of_forms_are_known() -> None:
    assert set(PARTS) < set(PAGES) and not PAGES["intake"].fits("x") and PAGES["intake"].fits("")
