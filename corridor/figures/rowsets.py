"""Row-sets: facts of one kind counted by two or three columns, no combination of them shared by only a few.

Each combination that is told is shared by at least five workers of at least three cases (D20). What is rarer is put
together as OTHER, one column after the other, first in the column after which most can be told; what is still rare in
all columns is withheld, and only a band of how much that is may leave. Nothing in the outcome depends on the order in
which facts come, or on their keys.
Source: safety D20; methods (h); WIF2023-8, 49.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from corridor.journey.facts import OTHER, Fact, FactKind

WORKERS, CASES = 5, 3  # D20: each combination is shared by at least so many
Codes = tuple[str, ...]


@dataclass(frozen=True)
class RowSet:
    """Facts of one kind counted by a few columns.

    rows: combination of codes -> facts. together: how many of these stand under OTHER because they were too few.
    withheld: facts that stand in no row. Both stay in the centre; a band of them is what leaves.
    """

    kind: str
    name: str
    columns: tuple[str, ...]
    rows: Mapping[Codes, int]
    withheld: int
    together: int = 0

    @property
    def facts(self) -> int:
        """All that were counted, told or not."""
        return sum(self.rows.values()) + self.withheld


@dataclass
class _Group:
    """The facts that share a combination. cases: case -> its workers; without a case each worker is one of her own,
    unless she is there with a case.
    """

    facts: int = 0
    put_together: int = 0
    workers: set[str] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)
    with_case: set[str] = field(default_factory=set)

    def add(self, other: "_Group") -> None:
        self.facts += other.facts
        self.put_together += other.put_together
        self.workers |= other.workers
        self.cases |= other.cases
        self.with_case |= other.with_case

    @property
    def is_shared(self) -> bool:
        own = len(self.workers - self.with_case)
        return len(self.workers) >= WORKERS and len(self.cases) + own >= CASES


def row_set(kind: FactKind, name: str, facts: Iterable[Fact]) -> RowSet:
    """Count facts by the columns of one of the kind's sets. Raises KeyError for a set that it does not have.

    A fact without a case counts as one of its worker alone; a fact without a worker is counted, but is nobody's.
    """
    columns = kind.sets[name]
    shown, small = _parted(_grouped(columns, facts))
    left = list(range(len(columns)))
    while small and left:
        place = min(left, key=lambda one: (-_told(_merged(shown, small, one)), one))
        left.remove(place)
        merged = _merged(shown, small, place)
        shown = {codes: group for codes, group in shown.items() if codes not in merged}
        told, small = _parted(merged)
        shown |= told
    rows = {codes: shown[codes].facts for codes in sorted(shown)}
    together = sum(group.put_together for group in shown.values())
    return RowSet(kind.name, name, columns, rows, sum(group.facts for group in small.values()), together)


def _grouped(columns: Codes, facts: Iterable[Fact]) -> dict[Codes, _Group]:
    found: dict[Codes, _Group] = defaultdict(_Group)
    for fact in facts:
        group = found[tuple(fact.values[column] for column in columns)]
        group.facts += 1
        if fact.worker:
            group.workers.add(fact.worker)
        if fact.case:
            group.cases.add(fact.case)
            group.with_case.add(fact.worker)
    return found


def _parted(groups: Mapping[Codes, _Group]) -> tuple[dict[Codes, _Group], dict[Codes, _Group]]:
    """Those that are shared by enough, and the others."""
    shared = {codes: group for codes, group in groups.items() if group.is_shared}
    return shared, {codes: group for codes, group in groups.items() if codes not in shared}


def _merged(shown: Mapping[Codes, _Group], small: Mapping[Codes, _Group], place: int) -> dict[Codes, _Group]:
    """What the small ones become when this column says OTHER, with what stands there already."""
    found: dict[Codes, _Group] = {}
    for codes in sorted(small):
        to = (*codes[:place], OTHER, *codes[place + 1 :])
        if to not in found:
            found[to] = _Group()
            if to in shown:
                found[to].add(shown[to])
        one = small[codes]
        found[to].add(one)
        if to != codes:
            found[to].put_together += one.facts - one.put_together
    return found


def _told(groups: Mapping[Codes, _Group]) -> int:
    return sum(group.facts for group in groups.values() if group.is_shared)
