"""Pages of the lessons: the list with its filters, and one lesson with everything it belongs with."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.access.doors import door
from corridor.learning import queries
from corridor.reference.shelf import shelf

EDITIONS = {"2019": "WIF2019", "2023": "WIF2023"}


@door("read_public")
def lesson_list(request: HttpRequest) -> HttpResponse:
    """Lessons by stage, practice area, edition and instrument; the filters stand in the address."""
    chosen = {name: request.GET.get(name, "") for name in ("stage", "area", "edition", "instrument")}
    found = queries.lessons(**chosen)
    terms = shelf().terms
    return render(
        request,
        "learning/lessons.html",
        {
            "page": Paginator(found, 50).get_page(request.GET.get("page")),
            "count": len(found),
            "all": len(shelf().entries("lessons")),
            "chosen": chosen,
            "stages": list(terms["stage"]),
            "areas": list(terms["practice-area"]),
            "editions": EDITIONS,
            "instruments": queries.instruments_in_lessons(),
        },
    )


@door("read_public")
def lesson_page(request: HttpRequest, id: str) -> HttpResponse:
    """One lesson: claim, how it was learned, what it means, what works better, and what it is to be read with."""
    lesson = shelf().get("lessons", id)
    if lesson is None:
        raise Http404
    return render(request, "learning/lesson.html", queries.around_lesson(lesson))
