"""Exact days in three calendars: typed in any script, wrong ones told, and shown beside the Gregorian."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from corridor.journey.calendars import KNOWN, read_day
from corridor.journey.days import living_in, written
from corridor.journey.month_names import month_name
from corridor.journey.when import BIKRAM_SAMBAT, HIJRI
from corridor.safe.faults import Unfit
from corridor.safe.notebook.contents import NoteDraft
from corridor.safe.notebook.days import SaidDay
from corridor.safe.notebook.forms import Day, NoteForm

TODAY = date(2026, 11, 22)
BHADRA = date(2024, 8, 28)  # 12 Bhadra 2081
MARKS = {BIKRAM_SAMBAT: ("BS", "B.S.", "वि.सं.", "विक्रम संवत्"), HIJRI: ("AH", "A.H.", "هـ", "هجري", "হিজরি")}
SCRIPTS = ("0123456789", "०१२३४५६७८९", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "০১২৩৪৫৬৭৮৯")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2024-08-28", BHADRA),
        ("2081-05-12 BS", BHADRA),
        ("2081-05-12", BHADRA),
        ("2081/5/12 bs", BHADRA),
        ("12/5/2081 B.S.", BHADRA),
        ("BS 2081-05-12", BHADRA),
        ("12 Bhadra 2081", BHADRA),
        ("12 Bhadau 2081 BS", BHADRA),
        ("२०८१-०५-१२ वि.सं.", BHADRA),
        ("वि सं २०८१ भदौ १२ गते", BHADRA),
        ("২০৮১-০৫-১২", BHADRA),
        ("1446-02-10 AH", date(2024, 8, 14)),
        ("10 Safar 1446", date(2024, 8, 14)),
        ("١٠ صفر ١٤٤٦ هـ", date(2024, 8, 14)),
        ("١٤٤٦-٠٢-١٠", date(2024, 8, 14)),
        ("১০ সফর ১৪৪৬", date(2024, 8, 14)),
        ("28 August 2024", BHADRA),
        ("2040-01-01 BS", date(1983, 4, 14)),
        ("  2081-05-12\u200f BS ", BHADRA),
    ],
)
def test_a_day_is_read_in_the_calendar_it_was_said_in(typed: str, expected: date) -> None:
    assert read_day(typed, today=TODAY) == expected


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("soon", "2081-05-12 BS"),
        ("2081", "is not a day"),
        ("Bhadra 2081", "is not a day"),
        ("about 2081-05-12 BS", "is not a day"),
        ("1990-05-05", "1446-02-10 AH"),  # long ago in each calendar: its mark is needed
        ("12 Bhadra 2081 AH", "is not a day"),
        ("2081-05-33 BS", "no such day"),
        ("2081-13-01 BS", "no such day"),
        ("1446-02-31 AH", "no such day"),
        ("1200-01-01 BS", "1975 to 2099"),
        ("2150-01-01 BS", "1975 to 2099"),
        ("1600-01-01 AH", "1343 to 1499"),
        ("9999-99-99", "is not a day"),
        ("x" * 500, "is not a day"),
        ("٣٣ صفر ١٤٤٦", "no such day"),
        ("\u0000\u202e💥 BS", "is not a day"),
    ],
)
def test_a_wrong_day_is_told_with_what_was_expected(typed: str, told: str) -> None:
    with pytest.raises(Unfit, match=told):
        read_day(typed, today=TODAY)


@given(
    day=some.dates(date(1925, 1, 1), date(2042, 12, 31)),
    calendar=some.sampled_from([BIKRAM_SAMBAT, HIJRI]),
    script=some.sampled_from(SCRIPTS),
    data=some.data(),
)
def test_there_and_back(day: date, calendar: str, script: str, data: some.DataObject) -> None:
    year, month, number = KNOWN[calendar].parts(day)
    figures = str.maketrans(SCRIPTS[0], script)
    mark = data.draw(some.sampled_from(MARKS[calendar]))
    name = month_name(calendar, month, data.draw(some.sampled_from(["en", "ne", "ar", "bn", "hi", "fr", "es"])))
    assert read_day(f"{year}-{month:02}-{number:02} {mark}".translate(figures), today=TODAY) == day
    assert read_day(f"{number} {name} {year}".translate(figures), today=TODAY) == day
    if abs(day - TODAY) < timedelta(days=28 * 365):
        assert read_day(f"{year}-{month}-{number}".translate(figures), today=TODAY) == day


@given(some.text(max_size=60))
def test_any_text_is_a_day_or_told(text: str) -> None:
    try:
        assert isinstance(read_day(text, today=TODAY), date)
    except Unfit as fault:
        assert str(fault.told)


def test_figures_in_the_picker_stay_gregorian() -> None:
    assert Day().clean("2081-05-12") == date(2081, 5, 12)
    assert Day().clean(SaidDay("2081-05-12")) == BHADRA
    assert Day().clean("2081-05-12 BS") == BHADRA


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def form_with(**typed: str) -> NoteForm:
    return NoteForm({"title": "t", "form": "f", **typed})


@pytest.mark.usefixtures("english")
def test_the_second_box_counts_and_keeps_what_was_typed() -> None:
    form = form_with(about="2020-01-01", about_said="१२ भदौ २०८१", remind="2026-12-01")
    assert form.is_valid() and form.typed.about == BHADRA and form.typed.remind == date(2026, 12, 1)
    wrong = form_with(about_said="2081-05-33 BS")
    assert not wrong.is_valid() and "no such day" in str(wrong.errors["about"])
    assert 'value="2081-05-33 BS"' in str(wrong["about"]) and '<details class="soft" open>' in str(wrong["about"])
    fresh = str(NoteForm()["about"])
    assert 'type="date" name="about"' in fresh and 'name="about_said"' in fresh and '<details class="soft">' in fresh


@pytest.mark.usefixtures("english")
def test_a_draft_keeps_a_day_of_another_calendar() -> None:
    draft: NoteDraft = form_with(about_said="2081-05-12", remind_said="Bhadra").draft("new")
    assert (draft.about, draft.remind) == ("2024-08-28", "Bhadra")


@pytest.mark.parametrize(
    ("country", "language", "expected"),
    [
        ("", "en", "28 August 2024"),
        ("JOR", "en", "28 August 2024"),
        ("NPL", "en", "28 August 2024 (\u206812 Bhadra 2081 BS\u2069)"),
        ("SAU", "en", "28 August 2024 (\u206824 Safar 1446 AH\u2069)"),
    ],
)
def test_a_day_is_written_with_the_calendar_people_live_by(country: str, language: str, expected: str) -> None:
    with translation.override(language), living_in(country):
        assert written(BHADRA) == expected
        assert Template("{{ one|day }}").render(Context({"one": BHADRA})) == expected
        assert written(datetime(2024, 8, 28, 10, tzinfo=UTC)) == expected


def test_who_reads_nepali_sees_bikram_sambat_anywhere() -> None:
    with translation.override("ne"), living_in("JOR"):
        assert "12 भदौ 2081" in written(BHADRA)


@pytest.mark.usefixtures("english")
def test_days_beyond_the_table_and_no_day_are_written_all_the_same() -> None:
    with living_in("NPL"):
        assert written(date(1901, 1, 2)) == "2 January 1901" and written(date(2199, 1, 2)) == "2 January 2199"
        assert written(None) == "" and written("") == ""
