"""Sessions: held in memory, never in the database; what is in one opens only with the browser's cookie.

A member's session falls asleep after five minutes without use. What would open it with the cookie alone is then gone;
her PIN wakes it, together with a share held here, which is destroyed after five wrong tries or half an hour. Eight
hours after signing in it ends. All ages are counted on the machine's running clock, which no setting of the date moves.
"""

import fcntl
import hashlib
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.http import HttpRequest

from corridor.access.models import Account, Centre
from corridor.safe import casebook
from corridor.safe.faults import Altered, NoKey
from corridor.safe.keys import Member
from corridor.safe.primitives import Stretching, derive, lock, random_bytes, unlock

IDLE, ASLEEP, LIMIT = 5 * 60, 30 * 60, 8 * 60 * 60  # seconds
TRIES = 5


def now() -> int:
    """Nanoseconds on the clock that only runs."""
    return time.monotonic_ns()


@dataclass(frozen=True)
class Head:
    """What stands in clear at the head of a session's file: whose it is, so that Lock finds it, and when it began.

    until: when it ends before its time, 0 if it does not (see `end_soon`).
    """

    centre: str
    account: str
    began: int
    until: int = 0

    @property
    def age(self) -> float:
        return (now() - self.began) / 1e9

    @property
    def is_over(self) -> bool:
        return not 0 <= self.age <= LIMIT or 0 < self.until < now()


def folder() -> Path:
    path = settings.RUN / "sessions"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def path_of(key: str) -> Path:
    return folder() / hashlib.sha256(key.encode()).hexdigest()


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else writes or ends a session meanwhile, in any process: what was ended is never written back."""
    with (folder() / ".lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _read(path: Path) -> tuple[Head, bytes] | None:
    try:
        head, _, sealed = path.read_bytes().partition(b"\n")
        return Head(**json.loads(head)), sealed
    except (OSError, ValueError, TypeError):
        return None


def _write(path: Path, head: Head, sealed: bytes) -> None:
    temporary = path.with_suffix(f".{os.getpid()}.{random_bytes(4).hex()}.new")
    temporary.write_bytes(json.dumps(vars(head)).encode() + b"\n" + sealed)
    temporary.chmod(0o600)
    touch(temporary)
    os.replace(temporary, path)


def touch(path: Path) -> None:
    """Note on the file itself that the session was used now (its time is on the running clock, not a date)."""
    try:
        os.utime(path, ns=(now(), now()))
    except FileNotFoundError:
        return


def unused(path: Path) -> float:
    """Seconds since the session was used; a file that is gone, or from a later clock, counts as old."""
    try:
        seconds = (now() - path.stat().st_mtime_ns) / 1e9
    except FileNotFoundError:
        return float("inf")
    return seconds if seconds >= 0 else float("inf")


def _session_key(cookie: str) -> bytes:
    return derive(cookie.encode(), "session")


def _asleep_key(cookie: str, pin: str, share: bytes) -> bytes:
    stretched = Stretching(**settings.STRETCHING).key(pin, share)
    return derive(cookie.encode() + stretched, "asleep")


class SessionStore(SessionBase):
    """The framework's session over a memory-held file that only the cookie opens."""

    def load(self) -> dict[str, Any]:
        key = self.session_key or ""
        found = _read(path_of(key)) if key else None
        if found and self._is_over(key, found[0]):
            found = None
        if found:
            try:
                data = json.loads(unlock(_session_key(key), found[1], b"session"))
            except Altered:
                data = None
            if data is not None:
                touch(path_of(key))
                if data.get("private"):
                    touch(path_of(key).with_suffix(".share"))
                return data
        if not self.asleep:
            if key and path_of(key).with_suffix(".share").exists():
                end(path_of(key))  # slept too long
            self._session_key = None
        return {}

    def _is_over(self, key: str, head: Head) -> bool:
        if head.is_over:
            remove(path_of(key))
            return True
        if head.account and unused(path_of(key)) > IDLE:
            fall_asleep(key)
            return True
        return False

    @property
    def asleep(self) -> bool:
        """Whether a PIN can wake this session."""
        key = self.session_key
        return key is not None and not path_of(key).exists() and can_wake(key)

    def exists(self, session_key: str) -> bool:
        return path_of(session_key).exists()

    def create(self) -> None:
        _give_key(self)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        _keep(self, must_create)

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            end(path_of(key))

    @classmethod
    def clear_expired(cls) -> None:
        sweep()


def _give_key(session: Any) -> None:
    session._session_key = session._get_new_session_key()
    _keep(session, must_create=True)


def _keep(session: Any, must_create: bool = False) -> None:
    """Write a session. Raises UpdateError when somebody (Lock, leaving) ended it while the request ran."""
    if session.session_key is None:
        return _give_key(session)
    key, data = session.session_key, session._get_session(no_load=must_create)
    path, sealed = path_of(key), lock(_session_key(key), json.dumps(data).encode(), b"session")
    with alone():
        old = _read(path)
        if old and must_create:
            raise CreateError
        if old is None and not must_create:
            if can_wake(key):
                return
            if data.get("account"):
                raise UpdateError
        began, until = old[0].began if old else now(), data.get("until", 0)
        _write(path, Head(data.get("centre", ""), data.get("account", ""), began, until), sealed)


def remove(path: Path) -> None:
    """Take away every file of a session; see `end`."""
    with _closing_the_book(path):
        for one in (path, *(path.with_suffix(suffix) for suffix in (".asleep", ".share", ".aside"))):
            one.unlink(missing_ok=True)


def end(path: Path) -> None:
    """End a session while nobody writes it."""
    with alone():
        remove(path)


def fall_asleep(key: str) -> None:
    """Put a session to sleep: what the cookie alone opens is gone, the PIN wakes it."""
    path = path_of(key)
    with alone(), _closing_the_book(path):
        path.unlink(missing_ok=True)


@contextmanager
def _closing_the_book(path: Path) -> Iterator[None]:
    """When the last session of its centre that was awake goes, the centre's casebook goes from this process at once.

    What other processes hold goes there after a minute without use (see `casebook`).
    """
    found = _read(path) or _read(path.with_suffix(".share"))
    yield
    centre = found[0].centre if found else ""
    if centre and not any(head.centre == centre and not one.suffix for one, head in _all()):
        casebook.drop_of(centre)


def end_soon(session: SessionBase, seconds: int) -> None:
    """Have a session of nobody yet, which holds a secret for the next page, removed after so many seconds."""
    session["until"] = now() + seconds * 10**9


def bind_to(session: SessionBase, account: Account) -> None:
    """Say whose a session is before she has wholly signed in, so that Lock and leaving end it too."""
    session["account"], session["centre"] = account.key, account.centre.key if account.centre else ""


def begin(session: SessionBase, account: Account, private: bytes, pin: str) -> None:
    """The session of somebody who has signed in wholly: her key in it, and what her PIN wakes beside it.

    Stretches the PIN: callers from a page pass through a lane (`limits`).
    """
    bind_to(session, account)
    session["private"] = private.hex()
    _keep(session)
    key, share = session.session_key or "", random_bytes()
    path, whole = path_of(key), json.dumps(dict(session.items())).encode()
    asleep = lock(_asleep_key(key, pin, share), whole, b"asleep")
    with alone():
        found = _read(path)
        if found:
            _write(path.with_suffix(".asleep"), found[0], asleep)
            _write(path.with_suffix(".share"), found[0], b"0" + share)


def can_wake(key: str) -> bool:
    """Whether a PIN can still wake it: not after half an hour asleep, nor eight hours after signing in."""
    path = path_of(key)
    found = _read(path.with_suffix(".share"))
    return found is not None and 0 <= found[0].age <= LIMIT and unused(path.with_suffix(".share")) <= IDLE + ASLEEP


def owner(key: str) -> str:
    """The key of the account whose sleeping session this is; empty when there is none."""
    found = _read(path_of(key).with_suffix(".share"))
    return found[0].account if found else ""


def put_beside(key: str, suffix: str, sealed: bytes) -> bool:
    """Keep something sealed beside a session as long as that can be woken. Returns whether it was kept."""
    path = path_of(key)
    with alone():
        found = _read(path.with_suffix(".share"))
        if found:
            _write(path.with_suffix(suffix), found[0], sealed)
    return found is not None


def take_beside(key: str, suffix: str) -> bytes | None:
    """What was kept beside a session; it is gone from there."""
    path = path_of(key).with_suffix(suffix)
    found = _read(path)
    path.unlink(missing_ok=True)
    return found[1] if found else None


def tries_left(key: str) -> int:
    """How many wrong PINs the session still stands; 0 when it can not be woken."""
    found = _read(path_of(key).with_suffix(".share"))
    return TRIES - int(found[1][:1]) if found else 0


def _take_try(path: Path) -> tuple[Head, bytes] | None:
    """The share, with one more try noted on it before it is used, so that tries at the same moment all count."""
    place = path.with_suffix(".share")
    with alone():
        found = _read(place)
        if not found or int(found[1][:1]) >= TRIES:
            remove(path)
            return None
        used = place.stat().st_mtime_ns
        _write(place, found[0], str(int(found[1][:1]) + 1).encode() + found[1][1:])
        os.utime(place, ns=(used, used))
    return found[0], found[1][1:]


def wake(key: str, pin: str) -> bool:
    """Open a sleeping session with the PIN. After five wrong tries the share is destroyed, and the session with it.

    Stretches the PIN: callers from a page pass through a lane (`limits`).
    """
    path = path_of(key)
    asleep = _read(path.with_suffix(".asleep"))
    taken = _take_try(path) if asleep and can_wake(key) else None
    if not asleep or not taken:
        return False
    try:
        whole = unlock(_asleep_key(key, pin, taken[1]), asleep[1], b"asleep")
    except Altered:
        if tries_left(key) <= 0:
            end(path)
        return False
    with alone():
        if not _read(path.with_suffix(".share")):
            return False  # somebody ended it while the PIN was being stretched
        _write(path, asleep[0], lock(_session_key(key), whole, b"session"))
        _write(path.with_suffix(".share"), asleep[0], b"0" + taken[1])
    return True


def _all() -> Iterator[tuple[Path, Head]]:
    for path in folder().iterdir():
        found = _read(path)
        if found:
            yield path, found[0]


def sweep() -> int:
    """Put to sleep what was not used for five minutes, end what is over. Run every few seconds by the supervisor."""
    swept = 0
    for path, head in list(_all()):
        if path.suffix == ".new":
            if unused(path) > IDLE:
                path.unlink(missing_ok=True)  # left by a process that ended while it wrote
            continue
        base = path.with_suffix("")
        recent = min(unused(base), unused(base.with_suffix(".share")))
        over = head.is_over or (head.account and recent > IDLE + ASLEEP)
        if over:
            end(base)
        elif head.account and not path.suffix and unused(path) > IDLE:
            path.unlink(missing_ok=True)
        else:
            continue
        swept += 1
    return swept


def end_all(centre: Centre) -> int:
    """End every session of a centre, awake or asleep, in every process, at once. Returns how many."""
    return _end(lambda head: head.centre == centre.key)


def end_of(account: Account) -> int:
    """End every session of one account."""
    return _end(lambda head: head.account == account.key)


def _end(whose: Callable[[Head], bool]) -> int:
    with alone():
        found = [path for path, head in _all() if whose(head)]
        for path in found:
            path.unlink(missing_ok=True)
    return len({path.stem for path in found})


def ask_for_new_processes() -> None:
    """Have the supervisor replace the processes that serve pages, so that what they held in memory is gone."""
    if supervisor := os.environ.get("CORRIDOR_SUPERVISOR"):
        with suppress(ProcessLookupError):  # it has fallen, and these processes with it
            os.kill(int(supervisor), signal.SIGHUP)


def member_of(request: HttpRequest) -> Member:
    """Who acts in this request, with her key. Raises NoKey when nobody has unlocked."""
    private = request.session.get("private")
    if not isinstance(request.user, Account) or not private:
        raise NoKey
    return Member(request.user, bytes.fromhex(private))
