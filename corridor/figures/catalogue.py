"""The catalogue of a release: which tables are made, of which row-set, and what each tells.

Pure. A family begins as one row-set of one kind of fact, whose tables are over the same facts; each row-set of a return
withholds and puts together on its own. Where several are over the same facts all the same, as far as their totals and
columns show, they are one family as long as the attacker can try it: a reader would put them together too. Of them are
released the total, its columns one by one, and pairs of columns; a pair that several row-sets have is taken from the
one with the fewest columns, which has lost the fewest facts. There is no table by centre. Three columns stand together
in PATTERNS alone, where the attacker fails on them. Source: safety D21, D22 and section 3 items 13 and 14; methods (h).

Codes under the threshold stand under OTHER, where what centres put together stands as well: as each of them is shown
or withheld under 10 anyway, and OTHER can be all of its own, this tells of nobody that she is there. Where the joint
cells would still be too many for the attacker, the rarest codes of the longest column go the same way.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product
from math import prod

from corridor.figures.rounding import LARGEST, THRESHOLD, Cell, Family, Table, Where
from corridor.journey.facts import FACTS, OTHER, UNKNOWN, FactKind

PAIR = 2  # the most columns of a table (D21)
CENTRE, PEOPLE = "centre", "people"
# Kind -> its row-set whose three columns are shown together where they can be: what recurs (S8; WIF2023-12, 14, 46).
PATTERNS: Mapping[str, str] = {"grievance": "by-kind-sector-and-corridor"}

# What was done to her, or by her against somebody: a group of which all share one of these is not shown (methods (h)).
SENSITIVE: Mapping[str, frozenset[str]] = {
    "grievance": frozenset({"kind"}),
    "closing": frozenset({"result", "furthest", "concession"}),
    "retaliation": frozenset({"kind", "against"}),
    "referral": frozenset({"answer"}),
    "debt": frozenset({"bondage_signs", "repayable"}),
    "spell": frozenset({"documents", "movement_limited", "phone_limited"}),
}


@dataclass(frozen=True)
class Planned:
    """A family of the catalogue. tables: the columns of each, the total first (none), one of three last."""

    kind: str
    row_set: str
    columns: tuple[str, ...]
    tables: tuple[tuple[str, ...], ...]

    @property
    def id(self) -> str:
        return f"{self.kind}.{self.row_set}"


def table_id(planned: Planned, dims: tuple[str, ...]) -> str:
    """ "grievance.by-kind-and-corridor:kind,corridor"; the total has nothing after the colon."""
    return f"{planned.id}:{','.join(dims)}"


def catalogue(kinds: Mapping[str, FactKind] = FACTS) -> tuple[Planned, ...]:
    """Every family, in a fixed order. A row-set whose pairs all stand in others is left out."""
    return tuple(_families(kinds))


def _families(kinds: Mapping[str, FactKind]) -> Iterator[Planned]:
    for kind in sorted(kinds):
        taken: set[frozenset[str]] = set()
        for name, columns in sorted(kinds[kind].sets.items(), key=lambda one: (len(one[1]), one[0])):
            pairs = [pair for pair in combinations(columns, PAIR) if frozenset(pair) not in taken]
            taken |= {frozenset(pair) for pair in pairs}
            three = [columns] if PATTERNS.get(kind) == name and len(columns) > PAIR else []
            if pairs or three:
                yield Planned(kind, name, columns, ((), *((one,) for one in columns), *pairs, *three))


def tells(planned: Planned, dims: tuple[str, ...], kinds: Mapping[str, FactKind] = FACTS) -> str:
    """What a table tells, in English: what is counted, and by what."""
    kind = kinds[planned.kind]
    meanings = {one.name: one.meaning for one in kind.columns}
    by = "; by " + "; by ".join(meanings[dim] for dim in dims) if dims else ""
    return f"{kind.meaning}{by}"


def sensitive(planned: Planned) -> tuple[str, ...]:
    return tuple(one for one in planned.columns if one in SENSITIVE.get(planned.kind, ()))


def family(planned: Planned, counts: Mapping[Cell, int], kinds: Mapping[str, FactKind] = FACTS) -> Family:
    """The family with its true counts. counts: combination of codes of the row-set -> facts, of all centres together.

    At most LARGEST joint cells; zeros of what can occur are in it.
    """
    dims = codes(planned, counts, kinds)
    joint: Counter[Cell] = Counter()
    for cell, facts in counts.items():
        joint[tuple(one if one in dims[dim] else OTHER for dim, one in zip(dims, cell, strict=True))] += facts
    tables = tuple(_table(planned, chosen, dims, joint) for chosen in planned.tables)
    named = [(dim, code) for dim, some in dims.items() for code in some if code not in (OTHER, UNKNOWN)]
    least: dict[Where, int] = {(one,): THRESHOLD for one in named}
    return Family(planned.id, dims, tables, facts=dict(joint), sensitive=sensitive(planned), least=least)


def without_three(family: Family) -> Family:
    """The family without its table of three columns, which is tried after the others: it goes before they are made
    coarser for it.
    """
    return replace(family, tables=tuple(table for table in family.tables if len(table.dims) <= PAIR))


def _table(
    planned: Planned, chosen: tuple[str, ...], dims: Mapping[str, tuple[str, ...]], joint: Mapping[Cell, int]
) -> Table:
    cells: dict[Cell, int] = dict.fromkeys(product(*(dims[dim] for dim in chosen)), 0)
    places = [planned.columns.index(dim) for dim in chosen]
    for whole, facts in joint.items():
        cells[tuple(whole[place] for place in places)] += facts
    return Table(table_id(planned, chosen), chosen, cells)


def codes(planned: Planned, counts: Mapping[Cell, int], kinds: Mapping[str, FactKind]) -> dict[str, tuple[str, ...]]:
    """Which codes of each column are named, in the order of the column, then OTHER and UNKNOWN."""
    columns = {one.name: one for one in kinds[planned.kind].columns}
    margins: dict[str, Counter[str]] = {dim: Counter() for dim in planned.columns}
    for cell, facts in counts.items():
        for dim, code in zip(planned.columns, cell, strict=True):
            margins[dim][code] += facts
    named = {
        dim: [
            code
            for code in columns[dim].all_codes or sorted(found)
            if code not in (OTHER, UNKNOWN) and found[code] >= THRESHOLD
        ]
        for dim, found in margins.items()
    }
    while prod(len(some) + 2 for some in named.values()) > LARGEST:
        longest = max(planned.columns, key=lambda dim: len(named[dim]))
        named[longest].remove(min(named[longest], key=lambda code: (margins[longest][code], code)))
    return {dim: (*some, OTHER, UNKNOWN) for dim, some in named.items()}


def linked(families: Iterable[Family]) -> list[Family]:
    """Families of one kind of fact, those over the same facts together where their joint cells are not too many."""
    groups: list[Family] = []
    for family in families:
        for at, group in enumerate(groups):
            if _together(group, family):
                groups[at] = _joined(group, family)
                break
        else:
            groups.append(family)
    return groups


def _together(group: Family, family: Family) -> bool:
    """Whether what both tell is equal, something beside the total among it, and the attacker can try them as one."""
    held = {table.dims: table for table in group.tables}
    both = [(held[table.dims], table) for table in family.tables if table.dims in held]
    dims = {**group.dims, **family.dims}
    return (
        any(table.dims for _, table in both)
        and all(one.cells == other.cells for one, other in both)
        and prod(map(len, dims.values())) <= LARGEST
    )


def _joined(group: Family, family: Family) -> Family:
    """As one family. Nobody knows its joint cells: no row-set has all these columns together."""
    held = {table.dims for table in group.tables}
    return Family(
        f"{group.id}+{family.id}",
        {**group.dims, **family.dims},
        (*group.tables, *(table for table in family.tables if table.dims not in held)),
        sensitive=tuple(dict.fromkeys([*group.sensitive, *family.sensitive])),
        least={**group.least, **family.least},
    )


def total(family: Family) -> int:
    """How many facts a family is over."""
    return sum(next(table for table in family.tables if not table.dims).cells.values())


def by_centre(kind: str, people: Mapping[str, int]) -> Family:
    """How many workers each centre counted, to bound how many different ones there are. It passes the gate like the
    rest; of what it shows only the largest is told, and of no centre its name.
    """
    numbers = {centre: str(number) for number, centre in enumerate(sorted(people), 1)}
    each: dict[Cell, int] = {(numbers[centre],): facts for centre, facts in people.items()}
    id, dims = f"{kind}.{PEOPLE}", {CENTRE: tuple(numbers.values())}
    tables = (Table(f"{id}:", (), {(): sum(people.values())}), Table(f"{id}:{CENTRE}", (CENTRE,), each))
    return Family(id, dims, tables, facts=each)
