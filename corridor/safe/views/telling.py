"""How pages answer when something can not be done: in plain words, with nothing half-done."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.access.doors import not_there
from corridor.safe.casebook import Reading
from corridor.safe.faults import Fault, NoKey
from corridor.safe.queries import reading
from corridor.safe.sessions import member_of
from corridor.safe.views.chaining import chain_reading

View = Callable[..., HttpResponse]
AT_OPENING: list[Callable[[Reading], object]] = []  # what later rooms look after when somebody opens the casebook
OPENED = ("id", "part")  # parts of an address that name a record
SHOWN = {200, 409, 422}  # answers that show it: a page, a form with faults; no redirect, nothing that is not hers


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


def with_reading(action: str, *, everything: bool = True) -> Callable[[View], View]:
    """Give the view the member and what she reads under this row of the table; ids come as text.

    What is not hers to read is not there; a fault is told in plain words, nothing is half-done. That she opened the
    record which the address names is chained here, so that no page can forget it.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, **parts: object) -> HttpResponse:
            ids = {name: str(value) for name, value in parts.items()}
            try:
                member = member_of(request)
                known = reading(member, action, everything=everything)
                if everything and request.method == "GET":
                    look_after(known)
            except Fault as fault:
                return told(request, fault, 403)
            try:
                response = view(request, member, known, **ids)
            except (NoKey, Http404):
                return not_there(request)
            except Fault as fault:
                return told(request, fault, 409)
            if response.status_code in SHOWN:
                for entry in [known.get(ids[name]) for name in OPENED if name in ids]:
                    if entry:
                        chain_reading(request, entry, member)
            return response

        return inner

    return mark


def look_after(known: Reading) -> None:
    """What can only be seen with a key and is due now and again; whatever it costs, the page comes."""
    for work in AT_OPENING if known.book else ():
        work(known)


def told(request: HttpRequest, fault: Fault, status: int) -> HttpResponse:
    """A fault in plain words."""
    return render(request, "safe/notebook/told.html", {"fault": fault}, status=status)
