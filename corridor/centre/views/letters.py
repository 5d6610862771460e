"""Letters in a worker's name, read as they will leave before they are made; and the templates they are made from."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.centre.actions.letters import FILE_NAME, WORD_FILE, close_template, fill, keep_template, make_letter
from corridor.centre.contents import Case, Grievance
from corridor.centre.grievance_names import grievance_names
from corridor.centre.letter_templates import KNOWN, Template, kind_label, template_of, templates
from corridor.centre.letters import PURPOSES, Choice, Letter, letter_for
from corridor.centre.reading import title_of
from corridor.centre.views.cases import case_of
from corridor.exchange.letter_texts import KINDS
from corridor.exchange.letters import text_of
from corridor.exchange.word_packages import PACKED_MOST
from corridor.journey.reading import called_parties, recipient_id
from corridor.journey.sheets import AREA, Choices
from corridor.reference.labels import term_label
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.faults import Conflict, Unfit
from corridor.safe.keys import Member
from corridor.safe.notebook.forms import FORM_LONGEST, Day, Text, new_form, plain_area
from corridor.safe.views.attachments import download
from corridor.safe.views.telling import with_reading
from corridor.ui.choosing import Choose

reads = with_reading("read_case")
LANGUAGE_NAMES = dict(settings.LANGUAGES)
TURNED = {"ar"}  # written from right to left


class LetterForm(forms.Form):
    """What a letter is made of. form: its random name; seen: the mark of the letter that was read."""

    template = forms.ChoiceField(label=gettext_lazy("Template"), widget=Choose())
    to = forms.ChoiceField(label=gettext_lazy("To"), required=False, widget=Choose())
    to_words = Text(max_length=AREA, required=False, label=gettext_lazy("Or in words: the name, and the address below"))
    grievances = forms.MultipleChoiceField(label=gettext_lazy("Grievances"), widget=forms.CheckboxSelectMultiple)
    workers = forms.MultipleChoiceField(label=gettext_lazy("For whom"), widget=forms.CheckboxSelectMultiple)
    answer_by = Day(required=False, label=gettext_lazy("Answer until"))
    keep = forms.BooleanField(required=False, label=gettext_lazy("Keep a copy among the files of the case"))
    form = forms.CharField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, known: Reading, entry: Entry, data: Any = None) -> None:
        self.known, case = known, entry.content
        assert isinstance(case, Case)
        grievances = [one for one in known.parts(entry.id, Grievance) if opens(one)]
        workers = [(one.worker, one.called) for one in case.present]
        start = {"grievances": [one.id for one in grievances], "workers": [id for id, _ in workers]}
        super().__init__(data, initial={"form": new_form(), **start})
        offered = {
            "template": [(one.id, template_label(one)) for one in templates(known)],
            "to": [("", "–"), *_recipients(known, grievances)],
            "grievances": list(grievance_names(((one.id, _of(one)) for one in grievances), _here()).items()),
            "workers": workers,
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields["to_words"].widget = forms.Textarea(attrs=plain_area(3))
        self.fields["keep"].widget.attrs["form"] = "letter"  # it stands beside the button, below the form

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("to") and not cleaned.get("to_words") and "to_words" not in self.errors:
            self.add_error("to", gettext("Say to whom it goes."))
        return cleaned

    def choice(self, template: Template) -> Choice:
        """What was chosen, once it is valid."""
        said = self.cleaned_data
        name, _, rest = said["to_words"].partition("\n")
        return Choice(
            template.kind,
            template.language,
            said["to"] or recipient_id(self.known, name.strip()),
            said["to_words"] if said["to"] else rest.strip(),
            tuple(said["grievances"]),
            tuple(said["workers"]),
            said["answer_by"],
        )


class TemplateForm(forms.Form):
    """A template that the centre changed."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), widget=Choose())
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES, widget=Choose())
    file = forms.FileField(label=gettext_lazy("Word file (.docx)"), required=False, allow_empty_file=True)
    form = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, kind_label(kind)) for kind in KINDS]  # type: ignore[attr-defined]
        self.fields["file"].widget.attrs |= {"class": "form-control", "accept": ".docx"}

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is None:
            raise forms.ValidationError(gettext("No file was chosen."))
        if (file.size or 0) > PACKED_MOST:
            raise forms.ValidationError(gettext("The file is too large to be opened safely here."))
        return file


def _of(entry: Entry) -> Any:
    return entry.content


def _here() -> str:
    return get_language() or "en"


def _recipients(known: Reading, grievances: list[Entry]) -> Choices:
    """Who has to answer in this case, with the role; then everybody else whom workers met."""
    parties, found = called_parties(known), dict[str, str]()
    for one in grievances:
        for row in _of(one).respondents:
            name = parties.get(row.party) or row.name
            if name:
                found.setdefault(row.party or name, f"{name} ({term_label('respondent-role', row.role, _here())})")
    others = sorted(((id, name) for id, name in parties.items() if id not in found), key=lambda one: one[1])
    return [*found.items(), *others]


def template_label(template: Template) -> str:
    """What a template is called in a list."""
    named = f" · {template.own.name}" if template.own else ""
    return f"{kind_label(template.kind)} · {LANGUAGE_NAMES.get(template.language, template.language)}{named}"


@door("change_case", post="same")
@reads
def letter(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """A letter about a case: chosen, read as it will leave, made."""
    entry = case_of(known, id)
    if request.method != "POST":
        return _letter_page(request, entry, LetterForm(known, entry))
    form = LetterForm(known, entry, request.POST)
    chosen = template_of(known, request.POST.get("template", "")) if form.is_valid() else None
    if chosen is None:
        return _letter_page(request, entry, form, status=422)
    choice = form.choice(chosen)
    made = letter_for(known, entry, choice, timezone.localdate())
    changed = False
    if "make" in request.POST and not made.empty:
        said, token = form.cleaned_data, (form.cleaned_data["form"] or new_form())[:FORM_LONGEST]
        try:
            data = make_letter(id, chosen.id, choice, said["seen"], keep=said["keep"], by=member, form=token)
            return download(data, FILE_NAME, WORD_FILE)
        except Conflict:
            changed = True
    lines = [] if made.empty else text_of(fill(chosen.file(member.centre), made.values))
    return _letter_page(request, entry, form, made, chosen, lines, changed)


def _letter_page(
    request: HttpRequest,
    entry: Entry,
    form: LetterForm,
    made: Letter | None = None,
    template: Template | None = None,
    lines: list[str] | None = None,
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    page: dict[str, Any] = {"case": entry, "title": title_of(entry.content), "form": form, "lines": lines}
    if made and template:
        turned = template.language in TURNED
        page |= {"letter": made, "template": template, "turned": turned, "purpose": PURPOSES[template.kind]}
    page["changed"] = changed
    return render(request, "centre/letter.html", page, status=409 if changed else status)


@door("read_case", post="change_case")
@reads
def templates_page(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """The templates that are in use, and a place to bring one that the centre changed."""
    posted = request.method == "POST"
    form = TemplateForm(request.POST, request.FILES) if posted else TemplateForm(initial={"form": new_form()})
    if posted and form.is_valid():
        said, file = form.cleaned_data, form.cleaned_data["file"]
        token = (said["form"] or new_form())[:FORM_LONGEST]
        try:
            keep_template(said["kind"], said["language"], file.name or "", file.read(), by=member, form=token)
        except Unfit as fault:
            form.add_error("file", str(fault.told))
        else:
            messages.success(request, gettext("It is kept."))
            return redirect("centre:letter_templates")
    page = {
        "templates": [(one, kind_label(one.kind), LANGUAGE_NAMES.get(one.language, "")) for one in templates(known)],
        "form": form,
        "placeholders": [(name, sorted(fields or ())) for name, fields in KNOWN.items()],
        "may_change": may(request, "change_case"),
    }
    return render(request, "centre/letter_templates.html", page, status=422 if posted else 200)


@door("read_case")
@reads
def template_file(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """A template, to be read or changed in a word processor."""
    found = template_of(known, id)
    if found is None:
        raise Http404
    return download(found.file(member.centre), "template.docx", WORD_FILE)


@door(post="change_case")
@reads
def close(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Take a template of the centre's own out of use."""
    close_template(id, by=member)
    messages.success(request, gettext("It is out of use."))
    return redirect("centre:letter_templates")
