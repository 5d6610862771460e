"""What is typed, before any view reads it: U+0000 is left out.

No keyboard has it, and PostgreSQL takes it in no text: a view that looks for such a name would fall over.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

NUL = "\0"


class Typed:
    """Middleware: questions and forms come to a view without U+0000."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        for name in ("GET", "POST"):
            given: QueryDict = getattr(request, name)
            if any(NUL in one for key, values in given.lists() for one in (key, *values)):
                setattr(request, name, without_nul(given))


def without_nul(given: QueryDict) -> QueryDict:
    """The same names and values without that sign."""
    plain = QueryDict(mutable=True, encoding=given.encoding)
    for key, values in given.lists():
        plain.setlist(key.replace(NUL, ""), [one.replace(NUL, "") for one in values])
    plain._mutable = False
    return plain
