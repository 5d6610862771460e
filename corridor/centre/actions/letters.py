"""Letters and their templates: a template kept or taken out of use; a letter made, chained, and kept as done."""

import uuid
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from corridor.centre.actions.cases import signed, standing
from corridor.centre.contents import Action
from corridor.centre.letter_contents import LetterTemplate
from corridor.centre.letter_templates import KNOWN, kind_label, no_template, template_of
from corridor.centre.letters import Choice, letter_for
from corridor.exchange.letters import NoTemplate, check, filled
from corridor.exchange.word_packages import Harmful
from corridor.journey.actions.evidence import write_evidence
from corridor.journey.contents import Evidence
from corridor.safe.actions import heads
from corridor.safe.actions.attachments import about_copy, about_file, seal_chunks
from corridor.safe.actions.records import Written, record_reading, write_record
from corridor.safe.casebook import Entry
from corridor.safe.faults import Conflict, NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.primitives import random_bytes

WORD_FILE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILE_NAME = "letter.docx"  # says nothing of whom it is about


def keep_template(kind: str, language: str, name: str, data: bytes, *, by: Member, form: str) -> Written:
    """Keep a template of the centre's own, once it was checked; sent twice it is kept once.

    Raises Unfit when the file is none, asks for what is not known, or holds what runs or fetches.
    """
    key, id = random_bytes(), str(uuid.uuid4())
    facts = about_file(name, data, key)
    try:
        check(data, KNOWN)
    except (NoTemplate, Harmful) as fault:
        raise Unfit(no_template(fault)) from fault
    content = signed(LetterTemplate(kind, language, **facts), by)
    token = f"letter template {by.account.key} {form} {content.fingerprint}"
    written = write_record(content, by=by, token=token, id=id)
    if written.id == id:
        seal_chunks(id, key, data, by.centre)
    return written


def close_template(id: str, *, by: Member) -> None:
    """Take a template of the centre's own out of use."""
    with heads.standing(id, LetterTemplate, "change_case", by=by) as (_, entry, template):
        if template.closed is None:
            heads.change(entry, replace(template, closed=timezone.localdate()), by=by)


def make_letter(id: str, template: str, choice: Choice, seen: str, *, keep: bool, by: Member, form: str) -> bytes:
    """Make a letter about a case, in memory; it is chained, and stands among what was done. keep: also as evidence.

    seen: the mark of what was read before. Raises Conflict when the letter would say something else now (a consent was
    taken back, a text corrected), Unfit when nothing may be told or the template does not open, NoKey.
    """
    with standing(id, by) as (known, entry, _case):
        chosen, letter = template_of(known, template), letter_for(known, entry, choice, timezone.localdate())
        if chosen is None:
            raise NoKey
        if letter.empty:
            raise Unfit(gettext("Nobody allowed yet that this is told, so there is nothing to write."))
        if letter.mark != seen:
            raise Conflict(entry.change)
        data = fill(chosen.file(by.centre), letter.values)
        what = f"{kind_label(choice.kind)}: {letter.values['recipient']}"
        token = f"letter {id} {by.account.key} {form} {seen}"
        _keep_done(entry, what, by=by, token=token)
        if keep:
            _keep_copy(entry, data, what, by=by, token=f"copy of {token}")
        record_reading(id, "make letter", by=by)
        return data


def fill(template: bytes, values: Any) -> bytes:
    """The letter from its template. Raises Unfit when the template can not be used (any more)."""
    try:
        return filled(template, values, KNOWN)
    except (NoTemplate, Harmful) as fault:
        raise Unfit(no_template(fault)) from fault


def _keep_done(entry: Entry, what: str, *, by: Member, token: str) -> None:
    today = timezone.localdate()
    action = Action(entry.id, "letter", what=what, who=by.account.key, on=today, done=today, outcome="done")
    heads.write_part(entry, signed(action, by), by=by, token=token)


def _keep_copy(entry: Entry, data: bytes, what: str, *, by: Member, token: str) -> None:
    key = random_bytes()
    facts: dict[str, Any] = about_file(FILE_NAME, data, key) | about_copy(data) | {"media": WORD_FILE}
    content = signed(Evidence(about=entry.id, **facts, shows=what, source=by.centre.name), by)
    write_evidence(entry, content, data, key, by=by, token=token)
