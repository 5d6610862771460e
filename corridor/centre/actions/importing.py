"""Taking in earlier cases: a table is kept sealed, its columns are put to their places, and its cases are written in
steps. A step is written whole or not at all, and twice it is written once; what was refused can be taken along.

Ids of what is written are made from a secret of the import and the row: a row becomes the same records however often it
is sent, and nobody without the key sees which records belong together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from corridor.centre.codes import Codes
from corridor.centre.contents import Case
from corridor.centre.import_contents import BROUGHT, GOING, LEFT, CaseImport
from corridor.centre.importing.classes import Before, Classified, EarlierCase, classify, stretch
from corridor.centre.importing.fields import Mapping, heading, plain, suggested, suggested_currency
from corridor.centre.importing.records import Making, parts_of, people_of, records_of, role_in
from corridor.exchange.tables import Table, read_tables
from corridor.journey.actions import tables
from corridor.journey.actions.tables import id_of, import_in, mapping_of, table_of
from corridor.journey.importing.findings import rows_with_reasons
from corridor.safe.actions import heads
from corridor.safe.actions.records import (
    Naming,
    erase_records,
    naming_of,
    record_reading,
    write_record,
    write_records,
)
from corridor.safe.casebook import Entry, Reading
from corridor.safe.faults import Altered, Conflict
from corridor.safe.keys import Member

CASES_AT_ONCE, ROWS_AT_ONCE = 100, 300
WROTE = "import cases"  # as it stands in the audit


@dataclass(frozen=True)
class Step:
    """What a step did. ended: whether everything is in. left: id of what holds the refused rows, if there are any."""

    ended: bool
    cases: int = 0
    taken: int = 0
    refused: int = 0
    left: str = ""


def keep_table(name: str, data: bytes, *, by: Member) -> str:
    """Read a file and keep its tables, sealed for her alone. Returns the id. Raises NoTable, and Unfit when what it
    holds is too large to be kept.
    """
    found = read_tables(data)
    header = found.tables[0].header
    chosen = {"columns": suggested(header), "currency": suggested_currency(header), "lead": by.account.key}
    return tables.keep_tables(CaseImport, name, found, by=by, **chosen)


def keep_mapping(id: str, chosen: Mapping, sheet: int, lead: str, *, read: int, by: Member) -> None:
    """Keep where the columns go. Raises Conflict when it was changed meanwhile or cases are being taken in already."""
    tables.keep_mapping(CaseImport, id, chosen, sheet, read=read, by=by, lead=lead)


def choose_sheet(id: str, sheet: int, *, by: Member) -> None:
    """Take another sheet of the workbook; its columns are put to their places anew. Raises Altered for one that is not
    there.
    """
    with heads.standing(id, CaseImport, "import_cases", by=by) as (_, entry, content):
        found, _table = table_of(entry, by)
        if content.state != BROUGHT or not 0 <= sheet < len(found.tables):
            raise Altered
        header = found.tables[sheet].header
        columns, currency = suggested(header), suggested_currency(header)
        heads.change(entry, replace(content, sheet=sheet, columns=columns, currency=currency), by=by)


def classed(known: Reading, entry: Entry, by: Member) -> tuple[Table, Classified]:
    """The rows of an import in three classes, as they stand beside what was brought in before. Raises Altered."""
    content, (_, table) = import_in(entry, CaseImport), table_of(entry, by)
    day = content.began or timezone.localdate()
    return table, classify(table, mapping_of(content), day, _before_it(known, content, table))


def _before_it(known: Reading, content: CaseImport, table: Table) -> Before:
    return before(known, (id_of(content, "worker", row.number) for row in table.rows))


def before(known: Reading, own: Iterable[str] = ()) -> Before:
    """Whom and which cases she can see that were brought in before. own: workers of this very import, left out."""
    people, mine = set[tuple[str, str]](), frozenset(own)
    cases: dict[str, tuple[tuple[date | None, str], ...]] = {}
    for entry in known.of_types({Case.TYPE}):
        key = str(entry.plain["c"].get("earlier") or "")
        if not key or not isinstance(case := entry.content, Case):
            continue
        others = [one for one in case.workers if one.worker not in mine]
        people.update((key, plain(one.called)) for one in others)
        if others:
            cases[key] = (*cases.get(key, ()), (case.opened, entry.id))
    return Before(frozenset(people), cases)


def take_step(id: str, *, read: int, by: Member) -> Step:
    """Take in the next hundred cases. Raises Conflict when this step was taken already, NoKey when the import is not
    there (any more) or not hers.
    """
    with heads.standing(id, CaseImport, "import_cases", by=by) as (known, entry, content):
        if entry.change != read or content.state == LEFT:
            raise Conflict(entry.change)
        content = replace(content, began=content.began or timezone.localdate())
        table, mapping = table_of(entry, by)[1], mapping_of(content)
        rows, done, more = stretch(table, mapping, content.done, CASES_AT_ONCE, ROWS_AT_ONCE)
        found = classify(rows, mapping, content.began or timezone.localdate(), before(known))
        going = replace(
            content,
            state=GOING,
            done=done,
            cases=content.cases + len(found.cases),
            taken=content.taken + len(found.taken) + len(found.warned),
            refused=(*content.refused, *(line.number for line in found.refused)),
        )
        rest = None if more or not going.refused else _refused_of(known, entry, going, table, by)
        if content.state != GOING:
            record_reading(id, WROTE, by=by)
        _write(known, found.cases, content, table, by)
        if more:
            heads.change(entry, going, by=by)
        else:
            erase_records([id], by=by)
        left = tables.keep_refused(going, rest, by) if rest else ""
        return Step(not more, going.cases, going.taken, len(going.refused), left)


def _refused_of(known: Reading, entry: Entry, going: CaseImport, table: Table, by: Member) -> Table:
    """The rows that were refused in any step, with the reasons as they stand beside all other rows."""
    found = classify(table, mapping_of(going), going.began or timezone.localdate(), _before_it(known, going, table))
    return refused_rows(table, found, going.refused)


def _write(known: Reading, cases: Sequence[EarlierCase], content: CaseImport, table: Table, by: Member) -> None:
    column = mapping_of(content).column("respondent")
    making = Making(
        id=lambda what, row: id_of(content, what, row),
        code=Codes(known).new,
        author=by.account.name,
        lead=content.lead,
        today=content.began or timezone.localdate(),
        role=role_in(heading(table.header, column)) if column is not None else "other",
    )
    entries = {case.joins: found for case in cases if case.joins and (found := known.get(case.joins))}
    new = [case for case in cases if case.joins not in entries]
    write_records((one for case in new for one in records_of(case, making)), by=by)
    for case in cases:
        if case.joins in entries:
            _join(entries[case.joins], case, making, by)


def _join(entry: Entry, case: EarlierCase, making: Making, by: Member) -> None:
    """Put rows into a case that was brought in before; who reads it reads them, and what stands there stays."""
    stood = entry.content
    assert isinstance(stood, Case)
    naming: Naming = naming_of(entry, by)
    people = people_of(case, making, stood.closed)
    for one, worker in people:
        month = worker.shred_after()
        if month is None or month > making.today:
            write_record(worker, by=by, naming=naming, id=one.worker)
    for part, content in parts_of(entry.id, case, bool(stood.closed), making):
        heads.write_part(entry, content, by=by, token="", id=part)
    heads.change(entry, replace(stood, workers=(*stood.workers, *(one for one, _ in people))), by=by)


def refused_rows(table: Table, found: Classified, numbers: Iterable[int]) -> Table:
    """The rows with these numbers as they stood, each with the reasons beside it."""
    return rows_with_reasons(table, {line.number: line.why for line in found.refused}, numbers)


def hand_out_refused(known: Reading, entry: Entry, *, by: Member) -> bytes:
    """The refused rows as CSV, before or after the others were taken in; chained. Raises Altered."""
    if import_in(entry, CaseImport).state == LEFT:
        rows = table_of(entry, by)[1]
    else:
        table, found = classed(known, entry, by)
        rows = refused_rows(table, found, (line.number for line in found.refused))
    return tables.taken_along(entry, rows, by=by)


def drop_import(id: str, *, by: Member) -> None:
    """Destroy a table that was brought; the cases that were taken in from it stay."""
    tables.drop_import(CaseImport, id, by=by)
