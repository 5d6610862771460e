"""Cases: what is added to them and corrected, who joins and leaves, closing and opening again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext

from corridor.centre.actions.proceedings import check_talk, keep_talks, raise_alerts
from corridor.centre.actions.respondents import known_again, with_parties
from corridor.centre.contents import (
    HERSELF,
    Action,
    Case,
    CaseNote,
    CaseWorker,
    ClosedBefore,
    FollowUp,
    Retaliation,
    RiskTalk,
)
from corridor.centre.proceedings import with_day_of_choice
from corridor.centre.rules import follow_up_days
from corridor.field.actions.inbox import close_with_case, taken_into_case
from corridor.field.contents import Report
from corridor.field.queries import reports_of
from corridor.journey.actions.drafts import drop_form_draft, sent_token, was_sent
from corridor.journey.actions.workers import put_together, signed
from corridor.journey.contents import Referral, Worker
from corridor.journey.drafts import FormDraft
from corridor.journey.reading import ledger_of
from corridor.journey.referring import next_states
from corridor.journey.rules import asked_later, may_ask_later
from corridor.reference.shelf import shelf
from corridor.safe.actions import heads
from corridor.safe.actions.records import Naming, Written, naming_of
from corridor.safe.casebook import Entry, Reading
from corridor.safe.content import Content
from corridor.safe.faults import Conflict, NoKey, Unfit
from corridor.safe.keys import Member

STOPPED = "not-wanted"  # the outcome of what was still to be done when a case was closed
T = TypeVar("T", bound=Content)


def standing(id: str, by: Member) -> Any:
    """The case as it is now; it stays so until the transaction ends. Raises NoKey when it is not hers to change."""
    return heads.standing(id, Case, "change_case", by=by)


def add_to_case(id: str, part: Content, *, by: Member, form: str, talks: Sequence[RiskTalk] = ()) -> Written:
    """Keep something new under a case (a grievance, an action, a line of the ledger ...); sent twice, kept once.

    talks: about the risks, kept before a proceeding. Raises Unfit for a proceeding before an authority on which
    somebody concerned did not decide; who was accused, detained or deported for one is an alert in the same act.
    """
    with standing(id, by) as (known, entry, _case):
        check_talk(known, entry, part, talks)
        token = sent_token(part.TYPE, form, by, id)
        drop_form_draft(form, by=by)
        made = with_day_of_choice(with_parties(part, entry, by=by, token=token), timezone.localdate())
        keep_talks(entry, talks, by=by, token=token)
        written = heads.write_part(entry, signed(made, by), by=by, token=token)
        raise_alerts(known, entry, written.id, made, by=by)
        return written


def was_added(type: str, id: str, form: str, *, by: Member) -> bool:
    """Whether what this very form says was kept already."""
    return bool(was_sent(type, form, by, id))


def correct_part(
    id: str, part: str, changed: Content, base: Content, *, by: Member, talks: Sequence[RiskTalk] = ()
) -> Written:
    """Put a corrected part in the place of the one she had read (`base`).

    What two people changed in different fields is put together. Raises Conflict when both changed the same field to
    different things: nothing is written then, and the page shows both; NoKey when it is not hers to change; Unfit as
    `add_to_case` does.
    """
    with standing(id, by) as (known, entry, _case):
        found = _part_of(known, id, part, type(changed))
        merged = put_together(known_again(changed, found.content), base, found.content)
        if merged is None:
            raise Conflict(found.change)
        check_talk(known, entry, merged, talks, found.content)
        merged = with_day_of_choice(merged, timezone.localdate(), found.content)
        token = f"{part} {found.change}"
        merged = with_parties(merged, entry, by=by, token=token)
        keep_talks(entry, talks, by=by, token=token)
        written = heads.change_part(entry, found, merged, by=by)
        raise_alerts(known, entry, part, merged, by=by, stood=found.content)
        return written


def keep_other_text(id: str, text: str, *, by: Member, form: str) -> None:
    """Keep the text that lost where two people had changed the same thing, as a note on the case."""
    if text:
        add_to_case(id, CaseNote(id, text), by=by, form=f"other {form}")


def _part_of(known: Reading, case: str, id: str, kind: type[Content]) -> Entry:
    found = known.get(id)
    if found is None or found.head != case or not isinstance(found.content, kind):
        raise NoKey
    return found


def erase_part(id: str, part: str, *, by: Member) -> int:
    """Destroy one thing that was entered by mistake."""
    with standing(id, by) as (known, _entry, _case):
        found = known.get(part)
        if found is None or found.head != id:
            raise NoKey
        return heads.erase(known, found, by=by)


def correct_case(id: str, changed: Case, base: Case, *, by: Member) -> None:
    """Correct what stands on the case itself. Raises Conflict as `correct_part` does."""
    with standing(id, by) as (_, entry, case):
        merged = put_together(changed, base, case)
        if merged is None:
            raise Conflict(entry.change)
        heads.change(entry, merged, by=by)


@dataclass(frozen=True)
class Leaving:
    """How it ended for a worker who leaves. outcome: vocabulary `case-outcome`. her_view, her_words: her own word on
    it, if she gave it (vocabulary `own-view`, and in her words). why: what else is to be said of it, in ours.
    """

    outcome: str
    her_view: str = ""
    her_words: str = ""
    why: str = ""


def by_her_word(
    worker: str, called: str, on: date, *, by: Member, how: str = "", language: str = "", consent: str = ""
) -> CaseWorker:
    """Her place in a case since the day of her word. It is no entry of her ledger and allows nothing else: whatever
    leaves the centre is asked apart (WIF2023-49). how, language, consent: as in CaseWorker.
    """
    said: dict[str, Any] = {
        "word": HERSELF,
        "asked_by": by.account.name,
        "how": how,
        "language": language,
        "consent": consent,
    }
    return CaseWorker(worker, called, joined=on, asked_on=on, **said)


def join_case(id: str, worker: CaseWorker, *, by: Member) -> None:
    """A worker joins a case, by her own word; who left may come back."""
    with standing(id, by) as (known, entry, case):
        others = tuple(one for one in case.workers if one.worker != worker.worker)
        stays: dict[str, Any] = {"left": None, "why_left": "", "outcome": "", "her_view": "", "her_words": ""}
        joined = replace(worker, joined=worker.joined or timezone.localdate(), **stays)
        heads.change(entry, replace(case, workers=(*others, joined)), by=by)
        open_files(known, [] if case.closed else [worker.worker], by=by)


def leave_case(id: str, worker: str, leaving: Leaving, *, by: Member) -> None:
    """A worker leaves a case, by her own word or because she is not reached any more, with what came of it for her:
    each of several workers has a settlement of her own. What was kept of her in it stays until the case is destroyed.

    Raises Unfit when nothing is said of what came of it.
    """
    if leaving.outcome not in shelf().terms["case-outcome"]:
        raise Unfit(gettext("Say what came of it."))
    with standing(id, by) as (known, entry, case):
        today = timezone.localdate()
        ended: dict[str, Any] = {"left": today, "why_left": leaving.why, "outcome": leaving.outcome}
        ended |= {"her_view": leaving.her_view, "her_words": leaving.her_words}
        hers = {one.worker for one in case.present} & {worker}
        workers = tuple(replace(one, **ended) if one.worker in hers else one for one in case.workers)
        heads.change(entry, replace(case, workers=workers), by=by)
        without_others = replace(case, workers=tuple(one for one in case.present if one.worker == worker))
        _close_files(known, id, without_others, today, by)


def close_case(id: str, outcome: str, her_view: str, her_words: str, *, by: Member, day: date | None = None) -> None:
    """Close a case: with her own word on the result; reminders stop, those of referrals without an answer too, and
    follow-ups are set for each who is in it and did not say no to being asked later.
    """
    day = day or timezone.localdate()
    with standing(id, by) as (known, entry, case):
        if case.closed:
            return
        for one in known.parts(id, Action):
            action = one.content
            if isinstance(action, Action) and action.done is None:
                heads.change(one, replace(action, done=day, outcome=STOPPED), by=by)
        _referrals_rest(known, id, day, by)
        close_with_case(known, id, day, by)
        planned = []
        for worker in case.present:
            ledger = ledger_of(known, worker.worker)
            for on in (each for each in follow_up_days(day) if may_ask_later(asked_later(*ledger, each))):
                follow_up = signed(FollowUp(id, worker.worker, on=on), by)
                token = f"follow-up {id} {worker.worker} {on} {entry.change}"
                planned.append(heads.write_part(entry, follow_up, by=by, token=token).id)
        closed = replace(case, closed=day, outcome=outcome, her_view=her_view, her_words=her_words, next_on=None)
        heads.change_closing(known, entry, closed, by=by, also=planned)
        _close_files(known, id, case, day, by)


def _referrals_rest(known: Reading, id: str, closed: date | None, by: Member) -> None:
    """Nobody is reminded of the referrals of a closed case that have no answer; opened again, of all that wait."""
    for one in known.parts(id, Referral):
        waits = isinstance(one.content, Referral) and bool(next_states(one.content.state))
        if isinstance(one.content, Referral) and waits and bool(one.content.case_closed) != bool(closed):
            heads.change(one, replace(one.content, case_closed=closed), by=by)


def _close_files(known: Reading, id: str, case: Case, day: date, by: Member) -> None:
    """The file of who has no other open case is closed too: the way to reach her is kept fifteen months from then, so
    that it outlives the last follow-up.
    """
    busy = {one.worker for other in known.of_type(Case) if other.is_open and other.id != id for one in _present(other)}
    for worker in case.present:
        found = known.get(worker.worker)
        if found and isinstance(found.content, Worker) and worker.worker not in busy and not found.content.closed:
            heads.change_closing(known, found, replace(found.content, closed=day), by=by)


def _present(entry: Entry) -> tuple[CaseWorker, ...]:
    return entry.content.present if isinstance(entry.content, Case) else ()


def open_files(known: Reading, workers: Iterable[str], *, by: Member) -> None:
    """The files of those who are in a case that is open (again) are open too."""
    for id in workers:
        found = known.get(id)
        if found and isinstance(found.content, Worker) and found.content.closed and not found.content.merged_into:
            heads.change_closing(known, found, replace(found.content, closed=None), by=by)


def open_again(id: str, why: str, *, by: Member) -> None:
    """Open a closed case again, with the day and outcome of the closing kept.

    Every follow-up stays that was made, that somebody planned or moved to a day of its own, or in which something was
    written: it was promised to her, or is what is known of her. Only those go that closing itself had planned and
    nobody touched: they count from a closing that does not hold any more, and the next one plans them anew, so that
    nobody is called twice for the same question.
    """
    with standing(id, by) as (known, entry, case):
        if case.closed is None:
            return
        note, today = f"{case.note}\n{why}".strip(), timezone.localdate()
        closings = (*case.closings, ClosedBefore(case.closed, today, case.outcome))
        again = replace(case, closed=None, outcome="", next_on=today, note=note, closings=closings)
        heads.change_closing(known, entry, again, by=by)
        _referrals_rest(known, id, None, by)
        close_with_case(known, id, None, by)
        open_files(known, (one.worker for one in case.present), by=by)
        planned = set(follow_up_days(case.closed))
        for one in known.parts(id, FollowUp):
            if isinstance(one.content, FollowUp) and one.content.on in planned and one.content.is_untouched:
                heads.erase(known, one, by=by)


def set_case_readers(id: str, naming: Naming, *, by: Member) -> None:
    """Say anew who reads a case and everything that belongs to it."""
    with standing(id, by) as (known, entry, _case):
        heads.set_readers(known, entry, naming, by=by)


def erase_case(id: str, *, by: Member) -> int:
    """Destroy a case with its keys and everything that belongs to it, and the reports it was made of; the workers' own
    files stay.
    """
    with standing(id, by) as (known, entry, _case):
        told = [part.id for one in reports_of(known, id) for part in (one, *known.parts(one.id))]
        told += [one.id for one in known.of_type(FormDraft) if one.plain["c"].get("about") == id]
        return heads.erase(known, entry, by=by, also=tuple(told))


def add_report(report: str, id: str, *, by: Member) -> None:
    """Add a report from outside to a case that stands: whoever reads the case reads it too, and nobody else.

    Raises Unfit for a closed case, NoKey for what is no report, or is about the staff.
    """
    with standing(id, by) as (known, entry, case):
        found = report_in(known, report)
        if case.closed:
            raise Unfit(gettext("This case is closed. Open it again first."))
        if found.restricted and sorted(found.named) != sorted(entry.named):
            raise Unfit(gettext("The report and the case are read by different people. Say first who reads them."))
        naming = naming_of(entry, by) if entry.restricted else None
        taken_into_case(found, id, by, naming=naming, parts=tuple(known.parts(report)))


def report_in(known: Reading, id: str) -> Entry:
    """The report that lies before the centre's circle. Raises NoKey for anything else, also for a complaint."""
    found = known.get(id)
    if found is None or not isinstance(found.content, Report) or found.content.about_staff:
        raise NoKey
    return found


def hand_over(ids: list[str], to: str, *, by: Member) -> int:
    """Give cases and their open actions to a colleague (account key), when somebody leaves. Returns how many."""
    done = 0
    for id in ids:
        with standing(id, by) as (known, entry, case):
            before = case.lead
            for one in known.parts(id, Action):
                action = one.content
                if isinstance(action, Action) and action.done is None and action.who in ("", before):
                    heads.change(one, replace(action, who=to), by=by)
            heads.change(entry, replace(case, lead=to), by=by)
            done += 1
    return done


def hand_over_actions(id: str, whose: str, to: str, *, by: Member) -> int:
    """Give what one was still to do in another's case to a colleague (account keys). Returns how many."""
    with standing(id, by) as (known, entry, _case):
        found = [(one, one.content) for one in known.parts(id, Action)]
        hers = [(one, act) for one, act in found if isinstance(act, Action) and act.done is None and act.who == whose]
        for one, action in hers:
            heads.change_part(entry, one, replace(action, who=to), by=by)
        return len(hers)


def mark_done(id: str, part: str, outcome: str, *, by: Member, result: str = "") -> None:
    """Say that an action is done today, with what came of it where that is known, or that an alert was taken up.

    result: the same in words. A follow-up is not done by this: it is made by what she answers (its form), so that none
    counts as made with nothing known.
    """
    today = timezone.localdate()
    with standing(id, by) as (known, entry, _case):
        found = known.get(part)
        if found is None or found.head != id:
            raise NoKey
        content = found.content
        if isinstance(content, Action) and content.done is None:
            done = replace(content, done=today, outcome=outcome or content.outcome, result=result or content.result)
            heads.change_part(entry, found, done, by=by)
        elif isinstance(content, Retaliation) and content.seen_on is None:
            seen = replace(content, seen_on=today, seen_by=by.account.name)
            heads.change_part(entry, found, seen, by=by)
