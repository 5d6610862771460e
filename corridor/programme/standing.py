"""What editors wrote of rates, wages, fee rules and deadlines, laid over the shelf in every process of the server.

Rules read the shelf and ask no table. A file beside the sessions says when something was written last; each request
looks at its time, and only where it is another one are the rows read. A process reads them once at its first request.
"""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse

from corridor.programme.queries import dated
from corridor.reference.shelf import lay_over

UNREAD = -1
_seen = UNREAD


def _signal() -> Path:
    return Path(settings.RUN) / "shelf-written"


def _written() -> int:
    """When something was written last, in nanoseconds; 0: not since the server started."""
    try:
        return _signal().stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def refresh() -> None:
    """Lay the rows over the shelf, where they were written since this process read them.

    Where the database does not answer, the shelf stays as it was and the next request tries again: a page that needs no
    table still comes.
    """
    global _seen
    if (written := _written()) == _seen:
        return
    try:
        lay_over(dated())
    except (OperationalError, InterfaceError):
        return
    _seen = written


def tell() -> None:
    """Call in the transaction of a write: when it holds, every process reads anew."""

    def written() -> None:
        _signal().parent.mkdir(parents=True, exist_ok=True)
        _signal().write_bytes(b"")
        refresh()

    transaction.on_commit(written)


def begin() -> None:
    """As where nothing was ever written: of the files alone."""
    global _seen
    lay_over({})
    _seen = 0


class Standing:
    """Middleware: the shelf is as it stands before a view reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        refresh()
        return self.get_response(request)
