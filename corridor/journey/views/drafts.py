"""Forms that are not finished: kept while she types, taken up again, thrown away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.journey.actions import drafts as actions
from corridor.journey.drafts import PAGES, FormDraft, draft_of, own_drafts
from corridor.safe.casebook import Reading
from corridor.safe.faults import Fault
from corridor.safe.keys import Member
from corridor.safe.sessions import member_of
from corridor.safe.views.telling import told, with_reading

reads = with_reading("read_case", everything=False)


@door(post="take_grievance")
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what was typed so far. Sent by the page every few seconds, or by the button where there is no script."""
    by_script = request.headers.get("Accept") == "application/json"
    try:
        draft = draft_of(request.POST)
        written = actions.keep_form_draft(draft, by=member_of(request)) if draft.where else None
    except Fault as fault:
        return JsonResponse({"kept": False}, status=409) if by_script else told(request, fault, 409)
    if by_script:
        return JsonResponse({"kept": written is not None})
    if written:
        messages.success(request, gettext("The draft is kept. Only you see it, in today's list."))
    return redirect("centre:today")


@door("take_grievance")
@reads
def take_up(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Go on with a draft, in the form it was begun in."""
    draft = draft_by_id(known, member, id)
    page = PAGES[draft.where]
    return redirect(f"{reverse(page.address, args=page.arguments(draft.where, draft.about))}?draft={id}")


@door(post="take_grievance")
@reads
def drop(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Throw a draft away."""
    draft_by_id(known, member, id)
    actions.erase_drafts([id], by=member)
    return redirect("centre:today")


def draft_by_id(known: Reading, member: Member, id: str, where: str = "", about: str = "") -> FormDraft:
    """Her own draft (of this form about this record, when said). Raises Http404 when there is none under this id."""
    for one in own_drafts(known, member.account):
        draft = one.content
        if one.id != id or not isinstance(draft, FormDraft) or draft.where not in PAGES:
            continue
        if not where or (draft.where, draft.about) == (where, about):
            return draft
    raise Http404
