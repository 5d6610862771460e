"""Beside small counts: groups of which all have one and the same value, and sums that one or two make up.

Pure: counts and contributions in, reasons out. Source: methods (h), "dominance/p-percent rules for amounts" and D21;
A. Hundepool and others, Handbook on Statistical Disclosure Control, magnitude tables: the (n, k) rule, the p % rule,
and p = 100 (100 - k) / k where both are meant to protect alike.
"""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from corridor.figures.rounding import THRESHOLD, Cell, Table
from corridor.journey.facts import OTHER, UNKNOWN

FIRST, SHARE = 2, Decimal(85)  # the handbook's example: the two largest may not make up more than 85 %
SEVERAL = (OTHER, UNKNOWN)
FEW, NOTHING, ALIKE, DOMINANCE, NARROW = "few", "nothing", "all-alike", "dominance", "p-percent"


def alike(table: Table, sensitive: Sequence[str], threshold: int = THRESHOLD) -> list[Cell]:
    """The groups of a table that a release would show (threshold or more) and that all share one code.

    sensitive: the dimensions that say something of a person; a group is a cell of the table's other dimensions. Given
    is the one cell that holds the whole group. A dimension of one possible code tells nothing new and is left out; so
    does a group of which it is not known, or that may be of several codes.
    """
    found: list[Cell] = []
    for dim in sensitive:
        if dim not in table.dims:
            continue
        at = table.dims.index(dim)
        groups: dict[Cell, dict[Cell, int]] = defaultdict(dict)
        for cell, count in table.cells.items():
            groups[cell[:at] + cell[at + 1 :]][cell] = count
        for group in groups.values():
            there = [cell for cell, count in group.items() if count]
            told = len(there) == 1 and there[0][at] not in SEVERAL
            if told and len(group) > 1 and sum(group.values()) >= threshold:
                found += there
    return found


def dominated(contributions: Sequence[Decimal], first: int = FIRST, share: Decimal = SHARE) -> bool:
    """The (n, k) rule: whether the n largest make up more than k per cent of the sum."""
    ordered = sorted(contributions, reverse=True)
    return 100 * sum(ordered[:first], Decimal(0)) > share * sum(ordered, Decimal(0))


def narrows(contributions: Sequence[Decimal], percent: Decimal | None = None) -> bool:
    """The p % rule: whether the second largest, who knows her own, knows the largest to within p per cent.

    percent: without one, what protects as the (n, k) rule above does.
    """
    ordered = sorted(contributions, reverse=True)
    if not ordered or not ordered[0]:
        return False
    least = 100 * (100 - SHARE) / SHARE if percent is None else percent
    return 100 * sum(ordered[2:], Decimal(0)) < least * ordered[0]


def withheld(
    contributions: Sequence[Decimal], threshold: int = THRESHOLD, share: Decimal = SHARE, percent: Decimal | None = None
) -> str:
    """Why a sum must not be shown: few, nothing, all-alike, dominance or p-percent; '' where it may.

    contributions: one for each worker, her amounts added up, in one currency. percent: for the p % rule where it is to
    be stricter than the (n, k) rule. Raises ValueError for a negative contribution: the rules say nothing of sums in
    which some take away.
    """
    if any(one < 0 for one in contributions):
        raise ValueError("a contribution under zero: the rules of dominance are for amounts of zero or more")
    if len(contributions) < threshold:
        return FEW
    if not any(contributions):
        return NOTHING
    if len(set(contributions)) == 1:
        return ALIKE
    if dominated(contributions, share=share):
        return DOMINANCE
    return NARROW if narrows(contributions, percent) else ""
