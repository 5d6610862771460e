"""Lists of projects, events and publications, and the page of each."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.programme import around, filters
from corridor.programme.names import add_label
from corridor.programme.queries import Library, library
from corridor.reference.shelf import Entry
from corridor.ui.templatetags.corridor import kind_name

PAGE = 50


@door("read_public")
def record_list(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind by filter; every filter stands in the address."""
    held = library()
    want = filters.wanted(kind, request.GET.dict())
    found = filters.found(held, want)
    return render(
        request,
        f"programme/{kind}.html",
        {
            "kind": kind,
            "kind_label": kind_name(kind),
            "add_label": add_label(kind),
            "want": want,
            "words": request.GET.get("words", ""),
            "choices": [(one, want.chosen.get(one.name, "")) for one in filters.choices(held, kind)],
            "sorts": filters.sorts(),
            "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
            "count": len(found),
            "all": len(held.holdings[kind].entries),
            "may_edit": may(request, "edit_record"),
        },
    )


def entry_or_404(held: Library, kind: str, id: str) -> Entry:
    entry = held.get(kind, id)
    if entry is None:
        raise Http404
    return entry


def about_entry(request: HttpRequest, held: Library, entry: Entry) -> dict[str, Any]:
    """What every page of an entry shows: the entry, who wrote it, and what may be done with it."""
    kind = entry.kind.name
    changed = held.holdings[kind].changed.get(entry.id)
    return {
        "kind": kind,
        "kind_label": kind_name(kind),
        "entry": entry,
        "years": filters.span(entry),
        "linked": around.linked(held, entry),
        "changed": changed,
        "corrections": around.corrections(held, entry),
        "may_edit": may(request, "edit_record"),
        "may_read_history": may(request, "read_history"),
    }


@door("read_public")
def project_page(request: HttpRequest, id: str) -> HttpResponse:
    """One project with everything that belongs with it."""
    held = library()
    project = entry_or_404(held, "projects", id)
    return render(
        request, "programme/project.html", about_entry(request, held, project) | around.around_project(held, project)
    )


@door("read_public")
def record_page(request: HttpRequest, kind: str, id: str) -> HttpResponse:
    """One event or publication, with the projects that it belongs to."""
    held = library()
    entry = entry_or_404(held, kind, id)
    projects = [project for one in entry.projects if (project := held.get("projects", one))]
    works = [work for one in entry.values.get("bibliography", ()) if (work := held.shelf.get("bibliography", one))]
    return render(
        request, "programme/record.html", about_entry(request, held, entry) | {"projects": projects, "works": works}
    )
