"""What came of the migrations of many workers: of each question how many journeys went which way, and medians.

Pure: journeys in, counts out, by the method of `outcomes` for one worker. Nothing that rests on fewer than five
journeys, or on those of fewer than five workers, is told as a number, and zero is not either. It measures no project:
contribution is not attribution. Nothing is deflated. What is missing is told beside what is known, and each median
names on how many it rests. Source: evaluation 4.1.3 (outcomes for workers) and case study 1 (counts without impact);
methods (h) for small counts, and its conventions of computation (comparisons over time name their base).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from django.utils.translation import gettext

from corridor.recruitment.pathways import Seen, at_least_five
from corridor.work.benchmarks import at_rate
from corridor.work.journeys_on_file import JourneyOnFile
from corridor.work.outcomes import BETTER, HOURS, MOMENTS, NOT_KNOWN, PAY, QUESTIONS, SKILLS, WAYS, Line, Went, went
from corridor.work.pay import Amount, Convert, Unknown


@dataclass(frozen=True)
class Middle:
    """A median of journeys. value: not rounded; a month's pay in `currency`, hours a week or a share without one."""

    value: Decimal
    journeys: int
    currency: str = ""


@dataclass(frozen=True)
class Ways:
    """How a question went, at one moment beside the one before. counts: each of WAYS and NOT_KNOWN -> how many
    journeys; None is fewer than five. A way that the question cannot go is not in it. apart: those that are five at
    least and not told, for the one beside them could be reckoned from them. ratio: median of later pay / earlier pay.
    """

    question: str
    moment: str
    counts: dict[str, int | None]
    apart: frozenset[str] = frozenset()
    ratio: Middle | None = None


@dataclass(frozen=True)
class Told:
    """What is known of a question at one moment. middles: of pay by currency, of hours one. why: what keeps it from
    being known -> of how many journeys; only what holds for five at least. known, not_known: journeys.
    """

    question: str
    moment: str
    known: int | None
    not_known: int | None
    middles: tuple[Middle, ...]
    why: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Group:
    """A group of journeys. journeys: how many; None is fewer than five, or of fewer than five workers: then nothing
    else is told.
    """

    journeys: int | None
    workers: int = 0
    ways: tuple[Ways, ...] = ()
    told: tuple[Told, ...] = ()


Lined = Sequence[tuple[JourneyOnFile, Sequence[Line]]]


def group(every: Sequence[JourneyOnFile], today: date, convert: Convert = at_rate) -> Group:
    """What came of these journeys. Source: evaluation 4.1.3; case study 1."""
    seen = {one.id: one.worker for one in every}
    count = at_least_five(seen)
    if count is None:
        return Group(None)
    lined = [(one, one.lines(today, convert)) for one in every]
    ways = tuple(_ways(one, lined) for one in went(lines for _, lines in lined))
    told = tuple(_told(question, moment, lined) for question in QUESTIONS for moment in MOMENTS)
    return Group(count, len(set(seen.values())), ways, told)


def _of(question: str, lined: Lined) -> list[tuple[JourneyOnFile, Line]]:
    return [(one, line) for one, lines in lined for line in lines if line.question == question]


def _ways(found: Went, lined: Lined) -> Ways:
    lines, seen = _of(found.question, lined), {}
    for way in (BETTER, NOT_KNOWN) if found.question == SKILLS else (*WAYS, NOT_KNOWN):
        seen[way] = {one.id: one.worker for one, line in lines if line.ways[found.moment] == way}
    counts = {way: at_least_five(journeys) for way, journeys in seen.items()}
    return Ways(found.question, found.moment, counts, _apart(counts), _ratio(found, lines))


def _apart(counts: Mapping[str, int | None]) -> frozenset[str]:
    """One count alone that is not told is what the others leave of all: the smallest of them is not told either."""
    known = {way: number for way, number in counts.items() if number is not None}
    alone = len(known) == len(counts) - 1
    return frozenset([min(known, key=lambda way: known[way])]) if alone else frozenset()


def _ratio(found: Went, lines: Iterable[tuple[JourneyOnFile, Line]]) -> Middle | None:
    """The median of `went`, where enough workers stand behind it."""
    earlier, pairs = MOMENTS[MOMENTS.index(found.moment) - 1], {}
    for one, line in lines:
        before, now = line.pays.get(earlier), line.pays.get(found.moment)
        if isinstance(before, Amount) and isinstance(now, Amount) and before.value:
            pairs[one.id] = one.worker
    number = at_least_five(pairs)
    return Middle(found.middle, number) if number and found.middle is not None else None


def _told(question: str, moment: str, lined: Lined) -> Told:
    values: dict[str, dict[str, Decimal]] = {}
    known: Seen = {}
    lacking: Seen = {}
    why: dict[str, Seen] = {}
    workers = {one.id: one.worker for one, _ in lined}
    for one, line in _of(question, lined):
        found = _value(line, moment)
        if isinstance(found, Unknown):
            lacking[one.id] = one.worker
            for reason in found.why:
                why.setdefault(reason, {})[one.id] = one.worker
            continue
        known[one.id] = one.worker
        if found is not None:
            values.setdefault(found.currency, {})[one.id] = found.value
    middles = (_middle(currency, values[currency], workers) for currency in sorted(values))
    reasons = ((reason, at_least_five(seen)) for reason, seen in sorted(why.items()))
    return Told(
        question,
        moment,
        at_least_five(known),
        at_least_five(lacking),
        tuple(one for one in middles if one),
        tuple((reason, number) for reason, number in reasons if number),
    )


def _value(line: Line, moment: str) -> Amount | Unknown | None:
    """The answer as a figure; None where it was given and is none."""
    one = line.answers[moment]
    if one is None:
        return Unknown((line.why[moment],))
    if line.question == PAY:
        return line.pays.get(moment) or Unknown((gettext("the currency is not known"),))
    return Amount(one.hours, "") if line.question == HOURS and one.hours is not None else None


def _middle(currency: str, values: Mapping[str, Decimal], workers: Seen) -> Middle | None:
    number = at_least_five({id: workers[id] for id in values})
    return Middle(median(values.values()), number, currency) if number else None
