"""What the facts of this room are made of, read once out of the casebook: cases with their parts, and who is in them.

What is not the reader's to read is not there. Nothing here looks into an assessment (WIF2023-52).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from corridor.centre.contents import Case, CaseWorker, Grievance, Service
from corridor.centre.listing import files, services_of
from corridor.centre.oversight import File
from corridor.journey.contents import Journey, Merge, Worker
from corridor.journey.facts import UNKNOWN, corridor_code
from corridor.safe.casebook import Reading, opens
from corridor.safe.content import Content
from corridor.work.contents import Spell
from corridor.work.outcomes import PAID_WORK

T = TypeVar("T", bound=Content)
ABOUT = ("sex", "age_band", "corridor", "country", "sector")
NOBODY: dict[str, str] = dict.fromkeys(ABOUT, UNKNOWN)


@dataclass(frozen=True)
class OnFile:
    """The cases, services and workers of a centre. journeys, spells: of each worker, by id. merged: id of a file that
    was kept -> ids of those that became a part of it, each with the ids of the records that named that one until then.
    """

    files: list[File]
    services: list[tuple[str, Service]]
    workers: dict[str, Worker]
    journeys: dict[str, list[Journey]]
    spells: dict[str, list[Spell]]
    merged: dict[str, list[tuple[str, frozenset[str]]]]

    def kept(self, worker: str) -> str:
        """The id of her file; where it became a part of another one, of that: she is one person."""
        passed: set[str] = set()
        while (found := self.workers.get(worker)) and found.merged_into and worker not in passed:
            passed.add(worker)
            worker = found.merged_into
        return worker

    def named_in(self, record: str, worker: str) -> str:
        """The id under which a record named her before files were put together, so that the key of what was counted
        then stays the same. worker: the id of the file that was kept.
        """
        other = next((id for id, records in self.merged.get(worker, ()) if record in records), "")
        return self.named_in(record, other) if other else worker

    def seats(self, case: Case, workers: Iterable[str] = ()) -> list[CaseWorker]:
        """The places in a case of these workers (ids), once for each; of all who are or were in it where none is named.

        The id of each is that of the file that is kept.
        """
        wanted = {self.kept(one) for one in workers}
        found: dict[str, CaseWorker] = {}
        for one in case.workers:
            if (id := self.kept(one.worker)) in wanted or not wanted:
                found.setdefault(id, one)
        return [*found.values()]

    def concerned(self, file: File, grievance: Grievance) -> list[CaseWorker]:
        """Whom a grievance concerns: who is named in it, else everybody of the case (see `contents.Grievance`) but who
        had left before it was written down.
        """
        seats, day = self.seats(file.case, grievance.workers), grievance.day
        return [one for one in seats if grievance.workers or not (one.left and day and one.left < day)]

    def about(self, worker: str, case: Case | None = None) -> dict[str, str]:
        """ABOUT of a worker, as it is told in a case: the sector and country of the case come before those of her path.

        Not known where she has several and nothing says which one it is; never the one that is likelier.
        """
        found, journeys = self.workers.get(self.kept(worker)), self.journeys.get(self.kept(worker), [])
        country, sector = (case.country, case.sector) if case else ("", "")
        corridor = corridor_of(journeys, found.nationality if found else "", country)
        return {
            "sex": (found.sex if found else "") or UNKNOWN,
            "age_band": (found.age_band if found else "") or UNKNOWN,
            "corridor": corridor,
            "country": country or (UNKNOWN if corridor == UNKNOWN else corridor.rpartition("-")[2]),
            "sector": sector or last_sector(self.spells.get(self.kept(worker), []), journeys),
        }

    def of_all(self, case: Case) -> dict[str, str]:
        """ABOUT of a case: what is the same for all who are or were in it; UNKNOWN where it is not."""
        every = [self.about(one.worker, case) for one in case.workers] or [
            NOBODY | {"country": case.country, "sector": case.sector}
        ]
        return {name: every[0][name] if len({one[name] for one in every}) == 1 else UNKNOWN for name in ABOUT}

    def first(self, case: Case) -> str:
        """The worker to whom what happened once to a whole case is written: the first in it; empty where nobody is."""
        return next((self.kept(one.worker) for one in case.workers), "")


def on_file(known: Reading) -> OnFile:
    """The casebook as it can be read."""
    workers = {one.id: one.content for one in known.of_types({Worker.TYPE}) if opens(one)}
    return OnFile(
        sorted(files(known), key=lambda one: one.id),
        services_of(known),
        {id: one for id, one in workers.items() if isinstance(one, Worker)},
        _of_workers(known, Journey),
        _of_workers(known, Spell),
        {
            kept: [(one.other, frozenset(moved.record for moved in one.moved)) for one in several if not one.undone]
            for kept, several in _of_workers(known, Merge).items()
        },
    )


def _of_workers(known: Reading, kind: type[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for one in known.of_types({kind.TYPE}):
        if opens(one) and isinstance(content := one.content, kind):
            found[one.head].append(content)
    return found


def corridor_of(journeys: Iterable[Journey], nationality: str, country: str = "") -> str:
    """From where to where; a journey whose beginning is not told began where she is from, as `work.journeys_on_file`
    has it. country: in which the work of a case is: a journey to there, else one from there; where none is on file,
    from where she is from. UNKNOWN where more than one corridor fits.
    """
    ways = {(one.origin or nationality, one.destination) for one in journeys}
    if country:
        to, since = ({one for one in ways if one[end] == country} for end in (1, 0))
        ways = to or since or {(nationality, country)}
    [origin, destination] = ways.pop() if len(ways) == 1 else ("", "")
    return corridor_code(origin, destination)


def last_sector(spells: Iterable[Spell], journeys: Iterable[Journey]) -> str:
    """The sector of the paid work that she began last; of her journey where no work is on file.

    UNKNOWN where jobs in several sectors may be the last one: they began at one time, or nobody knows when.
    """
    work = [one for one in spells if one.kind == PAID_WORK]
    begun = [one.begin.last for one in work]
    if begun and None not in begun:
        last = max(one for one in begun if one)
        work = [one for one in work if one.begin.last == last]
    sectors = {one.sector for one in work} or {one.sector for one in journeys}
    return (sectors.pop() if len(sectors) == 1 else "") or UNKNOWN


def joined(case: Case, seat: CaseWorker) -> date | None:
    """Since when she is in it."""
    return seat.joined or case.opened
