"""The public front page and what Corridor is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from corridor import __version__, pathway
from corridor.access.doors import door
from corridor.access.menu import first_page
from corridor.reference.shelf import shelf


@door("read_public")
def front(request: HttpRequest) -> HttpResponse:
    """What this is in one sentence, the path, three doors; a member of a centre begins where her work is."""
    if own := first_page(request):
        return redirect(own)
    return render(request, "window/front.html", {"rooms": pathway.ON_PATH})


@door("read_public")
def about(request: HttpRequest) -> HttpResponse:
    """Where the knowledge comes from, what is built and what is not yet."""
    documents = [work for work in shelf().all("bibliography")[:5]]
    return render(
        request, "window/about.html", {"rooms": pathway.ROOMS, "documents": documents, "version": __version__}
    )
