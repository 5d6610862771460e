"""Making a release: begun, taken through the gate in steps, looked at, frozen; and the log of each that is out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.access.queries import member_who_may
from corridor.figures import gate_words, published, releases
from corridor.figures import programme_queries as reads
from corridor.figures.actions import releasing as actions
from corridor.figures.actions.releasing import NotReleased
from corridor.figures.models_programme import OpenRelease
from corridor.figures.naming import kind_label
from corridor.figures.previewing import period_told
from corridor.figures.refused_words import refused, refused_line
from corridor.figures.views.knowing import standing_page
from corridor.safe.faults import Fault


def _going(period: str) -> OpenRelease | None:
    """The release in the making, None where it is out already. Raises Http404 where there is neither."""
    if reads.is_released(period):
        return None
    found = reads.open_release(period)
    if found is None:
        raise Http404
    return found


@door(post="make_release")
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the release of a closed quarter, or go on with it; why not is told beside what was chosen."""
    period, by = request.POST.get("period", "")[:12], member_who_may(request, "make_release")
    try:
        going = actions.begin_release(period, timezone.localdate(), by=by)
    except NotReleased as error:
        page = standing_page(request, chosen=period, refused=refused(error))
        return render(request, "figures/releases.html", page, status=422)
    return redirect("figures:release_step", period=going.period)


@door("make_release", post="same")
def step(request: HttpRequest, period: str) -> HttpResponse:
    """How far it is; each form takes the next group of tables through the gate."""
    going = _going(period)
    if going is None:
        return redirect("figures:release_log", period=period)
    busy = False
    if request.method == "POST":
        busy = not _stepped(request, going)
        if not busy:
            return redirect("figures:release_step", period=period)
    now = actions.progress(going)
    if now.done >= now.families:
        return redirect("figures:release", period=period)
    left = dict.fromkeys(kind_label(id.partition(".")[0]) for id in actions.left(going))
    page = {
        "going": going,
        "told": period_told(period),
        "now": now,
        "last": gate_words.family_told(now.last) if now.last else "",
        "left": list(left),
        "busy": busy,
    }
    return render(request, "figures/release_step.html", page)


def _stepped(request: HttpRequest, going: OpenRelease) -> bool:
    """Take the next group through the gate, if it is the one she saw was next; False while another is there."""
    with actions.at_the_gate() as free:
        if free and request.POST.get("read", "") == str(actions.progress(going).done):
            try:
                actions.gate_next(going)
            except NotReleased as error:
                messages.warning(request, refused_line(error))
    return free


@door("make_release")
def preview(request: HttpRequest, period: str) -> HttpResponse:
    """What would be released: how many tables, what was coarsened or dropped and why. Then it is frozen or left."""
    going = _going(period)
    if going is None:
        return redirect("figures:release_log", period=period)
    if actions.left(going):
        return redirect("figures:release_step", period=period)
    sum_of = gate_words.in_the_making(going.families.order_by("pk"))
    return render(request, "figures/release.html", {"going": going, "told": period_told(period), "sum": sum_of})


@door(post="make_release")
def freeze(request: HttpRequest, period: str) -> HttpResponse:
    """Make it: signed, out, and never made again."""
    going, by = _going(period), member_who_may(request, "make_release")
    if going is not None:
        try:
            actions.freeze(going, timezone.localdate(), by=by)
        except NotReleased as error:
            messages.error(request, refused_line(error))
            return redirect("figures:release_step", period=period)
        messages.success(request, gettext("The release of %(period)s is out.") % {"period": period_told(period)})
    return redirect("figures:release_log", period=period)


@door(post="make_release")
def stop(request: HttpRequest, period: str) -> HttpResponse:
    """Leave off before anything is out: its returns wait for another release."""
    going = _going(period)
    if going is None:
        return redirect("figures:release_log", period=period)
    try:
        actions.stop_release(going)
    except NotReleased:  # it was frozen at this moment
        return redirect("figures:release_log", period=period)
    messages.success(request, gettext("Nothing was released. Its returns wait for another release."))
    return redirect("figures:releases")


@door("read_statistics")
def log(request: HttpRequest, period: str) -> HttpResponse:
    """How a release came through the gate: what is out, what was coarsened or dropped and why."""
    row = reads.release_row(period)
    if row is None:
        raise Http404
    page: dict[str, Any] = {
        "told": period_told(period),
        "made": row.made,
        "fingerprint": releases.signed_by(bytes(row.verifier)),
    }
    try:
        release = published.release_of(period)
    except Fault as fault:
        return render(request, "figures/release_log.html", page | {"fault": fault.told})
    if release is None:
        raise Http404
    page |= {
        "release": release,
        "late": [period_told(one) for one in release.late],
        "sum": gate_words.logged(published.log_of(period), release),
        "fewest": releases.LEAST_CENTRES,
    }
    return render(request, "figures/release_log.html", page)
