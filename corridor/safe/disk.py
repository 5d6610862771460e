"""Room on the disk: kept in reserve, so that a full disk stops writing early and in words, and Seal still has room.

Below the reserve (CORRIDOR_DISK_RESERVE) the installation only reads. 64 MiB of ballast lie beside the data: Lock and
Seal let it go when room is short, and whoever must make room at once deletes the file; it comes back by itself.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from corridor.access.doors import refusal
from corridor.safe import failures

BALLAST = 64 * 1024 * 1024  # bytes
SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}
# Sessions are held in memory, Seal removes: these go on, whatever the disk.
EVEN_SO = {"sign_in", "own_account", "lock_centre", "seal_centre", "seal_by_link"}
LETS_GO = {"lock_centre", "seal_centre", "seal_by_link"}


def free() -> int:
    """Bytes that this installation can still write."""
    return shutil.disk_usage(settings.VAR).free


def is_short() -> bool:
    return free() < settings.DISK_RESERVE


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
