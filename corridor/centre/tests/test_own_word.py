"""Nobody is in a case without her word: it is kept with its day and how it was explained, or said to be missing."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from corridor.centre.actions.intake import Intake, take_grievance
from corridor.centre.actions.people import Joining, take_into_case
from corridor.centre.contents import HERSELF, UNASKED, Case, CaseWorker
from corridor.centre.tests.sharing import two_centres
from corridor.centre.tests.test_handing_over import accepted, hand_over
from corridor.centre.tests.test_intake import ADDRESS, SHORTEST, filed, fresh
from corridor.field.contents import Report
from corridor.journey.contents import Consent
from corridor.journey.drafts import FormDraft
from corridor.journey.readdressing import difference, put_back, readdressed
from corridor.safe import queries
from corridor.safe.actions.records import write_record
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db
ASKED = "Not asked yet whether they want to be in this case"


def browser(people: People) -> Client:
    return sign_in(Client(), people.bina)


def the_case(people: People) -> Case:
    [entry] = queries.reading(people.bina, "read_case").of_type(Case)
    assert isinstance(entry.content, Case)
    return entry.content


def id_of(people: People) -> str:
    [entry] = queries.reading(people.bina, "read_case").of_type(Case)
    return entry.id


def test_intake_keeps_that_each_said_yes_herself_without_a_click_more(people: People) -> None:
    bina = browser(people)
    shown = bina.get(ADDRESS).content.decode()
    assert 'name="word" value="herself" class' not in shown.split("<details")[1], "it is seen before it is kept"
    hurry = shown.split('<button class="btn btn-primary btn-lg">')[0]
    assert 'name="word"' in hurry and "and nothing more" in hurry
    [chosen] = [one for one in hurry.split("<input") if 'name="word"' in one and "checked" in one]
    assert 'value="herself"' in chosen
    given = fresh(bina) | SHORTEST | {"word": "herself", "others": "Maya", "language": "ne"}
    assert given["how"] == "spoken"
    answer = bina.post(ADDRESS, given)
    assert answer.status_code == 302
    today = timezone.localdate()
    for row in the_case(people).workers:
        assert (row.word, row.asked_on, row.joined, row.asked_by) == (HERSELF, today, today, "bina")
        assert (row.how, row.language, row.consent) == ("spoken", "ne", "")
    assert queries.reading(people.bina, "read_case").of_type(Consent) == [], "it allows nothing else"
    case = bina.get(answer["Location"]).content.decode()
    assert ASKED not in case and "she said yes herself · Spoken · Nepali" in case
    listed = bina.get(f"{answer['Location']}workers/").content.decode()
    assert listed.count("she said yes herself · Spoken · Nepali") == 2 and "Keep her word" not in listed


@pytest.mark.parametrize("said", ["not-asked", ""])
def test_who_was_not_asked_is_told_until_she_is(people: People, said: str) -> None:
    bina = browser(people)
    at = bina.post(ADDRESS, fresh(bina) | SHORTEST | {"word": said, "language": "ne"})["Location"]
    [row] = the_case(people).workers
    assert (row.word, row.asked_on, row.how, row.language) == (UNASKED, None, "", "")
    assert f"{ASKED}: <bdi" in bina.get(at).content.decode()
    assert "Keep her word" in bina.get(f"{at}workers/").content.decode()
    asked = bina.post(f"{at}workers/", {"worker": row.worker}).content.decode()
    assert "<h1>Her word</h1>" in asked and 'name="how"' in asked and 'name="language"' in asked
    today = timezone.localdate().isoformat()
    sent = {"worker": row.worker, "sure": "yes", "on": today, "how": "interpreter", "language": "ne"}
    assert bina.post(f"{at}workers/", sent).status_code == 422, "only when it was explained"
    assert bina.post(f"{at}workers/", sent | {"explained": "on"}).status_code == 302
    [now] = the_case(people).workers
    assert (now.word, now.how, now.language, now.joined) == (HERSELF, "interpreter", "ne", row.joined)
    assert now.asked_on == timezone.localdate() and now.asked_by == "bina"
    assert ASKED not in bina.get(at).content.decode()
    bina.post(f"{at}workers/", sent | {"explained": "on", "how": "written"})
    assert the_case(people).workers == (now,), "her word stands as she gave it"


def test_what_is_no_answer_is_told(people: People) -> None:
    bina = browser(people)
    answer = bina.post(ADDRESS, fresh(bina) | SHORTEST | {"word": "for-her"})
    assert answer.status_code == 422 and "My passport back." in answer.content.decode()


def test_who_wrote_from_outside_does_not_stand_here(people: People) -> None:
    report = write_record(Report("documents", "He keeps our passports"), by=people.bina).id
    shown = browser(people).get(ADDRESS, {"report": report}).content.decode()
    [chosen] = [one for one in shown.split("<input") if 'name="word"' in one and "checked" in one]
    assert 'value="not-asked"' in chosen


def test_joining_later_keeps_who_said_yes_when_and_how(people: People) -> None:
    take_grievance(Intake("Sita", kind="debt", next_kind="call", word=HERSELF), by=people.bina, form="f")
    day, goma = timezone.localdate(), filed(people, "Goma")
    joining = Joining(goma, "", day, how="interpreter", language="bn")
    for worker in (joining, Joining("", "Asha", day, form="a", how="read-aloud")):
        take_into_case(id_of(people), worker, by=people.bina)
    rows = {one.called: one for one in the_case(people).workers}
    assert rows["Goma"] == CaseWorker(
        goma, "Goma", day, word=HERSELF, asked_on=day, asked_by="bina", how="interpreter", language="bn"
    )
    assert (rows["Asha"].word, rows["Asha"].how) == (HERSELF, "read-aloud")


def test_her_word_that_is_kept_later_takes_nothing_away(people: People) -> None:
    """Who joined before this was asked has her day and the entry of her ledger still."""
    sita, day = filed(people), timezone.localdate()
    before = CaseWorker(sita, "Sita", day - timedelta(days=9), consent="an entry")
    id = write_record(Case("kiba", workers=(before,)), by=people.bina).id
    take_into_case(id, Joining(sita, "", day, how="spoken"), by=people.bina)
    said = {"word": HERSELF, "asked_on": day, "asked_by": "bina", "how": "spoken"}
    assert the_case(people).workers == (replace(before, **said),)  # type: ignore[arg-type]


def test_a_draft_keeps_that_she_was_not_asked(people: People) -> None:
    bina = browser(people)
    given = fresh(bina) | {"called": "Sita", "word": "not-asked", "where": "intake"}
    bina.post("/drafts/keep/", given)
    [entry] = queries.reading(people.bina, "read_case").of_type(FormDraft)
    taken_up = bina.get(f"/drafts/{entry.id}/", follow=True).content.decode()
    [chosen] = [one for one in taken_up.split("<input") if 'name="word"' in one and "checked" in one]
    assert 'value="not-asked"' in chosen


def test_what_she_said_to_this_centre_does_not_go_to_another(people: People) -> None:
    two = two_centres(people)
    take_into_case(two.case, Joining(two.worker, "", timezone.localdate(), how="spoken"), by=two.bina)
    two.consent("called", "grievance", purpose="hand-over")
    hand_over(two, [two.grievance])
    accepted(two)
    [entry] = two.known(there=True).of_type(Case)
    assert isinstance(entry.content, Case)
    [row] = entry.content.workers
    assert row == CaseWorker(row.worker, row.called, row.joined), "whoever takes her in there asks her"


def test_files_joined_by_an_earlier_version_still_come_apart() -> None:
    """What was kept of a case then lacks the fields that came since."""
    before = Case("kiba", workers=(CaseWorker("old", "Sita"), CaseWorker("x", "Maya")))
    after = readdressed(before, "old", "new")
    new = ("word", "asked_on", "asked_by", "how", "language", "outcome", "her_view", "her_words")
    then = [_without(one, new) for one in difference(before, after)]
    assert put_back(after, *then) == before


def _without(told: str, names: tuple[str, ...]) -> str:
    plain: Any = json.loads(told)
    rows = [{name: value for name, value in row.items() if name not in names} for row in plain["workers"]]
    return json.dumps(plain | {"workers": rows})
