"""What the working lives of a group look like together: states by month, moves, and groups around a typical one.

Pure: trajectories in, figures out. A month that is not known is counted as such and in no share. Source: WIF2023-54
(working lives followed over time), WIF2023-6 and -21; measures as in Gabadinho and others 2011.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from corridor.work.states import CHANNELS, NOT_KNOWN, ORDER, STATES, Trajectory

OPTIMAL, OPTIMAL_BY_MOVES, DYNAMIC = METHODS = ("optimal-matching", "optimal-matching-by-moves", "dynamic-hamming")
FEWEST = 5  # people that are drawn together (methods (h): 3 or 5; within a centre)
MOST = 1000  # trajectories that are compared at once: beyond them a page would keep its reader waiting
TOO_FEW, TOO_MANY, ALIKE = "too-few", "too-many", "none-apart"


def entropy(counts: Iterable[int], states: int = len(ORDER)) -> float | None:
    """How varied the states are: 0 where all are the same, 1 where each of the possible ones is as frequent.

    Shannon's entropy over its highest value, log(states); None where nothing is counted.
    """
    found = [one for one in counts if one]
    whole = sum(found)
    if not whole:
        return None
    told = -sum(one / whole * math.log(one / whole) for one in found) / math.log(states)
    return max(told, 0.0)


@dataclass(frozen=True)
class InMonth:
    """How many women were in each state in a month. counts: state -> women, with those of whom it is not known.
    states: how many states there can be.
    """

    month: int
    counts: dict[str, int]
    states: int = len(ORDER)

    @property
    def known(self) -> int:
        return sum(self.counts.values()) - self.counts.get(NOT_KNOWN, 0)

    @property
    def entropy(self) -> float | None:
        """Among those of whom it is known."""
        return entropy((count for state, count in self.counts.items() if state != NOT_KNOWN), self.states)


def distribution(trajectories: Sequence[Trajectory], months: range, states: int = len(ORDER)) -> list[InMonth]:
    """How many were in each state, month by month. Raises ValueError for trajectories over other months."""
    if any(len(one) != len(months) for one in trajectories):
        raise ValueError(f"a trajectory of other months than these {len(months)}")
    return [InMonth(month, dict(Counter(one[at] for one in trajectories)), states) for at, month in enumerate(months)]


def own_entropy(trajectory: Trajectory) -> float | None:
    """How varied the known months of one trajectory are; None where no month is known."""
    return entropy(Counter(one for one in trajectory if one != NOT_KNOWN).values())


@dataclass(frozen=True)
class Move:
    """From a state in one month to another one in the next. months: how often; women: of how many.

    share: of the months in the first state that are followed by a known one.
    """

    before: str
    after: str
    months: int
    women: int
    share: float


def moves(trajectories: Sequence[Trajectory]) -> list[Move]:
    """The transition rates, staying included, the most frequent first; months not known take no part.

    A state that is never followed by a known month has no rate: it is not in the list.
    """
    often: Counter[tuple[str, str]] = Counter()
    of: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, one in enumerate(trajectories):
        for pair in pairwise(one):
            if NOT_KNOWN not in pair:
                often[pair] += 1
                of[pair].add(number)
    left: Counter[str] = Counter()
    for (before, _), months in often.items():
        left[before] += months
    found = [Move(*pair, months, len(of[pair]), months / left[pair[0]]) for pair, months in often.items()]
    return sorted(found, key=lambda one: (-one.months, one.before, one.after))


def runs(trajectory: Trajectory, months: range) -> list[tuple[str, int, int]]:
    """(state, first month, last month) of each stretch of months in one state."""
    found, at = [], months.start
    for state, same in groupby(trajectory):
        length = len(list(same))
        found.append((state, at, at + length - 1))
        at += length
    return found


@dataclass(frozen=True)
class Group:
    """Trajectories that are alike. typical: the one among them from which the others are least far; beside: the same
    life in each channel, where it was compared by them.
    """

    trajectories: tuple[Trajectory, ...]
    typical: Trajectory
    beside: tuple[Trajectory, ...] = ()


@dataclass(frozen=True)
class Groups:
    """Groups of those of whom at least half of the months is known. none: why there are none, else empty.

    left_out: how many are in no group, as too little of them is known. clear: whether the groups are more than the
    method itself may make.
    """

    groups: tuple[Group, ...] = ()
    left_out: int = 0
    none: str = ""
    clear: bool = False


def well_known(trajectory: Trajectory) -> bool:
    """Whether at least half of its months is known; below that it would be grouped by what nobody told."""
    return 2 * trajectory.count(NOT_KNOWN) <= len(trajectory)


def groups(
    trajectories: Sequence[Trajectory],
    method: str = OPTIMAL,
    fewest: int = FEWEST,
    beside: Sequence[tuple[Trajectory, ...]] = (),
) -> Groups:
    """Groups that stand apart, each of at least `fewest` women, the largest first; the same in any order of entry.

    method: one of METHODS. beside: of each trajectory the same life in every channel; then lives are compared by all
    channels together, and the one state says only of whom enough is known. Raises ValueError for another method, or
    for trajectories over different months.
    """
    if method not in METHODS:
        raise ValueError(f"method {method!r} found; expected one of {', '.join(METHODS)}")
    # Loaded when groups are first asked for: no other page needs arrays of numbers, and small machines have no room.
    from corridor.work import grouping

    both = zip(trajectories, beside or [()] * len(trajectories), strict=True)
    rows = sorted(one for one in both if well_known(one[0]))
    left_out = len(trajectories) - len(rows)
    if len(rows) < 2 * fewest:
        return Groups(left_out=left_out, none=TOO_FEW)
    if len(rows) > MOST:
        return Groups(left_out=left_out, none=TOO_MANY)
    found = grouping.grouped(_apart(rows, method), fewest)
    if found is None:
        return Groups(left_out=left_out, none=ALIKE)
    made = [
        Group(tuple(one for (one, _), of in zip(rows, found.of, strict=True) if of == number), *rows[medoid])
        for number, medoid in enumerate(found.medoids)
    ]
    return Groups(tuple(sorted(made, key=lambda one: -len(one.trajectories))), left_out, clear=found.is_clear)


def _apart(rows: Sequence[tuple[Trajectory, tuple[Trajectory, ...]]], method: str) -> Any:
    """How far each life is from each other: by its one state, or by its channels where it has some."""
    from corridor.work import dissimilarity as by

    told = [(CHANNELS[name][1], tuple(one[at] for _, one in rows)) for at, name in enumerate(CHANNELS) if rows[0][1]]
    kept = [((*states, NOT_KNOWN), lives) for states, lives in told] or [(STATES, tuple(one for one, _ in rows))]
    codes, sizes = [by.coded(lives, states) for states, lives in kept], [len(states) for states, _ in kept]
    if method == DYNAMIC:
        return sum(by.dynamic_hamming(one, by.dynamic_costs(one, size)) for one, size in zip(codes, sizes, strict=True))
    costs = [
        by.transition_costs(one, size) if method == OPTIMAL_BY_MOVES else by.constant_costs(size)
        for one, size in zip(codes, sizes, strict=True)
    ]
    if len(kept) == 1:
        return by.optimal_matching(codes[0], costs[0])
    whole, places = by.joined(codes, sizes)
    return by.optimal_matching(whole, by.channel_costs(costs, places))
