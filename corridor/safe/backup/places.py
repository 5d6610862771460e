"""The folders where backups lie: names, never overwriting, pulling to a second machine, expiry, the erasure list.

A backup is named by its day and a counter (corridor-2026-10-05-001.backup). Beside them lies `erased.txt`: the random
id of every record that was destroyed, one a line, only ever added to, so that no restored backup brings one back.
Nothing here needs a key, a database or a setting: the second machine runs it alone.
"""

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from corridor.safe.backup.format import STRETCH, BadBackup, check
from corridor.safe.syncing import sync_folder

NAME = re.compile(r"corridor-(\d{4}-\d\d-\d\d)-(\d{3,})\.backup")
UNFINISHED = ".unfinished"
ERASED = "erased.txt"
KEPT_DAYS, WITNESS_DAYS = 30, 40
NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


def day_of(path: Path) -> date | None:
    """The day in a backup's name, None for a file that is no backup."""
    found = NAME.fullmatch(path.name)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def backups(folder: Path) -> list[Path]:
    """The backups in a folder, oldest first."""
    found = [path for path in folder.iterdir() if day_of(path)] if folder.is_dir() else []
    return sorted(found, key=lambda path: (day_of(path), len(path.name), path.name))


def next_name(folder: Path, day: date) -> str:
    counters = [int(NAME.fullmatch(path.name)[2]) for path in backups(folder) if day_of(path) == day]  # type: ignore[index]
    return f"corridor-{day.isoformat()}-{max(counters, default=0) + 1:03d}.backup"


def newest(folder: Path, today: date) -> Path | None:
    """The newest backup; one that a wrong clock dated later than today counts only when there is no other."""
    found = backups(folder)
    return next((path for path in reversed(found) if (day_of(path) or today) <= today), found[-1] if found else None)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """One writer at a time in this folder; what a writer that was killed left unfinished is removed."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        for left in folder.glob(f".*{UNFINISHED}"):
            left.unlink()
        yield
    finally:
        os.close(handle)


@contextmanager
def new_file(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A file under a name of its own, on the disk when the block ends, gone when the block fails."""
    path = folder / f".{secrets.token_hex(8)}{UNFINISHED}"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        with os.fdopen(handle, "wb", buffering=STRETCH) as file:
            yield path, file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def give_name(path: Path, final: Path) -> None:
    """Its final name, which no other file has. Raises FileExistsError rather than put it over another."""
    try:
        os.link(path, final)
        path.unlink()
    except OSError as error:
        if error.errno not in NO_LINKS:
            path.unlink(missing_ok=True)
            raise
        if final.exists():
            path.unlink()
            raise FileExistsError(errno.EEXIST, "there is one of that name", str(final)) from error
        path.rename(final)
    sync_folder(final.parent)


def read_erased(folder: Path) -> set[str]:
    """The ids on the list; a line that a power cut tore is passed over."""
    path = folder / ERASED
    lines = path.read_text(encoding="ascii", errors="replace").splitlines() if path.exists() else []
    return {line for line in lines if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", line)}


def add_erased(folder: Path, ids: Iterable[str]) -> int:
    """Add what the list does not have yet, durably. Returns how many."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = sorted(set(ids) - read_erased(folder))
    path = folder / ERASED
    if new or not path.exists():
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "r+b", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            torn = size and os.pread(file.fileno(), 1, size - 1) != b"\n"
            os.write(file.fileno(), ("\n" if torn else "").encode() + "".join(f"{id}\n" for id in new).encode())
            os.fsync(file.fileno())
        sync_folder(folder)
    return len(new)


def note(path: Path, plain: dict[str, Any]) -> None:
    """Write down when something was last done (a backup, a drill), whole or not at all."""
    temporary = path.with_suffix(".new")
    temporary.write_text(json.dumps(plain))
    temporary.replace(path)


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass
class Pulled:
    """What a pull did. wrong: what somebody has to look at (altered, cut short, dated otherwise than named)."""

    copied: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    erased: int = 0
    told: list[str] = field(default_factory=list)


def pull(source: Path, target: Path, today: date) -> Pulled:
    """Copy what the target lacks, whole and checked; change nothing that it has; let go what is over 30 days old.

    Raises NotADirectoryError when the source is not there.
    """
    if not source.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "there is no folder of backups here", str(source))
    done = Pulled()
    with alone_in(target):
        done.erased = add_erased(target, read_erased(source))
        for path in backups(source):
            mine = target / path.name
            if mine.exists():
                if digest_of(mine) != digest_of(path):
                    done.wrong.append(f"{path.name}: the source has other bytes under this name. Yours was not touched")
            elif today - (day_of(path) or today) <= timedelta(days=KEPT_DAYS):
                try:
                    _copy(path, mine)
                    done.copied.append(path.name)
                except BadBackup as error:
                    done.wrong.append(f"{path.name}: not copied. {error}")
        done.removed, done.told = expire(target, today)
    return done


def _copy(path: Path, final: Path) -> None:
    """Copy, then read the copy back and check it. Raises BadBackup."""
    with new_file(final.parent) as (temporary, file), path.open("rb") as source:
        read = hashlib.sha256()
        while piece := source.read(STRETCH):
            read.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
        if digest_of(temporary) != read.hexdigest():
            raise BadBackup("The copy differs from what was read")
        if check(temporary).day != (day_of(final) or date.min).isoformat():
            raise BadBackup("It was made on another day than its name says")
    give_name(temporary, final)


def expire(folder: Path, today: date) -> tuple[list[str], list[str]]:
    """Remove backups over 30 days old while a whole one of the last 40 days is there. Returns (removed, told).

    With a clock that is far off, no backup is as young as that, and nothing is removed.
    """
    found = [(day, path) for path in backups(folder) if (day := day_of(path))]
    told = [f"{path.name} is dated after today; was a clock wrong?" for day, path in found if day > today]
    old = [path for day, path in found if (today - day).days > KEPT_DAYS]
    young = [path for day, path in reversed(found) if 0 <= (today - day).days <= WITNESS_DAYS and path not in old]
    if not old or not any(whole(path) for path in young):
        waiting = f"{len(old)} backups are over {KEPT_DAYS} days old, but no whole one is younger: none was removed"
        return [], told + ([waiting] if old else [])
    for path in old:
        path.unlink()
    sync_folder(folder)
    return [path.name for path in old], told


def whole(path: Path) -> bool:
    with contextlib.suppress(BadBackup, OSError):
        check(path)
        return True
    return False
