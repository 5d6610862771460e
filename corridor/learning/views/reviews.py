"""Design review in the browser: bring a file, fill the form, or read an example; findings with answers."""

import tomllib
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.access.models import Account
from corridor.exchange.word import word_file
from corridor.learning import actions
from corridor.learning.design.model import Design
from corridor.learning.design.reading import SIZE_LIMIT, Unreadable, read, read_bytes, too_large
from corridor.learning.design.template import template, write_design
from corridor.learning.models import DesignRecord, FindingAnswer
from corridor.learning.queries import answers_of
from corridor.learning.rules.catalogue import RULES, SEVERITIES, Rule
from corridor.learning.rules.review import Review, review
from corridor.learning.rules.word import word_parts
from corridor.reference.check import Fault

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def who(request: HttpRequest) -> Account | None:
    return request.user if isinstance(request.user, Account) else None


def examples() -> dict[str, dict[str, Any]]:
    """The shipped designs, by id."""
    found = (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(EXAMPLES.glob("*.toml")))
    return {data["design"]["id"]: data for data in found}


@door("review_design")
def review_front(request: HttpRequest) -> HttpResponse:
    """Three ways in: a file, the form, an example."""
    return ways_in(request)


def ways_in(request: HttpRequest, faults: list[Fault] | None = None) -> HttpResponse:
    shown = {"examples": [data["design"] for data in examples().values()], "faults": faults}
    return render(request, "learning/reviews.html", shown, status=400 if faults else 200)


@door(post="review_design")
def bring_design(request: HttpRequest) -> HttpResponse:
    """A design file; kept under a new key when it can be read, else every fault is told."""
    file = request.FILES.get("file")
    if file is None:
        return ways_in(request, [Fault("-", 0, "file", gettext("nothing"), gettext("a design file in TOML"))])
    name = file.name or "design.toml"
    if (file.size or 0) > SIZE_LIMIT:
        return ways_in(request, [too_large(name, file.size or 0)])
    raw = file.read()
    try:
        read_bytes(raw, name)
    except Unreadable as unreadable:
        return ways_in(request, unreadable.faults)
    data = tomllib.loads(raw.decode("utf-8-sig"))
    return redirect("learning:review", key=actions.keep_design(data, by=who(request)).key)


@door(post="review_design")
def begin_design(request: HttpRequest) -> HttpResponse:
    """An empty design to fill in, or a copy of an example."""
    copied = examples().get(request.POST.get("example", ""))
    title = request.POST.get("title", "").strip() or gettext("Untitled design")
    data = copied or {"design": {"id": "new-design", "title": title[:300]}}
    kept = actions.keep_design(data, by=who(request))
    return redirect("learning:review" if copied else "learning:design", key=kept.key)


def page_of(found: Review, more: dict[str, Any]) -> dict[str, Any]:
    groups = [(severity, found.of(severity)) for severity in SEVERITIES]
    return {"review": found, "identity": found.design.design, "groups": groups, **more}


@door("review_design")
def example_page(request: HttpRequest, id: str) -> HttpResponse:
    """The review of a shipped design; answering begins with a copy."""
    if id not in examples():
        raise Http404
    return render(request, "learning/review.html", page_of(review(read(examples()[id])), {"example": id}))


def kept_design(key: str) -> tuple[DesignRecord, Design]:
    kept = get_object_or_404(DesignRecord, key=key)
    return kept, read(kept.data)


@door("review_design")
def review_page(request: HttpRequest, key: str) -> HttpResponse:
    """The review of a kept design, with the answers given so far."""
    kept, design = kept_design(key)
    more = {
        "key": key,
        "answers": answers_of(kept),
        "choices": FindingAnswer.ANSWERS,
        "unanswered": request.GET.get("why"),
    }
    return render(request, "learning/review.html", page_of(review(design), more))


@door(post="review_design")
def answer_finding(request: HttpRequest, key: str) -> HttpResponse:
    """Keep one answer and come back to where the reader was."""
    get_object_or_404(DesignRecord, key=key)
    finding = request.POST.get("finding", "")
    try:
        actions.answer_finding(
            key, finding, request.POST.get("answer", ""), request.POST.get("because", ""), by=who(request)
        )
    except ValueError:
        return redirect(f"{request.path.removesuffix('answer/')}?why={finding}#{finding}")
    return redirect(f"{request.path.removesuffix('answer/')}#{finding}")


@door(post="review_design")
def discard_design(request: HttpRequest, key: str) -> HttpResponse:
    """Delete a kept design for good."""
    get_object_or_404(DesignRecord, key=key)
    actions.discard_design(key, by=who(request))
    return redirect("learning:reviews")


@door("review_design")
def review_file(request: HttpRequest, form: str, key: str = "", id: str = "") -> HttpResponse:
    """The review as Word or JSON, the design as TOML; of a kept design or of an example."""
    if key:
        kept, design = kept_design(key)
        data, answers = kept.data, answers_of(kept)
    elif id in examples():
        data, answers = examples()[id], {}
        design = read(data)
    else:
        raise Http404
    found = review(design)
    if form == "json":
        return JsonResponse(found.plain(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    if form == "toml":
        response = HttpResponse(write_design(data), content_type="application/toml; charset=utf-8")
    elif form == "docx":
        response = HttpResponse(word_file(*word_parts(found, answers)), content_type=WORD)
    else:
        raise Http404
    name = design.design.values["id"]
    response["Content-Disposition"] = f'attachment; filename="{name}-review.{form}"'
    return response


@door("review_design")
def template_file(request: HttpRequest) -> HttpResponse:
    """The empty design with every field explained."""
    response = HttpResponse(template(), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="design.toml"'
    return response


@door("review_design")
def rule_list(request: HttpRequest) -> HttpResponse:
    """Every rule: what it asks, why, and what it stands on."""
    families: dict[str, list[Rule]] = {}
    for rule in RULES.values():
        families.setdefault(rule.family, []).append(rule)
    return render(request, "learning/rules.html", {"families": families, "count": len(RULES)})
