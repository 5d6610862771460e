"""Parties end: destroyed by hand, with their name as words where they are named; or a year after nothing names them."""

from datetime import date, timedelta

import pytest
from django.test import Client

from corridor.centre.contents import Case, Grievance, Respondent
from corridor.journey.actions import parties
from corridor.journey.contents import Consent, Journey, Party, Referral, Stage, Worker
from corridor.recruitment.contents import Charge, Hop, Loan, Terms
from corridor.safe.actions.records import Naming, write_record
from corridor.safe.content import Content
from corridor.safe.faults import NoKey
from corridor.safe.models import SealedRecord
from corridor.safe.queries import reading
from corridor.safe.tests.people import People, sign_in
from corridor.work.contents import Spell

pytestmark = pytest.mark.django_db
LATER = date.today() + timedelta(days=40)  # when a party is not fresh any more


@pytest.fixture(autouse=True)
def not_looked_yet() -> None:
    parties._looked.clear()


def kept(people: People, content: Content) -> str:
    return write_record(content, by=people.bina).id


def content(people: People, id: str) -> Content | None:
    found = reading(people.bina, "read_case").get(id)
    return found.content if found else None


def look(people: People, name: str = "bina", today: date = LATER) -> int:
    parties._looked.clear()
    return parties.end_unnamed(reading(people.members[name], "read_case"), today)


@pytest.fixture
def party(people: People) -> str:
    return kept(people, Party("person", ("Golden Gate", "गोल्डेन"), phone="+977 1234567", note="her uncle"))


def story(people: People, party: str) -> dict[str, str]:
    """What names it, by type."""
    worker, case = kept(people, Worker("kiba-tomu-7")), kept(people, Case("kiba-1"))
    return {
        "grievance": kept(people, Grievance(case, "unpaid-wages", respondents=(Respondent("agency", party),))),
        "journey": kept(people, Journey(worker, stages=(Stage("transit", party=party, note="paid there"),))),
        "consent": kept(people, Consent(worker, "referral", party, ("called",))),
        "referral": kept(people, Referral(case, worker, "", to=party, steps=())),
        "hop": kept(people, Hop(worker, "c", "agency", party=party)),
        "terms": kept(people, Terms(worker, "c", "said", employer=party)),
        "loan": kept(people, Loan(worker, lender=party)),
        "spell": kept(people, Spell(worker, "paid-work", employer=party)),
    }


def test_destroyed_by_a_coordinator_and_named_in_words(people: People, party: str) -> None:
    named, amina = story(people, party), sign_in(Client(), people.amina)
    page = amina.get(f"/parties/{party}/destroy/").content.decode()
    assert "It is named in 1 case." in page and "Golden Gate" in page
    assert f"{len(named) - 1} records of workers" in page, "the grievance is told with its case"
    assert f"/parties/{party}/destroy/" in amina.get(f"/parties/{party}/").content.decode()
    assert amina.post(f"/parties/{party}/destroy/")["Location"] == "/parties/"
    assert content(people, party) is None and not SealedRecord.objects.filter(id=party).exists()
    left = {type: content(people, id) for type, id in named.items()}
    assert left["grievance"].respondents == (Respondent("agency", "", "Golden Gate"),)
    assert left["journey"].stages == (Stage("transit", note="Golden Gate · paid there"),)
    assert (left["consent"].recipient, left["referral"].to, left["referral"].to_name) == (
        *("Golden Gate", ""),
        "Golden Gate",
    )
    words = (left["hop"].name, left["terms"].employer_name, left["loan"].lender_name, left["spell"].employer_name)
    assert words == ("Golden Gate",) * 4
    assert (left["hop"].party, left["terms"].employer, left["loan"].lender, left["spell"].employer) == ("",) * 4
    assert "1234567" not in str(left) and "uncle" not in str(left)


def test_a_caseworker_destroys_none(people: People, party: str) -> None:
    bina = sign_in(Client(), people.bina)
    assert bina.get(f"/parties/{party}/destroy/").status_code == bina.post(f"/parties/{party}/destroy/").status_code
    assert bina.get(f"/parties/{party}/destroy/").status_code == 404
    assert "destroy" not in bina.get(f"/parties/{party}/").content.decode()
    with pytest.raises(NoKey):
        parties.erase_party(party, by=people.bina)


def test_a_closed_case_keeps_its_end(people: People, party: str) -> None:
    case = kept(people, Case("kiba-1", closed=date(2026, 1, 10)))
    id = kept(people, Grievance(case, "unpaid-wages", respondents=(Respondent("agency", party),)))
    parties.erase_party(party, by=people.amina)
    assert SealedRecord.objects.get(id=id).shred_after == date(2029, 2, 1)


def test_in_a_record_that_she_could_not_read_it_is_told_as_destroyed(people: People, party: str) -> None:
    naming = Naming((people.bina.account,), restricted=True)
    worker = write_record(Worker("kiba-tomu-7"), by=people.bina, naming=naming).id
    write_record(Journey(worker, stages=(Stage("transit", party=party),)), by=people.bina, naming=naming)
    parties.erase_party(party, by=people.amina)
    page = sign_in(Client(), people.bina).get(f"/workers/{worker}/").content.decode()
    assert "a party that was destroyed" in page and party not in page


def test_which_nothing_names_ends_a_year_later(people: People, party: str) -> None:
    assert look(people, today=date.today()) == 0, "it was just entered"
    assert look(people) == 1 and content(people, party).unnamed == LATER
    months = LATER.year * 12 + LATER.month + 12
    assert SealedRecord.objects.get(id=party).shred_after == date(months // 12, months % 12 + 1, 1)
    assert look(people) == 0, "noted once"


@pytest.mark.parametrize("type", ["grievance", "journey", "consent", "referral", "hop", "terms", "loan", "spell"])
def test_which_anything_names_stays(people: People, party: str, type: str) -> None:
    ids = story(people, party)
    SealedRecord.objects.filter(id__in=[id for name, id in ids.items() if name != type]).delete()
    from corridor.safe import casebook

    casebook.drop()
    assert look(people) == 0 and SealedRecord.objects.get(id=party).shred_after is None


def test_named_by_one_of_its_names_it_stays_and_named_again_it_is_kept(people: People, party: str) -> None:
    assert look(people) == 1
    case = kept(people, Case("kiba-1"))
    kept(people, Grievance(case, "unpaid-wages", respondents=(Respondent("agency", name=" GOLDEN  gate "),)))
    assert look(people) == 1 and content(people, party).unnamed is None
    assert SealedRecord.objects.get(id=party).shred_after is None


@pytest.mark.parametrize(
    "content",
    [
        Hop("w", "c", name="golden  GATE"),
        Terms("w", "c", "said", employer_name="Golden Gate"),
        Terms("w", "c", "said", by="Golden Gate"),
        Charge("w", "c", payee="गोल्डेन"),
        Loan("w", lender_name="Golden Gate"),
        Spell("w", employer_name="Golden Gate"),
    ],
    ids=lambda content: content.TYPE,
)
def test_named_in_words_on_her_road_it_stays(people: People, party: str, content: Content) -> None:
    kept(people, content)
    assert look(people) == 0


def test_a_name_that_she_gave_it_stays(people: People, party: str) -> None:
    id = kept(people, Hop("w", "c", party=party, name="Uncle with the van"))
    parties.erase_party(party, by=people.amina)
    assert content(people, id) == Hop("w", "c", name="Uncle with the van")


def test_who_reads_what_others_do_not_takes_the_note_away(people: People, party: str) -> None:
    naming = Naming((people.chandra.account,), restricted=True)
    case = write_record(Case("kiba-1"), by=people.chandra, naming=naming).id
    held = Grievance(case, "unpaid-wages", respondents=(Respondent("agency", party),))
    write_record(held, by=people.chandra, naming=naming)
    assert look(people) == 1 and look(people, "chandra") == 1 and content(people, party).unnamed is None


def test_opening_a_page_looks_once_a_day(people: People, party: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parties, "FRESH", timedelta(0))
    bina = sign_in(Client(), people.bina)
    bina.get("/parties/")
    assert content(people, party).unnamed is not None
    other = kept(people, Party("person", ("Another",)))
    bina.get("/parties/")
    assert content(people, other).unnamed is None, "tomorrow"
