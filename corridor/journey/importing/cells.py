"""What a cell of a table means: a code of the shelf, a time, an amount, by any label in any of our languages.

What fits nothing is not guessed. Pure: text in, value or what was expected out.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache

from babel import Locale
from django import forms
from django.utils.translation import get_language, gettext

from corridor.exchange.tables import Table
from corridor.journey.calendars import KNOWN, read_when
from corridor.journey.importing.columns import IN_LANGUAGES, Mapping, plain
from corridor.journey.importing.words import CELLS, MONEY, NATIONS
from corridor.journey.sheets import CURRENCIES, Amount
from corridor.journey.when import DAY, GREGORIAN, When
from corridor.journey.worker_sheets import LANGUAGES
from corridor.reference.countries import alpha_2, codes, english_name
from corridor.reference.folding import folded
from corridor.reference.labels import country_name, term_label
from corridor.reference.shelf import shelf
from corridor.safe.faults import Unfit

FIGURES = re.compile(r"(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4})(?!\d)")
YEAR_FIRST = re.compile(r"(\d{4})-\d{2}-\d{2}")
HOUR = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
NOT_A_NUMBER = re.compile(r"[^\d.,\s\u066b\u066c-]+")
OLDEST, TERMS_SHOWN = 1950, 6


class NotRead(Exception):
    """The cell fits nothing. expected: what would, in words."""

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected


@cache
def terms(vocabulary: str) -> dict[str, str]:
    """Word as it is compared -> code, by the labels of a vocabulary in every language and the usual words."""
    found = {plain(code): code for code in shelf().terms[vocabulary]}
    for code in shelf().terms[vocabulary]:
        found |= {plain(term_label(vocabulary, code, language)): code for language in IN_LANGUAGES}
    return {plain(word): code for word, code in CELLS.get(vocabulary, {}).items()} | found


@cache
def countries() -> dict[str, str]:
    """Name or code as it is compared -> ISO 3166 alpha-3."""
    found = {plain(word): code for code, words in NATIONS.items() for word in words}
    for code in codes():
        names = (code, alpha_2(code), english_name(code), *(country_name(code, one) for one in IN_LANGUAGES))
        found |= {plain(name): code for name in names}
    return found


@cache
def languages() -> dict[str, str]:
    """Name or code as it is compared -> ISO 639 code, of the languages spoken along the corridors."""
    found: dict[str, str] = {}
    for language in IN_LANGUAGES:
        names = Locale.parse(language).languages
        found |= {plain(names.get(code, code)): code for code in LANGUAGES}
    return found | {code: code for code in LANGUAGES}


def one_of(known: dict[str, str], cell: str, expected: str) -> str:
    """The code for which a cell stands. Raises NotRead."""
    if (found := known.get(plain(cell))) is None:
        raise NotRead(expected)
    return found


def shown(vocabulary: str) -> str:
    """The first few labels of a vocabulary, as what is expected."""
    language, every = get_language() or "en", list(shelf().terms[vocabulary])
    labels = "; ".join(term_label(vocabulary, code, language) for code in every[:TERMS_SHOWN])
    return labels + (" …" if len(every) > TERMS_SHOWN else "")


def term(vocabulary: str, cell: str) -> str:
    """The code of a vocabulary, by its code or its label in any language. Raises NotRead."""
    return one_of(terms(vocabulary), cell, shown(vocabulary))


def country(cell: str) -> str:
    """ISO 3166 alpha-3. Raises NotRead."""
    return one_of(countries(), cell, gettext("Name or three letters, such as NPL."))


def currency(cell: str) -> str:
    """ISO 4217. Raises NotRead."""
    word = folded(cell).strip(" .")
    code = MONEY.get(word) or word.upper()
    if code not in CURRENCIES:
        raise NotRead(", ".join(CURRENCIES))
    return code


def amount(cell: str) -> tuple[Decimal, str]:
    """An amount and the currency beside it in the cell, empty where none stands there. Raises NotRead."""
    text = folded(cell).removesuffix("/-")  # as in "Rs 500/-"
    words = [one.strip() for one in NOT_A_NUMBER.findall(text) if one.strip(" ./")]
    rest = NOT_A_NUMBER.sub(" ", text).strip(" .")
    try:
        beside = currency(words[0]) if words else ""
        if len(words) > 1 or not rest:
            raise NotRead("")
        return Amount(max_digits=16, decimal_places=4, min_value=0).clean(rest), beside
    except (forms.ValidationError, NotRead) as error:
        raise NotRead(gettext("figures, such as 1250.50")) from error


def time_in(cell: str, mapping: Mapping, today: date) -> tuple[str, str]:
    """A time as `read_when` takes it: its words, and the calendar in which they are said.

    A year-month-day of the years since 1950 is Gregorian, as workbooks write it: nothing that is brought in is of the
    years 1950 to 2026 of Bikram Sambat (1893 to 1970).
    """
    text, calendar = HOUR.sub("", folded(cell).strip()), mapping.calendar
    if (found := YEAR_FIRST.fullmatch(text)) and OLDEST <= int(found[1]) <= today.year:
        calendar = GREGORIAN
    elif calendar == GREGORIAN and mapping.order == "month" and (found := FIGURES.match(text)):
        text = f"{found[3]}/{found[1]}/{found[4]}" if found[2] != "." else text
    return (cell if text == folded(cell) else text), calendar


def when(cell: str, mapping: Mapping, today: date) -> When:
    """A time in her calendar. Raises NotRead."""
    said, calendar = time_in(cell, mapping, today)
    try:
        return read_when(said, calendar)
    except (Unfit, OverflowError, ValueError) as error:
        raise NotRead(KNOWN[calendar].examples) from error


def day_of(when: When) -> date | None:
    """The day, when it was said so exactly."""
    return when.first if when.exact == DAY and not when.about else None


def order_of(table: Table, places: Iterable[int]) -> str:
    """Whether the day or the month comes first in dates such as 03/04/2021: "day", "month", or "" when nothing in the
    columns at these places tells and she has to say it.
    """
    wanted = list(places)
    pairs = [pair for row in table.rows for place in wanted for pair in _pairs(row.cells[place])]
    if any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs):
        return "month"
    return "" if pairs and all(max(pair) <= 12 for pair in pairs) and any(a != b for a, b in pairs) else "day"


def _pairs(cell: str) -> Iterator[tuple[int, int]]:
    if (found := FIGURES.match(folded(cell))) and found[2] != ".":  # with points the day comes first everywhere
        yield int(found[1]), int(found[3])
