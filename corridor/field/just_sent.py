"""Which forms were sent in the last two minutes, so that an answer lost on a bad line can be had once more.

Held in memory beside the sessions, under a name that says nothing and for no longer: later, whoever finds the page
open on her phone and sends it again learns that it was kept, and no receipt.
"""

from contextlib import suppress
from pathlib import Path

from django.conf import settings

from corridor.safe.primitives import derive
from corridor.safe.sessions import now

SECONDS = 120


def _folder() -> Path:
    path = settings.RUN / "just-sent"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def _path(secret: bytes) -> Path:
    return _folder() / derive(secret, "just sent").hex()


def remember(secret: bytes) -> None:
    """Note that the form with this secret was sent now; forget those of which it is too long ago."""
    with suppress(OSError):  # what was sent is kept all the same
        for path in _folder().iterdir():
            if not _is_fresh(path):
                path.unlink(missing_ok=True)
        _path(secret).write_text(str(now()))


def was_just_sent(secret: bytes) -> bool:
    return _is_fresh(_path(secret))


def _is_fresh(path: Path) -> bool:
    with suppress(OSError, ValueError):
        return 0 <= now() - int(path.read_text()) < SECONDS * 10**9
    return False
