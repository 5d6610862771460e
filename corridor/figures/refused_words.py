"""Why a return was not taken or a release cannot be made, in the language of the page.

The rules say it in plain English (where, what was found, what was expected): machines and logs read that. Here stand
the same sentences for people. What is none of them (a code, a number of the file) is told as it was found.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from corridor.figures.naming import column_label, kind_label
from corridor.figures.previewing import period_told
from corridor.journey.facts import FACTS


class Refusal(Protocol):
    """What `NotAReturn` and `NotReleased` say."""

    where: str
    found: str
    expected: str


@dataclass(frozen=True)
class Refused:
    """A refusal in words: where it does not fit, what was found there, what was expected."""

    where: str
    found: str
    expected: str


WHERE: Mapping[str, Any] = {
    "file": _("The file"),
    "signature": _("The signature"),
    "schema": _("The form of the return"),
    "return": _("The return"),
    "centre": _("The centre"),
    "name": _("The name of the centre"),
    "country": _("The country"),
    "period": _("The period"),
    "made": _("The month in which it was made"),
    "restricted": _("The share of records that were not counted"),
    "fingerprint": _("The fingerprint of the key"),
    "row_sets": _("The tables"),
    "returns": _("The returns"),
    "families": _("The groups of tables"),
}
PLACE = re.compile(
    r"row_sets\[(?P<table>\d+)\](?:\.rows\[(?P<row>\d+)\])?(?:\.\w+)?"
    r"(?: \((?P<kind>\S+) \S+\), (?P<column>\S+))?"
)
# As the rules say it, and as it is told. The names of the parts say how they are told: see _part.
SAID: Sequence[tuple[str, Any]] = (
    (r"a text that begins as a return does, of the format .*", _("a signed return, as a centre's Corridor makes it")),
    (r"exactly (?P<names>.+)", _("these parts and no others: %(names)s")),
    (
        r"(?P<number>\d+) or earlier; a later Corridor made it, update this one",
        _("form %(number)s or earlier: a later Corridor made it, so this one has to be updated first"),
    ),
    (r"one that does not fit", _("one that does not fit the text")),
    (r"the signature of its text: it was altered", _("the signature of this very text: it was altered on the way")),
    (r"another form of the same text", _("the same text written in another way")),
    (r"the form in which it was signed: it was altered", _("the text as it was signed: it was altered on the way")),
    (r"(?P<number>\d+) bytes", _("%(number)s bytes")),
    (r"at most (?P<number>\d+)", _("at most %(number)s bytes")),
    (r"what is no JSON, or ends early", _("no return, or only a part of one")),
    (r"the whole file of a return", _("the whole file of a return")),
    (r"a short text", _("a short text")),
    (r"the code of a centre: letters and figures|letters and figures", _("the code of a centre: letters and figures")),
    (r"ISO 3166 alpha-3", _("the code of a country in three letters, as in NPL")),
    (r"a month, as in 2026-10", _("a month, as in 2026-10")),
    (r"a quarter or a year, as in 2026Q3 or 2026", _("a quarter or a year, as in 2026Q3 or 2026")),
    (r"one of (?P<names>.+)", _("one of %(names)s")),
    (r"a list", _("a list")),
    (r"a (?:dict|str|int|float|bool|NoneType)", _("something of another kind")),
    (r"each once", _("each once")),
    (r"a row-set twice", _("a table twice")),
    (r"a combination twice", _("a combination twice")),
    (r"(?P<number>\d+) codes and a number", _("%(number)s codes and a number")),
    (r"a code: letters, figures and - _ \. between them", _("a code of the shelf: no words, and no name")),
    (r"a number of facts, (?P<number>\d+) or more", _("a number, %(number)s or more")),
    (r"a word that is none of its codes", _("a word that is none of its codes")),
    (r"codes of the shelf alone", _("codes of the shelf alone")),
    (r"the code of a centre that this programme knows", _("a centre that this programme knows")),
    (r"that of (?P<code>\S+): (?P<digits>[\d ]+)", _("the one that was compared by voice: %(digits)s")),
    (r"(?P<code>\S+), which left on (?P<day>\S+)", _("%(code)s, which left on %(day)s")),
    (r"a centre that belongs to the programme", _("a centre that belongs to the programme")),
    (r"a period that is closed on (?P<day>\S+)", _("a period that was over on %(day)s")),
    (
        r"(?P<period>\S+): this same return was taken already",
        _("this very return of %(period)s, which was taken already"),
    ),
    (
        r"(?P<period>\S+): another return of this period was taken already",
        _("a second return of %(period)s; another one was taken already"),
    ),
    (r"(?P<period>\S+): one was taken at this moment", _("%(period)s, of which one was taken at this moment")),
    (r"a period that was not returned yet", _("a period that was not returned yet")),
    (
        r"(?P<digits>[\d ]+); ask the centre by voice whether its key is renewed",
        _("the one that is known: %(digits)s. Ask the centre by voice whether its key is renewed"),
    ),
    (r"a quarter, as in 2026Q3", _("a quarter, as in 2026Q3")),
    (r"a quarter that is closed on (?P<day>\S+)", _("a quarter that was over on %(day)s")),
    (r"(?P<period>\S+): released already", _("%(period)s, which is released already")),
    (
        r"(?P<period>\S+): earlier than (?P<later_period>\S+), which is released",
        _("%(period)s, which is earlier than %(later_period)s; that is released already"),
    ),
    (r"a later quarter; what is out is never made again", _("a later quarter: what is out is never made again")),
    (r"(?P<period>\S+), which is in the making", _("%(period)s, which is in the making: finish it or leave it off")),
    (r"none", _("none that waits")),
    (
        r"one or more of (?P<period>\S+) or earlier that no release counts yet",
        _("one or more of %(period)s or earlier that no release counts yet"),
    ),
    (r"a release that is not out yet", _("a release that is not out yet")),
    (r"a release in the making; it was left off meanwhile", _("a release in the making; it was left off meanwhile")),
    (r"(?P<number>\d+) not through the gate yet", _("%(number)s that did not come through the gate yet")),
    (r"all of them", _("all of them")),
    (r"a quarter that is not released yet", _("a quarter that is not released yet")),
)
_SAID = tuple((re.compile(said), words) for said, words in SAID)


def refused(error: Refusal) -> Refused:
    """A refusal in the language of the page."""
    return Refused(where_told(error.where), in_words(error.found), in_words(error.expected))


def refused_line(error: Refusal) -> str:
    """The same in one sentence."""
    one = refused(error)
    told = gettext("%(where)s: found %(found)s; expected %(expected)s.")
    return told % {"where": one.where, "found": one.found, "expected": one.expected}


def where_told(where: str) -> str:
    """The place in what came: "Table 3, row 5"."""
    if where in WHERE:
        return str(WHERE[where])
    place = PLACE.match(where)
    if place is None:
        return where
    told = gettext("Table %(number)s") % {"number": place["table"]}
    if place["row"]:
        told = gettext("Table %(table)s, row %(row)s") % {"table": place["table"], "row": place["row"]}
    if place["kind"]:
        told += f" ({kind_label(place['kind'])}, {column_label(place['column'])})"
    return told


def in_words(said: str) -> str:
    """What was found or expected. What is none of the sentences of the rules stays as it is; a period is told."""
    for pattern, words in _SAID:
        if found := pattern.fullmatch(said):
            return str(words) % {name: _part(name, part) for name, part in found.groupdict().items()}
    return _period(said)


def is_said(said: str) -> bool:
    """Whether this is one of the sentences of the rules, or a kind of thing that JSON knows."""
    return any(pattern.fullmatch(said) for pattern, _ in _SAID)


def _part(name: str, part: str) -> str:
    match name:
        case "day":
            return date_format(date.fromisoformat(part), "j F Y")
        case "period" | "later_period":
            return _period(part)
        case "number":
            return f"{int(part):,}".replace(",", "\u202f")
        case "names":
            return ", ".join(kind_label(one) if one in FACTS else one for one in part.split(", "))
    return part


def _period(code: str) -> str:
    try:
        return period_told(code)
    except ValueError:
        return code
