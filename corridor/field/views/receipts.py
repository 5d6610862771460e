"""Coming back with a receipt: what she sent, what the centre answered, and a box to add more.

The digits travel in the forms of this page alone: never in an address, never in a cookie, never in a log.
"""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from corridor.access.doors import door, not_there
from corridor.access.models import Centre
from corridor.field.actions.reports import add_to_report
from corridor.field.codes import DIGITS, holds_together, shown, typed
from corridor.field.contents import OTHER
from corridor.field.receipts import ANSWER, RECEIPT, Opened, opened, waiting_under
from corridor.field.views.outside import centre_of, form_of, kind_label, outside_page, slowed, told_in
from corridor.safe import limits
from corridor.safe.limits import TryLater, network_of
from corridor.safe.notebook.forms import new_form

TYPED_LONGEST = 100  # characters


@door("report", post="same")
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """Type the receipt; see what waits; add to it."""
    centre = centre_of(key)
    if centre is None:
        return not_there(request)
    if request.method != "POST":
        return outside_page(request, "receipt", centre)
    given = request.POST.get("receipt", "")[:TYPED_LONGEST]
    digits = typed(given)
    if not digits.isdecimal() or len(digits) != DIGITS:
        count = sum(sign.isdecimal() for sign in digits)
        words = gettext("%(found)s digits were found; a receipt has %(expected)s.")
        return _ask_again(request, centre, given, words % {"found": count, "expected": DIGITS})
    try:
        found = _opened(request, centre, digits)
        if found is None:
            unknown = gettext("Nothing is known under these digits. Compare each with what you wrote down.")
            return _ask_again(request, centre, given, unknown)
        return _add(request, centre, found, digits) if "form" in request.POST else _shown(request, found, digits)
    except TryLater as later:
        kept: dict[str, Any] = {"typed": given} | {name: request.POST.get(name, "") for name in ("text", "form")}
        return outside_page(request, "receipt", centre, later=later, **kept)


def _opened(request: HttpRequest, centre: Centre, digits: str) -> Opened | None:
    """Stretched only when the last digit fits; a wrong one that fits counts against the network it came from."""
    if not holds_together(digits):
        return None
    with RECEIPT.attempt(centre.key, network_of(request)) as attempt:
        with limits.RECEIPT_LANE:
            found = opened(centre, digits)
        if found:
            attempt.right()
    return found


def _add(request: HttpRequest, centre: Centre, found: Opened, digits: str) -> HttpResponse:
    told, faults = told_in(request, OTHER)
    if faults:
        return _shown(request, found, digits, faults=faults, text=told.text, form=form_of(request), status=422)
    try:
        with slowed(request, centre):
            add_to_report(found, told, form=form_of(request))
    except TryLater as later:
        return _shown(request, found, digits, later=later, text=told.text, form=form_of(request))
    found = replace(found, waiting=waiting_under(found.receipt, found.private))
    return _shown(request, found, digits, added=True)


def _shown(request: HttpRequest, found: Opened, digits: str, **more: Any) -> HttpResponse:
    page: dict[str, Any] = {
        "receipt": shown(digits),
        "waiting": [(one, kind_label(one.kind) if one.kind else "") for one in found.shown],
        "answered": any(one.what == ANSWER for one in found.shown),
        "form": new_form(),
    }
    return outside_page(request, "waiting", found.receipt.centre, **(page | more))


def _ask_again(request: HttpRequest, centre: Centre, given: str, fault: str) -> HttpResponse:
    return outside_page(request, "receipt", centre, faults=[fault], typed=given, status=422)
