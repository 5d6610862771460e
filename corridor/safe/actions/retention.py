"""What happens every day without a key: shredding by month, rights that end by themselves, the backup, its expiry.

A clock that is far off must destroy nothing. What destroys therefore waits until today fits the days on which the
centre acted: not before its last act, not more than 40 days after it, and seven days of acts after any longer gap.
"""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from corridor.access.models import Account, Centre
from corridor.safe import keyring, sessions
from corridor.safe.actions import centres, records
from corridor.safe.actions.acts import acting
from corridor.safe.backup import places
from corridor.safe.backup.writing import make_backup
from corridor.safe.faults import Fault, KeyringMissing
from corridor.safe.models import FOUNDING, AuditEntry, Ground, Hold, Named, SealedRecord

GAP, DAYS_AFTER_A_GAP = timedelta(days=40), 7
ACTS_KEPT = timedelta(days=366)  # in the audit chain
AT_ONCE = 500  # records destroyed in one transaction
LATER: list[Callable[[date], list[str]]] = []  # what later rooms do every day without a key


def daily(today: date) -> list[str]:
    """Everything that is due today; a line for what somebody should know. What fails does not keep the rest from it."""
    told: list[str] = []
    steps = (end_rights, shred, seal_untouched, let_go_of_acts, back_up, expire_backups)
    for step in (*steps, *LATER):
        try:
            told += step(today)
        except Exception as error:  # whatever it is; its name only, its text may hold what nobody should read
            told.append(f"{step.__name__.replace('_', ' ')}: failed ({type(error).__name__}); tried again tomorrow")
    return told


def clock_fault(ground: Ground, today: date) -> str:
    """Why today can not be believed for this centre, in a few words; empty when it can."""
    last = ground.day
    if last is None:
        return "nothing was done here yet"
    if today < last:
        return f"today is {today}, before its last act on {last}"
    if today - last > GAP:
        return f"today is {today}, {(today - last).days} days after its last act on {last}"
    entries = AuditEntry.objects.filter(centre_id=ground.centre_id).order_by()
    recent = entries.values("day").annotate(last=Max("sequence")).order_by("-last")[:DAYS_AFTER_A_GAP]
    for later, earlier in pairwise(one["day"] for one in recent):
        if abs(later - earlier) > GAP:
            return f"its days went from {earlier} to {later}; it waits for {DAYS_AFTER_A_GAP} days of acts after that"
    return ""


def _grounds() -> list[Ground]:
    return list(Ground.objects.select_related("centre").exclude(state=FOUNDING).order_by("centre__key"))


def shred(today: date) -> list[str]:
    """Destroy the records whose month has come, with their keys, for good."""
    told, destroyed = [], 0
    for ground in _grounds():
        due = SealedRecord.objects.filter(centre=ground.centre, shred_after__lte=today)
        if due.exists() and (fault := clock_fault(ground, today)):
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


def end_rights(today: date) -> list[str]:
    """Those whose last day is past lose their keyring file, their keys and their pointers."""
    ended, told = 0, []
    for account in Account.objects.filter(until__lt=today, is_active=True).select_related("centre"):
        if not _holds_anything(account):
            continue
        ground = Ground.objects.filter(centre=account.centre).first() if account.centre else None
        if ground and (fault := clock_fault(ground, today)):
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
        Named.objects.filter(account=account).delete()
        if centre:
            with acting(centre, "host", even_founding=True) as now:
                if now.epochs:
                    now.did("end rights", account.key)
    keyring.destroy(account)
    sessions.end_of(account)


def seal_untouched(today: date) -> list[str]:
    """Seal the centres whose timer has run out."""
    return [f"centre {centre.key} was sealed by its timer" for centre in centres.seal_if_untouched(today)]


def let_go_of_acts(today: date) -> list[str]:
    """Let go of the part of each audit chain that was kept its time."""
    told, before = [], today - ACTS_KEPT
    for ground in _grounds():
        if not AuditEntry.objects.filter(centre=ground.centre, day__lt=before).exists():
            continue
        if not clock_fault(ground, today) and (gone := centres.checkpoint_chain(ground.centre, before)):
            told.append(f"centre {ground.centre.key}: {gone} acts older than {before} were let go of")
    return told


def back_up(today: date) -> list[str]:
    """One backup a day where CORRIDOR_BACKUPS is set."""
    if settings.BACKUPS is None or any(places.day_of(path) == today for path in places.backups(settings.BACKUPS)):
        return []
    made = make_backup(settings.BACKUPS, today)
    return [f"backup {made.path.name}: {made.bytes:,} bytes in {made.seconds:.1f} s"]


def expire_backups(today: date) -> list[str]:
    """Remove backups over 30 days old, so that what was destroyed is gone everywhere by then."""
    if settings.BACKUPS is None or not settings.BACKUPS.is_dir():
        return []
    faults = [clock_fault(ground, today) for ground in _grounds()]
    if faults and all(faults):
        return [f"no backup was removed, {faults[0]}. Is the clock right?"]
    with places.alone_in(settings.BACKUPS):
        removed, told = places.expire(settings.BACKUPS, today)
    return [f"{name} was removed: over {places.KEPT_DAYS} days old" for name in removed] + told
