"""Bringing earlier cases in from a table: the file, where its columns go, what will be taken, taking it in steps."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from corridor.access.doors import door
from corridor.centre.actions import importing as actions
from corridor.centre.import_contents import BROUGHT, LEFT, CaseImport
from corridor.centre.importing.classes import Classified
from corridor.centre.importing.fields import FIELDS, LEAVE_OUT, heading
from corridor.centre.importing.forms import MappingForm
from corridor.exchange.tables import COLUMNS_MOST, ROWS_MOST
from corridor.exchange.workbooks import NoTable
from corridor.journey.finding import files
from corridor.journey.importing.findings import gathered
from corridor.journey.importing.forms import BringForm, no_table
from corridor.journey.likeness import GROUNDS, SURE, Index, Known
from corridor.safe.casebook import Entry, Reading, opens
from corridor.safe.faults import Conflict, Unfit
from corridor.safe.keys import Member
from corridor.safe.views.attachments import download
from corridor.safe.views.telling import with_reading

SHOWN = 50  # groups of findings, or likely duplicates
COMPARED_MOST = 2_000_000  # rows times files; two seconds on a small machine where many share their names
reads = with_reading("import_cases")


def import_of(known: Reading, id: str) -> tuple[Entry, CaseImport]:
    """Raises Http404 when it is not there or not hers."""
    entry = known.get(id)
    if entry is None or not isinstance(entry.content, CaseImport):
        raise Http404
    return entry, entry.content


@door("import_cases", post="same")
@reads
def bring(request: HttpRequest, member: Member, known: Reading) -> HttpResponse:
    """Bring a file; and what she brought before and is not finished."""
    posted = request.method == "POST"
    form = BringForm(request.POST, request.FILES) if posted else BringForm()
    if posted and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return redirect("centre:import_columns", id=actions.keep_table(file.name or "", file.read(), by=member))
        except NoTable as fault:
            form.add_error("file", no_table(fault))
        except Unfit as fault:
            form.add_error("file", str(fault.told))
    begun = [one for one in known.of_type(CaseImport, opens)]
    page = {"form": form, "begun": begun, "rows_most": ROWS_MOST, "columns_most": COLUMNS_MOST}
    return render(request, "centre/import.html", page, status=422 if posted else 200)


@door("import_cases", post="same")
@reads
def columns(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """Where each column goes; another sheet can be chosen first."""
    entry, content = import_of(known, id)
    if content.state != BROUGHT:
        return redirect("centre:import_step", id=id)
    if request.POST.get("sheet", "").isdecimal():
        actions.choose_sheet(id, int(request.POST["sheet"][:4]), by=member)
        return redirect("centre:import_columns", id=id)
    found, table = actions.table_of(entry, member)
    posted = request.method == "POST"
    form = MappingForm(table, entry, content, member.centre, request.POST if posted else None)
    if posted and form.is_valid():
        said = form.cleaned_data
        try:
            actions.keep_mapping(id, said["mapping"], content.sheet, said["lead"], read=said["read"], by=member)
        except Conflict:  # sent twice, or from another window: what was sent last is not what stands
            return redirect("centre:import_columns", id=id)
        return redirect("centre:import_check", id=id)
    page = {
        "form": form,
        "content": content,
        "id": id,
        "count": len(table.rows),
        "sheets": [(place, one.name) for place, one in enumerate(found.tables)] if len(found.tables) > 1 else [],
        "hints": [one for one in FIELDS if one.hint],
    }
    return render(request, "centre/import_columns.html", page, status=422 if posted else 200)


@door("import_cases")
@reads
def check(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """What will be taken, taken with a warning, and refused, before anything is written."""
    entry, content = import_of(known, id)
    if content.state != BROUGHT:
        return redirect("centre:import_step", id=id)
    table, found = actions.classed(known, entry, member)
    warnings, reasons, alike = gathered(found.warnings), gathered(found.reasons), likely(known, found)
    left_out = [heading(table.header, place) for place, code in enumerate(content.columns) if code == LEAVE_OUT]
    page = {
        "entry": entry,
        "found": found,
        "warnings": warnings[:SHOWN],
        "more_warnings": max(len(warnings) - SHOWN, 0),
        "reasons": reasons[:SHOWN],
        "more_reasons": max(len(reasons) - SHOWN, 0),
        "left_out": left_out,
        "alike": None if alike is None else alike[:SHOWN],
        "alike_count": len(alike or ()),
    }
    return render(request, "centre/import_check.html", page)


def likely(known: Reading, found: Classified) -> list[tuple[int, str, Entry, list[Any]]] | None:
    """Rows of which the worker is surely worth a look among the files there are: row, name, file, grounds. None when
    there are too many rows to compare.
    """
    lines = [line for case in found.cases for line in case.lines]
    standing = {one.id: one for one in files(known)}
    if len(lines) * len(standing) > COMPARED_MOST:
        return None
    index = Index((id, Known.of(one.content)) for id, one in standing.items())  # type: ignore[arg-type]
    told: list[tuple[int, str, Entry, list[Any]]] = []
    for line in lines:
        said = line.said
        phones = (said["phone"],) if said.get("phone") else ()
        more = {name: said.get(name, "") for name in ("origin", "nationality", "age_band")}
        for id, likeness in index.likely(Known((said["name"],), phones, **more))[:1]:
            if likeness.strength == SURE:
                told.append((line.number, said["name"], standing[id], [GROUNDS[one] for one in likeness.grounds]))
    return told


@door("import_cases", post="same")
@reads
def step(request: HttpRequest, member: Member, known: Reading, id: str) -> HttpResponse:
    """How far it has come; each form takes in the next hundred cases."""
    if request.method == "POST":
        return _take(request, member, id)
    entry, content = import_of(known, id)
    if content.state == BROUGHT:
        return redirect("centre:import_check", id=id)
    rows, total = 0, 0
    if content.state != LEFT:
        total = len(actions.table_of(entry, member)[1].rows)
        rows = content.taken + len(content.refused)
    page = {"entry": entry, "content": content, "rows": rows, "total": total, "is_left": content.state == LEFT}
    return render(request, "centre/import_step.html", page)


def _take(request: HttpRequest, member: Member, id: str) -> HttpResponse:
    read = request.POST.get("read", "")
    try:
        done = actions.take_step(id, read=int(read) if read.isdecimal() and len(read) < 19 else -1, by=member)
    except Conflict:  # this very step was taken already: the page shows how far it has come
        return redirect("centre:import_step", id=id)
    if not done.ended:
        return redirect("centre:import_step", id=id)
    told = gettext("%(cases)s cases with %(rows)s rows are in; %(refused)s rows were refused.")
    messages.success(request, told % {"cases": done.cases, "rows": done.taken, "refused": done.refused})
    return redirect("centre:import_step", id=done.left) if done.left else redirect("centre:import_cases")


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
    return redirect("centre:import_cases")
