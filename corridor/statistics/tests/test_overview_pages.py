"""The first page of statistics, as a programme officer reads it."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from corridor.figures import published
from corridor.statistics import moved, quarters
from corridor.statistics.changes import LARGER, MAY_BE, NOT_TOLD
from corridor.statistics.tests.released import everything, quarter, series, stored

pytestmark = pytest.mark.same

BY_CORRIDOR = "grievance.by-kind-and-corridor"
ENDED = "closing.by-kind-furthest-and-corridor"
RESULTS = "closing.by-result-corridor-and-sector"


def counts(wages: int, received: int, nothing: int) -> dict[str, Any]:
    return {
        BY_CORRIDOR: {("unpaid-wages", "NPL-JOR"): wages, ("passport", "BGD-LBN"): 31, ("passport", "LKA-QAT"): 4},
        ENDED: {
            ("unpaid-wages", "received", "NPL-JOR"): received,
            ("unpaid-wages", "none", "NPL-JOR"): nothing,
        },
    }


@pytest.fixture
def reader(people: Any, client: Client) -> Client:
    """The browser of an officer who monitors."""
    client.force_login(people.jamila.account)
    return client


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_quarters_before() -> None:
    assert (quarters.before("2026Q1"), quarters.before("2026Q3")) == ("2025Q4", "2026Q2")
    assert quarters.year_before("2026Q1") == "2025Q1"


def test_what_moved_is_held_against_both_quarters() -> None:
    made = {
        one.period: one
        for one in series({"2025Q3": counts(240, 40, 60), "2026Q2": counts(60, 40, 60), "2026Q3": counts(240, 40, 60)})
    }
    heads = published.indicators()["grievances-brought"]
    rows = {row.at: row for row in moved.rows(made, "2026Q3", [(heads, ()), (heads, ("corridor",))])}
    assert rows[()].since and rows[()].since.verdict == LARGER and rows[()].year and rows[()].year.verdict == MAY_BE
    nepal = rows[("NPL-JOR",)]
    assert nepal.since and nepal.since.verdict == LARGER and nepal.since.up
    assert rows[("other",)].changes == [], "it holds other things in each quarter"


def test_what_only_the_quarter_before_names_cannot_be_told() -> None:
    then, now = counts(60, 40, 60), counts(60, 40, 60)
    now[BY_CORRIDOR] = {("unpaid-wages", "NPL-JOR"): 60}
    made = {one.period: one for one in series({"2026Q2": then, "2026Q3": now})}
    heads = published.indicators()["grievances-brought"]
    rows = {row.at: row for row in moved.rows(made, "2026Q3", [(heads, ("corridor",))])}
    gone = rows[("BGD-LBN",)]
    assert gone.now is None and gone.since and gone.since.verdict == NOT_TOLD and gone.year is None


@pytest.mark.django_db
def test_without_a_release_it_says_what_would_be_here(reader: Client) -> None:
    answer = reader.get("/statistics/")
    assert answer.status_code == 200 and "Nothing is released yet" in text_of(answer)


@pytest.mark.django_db
def test_what_changed_comes_first_with_its_company(reader: Client) -> None:
    stored(series({"2026Q2": counts(60, 40, 160), "2026Q3": counts(120, 140, 60)}))
    said = text_of(reader.get("/statistics/"))
    assert "Quarter 3 of 2026: what changed" in said
    assert "rose, larger than chance; better for workers" in said, "remedies received"
    heads = said.index("Grievances brought")
    assert said.index("Grievances with a remedy received") < heads, "what does not stand alone comes last"
    assert said.index("does not stand alone and is no target") > heads and "WIF2019-33" in said
    assert "Quarter 3 of 2025 is not released" in said
    assert "Benjamini and Hochberg" in said and "over-time-corridor" in said


@pytest.mark.django_db
def test_few_centres_late_returns_and_other_centres_are_told(reader: Client) -> None:
    stored(
        [quarter("2026Q2", counts(60, 40, 60)), quarter("2026Q3", counts(60, 40, 60), centres=None, late=("2026Q1",))]
    )
    said = text_of(reader.get("/statistics/"))
    assert "Fewer than three centres gave something" in said
    assert "fewer than three now, 5 in Quarter 2 of 2026" in said
    assert "2026Q1" in said


@pytest.mark.django_db
def test_a_quarter_that_is_not_released_gets_a_clear_answer(reader: Client) -> None:
    stored(series({"2026Q2": counts(60, 40, 60), "2026Q3": counts(120, 40, 60)}))
    answer = reader.get("/statistics/?quarter=2031Q1")
    assert answer.status_code == 400 and "“2031Q1” is not released; expected one of 2026Q2, 2026Q3" in text_of(answer)
    assert "Quarter 2 of 2026: what changed" in text_of(reader.get("/statistics/?quarter=2026Q2"))
    assert reader.get("/statistics/numbers.csv?quarter=soon").status_code == 400


@pytest.mark.django_db
def test_no_true_count_is_on_the_page_or_in_the_file(reader: Client) -> None:
    """2029 and 1011 are told as 2030 and 1010, and as what these can be."""
    stored(series({"2026Q2": counts(1011, 40, 60), "2026Q3": counts(2029, 40, 60)}))
    for address in (
        "/statistics/",
        "/statistics/numbers.csv",
        "/statistics/indicators/grievances-brought/?by=corridor",
    ):
        said = reader.get(address).content.decode()
        assert not [one for one in ("2029", "2,029", "1011", "1,011") if one in said], address


@pytest.mark.django_db
def test_the_file_holds_what_the_page_compares(reader: Client) -> None:
    stored(series({"2026Q2": counts(60, 40, 60), "2026Q3": counts(240, 40, 4)}))
    answer = reader.get("/statistics/numbers.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="statistics.csv"'
    rows = {row["indicator"]: row for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}
    heads = rows["grievances-brought"]
    assert (heads["value"], heads["at least"], heads["at most"]) == ("275", "273", "277")
    assert (heads["before"], heads["before: verdict"], heads["year before"]) == ("95", "larger", "")
    assert rows["grievance-remedy-received"]["value"] == "withheld"


@pytest.mark.django_db
def test_who_may_not_read_it_learns_nothing(people: Any, client: Client) -> None:
    stored(series({"2026Q3": counts(120, 40, 60)}))
    for name in ("bina", "edith", "lina"):
        client.force_login(people.members[name].account)
        for address in ("/statistics/", "/statistics/numbers.csv", "/statistics/indicators/people-seen/"):
            answer = client.get(address)
            assert answer.status_code == 404 and b"Grievances brought" not in answer.content, (name, address)


@pytest.mark.django_db
def test_eight_releases_of_everything(reader: Client, django_assert_max_num_queries: Any) -> None:
    """482 tables each. The first reading of a release is not in it. Its time: `python -m bench released`."""
    stored(everything(f"{year}Q{number}") for year in (2025, 2026) for number in (1, 2, 3, 4))
    for address in (
        "/statistics/",
        "/statistics/indicators/grievances-brought/?by=corridor",
        "/statistics/indicators/",
    ):
        assert reader.get(address).status_code == 200
        with django_assert_max_num_queries(12):
            reader.get(address)
