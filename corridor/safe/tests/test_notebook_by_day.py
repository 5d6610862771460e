"""The notebook between two days: the day a note is about, or on which it was written where it says none."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from corridor.safe import queries
from corridor.safe.actions.records import write_record
from corridor.safe.notebook.contents import Note, SavedView
from corridor.safe.notebook.reading import Filters
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db
FIFTH, DAY = date(2026, 3, 5), timedelta(days=1)


@pytest.fixture
def bina(people: People) -> Client:
    notes = {"Before": FIFTH - DAY, "That day": FIFTH, "After": FIFTH + DAY, "Written today": None}
    for title, about in notes.items():
        write_record(Note(title, about=about, day=timezone.localdate()), by=people.bina)
    write_record(Note("Of no day"), by=people.bina)
    return sign_in(Client(), people.bina)


def shown(client: Client, **asked: str) -> set[str]:
    page = client.post("/notebook/found/", asked, follow=True)
    return {one.content.title for one in page.context["found"]}


def test_between_two_days_both_counted(bina: Client) -> None:
    fifth, today = FIFTH.isoformat(), timezone.localdate().isoformat()
    assert shown(bina, since=fifth, until=fifth) == {"That day"}
    assert shown(bina, since=fifth, until=str(FIFTH + DAY)) == {"That day", "After"}
    assert shown(bina, until=fifth) == {"Before", "That day"}
    assert shown(bina, since=today) == {"Written today"}
    assert shown(bina, since=fifth, words="after") == {"After"}
    assert shown(bina, since=today, until=fifth) == set()
    assert len(shown(bina)) == 5, "without a day everything is shown, also what says none"


def test_the_days_stand_in_the_form_and_in_a_saved_view_never_in_an_address(bina: Client, people: People) -> None:
    answer = bina.post("/notebook/found/", {"since": "2026-03-05", "until": "2026-03-06"})
    assert "2026-" not in answer["Location"]
    page = bina.get("/notebook/found/").content.decode()
    assert 'name="since" value="2026-03-05"' in page and 'name="until" value="2026-03-06"' in page
    bina.post("/notebook/views/", {"name": "That week"})
    [view] = queries.reading(people.bina, "read_note").of_type(SavedView)
    assert len(shown(bina)) == 5
    bina.post(f"/notebook/views/{view.id}/use/")
    found = bina.get("/notebook/found/").context["found"]
    assert {one.content.title for one in found} == {"That day", "After"}


@pytest.mark.parametrize("typed", ["soon", "2026-02-30", "5.3.2026", "x" * 5000, "\0", "\u202e"])
def test_what_is_no_day_counts_as_not_chosen(bina: Client, typed: str) -> None:
    assert len(shown(bina, since=typed, until=typed)) == 5


def test_figures_of_any_script() -> None:
    assert Filters.of({"since": "٢٠٢٦-٠٣-٠٥", "until": "२०२६-०३-०६"}).plain() | {"words": ""} == (
        Filters(since="2026-03-05", until="2026-03-06").plain()
    )
