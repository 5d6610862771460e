"""Made-up facts by three dimensions, from a seed: a few large cells and many small ones, as a centre's are."""

import random
from collections import Counter
from dataclasses import dataclass
from itertools import combinations, product

from corridor.figures.rounding import Cell, Family, Shown, Table, rounded

DIMS = ("kind", "sector", "corridor")
SHAPE = (8, 6, 4)


def codes(shape: tuple[int, ...] = SHAPE) -> dict[str, tuple[str, ...]]:
    """The codes of each dimension."""
    names = DIMS if len(shape) == len(DIMS) else tuple(f"dim{i}" for i in range(len(shape)))
    return {dim: tuple(f"{dim}-{i}" for i in range(size)) for dim, size in zip(names, shape, strict=True)}


def facts(count: int, seed: object, shape: tuple[int, ...] = SHAPE) -> dict[Cell, int]:
    """So many facts over the joint cells. Codes are ever rarer (rank to the power -1.3), and any may hang together."""
    dice = random.Random(f"{seed}")
    cells = list(product(*codes(shape).values()))
    ranks = list(product(*(range(1, size + 1) for size in shape)))
    weights = [dice.lognormvariate(0, 0.5) for _ in ranks]
    for i, rank in enumerate(ranks):
        for one in rank:
            weights[i] /= one**1.3
    return dict(Counter(dice.choices(cells, weights, k=count)))


def tables(dims: dict[str, tuple[str, ...]], joint: dict[Cell, int]) -> tuple[Table, ...]:
    """The total, every table of one dimension and every one of two."""
    made = []
    for some in [one for count in (0, 1, 2) for one in combinations(dims, count)]:
        at = [list(dims).index(dim) for dim in some]
        cells = dict.fromkeys(product(*(dims[dim] for dim in some)), 0)
        for cell, count in joint.items():
            cells[tuple(cell[i] for i in at)] += count
        made.append(Table("-".join(some) or "total", some, cells))
    return tuple(made)


def world(count: int, seed: object, shape: tuple[int, ...] = SHAPE, known: bool = True) -> Family:
    """A family of tables over so many facts, whose number everybody knows."""
    dims, joint = codes(shape), facts(count, seed, shape)
    population = count if known else None
    return Family(f"world {seed}", dims, tables(dims, joint), population, facts=joint)


@dataclass(frozen=True)
class Rule(Shown):
    """A table under a rule that may not be ours: withheld under a threshold, rounded to a base, zeros shown or not."""

    threshold: int = 10
    zeros: bool = False

    def between(self, cell: Cell) -> tuple[int, int]:
        value, base = self.cells[cell], self.base or 1
        if value is None:
            return int(self.zeros), self.threshold - 1
        if value == 0 and self.zeros:
            return 0, 0
        return max(self.threshold, value - base // 2), value + (base - 1) // 2


def under(table: Table, threshold: int, base: int, zeros: bool = False) -> Rule:
    """What another rule shows of a table."""
    cells: dict[Cell, int | None] = {
        cell: rounded(count, base) if count >= threshold else 0 if zeros and not count else None
        for cell, count in table.cells.items()
    }
    return Rule(table.id, base, cells, threshold, zeros)


def small(family: Family) -> set[tuple[tuple[str, str], ...]]:
    """The cells of 1 to 9 of every cross of at most two dimensions, counted from the facts."""
    found: Counter[tuple[tuple[str, str], ...]] = Counter()
    for cell, count in (family.facts or {}).items():
        pairs = list(zip(family.dims, cell, strict=True))
        for some in (one for size in (0, 1, 2) for one in combinations(pairs, size)):
            found[some] += count
    return {where for where, count in found.items() if 0 < count < 10}


def contradicts(family: Family, shown: tuple[Shown, ...], counts: dict[Cell, int]) -> str:
    """Where made-up joint counts do not fit what is shown: by addition alone, apart from what the attacker reckons."""
    tables = {table.id: table for table in family.tables}
    if any(count < 0 for count in counts.values()):
        return "fewer than nobody"
    if family.population is not None and sum(counts.values()) != family.population:
        return "another population"
    for one in shown:
        table, sums = tables[one.table], Counter[Cell]()
        at = [list(family.dims).index(dim) for dim in table.dims]
        for cell, count in counts.items():
            if all(cell[list(family.dims).index(dim)] == code for dim, code in table.of.items()):
                sums[tuple(cell[i] for i in at)] += count
        for cell, value in one.cells.items():
            fits = sums[cell] < 10 if value is None else sums[cell] >= 10 and _rounds(sums[cell], value, one.base)
            if not fits:
                return f"{one.table} {cell}: {sums[cell]} is not shown as {value}"
    return ""


def _rounds(count: int, value: int, base: int | None) -> bool:
    return base is not None and -base <= 2 * (count - value) < base
