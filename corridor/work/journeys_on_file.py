"""The journeys of a centre's workers as outcomes are counted over them: which can be read, which were asked for.

What is not the reader's to read is not there. Source: evaluation 4.1.3 (outcomes for workers).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from corridor.journey.contents import Journey, Worker
from corridor.recruitment.parts import journey_label
from corridor.reference.labels import term_label
from corridor.safe.casebook import Reading, opens
from corridor.work.benchmarks import at_rate
from corridor.work.contents import Spell
from corridor.work.outcomes import PAID_WORK, Line, Measurement, measured, moments, outcome
from corridor.work.pay import Convert
from corridor.work.states import spans
from corridor.work.years import order_fault, year_fault

LONGEST = 40  # characters of what was asked for that are kept


@dataclass(frozen=True)
class JourneyOnFile:
    """One journey of a worker. origin: where it began (ISO 3166 alpha-3). spells: all of hers, of this journey and not.

    later: what was measured after her work.
    """

    id: str
    worker: str
    journey: Journey
    origin: str
    spells: tuple[Spell, ...] = ()
    later: tuple[Measurement, ...] = ()

    @property
    def corridor(self) -> str:
        """ "NPL-JOR"; empty while one end is not known."""
        ends = (self.origin, self.journey.destination)
        return "-".join(ends) if all(ends) else ""

    @property
    def work(self) -> list[Spell]:
        """Paid work of this journey outside its origin, as `outcomes.moments` takes it."""
        mine = (one for one in self.spells if one.kind == PAID_WORK and one.journey == self.id)
        return [one for one in mine if one.country != self.origin]

    @property
    def sectors(self) -> set[str]:
        """Of the work there; where none is told, the one that the journey names."""
        return {one.sector for one in self.work if one.sector} or {self.journey.sector} - {""}

    def days(self, today: date) -> list[tuple[date, date]]:
        """Of each paid work there the first and last day that it may cover; none where nobody knows them."""
        found = (spans(one, today) for one in self.work)
        return [(one[0].first, one[0].last) for one in found if not isinstance(one, str)]

    def lines(self, today: date, convert: Convert = at_rate) -> list[Line]:
        """The four questions of this journey."""
        return outcome(moments(self.id, self.origin, self.spells, self.later, today), convert)


def journeys(known: Reading) -> list[JourneyOnFile]:
    """Every journey that can be read; a file that became a part of another one has none of its own."""
    homes = {
        one.id: one.content.nationality
        for one in known.of_type(Worker, opens)
        if isinstance(one.content, Worker) and not one.content.merged_into
    }
    spells: dict[str, list[Spell]] = {}
    for one in known.of_type(Spell, opens):
        if isinstance(one.content, Spell):
            spells.setdefault(one.head, []).append(one.content)
    found, later = [], {}
    for one in known.of_type(Journey, opens):
        if isinstance(journey := one.content, Journey) and (worker := one.head) in homes:
            if worker not in later:
                later[worker] = tuple(measured(known, worker))
            mine = tuple(spells.get(worker, ()))
            origin = journey.origin or homes[worker]
            found.append(JourneyOnFile(one.id, worker, journey, origin, mine, later[worker]))
    return found


@dataclass(frozen=True)
class Asked:
    """What was asked for, as typed; blank is all. fault: what is wrong with the years; nothing is counted then."""

    corridor: str = ""
    sector: str = ""
    first: str = ""
    last: str = ""
    fault: str = ""

    def plain(self) -> dict[str, str]:
        return {"corridor": self.corridor, "sector": self.sector, "first": self.first, "last": self.last}


def asked(given: Mapping[str, str]) -> Asked:
    """The corridor, sector and years of a form."""
    typed = {name: str(given.get(name, "")).strip()[:LONGEST] for name in Asked().plain()}
    return Asked(**typed, fault=_fault(typed["first"], typed["last"]))


def _fault(first: str, last: str) -> str:
    wrong = next(filter(None, (year_fault(one) for one in (first, last) if one)), "")
    return wrong or (order_fault(first, last) if first and last else "")


def choices(every: Iterable[JourneyOnFile]) -> dict[str, list[tuple[str, str]]]:
    """`corridors` and `sectors` that somebody went or worked in: (code, label), by label."""
    language = get_language() or "en"
    corridors, sectors = {}, set()
    for one in every:
        sectors |= one.sectors
        if one.corridor:
            corridors[one.corridor] = journey_label(Journey("", one.origin, one.journey.destination))
    labels = ((code, term_label("sector", code, language)) for code in sectors)
    return {
        "corridors": sorted(corridors.items(), key=lambda one: one[1]),
        "sectors": sorted(labels, key=lambda one: one[1]),
    }


def chosen(
    every: Iterable[JourneyOnFile], asked: Asked, today: date
) -> tuple[list[JourneyOnFile], list[JourneyOnFile]]:
    """The journeys that fit, and those left out because the years of their work abroad are not known.

    A journey fits the years where paid work of it may have run in one of them. Raises ValueError for a year at fault.
    """
    fitting = [
        one
        for one in every
        if asked.corridor in ("", one.corridor) and (not asked.sector or asked.sector in one.sectors)
    ]
    if not asked.first and not asked.last:
        return fitting, []
    first, last = date(int(asked.first or date.min.year), 1, 1), date(int(asked.last or date.max.year), 12, 31)
    days = [(one, one.days(today)) for one in fitting]
    within = [one for one, found in days if any(begin <= last and end >= first for begin, end in found)]
    return within, [one for one, found in days if not found]
