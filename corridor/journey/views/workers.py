"""A worker's page and what is done on it: correct, add a journey, her own copy, find, destroy."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, override

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.access.zones import is_known
from corridor.journey.actions import workers as actions
from corridor.journey.contents import Worker
from corridor.journey.copying import copy_languages, own_copy
from corridor.journey.finding import WORDS_LONGEST, found_by
from corridor.journey.reaching import ways
from corridor.journey.reading import options_for, services_of, worker_view
from corridor.journey.referred import referrals_about
from corridor.journey.views.asking import Back, Correction, corrected
from corridor.journey.worker_sheets import WORKER
from corridor.safe.casebook import Entry, Reading
from corridor.safe.keys import Member
from corridor.safe.views.chaining import chained
from corridor.safe.views.telling import unkept, with_reading

reads = with_reading("read_case")
BACKUPS = timedelta(days=30)  # after which no backup holds what was destroyed


def worker_of(known: Reading, id: str) -> tuple[Entry, Worker]:
    """The file. Raises Http404 when it is not there or not hers to read; Altered, UnknownVersion."""
    entry = known.get(id)
    if entry is None or not isinstance(entry.content, Worker):
        raise Http404
    return entry, entry.content


def back_to(id: str, worker: Worker) -> Back:
    return Back(reverse("journey:worker", args=[id]), worker.called)


@door("read_case")
@reads
def page(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """A worker's file: how to reach her safely, her cases, her journeys, what she allowed."""
    entry, worker = worker_of(known, id)
    into = known.get(worker.merged_into) if worker.merged_into else None
    if into and isinstance(into.content, Worker):
        return render(request, "journey/merged.html", {"entry": entry, "worker": worker, "into": into})
    now = timezone.localtime()
    view = worker_view(known, entry, now.date())
    shown = {
        "view": view,
        "referrals": referrals_about(known, id, view.cases),
        "ways": ways(worker, now.date(), now.strftime("%H:%M") if is_known(member.centre) else ""),
        "copy_languages": copy_languages(worker, get_language() or ""),
        "may_change": may(request, "change_case"),
        "may_erase": may(request, "erase_record"),
    }
    return render(request, "journey/worker.html", shown)


def in_order(chosen: tuple[str, ...], before: tuple[str, ...]) -> tuple[str, ...]:
    """Languages that are still chosen, in the order in which they stood: the one she prefers first."""
    return (*(one for one in before if one in chosen), *(one for one in chosen if one not in before))


@door("change_case", post="same")
@reads
def correct(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Correct her file."""
    _, worker = worker_of(known, id)

    def keep(changed: Worker, base: Worker) -> None:
        spoken = in_order(changed.languages, base.languages)
        actions.correct_worker(id, replace(changed, languages=spoken), base, by=member)

    options = options_for(known, said=worker.languages)
    return corrected(request, Correction(WORKER, worker, keep, back_to(id, worker), options))


@door("erase_record", post="same")
@reads
def erase(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Destroy her file, after saying what that means."""
    entry, worker = worker_of(known, id)
    if request.method == "POST":
        actions.erase_worker(id, by=member)
        messages.success(request, gettext("The file is destroyed. Backups forget it within 30 days."))
        return redirect("centre:today")
    shown = {
        "entry": entry,
        "worker": worker,
        "count": len(known.parts(id)),
        "services": services_of(known, id),
        "forgotten": timezone.localdate() + BACKUPS,
    }
    return render(request, "journey/erase.html", shown)


@door(post="change_case")
@reads
def copy(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """What is kept of her, on paper for herself, in her language: only what she allowed to be put there."""
    entry, worker = worker_of(known, id)
    choices, today = copy_languages(worker, get_language() or ""), timezone.localdate()
    language = chosen if (chosen := request.POST.get("language")) in dict(choices) else choices[0][0]
    with override(language):
        made = own_copy(known, entry, today, assessed=request.POST.get("assessment") == "yes")
    if not made.sections:
        return unkept(render(request, "journey/no_copy.html", {"entry": entry, "worker": worker}, status=409))
    chained(id, "read worker copy", member)
    with override(language):
        paper = unkept(render(request, "journey/copy.html", {"copy": made, "worker": worker, "today": today}))
    paper["Content-Language"] = language
    return paper


@door("read_case", post="same")
@reads
def found(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """Files that a search finds. The words are posted and held in the session, so that no address ever holds them."""
    if request.method == "POST":
        request.session["workers_sought"] = request.POST.get("words", "")[:WORDS_LONGEST]
        return redirect("journey:found")
    words = str(request.session.get("workers_sought") or "")
    shown: dict[str, Any] = {"words": words, "found": found_by(known, words)}
    return render(request, "journey/found.html", shown)
