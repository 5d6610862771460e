"""The page of patterns: findings first, what cannot be told, and the standing words."""

from itertools import product
from typing import Any

import pytest
from django.test import Client

from corridor.statistics.tests.released import everything, quarter, stored

pytestmark = pytest.mark.same

PAGE = "/statistics/patterns/"
SET, THREE = "grievance.by-kind-and-corridor", "grievance.by-kind-sector-and-corridor"
KINDS = ("unpaid-wages", "document-kept", "debt", "confinement")
CORRIDORS = ("NPL-JOR", "BGD-LBN", "LKA-QAT", "IND-ARE")
ALIKE = dict.fromkeys(product(KINDS, CORRIDORS), 40)
PERIODS = ("2026Q1", "2026Q2", "2026Q3")


@pytest.fixture
def reader(client: Client, people: Any, signed_in: Any) -> Client:
    return signed_in(client, people.ines)  # type: ignore[no-any-return]


@pytest.fixture
def planted(people: Any) -> None:
    counts = {SET: {**ALIKE, ("document-kept", "NPL-JOR"): 120}}
    stored([quarter(one, counts) for one in PERIODS])


def told(client: Client, **asked: str) -> str:
    answer = client.get(PAGE, asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.django_db
def test_who_may_not_read_it(client: Client, people: Any, signed_in: Any) -> None:
    assert b"Sign in" in client.get(PAGE).content
    assert signed_in(client, people.lina).get(PAGE).status_code == 404


@pytest.mark.django_db
def test_before_anything_is_released(reader: Client) -> None:
    page = told(reader)
    assert "Nothing is released yet" in page and "workers in debt complain less" in page


@pytest.mark.django_db
def test_what_recurs_comes_first(reader: Client, planted: None) -> None:
    page = told(reader)
    assert (
        "Nepal → Jordan" in page and "It stands out in 3 of 3 quarters, the first time in: Quarter 1 of 2026." in page
    )
    assert page.index("It stands out in") < page.index("How do we know")
    for words in ("no proof", "workers in debt complain less", "No employer stands here", "WIF2023-17"):
        assert words in page
    assert "Whether several centres share it is not told." in page
    assert "times as many as if kinds were spread there as everywhere" in page
    assert '<td><span class="num">120</span></td>' in page, "its table over the quarters"


@pytest.mark.django_db
def test_what_cannot_be_told(reader: Client, people: Any) -> None:
    stored([quarter(one, {SET: {**ALIKE, ("debt", "NPL-JOR"): 4}}) for one in PERIODS[:2]])
    page = told(reader)
    assert "Nothing can recur yet: quarters released 2, needed 3." in page
    assert "no sign that nothing is wrong" in page and "together not released for" in page
    assert "of a withheld number (under 10)" in page


@pytest.mark.django_db
def test_filters_stand_in_the_address(reader: Client, planted: None) -> None:
    assert "It stands out in" in told(reader, corridor="NPL-JOR", kind="document-kept")
    page = told(reader, corridor="BGD-LBN")
    assert "It stands out in" not in page and "None of what was found is about this choice." in page
    assert '<option value="BGD-LBN" selected>' in page


@pytest.mark.django_db
def test_a_filter_that_no_release_names(reader: Client, planted: None) -> None:
    answer = reader.get(PAGE, {"corridor": "<b>AAA"})
    assert answer.status_code == 400
    assert "found “&lt;b&gt;AAA”" in answer.content.decode() and b"Take all filters away" in answer.content


@pytest.mark.django_db
def test_in_arabic(reader: Client, planted: None) -> None:
    assert 'dir="rtl"' in reader.get(PAGE, headers={"accept-language": "ar"}).content.decode()


@pytest.mark.django_db
def test_another_release_is_seen_at_once(reader: Client, planted: None) -> None:
    assert "3 of 3 quarters" in told(reader)
    stored([quarter("2026Q4", {SET: ALIKE})])
    assert "3 of 4 quarters" in told(reader)


@pytest.mark.django_db
def test_eight_releases_of_everything(reader: Client, people: Any, django_assert_max_num_queries: Any) -> None:
    """The first reading of a release is not in it. Its time: `python -m bench released`."""
    stored([everything(f"{year}Q{number}") for year in (2025, 2026) for number in (1, 2, 3, 4)])
    told(reader)
    with django_assert_max_num_queries(12):
        told(reader)
