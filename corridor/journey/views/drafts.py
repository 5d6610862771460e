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
    about = [draft.about] if draft.about else []
    return redirect(f"{reverse(PAGES[draft.where], args=about)}?draft={id}")


@door(post="take_grievance")
@reads
def drop(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Throw a draft away."""
    draft_by_id(known, member, id)
    actions.erase_drafts([id], by=member)
    return redirect("centre:today")


def draft_by_id(known: Reading, member: Member, id: str) -> FormDraft:
    """Her own draft. Raises Http404 when there is none under this id."""
    for one in own_drafts(known, member.account):
        if one.id == id and isinstance(one.content, FormDraft) and one.content.where in PAGES:
            return one.content
    raise Http404
