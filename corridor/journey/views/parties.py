"""Parties: whom workers met on the road, and in which grievances they have to answer."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.journey.actions import parties as actions
from corridor.journey.contents import Party
from corridor.journey.finding import WORDS_LONGEST
from corridor.journey.reading import PartyView, grievances_against, parties, teller
from corridor.journey.sheets import SheetForm
from corridor.journey.views.asking import Back, Correction, corrected, form_page, tell_kept
from corridor.journey.views.workers import BACKUPS, reads
from corridor.journey.worker_sheets import PARTY
from corridor.safe.casebook import Entry, Reading
from corridor.safe.keys import Member

MOST = 100  # in the list; a search narrows it


def party_of(known: Reading, id: str) -> tuple[Entry, Party]:
    """The party. Raises Http404 when it is not there or not hers to read; Altered, UnknownVersion."""
    entry = known.get(id)
    if entry is None or not isinstance(entry.content, Party):
        raise Http404
    return entry, entry.content


@door("read_case", post="same")
@reads
def listed(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """The parties by name. Words of a search are posted and held in the session."""
    if request.method == "POST":
        request.session["parties_sought"] = request.POST.get("words", "")[:WORDS_LONGEST]
        return redirect("journey:parties")
    words = str(request.session.get("parties_sought") or "")
    found = parties(known, words)
    shown = {"words": words, "found": found[:MOST], "count": len(found), "may_change": may(request, "change_case")}
    return render(request, "journey/parties.html", shown)


@door("read_case")
@reads
def page(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """A party, and where it has to answer."""
    entry, party = party_of(known, id)
    view = PartyView(entry, teller(known).facts(PARTY, party), grievances_against(known, entry))
    rights = {"may_change": may(request, "change_case"), "may_erase": may(request, "erase_record")}
    return render(request, "journey/party.html", {"view": view, "party": party} | rights)


@door("change_case", post="same")
@reads
def add(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """A new party, with a licence or without."""
    posted = request.POST if request.method == "POST" else None
    form = SheetForm(PARTY, posted)
    if posted is None or not form.is_valid():
        back = Back(reverse("journey:parties"), gettext("Parties"))
        return form_page(request, form, back, 200 if posted is None else 422)
    party = form.content()
    assert isinstance(party, Party)
    written = actions.add_party(party, by=member, form=form.token)
    tell_kept(request, form)
    return redirect("journey:party", id=written.id)


@door("change_case", post="same")
@reads
def correct(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Correct a party."""
    _, party = party_of(known, id)

    def keep(changed: Party, base: Party) -> None:
        actions.correct_party(id, changed, base, by=member)

    back = Back(reverse("journey:party", args=[id]), party.called)
    return corrected(request, Correction(PARTY, party, keep, back))


@door("erase_record", post="same")
@reads
def erase(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Destroy a party, after saying in how many cases and other records it is named."""
    entry, party = party_of(known, id)
    if request.method == "POST":
        actions.erase_party(id, by=member)
        messages.success(request, gettext("It is destroyed."))
        return redirect("journey:parties")
    grievances = grievances_against(known, entry)
    cases, told = {case.id for _, case, _ in grievances}, {one.id for one, _, _ in grievances}
    others = sum(1 for one in actions.naming(known, id) if one.id not in told)
    shown = {"entry": entry, "party": party, "count": len(cases), "others": others}
    shown["forgotten"] = timezone.localdate() + BACKUPS
    return render(request, "journey/erase_party.html", shown)
