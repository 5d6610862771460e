"""A reminder of a day that matters, set from the case's page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.centre.actions import cases as actions
from corridor.centre.contents import Action
from corridor.centre.deadlines import Deadline, deadlines_of
from corridor.centre.views.cases import reads, viewed
from corridor.journey.sheets import terms
from corridor.safe.casebook import Reading
from corridor.safe.keys import Member
from corridor.ui.templatetags.corridor import label

# What is to be done, by the forum before which a deadline runs; a letter elsewhere.
KINDS = {
    "mediation": "mediation",
    "labour-office": "labour-office",
    "labour-inspection": "inspection",
    "labour-court": "court",
    "civil-court": "court",
    "criminal-court": "court",
    "police": "police",
    "embassy": "embassy",
}


@door(post="change_case")
@reads
def remind(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Plan an action for a deadline of the shelf, with the rule and the reason; once for each."""
    view, asked = viewed(known, member, id), request.POST.get("deadline", "")
    found = next((one for one in deadlines_of(view, known) if one.id == asked), None)
    if found is None:
        raise Http404
    if not found.reminded:
        action = reminder(id, found, view.case.lead or member.account.key)
        actions.add_to_case(id, action, by=member, form=f"deadline {asked} {found.day}")
    messages.success(request, gettext("It is kept."))
    return redirect("centre:case", id=id)


def reminder(case: str, deadline: Deadline, who: str) -> Action:
    """The action that reminds of a deadline; its reason names the last day, which is later than the reminder."""
    kind = KINDS.get(str(deadline.rule.forum_kind), "letter")
    said = gettext("%(rule)s; the last day is %(day)s.")
    return Action(
        case,
        kind if kind in dict(terms("action-kind")) else "other",
        who=who,
        on=deadline.remind_on(timezone.localdate()),
        forum=deadline.id,
        rule=f"{label(deadline.rule)} {deadline.law}".strip(),
        why=said % {"rule": label(deadline.rule), "day": date_format(deadline.day, "j F Y")},
    )
