"""Forms of a worker's pages: shown, checked, and both texts side by side where two people changed the same thing."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
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
    """Correcting a content that stands. keep(changed, base) writes it and may raise Conflict.

    destroy: the address at which it is destroyed as a mistake. lost(text, form): keeps the text that does not stand
    where two people had changed the same thing; without it that text goes into the content's own note. make, shown:
    another form than the sheet's own, and how a content is shown in it.
    """

    sheet: Sheet
    stands: Content
    keep: Callable[[Any, Any], object]
    back: Back
    options: Options = field(default_factory=dict)
    destroy: str = ""
    lost: Callable[[str, str], object] | None = None
    make: Callable[..., SheetForm] | None = None
    shown: Callable[[Any], Content] = lambda content: content

    def form(self, posted: Any = None, content: Content | None = None) -> SheetForm:
        if self.make:
            return self.make(posted, content or self.stands)
        return SheetForm(self.sheet, posted, content=content or self.stands, options=self.options)


def tell_kept(request: HttpRequest, form: SheetForm) -> None:
    """Say that it is kept, and what of it looks like a slip; every form of a sheet ends here."""
    messages.success(request, gettext("It is kept."))
    tell_far(request, form)


def tell_far(request: HttpRequest, form: SheetForm) -> None:
    """Point out days a decade off, which are kept as they were typed."""
    for notice in form.notices():
        messages.warning(request, notice)


def form_page(request: HttpRequest, form: SheetForm, back: Back, status: int = 200, **more: Any) -> HttpResponse:
    """A form on a page of its own."""
    page = {"form": form, "label": form.sheet.label, "back": back, **more}
    return render(request, "journey/form.html", page, status=status)


def sent(request: HttpRequest) -> Any:
    """What was typed; None while a form is asked for."""
    return request.POST if request.method == "POST" else None


def corrected(request: HttpRequest, what: Correction, form: SheetForm | None = None) -> HttpResponse:
    """The form of a correction; once sent and kept, the page it came from. form: where `keep` reads more of it."""
    posted = sent(request)
    form = form or what.form(posted)
    if posted is None or not form.is_valid():
        return form_page(request, form, what.back, 200 if posted is None else 422, destroy=what.destroy)
    base = form.base_content() or what.stands
    changed: Any = form.content()
    text = other_text(what.sheet, what.shown(changed), what.shown(base)) if posted.get("clashed") else ""
    if text and what.lost is None:
        changed = replace(changed, note=f"{changed.note}\n\n{text}".strip())
    try:
        what.keep(changed, base)
    except Conflict:
        return _both(request, what, changed, base)
    if text and what.lost:
        what.lost(text, form.token)
    tell_kept(request, form)
    return redirect(what.back.address)


def _both(request: HttpRequest, what: Correction, mine: Content, base: Content) -> HttpResponse:
    """Hers in the form, the other beside it. Kept again, hers stands, and the other text is kept beside it."""
    found = clashes(what.sheet, *(what.shown(one) for one in (mine, base, what.stands)))
    again = what.form(content=mine)
    again.initial["base"] = what.form().initial["base"]
    return form_page(request, again, what.back, 409, destroy=what.destroy, clashes=found)
