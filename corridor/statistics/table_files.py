"""A table as rows: for the page in words, for a file with the same words and the bounds as numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language_bidi, gettext

from corridor.exchange.sheets import Sheet, Value, workbook_of
from corridor.exchange.tables import csv_of
from corridor.figures.naming import code_label, column_label
from corridor.figures.releases import Bounds
from corridor.statistics.table_words import (
    box,
    concept_label,
    measure_label,
    missing_breakdowns,
    notes,
    population_told,
    source_told,
    title,
    unit_label,
)
from corridor.statistics.tables import COST, Table, cost_lines
from corridor.statistics.telling import counted, outwards, range_told

Middle = tuple[float, float | None] | None


@dataclass(frozen=True)
class Shown:
    """A cell as it stands on a page: "65", or withheld, with what it can be; `text` alone for a median."""

    text: str
    bounds: str = ""


@dataclass(frozen=True)
class Grid:
    """A table for a page. rows: label and cells."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Shown, ...]], ...]


def shown(number: int | None, bounds: Bounds) -> Shown:
    """A count in words."""
    return Shown(gettext("withheld") if number is None else counted(number), range_told(bounds))


def median_told(found: Middle) -> str:
    """Between what a median is."""
    if found is None:
        return gettext("not told: fewer than 30")
    low, high = outwards(found, 1)
    if high is None:
        return gettext("%(low)s or more") % {"low": low}
    return str(low) if low == high else f"{low}–{high}"


def grid(table: Table) -> Grid:
    """The numbers, the last column of two across; of recruitment cost the bands, then both medians."""
    about = table.about
    names = [column_label(dim) for dim in about.dims]
    if about.cost:
        return _cost_grid(table)
    label = {dim: {code: code_label(about.kind, dim, code) for code in table.codes(dim)} for dim in about.dims}
    if len(about.dims) == 1:
        [dim] = about.dims
        rows = [(label[dim][code], (shown(table.shown((code,)), table.between((code,))),)) for code in table.codes(dim)]
        if table.total:
            rows.append((gettext("Total"), (shown(*table.total),)))
        return Grid((names[0], unit_label(about)), tuple(rows))
    down, across = about.dims
    head = (f"{names[0]} \\ {names[1]}", *(label[across][code] for code in table.codes(across)))
    made = []
    for code in table.codes(down):
        cells = [(code, other) for other in table.codes(across)]
        made.append((label[down][code], tuple(shown(table.shown(at), table.between(at)) for at in cells)))
    return Grid(head, tuple(made))


def _cost_grid(table: Table) -> Grid:
    dim, kind = table.about.dims[0], table.about.kind
    bands = [code_label(kind, COST, band) for band in table.codes(COST)]
    medians = [gettext("Median, nothing paid as 0"), gettext("Median of those who paid")]
    rows = [
        (
            code_label(kind, dim, line.at),
            (
                *(shown(number, bounds) for _, number, bounds in line.bands),
                *(Shown(median_told(one)) for one in (line.all, line.paid)),
            ),
        )
        for line in cost_lines(table)
    ]
    return Grid((column_label(dim), *bands, *medians), tuple(rows))


def head_of(table: Table) -> tuple[str, ...]:
    """The headings of a file: codes with their labels, the number, what it can be, and what it is of."""
    dims = [part for dim in table.about.dims for part in (dim, column_label(dim))]
    told = (gettext("Number"), gettext("At least"), gettext("At most"), gettext("Counted"), gettext("Quarters"))
    return (*dims, *told, gettext("Concept"), gettext("Measure"), gettext("Population covered"), gettext("Source"))


def lines_of(table: Table) -> Iterator[tuple[Value, ...]]:
    """One for each cell. A number that is withheld is blank, with what it can be beside it."""
    about = table.about
    told = (
        *(unit_label(about), ", ".join(table.periods), concept_label(about.concept)),
        *(measure_label(about.measure), population_told(), source_told(table)),
    )
    for at in table.cells:
        pairs = zip(about.dims, at, strict=True)
        codes = [part for dim, code in pairs for part in (code, code_label(about.kind, dim, code))]
        yield (*codes, table.shown(at), *table.between(at), *told)


def medians_of(table: Table) -> Sheet:
    """The medians of recruitment cost, as numbers."""
    dim = table.about.dims[0]
    both = [gettext("Median, nothing paid as 0"), gettext("Median of those who paid")]
    ends = [f"{one}: {end}" for one in both for end in (gettext("At least"), gettext("At most"))]
    rows = [
        (line.at, code_label(table.about.kind, dim, line.at), *line.known, *(line.all or (None, None)))
        + (line.paid or (None, None))
        for line in cost_lines(table)
    ]
    cost_known = gettext("Cost known")
    known = [f"{cost_known}: {end}" for end in (gettext("At least"), gettext("At most"))]
    return Sheet(gettext("Medians"), (dim, column_label(dim), *known, *ends), tuple(rows))


def csv_file(table: Table) -> bytes:
    """The numbers as CSV, in which no cell runs."""
    rows = (["" if one is None else str(one) for one in line] for line in lines_of(table))
    return csv_of(head_of(table), rows)


def excel_file(table: Table) -> bytes:
    """Numbers, medians of cost, and everything that stands beside them on the page."""
    sheets = [Sheet(gettext("Numbers"), head_of(table), tuple(lines_of(table)))]
    if table.about.cost:
        sheets.append(medians_of(table))
    told: list[tuple[Value, ...]] = [(gettext("Title"), title(table.about)), *box(table)]
    told += [(gettext("Note"), one) for one in notes(table)]
    missing = gettext("Missing")
    told += [(f"{missing}: {name}", why) for name, why in missing_breakdowns(table.about)]
    told.append((gettext("Source"), source_told(table)))
    sheets.append(Sheet(gettext("About this table"), ("", ""), tuple(told)))
    return workbook_of(sheets, right_to_left=get_language_bidi())
