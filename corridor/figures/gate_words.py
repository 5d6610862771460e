"""How each group of tables came through the disclosure gate, in the language of the page.

Pure. Source: safety D21 and D22 (every release has a log of what was coarsened and why).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from corridor.figures import gate
from corridor.figures.catalogue import PEOPLE
from corridor.figures.models_programme import GatedFamily, ReleaseLog
from corridor.figures.naming import column_label, kind_label
from corridor.figures.releases import EMPTY, Release
from corridor.figures.rounding import TEN
from corridor.journey.facts import FACTS

BESIDE = "beside"
TOLD_ALREADY = "what is known already can be turned back into people"
WHY: Mapping[str, Any] = {
    gate.PRESENCE: _("with the tables beside it, one could be certain that somebody is in a number under ten"),
    gate.EXACT: _("with the tables beside it, a number under ten could be reckoned exactly"),
    gate.TIME: _("whether it can be turned back into people was not found out in time"),
    gate.ALIKE: _("everybody of a group would share one thing that must not be told of anybody"),
    TOLD_ALREADY: _("what is out already could be turned back into people with it"),
    BESIDE: _("it was to be shown only if all tables beside it are, and if that was found out in time"),
    EMPTY: _("there are fewer than ten facts"),
}


@dataclass(frozen=True)
class Change:
    """A table that was coarsened or dropped. table: its columns in words. to: what became of it. why: in words."""

    table: str
    to: str
    why: str


@dataclass(frozen=True)
class GatedTold:
    """A group of tables in words. tables: how many are out. coarser: how many more roundly; dropped: how many not at
    all. why: the reason where nothing of it is. bounds: only how many different people it tells.
    """

    name: str
    tables: int
    coarser: int
    dropped: int
    seconds: float
    changes: tuple[Change, ...]
    why: str = ""
    bounds: bool = False
    is_empty: bool = False


@dataclass(frozen=True)
class Summary:
    """Of a whole release: groups of which something is told, the names of those under ten facts, and the sums."""

    groups: tuple[GatedTold, ...]
    empty: tuple[str, ...]
    tables: int
    coarser: int
    dropped: int
    seconds: float


def why_told(why: str) -> str:
    """A reason of the gate in words; empty for none."""
    return str(WHY.get(why, why))


def family_told(id: str) -> str:
    """What a group of tables tells: "Grievances brought: Kind, Corridor, Sector"."""
    kind, columns = id.partition(".")[0], dict[str, None]()
    for part in id.split("+"):
        kind, _dot, row_set = part.partition(".")
        if row_set == PEOPLE:
            return gettext("%(kind)s: how many different people") % {"kind": kind_label(kind)}
        known = FACTS[kind].sets.get(row_set, ()) if kind in FACTS else ()
        columns |= dict.fromkeys(map(column_label, known)) or {row_set.replace("-", " "): None}
    return f"{kind_label(kind)}: {', '.join(columns)}"


def table_told(id: str) -> str:
    """The columns of a table: "Kind × Corridor"."""
    dims = id.partition(":")[2]
    return " × ".join(map(column_label, dims.split(","))) if dims else gettext("all together")


def gated(
    family: str, tables: int, seconds: float, steps: Iterable[Sequence[Any]], dropped: Sequence[str], why: str
) -> GatedTold:
    """A line of the log in words. Of a table that was made coarser twice only the last step is told."""
    last: dict[str, tuple[int | None, str]] = {one[0]: (one[2], one[3]) for one in steps}
    if not why:  # a table of three columns goes without a step of its own
        last |= {table: (None, BESIDE) for table in dropped if table not in last}
    changes = tuple(Change(table_told(table), _to(to), why_told(reason)) for table, (to, reason) in last.items())
    coarser = sum(1 for to, _why in last.values() if to is not None)
    bounds = family.endswith(f".{PEOPLE}")
    gone = 0 if why == EMPTY else len(dropped)
    name = family_told(family)
    return GatedTold(name, tables, coarser, gone, seconds, changes, why_told(why), bounds, why == EMPTY)


def _to(base: int | None) -> str:
    return gettext("rounded to %(number)s") % {"number": TEN} if base else gettext("dropped")


def in_the_making(families: Iterable[GatedFamily]) -> Summary:
    """Of a release that is not frozen yet."""
    kept = ((one.family, len(one.tables), one.log) for one in families)
    return summary(
        gated(family, tables, log["seconds"], log["steps"], log["dropped"], log["why"]) for family, tables, log in kept
    )


def logged(log: Iterable[ReleaseLog], release: Release) -> Summary:
    """Of one that is out."""
    out = [table.id.partition(":")[0] for table in release.tables]
    return summary(
        gated(one.family, sum(id in one.family.split("+") for id in out), one.seconds, one.steps, one.dropped, one.why)
        for one in log
    )


def summary(lines: Iterable[GatedTold]) -> Summary:
    """The lines with their sums."""
    every = tuple(lines)
    return Summary(
        tuple(one for one in every if not one.is_empty),
        tuple(one.name for one in every if one.is_empty),
        sum(one.tables for one in every),
        sum(one.coarser for one in every),
        sum(one.dropped for one in every),
        sum(one.seconds for one in every),
    )
