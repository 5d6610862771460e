"""The programme's first page of releases, and the centres that it knows by their keys."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.access.queries import may, member_who_may
from corridor.figures import programme_queries as reads
from corridor.figures import store
from corridor.figures.actions import taking as actions
from corridor.figures.previewing import period_told
from corridor.figures.refused_words import refused_line
from corridor.figures.taking import NotTaken
from corridor.journey.sheets import countries
from corridor.reference.countries import is_country
from corridor.safe.cards import digits_of
from corridor.safe.faults import Fault
from corridor.safe.packets import CallingCard, read_calling_card
from corridor.ui.choosing import Choose

LONGEST_CARD, LONGEST_CODE, LONGEST_NAME, DIGITS = 20_000, 16, 200, 30


def standing_page(request: HttpRequest, **more: Any) -> dict[str, Any]:
    """What the first page shows; a view that could not begin a release shows it again, with the reason."""
    now = reads.standing(timezone.localdate())
    return {
        "now": now,
        "step": now.step,
        "quarters": [one.code for one in now.quarters],
        "rows": [(row, list(zip(now.quarters, row.cells, strict=True))) for row in now.rows],
        "next": period_told(now.next.code),
        "open": [(one.code, period_told(one.code)) for one in now.open],
        "going": (now.going, period_told(now.going.period)) if now.going else None,
        "out": [(period, period_told(period), day) for period, day in now.releases],
        "may_make": may(request, "make_release"),
        **more,
    }


@door("take_return")
def releases(request: HttpRequest) -> HttpResponse:
    """Which centre returned what, which releases are out, what is in the making, and what comes next."""
    return render(request, "figures/releases.html", standing_page(request))


@door("take_return", post="same")
def centres(request: HttpRequest) -> HttpResponse:
    """The centres that are known; the form knows one more, or one anew whose key is renewed or that came back."""
    typed = {name: request.POST.get(name, "")[:LONGEST_CARD] for name in ("card", "country", "digits", "renewed")}
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        card, faults = _card(request, typed)
        if card and not faults:
            try:
                by, renewed = member_who_may(request, "take_return"), bool(typed["renewed"])
                known = actions.know_centre(card, typed["country"], by=by, renewed=renewed)
            except NotTaken as error:
                faults = [("renewed", refused_line(error))]
            else:
                told = gettext("Returns of %(name)s are taken from now on.")
                messages.success(request, told % {"name": known.name})
                return redirect("figures:centres")
    page = {
        "typed": typed,
        "faults": faults,
        "of": dict(faults),
        "countries": Choose([("", "–"), *countries()]).render("country", typed["country"], {"id": "country"}),
        "centres": reads.with_fingerprints(),
    }
    return render(request, "figures/known_centres.html", page, status=422 if faults else 200)


def _card(request: HttpRequest, typed: dict[str, str]) -> tuple[CallingCard | None, list[tuple[str, str]]]:
    """The card that was brought, and what does not fit: (field, what was found and what was expected)."""
    file, faults = request.FILES.get("file"), list[tuple[str, str]]()
    if file:
        typed["card"] = file.read(LONGEST_CARD).decode(errors="replace").replace("\0", "")
    if typed["country"] and not is_country(typed["country"]):
        told = gettext("No country is called %(found)s here: choose one from the list, or none.")
        faults.append(("country", told % {"found": typed["country"][:LONGEST_CODE]}))
    try:
        card = read_calling_card(typed["card"])
    except Fault as fault:
        return None, [("card", str(fault.told)), *faults]
    fits = (
        isinstance(card.key, str)
        and len(card.key) <= LONGEST_CODE
        and bool(store.NAME.fullmatch(card.key))
        and 0 < len(card.name) <= LONGEST_NAME
        and "\0" not in card.name
    )
    if not fits:
        told = gettext("The code or the name on this card is none that a centre has: ask for the card again.")
        faults.append(("card", told))
    found = digits_of(typed["digits"])
    if not found.isdigit() or len(found) != DIGITS:
        told = gettext("%(found)s digits were found; the centre reads out %(number)s.")
        number = sum(one.isdigit() for one in found)
        faults.append(("digits", told % {"found": number, "number": DIGITS}))
    elif fits and found != digits_of(card.fingerprint):
        told = gettext(
            "These digits are not those of this card. Have them read out again; if they still differ, the card is not "
            "that centre's."
        )
        faults.append(("digits", told))
    return card, faults


@door(post="take_return")
def left(request: HttpRequest, code: str) -> HttpResponse:
    """A centre left the programme: what was taken stays, nothing more is taken."""
    centre = reads.centre_of(code)
    if centre is None:
        raise Http404
    if centre.left is None:
        actions.centre_left(centre, timezone.localdate(), by=member_who_may(request, "take_return"))
    messages.success(request, gettext("No return of %(name)s is taken any more.") % {"name": centre.name})
    return redirect("figures:centres")
