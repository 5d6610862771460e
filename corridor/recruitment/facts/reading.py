"""What of a worker's file facts of recruitment are made of, read once for each worker.

What is not the reader's to read is not there, and a file that became a part of another one has nothing of its own.
Facts of these rooms belong to a worker and to no case, so that each is counted though she never brought one.
Source: safety D20 (a fact is one thing that happened to one worker).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from corridor.journey.contents import Journey, Worker
from corridor.journey.facts import NO, corridor_code
from corridor.journey.parts import parts_of
from corridor.recruitment.charges import Line, ledger
from corridor.recruitment.contents import Loan
from corridor.recruitment.cost import PAID, Earnings, first_earnings
from corridor.recruitment.pathways import RoadOnFile
from corridor.recruitment.roads import parties_of, roads_of
from corridor.recruitment.telling_charges import SPELL
from corridor.safe.casebook import Reading, opens


@dataclass(frozen=True)
class File:
    """One worker. id: of her file. journeys: id -> content. roads: her chains with all that belongs to them. loans:
    (id, content). spells: contents of spells, which the room of work keeps.
    """

    id: str
    worker: Worker
    journeys: Mapping[str, Journey] = field(default_factory=dict)
    roads: Sequence[RoadOnFile] = ()
    loans: Sequence[tuple[str, Loan]] = ()
    spells: Sequence[Any] = ()

    def journey_of(self, road: RoadOnFile) -> Journey | None:
        return self.journeys.get(road.chain.journey)

    def led_to(self, journey: str) -> list[RoadOnFile]:
        """The chains of a journey that are not said to have come to nothing."""
        return [one for one in self.roads if one.chain.journey == journey and one.chain.came_off != NO]

    def lines(self, road: RoadOnFile) -> list[Line]:
        """What was charged on one chain, and what each charge is."""
        sector = journey.sector if (journey := self.journey_of(road)) else ""
        return ledger(road.charges, road.origin, road.destination, sector)

    def paid_work(self, journey: str) -> list[Any]:
        """Paid work of a journey of hers where it led to, as `first_earnings` takes it."""
        there = self.journeys[journey].destination
        mine = (one for one in self.spells if one.kind == PAID and one.journey == journey)
        return [one for one in mine if not there or one.country in ("", there)]

    def earnings(self, journey: str) -> Earnings:
        """What she earned in the first month of the first job of a journey; not known of one that is not hers."""
        there = self.journeys.get(journey)
        return first_earnings(self.spells, journey, there.destination) if there else first_earnings((), "", "")

    def where(self, journey: Journey | None) -> dict[str, str]:
        """Corridor, country and sector of a journey of hers as columns have them; nothing where none is known."""
        if journey is None:
            return {}
        corridor = corridor_of(journey, self.worker.nationality)
        return {"corridor": corridor, "country": journey.destination, "sector": journey.sector}


def workers_of(known: Reading) -> Iterator[tuple[str, Worker]]:
    """(id, content) of every file that can be read and stands by itself."""
    for one in known.of_type(Worker, opens):
        if isinstance(worker := one.content, Worker) and not worker.merged_into:
            yield one.id, worker


def files(known: Reading) -> Iterator[File]:
    """The file of every worker that can be read."""
    parties = parties_of(known)
    for id, worker in workers_of(known):
        yield File(
            id,
            worker,
            dict(parts_of(known, id, Journey)),
            roads_of(known, id, parties),
            parts_of(known, id, Loan),
            [one.content for one in known.parts(id) if one.type == SPELL and opens(one)],
        )


def corridor_of(journey: Journey, nationality: str) -> str:
    """From where to where; a journey whose beginning is not told began where she is from, as `work.journeys_on_file`
    has it.
    """
    return corridor_code(journey.origin or nationality, journey.destination)


def first_known(*days: date | None) -> date | None:
    """The first of several days that is known."""
    return next((one for one in days if one), None)
