"""Sessions: held in memory, never in the database; what is in one opens only with the browser's cookie.

A member's session falls asleep after five minutes without use. What would open it with the cookie alone is then gone;
her PIN wakes it, together with a share held here, which is destroyed after five wrong tries or half an hour. Eight
hours after signing in it ends. All ages are counted on the machine's running clock, which no setting of the date moves.
"""

import hashlib
import json
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.http import HttpRequest

from corridor.access.models import Account, Centre
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
    """What stands in clear at the head of a session's file: whose it is, so that Lock finds it, and when it began."""

    centre: str
    account: str
    began: int

    @property
    def age(self) -> float:
        return (now() - self.began) / 1e9


def folder() -> Path:
    path = settings.RUN / "sessions"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def path_of(key: str) -> Path:
    return folder() / hashlib.sha256(key.encode()).hexdigest()


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
                return data
        if not self.asleep:
            self._session_key = None
        return {}

    def _is_over(self, key: str, head: Head) -> bool:
        if head.age > LIMIT or head.age < 0:
            self.delete(key)
            return True
        if head.account and unused(path_of(key)) > IDLE:
            path_of(key).unlink(missing_ok=True)
            return True
        return False

    @property
    def asleep(self) -> bool:
        """Whether a PIN can wake this session."""
        key = self.session_key
        return bool(key) and not path_of(key).exists() and can_wake(key)

    def exists(self, session_key: str) -> bool:
        return path_of(session_key).exists()

    def create(self) -> None:
        self._session_key = self._get_new_session_key()
        self.modified = True
        self.save(must_create=True)

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)
        path = path_of(self.session_key)
        old = _read(path)
        if old is None and not must_create:
            if self.asleep:
                return None
            if data.get("account"):
                raise UpdateError  # it was ended by somebody (lock, leaving) while this request ran
        head = Head(data.get("centre", ""), data.get("account", ""), old[0].began if old else now())
        _write(path, head, lock(_session_key(self.session_key), json.dumps(data).encode(), b"session"))

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            remove(path_of(key))

    @classmethod
    def clear_expired(cls) -> None:
        sweep()


def remove(path: Path) -> None:
    for one in (path, path.with_suffix(".asleep"), path.with_suffix(".share")):
        one.unlink(missing_ok=True)


def begin(session: SessionBase, account: Account, private: bytes, pin: str) -> None:
    """The session of somebody who has signed in wholly: her key in it, and what her PIN wakes beside it."""
    session["account"], session["private"] = account.key, private.hex()
    session["centre"] = account.centre.key if account.centre else ""
    session.save()
    key, share = session.session_key or "", random_bytes()
    path = path_of(key)
    found = _read(path)
    if found:
        whole = json.dumps(dict(session.items())).encode()
        _write(path.with_suffix(".asleep"), found[0], lock(_asleep_key(key, pin, share), whole, b"asleep"))
        _write(path.with_suffix(".share"), found[0], b"0" + share)


def can_wake(key: str) -> bool:
    path = path_of(key)
    found = _read(path.with_suffix(".share"))
    if not found or found[0].age > LIMIT or unused(path.with_suffix(".share")) > ASLEEP + IDLE:
        remove(path)
        return False
    return True


def wake(key: str, pin: str) -> bool:
    """Open a sleeping session with the PIN. After five wrong tries the share is destroyed, and the session with it."""
    path = path_of(key)
    share, asleep = _read(path.with_suffix(".share")), _read(path.with_suffix(".asleep"))
    if not share or not asleep or not can_wake(key):
        return False
    tries = int(share[1][:1]) + 1
    if tries > TRIES:
        remove(path)
        return False
    keep_age = path.with_suffix(".share").stat().st_mtime_ns
    _write(path.with_suffix(".share"), share[0], str(tries).encode() + share[1][1:])
    os.utime(path.with_suffix(".share"), ns=(keep_age, keep_age))
    try:
        whole = unlock(_asleep_key(key, pin, share[1][1:]), asleep[1], b"asleep")
    except Altered:
        if tries == TRIES:
            remove(path)
        return False
    _write(path, asleep[0], lock(_session_key(key), whole, b"session"))
    _write(path.with_suffix(".share"), share[0], b"0" + share[1][1:])
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
            continue
        base = path.with_suffix("")
        recent = min(unused(base), unused(base.with_suffix(".share")))
        over = head.age > LIMIT or head.age < 0 or (head.account and recent > IDLE + ASLEEP)
        if over:
            remove(base)
        elif head.account and not path.suffix and unused(path) > IDLE:
            path.unlink(missing_ok=True)
        else:
            continue
        swept += 1
    return swept


def end_all(centre: Centre) -> int:
    """End every session of a centre, awake or asleep, in every process, at once."""
    found = [path for path, head in _all() if head.centre == centre.key]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def end_of(account: Account) -> None:
    for path, head in _all():
        if head.account == account.key:
            path.unlink(missing_ok=True)


def ask_for_new_processes() -> None:
    """Have the supervisor replace the processes that serve pages, so that what they held in memory is gone."""
    if supervisor := os.environ.get("CORRIDOR_SUPERVISOR"):
        os.kill(int(supervisor), signal.SIGHUP)


def member_of(request: HttpRequest) -> Member:
    """Who acts in this request, with her key. Raises NoKey when nobody has unlocked."""
    private = request.session.get("private")
    if not isinstance(request.user, Account) or not private:
        raise NoKey
    return Member(request.user, bytes.fromhex(private))
