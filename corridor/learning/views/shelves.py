"""The shelf in the browser: every kind of record as list, page, CSV and JSON."""

import csv

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import redirect, render

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.programme.names import add_label
from corridor.programme.queries import DATED, KINDS
from corridor.reference.kinds import Kind, kinds
from corridor.reference.shelf import shelf, write_value
from corridor.ui.addresses import OWN_PAGES, address_of


def kind_or_404(name: str) -> Kind:
    try:
        return kinds()[name]
    except KeyError:
        raise Http404 from None


@door("read_public")
def shelf_front(request: HttpRequest) -> HttpResponse:
    """What the shelf holds."""
    held = [(kind, len(shelf().entries(kind.name))) for kind in kinds().values()]
    return render(request, "learning/shelf.html", {"held": held})


@door("read_public")
def kind_list(request: HttpRequest, kind: str) -> HttpResponse:
    """All entries of one kind; those that editors keep too are listed with theirs."""
    about = kind_or_404(kind)
    if kind in KINDS:
        return redirect(f"programme:{kind}")
    page = Paginator(shelf().all(kind), 100).get_page(request.GET.get("page"))
    more = {
        "may_edit": kind in DATED and may(request, "edit_reference"),
        "add_label": add_label(kind) if kind in DATED else "",
    }
    return render(request, "learning/kind.html", {"kind": about, "page": page, "fields": about.fields, **more})


@door("read_public")
def entry_page(request: HttpRequest, kind: str, id: str) -> HttpResponse | HttpResponsePermanentRedirect:
    """One entry with all its fields and their sources."""
    kind_or_404(kind)
    entry = shelf().get(kind, id)
    if entry is None:
        raise Http404
    if kind in OWN_PAGES:
        return redirect(address_of(entry), permanent=True)
    may_edit = kind in DATED and may(request, "edit_reference")
    return render(request, "learning/entry.html", {"entry": entry, "may_edit": may_edit})


@door("read_public")
def kind_file(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """One kind as CSV (as on the shelf) or JSON."""
    about = kind_or_404(kind)
    if form == "json":
        found = [entry.values for entry in shelf().all(kind)]
        return JsonResponse({"kind": kind, "entries": found}, json_dumps_params={"ensure_ascii": False})
    if form != "csv":
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    writer = csv.writer(response, lineterminator="\n")
    writer.writerow(about.fields)
    for entry in shelf().all(kind):
        writer.writerow(write_value(field, entry.values[field.name]) for field in about.fields.values())
    return response
