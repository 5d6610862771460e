"""The one search box."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from corridor.access.doors import door
from corridor.learning.search import index, search
from corridor.programme.queries import DATED, KINDS, records, version
from corridor.reference.kinds import kinds

SIZE = 20  # results on a page
LONGEST = 500  # characters of a query that are read


@door("read_public")
def search_page(request: HttpRequest) -> HttpResponse:
    """Results over the shelf and what editors wrote, best first, narrowed by kind."""
    words, kind = request.GET.get("q", "")[:LONGEST].strip(), request.GET.get("kind", "")
    index().update(lambda: [one for kind in (*KINDS, *DATED) for one in records(kind)], version())
    reader = get_language() or "en"
    results = search(
        words, kinds=[kind] if kind in kinds() else None, limit=SIZE, offset=offset_of(request), reader=reader
    )
    pages = Paginator(range(results.total), SIZE)
    counts = [(kinds()[name], count) for name, count in results.counts.items()]
    shown = {"query_words": words, "results": results, "counts": counts, "kind": kind}
    return render(request, "learning/search.html", {**shown, "page": pages.get_page(request.GET.get("page"))})


def offset_of(request: HttpRequest) -> int:
    """How many results come before the page asked for; nonsense means the first page."""
    page = request.GET.get("page", "1")
    return (int(page) - 1) * SIZE if page.isascii() and page.isdigit() and 0 < int(page[:6]) < 10_000 else 0
