"""Reads of the standards: instruments by filter, their counts of ratifications, and what else speaks of them."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

from corridor.advocacy.rules import LAST, Count
from corridor.reference.shelf import Entry, shelf

NOT_A_WORK = "GK"  # general knowledge
SHORTEST_NAME = 12  # letters; a shorter title is too common a word to look for in other texts


def folded(text: str) -> str:
    """Text as it is compared: without accents, case or doubled spaces."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def searched_text(one: Entry) -> str:
    return folded(" ".join(filter(None, [one.id, one.label, one.meaning, *one.subjects, one.note])))


def instruments(
    kind: str = "", subject: str = "", migrant: str = "", fundamental: str = "", q: str = ""
) -> list[Entry]:
    """The instruments that fit every filter given; each search word must occur, or name the code (C29 is C029)."""
    words, meant = folded(q[:200]).split(), code_of(q)
    return [
        one
        for one in shelf().all("instruments")
        if (not kind or one.instrument_kind == kind)
        and (not subject or subject in one.subjects)
        and (not migrant or one.migrant_specific)
        and (not fundamental or one.fundamental)
        and (one.id == meant if meant else all(word in searched_text(one) or code_of(word) == one.id for word in words))
    ]


def kind_order(one: Entry) -> int:
    return list(shelf().terms["instrument-kind"]).index(one.instrument_kind)


SORTS: dict[str, Callable[[Entry], Any]] = {
    "code": lambda one: one.id,
    "title": lambda one: folded(one.label),
    "kind": kind_order,
    "year": lambda one: (one.year is None, one.year or 0),
}


@cache
def kinds_of_instrument() -> list[str]:
    held = {one.instrument_kind for one in shelf().all("instruments")}
    return [code for code in shelf().terms["instrument-kind"] if code in held]


@cache
def subjects() -> list[str]:
    return sorted({subject for one in shelf().all("instruments") for subject in one.subjects})


def code_of(text: str) -> str | None:
    """The instrument's code that a reader means: as written, in capitals, or with its zeros (c29 -> C029)."""
    code = text.strip().upper()
    if numbered := re.fullmatch(r"([CRP])[ .]?(\d{1,3})", code):
        code = numbered[1] + numbered[2].zfill(3)
    return code if shelf().get("instruments", code) else None


@cache
def counts() -> tuple[Count, ...]:
    """Every printed count, with the place that prints it."""
    return tuple(
        Count(row.instrument, row.year, row.ratifications, row.source[0], row.flag)
        for row in shelf().all("ratifications")
        if row.year is not None
    )


def years() -> list[int]:
    """The years for which any count is on the shelf."""
    return sorted({count.year for count in counts()})


@cache
def series() -> dict[str, list[Count]]:
    """The instruments counted in two years or more, with their counts in order of time."""
    found: dict[str, list[Count]] = {}
    for count in sorted(counts(), key=lambda one: one.year):
        if count.value is not None:
            found.setdefault(count.instrument, []).append(count)
    return {code: rows for code, rows in found.items() if len({row.year for row in rows}) > 1}


def fundamental_then() -> tuple[str, ...]:
    """The conventions that were fundamental when the evaluation was written."""
    found = (one for one in shelf().all("instruments") if one.fundamental and one.fundamental_since)
    return tuple(one.id for one in found if one.fundamental_since <= LAST)


def uncounted() -> list[Entry]:
    """Instruments that states can ratify but that have no row of ratifications at all."""
    counted = {count.instrument for count in counts()}
    ratifiable = ("convention", "protocol")
    held = (one for one in shelf().all("instruments") if one.instrument_kind.split("-")[-1] in ratifiable)
    return [one for one in held if one.id not in counted]


def place(base: str) -> str:
    """A base as the reader knows it: the work's title and the place in it."""
    work, _, where = base.partition(" ")
    entry = shelf().get("bibliography", work)
    return f"{entry.label}, {where}" if entry else base


def title_of(one: Entry) -> str:
    """An instrument's title without year and number."""
    return str(re.split(r",| \(No\.", one.label)[0])


def names_of(one: Entry) -> re.Pattern[str]:
    """How other texts name an instrument: its code, its number, or its title without the year.

    The title inside another instrument's longer title names the other one.
    """
    names = [rf"\b{re.escape(one.id)}\b"]
    if number := re.search(r"\(No\. (\d+)\)", one.label):
        names.append(rf"\bNos?\. {number[1]}\b")
    title = title_of(one)
    if len(title) >= SHORTEST_NAME:
        longer = [other for known in shelf().all("instruments") if title in (other := title_of(known)) != title]
        before = "".join(rf"(?<!{re.escape(start)})" for other in longer if (start := other.partition(title)[0]))
        names.append(rf"{before}\b{re.escape(title)}\b")
    return re.compile("|".join(names), re.IGNORECASE)


def figures_naming(one: Entry) -> list[Entry]:
    """Figures and table figures whose heading, or whose doubt, names the instrument."""
    pattern = names_of(one)
    tables = ((row, (row.label, row.row, row.column, row.flag)) for row in shelf().all("table_figures"))
    others = ((row, (row.label, row.flag)) for row in shelf().all("figures"))
    return [row for row, texts in (*tables, *others) if any(text and pattern.search(text) for text in texts)]


def around_instrument(one: Entry) -> dict[str, Any]:
    """All that the instrument's page shows."""
    lessons = shelf().all("lessons")
    works = dict.fromkeys(work for cited in one.source if (work := cited.partition(" ")[0]) != NOT_A_WORK)
    return {
        "instrument": one,
        "rows": [row for row in shelf().all("ratifications") if row.instrument == one.id],
        "cited": [lesson for lesson in lessons if one.id in lesson.instruments_cited],
        "implied": [lesson for lesson in lessons if one.id in lesson.instruments_implied],
        "works": [work for id in works if (work := shelf().get("bibliography", id))],
        "figures": figures_naming(one),
    }
