"""Keeping what comes from outside. Needs no key; once kept it stands on the disk, sent twice it is kept once."""

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from corridor.access.models import Centre
from corridor.field import just_sent, readers, receipts
from corridor.field.codes import code_from
from corridor.field.contents import OTHER, STAFF, Photograph, Report, ReportAddition, VoiceNote
from corridor.field.files import File
from corridor.field.models import Receipt, Reply
from corridor.field.receipts import Opened, Waiting
from corridor.safe import limits
from corridor.safe.actions.records import EVERYBODY, Naming, submission_token, write_record
from corridor.safe.faults import Unfit
from corridor.safe.models import Ground, SealedChunk, SealedRecord
from corridor.safe.notebook import evidence
from corridor.safe.primitives import keyed, random_bytes


@dataclass(frozen=True)
class Told:
    """What somebody says from outside. kind: vocabulary `report-kind`. language: ISO 639, of the page."""

    text: str
    kind: str = OTHER
    reach: str = ""
    language: str = ""
    files: tuple[File, ...] = field(default=(), repr=False)

    def mark(self) -> str:
        """The same for the same words and files: to see whether a form was sent twice."""
        prints = [hashlib.sha256(one.data).hexdigest() for one in self.files]
        return keyed(b"told", self.text, self.kind, self.reach, *prints).hex()[:32]


def nobody_independent() -> str:
    """Why a complaint about the staff is not taken, in words."""
    return gettext("Nobody independent of the staff is there yet, so nothing about the staff can be sent here.")


def keep_report(told: Told, *, centre: Centre, form: str) -> str | None:
    """Keep a report. Returns the digits of its receipt, to be shown once; None when it was sent and shown before.

    Raises Closed while the centre is founded, Busy when more than the lane can hold write at this moment, Unfit for a
    complaint about the staff where no worker representative could ever read it.
    """
    secret = keyed(settings.SECRET_KEY.encode(), "receipt", centre.key, form, told.mark())
    token, naming, about_staff = f"report {form} {told.mark()}", EVERYBODY, told.kind == STAFF
    if was_kept(token, centre):
        return code_from(secret) if just_sent.was_just_sent(secret) else None
    if about_staff and not (naming := readers.of_complaints(centre)).accounts:
        raise Unfit(nobody_independent())
    cost, today = receipts.cost_now(), timezone.localdate()
    with limits.RECEIPT_LANE:
        keys = receipts.keys_of(code_from(secret), centre, cost)
    with _alone(centre):
        if was_kept(token, centre):  # by the same form, sent a moment ago
            return code_from(secret)
        said: dict[str, Any] = {"kind": told.kind, "text": told.text, "language": told.language, "reach": told.reach}
        report = Report(**said, day=today, about_staff=about_staff)
        id = write_record(report, by=None, centre=centre, naming=naming, token=token).id
        _keep_files(id, told, centre, naming, form, None)
        receipt = receipts.receipt_for(centre, id, keys, cost, today)
        receipt.save(force_insert=True)
        _wait_copy(receipt, receipts.SENT, told)
    just_sent.remember(secret)
    return code_from(secret)


def add_to_report(opened: Opened, told: Told, *, form: str) -> None:
    """Keep what she adds with her receipt, for those who read the report now; sent twice it is added once."""
    receipt, centre, today = opened.receipt, opened.receipt.centre, timezone.localdate()
    id, naming = str(receipt.record), _readers_now(opened)
    token = f"report-addition {id} {form} {told.mark()}"
    with _alone(centre):
        head = SealedRecord.objects.filter(centre=centre, id=id).only("shred_after").first()
        if head is None or was_kept(token, centre):
            return
        addition = ReportAddition(id, told.text, day=today, until=head.shred_after)
        write_record(addition, by=None, centre=centre, naming=naming, token=token)
        _keep_files(id, told, centre, naming, form, head.shred_after)
        _wait_copy(receipt, receipts.ADDED, told)


def _readers_now(opened: Opened) -> Naming:
    """To whom an addition is sealed: as the centre last said of the report; else as the report itself was."""
    centre = opened.receipt.centre
    if said := opened.readers:
        return readers.of_keys(centre, said.accounts, said.restricted)
    return readers.of_complaints(centre) if opened.about_staff else EVERYBODY


@contextmanager
def _alone(centre: Centre) -> Iterator[None]:
    """One transaction, in which nobody else writes to the centre."""
    with transaction.atomic():
        Ground.objects.select_for_update().get(centre=centre)
        yield


def was_kept(token: str, centre: Centre) -> bool:
    return SealedRecord.objects.filter(centre=centre, token=submission_token(token, centre)).exists()


def _keep_files(report: str, told: Told, centre: Centre, naming: Naming, form: str, until: date | None) -> None:
    """Each file under a key of its own, untouched, in chunks that fit no other place."""
    for file in told.files:
        id, key, stretches = str(uuid.uuid4()), random_bytes(), evidence.chunks_of(file.data)
        content = (Photograph if file.is_picture else VoiceNote)(
            note=report,
            name=file.name,
            size=len(file.data),
            fingerprint=hashlib.sha256(file.data).hexdigest(),
            key=key.hex(),
            chunks=len(stretches),
            media=file.media,
            day=timezone.localdate(),
            until=until,
        )
        token = f"report-file {report} {form} {content.fingerprint}"
        if write_record(content, by=None, centre=centre, naming=naming, token=token, id=id).id != id:
            continue  # the same file, chosen twice
        for position, stretch in enumerate(stretches):
            place = evidence.chunk_place(id, centre, position, position == len(stretches) - 1)
            sealed = evidence.sealed_chunk(key, stretch, place)
            SealedChunk.objects.create(record=id, centre=centre, position=position, sealed=sealed)


def _wait_copy(receipt: Receipt, what: str, told: Told) -> None:
    """A copy that she can read again. How to reach her is left out: who finds the receipt learns nothing of it."""
    kind = told.kind if what == receipts.SENT else ""
    names = tuple(one.name for one in told.files)
    let_wait(receipt, Waiting(what, told.text, timezone.localdate(), kind, names))


def let_wait(receipt: Receipt, waiting: Waiting) -> None:
    """Seal something to whoever has the receipt."""
    sealed, day = receipts.sealed_for(receipt, waiting), waiting.day or timezone.localdate()
    Reply.objects.create(centre=receipt.centre, receipt=receipt, sealed=sealed, day=day)


def forget_receipts(records: list[str]) -> int:
    """Destroy the receipts of records that were destroyed, with everything that waits under them."""
    return Receipt.objects.filter(record__in=records).delete()[0]


def forget_lost_receipts(today: date) -> list[str]:
    """Destroy receipts whose report is gone (shredded, erased, or erased before a backup was restored); daily."""
    gone = Receipt.objects.exclude(record__in=SealedRecord.objects.values("id"))
    count = gone.count()
    gone.delete()
    return [f"{count} receipts were destroyed with their reports"] if count else []
