"""Who is in a case and who reads it: what becomes of a worker's own file when she joins, and when readers are named."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext

from corridor.centre.actions.cases import by_her_word, join_case, set_case_readers, signed, standing
from corridor.centre.codes import Codes
from corridor.centre.contents import HERSELF, Case, CaseWorker
from corridor.field.actions.inbox import taken_into_case
from corridor.field.queries import reports_of
from corridor.journey.actions.workers import part_of
from corridor.journey.contents import Consent, Name, Worker
from corridor.safe.actions import heads
from corridor.safe.actions.members import move_last_days
from corridor.safe.actions.records import EVERYBODY, Naming, naming_of, write_record
from corridor.safe.casebook import Entry, Reading
from corridor.safe.faults import NoKey, Unfit
from corridor.safe.keys import Member


@dataclass(frozen=True)
class Joining:
    """Who joins a case, by her own word. worker: the id of her file, empty where one is begun under `called`. on: the
    day of her word. consent: the entry of her ledger it rests on, when there is one. form: sent twice, kept once. how,
    language: how it was explained to her (vocabulary `explained`, ISO 639).
    """

    worker: str
    called: str
    on: date
    consent: str = ""
    form: str = ""
    how: str = ""
    language: str = ""

    def seat(self, worker: str, called: str, by: Member) -> CaseWorker:
        """Her place in the case, with the word that she gave herself."""
        how, language, consent = self.how, self.language, self.consent
        return by_her_word(worker, called, self.on, by=by, how=how, language=language, consent=consent)


def take_into_case(id: str, joining: Joining, *, by: Member) -> str:
    """A worker joins a case; returns the id of her file. Who left comes back. Of who is in it already and was not asked
    until now, her word is kept.

    Raises Unfit when the case is closed, when her file became a part of another one, or when case and file are read by
    different people: who may not know of the one would learn of it from the other. NoKey for a file or an entry of a
    ledger that is not hers to read.
    """
    with standing(id, by) as (known, entry, case):
        if case.closed:
            raise Unfit(gettext("This case is closed. Open it again first."))
        if joining.worker:
            file, worker = _file(known, joining.worker)
            if joining.consent:
                part_of(known, file.id, joining.consent, Consent)
            if stands := next((one for one in case.present if one.worker == file.id), None):
                if stands.word != HERSELF:
                    said = joining.seat(file.id, stands.called, by)
                    said = replace(said, joined=stands.joined, consent=said.consent or stands.consent)
                    rows = tuple(said if one.worker == file.id else one for one in case.workers)
                    heads.change(entry, replace(case, workers=rows), by=by)
                return file.id
            if not same_readers(entry, file):
                raise Unfit(gettext("The case and her file are read by different people. Say first who reads them."))
            join_case(id, joining.seat(file.id, worker.called, by), by=by)
            return file.id
        new = str(uuid.uuid5(uuid.UUID(id), f"joins {by.account.key} {joining.form}"))
        if known.get(new) is None:
            made = Worker(Codes(known).new(), (Name(joining.called),), since=timezone.localdate())
            naming = naming_of(entry, by) if entry.restricted else EVERYBODY
            join_case(id, joining.seat(new, joining.called, by), by=by)
            write_record(signed(made, by), by=by, naming=naming, id=new)
        return new


def _file(known: Reading, id: str) -> tuple[Entry, Worker]:
    entry = known.get(id)
    if entry is None or not isinstance(entry.content, Worker):
        raise NoKey
    if entry.content.merged_into:
        raise Unfit(gettext("This file became a part of another one. Open that one."))
    return entry, entry.content


def same_readers(one: Entry, other: Entry) -> bool:
    """Whether two records are both open to the centre's circle, or restricted to the same few."""
    return one.restricted == other.restricted and (not one.restricted or set(one.named) == set(other.named))


def files_of(known: Reading, case: Case) -> list[Entry]:
    """The files of the workers of a case, of those who left it too, as far as they are hers to read."""
    found = (known.get(id) for id in dict.fromkeys(case.linked()))
    return [one for one in found if one and isinstance(one.content, Worker)]


def set_readers(id: str, naming: Naming, *, by: Member, files: Iterable[str] = ()) -> None:
    """Say anew who reads a case with everything that belongs to it, and the reports it was made of.

    A lawyer or an interpreter who is named beyond her last day at the centre stays until that day. files: ids of the
    files of its workers that the same people alone shall read from now on; each goes with those that became a part of
    it. Raises Unfit for more than six people, Altered when something does not open, NoKey when it is not hers to
    change.
    """
    with standing(id, by) as (known, _entry, case):
        wanted = set(files)
        heads_too = [one for one in files_of(known, case) if one.id in wanted]
        heads_too += [one for one in known.of_type(Worker) if one.plain["c"].get("merged_into") in wanted]
        told = [(one, tuple(known.parts(one.id))) for one in reports_of(known, id)]
        set_case_readers(id, naming, by=by)
        for one in {one.id: one for one in heads_too}.values():
            heads.set_readers(known, one, naming, by=by)
        for report, parts in told:
            taken_into_case(report, id, by, naming=naming, parts=parts)
        move_last_days(naming, by=by)
