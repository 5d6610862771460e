"""What is answered when something fails: a plain page that says what to do, and shows nothing of what went wrong.

These pages ask neither the database nor who is signed in, so that they stand when nothing else does. Where a form could
not be kept, what was typed comes back inside the page, to be sent again with one button.
"""

import errno
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, InternalError, OperationalError, connection
from django.db.transaction import TransactionManagementError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi, get_language_from_request, override
from django.utils.translation import gettext_lazy as _

from corridor.safe.faults import Fault, KeyringMissing, NoKey

SOON = 10  # seconds after which it is worth trying again
TOLD = {
    400: (_("That could not be read"), _("What your browser sent could not be read. Go back and try again.")),
    403: (
        _("This form was not taken"),
        _(
            "It may have been open for too long, or your browser keeps no cookies. Go back, load the page anew, and "
            "send it again."
        ),
    ),
    405: (_("Nothing to see at this address"), _("It only takes what a form sends. Go back to the page before.")),
    409: (_("That did not work"), ""),
    413: (
        _("That is too large"),
        _("A file may have 25 MB, a form two million letters. Nothing was kept. Go back and send less."),
    ),
    500: (
        _("Something went wrong on our side"),
        _(
            "Nothing was half-kept. Go back and try again; if it stays, tell the person who runs this Corridor when it "
            "happened."
        ),
    ),
    503: (
        _("Not just now"),
        _("The database does not answer at the moment. Nothing was half-kept. Try again in a few seconds."),
    ),
    507: (
        _("There is no room left on the disk"),
        _(
            "Reading goes on, and Lock and Seal work. New things can be kept again when the person who runs this "
            "Corridor has made room."
        ),
    ),
}
# What is sent under these actions may be a passphrase, a PIN or a card: it is never handed back.
OF_FAULTS: dict[type[Fault], int] = {KeyringMissing: 503, NoKey: 403}
# What is said after the database went away in the middle of a transaction, when somebody still asks inside it.
LOST = InternalError | TransactionManagementError
SECRET = {"sign_in", "own_account", "make_cards", "reopen_centre", "seal_by_link"}
LETTERS = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)
NEVER_ENDING = "<!doctype html><html lang=en><meta charset=utf-8><title>Corridor</title><h1>Something went wrong</h1>"


def page(status: int, request: HttpRequest | None = None, told: str = "") -> HttpResponse:
    """The plain page for a status; with a request whose form was not kept, what was typed is in it."""
    title, words = TOLD[status]
    kept = list(_typed(request)) if request and status in {503, 507} else []
    context = {
        "title": title,
        "told": told or words,
        "kept": kept,
        "address": request.get_full_path() if request and kept else "",
        "language": get_language() or "en",
        "right_to_left": get_language_bidi(),
    }
    try:
        content = str(render_to_string("ui/failure.html", context))
    except Exception:  # the last page must come whatever is broken
        content = NEVER_ENDING
    response = HttpResponse(content, status=status)
    if status == 503:
        response["Retry-After"] = str(SOON)
    return response


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Names and values of the form that was sent, unless it may hold a secret."""
    match = request.resolver_match
    rows = getattr(match.func, "rows", {}) if match else {}
    if request.method != "POST" or rows.get("POST") in {None, *SECRET}:
        return
    try:
        for name, values in request.POST.lists():
            yield from ((name, str(value)) for value in values)
    except Exception:  # what can not be read can not be handed back
        return


def status_of(error: BaseException | None) -> int:
    """Which page an error gets: no room, not now, a fault told in words, or simply that something went wrong."""
    for one in _chain(error):
        if isinstance(one, Fault):
            return OF_FAULTS.get(type(one), getattr(one, "status", 409))
        if isinstance(one, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
            return 413
        if isinstance(one, OSError) and one.errno in {errno.ENOSPC, errno.EDQUOT}:
            return 507
        told = getattr(one, "sqlstate", None) or getattr(one, "sqlite_errorname", None) or ""
        if told in {"53100", "SQLITE_FULL"} or (told.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")) and _no_room()):
            return 507
        if isinstance(one, OperationalError | InterfaceError | MemoryError | LOST | _driver_lost()):
            return 507 if 507 in {status_of(cause) for cause in [one.__cause__] if cause} else 503
    return 500


def _driver_lost() -> Any:
    """The same, as the driver itself tells it: of a row in the middle of a large answer, past the framework."""
    driver: Any = connection
    return driver.Database.OperationalError | driver.Database.InterfaceError


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _no_room() -> bool:
    from corridor.safe.disk import BALLAST, free

    return free() < BALLAST


def went_wrong(request: HttpRequest) -> HttpResponse:
    """handler500: the page that fits the error. A database that has no room is noted, so that nobody writes in vain."""
    from corridor.safe.disk import note_full

    error = sys.exc_info()[1]
    note_full(error)
    told = next((str(one.told) for one in _chain(error) if isinstance(one, Fault)), "")
    return page(status_of(error), request, told)


def not_read(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """handler400: what was sent is too large, or not what a browser sends."""
    return page(413 if status_of(exception) == 413 else 400)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: the form did not come from a page of ours, or was open for too long."""
    return page(403)


def in_our_letters(environ: dict[str, Any]) -> dict[str, Any]:
    """A request as the framework may read it: without the letters that it says it is in. Ours are sent in UTF-8.

    The framework reads even the address in them, before any page of ours is asked, and falls where they are none.
    """
    return environ | {"CONTENT_TYPE": LETTERS.sub("", environ.get("CONTENT_TYPE") or "")}


class Limits:
    """Middleware: what is too large is refused before it is read; an answer without words gets some."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if refused := self._refused(request):
            with override(get_language_from_request(request)):
                return page(refused)
        response: Any = self.get_response(request)
        if response.status_code == 405 and not response.content:
            response.content = page(405).content
            response["Content-Length"] = str(len(response.content))
        return response

    def _refused(self, request: HttpRequest) -> int:
        """The status with which it is refused unread; 0 for none."""
        length = self._length(request)
        return 413 if length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE else 400 if length < 0 else 0

    @staticmethod
    def _length(request: HttpRequest) -> int:
        """How many bytes it says it holds; below zero when that is no number."""
        told = request.META.get("CONTENT_LENGTH") or "0"
        return int(told) if told.isdecimal() and len(told) < 20 else -1
