"""Tags and filters that every template has."""

import json
from collections.abc import Iterator
from typing import Any

from django import template
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from corridor.reference.kinds import Field
from corridor.reference.labels import country_name, term_label, text_of
from corridor.reference.shelf import Entry, shelf
from corridor.ui.addresses import address_of

register = template.Library()

THIN_SPACE = "\u202f"
# `<`, `>` and `&` would end or begin markup inside a script element.
SCRIPT_SAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.filter
def room_label(name: str) -> str:
    """The name of a room in the reader's language."""
    return {
        "origin": gettext("Origin"),
        "recruitment": gettext("Recruitment"),
        "work": gettext("Work"),
        "centre": gettext("Centre"),
        "figures": gettext("Figures"),
        "statistics": gettext("Statistics"),
        "advocacy": gettext("Advocacy"),
        "programme": gettext("Programme"),
        "learning": gettext("Learning"),
    }[name]


@register.filter
def room_told(name: str) -> str:
    """What happens in a room, in a line of the reader's language."""
    return {
        "origin": gettext("what people ask for before they leave, and whether it is honoured"),
        "recruitment": gettext("who promised what, who charged what"),
        "work": gettext("jobs, wages, hours, freedom"),
        "centre": gettext("grievances taken safely, followed to a remedy"),
        "figures": gettext("the curtain: numbers without faces"),
        "statistics": gettext("what changed, what recurs, tables and reports"),
        "advocacy": gettext("standards, laws, agenda"),
        "programme": gettext("projects, events, publications"),
        "learning": gettext("lessons, design review, search"),
    }[name]


@register.filter
def kind_name(kind: str) -> str:
    """The name of a kind of record, as a heading, in the reader's language."""
    return {
        "approaches": gettext("Approaches"),
        "bibliography": gettext("Bibliography"),
        "case_studies": gettext("Case studies"),
        "deadlines": gettext("Deadlines"),
        "evaluation_criteria": gettext("Evaluation criteria"),
        "events": gettext("Events"),
        "exchange_rates": gettext("Exchange rates"),
        "fee_rules": gettext("Fee rules"),
        "figures": gettext("Figures on file"),
        "forced_labour_indicators": gettext("Indicators of forced labour"),
        "forums": gettext("Forums"),
        "good_practice_criteria": gettext("Good-practice criteria"),
        "indicators": gettext("Indicators"),
        "instruments": gettext("Instruments"),
        "job_options": gettext("Job options"),
        "lessons": gettext("Lessons"),
        "practices": gettext("Practices"),
        "projects": gettext("Projects"),
        "publications": gettext("Publications"),
        "ratifications": gettext("Ratifications"),
        "reference_wages": gettext("Reference wages"),
        "root_causes": gettext("Root causes"),
        "table_figures": gettext("Table figures"),
        "terms": gettext("Terms"),
        "weekends": gettext("Weekends"),
    }[kind]


@register.filter
def term(code: str, vocabulary: str) -> str:
    """The label of a code of a vocabulary, in the reader's language where the shelf has it."""
    return term_label(vocabulary, code, get_language() or "en")


@register.filter
def country(code: str) -> str:
    """The name of a country in the reader's language."""
    return country_name(code, get_language() or "en")


@register.filter
def number(value: Any) -> str:
    """A number with thin spaces between thousands; a blank stays a dash."""
    if value is None or value == "":
        return "–"
    return f"{value:,}".replace(",", THIN_SPACE)


@register.filter
def marked(pieces: list[tuple[str, bool]]) -> SafeString:
    """Text pieces with the matched ones marked, escaped."""
    return format_html_join("", "{}", ((mark(text) if hit else text,) for text, hit in pieces))


def mark(text: str) -> SafeString:
    return format_html_join("", "<mark>{}</mark>", [(text,)])


@register.filter
def changes(entry: Any) -> Iterator[tuple[str, Any, Any]]:
    """(field, before, after) of a history entry."""
    for field in sorted({*entry.before, *entry.after}):
        yield field, entry.before.get(field, ""), entry.after.get(field, "")


@register.filter
def as_json(value: Any) -> SafeString:
    """JSON for a `<script type="application/json">` block."""
    return SafeString(json.dumps(value, ensure_ascii=False).translate(SCRIPT_SAFE))


@register.simple_tag(takes_context=True)
def address_with(context: dict[str, Any], **changed: Any) -> str:
    """This page's address with some of its parameters changed; an empty value takes one away."""
    request: HttpRequest = context["request"]
    query: QueryDict = request.GET.copy()
    for name, value in changed.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = value
    return f"?{query.urlencode()}" if query else request.path


@register.filter
def label(entry: Entry) -> str:
    """An entry's label in the reader's language where the shelf has it; its id where the kind has no labels."""
    return said(entry, "label") or entry.id


@register.filter
def label_lang(entry: Entry) -> SafeString:
    """`lang` and `dir` of what `label` gives, for the element that shows it."""
    return said_lang(entry, "label")


@register.filter
def said(entry: Entry, field: str) -> str:
    """A text of an entry in the reader's language where the shelf has it."""
    return text_of(entry, field, get_language() or "en")[0]


@register.filter
def said_lang(entry: Entry, field: str) -> SafeString:
    """`lang` and `dir` of what `said` gives, for the element that shows it."""
    here = get_language() or "en"
    return SafeString("" if text_of(entry, field, here)[1] == here else 'lang="en" dir="ltr"')


@register.filter
def address(entry: Entry) -> str:
    return address_of(entry)


@register.filter
def shown(entry: Entry, field: str) -> bool:
    """Whether this kind of entry has the field and it is filled."""
    return bool(entry.values.get(field))


@register.filter
def spaced(name: str) -> str:
    return name.replace("_", " ")


@register.filter
def told(entry: Entry) -> Iterator[tuple[Field, list[tuple[str, str | None]]]]:
    """(field, [(text, address or None)]) of every filled field but the label and the flag."""
    for field in entry.kind.fields.values():
        value = entry.values[field.name]
        if field.name in {"label", "flag"} or value is None or value == ():
            continue
        parts = value if isinstance(value, tuple) else (value,)
        yield field, [piece(field, part) for part in parts]


def piece(field: Field, part: Any) -> tuple[str, str | None]:
    """One value as text, with the page it leads to."""
    language = get_language() or "en"
    match field.type:
        case "ref" | "refs":
            entry = shelf().get(field.kind, part)
            return (f"{part} {entry.values.get('label', '')}", address_of(entry)) if entry else (str(part), None)
        case "code" | "codes":
            return term_label(field.vocabulary, part, language), None
        case "countries":
            return country_name(part, language), None
        case "corridors":
            return part, reverse("learning:corridor", args=[part])
        case "cite":
            return cited(part)
        case "number" | "integer":
            return str(number(part)), None
        case "yesno":
            return ("yes" if part else "no"), None
    return str(part), None


def cited(source: str) -> tuple[str, str | None]:
    """A source as text with the page of the work, or of the lesson where one is named."""
    work, _, place = source.partition(" ")
    if place.startswith("lesson ") and (lesson := shelf().get("lessons", f"{work}-{place[7:].zfill(2)}")):
        return source, address_of(lesson)
    entry = shelf().get("bibliography", work)
    return source, address_of(entry) if entry else None


@register.simple_tag
def sources(entry: Entry) -> SafeString:
    """The sources of an entry, each leading to its work or lesson."""
    found = [cited(source) for source in entry.source]
    return format_html_join(
        "; ", '<a href="{}" lang="en" dir="ltr">{}</a>', ((link or "#content", text) for text, link in found)
    )


@register.filter
def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@register.filter
def lesson_entry(id: str) -> Entry | None:
    """The lesson of this id on the shelf."""
    return shelf().get("lessons", id)


@register.filter
def item(found: dict[str, Any] | str, key: str) -> Any:
    """One value of a dictionary; nothing when there is no dictionary."""
    return found.get(key) if isinstance(found, dict) else None


@register.filter
def severity_title(severity: str) -> str:
    return {
        "contradicts": gettext("Goes against what was learned"),
        "caution": gettext("With caution"),
        "missing": gettext("Said to be missing"),
        "strength": gettext("Strengths"),
    }[severity]


@register.filter
def answer_label(answer: str) -> str:
    return {
        "accepted": gettext("Accepted"),
        "adapted": gettext("Adapted"),
        "not-applicable": gettext("Not applicable"),
    }[answer]


@register.filter
def position_label(position: str) -> str:
    """Where a design stands on a dimension of practice."""
    return {
        "conventional": gettext("conventional"),
        "better": gettext("better"),
        "mixed": gettext("elements at both ends"),
        "not stated": gettext("not stated"),
    }[position]


@register.filter
def apart(sources: str) -> str:
    """Several sources in one text, with a space after each semicolon."""
    return str(sources).replace(";", "; ").replace(";  ", "; ")
