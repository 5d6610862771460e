"""The page of changes between two years: what the address asks for, and the rows in the order asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from corridor.advocacy import queries
from corridor.advocacy.rules import Change, changes, standings, statements
from corridor.advocacy.telling import obstacle_label, told
from corridor.reference.shelf import shelf
from corridor.ui.templatetags.corridor import cited

LONGEST_SHOWN = 20  # characters of a mistyped year that are repeated to the reader
SORTS = ("-difference", "difference", "code", "-end")


@dataclass(frozen=True)
class Asked:
    """The years as typed, the years as read, and the one thing that is wrong with them."""

    typed: tuple[str, str]
    start: int = 0
    end: int = 0
    fault: str = ""


def asked(address: Mapping[str, str]) -> Asked:
    """Two years from the address; the first and last year on the shelf where none is given."""
    known = queries.years()
    typed = (address.get("from", "").strip() or str(known[0]), address.get("to", "").strip() or str(known[-1]))
    for one in typed:
        if not (one.isdecimal() and len(one) == 4):
            short = one[:LONGEST_SHOWN] + ("…" if len(one) > LONGEST_SHOWN else "")
            fault = gettext("“%(typed)s” is not a year. Write a year in four digits, such as 2005.") % {"typed": short}
            return Asked(typed, fault=fault)
    start, end = int(typed[0]), int(typed[1])
    if start >= end:
        fault = gettext("The first year (%(start)s) must come before the last (%(end)s).") % {
            "start": start,
            "end": end,
        }
        return Asked(typed, fault=fault)
    return Asked(typed, start, end)


def sort_key(sort: str) -> Any:
    """Rows without a difference stand at the end, whichever way the others run."""
    sign = -1 if sort.startswith("-") else 1

    def key(one: Change) -> tuple[Any, ...]:
        if sort == "code":
            return (one.instrument,)
        value = one.difference if sort.endswith("difference") else one.end[0].value if one.end else None
        return (value is None, sign * (value or 0), one.instrument)

    return key


def row(one: Change) -> dict[str, Any]:
    return {
        "change": one,
        "instrument": shelf().get("instruments", one.instrument),
        "start": [count.value for count in one.start],
        "end": [count.value for count in one.end],
        "why": obstacle_label(one.obstacle),
        "bases": [cited(base) for base in one.bases],
    }


def compared(years: Asked, sort: str) -> dict[str, Any]:
    """All that the page shows for two good years."""
    found = sorted(changes(queries.counts(), years.start, years.end), key=sort_key(sort))
    known = queries.years()
    return {
        "rows": [row(one) for one in found],
        "with_difference": sum(one.difference is not None for one in found),
        "standings": [(queries.place(one.base), one) for one in standings(found)],
        "empty_years": [year for year in (years.start, years.end) if year not in known],
        "known_years": known,
    }


def evaluation() -> list[dict[str, Any]]:
    """What the evaluation says of 2005 to 2013, held against the rows."""
    return [told(one) for one in statements(queries.counts(), queries.fundamental_then())]
