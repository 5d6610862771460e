"""The page of a note and what is done on it: add, correct, close, name who reads it, link, erase."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.access.models import Account
from corridor.access.queries import may
from corridor.safe.actions import notebook as actions
from corridor.safe.actions.records import naming_of
from corridor.safe.casebook import Entry, Reading
from corridor.safe.faults import Conflict, NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.notebook import reading as notes
from corridor.safe.notebook.contents import (
    ADDITION,
    CORRECTION,
    NEW,
    TEXT_LONGEST,
    Attachment,
    Note,
    NotePart,
    Typed,
)
from corridor.safe.notebook.forms import FORM_LONGEST, NoteForm, Text, new_form, people_of, plain_area, read_naming
from corridor.safe.notebook.reading import PAGE
from corridor.safe.queries import reading
from corridor.safe.views.notebook import entry_of, with_notebook

BACKUPS = timedelta(days=30)  # after which no backup holds what was destroyed


def note_of(known: Reading, id: str) -> tuple[Entry, Note]:
    """Raises Http404 when it is not there or not hers."""
    entry = entry_of(known, id, Note)
    assert isinstance(entry.content, Note)
    return entry, entry.content


@door("read_note")
@with_notebook
def page(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """A note, what was added to it, what it is linked to, who reads it."""
    return _page(request, member, known, id)


def _page(
    request: HttpRequest, member: Member, known: Reading, id: str, status: int = 200, **more: Any
) -> HttpResponse:
    entry, note = note_of(known, id)
    draft = notes.draft_for(known, member.account, id, ADDITION)
    context = {
        "entry": entry,
        "note": note,
        "kind": notes.KIND_LABELS.get(note.kind, note.kind),
        "parts": notes.parts(known, id, NotePart),
        "kept": notes.kept_texts(known, entry),
        "attachments": notes.parts(known, id, Attachment),
        "unread": notes.closed_parts(known, id),
        "links": notes.links(known, entry),
        "named": _named(entry, member),
        "may_change": may(request, "change_note"),
        "may_erase": may(request, "erase_record"),
        "may_send": may(request, "send_packet"),
        "today": timezone.localdate(),
        "addition": draft.text if draft else "",
        "form": draft.form if draft else new_form(),
        "area": plain_area(3),
    }
    return render(request, "safe/notebook/note.html", context | more, status=status)


def _named(entry: Entry, member: Member) -> list[tuple[str, str | None]]:
    """Handles of those named to it, with their last day."""
    if not entry.named:
        return []
    handles = dict(Account.objects.filter(centre=member.centre, key__in=list(entry.named)).values_list("key", "name"))
    return [(handles.get(key, gettext("somebody who left")), until) for key, until in entry.named.items()]


@door(post="change_note")
@with_notebook
def add_part(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Add to a note."""
    text = Text(required=False).to_python(request.POST.get("text"))
    form = request.POST.get("form", "")[:FORM_LONGEST]
    if not text or len(text) > TEXT_LONGEST:
        told = gettext("%(found)s characters were found; between 1 and %(most)s are expected. Nothing was kept yet.")
        fault = told % {"found": len(text), "most": TEXT_LONGEST}
        return _page(request, member, known, id, 422, fault=fault, addition=text, form=form)
    actions.add_part(id, text, by=member, form=form)
    messages.success(request, gettext("It is added."))
    return redirect("safe:note", id=id)


@door("change_note", post="same")
@with_notebook
def correct(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Correct a note. Where somebody else did so meanwhile, both texts are kept and shown side by side."""
    if request.method != "POST":
        return _correction(request, _correction_form(member, known, id), id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _correction(request, form, id, 422)
    given = form.cleaned_data
    try:
        actions.correct_note(
            id,
            form.typed,
            read=given["read"] or 0,
            base=given["base"],
            by=member,
            form=given["form"],
            keep_old=request.POST.get("keep_old") == "yes",
        )
    except Conflict:
        return _both_texts(request, member, id, form)
    except NoKey:
        return _no_longer_hers(request, member, id, form)
    for notice in form.notices():
        messages.warning(request, notice)
    messages.success(request, gettext("The note is corrected."))
    return redirect("safe:note", id=id)


def _correction_form(member: Member, known: Reading, id: str) -> NoteForm:
    """What stands there; or what she had begun to correct, with the version she began from."""
    entry, note = note_of(known, id)
    draft = notes.draft_for(known, member.account, id, CORRECTION)
    now = vars(note.typed) | {"form": new_form(), "read": entry.change, "base": note.mark()}
    form = NoteForm(initial=vars(draft) if draft else now)
    form.from_draft = draft is not None
    return form


def _correction(request: HttpRequest, form: NoteForm, id: str, status: int = 200) -> HttpResponse:
    context = {"form": form, "id": id, "reads": True}
    return render(request, "safe/notebook/correct.html", context, status=status)


def _both_texts(request: HttpRequest, member: Member, id: str, form: NoteForm) -> HttpResponse:
    """Her text is kept with the note at once; then she chooses, or walks away."""
    mine = form.typed
    actions.keep_text(id, mine, by=member, form=form.cleaned_data["form"])
    entry, theirs = note_of(reading(member, "read_note"), id)
    joined = Typed(mine.title, f"{theirs.text}\n\n{mine.text}".strip(), mine.kind, mine.about, mine.remind)
    begin = {"form": new_form(), "read": entry.change, "base": theirs.mark()}
    context = {
        "id": id,
        "mine": NoteForm(initial=vars(mine) | begin),
        "joined": NoteForm(initial=vars(joined) | begin | {"form": new_form()}),
        "theirs": theirs,
        "my_text": mine,
        "who": theirs.changed_by or theirs.author,
    }
    return render(request, "safe/notebook/both.html", context, status=409)


def _no_longer_hers(request: HttpRequest, member: Member, id: str, form: NoteForm) -> HttpResponse:
    """The note was restricted or erased while she wrote: her text is kept among her drafts."""
    actions.keep_note_draft(form.draft(NEW), by=member)
    messages.warning(
        request, gettext("That note is not yours to read any more. What you wrote is kept among your drafts.")
    )
    return redirect("safe:notebook")


@door(post="change_note")
@with_notebook
def close(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Close a note, or open it again."""
    closed = request.POST.get("closed") == "yes"
    actions.set_closed(id, closed, by=member)
    done = (
        gettext("The note is closed; it is destroyed in 12 months.") if closed else gettext("The note is open again.")
    )
    messages.success(request, done)
    return redirect("safe:note", id=id)


@door("change_note", post="same")
@with_notebook
def readers(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Who reads a note: everybody in the circle, or only those named; a lawyer or an interpreter until a day."""
    entry, note = note_of(known, id)
    naming = naming_of(entry, member)
    faults: list[str] = []
    people = people_of(member.centre, member.account, naming, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        naming, faults = read_naming(request.POST, people, member.account, moves=True)
        if not faults:
            try:
                actions.set_readers(id, naming, by=member)
            except Unfit as fault:
                faults = [str(fault.told)]
            else:
                messages.success(request, gettext("It is sealed anew, for those you chose."))
                return redirect("safe:note", id=id)
    context = {"entry": entry, "note": note, "people": people, "naming": naming, "faults": faults, "moves": True}
    return render(request, "safe/notebook/readers.html", context, status=422 if faults else 200)


@door("change_note", post="same")
@with_notebook
def link(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Find another note and link it; or take a link away."""
    entry, note = note_of(known, id)
    if other := request.POST.get("other"):
        actions.set_link(id, other, request.POST.get("linked") == "yes", by=member)
        return redirect("safe:note", id=id)
    filters = notes.Filters.of({"words": request.POST.get("words")})
    found = [one for one in notes.found(known, filters) if one.id not in (id, *note.links)][:PAGE]
    return render(
        request, "safe/notebook/link.html", {"entry": entry, "note": note, "filters": filters, "found": found}
    )


@door("erase_record", post="same")
@with_notebook
def erase(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Destroy a note and everything that belongs to it, after saying what that means."""
    entry, note = note_of(known, id)
    if request.method == "POST":
        actions.erase_note(id, by=member)
        messages.success(request, gettext("The note is destroyed. Backups forget it within 30 days."))
        return redirect("safe:notebook")
    context = {"entry": entry, "note": note, "count": len(known.parts(id)), "forgotten": timezone.localdate() + BACKUPS}
    return render(request, "safe/notebook/erase.html", context)
