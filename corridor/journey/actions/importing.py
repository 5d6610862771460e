"""Taking in rows of one kind of part of workers' files: a table is kept sealed, its columns are put to their places,
and its rows are written in steps. A step is written whole or not at all, and twice it is written once; what was refused
can be taken along. Source: WIF2019-13, 15; WIF2023-14, 17.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from corridor.exchange.form_exports import joined
from corridor.exchange.tables import Row, Table, read_tables
from corridor.exchange.workbooks import ROWS, NoTable
from corridor.exchange.xlsforms import list_name
from corridor.journey.actions import tables
from corridor.journey.actions.tables import id_of, import_in, mapping_of, table_of
from corridor.journey.actions.workers import signed
from corridor.journey.importing.classes import Classified, Line, classify
from corridor.journey.importing.columns import Mapping, suggested_currency
from corridor.journey.importing.contents import BROUGHT, GOING, LEFT, PartImport
from corridor.journey.importing.findings import Finding, rows_with_reasons
from corridor.journey.importing.sheets import suggested
from corridor.journey.parts import PARTS
from corridor.safe.actions import heads
from corridor.safe.actions.records import erase_records, record_reading
from corridor.safe.casebook import Entry, Reading
from corridor.safe.faults import Altered, Conflict, NoKey
from corridor.safe.keys import Member

ROWS_AT_ONCE, ROWS_MOST = 100, 1_000  # each row goes through the form of its page
WROTE = "import parts"  # as it stands in the audit


@dataclass(frozen=True)
class Step:
    """What a step did. ended: whether everything is in. left: id of what holds the refused rows, if there are any."""

    ended: bool
    taken: int = 0
    refused: int = 0
    left: str = ""


def keep_table(kind: str, name: str, data: bytes, *, by: Member) -> str:
    """Read a file and keep its tables, sealed for her alone. kind: of what its rows tell, a type of PARTS; of a file in
    which no sheet is called like it, and the first one like another kind, that one. Returns the id.

    Raises NoTable, also for more than ROWS_MOST rows, and Unfit when what it holds is too large to be kept.
    """
    found = joined(read_tables(data))
    if any(len(one.rows) > ROWS_MOST for one in found.tables):
        raise NoTable(ROWS)
    names = [one.name for one in found.tables]
    sheet = names.index(list_name(kind)) if list_name(kind) in names else 0
    chosen = kind if list_name(kind) in names else kind_of(found.tables[sheet]) or kind
    return tables.keep_tables(PartImport, name, found, by=by, **_begun(chosen, sheet, found.tables[sheet]))


def kind_of(table: Table) -> str:
    """The kind of which a sheet tells that is called as an interview calls it; empty for any other sheet."""
    return next((kind for kind in PARTS if list_name(kind) == table.name), "")


def _begun(kind: str, sheet: int, table: Table) -> dict[str, Any]:
    columns = suggested(PARTS[kind].sheet, table.header)
    return {"kind": kind, "sheet": sheet, "columns": columns, "currency": suggested_currency(table.header)}


def choose(id: str, kind: str, sheet: int, *, by: Member) -> None:
    """Take another sheet, or say that it tells of something else; its columns are put to their places anew.

    Raises Altered for what is not there.
    """
    with heads.standing(id, PartImport, "import_cases", by=by) as (_, entry, content):
        found, _table = table_of(entry, by)
        if content.state != BROUGHT or kind not in PARTS or not 0 <= sheet < len(found.tables):
            raise Altered
        table = found.tables[sheet]
        of_sheet = kind_of(table) if sheet != content.sheet else ""
        heads.change(entry, replace(content, **_begun(of_sheet or kind, sheet, table)), by=by)


def keep_mapping(id: str, chosen: Mapping, *, read: int, by: Member) -> None:
    """Keep where the columns go. Raises Conflict when it was changed meanwhile or rows are being taken in already."""
    with heads.standing(id, PartImport, "import_cases", by=by) as (_, _entry, content):
        tables.keep_mapping(PartImport, id, chosen, content.sheet, read=read, by=by)


def classed(known: Reading, entry: Entry, by: Member) -> tuple[Table, Classified]:
    """The rows of an import in three classes, as they stand beside what is in the files. Raises Altered."""
    content, (_, table) = import_in(entry, PartImport), table_of(entry, by)
    return table, _classed(known, content, table, table.rows)


def _classed(known: Reading, content: PartImport, table: Table, rows: Iterable[Row]) -> Classified:
    if content.kind not in PARTS:
        raise Altered
    own = {row.number: id_of(content, content.kind, row.number) for row in table.rows}
    day = content.began or timezone.localdate()
    return classify(replace(table, rows=tuple(rows)), mapping_of(content), PARTS[content.kind], known, day, own)


def take_step(id: str, *, read: int, by: Member) -> Step:
    """Take in the next hundred rows. Raises Conflict when this step was taken already, NoKey when the import is not
    there (any more) or not hers.
    """
    with heads.standing(id, PartImport, "import_cases", by=by) as (known, entry, content):
        if entry.change != read or content.state == LEFT:
            raise Conflict(entry.change)
        content = replace(content, began=content.began or timezone.localdate())
        table = table_of(entry, by)[1]
        waiting = [row for row in table.rows if row.number > content.done]
        found = _classed(known, content, table, waiting[:ROWS_AT_ONCE])
        more = len(waiting) > ROWS_AT_ONCE
        going = replace(
            content,
            state=GOING,
            done=waiting[:ROWS_AT_ONCE][-1].number,
            taken=content.taken + len(found.kept),
            refused=(*content.refused, *(line.number for line in found.refused)),
        )
        rest = None if more or not going.refused else _refused(known, going, table, found)
        if content.state != GOING:
            record_reading(id, WROTE, by=by)
        for line in found.kept:
            _write(known, line, by)
        if more:
            heads.change(entry, going, by=by)
        else:
            erase_records([id], by=by)
        left = tables.keep_refused(going, rest, by) if rest else ""
        return Step(not more, going.taken, len(going.refused), left)


def _write(known: Reading, line: Line, by: Member) -> None:
    """Into her file, for whoever reads it."""
    head = known.get(line.worker)
    if head is None or line.content is None:
        raise NoKey
    heads.write_part(head, signed(line.content, by), by=by, token="", id=line.id)


def _refused(known: Reading, going: PartImport, table: Table, last: Classified) -> Table:
    """The rows that were refused in any step, with the reasons as they stand now."""
    told = {line.number: line.why for line in last.refused}
    earlier = [row for row in table.rows if row.number in going.refused and row.number not in told]
    told |= {line.number: line.why for line in _classed(known, going, table, earlier).refused}
    again = gettext("a file as it is now: bring this row again")  # what it refers to came in after it
    for number in going.refused:
        told.setdefault(number, [Finding(number, str(PARTS[going.kind].sheet.label), "–", again)])
    return rows_with_reasons(table, told, going.refused)


def hand_out_refused(known: Reading, entry: Entry, *, by: Member) -> bytes:
    """The refused rows as CSV, before or after the others were taken in; chained. Raises Altered."""
    if import_in(entry, PartImport).state == LEFT:
        rows = table_of(entry, by)[1]
    else:
        table, found = classed(known, entry, by)
        why = {line.number: line.why for line in found.refused}
        rows = rows_with_reasons(table, why, why)
    return tables.taken_along(entry, rows, by=by)


def drop_import(id: str, *, by: Member) -> None:
    """Destroy a table that was brought; what was taken in from it stays."""
    tables.drop_import(PartImport, id, by=by)
