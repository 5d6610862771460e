"""Writing a note, and what is not finished. Writing needs no key of the centre; reading what was written does."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.safe.actions import notebook as actions
from corridor.safe.actions.records import EVERYBODY, Naming
from corridor.safe.casebook import Reading
from corridor.safe.faults import Fault
from corridor.safe.keys import Member
from corridor.safe.notebook.contents import ADDITION, CORRECTION, NEW, NoteDraft
from corridor.safe.notebook.forms import NoteForm, Person, new_form, people_of, read_naming
from corridor.safe.sessions import member_of
from corridor.safe.views.notebook import entry_of, with_today
from corridor.safe.views.telling import told


@door("write_note", post="same")
def write(request: HttpRequest) -> HttpResponse:
    """A new note. A community worker is told that it is kept; she has no list."""
    try:
        member = member_of(request)
        if request.method != "POST":
            return _page(request, NoteForm(initial={"form": new_form()}), _people(member, request))
        form = NoteForm(request.POST)
        people = _people(member, request)
        naming, faults = read_naming(request.POST, people, member.account) if people else (EVERYBODY, [])
        if form.is_valid() and not faults:
            return _keep(request, member, form, naming)
    except Fault as fault:
        return told(request, fault, 409)
    return _page(request, form, people, naming, faults, 422)


def _people(member: Member, request: HttpRequest) -> list[Person]:
    """Whom she may name; nobody for a community worker, who does not see who belongs to the centre."""
    if not may(request, "change_note"):
        return []
    return people_of(member.centre, member.account, posted=request.POST if request.method == "POST" else None)


def _page(
    request: HttpRequest,
    form: NoteForm,
    people: list[Person],
    naming: Naming = EVERYBODY,
    faults: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    page = {
        "form": form,
        "people": people,
        "naming": naming,
        "faults": faults or [],
        "reads": may(request, "read_note"),
    }
    return render(request, "safe/notebook/write.html", page, status=status)


def _keep(request: HttpRequest, member: Member, form: NoteForm, naming: Naming) -> HttpResponse:
    written = actions.write_note(form.typed, by=member, form=form.cleaned_data["form"], naming=naming)
    for notice in form.notices():
        messages.warning(request, notice)
    if not may(request, "read_note"):
        return render(request, "safe/notebook/kept.html", {"draft": False})
    messages.success(request, gettext("The note is kept."))
    return redirect("safe:note", id=written.id)


@door(post="write_note")
def keep_draft(request: HttpRequest) -> HttpResponse:
    """Keep what was typed so far. Sent by the page every few seconds, or by the button where there is no script."""
    what = request.POST.get("what", NEW)
    note = request.POST.get("note", "")[:36]
    draft = NoteForm(request.POST).draft(what if what in {NEW, CORRECTION, ADDITION} else NEW, note)
    by_script = request.headers.get("Accept") == "application/json"
    try:
        written = actions.keep_note_draft(draft, by=member_of(request)) if draft.title or draft.text else None
    except Fault as fault:
        return JsonResponse({"kept": False}, status=409) if by_script else told(request, fault, 409)
    if by_script:
        return JsonResponse({"kept": written is not None})
    if not may(request, "read_note"):
        return render(request, "safe/notebook/kept.html", {"draft": True})
    messages.success(request, gettext("The draft is kept. Only you see it, in the notebook's list."))
    return redirect("safe:notebook")


@door("read_note")
@with_today
def take_up_draft(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Go on with a draft, in the form it was begun in."""
    draft = _draft_of(member, known, id)
    if draft.what != NEW and draft.note:
        return redirect("safe:correct_note" if draft.what == CORRECTION else "safe:note", id=draft.note)
    return _page(request, NoteForm(initial=vars(draft)), _people(member, request))


@door(post="read_note")
@with_today
def drop_draft(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Destroy a draft."""
    _draft_of(member, known, id)
    actions.erase_drafts([id], by=member)
    return redirect("safe:notebook")


def _draft_of(member: Member, known: Reading, id: str) -> NoteDraft:
    """Her own, or one of somebody who reads nothing. Raises Http404."""
    entry = entry_of(known, id, NoteDraft)
    assert isinstance(entry.content, NoteDraft)
    if entry.restricted and entry.content.author_key != member.account.key:
        raise Http404
    return entry.content
