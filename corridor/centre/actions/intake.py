"""Taking in a grievance: a worker, her case, the grievance and what is done next are written together or not at all."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from corridor.centre.actions.cases import by_her_word, report_in, signed
from corridor.centre.codes import Codes
from corridor.centre.contents import HERSELF, UNASKED, Action, Case, CaseWorker, Grievance
from corridor.field.actions.inbox import taken_into_case
from corridor.field.contents import Report
from corridor.journey.actions.drafts import drop_form_draft, sent_token
from corridor.journey.contents import Contact, Name, Paper, Worker
from corridor.journey.when import NOT_SAID, When
from corridor.safe.actions import heads
from corridor.safe.actions.records import EVERYBODY, Naming, naming_of, submission_token, write_record
from corridor.safe.casebook import Entry, Reading
from corridor.safe.content import Content, to_plain
from corridor.safe.faults import Conflict, NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.models import Ground, SealedRecord
from corridor.safe.primitives import digest
from corridor.safe.queries import reading

WHERE = "intake"  # word of this form among drafts and tokens
NO_CONTACT = "none"  # she wants no contact by any way


@dataclass(frozen=True)
class Intake(Content):
    """What is typed when a woman stands at the desk; never kept as such. One word of a name is enough.

    channel: vocabulary `channel`, or NO_CONTACT. report: id of what came from outside, when that is taken in. others:
    names of those who came with her. files: the file that each already has, herself first; empty where a new one is
    begun. word: HERSELF when everybody who is taken in stands here and said yes to it herself; anything else counts as
    not asked. how: how it was explained (vocabulary `explained`).
    """

    called: str
    channel: str = ""
    value: str = ""
    wants: str = ""
    kind: str = ""
    told: str = ""
    next_kind: str = ""
    next_on: date | None = None
    country: str = ""
    place: str = ""
    sector: str = ""
    language: str = ""
    sex: str = ""
    age_band: str = ""
    nationality: str = ""
    origin: str = ""
    paper: str = ""
    paper_number: str = ""
    begin: When = NOT_SAID
    label: str = ""
    report: str = ""
    others: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    word: str = ""
    how: str = ""

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody's name, hers first."""
        return (self.called, *self.others)

    def mark(self) -> str:
        """The same for the same words, so that what is sent twice is known from what was changed in between."""
        return digest(*(f"{name}={value}" for name, value in to_plain(replace(self, files=())).items())).hex()[:32]


def take_grievance(intake: Intake, *, by: Member, form: str, never: tuple[str, ...] = ()) -> str:
    """Keep worker, case, grievance and the next step. Returns the id of the case; sent twice it is one case.

    never: the channels to write down for somebody who wants no contact. Raises Unfit without a name, Conflict when
    another text was sent from this form before, NoKey for a file that is not hers to read.
    """
    if not all(one.strip() for one in intake.people):
        raise Unfit(gettext("Say what she wants to be called. One word is enough."))
    with transaction.atomic():
        Ground.objects.select_for_update().get(centre=by.centre)
        if twin := _twin(intake, form, by):
            return twin
        known = reading(by, "read_case")
        _check_files(intake)
        files = [_file(known, id) for id in (*intake.files, *[""] * len(intake.people))][: len(intake.people)]
        told = _report(known, intake.report)
        naming = _naming([one for one in (*files, told) if one], by)
        parts = tuple(known.parts(told.id)) if told else ()
        drop_form_draft(form, by=by)
        codes = Codes(known)
        people = []
        for number, (called, entry) in enumerate(zip(intake.people, files, strict=True)):
            id = _keep_person(intake, called, known, entry, number, by, form, codes, naming, never)
            people.append(_seat(intake, id, called, by))
        case = _keep_case(intake, tuple(people), codes.new(), by, form, naming)
        if told:
            taken_into_case(told, case, by, naming=naming if naming.restricted else None, parts=parts)
        return case


def _seat(intake: Intake, worker: str, called: str, by: Member) -> CaseWorker:
    """Her place in the case. Where she was not asked, the case says so until she is."""
    today = timezone.localdate()
    if intake.word != HERSELF:
        return CaseWorker(worker, called, joined=today, word=UNASKED)
    return by_her_word(worker, called, today, by=by, how=intake.how, language=intake.language)


def _report(known: Reading, id: str) -> Entry | None:
    """What came from outside and is taken in. Raises NoKey for what is no report, Unfit when a case was made of it."""
    told = report_in(known, id) if id else None
    if told and isinstance(told.content, Report) and told.content.case:
        raise Unfit(gettext("A case was made of this report meanwhile. Add to that one what is new."))
    return told


def _twin(intake: Intake, form: str, by: Member) -> str:
    """The case that this very form became. Raises Conflict when it was sent with other words."""
    rows = SealedRecord.objects.filter(centre=by.centre)
    kept = rows.filter(token=submission_token(sent_token(WHERE, form, by), by.centre)).first()
    if kept is None:
        return ""
    if not rows.filter(token=submission_token(_grievance_token(intake, form, by), by.centre)).exists():
        raise Conflict(kept.change)
    return str(kept.id)


def _grievance_token(intake: Intake, form: str, by: Member) -> str:
    return f"{sent_token(WHERE, form, by)} {intake.mark()}"


def _check_files(intake: Intake) -> None:
    chosen = [one for one in intake.files if one]
    if len(set(chosen)) < len(chosen):
        raise Unfit(gettext("One file was chosen for two people. Choose again."))


def _file(known: Reading, id: str) -> Entry | None:
    """Her file; the one it became a part of, when it did. Raises NoKey when it is not there or not hers to read."""
    seen: set[str] = set()
    while id and id not in seen:
        seen.add(id)
        entry = known.get(id)
        if entry is None or not isinstance(entry.content, Worker):
            raise NoKey
        if not entry.content.merged_into:
            return entry
        id = entry.content.merged_into
    return None


def _naming(files: list[Entry], by: Member) -> Naming:
    """A case about somebody whose file only a few read is read by the same few. Raises Unfit where files differ."""
    restricted = [one for one in files if one.restricted]
    if len({tuple(sorted(one.named)) for one in restricted}) > 1:
        raise Unfit(gettext("The two files are read by different people. Say first who reads them."))
    return naming_of(restricted[0], by) if restricted else EVERYBODY


def _keep_person(
    intake: Intake,
    called: str,
    known: Reading,
    entry: Entry | None,
    number: int,
    by: Member,
    form: str,
    codes: Codes,
    naming: Naming,
    never: tuple[str, ...],
) -> str:
    """A new file, or what is new in the one she has."""
    said = _said(intake, called, herself=number == 0, never=never)
    if entry is None:
        new = replace(said, code=codes.new(), since=timezone.localdate(), author=by.account.name)
        return write_record(new, by=by, naming=naming, token=f"{sent_token(WHERE, form, by)} worker {number}").id
    assert isinstance(entry.content, Worker)
    if (fuller := replace(filled_up(entry.content, said), closed=None)) != entry.content:
        heads.change_closing(known, entry, fuller, by=by)
    return entry.id


def _said(intake: Intake, called: str, *, herself: bool, never: tuple[str, ...]) -> Worker:
    """What the intake says of one person; of those who came along only what she shares with them."""
    shared = {"languages": (intake.language,) if intake.language else (), "nationality": intake.nationality}
    if not herself:
        return Worker("", (Name(called),), **shared)  # type: ignore[arg-type]
    known_way = bool(intake.channel) and intake.channel != NO_CONTACT
    paper = (Paper(intake.paper, intake.paper_number),) if intake.paper_number else ()
    return Worker(
        "",
        (Name(called),),
        contacts=(Contact(intake.channel, intake.value),) if known_way else (),
        never=never if intake.channel == NO_CONTACT else (),
        sex=intake.sex,
        age_band=intake.age_band,
        origin=intake.origin,
        papers=paper,
        **shared,  # type: ignore[arg-type]
    )


def filled_up(worker: Worker, said: Worker) -> Worker:
    """A file with what is new in it: nothing that stood there goes."""
    more: dict[str, Any] = {}
    for one in fields(worker):
        stood, new = getattr(worker, one.name), getattr(said, one.name)
        if isinstance(stood, tuple):
            more[one.name] = (*stood, *(each for each in new if not _stands(each, stood)))
        elif one.name in {"sex", "age_band", "nationality", "origin"}:
            more[one.name] = stood or new
    return replace(worker, **more)


def _stands(value: Any, among: tuple[Any, ...]) -> bool:
    """Whether it is there already: a name or a number by itself, whatever stands beside it."""
    for field in ("name", "value", "number"):
        if said := getattr(value, field, ""):
            same = [one for one in among if getattr(one, "channel", "") == getattr(value, "channel", "")]
            return said in {getattr(one, field, "") for one in same}
    return value in among


def _keep_case(
    intake: Intake, people: tuple[CaseWorker, ...], number: str, by: Member, form: str, naming: Naming
) -> str:
    today, token = timezone.localdate(), sent_token(WHERE, form, by)
    case = Case(
        number=number,
        label=intake.label,
        workers=people,
        country=intake.country,
        place=intake.place,
        sector=intake.sector,
        lead=by.account.key,
        opened=today,
        author=by.account.name,
    )
    id = write_record(case, by=by, naming=naming, token=token).id
    grievance = Grievance(id, intake.kind, begin=intake.begin, told=intake.told, wants=intake.wants)
    action = Action(id, intake.next_kind, who=by.account.key, on=intake.next_on)
    write_record(signed(grievance, by), by=by, naming=naming, token=_grievance_token(intake, form, by))
    write_record(signed(action, by), by=by, naming=naming, token=f"{token} action")
    return id
