"""How do we know: where a released number comes from, how far it reaches, and what was held back.

Source: safety D20, D21, section 3 item 14; methods (h) (the parameters are logged on every table).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from corridor.figures import published
from corridor.figures.indicators import Condition, Indicator
from corridor.figures.naming import code_label, column_label, kind_label
from corridor.figures.releases import EMPTY, Release, ReleasedTable
from corridor.figures.told import columns_of, told
from corridor.statistics.quarters import quarter_told
from corridor.statistics.telling import range_told


@dataclass(frozen=True)
class Known:
    """What is told of a number under "How do we know": (what, in words) in order; gate: what it did to the table."""

    facts: list[tuple[str, str]]
    gate: list[str]


def known(release: Release, indicator: Indicator, by: tuple[str, ...] = ()) -> Known:
    """Of an indicator in a release, broken down as the page shows it."""
    table = release.table(indicator.facts, columns_of(indicator, by))
    facts = [
        (gettext("Counted"), kind_label(indicator.facts)),
        (gettext("What counts"), condition_told(indicator, indicator.numerator)),
        (gettext("Out of"), condition_told(indicator, indicator.denominator)),
        (gettext("How many"), _n(release, indicator)),
        (gettext("Centres that gave something"), centres_told(release)),
        (gettext("Late returns in it"), gettext(", ").join(map(quarter_told, release.late)) or gettext("none")),
        (gettext("Release made"), release.made),
        (gettext("Signed with the key"), published.signed_by(release.period)),
        (gettext("Cells withheld"), withheld_told(table)),
    ]
    return Known([(what, words) for what, words in facts if words], gate_told(release, indicator, by))


def condition_told(indicator: Indicator, said: Condition) -> str:
    """A condition in words: "Result of the case: Nothing, Contact lost"; all facts where there is none."""
    parts = [
        f"{column_label(column)}: {gettext(', ').join(code_label(indicator.facts, column, code) for code in codes)}"
        for column, codes in said.items()
    ]
    return "; ".join(parts) or gettext("all of them")


def _n(release: Release, indicator: Indicator) -> str:
    """Between how many facts it is taken of, and of how many it is not known whether they count."""
    found = told(release, indicator)
    if not found:
        return gettext("not released")
    one = found[0]
    if not one.open[1]:
        return range_told(one.denominator)
    return gettext("%(known)s known; not known: %(open)s") % {
        "known": range_told(one.denominator),
        "open": range_told(one.open),
    }


def centres_told(release: Release) -> str:
    """How many centres gave something, or that they are too few to be told."""
    return gettext("fewer than three") if release.centres is None else str(release.centres)


def withheld_told(table: ReleasedTable | None) -> str:
    """How many cells of its table are withheld, and what the others are rounded to."""
    if table is None:
        return gettext("the whole table")
    hidden = sum(1 for facts in table.cells.values() if facts is None)
    of = ngettext("%(hidden)s of %(count)s cell", "%(hidden)s of %(count)s cells", len(table.cells))
    base = gettext("the others are rounded to %(base)s") % {"base": table.base}
    return f"{of % {'hidden': hidden, 'count': len(table.cells)}}; {base}"


def gate_told(release: Release, indicator: Indicator, by: tuple[str, ...]) -> list[str]:
    """What the disclosure gate did to the table that it needs; empty where it left it as it was."""
    wanted = frozenset(columns_of(indicator, by))
    found: list[str] = []
    for log in published.log_of(release.period):
        mine = {table for table in [*log.dropped, *(step[0] for step in log.steps)] if _of(table, indicator, wanted)}
        found += [_step(step[1], step[2], step[3]) for step in log.steps if step[0] in mine]
        if log.why and mine & set(log.dropped):
            found.append(gettext("Nothing of this is shown: %(why)s.") % {"why": reason_told(log.why)})
    return list(dict.fromkeys(found))


def _of(table: str, indicator: Indicator, wanted: Iterable[str]) -> bool:
    """Whether a table of the log ("closing.by-kind:kind,country") has these columns of its facts."""
    name, _, dims = table.partition(":")
    return name.partition(".")[0] == indicator.facts and frozenset(filter(None, dims.split(","))) == wanted


def _step(base: int | None, to: int | None, why: str) -> str:
    if to is None:
        return gettext("The table was dropped: %(why)s.") % {"why": reason_told(why)}
    return gettext("The table was rounded to %(to)s instead of %(base)s: %(why)s.") % {
        "to": to,
        "base": base,
        "why": reason_told(why),
    }


def reason_told(why: str) -> str:
    """Why the gate coarsened or dropped a table; the words of the log where they have no others."""
    return {
        "presence": gettext("somebody could be known to be in a small number"),
        "exact": gettext("a small number could be worked out"),
        "time": gettext("it could not be tried in time whether a small number can be worked out"),
        "all-alike": gettext("everybody of a group would be known to share something"),
        EMPTY: gettext("fewer than ten, or nothing"),
    }.get(why, why)
