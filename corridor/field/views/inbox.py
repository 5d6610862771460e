"""The inbox: what came from outside, for the circle; what is about the staff, for the worker representative."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.access.models import Account
from corridor.access.queries import may
from corridor.exchange.pictures import NoCopy
from corridor.field import queries
from corridor.field.actions import inbox as actions
from corridor.field.contents import Photograph, Report, VoiceNote
from corridor.field.views.outside import LONGEST, form_of, kind_label
from corridor.safe.actions.attachments import hand_out_original
from corridor.safe.casebook import Entry, Reading
from corridor.safe.faults import Unfit
from corridor.safe.keys import Member
from corridor.safe.notebook import reading as notes
from corridor.safe.notebook.evidence import copy_of, ending_of, original_of
from corridor.safe.notebook.forms import Text, new_form, plain_area
from corridor.safe.views.attachments import download, no_copy
from corridor.safe.views.telling import with_reading


@dataclass(frozen=True)
class Desk:
    """Before whom a report lies. reads, acts: rows of the table."""

    reads: str
    acts: str
    about_staff: bool = False

    @property
    def routes(self) -> dict[str, str]:
        begin = "field:staff_" if self.about_staff else "field:inbox_"
        return {name: begin + name for name in ("front", "page", "file", "original")}

    @property
    def heading(self) -> str:
        return gettext("About the staff") if self.about_staff else gettext("Inbox")

    def report_of(self, known: Reading, id: str) -> Entry:
        """Raises Http404 when it is not there, not hers, or lies before others."""
        entry = known.get(id)
        if entry is None or entry.type != Report.TYPE or not isinstance(entry.content, Report):
            raise Http404
        if entry.content.about_staff != self.about_staff:
            raise Http404
        return entry

    def file_of(self, known: Reading, id: str) -> tuple[Entry, VoiceNote]:
        """A voice note or a photograph of a report that lies before her. Raises Http404."""
        entry = known.get(id)
        if entry is None or entry.type not in {VoiceNote.TYPE, Photograph.TYPE}:
            raise Http404
        if not isinstance(entry.content, VoiceNote):
            raise Http404
        self.report_of(known, entry.head)
        return entry, entry.content


CIRCLE = Desk("read_case", "change_case")
REPRESENTATIVE = Desk("read_complaint", "read_complaint", about_staff=True)


@door("read_case")
@with_reading("read_case")
def inbox(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """What stands open, the newest first."""
    return _front(request, member, known, CIRCLE)


@door("read_complaint")
@with_reading("read_complaint")
def staff_inbox(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """The same of what is about the staff."""
    return _front(request, member, known, REPRESENTATIVE)


def _front(request: HttpRequest, member: Member, known: Reading, desk: Desk) -> HttpResponse:
    items = queries.waiting(known, about_staff=desk.about_staff, today=timezone.localdate())
    page = {
        "heading": desk.heading,
        "items": [(one, kind_label(one.report.kind)) for one in items],
        "page": desk.routes["page"],
        "troubles": notes.troubles(known),
        "outside": request.build_absolute_uri(reverse("field:report", args=[member.centre.key])),
    }
    return render(request, "field/inbox.html", page)


@door("read_case", post="change_case")
@with_reading("read_case")
def report(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """A report with all that belongs to it, and what is done with it."""
    return _report(request, member, known, id, CIRCLE)


@door("read_complaint", post="same")
@with_reading("read_complaint")
def staff_report(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """The same of what is about the staff."""
    return _report(request, member, known, id, REPRESENTATIVE)


def _report(request: HttpRequest, member: Member, known: Reading, id: str, desk: Desk) -> HttpResponse:
    entry = desk.report_of(known, id)
    if request.method != "POST":
        return _page(request, member, known, desk, entry)
    if request.POST.get("do") == "answer":
        text = Text().to_python(request.POST.get("text"))
        if not text or len(text) > LONGEST:
            told = gettext(
                "%(found)s characters were found; between 1 and %(most)s are expected. Nothing was kept yet."
            )
            fault = told % {"found": len(text), "most": LONGEST}
            return _page(request, member, known, desk, entry, 422, faults=[fault], text=text, form=form_of(request))
        actions.answer(id, text, form=form_of(request), action=desk.reads, by=member)
        messages.success(request, gettext("The answer is kept. She reads it with her receipt."))
    else:
        _do(request.POST.get("do", ""), id, desk, member)
    return redirect(desk.routes["page"], id=id)


def _do(what: str, id: str, desk: Desk, member: Member) -> None:
    if what == "take":
        actions.take_up(id, action=desk.reads, by=member)
    elif what in {"close", "open"}:
        actions.set_closed(id, what == "close", action=desk.reads, by=member)
    elif what == "share" and desk.about_staff:
        actions.share_complaint(id, by=member)


def _page(
    request: HttpRequest, member: Member, known: Reading, desk: Desk, entry: Entry, status: int = 200, **more: Any
) -> HttpResponse:
    id, today = entry.id, timezone.localdate()
    listed = queries.waiting(known, about_staff=desk.about_staff, today=today)
    item = next((one for one in listed if one.entry.id == id), None) or queries.item_of(known, entry, today)
    others = actions.others_to_share_with(entry, member.account) if desk.about_staff else []
    context = {
        "heading": desk.heading,
        "item": item,
        "report": item.report,
        "kind": kind_label(item.report.kind),
        "language": dict(settings.LANGUAGES).get(item.report.language, item.report.language),
        "named": _handles(entry, member),
        "timeline": queries.timeline(known, id),
        "files": queries.files(known, id),
        "same": [(one, kind_label(item.report.kind), entry.day) for one in item.same],
        "others": others,
        "may_act": may(request, desk.acts),
        "form": new_form(),
        "area": plain_area(6),
    }
    return render(request, "field/inside.html", context | desk.routes | more, status=status)


def _handles(entry: Entry, member: Member) -> list[str]:
    accounts = Account.objects.filter(centre=member.centre, key__in=list(entry.named))
    return list(accounts.order_by("name").values_list("name", flat=True))


@door("read_case")
@with_reading("read_case")
def file(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """A voice note to be listened to, or the copy of a photograph."""
    return _file(request, member, known, id, CIRCLE)


@door("read_complaint")
@with_reading("read_complaint")
def staff_file(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """The same of what is about the staff."""
    return _file(request, member, known, id, REPRESENTATIVE)


def _file(request: HttpRequest, member: Member, known: Reading, id: str, desk: Desk) -> HttpResponse:
    entry, content = desk.file_of(known, id)
    if not isinstance(content, Photograph):
        return download(original_of(entry, member.centre), f"voice.{ending_of(content.name)}", content.media)
    try:
        made = copy_of(entry, member.centre)
    except NoCopy as error:
        why = replace(content, why_not=error.reason, width=error.width, height=error.height)
        raise Unfit(no_copy(why)) from error
    return download(made.data, f"copy.{made.kind}", made.media)


@door(post="change_case")
@with_reading("read_case")
def original(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """The file as it came, with all it tells beside its content: an act of its own, and chained."""
    return _original(member, known, id, CIRCLE)


@door(post="read_complaint")
@with_reading("read_complaint")
def staff_original(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """The same of what is about the staff."""
    return _original(member, known, id, REPRESENTATIVE)


def _original(member: Member, known: Reading, id: str, desk: Desk) -> HttpResponse:
    entry, content = desk.file_of(known, id)
    data = hand_out_original(entry, by=member)
    return download(data, f"original.{ending_of(content.name)}", "application/octet-stream")
