"""An assessment of a worker: asking, and what the answers say. It explains; it opens no door (WIF2023-52)."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.centre.actions.assessments import assess_worker
from corridor.centre.assessing import (
    CRITERIA,
    INDICATORS,
    NOT_ASKED,
    RULE,
    SOURCE,
    Criterion,
    Sign,
    Stretch,
    answered,
    asked_for,
    assessments_of,
    continuum,
    determine,
    signs,
)
from corridor.centre.contents import Answer, Assessment, Case, CaseWorker, Grievance
from corridor.centre.reading import title_of
from corridor.centre.views.cases import case_of, reads
from corridor.journey.sheets import LINE, Sheet, SheetForm, Slot, terms
from corridor.journey.views.asking import tell_kept
from corridor.reference.labels import term_label, translated
from corridor.reference.shelf import Entry as ShelfEntry
from corridor.reference.shelf import shelf
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.keys import Member
from corridor.safe.notebook.forms import Text, plain_area

CRITERION_LABELS = {"involuntary": _("Involuntary work"), "penalty": _("Menace of a penalty")}
DIMENSION_LABELS = {
    "pay": _("Pay"),
    "hours": _("Hours"),
    "movement": _("Movement"),
    "debt": _("Debt"),
    "voice": _("Voice"),
    "dignity": _("Dignity"),
}
CAUSES = {"context": "contextual-factor", "policies": "policy-determinant"}  # field -> cause_kind of a root cause
CAUSE_LABELS = {"context": _("The setting"), "policies": _("Policies behind it")}
ASSESSMENT = Sheet(
    Assessment,
    _("Assessment"),
    (
        Slot("period", _("Reference period"), hint=_("In words: the last twelve months, or her whole stay.")),
        Slot("on", _("On which day"), "day"),
    ),
    (
        Slot("absent", _("I declare absent"), "choices", hint=_("Only with reasons."), lesson="WIF2023-50"),
        Slot("reasons", _("Why"), "area"),
        *(Slot(name, label, "choices", lesson="WIF2023-56") for name, label in CAUSE_LABELS.items()),
    ),
)


def shelf_label(entry: ShelfEntry) -> str:
    """Its label in the reader's language, where the shelf has it."""
    return translated(entry.kind.name, entry.id, "label", get_language() or "en") or str(entry.values["label"])


def causes(kind: str) -> list[tuple[str, str]]:
    """Contextual factors or policy determinants, as (id, label)."""
    return [(one.id, shelf_label(one)) for one in shelf().all("root_causes") if one.cause_kind == kind]


def said(group: str, code: str) -> str:
    """What a sign, a circumstance or a kind of grievance is called."""
    entry = shelf().get("forced_labour_indicators", code) if group == INDICATORS else None
    return shelf_label(entry) if entry else term_label(group, code, get_language() or "en")


@dataclass(frozen=True)
class Asked:
    """One thing as the form asks it."""

    label: str
    meaning: str
    state: Any
    evidence: Any


class AssessmentForm(SheetForm):
    """An assessment as it is typed: every sign and circumstance with its four answers, "not asked" unless said."""

    def __init__(self, data: Any = None, earlier: Assessment | None = None) -> None:
        options = {"absent": [(name, str(label)) for name, label in CRITERION_LABELS.items()]}
        options |= {name: causes(kind) for name, kind in CAUSES.items()}
        stands = (
            {one.name: getattr(earlier, one.name) for one in ASSESSMENT.every if one.name != "on"} if earlier else {}
        )
        super().__init__(ASSESSMENT, data, options=options, **stands)
        circumstances = {name: [shelf().terms[name][code] for code in codes] for name, codes in asked_for().items()}
        self.groups = {INDICATORS: shelf().all("forced_labour_indicators")} | circumstances
        states = terms("answer-state")
        for group, entries in self.groups.items():
            for one in entries:
                code = _code(one)
                before = next((a for a in getattr(earlier, group, ()) if a.about == code), Answer(code, NOT_ASKED))
                self._ask(f"{group}-{code}", said(group, code), states, before)

    def _ask(self, name: str, label: str, states: list[tuple[str, str]], before: Answer) -> None:
        radio = forms.RadioSelect(attrs={"class": "form-check-input"})
        self.fields[name] = forms.ChoiceField(
            choices=states, widget=radio, required=False, label=label, initial=before.state
        )
        line = forms.TextInput(attrs={name: value for name, value in plain_area(1).items() if name != "rows"})
        self.fields[f"{name}-why"] = Text(
            max_length=LINE, widget=line, required=False, label=label, initial=before.evidence
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("absent") and not cleaned.get("reasons") and "reasons" not in self.errors:
            self.add_error("reasons", gettext("Say why it is absent; without reasons it does not count."))
        return cleaned

    def asking(self, group: str) -> list[Asked]:
        """What is asked of a group, in the order of the shelf."""
        names = [(one, f"{group}-{_code(one)}") for one in self.groups[group]]
        return [Asked(said(group, _code(one)), one.meaning, self[name], self[f"{name}-why"]) for one, name in names]

    def answers(self, group: str) -> tuple[Answer, ...]:
        """Every answer of a group; nothing said is "not asked", and stands so."""
        names = [(_code(one), f"{group}-{_code(one)}") for one in self.groups[group]]
        return tuple(
            Answer(code, self.cleaned_data.get(name) or NOT_ASKED, self.cleaned_data.get(f"{name}-why", ""))
            for code, name in names
        )

    def assessment(self, case: str, worker: str) -> Assessment:
        """What was typed, for this worker of this case."""
        made = self.content(case=case, worker=worker, **{group: self.answers(group) for group in self.groups})
        assert isinstance(made, Assessment)
        return made


def _code(entry: ShelfEntry) -> str:
    return str(entry.values.get("code") or entry.id)


@door("change_case", post="same")
@reads
def assess(request: HttpRequest, member: Member, known: Reading, id: str, worker: str) -> HttpResponse:
    """Ask about signs and circumstances; what is kept is a new assessment, the earlier ones stay."""
    case = case_of(known, id)
    begun = assessment_of(known, id, request.GET["from"]) if "from" in request.GET else None
    form = AssessmentForm(request.POST or None, begun)
    if request.method == "POST" and form.is_valid():
        written = assess_worker(form.assessment(id, worker), by=member, form=form.token)
        tell_kept(request, form)
        return redirect("centre:assessment", id=id, part=written.id)
    circumstances = [(str(CRITERION_LABELS[name]), form.asking(name)) for name in CRITERIA]
    groups = [("", form.asking(INDICATORS)), *circumstances]
    shown = _page(case, known, worker) | {"form": form, "groups": groups}
    return render(request, "centre/assessment.html", shown, status=422 if form.is_bound else 200)


@door("read_case")
@reads
def page(request: HttpRequest, member: Member, known: Reading, id: str, part: str) -> HttpResponse:
    """What one assessment says: each answer, the determination with its reasons, what is not known, the continuum."""
    case, assessment = case_of(known, id), assessment_of(known, id, part)
    found = determine(assessment)
    shown = {
        "assessment": assessment,
        "part": part,
        "determination": found,
        "criteria": [_criterion(one) for one in found.criteria],
        "to_ask": [said(group, code) for group, code in found.to_ask],
        "groups": _answered(assessment),
        "stretches": [_stretch(one) for one in continuum(assessment, kinds_of(known, assessment))],
        "causes": [(label, _causes(getattr(assessment, name))) for name, label in CAUSE_LABELS.items()],
        "rule": RULE,
        "source": SOURCE,
        "may_change": may(request, "change_case"),
    }
    return render(request, "centre/assessed.html", _page(case, known, assessment.worker) | shown)


def _page(case: Entry, known: Reading, worker: str) -> dict[str, Any]:
    held = case.content
    assert isinstance(held, Case)
    person: CaseWorker | None = next((one for one in held.workers if one.worker == worker), None)
    if person is None:
        raise Http404
    earlier = [one for one in assessments_of(known, case.id) if one.plain["c"].get("worker") == worker]
    return {"case": case, "title": title_of(held), "person": person, "earlier": earlier}


def assessment_of(known: Reading, case: str, part: str) -> Assessment:
    """An assessment of this case. Raises Http404 when it is not there or not hers; Altered, UnknownVersion."""
    entry = known.get(part)
    if entry is None or entry.head != case or not isinstance(entry.content, Assessment):
        raise Http404
    return entry.content


def kinds_of(known: Reading, assessment: Assessment) -> set[str]:
    """The kinds of the grievances that are this worker's, or everybody's in the case."""
    held = [one.content for one in known.parts(assessment.case, Grievance) if opens(one)]
    mine = [one for one in held if isinstance(one, Grievance) and (not one.workers or assessment.worker in one.workers)]
    return {one.kind for one in mine}


def _told(group: str, found: Sign) -> dict[str, Any]:
    return {"label": said(group, found.about), "state": found.state, "evidence": found.evidence}


def _criterion(found: Criterion) -> dict[str, Any]:
    present = [_told(found.name, one) for one in found.present]
    return {"label": CRITERION_LABELS[found.name], "found": found, "present": present}


def _answered(assessment: Assessment) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Every sign and circumstance with its answer, group by group."""
    circumstances = [(name, CRITERION_LABELS[name], answered(assessment, name)) for name in CRITERIA]
    groups = [(INDICATORS, "", signs(assessment)), *circumstances]
    return [(label, [_told(group, one) for one in found]) for group, label, found in groups]


def _stretch(found: Stretch) -> dict[str, Any]:
    present = list(dict.fromkeys(said(group, code) for group, code in found.present))
    return {"label": DIMENSION_LABELS[found.code], "present": present, "found": found}


def _causes(ids: tuple[str, ...]) -> list[str]:
    entries = (shelf().get("root_causes", id) for id in ids)
    return [shelf_label(one) for one in entries if one]
