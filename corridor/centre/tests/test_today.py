"""Today's list: what is due, in which order, whose, and that nothing of an assessment ever moves it."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from corridor.centre import listing
from corridor.centre.actions import cases
from corridor.centre.contents import Action, Answer, Assessment, Case, CaseWorker, FollowUp, Retaliation
from corridor.field.contents import Report
from corridor.journey.actions.drafts import keep_form_draft
from corridor.journey.contents import Contact, Referral, ReferralStep, Worker
from corridor.journey.drafts import FormDraft
from corridor.safe import casebook, queries
from corridor.safe.actions.notebook import write_note
from corridor.safe.actions.records import Naming, change_record, write_record
from corridor.safe.content import Content
from corridor.safe.notebook.contents import Typed
from corridor.safe.tests.people import People, open_centre, sign_in

pytestmark = pytest.mark.django_db
WORKER = "11111111-1111-4111-8111-111111111111"


def day(days: int = 0) -> date:
    return timezone.localdate() + timedelta(days=days)


def case(people: People, label: str, lead: str = "bina", **more: object) -> str:
    """An open case with a plan far away, so that only what a test adds is seen."""
    key = people.members[lead].account.key if lead else ""
    made = Case("baku-timu-3", label, (CaseWorker(WORKER, "Maya"),), lead=key, opened=day(-30), next_on=day(300))
    return write_record(replace(made, **more), by=people.bina).id  # type: ignore[arg-type]


def add(people: People, id: str, part: Content) -> str:
    return cases.add_to_case(id, part, by=people.bina, form=f"{part.TYPE} {hash(part)}").id


def page_of(people: People, name: str = "bina", whose: str = "") -> str:
    client = sign_in(Client(), people.members[name])
    if whose:
        assert client.post("/today/", {"whose": whose})["Location"] == "/today/", "nothing stands in the address"
    answer = client.get("/today/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def order(page: str, *labels: str) -> list[str]:
    return sorted((one for one in labels if one in page), key=page.index)


def test_an_empty_day_says_what_would_be_here(people: People) -> None:
    page = page_of(people)
    assert "Nothing is due." in page and "<title>Today · Corridor</title>" in page.replace("\n", "")


def test_alerts_first_then_appointments_by_hour_then_the_oldest_first(people: People) -> None:
    who = people.bina.account.key
    for label, on, at in (("Ada", -1, ""), ("Bea", -9, ""), ("Cora", 0, "14:30"), ("Dina", 0, "9"), ("Edda", 1, "8")):
        id = case(people, label)
        add(people, id, Action(id, "call", who=who, on=day(on), at=at, why=f"because of {label}"))
    alarmed = case(people, "Fanny", lead="chandra")
    add(people, alarmed, Retaliation(alarmed, "worker", "dismissal", told="She was sent away"))
    case(people, "Gita", next_on=day(-4))
    page = page_of(people)
    assert order(page, "Fanny", "Dina", "Cora", "Bea", "Gita", "Ada") == ["Fanny", "Dina", "Cora", "Bea", "Gita", "Ada"]
    assert "Edda" not in page.split('id="coming"')[0], "tomorrow's"
    assert "because of Bea" in page and "She was sent away" in page and "overdue" in page
    assert "alert-danger" in page.split("Dina")[0]


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("9", (9, 0)),
        ("09:30", (9, 30)),
        ("1430", (14, 30)),
        ("٩:١٥", (9, 15)),
        ("2 pm", (14, 0)),
        ("after tea", (24, 0)),
    ],
)
def test_hours_as_people_write_them(said: str, first: tuple[int, int]) -> None:
    assert listing._hour(said)[:2] == first


def test_hers_is_what_names_her_nobody_or_somebody_who_left(people: People) -> None:
    chandra = people.chandra.account
    theirs, nobodys, mine = (
        case(people, "Of Chandra", "chandra"),
        case(people, "Of nobody", ""),
        case(people, "Of Bina"),
    )
    for id in (theirs, nobodys, mine):
        add(people, id, Action(id, "call", on=day()))
    helped = case(people, "Helped by Bina", "chandra")
    add(people, helped, Action(helped, "call", who=people.bina.account.key, on=day()))
    page = page_of(people)
    assert "Of Chandra" not in page and all(one in page for one in ("Of nobody", "Of Bina", "Helped by Bina"))
    everybody = page_of(people, whose="everybody")
    assert "Of Chandra" in everybody and "chandra" in everybody
    assert "Of Chandra" not in page_of(people, whose="nonsense"), "anything else is her own list"
    chandra.is_active = False
    chandra.save()
    assert "Of Chandra" in page_of(people), "what was of somebody who left is everybody's until it is handed over"


def test_the_switch_holds_in_the_session(people: People) -> None:
    id = case(people, "Of Chandra", "chandra")
    add(people, id, Action(id, "call", on=day()))
    bina = sign_in(Client(), people.bina)
    bina.post("/today/", {"whose": "everybody"})
    assert all("Of Chandra" in bina.get("/today/").content.decode() for _ in range(2))
    bina.post("/today/", {"whose": "me"})
    assert "Of Chandra" not in bina.get("/today/").content.decode()


def test_done_from_the_list_comes_back_to_the_list(people: People) -> None:
    id = case(people, "Maya")
    add(people, id, Action(id, "call", on=day(-1)))
    add(people, id, Retaliation(id, "worker", "dismissal"))
    bina = sign_in(Client(), people.bina)
    for _ in range(2):
        page = bina.get("/today/").content.decode()
        address = re.search(r'action="(/cases/[^"]+/done/)"', page)[1]  # type: ignore[index]
        assert bina.post(address, {"back": "today"})["Location"] == "/today/"
    page = bina.get("/today/").content.decode()
    assert "Nothing is due." in page and "Retaliation" not in page
    assert [one.content.seen_by for one in reading(people).parts(id, Retaliation)] == ["bina"]


def reading(people: People, name: str = "bina") -> casebook.Reading:
    return queries.reading(people.members[name], "read_case")


def test_a_follow_up_of_a_closed_case_is_due_with_its_name_even_on_a_cold_start(people: People) -> None:
    id = case(people, "Closed one")
    cases.close_case(id, "settled", "better", "", by=people.bina, day=day(-200))
    casebook.drop()
    page = page_of(people)
    assert page.count("Closed one") == 2, "after three and six months; not yet after twelve"
    assert "Follow-up: Maya" in page and "Nothing is due." not in page


def test_referrals_without_an_answer(people: People) -> None:
    id = case(people, "Referred")
    sent = (ReferralStep("sent", day(-3)),)
    worker = write_record(Worker("muka-tabu-1"), by=people.bina).id
    add(people, id, Referral(id, WORKER, "The shelter", steps=sent))
    add(people, id, Referral(id, WORKER, "The clinic", steps=sent, answer_by=day(5)))
    add(people, id, Referral(id, WORKER, "The union", steps=(*sent, ReferralStep("done", day(-1))), answer_by=day(-2)))
    write_record(Referral(worker, worker, "The school", steps=sent, answer_by=day(-2)), by=people.bina)
    casebook.drop()
    page = page_of(people)
    assert "The shelter" in page and "The school" in page and "muka-tabu-1" in page
    assert "The clinic" not in page and "The union" not in page


def test_open_cases_without_a_plan_are_not_forgotten(people: People) -> None:
    case(people, "Forgotten", next_on=None)
    undated = case(people, "Undated", next_on=None, opened=day(-90))
    add(people, undated, Action(undated, "call"))
    planned = case(people, "Planned", next_on=None)
    add(people, planned, Action(planned, "call", on=day(40)))
    case(people, "Closed", next_on=None, closed=day(-1))
    case(people, "Of Chandra", "chandra", next_on=None)
    page = page_of(people)
    assert order(page, "Forgotten", "Undated", "Planned", "Closed", "Of Chandra") == ["Undated", "Forgotten"]


def test_a_long_day_is_cut_and_leads_on(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corridor.centre.views.today.TODAY_MOST", 2)
    for number in range(4):
        case(people, f"due {number}", next_on=day(-number))
        case(people, f"free {number}", next_on=None)
    page = page_of(people)
    assert "2 more are due" in page and "2 more<" in page
    assert order(page, "due 3", "due 2", "due 1") == ["due 3", "due 2"]


def test_reports_notes_and_drafts_are_told_in_a_line(people: People) -> None:
    write_record(Report("pay", "No pay since May", day=day()), by=None, centre=people.centre)
    taken = Report("pay", "Another", day=day(), taken_up_by="bina", taken_up_on=day())
    write_record(taken, by=None, centre=people.centre)
    write_note(Typed("Call back", remind=day(-1)), by=people.bina, form="n")
    keep_form_draft(FormDraft("f", "intake", fields='{"wants": ["half a sentence"]}'), by=people.bina)
    page = page_of(people)
    assert "1 new report from outside" in page and "No pay since May" not in page
    assert "half a sentence" in page and "half a sentence" not in page_of(people, "chandra")
    assert "1 item due" in page.split("<main")[1]


def test_appointments_of_the_next_seven_days_are_folded_below_what_is_due(people: People) -> None:
    for label, on, at in (("Ada", 8, "9"), ("Bea", 7, "14:30"), ("Cora", 7, "9"), ("Dina", 2, "10"), ("Edda", 2, "")):
        id = case(people, label)
        add(people, id, Action(id, "court", on=day(on), at=at))
    theirs = case(people, "Fanny", "chandra")
    add(people, theirs, Action(theirs, "court", on=day(1), at="8"))
    add(people, theirs, Action(theirs, "court", who=people.bina.account.key, on=day(-1)))
    page = page_of(people)
    above, coming = page.split('<details id="coming"')
    assert "Coming days" in coming and "Fanny" in above and "Dina" not in above
    assert order(coming, "Dina", "Cora", "Bea", "Ada", "Edda", "Fanny") == ["Dina", "Cora", "Bea"]
    everybody = page_of(people, whose="everybody").split('<details id="coming"')[1]
    assert order(everybody, "Dina", "Cora", "Bea", "Fanny") == ["Fanny", "Dina", "Cora", "Bea"]


def test_every_line_carries_a_reason_though_nobody_wrote_one(people: People) -> None:
    closed = case(people, "Closed one")
    cases.close_case(closed, "settled", "better", "", by=people.bina, day=day(-100))
    looked = case(people, "Looked at", next_on=day(-1), opened=date(2026, 3, 2))
    planned = case(people, "Planned", next_on=day(-1), opened=date(2026, 3, 3))
    add(people, planned, Action(planned, "court", on=day(90)))
    case(people, "Unplanned", next_on=None, opened=date(2026, 3, 4))
    add(people, looked, Referral(looked, WORKER, "The shelter", steps=(ReferralStep("sent", date(2026, 5, 3)),)))
    said = ReferralStep("accepted", date(2026, 5, 4))
    add(people, looked, Referral(looked, WORKER, "The clinic", steps=(said,), answer_by=day(-2)))
    page = page_of(people)
    for told in (
        "3 months after closing",
        "no answer since 3 May 2026",
        "accepted on 4 May 2026, not done yet",
        "open since 2 March 2026<",
        "open since 3 March 2026<",
        "no day was set since 4 March 2026",
    ):
        assert told in page, told
    bare = case(people, "Bare", next_on=day(-1), opened=date(2026, 3, 5))
    assert "open since 5 March 2026, nothing else is planned" in page_of(people), bare


def reached(people: People, kind: str, *contacts: Contact, never: tuple[str, ...] = ()) -> str:
    worker = write_record(Worker("muka-tabu-1", contacts=contacts, never=never), by=people.bina).id
    id = case(people, "Maya's", workers=(CaseWorker(worker, "Maya"),))
    add(people, id, Action(id, kind, on=day()))
    return id


NEVER_NOW = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@pytest.mark.parametrize("is_cold", [False, True])
def test_what_means_reaching_her_says_how_and_whether_now_is_safe(people: People, is_cold: bool) -> None:
    other_day = NEVER_NOW[(day().weekday() + 2) % 7]
    ways = (Contact("whatsapp", "+962 7 1234", hours="18-21 or so"), Contact("call", "+962 7 9999", days=(other_day,)))
    id = reached(people, "call", *ways)
    if is_cold:
        casebook.drop()
    for page in (page_of(people), sign_in(Client(), people.bina).get(f"/cases/{id}/").content.decode()):
        assert "How to reach her safely" in page and "WhatsApp 18-21 or so" in page
        assert "Phone call: This way is not safe on this day. Safe now: WhatsApp" in page
        assert "7 1234" not in page, "a list is read over shoulders"


@pytest.mark.parametrize(
    ("kind", "contacts", "never", "told"),
    [
        ("call", (), (), "Do not contact her before she has said how."),
        ("call", (Contact("call", "07"),), ("call",), "No way to her is safe now."),
        ("counselling", (Contact("call", "07"),), (), ""),
        ("court", (), (), ""),
    ],
)
def test_a_warning_where_now_is_not_safe_or_nothing_is_known(
    people: People, kind: str, contacts: tuple[Contact, ...], never: tuple[str, ...], told: str
) -> None:
    id = reached(people, kind, *contacts, never=never)
    for page in (page_of(people), sign_in(Client(), people.bina).get(f"/cases/{id}/").content.decode()):
        assert (told in page) if told else ('class="mb-1 flag"' not in page)
        assert ("How to reach her safely" in page) is (kind != "court")


def test_a_follow_up_tells_of_the_one_who_is_asked_even_when_her_file_is_gone(people: People) -> None:
    id = case(people, "Two", workers=(CaseWorker(WORKER, "Maya"), CaseWorker(WORKER[:-1] + "2", "Rita")))
    add(people, id, FollowUp(id, WORKER, on=day()))
    page = page_of(people)
    assert "How to reach her safely is not known." in page and "Rita" not in page
    meddled = case(people, "Odd", workers=(CaseWorker("no id", "Lal"),))
    add(people, meddled, Action(meddled, "call", on=day()))
    casebook.drop()
    assert page_of(people).count("How to reach her safely is not known.") == 2


def flip(content: Assessment) -> Assessment:
    changed = {"present": "absent", "absent": "present"}
    answers = tuple(replace(one, state=changed.get(one.state, one.state)) for one in content.indicators)
    return replace(
        content, indicators=answers, absent=() if content.absent else ("involuntary",), reasons="turned round"
    )


def test_no_assessment_moves_the_list(people: People) -> None:
    made = []
    for number in range(6):
        id = case(people, f"case {number}", next_on=day(-number) if number % 2 else None)
        add(people, id, Action(id, "call", on=day(-3), why=f"why {number}"))
        answers = (Answer("FLI-01", "present" if number % 3 else "absent"),)
        made.append(write_record(Assessment(id, WORKER, answers, reasons="as it was", on=day(-1)), by=people.bina))
    before = listing.today(reading(people), day(), {}, "")
    for written in made:
        content = reading(people).get(written.id).content
        change_record(written.id, flip(content), read=written.change, by=people.bina)
    after = listing.today(reading(people), day(), {}, "")
    assert [one.entry.id for one in before.due] == [one.entry.id for one in after.due] and len(before.due) == 9
    assert [one.id for one in before.unplanned] == [one.id for one in after.unplanned]


def test_what_is_restricted_is_seen_by_those_named_and_by_nobody_else(people: People) -> None:
    id = case(people, "Only hers")
    cases.set_case_readers(id, Naming((people.bina.account,), True), by=people.bina)
    add(people, id, Action(id, "call", on=day()))
    assert "Only hers" in page_of(people) and "Only hers" not in page_of(people, "amina", "everybody")


def test_a_lawyer_sees_what_she_is_named_to_and_changes_nothing(people: People) -> None:
    id = case(people, "Named", "")
    cases.set_case_readers(id, Naming((people.farida.account,)), by=people.bina)
    add(people, id, Action(id, "call", on=day()))
    case(people, "Not named", "", next_on=day())
    page = page_of(people, "farida", "everybody")
    assert "Named" in page and "Not named" not in page and "It is done" not in page


def test_nobody_else_has_a_list(people: People) -> None:
    for name in ("dalia", "esther", "hana", "ines", "edith", "lina"):
        assert sign_in(Client(), people.members[name]).get("/today/").status_code == 404
    case(people, "Not theirs", "", next_on=day())
    other = sign_in(Client(), open_centre("Another", "x", outside=False).bina)
    assert "Not theirs" not in other.get("/today/").content.decode()


def test_the_count_for_the_menu_needs_no_key_and_is_for_those_who_read_cases(people: People) -> None:
    case(people, "due", next_on=day())
    case(people, "overdue", next_on=day(-9))
    case(people, "later", next_on=day(9))
    counts = {name: listing.due_today(people.members[name].account) for name in ("bina", "amina", "dalia", "farida")}
    assert counts == {"bina": 2, "amina": 2, "dalia": 0, "farida": 0}
    assert listing.due_today(people.lina.account) == 0, "she belongs to no centre"


def test_a_record_that_is_none_spoils_no_list(people: People) -> None:
    """Whoever has the centre's public key can seal anything: a part of a case that is not there, or of nothing."""
    for head in ("22222222-2222-4222-8222-222222222222", "", "\0", "no id at all"):
        write_record(Action(head, "\0", on=day(), at="\0 :", why="orphan"), by=None, centre=people.centre)
        write_record(Retaliation(head, "x", "y", day=day()), by=None, centre=people.centre)
    page = page_of(people)
    assert page.count("orphan") == 4 and "It is done" not in page


def test_queries(people: People, django_assert_max_num_queries: object) -> None:
    for number in range(10):
        id = case(people, f"case {number}", next_on=day())
        add(people, id, Action(id, "call", on=day()))
    bina = sign_in(Client(), people.bina)
    bina.get("/today/")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert bina.get("/today/").status_code == 200
