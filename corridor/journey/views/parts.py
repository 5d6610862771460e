"""What belongs to a worker's file: added, corrected, destroyed as a mistake. One form for each kind (`parts.PARTS`)."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.journey.actions import workers as actions
from corridor.journey.contents import Worker
from corridor.journey.parts import PARTS, Part
from corridor.journey.sheets import SheetForm
from corridor.journey.views.asking import Back, Correction, corrected, form_page, sent, tell_kept
from corridor.journey.views.drafts import draft_by_id
from corridor.journey.views.workers import worker_of
from corridor.safe.casebook import Entry, Reading
from corridor.safe.content import Content
from corridor.safe.keys import Member
from corridor.safe.views.telling import with_reading

reads = with_reading("read_case")


def _back(part: Part, id: str, worker: Worker, place: str = "") -> Back:
    address = reverse(part.page, args=[id])
    return Back(f"{address}#{place}" if place else address, worker.called)


def part_in(known: Reading, id: str, part: str) -> tuple[Entry, Part]:
    """What belongs to her file, and how it is asked. Raises Http404 when it is not there or belongs to another."""
    found = known.get(part)
    if found is None or found.head != id or found.type not in PARTS:
        raise Http404
    return found, PARTS[found.type]


@door("change_case", post="same")
@reads
def add(request: HttpRequest, member: Member, known: Reading, id: str, word: str) -> HttpResponse:
    """Something new in her file."""
    _, worker = worker_of(known, id)
    part, posted = PARTS.get(word), sent(request)
    if part is None:
        raise Http404
    start = {"options": part.options(known, id), **part.start(known, id, request.GET)}
    if draft := request.GET.get("draft"):
        start |= draft_by_id(known, member, draft, word, id).start_of(part.sheet)
    form = SheetForm(part.sheet, posted, **start)
    if posted is None or not form.is_valid():
        status = 200 if posted is None else 422
        return form_page(request, form, _back(part, id, worker), status, where=word, about=id)
    written = actions.add_part(id, form.content(worker=id), by=member, form=form.token)
    tell_kept(request, form)
    tell_doubts(request, part.doubts(known, id, form.content(worker=id)))
    return redirect(_back(part, id, worker, written.id).address)


@door("change_case", post="same")
@reads
def correct(request: HttpRequest, member: Member, known: Reading, id: str, part: str) -> HttpResponse:
    """Correct something in her file; what two people changed at once is shown side by side."""
    _, worker = worker_of(known, id)
    found, kind = part_in(known, id, part)

    def keep(changed: Content, base: Content) -> None:
        actions.correct_part(id, part, changed, base, by=member)
        tell_doubts(request, kind.doubts(known, id, changed))

    destroy = reverse("journey:erase_part", args=[id, part])
    back = _back(kind, id, worker, part)
    return corrected(
        request, Correction(kind.sheet, found.content, keep, back, kind.options(known, id), destroy=destroy)
    )


@door(post="change_case")
@reads
def erase(request: HttpRequest, member: Member, known: Reading, id: str, part: str) -> HttpResponse:
    """Destroy what was entered by mistake, with what has no meaning without it."""
    _, worker = worker_of(known, id)
    found, kind = part_in(known, id, part)
    actions.erase_part(id, part, by=member, also=kind.goes_too(known, found))
    messages.success(request, gettext("It is destroyed."))
    return redirect(_back(kind, id, worker).address)


def tell_doubts(request: HttpRequest, doubts: Iterable[str]) -> None:
    """Point out what looks contradictory; it is kept as it was told."""
    for doubt in doubts:
        messages.warning(request, doubt)
