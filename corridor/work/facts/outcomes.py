"""Facts of outcomes: which way pay, hours, skills and social security went with a journey, by what she told each time.

There is one only where something of the later time was told; where the earlier time is missing, it is not known which
way it went, and never "as before". What changed is not by itself what any project did. Source: evaluation 4.1.3
(outcomes for workers in four fields), case study 1; WIF2023-6, 21, 55; WIF2019-40.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext_noop

from corridor.journey.facts import CORRIDOR, COUNTRY, SECTOR, UNKNOWN, Column, Fact, FactKind, coded
from corridor.recruitment.facts.reading import corridor_of, first_known
from corridor.safe.casebook import Reading
from corridor.work.benchmarks import at_rate
from corridor.work.journeys_on_file import JourneyOnFile, journeys
from corridor.work.outcomes import AFTER, DURING, QUESTIONS, moments, outcome
from corridor.work.pay import Convert

LATER = (DURING, AFTER)
MEASURES = tuple(f"{question}-{moment}" for question in QUESTIONS for moment in LATER)

COLUMNS = (
    Column(
        "measure",
        "What was asked: at work abroad beside before (during), or since then beside her work abroad (after)",
        codes=MEASURES,
        source="ILO2013-eval section 4.1.3",
    ),
    Column("direction", "Which way it went", "own-view", source="ILO2013-eval section 4.1.3"),
    CORRIDOR,
    COUNTRY,
    SECTOR,
)
SETS = {
    "by-measure-direction-and-corridor": ("measure", "direction", "corridor"),
    "by-measure-direction-and-country": ("measure", "direction", "country"),
    "by-measure-direction-and-sector": ("measure", "direction", "sector"),
}


def made(known: Reading, today: date) -> Iterator[Fact]:
    """One for each journey, question and later time of which something was told."""
    return of_journeys(journeys(known), today)


def of_journeys(every: Iterable[JourneyOnFile], today: date, convert: Convert = at_rate) -> Iterator[Fact]:
    """Its day is that of the later answer, or of what was told of that time. Of work in several sectors the sector is
    not known.
    """
    for one in every:
        times = moments(one.id, one.origin, one.spells, one.later, today)
        sector = next(iter(one.sectors)) if len(one.sectors) == 1 else UNKNOWN
        corridor = corridor_of(one.journey, one.origin)
        place = {"corridor": corridor, "country": one.journey.destination, "sector": sector}
        lines = outcome(times, convert)
        for moment, line in ((moment, line) for moment in LATER if times[moment] for line in lines):
            found = {"measure": f"{line.question}-{moment}", "direction": line.ways[moment], **place}
            answer = line.answers[moment] or times[moment][0]
            day = first_known(answer.on, one.journey.day)
            yield Fact(f"{one.id} {found['measure']}", one.worker, "", day, coded(COLUMNS, found))


OUTCOME = FactKind(
    "outcome",
    gettext_noop("Which way one thing went for a worker with one journey"),
    "ILO2013-eval section 4.1.3; WIF2023-6, 21, 55",
    COLUMNS,
    SETS,
    made,
)
