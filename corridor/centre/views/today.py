"""Today: the page a caseworker begins with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.centre import listing
from corridor.centre.actions.exporting import standing_export
from corridor.centre.listing import TODAY_MOST
from corridor.centre.reading import handles
from corridor.centre.reminding import besides
from corridor.journey.drafts import own_drafts
from corridor.safe.casebook import Reading
from corridor.safe.keys import Member
from corridor.safe.queries import reading
from corridor.safe.views.telling import with_reading

EVERYBODY = "everybody"  # whose list is shown, as it stands in the session; hers otherwise


@door("read_case", post="same")
@with_reading("read_case", everything=False)  # only what stands open, which is there at once
def today(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """What is due or overdue with its reason, alerts of retaliation above it, and her cases without a plan."""
    if request.method == "POST":
        request.session["today_whose"] = EVERYBODY if request.POST.get("whose") == EVERYBODY else ""
        return redirect("centre:today")
    day, people = timezone.localdate(), handles(member.account)
    if listing.lacks_heads(known, day):  # follow-ups of closed cases, referrals of workers
        known = reading(member, "read_case")
    everybody = request.session.get("today_whose") == EVERYBODY
    found = listing.today(known, day, people, "" if everybody else member.account.key)
    due, met = found.due[:TODAY_MOST], len(found.appointments)
    told = besides(known, [*found.appointments, *due], timezone.localtime())
    page = {
        "found": found,
        "appointments": told[:met],
        "due": told[met:],
        "coming": found.coming[:TODAY_MOST],
        "more_due": max(len(found.due) - len(due), 0),
        "more_coming": max(len(found.coming) - TODAY_MOST, 0),
        "unplanned": [(one, listing.head_title(one)) for one in found.unplanned[:TODAY_MOST]],
        "more": max(len(found.unplanned) - TODAY_MOST, 0),
        "drafts": own_drafts(known, member.account),
        "everybody": everybody,
        "me": "" if everybody else member.account.key,
        "people": people,
        "reports": listing.new_reports(known),
        "notes": listing.due_notes(known, day),
        "export": standing_export(member.centre) if may(request, "agree_to_act") else None,
        "may_change": may(request, "change_case"),
        "may_take": may(request, "take_grievance"),
        "may_read_notes": may(request, "read_note"),
        "today": day,
    }
    return render(request, "centre/today.html", page)
