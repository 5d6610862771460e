"""Groups of trajectories that are alike, each around a real one: the medoid, from which the others are least far.

Partitioning around medoids (Kaufman and Rousseeuw 1990) takes any dissimilarity; Ward's method would want distances of
a flat space, which those between trajectories are not. How well the groups stand apart is told by the mean silhouette
(Rousseeuw 1987): up to 0.25 nothing substantial was found, up to 0.5 it may be made by the method alone (Kaufman and
Rousseeuw 1990). Groups say which lives look alike; they are no kinds of women, and nothing is decided by them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor.work.dissimilarity import Matrix

MOST_GROUPS = 6
SUBSTANTIAL, CLEAR = 0.25, 0.5
GAIN = 1e-6  # of the whole; a smaller one is the rounding of sums
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Grouping:
    """Groups of rows. medoids: the row in the middle of each. of: the group of each row. silhouette: -1 to 1."""

    medoids: tuple[int, ...]
    of: tuple[int, ...]
    silhouette: float

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(self.of.count(group) for group in range(len(self.medoids)))

    @property
    def is_clear(self) -> bool:
        """Whether the groups are more than the method itself may make."""
        return self.silhouette > CLEAR


def medoid(apart: Matrix) -> int:
    """The row from which all are least far together; of equal ones the first."""
    return int(apart.sum(axis=1, dtype=float).argmin())


def medoids(apart: Matrix, groups: int) -> tuple[int, ...]:
    """The rows around which this many groups lie closest: built one by one, then swapped while any swap gains.

    Raises ValueError for fewer rows than groups, or no group.
    """
    if not 1 <= groups <= len(apart):
        raise ValueError(f"{groups} groups of {len(apart)} trajectories; expected 1 to {len(apart)}")
    chosen = [medoid(apart)]
    while len(chosen) < groups:
        gains = np.maximum(apart[chosen].min(axis=0) - apart, 0).sum(axis=1, dtype=float)
        gains[chosen] = -1
        chosen.append(int(gains.argmax()))
    while swap := _best_swap(apart, chosen):
        chosen[swap[0]] = swap[1]
    return tuple(sorted(chosen))


def _best_swap(apart: Matrix, chosen: list[int]) -> tuple[int, int] | None:
    """Which medoid gives its place to which row; None where no swap gains.

    Every pair is weighed at once: what all gain by the new row, less what those lose whose medoid goes (Schubert and
    Rousseeuw 2019).
    """
    near = apart[chosen]
    order = near.argsort(axis=0, kind="stable")
    first = np.take_along_axis(near, order[:1], axis=0)[0]
    second = np.take_along_axis(near, order[1:2], axis=0)[0] if len(chosen) > 1 else np.full_like(first, np.inf)
    closer = np.minimum(apart - first, 0)
    everybody = closer.sum(axis=1, dtype=float)
    changes = np.empty((len(chosen), len(apart)))
    for place in range(len(chosen)):
        hers = order[0] == place
        left = np.minimum(apart[:, hers], second[hers]) - first[hers] - closer[:, hers]
        changes[place] = everybody + left.sum(axis=1, dtype=float)
    changes[:, chosen] = 0
    out, taken = divmod(int(changes.argmin()), len(apart))
    whole = max(float(first.sum(dtype=float)), 1.0)
    return (out, taken) if changes[out, taken] < -GAIN * whole else None


def nearest(apart: Matrix, around: tuple[int, ...]) -> Places:
    """The group of each row: that of the medoid from which it is least far; of equal ones the first."""
    of: Places = apart[list(around)].argmin(axis=0)
    of[list(around)] = np.arange(len(around))
    return of


def silhouette(apart: Matrix, of: Places) -> float:
    """The mean over all rows of (b - a) / max(a, b): a, how far one is from its own group on average; b, from the
    nearest other one. A row alone in its group counts 0, and so does one that is as near to both.
    """
    sizes = np.bincount(of)
    sums = np.stack([apart[:, of == group].sum(axis=1, dtype=float) for group in range(len(sizes))])
    rows = np.arange(len(of))
    own = sums[of, rows] / np.maximum(sizes[of] - 1, 1)
    means = sums / sizes[:, None]
    means[of, rows] = np.inf
    other = means.min(axis=0)
    wide = np.maximum(np.maximum(own, other), np.finfo(float).tiny)
    return float(np.where(sizes[of] > 1, (other - own) / wide, 0).mean())


def grouped(apart: Matrix, fewest: int, most: int = MOST_GROUPS) -> Grouping | None:
    """The number of groups, from 2 to `most`, with the highest mean silhouette among those of which each has `fewest`
    people; None where no such groups stand apart substantially.
    """
    best: Grouping | None = None
    for groups in range(2, min(most, len(apart) // fewest) + 1):
        around = medoids(apart, groups)
        of = nearest(apart, around)
        found = Grouping(around, tuple(int(one) for one in of), silhouette(apart, of))
        if min(found.sizes) >= fewest and found.silhouette > (best.silhouette if best else SUBSTANTIAL):
            best = found
    return best
