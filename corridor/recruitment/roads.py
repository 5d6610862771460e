"""The roads of a centre's workers, read out of the casebook as the rules want them: each chain with what belongs to it.

What is not the reader's to read is not there. Source: methods (m).
"""

from collections.abc import Iterable
from typing import TypeVar

from corridor.journey.contents import Journey, Party
from corridor.journey.parts import parts_of
from corridor.recruitment.contents import Chain, Charge, Hop, Terms
from corridor.recruitment.pathways import RoadOnFile
from corridor.recruitment.promises import Road
from corridor.safe.casebook import Reading, opens

T = TypeVar("T", Hop, Terms, Charge)


def parties_of(known: Reading) -> dict[str, Party]:
    """Id -> party, of those that can be read."""
    return {one.id: one.content for one in known.of_type(Party, opens) if isinstance(one.content, Party)}


def roads_of(known: Reading, worker: str, parties: dict[str, Party]) -> list[RoadOnFile]:
    """Her chains in the order of entry, each with its hops, statements, charges and ends."""
    hops, terms = parts_of(known, worker, Hop), parts_of(known, worker, Terms)
    charges, journeys = parts_of(known, worker, Charge), dict(parts_of(known, worker, Journey))
    found = []
    for id, chain in parts_of(known, worker, Chain):
        mine = Road(_of(id, hops), _of(id, terms), parties)
        journey = journeys.get(chain.journey, Journey(worker))
        found.append(RoadOnFile(id, worker, chain, mine, _of(id, charges), journey.origin, journey.destination))
    return found


def every_road(known: Reading) -> list[RoadOnFile]:
    """The chains of all workers of the centre that the reader may read."""
    parties = parties_of(known)
    workers = dict.fromkeys(one.head for one in known.of_type(Chain, opens))
    return [road for worker in workers for road in roads_of(known, worker, parties)]


def _of(chain: str, parts: Iterable[tuple[str, T]]) -> list[tuple[str, T]]:
    return [(id, one) for id, one in parts if one.chain == chain]
