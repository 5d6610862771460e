"""The consent ledger: an entry is added, or taken back."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.journey.actions import consents as actions
from corridor.journey.contents import Consent
from corridor.journey.reading import options_for, recipient_id
from corridor.journey.sheets import AREA, SheetForm, terms
from corridor.journey.views.asking import form_page, tell_kept
from corridor.journey.views.workers import back_to, reads, worker_of
from corridor.journey.worker_sheets import CONSENT, GIVEN
from corridor.safe.casebook import Reading
from corridor.safe.keys import Member
from corridor.safe.notebook.forms import Text

SPOKEN = "spoken"  # vocabulary `explained`: as it is done at the desk, unless something else is said


@door("change_case", post="same")
@reads
def add(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """What she allows, for what, to whom, until when; or that she said no."""
    _, worker = worker_of(known, id)
    posted = request.POST if request.method == "POST" else None
    purpose = request.GET.get("purpose", "")
    start: dict[str, Any] = {
        "given": GIVEN,
        "on": timezone.localdate(),
        "how": SPOKEN,
        "language": worker.languages[0] if worker.languages else "",
        "purpose": purpose if purpose in dict(terms("consent-purpose")) else "",
    }
    form = SheetForm(CONSENT, posted, options=options_for(known, said=worker.languages), **start)
    if posted is None or not form.is_valid():
        return form_page(request, form, back_to(id, worker), 200 if posted is None else 422)
    consent = form.content(worker=id)
    assert isinstance(consent, Consent)
    entered = replace(
        consent, given=form.cleaned_data["given"] == GIVEN, recipient=recipient_id(known, consent.recipient)
    )
    actions.add_consent(id, entered, by=member, form=form.token)
    tell_kept(request, form)
    return redirect("journey:worker", id=id)


@door(post="change_case")
@reads
def withdraw(request: HttpRequest, member: Member, known: Reading, id: str, part: str) -> HttpResponse:
    """She takes a consent back; it takes effect at once."""
    worker_of(known, id)
    said = Text(required=False).to_python(request.POST.get("said"))[:AREA]
    actions.withdraw_consent(id, part, by=member, said=said)
    messages.success(request, gettext("It is withdrawn. From now on nothing is shared because of it."))
    return redirect("journey:worker", id=id)
