"""Every route has a door: the row of the table that says who may pass. A route without one does not open at all.

Signed out, every inner address gives the same sign-in page. Signed in, what she may not do and what is not there give
the same answer. The doors know roles; whether a record is hers to read is decided where records are read (`safe`).
"""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

from corridor.access.queries import may
from corridor.access.table import MAY, is_public

View = Callable[..., HttpResponse]


def door(action: str = "", *, post: str = "") -> Callable[[View], View]:
    """Mark a view with the action it is (and another one for sending a form). Raises KeyError for an unknown action.

    A view without `post` answers only questions (GET, HEAD); post="same" takes forms under the same action; a view
    with `post` alone takes only forms.
    """
    rows = {"GET": MAY[action].action, "HEAD": action} if action else {}
    if post:
        rows["POST"] = MAY[action if post == "same" else post].action

    def mark(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if refused := refusal(request, rows):
                return refused
            if any("\0" in str(one) for one in kwargs.values()):  # PostgreSQL does not even look for such a name
                return not_there(request)
            return view(request, *args, **kwargs)

        inner.rows = rows  # type: ignore[attr-defined]
        return inner

    return mark


def refusal(request: HttpRequest, rows: dict[str, str]) -> HttpResponse | None:
    """The answer to somebody who may not pass; None when she may."""
    outside = any(not is_public(action) for action in rows.values()) and not request.user.is_authenticated
    if outside:
        return import_string(settings.SIGN_IN_PAGE)(request)
    if not any(may(request, action) for action in rows.values()):
        return not_there(request)
    if request.method not in rows:
        return HttpResponseNotAllowed(sorted(rows))
    return None if may(request, rows[request.method]) else not_there(request)


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The one answer for what does not exist and for what may not be seen; it does not show a room that has no page."""
    return render(request, "404.html", {"here_room": ""}, status=404)


class Doors:
    """Middleware: a view without a door is not opened, whatever else went wrong."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        return None if hasattr(view, "rows") else not_there(request)


def routes(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route of the installation: its whole pattern and the route itself."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


@register("doors")
def every_route_has_a_door(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Refuses to start while a route stands without a row in the table."""
    return [
        Error(f"{address or '/'} has no row in the table of who may do what", hint="mark its view with @door(...)")
        for address, route in routes()
        if not hasattr(route.callback, "rows")
    ]
