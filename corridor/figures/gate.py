"""The disclosure gate: every table of a release passes here, and none that an attack turns back into people.

Pure: the true counts of a family of tables in, what may be shown out, with a log of what was coarsened and why. Rule
10-5 first; where the attacker is certain that somebody is in a cell of 1 to 9, a table of that cell is rounded to 10,
then dropped, until he finds nothing. An attack that was not done in time stops a table too.
Source: safety D21, D22 and section 3 item 14; methods (h).

The attack that counts is the last one: nothing leaves without having been tried as it leaves. What was released before
over the same facts is handed in as it was shown; it can no longer be coarsened, so what is new must be.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corridor.figures import attacker, dominance
from corridor.figures.attacker import SECONDS, TIME, Attack, Finding
from corridor.figures.rounding import FIVE, TEN, Family, Shown, Table, shown

__all__ = ["Family", "Released", "Shown", "Step", "Table", "released", "shown"]

Attacking = Callable[[Family, Sequence[Shown], float], Attack]
COARSER = {FIVE: TEN, TEN: None}
PRESENCE, EXACT, ALIKE = "presence", "exact", dominance.ALIKE  # reasons, and attacker.TIME
REASONS = (PRESENCE, EXACT, TIME, ALIKE)


@dataclass(frozen=True)
class Step:
    """A table that was coarsened, for the log of the release. base: what it was rounded to; to: now (None: dropped).

    why: presence or exact (he was certain of somebody, or of how many), time, all-alike. cells: how many such cells led
    to it. No code of a cell stands here: the log is read by more people than the counts.
    """

    table: str
    base: int | None
    to: int | None
    why: str
    cells: int


@dataclass(frozen=True)
class Released:
    """What may be shown of a family. last: the attack on exactly this, which found nothing.

    refused: why nothing at all may be shown: what is known without it tells already ('' where that is not so).
    """

    family: str
    shown: tuple[Shown, ...]
    steps: tuple[Step, ...]
    last: Attack
    refused: str = ""

    @property
    def dropped(self) -> tuple[str, ...]:
        return tuple(one.table for one in self.shown if one.base is None)


def released(
    family: Family,
    attack: Attacking = attacker.found,
    seconds: float = SECONDS,
    earlier: Sequence[Shown] = (),
    told: Callable[[str], None] = lambda line: None,
) -> Released:
    """What may be shown of the tables of a family, after so many attacks as it takes.

    seconds: for one attack. earlier: tables of the family that are already out. told: hears of progress.
    Raises attacker.Contradiction for tables that are not over the same facts.
    """
    out = {one.table for one in earlier}
    bases: dict[str, int | None] = {table.id: FIVE for table in family.tables if table.id not in out}
    steps = _alike(family, bases)
    while True:
        now = tuple(shown(table, bases[table.id]) for table in family.tables if table.id in bases)
        last = attack(family, [*earlier, *now], seconds)
        told(f"{family.id}: {len(last.small)} small cells tried in {last.seconds:.1f} s, {len(last.found)} found")
        coarser = _coarser(family, bases, last.found)
        if not last.found or not coarser:
            refused = "what is known already can be turned back into people" if last.found else ""
            return Released(family.id, now, tuple(steps), last, refused)
        steps += coarser
        for step in coarser:
            bases[step.table] = step.to


def _alike(family: Family, bases: dict[str, int | None]) -> list[Step]:
    """Drop the tables in which everybody of a group that would be shown shares one sensitive code."""
    steps = []
    for table in family.tables:
        if table.id in bases and (groups := dominance.alike(table, family.sensitive)):
            steps.append(Step(table.id, bases[table.id], None, ALIKE, len(groups)))
            bases[table.id] = None
    return steps


def _coarser(family: Family, bases: dict[str, int | None], found: Sequence[Finding]) -> list[Step]:
    """One step for each table that findings lead to."""
    by_table: dict[str, list[Finding]] = {}
    for finding in found:
        if table := _blamed(family, bases, finding):
            by_table.setdefault(table, []).append(finding)
    steps = []
    for table in sorted(by_table):
        base, some = bases[table], by_table[table]
        timed = all(one.how == TIME for one in some)
        why = TIME if timed else EXACT if any(one.exact for one in some) else PRESENCE
        steps.append(Step(table, base, COARSER[base or TEN], why, len(some)))
    return steps


def _blamed(family: Family, bases: dict[str, int | None], finding: Finding) -> str:
    """The table to coarsen for a finding: its own, else the one that says most about its dimensions; '' for none.

    By what the tables are about and not by what the solver weighed, so that the order of codes changes nothing.
    """
    named = {dim for dim, _ in finding.where}

    def says(table: Table) -> tuple[bool, int, int, int, int, str]:
        about = {*table.dims, *table.of}
        own = about == named and all((dim, code) in finding.where for dim, code in table.of.items())
        return (own, len(about & named), len(table.dims), len(table.cells), -(bases[table.id] or 0), table.id)

    still = [table for table in family.tables if bases.get(table.id) is not None]
    return max(still, key=says).id if still else ""
