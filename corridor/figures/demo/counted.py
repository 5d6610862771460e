"""What the made-up centres return, counted by what counts a real return; too few workers are refused as there."""

from collections.abc import Iterable

from corridor.figures.counting import WORKERS_LEAST, counted_sets, of_period
from corridor.figures.demo.world import MadeUpCentre, World, facts
from corridor.figures.returns import Period, Return
from corridor.journey.facts import FACTS, Fact, Quarter

ANY_YEAR = 2001  # the quarters of the world stand in no year until somebody opens the demonstration


class TooFew(ValueError):
    """A centre saw fewer workers than a return is made of. workers: how many."""

    def __init__(self, centre: str, period: str, workers: int) -> None:
        self.workers = workers
        super().__init__(f"{centre}, {period}: found {workers} workers, expected {WORKERS_LEAST} or more")


def quarter_of(number: int) -> Quarter:
    """The quarter of the world with this number, the first of which is 1, in ANY_YEAR and after."""
    return Quarter(ANY_YEAR + (number - 1) // 4, (number - 1) % 4 + 1)


def returned(known: World, centre: MadeUpCentre, number: int) -> Return:
    """What a centre returns of a quarter of the world. Raises TooFew."""
    quarter = quarter_of(number)
    return _returned(centre, Period(quarter.year, quarter.number), [facts(known, centre, number, quarter)])


def returned_of_year(known: World, centre: MadeUpCentre, first: int) -> Return:
    """What it returns of four quarters of the world as one year. first: the number of its first. Raises TooFew."""
    quarters = Period(ANY_YEAR).quarters
    found = [facts(known, centre, first + place, quarter) for place, quarter in enumerate(quarters)]
    return _returned(centre, Period(ANY_YEAR), found)


def _returned(centre: MadeUpCentre, period: Period, found: Iterable[dict[str, list[Fact]]]) -> Return:
    each = list(found)
    counted = {name: of_period(kind, _all(each, name), period, ()) for name, kind in FACTS.items()}
    workers = {one.worker for name, kind in FACTS.items() if kind.of_person for one in counted[name]}
    if len(workers) < WORKERS_LEAST:
        raise TooFew(centre.name, period.code, len(workers))
    sets = tuple(one for name, kind in FACTS.items() for one in counted_sets(kind, counted[name]))
    return Return(centre.code, centre.name, centre.country, period.code, period.last.strftime("%Y-%m"), sets)


def _all(each: Iterable[dict[str, list[Fact]]], kind: str) -> list[Fact]:
    return [fact for one in each for fact in one[kind]]
