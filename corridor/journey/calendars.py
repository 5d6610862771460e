"""Times as a caseworker types them, read in the calendar in which they were said, and written out again.

Bikram Sambat follows the month lengths that are published for Nepal, Hijri the Umm al-Qura calendar: where a month
began with the sighting of the moon, as in South Asia, a Hijri day can be one or two days off. Nothing is made more
exact than it was said, and no year is guessed from two figures (WIF2023-54).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import format_date, format_interval
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy
from hijridate import Gregorian as FromGregorian
from hijridate import Hijri as HijriDay
from nepali_datetime import date as BikramSambatDay  # type: ignore[import-untyped]

from corridor.journey.month_names import (
    AUTUMN,
    BEFORE_WINTER,
    MONSOON,
    SPRING,
    SUMMER,
    WINTER,
    key,
    month_name,
    months,
    seasons,
)
from corridor.journey.when import BIKRAM_SAMBAT, DAY, GREGORIAN, HIJRI, MONTH, NOT_SAID, SEASON, YEAR, When
from corridor.reference.folding import folded
from corridor.safe.faults import Unfit

QUOTED, LONGEST, YEARS_BACK = 40, 200, 120
NEAR = timedelta(days=28 * 365)  # half of what lies between the years of the Gregorian calendar and of Bikram Sambat
DAYS = "2026-11-22, 2081-05-12 BS, 12 Bhadra 2081, 1446-02-10 AH"


@dataclass(frozen=True)
class Calendar:
    """A calendar of twelve months. years: those it is known for. starts: season -> its first month, and its length.

    to_day(year, month, day) and parts(day) go to the Gregorian day and back. marks: how its years are marked.
    """

    years: range
    to_day: Callable[[int, int, int], date]
    parts: Callable[[date], tuple[int, int, int]]
    starts: dict[str, tuple[int, int]]
    marks: str
    examples: str

    def start(self, year: int, month: int) -> date:
        """First day of a month; months may be counted beyond the twelfth, into the next year."""
        return self.to_day(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)

    def span(self, year: int, month: int, length: int) -> tuple[date, date]:
        return self.start(year, month), self.start(year, month + length) - timedelta(days=1)


def _bikram_sambat_parts(day: date) -> tuple[int, int, int]:
    found = BikramSambatDay.from_datetime_date(day)
    return found.year, found.month, found.day


def _hijri_parts(day: date) -> tuple[int, int, int]:
    return FromGregorian.fromdate(day).to_hijri().datetuple()


# From the tables of the two libraries, without the last year: the month that follows it is not known.
KNOWN = {
    GREGORIAN: Calendar(
        range(1800, 2200),
        date,
        lambda day: (day.year, day.month, day.day),
        {SPRING: (3, 3), SUMMER: (6, 3), AUTUMN: (9, 3), WINTER: (12, 3)},
        "ad ce a d c e ई ईस्वी খ্রি م",
        "5 March 2021, 05/03/2021, 2021-03-05, March 2021, spring 2021, 2021, about 2021",
    ),
    BIKRAM_SAMBAT: Calendar(
        range(1975, 2100),
        lambda year, month, day: BikramSambatDay(year, month, day).to_datetime_date(),
        _bikram_sambat_parts,
        # each ritu is two months; spring begins with Chaitra, the last month, as winter does in December
        {SUMMER: (2, 2), MONSOON: (4, 2), AUTUMN: (6, 2), BEFORE_WINTER: (8, 2), WINTER: (10, 2), SPRING: (12, 2)},
        "bs b s bikram sambat वि सं स विसं विस विक्रम बिक्रम संवत् संवत বিক্রম সংবৎ بيكرام سامبات",
        "15 Magh 2078, 2078-10-15, Magh 2078, Barsha 2078, 2078, about 2078",
    ),
    HIJRI: Calendar(
        range(1343, 1500),
        lambda year, month, day: date(*HijriDay(year, month, day).to_gregorian().datetuple()),
        _hijri_parts,
        {},
        "ah a h l hegire hegira هـ هجري हि हिजरी হিজরি",
        "1 Ramadan 1443, 1443-09-01, Ramadan 1443, 1443, about 1443",
    ),
}
ABOUT = (
    "about around approx approximately circa ca c roughly vers environ hacia alrededor aproximadamente cerca حوالي"
    " حوالى نحو تقريبا قرابة लगभग करिब करीब तिर अन्दाजी अंदाजन প্রায় আনুমানিক"
)
JOINING = "of the de del d in en le la el th st nd rd er في من साल सन् सन को গতে गते সাল year año année عام سنة"
SEASON_WORDS = {
    SPRING: gettext_lazy("spring"),
    SUMMER: gettext_lazy("summer"),
    MONSOON: gettext_lazy("rainy season"),
    AUTUMN: gettext_lazy("autumn"),
    BEFORE_WINTER: gettext_lazy("early winter"),
    WINTER: gettext_lazy("winter"),
}
YEAR_FIRST = re.compile(r"(\d{4})\s*[-/. ]\s*(\d{1,2})(?:\s*[-/. ]\s*(\d{1,2}))?")
YEAR_LAST = re.compile(r"(?:(\d{1,2})\s*[-/. ]\s*)?(\d{1,2})\s*[-/. ]\s*(\d{4})")
HIDDEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
NUMBERS, SPLIT = re.compile(r"\d+"), re.compile(r"[\s,،।.;:/()‘’'´`-]+")
_ABOUT, _JOINING = ({key(word) for word in words.split()} for words in (ABOUT, JOINING))
_MARKS = {name: {key(word) for word in one.marks.split()} for name, one in KNOWN.items()}


class _NotRead(Exception):
    """The text has no shape that is known."""


class _NoSuchDay(Exception):
    """That month has fewer days, or that year fewer months."""


class _NoSuchYear(Exception):
    """The calendar's table does not reach that far."""


def read_when(text: str, calendar: str = GREGORIAN, *, today: date | None = None) -> When:
    """The time that was typed: a day, a month, a season or a year of the calendar, in figures of any script.

    Figures alone are year-month-day or day/month/year. A season that crosses the new year belongs to the year in which
    it begins: winter 2020 is December 2020 to February 2021. Empty text is NOT_SAID. With today, a time wholly in the
    future or more than 120 years back is taken for a slip. Raises Unfit, which says what was found and expected.
    """
    said = " ".join(HIDDEN.sub("", text).split())
    if not said:
        return NOT_SAID
    known, quoted = KNOWN[calendar], said[:QUOTED] + ("…" if len(said) > QUOTED else "")
    try:
        if len(said) > LONGEST:
            raise _NotRead
        when = replace(_read(said, calendar), said=said)
    except _NotRead:
        told = gettext(
            "Not understood: “%(found)s”. Expected a day, a month, a season or a year, such as: %(examples)s."
        )
        raise Unfit(told % {"found": quoted, "examples": known.examples}) from None
    except _NoSuchDay:
        told = gettext("There is no such day: “%(found)s”. Expected a day such as: %(examples)s.")
        raise Unfit(told % {"found": quoted, "examples": known.examples.split(", ")[0]}) from None
    except _NoSuchYear:
        told = gettext("“%(found)s”: the years %(first)s to %(last)s are expected in this calendar.")
        raise Unfit(told % {"found": quoted, "first": known.years[0], "last": known.years[-1]}) from None
    _check_slip(when, quoted, today)
    return when


def read_day(text: str, *, today: date) -> date:
    """An exact day, typed in any of the three calendars: the mark of a calendar (BS, AH, वि सं, هـ) or the name of a
    month says in which. Figures alone are read in the one in which they lie within 28 years of today: 2081-05-12 is a
    day of Bikram Sambat, 1446-02-10 one of Hijri. Raises Unfit, which says what was found and expected.
    """
    said = " ".join(HIDDEN.sub("", text).split())
    quoted, named = said[:QUOTED] + ("…" if len(said) > QUOTED else ""), any(sign.isalpha() for sign in said)
    days, refused = _days_of(said) if len(said) <= LONGEST else ({}, {})
    near = {day for day in days.values() if named or abs(day - today) <= NEAR}
    if len(near) == 1:
        return near.pop()
    if named and len(refused) == 1:  # it has a day's shape in one calendar, which knows no such day
        read_when(said, *refused)
    expected = gettext("“%(found)s” is not a day. Expected one such as: %(examples)s.")
    raise Unfit(expected % {"found": quoted, "examples": DAYS})


def _days_of(said: str) -> tuple[dict[str, date], set[str]]:
    """Calendar -> the day it reads; and the calendars that understand the text and have no such day."""
    days, refused = dict[str, date](), set[str]()
    for calendar in KNOWN:
        try:
            when = _read(said, calendar)
        except _NotRead:
            continue
        except (_NoSuchDay, _NoSuchYear):
            refused.add(calendar)
            continue
        if when.first and when.exact == DAY and not when.about:
            days[calendar] = when.first
    return days, refused


def _check_slip(when: When, quoted: str, today: date | None) -> None:
    if today is None or when.first is None or when.last is None:
        return
    if when.first > today:
        raise Unfit(gettext("“%(found)s” lies in the future. Check the year and the calendar.") % {"found": quoted})
    if (when.last.year + YEARS_BACK, when.last.month, when.last.day) < (today.year, today.month, today.day):
        told = gettext("“%(found)s” lies more than %(years)s years back. Check the year and the calendar.")
        raise Unfit(told % {"found": quoted, "years": YEARS_BACK})


def _read(said: str, calendar: str) -> When:
    """The time, without the words it was said in."""
    plain = folded(said)
    rest = NUMBERS.sub(" ", plain)
    words = [key(word) for word in SPLIT.split(rest.replace("~", " "))]
    about = "~" in plain or bool(_ABOUT & set(words))
    words = [word for word in words if word and word not in _ABOUT | _JOINING | _MARKS[calendar]]
    if words:
        return replace(_named(words, NUMBERS.findall(plain), calendar), about=about)
    figures = re.sub(r"[^\d\s/.-]+", " ", plain).strip(" .-/")
    return replace(_figures(figures, calendar), about=about)


def _named(words: list[str], numbers: list[str], calendar: str) -> When:
    """With a name in it: "15 Magh 2078", "2078 Magh 15", "Magh 2078", "spring 2021"; the year has four figures."""
    name, years = "".join(words), [int(one) for one in numbers if len(one) == 4]
    days = [int(one) for one in numbers if len(one) <= 2]
    if len(years) != 1 or len(days) > 1 or len(numbers) != 1 + len(days):
        raise _NotRead
    if month := months(calendar).get(name):
        return _when(calendar, years[0], month, *days)
    if (season := seasons(calendar).get(name)) and not days:
        return _spanning(calendar, SEASON, years[0], *KNOWN[calendar].starts[season])
    raise _NotRead


def _figures(figures: str, calendar: str) -> When:
    if re.fullmatch(r"\d{4}", figures):
        return _spanning(calendar, YEAR, int(figures), 1, 12)
    if found := YEAR_FIRST.fullmatch(figures):
        year, month, day = found.groups()
    elif found := YEAR_LAST.fullmatch(figures):
        day, month, year = found.groups()
    else:
        raise _NotRead
    return _when(calendar, int(year), int(month), *([int(day)] if day else []))


def _when(calendar: str, year: int, month: int, day: int | None = None) -> When:
    if not 1 <= month <= 12:
        raise _NoSuchDay
    whole = _spanning(calendar, MONTH, year, month, 1)
    if day is None:
        return whole
    if whole.first is None or whole.last is None or not 1 <= day <= (whole.last - whole.first).days + 1:
        raise _NoSuchDay
    exactly = whole.first + timedelta(days=day - 1)
    return When(calendar=calendar, exact=DAY, first=exactly, last=exactly)


def _spanning(calendar: str, exact: str, year: int, month: int, length: int) -> When:
    if year not in KNOWN[calendar].years:
        raise _NoSuchYear
    first, last = KNOWN[calendar].span(year, month, length)
    return When(calendar=calendar, exact=exact, first=first, last=last)


def told(when: When, language: str) -> str:
    """A time in words, in the calendar it was said in, with the Gregorian one beside it: "15 Magh 2078 BS (29 January
    2022)". Latin figures. What was said stands for a time that is not known; nothing stands for NOT_SAID.
    """
    if when.first is None or when.last is None:
        return when.said
    calendar = when.calendar if _knows(when.calendar, when.first) else GREGORIAN
    with translation.override(language):
        text = _in_words(when.first, when.exact, calendar, language)
        if when.about:
            text = gettext("about %(time)s") % {"time": text}
    if calendar == GREGORIAN:
        return text
    return f"{text} ({_gregorian(when.first, when.last, when.exact, language)})"


def beside(day: date, language: str) -> dict[str, str]:
    """The same day in words in Bikram Sambat and in Hijri, by calendar; without a calendar that does not know it."""
    with translation.override(language):
        return {name: _in_words(day, DAY, name, language) for name in (BIKRAM_SAMBAT, HIJRI) if _knows(name, day)}


@lru_cache(4096)
def in_calendar(day: date, calendar: str, language: str) -> str:
    """The day in words in this calendar; empty where it does not know it."""
    return beside(day, language).get(calendar, "")


def _knows(calendar: str, day: date) -> bool:
    try:
        return KNOWN[calendar].parts(day)[0] in KNOWN[calendar].years
    except (KeyError, ValueError, OverflowError):
        return False


def _in_words(first: date, exact: str, calendar: str, language: str) -> str:
    year, month, day = KNOWN[calendar].parts(first)
    if exact == SEASON:
        season = next((name for name, (start, _) in KNOWN[calendar].starts.items() if start == month), "")
        text = f"{SEASON_WORDS[season]} {year}" if season else str(year)
    elif exact == YEAR:
        text = str(year)
    elif calendar == GREGORIAN:
        return _gregorian(first, first, exact, language)
    else:
        name = month_name(calendar, month, language)
        text = f"{day} {name} {year}" if exact == DAY else f"{name} {year}"
    if calendar == BIKRAM_SAMBAT:
        return gettext("%(time)s BS") % {"time": text}
    return gettext("%(time)s AH") % {"time": text} if calendar == HIJRI else text


def _gregorian(first: date, last: date, exact: str, language: str) -> str:
    locale = "en_GB" if language == "en" else language
    if exact == DAY:
        return format_date(first, "long", locale=locale)
    return " ".join(format_interval(first, last, "yMMMM", locale=locale).split())  # CLDR's thin spaces
