"""Intake in a hurry: one page for the worker, her case, her grievance and the next step.

The shortest way, counted as T24 counts (clicks, and fields filled): what she wants to be called, the way to reach her,
its number, what she wants, the kind, what happened, and sending it: seven of the twelve that are allowed. The next step
is counselling in a week unless something else is chosen, and that she stands here and said yes to being taken in stands
chosen too; everything that can wait is folded away.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from corridor.access.doors import door
from corridor.centre.actions import intake as actions
from corridor.centre.actions.cases import report_in
from corridor.centre.actions.intake import NO_CONTACT, WHERE, Intake
from corridor.centre.contents import HERSELF, UNASKED, Case
from corridor.centre.reading import word_choices
from corridor.field.contents import Report
from corridor.journey.actions.drafts import was_sent
from corridor.journey.contents import Worker
from corridor.journey.finding import Found, likely_files
from corridor.journey.likeness import Known
from corridor.journey.sheets import LINE, Sheet, SheetForm, Slot, terms
from corridor.journey.views.asking import tell_kept
from corridor.journey.views.drafts import draft_by_id
from corridor.journey.when import When
from corridor.journey.worker_sheets import languages
from corridor.reference.countries import is_country
from corridor.safe.casebook import Reading
from corridor.safe.faults import Conflict, Fault
from corridor.safe.keys import Member
from corridor.safe.queries import reading
from corridor.safe.views.chaining import chain_reading
from corridor.safe.views.telling import with_reading

MOST_OTHERS = 100  # people who came with her
NEW = "new"  # the answer that she is somebody else than those who are like her
GIVEN = {"country", "paper", "how"}  # fields that can wait and stand filled from the beginning
BEGUN: dict[str, Any] = {
    **{"next_kind": "counselling", "soon": "week", "paper": "passport"},
    **{"word": HERSELF, "how": "spoken"},  # she stands at the desk
}
SOON = {"today": 0, "tomorrow": 1, "week": 7}  # days until the next step

INTAKE = Sheet(
    Intake,
    _("New grievance"),
    (
        Slot("called", _("What she wants to be called"), hint=_("One word is enough."), required=True),
        Slot("channel", _("How to reach her safely"), "choice", lesson="WIF2023-25"),
        Slot("value", _("Number, name or place")),
        Slot("wants", _("What she wants"), "area", lesson="WIF2023-52"),
        Slot("kind", _("Kind"), "term", "grievance-kind", required=True),
        Slot("told", _("What happened"), "area"),
        Slot("next_kind", _("What is done next"), "term", "action-kind", required=True, lesson="WIF2023-08"),
    ),
    (
        Slot("next_on", _("On which day"), "day"),
        Slot("begin", _("Since"), "when", hint=_("As exact as she knows it: a day, March 2025, spring 2024, 2078.")),
        Slot("country", _("Country of work"), "country"),
        Slot("place", _("Place of work")),
        Slot("sector", _("Sector"), "term", "sector", lesson="WIF2019-21"),
        Slot("others", _("Who came with her"), "area", hint=_("One name in each line; each has a file of her own.")),
        Slot("label", _("What we call it")),
        Slot("language", _("Language"), "choice"),
        Slot("how", _("How it was explained"), "term", "explained"),
        Slot("sex", _("Sex"), "term", "sex"),
        Slot("age_band", _("Age"), "term", "age-band"),
        Slot("nationality", _("Nationality"), "country"),
        Slot("origin", _("District of origin")),
        Slot("paper", _("Document"), "term", "paper"),
        Slot("paper_number", _("Number of the document"), lesson="WIF2023-49"),
    ),
)


class IntakeForm(SheetForm):
    """What is typed at the desk. soon: the day of the next step by one click; a day that is typed counts instead."""

    soon = forms.ChoiceField(
        label=gettext_lazy("When"),
        required=False,
        choices=[("today", _("today")), ("tomorrow", _("tomorrow")), ("week", _("in a week"))],
        widget=forms.RadioSelect,
    )
    word = forms.ChoiceField(
        label=gettext_lazy("Her word"),
        required=False,
        help_text=gettext_lazy("That she is taken in, and nothing more. Who came with her says it for herself."),
        widget=forms.RadioSelect,
    )
    report = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)  # what came from outside

    def __init__(self, data: Any = None, **start: Any) -> None:
        ways = [*terms("channel"), (NO_CONTACT, gettext("no contact"))]
        begun = BEGUN | start
        super().__init__(INTAKE, data, options={"channel": ways, "language": languages()}, **begun)
        self.fields["word"].choices = word_choices()  # type: ignore[attr-defined]
        called = self.fields["called"]
        called.widget.attrs["autofocus"] = True
        called.error_messages["required"] = gettext("Say what she wants to be called. One word is enough.")
        self.fields["channel"].widget.attrs["aria-describedby"] = "reach-hint"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("value") and not cleaned.get("channel") and "channel" not in self.errors:
            self.add_error("channel", gettext("Choose which way this is."))
        names = [line.strip() for line in cleaned.get("others", "").split("\n") if line.strip()]
        if len(names) > MOST_OTHERS or any(len(one) > LINE for one in names):
            told = gettext("At most %(most)s names of %(length)s characters, one in each line.")
            self.add_error("others", told % {"most": MOST_OTHERS, "length": LINE})
        return cleaned

    @property
    def opens_more(self) -> bool:
        """Whether something that can wait was filled, or is wrong; what stands there from the beginning is folded."""
        return any(field.errors or _said(field.value()) for slot, field in self.later if slot.name not in GIVEN)

    def intake(self) -> Intake:
        found = self.content()
        assert isinstance(found, Intake)
        days = SOON.get(self.cleaned_data.get("soon") or "week", 7)
        day = found.next_on or timezone.localdate() + timedelta(days=days)
        more = {name: self.cleaned_data.get(name, "") for name in ("report", "word")}
        return replace(found, next_on=day, **more)


def _said(value: Any) -> bool:
    """Whether something stands in a field; of a time, in what was said of it."""
    return bool(value.said if isinstance(value, When) else value[0] if isinstance(value, list) and value else value)


@door("take_grievance", post="same")
@with_reading("read_case", everything=False)  # the page is there at once; what is on file is read when it is sent
def take(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """Take a grievance in."""
    if request.method == "POST":
        return _taken(request, member, IntakeForm(request.POST))
    start: dict[str, Any] = {"country": _usual_country(known, member)}
    if draft := request.GET.get("draft"):
        start |= draft_by_id(known, member, draft, WHERE).start_of(INTAKE, "soon", "report", "word")
    elif asked := request.GET.get("report"):
        report = report_in(known, asked).content
        assert isinstance(report, Report)
        start |= {"report": asked, "told": report.text, "language": report.language, "word": UNASKED}
    elif asked := request.GET.get("worker"):
        start |= {"called": _called(known, asked)}
    return _page(request, member, IntakeForm(**start))


def _called(known: Reading, id: str) -> str:
    """What she is called in her file, when one comes from there; that it is she is asked as of anybody."""
    found = known.get(id)
    return found.content.called if found and isinstance(found.content, Worker) else ""


def _usual_country(known: Reading, member: Member) -> str:
    """The country of the case that was last touched; the centre's own while there is none."""
    used = (str(one.plain["c"].get("country") or "") for one in known.of_type(Case))
    return next((country for country in used if is_country(country)), member.centre.country)


def _page(request: HttpRequest, member: Member, form: IntakeForm, status: int = 200, **more: Any) -> HttpResponse:
    told = reading(member, "read_case").get(str(form["report"].value())) if form["report"].value() else None
    if told and isinstance(told.content, Report) and not told.content.about_staff:
        chain_reading(request, told, member)
        more["told"] = told
    return render(request, "centre/intake.html", {"form": form, "where": WHERE, "new": NEW, **more}, status=status)


def _taken(request: HttpRequest, member: Member, form: IntakeForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, member, form, 422)
    intake = form.intake()
    files: tuple[str, ...] = ()
    if not (sent := was_sent(WHERE, form.token, member)):
        people = _who_is_it(request, reading(member, "read_case"), intake)
        if any(one.like and not one.answer for one in people):
            return _page(request, member, form, 409, asked=[one for one in people if one.like])
        files = tuple("" if one.answer == NEW else one.answer for one in people)
    ways = tuple(code for code, _label in terms("channel"))
    try:
        id = actions.take_grievance(replace(intake, files=files), by=member, form=form.token, never=ways)
    except Conflict:
        return _page(request, member, form, 409, sent=sent)
    except Fault as fault:
        return _page(request, member, form, 409, fault=fault)
    tell_kept(request, form)
    return redirect("centre:case", id=id)


@dataclass(frozen=True)
class Person:
    """Somebody who is taken in. like: files that may be hers. answer: the id of one of them, NEW, or not given yet."""

    number: int
    name: str
    like: list[Found]
    answer: str


def _who_is_it(request: HttpRequest, known: Reading, intake: Intake) -> list[Person]:
    """Everybody who is taken in, with the files like theirs, and what was answered for this very name."""
    people = []
    for number, name in enumerate(intake.people):
        like = likely_files(known, _known(intake, name, herself=number == 0))
        answer = request.POST.get(f"is_{number}", "") if request.POST.get(f"for_{number}") == name else ""
        fits = answer in {NEW, *(one.entry.id for one in like)} and like
        people.append(Person(number, name, like, answer if fits else ""))
    return people


def _known(intake: Intake, name: str, *, herself: bool) -> Known:
    if not herself:
        return Known((name,), nationality=intake.nationality)
    return Known(
        (name,),
        phones=(intake.value,) if intake.value else (),
        papers=(intake.paper_number,) if intake.paper_number else (),
        origin=intake.origin,
        nationality=intake.nationality,
        age_band=intake.age_band,
    )
