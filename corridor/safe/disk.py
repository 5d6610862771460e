"""Room on the disk: kept in reserve, so that a full disk stops writing early and in words, and Seal still has room.

Below the reserve (CORRIDOR_DISK_RESERVE) the installation only reads. 64 MiB of ballast lie beside the data: Lock and
Seal let it go when room is short, and whoever must make room at once deletes the file; it comes back by itself.

PostgreSQL may lie on another disk. Where it says where (it tells members of pg_read_all_settings alone) and that folder
is on this machine, its room counts like that of CORRIDOR_VAR. Where not, its own answer that the disk is full (53100)
is noted, and the installation only reads until a write works again, which the worker tries every ten seconds.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error, connection, transaction
from django.http import HttpRequest, HttpResponse

from corridor.access.doors import refusal
from corridor.safe import failures

BALLAST = 64 * 1024 * 1024  # bytes
SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}
# Sessions are held in memory, Seal removes: these go on, whatever the disk.
EVEN_SO = {"sign_in", "own_account", "lock_centre", "seal_centre", "seal_by_link"}
LETS_GO = {"lock_centre", "seal_centre", "seal_by_link"}
FULL = "53100"  # PostgreSQL's disk_full
ON_THIS_MACHINE = {"", "localhost", "127.0.0.1", "::1"}  # or the folder of a socket
BELIEVED = 60  # seconds for which a note of a full database counts; after that somebody's write tries again by itself
TRIED = 512  # rows of 2 KiB that are written to see whether there is room
_FOLDERS: dict[tuple[str, ...], tuple[Path, ...]] = {}  # of databases that were asked, for this process


def free() -> int:
    """Bytes that this installation can still write."""
    return shutil.disk_usage(settings.VAR).free


def is_short() -> bool:
    """Whether nothing is to be written: room is below the reserve, or the database said that its disk is full."""
    return free() < settings.DISK_RESERVE or database_is_short()


def database_is_short() -> bool:
    """The same for a database on a disk of its own."""
    room = free_for_database()
    return (room is not None and room < settings.DISK_RESERVE) or was_full()


def free_for_database() -> int | None:
    """Bytes that PostgreSQL can still write, where the least room is; None where it can not be seen from here."""
    found = []
    for folder in database_folders():
        with suppress(OSError):
            found.append(shutil.disk_usage(folder).free)
    return min(found, default=None)


def database_folders() -> tuple[Path, ...]:
    """Where PostgreSQL keeps its data on this machine; none for SQLite, whose file lies in CORRIDOR_VAR."""
    where = connection.settings_dict
    host = str(where["HOST"])
    if connection.vendor != "postgresql" or not (host in ON_THIS_MACHINE or host.startswith("/")):
        return ()
    which = (host, str(where["PORT"]), str(where["NAME"]))
    if which not in _FOLDERS:
        try:
            _FOLDERS[which] = tuple(_told_by_postgresql())
        except Error:  # it does not answer now: asked again the next time
            return ()
    return _FOLDERS[which]


def _told_by_postgresql() -> Iterator[Path]:
    """Its folders that are seen from here. Asked in words that fail for nobody: who may not know gets no row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setting FROM pg_settings WHERE name = 'data_directory' "
            "UNION SELECT pg_tablespace_location(oid) FROM pg_tablespace"
        )
        told = [Path(one) for (one,) in cursor.fetchall() if one]
    for folder in told:
        with suppress(OSError):
            shutil.disk_usage(folder)
            yield folder


def _note() -> Path:
    """Where it is noted that the database's disk is full: in memory, for all processes of this installation."""
    return settings.RUN / "database-full"


def note_full(error: BaseException | None) -> None:
    """Note it when this is what the database said."""
    while error is not None:
        if getattr(error, "sqlstate", None) == FULL:
            with suppress(OSError):
                settings.RUN.mkdir(parents=True, exist_ok=True, mode=0o700)
                _note().touch()
            return
        error = error.__cause__ or error.__context__


def was_full() -> bool:
    """Whether the database said so, and no write has worked since."""
    try:
        return abs(time.time() - _note().stat().st_mtime) < BELIEVED
    except OSError:
        return False


def try_again() -> bool:
    """While a full database is noted, write a mebibyte and undo it; whether there is room (again)."""
    if not _note().exists():
        return True
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE TABLE corridor_tries_for_room (letters text)")
            cursor.execute(
                "INSERT INTO corridor_tries_for_room "
                f"SELECT repeat(md5(n::text), 60) FROM generate_series(1, {TRIED}) AS n"
            )
            transaction.set_rollback(True)
    except Error as error:
        note_full(error)
        return False
    _note().unlink(missing_ok=True)
    return True


def ballast() -> Path:
    return settings.VAR / "ballast"


def keep_ballast() -> bool:
    """Lay the ballast down when there is room for it beside the reserve; whether it lies there now."""
    path = ballast()
    if path.exists() and path.stat().st_size == BALLAST:
        return True
    if free() < settings.DISK_RESERVE + 2 * BALLAST:
        return False
    try:
        with path.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, BALLAST)
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        return False
    return True


def drop_ballast() -> bool:
    """Make room at once; whether there was any ballast to let go."""
    try:
        ballast().unlink()
    except FileNotFoundError:
        return False
    return True


class ReadOnly:
    """Middleware: while room is short nothing is written, and what was typed is handed back to be sent again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method in SAFE_METHODS or not is_short():
            return None
        rows = getattr(view, "rows", {})
        action = rows.get(request.method)
        if action in LETS_GO:
            drop_ballast()
        if action in EVEN_SO or refusal(request, rows):
            return None
        return failures.page(507, request)
