"""Times as they are typed, in three calendars and many scripts, and told again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corridor.journey.calendars import KNOWN, beside, read_when, told
from corridor.journey.month_names import ALSO_HIJRI, BIKRAM_SAMBAT_MONTHS, HIJRI_MONTHS, key, months, seasons
from corridor.journey.when import BIKRAM_SAMBAT, CALENDARS, DAY, GREGORIAN, HIJRI, MONTH, NOT_SAID, SEASON, YEAR, When
from corridor.safe.faults import Unfit

TODAY = date(2026, 11, 22)
LANGUAGES = ("en", "fr", "es", "ar", "ne", "bn", "hi")


def days(text: str) -> tuple[date, date]:
    first, last = text.split("..") if ".." in text else (text, text)
    return date.fromisoformat(first), date.fromisoformat(last)


@pytest.mark.parametrize(
    ("typed", "exact", "bounds"),
    [
        ("2021-03-05", DAY, "2021-03-05"),
        ("5 March 2021", DAY, "2021-03-05"),
        ("5th of March, 2021", DAY, "2021-03-05"),
        ("March 5, 2021", DAY, "2021-03-05"),
        ("05/03/2021", DAY, "2021-03-05"),
        ("5.3.2021", DAY, "2021-03-05"),
        ("2021/3/5", DAY, "2021-03-05"),
        ("  5   MAR   2021 ", DAY, "2021-03-05"),
        ("1er février 2021", DAY, "2021-02-01"),
        ("5 de marzo de 2021", DAY, "2021-03-05"),
        ("٥ آذار ٢٠٢١", DAY, "2021-03-05"),
        ("۵ مارس ۲۰۲۱", DAY, "2021-03-05"),
        ("\u200f٥/٣/٢٠٢١\u200f", DAY, "2021-03-05"),
        ("५ मार्च २०२१", DAY, "2021-03-05"),
        ("৫ মার্চ ২০২১", DAY, "2021-03-05"),
        ("29 February 2020", DAY, "2020-02-29"),
        ("March 2021", MONTH, "2021-03-01..2021-03-31"),
        ("2021-02", MONTH, "2021-02-01..2021-02-28"),
        ("02/2020", MONTH, "2020-02-01..2020-02-29"),
        ("كانون الثاني 2021", MONTH, "2021-01-01..2021-01-31"),
        ("كانون الأول ٢٠٢٠", MONTH, "2020-12-01..2020-12-31"),
        ("يناير 2021", MONTH, "2021-01-01..2021-01-31"),
        ("جانفي 2021", MONTH, "2021-01-01..2021-01-31"),
        ("ফেব্রুয়ারি ২০২১", MONTH, "2021-02-01..2021-02-28"),
        ("সেপ্টেম্বর ২০২১", MONTH, "2021-09-01..2021-09-30"),
        ("सितंबर 2021", MONTH, "2021-09-01..2021-09-30"),
        ("सेप्टेम्बर २०२१", MONTH, "2021-09-01..2021-09-30"),
        ("spring 2021", SEASON, "2021-03-01..2021-05-31"),
        ("winter 2020", SEASON, "2020-12-01..2021-02-28"),
        ("hiver 2019", SEASON, "2019-12-01..2020-02-29"),
        ("otoño de 2021", SEASON, "2021-09-01..2021-11-30"),
        ("صيف ٢٠٢١", SEASON, "2021-06-01..2021-08-31"),
        ("শীত ২০২০", SEASON, "2020-12-01..2021-02-28"),
        ("2021", YEAR, "2021-01-01..2021-12-31"),
        ("٢٠٢١ م", YEAR, "2021-01-01..2021-12-31"),
    ],
)
def test_gregorian(typed: str, exact: str, bounds: str) -> None:
    when = read_when(typed, today=TODAY)
    assert (when.exact, when.first, when.last, when.about) == (exact, *days(bounds), False)


@pytest.mark.parametrize(
    ("typed", "exact", "bounds"),
    [
        ("2078-10-15", DAY, "2022-01-29"),
        ("15 Magh 2078", DAY, "2022-01-29"),
        ("15 Magh 2078 B.S.", DAY, "2022-01-29"),
        ("२०७८ माघ १५ गते", DAY, "2022-01-29"),
        ("वि.सं. २०७८/१०/१५", DAY, "2022-01-29"),
        ("15/10/2078", DAY, "2022-01-29"),
        ("12 Baisakh 2072", DAY, "2015-04-25"),  # the earthquake
        ("3 Aswin 2072", DAY, "2015-09-20"),  # the constitution
        ("19 Bhadau 2077", DAY, "2020-09-04"),  # published with the library
        ("1999-07-25", DAY, "1942-11-10"),
        ("Magh 2078", MONTH, "2022-01-15..2022-02-12"),
        ("२०७८ असार", MONTH, "2021-06-15..2021-07-15"),
        ("2078", YEAR, "2021-04-14..2022-04-13"),
        ("Barsha 2078", SEASON, "2021-07-16..2021-09-16"),
        ("शिशिर २०७८", SEASON, "2022-01-15..2022-03-14"),
        ("spring 2078", SEASON, "2022-03-15..2022-05-14"),
    ],
)
def test_bikram_sambat(typed: str, exact: str, bounds: str) -> None:
    when = read_when(typed, BIKRAM_SAMBAT, today=TODAY)
    assert (when.exact, when.first, when.last) == (exact, *days(bounds))


@pytest.mark.parametrize(
    ("typed", "exact", "bounds"),
    [
        ("1443-09-01", DAY, "2022-04-02"),
        ("1 Ramadan 1443", DAY, "2022-04-02"),
        ("١ رمضان ١٤٤٣ هـ", DAY, "2022-04-02"),
        ("1 Muharram 1445", DAY, "2023-07-19"),
        ("17 Safar 1403", DAY, "1982-12-02"),  # published with the library
        ("1 Shawwal 1444 AH", DAY, "2023-04-21"),
        ("Ramadan 1443", MONTH, "2022-04-02..2022-05-01"),
        ("ربيع الأول 1443", MONTH, "2021-10-07..2021-11-05"),
        ("Dhul-Hijjah 1443", MONTH, "2022-06-30..2022-07-29"),
        ("রমজান ১৪৪৩", MONTH, "2022-04-02..2022-05-01"),
        ("1443", YEAR, "2021-08-09..2022-07-29"),
    ],
)
def test_hijri(typed: str, exact: str, bounds: str) -> None:
    when = read_when(typed, HIJRI, today=TODAY)
    assert (when.exact, when.first, when.last) == (exact, *days(bounds))


@pytest.mark.parametrize(
    "typed",
    [
        "about 2021",
        "~2021",
        "~ 2021",
        "c. 2021",
        "vers 2021",
        "حوالي ٢٠٢١",
        "करिब २०२१",
        "প্রায় ২০২১",
        "alrededor de 2021",
    ],
)
def test_about_stays_about(typed: str) -> None:
    when = read_when(typed, today=TODAY)
    assert when.about and when.exact == YEAR and when.said == typed
    assert told(when, "en") == "about 2021"


def test_nothing_said_is_not_said() -> None:
    assert read_when("") is read_when(" \u200f \n") is NOT_SAID
    assert told(NOT_SAID, "en") == ""
    assert told(When(said="before her son was born"), "en") == "before her son was born"


@pytest.mark.parametrize(
    ("typed", "calendar", "expected"),
    [
        ("last Eid", GREGORIAN, "Not understood: “last Eid”"),
        ("21", GREGORIAN, "such as: 5 March 2021"),
        ("5/3/21", GREGORIAN, "Not understood"),
        ("March", GREGORIAN, "Not understood"),
        ("5 6 March 2021", GREGORIAN, "Not understood"),
        ("March April 2021", GREGORIAN, "Not understood"),
        ("5 spring 2021", GREGORIAN, "Not understood"),
        ("15 Magh 2078", GREGORIAN, "Not understood"),
        ("spring 1443", HIJRI, "1 Ramadan 1443"),
        ("2021-03-05-06", GREGORIAN, "Not understood"),
        ("9" * 5_000, GREGORIAN, f"“{'9' * 40}…”"),
        ("a" * 5_000, GREGORIAN, f"“{'a' * 40}…”"),
        ("<script>\0", GREGORIAN, "Not understood"),
        ("31 April 2021", GREGORIAN, "There is no such day"),
        ("29 February 2021", GREGORIAN, "There is no such day"),
        ("0 March 2021", GREGORIAN, "There is no such day"),
        ("2021-13-01", GREGORIAN, "There is no such day"),
        ("30 Magh 2078", BIKRAM_SAMBAT, "There is no such day"),
        ("30 Muharram 1445", HIJRI, "There is no such day"),
        ("1 January 0000", GREGORIAN, "the years 1800 to 2199 are expected"),
        ("2101", BIKRAM_SAMBAT, "the years 1975 to 2099 are expected"),
        ("1501-01-01", HIJRI, "the years 1343 to 1499 are expected"),
        ("2078", GREGORIAN, "lies in the future"),
        ("23 November 2026", GREGORIAN, "lies in the future"),
        ("1906-11-21", GREGORIAN, "more than 120 years back"),
        ("1905", GREGORIAN, "more than 120 years back"),
    ],
)
def test_what_does_not_read_is_told(typed: str, calendar: str, expected: str) -> None:
    with pytest.raises(Unfit) as raised:
        read_when(typed, calendar, today=TODAY)
    assert expected in str(raised.value.told) and len(str(raised.value.told)) < 250


@pytest.mark.parametrize("typed", ["22 November 2026", "November 2026", "2026", "1906-11-22", "1906"])
def test_what_reaches_into_the_past_or_the_last_120_years_is_taken(typed: str) -> None:
    assert read_when(typed, today=TODAY).known


def test_without_today_the_future_is_taken() -> None:
    assert read_when("2078").first == date(2078, 1, 1) and read_when("1850").known


@pytest.mark.parametrize("calendar", [BIKRAM_SAMBAT, HIJRI])
def test_every_day_goes_there_and_back(calendar: str) -> None:
    known, day = KNOWN[calendar], date(1930, 1, 1)
    for _ in range(5_200):  # every seventh day of a hundred years, and the day after it
        for one in (day, day + timedelta(days=1)):
            year, month, number = known.parts(one)
            back = known.to_day(year, month, number)
            assert back == one and type(back) is date
        day += timedelta(days=7)


@pytest.mark.parametrize("calendar", [BIKRAM_SAMBAT, HIJRI])
def test_months_and_years_follow_each_other_without_a_gap(calendar: str) -> None:
    ends = None
    for year in KNOWN[calendar].years:
        whole = read_when(f"{year}", calendar)
        for month in range(1, 13):
            when = read_when(f"{year}-{month:02}", calendar)
            assert when.first and when.last and whole.first and whole.last
            assert ends is None or when.first == ends + timedelta(days=1)
            assert (
                28 <= (when.last - when.first).days + 1 <= 32 and whole.first <= when.first <= when.last <= whole.last
            )
            ends = when.last
        assert ends == whole.last


@given(
    day=some.dates(date(1925, 1, 1), date(2040, 12, 31)),
    calendar=some.sampled_from(CALENDARS),
    exact=some.sampled_from((DAY, MONTH, YEAR)),
    about=some.booleans(),
    language=some.sampled_from(LANGUAGES),
)
def test_what_is_told_reads_again(day: date, calendar: str, exact: str, about: bool, language: str) -> None:
    year, month, number = KNOWN[calendar].parts(day)
    typed = {DAY: f"{year}-{month}-{number}", MONTH: f"{year}-{month}", YEAR: f"{year}"}[exact]
    when = read_when(f"~{typed}" if about else typed, calendar)
    again = read_when(told(when, language).split(" (")[0], calendar)
    assert (again.exact, again.first, again.last, again.about) == (exact, when.first, when.last, about)


@pytest.mark.parametrize(
    ("typed", "calendar", "language", "expected"),
    [
        ("05/03/2021", GREGORIAN, "en", "5 March 2021"),
        ("05/03/2021", GREGORIAN, "es", "5 de marzo de 2021"),
        ("winter 2020", GREGORIAN, "en", "winter 2020"),
        ("٢٠٢١", GREGORIAN, "ar", "2021"),
        ("2078-10-15", BIKRAM_SAMBAT, "en", "15 Magh 2078 BS (29 January 2022)"),
        ("Magh 2078", BIKRAM_SAMBAT, "en", "Magh 2078 BS (January – February 2022)"),
        ("~2078", BIKRAM_SAMBAT, "en", "about 2078 BS (April 2021 – April 2022)"),
        ("Barsha 2078", BIKRAM_SAMBAT, "en", "rainy season 2078 BS (July – September 2021)"),
        ("1 Ramadan 1443", HIJRI, "en", "1 Ramadan 1443 AH (2 April 2022)"),
    ],
)
def test_told(typed: str, calendar: str, language: str, expected: str) -> None:
    assert told(read_when(typed, calendar), language) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_are_latin_in_every_language(language: str) -> None:
    shown = [told(read_when("2078-10-15", BIKRAM_SAMBAT), language), *beside(date(2022, 1, 29), language).values()]
    assert all(sign.isascii() for text in shown for sign in text if sign.isdecimal())
    assert "15" in shown[0] and "2078" in shown[0] and "29" in shown[0]


def test_a_day_beside_itself() -> None:
    assert beside(date(2022, 1, 29), "en") == {BIKRAM_SAMBAT: "15 Magh 2078 BS", HIJRI: "26 Jumada al-Akhira 1443 AH"}
    assert beside(date(1900, 1, 1), "en") == {}
    assert list(beside(date(1920, 1, 1), "en")) == [BIKRAM_SAMBAT]


@pytest.mark.parametrize("calendar", [BIKRAM_SAMBAT, HIJRI, "mayan"])
def test_a_time_beyond_the_calendars_table_is_told_in_gregorian(calendar: str) -> None:
    odd = When("x", calendar, DAY, date(1801, 1, 2), date(1801, 1, 2))
    assert told(odd, "en") == "2 January 1801"


def test_no_name_belongs_to_two_months() -> None:
    lists = {
        BIKRAM_SAMBAT: [names.split() for names in BIKRAM_SAMBAT_MONTHS],
        HIJRI: [
            [*(names.split(", ")[month - 1] for names in HIJRI_MONTHS.values()), *ALSO_HIJRI.get(month, "").split(", ")]
            for month in range(1, 13)
        ],
    }
    for calendar, names in lists.items():
        for number, month in enumerate(names, 1):
            assert {months(calendar)[key(name)] for name in month if name} == {number}
    assert not set(months(GREGORIAN)) & set(seasons(GREGORIAN)) and set(months(GREGORIAN).values()) == set(range(1, 13))
    assert not set(months(BIKRAM_SAMBAT)) & set(seasons(BIKRAM_SAMBAT))
