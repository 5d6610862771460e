"""The work that needs no key and nobody at a page: `python -m corridor.safe.worker`, started by the supervisor.

Every ten seconds sessions fall asleep or end; every minute the disk is looked at; once a day, and at the start when a
day was missed, what is due: shredding, rights that end, the seal timer, the backup; in each centre's morning the one
mail to those who asked for it. Nothing here can open a record. What fails is told by its kind alone and tried again;
the loop goes on.
"""

import fcntl
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.db import connections
from django.utils import timezone

from corridor.hardening import harden, told

SWEEP, LOOK = 10, 60  # seconds
log = logging.getLogger("corridor.worker")


@contextmanager
def alone(stop: threading.Event) -> Iterator[bool]:
    """Waits until no other worker of this installation runs; False when it was told to stop before."""
    with (settings.VAR / "worker.lock").open("a") as file:
        while not stop.is_set():
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                stop.wait(SWEEP)
            else:
                yield True
                return
        yield False


def careful(work: Callable[[], object]) -> None:
    """Do it; whatever goes wrong is told by its kind and place, and does not end the loop."""
    try:
        work()
    except Exception:
        from corridor.safe.disk import note_full

        kind, error, trace = sys.exc_info()
        note_full(error)
        log.error("%s failed: %s", work.__name__.strip("_"), told(kind or Exception, trace))
    finally:
        connections.close_all()


def every(seconds: float, work: Callable[[], object], stop: threading.Event) -> None:
    """Do it now and again, until told to stop."""
    while not stop.is_set():
        careful(work)
        stop.wait(seconds)


def last_day() -> Path:
    """Where it stands which day's work was begun last."""
    return settings.VAR / "worker-day"


def day_is_done(today: str) -> bool:
    try:
        return last_day().read_text() == today
    except OSError:
        return False


def note(today: str) -> None:
    fresh = last_day().with_suffix(".new")
    fresh.write_text(today)
    os.replace(fresh, last_day())


def empty_log() -> None:
    """SQLite keeps what was deleted in its log until that is emptied: at most a minute, here."""
    for alias in settings.WRITTEN:
        if connections[alias].vendor == "sqlite":
            with connections[alias].cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def look() -> None:
    """Keep the ballast, empty the log; do the day's work when it was not done yet."""
    from corridor.safe import disk
    from corridor.safe.actions import retention

    if not disk.keep_ballast():
        log.warning("little room is left on the disk: %d MiB", disk.free() // 2**20)
    if disk.database_is_short():
        room = disk.free_for_database()
        log.warning("little room is left on the database's disk: %s", "full" if room is None else f"{room >> 20} MiB")
    careful(empty_log)
    today = timezone.localdate()
    if not day_is_done(today.isoformat()):
        note(today.isoformat())
        for line in retention.daily(today):
            log.warning("%s", line)


def sweep() -> None:
    """Sessions fall asleep or end; hours of signing in are forgotten; a full database is tried again."""
    from corridor.safe import disk, entering, sessions, used_codes

    careful(sessions.sweep)
    careful(disk.try_again)
    used_codes.forget(entering.clock())


def mail() -> None:
    """Send the one mail a day where it is morning. In a thread of its own: a mail server may let one wait."""
    from corridor.safe.actions.daily_mail import send_daily_mails

    send_daily_mails()


def hold_open() -> list[object]:
    """Keep SQLite files open for good: pages can then still be read on a disk that has no room for their logs."""
    files: list[object] = []
    for alias in settings.WRITTEN:
        if connections[alias].vendor == "sqlite":
            held = connections[alias].copy()
            with held.cursor() as cursor:
                cursor.execute("SELECT COUNT(*) FROM sqlite_master")
                cursor.fetchone()
            files.append(held)
    return files


def main() -> None:
    """Work until told to stop, if no other worker of this installation does."""
    harden(dies_with_parent=signal.SIGTERM)
    django.setup()

    held: list[object] = []
    careful(lambda: held.append(hold_open()))
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with alone(stop) as mine:
        if mine:
            threading.Thread(target=every, args=(SWEEP, sweep, stop), daemon=True).start()
            threading.Thread(target=every, args=(LOOK, mail, stop), daemon=True).start()
            every(LOOK, look, stop)


if __name__ == "__main__":
    main()
