"""Tables on pages: who may read them, what they say of themselves, and the same as files."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from corridor.statistics.tables import TABLES
from corridor.statistics.tests.released import everything, quarter, stored

pytestmark = [pytest.mark.django_db, pytest.mark.same]
SPELLS = "spell.by-kind-and-corridor"
PERSON = "person.by-corridor-and-first"
JOBS = {SPELLS: {("paid-work", "NPL-JOR"): 63, ("return", "NPL-JOR"): 21}}
SEEN = {PERSON: {("NPL-JOR", "new"): 40, ("BGD-LBN", "new"): 4}}


def address(id: str, of: str = "") -> str:
    return reverse("statistics:table", args=[id]) + (f"?of={of}" if of else "")


@pytest.fixture
def reader(people: Any, client: Client) -> Client:
    client.force_login(people.jamila.account)
    return client


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("name", ["bina", "edith", "lina", "farida"])
def test_who_has_no_right_finds_nothing_there(people: Any, client: Client, signed_in: Any, name: str) -> None:
    signed_in(client, people.members[name])
    for one in (reverse("statistics:tables"), address("jobs-by-corridor")):
        assert client.get(one).status_code == 404
    assert client.get(reverse("statistics:table_file", args=["jobs-by-corridor", "csv"])).status_code == 404


def test_the_public_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(reverse("statistics:tables")).status_code == 403


def test_without_a_release_it_says_so(reader: Client) -> None:
    assert "Nothing is released yet" in text(reader.get(reverse("statistics:tables")))
    assert "Nothing is released yet" in text(reader.get(address("jobs-by-corridor")))
    assert reader.get(reverse("statistics:table_file", args=["jobs-by-corridor", "csv"])).status_code == 404


def test_a_table_says_what_it_is(reader: Client) -> None:
    stored([quarter("2026Q3", JOBS)])
    page = text(reader.get(address("jobs-by-corridor")))
    assert "65 <span" in page and "(63–67)" in page and "Neither a stock nor a flow" in page
    assert "no sample of all migrants" in page and "ICLS/20/2018/Guidelines" in page
    assert "check against the published text" in page and "Citizenship, country of birth" in page


def test_withheld_stands_as_withheld(reader: Client) -> None:
    stored([quarter("2026Q3", SEEN)])
    page = text(reader.get(address("people-by-corridor")))
    assert "withheld <span" in page and "(under 10)" in page


def test_a_year_of_people_is_refused_with_bounds_instead(reader: Client) -> None:
    stored([quarter("2026Q2", SEEN, people={"person": (20, 46)}), quarter("2026Q3", SEEN, people={"person": (22, 46)})])
    page = text(reader.get(address("people-by-corridor", "2026")))
    assert "never added: nothing tells who came in both" in page and "22–92" in page and "<tbody>" not in page
    file = reverse("statistics:table_file", args=["people-by-corridor", "csv"])
    assert reader.get(f"{file}?of=2026").status_code == 404 and reader.get(f"{file}?of=2026Q3").status_code == 200


def test_a_year_of_jobs_is_the_sum_of_its_quarters(reader: Client) -> None:
    stored([quarter("2026Q2", JOBS), quarter("2026Q3", JOBS)])
    assert "(126–134)" in text(reader.get(address("jobs-by-corridor", "2026")))


@pytest.mark.parametrize(
    "path", ["nothing/", "jobs-by-corridor/?of=2020Q1", "jobs-by-corridor/pdf/", "jobs-by-corridor/csv/?of=x"]
)
def test_what_does_not_exist_is_not_found(reader: Client, path: str) -> None:
    stored([quarter("2026Q3", JOBS)])
    assert reader.get(f"/statistics/tables/{path}").status_code == 404


@pytest.mark.parametrize(("form", "begins"), [("csv", "\ufeffcorridor".encode()), ("xlsx", b"PK")])
def test_a_file_has_a_plain_name_and_opens_as_no_page(reader: Client, form: str, begins: bytes) -> None:
    stored([quarter("2026Q3", JOBS)])
    answer = reader.get(reverse("statistics:table_file", args=["jobs-by-corridor", form]))
    assert answer.content.startswith(begins) and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == f'attachment; filename="table-jobs-by-corridor-2026Q3.{form}"'


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_table_opens_within_twelve_queries(
    reader: Client, language: str, django_assert_max_num_queries: Any
) -> None:
    stored([everything("2026Q2"), everything("2026Q3")])
    reader.cookies["__Host-language"] = language
    for id in [one.id for one in TABLES]:
        with django_assert_max_num_queries(12):
            answer = reader.get(address(id))
        assert answer.status_code == 200 and len(answer.content) < 100_000, id
