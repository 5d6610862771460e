"""Handing a worker's records to another centre: to which, what she allows, exactly what leaves."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.centre import sharing
from corridor.centre.reading import title_of
from corridor.centre.views.cases import case_of
from corridor.centre.views.referrals import carried, choice_of, packet_file, reads
from corridor.journey.actions import handing_over as actions
from corridor.journey.contents import Worker
from corridor.journey.data_groups import GROUP_OF
from corridor.journey.reading import cases_of
from corridor.journey.referring import HAND_OVER, Choice, allowance, digest_of, ledger_of, pieces
from corridor.safe.actions.packets import centre_here
from corridor.safe.casebook import Entry, Reading
from corridor.safe.faults import NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.packets import Correspondent, SentPacket

TYPES = tuple(type for type in GROUP_OF if type != "party")


@door("refer_worker", post="same")
@reads
def of_case(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Records of one worker of a case."""
    entry = case_of(known, id)
    case: Any = entry.content
    people = [(one, found) for one in case.present if (found := known.get(one.worker))]
    wanted = request.POST.get("worker") or (people[0][0].worker if len(people) == 1 else "")
    worker = next((found for one, found in people if one.worker == wanted), None)
    page = {"title": title_of(case), "back": entry, "people": [(one.worker, one.called) for one, _ in people]}
    return _hand_over(request, member, known, entry, worker, [entry.id], page)


@door("refer_worker", post="same")
@reads
def of_worker(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Her file with everything that belongs to it, over all her cases."""
    entry = known.get(id)
    if entry is None or not isinstance(entry.content, Worker):
        raise NoKey
    heads = [one.id for one in cases_of(known, id)]
    return _hand_over(request, member, known, entry, entry, heads, {"title": entry.content.called, "back": entry})


def _hand_over(
    request: HttpRequest,
    member: Member,
    known: Reading,
    about: Entry,
    worker: Entry | None,
    heads: list[str],
    page: dict[str, Any],
) -> HttpResponse:
    to = known.get(request.POST.get("to", ""))
    step = request.POST.get("step", "")
    page |= {"centres": actions.centres_of(known), "sent": known.parts(about.id, SentPacket)}
    page |= {"worker": worker, "carried": carried(request, "to", "worker"), "typed": request.POST}
    if to is None or worker is None or not isinstance(to.content, Correspondent) or step in ("", "whom"):
        if request.method == "POST" and step not in ("", "whom"):
            page["fault"] = gettext("Say to whom: choose one, or write a name.")
        return render(request, "centre/hand_over.html", page, status=422 if page.get("fault") else 200)
    records = sharing.records_of(known, (worker.id, *heads), worker.id, TYPES)
    choice = choice_of(known, about, worker, records, request)
    ledger, names = ledger_of(known, worker.id), (to.id, to.content.name)
    page |= {"to": to, "groups": sharing.groups(ledger, names, HAND_OVER, records)}
    page |= {"picked": {*choice.what, *(one.id for one in choice.chosen)}, "originals": "originals" in request.POST}
    if step not in ("preview", "send"):
        return render(request, "centre/hand_over_what.html", page)
    answer = allowance(ledger, names, HAND_OVER, choice.what, timezone.localdate())
    fault = gettext("Choose something.") if not choice.what else "" if answer.allowed else answer.why
    if fault:
        return render(request, "centre/hand_over_what.html", page | {"fault": fault}, status=422)
    return _leave(request, member, known, page, choice, to)


def _leave(
    request: HttpRequest, member: Member, known: Reading, page: dict[str, Any], choice: Choice, to: Entry
) -> HttpResponse:
    """Exactly what leaves; once it was read, it is sent."""
    centre: Any = to.content
    tell, originals, fault = sharing.told_by(member.centre.name, centre.name), page["originals"], ""
    if request.POST.get("step") == "send":
        seen = request.POST.get("seen", "")
        try:
            blob, _behind = actions.hand_over_records(
                choice, to.id, originals=originals, tell=tell, seen=seen, by=member
            )
        except Unfit as unfit:
            fault = str(unfit.told)
        else:
            if centre_here(centre) is None:
                return packet_file(blob)
            messages.success(request, gettext("It is kept."))
            return redirect(request.path)
    choice, behind = actions.renewed(known, choice, choice.about, originals=originals, by=member)
    made = pieces(known, choice)
    told = tell(made)
    page |= {"fault": fault, "told": told, "bytes": sharing.told_bytes(made), "seen": digest_of(made, told)}
    page |= {"behind": behind, "carried": [*page["carried"], *carried(request, "what", "piece", "originals")]}
    return render(request, "centre/hand_over_preview.html", page, status=422 if fault else 200)
