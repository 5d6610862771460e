"""A woman stands at the desk: one page, few interactions, nothing half-kept, nobody merged by itself."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser

from corridor.centre.actions.intake import Intake, take_grievance
from corridor.centre.contents import Action, Case, Grievance
from corridor.journey.contents import Name, Worker
from corridor.journey.drafts import FormDraft, own_drafts
from corridor.safe import queries
from corridor.safe.actions import records
from corridor.safe.faults import Conflict, NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.models import SealedRecord
from corridor.safe.tests.people import People, sign_in
from corridor.safe.tests.test_notebook import NAUGHTY, SCRIPTS, hidden

pytestmark = pytest.mark.django_db
ADDRESS = "/cases/new/"
# What a caseworker does on the shortest way: each one is a field that is filled or chosen; then she sends it.
SHORTEST = {
    "called": "Sita",
    "channel": "whatsapp",
    "value": "+962 7 0000 1234",
    "wants": "My passport back.",
    "kind": "document-kept",
    "told": "Madam keeps it in her cupboard.",
}
MOST_INTERACTIONS = 12  # T24


def browser(people: People, name: str = "bina") -> Client:
    return sign_in(Client(), people.members[name])


def read(member: Member, kind: type) -> list[Any]:
    return [one.content for one in queries.reading(member, "read_case").of_type(kind)]


def fresh(client: Client) -> dict[str, str]:
    """What stands in the form when the page is opened: everything that a browser would send untouched."""
    page = client.get(ADDRESS).content.decode()
    chosen = dict(re.findall(r'<select name="(\w+)".*?<option value="([^"]*)" selected', page, re.DOTALL))
    return {"form": hidden(page, "form"), "soon": "week"} | chosen


def filed(people: People, name: str = "Sita Tamang", **more: Any) -> str:
    worker = Worker("kiba-tumu-2", (Name(name),), author="bina", **more)
    return records.write_record(worker, by=people.bina).id


def test_the_shortest_way_has_at_most_twelve_interactions(people: People) -> None:
    assert len(SHORTEST) + 1 <= MOST_INTERACTIONS
    bina = browser(people)
    page = bina.get(ADDRESS).content.decode()
    order = [page.index(f'name="{name}"') for name in SHORTEST]
    assert order == sorted(order) and max(order) < page.index("<details"), "asked in this order, nothing folded away"
    answer = bina.post(ADDRESS, {"form": hidden(page, "form"), "next_kind": "counselling", "soon": "week"} | SHORTEST)
    assert answer.status_code == 302, answer.content.decode()
    [worker], [case], [grievance], [action] = (read(people.amina, kind) for kind in (Worker, Case, Grievance, Action))
    today = timezone.localdate()
    assert worker.called == "Sita" and worker.contacts[0].value == "+962 7 0000 1234" and worker.since == today
    assert worker.code and case.number and worker.code != case.number
    assert (case.workers[0].called, case.lead, case.opened) == ("Sita", people.bina.account.key, today)
    assert (grievance.kind, grievance.wants, grievance.author) == ("document-kept", "My passport back.", "bina")
    assert (action.kind, action.on) == ("counselling", today + timedelta(days=7))
    assert action.who == people.bina.account.key
    opened = bina.get(answer["Location"]).content.decode()
    assert "My passport back." in opened and "<title>Case · Corridor</title>" in opened.replace("\n", "")


def test_what_can_wait_is_folded_until_something_stands_in_it(people: People) -> None:
    bina = browser(people)
    assert '<details class="more">' in bina.get(ADDRESS).content.decode()
    given = fresh(bina) | {"begin": "", "begin_calendar": "gregorian", "paper": "passport"}
    assert '<details class="more">' in bina.post(ADDRESS, given).content.decode()
    for said in ({"place": "Irbid"}, {"begin": "2078", "begin_calendar": "bikram-sambat"}, {"next_on": "soon"}):
        assert '<details class="more" open>' in bina.post(ADDRESS, given | said).content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_with_the_keyboard_alone_on_a_phone(people: People, chromium: Browser, live_server: Any) -> None:
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 360, "height": 800})
    try:
        value = browser(people).cookies["__Host-session"].value
        cookie: Any = {"name": "__Host-session", "value": value, "url": "https://localhost", "secure": True}
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(ADDRESS)
        for typed in ("Sita", "WhatsApp", "0770", "My passport back.", "Passport", "Madam keeps it."):
            page.keyboard.type(typed)
            page.keyboard.press("Tab")
        page.keyboard.press("Tab")  # the next step and its day stand as they are
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")  # and so does her word
        page.keyboard.press("Enter")
        page.wait_for_selector("text=My passport back.")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    finally:
        context.close()
    [grievance], [worker] = read(people.bina, Grievance), read(people.bina, Worker)
    assert (grievance.kind, grievance.told) == ("document-kept", "Madam keeps it.")
    assert (worker.called, worker.contacts[0].channel, worker.contacts[0].value) == ("Sita", "whatsapp", "0770")


def test_one_word_is_enough_and_no_word_is_told(people: People) -> None:
    bina = browser(people)
    answer = bina.post(ADDRESS, fresh(bina) | {"kind": "unpaid-wages", "told": "Three months.", "called": " \0 "})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Say what she wants to be called." in page and "Three months." in page
    assert SealedRecord.objects.count() == 0
    assert bina.post(ADDRESS, fresh(bina) | {"kind": "unpaid-wages", "called": "S"}).status_code == 302
    assert read(people.bina, Worker)[0].contacts == ()
    with pytest.raises(Unfit):
        take_grievance(Intake(" ", kind="unpaid-wages", next_kind="counselling"), by=people.bina, form="f")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "nonsense"},
        {"value": "0770000", "channel": ""},
        {"begin": "thirtieth of nothing", "begin_calendar": "gregorian"},
        {"next_on": "soon"},
        {"called": "x" * 201},
        {"told": "x" * 20_001},
        {"others": "\n".join(["Maya"] * 101)},
        {"others": "y" * 201},
        {"country": "XXX"},
        {"channel": "pigeon"},
    ],
)
def test_what_does_not_fit_is_told_and_what_was_typed_stays(people: People, wrong: dict[str, str]) -> None:
    bina = browser(people)
    answer = bina.post(ADDRESS, fresh(bina) | SHORTEST | {"label": "Blue door"} | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Not kept yet" in page and "Blue door" in page
    assert SealedRecord.objects.count() == 0


def test_no_contact_closes_every_way(people: People) -> None:
    bina = browser(people)
    bina.post(ADDRESS, fresh(bina) | SHORTEST | {"channel": "none", "value": ""})
    [worker] = read(people.bina, Worker)
    assert worker.contacts == () and {"call", "sms", "whatsapp"} <= set(worker.never)


@pytest.mark.parametrize(("soon", "days"), [("today", 0), ("tomorrow", 1), ("week", 7), ("", 7), ("nonsense", None)])
def test_the_day_of_the_next_step(people: People, soon: str, days: int | None) -> None:
    bina = browser(people)
    answer = bina.post(ADDRESS, fresh(bina) | SHORTEST | {"soon": soon})
    if days is None:
        assert answer.status_code == 422
    else:
        assert [one.on for one in read(people.bina, Action)] == [timezone.localdate() + timedelta(days=days)]


def test_a_day_that_is_typed_counts_and_one_far_away_is_pointed_out(people: People) -> None:
    bina = browser(people)
    far = timezone.localdate() + timedelta(days=3700)
    answer = bina.post(ADDRESS, fresh(bina) | SHORTEST | {"next_on": str(far)}, follow=True)
    assert "years from today" in answer.content.decode()
    assert [one.on for one in read(people.bina, Action)] == [far]


@pytest.mark.parametrize("text", NAUGHTY)
def test_odd_text_is_kept_and_shown(people: People, text: str) -> None:
    bina = browser(people)
    typed = {"called": "N" + text, "wants": "w" + text, "told": text, "value": "v" + text, "label": "L" + text}
    answer = bina.post(ADDRESS, fresh(bina) | SHORTEST | typed, follow=True)
    assert answer.status_code == 200 and "<script>alert" not in answer.content.decode()
    [grievance], [worker] = read(people.bina, Grievance), read(people.bina, Worker)
    assert grievance.wants == ("w" + text.replace("\0", "")).strip() and worker.called.startswith("N")
    assert bina.get(f"/workers/{queries.reading(people.bina, 'read_case').of_type(Worker)[0].id}/").status_code == 200


def test_sent_twice_is_one_case(people: People) -> None:
    bina = browser(people)
    given = fresh(bina) | SHORTEST
    first, again = bina.post(ADDRESS, given), bina.post(ADDRESS, given)
    assert first["Location"] == again["Location"] and SealedRecord.objects.count() == 4
    other = bina.post(ADDRESS, given | {"told": "And her phone too."})
    page = other.content.decode()
    assert other.status_code == 409 and "kept already" in page and "And her phone too." in page
    assert first["Location"] in page and SealedRecord.objects.count() == 4
    with pytest.raises(Conflict):
        take_grievance(Intake("Else"), by=people.bina, form=given["form"])


def test_all_or_nothing(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    from corridor.centre.actions import intake

    wrote = intake.write_record

    def failing(content: Any, **how: Any) -> Any:
        if isinstance(content, Action):
            raise Unfit("the disk is full")
        return wrote(content, **how)

    monkeypatch.setattr(intake, "write_record", failing)
    bina = browser(people)
    answer = bina.post(ADDRESS, fresh(bina) | SHORTEST)
    assert answer.status_code == 409 and "My passport back." in answer.content.decode()
    assert SealedRecord.objects.count() == 0


def test_several_at_once_are_each_a_worker_in_one_case(people: People) -> None:
    bina = browser(people)
    bina.post(ADDRESS, fresh(bina) | SHORTEST | {"others": "Maya\n\n মায়া \nفاطمة\n", "nationality": "NPL"})
    [case] = read(people.bina, Case)
    assert [one.called for one in case.workers] == ["Sita", "Maya", "মায়া", "فاطمة"]
    workers = read(people.bina, Worker)
    assert len(workers) == len({one.code for one in workers}) == 4
    assert sum(bool(one.contacts) for one in workers) == 1, "her number is hers alone"
    assert {one.nationality for one in workers} == {"NPL"}


def test_who_may_be_on_file_is_asked_about_and_never_merged_by_itself(people: People) -> None:
    id = filed(people, "सीता तामाङ", origin="Jhapa")
    bina = browser(people)
    given = fresh(bina) | SHORTEST | {"called": "Sita Tamang"}
    answer = bina.post(ADDRESS, given)
    page = answer.content.decode()
    assert answer.status_code == 409 and "सीता तामाङ" in page and "sounds the same" in page
    assert "My passport back." in page and SealedRecord.objects.count() == 1
    answered = given | {"for_0": "Sita Tamang"}
    assert bina.post(ADDRESS, answered).status_code == 409, "without an answer nothing is kept"
    stranger = "00000000-0000-4000-8000-000000000000"
    assert bina.post(ADDRESS, answered | {"is_0": stranger}).status_code == 409
    elsewhere = given | {"called": "Sita Tamang-Rai", "for_0": "Sita Tamang", "is_0": "new"}
    assert bina.post(ADDRESS, elsewhere).status_code == 409, "the answer was about another name"
    assert bina.post(ADDRESS, answered | {"is_0": id}).status_code == 302
    [worker], [case] = read(people.bina, Worker), read(people.bina, Case)
    assert case.linked() == (id,) and [one.name for one in worker.names] == ["सीता तामाङ", "Sita Tamang"]
    assert worker.contacts[0].value == SHORTEST["value"] and worker.code == "kiba-tumu-2"


def test_somebody_else_with_the_same_phone_has_a_file_of_her_own(people: People) -> None:
    bina = browser(people)
    bina.post(ADDRESS, fresh(bina) | SHORTEST)
    given = fresh(bina) | SHORTEST | {"called": "Rahima"}
    assert "the same phone number" in bina.post(ADDRESS, given).content.decode()
    assert bina.post(ADDRESS, given | {"for_0": "Rahima", "is_0": "new"}).status_code == 302
    assert len(read(people.bina, Worker)) == 2 == len(read(people.bina, Case))
    again = bina.post(ADDRESS, given | {"for_0": "Rahima", "is_0": "new"})
    assert again.status_code == 302 and len(read(people.bina, Case)) == 2


def test_answers_for_several_stay_until_all_are_given(people: People) -> None:
    one, two = filed(people, "Maya Rai"), filed(people, "Goma Karki")
    bina = browser(people)
    given = fresh(bina) | SHORTEST | {"called": "Maya Rai", "others": "Goma Karki", "for_0": "Maya Rai", "is_0": one}
    page = bina.post(ADDRESS, given).content.decode()
    assert f'value="{one}" checked' in page and f'value="{two}" checked' not in page
    twice = given | {"others": "Maya Rai", "for_1": "Maya Rai", "is_1": one}
    assert "One file was chosen for two people" in bina.post(ADDRESS, twice).content.decode()
    assert bina.post(ADDRESS, given | {"for_1": "Goma Karki", "is_1": two}).status_code == 302
    assert read(people.bina, Case)[0].linked() == (one, two)


def test_a_restricted_file_is_not_hinted_at_and_its_case_is_as_restricted(people: People) -> None:
    naming = records.Naming((people.amina.account,), restricted=True)
    id = records.write_record(Worker("kiba-tumu-2", (Name("Sita Tamang"),)), by=people.amina, naming=naming).id
    bina, amina = browser(people), browser(people, "amina")
    given = SHORTEST | {"called": "Sita Tamang"}
    assert bina.post(ADDRESS, fresh(bina) | given).status_code == 302, "what is not hers to read is not there"
    hers = fresh(amina) | given | {"value": "", "channel": "", "for_0": "Sita Tamang", "is_0": id}
    assert amina.post(ADDRESS, hers).status_code == 302
    assert len(read(people.amina, Case)) == 2 and len(read(people.bina, Case)) == 1 == len(read(people.bina, Grievance))
    with pytest.raises(NoKey):
        take_grievance(Intake("Sita", files=(id,)), by=people.bina, form="f")


def test_a_file_that_became_a_part_of_another_leads_there(people: People) -> None:
    kept = filed(people, "Sita")
    old = filed(people, "Sita before", merged_into=kept)
    take_grievance(Intake("Sita", files=(old,), kind="debt", next_kind="call"), by=people.bina, form="f")
    assert read(people.bina, Case)[0].linked() == (kept,)


def test_the_country_is_the_one_last_used(people: People) -> None:
    bina = browser(people)
    people.centre.country = "LBN"
    people.centre.save()
    bina = browser(people)
    assert fresh(bina)["country"] == "LBN"
    bina.post(ADDRESS, fresh(bina) | SHORTEST | {"country": "JOR"})
    assert fresh(bina)["country"] == "JOR"


def test_drafts_are_hers_alone_come_back_and_go_when_it_is_sent(people: People) -> None:
    bina, amina = browser(people), browser(people, "amina")
    script: Any = {"HTTP_ACCEPT": "application/json"}
    given = fresh(bina) | {"called": "Half a na", "begin": "spring 2078", "begin_calendar": "bikram-sambat"}
    given |= {"where": "intake", "next_on": "not a day", "csrfmiddlewaretoken": "secret"}
    for told in ("a", "a sen", "a sente"):
        assert bina.post("/drafts/keep/", given | {"told": told}, **script).json() == {"kept": True}
    [draft] = read(people.bina, FormDraft)
    assert draft.typed["told"] == ["a sente"] and "csrfmiddlewaretoken" not in draft.typed
    assert read(people.amina, FormDraft) == [] and SealedRecord.objects.count() == 1
    assert SealedRecord.objects.get().shred_after is not None
    [entry] = own_drafts(queries.reading(people.bina, "read_case", everything=False), people.bina.account)
    taken_up = bina.get(f"/drafts/{entry.id}/", follow=True)
    page = taken_up.content.decode()
    assert "a sente" in page and "spring 2078" in page and hidden(page, "form") == given["form"]
    assert 'value="bikram-sambat" selected' in page and "Half a na" not in str(taken_up.redirect_chain)
    for client, address in ((amina, f"/drafts/{entry.id}/"), (amina, f"{ADDRESS}?draft={entry.id}")):
        assert client.get(address).status_code == 404
    assert amina.post(f"/drafts/{entry.id}/destroy/").status_code == 404
    sent = {name: value for name, value in given.items() if name != "next_on"} | SHORTEST | {"begin": "2078"}
    assert bina.post(ADDRESS, sent).status_code == 302
    assert read(people.bina, FormDraft) == []
    assert bina.post("/drafts/keep/", given, **script).json() == {"kept": False}, "it was on the way when it was sent"
    assert read(people.bina, FormDraft) == []


def test_a_draft_is_kept_by_the_button_and_thrown_away(people: People) -> None:
    bina = browser(people)
    nothing = {"where": "intake", "form": "g", "called": "  "}
    assert bina.post("/drafts/keep/", nothing).status_code == 302 and SealedRecord.objects.count() == 0
    assert bina.post("/drafts/keep/", nothing | {"called": "x", "where": "elsewhere"}).status_code == 302
    assert SealedRecord.objects.count() == 0
    page = bina.post("/drafts/keep/", nothing | {"called": "Unfinished\0"}, follow=True).content.decode()
    assert "The draft is kept." in page and "Unfinished" in page
    [entry] = queries.reading(people.bina, "read_case").of_type(FormDraft)
    bina.post(f"/drafts/{entry.id}/destroy/")
    assert SealedRecord.objects.count() == 0 and bina.get(f"/drafts/{entry.id}/").status_code == 404


@pytest.mark.parametrize("name", ["dalia", "esther", "farida", "hana", "ines", "lina"])
def test_nobody_else_takes_grievances(people: People, name: str) -> None:
    client = browser(people, name)
    assert client.get(ADDRESS).status_code == 404 == client.post(ADDRESS, SHORTEST).status_code
    assert client.post("/drafts/keep/", {"called": "x", "where": "intake"}).status_code == 404


def test_nothing_typed_stands_in_clear(people: People) -> None:
    bina, mark = browser(people), "CANARYcanary0123456789ab"
    typed = {name: mark for name in ("called", "value", "wants", "told", "place", "label", "origin", "others")}
    answer = bina.post(ADDRESS, fresh(bina) | SHORTEST | typed)
    assert answer.status_code == 302 and mark not in str(answer.headers) + str(bina.cookies)
    assert all(mark.encode() not in bytes(row.sealed) + bytes(row.wraps) for row in SealedRecord.objects.all())


def test_queries(people: People, django_assert_max_num_queries: Any) -> None:
    bina = browser(people)
    bina.get(ADDRESS)
    with django_assert_max_num_queries(12):
        assert bina.get(ADDRESS).status_code == 200


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_name_in_any_script_finds_her_again(people: People, script: str) -> None:
    bina = browser(people)
    name = SCRIPTS[script].split()[-1]
    location = bina.post(ADDRESS, fresh(bina) | SHORTEST | {"called": name})["Location"]
    page = bina.post("/workers/found/", {"words": name}, follow=True).content.decode()
    assert location in page and name in page
