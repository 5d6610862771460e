"""Returns of a centre: which periods, the steps of making one, what it would tell, approving, signing, sending."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.figures import queries
from corridor.figures.actions import returning as actions
from corridor.figures.counting import WORKERS_LEAST
from corridor.figures.models import MAKING, SIGNED, Return
from corridor.figures.naming import kind_label
from corridor.figures.previewing import loss_told, period_told, preview, size_told
from corridor.figures.programme_queries import is_taken
from corridor.figures.returns import Period, mark_of
from corridor.safe.casebook import Reading
from corridor.safe.faults import Conflict, Unfit
from corridor.safe.keys import Member
from corridor.safe.views.attachments import download
from corridor.safe.views.telling import with_member, with_reading


def return_of(member: Member, period: str) -> Return:
    """Raises Http404 when the centre has none of this period."""
    found = queries.return_of(member.centre, period)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, member: Member, **more: Any) -> dict[str, Any]:
    returns = queries.returns_of(member.centre)
    closed = queries.open_periods(member.centre, timezone.localdate())
    return {
        "returns": [(one, period_told(one.period)) for one in returns],
        "waits": any(one.state != SIGNED for one in returns),
        "may_make": may(request, "make_return"),
        "open": [(one.code, period_told(one.code)) for one in closed],
        "least": WORKERS_LEAST,
        **more,
    }


@door("approve_return")
@with_member
def returns(request: HttpRequest, member: Member) -> HttpResponse:
    """What was returned, what is in the making, what can be."""
    return render(request, "figures/returns.html", _page(request, member))


@door(post="make_return")
@with_reading("make_return")
def begin(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """Begin the return of a period; why not is told beside what was chosen."""
    code = request.POST.get("period", "")[:12]
    try:
        found = actions.begin_return(code, by=member)
    except Unfit as fault:
        page = _page(request, member, chosen=code, fault=fault.told, year=_year_instead(member, fault))
        return render(request, "figures/returns.html", page, status=422)
    _tell_order(request, member, Period.read(code))
    return redirect("figures:return_step", period=found.period)


def _tell_order(request: HttpRequest, member: Member, period: Period) -> None:
    """What follows from returning periods in another order than they came."""
    if queries.is_after(member.centre, period):
        told = gettext("A later period was returned already: what was entered before that is counted there.")
        messages.info(request, told)
    if before := queries.left_out_before(member.centre, period):
        told = gettext("There is no return of %(periods)s: what happened then is counted with this one.")
        messages.info(request, told % {"periods": ", ".join(before)})


def _year_instead(member: Member, fault: Unfit) -> dict[str, Any] | None:
    """Of a quarter that is too small: its year, and whether that can be returned, has not ended, or never will be."""
    if not isinstance(fault, actions.TooSmall) or not fault.period.quarter:
        return None
    year = Period(fault.period.year)
    free = not queries.overlapping(member.centre, year)
    return {"code": year.code, "closed": year.is_closed(timezone.localdate()), "free": free}


@door("make_return", post="same")
@with_reading("make_return")
def step(request: HttpRequest, member: Member, known: Reading, period: str) -> HttpResponse:
    """How far it has come; each form counts the next kind of fact."""
    found = return_of(member, period)
    if found.state != MAKING:
        return redirect("figures:return", period=period)
    if request.method == "POST":
        counted = request.POST.get("read", "")
        with suppress(Conflict):  # this very step was taken already: the page shows how far it has come
            actions.take_step(period, read=int(counted) if counted.isdecimal() and len(counted) < 4 else -1, by=member)
        return redirect("figures:return_step", period=period)
    left = queries.kinds_left(found)
    page = {
        "found": found,
        "told": period_told(period),
        "done": len(found.counted),
        "total": len(found.counted) + len(left),
        "next": kind_label(left[0]) if left else "",
    }
    return render(request, "figures/return_step.html", page)


@door("approve_return")
@with_member
def page(request: HttpRequest, member: Member, period: str) -> HttpResponse:
    """What would leave, or left: every table, with how much of it is lost. The same for both who approve."""
    found = return_of(member, period)
    given = queries.approvals(found)
    shown: dict[str, Any] = {
        "found": found,
        "told": period_told(period),
        "mark": mark_of(bytes(found.text)),
        "given": given,
        "may_approve": bool(queries.part_for(member.account, given)),
        "may_make": may(request, "make_return"),
        "address": actions.programme_address(),
        "fingerprint": queries.fingerprint_of(found),
        "kept": bool(found.file) and is_taken(bytes(found.file)),
    }
    try:
        told = queries.told_in(found)
    except Unfit as fault:
        return render(request, "figures/return.html", shown | {"fault": fault.told})
    shown |= {
        "returned": told,
        "groups": preview(told),
        "size": size_told(told),
        "restricted": loss_told(told.restricted),
    }
    return render(request, "figures/return.html", shown)


def _back(request: HttpRequest, period: str, done: bool, told: str = "") -> HttpResponse:
    if done:
        messages.success(request, told or gettext("Done."))
    else:
        messages.warning(request, gettext("It changed meanwhile. Nothing was done."))
    return redirect("figures:return", period=period)


@door(post="approve_return")
@with_member
def approve(request: HttpRequest, member: Member, period: str) -> HttpResponse:
    """Approve what was read."""
    return_of(member, period)
    return _back(request, period, actions.approve_return(period, request.POST.get("mark", ""), by=member))


@door(post="approve_return")
@with_member
def take_back(request: HttpRequest, member: Member, period: str) -> HttpResponse:
    """Take it back before it is signed."""
    return_of(member, period)
    if not actions.take_back_return(period, by=member):
        return _back(request, period, False)
    messages.success(request, gettext("Done."))
    return redirect("figures:returns")


@door(post="make_return")
@with_member
def sign(request: HttpRequest, member: Member, period: str) -> HttpResponse:
    """Sign what both approved."""
    return_of(member, period)
    try:
        done = actions.sign_return(period, request.POST.get("mark", ""), by=member)
    except Unfit as fault:
        messages.error(request, str(fault.told))
        return redirect("figures:return", period=period)
    return _back(request, period, done)


@door(post="approve_return")
@with_member
def file(request: HttpRequest, member: Member, period: str) -> HttpResponse:
    """The signed file."""
    return_of(member, period)
    return download(actions.hand_out_return(period, by=member), f"return-{period}.json", "application/json")


@door(post="make_return")
@with_member
def send(request: HttpRequest, member: Member, period: str) -> HttpResponse:
    """Send it to the programme; what it answered is told."""
    return_of(member, period)
    answer = actions.send_return(period, by=member)
    if answer.taken:
        messages.success(request, gettext("The programme took it."))
    elif answer.refused:
        messages.error(request, gettext("The programme did not take it: %(why)s") % {"why": _why(answer)})
    else:
        told = gettext("It did not arrive (%(why)s). It stands here as before: send it again, or carry the file.")
        messages.warning(request, told % {"why": _why(answer)})
    return redirect("figures:return", period=period)


def _why(answer: actions.Answer) -> str:
    return " ".join(part for part in (str(answer.status or ""), answer.text) if part)
