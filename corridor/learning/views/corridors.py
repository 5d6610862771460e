"""Corridor pages: both ends of a road side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def corridor_list(request: HttpRequest) -> HttpResponse:
    return render(request, "learning/corridors.html", {})


def corridor_page(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "learning/corridor.html", {"code": code})
