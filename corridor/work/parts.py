"""How a spell is asked: what can be chosen."""

from collections.abc import Mapping
from typing import Any

from corridor.journey.contents import Journey
from corridor.journey.parts import Part, enter, parts_of
from corridor.journey.reading import options_for
from corridor.journey.sheets import Options
from corridor.recruitment.parts import journey_label
from corridor.safe.casebook import Reading
from corridor.work.doubts import doubts
from corridor.work.sheets import SPELL

PAGE = "work:work"


def options(known: Reading, worker: str) -> Options:
    """Her journeys, and the parties of the centre."""
    met = options_for(known)
    journeys = [(id, journey_label(one)) for id, one in parts_of(known, worker, Journey)]
    return {**met, "journey": journeys, "employer": met["party"]}


def start(known: Reading, worker: str, asked: Mapping[str, str]) -> dict[str, Any]:
    """What a new spell begins with: her only journey, with its sector and where it leads."""
    journeys = parts_of(known, worker, Journey)
    if len(journeys) != 1:
        return {}
    id, journey = journeys[0]
    return {"journey": id, "sector": journey.sector, "country": journey.destination}


enter(Part(SPELL, PAGE, options, start, doubts))
