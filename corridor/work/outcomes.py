"""What came of a migration for the worker: pay, working time, skills and social protection before, during and after it.

Pure: spells and measurements in, answers and which way they went out. Before is her last paid work where she came from,
during her work at the destination (jobs at the same time count together), after what she tells later, and paid work
since her return. What was not asked at both times is not known, and never counts as unchanged. Pay is compared a month,
as it was paid then: no prices of two places or years are brought together. Hours count where they go beyond 48 a week
(Conventions 1 and 30). What changed is not by itself what any project did. Source: evaluation 4.1.3 (outcomes for
workers asked for in four fields), case study 1 (counts without impact); WIF2023-6, 21, 55; WIF2019-40.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from statistics import median

from django.utils.translation import gettext

from corridor.safe.casebook import Reading
from corridor.work.benchmarks import at_rate
from corridor.work.contents import Spell
from corridor.work.doubts import at_once
from corridor.work.pay import Amount, Convert, Found, Unknown, added, pay_of

BEFORE, DURING, AFTER = MOMENTS = ("before", "during", "after")
BETTER, SAME, WORSE = WAYS = ("better", "as-before", "worse")  # vocabulary `own-view`
NOT_KNOWN = ""
PAY, HOURS, SKILLS, PROTECTION = QUESTIONS = ("pay", "hours", "skills", "protection")
MOST_HOURS = 48  # a week
COVER = {
    "none": 0,
    "unpaid": 1,
    "paid": 2,
}  # vocabulary `social-security`; a private insurance is neither more nor less
TOO_FEW = 3  # pairs; of fewer a median says more about one worker than about the group
PAID_WORK = "paid-work"


@dataclass(frozen=True)
class Measurement:
    """What she told at one time. on: of which day; None while nobody knows it. pay: of a month, all jobs of that time.

    hours: a week, with overtime. gained: skills that she learned, in words; used: that she used. security: vocabulary
    `social-security`. of: where it comes from, in words. Blank is not asked.
    """

    on: date | None
    pay: Found | None = None
    hours: Decimal | None = None
    gained: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    security: str = ""
    of: str = ""


# What later rooms measure: (what a member reads, id of the worker) -> measurements after, each with its day.
MEASURED: list[Callable[[Reading, str], Iterable[Measurement]]] = []


def measured(known: Reading, worker: str) -> list[Measurement]:
    """What every room has measured later of one worker."""
    return [one for measure in MEASURED for one in measure(known, worker)]


@dataclass(frozen=True)
class Line:
    """One question at the three times. answers: moment -> what was told, by a measurement that answers it; None where
    nothing was. why: moment -> why not. ways: DURING set beside before, AFTER beside during: one of WAYS or NOT_KNOWN.
    pays: moment -> pay of a month in the currency of the destination.
    """

    question: str
    answers: dict[str, Measurement | None]
    why: dict[str, str]
    ways: dict[str, str]
    pays: dict[str, Found]


def answered(question: str, one: Measurement) -> bool:
    """Whether a measurement tells something of it."""
    told = {
        PAY: isinstance(one.pay, Amount),
        HOURS: one.hours is not None,
        SKILLS: bool(one.gained or one.used),
        PROTECTION: bool(one.security),
    }
    return told[question]


def way(
    question: str,
    earlier: Measurement | None,
    later: Measurement | None,
    convert: Convert = at_rate,
    currency: str = "",
) -> str:
    """Which way an answer went: one of WAYS, or NOT_KNOWN. Skills that she learned are better, whatever was before.

    currency: in which two pays are compared, each at the rate of its own day; that of the later one when none is said.
    """
    if question == SKILLS:
        return BETTER if later and later.gained else NOT_KNOWN
    if earlier is None or later is None:
        return NOT_KNOWN
    if question == PROTECTION and earlier.security and earlier.security == later.security:
        return SAME
    if question == PAY and isinstance(later.pay, Amount):
        currency = currency or later.pay.currency
        earlier, later = (replace(one, pay=in_currency(one, currency, convert)) for one in (earlier, later))
    before, now = worth(question, earlier), worth(question, later)
    if before is None or now is None:
        return NOT_KNOWN
    return SAME if now == before else BETTER if now > before else WORSE


def worth(question: str, one: Measurement) -> Decimal | None:
    """An answer as a figure of which more is better; None where it was not given, or cannot be compared."""
    if question == PAY:
        return one.pay.value if isinstance(one.pay, Amount) else None
    if question == HOURS:
        return None if one.hours is None else -max(one.hours - MOST_HOURS, Decimal(0))
    cover = COVER.get(one.security) if question == PROTECTION else None
    return None if cover is None else Decimal(cover)


def in_currency(one: Measurement, currency: str, convert: Convert) -> Found:
    """Its pay in another currency, at the rate of its own day, which the step names."""
    if not isinstance(one.pay, Amount):
        return one.pay or Unknown((gettext("no pay was entered"),))
    if one.pay.currency == currency:
        return one.pay
    if one.on is None:
        return Unknown((gettext("its day is not known, so that no rate can be taken"),))
    other = convert(one.pay.value, one.pay.currency, currency, one.on)
    return other if isinstance(other, Unknown) else replace(other, steps=(*one.pay.steps, *other.steps))


def of_spells(spells: Sequence[Spell], today: date) -> Measurement:
    """Jobs of one time as one measurement: pay and hours of all of them together, where all of them are known.

    Its day is the last of the job that began last, else the one on which it was told. Raises ValueError without a job.
    """
    newest = max(spells, key=lambda one: one.begin.first or date.min)
    hours = [one.hours_a_week for one in spells]
    extra = sum((one.overtime_a_week or Decimal(0) for one in spells), Decimal(0))
    return Measurement(
        on=min(newest.end.last or newest.day or today, today),
        pay=added(pay_of(one).month for one in spells),
        hours=sum((one for one in hours if one is not None), extra) if None not in hours else None,
        gained=tuple(dict.fromkeys(skill for one in spells for skill in one.gained)),
        used=tuple(dict.fromkeys(skill for one in spells for skill in one.used)),
        security=newest.security,
        of=" + ".join(one.job for one in spells if one.job),
    )


def _last(spells: Iterable[Spell]) -> list[Spell]:
    """The job that began last, and those that certainly ran with it."""
    found = list(spells)
    if not found:
        return []
    newest = max(found, key=lambda one: one.begin.first or date.min)
    return [one for one in found if one is newest or at_once(one, newest)]


def moments(
    journey: str, origin: str, spells: Iterable[Spell], later: Iterable[Measurement], today: date
) -> dict[str, list[Measurement]]:
    """What is known of each time of one journey, the newest first.

    journey: its id; origin: where it began (ISO 3166 alpha-3). during: paid spells of that journey outside the origin.
    before: paid spells in the origin that had certainly begun by then; one without an end ended when she left. after:
    what was measured since the journey's work began (`later`), and paid work in the origin that began after it.
    """
    paid = [one for one in spells if one.kind == PAID_WORK]
    there = [one for one in paid if one.journey == journey and one.country != origin]
    home = [one for one in paid if one.country == origin and origin]
    began = min((one.begin.first for one in there if one.begin.first), default=None)
    ended = max((one.end.last for one in there if one.end.last), default=None)
    before = [one for one in home if began and one.begin.last and one.begin.last <= began]
    since = [one for one in home if ended and one.begin.first and one.begin.first >= ended]
    after = [one for one in later if one.on and (began is None or one.on >= began)]
    after += [of_spells(jobs, today)] if (jobs := _last(since)) else []
    return {
        BEFORE: [of_spells(jobs, began or today)] if (jobs := _last(before)) else [],
        DURING: [of_spells(jobs, today)] if (jobs := _last(there)) else [],
        AFTER: sorted(after, key=lambda one: one.on or date.min, reverse=True),
    }


def outcome(found: dict[str, list[Measurement]], convert: Convert = at_rate) -> list[Line]:
    """The four questions for one journey. Of several measurements the newest that answers a question counts for it."""
    return [_line(question, found, convert) for question in QUESTIONS]


def _line(question: str, found: dict[str, list[Measurement]], convert: Convert) -> Line:
    answers = {
        moment: next((one for one in found.get(moment, ()) if answered(question, one)), None) for moment in MOMENTS
    }
    why = {moment: _why(question, found.get(moment, [])) for moment in MOMENTS if answers[moment] is None}
    at = answers[DURING] or answers[AFTER]
    currency = at.pay.currency if at and isinstance(at.pay, Amount) else ""
    ways = {
        DURING: way(question, answers[BEFORE], answers[DURING], convert, currency),
        AFTER: way(question, answers[DURING], answers[AFTER], convert, currency),
    }
    pays = {m: in_currency(one, currency, convert) for m, one in answers.items() if one and currency}
    return Line(question, answers, why, ways, pays if question == PAY else {})


def _why(question: str, found: Sequence[Measurement]) -> str:
    """Why nothing answers a question at one time."""
    if not found:
        return gettext("nothing of that time is entered")
    known = [one.pay for one in found if question == PAY and isinstance(one.pay, Unknown)]
    return "; ".join(known[0].why) if known else gettext("not asked")


@dataclass(frozen=True)
class Went:
    """How a question went for a group of journeys, at one moment beside the one before.

    not_known: where one of the two answers, or a rate, is missing. middle: median of later pay / earlier pay; None for
    other questions, and where fewer than three pairs are known.
    """

    question: str
    moment: str
    better: int
    same: int
    worse: int
    not_known: int
    middle: Decimal | None = None


def went(journeys: Iterable[Sequence[Line]]) -> list[Went]:
    """Of each question and moment how many journeys went which way. Source: evaluation 4.1.3."""
    lines = [line for journey in journeys for line in journey]
    return [
        _went(question, moment, [line for line in lines if line.question == question])
        for question in QUESTIONS
        for moment in (DURING, AFTER)
    ]


def _went(question: str, moment: str, lines: Sequence[Line]) -> Went:
    ways = [line.ways[moment] for line in lines]
    earlier = MOMENTS[MOMENTS.index(moment) - 1]
    pairs = ((line.pays.get(earlier), line.pays.get(moment)) for line in lines)
    ratios = [b.value / a.value for a, b in pairs if isinstance(a, Amount) and isinstance(b, Amount) and a.value]
    middle = median(ratios) if len(ratios) >= TOO_FEW else None
    better, same, worse, not_known = (ways.count(one) for one in (*WAYS, NOT_KNOWN))
    return Went(question, moment, better, same, worse, not_known, middle)
