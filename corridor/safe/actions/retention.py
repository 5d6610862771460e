"""What happens every day without a key: shredding by month, rights that end by themselves, the backup, its expiry.

A clock that is far off must destroy nothing. What destroys therefore waits until today fits the days on which the
centre acted: not before its last act, not more than 40 days after it, and seven days of acts after any longer gap.

The worker's day is the one in UTC; what belongs to a centre is due on the centre's own day. The backups of all lie in
one folder and keep the day in UTC.
"""

from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from corridor.access.models import Account, Centre
from corridor.access.zones import that_day_in
from corridor.safe import clock, keyring, sessions, upkeep
from corridor.safe.actions import centres, records
from corridor.safe.actions.acts import acting
from corridor.safe.backup import places
from corridor.safe.backup.writing import make_backup
from corridor.safe.clock import clock_fault
from corridor.safe.faults import Fault, KeyringMissing
from corridor.safe.models import (
    FOUNDING,
    AuditEntry,
    DailyMail,
    Epoch,
    Ground,
    Hold,
    Named,
    SealedChunk,
    SealedRecord,
)
from corridor.safe.queries import seal_timer

ACTS_KEPT = timedelta(days=366)  # in the audit chain
AT_ONCE = 500  # records destroyed in one transaction
LATER: list[Callable[[date], list[str]]] = []  # what later rooms do every day without a key
# Tables from which things are destroyed; later rooms add their own.
DESTROYED_IN: list[type[Model]] = [SealedRecord, SealedChunk, Named, Hold, Epoch]


def daily(today: date) -> list[str]:
    """Everything that is due today; a line for what somebody should know. What fails does not keep the rest from it."""
    told: list[str] = []
    steps = (
        end_rights,
        shred,
        warn_of_seals,
        seal_untouched,
        note_day,
        let_go_of_acts,
        free_room,
        back_up,
        expire_backups,
    )
    for step in (*steps, *LATER):
        try:
            told += step(today)
        except Exception as error:  # whatever it is; its name only, its text may hold what nobody should read
            told.append(f"{step.__name__.replace('_', ' ')}: failed ({type(error).__name__}); tried again tomorrow")
    return told


def _grounds() -> list[Ground]:
    return list(Ground.objects.select_related("centre").exclude(state=FOUNDING).order_by("centre__key"))


def shred(today: date) -> list[str]:
    """Destroy the records whose month has come, with their keys, for good."""
    told, destroyed = [], 0
    for ground in _grounds():
        day = that_day_in(ground.centre, today)
        due = SealedRecord.objects.filter(centre=ground.centre, shred_after__lte=day)
        if due.exists() and (fault := clock_fault(ground, day)):
            told.append(f"centre {ground.centre.key}: nothing was destroyed, {fault}. Is the clock right?")
            continue
        while ids := list(due.order_by("change").values_list("id", flat=True)[:AT_ONCE]):
            destroyed += records.erase_records(map(str, ids), by=None, centre=ground.centre, why="shred")
    if destroyed:
        told.append(f"{destroyed} records were destroyed: their month had come")
        told += _wipe_write_ahead_log()
    return told


def _wipe_write_ahead_log() -> list[str]:
    """SQLite keeps what was deleted in its log until it is emptied."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = cursor.fetchone()[0]
    return ["the database's log could not be emptied now, since somebody was reading; tried again"] if busy else []


def free_room(today: date) -> list[str]:
    """On PostgreSQL what was destroyed, and what a change replaced, lies in the tables' files until its room is free
    to be written over (safety.md 3.6: a deleted value was still found there). When it is, THREAT_MODEL says.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return []
    with connection.cursor() as cursor:
        for model in DESTROYED_IN:
            cursor.execute(f"VACUUM {connection.ops.quote_name(model._meta.db_table)}")
    return []


def end_rights(today: date) -> list[str]:
    """Those whose last day is past lose their keyring file, their keys and their pointers."""
    ended, told = 0, []
    soon = today + timedelta(days=1)  # somewhere it is tomorrow already
    for account in Account.objects.filter(until__lt=soon, is_active=True).select_related("centre"):
        day = that_day_in(account.centre, today)
        if account.until is None or account.until >= day or not _holds_anything(account):
            continue
        ground = Ground.objects.filter(centre=account.centre).first() if account.centre else None
        if ground and (fault := clock_fault(ground, day)):
            told.append(f"account {account.key}: its last day seems past, but {fault}. Is the clock right?")
            continue
        _end_rights_of(account, account.centre)
        ended += 1
    return told + ([f"{ended} accounts lost their keys: their last day is past"] if ended else [])


def _holds_anything(account: Account) -> bool:
    if Hold.objects.filter(account=account).exists() or Named.objects.filter(account=account).exists():
        return True
    try:
        return keyring.read(account) is not None
    except KeyringMissing:
        return False
    except Fault:  # a file that can not be read
        return True


def _end_rights_of(account: Account, centre: Centre | None) -> None:
    with transaction.atomic():
        Hold.objects.filter(account=account).delete()
        DailyMail.objects.filter(account=account).delete()
        Named.objects.filter(account=account).delete()
        if centre:
            with acting(centre, "host", even_founding=True) as now:
                if now.epochs:
                    now.did("end rights", account.key)
    keyring.destroy(account)
    sessions.end_of(account)


def warn_of_seals(today: date) -> list[str]:
    """14, 7 and 1 days before a centre seals by itself, a line for whoever runs the machine. Who signs in ends it.

    A day on which the machine was off is made up for on the next one, once.
    """
    told, before = [], max((day for day in clock.seen_days() if day < today), default=today - timedelta(days=1))
    for ground, day in clock.open_timers(today):
        left = seal_timer(ground, day)
        due = [mark for mark in clock.warns_at(ground.seal_after_days) if 0 < (left or 0) <= mark]
        if left and any(left + (today - before).days > mark for mark in due):
            days = "1 day" if left == 1 else f"{left} days"
            told.append(f"centre {ground.centre.key}: in {days} it is sealed by its timer, unless somebody signs in")
    return told


def seal_untouched(today: date) -> list[str]:
    """Seal the centres whose timer has run out; a day that can not be believed seals none."""
    told = [f"centre {centre.key} was sealed by its timer" for centre in centres.seal_if_untouched(today)]
    for ground, day in clock.open_timers(today):
        left = seal_timer(ground, day)
        if left is not None and left <= 0 and (fault := clock.timer_fault(ground, day)):
            told.append(f"centre {ground.centre.key}: its timer did not seal it, {fault}. Is the clock right?")
    return told


def note_day(today: date) -> list[str]:
    """Note that this day came: by that a timer is believed where nobody did anything for months."""
    clock.see(today)
    return []


def let_go_of_acts(today: date) -> list[str]:
    """Let go of the part of each audit chain that was kept its time."""
    told = []
    for ground in _grounds():
        day = that_day_in(ground.centre, today)
        before = day - ACTS_KEPT
        if not AuditEntry.objects.filter(centre=ground.centre, day__lt=before).exists():
            continue
        if not clock_fault(ground, day) and (gone := centres.checkpoint_chain(ground.centre, before)):
            told.append(f"centre {ground.centre.key}: {gone} acts older than {before} were let go of")
    return told


def back_up(today: date) -> list[str]:
    """One backup a day where CORRIDOR_BACKUPS is set."""
    if settings.BACKUPS is None or any(places.day_of(path) == today for path in places.backups(settings.BACKUPS)):
        return []
    try:
        made = make_backup(settings.BACKUPS, today)
    except Exception:
        upkeep.note_failure(today)
        raise
    return [f"backup {made.path.name}: {made.bytes:,} bytes in {made.seconds:.1f} s"]


def expire_backups(today: date) -> list[str]:
    """Remove backups over 30 days old, so that what was destroyed is gone everywhere by then."""
    if settings.BACKUPS is None or not settings.BACKUPS.is_dir():
        return []
    faults = [clock_fault(ground, that_day_in(ground.centre, today)) for ground in _grounds()]
    if faults and all(faults):
        return [f"no backup was removed, {faults[0]}. Is the clock right?"]
    with places.alone_in(settings.BACKUPS):
        removed, told = places.expire(settings.BACKUPS, today)
    return [f"{name} was removed: over {places.KEPT_DAYS} days old" for name in removed] + told
