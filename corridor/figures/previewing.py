"""A return as the two who approve it see it: every row-set as a table, with how much is lost. Only what would leave."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext, ngettext

from corridor.figures.naming import code_label, column_label, kind_label
from corridor.figures.returns import LOSS, Period, Return, ReturnedSet


@dataclass(frozen=True)
class Shown:
    """A row-set in words. columns: what they are called. rows: labels, and how many facts."""

    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], int], ...]
    together: str
    withheld: str


@dataclass(frozen=True)
class Group:
    """The row-sets of a kind of fact. kind: what they are called."""

    kind: str
    sets: tuple[Shown, ...]


def period_told(code: str) -> str:
    """A period in words."""
    period = Period.read(code)
    if not period.quarter:
        return code
    return gettext("Quarter %(number)s of %(year)s") % {"number": period.quarter, "year": period.year}


def loss_told(band: str) -> str:
    """A band of LOSS in words."""
    told = (gettext("none"), gettext("under 5 %"), gettext("5–20 %"), gettext("20–50 %"), gettext("over half"))
    return dict(zip(LOSS, told, strict=True))[band]


def preview(returned: Return) -> list[Group]:
    """Everything that a return tells, kind by kind, in the language of the page."""
    sets = sorted(returned.row_sets, key=lambda one: (one.kind, one.name))
    return [
        Group(kind_label(kind), tuple(_shown(one) for one in each))
        for kind, each in groupby(sets, key=lambda one: one.kind)
    ]


def _shown(one: ReturnedSet) -> Shown:
    rows = (
        (tuple(code_label(one.kind, column, code) for column, code in zip(one.columns, codes, strict=True)), facts)
        for codes, facts in sorted(one.rows.items())
    )
    columns = tuple(map(column_label, one.columns))
    return Shown(columns, tuple(rows), loss_told(one.together), loss_told(one.withheld))


def size_told(returned: Return) -> str:
    """How many tables with how many rows it has."""
    rows = sum(len(one.rows) for one in returned.row_sets)
    told = ngettext("%(rows)s row in %(tables)s tables", "%(rows)s rows in %(tables)s tables", rows)
    return told % {"rows": rows, "tables": len(returned.row_sets)}
