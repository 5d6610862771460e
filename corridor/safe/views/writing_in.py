"""Writing to a centre from outside: no account, no script, sealed at once, even while the centre is sealed."""

from contextlib import nullcontext

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from corridor.access.doors import door, not_there
from corridor.access.models import Centre
from corridor.access.zones import live_in
from corridor.safe import limits
from corridor.safe.actions.notebook import write_from_outside
from corridor.safe.faults import Closed
from corridor.safe.limits import TooSoon
from corridor.safe.models import FOUNDING
from corridor.safe.notebook.contents import Typed, title_and_text
from corridor.safe.notebook.forms import FORM_LONGEST, Text, new_form, plain_area

LONGEST = 20_000  # characters


@door("write_to_centre", post="same")
def write_in(request: HttpRequest, key: str) -> HttpResponse:
    """Say something to a centre. "Kept" is answered only once it is on the disk; sent twice it is kept once."""
    centre = Centre.objects.filter(key=key, ground__isnull=False).exclude(ground__state=FOUNDING).first()
    if centre is None:
        return not_there(request)
    live_in(centre)
    if request.method != "POST":
        return _page(request, centre, new_form())
    text, form = Text().to_python(request.POST.get("text")), request.POST.get("form", "")[:FORM_LONGEST]
    if not text or len(text) > LONGEST:
        told = gettext("%(found)s letters were found; between 1 and %(most)s can be sent. Nothing was sent yet.")
        return _page(request, centre, form, text, told % {"found": len(text), "most": LONGEST}, 422)
    title, rest = title_and_text("", text)
    try:
        slowed = limits.WRITING.attempt(centre.key, limits.network_of(request))
        with slowed if settings.LIMIT_PUBLIC_WRITING else nullcontext():
            write_from_outside(Typed(title, rest), centre=centre, form=form)
    except Closed:
        return not_there(request)
    except TooSoon as soon:
        told = gettext("Many messages came from here just now. Nothing was sent yet; your text stands below.")
        answer = _page(request, centre, form, text, f"{told} {soon.told}", soon.status)
        answer["Retry-After"] = str(soon.seconds)
        return answer
    return _leaving_nothing(render(request, "safe/notebook/written_in.html", {"centre": centre}))


def _page(
    request: HttpRequest, centre: Centre, form: str, text: str = "", fault: str = "", status: int = 200
) -> HttpResponse:
    page = {
        "centre": centre,
        "form": form or new_form(),
        "text": text,
        "fault": fault,
        "area": plain_area(8),
        "languages": settings.LANGUAGES,
    }
    return _leaving_nothing(render(request, "safe/notebook/write_in.html", page, status=status))


def _leaving_nothing(response: HttpResponse) -> HttpResponse:
    """No cookie but the one that guards the form; the language stands in the address. Not kept by the browser."""
    response.remembers_nothing = True  # type: ignore[attr-defined]
    response["Cache-Control"] = "no-store"
    return response
