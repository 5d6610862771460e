"""Bringing rows in from a table: hops, terms, charges, debts, spells. The file, where its columns go, what will be
taken, taking it in steps.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.exchange.tables import COLUMNS_MOST
from corridor.exchange.workbooks import NoTable
from corridor.journey.actions import importing as actions
from corridor.journey.actions.tables import table_of
from corridor.journey.importing.columns import LEAVE_OUT, heading
from corridor.journey.importing.contents import BROUGHT, LEFT, PartImport
from corridor.journey.importing.findings import gathered
from corridor.journey.importing.forms import BringPartsForm, PartColumnsForm, no_table, part_kinds
from corridor.journey.parts import PARTS
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.faults import Conflict, Unfit
from corridor.safe.keys import Member
from corridor.safe.views.attachments import download
from corridor.safe.views.telling import with_reading

SHOWN = 50  # groups of findings, or sentences
reads = with_reading("import_cases")


def import_of(known: Reading, id: str) -> tuple[Entry, PartImport]:
    """Raises Http404 when it is not there, not hers, or of a kind that is not known (any more)."""
    entry = known.get(id)
    if entry is None or not isinstance(entry.content, PartImport) or entry.content.kind not in PARTS:
        raise Http404
    return entry, entry.content


@door("import_cases", post="same")
@reads
def bring(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """Bring a file; and what she brought before and is not finished."""
    posted = request.method == "POST"
    form = BringPartsForm(request.POST, request.FILES) if posted else BringPartsForm()
    if posted and form.is_valid():
        file, kind = form.cleaned_data["file"], form.cleaned_data["kind"] or next(iter(PARTS))
        try:
            id = actions.keep_table(kind, file.name or "", file.read(), by=member)
            return redirect("journey:import_columns", id=id)
        except NoTable as fault:
            form.add_error("file", no_table(fault, actions.ROWS_MOST))
        except Unfit as fault:
            form.add_error("file", str(fault.told))
    begun = [one for one in known.of_type(PartImport, opens)]
    page = {"form": form, "begun": begun, "rows_most": actions.ROWS_MOST, "columns_most": COLUMNS_MOST}
    return render(request, "journey/import_bring.html", page, status=422 if posted else 200)


@door("import_cases", post="same")
@reads
def columns(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Where each column goes; another sheet, or another kind, can be chosen first."""
    entry, content = import_of(known, id)
    if content.state != BROUGHT:
        return redirect("journey:import_step", id=id)
    if "kind" in request.POST:
        sheet = request.POST.get("sheet", "0")[:4]
        actions.choose(id, request.POST["kind"], int(sheet) if sheet.isdecimal() else -1, by=member)
        return redirect("journey:import_columns", id=id)
    found, table = table_of(entry, member)
    posted = request.method == "POST"
    form = PartColumnsForm(table, entry, content, request.POST if posted else None)
    if posted and form.is_valid():
        said = form.cleaned_data
        try:
            actions.keep_mapping(id, said["mapping"], read=said["read"], by=member)
        except Conflict:  # sent twice, or from another window: what was sent last is not what stands
            return redirect("journey:import_columns", id=id)
        return redirect("journey:import_check", id=id)
    page = {
        "form": form,
        "content": content,
        "id": id,
        "count": len(table.rows),
        "kinds": part_kinds(),
        "sheets": [(place, one.name) for place, one in enumerate(found.tables)] if len(found.tables) > 1 else [],
    }
    return render(request, "journey/import_columns.html", page, status=422 if posted else 200)


@door("import_cases")
@reads
def check(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """What will be taken, taken with a warning, and refused, before anything is written."""
    entry, content = import_of(known, id)
    if content.state != BROUGHT:
        return redirect("journey:import_step", id=id)
    table, found = actions.classed(known, entry, member)
    warnings, reasons, told = gathered(found.warnings), gathered(found.reasons), found.told
    page = {
        "entry": entry,
        "label": PARTS[content.kind].sheet.label,
        "found": found,
        "files": len({line.worker for line in found.kept}),
        "warnings": warnings[:SHOWN],
        "more_warnings": max(len(warnings) - SHOWN, 0),
        "reasons": reasons[:SHOWN],
        "more_reasons": max(len(reasons) - SHOWN, 0),
        "told": told[:SHOWN],
        "more_told": max(len(told) - SHOWN, 0),
        "left_out": [heading(table.header, place) for place, code in enumerate(content.columns) if code == LEAVE_OUT],
    }
    return render(request, "journey/import_check.html", page)


@door("import_cases", post="same")
@reads
def step(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """How far it has come; each form takes in the next hundred rows."""
    if request.method == "POST":
        return _take(request, member, id)
    entry, content = import_of(known, id)
    if content.state == BROUGHT:
        return redirect("journey:import_check", id=id)
    total = 0 if content.state == LEFT else len(table_of(entry, member)[1].rows)
    page = {
        "entry": entry,
        "content": content,
        "rows": content.taken + len(content.refused),
        "total": total,
        "is_left": content.state == LEFT,
    }
    return render(request, "journey/import_step.html", page)


def _take(request: HttpRequest, member: Member, id: str) -> HttpResponse:
    read = request.POST.get("read", "")
    try:
        done = actions.take_step(id, read=int(read) if read.isdecimal() and len(read) < 19 else -1, by=member)
    except Conflict:  # this very step was taken already: the page shows how far it has come
        return redirect("journey:import_step", id=id)
    if not done.ended:
        return redirect("journey:import_step", id=id)
    told = gettext("%(rows)s rows are in; %(refused)s rows were refused.")
    messages.success(request, told % {"rows": done.taken, "refused": done.refused})
    return redirect("journey:import_step", id=done.left) if done.left else redirect("journey:import_parts")


@door(post="import_cases")
@reads
def refused(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """The refused rows, to be corrected and brought again."""
    entry, _content = import_of(known, id)
    return download(actions.hand_out_refused(known, entry, by=member), "refused-rows.csv", "text/csv; charset=utf-8")


@door(post="import_cases")
@reads
def drop(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Destroy a table that was brought; what was taken in from it stays."""
    import_of(known, id)
    actions.drop_import(id, by=member)
    messages.success(request, gettext("It is destroyed."))
    return redirect("journey:import_parts")
