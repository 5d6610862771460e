"""Evidence of a case or a worker: bringing a file, looking at a copy without metadata, handing out the original."""

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
from corridor.centre.contents import Case
from corridor.centre.reading import belongs_to, title_of
from corridor.exchange.pictures import NoCopy
from corridor.journey.actions.evidence import erase_evidence, keep_evidence
from corridor.journey.contents import Evidence, Worker
from corridor.journey.sheets import AREA, LINE, Choices
from corridor.safe.actions.attachments import hand_out_original
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.faults import Fault, Unfit
from corridor.safe.keys import Member
from corridor.safe.notebook.evidence import LARGEST_FILE, copy_of, ending_of, original_of
from corridor.safe.notebook.forms import FORM_LONGEST, Day, Text, far_day, new_form, plain_area
from corridor.safe.views.attachments import download, no_copy
from corridor.safe.views.telling import with_reading
from corridor.ui.choosing import Choose

reads = with_reading("read_case")


class EvidenceForm(forms.Form):
    """A file, with what it shows and how it came; what was typed stays when the file does not fit."""

    file = forms.FileField(label=gettext_lazy("Bring a file"), required=False, max_length=None, allow_empty_file=True)
    kind = Text(max_length=LINE, required=False, label=gettext_lazy("Kind"))
    proves = forms.ChoiceField(required=False, label=gettext_lazy("What it is for"))
    shows = Text(max_length=AREA, required=False, label=gettext_lazy("What it shows"))
    source = Text(max_length=LINE, required=False, label=gettext_lazy("From whom, and how it came"))
    day = Day(required=False, label=gettext_lazy("On which day"))
    form = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, parts: Choices, *args: Any, **kwargs: Any) -> None:
        """parts: the grievances and lines of the ledger it may be for; none under a worker."""
        super().__init__(*args, **kwargs)
        area = plain_area(3)
        if parts:
            self.fields["proves"].widget = Choose()
            self.fields["proves"].choices = [("", "–"), *parts]  # type: ignore[attr-defined]
        else:
            del self.fields["proves"]
        self.fields["file"].widget.attrs["class"] = "form-control"
        self.fields["shows"].widget = forms.Textarea(attrs=area)
        for name in ("kind", "source"):
            self.fields[name].widget = forms.TextInput(attrs={k: v for k, v in area.items() if k != "rows"})

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is None:
            raise forms.ValidationError(gettext("No file was chosen. Go back and choose one of at most 25 MB."))
        if (file.size or 0) > LARGEST_FILE:
            told = gettext("The file holds %(found)s MB; at most 25 MB can be kept. Nothing was kept.")
            raise forms.ValidationError(told % {"found": round((file.size or 0) / 1e6, 1)})
        return file


def evidence_of(known: Reading, about: str) -> list[Entry]:
    """The files of a case or a worker that can be read, oldest first; for `centre/_evidence.html`."""
    return [one for one in known.parts(about, Evidence) if opens(one)]


def head_of(known: Reading, id: str) -> tuple[Entry, str, str]:
    """The case or worker, what it is called, and the address of its page. Raises Http404 when it is not hers."""
    entry = known.get(id)
    content = entry.content if entry else None
    if entry and isinstance(content, Case):
        return entry, title_of(content), reverse("centre:case", args=[id])
    if entry and isinstance(content, Worker):
        return entry, content.called, reverse("journey:worker", args=[id])
    raise Http404


def file_of(known: Reading, id: str) -> tuple[Entry, Any]:
    """Raises Http404 when it is not there or not hers."""
    entry = known.get(id)
    if entry is None or not isinstance(entry.content, Evidence):
        raise Http404
    return entry, entry.content


@door("change_case", post="same")
@reads
def bring(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Keep a file under a case or a worker."""
    _, title, back = head_of(known, id)
    start = {"form": new_form(), "day": timezone.localdate(), "proves": request.GET.get("for", "")}
    posted, parts = request.method == "POST", belongs_to(known, id)
    form = EvidenceForm(parts, request.POST, request.FILES) if posted else EvidenceForm(parts, initial=start)
    if posted and form.is_valid():
        try:
            kept = _keep(form, id, member)
        except Unfit as fault:
            form.add_error("file", str(fault.told))
        else:
            messages.success(request, gettext("The file is kept, sealed as it came."))
            if far := far_day(form.fields["day"].label, form.cleaned_data["day"]):
                messages.warning(request, far)
            return redirect("centre:evidence", id=kept)
    page = {"form": form, "title": title, "back": back}
    return render(request, "centre/evidence_bring.html", page, status=422 if posted else 200)


def _keep(form: EvidenceForm, about: str, member: Member) -> str:
    said, file = form.cleaned_data, form.cleaned_data["file"]
    told = {name: said[name] for name in ("kind", "proves", "shows", "source", "day") if name in said}
    token = (said["form"] or new_form())[:FORM_LONGEST]
    media = file.content_type or ""
    return keep_evidence(about, file.name or "", file.read(), by=member, form=token, media=media, **told).id


@door("read_case")
@reads
def page(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """A file: what it shows, the copy where one can be made, and whether the original is still as it came."""
    entry, content = file_of(known, id)
    _, title, back = head_of(known, entry.head)
    fault = None
    try:
        original_of(entry, member.centre)
    except Fault as found:
        fault = found
    shown = {"entry": entry, "content": content, "fault": fault, "why": no_copy(content), "title": title, "back": back}
    shown["proves"] = dict(belongs_to(known, entry.head)).get(content.proves, "")
    rights = {"may_change": may(request, "change_case"), "may_erase": may(request, "erase_record")}
    return render(request, "centre/evidence.html", shown | rights)


@door("read_case")
@reads
def copy(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """The copy without metadata, shown in the page or taken along."""
    entry, content = file_of(known, id)
    try:
        made = copy_of(entry, member.centre)
    except NoCopy as error:
        raise Unfit(no_copy(content) or gettext("No copy can be made.")) from error
    return download(made.data, f"copy.{made.kind}", made.media)


@door("change_case", post="same")
@reads
def original(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """The original: what it may tell is said first; taking it along is an act of its own, and chained."""
    entry, content = file_of(known, id)
    if request.method == "POST":
        data = hand_out_original(entry, by=member)
        return download(data, f"original.{ending_of(content.name)}", "application/octet-stream")
    return render(request, "centre/evidence_original.html", {"entry": entry, "content": content})


@door(post="erase_record")
@reads
def erase(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Destroy a file that was brought by mistake."""
    entry, _ = file_of(known, id)
    _, _, back = head_of(known, entry.head)
    erase_evidence(entry.head, id, by=member)
    messages.success(request, gettext("It is destroyed."))
    return redirect(back)
