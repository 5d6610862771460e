"""The notebook's list: today first, what a search finds, views that she saved."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.safe.actions import notebook as actions
from corridor.safe.casebook import Entry, Reading
from corridor.safe.content import Content
from corridor.safe.keys import Member
from corridor.safe.notebook import reading as notes
from corridor.safe.notebook.contents import NAME_LONGEST, NamedView, SavedView
from corridor.safe.notebook.reading import KIND_LABELS, PAGE, TODAY_MOST, Filters
from corridor.safe.views.telling import with_reading

MOST_VIEWS = 20


# The member and what she reads now. What is not hers to read is not there; a fault is told, nothing half-done.
with_notebook = with_reading("read_note")
with_today = with_reading("read_note", everything=False)  # only what stands open, which is there at once


def entry_of(known: Reading, id: str, kind: type[Content]) -> Entry:
    """The record of this type. Raises Http404 when it is not there or not hers; Altered, UnknownVersion."""
    entry = known.get(id)
    if entry is None or entry.type != kind.TYPE:
        raise Http404
    if not isinstance(entry.content, kind):
        raise Http404
    return entry


def _common(request: HttpRequest, member: Member, known: Reading, filters: Filters) -> dict[str, Any]:
    return {
        "troubles": notes.troubles(known),
        "filters": filters,
        "kinds": KIND_LABELS,
        "views": views_of(known, SavedView),
        "may_write": may(request, "write_note"),
        "today": timezone.localdate(),
    }


@door("read_note")
@with_today
def front(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """Today: what is due or overdue, then what else stands open, and what she has not finished."""
    due, others = notes.today(known, timezone.localdate())
    page = _common(request, member, known, Filters()) | {
        "due": due[:TODAY_MOST],
        "more_due": max(len(due) - TODAY_MOST, 0),
        "others": others[:TODAY_MOST],
        "more": max(len(others) - TODAY_MOST, 0),
        "drafts": notes.drafts(known, member.account),
    }
    return render(request, "safe/notebook/today.html", page)


@door("read_note", post="same")
@with_notebook
def search(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """What fits the filters. They are posted and held in the session, so that no address ever holds them."""
    if request.method == "POST":
        if "page" in request.POST:
            request.session["notebook_page"] = request.POST["page"][:6]
        else:
            remember(request, Filters.of(request.POST))
        return redirect("safe:notebook_found")
    filters = Filters.of(request.session.get("notebook") or {})
    found = notes.found(known, filters)
    pages = max(-(-len(found) // PAGE), 1)
    asked = str(request.session.get("notebook_page") or 1)
    here = min(max(int(asked) if asked.isdecimal() else 1, 1), pages)
    page = _common(request, member, known, filters) | {
        "found": found[(here - 1) * PAGE : here * PAGE],
        "count": len(found),
        "here": here,
        "pages": pages,
    }
    return render(request, "safe/notebook/found.html", page)


def remember(request: HttpRequest, filters: Filters) -> None:
    request.session["notebook"], request.session["notebook_page"] = filters.plain(), 1


def views_of(known: Reading, kind: type[NamedView]) -> list[Entry]:
    """The views of one list that she saved, by name."""
    return sorted(notes.of_type(known, kind), key=lambda one: str(one.plain["c"]["name"]))


def save_view(
    request: HttpRequest, member: Member, known: Reading, kind: type[NamedView], filters: dict[str, str]
) -> None:
    """Save filters of a list under the name that was posted, and say so; or say why not."""
    name = " ".join(request.POST.get("name", "").split())
    if not name or len(name) > NAME_LONGEST:
        messages.error(request, gettext("A saved view needs a name of at most 200 characters."))
    elif len(known.of_type(kind)) >= MOST_VIEWS:
        messages.error(request, gettext("You have 20 saved views already. Remove one first."))
    else:
        actions.keep_view(kind(name=name, **filters), known, by=member)
        messages.success(request, gettext("The view is saved. Only you see it."))


@door(post="read_note")
@with_today
def keep_view(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """Save the filters of the last search under a name."""
    save_view(request, member, known, SavedView, Filters.of(request.session.get("notebook") or {}).plain())
    return redirect("safe:notebook_found")


@door(post="read_note")
@with_today
def use_view(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Search again with a saved view."""
    remember(request, Filters.of(vars(entry_of(known, id, SavedView).content)))
    return redirect("safe:notebook_found")


@door(post="read_note")
@with_today
def drop_view(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Remove a saved view."""
    actions.drop_view(entry_of(known, id, SavedView), by=member)
    return redirect("safe:notebook")
