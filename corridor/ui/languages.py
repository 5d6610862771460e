"""Languages of the pages: chosen by `?lang=`, kept in a cookie; PO files with a status on every string.

Each entry of a PO file carries a comment `status: made` or `status: reviewed`. Nothing is called reviewed unless a
speaker of the language has read it in its place.
"""

import os
from collections.abc import Callable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

STATUSES = ("made", "reviewed")
ONE_YEAR = 365 * 24 * 60 * 60  # seconds


class LanguageChoice:
    """Takes `?lang=ar` from an address, so that a page in a language can be linked to, and remembers it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("lang")
        if chosen not in dict(settings.LANGUAGES):
            return self.get_response(request)
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = chosen
        response = self.get_response(request)
        if getattr(response, "remembers_nothing", False):  # a page that leaves nothing in a browser
            return response
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=ONE_YEAR,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Strict",
        )
        return response


def compile_languages() -> None:
    """Make the MO files that Django reads from the PO files, where a PO file is newer."""
    for source in Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as reading:
            catalogue = read_po(reading)
        fresh = target.with_suffix(f".{os.getpid()}.fresh")  # two processes may do it at the same time
        with fresh.open("wb") as writing:
            write_mo(writing, catalogue)
        fresh.replace(target)


def has_unreviewed(language: str | None = None) -> bool:
    """Whether the interface in this language holds strings that no speaker has reviewed (English is the original)."""
    return (language or get_language() or "en").split("-")[0] != "en"
