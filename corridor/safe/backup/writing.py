"""Writing a backup: everything this installation holds but what unlocks, as it stood at one moment, into one file.

Two kinds of tables: what belongs to a centre's safe ground goes into that centre's part, sealed to its recovery key;
everything else goes into the public part as it stands (releases stand in a database of their own). Tables of later
rooms join by themselves. Left out: what opens with a passphrase (seals to members, pointers to named records),
invitations, proposals, addresses for the daily mail; of accounts, what ends sessions. The keyring and sessions stand
outside the database and are never touched.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, connections, models, router, transaction
from django.db.migrations.loader import MigrationLoader

from corridor import __version__
from corridor.access.models import Centre
from corridor.safe.backup import format
from corridor.safe.backup.places import add_erased, alone_in, give_name, new_file, next_name, note
from corridor.safe.models import CardSet, Erased, Ground

OF_CENTRES = {"safe", "field", "centre"}  # rooms of which every table says which centre a row belongs to
LEFT_OUT = {
    *("safe.hold", "safe.named", "safe.invitation", "safe.proposal", "safe.dailymail"),
    "centre.casebookexport",
}
FIELDS_LEFT_OUT = {"access.account": {"stamp"}}
AT_ONCE = 500  # rows fetched


@dataclass(frozen=True)
class Made:
    """A backup that was made. left_out: centres without cards, of which nothing about people is there yet."""

    path: Path
    bytes: int
    rows: dict[str, int]
    left_out: list[str]
    seconds: float


def corridor_models() -> list[type[models.Model]]:
    return [one for one in apps.get_models(include_auto_created=True) if one.__module__.startswith("corridor.")]


def in_public_part() -> list[type[models.Model]]:
    return [one for one in corridor_models() if one._meta.app_label not in OF_CENTRES]


def in_centre_part() -> list[type[models.Model]]:
    """Every table of the safe ground but those left out; each says which centre a row belongs to."""
    every = [one for one in corridor_models() if one._meta.app_label in OF_CENTRES]
    return [one for one in every if one._meta.label_lower not in LEFT_OUT]


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read in this block is as it stood when it began; nobody who writes has to wait.

    Of several databases the first is held first: a release that comes out between the two is still being made there,
    and the release maker goes on from that. The other way round it would be gone, with its returns marked as counted.
    """
    with ExitStack() as held:
        for alias in settings.WRITTEN:
            held.enter_context(_one_moment_of(alias))
        yield


@contextmanager
def _one_moment_of(alias: str) -> Iterator[None]:
    """The first question fixes what is seen."""
    connection, first = connections[alias], "SELECT COUNT(*) FROM django_migrations"
    if connection.in_atomic_block:
        raise RuntimeError("a backup reads in a transaction of its own")
    if connection.vendor == "postgresql":
        with transaction.atomic(using=alias):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute(first)
            yield
        return
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
    try:
        with connection.cursor() as cursor:
            cursor.execute(first)
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def all_of(model: type[models.Model]) -> "models.QuerySet[Any]":
    """All of a table, by the connection that writes it, whose moment is held."""
    return model._default_manager.using(router.db_for_write(model))


def tables_now() -> dict[str, str]:
    """App -> the migration its tables stand at."""
    applied = MigrationLoader(connection).applied_migrations
    found = sorted((app, name) for app, name in applied if app in {one._meta.app_label for one in corridor_models()})
    return dict(found)


def _table(model: type[models.Model], rows: models.QuerySet[Any], counts: dict[str, int]) -> Iterator[bytes]:
    label = model._meta.label_lower
    columns = [one for one in model._meta.concrete_fields if one.name not in FIELDS_LEFT_OUT.get(label, ())]
    names = [one.attname for one in columns]
    binary = [one.attname for one in columns if isinstance(one, models.BinaryField)]
    yield format.table_begins(label, names, binary)
    counts[label] = 0
    for values in rows.order_by("pk").values_list(*names).iterator(chunk_size=AT_ONCE):
        counts[label] += 1
        yield format.row_bytes(list(values))


def _public_tables(counts: dict[str, int]) -> Iterator[bytes]:
    for model in in_public_part():
        yield from _table(model, all_of(model), counts)


def _centre_tables(centre: Centre, card_set: int, counts: dict[str, int]) -> Iterator[bytes]:
    for model in in_centre_part():
        rows = all_of(model).filter(centre=centre)
        yield from _table(model, rows.filter(number=card_set) if model is CardSet else rows, counts)


def write_backup(folder: Path, today: date) -> Made:
    """One backup more in the folder; none before it is touched. Raises OSError (a full disk), leaving nothing half."""
    began = time.monotonic()
    with alone_in(folder), one_moment():
        add_erased(folder, (str(one) for one in Erased.objects.values_list("record", flat=True).iterator()))
        manifest = format.Manifest(format.random_bytes(16).hex(), __version__, today.isoformat(), tables_now())
        with new_file(folder) as (path, file):
            writer = format.Writer(file)
            counts: dict[str, int] = {}
            writer.write_part(format.PUBLIC, _public_tables(counts), counts)
            for ground in Ground.objects.select_related("centre").order_by("centre__key"):
                _write_centre(writer, manifest, ground)
            manifest.parts.extend(writer.parts)
            writer.finish(manifest)
        final = folder / next_name(folder, today)
        give_name(path, final)
    return Made(final, final.stat().st_size, manifest.rows(), manifest.left_out, time.monotonic() - began)


def make_backup(folder: Path, today: date) -> Made:
    """Write a backup, and note for the ground's page when it was."""
    made = write_backup(folder, today)
    about = {"day": today.isoformat(), "seconds": round(made.seconds, 1), "backup": made.path.name, "bytes": made.bytes}
    note(settings.VAR / "last-backup.json", about)
    return made


def _write_centre(writer: format.Writer, manifest: format.Manifest, ground: Ground) -> None:
    centre, force = ground.centre, CardSet.objects.filter(centre=ground.centre, number=ground.card_set).first()
    if force is None:
        manifest.left_out.append(centre.name)
        return
    public, counts = bytes(force.public), dict[str, int]()
    key, sealed_key = format.sealed_part_key(public, manifest.id, centre.key)
    sealing = format.Sealing(key, manifest.id, centre.key)
    writer.write_part(centre.key, _centre_tables(centre, force.number, counts), counts, sealing)
    manifest.centres.append(
        format.CentrePart(
            key=centre.key,
            name=centre.name,
            card_set=force.number,
            public=public.hex(),
            wraps=force.wraps,
            sealed_key=sealed_key.hex(),
            head=bytes(ground.head).hex(),
            sequence=ground.sequence,
        )
    )
