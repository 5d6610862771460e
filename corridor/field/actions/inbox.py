"""What the centre does with what came in: take it up, answer, close, hand it on. action: the row under which she reads.

The circle acts under `read_case`, the worker representative under `read_complaint`; nobody acts on what she can not
read.
"""

from dataclasses import replace
from datetime import date

from django.utils import timezone

from corridor.access.models import Account
from corridor.field import readers, receipts
from corridor.field.actions.reports import let_wait, was_kept
from corridor.field.contents import Report, ReportAddition, ReportAnswer
from corridor.field.models import Receipt
from corridor.field.queries import reports_of
from corridor.field.receipts import Waiting
from corridor.safe.actions import heads
from corridor.safe.actions.records import Naming, change_record, naming_of
from corridor.safe.casebook import Entry, Reading
from corridor.safe.faults import NoKey
from corridor.safe.keys import Member


def take_up(id: str, *, action: str, by: Member) -> None:
    """Say that she looks after it, so that nobody else does so too; a closed one is open again.

    What was added counts as seen.
    """
    with heads.standing(id, Report, action, by=by) as (known, entry, report):
        changed = replace(_taken_up(report, by), closed=None)
        _see_additions(known, entry, changed.shred_after(), by)
        if changed != report:
            heads.change_closing(known, entry, changed, by=by)


def _taken_up(report: Report, by: Member) -> Report:
    if report.taken_up_by:
        return report
    return replace(report, taken_up_by=by.account.name, taken_up_on=timezone.localdate())


def answer(id: str, text: str, *, action: str, by: Member, form: str) -> None:
    """Answer her: kept with the report, and sealed to each receipt of it. Sent twice it is one answer."""
    today, token = timezone.localdate(), f"report-answer {id} {by.account.key} {form} {text}"
    with heads.standing(id, Report, action, by=by) as (known, entry, report):
        if was_kept(token, by.centre):
            return
        _see_additions(known, entry, report.shred_after(), by)  # first, so that they stand before the answer
        heads.write_part(entry, ReportAnswer(id, text, by.account.name, today), by=by, token=token)
        for receipt in Receipt.objects.filter(centre=by.centre, record=id).select_related("centre"):
            let_wait(receipt, Waiting(receipts.ANSWER, text, today))
        heads.change(entry, replace(_taken_up(report, by), answered_on=today), by=by)


def set_closed(id: str, closed: bool, *, action: str, by: Member) -> None:
    """Close a report, or open it again. Twelve months after closing it is destroyed, with its receipt."""
    with heads.standing(id, Report, action, by=by) as (known, entry, report):
        changed = replace(report, closed=timezone.localdate() if closed else None)
        _see_additions(known, entry, changed.shred_after(), by)
        if bool(report.closed) != closed:
            heads.change_closing(known, entry, changed, by=by)


def taken_into_case(
    entry: Entry, case: str, by: Member, *, naming: Naming | None = None, parts: tuple[Entry, ...] = ()
) -> None:
    """A case was made of this report: it leaves the list, and is closed when the case is.

    naming: who reads a case that is restricted. The report with its parts (`Reading.parts`) is then sealed to them
    alone, and so is whatever she adds later. Reads nothing, so that it may stand in the transaction that writes the
    case. Raises NoKey for anything but a report, Conflict when the report was changed since it was read.
    """
    report = entry.content
    if not isinstance(report, Report):
        raise NoKey
    heads.change(entry, replace(_taken_up(report, by), case=case), by=by, naming=naming)
    if naming is not None:
        _seal_parts_to(naming, entry, parts, by)


def close_with_case(known: Reading, case: str, closed: date | None, by: Member) -> None:
    """The reports of a case are closed, and opened again, with it: they are kept twelve months from then."""
    for entry in reports_of(known, case):
        report = entry.content
        if isinstance(report, Report) and bool(report.closed) != bool(closed):
            heads.change_closing(known, entry, replace(report, closed=closed), by=by)


def share_complaint(id: str, *, by: Member) -> None:
    """Seal a complaint to all worker representatives of now (one who leaves hands it on so). She keeps it herself."""
    with heads.standing(id, Report, "read_complaint", by=by) as (known, entry, report):
        others = [one for one in readers.representatives(by.centre) if one != by.account]
        naming = Naming((by.account, *others), restricted=True)
        heads.change(entry, report, by=by, naming=naming)
        _seal_parts_to(naming, entry, tuple(known.parts(entry.id)), by)


def others_to_share_with(entry: Entry, account: Account) -> list[Account]:
    """Worker representatives of her centre to whom a complaint is not sealed."""
    every = readers.representatives(account.centre) if account.centre else ()
    return [one for one in every if one.key not in entry.named]


def _seal_parts_to(naming: Naming, entry: Entry, parts: tuple[Entry, ...], by: Member) -> None:
    for one in parts:
        change_record(one.id, one.content, read=one.change, by=by, naming=naming, origin=one.origin)
    said = Waiting(
        receipts.READERS,
        day=timezone.localdate(),
        accounts=tuple(one.key for one in naming.accounts),
        restricted=naming.restricted,
    )
    for receipt in Receipt.objects.filter(centre=by.centre, record=entry.id).select_related("centre"):
        let_wait(receipt, said)


def _see_additions(known: Reading, entry: Entry, until: date | None, by: Member) -> None:
    """What she added is dealt with: it no longer stands open, and is kept as long as its report."""
    for one in known.parts(entry.id, ReportAddition):
        addition = one.content
        if isinstance(addition, ReportAddition) and addition.seen is None:
            seen = replace(addition, seen=timezone.localdate(), until=until)
            change_record(one.id, seen, read=one.change, by=by, naming=naming_of(one, by), origin=one.origin)
