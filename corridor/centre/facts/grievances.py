"""Grievances: that one was brought, and how it ended. Two kinds of fact, for they happen on two days.

A grievance that concerns several workers is a fact for each of them. It counts as brought in the quarter in which it
was written down (a worker who joined the case later: in which she joined), and as closed in the quarter in which the
case was closed, or she left it: what was received and given up by then stands in the same fact, so that a share has its
numerator and denominator in one place (D20). What comes after the closing is a fact of the ledger (`remedies`). Once
counted, a closing stays counted: a case that is opened again is not counted anew.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_noop

from corridor.centre.contents import Case, CaseWorker, Remedy
from corridor.centre.contents import Grievance as Brought
from corridor.centre.facts.on_file import OnFile, on_file
from corridor.centre.oversight import File
from corridor.centre.results import MONEY, RECEIVED, sums_of
from corridor.journey.facts import (
    CORRIDOR,
    COUNTRY,
    DAYS_BETWEEN,
    NO,
    SECTOR,
    SEX,
    SHARE,
    UNKNOWN,
    YES,
    YES_NO,
    Column,
    Fact,
    FactKind,
    coded,
    days_between,
    share,
)
from corridor.safe.casebook import Reading

NOTHING, NO_SETTLEMENT, NOT_SAID, NOT_RECEIVED = "none", "no-settlement", "none-entered", "not-received"
REACHED = ("entitled", "claimed", "offered", "awarded", RECEIVED)
SETTLED = {"offered", "awarded", RECEIVED}
KIND = Column("kind", "What it is about", "grievance-kind", source="WIF2023-10, 17, 47")
ROUTE = Column("route", "The route that she chose", "route", source="WIF2023-52; UNGP 31 (b)")
TOGETHER = Column("collective", "Whether the case is of more than one worker", "", YES_NO, "WIF2023-14")
PLACE = (CORRIDOR, COUNTRY, SECTOR, SEX)
GRIEVANCE_COLUMNS = (KIND, ROUTE, TOGETHER, *PLACE)
SHARES, SHARE_SOURCE = (NOT_SAID, *SHARE), "evaluation case 1; WIF2023-8, 17"
CLOSING_COLUMNS = (
    *(KIND, ROUTE, *PLACE),
    Column("result", "What came of the case for her", "case-outcome", source="evaluation case 1"),
    Column("state", "How the grievance itself stands", "grievance-state", source="evaluation case 1"),
    Column("own_view", "Her own word on the result", "own-view", source="UNGP 31; evaluation case 1"),
    Column("furthest", "The furthest step of remedy that was reached", "remedy-step", (NOTHING,), "evaluation case 1"),
    Column("share_of_claim", "How much of the money she claimed she received", "", SHARES, SHARE_SOURCE),
    Column("share_of_entitlement", "How much of the money due to her she received", "", SHARES, SHARE_SOURCE),
    Column(
        "concession", "Whether she gave up something of hers for it", "", (*YES_NO, NO_SETTLEMENT), "evaluation case 1"
    ),
    Column("days_to_closing", "From bringing it to the closing", "", DAYS_BETWEEN, "UNGP 31 (c)"),
    Column("days_to_receipt", "From the claim to the first receipt", "", (*DAYS_BETWEEN, NOT_RECEIVED), "UNGP 31 (c)"),
)


def brought(known: Reading, today: date) -> Iterator[Fact]:
    """One for each grievance and worker whom it concerns."""
    book = on_file(known)
    for file, id, grievance, seat in _each(book):
        worker = book.kept(seat.worker)
        found = book.about(worker, file.case) | _of(file.case, grievance)
        day = brought_on(file.case, grievance, seat)
        yield Fact(f"{id} {book.named_in(file.id, worker)}", worker, file.id, day, coded(GRIEVANCE_COLUMNS, found))


def closed(known: Reading, today: date) -> Iterator[Fact]:
    """One for each grievance and worker whom it concerns, once it ended for her."""
    book = on_file(known)
    for file, id, grievance, seat in _each(book):
        if day := seat.left or file.case.closed:
            worker = book.kept(seat.worker)
            ledger = ledger_of(book, file, id, worker)
            found = book.about(worker, file.case) | _of(file.case, grievance) | ended(file.case, seat)
            found |= {"state": grievance.state} | remedied(ledger)
            found["days_to_closing"] = days_between(brought_on(file.case, grievance, seat), day)
            key = f"{id} {book.named_in(file.id, worker)} closed"
            yield Fact(key, worker, file.id, day, coded(CLOSING_COLUMNS, found))


def _each(book: OnFile) -> Iterator[tuple[File, str, Brought, CaseWorker]]:
    for file in book.files:
        for id, grievance in file.of(Brought):
            for seat in book.concerned(file, grievance):
                yield file, id, grievance, seat


def _of(case: Case, grievance: Brought) -> dict[str, str]:
    return {"kind": grievance.kind, "route": grievance.route, "collective": YES if case.collective else NO}


def brought_on(case: Case, grievance: Brought, seat: CaseWorker) -> date | None:
    """The day on which she brought it: when it was written down, or when she joined, whichever is later."""
    return max(filter(None, (grievance.day or case.opened, seat.joined)), default=None)


def ledger_of(book: OnFile, file: File, grievance: str, worker: str) -> list[Remedy]:
    """Her lines of the ledger for one grievance, in the order in which they were entered."""
    every = (one for _, one in file.of(Remedy) if one.grievance == grievance)
    return [one for one in every if book.kept(one.worker) == worker]


def ended(case: Case, seat: CaseWorker) -> dict[str, str]:
    """What came of the case for her, and her own word on it. The word of a closed case is hers only where nobody else
    is in it: one of several has not spoken for the others.
    """
    if seat.left:
        return {"result": seat.outcome, "own_view": seat.her_view}
    return {"result": case.outcome, "own_view": case.her_view if len(case.present) == 1 else ""}


def remedied(ledger: list[Remedy]) -> dict[str, str]:
    """What the lines of one worker and grievance come to."""
    reached = {one.step for one in ledger}
    return {
        "furthest": next((step for step in reversed(REACHED) if step in reached), NOTHING),
        "share_of_claim": share_of("claimed", ledger),
        "share_of_entitlement": share_of("entitled", ledger),
        "concession": conceded(ledger),
        "days_to_receipt": _days_to_receipt(ledger) if RECEIVED in reached else NOT_RECEIVED,
    }


def share_of(step: str, ledger: list[Remedy]) -> str:
    """The band of what was received of the money entered at a step; instalments add up, of claims the last one counts.

    Not known where an amount was not said, or where it is in two currencies: these are never added.
    """
    money = [one for one in ledger if one.kind == MONEY and one.step in (step, RECEIVED)]
    if not any(one.step == step for one in money):
        return NOT_SAID
    if len({one.currency for one in money}) > 1:
        return UNKNOWN
    sums = sums_of(money)
    whole, part = sums[step], sums.get(RECEIVED)
    if part is None:
        return share(Decimal(0), whole.known)
    return UNKNOWN if whole.unknown or part.unknown else share(part.known, whole.known)


def conceded(ledger: list[Remedy]) -> str:
    """Whether something was given up for what was offered, awarded or received: yes where it was said, no where a
    nought was entered or all that was claimed was received. A blank is no answer: else it is not known.
    """
    worth = [one.given_up for one in ledger if one.given_up is not None]
    if any(worth) or any(one.gives_up for one in ledger):
        return YES
    if not any(one.step in SETTLED for one in ledger):
        return NO_SETTLEMENT
    return NO if worth or _has_all(ledger) else UNKNOWN


def _has_all(ledger: list[Remedy]) -> bool:
    """Whether she received every kind of thing that she claimed, of money as much as she claimed."""
    claimed, received = ({one.kind for one in ledger if one.step == step} for step in ("claimed", RECEIVED))
    return bool(claimed) and claimed <= received and share_of("claimed", ledger) in (NOT_SAID, SHARE[-1])


def first_on(step: str, ledger: list[Remedy]) -> date | None:
    """The day of the first line of a step; None where the day of one of them is not known."""
    days = [one.on for one in ledger if one.step == step]
    return min((day for day in days if day), default=None) if None not in days else None


def _days_to_receipt(ledger: list[Remedy]) -> str:
    return days_between(first_on("claimed", ledger), first_on(RECEIVED, ledger))


GRIEVANCE = FactKind(
    "grievance",
    gettext_noop("One grievance that one worker brought"),
    "WIF2023-10, 17, 47, 52; evaluation case 1",
    GRIEVANCE_COLUMNS,
    {
        "by-kind-and-corridor": ("kind", "corridor"),
        "by-kind-sector-and-corridor": ("kind", "sector", "corridor"),
        "by-kind-sector-and-country": ("kind", "sector", "country"),
        "by-kind-route-and-country": ("kind", "route", "country"),
        "by-kind-sex-and-country": ("kind", "sex", "country"),
        "by-collective-sector-and-country": ("collective", "sector", "country"),
    },
    brought,
)
CLOSING = FactKind(
    "closing",
    gettext_noop("One grievance of one worker that ended: its case was closed, or she left it"),
    "evaluation case 1; WIF2023-8, 14, 17",
    CLOSING_COLUMNS,
    {
        "by-kind-result-and-country": ("kind", "result", "country"),
        "by-result-corridor-and-sector": ("result", "corridor", "sector"),
        "by-result-sex-and-country": ("result", "sex", "country"),
        "by-kind-state-and-corridor": ("kind", "state", "corridor"),
        "by-kind-furthest-and-corridor": ("kind", "furthest", "corridor"),
        "by-route-furthest-and-country": ("route", "furthest", "country"),
        "by-share-of-claim-kind-and-country": ("share_of_claim", "kind", "country"),
        "by-share-of-entitlement-kind-and-country": ("share_of_entitlement", "kind", "country"),
        "by-concession-kind-and-corridor": ("concession", "kind", "corridor"),
        "by-days-to-closing-kind-and-country": ("days_to_closing", "kind", "country"),
        "by-days-to-receipt-kind-and-corridor": ("days_to_receipt", "kind", "corridor"),
        "by-own-view-result-and-country": ("own_view", "result", "country"),
    },
    closed,
)
