"""Files under a note: bringing one, looking at a copy without metadata, handing out the original."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.access.queries import may
from corridor.exchange.pictures import NoCopy
from corridor.safe.actions.attachments import hand_out_original, keep_attachment
from corridor.safe.casebook import Entry, Reading
from corridor.safe.faults import Fault, Unfit
from corridor.safe.keys import Member
from corridor.safe.notebook.contents import Attachment
from corridor.safe.notebook.evidence import LARGEST_FILE, copy_of, ending_of, original_of
from corridor.safe.notebook.forms import FORM_LONGEST
from corridor.safe.views.notebook import entry_of, with_notebook
from corridor.safe.views.notes import note_of


@door(post="change_note")
@with_notebook
def attach(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Keep a file under a note."""
    note_of(known, id)
    file = request.FILES.get("file")
    if file is None:
        raise Unfit(gettext("No file was chosen. Go back and choose one of at most 25 MB."))
    if (file.size or 0) > LARGEST_FILE:
        told = gettext("The file holds %(found)s MB; at most 25 MB can be kept. Nothing was kept.")
        raise Unfit(told % {"found": round((file.size or 0) / 1e6, 1)})
    form = request.POST.get("form", "")[:FORM_LONGEST]
    kept = keep_attachment(id, file.name or "", file.content_type or "", file.read(), by=member, form=form)
    messages.success(request, gettext("The file is kept, sealed as it came."))
    return redirect("safe:attachment", id=kept.id)


def attachment_of(known: Reading, id: str) -> tuple[Entry, Attachment]:
    """Raises Http404 when it is not there or not hers."""
    entry = entry_of(known, id, Attachment)
    assert isinstance(entry.content, Attachment)
    return entry, entry.content


def no_copy(content: Attachment) -> str:
    """Why there is no copy, in words; empty when there is one."""
    if content.picture:
        return ""
    if content.why_not == "too-large":
        told = gettext("The picture says it is %(width)s by %(height)s points: too large to be opened safely here.")
        return told % {"width": content.width or "?", "height": content.height or "?"}
    if content.why_not == "broken":
        return gettext("The picture is cut short or broken, so no copy can be made.")
    return gettext("This is not a picture (JPEG, PNG, WebP), so no copy without metadata can be made.")


@door("read_note")
@with_notebook
def page(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """A file: what it is, the copy where one can be made, and whether the original is still as it came."""
    entry, content = attachment_of(known, id)
    fault = None
    try:
        original_of(entry, member.centre)
    except Fault as found:
        fault = found
    context = {"entry": entry, "content": content, "fault": fault, "why": no_copy(content)}
    return render(request, "safe/notebook/attachment.html", context | {"may_change": may(request, "change_note")})


@door("read_note")
@with_notebook
def copy(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """The copy without metadata, shown in the page or taken along."""
    entry, content = attachment_of(known, id)
    try:
        made = copy_of(entry, member.centre)
    except NoCopy as error:
        raise Unfit(no_copy(content) or gettext("No copy can be made.")) from error
    return download(made.data, f"copy.{made.kind}", made.media)


@door("change_note", post="same")
@with_notebook
def original(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """The original: what it may tell is said first; taking it along is an act of its own, and chained."""
    entry, content = attachment_of(known, id)
    if request.method == "POST":
        data = hand_out_original(entry, by=member)
        return download(data, f"original.{ending_of(content.name)}", "application/octet-stream")
    return render(request, "safe/notebook/original.html", {"entry": entry, "content": content})


def download(data: bytes, name: str, media: str) -> HttpResponse:
    """A file that no browser opens as a page, under a name that says nothing."""
    response = HttpResponse(data, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response
