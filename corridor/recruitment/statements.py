"""Which statement about a job came first along the road: what was said, what was signed, how it turned out to be."""

from collections.abc import Iterable
from datetime import date

from corridor.recruitment.contents import Terms
from corridor.recruitment.hops import Order

SIDES = SAID, SIGNED, WAS = ("said", "signed", "was")  # vocabulary `terms-side`
Statement = tuple[str, Terms]  # its id, and what it says


def statements_in_order(terms: Iterable[Statement], order: Order) -> list[Statement]:
    """Statements along the road. What was said or signed stands at its hop: by day where all of that hop have one, else
    what was said before what was signed.

    Whatever has no hop is put in by its day: what was said as early as it allows (without a day: at the beginning),
    what was signed, and how it turned out, as late as it allows (without a day: at the end, reality last).
    """
    place = {id: number for number, id in enumerate(order.ids)}
    loose: dict[str, list[Statement]] = {SAID: [], SIGNED: [], WAS: []}
    bound: dict[int, list[Statement]] = {}
    for id, one in terms:
        if one.hop in place and one.side != WAS:
            bound.setdefault(place[one.hop], []).append((id, one))
        else:
            loose.get(one.side, loose[SAID]).append((id, one))
    line = [one for number in sorted(bound) for one in _at_one_hop(bound[number])]
    for early in reversed(sorted(loose[SAID], key=_day)):
        line.insert(_after(line, early), early)
    for late in sorted(loose[SIGNED], key=_day) + sorted(loose[WAS], key=_day):
        line.insert(_before(line, late), late)
    return line


def _day(one: Statement) -> date:
    return one[1].on.first or date.max


def _at_one_hop(several: list[Statement]) -> list[Statement]:
    by_side = sorted(several, key=lambda one: (one[1].side != SAID, _day(one)))
    return sorted(by_side, key=_day) if all(one.on.known for _, one in several) else by_side


def _after(line: list[Statement], one: Statement) -> int:
    """Right after the last one of an earlier day; before all of them when its own day is not known."""
    earlier = (at for at, other in enumerate(line) if other[1].on.known and _day(other) < _day(one))
    return max(earlier, default=-1) + 1 if one[1].on.known else 0


def _before(line: list[Statement], one: Statement) -> int:
    """Right before the first one of a later day; after all of them when there is none, or its own day is not known."""
    later = (at for at, other in enumerate(line) if other[1].on.known and _day(other) > _day(one))
    return next(later, len(line))
