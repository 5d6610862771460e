"""What a cell of an earlier list means: a code of the shelf, a day, an amount, by any label in any of our languages.

What fits nothing is not guessed. Pure: text in, value or what was expected out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import get_language, gettext

from corridor.centre.importing.fields import BY_CODE, DATES, IN_LANGUAGES, Field, Mapping, plain
from corridor.centre.importing.words import CELLS, MONEY, NATIONS
from corridor.exchange.tables import Table
from corridor.journey.calendars import KNOWN, read_when
from corridor.journey.sheets import AREA, CURRENCIES, LINE, Amount
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


def asks_order(table: Table, columns: tuple[str, ...]) -> str:
    """Whether the day or the month comes first in dates such as 03/04/2021: "day", "month", or "" when nothing in these
    columns tells and she has to say it.
    """
    places = [place for place, code in enumerate(columns) if code in DATES]
    pairs = [pair for row in table.rows for place in places for pair in _pairs(row.cells[place])]
    if any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs):
        return "month"
    return "" if pairs and all(max(pair) <= 12 for pair in pairs) and any(a != b for a, b in pairs) else "day"


def _pairs(cell: str) -> Iterator[tuple[int, int]]:
    if (found := FIGURES.match(folded(cell))) and found[2] != ".":  # with points the day comes first everywhere
        yield int(found[1]), int(found[3])


@dataclass(frozen=True)
class Meaning:
    """Reads the cells of one table. known: what was read before, since words come again."""

    mapping: Mapping
    today: date
    known: dict[tuple[str, str], tuple[Any, str]] = field(default_factory=dict)

    def of(self, code: str, cell: str) -> Any:
        """The value of a cell that is not empty. Raises NotRead."""
        one = BY_CODE[code]
        key = "when" if code in DATES else one.vocabulary or one.how, cell
        if key not in self.known:
            try:
                self.known[key] = self._read(one, cell), ""
            except NotRead as error:
                self.known[key] = None, error.expected
        found, expected = self.known[key]
        if expected:
            raise NotRead(expected)
        return found

    def _read(self, one: Field, cell: str) -> Any:
        match one.how:
            case "line":
                return _fitting(cell, LINE)
            case "area":
                return _fitting(cell, AREA)
            case "term":
                return _term(one.vocabulary, cell)
            case "age":
                return _age(cell)
            case "country":
                return _one(countries(), cell, gettext("Name or three letters, such as NPL."))
            case "language":
                return tuple(_one(languages(), word, gettext("a language")) for word in re.split(r"[,;/&،]", cell))
            case "money":
                return self._amount(cell)
            case "currency":
                return _currency(cell)
        return self._when(cell)

    def _when(self, cell: str) -> When:
        """A time in her calendar. A year-month-day of the years since 1950 is Gregorian, as workbooks write it: no case
        is of the years 1950 to 2026 of Bikram Sambat (1893 to 1970).
        """
        text, calendar = HOUR.sub("", folded(cell).strip()), self.mapping.calendar
        if (found := YEAR_FIRST.fullmatch(text)) and OLDEST <= int(found[1]) <= self.today.year:
            calendar = GREGORIAN
        elif calendar == GREGORIAN and self.mapping.order == "month" and (found := FIGURES.match(text)):
            text = f"{found[3]}/{found[1]}/{found[4]}" if found[2] != "." else text
        try:
            return read_when(cell if text == folded(cell) else text, calendar)
        except (Unfit, OverflowError, ValueError) as error:
            raise NotRead(KNOWN[calendar].examples) from error

    def _amount(self, cell: str) -> tuple[Decimal, str]:
        """An amount and its currency: the one beside it, else the one that was chosen for the table, else none."""
        text = folded(cell).removesuffix("/-")  # as in "Rs 500/-"
        words = [one.strip() for one in NOT_A_NUMBER.findall(text) if one.strip(" ./")]
        rest = NOT_A_NUMBER.sub(" ", text).strip(" .")
        try:
            currency = _currency(words[0]) if words else self.mapping.currency
            if len(words) > 1 or not rest:
                raise NotRead("")
            return Amount(max_digits=16, decimal_places=4, min_value=0).clean(rest), currency
        except (forms.ValidationError, NotRead) as error:
            raise NotRead(gettext("figures, such as 1250.50")) from error


def day_of(when: When) -> date | None:
    """The day, when it was said so exactly."""
    return when.first if when.exact == DAY and not when.about else None


def _fitting(cell: str, most: int) -> str:
    if len(cell) > most:
        raise NotRead(gettext("at most %(most)s characters") % {"most": most})
    return cell


def _one(known: dict[str, str], cell: str, expected: str) -> str:
    if (found := known.get(plain(cell))) is None:
        raise NotRead(expected)
    return found


def _term(vocabulary: str, cell: str) -> str:
    language = get_language() or "en"
    shown = [term_label(vocabulary, code, language) for code in list(shelf().terms[vocabulary])[:TERMS_SHOWN]]
    more = " …" if len(shelf().terms[vocabulary]) > TERMS_SHOWN else ""
    return _one(terms(vocabulary), cell, "; ".join(shown) + more)


def _age(cell: str) -> str:
    """A band by its label or code; or the band of an age in years."""
    figures = re.findall(r"\d+", folded(cell))
    if plain(cell) in terms("age-band") or len(figures) != 1 or not 10 <= int(figures[0][:4]) <= 99:
        return _term("age-band", cell)
    years = int(figures[0])
    for code in shelf().terms["age-band"]:
        bounds = [int(one) for one in re.findall(r"\d+", code)]
        first, last = (0, bounds[0] - 1) if code.startswith("under") else (bounds[0], bounds[-1]) if bounds else (1, 0)
        if first <= years <= (99 if code.endswith("over") else last):
            return code
    return _term("age-band", cell)


def _currency(cell: str) -> str:
    word = folded(cell).strip(" .")
    code = MONEY.get(word) or word.upper()
    if code not in CURRENCIES:
        raise NotRead(", ".join(CURRENCIES))
    return code
