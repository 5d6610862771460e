"""Which one-time codes were used, so that none serves twice: in memory beside the sessions, never in the database.

The half minute of a code is the hour of a signing in: whoever takes the database must not learn it of anybody (D12,
D14). One small file serves all processes; a code is forgotten as soon as it would be too old anyway. When the folder
is new (the machine was switched off), nobody knows what was used before: codes of that moment are refused.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings

from corridor.access.second_factor import DRIFT, STEP


@dataclass(frozen=True)
class Used:
    """What is remembered. since: the last half minute whose code may have been used before anything was remembered
    here. last: for each account the half minute (counted from 1970) of the last code that it used.
    """

    since: int = 0
    last: dict[str, int] = field(default_factory=dict)

    def at(self, now: float) -> "Used":
        """The same as it counts now: without what is too old to be typed again. A clock that stood ahead and was set
        back keeps nobody out: nothing counts from later than what could be used now.
        """
        oldest, newest = int(now) // STEP + min(DRIFT), _newest(now)
        last = {key: min(step, newest) for key, step in self.last.items() if step >= oldest}
        return Used(min(self.since, newest), last)


def _newest(now: float) -> int:
    """The last half minute whose code is taken now (a phone's clock may be ahead)."""
    return int(now) // STEP + max(DRIFT)


def path() -> Path:
    folder = settings.RUN / "codes"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / "used"


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody else reads or writes meanwhile, in any process."""
    with path().with_suffix(".lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _read() -> Used | None:
    """None when there is nothing yet, or nothing that can be read."""
    try:
        plain = json.loads(path().read_text())
        return Used(int(plain["since"]), {str(key): int(step) for key, step in plain["last"].items()})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _write(used: Used) -> None:
    fresh = path().with_suffix(".new")
    fresh.write_text(json.dumps(asdict(used)))
    fresh.chmod(0o600)
    os.replace(fresh, path())


def begin(now: float) -> None:
    """Remember from now on, unless that was begun already. now: 0 where no account is there, of which a code could
    have been used.
    """
    with _alone():
        if _read() is None:
            _write(Used(_newest(now) if now else 0))


def use(account_key: str, step: int, now: float) -> bool:
    """Use up the code of a half minute; False when it, or a later one, was or may have been used before."""
    with _alone():
        used = (_read() or Used(_newest(now))).at(now)
        fresh = step > max(used.since, used.last.get(account_key, 0))
        _write(Used(used.since, {**used.last, account_key: step}) if fresh else used)
    return fresh


def forget(now: float) -> None:
    """Drop what is too old to be typed again, so that no hour of signing in stays longer than it has to."""
    with _alone():
        used = _read()
        if used and used.at(now) != used:
            _write(used.at(now))
