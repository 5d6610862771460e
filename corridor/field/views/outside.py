"""What the pages share that somebody opens without an account: no script but the one that records a voice, no cookie
but the form's own, no trace.
"""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from corridor.access.models import Centre
from corridor.access.zones import live_in
from corridor.field.actions.reports import Told
from corridor.field.contents import KINDS
from corridor.field.files import fitting
from corridor.reference.labels import term_label
from corridor.reference.shelf import shelf
from corridor.safe import limits
from corridor.safe.limits import Attempt, TryLater
from corridor.safe.models import FOUNDING
from corridor.safe.notebook.forms import FORM_LONGEST, Text, new_form, plain_area
from corridor.ui.headers import POWERS_OFF

WITH_VOICE = {"report", "waiting"}  # pages on which a voice can be recorded
MICROPHONE = POWERS_OFF.replace("microphone=()", "microphone=(self)")
LONGEST, REACH_LONGEST, MOST_FILES = 20_000, 1_000, 6  # characters, characters, files of one report


def centre_of(key: str) -> Centre | None:
    """The centre of this key, in whose hour the page is answered; None when there is none, or it is being founded."""
    found = Centre.objects.filter(key=key, ground__isnull=False).exclude(ground__state=FOUNDING).first()
    if found:
        live_in(found)
    return found


def kinds() -> list[str]:
    """What a report can be about: the shelf's codes, in its order."""
    return list(shelf().terms[KINDS])


def kind_label(kind: str) -> str:
    return term_label(KINDS, kind, (get_language() or "en").split("-")[0])


def form_of(request: HttpRequest) -> str:
    return request.POST.get("form", "")[:FORM_LONGEST] or new_form()


def told_in(request: HttpRequest, kind: str) -> tuple[Told, list[str]]:
    """What was said in a form, and what does not fit in it."""
    text, reach = (Text().to_python(request.POST.get(name)) for name in ("text", "reach"))
    given = [*request.FILES.getlist("voice"), *request.FILES.getlist("photo")]
    found = [fitting(one.name or "", one.read()) for one in given]
    faults = [why for _, why in found if why]
    files = tuple(file for file, _ in found if file)
    if len(files) > MOST_FILES:
        faults.append(gettext("At most %(most)s files can be sent at once.") % {"most": MOST_FILES})
    if len(text) > LONGEST or not (text or given):
        faults.append(_letters(len(text), LONGEST))
    if len(reach) > REACH_LONGEST:
        faults.append(_letters(len(reach), REACH_LONGEST))
    if faults and given:
        faults.append(
            gettext(
                "What you typed is kept in this page: leave it open, and send it again. A file has to be chosen again."
            )
        )
    language = (get_language() or "en").split("-")[0]
    return Told(text, kind, reach, language, files), faults


def _letters(found: int, most: int) -> str:
    told = gettext("%(found)s letters were found; between 1 and %(most)s can be sent. Nothing was sent yet.")
    return told % {"found": found, "most": most}


def slowed(request: HttpRequest, centre: Centre) -> AbstractContextManager[Attempt | None]:
    """Every message counts; a machine that floods is slowed, a room full of people is not."""
    if not settings.LIMIT_PUBLIC_WRITING:
        return nullcontext()
    return limits.WRITING.attempt(centre.key, limits.network_of(request))


def outside_page(
    request: HttpRequest,
    template: str,
    centre: Centre,
    *,
    faults: list[str] | None = None,
    later: TryLater | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """A page that leaves nothing in the browser; the language stands in the address."""
    told = [*(faults or []), *([str(later.told)] if later else [])]
    page = {"centre": centre, "languages": settings.LANGUAGES, "area": plain_area(6), "faults": told} | more
    code = later.status if later else status
    response = render(request, f"field/{template}.html", page, status=code)
    response.remembers_nothing = True  # type: ignore[attr-defined]
    response["Cache-Control"] = "no-store"
    if template in WITH_VOICE:
        response["Permissions-Policy"] = MICROPHONE
    if later:
        response["Retry-After"] = str(later.seconds)
    return response
