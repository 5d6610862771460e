"""Restoring a backup into an empty place with two cards of each centre, and proving that it can be read.

Everything that can be wrong is found before anything is written: a file that is not whole or is too new, a place that
is not empty, cards that do not open. The rows are written in one transaction into tables as they were when the backup
was made; then the tables are brought up to the present version.
"""

import random
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_pre_migrate_signal
from django.db import connections, router
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from corridor.access.models import Centre
from corridor.safe import backup, cards, chain, sealing
from corridor.safe.actions.centres import older_recoveries
from corridor.safe.actions.restoring import note_restored, put_rows
from corridor.safe.backup.format import (
    PUBLIC,
    BadBackup,
    CentrePart,
    Manifest,
    Row,
    Sealing,
    open_part_key,
    rows_of,
)
from corridor.safe.backup.writing import all_of, corridor_models
from corridor.safe.faults import Fault, WrongCard
from corridor.safe.keys import RECORDS, bound_to, data_key, private_of
from corridor.safe.models import CardSet, Epoch, SealedRecord
from corridor.safe.primitives import open_with, public_of
from corridor.safe.queries import ground_of

TRIED = 100  # records opened to prove that they open


@dataclass
class Restored:
    """What a restore did. erased: how many records were left out as erased. opened of tried: records that opened.

    faults: what was wrong with the centre already when the backup was made (its chain, records that do not open).
    """

    rows: dict[str, int]
    expected: dict[str, int]
    erased: int = 0
    tried: int = 0
    opened: int = 0
    faults: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def missing(self) -> dict[str, int]:
        """Table -> rows that the manifest tells of and that did not come in, other than the erased."""
        found = {table: count - self.rows.get(table, 0) for table, count in self.expected.items()}
        found["safe.sealedrecord"] = found.get("safe.sealedrecord", 0) - self.erased
        return {table: count for table, count in found.items() if count > 0 and table != "safe.sealedchunk"}


def recovery_from(centre: CentrePart, typed: Iterable[str]) -> bytes:
    """The recovery key of a centre from cards as typed, whichever two of them are its own. Raises WrongCard."""
    read = [cards.read_card(text) for text in typed]
    fault: WrongCard | None = None
    for one, two in combinations(read, 2):
        try:
            return recovery_by_pair(centre, one, two)
        except WrongCard as error:
            fault = error
    raise fault or WrongCard(f"{centre.name}: two cards are needed; {len(read)} was given")


def recovery_by_pair(centre: CentrePart, one: cards.Card, two: cards.Card) -> bytes:
    wraps = [bytes.fromhex(wrap) for wrap in centre.wraps]
    recovery = cards.open_by_pair(one, two, wraps, centre.key, centre.card_set)
    if public_of(recovery).hex() != centre.public:
        raise BadBackup(f"the recovery key of {centre.name} is not the one that this backup was sealed to")
    return recovery


def must_be_known(manifest: Manifest) -> None:
    """Raises BadBackup for a backup whose tables are newer than this Corridor's."""
    known = MigrationLoader(None).disk_migrations
    if newer := [f"{app} {name}" for app, name in manifest.tables.items() if (app, name) not in known]:
        raise BadBackup(
            f"it was made by a later version of Corridor ({manifest.corridor}; {', '.join(newer)}). "
            "Install that version, then restore"
        )


def must_be_empty() -> None:
    """Raises BadBackup unless the database holds nothing of Corridor and the keyring nobody."""
    if any(path.is_file() for path in settings.KEYRING.rglob("*")):
        raise BadBackup("this place is not empty: its keyring holds members. A backup is restored into an empty place")
    for alias in settings.WRITTEN:
        name = connections[alias].settings_dict["NAME"]
        if connections[alias].vendor == "sqlite" and "memory" not in str(name) and not Path(name).exists():
            continue
        tables = set(connections[alias].introspection.table_names())
        for model in corridor_models():
            here = router.db_for_write(model) == alias and model._meta.db_table in tables
            if here and all_of(model).exists():
                raise BadBackup(
                    f"this place is not empty: its database holds {model._meta.label_lower}. "
                    "A backup is restored into an empty place"
                )


def parts_of(path: Path, manifest: Manifest, recoveries: dict[str, bytes]) -> Iterator[Iterator[Row]]:
    """The rows of each part, the public one first."""
    yield rows_of(path, manifest.part(PUBLIC))
    for centre in manifest.centres:
        key = open_part_key(recoveries[centre.key], manifest.id, centre)
        yield rows_of(path, manifest.part(centre.key), Sealing(key, manifest.id, centre.key))


def count_rows(path: Path, manifest: Manifest, recoveries: dict[str, bytes]) -> dict[str, int]:
    """Open everything and count, writing nothing. Raises BadBackup when the counts are not the manifest's."""
    counts: dict[str, int] = {}
    for rows in parts_of(path, manifest, recoveries):
        for row in rows:
            counts[row.table] = counts.get(row.table, 0) + 1
    if counts != {table: count for table, count in manifest.rows().items() if count}:
        raise BadBackup("the rows in this backup are not as many as it says")
    return counts


def restore(path: Path, manifest: Manifest, recoveries: dict[str, bytes], never_again: set[str]) -> Restored:
    """Restore into the empty place that the settings name. recoveries: centre's key -> its recovery key.

    never_again: ids of records erased since. Raises BadBackup, with nothing written.
    """
    began = time.monotonic()
    must_be_known(manifest)
    must_be_empty()
    targets = list(manifest.tables.items())
    for alias in settings.WRITTEN:
        emit_pre_migrate_signal(0, False, alias)
        MigrationExecutor(connections[alias]).migrate(targets)
    tables = MigrationLoader(connections["default"]).project_state(targets).apps
    rows, erased = put_rows(tables, parts_of(path, manifest, recoveries), never_again)
    call_command("migrate", verbosity=0)
    done = Restored(rows, manifest.rows(), erased=len(erased), left_out=manifest.left_out)
    for part in manifest.centres:
        centre = Centre.objects.get(key=part.key)
        _prove(done, centre, part, recoveries[part.key])
        note_restored(centre, date.fromisoformat(manifest.day), [id for id, key in erased.items() if key == centre.key])
    done.faults += [fault for work in backup.AFTERWARDS for fault in work()]
    done.seconds = time.monotonic() - began
    return done


def _prove(done: Restored, centre: Centre, part: CentrePart, recovery: bytes) -> None:
    """Whether the chain is whole and ends where the manifest says, and whether records open with the cards."""
    ground = ground_of(centre)
    faults = chain.faults(ground)
    if bytes(ground.head).hex() != part.head or ground.sequence != part.sequence:
        faults.append("the chain does not end where the backup says")
    done.faults += [f"{centre.name}: {fault}" for fault in faults]
    force = CardSet.objects.filter(centre=centre, tried=True).first()
    if force is None or force.wraps != part.wraps:
        done.faults.append(f"{centre.name}: the cards in force are not those that opened the backup")
        return
    ids = list(SealedRecord.objects.filter(centre=centre).values_list("id", flat=True))
    sample = random.SystemRandom().sample(ids, min(TRIED, len(ids)))
    opened = opened_by_recovery(centre, recovery, sample)
    done.tried, done.opened = done.tried + len(sample), done.opened + opened
    if opened < len(sample):
        done.faults.append(f"{centre.name}: {len(sample) - opened} of {len(sample)} records tried do not open")


def opened_by_recovery(centre: Centre, recovery: bytes, ids: Iterable[object]) -> int:
    """How many of these records open with the recovery key alone."""
    keys, recoveries, opened = {}, older_recoveries(centre, recovery), 0
    for epoch in Epoch.objects.filter(centre=centre, kind=RECORDS).exclude(for_recovery=b""):
        epoch.centre = centre
        secret = open_with(recovery, bytes(epoch.for_recovery), bound_to(epoch))
        keys[epoch.number] = (private_of(secret), data_key(secret))
    for row in SealedRecord.objects.filter(centre=centre, id__in=list(ids)):
        place, wraps = sealing.Place(str(row.id), centre.key, row.change, row.version), bytes(row.wraps)
        try:
            sign, _ = sealing.sign_and_key(place, wraps, *keys[row.epoch])
            restricted = sign[:1] == sealing.RESTRICTED
            key = sealing.open_by_recovery(place, wraps, recoveries) if restricted else sign[1:]
            opened += bool(sealing.open_content(place, key, bytes(row.sealed)))
        except (Fault, KeyError):
            continue
    return opened
