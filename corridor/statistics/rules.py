"""What may not stand alone: counts of people reached or members enrolled, which say nothing of what came of it.

Pure. Source: WIF2019-24 and WIF2019-33 (targets by heads replace the work), WIF2023-23 (membership shown last); methods
"Rules that override every module".
"""

from collections.abc import Iterable, Mapping, Sequence

from corridor.figures.indicators import COUNT, Indicator

MOST_BESIDE = 3  # shown with one that may not stand alone


def alone(chosen: Iterable[Indicator]) -> tuple[Indicator, ...]:
    """Those that may not stand alone, where nothing stands beside them that tells what came of the work."""
    every = list(chosen)
    if any(tells_what_came_of_it(one) for one in every):
        return ()
    return tuple(one for one in every if one.caution)


def tells_what_came_of_it(indicator: Indicator) -> bool:
    """Whether it says more than how many: a share, a time, a wage; not under caution itself, and not waiting."""
    return indicator.statistic != COUNT and not indicator.caution and not indicator.waits_for


def company(indicator: Indicator, shelf: Mapping[str, Indicator]) -> Sequence[Indicator]:
    """What is shown beside one that may not stand alone: shares of the same facts first, then what became of
    grievances (how far remedy came, her own word on it), at most MOST_BESIDE. Empty for one without caution.
    """
    if not indicator.caution:
        return ()
    told = [one for one in shelf.values() if tells_what_came_of_it(one)]
    same = [one for one in told if one.facts == indicator.facts]
    ended = [one for one in told if one.facts == "closing" and one not in same]
    return [*same, *ended][:MOST_BESIDE]


def in_order(chosen: Sequence[Indicator]) -> list[Indicator]:
    """As they are shown: what may not stand alone comes last (WIF2023-23)."""
    return [*(one for one in chosen if not one.caution), *(one for one in chosen if one.caution)]
