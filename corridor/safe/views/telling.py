"""How pages answer when something can not be done: in plain words, with nothing half-done."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.access.doors import not_there
from corridor.safe.faults import Fault, NoKey
from corridor.safe.sessions import member_of

View = Callable[..., HttpResponse]


def with_member(view: View) -> View:
    """Hands the view who acts, with her key. What is not hers is not there; any other fault is told on a page."""

    @wraps(view)
    def inner(request: HttpRequest, **parts: Any) -> HttpResponse:
        try:
            return view(request, member_of(request), **parts)
        except NoKey:
            return not_there(request)
        except Fault as fault:
            return render(request, "safe/told.html", {"fault": fault}, status=409)

    return inner


def unkept(response: HttpResponse) -> HttpResponse:
    """A page with a secret on it is kept by no browser and nothing in between."""
    response["Cache-Control"] = "no-store"
    return response


def cleared(response: HttpResponse) -> HttpResponse:
    """The browser drops the pages it kept."""
    response["Clear-Site-Data"] = '"cache"'
    return unkept(response)
