"""How it was and how it is: asked at the beginning and after closing, set side by side, made by answers alone."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from corridor.centre import before_after
from corridor.centre.actions import cases
from corridor.centre.before_after import Went, difference, last_way, went
from corridor.centre.contents import Action, Case, CaseNote, CaseWorker, FollowUp, Grievance, Remedy, Retaliation
from corridor.centre.oversight import File
from corridor.centre.rules import follow_up_days
from corridor.journey.contents import Worker
from corridor.safe import queries
from corridor.safe.actions.records import write_record
from corridor.safe.casebook import Reading
from corridor.safe.content import Content
from corridor.safe.models import SealedRecord
from corridor.safe.tests.people import People, sign_in

MAYA = CaseWorker("11111111-1111-4111-8111-111111111111", "Maya", joined=date(2026, 1, 5))
GOMA = CaseWorker("22222222-2222-4222-8222-222222222222", "Goma", joined=date(2026, 1, 5))
SHREDDED = date(2029, 3, 1)  # three years after 28 February 2026
CLOSED = date(2026, 2, 28)
START = FollowUp(
    "c", "w", done=date(2026, 1, 5), wage=Decimal(200), currency="JOD", hours_a_week=84, holds_papers="absent",
    safe="unknown", at_start=True,
)  # fmt: skip
LATER = FollowUp(
    "c", "w", done=date(2026, 5, 28), wage=Decimal(260), currency="JOD", hours_a_week=54, holds_papers="present",
    safe="present", view="better", reached="reached",
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "start", "later", "way", "told"),
    [
        ("wage", START, LATER, "better", "Better (+60)"),
        ("wage", START, replace(LATER, wage=Decimal("199.5")), "worse", "Worse (-0.5)"),
        ("wage", START, replace(LATER, wage=Decimal("200.00")), "as-before", "As before"),
        ("wage", START, replace(LATER, currency="USD"), "", "Not known"),
        ("wage", replace(START, currency=""), replace(LATER, currency=""), "", "Not known"),
        ("wage", replace(START, wage=None), LATER, "", "Not known"),
        ("wage", None, LATER, "", "Not known"),
        ("hours_a_week", START, LATER, "better", "Better (-30)"),
        ("hours_a_week", replace(START, hours_a_week=48), LATER, "worse", "Worse (+6)"),
        ("hours_a_week", replace(START, hours_a_week=40), replace(LATER, hours_a_week=20), "as-before", "-20"),
        ("holds_papers", START, LATER, "better", "Better"),
        ("holds_papers", START, replace(LATER, holds_papers="not-asked"), "", "Not known"),
        ("safe", START, LATER, "", "Not known"),
        ("safe", replace(START, safe="present"), replace(LATER, safe="absent"), "worse", "Worse"),
    ],
)
def test_which_way_an_answer_went(question: str, start: FollowUp | None, later: FollowUp, way: str, told: str) -> None:
    assert before_after.way(question, start, later) == way
    assert difference(question, start, later) == told


def test_the_last_answer_counts_and_silence_takes_none_back() -> None:
    silent = FollowUp("c", "w", done=date(2027, 2, 28), reached="not-reached")
    worse = replace(LATER, done=date(2026, 8, 28), view="worse", hours_a_week=90)
    assert (
        last_way("hours_a_week", [START, LATER, worse, silent]) == "worse" == last_way("view", [LATER, worse, silent])
    )
    assert last_way("hours_a_week", [LATER, worse]) == "" == last_way("wage", [START]), "one time alone is no change"
    assert last_way("view", [replace(LATER, view="cannot-say")]) == ""


def test_closed_cases_are_counted_and_what_is_not_known_is_said() -> None:
    def file(id: str, closed: date | None, *parts: FollowUp) -> File:
        made = Case(id, workers=(MAYA, GOMA), closed=closed)
        return File(id, made, tuple((f"{id}{number}", one) for number, one in enumerate(parts)))

    hers = (replace(START, worker=MAYA.worker), replace(LATER, worker=MAYA.worker))
    planned = FollowUp("b", GOMA.worker, on=date(2026, 5, 28))
    number, rows = went([file("a", CLOSED, *hers, planned), file("b", None, *hers), file("c", CLOSED)])
    assert number == 4, "two closed cases with two workers each"
    assert rows[0] == Went("wage", 1, 0, 0, 3) and rows[3] == Went("safe", 0, 0, 0, 4)
    assert rows[4] == Went("view", 1, 0, 0, 3)


@pytest.fixture
def case(people: People) -> str:
    """A case with one worker, kept by Bina."""
    made = Case("kiba-tomu-7", "Maya", (MAYA,), "JOR", lead=people.bina.account.key, opened=date(2026, 1, 5))
    return write_record(made, by=people.bina).id


def known(people: People) -> Reading:
    return queries.reading(people.bina, "read_case")


def content_of(known: Reading, case: str, kind: type[Content]) -> list[Any]:
    return [one.content for one in known.parts(case, kind)]


ANSWERS = {"worker": MAYA.worker, "wage": "200", "currency": "JOD", "hours_a_week": "84", "holds_papers": "absent"}


@pytest.mark.django_db
def test_how_it_was_and_how_it_is_stand_side_by_side(people: People, case: str) -> None:
    bina = sign_in(Client(), people.bina)
    form = bina.get(f"/cases/{case}/add/at-start/").context["form"]
    assert form.initial["done"] == timezone.localdate() and form.initial["worker"] == MAYA.worker
    said = {**ANSWERS, "done": "2026-01-05", "safe": "absent", "said": "He keeps my passport"}
    assert bina.post(f"/cases/{case}/add/at-start/", said).status_code == 302
    [start] = content_of(known(people), case, FollowUp)
    assert start.at_start and start.wage == 200 and start.hours_a_week == 84 and not start.stands_open()
    cases.close_case(case, "settled", "better", "", by=people.bina, day=CLOSED)
    later = ANSWERS | {"done": "2026-05-28", "reached": "reached", "wage": "٢٥٠", "hours_a_week": "60"}
    later |= {"holds_papers": "present", "safe": "present", "view": "better"}
    assert bina.post(f"/cases/{case}/add/follow-up/", later).status_code == 302
    page = bina.get(f"/cases/{case}/").content.decode()
    table = page.split("Before and after")[1].split("</table>")[0]
    for told in ("At the beginning", "200 JOD", "Better (+50)", "84", "Better (-24)", "Absent", "He keeps my passport"):
        assert told in table, told
    overseen = sign_in(Client(), people.amina).get("/oversight/").content.decode()
    assert "1 worker of closed cases" in overseen
    row = overseen.split('<th scope="row">Pay a month</th>')[1].split("</tr>")[0]
    assert [cell.split("<")[0] for cell in row.split('">')[1:]] == ["1", "0", "0", "0"]


@pytest.mark.django_db
def test_how_it_was_is_corrected_on_its_own_sheet(people: People, case: str) -> None:
    part = cases.add_to_case(case, replace(START, case=case, worker=MAYA.worker), by=people.bina, form="s").id
    bina, address = sign_in(Client(), people.bina), f"/cases/{case}/part/{part}/"
    form = bina.get(address).context["form"]
    assert "view" not in form.fields and "reached" not in form.fields
    posted = {**ANSWERS, "done": "2026-01-05", "wage": "180", "base": form.initial["base"]}
    assert bina.post(address, posted).status_code == 302
    [start] = content_of(known(people), case, FollowUp)
    assert start.at_start and start.wage == 180
    page = bina.get(f"/cases/{case}/").content.decode()
    assert "180 JOD" in page.split("Before and after")[1], "how it was is told before anything is closed"


@pytest.mark.django_db
def test_a_follow_up_is_made_by_its_form_and_by_no_click(people: People, case: str) -> None:
    cases.close_case(case, "settled", "", "", by=people.bina, day=timezone.localdate() - timedelta(days=200))
    part = min(known(people).parts(case, FollowUp), key=lambda one: one.content.on).id  # type: ignore[attr-defined]
    bina, address = sign_in(Client(), people.bina), f"/cases/{case}/part/{part}/"
    for page in ("/today/", f"/cases/{case}/"):
        shown = bina.get(page).content.decode()
        assert f'href="{address}?made=yes"' in shown and f"{address}done/" not in shown
    assert bina.post(f"{address}done/")["Location"] == f"{address}?made=yes"
    assert known(people).get(part).content.done is None, "a click alone makes none"
    form = bina.get(f"{address}?made=yes").context["form"]
    assert form["done"].value() == timezone.localdate() and bina.get(address).context["form"]["done"].value() is None
    posted = {"worker": MAYA.worker, "done": timezone.localdate().isoformat(), "base": form.initial["base"]}
    empty = bina.post(f"{address}?made=yes", posted)
    assert empty.status_code == 422 and "Say whether she was reached." in empty.content.decode()
    assert bina.post(f"{address}?made=yes", posted | {"reached": "not-reached"}).status_code == 302
    assert known(people).get(part).content.reached == "not-reached"


@pytest.mark.django_db
def test_what_came_of_an_action_is_said_with_the_click(people: People, case: str) -> None:
    ids = [cases.add_to_case(case, Action(case, "call", on=CLOSED), by=people.bina, form=n).id for n in "abc"]
    bina = sign_in(Client(), people.bina)
    shown = bina.get(f"/cases/{case}/").content.decode()
    assert (
        'name="result"' in shown
        and 'name="outcome"' in shown
        and 'name="result"' in bina.get("/today/").content.decode()
    )
    said = ({"outcome": "partly", "result": "Half of it\0 on Friday"}, {"outcome": "no such word"}, {})
    for id, posted in zip(ids, said, strict=True):
        assert bina.post(f"/cases/{case}/part/{id}/done/", posted).status_code == 302
    found = [known(people).get(id).content for id in ids]
    assert all(one.done == timezone.localdate() for one in found)
    assert [(one.outcome, one.result) for one in found] == [("partly", "Half of it on Friday"), ("", ""), ("", "")]


@pytest.mark.django_db
def test_a_closed_case_takes_what_still_comes_and_keeps_it_as_long(people: People, case: str) -> None:
    grievance = cases.add_to_case(case, Grievance(case, "unpaid-wages"), by=people.bina, form="g").id
    cases.close_case(case, "partly-settled", "", "", by=people.bina, day=CLOSED)
    bina = sign_in(Client(), people.bina)
    shown = bina.get(f"/cases/{case}/").content.decode()
    offered = {word: f"/cases/{case}/add/{word}/" in shown for word in ("remedy", "retaliation", "note", "follow-up")}
    assert all(offered.values()), offered
    assert not any(f"/cases/{case}/add/{word}/" in shown for word in ("grievance", "action", "risks", "at-start"))
    instalment = {"grievance": grievance, "worker": MAYA.worker, "step": "received", "kind": "money", "amount": "50"}
    sent = {
        "remedy": instalment,
        "retaliation": {"against": "worker", "kind": "threats"},
        "note": {"text": "She called"},
        "follow-up": {"worker": MAYA.worker, "on": "2026-04-01"},
    }
    for word, posted in sent.items():
        assert bina.post(f"/cases/{case}/add/{word}/", posted).status_code == 302, word
    read = known(people)
    assert [len(read.parts(case, kind)) for kind in (Remedy, Retaliation, CaseNote, FollowUp)] == [1, 1, 1, 4]
    months = set(SealedRecord.objects.filter(centre=people.centre).values_list("shred_after", flat=True))
    assert months == {SHREDDED}
    assert "Retaliation" in bina.get("/today/").content.decode(), "the alert is raised all the same"


@pytest.mark.django_db
def test_what_would_begin_anew_asks_to_open_the_case_and_loses_no_word(people: People, case: str) -> None:
    cases.close_case(case, "settled", "", "", by=people.bina)
    bina = sign_in(Client(), people.bina)
    answer = bina.post(f"/cases/{case}/add/grievance/", {"kind": "unpaid-wages", "wants": "my pay again"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Open it again first." in page and "my pay again" in page
    assert known(people).parts(case, Grievance) == []


@pytest.mark.django_db
def test_opening_again_keeps_what_was_made_promised_or_begun(people: People, case: str) -> None:
    start = replace(START, case=case, worker=MAYA.worker)
    cases.add_to_case(case, start, by=people.bina, form="s")
    cases.close_case(case, "settled", "", "", by=people.bina, day=CLOSED)
    first, second, third = sorted(content_of(known(people), case, FollowUp)[1:], key=lambda one: one.on)
    ids = {one.content.on: one.id for one in known(people).parts(case, FollowUp)}  # type: ignore[attr-defined]
    made = replace(first, done=first.on, reached="reached", view="worse")
    cases.correct_part(case, ids[first.on], made, first, by=people.bina)
    cases.correct_part(case, ids[second.on], moved := replace(second, on=date(2026, 7, 1)), second, by=people.bina)
    promised = FollowUp(case, MAYA.worker, on=date(2026, 4, 15))
    cases.add_to_case(case, promised, by=people.bina, form="p")
    cases.open_again(case, "he did not pay", by=people.bina)
    left = content_of(known(people), case, FollowUp)
    assert [one.on for one in left if one.on] == [first.on, moved.on, promised.on] and third.on not in {
        o.on for o in left
    }
    assert made in left and any(one.at_start for one in left)
    assert set(SealedRecord.objects.filter(centre=people.centre).values_list("shred_after", flat=True)) == {None}
    cases.close_case(case, "settled", "", "", by=people.bina, day=date(2026, 9, 1))
    days = [one.on for one in content_of(known(people), case, FollowUp) if one.on]
    assert days == [first.on, moved.on, promised.on, *follow_up_days(date(2026, 9, 1))]


@pytest.mark.parametrize("closed", [date(2026, 1, 31), date(2026, 2, 28), date(2024, 2, 29), date(2026, 12, 1)])
def test_the_way_to_reach_her_outlives_the_last_follow_up(closed: date) -> None:
    gone = Worker("kiba-tumu-2", closed=closed).shred_after()
    assert gone and gone - follow_up_days(closed)[-1] > timedelta(days=89), "three months are left to reach her"
    kept = Case("n", closed=closed).shred_after()
    assert kept and kept > gone
