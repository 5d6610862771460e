"""Taking a case, or all of them, out of the centre: what would leave, the words that lock it, the file.

The words are shown on a page of their own and go back to the server with the form that fetches the file (`locking`).
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.centre.actions import exporting as actions
from corridor.centre.actions.exporting import READY
from corridor.centre.exporting import Leaving, how_to_open, left_out, of_case, of_centre
from corridor.centre.models import CLOSES, MOVES, ORDER, OTHER
from corridor.centre.reading import title_of
from corridor.centre.views.cases import case_of
from corridor.centre.views.locking import locked_download, new_words, words_of
from corridor.journey.sheets import AREA
from corridor.safe.actions.members import voices
from corridor.safe.casebook import Reading
from corridor.safe.circle import may_speak
from corridor.safe.faults import NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.notebook.forms import Text, plain_area
from corridor.safe.views.telling import unkept, with_member, with_reading

FILE_NAME = "export.zip"  # the name says nothing of whom it is about
REASONS = {
    MOVES: gettext_lazy("The centre moves to another system"),
    CLOSES: gettext_lazy("The centre closes, or another one takes over its work"),
    ORDER: gettext_lazy("A court or an authority demands it"),
    OTHER: gettext_lazy("Other"),
}


class CaseForm(forms.Form):
    """Why a case leaves, in words that are kept with it."""

    why = Text(max_length=AREA, label=gettext_lazy("Why"))
    assessments = forms.BooleanField(required=False, label=gettext_lazy("With the assessments"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].widget = forms.Textarea(attrs=plain_area(3))
        self.fields["assessments"].widget.attrs["class"] = "form-check-input"


def _words_page(request: HttpRequest, member: Member, leaving: Leaving, back: str, **carried: str) -> HttpResponse:
    """New words, and the form that fetches the file with them; a refused pair of words brings it again."""
    (words, signed), refused = new_words(member), "words" in request.POST
    page = {
        "words": words,
        "carried": [
            ("words", signed),
            *((name, value) for name, value in carried.items() if value),
        ],
        "leaving": leaving,
        "left_out": left_out(leaving),
        "how": how_to_open(),
        "refused": refused,
        "back": back,
    }
    return unkept(render(request, "centre/export_words.html", page, status=422 if refused else 200))


@door("export_case", post="same")
@with_reading("export_case")
def export_case(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """One case: what would leave, and why; then the words; then the file."""
    entry = case_of(known, id)
    form = CaseForm(request.POST if request.method == "POST" else None)
    with_assessments = request.POST.get("assessments") == "on"
    leaving, address = of_case(known, entry, with_assessments), reverse("centre:case", args=[id])
    if form.is_valid():
        actions.free_place(member)
        why, chosen = form.cleaned_data["why"], form.cleaned_data["assessments"]
        if words := words_of(request, member):
            return locked_download(actions.export_case(id, why, words, assessments=chosen, by=member), FILE_NAME)
        return _words_page(request, member, leaving, address, why=why, assessments="on" if chosen else "")
    page = {
        "entry": entry,
        "title": title_of(entry.content),
        "form": form,
        "leaving": leaving,
        "left_out": left_out(leaving),
    }
    return render(request, "centre/export_case.html", page, status=422 if form.is_bound else 200)


@door("agree_to_act")
@with_member
def casebook(request: HttpRequest, member: Member) -> HttpResponse:
    """All cases: whether it was asked for, by whom, since when; for everybody who has a voice."""
    if not may_speak(member):
        raise NoKey
    found = actions.standing_export(member.centre)
    mine = found is not None and found.export.asked_by == member.account
    page = {
        "found": found,
        "why": REASONS.get(found.export.why, "") if found else "",
        "reasons": REASONS.items(),
        "mine": mine,
        "may_ask": may(request, "export_casebook"),
        "may_agree": found is not None and found.state == actions.WAITS and not mine,
        "may_take": mine and found is not None and found.state == READY,
        "alone": "" if voices(member.centre, but=member.account) else actions.alone(),
        "last": actions.taken_last(member.centre),
        "hours": actions.DELAY_HOURS,
    }
    return render(request, "centre/export_casebook.html", page)


@door(post="export_casebook")
@with_member
def ask(request: HttpRequest, member: Member) -> HttpResponse:
    """Ask that all cases may be taken out."""
    try:
        actions.ask_for_export(request.POST.get("why", ""), by=member)
    except Unfit as fault:
        messages.error(request, str(fault.told))
    else:
        messages.success(request, gettext("Done."))
    return redirect("centre:casebook_export")


def _number(request: HttpRequest) -> int:
    """Of the export that she read about; 0 for none."""
    text = request.POST.get("export", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0


@door(post="agree_to_act")
@with_member
def agree(request: HttpRequest, member: Member) -> HttpResponse:
    """Add the second voice."""
    _tell(request, actions.agree_to_export(_number(request), by=member))
    return redirect("centre:casebook_export")


@door(post="agree_to_act")
@with_member
def stop(request: HttpRequest, member: Member) -> HttpResponse:
    """Stop what waits."""
    _tell(request, actions.stop_export(_number(request), by=member))
    return redirect("centre:casebook_export")


def _tell(request: HttpRequest, done: bool) -> None:
    if done:
        messages.success(request, gettext("Done."))
    else:
        messages.warning(request, gettext("It changed meanwhile. Nothing was done."))


@door(post="export_casebook")
@with_reading("export_casebook")
def take(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """All cases: the words; then the file, once."""
    back, chosen = reverse("centre:casebook_export"), request.POST.get("assessments") == "on"
    try:
        actions.must_be_ready(member)
        if words := words_of(request, member):
            return locked_download(actions.export_casebook(words, assessments=chosen, by=member), FILE_NAME)
    except Unfit as fault:
        messages.error(request, str(fault.told))
        return redirect(back)
    leaving = of_centre(known, chosen)
    return _words_page(request, member, leaving, back, assessments="on" if chosen else "")
