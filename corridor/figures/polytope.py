"""The joint counts that fit what is shown of a family: one linear model, kept in memory, for every question about it.

Pure: shown tables in, counts out. A joint cell is a variable, whole and not negative; each cell that is shown or
withheld bounds a sum of them. The model is solved by HiGHS (J. A. J. Hall and others, MIT), in one thread, so that the
same question has the same answer; what it finds is tried again here in whole numbers. Source: safety D22.
"""

from collections.abc import Iterable, Sequence
from itertools import product
from math import prod
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from corridor.figures.rounding import Family, Shown, Table, Where

EPSILON = 1e-5  # what the solver calls more than nothing
MOVES, WAIT = 300, 6
FEASIBLE = {highspy.HighsModelStatus.kOptimal}
IMPOSSIBLE = {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}

Counts = npt.NDArray[np.int64]  # a count for each joint cell, the last dimension fastest
Numbers = npt.NDArray[np.float64]
Columns = npt.NDArray[np.int32]


class Undecided(Exception):
    """The solver was not done in time."""


class Polytope:
    """The joint counts of a family that fit what is shown. known: what is shown of a cell -> least and most."""

    def __init__(self, family: Family, shown: Iterable[Shown]) -> None:
        self.family = family
        self.place = {dim: {code: i for i, code in enumerate(codes)} for dim, codes in family.dims.items()}
        shape = tuple(len(codes) for codes in family.dims.values())
        self.grid: Columns = np.arange(prod(shape), dtype=np.int32).reshape(shape)
        tables = {table.id: table for table in family.tables}
        self.shown = [(tables[one.table], one) for one in shown if one.base is not None]
        self.known: dict[Where, tuple[int, float]] = {}
        for table, one in self.shown:
            for cell in one.cells:
                self._know(self.where(table, cell), *one.between(cell))
        if family.population is not None:
            self._know((), family.population, family.population)
        for where, count in family.least.items():
            self._know(where, count, np.inf)
        self.never = self._never()
        self.rows = [self.columns(where) for where in self.known]
        self.bounds = np.array(list(self.known.values()), dtype=np.float64).reshape(-1, 2)
        self.rows_of = self._rows_of()
        self.relaxed, self.whole = self._model(whole=False), self._model(whole=True)

    def _know(self, where: Where, low: int, high: float) -> None:
        least, most = self.known.get(where, (low, high))
        self.known[where] = max(low, least), min(high, most)

    def where(self, table: Table, cell: Sequence[str]) -> Where:
        """A cell of a table, named by the dimensions of the family."""
        codes = {**dict(zip(table.dims, cell, strict=True)), **table.of}
        return tuple((dim, codes[dim]) for dim in self.family.dims if dim in codes)

    def columns(self, where: Where) -> Columns:
        """The joint cells of a cell."""
        codes = dict(where)
        at = tuple(self.place[dim][codes[dim]] if dim in codes else slice(None) for dim in self.family.dims)
        return np.atleast_1d(self.grid[at]).ravel()

    def _never(self) -> npt.NDArray[np.bool_]:
        """The joint cells that cannot occur, as everybody knows."""
        never = np.zeros(self.grid.size, dtype=bool)
        for table in self.family.tables:
            for cell in product(*(self.family.dims[dim] for dim in table.dims)):
                if cell not in table.cells:
                    never[self.columns(self.where(table, cell))] = True
        return never

    def _rows_of(self) -> Columns:
        """The rows that each joint cell is in, one below the other; filled up with a row that is no row."""
        found: list[list[int]] = [[] for _ in range(self.grid.size)]
        for number, row in enumerate(self.rows):
            for column in row.tolist():
                found[column].append(number)
        most = max(map(len, found))
        return np.array([[*one, *[len(self.rows)] * (most - len(one))] for one in found], dtype=np.int32).T.copy()

    def _model(self, whole: bool) -> Any:
        """The rows and columns, without a question; in whole numbers or not."""
        size = self.grid.size
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = size, len(self.rows)
        model.col_cost_, model.col_lower_ = np.zeros(size), np.zeros(size)
        model.col_upper_ = np.where(self.never, 0.0, highspy.kHighsInf)
        model.row_lower_, model.row_upper_ = self.bounds[:, 0].copy(), self.bounds[:, 1].copy()
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.num_col_, model.a_matrix_.num_row_ = size, len(self.rows)
        model.a_matrix_.start_ = np.cumsum([0, *(row.size for row in self.rows)], dtype=np.int32)
        index = np.concatenate(self.rows) if self.rows else np.zeros(0, dtype=np.int32)
        model.a_matrix_.index_, model.a_matrix_.value_ = index, np.ones(index.size)
        if whole:
            model.integrality_ = [highspy.HighsVarType.kInteger] * size
        solver = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
            solver.setOptionValue(option, value)
        solver.passModel(model)
        return solver

    def least(self, cost: Numbers, seconds: float) -> Numbers | None:
        """Real numbers that fit and make the cost least; None where none fit. Starts from the last answer.

        Raises Undecided when it is not done in time.
        """
        return self._solve(self.relaxed, cost, seconds)

    def whole_without(self, empty: Columns, seconds: float) -> Counts | None:
        """Whole numbers that fit with nobody in the cells `empty`; None where none fit. Raises Undecided."""
        self.whole.changeColsBounds(empty.size, empty, np.zeros(empty.size), np.zeros(empty.size))
        try:
            point = self._solve(self.whole, np.zeros(self.grid.size), seconds)
        finally:
            most = np.where(self.never[empty], 0.0, highspy.kHighsInf)
            self.whole.changeColsBounds(empty.size, empty, np.zeros(empty.size), most)
        return None if point is None else np.rint(point).astype(np.int64)

    def mended(self, start: Counts, empty: Columns, moves: int = MOVES) -> Counts | None:
        """Whole numbers near others that fit with nobody in the cells `empty`; None where it does not lead there.

        One fact more or less at a time, wherever the sums then miss their bounds by least; sums that stay missed weigh
        ever more, a cell that was just changed waits. That it leads nowhere proves nothing.
        """
        point, dice = start.copy(), np.random.default_rng(0)
        point[empty] = 0
        closed = self.never.copy()
        closed[empty] = True
        low, high = np.append(self.bounds[:, 0], -np.inf), np.append(self.bounds[:, 1], np.inf)
        sums = np.array([*(point[row].sum() for row in self.rows), 0], dtype=np.float64)
        weights, waits = np.ones(sums.size), np.zeros(point.size)

        def missed(sums: Numbers) -> Numbers:
            return weights * (np.maximum(low - sums, 0) + np.maximum(sums - high, 0))

        for move in range(moves):
            now = missed(sums)
            if not now.any():
                return point
            luck, still = dice.random(point.size) / 100, waits > move
            more = np.where(closed | still, np.inf, (missed(sums + 1) - now)[self.rows_of].sum(axis=0) + luck)
            less = np.where((point < 1) | still, np.inf, (missed(sums - 1) - now)[self.rows_of].sum(axis=0) + luck)
            step, column = (1, int(more.argmin())) if more.min() <= less.min() else (-1, int(less.argmin()))
            if (best := min(more[column], less[column])) == np.inf:
                return None
            if best >= 0:
                weights[now > 0] += 1
            point[column] += step
            sums[self.rows_of[:, column]] += step
            waits[column] = move + WAIT
        return None

    def _solve(self, solver: Any, cost: Numbers, seconds: float) -> Numbers | None:
        if seconds <= 0:
            raise Undecided
        every = np.arange(cost.size, dtype=np.int32)
        solver.changeColsCost(every.size, every, cost)
        solver.setOptionValue("time_limit", solver.getRunTime() + seconds)
        solver.run()
        status = solver.getModelStatus()
        if status in IMPOSSIBLE:
            return None
        if status not in FEASIBLE:
            raise Undecided
        return np.array(solver.getSolution().col_value)

    def fits(self, point: Counts) -> bool:
        """Whether whole numbers fit everything that is shown: reckoned here, not taken from the solver."""
        return (
            bool((point >= 0).all())
            and not point[self.never].any()
            and all(low <= point[row].sum() <= high for row, (low, high) in zip(self.rows, self.bounds, strict=True))
        )
