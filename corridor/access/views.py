"""Pages of access: the history of public records."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.access.doors import door
from corridor.access.queries import history, member_who_may


@door("read_history")
def history_list(request: HttpRequest) -> HttpResponse:
    """Who changed what, when, before and after; narrowed by kind and record in the address."""
    member_who_may(request, "read_history")
    kind, record = request.GET.get("kind", ""), request.GET.get("record", "")
    page = Paginator(history(kind, record), 50).get_page(request.GET.get("page"))
    return render(request, "access/history.html", {"page": page, "kind": kind, "record": record})
