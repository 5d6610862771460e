"""Two files of one person: found by code, looked at side by side, joined; and taken apart again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.journey.actions import merging as actions
from corridor.journey.finding import file_by_code
from corridor.journey.reading import cases_of, merges_of, teller
from corridor.journey.sheets import AREA
from corridor.journey.views.workers import reads, worker_of
from corridor.journey.worker_sheets import WORKER
from corridor.safe.casebook import Entry, Reading
from corridor.safe.faults import Unfit
from corridor.safe.keys import Member
from corridor.safe.notebook.forms import Text


@door("change_case", post="same")
@reads
def merge(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Choose the other file by its code, look at both, then join them; or take apart what was joined."""
    entry, _ = worker_of(known, id)
    if request.POST.get("undo"):
        return _undo(request, member, id, request.POST["undo"])
    if request.method != "POST":
        return _page(request, known, entry)
    code = request.POST.get("code", "")[:100]
    try:
        other = file_by_code(known, code, but=id)
    except Unfit as fault:
        return _page(request, known, entry, fault=str(fault.told), code=code, status=422)
    if request.POST.get("sure") != "yes":
        return _page(request, known, entry, other=other, code=code)
    why = Text(required=False).to_python(request.POST.get("why"))[:AREA]
    actions.merge_workers(id, other.id, why, by=member)
    messages.success(request, gettext("The two files are one now."))
    return redirect("journey:worker", id=id)


def _undo(request: HttpRequest, member: Member, id: str, merge: str) -> HttpResponse:
    missing = actions.undo_merge(id, merge, by=member)
    if missing:
        messages.warning(request, gettext("Some records were destroyed meanwhile and can not be put back."))
    messages.success(request, gettext("There are two files again, as before."))
    return redirect("journey:worker", id=id)


def _page(
    request: HttpRequest,
    known: Reading,
    entry: Entry,
    *,
    other: Entry | None = None,
    fault: str = "",
    code: str = "",
    status: int = 200,
) -> HttpResponse:
    say = teller(known)
    sides = [(one, say.facts(WORKER, one.content), cases_of(known, one.id)) for one in (entry, other) if one]
    shown = {
        "entry": entry,
        "other": other,
        "sides": sides,
        "merges": merges_of(known, entry.id),
        "fault": fault,
        "code": code,
    }
    return render(request, "journey/merge.html", shown, status=status)
