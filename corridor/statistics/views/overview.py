"""The first page of statistics."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.access.doors import door
from corridor.figures import published


@door("read_statistics")
def overview(request: HttpRequest) -> HttpResponse:
    """Which quarters are released, and what changed."""
    return render(request, "statistics/overview.html", {"releases": published.series()})
