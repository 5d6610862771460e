"""Is what was acknowledged really kept? Asked of the database, the keyring and the clock before anybody is served.

A write that a power cut can undo is refused at the start, not discovered afterwards (D19; SQLite's own list of what
synchronous=FULL keeps and NORMAL loses). Each finding names the setting, what was found and what was expected.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import run_checks
from django.db import DatabaseError, connections
from django.utils import timezone

from corridor.access import zones
from corridor.access.models import Account, Centre
from corridor.safe.keyring import held_in_memory
from corridor.safe.models import Ground

OLDEST_POSTGRESQL = 15
LONGEST_ABSENCE = timedelta(days=3653)  # ten years


@dataclass(frozen=True)
class Finding:
    """What stands in the way (`refuses`), or what somebody should know, in one line for the terminal."""

    told: str
    refuses: bool = True

    @classmethod
    def setting(cls, name: str, found: object, expected: str, *, refuses: bool = True) -> "Finding":
        return cls(f"{name} is {found}; expected {expected}", refuses)


def findings(*, whole: bool = True) -> list[Finding]:
    """What the doors and the database's settings say; `whole` also reads a database file through once."""
    found = [Finding(str(one.msg)) for one in run_checks(tags=["doors"])]
    if settings.DEBUG and not settings.DEMO:
        found.append(Finding.setting("CORRIDOR_DEBUG", "yes", "'no': error pages would show what people typed"))
    try:
        found += dict.fromkeys(finding for alias in _written() for finding in _of_database(connections[alias], whole))
    except DatabaseError as error:
        first = str(error).strip().splitlines()
        found.append(Finding(f"the database does not answer: {first[0] if first else type(error).__name__}"))
    return found


def of_what_is_kept() -> list[Finding]:
    """What keyring, sessions and clock say, beside the records that stand in the database."""
    return [*_keyring(), *_sessions(), *_clock()]


def _written() -> list[str]:
    """The databases that hold something: of those in the settings, releases are read by a connection of its own."""
    return [alias for alias in connections if alias in settings.WRITTEN]


def _of_database(connection: Any, whole: bool) -> Iterator[Finding]:
    return _postgresql(connection) if connection.vendor == "postgresql" else _sqlite(connection, whole)


def _ask(connection: object, question: str) -> str:
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(question)
        return str(cursor.fetchone()[0])


def _postgresql(connection: object) -> Iterator[Finding]:
    version = int(_ask(connection, "SHOW server_version_num"))
    if version // 10_000 < OLDEST_POSTGRESQL:
        yield Finding.setting("the PostgreSQL server's version", version // 10_000, f"{OLDEST_POSTGRESQL} or later")
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        if (value := _ask(connection, f"SHOW {name}")) == "off":
            yield Finding.setting(f"PostgreSQL's {name}", value, "'on': a power cut would lose what was acknowledged")
    if (value := _ask(connection, "SHOW data_checksums")) != "on":
        expected = "'on': damage on the disk would go unseen (pg_checksums --enable, with the server stopped)"
        yield Finding.setting("PostgreSQL's data_checksums", value, expected, refuses=False)


def _sqlite(connection: Any, whole: bool) -> Iterator[Finding]:
    for name, good, expected in (
        ("journal_mode", {"wal"}, "wal"),
        ("synchronous", {"2", "3"}, "2 (FULL): a power cut would lose what was acknowledged"),
        ("secure_delete", {"1"}, "1: what is deleted would stay readable in the file"),
        ("foreign_keys", {"1"}, "1"),
    ):
        if (value := _ask(connection, f"PRAGMA {name}")) not in good:
            yield Finding.setting(f"SQLite's {name}", value, expected)
    if whole and (told := _ask(connection, "PRAGMA quick_check(1)")) != "ok":
        name = Path(connection.settings_dict["NAME"]).name
        yield Finding(f"the database file {name} is damaged ({told}); restore the last backup: corridor restore")


def _keyring() -> Iterator[Finding]:
    """Make the folder on the first start; one that is missing later is told of, never replaced by an empty one."""
    folder = settings.KEYRING
    if not folder.is_dir():
        if Account.objects.exists():
            yield Finding(
                f"the keyring folder {folder} is missing: nobody can sign in until it is put back, or a centre is "
                "reopened with two recovery cards. Nothing that was written is lost",
                refuses=False,
            )
            return
        folder.mkdir(parents=True, mode=0o700)
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o077:
        try:
            folder.chmod(0o700)
        except OSError:
            yield Finding.setting(f"the mode of the keyring folder {folder}", f"{mode:o}", "700")
            return
        told = f"{mode:o}; it was set to 700, so that no other account of this machine reads it"
        yield Finding(f"the mode of the keyring folder {folder} was {told}", refuses=False)
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Finding(f"the keyring folder {folder} can not be written by the account that runs Corridor")


def _sessions() -> Iterator[Finding]:
    """Sessions, and what is uploaded while it is read, are promised to be in memory alone (D12, D14)."""
    if not held_in_memory(settings.RUN):
        expected = "a folder in memory (tmpfs): a disk may keep traces of sessions and of what is uploaded"
        yield Finding.setting("CORRIDOR_RUN", f"{settings.RUN}, on a disk", expected, refuses=False)


def _clock() -> Iterator[Finding]:
    """Days are kept beside records and decide what is due and what is destroyed: a clock far off is told of.

    So is a centre whose time zone this machine does not know: hours that are safe for her would be another place's.
    """
    for centre in Centre.objects.all():
        if zones.name_of(centre) and not zones.is_known(centre):
            yield Finding(f"this machine does not know the time zone {zones.name_of(centre)}; install its tzdata")
    last = Ground.objects.exclude(day=None).select_related("centre").order_by("-day").first()
    if last is None:
        return
    newest, today = last.day, zones.that_day_in(last.centre, timezone.localdate())
    if newest and not newest <= today <= newest + LONGEST_ABSENCE:
        found = f"{today:%d %B %Y}; the last act was kept on {newest:%d %B %Y}"
        yield Finding(f"the clock of this machine says {found}. Set the clock before anybody works", refuses=False)


def let_go() -> None:
    """Close what the questions opened, so that processes forked from this one share no connection."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]
