"""What a target may be, and how it stands beside what is released.

Pure but for the language. A count of people reached or members enrolled may have a target only together with one that
tells what came of it; what waits for a room may have none. Whether a target is reached is read from the bounds of what
is out, never from a number closer than they are. Source: WIF2019-24, WIF2019-33, WIF2023-23; safety D21; methods
"Rules that override every module" (counts always with other evidence).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from corridor.figures.indicators import CENTRE, COUNT, MEDIAN, QUARTER, RATIO, SHARES, Indicator
from corridor.figures.naming import code_label, column_label, column_of, indicator_label, indicator_text
from corridor.figures.told import MOST_COLUMNS, NOT_KNOWN, Told, columns_of
from corridor.statistics.rules import MOST_BESIDE, alone, tells_what_came_of_it
from corridor.statistics.telling import WITHHELD as LEAST_TOLD
from corridor.statistics.telling import is_told

CODE = re.compile(r"[0-9]{4}Q[1-4]")
LESSONS = ("WIF2019-24", "WIF2019-33", "WIF2023-23")
MOST = Decimal(9_999_999)
ENDED = "closing"  # facts of grievances that ended
NEAR = 1e-9  # what a division may lose
REACHED, NOT_REACHED, EITHER, WITHHELD, NOT_OUT = STANDINGS = (
    "reached",
    "not-reached",
    "either",
    "withheld",
    "not-out",
)

Fault = tuple[str, str]  # field, what is wrong with it


@dataclass(frozen=True)
class Beside:
    """Another target, as far as the rules need it: of which indicator, and by which quarter."""

    indicator: str
    until: str


@dataclass(frozen=True)
class Wanted:
    """A target as somebody wants it: see `models.Target`. value in per cent for a share."""

    indicator: str
    value: Decimal | None
    until: str
    why: str
    beside: str
    column: str = ""
    at: str = ""


def refused(indicator: Indicator) -> str:
    """Why an indicator may have no target at all, in words; empty where it may have one."""
    if indicator.waits_for:
        told = gettext("Nothing tells this yet: it waits for “%(what)s”. A target can be set when that stands.")
        return told % {"what": indicator_text(indicator, "waits_for")[0] or indicator.waits_for}
    if indicator.statistic == SHARES:
        return gettext("It is told as several shares and has no single number. Choose one that is a share or a count.")
    if len(columns_of(indicator, ())) > MOST_COLUMNS:
        return gettext("A release does not tell it: it needs more columns together than a release has.")
    if indicator.direction == "none" and not indicator.caution:
        return gettext("The shelf names no way in which it gets better for workers, so nothing can be aimed at.")
    return ""


def narrowed_by(indicator: Indicator) -> tuple[str, ...]:
    """The columns by which a target for it can be narrowed to one code, as a release tells them."""
    columns = (one for one in indicator.by if one not in (CENTRE, QUARTER))
    return tuple(one for one in columns if len(columns_of(indicator, (one,))) <= MOST_COLUMNS)


def faults(
    wanted: Wanted, known: Mapping[str, Indicator], released: Sequence[str] = (), beside: Beside | None = None
) -> list[Fault]:
    """Everything that is wrong with a target, as (field, words). released: quarters that are out. beside: the target
    with which it is to stand.
    """
    indicator = known.get(wanted.indicator)
    if indicator is None:
        return [("indicator", _found(wanted.indicator, gettext("an indicator of the shelf")))]
    if why := refused(indicator):
        return [("indicator", why)]
    found = [*_at(indicator, wanted), *_value(indicator, wanted.value), *_until(wanted.until, released)]
    return [*found, *_words(wanted), *_company(indicator, wanted, known, beside)]


def _found(found: str, expected: str) -> str:
    return gettext("Found “%(found)s”; expected %(expected)s.") % {"found": found[:60], "expected": expected}


def _at(indicator: Indicator, wanted: Wanted) -> Iterator[Fault]:
    if not wanted.column and not wanted.at:
        return
    allowed = narrowed_by(indicator)
    about = column_of(indicator.facts, wanted.column)
    if wanted.column not in allowed or about is None:
        expected = gettext(", ").join(map(column_label, allowed)) or gettext("nothing: it cannot be narrowed")
        yield "at", _found(column_label(wanted.column) if wanted.column else wanted.at, expected)
    elif wanted.at in NOT_KNOWN or not about.admits(wanted.at) or not _shaped(wanted.column, wanted.at):
        examples = {"corridor": "NPL-JOR", "country": "JOR"}
        expected = examples.get(wanted.column, gettext("a code of “%(column)s”") % {"column": about.name})
        yield "at", _found(wanted.at, expected)


def _shaped(column: str, code: str) -> bool:
    """A corridor is two countries, and a country is one."""
    return code.count("-") == {"corridor": 1, "country": 0}.get(column, code.count("-"))


def _value(indicator: Indicator, value: Decimal | None) -> Iterator[Fault]:
    if value is None:
        yield "value", gettext("Needed: the number to be reached.")
    elif indicator.statistic == COUNT and value < LEAST_TOLD:
        told = gettext("at least %(least)s: a count under it is withheld, so nobody could tell whether it is reached")
        yield "value", _found(str(value), told % {"least": LEAST_TOLD})
    elif indicator.statistic == COUNT and value != value.to_integral_value():
        yield "value", _found(str(value), gettext("a whole number"))
    elif in_per_cent(indicator) and not 0 <= value <= 100:
        yield "value", _found(str(value), gettext("per cent, 0 to 100"))
    elif not 0 <= value <= MOST:
        yield "value", _found(str(value), gettext("a number from 0 to %(most)s") % {"most": MOST})
    elif value != round(value, 1):
        yield "value", _found(str(value), gettext("at most one figure behind the point"))


def in_per_cent(indicator: Indicator) -> bool:
    """Whether its target is entered in per cent."""
    return indicator.statistic == RATIO or indicator.unit == "per cent"


def _until(until: str, released: Sequence[str]) -> Iterator[Fault]:
    if not CODE.fullmatch(until) or until.startswith("0000"):
        yield "until", _found(until, gettext("a quarter, as in 2027Q4"))
    elif released and until <= max(released):
        told = gettext("a quarter after %(last)s: what is released already is known and no target")
        yield "until", _found(until, told % {"last": max(released)})


def _words(wanted: Wanted) -> Iterator[Fault]:
    for field, text in (("why", wanted.why), ("beside", wanted.beside)):
        yield from words_faults(field, text)


def words_faults(field: str, text: str, most: int = 1000) -> Iterator[Fault]:
    """What is wrong with a text that is needed."""
    if not text.strip():
        yield field, gettext("Needed: a few words.")
    elif len(text) > most:
        told = gettext("It has %(found)s characters; expected at most %(most)s.")
        yield field, told % {"found": len(text), "most": most}


def _company(
    indicator: Indicator, wanted: Wanted, known: Mapping[str, Indicator], beside: Beside | None
) -> Iterator[Fault]:
    if not indicator.caution:
        return
    other = known.get(beside.indicator) if beside else None
    if beside is None or other is None:
        yield "company", gettext("It cannot stand alone: choose a target that tells what came of it.")
    elif alone([indicator, other]):
        expected = " · ".join(indicator_label(one) for one in may_stand_with(indicator, known))
        yield (
            "company",
            _found(indicator_label(other), gettext("what tells what came of it, such as: %(such)s"))
            % {"such": expected},
        )
    elif beside.until > wanted.until:
        told = gettext("one that is due by the same quarter or earlier, or the count would stand alone until then")
        yield "company", _found(beside.until, told)


def may_stand_with(indicator: Indicator, known: Mapping[str, Indicator]) -> list[Indicator]:
    """Some that may have a target and tell what came of it: of the same facts first, then of grievances that ended."""
    told = [one for one in known.values() if tells_what_came_of_it(one) and not refused(one)]
    same = [one for one in told if one.facts == indicator.facts]
    return [*same, *(one for one in told if one.facts == ENDED and one not in same)][:MOST_BESIDE]


def where_told(indicator: Indicator, column: str, at: str) -> str:
    """To what a target is narrowed, in words: "Nepal → Jordan"; empty for everything."""
    return code_label(indicator.facts, column, at) if column else ""


def at_code(found: Iterable[Told], at: str) -> Told | None:
    """What is told at the code of a target; None where that code is not named in the release."""
    return next((one for one in found if one.at == ((at,) if at else ())), None)


def standing(indicator: Indicator, value: Decimal, out: bool, told: Told | None) -> str:
    """One of STANDINGS. out: whether the release has a table of it. told: at the code of the target, if it is named.

    Bounds decide: it is reached when all that the number can be reaches it. Where nothing says which way is better,
    REACHED means at or over the number (see `standing_told`).
    """
    if not out:
        return NOT_OUT
    span = span_of(indicator, told) if told else None
    if span is None or told is None:
        return WITHHELD
    (low, high), aim = span, float(value)
    if indicator.direction == "down":
        reached, missed = high is not None and high <= aim + NEAR, low > aim + NEAR
    else:
        reached, missed = low >= aim - NEAR, high is not None and high < aim - NEAR
    if reached or missed:
        return REACHED if reached else NOT_REACHED
    return EITHER if is_told(indicator, told) else WITHHELD


def span_of(indicator: Indicator, told: Told) -> tuple[float, float | None] | None:
    """Between what the number can be, in the unit of targets (None above: no limit); None where nothing is known."""
    if indicator.statistic == COUNT:
        return told.numerator
    if indicator.statistic == MEDIAN:
        return told.middle
    return (told.between[0] * 100, told.between[1] * 100) if told.between else None


def standing_told(indicator: Indicator, found: str) -> str:
    """A standing in words. Where the shelf names no better way nothing is called reached (WIF2019-33)."""
    if found == REACHED:
        return gettext("reached") if indicator.direction != "none" else gettext("at or over the number")
    if found == NOT_REACHED:
        return gettext("not reached") if indicator.direction != "none" else gettext("under the number")
    return {
        EITHER: gettext("cannot be told: what it can be lies on both sides"),
        WITHHELD: gettext("cannot be told: withheld"),
        NOT_OUT: gettext("cannot be told: the release has no table of it"),
    }[found]


def quarter_of(year: int, month: int) -> str:
    """ "2026Q4" of a month."""
    return f"{year:04d}Q{(month + 2) // 3}"


def following(code: str, count: int) -> list[str]:
    """The next quarters after one, as many as asked for."""
    number = int(code[:4]) * 4 + int(code[5]) - 1
    return [f"{one // 4:04d}Q{one % 4 + 1}" for one in range(number + 1, number + 1 + count)]
