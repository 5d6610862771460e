"""The design's web form: one part, or one element of a part, on a page; every step is kept."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from corridor.access.doors import door
from corridor.learning import actions
from corridor.learning.design.reading import Unreadable
from corridor.learning.design.schema import Part, parts
from corridor.learning.forms import PartForm
from corridor.learning.models import DesignRecord
from corridor.learning.views.reviews import who


@door("review_design")
def design_page(request: HttpRequest, key: str) -> HttpResponse:
    """The whole design, part by part, with what is filled in."""
    kept = get_object_or_404(DesignRecord, key=key)
    told = [(part, kept.data.get(part.name, [] if part.many else {})) for part in parts().values()]
    return render(request, "learning/design.html", {"key": key, "told": told, "identity": kept.data["design"]})


def part_or_404(name: str) -> Part:
    if name not in parts():
        raise Http404
    return parts()[name]


@door("review_design", post="same")
def element_form(request: HttpRequest, key: str, part: str, index: int | None = None) -> HttpResponse:
    """Fill in one part, or add or change one element of it. A fault keeps what was typed and writes nothing."""
    kept, about = get_object_or_404(DesignRecord, key=key), part_or_404(part)
    elements = kept.data.get(part, [])
    if about.many and index is not None and index >= len(elements):
        raise Http404
    element = (elements[index] if index is not None else {}) if about.many else kept.data.get(part, {})
    form = PartForm(about, kept.data, element, request.POST if request.method == "POST" else None)
    faults = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_part(key, part, form.element(), index, by=who(request))
            return redirect("learning:design", key=key)
        except Unreadable as unreadable:
            faults = unreadable.faults
            for fault in faults:
                name = fault.field.removeprefix(f"{part}.")
                form.add_error(name if name in form.fields else None, f"{fault.found}: {fault.expected}")
    shown = {"key": key, "part": about, "form": form, "index": index, "identity": kept.data["design"]}
    return render(request, "learning/element.html", shown, status=400 if form.errors else 200)


@door(post="review_design")
def remove_element(request: HttpRequest, key: str, part: str, index: int) -> HttpResponse:
    """Take one element out of a design; told when something still points to it."""
    get_object_or_404(DesignRecord, key=key)
    if not part_or_404(part).many:
        raise Http404
    try:
        actions.change_part(key, part, None, index, by=who(request))
    except Unreadable as unreadable:
        kept = get_object_or_404(DesignRecord, key=key)
        told = [(one, kept.data.get(one.name, [] if one.many else {})) for one in parts().values()]
        shown = {"key": key, "told": told, "identity": kept.data["design"], "faults": unreadable.faults}
        return render(request, "learning/design.html", shown, status=400)
    return redirect("learning:design", key=key)
