"""What a coordinator sees: worked figures over made-up cases, and handing over when somebody left."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from corridor.centre import oversight
from corridor.centre.actions import cases
from corridor.centre.contents import (
    Action,
    Assessment,
    Case,
    CaseWorker,
    FollowUp,
    Grievance,
    Proceeding,
    ProceedingStep,
    Remedy,
    Respondent,
    Retaliation,
    RiskTalk,
    Service,
)
from corridor.centre.oversight import LESS, NOTHING, Duration, File, Load, Served
from corridor.journey.contents import Party, Referral, ReferralStep
from corridor.safe import queries
from corridor.safe.actions.records import Naming, write_record
from corridor.safe.content import Content
from corridor.safe.tests.people import People, open_centre, sign_in

TODAY = date(2026, 6, 15)
BEFORE, AFTER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
ONE, TWO, THREE = (CaseWorker(f"{n}1111111-1111-4111-8111-111111111111", n) for n in "123")


def file(id: str, case: Case | None = None, *parts: Content) -> File:
    made = case or Case(id, opened=date(2026, 1, 1), workers=(ONE,), lead="bina")
    return File(id, made, tuple((f"{id}-{number}", one) for number, one in enumerate(parts)))


def test_caseload_counts_what_is_open_overdue_and_without_a_plan() -> None:
    files = [
        file("a", None, Action("a", "call", on=BEFORE), Action("a", "call", on=AFTER), FollowUp("a", "w", on=BEFORE)),
        file("b", None, Action("b", "call"), Action("b", "call", on=BEFORE, done=BEFORE)),
        file("c", Case("c", lead="bina", next_on=TODAY)),
        file("d", Case("d", lead="bina", closed=BEFORE, next_on=BEFORE), FollowUp("d", "w", on=AFTER)),
        file("e", Case("e", closed=BEFORE)),
        file("f", Case("f"), Referral("f", "w", "A shelter", answer_by=BEFORE)),
        file("g", Case("g"), Referral("g", "w", "A shelter", steps=(ReferralStep("done"),), answer_by=BEFORE)),
    ]
    assert oversight.caseload(files, TODAY) == [Load("", 2, 1, 1), Load("bina", 3, 2, 1, 1)]
    assert [(one.id, day) for one, day in oversight.overdue(files, TODAY)] == [("a", BEFORE), ("f", BEFORE)]
    assert oversight.caseload_of(files, "bina") == ["a", "b", "c", "d"], "what is closed and followed up is not lost"


def test_alerts_stand_open_until_somebody_takes_them_up_and_count_for_three_months() -> None:
    old, late = Retaliation("a", "worker", "fired", day=date(2026, 3, 1)), date(2026, 5, 1)
    files = [
        file("a", None, old, Retaliation("a", "worker", "fired", day=late)),
        file("b", None, Retaliation("b", "worker", "fired", day=late, seen_on=late)),
    ]
    waits, told = oversight.alerts(files, TODAY)
    assert [alert.day for _, alert in waits] == [date(2026, 3, 1), late] and told == 2


def claim(case: str, step: str, amount: int | None, **more: object) -> Remedy:
    money = None if amount is None else Decimal(amount)
    return Remedy(case, f"{case}-0", ONE.worker, step, amount=money, currency="JOD", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ledger", "missing"),
    [
        ([], NOTHING),
        ([("claimed", 300), ("awarded", 300)], NOTHING),
        ([("claimed", 300), ("received", 100)], LESS),
        ([("claimed", 300), ("received", 100), ("received", 200)], ""),
        ([("entitled", 900), ("claimed", 300), ("received", 300)], ""),
        ([("entitled", 900), ("received", 300)], LESS),
        ([("claimed", 900), ("claimed", 300), ("received", 300)], ""),
        ([("claimed", None), ("received", None)], ""),
        ([("received", 10)], ""),
    ],
)
def test_met_is_what_she_holds_in_her_hands(ledger: list[tuple[str, int | None]], missing: str) -> None:
    closed = Case("a", closed=TODAY, workers=(ONE,))
    parts = [Grievance("a", "unpaid-wages", wants="My pay"), *(claim("a", *line) for line in ledger)]
    found = oversight.unmet([file("a", closed, *parts)])
    assert [one.what for one in found] == ([missing] if missing else [])
    assert oversight.unmet([file("a", replace(closed, closed=None), *parts)]) == [], "it is not over yet"


def test_another_currency_thing_or_woman_is_not_what_was_claimed() -> None:
    got = replace(claim("a", "received", 300), currency="USD")
    for other in (got, replace(got, currency="JOD", worker=TWO.worker), replace(got, currency="JOD", kind="apology")):
        parts = (Grievance("a", "unpaid-wages", wants="My pay"), claim("a", "claimed", 300), other)
        [found] = oversight.unmet([file("a", Case("a", closed=TODAY), *parts)])
        assert found.what == LESS
    assert oversight.unmet([file("a", Case("a", closed=TODAY), Grievance("a", "debt"))]) == [], "no demand was said"


def test_days_from_opening_and_too_few_to_say() -> None:
    files = [
        file(
            name,
            Case(name, opened=date(2026, 1, 1), closed=date(2026, 1, 1) + timedelta(days=days) if days else None),
            Grievance(name, "debt"),
            Action(name, "call", done=date(2026, 1, 1) + timedelta(days=acted)),
            Action(name, "call", done=date(2026, 2, 28)),
            claim(name, "offered", 5, on=date(2025, 12, 1)),
        )
        for name, acted, days in (("a", 0, 10), ("b", 3, 20), ("c", 10, 0), ("d", 4, 0))
    ]
    found = {one.step: one for one in oversight.durations(files)}
    assert found["action"] == Duration("action", 4, 3.5, 0) and found["closed"] == Duration("closed", 2, None, 2)
    assert found["offered"].count == 0, "an offer before she came is not the centre's"
    assert oversight.durations([file("e", Case("e"))])[0] == Duration("action", 0, None), (
        "nobody said when it was opened"
    )


def test_days_to_a_referral_a_complaint_a_hearing_an_order_and_an_award() -> None:
    def on(days: int) -> date:
        return date(2026, 1, 1) + timedelta(days=days)

    files = [
        file(
            str(days),
            None,
            Referral("a", "w", "A shelter", steps=(ReferralStep("sent", on(days)), ReferralStep("done", on(1)))),
            Proceeding("a", "court", steps=(ProceedingStep("hearing", on(50)), ProceedingStep("filed", on(days)))),
            Proceeding("a", "police", steps=(ProceedingStep("hearing", on(days + 30)), ProceedingStep("order"))),
            claim(str(days), "awarded", 300, on=on(days * 10)),
        )
        for days in (2, 4, 9)
    ]
    found = {one.step: one for one in oversight.durations([*files, file("none"), file("e", Case("e"))])}
    assert found["referral"] == Duration("referral", 3, 4, 1) and found["filed"] == Duration("filed", 3, 4, 1)
    assert found["hearing"] == Duration("hearing", 3, 34, 1) and found["awarded"] == Duration("awarded", 3, 40, 1)
    assert found["order"] == Duration("order", 0, None, 4), "an order without a day is none to count from"


def test_who_has_to_answer_again_is_known_by_party_and_by_name_in_any_script() -> None:
    party = {"p": Party("organisation", ("Gulf Star", "نجمة الخليج"))}
    answering = [
        (Respondent("origin-agency", party="p"),),
        (Respondent("origin-agency", name=" GULF  star"),),
        (Respondent("origin-agency", name="نجمه الخليج"), Respondent("employer", name="Mr. K")),
        (Respondent("employer", name="Mr. K"), Respondent("employer", name="mr. k"), Respondent("employer")),
        (Respondent("sponsor", name="Only once"), Respondent("sponsor", party="unknown")),
    ]
    both = Case("x", workers=(ONE, TWO))
    files = [
        file(str(n), both if n == 0 else None, Grievance(str(n), "debt", respondents=them))
        for n, them in enumerate(answering)
    ]
    found = oversight.respondents(files, party)
    assert [(one.called, len(one.cases), len(one.workers)) for one in found] == [("Gulf Star", 3, 2), ("Mr. K", 2, 1)]


def test_kinds_and_sectors_count_cases_and_workers_not_entries() -> None:
    work = Case("a", sector="domestic-work", workers=(ONE, TWO, THREE))
    twice = (Grievance("a", "debt", workers=(ONE.worker,)), Grievance("a", "debt", workers=(ONE.worker,)))
    files = [file("a", work, *twice, Grievance("a", "violence")), file("b", None, Grievance("b", "debt"))]
    assert [(one.called, len(one.cases), len(one.workers)) for one in oversight.kinds(files)] == [
        ("debt", 2, 1),
        ("violence", 1, 3),
    ]
    assert [(one.called, len(one.cases), len(one.workers)) for one in oversight.sectors(files)] == [
        ("domestic-work", 1, 3)
    ]


def test_people_and_contacts_are_counted_apart() -> None:
    given = [Service("training", people=20), Service("health", ONE.worker), Service("health", ONE.worker)]
    whole, kinds = oversight.served([*given, Service("training", ONE.worker)])
    assert whole == Served("", 1, 23) and kinds == [Served("health", 1, 2), Served("training", 1, 21)]
    assert oversight.served([]) == (Served("", 0, 0), [])


@pytest.fixture
def case(people: People) -> str:
    made = Case("baku-timu-3", label="Maya", workers=(ONE,), lead=people.bina.account.key, opened=TODAY)
    return write_record(made, by=people.bina).id


@pytest.mark.django_db
def test_the_page_is_the_coordinators_and_empty_at_first(people: People) -> None:
    assert "No case stands open" in sign_in(Client(), people.amina).get("/oversight/").content.decode()
    for name in ("bina", "dalia", "farida", "esther", "hana", "ines", "lina"):
        assert sign_in(Client(), people.members[name]).get("/oversight/").status_code == 404


@pytest.mark.django_db
def test_the_page_tells_what_recurs_and_what_was_not_reached(people: People, case: str) -> None:
    him = (Respondent("employer", name="Mr. Karim"),)
    other = write_record(
        Case("muka-tabu-1", label="Two sisters", workers=(TWO, THREE), opened=TODAY), by=people.bina
    ).id
    for id in (case, other):
        cases.add_to_case(id, Grievance(id, "debt", wants="My passport", respondents=him), by=people.bina, form="g")
    cases.add_to_case(case, Retaliation(case, "worker", "dismissal"), by=people.bina, form="r")
    filed = Proceeding(case, "labour-court", steps=(ProceedingStep("filed", TODAY),))
    talk = RiskTalk(case, ONE.worker, decides="goes-ahead", on=TODAY)
    cases.add_to_case(case, filed, by=people.bina, form="p", talks=(talk,))
    cases.close_case(other, "nothing", "worse", "", by=people.bina)
    page = sign_in(Client(), people.amina).get("/oversight/").content.decode()
    for said in ("Mr. Karim", "My passport", "Two sisters", "Nothing obtained", "nobody took it up yet", "too few"):
        assert said in page, said
    filed_row = '<th scope="row">Filed</th><td class="num">too few to say</td><td class="num">1</td><td class="num">1'
    assert filed_row in page


@pytest.mark.django_db
def test_an_assessment_changes_no_figure(people: People, case: str) -> None:
    amina = sign_in(Client(), people.amina)
    before = amina.get("/oversight/").content
    write_record(Assessment(case, ONE.worker, reasons="every sign", absent=("x",), on=TODAY), by=people.bina)
    after = amina.get("/oversight/").content
    assert _without_tokens(before) == _without_tokens(after)


def _without_tokens(page: bytes) -> list[bytes]:
    return [line for line in page.splitlines() if b"csrfmiddlewaretoken" not in line]


@pytest.mark.django_db
def test_handing_over_when_somebody_left(people: People, case: str) -> None:
    mine, theirs = people.bina.account.key, people.chandra.account.key
    cases.add_to_case(case, Action(case, "call", who=mine, on=timezone.localdate()), by=people.bina, form="a")
    kept = write_record(Case("muka-tabu-1", lead=mine, closed=TODAY), by=people.bina).id
    write_record(FollowUp(kept, ONE.worker, on=TODAY), by=people.bina)
    done = write_record(Case("muka-tabu-2", lead=mine, closed=TODAY), by=people.bina).id
    account = people.bina.account
    account.is_active = False
    account.save()
    amina = sign_in(Client(), people.amina)
    assert "bina (somebody who left)" in amina.get("/oversight/").content.decode()
    answer = amina.post("/oversight/hand-over/", {"from": mine, "to": theirs}, follow=True)
    assert "2 of 2 cases were handed over to chandra." in answer.content.decode()
    known = queries.reading(people.amina, "oversee_centre")
    assert [known.get(id).content.lead for id in (case, kept, done)] == [theirs, theirs, mine]
    assert [one.content.who for one in known.parts(case, Action)] == [theirs]


@pytest.mark.django_db
def test_what_she_was_to_do_in_other_peoples_cases_is_handed_over_too(people: People, case: str) -> None:
    bina, chandra = people.bina.account.key, people.chandra.account.key
    kept = [Action(case, "call", who=chandra), Action(case, "court", who=chandra, done=TODAY), Action(case, "letter")]
    for number, one in enumerate(kept):
        cases.add_to_case(case, one, by=people.bina, form=str(number))
    naming = Naming((people.bina.account,), restricted=True)
    closed = write_record(Case("muka-tabu-1", lead=bina), by=people.bina, naming=naming).id
    cases.add_to_case(closed, Action(closed, "call", who=chandra), by=people.bina, form="c")
    amina = sign_in(Client(), people.amina)
    page = amina.get("/oversight/").content.decode()
    assert f'<option value="{chandra}">chandra' in page, "she has no case of her own"
    page = amina.post("/oversight/hand-over/", {"from": chandra, "to": people.amina.account.key}, follow=True)
    assert "in 1 of 1 cases of other people was handed over to amina" in page.content.decode()
    known = queries.reading(people.bina, "read_case")
    who = {one.content.kind: one.content.who for one in known.parts(case, Action)}
    assert who == {"call": people.amina.account.key, "court": chandra, "letter": ""}
    assert known.get(case).content.lead == bina and known.parts(closed, Action)[0].content.who == chandra


@pytest.mark.django_db
def test_what_is_not_hers_to_read_is_not_handed_over(people: People, case: str) -> None:
    naming = Naming((people.bina.account,), restricted=True)
    write_record(Case("muka-tabu-1", lead=people.bina.account.key), by=people.bina, naming=naming)
    amina = sign_in(Client(), people.amina)
    posted = {"from": people.bina.account.key, "to": people.chandra.account.key}
    assert "1 of 1 cases" in amina.post("/oversight/hand-over/", posted, follow=True).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("whose", "to"),
    [("", "chandra"), ("bina", ""), ("bina", "bina"), ("bina", "dalia"), ("nobody", "chandra"), ("\0", "x")],
)
def test_a_wrong_choice_hands_nothing_over_and_is_told(people: People, case: str, whose: str, to: str) -> None:
    key = {name: people.members[name].account.key for name in ("bina", "chandra", "dalia")}
    posted = {"from": key.get(whose, whose), "to": key.get(to, to)}
    answer = sign_in(Client(), people.amina).post("/oversight/hand-over/", posted)
    assert answer.status_code == 422 and "Choose who hands over" in answer.content.decode()
    assert queries.reading(people.bina, "read_case").get(case).content.lead == key["bina"]
    assert sign_in(Client(), people.bina).post("/oversight/hand-over/", posted).status_code == 404


@pytest.mark.django_db
def test_another_centre_sees_and_hands_over_nothing(people: People, case: str) -> None:
    other = sign_in(Client(), open_centre("Another", "x", outside=False).amina)
    assert "Maya" not in other.get("/oversight/").content.decode()
    posted = {"from": people.bina.account.key, "to": people.chandra.account.key}
    assert other.post("/oversight/hand-over/", posted).status_code == 422
