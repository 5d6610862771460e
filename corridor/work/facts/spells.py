"""Facts of spells: each stretch of work or life, with the signs by which bad work is known, so that many can be seen.

A sign stands in a set with country and sector: what a single worker cannot prove shows where many tell it. No sign is
added to another, and none is a finding on her: a sign can be enough, else several are read together (methods (a)).
Unpaid work, and all else that is not paid work, is left out of the columns of pay by name and not by silence.
Source: methods (a), (j) and conventions of computation (pay); WIF2023-4, 6, 10, 17, 33, 45, 53, 54, 56; WIF2019-6.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from corridor.journey.contents import Journey
from corridor.journey.facts import (
    CORRIDOR,
    COUNTRY,
    NO,
    SECTOR,
    UNKNOWN,
    YES,
    Column,
    Fact,
    FactKind,
    coded,
)
from corridor.journey.parts import parts_of
from corridor.recruitment.facts.reading import corridor_of, first_known, workers_of
from corridor.reference.shelf import shelf
from corridor.safe.casebook import Reading
from corridor.work.benchmarks import MINIMUM, Gap, at_rate, compare, matched, reference_day
from corridor.work.contents import Spell
from corridor.work.doubts import MOST_DAYS
from corridor.work.outcomes import PAID_WORK
from corridor.work.pay import Convert, hours_known

LIVING = "living"  # vocabulary `reference-wage-kind`
FREE = "free"  # vocabularies `movement`, `phone`
HOURS, HOURS_ENDS = ("up-to-48", "48-60", "60-72", "over-72"), (48, 60, 72)  # a week
NO_DAY, FEWER, EACH_WEEK = REST = ("none", "under-weekly", "weekly")
WEEKS = 4  # days off a month by which there is one in every week
LEFT_OUT, NOT_PAID = "left-out", "not-paid-work"
COVERED, COVERED_ENDS = ("under-50", "50-75", "75-99", "at-least"), ("0.5", "0.75", "1")
BESIDE = (*COVERED, LEFT_OUT, NOT_PAID)
WITH_HER, HELD, ELSEWHERE = DOCUMENTS = ("with-her", "employer-or-recruiter", "elsewhere")
PAPERS = {"herself": WITH_HER, "centre": WITH_HER, "employer": HELD, "recruiter": HELD}  # vocabulary `papers-with`

COLUMNS = (
    Column("kind", "What she did", "spell-kind", source="WIF2023-54"),
    Column("hours", "Hours of work a week, overtime included", codes=HOURS, source="C001; C030; C189 art. 10"),
    Column("rest_day", "Whether she has a day off in every week", codes=REST, source="C014; C189 art. 10(2)"),
    Column("minimum", "Pay in per cent of the minimum wage", codes=BESIDE, source="methods (j); WIF2023-45"),
    Column("living", "Pay in per cent of the living wage", codes=BESIDE, source="methods (j); WIF2023-4"),
    Column("documents", "Who keeps her documents", codes=DOCUMENTS, source="ILO-FL-IND-2012 booklet; WIF2023-10"),
    Column("movement_limited", "Whether she cannot go out as she wants", "yes-no", source="ILO-FL-IND-2012 booklet"),
    Column(
        "phone_limited", "Whether she cannot use her phone as she wants", "yes-no", source="ILO-FL-IND-2012 booklet"
    ),
    Column("social_security", "Her social security", "social-security", source="WIF2023-17"),
    Column("live_in", "Whether she lives where she works", "yes-no", source="WIF2023-4, 6"),
    CORRIDOR,
    COUNTRY,
    SECTOR,
)
SIGNS = (
    *("hours", "rest_day", "minimum", "living", "documents"),
    *("movement_limited", "phone_limited", "social_security", "live_in"),
)
SETS = {
    "by-kind-and-country": ("kind", "country"),
    "by-kind-and-corridor": ("kind", "corridor"),
    **{f"by-{one.replace('_', '-')}-country-and-sector": (one, "country", "sector") for one in SIGNS},
}


def made(known: Reading, today: date) -> Iterator[Fact]:
    """One for each spell, at home and abroad."""
    rows = list(shelf().all("reference_wages"))
    for id, worker in workers_of(known):
        journeys, spells = dict(parts_of(known, id, Journey)), parts_of(known, id, Spell)
        yield from of_worker(id, worker.nationality, journeys, spells, today, rows)


def of_worker(
    worker: str,
    nationality: str,
    journeys: Mapping[str, Journey],
    spells: Iterable[tuple[str, Spell]],
    today: date,
    rows: Iterable[Any] | None = None,
    convert: Convert = at_rate,
) -> Iterator[Fact]:
    """Of one worker. nationality: ISO 3166 alpha-3. journeys, spells: id -> content. rows: reference wages.

    Its day is its first one; where that is not known, the one on which it was entered.
    """
    references = None if rows is None else list(rows)
    for id, spell in spells:
        journey = journeys.get(spell.journey, Journey(worker))
        origin, day = journey.origin or nationality, first_known(spell.begin.first, spell.day)
        found = {
            **conditions(spell),
            "minimum": beside(MINIMUM, spell, origin, today, references, convert),
            "living": beside(LIVING, spell, origin, today, references, convert),
            "corridor": corridor_of(journey, nationality) if spell.journey in journeys else UNKNOWN,
        }
        yield Fact(id, worker, "", day, coded(COLUMNS, found))


def conditions(spell: Spell) -> dict[str, str]:
    """What a spell tells by itself, in codes."""
    return {
        "kind": spell.kind,
        "hours": hours(spell),
        "rest_day": rest_day(spell),
        "documents": PAPERS.get(spell.papers_with, ELSEWHERE) if spell.papers_with else UNKNOWN,
        "movement_limited": limited(spell.movement),
        "phone_limited": limited(spell.phone),
        "social_security": spell.security,
        "live_in": spell.live_in,
        "country": spell.country,
        "sector": spell.sector,
    }


def limited(answer: str) -> str:
    """Yes or no (vocabulary `yes-no`) of an answer about going out or her phone; UNKNOWN where nobody asked."""
    return UNKNOWN if not answer else NO if answer == FREE else YES


def hours(spell: Spell) -> str:
    """One of HOURS; a limit belongs to the band below it.

    Overtime counts where it was entered, as in `outcomes`; where pay for it was and its hours were not, the sum is not
    known. More hours than a week has are not known either.
    """
    if spell.hours_a_week is None or (spell.overtime_pay and spell.overtime_a_week is None):
        return UNKNOWN
    whole = spell.hours_a_week + (spell.overtime_a_week or Decimal(0))
    return UNKNOWN if hours_known(whole) else HOURS[sum(whole > end for end in HOURS_ENDS)]


def rest_day(spell: Spell) -> str:
    """One of REST: of four days off a month there is one in every week. UNKNOWN for what no month has."""
    days = spell.rest_days_a_month
    if days is None or not 0 <= days <= MOST_DAYS:
        return UNKNOWN
    return NO_DAY if days == 0 else FEWER if days < WEEKS else EACH_WEEK


def beside(
    kind: str,
    spell: Spell,
    origin: str,
    today: date,
    rows: Iterable[Any] | None = None,
    convert: Convert = at_rate,
) -> str:
    """One of BESIDE: basic pay beside a reference (vocabulary `reference-wage-kind`), by the normal hour where that is
    known, else by the month; part-time work by the hour alone.

    That she is left out of it is told whatever she is paid. UNKNOWN where the shelf has no such reference, or the pay
    is not known. Source: methods (j) and conventions of computation (pay); WIF2023-4, 45.
    """
    if spell.kind != PAID_WORK:
        return NOT_PAID if spell.kind else UNKNOWN
    day = reference_day(spell, today)
    match = matched(kind, spell, origin, day, rows)
    if match is None or match.left_out:
        return LEFT_OUT if match else UNKNOWN
    found = compare(match, spell, day, convert)
    gap = found.hour if isinstance(found.hour, Gap) or spell.part_time == YES else found.month
    if not isinstance(gap, Gap):
        return UNKNOWN
    return COVERED[sum(gap.coverage >= Decimal(end) for end in COVERED_ENDS)]


SPELL = FactKind(
    "spell",
    gettext_noop("One stretch of a worker's life with one main activity, and its conditions"),
    "methods (a), (j); ILO-FL-IND-2012 booklet; WIF2023-4, 6, 54, 56",
    COLUMNS,
    SETS,
    made,
)
