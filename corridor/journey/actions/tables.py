"""Tables that wait to be taken in: kept sealed for her alone who brought them, and destroyed once they are in; what was
refused stays until she has it.

Ids of what rows become are made from a secret of the table and the row: a row becomes the same record however often it
is sent, and nobody without the key sees which records belong together.
"""

import uuid
from dataclasses import replace
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from corridor.exchange.tables import NoTable, Table, Tables, csv_of, packed, unpacked
from corridor.journey.importing.columns import Mapping
from corridor.journey.importing.contents import BROUGHT, LEFT, TableImport
from corridor.safe.actions import heads
from corridor.safe.actions.attachments import about_file, seal_chunks
from corridor.safe.actions.records import Naming, erase_records, record_reading, write_record
from corridor.safe.casebook import Entry
from corridor.safe.faults import Altered, Conflict, NoKey
from corridor.safe.keys import Member
from corridor.safe.notebook.evidence import original_of
from corridor.safe.primitives import keyed, random_bytes

T = TypeVar("T", bound=TableImport)
TOOK_ALONG = "hand out refused rows"  # as it stands in the audit


def keep_tables(kind: type[TableImport], name: str, found: Tables, /, *, by: Member, **more: Any) -> str:
    """Keep what was read of a file, sealed for her alone. more: fields of the kind. Returns the id.

    Raises Unfit when it is too large to be kept.
    """
    key, data = random_bytes(), packed(found)
    facts = _facts(name, found, data, key) | {"author": by.account.name, "day": timezone.localdate()} | more
    return _keep(kind(**facts), data, key, by)


def _facts(name: str, found: Tables, data: bytes, key: bytes) -> dict[str, Any]:
    return about_file(name, data, key) | {"encoding": found.encoding}


def _keep(content: TableImport, data: bytes, key: bytes, by: Member) -> str:
    id = str(uuid.uuid4())
    with transaction.atomic():
        write_record(content, by=by, naming=Naming((by.account,), restricted=True), id=id)
        seal_chunks(id, key, data, by.centre)
    return id


def import_in(entry: Entry, kind: type[T]) -> T:
    """What is kept of a table of this kind. Raises NoKey for anything else."""
    if not isinstance(entry.content, kind):
        raise NoKey
    return entry.content


def table_of(entry: Entry, by: Member) -> tuple[Tables, Table]:
    """The tables that were brought, and the one that was chosen. Raises Altered, NoKey for anything else."""
    content = import_in(entry, TableImport)
    try:
        found = unpacked(original_of(entry, by.centre))
        return found, found.tables[content.sheet]
    except (NoTable, IndexError) as error:
        raise Altered from error


def mapping_of(content: TableImport) -> Mapping:
    """Where the columns go, as it was chosen."""
    return Mapping(content.columns, content.order or "day", content.calendar or "gregorian", content.currency)


def keep_mapping(kind: type[T], id: str, chosen: Mapping, sheet: int, /, *, read: int, by: Member, **more: Any) -> None:
    """Keep where the columns go. Raises Conflict when it was changed meanwhile or rows are being taken in already."""
    with heads.standing(id, kind, "import_cases", by=by) as (_, entry, content):
        if content.state != BROUGHT or entry.change != read:
            raise Conflict(entry.change)
        changed = replace(content, **vars(chosen), sheet=sheet, **more)
        if changed != content:
            heads.change(entry, changed, by=by)


def id_of(content: TableImport, what: str, row: int) -> str:
    """The id of the record that a row becomes, always the same."""
    return str(uuid.UUID(bytes=keyed(bytes.fromhex(content.key), what, row)[:16], version=4))


def keep_refused(content: TableImport, rest: Table, by: Member) -> str:
    """Keep the refused rows alone, until she says that she has them: everything else of the table is destroyed."""
    key, tables = random_bytes(), Tables((rest,), content.encoding)
    data = packed(tables)
    left = replace(content, **_facts(content.name, tables, data, key), state=LEFT, sheet=0, columns=(), done=0)
    return _keep(left, data, key, by)


def taken_along(entry: Entry, rows: Table, *, by: Member) -> bytes:
    """The refused rows as CSV; chained."""
    record_reading(entry.id, TOOK_ALONG, by=by)
    return csv_of(rows.header, (row.cells for row in rows.rows))


def drop_import(kind: type[TableImport], id: str, *, by: Member) -> None:
    """Destroy a table that was brought; what was taken in from it stays."""
    with heads.standing(id, kind, "import_cases", by=by):
        erase_records([id], by=by)
