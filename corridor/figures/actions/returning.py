"""Making a return, approving it, signing and sending it: the only writer of the centre's returns. Always chained.

One is in the making at a time. It is made in steps, one kind of fact in each; a step is written whole or not at all,
and twice it is written once. What leaves is what two have seen and approved: a coordinator and the worker
representative, who speaks for the workers and holds no key to their records. Signed, it is never changed or made again.
Source: safety D12, D20; WIF2019-25; WIF2023-27.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from corridor.access.table import allowed
from corridor.centre.facts.on_file import on_file
from corridor.figures.contents import CountedFacts
from corridor.figures.counting import (
    WORKERS_LEAST,
    cases_of,
    counted_sets,
    in_cases,
    mark_of,
    marks_in,
    of_period,
)
from corridor.figures.models import MAKING, PROPOSED, SIGNED, Return
from corridor.figures.queries import approvals, kinds_left, overlapping, part_for, return_of, told_in
from corridor.figures.returns import Period, loss, text_of, to_bytes
from corridor.figures.returns import Return as Told
from corridor.figures.returns import mark_of as mark_of_text
from corridor.figures.sending import Answer, post
from corridor.journey.facts import FACTS, Fact, FactKind
from corridor.safe.actions.acts import acting
from corridor.safe.actions.attachments import about_file, seal_chunks
from corridor.safe.actions.centres import must_be_admitted
from corridor.safe.actions.records import erase_records, write_record
from corridor.safe.casebook import OF_THE_CENTRE, Reading, opens
from corridor.safe.faults import Conflict, NoKey, Unfit
from corridor.safe.keys import Member
from corridor.safe.models import Ground
from corridor.safe.notebook.evidence import original_of
from corridor.safe.packets import signer_of
from corridor.safe.primitives import random_bytes, sign, verifier_of
from corridor.safe.queries import reading

FILE_OF_LIST = "counted"  # its name inside the seal


class TooSmall(Unfit):
    """A period in which the centre saw too few workers. period: which."""

    def __init__(self, told: str, period: Period) -> None:
        super().__init__(told)
        self.period = period


@contextmanager
def _alone(by: Member) -> Iterator[None]:
    """Nobody else of the centre writes until the transaction ends."""
    with transaction.atomic():
        Ground.objects.select_for_update().get(centre=by.centre)
        yield


def begin_return(code: str, *, by: Member) -> Return:
    """Begin the return of a closed period. Raises Unfit for one that is none, is not closed, was returned, or while
    another is in the making; TooSmall when it saw fewer than WORKERS_LEAST workers; NoKey.
    """
    known, period, today = reading(by, "make_return"), _closed(code), timezone.localdate()
    must_be_admitted(by)
    _must_be_free(period, by)
    seen = {one.worker for kind in FACTS.values() if kind.of_person for one in _facts(known, kind, period, today)}
    if len(seen) < WORKERS_LEAST:
        raise TooSmall(_too_small(period), period)
    told = Told(by.centre.key, by.centre.name, by.centre.country, period.code, _month(today), (), _restricted(known))
    with _alone(by):
        _must_be_free(period, by)
        _drop_lists_of_what_was_taken_back(known, by)
        found = Return.objects.create(
            centre=by.centre, period=period.code, made_by=by.account, text=text_of(told), state=MAKING
        )
        _chain("make return", period.code, by)
    return found


def _closed(code: str) -> Period:
    try:
        period = Period.read(code)
    except ValueError as error:
        raise Unfit(gettext("Choose a quarter, as in 2026Q3, or a year, as in 2026.")) from error
    if not period.is_closed(timezone.localdate()):
        raise Unfit(gettext("%(period)s has not ended yet: only what is closed is returned.") % {"period": code})
    return period


def _must_be_free(period: Period, by: Member) -> None:
    if taken := overlapping(by.centre, period):
        told = gettext("There is a return of %(period)s already. It is made once, and never again.")
        raise Unfit(told % {"period": taken})
    if Return.objects.filter(centre=by.centre).exclude(state=SIGNED).exists():
        raise Unfit(gettext("Another return is in the making. Sign it or take it back first."))


def _too_small(period: Period) -> str:
    told = gettext(
        "Fewer than %(number)s workers were seen in %(period)s. In figures about so few, one of them can be found."
    )
    return told % {"number": WORKERS_LEAST, "period": period.code}


def _month(today: date) -> str:
    return f"{today:%Y-%m}"


def _restricted(known: Reading) -> str:
    """The band of records that were not counted because they are not hers to read or do not open."""
    book = known.book
    if book is None:
        raise NoKey
    shut = {id for id in (*book.closed, *book.faults) if id != OF_THE_CENTRE and known.get(id) is None}
    return loss(len(shut), len(shut) + sum(1 for _ in known.everything()))


def _facts(known: Reading, kind: FactKind, period: Period, today: date) -> list[Fact]:
    """What a return of this period counts of a kind, each fact in its case."""
    found = of_period(kind, kind.made(known, today), period, _counted(known, kind.name))
    if all(one.case for one in found):
        return found
    book = on_file(known)
    workers = ((one.id, [seat.worker for seat in one.case.workers]) for one in book.files)
    return in_cases(found, cases_of(workers, book.kept))


def _lists(known: Reading) -> list[tuple[str, CountedFacts]]:
    every = known.of_type(CountedFacts, opens)
    return [(one.id, cast(CountedFacts, one.content)) for one in every]


def _counted(known: Reading, kind: str) -> set[bytes]:
    """The facts of a kind that returns counted. Raises Altered when a list does not open: then nothing can be told."""
    centre = known.member.centre
    standing = set(Return.objects.filter(centre=centre).values_list("code", flat=True))
    found: set[bytes] = set()
    for one in known.of_type(CountedFacts, opens):
        content = cast(CountedFacts, one.content)
        if content.kind == kind and content.returned in standing:
            found |= marks_in(original_of(one, centre))
    return found


def _drop_lists_of_what_was_taken_back(known: Reading, by: Member) -> None:
    standing = set(Return.objects.filter(centre=by.centre).values_list("code", flat=True))
    if gone := [id for id, one in _lists(known) if one.returned not in standing]:
        erase_records(gone, by=by)


def take_step(code: str, *, read: int, by: Member) -> Return:
    """Count the next kind of fact. read: how many kinds were counted as she saw it. After the last the return stands
    proposed. Raises Conflict when this step was taken already, NoKey when there is nothing to go on with.
    """
    known, found = reading(by, "make_return"), return_of(by.centre, code)
    if found is None:
        raise NoKey
    left = kinds_left(found)
    if found.state != MAKING or len(found.counted) != read:
        raise Conflict(len(found.counted))
    kind = FACTS[left[0]]
    facts = _facts(known, kind, Period.read(code), timezone.localdate())
    told = told_in(found)
    told = replace(told, made=_month(timezone.localdate()), row_sets=(*told.row_sets, *counted_sets(kind, facts)))
    with _alone(by):
        now = return_of(by.centre, code)
        if now is None or now.state != MAKING or now.code != found.code or now.counted != found.counted:
            raise Conflict(len(now.counted) if now else 0)
        if facts and not kind.of_person:
            _keep_list(now, kind, facts, by)
        now.counted, now.text = [*now.counted, kind.name], text_of(told)
        if not kinds_left(now):
            now.state = PROPOSED
            _chain("propose return", code, by)
        now.save(update_fields=["counted", "text", "state"])
    return now


def _keep_list(found: Return, kind: FactKind, facts: list[Fact], by: Member) -> None:
    """Keep sealed which facts were counted."""
    key, data = random_bytes(), b"".join(sorted(mark_of(kind.name, one) for one in facts))
    about = about_file(FILE_OF_LIST, data, key)
    written = write_record(CountedFacts(found.code, kind.name, **about), by=by)
    seal_chunks(written.id, key, data, by.centre)


def _chain(what: str, about: str, by: Member) -> None:
    with acting(by.centre, by.account) as now:
        now.did(what, about)


def approve_return(code: str, mark: str, *, by: Member) -> bool:
    """Approve what she has seen. mark: of the text that she read (`returns.mark_of`). An account gives one approval.

    Returns False when what she read is not what is proposed now. Raises NoKey without a voice.
    """
    _must_speak(by)
    with acting(by.centre, by.account) as now:
        found = _proposed(code, mark, by)
        if found is None:
            return False
        part = part_for(by.account, approvals(found))
        if not part:  # she, or another one of her role, approved it already
            return True
        setattr(found, part, by.account)
        found.save(update_fields=[part])
        now.did("approve return", code)
    return True


def _must_speak(by: Member) -> None:
    if not allowed(by.account.roles, "approve_return") or not any(by.secrets.values()):
        raise NoKey


def _proposed(code: str, mark: str, by: Member) -> Return | None:
    found = return_of(by.centre, code)
    stands = found and found.state == PROPOSED and mark_of_text(bytes(found.text)) == mark
    return found if stands else None


def take_back_return(code: str, *, by: Member) -> bool:
    """Take a return back before it is signed: it was never made, and what it counted is counted anew.

    Returns False when there is none, or it was signed. Raises NoKey without a voice.
    """
    _must_speak(by)
    with acting(by.centre, by.account) as now:
        gone, _ = Return.objects.filter(centre=by.centre, period=code).exclude(state=SIGNED).delete()
        if gone:
            now.did("take back return", code)
    return bool(gone)


def sign_return(code: str, mark: str, *, by: Member) -> bool:
    """Sign what both approved with the centre's key: from now on it stands as it is.

    Returns False when what she read is not what is proposed now. Raises Unfit while an approval is missing, NoKey.
    """
    if not allowed(by.account.roles, "make_return"):
        raise NoKey
    signer = signer_of(by)
    with acting(by.centre, by.account) as now:
        found = _proposed(code, mark, by)
        if found is None:
            return False
        if not approvals(found).both:
            raise Unfit(gettext("A coordinator and the worker representative approve it first."))
        found.file = to_bytes(told_in(found), verifier_of(signer), lambda text: sign(signer, text))
        found.state = SIGNED
        found.save(update_fields=["file", "state"])
        now.did("sign return", code)
    return True


def hand_out_return(code: str, *, by: Member) -> bytes:
    """The signed file, to be carried to the programme; chained. Raises NoKey when there is none."""
    _must_speak(by)
    found = _signed(code, by)
    _chain("hand out return", code, by)
    return bytes(found.file)


def _signed(code: str, by: Member) -> Return:
    found = return_of(by.centre, code)
    if found is None or found.state != SIGNED:
        raise NoKey
    return found


def programme_address() -> str:
    """Where the programme takes returns over the network; empty when they are carried as files."""
    return str(getattr(settings, "PROGRAMME", ""))


def send_return(code: str, *, by: Member) -> Answer:
    """Send the signed file to the programme; nothing is held while the network is waited for. What failed can be sent
    again. Raises NoKey when there is none, or no address.
    """
    if not allowed(by.account.roles, "make_return") or not any(by.secrets.values()) or not programme_address():
        raise NoKey
    found = _signed(code, by)
    answer = post(programme_address(), bytes(found.file))
    with acting(by.centre, by.account) as now:
        now.did("send return" if answer.taken else "try to send return", code)
        if answer.taken:
            Return.objects.filter(pk=found.pk).update(sent=timezone.localdate())
    return answer
