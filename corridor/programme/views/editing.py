"""Adding and correcting, by members who may: what the sources say of programmes, and what rules reckon with."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from corridor.access.doors import door
from corridor.access.models import Account
from corridor.access.queries import member_who_may
from corridor.programme import actions
from corridor.programme.forms import RecordForm
from corridor.programme.names import add_label, field_label
from corridor.programme.queries import DATED, FIRST_LETTERS, KINDS, library, meanwhile
from corridor.programme.rules import RATES
from corridor.reference.countries import codes
from corridor.reference.kinds import kinds
from corridor.reference.labels import country_name
from corridor.reference.shelf import write_value
from corridor.ui.addresses import address
from corridor.ui.templatetags.corridor import kind_name


def page(request: HttpRequest, form: RecordForm, title: str, status: int = 200, **more: Any) -> HttpResponse:
    language = get_language() or "en"
    kind = form.kind.name
    context = {
        "form": form,
        "title": title,
        "kind": kind,
        "kind_label": kind_name(kind),
        "list_address": reverse("learning:kind", args=[kind]),
        "dated": kind in DATED,
        "countries": [(code, country_name(code, language)) for code in codes()],
        **more,
    }
    return render(request, "programme/edit.html", context, status=status)


@door("edit_record", post="same")
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """A new project, event or publication."""
    return added(request, kind, KINDS, member_who_may(request, "edit_record"))


@door("edit_reference", post="same")
def add_reference(request: HttpRequest, kind: str) -> HttpResponse:
    """A new exchange rate, reference wage, fee rule or deadline."""
    return added(request, kind, DATED, member_who_may(request, "edit_reference"))


@door("edit_record", post="same")
def correct(request: HttpRequest, kind: str, id: str) -> HttpResponse:
    """Correct an entry of the shelf, or what an editor wrote before."""
    return corrected(request, kind, id, KINDS, member_who_may(request, "edit_record"))


@door("edit_reference", post="same")
def correct_reference(request: HttpRequest, kind: str, id: str) -> HttpResponse:
    """Correct a rate, wage, fee rule or deadline: of the shelf, or one that was added."""
    return corrected(request, kind, id, DATED, member_who_may(request, "edit_reference"))


def added(request: HttpRequest, kind: str, of: tuple[str, ...], member: Account) -> HttpResponse:
    """The empty form, or what was written of it."""
    if kind not in of:
        raise Http404
    id = "" if kind == RATES else f"{FIRST_LETTERS[kind]}-{actions.FIRST_OWN_NUMBER}"
    form = RecordForm(kind, data=request.POST or None, id=id)
    if request.method == "POST" and form.is_valid():
        try:
            id = actions.add_record(kind, form.values, by=member)
        except actions.FaultyRecord as refused:  # of another who wrote in between
            form.tell(refused.faults)
        else:
            messages.success(request, gettext("Added as %(id)s.") % {"id": id})
            return redirect(address(kind, id))
    return page(request, form, add_label(kind), 422 if form.is_bound else 200)


def corrected(request: HttpRequest, kind: str, id: str, of: tuple[str, ...], member: Account) -> HttpResponse:
    """The form with what stands, or what was written of it."""
    if kind not in of:
        raise Http404
    held = library()
    entry = held.get(kind, id)
    if entry is None:
        raise Http404
    title = gettext("Correct %(id)s") % {"id": id}
    seen = held.holdings[kind].versions.get(id, 0)
    form = RecordForm(kind, entry.values, request.POST or None, id=id, seen=seen)
    if request.method != "POST" or not form.is_valid():
        return page(request, form, title, 422 if form.is_bound else 200, entry=entry)
    try:
        written = actions.correct_record(kind, id, form.values, by=member, seen=form.cleaned_data["seen"])
    except actions.ChangedMeanwhile:
        return told_of_the_other(request, form, title, entry)
    if written:
        messages.success(request, gettext("Corrected. What stood there before stays readable in the history."))
    else:
        messages.info(request, gettext("Nothing was different, so nothing was written."))
    return redirect(address(kind, id))


def told_of_the_other(request: HttpRequest, form: RecordForm, title: str, entry: Any) -> HttpResponse:
    """Somebody else wrote the record first: show what they changed, with what was typed kept."""
    kind, id, mine = form.kind.name, form.record_id, form.values
    between = meanwhile(kind, id, form.cleaned_data["seen"])
    fields = kinds()[kind].fields
    others = [
        (field_label(name), write_value(fields[name], theirs), write_value(fields[name], own), both)
        for name, theirs, own, both in between.differences(mine)
        if name != "id"
    ]
    again = RecordForm(kind, between.merged(mine), id=id, seen=between.version)
    return page(request, again, title, 409, entry=entry, others=others)
