"""Writes the rows of a backup into empty databases: all of them, or none. What was erased since never comes in."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import date
from itertools import islice
from typing import Any

from django.apps.registry import Apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import IntegrityError, connections, models, router, transaction

from corridor.access.models import Centre
from corridor.safe.actions.acts import acting
from corridor.safe.backup.format import BadBackup, Row
from corridor.safe.models import FOUNDING, SEALED

AT_ONCE = 500  # rows written together


def put_rows(tables: Apps, parts: Iterable[Iterator[Row]], erased: set[str]) -> tuple[dict[str, int], dict[str, str]]:
    """Write every row, or none in any database: see `_put`."""
    with ExitStack() as whole:
        for alias in settings.WRITTEN:
            whole.enter_context(transaction.atomic(using=alias))
        return _put(tables, parts, erased)


def _put(tables: Apps, parts: Iterable[Iterator[Row]], erased: set[str]) -> tuple[dict[str, int], dict[str, str]]:
    """Write every row. tables: the models as they were when the backup was made.

    Every centre comes back sealed, so that reading it needs two cards; one that had no cards yet begins anew. Returns
    how many rows of each table were written, and what was left out as erased (id -> key of its centre).
    """
    written: dict[str, int] = {}
    sequences: dict[int, int] = {}
    gone: dict[str, int] = {}
    for part in parts:
        for model, made in _batches(tables, _without(part, erased, sequences, gone)):
            _insert(model, made)
            label = model._meta.label_lower
            written[label] = written.get(label, 0) + len(made)
    _note_erased(tables, sequences, gone)
    _found_anew(tables)
    _count_on(tables, written)
    try:
        for alias in settings.WRITTEN:
            connections[alias].check_constraints()
    except IntegrityError as error:
        raise BadBackup("the rows of this backup do not fit together") from error
    keys = dict(tables.get_model("access.Centre")._default_manager.values_list("pk", "key"))
    return written, {id: keys[centre] for id, centre in gone.items()}


def _without(rows: Iterator[Row], erased: set[str], sequences: dict[int, int], gone: dict[str, int]) -> Iterator[Row]:
    """The rows as they are to be written: grounds sealed, erased records left out with their chunks."""
    for row in rows:
        values = row.values
        if row.table == "safe.ground":
            sequences[values["centre_id"]] = values["sequence"]
            yield Row(row.table, values | {"state": SEALED})
        elif row.table == "safe.sealedrecord" and values["id"] in erased:
            gone[values["id"]] = values["centre_id"]
        elif row.table != "safe.sealedchunk" or values["record"] not in erased:
            yield row


def _batches(tables: Apps, rows: Iterator[Row]) -> Iterator[tuple[type[models.Model], list[models.Model]]]:
    waiting: list[models.Model] = []
    for row in rows:
        made = _made(tables.get_model(row.table), row.values)
        if waiting and (type(waiting[0]) is not type(made) or len(waiting) == AT_ONCE):
            yield type(waiting[0]), waiting
            waiting = []
        waiting.append(made)
    if waiting:
        yield type(waiting[0]), waiting


def _made(model: type[models.Model], values: dict[str, Any]) -> models.Model:
    fields = {one.attname: one for one in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in values.items()})


def _insert(model: type[models.Model], made: list[models.Model]) -> None:
    """As they are: the hours at which a row was made or changed stay those of then."""
    if any(getattr(one, "auto_now", False) or getattr(one, "auto_now_add", False) for one in model._meta.fields):
        for one in made:
            one.save_base(raw=True, force_insert=True)
    else:
        model._default_manager.bulk_create(made)


def _note_erased(tables: Apps, sequences: dict[int, int], gone: dict[str, int]) -> None:
    kind = tables.get_model("safe.Erased")
    made = (kind(record=id, centre_id=centre, change=sequences[centre]) for id, centre in gone.items())
    while batch := list(islice(made, AT_ONCE)):
        kind._default_manager.bulk_create(batch, ignore_conflicts=True)


def _found_anew(tables: Apps) -> None:
    """A centre that had no cards yet had nothing about people either: it is to be founded again."""
    ground, centre = tables.get_model("safe.Ground"), tables.get_model("access.Centre")
    known = ground._default_manager.values_list("centre_id", flat=True)
    for one in centre._default_manager.exclude(pk__in=list(known)):
        ground._default_manager.create(centre=one, state=FOUNDING)


def _count_on(tables: Apps, written: dict[str, int]) -> None:
    """New rows get numbers after those that were written."""
    for label in written:
        model = tables.get_model(label)
        connection = connections[router.db_for_write(model)]
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            with connection.cursor() as cursor:
                cursor.execute(statement)


def note_restored(centre: Centre, made_on: date, erased: Iterable[str]) -> None:
    """Chain that the centre came back from a backup, and what was erased anew."""
    with acting(centre, "host") as now:
        now.did(f"restore backup of {made_on.isoformat()}")
        for id in erased:
            now.did("erase", id)
