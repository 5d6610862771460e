"""Forms of a worker's pages: shown, checked, and both texts side by side where two people changed the same thing."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from corridor.journey.sheets import Options, Sheet, SheetForm, clashes, other_text
from corridor.safe.content import Content
from corridor.safe.faults import Conflict


@dataclass(frozen=True)
class Back:
    """Where a form leads back to. called: the name that stands there, of a person or a party."""

    address: str
    called: str


@dataclass(frozen=True)
class Correction:
    """Correcting a content that stands and has a note. keep(changed, base) writes it and may raise Conflict.

    destroy: the address at which it is destroyed as a mistake.
    """

    sheet: Sheet
    stands: Content
    keep: Callable[[Any, Any], object]
    back: Back
    options: Options = field(default_factory=dict)
    destroy: str = ""


def form_page(request: HttpRequest, form: SheetForm, back: Back, status: int = 200, **more: Any) -> HttpResponse:
    """A form on a page of its own."""
    page = {"form": form, "label": form.sheet.label, "back": back, **more}
    return render(request, "journey/form.html", page, status=status)


def corrected(request: HttpRequest, what: Correction) -> HttpResponse:
    """The form of a correction; once sent and kept, the page it came from."""
    posted = request.POST if request.method == "POST" else None
    form = SheetForm(what.sheet, posted, content=what.stands, options=what.options)
    if posted is None or not form.is_valid():
        return form_page(request, form, what.back, 200 if posted is None else 422, destroy=what.destroy)
    base = form.base_content() or what.stands
    changed: Any = form.content(**_not_asked(what))
    if request.POST.get("clashed") and (lost := other_text(what.sheet, changed, base)):
        changed = replace(changed, note=f"{changed.note}\n\n{lost}".strip())
    try:
        what.keep(changed, base)
    except Conflict:
        return _both(request, what, changed, base)
    messages.success(request, gettext("It is kept."))
    return redirect(what.back.address)


def _not_asked(what: Correction) -> dict[str, Any]:
    """The fields that the form does not ask, as they stand: whatever the browser says of them."""
    asked = {slot.name for slot in what.sheet.every}
    return {one.name: getattr(what.stands, one.name) for one in fields(what.stands) if one.name not in asked}


def _both(request: HttpRequest, what: Correction, mine: Content, base: Content) -> HttpResponse:
    """Hers in the form, the other beside it. Kept again, hers stands, and the other text stays in the note."""
    found = clashes(what.sheet, mine, base, what.stands)
    again = SheetForm(what.sheet, content=mine, options=what.options)
    again.initial["base"] = SheetForm(what.sheet, content=what.stands, options=what.options).initial["base"]
    return form_page(request, again, what.back, 409, clashes=found)
