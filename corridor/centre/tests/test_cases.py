"""A case and what belongs to it: kept, corrected by two at once, closed with reminders that stop, opened again."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from corridor.centre.actions import cases
from corridor.centre.contents import (
    Action,
    Case,
    CaseNote,
    CaseWorker,
    FollowUp,
    Grievance,
    Remedy,
    Respondent,
    Retaliation,
)
from corridor.centre.reading import case_view, handles, ledger
from corridor.journey.contents import Name, Party, Worker
from corridor.safe import queries
from corridor.safe.actions.records import write_record
from corridor.safe.casebook import Reading
from corridor.safe.faults import Conflict, NoKey
from corridor.safe.models import SealedRecord
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people: People) -> str:
    """A case with one worker, kept by Bina."""
    workers = (CaseWorker("11111111-1111-4111-8111-111111111111", "Maya", joined=date(2026, 1, 5)),)
    made = Case(number="kiba-tomu-7", label="Maya", workers=workers, country="JOR", lead=people.bina.account.key)
    return write_record(replace(made, opened=date(2026, 1, 5)), by=people.bina).id


def known(people: People, name: str = "bina") -> Reading:
    return queries.reading(people.members[name], "read_case")


def add(people: People, case: str, part: Grievance | Action | Remedy | Retaliation, form: str = "f") -> str:
    return cases.add_to_case(case, part, by=people.bina, form=form).id


def test_what_is_sent_twice_is_kept_once(people: People, case: str) -> None:
    grievance = Grievance(case, "unpaid-wages", wants="My pay of three months")
    assert add(people, case, grievance) == add(people, case, grievance)
    [entry] = known(people).parts(case, Grievance)
    assert entry.content.author == "bina" and entry.content.wants == "My pay of three months"


def test_two_people_change_different_fields_and_both_stand(people: People, case: str) -> None:
    part = add(people, case, Grievance(case, "unpaid-wages", wants="three months", told="since May"))
    base = known(people).get(part).content
    cases.correct_part(case, part, replace(base, wants="four months"), base, by=people.bina)
    cases.correct_part(case, part, replace(base, told="since April"), base, by=people.chandra)
    found = known(people).get(part).content
    assert (found.wants, found.told) == ("four months", "since April")


def test_two_people_change_the_same_field_and_nothing_is_lost(people: People, case: str) -> None:
    part = add(people, case, Grievance(case, "unpaid-wages", wants="three months"))
    base = known(people).get(part).content
    cases.correct_part(case, part, replace(base, wants="four months"), base, by=people.bina)
    with pytest.raises(Conflict):
        cases.correct_part(case, part, replace(base, wants="five months"), base, by=people.chandra)
    assert known(people).get(part).content.wants == "four months"


def test_the_page_shows_both_texts_and_keeps_the_one_that_lost(people: People, case: str) -> None:
    part = add(people, case, Grievance(case, "unpaid-wages", wants="three months"))
    client, address = sign_in(Client(), people.chandra), f"/cases/{case}/part/{part}/"
    page = client.get(address)
    posted = {"kind": "unpaid-wages", "wants": "five months", "base": page.context["form"].initial["base"], "form": "x"}
    base = known(people).get(part).content
    cases.correct_part(case, part, replace(base, wants="four months"), base, by=people.bina)
    clash = client.post(address, posted)
    assert (
        clash.status_code == 409 and "four months" in clash.content.decode() and "five months" in clash.content.decode()
    )
    again = posted | {"base": clash.context["form"].initial["base"], "clashed": "yes"}
    assert client.post(address, again).status_code == 302
    assert known(people).get(part).content.wants == "five months"
    [note] = known(people).parts(case, CaseNote)
    assert "four months" in note.content.text


def test_the_case_itself_keeps_the_text_that_lost_too(people: People, case: str) -> None:
    client, address = sign_in(Client(), people.chandra), f"/cases/{case}/change/"
    base = known(people).get(case).content
    posted = {"label": "Maya of the second floor", "base": client.get(address).context["form"].initial["base"]}
    cases.correct_case(case, replace(base, label="Maya, wages"), base, by=people.bina)
    clash = client.post(address, posted)
    assert clash.status_code == 409 and "Maya, wages" in clash.content.decode()
    again = posted | {"base": clash.context["form"].initial["base"], "clashed": "yes"}
    assert client.post(address, again).status_code == 302
    assert known(people).get(case).content.label == "Maya of the second floor"
    [note] = known(people).parts(case, CaseNote)
    assert "Maya, wages" in note.content.text


def test_correcting_a_grievance_keeps_whose_party_a_respondent_is(people: People, case: str) -> None:
    chain = (Respondent("employer", "party-1", "Household 1"), Respondent("sponsor", "party-2", "Household 2"))
    part = add(people, case, Grievance(case, "unpaid-wages", respondents=chain))
    client, address = sign_in(Client(), people.bina), f"/cases/{case}/part/{part}/"
    rows = {f"respondents-{i}-role": one.role for i, one in enumerate(chain)}
    rows |= {"respondents-0-name": "Household 1", "respondents-1-name": "Another household"}
    posted = {"kind": "unpaid-wages", "base": client.get(address).context["form"].initial["base"], **rows}
    assert client.post(address, posted).status_code == 302
    found = known(people).get(part).content.respondents
    [made] = known(people).of_type(Party)
    assert [(one.name, one.party) for one in found] == [("Household 1", "party-1"), ("Another household", made.id)]


def test_reminders_stop_at_closing_and_follow_ups_begin(people: People, case: str) -> None:
    add(people, case, Action(case, "call", on=date(2026, 3, 1), why="promised"))
    cases.close_case(case, "settled", "better", "I have my pay", by=people.bina, day=date(2026, 2, 28))
    read = known(people)
    entry = read.get(case)
    assert not entry.is_open and entry.content.her_words == "I have my pay"
    [action] = read.parts(case, Action)
    assert action.content.done and not action.is_open
    asked = [one.content.on for one in read.parts(case, FollowUp)]
    assert asked == [date(2026, 5, 28), date(2026, 8, 28), date(2027, 2, 28)]
    months = set(SealedRecord.objects.filter(centre=people.centre).values_list("shred_after", flat=True))
    assert months == {date(2029, 3, 1)}, "what belongs to a case is destroyed with it"


def test_her_file_closes_with_her_last_case_and_opens_with_the_next(people: People) -> None:
    worker = write_record(Worker("kiba-tumu-2", names=(Name("Maya"),)), by=people.bina).id
    inside = (CaseWorker(worker, "Maya"),)
    first, second = (write_record(Case(number=n, workers=inside), by=people.bina).id for n in ("a", "b"))
    cases.close_case(first, "settled", "", "", by=people.bina)
    assert known(people).get(worker).content.closed is None
    cases.close_case(second, "settled", "", "", by=people.bina, day=date(2026, 2, 28))
    assert known(people).get(worker).content.closed == date(2026, 2, 28)
    assert SealedRecord.objects.get(id=worker).shred_after == date(2027, 6, 1), "three months after the last follow-up"
    cases.open_again(second, "", by=people.bina)
    assert known(people).get(worker).content.closed is None
    assert SealedRecord.objects.get(id=worker).shred_after is None


def test_opening_again_takes_the_follow_ups_back(people: People, case: str) -> None:
    cases.close_case(case, "settled", "", "", by=people.bina)
    cases.open_again(case, "the employer did not pay", by=people.bina)
    read = known(people)
    assert read.get(case).is_open and read.parts(case, FollowUp) == []
    assert set(SealedRecord.objects.filter(centre=people.centre).values_list("shred_after", flat=True)) == {None}


def test_instalments_add_up_and_currencies_do_not(people: People, case: str) -> None:
    worker = "11111111-1111-4111-8111-111111111111"
    grievance = add(people, case, Grievance(case, "unpaid-wages"))
    lines = [
        ("claimed", "900", "JOD"),
        ("received", "200", "JOD"),
        ("received", "150.5", "JOD"),
        ("received", "20", "USD"),
    ]
    for number, (step, amount, currency) in enumerate(lines):
        add(
            people, case, Remedy(case, grievance, worker, step, amount=Decimal(amount), currency=currency), f"f{number}"
        )
    read = known(people)
    rows = {one.currency: one.steps for one in ledger(case_view(read, read.get(case), handles(people.bina.account)))}
    assert rows["JOD"] == {"claimed": Decimal(900), "received": Decimal("350.5")}
    assert rows["USD"] == {"received": Decimal(20)}
    page = sign_in(Client(), people.bina).get(f"/cases/{case}/")
    assert page.status_code == 200 and "350.5" in page.content.decode()


def test_an_alert_stands_until_somebody_takes_it_up(people: People, case: str) -> None:
    alert = add(people, case, Retaliation(case, "worker", "dismissal", told="sent away"))
    client = sign_in(Client(), people.chandra)
    assert "I take it up" in client.get(f"/cases/{case}/").content.decode()
    assert client.post(f"/cases/{case}/part/{alert}/done/").status_code == 302
    assert known(people).get(alert).content.seen_by == "chandra"
    assert "I take it up" not in client.get(f"/cases/{case}/").content.decode()


@pytest.mark.parametrize("name", ["dalia", "esther", "hana", "farida"])
def test_a_case_is_not_there_for_others(people: People, case: str, name: str) -> None:
    client = sign_in(Client(), people.members[name])
    missing = client.get("/cases/00000000-0000-4000-8000-000000000000/")
    there = client.get(f"/cases/{case}/")
    assert there.status_code == missing.status_code and there.status_code in (403, 404)
    with pytest.raises(NoKey):
        cases.add_to_case(case, CaseNote(case, "x"), by=people.members[name], form="f")


def test_a_form_that_does_not_fit_tells_where_and_keeps_what_was_typed(people: People, case: str) -> None:
    client = sign_in(Client(), people.bina)
    answer = client.post(f"/cases/{case}/add/grievance/", {"kind": "", "begin_": "the day after", "wants": "my pay"})
    assert answer.status_code == 422 and "my pay" in answer.content.decode()
    assert set(answer.context["form"].errors) >= {"kind"}
    assert client.get(f"/cases/{case}/add/nonsense/").status_code == 404
