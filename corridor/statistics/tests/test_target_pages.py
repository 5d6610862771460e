"""Targets on pages: who may set them, what the form says, and that no count of people stands alone on one."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from corridor.statistics.models import Evidence, Target
from corridor.statistics.tests.released import quarter, stored

pytestmark = pytest.mark.django_db
REMEDY, HEADS = "grievance-remedy-received", "people-seen"
SET = "/statistics/targets/set/"
SHARE = {
    "seen": "0",
    "value": "60",
    "until": "2027Q4",
    "why": "Two in five now.",
    "beside": "Share received.",
    "at": "",
}
COUNT = {**SHARE, "value": "400"}
COUNTS = {
    "closing.by-kind-furthest-and-corridor": {
        ("unpaid-wages", "received", "NPL-JOR"): 90,
        ("unpaid-wages", "claimed", "NPL-JOR"): 30,
    },
    "person.by-corridor-and-first": {("NPL-JOR", "new"): 433},
}


@pytest.fixture
def officer(people: Any, client: Client) -> Client:
    client.force_login(people.jamila.account)
    return client


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def set_one(client: Client, indicator: str = REMEDY, **changed: str) -> Any:
    told = {**(COUNT if indicator == HEADS else SHARE), **changed}
    return client.post(f"{SET}?indicator={indicator}", told)


def made(client: Client) -> Target:
    """A share, and a count that stands with it; returns the count."""
    set_one(client)
    set_one(client, HEADS, company=Target.objects.get().code)
    return Target.objects.get(indicator=HEADS)


@pytest.mark.parametrize("name", ["kamala", "amina", "dalia", "hana"])
def test_who_only_reads_sets_nothing(people: Any, client: Client, signed_in: Any, name: str) -> None:
    signed_in(client, people.members[name])
    assert client.get("/statistics/targets/").status_code == 200
    assert client.get(SET).status_code == 404 and set_one(client).status_code == 404
    assert not Target.objects.exists()
    assert "Set a target" not in text(client.get("/statistics/targets/"))


@pytest.mark.parametrize("name", ["bina", "edith", "lina"])
def test_who_has_no_right_finds_nothing_there(people: Any, client: Client, signed_in: Any, name: str) -> None:
    signed_in(client, people.members[name])
    assert client.get("/statistics/targets/").status_code == 404


def test_the_form_has_the_evidence_of_the_shelf_filled_in(officer: Client) -> None:
    assert "People seen" in text(officer.get(SET))
    page = text(officer.get(f"{SET}?indicator={REMEDY}"))
    assert "Share of claim received, concessions, retaliation." in page and "Name nobody" in page
    assert 'name="company"' not in page and "More is better for workers" in page


def test_a_target_is_set_and_read(officer: Client) -> None:
    answer = set_one(officer, place="NPL-JOR", value="٦٠")
    assert answer.status_code == 302, text(answer)
    row = Target.objects.get()
    assert (row.value, row.column, row.at) == (60, "corridor", "NPL-JOR")
    page = text(officer.get(answer.url))
    assert "at least 60 %" in page and "Two in five now." in page and "jamila" in page
    assert "Nothing is released yet" in page


def test_a_place_may_be_typed(officer: Client) -> None:
    assert set_one(officer, place="npl-jor").status_code == 302
    assert Target.objects.get().at == "NPL-JOR"
    answer = set_one(officer, place="npl-zulu")
    assert (
        answer.status_code == 422
        and "Found “NPL-ZULU”; expected NPL-JOR" in text(answer)
        and "npl-zulu" in text(answer)
    )
    assert "corridor=LKA-QAT" not in text(officer.get(f"{SET}?indicator={REMEDY}"))
    stored([quarter("2026Q3", {"closing.by-kind-furthest-and-corridor": {("ticket", "received", "LKA-QAT"): 40}})])
    assert "corridor=LKA-QAT" in text(officer.get(f"{SET}?indicator={REMEDY}")), "what is out can be chosen"


def test_a_count_of_people_does_not_stand_alone(officer: Client) -> None:
    page = text(officer.get(f"{SET}?indicator={HEADS}"))
    assert "does not stand alone" in page and "WIF2019-24" in page and "WIF2019-33" in page and "WIF2023-23" in page
    assert "Set one of these first" in page
    answer = set_one(officer, HEADS)
    assert answer.status_code == 422 and "It cannot stand alone" in text(answer) and "400" in text(answer)
    assert not Target.objects.exists()


def test_a_count_of_people_is_shown_with_its_company_everywhere(officer: Client) -> None:
    heads = made(officer)
    stored([quarter("2026Q3", COUNTS)])
    listed = text(officer.get("/statistics/targets/"))
    assert listed.index("Grievances with a remedy received") < listed.index("People seen")
    assert "not alone" in listed and "read together with" in listed
    page = text(officer.get(f"/statistics/targets/{heads.code}/"))
    assert "does not stand alone" in page and "Read together with" in page and "at or over the number" in page
    assert page.count("asked for and missing") == 2, "as plainly as the number, of both"
    assert "435" in page and "at least 60 %" in page


@pytest.mark.parametrize(
    ("indicator", "why"),
    [
        ("members-enrolled", "waits for “organising”"),
        ("women-leading", "waits for “organising”"),
        ("grievance-kinds", "several shares"),
        ("nothing-of-it", "no such indicator"),
    ],
)
def test_what_may_have_no_target_says_why(officer: Client, indicator: str, why: str) -> None:
    for answer in (officer.get(f"{SET}?indicator={indicator}"), officer.post(f"{SET}?indicator={indicator}", SHARE)):
        assert answer.status_code == 422 and why in text(answer)
    assert not Target.objects.exists()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"value": "many"}, "“many” is not a number"),
        ({"value": "NaN"}, "is not a number"),
        ({"value": ""}, "Needed: the number"),
        ({"value": "160"}, "per cent, 0 to 100"),
        ({"until": ""}, "as in 2027Q4"),
        ({"until": "2001Q1"}, "2001Q1"),
        ({"why": ""}, "Needed: a few words"),
        ({"beside": "x" * 1001}, "1001 characters"),
        ({"at": "sex=woman"}, "sex=woman"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(officer: Client, changed: dict[str, str], says: str) -> None:
    answer = set_one(officer, **changed)
    assert answer.status_code == 422 and says in text(answer) and "Not kept yet" in text(answer)
    assert not Target.objects.exists()


def test_a_target_is_corrected_and_withdrawn(officer: Client) -> None:
    set_one(officer)
    row = Target.objects.get()
    here = reverse("statistics:target", args=[row.code])
    assert 'value="60"' in text(officer.get(f"{here}correct/"))
    assert officer.post(f"{here}correct/", {**SHARE, "seen": "1", "value": "62.5"}).status_code == 302
    assert "at least 62.5 %" in text(officer.get(here)) and "60.0" in text(officer.get(here))
    late = officer.post(f"{here}correct/", {**SHARE, "seen": "1", "value": "70"}, follow=True)
    assert "Somebody else changed it" in text(late)
    assert officer.post(f"{here}withdraw/", {"seen": "2", "reason": ""}).status_code == 422
    assert officer.post(f"{here}withdraw/", {"seen": "2", "reason": "Set too low."}).status_code == 302
    page = text(officer.get(here))
    assert "Set too low." in page and "Withdraw it" not in page
    assert officer.get(f"{here}correct/").status_code == 404
    assert Target.objects.get().value == 62.5


def test_the_company_of_a_count_is_not_withdrawn(officer: Client) -> None:
    made(officer)
    share = Target.objects.get(indicator=REMEDY)
    answer = officer.post(f"/statistics/targets/{share.code}/withdraw/", {"seen": "1", "reason": "No longer."})
    assert answer.status_code == 422 and "only together with this target" in text(answer)


def test_evidence_is_given_and_taken_back(officer: Client) -> None:
    set_one(officer)
    here = reverse("statistics:target", args=[Target.objects.get().code])
    stored([quarter("2026Q3", COUNTS)])
    assert "asked for and missing" in text(officer.get(here))
    note = {"note-quarter": "2026Q3", "note-day": "2026-11-20", "note-text": "Offices answer.", "note-source": "A talk"}
    bad = officer.post(f"{here}evidence/", {**note, "note-source": "", "note-day": "soon"})
    assert bad.status_code == 422 and "Offices answer." in text(bad) and not Evidence.objects.exists()
    assert officer.post(f"{here}evidence/", note).status_code == 302
    page = text(officer.get(here))
    assert "Offices answer." in page and "A talk" in page and "asked for and missing" not in page
    back = f"{here}evidence/{Evidence.objects.get().pk}/"
    bad = officer.post(back, {"reason": ""})
    assert bad.status_code == 422 and '<details class="no-print" open>' in text(bad) and 'role="alert"' in text(bad)
    assert officer.post(back, {"reason": "It named a place."}).status_code == 302
    page = text(officer.get(here))
    assert "Offices answer." not in page and "asked for and missing" in page and "It named a place." in page
    assert officer.post(back, {"reason": "Again."}).status_code == 404


def test_evidence_stands_there_before_its_quarter_is_released(officer: Client) -> None:
    set_one(officer)
    here = reverse("statistics:target", args=[Target.objects.get().code])
    note = {"note-quarter": "2026Q3", "note-day": "2026-11-20", "note-text": "Offices answer.", "note-source": "A talk"}
    assert officer.post(f"{here}evidence/", note).status_code == 302
    assert "Offices answer." in text(officer.get(here)), "nothing is released at all"
    stored([quarter("2026Q2", COUNTS)])
    page = text(officer.get(here))
    assert page.index("Offices answer.") < page.index("asked for and missing"), "the later quarter first"
    assert "not among the releases shown" in page


def test_what_does_not_exist_is_not_found(officer: Client) -> None:
    for path in ("0123456789abcdef/", "0123456789abcdef/correct/"):
        assert officer.get(f"/statistics/targets/{path}").status_code == 404
    assert officer.post("/statistics/targets/0123456789abcdef/evidence/", {}).status_code == 404
    assert officer.get("/statistics/targets/0123456789abcdef/withdraw/").status_code == 405


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_open_within_twelve_queries(officer: Client, language: str, django_assert_max_num_queries: Any) -> None:
    heads = made(officer)
    stored([quarter(f"2026Q{one}", COUNTS) for one in (1, 2, 3)])
    officer.cookies["__Host-language"] = language
    here = f"/statistics/targets/{heads.code}/"
    for address in ("/statistics/targets/", here, SET, f"{SET}?indicator={HEADS}", f"{here}correct/"):
        with django_assert_max_num_queries(12):
            answer = officer.get(address)
        assert answer.status_code == 200 and len(answer.content) < 100_000, address
