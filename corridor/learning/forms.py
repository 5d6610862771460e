"""The design's web form, made from its schema: a blank field is silence, "none" states that there is none."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext

from corridor.learning.design.schema import Fact, Part
from corridor.reference.countries import codes, english_name
from corridor.reference.labels import term_label
from corridor.reference.shelf import shelf

ABSENT = "none"


def choices(fact: Fact) -> list[tuple[str, str]]:
    here = get_language() or "en"
    return [(code, term_label(fact.vocabulary, code, here)) for code in shelf().terms[fact.vocabulary]]


def field_of(fact: Fact, linked: list[tuple[str, str]]) -> forms.Field:
    """The form field of one fact; `linked` are the (id, statement) that a link may point to."""
    label = fact.name.replace("_", " ").capitalize()
    about: dict[str, Any] = {"required": fact.required, "label": label, "help_text": fact.meaning}
    silent = ("", gettext("not said"))
    match fact.type:
        case "yesno":
            says = [silent, ("yes", gettext("yes")), ("no", gettext("no: the design says so"))]
            return forms.ChoiceField(choices=says, widget=forms.RadioSelect, **about)
        case "link":
            return forms.ChoiceField(choices=[silent, *linked], **about)
        case "code":
            return forms.ChoiceField(choices=[silent, *choices(fact)], **about)
        case "codes":
            return forms.MultipleChoiceField(choices=choices(fact), widget=forms.CheckboxSelectMultiple, **about)
        case "countries":
            known = [(f"{english_name(code)} ({code})", code) for code in codes()]
            named = [(code, name) for name, code in sorted(known)]
            return forms.MultipleChoiceField(choices=named, widget=forms.SelectMultiple, **about)
        case "year":
            return forms.IntegerField(**about)
        case "number":
            return forms.FloatField(min_value=0, **about)
        case "texts" | "corridors":
            each = gettext("one on each line")
            about["help_text"] = f"{fact.meaning}; {each}"
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), **about)
    if fact.name in {"statement", "flag", "goal"}:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), **about)
    return forms.CharField(**about)


class PartForm(forms.Form):
    """One part or element of a design."""

    def __init__(self, part: Part, design: dict[str, Any], element: dict[str, Any], data: Any = None) -> None:
        self.part = part
        if part.many and not element:  # a name that is free, which may be changed
            element = {"id": f"{part.name.removesuffix('s')}-{len(design.get(part.name, [])) + 1}"}
        super().__init__(data, initial=self.shown(part, element), auto_id="f-%s")
        for fact in part.facts.values():
            if fact.name not in {"has", "lacks"}:
                others = [(str(one["id"]), f"{one['id']}: {one['statement']}"[:90]) for one in design.get(fact.to, [])]
                self.fields[fact.name] = field_of(fact, others)
                css = "form-select" if isinstance(self.fields[fact.name].widget, forms.Select) else "form-control"
                if fact.type not in {"yesno", "codes"}:
                    self.fields[fact.name].widget.attrs["class"] = css
        if "has" in part.facts:
            self.said_features = self.features_said(element, data)

    @staticmethod
    def shown(part: Part, element: dict[str, Any]) -> dict[str, Any]:
        """The element's values as the form shows them."""
        shown: dict[str, Any] = {}
        for name, value in element.items():
            fact = part.facts[name]
            if fact.type == "yesno":
                shown[name] = "yes" if value is True else "no"
            elif fact.type in {"texts", "corridors"}:
                shown[name] = "\n".join(value) if value else ABSENT
            elif value is False:
                shown[name] = ABSENT
            else:
                shown[name] = value
        return shown

    @staticmethod
    def features_said(element: dict[str, Any], data: Any) -> dict[str, str]:
        """feature -> has or lacks, from what was posted, else from the element."""
        if data is not None:
            return {
                name[8:]: value
                for name, value in data.items()
                if name.startswith("feature-") and value in {"has", "lacks"}
            }
        said = dict.fromkeys(element.get("has") or [], "has")
        return said | dict.fromkeys(element.get("lacks") or [], "lacks")

    def feature_groups(self) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
        """(group label, [(code, label, meaning, said)]) of all features, by the kind of work they belong to."""
        groups: dict[str, list[tuple[str, str, str, str]]] = {}
        here = get_language() or "en"
        for term in shelf().terms["feature"].values():
            group = (term.parent or "intervention-family.outreach").split(".")[1]
            line = (
                term.code,
                term_label("feature", term.code, here),
                term.meaning,
                self.said_features.get(term.code, ""),
            )
            groups.setdefault(term_label("intervention-family", group, here), []).append(line)
        return list(groups.items())

    def element(self) -> dict[str, Any]:
        """The element that was filled in: blank fields are left out, "none" and "no" state an absence."""
        element: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            fact = self.part.facts[name]
            if value in ("", None, []):
                continue
            if fact.type == "yesno":
                element[name] = value == "yes"
            elif fact.type in {"texts", "corridors"}:
                element[name] = (
                    [] if value.strip() == ABSENT else [line.strip() for line in value.splitlines() if line.strip()]
                )
            elif fact.type == "value":
                element[name] = False if value.strip().lower() == ABSENT else value
            elif fact.type == "number" and float(value).is_integer():
                element[name] = int(value)
            else:
                element[name] = value
        for side in ("has", "lacks"):
            if "has" in self.part.facts and (
                found := [code for code, said in self.said_features.items() if said == side]
            ):
                element[side] = found
        return element
