"""Drafts of forms: kept sealed for her alone, destroyed when the form is sent."""

from dataclasses import replace

from django.utils import timezone

from corridor.journey.drafts import PAGES, FormDraft
from corridor.safe.actions.records import Naming, Written, draft_token, erase_records, keep_draft, submission_token
from corridor.safe.keys import Member
from corridor.safe.models import SealedRecord


def sent_token(where: str, form: str, by: Member, about: str = "") -> str:
    """Under which what a form becomes is known again when the form is sent twice. about: the record it belongs to."""
    return f"{where} {about} {by.account.key} {form}" if about else f"{where} {by.account.key} {form}"


def was_sent(where: str, form: str, by: Member, about: str = "") -> str:
    """The id of what this form became already; empty when it was not sent yet."""
    token = submission_token(sent_token(where, form, by, about), by.centre)
    found = SealedRecord.objects.filter(centre=by.centre, token=token).values_list("id", flat=True).first()
    return str(found) if found else ""


def keep_form_draft(draft: FormDraft, *, by: Member) -> Written | None:
    """Keep what is typed so far, sealed for herself alone. None when the form was sent meanwhile, or holds nothing."""
    if was_sent(PAGES[draft.where].kept_as, draft.form, by, draft.about) or not draft.begun:
        return None
    made = replace(draft, author=by.account.name, author_key=by.account.key, day=timezone.localdate())
    return keep_draft(draft.form, made, by=by, naming=Naming((by.account,), restricted=True))


def drop_form_draft(form: str, *, by: Member) -> None:
    """Destroy her draft of this form, if there is one."""
    rows = SealedRecord.objects.filter(centre=by.centre, token=draft_token(form, by))
    if ids := [str(id) for id in rows.values_list("id", flat=True)]:
        erase_records(ids, by=by, why="drop draft")


def erase_drafts(ids: list[str], *, by: Member) -> None:
    """Throw drafts away."""
    erase_records(ids, by=by, why="drop draft")
