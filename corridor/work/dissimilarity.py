"""How far apart two trajectories are: optimal matching and dynamic Hamming distance, over the same months.

Optimal matching is the least cost of making one out of the other by putting a month in, taking one out or changing its
state: alike are lives with the same states in the same order and for as long, whenever that was (Abbott and Forrest
1986; Abbott and Tsay 2000). The dynamic Hamming distance moves no month: alike are lives that were in the same state at
the same time, and a change weighs less in a month in which many make it (Lesnard 2010). What either tells hangs on its
costs; none is the true one (Studer and Ritschard 2016). A month that is not known is a state like any other here.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corridor.work.states import STATES, Trajectory

Matrix = NDArray[np.float32]
Codes = NDArray[np.uint8]
WORD = 64  # months that fit into one number
SUBSTITUTION = 2.0  # the field's custom: a change costs as much as taking out and putting in (Abbott and Tsay 2000)


def coded(trajectories: Sequence[Trajectory], states: Sequence[str] = STATES) -> Codes:
    """One row for each trajectory, one number (place in `states`) for each month.

    Raises ValueError where one has other months than the first, or a state that is not among them.
    """
    place = {state: number for number, state in enumerate(states)}
    if len({len(one) for one in trajectories}) > 1:
        raise ValueError("trajectories of different lengths; all are expected over the same months")
    try:
        rows = [[place[state] for state in one] for one in trajectories]
    except KeyError as unknown:
        raise ValueError(f"state {unknown} found; expected one of {', '.join(states)}") from None
    return np.array(rows, dtype=np.uint8).reshape(len(rows), len(rows[0]) if rows else 0)


def constant_costs(states: int = len(STATES)) -> Matrix:
    """Every change costs 2 (states x states, zero on the diagonal)."""
    return (SUBSTITUTION * (1 - np.eye(states))).astype(np.float32)


def rates(codes: Codes, states: int = len(STATES)) -> NDArray[np.float64]:
    """Months - 1 tables (from x to): of those in a state in a month, which share is in which state in the next one.

    A state in which nobody is has a row of zeros, as is the custom of the field (Gabadinho and others 2011).
    """
    counts = _counts(codes, states)
    return counts / np.maximum(counts.sum(axis=2, keepdims=True), 1)


def _counts(codes: Codes, states: int) -> NDArray[np.float64]:
    moves = codes[:, :-1].astype(np.intp) * states + codes[:, 1:]
    tables = [np.bincount(month, minlength=states * states) for month in moves.T]
    return np.array(tables, dtype=float).reshape(-1, states, states)


def transition_costs(codes: Codes, states: int = len(STATES)) -> Matrix:
    """A change costs 2 less the share of months after which it is made, either way: 2 - p(b|a) - p(a|b).

    Source: Rohwer and Poetter 2005; Gabadinho and others 2011.
    """
    counts = _counts(codes, states).sum(axis=0)
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return _without_diagonal(SUBSTITUTION - share - share.T)


def dynamic_costs(codes: Codes, states: int = len(STATES)) -> Matrix:
    """For each month the costs of a change in it: 4 less the shares that make it, either way, from the month before and
    to the month after; in the first and the last month the one share there is counts twice (Lesnard 2010).
    """
    share = rates(codes, states)
    both = share + share.transpose(0, 2, 1)
    if not len(both):
        return np.repeat(constant_costs(states)[None] * 2, codes.shape[1], axis=0)
    before, after = np.concatenate([both[:1], both]), np.concatenate([both, both[-1:]])
    return _without_diagonal(np.maximum(2 * SUBSTITUTION - before - after, 0))


def _without_diagonal(costs: NDArray[np.float64]) -> Matrix:
    return (costs * (1 - np.eye(costs.shape[-1]))).astype(np.float32)


def channel_costs(channels: Sequence[Matrix], places: Sequence[NDArray[np.intp]]) -> Matrix:
    """Costs between states that stand for several channels at once: the sum of their costs (Pollock 2007).

    places: for each channel, in which of its states each joined state is.
    """
    costs = [one[np.ix_(place, place)] for one, place in zip(channels, places, strict=True)]
    return np.sum(costs, axis=0, dtype=np.float32)


def joined(channels: Sequence[Codes], sizes: Sequence[int]) -> tuple[Codes, list[NDArray[np.intp]]]:
    """Several channels of the same women as one: the codes of joined states, and the place of each in every channel."""
    whole = np.ravel_multi_index([one.astype(np.intp) for one in channels], tuple(sizes))
    met, codes = np.unique(whole, return_inverse=True)
    if len(met) > np.iinfo(np.uint8).max:
        raise ValueError(f"{len(met)} joined states found; expected 255 at most")
    return codes.reshape(whole.shape).astype(np.uint8), list(np.unravel_index(met, tuple(sizes)))


def optimal_matching(codes: Codes, costs: Matrix, indel: float | None = None) -> Matrix:
    """The distance of each trajectory from each other (n x n, in the unit of the costs, not divided by the months).

    codes: as from `coded`. costs: states x states, symmetric. indel: what putting a month in or taking one out costs;
    without one half of the dearest change. It is a distance where the costs are one: costs from transitions need not
    be. Every trajectory that occurs is compared once, however often it does.
    """
    gap = float(costs.max()) / 2 if indel is None else indel
    rows, where = np.unique(codes, axis=0, return_inverse=True)
    months = codes.shape[1]
    if months <= WORD and np.array_equal(costs, 2 * gap * (1 - np.eye(len(costs)))):
        apart = np.triu(2 * gap * (months - _in_common(rows)), 1)
    else:
        apart = _each_aligned(rows, costs, gap)
    apart += apart.T
    return np.ascontiguousarray(apart[np.ix_(where.ravel(), where.ravel())])


def _in_common(rows: Codes) -> Matrix:
    """How many months of each trajectory are also, in the same order, in each later one (the upper triangle).

    Where a change costs as much as taking out and putting in, all else is taken out and put in. The months of one are
    the bits of a number, so that a column of the table is one step (Allison and Dix 1986; Hyyroe 2004).
    """
    common, columns = np.zeros((len(rows), len(rows)), dtype=np.float32), np.ascontiguousarray(rows.T)
    bits = np.uint64(1) << np.arange(rows.shape[1], dtype=np.uint64)
    for at, one in enumerate(rows[:-1]):
        of_state = np.zeros(int(rows.max()) + 1, dtype=np.uint64)
        np.bitwise_or.at(of_state, one, bits)
        unmatched = np.full(len(rows) - at - 1, np.iinfo(np.uint64).max)
        for month in columns[:, at + 1 :]:
            same = unmatched & of_state[month]
            unmatched = (unmatched + same) | (unmatched - same)
        common[at, at + 1 :] = np.bitwise_count(~unmatched & bits.sum(dtype=np.uint64))
    return common


def _each_aligned(rows: Codes, costs: Matrix, gap: float) -> Matrix:
    """The distance of each trajectory from each later one (the upper triangle), for any costs."""
    saved = (costs - 2 * gap).astype(np.float32)[:, np.ascontiguousarray(rows.T)]  # states x months x trajectories
    apart = np.zeros((len(rows), len(rows)), dtype=np.float32)
    for at, one in enumerate(rows[:-1]):
        apart[at, at + 1 :] = 2 * gap * rows.shape[1] + _aligned(one, saved[:, :, at + 1 :])
    return apart


def _aligned(one: Codes, saved: Matrix) -> Matrix:
    """What is saved at most (a negative number) where one trajectory is not wholly taken out and each of many wholly
    put in, but months of both are matched. saved: what matching a month with each state costs less taking it out and
    putting the other in. The table of Needleman and Wunsch (1970), for many at once, a row after another.
    """
    months, others = saved.shape[1:]
    row, match = np.zeros((months + 1, others), dtype=np.float32), np.empty((months, others), dtype=np.float32)
    for state in one:
        np.add(row[:-1], saved[state], out=match)
        np.minimum(row[1:], match, out=row[1:])
        for before, after in pairwise(row):
            np.minimum(before, after, out=after)
    return row[-1]


def dynamic_hamming(codes: Codes, costs: Matrix) -> Matrix:
    """The sum over the months of what it costs there to change one's state into the other's (n x n).

    costs: months x states x states, as from `dynamic_costs`. Raises ValueError where they are of other months.
    """
    if len(costs) != codes.shape[1]:
        raise ValueError(f"costs of {len(costs)} months found; expected those of {codes.shape[1]}")
    apart = np.zeros((len(codes), len(codes)), dtype=np.float32)
    for states, cost in zip(codes.T, costs, strict=True):
        apart += cost[states][:, states]
    return apart
