"""Days that matter: counted from the shelf's rules, the narrowest one, with offices that are closed; and reminders."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from corridor.centre.actions import cases
from corridor.centre.contents import Action, Case, CaseWorker, Grievance, Proceeding, ProceedingStep
from corridor.centre.deadlines import (
    _counted,
    deadlines_for,
    deadlines_of,
    working_day,
)
from corridor.centre.reading import case_view, handles
from corridor.journey.contents import Journey, Stage, Worker
from corridor.journey.when import MONTH, When
from corridor.reference.shelf import shelf
from corridor.reference.working_days import is_working_day, public_holidays, weekend
from corridor.safe import queries
from corridor.safe.actions.records import write_record
from corridor.safe.tests.people import People, open_centre, sign_in

pytestmark = pytest.mark.django_db
WORKER = "11111111-1111-4111-8111-111111111111"
MAY = When("May 2026", exact=MONTH, first=date(2026, 5, 1), last=date(2026, 5, 31))


def ids(found: list) -> list[str]:
    return [one.id for one in found]


def test_a_day_on_which_offices_are_closed_moves_to_the_next_working_day() -> None:
    assert working_day(date(2026, 5, 7), "JOR") == date(2026, 5, 7), "a Thursday"
    assert working_day(date(2026, 5, 8), "JOR") == date(2026, 5, 10), "Friday and Saturday are the weekend"
    assert working_day(date(2026, 5, 8), "LBN") == date(2026, 5, 8), "in Lebanon a Friday is a working day"
    assert working_day(date(2026, 5, 1), "LBN") == date(2026, 5, 4), "Labour Day, then Saturday and Sunday"
    assert working_day(date(2026, 5, 25), "JOR") > date(2026, 5, 25), "Independence Day"


def test_a_country_that_the_library_and_the_shelf_do_not_know_has_a_weekend_all_the_same() -> None:
    assert public_holidays("", 2026) == public_holidays("???", 2026) == frozenset()
    assert weekend(date(2026, 5, 8), "") == weekend(date(2026, 5, 8), "KEN") == {5, 6}
    assert not is_working_day(date(2026, 5, 9), "")


def test_the_weekend_of_a_country_that_changed_it_is_that_of_the_time() -> None:
    assert weekend(date(2026, 1, 2), "ARE") == {5, 6}
    assert weekend(date(2021, 1, 1), "ARE") == weekend(date(2021, 1, 1), ""), "no row holds yet: the widest one"


def test_claims_are_counted_in_days_and_in_months_of_the_calendar() -> None:
    events = {"dismissal": date(2026, 3, 1), "wage-due": date(2026, 1, 31)}
    found = {one.id: one for one in deadlines_for("JOR", None, events, ("unpaid-wages", "dismissal"))}
    assert found["jor-dismissal"].day == date(2026, 4, 30) and found["jor-labour-claim"].day == date(2028, 1, 31)
    assert found["jor-dismissal"].law and found["jor-dismissal"].flag and found["jor-dismissal"].rule.source
    [lebanon] = deadlines_for("LBN", "labour-court", {"dismissal": date(2026, 1, 31)}, ("dismissal",))
    assert lebanon.day == date(2026, 2, 28) and lebanon.open_on == date(2026, 3, 2), "a Saturday: told, not moved"


def test_working_days_leave_out_weekends_and_public_holidays() -> None:
    [appeal] = deadlines_for("ARE", "labour-court", {"decision": date(2026, 11, 20)})
    assert appeal.id == "are-appeal" and appeal.day > date(2026, 11, 20) + timedelta(days=19)
    assert is_working_day(appeal.day, "ARE") and appeal.open_on is None


def test_what_is_not_about_this_country_forum_or_grievance_is_not_shown() -> None:
    assert deadlines_for("JOR", "police", {"wage-due": date(2026, 1, 1)}) == []
    assert deadlines_for("JOR", None, {"dismissal": date(2026, 1, 1)}, ("food-housing",)) == []
    assert deadlines_for("KEN", None, {"wage-due": date(2026, 1, 1)}) == []
    assert deadlines_for("JOR", None, {}) == deadlines_for("", None, {"wage-due": date(2026, 1, 1)}) == []
    assert "ind-wages" not in ids(deadlines_for("IND", None, {"wage-due": date(2025, 1, 1)}, ("unpaid-wages",)))
    assert ids(deadlines_for("IND", None, {"wage-due": date(2026, 1, 1)}, ("unpaid-wages",))) == ["ind-wages"]


def test_the_narrowest_rule_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    promise = shelf().get("deadlines", "centre-report-answered")
    own = type(promise)(promise.kind, promise.values | {"id": "jor-own", "countries": ("JOR",), "days": 3})
    wages = type(promise)(promise.kind, own.values | {"id": "jor-wages", "grievances": ("unpaid-wages",), "days": 1})
    monkeypatch.setattr(type(shelf()), "all", lambda _, kind: [promise, own, wages] if kind == "deadlines" else [])
    came = {"report-received": date(2026, 1, 5)}
    assert ids(deadlines_for("LBN", None, came)) == ["centre-report-answered"]
    assert ids(deadlines_for("JOR", None, came)) == ["jor-wages", "jor-own"], "of which grievance is not known yet"
    assert ids(deadlines_for("JOR", None, came, ("unpaid-wages",))) == ["jor-wages"]
    assert ids(deadlines_for("JOR", None, came, ("debt",))) == ["jor-own"]


@pytest.mark.parametrize("event", [date.min, date.max, date(9998, 1, 1)])
def test_a_day_that_can_not_be_gives_no_deadline_and_no_error(event: date) -> None:
    rule = shelf().get("deadlines", "jor-labour-claim")
    assert _counted(rule, event, "JOR") is None and deadlines_for("JOR", None, {"wage-due": event}) == []


@pytest.fixture
def case(people: People) -> str:
    """A case in Jordan, kept by Bina."""
    made = Case("baku-timu-3", label="Maya", country="JOR", lead=people.bina.account.key, opened=date(2026, 6, 1))
    return write_record(replace(made, workers=(CaseWorker(WORKER, "Maya"),)), by=people.bina).id


def days(people: People, case: str) -> list:
    known = queries.reading(people.bina, "read_case")
    return deadlines_of(case_view(known, known.get(case), handles(people.bina.account)), known)


def add(people: People, case: str, *parts: object) -> None:
    for number, part in enumerate(parts):
        cases.add_to_case(case, part, by=people.bina, form=f"{part.TYPE} {number}")  # type: ignore[arg-type]


def test_of_what_she_knows_as_a_month_the_first_day_counts(people: People, case: str) -> None:
    add(people, case, Grievance(case, "unpaid-wages", begin=MAY), Grievance(case, "food-housing", begin=MAY))
    [wages] = days(people, case)
    assert wages.id == "jor-labour-claim" and wages.day == date(2028, 5, 1), "the earliest end is the safe one"


def test_a_proceeding_starts_the_days_of_its_own_forum(people: People) -> None:
    made = Case("baku-timu-3", country="BGD", opened=date(2026, 6, 1))
    case = write_record(made, by=people.bina).id
    steps = (ProceedingStep("filed", date(2026, 6, 10)), ProceedingStep("order", date(2026, 6, 20)))
    add(people, case, Grievance(case, "debt"), Proceeding(case, "employer", steps=steps))
    assert ids(days(people, case)) == ["bgd-grievance-answer", "bgd-labour-court"]


def test_where_she_came_from_only_what_was_done_there_counts(people: People) -> None:
    worker = write_record(Worker("baku-timu-3", nationality="NPL"), by=people.bina).id
    stages = (Stage("destination", end=MAY), Stage("return", begin=MAY))
    write_record(Journey(worker, "NPL", "KWT", stages=stages), by=people.bina)
    made = Case("baku-timu-3", country="KWT", workers=(CaseWorker(worker, "Maya"),), opened=date(2026, 6, 1))
    case = write_record(made, by=people.bina).id
    add(people, case, Grievance(case, "deception"))
    found = {one.id: one.day for one in days(people, case)}
    assert found == {"kwt-labour-claim": date(2027, 5, 1), "npl-foreign-employment": date(2027, 5, 1)}


def test_a_closed_case_has_no_days_any_more(people: People, case: str) -> None:
    add(people, case, Grievance(case, "unpaid-wages", begin=MAY))
    cases.close_case(case, "settled", "better", "", by=people.bina)
    assert days(people, case) == []


def test_a_reminder_carries_the_rule_and_the_reason_and_is_set_once(people: People, case: str) -> None:
    soon = timezone.localdate() - timedelta(days=50)
    add(people, case, Grievance(case, "dismissal", begin=When("then", first=soon, last=soon)))
    client = sign_in(Client(), people.chandra)
    for _ in range(2):
        assert client.post(f"/cases/{case}/remind/", {"deadline": "jor-dismissal"}).status_code == 302
    known = queries.reading(people.bina, "read_case")
    [action] = [one.content for one in known.parts(case, Action)]
    assert action.forum == "jor-dismissal" and "60 days" in action.why and "60 days" in action.rule
    assert (action.kind, action.who, action.author) == ("court", people.bina.account.key, "chandra")
    assert action.on == timezone.localdate(), "two weeks before is past: today"
    assert [one.reminded for one in days(people, case) if one.id == "jor-dismissal"] == [True]


def test_no_reminder_of_what_does_not_run_here_or_is_not_hers(people: People, case: str) -> None:
    client = sign_in(Client(), people.bina)
    for asked in ("", "jor-dismissal", "nonsense", "\0"):
        assert client.post(f"/cases/{case}/remind/", {"deadline": asked}).status_code == 404
    other = sign_in(Client(), open_centre("Another", "x", outside=False).bina)
    assert other.post(f"/cases/{case}/remind/", {"deadline": "jor-labour-claim"}).status_code == 404
    assert queries.reading(people.bina, "read_case").parts(case) == []


def test_the_box_tells_the_day_the_rule_its_source_and_its_doubts(people: People, case: str) -> None:
    dismissed = When("then", first=timezone.localdate(), last=timezone.localdate())
    add(people, case, Grievance(case, "dismissal", begin=dismissed), Grievance(case, "unpaid-wages", begin=MAY))
    known = queries.reading(people.bina, "read_case")
    view = case_view(known, known.get(case), handles(people.bina.account))
    told = {"view": view, "deadlines": deadlines_of(view, known), "today": timezone.localdate(), "may_change": True}
    page = render_to_string("centre/_deadlines.html", told)
    for said in ("Arbitrary dismissal", "She was dismissed", "Labour Law No. 8 of 1996", "general knowledge"):
        assert said in page, said
    assert page.count("<form") == len(told["deadlines"])
    assert "<form" not in render_to_string("centre/_deadlines.html", told | {"may_change": False})
    assert render_to_string("centre/_deadlines.html", told | {"deadlines": []}).strip() == ""
