"""Whoever reads a release and knows the rule: of which few people can he be certain?

Pure: a family and what is shown of it in, findings out. He looks at every cell of the published tables and of every
cross of at most two dimensions, published or not. A cell of 1 to 9 is found where no counts that fit everything shown
have nobody in it (what is known exactly is among that). It passes only with such counts in hand, in whole numbers. What
is not decided in time counts as found. Relaxation first, integers for what it leaves open.
Source: safety D21, D22, section 3 item 14, section 4 T16; methods (h), "audit by solving for bounds".

Not modelled: what he knows from elsewhere (a neighbour, a newspaper, that one person is in the facts); what follows
from the gate's having coarsened a table; what is likely and not certain; sums over some codes of a dimension. Other
quarters are other facts and say nothing of these, unless a table for the year stands in the same family.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from time import monotonic

import numpy as np

from corridor.figures.polytope import EPSILON, Columns, Counts, Numbers, Polytope, Undecided
from corridor.figures.rounding import THRESHOLD, Family, Shown, Where

SECONDS = 120.0
PRINTED, RELAXATION, INTEGERS, TIME = "printed", "relaxation", "integers", "time"


@dataclass(frozen=True)
class Finding:
    """A cell of which he is certain that somebody is in it.

    at_least, at_most: what he knows of its count (at_most None: no limit); integers may tell more than the relaxation.
    how: printed as it is, the relaxation, integers, or time (not decided: at_least is 0).
    """

    where: Where
    at_least: int
    at_most: int | None
    how: str

    @property
    def exact(self) -> bool:
        return self.at_least == self.at_most


@dataclass(frozen=True)
class Attack:
    """What came of an attack. small: cells that were tried. points: counts of the joint cells that fit all that is
    shown; every cell that was tried and not found is empty in one of them (or surely not small). Neither may leave the
    release maker: the cells are small in truth, and the points stand near it.
    """

    small: tuple[Where, ...] = field(repr=False)
    found: tuple[Finding, ...] = field(repr=False)
    points: tuple[Counts, ...] = field(repr=False)
    seconds: float


class Contradiction(ValueError):
    """No counts fit all that is shown: the tables are not over the same facts."""


def found(family: Family, shown: Sequence[Shown], seconds: float = SECONDS) -> Attack:
    """The small cells of which a reader of these tables is certain. Raises Contradiction."""
    return _Attacker(Polytope(family, shown), seconds).attack()


def crosses(space: Polytope) -> Iterator[Where]:
    """Every cell of every cross of at most two dimensions, and of the published tables."""
    dims = space.family.dims
    for count in range(min(2, len(dims)) + 1):
        for some in combinations(dims, count):
            for cell in product(*(dims[dim] for dim in some)):
                yield tuple(zip(some, cell, strict=True))
    yield from space.known


class Truth:
    """How many there really are in any cell, as far as the family says."""

    def __init__(self, space: Polytope) -> None:
        self.space, self.joint = space, None
        if space.family.facts is not None:
            self.joint = np.zeros(space.grid.size, dtype=np.int64)
            for cell, count in space.family.facts.items():
                self.joint[space.columns(tuple(zip(space.place, cell, strict=True)))] = count

    def count(self, where: Where) -> int | None:
        """None where no table has these dimensions together."""
        if self.joint is not None:
            return int(self.joint[self.space.columns(where)].sum())
        named = dict(where)
        for table in self.space.family.tables:
            about = all(named.get(dim) == code for dim, code in table.of.items())
            if about and set(named) <= {*table.dims, *table.of}:
                at = [(i, named[dim]) for i, dim in enumerate(table.dims) if dim in named]
                return sum(n for cell, n in table.cells.items() if all(cell[i] == code for i, code in at))
        return None

    def small(self) -> list[Where]:
        """The cells of 1 to 9, and those of which it is not known whether they are."""
        every = {where: self.count(where) for where in dict.fromkeys(crosses(self.space))}
        return [
            where
            for where, count in every.items()
            if (0 < count < THRESHOLD if count is not None else not self.space.never[self.space.columns(where)].all())
        ]


class _Attacker:
    """One attack. open: cells that are not decided yet, with their joint cells."""

    def __init__(self, space: Polytope, seconds: float) -> None:
        self.space, self.begin, self.end = space, monotonic(), monotonic() + seconds
        truth = Truth(space)
        self.small = truth.small()
        self.open = {where: space.columns(where) for where in self.small}
        self.points: list[Counts] = []
        self.starts = [] if truth.joint is None else [truth.joint]

    def attack(self) -> Attack:
        findings = [one for where in self.small if (one := self._printed(where))]
        self._relax()
        for where in self.small:
            if where in self.open and (one := self._alone(where, self.open[where])):
                findings += [one] if one.at_least < THRESHOLD else []
                self.open.pop(where)
        return Attack(tuple(self.small), tuple(findings), tuple(self.points), monotonic() - self.begin)

    @property
    def left(self) -> float:
        return self.end - monotonic()

    def _printed(self, where: Where) -> Finding | None:
        """A cell whose count is shown as it is."""
        low, high = self.space.known.get(where, (0, 0))
        if not 0 < low == high:
            return None
        self.open.pop(where)
        return Finding(where, low, low, PRINTED)

    def _cost(self, some: Sequence[Columns]) -> Numbers:
        """How many of these cells each joint cell is in."""
        cost = np.zeros(self.space.grid.size)
        for columns in some:
            cost[columns] += 1
        return cost

    def _clear(self, point: Counts) -> bool:
        """Close the cells that these counts leave empty; whether there was one."""
        empty = [where for where, columns in self.open.items() if not point[columns].any()]
        if not empty or not self.space.fits(point):
            return False
        self.points.append(point)
        for where in empty:
            del self.open[where]
        return True

    def _relax(self) -> None:
        """The relaxation of all open cells at once: where to begin, and whether anything fits at all."""
        try:
            point = self.space.least(self._cost(list(self.open.values())), self.left)
        except Undecided:
            return
        if point is None:
            raise Contradiction(f"{self.space.family.id}: no counts fit all these tables together")
        self.starts.append(np.rint(point).astype(np.int64))
        empty = [columns for columns in self.open.values() if point[columns].sum() < EPSILON]
        whole = self.space.mended(self.starts[-1], np.concatenate(empty)) if empty else None
        if whole is not None:
            self._clear(whole)

    def _alone(self, where: Where, columns: Columns) -> Finding | None:
        """One cell: can nobody be in it? Closes it and gives None where so."""
        try:
            told = self.space.known.get(where, (0, 0))[0]  # withheld in a way that tells that somebody is there
            near = None if told else self._near(columns)
            if near is not None and self._clear(near) and where not in self.open:
                return None
            point = self.space.least(self._cost([columns]), self.left)
            if point is not None and (least := point[columns].sum()) > EPSILON:
                return Finding(where, int(np.ceil(least - EPSILON)), self._most(columns), RELAXATION)
            whole = self.space.whole_without(columns, self.left)
        except Undecided:
            return Finding(where, 0, None, TIME)
        if whole is None:
            return Finding(where, 1, self._most(columns), INTEGERS)
        return None if self._clear(whole) and where not in self.open else Finding(where, 0, None, TIME)

    def _near(self, columns: Columns) -> Counts | None:
        """Whole numbers that fit with nobody in a cell, near those that are in hand."""
        if self.left <= 0:
            raise Undecided
        for start in (*self.starts, *self.points[:1]):
            if (near := self.space.mended(start, columns)) is not None:
                return near
        return None

    def _most(self, columns: Columns) -> int | None:
        """The most that can be in a cell."""
        try:
            point = self.space.least(-self._cost([columns]), self.left)
        except Undecided:
            return None
        return None if point is None else int(np.floor(point[columns].sum() + EPSILON))
