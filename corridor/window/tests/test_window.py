"""The public window: front page, about, feed, headers, error pages, languages."""

import pytest
from django.test import Client

from corridor import pathway
from corridor.access.models import Account

pytestmark = pytest.mark.django_db


def test_the_front_page_has_three_doors_and_the_path(client: Client) -> None:
    text = client.get("/").content.decode()
    assert all(door in text for door in ("/corridors/", "/search/", "/review/"))
    assert text.count("<li") >= len(pathway.ON_PATH)


def test_about_says_what_is_not_built(client: Client) -> None:
    text = client.get("/about/").content.decode()
    assert text.count("to come</td>") == sum(not room.built for room in pathway.ROOMS)


def test_nothing_may_be_fetched_from_elsewhere(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy


def test_a_page_that_is_not_there_says_so_plainly(client: Client) -> None:
    answer = client.get("/nowhere/")
    assert answer.status_code == 404 and "not here" in answer.content.decode()


def test_a_language_is_chosen_by_address_and_kept(client: Client) -> None:
    assert '<html lang="ar" dir="rtl">' in client.get("/?lang=ar").content.decode()
    assert '<html lang="ar" dir="rtl">' in client.get("/lessons/").content.decode()
    assert '<html lang="en" dir="ltr">' in client.get("/?lang=en").content.decode()
    assert client.get("/?lang=xx").status_code == 200


def test_changes_of_public_records_are_a_feed(client: Client, editor: Account) -> None:
    from corridor.access.actions import record_change

    record_change("add_record", "projects", "PRJ-02", {}, {"label": "A"}, by=editor)
    feed = client.get("/feeds/changes.xml")
    assert feed["Content-Type"].startswith("application/atom+xml")
    text = feed.content.decode()
    assert "PRJ-02" in text and "edith" not in text, "the feed does not name the editor"


def test_pages_send_little(client: Client) -> None:
    for address in ("/", "/lessons/", "/review/", "/shelf/"):
        assert len(client.get(address, headers={"accept-encoding": "gzip"}).content) < 60_000
