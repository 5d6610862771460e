"""Searches among the cases that somebody saved under a name, for herself alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from corridor.access.doors import door
from corridor.centre.contents import SavedSearch
from corridor.centre.searching import Filters
from corridor.centre.views.found import remember
from corridor.safe.actions import notebook as actions
from corridor.safe.casebook import Reading
from corridor.safe.keys import Member
from corridor.safe.views.notebook import entry_of, save_view
from corridor.safe.views.telling import with_reading

reads = with_reading("read_case", everything=False)  # what stands open, as these do, is there at once


@door(post="read_case")
@reads
def keep(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """Save the filters of the last search under a name."""
    save_view(request, member, known, SavedSearch, Filters.of(request.session.get("cases") or {}).plain())
    return redirect("centre:found")


@door(post="read_case")
@reads
def use(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Search again with a saved one."""
    remember(request, Filters.of(vars(entry_of(known, id, SavedSearch).content)))
    return redirect("centre:found")


@door(post="read_case")
@reads
def drop(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Remove a saved search."""
    actions.drop_view(entry_of(known, id, SavedSearch), by=member)
    return redirect("centre:found")
