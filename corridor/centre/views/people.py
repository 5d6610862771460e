"""Who is in a case and who reads it: workers join and leave by their own word; readers are named; it is destroyed."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy

from corridor.access.doors import door
from corridor.centre.actions import cases, people
from corridor.centre.actions.people import Joining
from corridor.centre.contents import HERSELF, CaseWorker
from corridor.centre.reading import title_of, word_told
from corridor.centre.views.cases import case_of, reads
from corridor.field.queries import reports_of
from corridor.journey.finding import WORDS_LONGEST, Found, found_by, likely_files
from corridor.journey.likeness import Known
from corridor.journey.reading import HOLDS, cases_of, consent_lines
from corridor.journey.reading import label as term
from corridor.journey.sheets import AREA, LINE, Choices, terms
from corridor.journey.views.workers import worker_of
from corridor.journey.worker_sheets import languages
from corridor.safe.actions.records import naming_of
from corridor.safe.casebook import Entry, Reading
from corridor.safe.faults import Unfit
from corridor.safe.keys import Member
from corridor.safe.notebook.forms import FORM_LONGEST, Day, Text, new_form, people_of, plain_area, read_naming
from corridor.ui.choosing import Choose

NEW = "new"  # the answer that she is nobody of those on file
BACKUPS = timedelta(days=30)  # after which no backup holds what was destroyed


class JoiningForm(forms.Form):
    """Her own word that she joins: on which day, that it was explained and how, and the entry of her ledger, if any.

    entries: what can be chosen of her ledger. new: whether a file is begun for her.
    """

    called = Text(max_length=LINE, required=False, label=gettext_lazy("What she wants to be called"))
    on = Day(label=gettext_lazy("On which day"))
    explained = forms.BooleanField(label=gettext_lazy("It was explained to her, and she joins by her own word"))
    how = forms.ChoiceField(required=False, label=gettext_lazy("How it was explained"))
    language = forms.ChoiceField(required=False, label=gettext_lazy("Language"))
    consent = forms.ChoiceField(required=False, label=gettext_lazy("Consent"))
    form = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, entries: Choices | None = None, new: bool = False, **start: Any) -> None:
        super().__init__(data, initial={"on": timezone.localdate(), "form": new_form(), **start})
        needed = {"called": new, "consent": bool(entries)}
        for name in [name for name, asked in needed.items() if not asked]:
            del self.fields[name]
        told = gettext("She joins by her own word alone. Explain it to her first.")
        self.fields["explained"].error_messages["required"] = told
        if new:
            called = self.fields["called"]
            called.required = True
            called.widget = forms.TextInput(attrs={k: v for k, v in plain_area(1).items() if k != "rows"})
            called.error_messages["required"] = gettext("Say what she wants to be called. One word is enough.")
        chosen = {"how": terms("explained"), "language": languages(), "consent": entries or []}
        for name in [name for name in chosen if name in self.fields]:
            _offer(self.fields[name], chosen[name])

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            told = gettext("“%(found)s” lies in the future. Check the year and the calendar.")
            raise forms.ValidationError(told % {"found": date_format(day, "j F Y")})
        return day


def _offer(field: Any, choices: Choices) -> None:
    """A list to choose from, with nothing chosen at first."""
    field.widget = Choose()
    field.choices = [("", "–"), *choices]


class LeavingForm(forms.Form):
    """How it ended for a worker who leaves, her own word on it, and why in ours."""

    outcome = forms.ChoiceField(label=gettext_lazy("What came of it"))
    her_view = forms.ChoiceField(required=False, label=gettext_lazy("How she sees it"))
    her_words = Text(max_length=AREA, required=False, label=gettext_lazy("In her words"))
    why = Text(max_length=AREA, required=False, label=gettext_lazy("Why"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        _offer(self.fields["outcome"], terms("case-outcome"))
        _offer(self.fields["her_view"], terms("own-view"))
        self.fields["outcome"].error_messages["required"] = gettext("Say what came of it.")
        for name in ("her_words", "why"):
            self.fields[name].widget = forms.Textarea(attrs=plain_area(3))


@door("change_case", post="same")
@reads
def workers(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Who is in a case. Who joins is looked for among the files first; a file is begun where none is hers."""
    entry = case_of(known, id)
    if request.method != "POST":
        return _workers(request, known, entry)
    words = request.POST.get("words", "")[:WORDS_LONGEST].strip()
    if not (chosen := request.POST.get("worker", "")):
        return _workers(request, known, entry, words=words, sought=True)
    file = None if chosen == NEW else worker_of(known, chosen)[0]
    sure = request.POST.get("sure") == "yes"
    form = JoiningForm(
        request.POST if sure else None,
        entries=_entries(known, file.id) if file else [],
        new=file is None,
        called=words,
    )
    if not sure or not form.is_valid():
        return _joining(request, entry, file, form, words, 422 if sure else 200)
    called = form.cleaned_data.get("called", "")
    if called != words and file is None and likely_files(known, Known((called,))):  # another name than was looked for
        return _workers(request, known, entry, words=called, sought=True, status=409)
    try:
        _join(id, file, called, form, member)
    except Unfit as fault:
        return _joining(request, entry, file, form, words, 409, fault=fault)
    messages.success(request, gettext("It is kept."))
    return redirect("centre:case", id=id)


def _join(id: str, file: Entry | None, called: str, form: JoiningForm, member: Member) -> None:
    said = form.cleaned_data
    token = (said["form"] or new_form())[:FORM_LONGEST]
    explained = {"how": said["how"], "language": said["language"]}
    joining = Joining(file.id if file else "", called, said["on"], said.get("consent", ""), token, **explained)
    people.take_into_case(id, joining, by=member)


def _entries(known: Reading, worker: str) -> Choices:
    """The entries of her ledger that hold today, the newest first."""
    holding = (one for one in consent_lines(known, worker, timezone.localdate()) if one.state == HOLDS)
    return [(one.id, _told(one.consent.purpose, one.recipient, one.consent.on)) for one in holding]


def _told(purpose: str, recipient: str, on: Any) -> str:
    day = date_format(on, "j F Y") if on else ""
    return " · ".join(part for part in (term("consent-purpose", purpose), recipient or gettext("herself"), day) if part)


def _workers(
    request: HttpRequest, known: Reading, entry: Entry, *, words: str = "", sought: bool = False, status: int = 200
) -> HttpResponse:
    case: Any = entry.content
    shown = {
        "entry": entry,
        "case": case,
        "title": title_of(case),
        "words": words,
        "sought": sought and bool(words),
        "unsaid": sought and not words,
        "asked": status == 409,
        "found": _like(known, words),
        "inside": {one.worker for one in case.present},
        "rows": [(one, word_told(one), one.left is None and one.word != HERSELF) for one in case.workers],
        "new": NEW,
    }
    return render(request, "centre/workers.html", shown, status=422 if shown["unsaid"] else status)


def _like(known: Reading, words: str) -> list[Found]:
    """Files that hold the words, and those that may be of somebody with this name."""
    every = [*found_by(known, words), *(likely_files(known, Known((words,))) if words else [])]
    return list({one.entry.id: one for one in every}.values())


def _joining(
    request: HttpRequest,
    entry: Entry,
    file: Entry | None,
    form: JoiningForm,
    words: str,
    status: int,
    fault: Unfit | None = None,
) -> HttpResponse:
    case: Any = entry.content
    shown = {"entry": entry, "title": title_of(case), "file": file, "form": form, "words": words}
    shown["is_inside"] = file is not None and file.id in {one.worker for one in case.present}
    return render(request, "centre/join.html", shown | {"fault": fault, "new": NEW}, status=status)


@door("change_case", post="same")
@reads
def leave(request: HttpRequest, member: Member, known: Reading, id: str, part: str) -> HttpResponse:
    """A worker leaves a case: what came of it for her, and her own word on it if she gave it."""
    entry = case_of(known, id)
    worker = _present(entry, part)
    form = LeavingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        cases.leave_case(id, part, cases.Leaving(**form.cleaned_data), by=member)
        messages.success(request, gettext("It is kept."))
        return redirect("centre:case", id=id)
    shown = {"entry": entry, "title": title_of(entry.content), "worker": worker, "form": form}
    return render(request, "centre/leave.html", shown, status=422 if form.is_bound else 200)


def _present(entry: Entry, worker: str) -> CaseWorker:
    """Who is in the case now. Raises Http404."""
    case: Any = entry.content
    found = next((one for one in case.present if one.worker == worker), None)
    if found is None:
        raise Http404
    return found


@door("change_case", post="same")
@reads
def readers(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Who reads a case: everybody in the circle or those named alone; a lawyer or an interpreter until a day.

    The workers' files are heads of their own: each is asked about, and goes along by itself only where it is restricted
    to the case's readers already, so that naming a lawyer to a case does not hand her the way to reach everybody in it.
    """
    entry = case_of(known, id)
    posted = request.POST if request.method == "POST" else None
    case: Any = entry.content
    naming = naming_of(entry, member)
    faults: list[str] = []
    chosen = people_of(member.centre, member.account, naming, posted)
    files = [one for one in people.files_of(known, case) if not getattr(one.content, "merged_into", "")]
    along = {one.id for one in files if entry.restricted and people.same_readers(entry, one)}
    ticked = along if posted is None else set(posted.getlist("file"))
    if posted is not None:
        naming, faults = read_naming(posted, chosen, member.account, moves=True)
        if not faults:
            try:
                people.set_readers(id, naming, by=member, files=ticked & {one.id for one in files})
            except Unfit as fault:
                faults = [str(fault.told)]
            else:
                messages.success(request, gettext("It is sealed anew, for those you chose."))
                return redirect("centre:case", id=id)
    shown = {"entry": entry, "title": title_of(case), "people": chosen, "naming": naming, "faults": faults}
    shown["moves"] = True
    shown["files"] = [(one, one.id in ticked, [c for c in cases_of(known, one.id) if c.id != id]) for one in files]
    return render(request, "centre/readers.html", shown, status=422 if faults else 200)


@door("erase_record", post="same")
@reads
def erase(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Destroy a case and everything that belongs to it, after saying what that means."""
    entry = case_of(known, id)
    if request.method == "POST":
        cases.erase_case(id, by=member)
        messages.success(request, gettext("The case is destroyed. Backups forget it within 30 days."))
        return redirect("centre:today")
    count = len(known.parts(id)) + len(reports_of(known, id))
    shown = {"entry": entry, "title": title_of(entry.content), "count": count}
    return render(request, "centre/erase.html", shown | {"forgotten": timezone.localdate() + BACKUPS})
