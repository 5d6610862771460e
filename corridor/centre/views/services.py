"""Services that are no grievances (S24): the latest, a form, correcting, destroying."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.centre.actions import services as actions
from corridor.centre.contents import Service
from corridor.centre.listing import services_of
from corridor.centre.oversight import served
from corridor.journey.codes import read_code
from corridor.journey.contents import Worker
from corridor.journey.sheets import Sheet, SheetForm, Slot
from corridor.journey.views.asking import Back, Correction, corrected, form_page, tell_kept
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.faults import Unfit
from corridor.safe.keys import Member
from corridor.safe.notebook.forms import Day
from corridor.safe.views.telling import with_reading

PAGE = 50
SERVICE = Sheet(
    Service,
    gettext_lazy("Service"),
    (
        Slot("kind", gettext_lazy("Kind"), "term", "service-kind", required=True),
        Slot("worker", gettext_lazy("Her code, if she has a file"), "line"),
        Slot("people", gettext_lazy("For how many"), "number", lesson="WIF2019-33"),
        Slot("on", gettext_lazy("On which day"), "day"),
        Slot("result", gettext_lazy("What came of it"), "term", "service-result"),
    ),
    (
        Slot("conditions", gettext_lazy("Under which conditions it was given"), "line", lesson="WIF2023-52"),
        Slot("note", gettext_lazy("Note"), "area"),
    ),
)
reads = with_reading("read_case")


class ServiceForm(SheetForm):
    """A service as it is typed: with the worker's code, as it is said aloud; what is kept is the id of her file."""

    def __init__(self, known: Reading, data: Any = None, content: Service | None = None, **start: Any) -> None:
        files = ((one.id, one.content) for one in known.of_type(Worker, opens))
        self.codes = {worker.code: id for id, worker in files if isinstance(worker, Worker)}
        said: dict[str, Any] = {"worker": self.code_of(content.worker)} if content else {}
        super().__init__(SERVICE, data, content, **(said | start))

    def code_of(self, id: str) -> str:
        """The code of a file; the id itself when the file is not hers to read, so that correcting does not lose it."""
        return next((code for code, one in self.codes.items() if one == id), id)

    def clean_worker(self) -> str:
        """The id of her file."""
        typed = str(self.cleaned_data.get("worker") or "").strip()
        stood = self.base_content()
        if not typed or typed in self.codes.values() or (isinstance(stood, Service) and typed == stood.worker):
            return typed
        if typed in self.codes:
            return self.codes[typed]
        try:
            return self.codes[read_code(typed)]
        except Unfit as fault:
            raise forms.ValidationError(str(fault.told)) from fault
        except KeyError as error:
            told = gettext("“%(found)s” is the code of no file here.")
            raise forms.ValidationError(told % {"found": typed[:40]}) from error

    def service(self) -> Service:
        """What was typed, once it is valid."""
        content = self.content()
        assert isinstance(content, Service)
        return content

    def clean_people(self) -> int:
        """At least one; nothing typed is one."""
        count = self.cleaned_data.get("people")
        if count is not None and not 1 <= count <= 100_000:
            told = gettext("Found “%(found)s”; expected %(expected)s")
            raise forms.ValidationError(told % {"found": count, "expected": "1–100000"})
        return int(count or 1)


class Period(forms.Form):
    """From which day until which services are counted; a day that is empty leaves that end open."""

    since, until = Day(required=False), Day(required=False)


@door("read_case", post="same")
@reads
def services(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """The latest services, with people and contacts apart: they are never added up. The days between which they lie
    are posted and held in the session: no address tells what somebody looks at.
    """
    if request.method == "POST":
        asked = Period(request.POST)
        if not asked.is_valid():
            for faults in asked.errors.values():
                messages.error(request, " ".join(map(str, faults)))
            return redirect("centre:services")
        days = {name: asked.cleaned_data[name] for name in ("since", "until")}
        request.session["services_between"] = {name: day.isoformat() for name, day in days.items() if day}
        return redirect("centre:services")
    since, until = _between(request)
    every = [(id, one) for id, one in services_of(known) if not since or (one.on and one.on >= since)]
    every = [(id, one) for id, one in every if not until or (one.on and one.on <= until)]
    whole, by_kind = served(one for _, one in every)
    page = {
        "rows": [(id, one, known.get(one.worker)) for id, one in every[:PAGE]],
        "more": max(len(every) - PAGE, 0),
        "whole": whole,
        "by_kind": by_kind,
        "since": since,
        "until": until,
        "period": Period(initial={"since": since, "until": until}),
        "may_take": may(request, "take_grievance"),
        "may_change": may(request, "change_case"),
    }
    return render(request, "centre/services.html", page)


def _between(request: HttpRequest) -> tuple[date | None, date | None]:
    """The days that were chosen last."""
    held = request.session.get("services_between") or {}
    since, until = (date.fromisoformat(held[name]) if name in held else None for name in ("since", "until"))
    return since, until


@door("take_grievance", post="same")
@reads
def write(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """Write down a service."""
    form = ServiceForm(known, request.POST or None, people=1, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        actions.write_service(form.service(), by=member, form=form.token)
        tell_kept(request, form)
        return redirect("centre:services")
    return form_page(request, form, _back(), 422 if form.is_bound else 200)


def _back() -> Back:
    return Back(reverse("centre:services"), gettext("Services"))


def service_of(known: Reading, id: str) -> tuple[Entry, Service]:
    """Raises Http404 when it is not there or not hers; Altered, UnknownVersion."""
    entry = known.get(id)
    if entry is None or not isinstance(entry.content, Service):
        raise Http404
    return entry, entry.content


@door("change_case", post="same")
@reads
def correct(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Correct a service; what two people changed at once is shown side by side."""
    _entry, service = service_of(known, id)
    codes = ServiceForm(known)

    def keep(changed: Service, base: Service) -> None:
        actions.correct_service(id, changed, base, by=member)

    def shown(one: Service) -> Service:
        return replace(one, worker=codes.code_of(one.worker))

    destroy = reverse("centre:erase_service", args=[id])
    make = partial(ServiceForm, known)
    return corrected(request, Correction(SERVICE, service, keep, _back(), destroy=destroy, make=make, shown=shown))


@door(post="change_case")
@reads
def erase(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Destroy a service that was entered by mistake."""
    service_of(known, id)
    actions.erase_service(id, by=member)
    messages.success(request, gettext("It is destroyed."))
    return redirect("centre:services")
