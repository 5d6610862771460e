"""Lessons, the shelf and the search box in the browser, over what is really on the shelf."""

import pytest
from django.test import Client

from corridor.learning import queries
from corridor.reference.kinds import kinds
from corridor.reference.shelf import shelf

pytestmark = [pytest.mark.django_db, pytest.mark.same]


def test_a_lesson_that_is_not_there(client: Client) -> None:
    assert client.get("/lessons/WIF2019-99/").status_code == 404


def test_a_lesson_shows_what_it_belongs_with(client: Client) -> None:
    text = client.get("/lessons/WIF2019-06/").content.decode()
    assert "/lessons/WIF2023-04/" in text, "its other edition"
    assert "/lessons/WIF2019-21/" in text, "a related lesson"
    assert "/review/rules/#" in text, "the rules that stand on it"
    assert "/programme/projects/PRJ-32/" in text, "where it was seen"


@pytest.mark.parametrize("lesson", sorted(shelf().entries("lessons")))
def test_every_lesson_has_a_page_and_a_rule(client: Client, lesson: str) -> None:
    assert client.get(f"/lessons/{lesson}/").status_code == 200
    assert queries.rules_by_lesson().get(lesson), "a rule that could change a reader's decision"


def test_filters_stand_in_the_address(client: Client) -> None:
    found = queries.lessons(stage="origin", area="training", edition="2019")
    text = client.get("/lessons/?stage=origin&area=training&edition=2019").content.decode()
    assert found and all(lesson.id in text for lesson in found) and f"{len(found)} of 100" in text
    assert {lesson.stage for lesson in found} == {"origin"}
    assert "No lesson fits" in client.get("/lessons/?stage=return&edition=2019").content.decode()


def test_lessons_by_instrument(client: Client) -> None:
    found = queries.lessons(instrument="C087")
    assert len(found) > 5 and all("C087" in (*one.instruments_cited, *one.instruments_implied) for one in found)


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_kind_has_a_list_a_page_and_its_files(client: Client, kind: str) -> None:
    assert client.get(f"/shelf/{kind}/", follow=True).status_code == 200
    for first in shelf().all(kind)[:1]:  # reference wages are entered by each installation; none is shipped
        assert client.get(f"/shelf/{kind}/{first.id}/", follow=True).status_code == 200
    assert client.get(f"/shelf/{kind}/none-such/").status_code == 404
    rows = client.get(f"/shelf/{kind}.csv").content.decode().splitlines()
    assert rows[0].split(",")[0] == "id" and len(rows) >= len(shelf().all(kind))
    assert len(client.get(f"/shelf/{kind}.json").json()["entries"]) == len(shelf().all(kind))


def test_a_flag_is_shown_beside_the_value(client: Client) -> None:
    flagged = next(entry for entry in shelf().all("table_figures") if entry.flag)
    text = client.get(f"/shelf/table_figures/{flagged.id}/").content.decode()
    assert 'class="flag"' in text


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("debt and silence", "/lessons/WIF2023-17/"),
        ("C189", "/standards/C189/"),
        ("lesson 17", "/lessons/WIF20"),
        ("kafala", "/standards/GCC-SPONS/"),
        ("الكفاله", "/standards/GCC-SPONS/"),
        ("اجور الفقر", "/lessons/WIF2023-17/"),
        ("ऋण ज्याला", "/lessons/WIF2023-17/"),
        ("घरेलु कामदार १८९", "/standards/C189/"),
        ("ঋণ মজুরি", "/lessons/WIF2023-17/"),
        ("শ্রমিকদের কেন্দ্র", "/lessons/WIF2019-25/"),
        ("कर्ज मजदूरी", "/lessons/WIF2023-17/"),
        ("कफाला", "/standards/GCC-SPONS/"),
        ("deuda", "/shelf/forced_labour_indicators/FLI-09/"),
        ("recrutement équitable", "/standards/ILO-GPOG/"),
    ],
)
def test_search_finds(client: Client, query: str, first: str) -> None:
    text = client.get("/search/", {"q": query}).content.decode()
    assert f'<h2 lang="en" dir="auto"><a href="{first}' in text


def test_titles_are_in_the_readers_language(client: Client) -> None:
    text = client.get("/search/", {"q": "ऋण ज्याला", "lang": "ne"}).content.decode()
    assert '<h2 lang="ne" dir="auto"><a href="/lessons/WIF2023-17/"><mark>ऋण</mark>' in text
    assert "बंधन" not in text, "no Hindi passage for a reader of Nepali whose title says it"


ODD = ["", " ", '"', "* NEAR (", "x" * 10_000, "\x00", "ـ", "%", "<script>alert(1)</script>"]


@pytest.mark.parametrize("query", ODD)
def test_an_odd_query_is_answered(client: Client, query: str) -> None:
    answer = client.get("/search/", {"q": query, "page": "-1", "kind": "none"})
    assert answer.status_code == 200 and b"<script>alert" not in answer.content


def test_pages_of_results_follow_each_other(client: Client) -> None:
    pages = [client.get("/search/", {"q": "workers", "page": page}).content.decode() for page in (1, 2)]
    addresses = [{line for line in text.splitlines() if 'dir="auto"><a href' in line} for text in pages]
    assert all(addresses) and not addresses[0] & addresses[1]
