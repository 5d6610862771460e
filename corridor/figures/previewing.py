"""A return as the two who approve it see it: every row-set as a table, with how much is lost. Only what would leave."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext, ngettext

from corridor.figures.returns import LOSS, Period, Return, ReturnedSet
from corridor.journey.facts import FACTS, OTHER, UNKNOWN, Column
from corridor.reference.countries import is_country
from corridor.reference.labels import country_name, term_label


@dataclass(frozen=True)
class Shown:
    """A row-set in words. columns: (name, meaning in English). rows: labels, and how many facts."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[tuple[str, ...], int], ...]
    together: str
    withheld: str


@dataclass(frozen=True)
class Group:
    """The row-sets of a kind of fact; meaning: what one of them is, in English."""

    kind: str
    meaning: str
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


def preview(returned: Return, language: str) -> list[Group]:
    """Everything that a return tells, kind by kind."""
    sets = sorted(returned.row_sets, key=lambda one: (one.kind, one.name))
    return [
        Group(kind, FACTS[kind].meaning, tuple(_shown(one, language) for one in each))
        for kind, each in groupby(sets, key=lambda one: one.kind)
    ]


def _shown(one: ReturnedSet, language: str) -> Shown:
    known = {column.name: column for column in FACTS[one.kind].columns}
    columns = [known[name] for name in one.columns]
    rows = (
        (tuple(_label(column, code, language) for column, code in zip(columns, codes, strict=True)), facts)
        for codes, facts in sorted(one.rows.items())
    )
    bands = loss_told(one.together), loss_told(one.withheld)
    return Shown(one.name, tuple((each.name, each.meaning) for each in columns), tuple(rows), *bands)


def _label(column: Column, code: str, language: str) -> str:
    if code == UNKNOWN:
        return gettext("Not known")
    if code == OTHER:
        return gettext("Other")
    if not column.vocabulary and not column.codes:
        return " → ".join(_countries(code, language))
    return term_label(column.vocabulary, code, language) if column.vocabulary and code not in column.codes else code


def _countries(code: str, language: str) -> Iterator[str]:
    for one in code.split("-"):
        yield country_name(one, language) if is_country(one) else one


def size_told(returned: Return) -> str:
    """How many tables with how many rows it has."""
    rows = sum(len(one.rows) for one in returned.row_sets)
    told = ngettext("%(rows)s row in %(tables)s tables", "%(rows)s rows in %(tables)s tables", rows)
    return told % {"rows": rows, "tables": len(returned.row_sets)}
