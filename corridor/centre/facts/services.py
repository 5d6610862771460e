"""Help that is no grievance: services that the centre gave, and referrals to others with what became of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from corridor.centre.contents import Case
from corridor.centre.facts.on_file import NOBODY, OnFile, on_file
from corridor.journey.contents import Referral, ReferralStep
from corridor.journey.facts import (
    CORRIDOR,
    COUNTRY,
    DAYS_BETWEEN,
    NO,
    SECTOR,
    SEX,
    UNKNOWN,
    YES,
    YES_NO,
    Column,
    Fact,
    FactKind,
    coded,
    days_between,
)
from corridor.journey.referring import CENTRE, FORUM, SERVICE
from corridor.safe.casebook import Reading, opens

AUTHORITY, ANOTHER_CENTRE, NO_ANSWER, TAKEN_BACK = "authority", "another-centre", "no-answer", "taken-back"
SENT, ACCEPTED, DECLINED, DONE, REVOKED = "sent", "accepted", "declined", "done", "revoked"  # `referral-state`
ANSWERS = {ACCEPTED, DECLINED, DONE}
HONOURED = {DONE: YES, DECLINED: NO, REVOKED: TAKEN_BACK}
UNNAMED = "without a file"
SOURCE = "evaluation case 1"
SERVICE_COLUMNS = (
    Column("kind", "Which service", "service-kind", source=SOURCE),
    Column("result", "What came of it", "service-result", source=SOURCE),
    Column("with_file", "Whether it was for a worker who has a file", "", YES_NO, SOURCE),
    *(SEX, CORRIDOR, COUNTRY, SECTOR),
)
REFERRAL_COLUMNS = (
    Column("kind", "Which help was asked for", "service-kind", (AUTHORITY, ANOTHER_CENTRE), "WIF2023-49"),
    Column("answer", "What the other organisation said by then", "referral-state", (NO_ANSWER,), SOURCE),
    Column("honoured", "Whether it did its part", "", (*YES_NO, TAKEN_BACK), SOURCE),
    Column("days_to_answer", "From asking to the first answer", "", (*DAYS_BETWEEN, NO_ANSWER), SOURCE),
    *(CORRIDOR, COUNTRY, SECTOR),
)


def given(known: Reading, today: date) -> Iterator[Fact]:
    """One for each contact: a service for thirty is thirty, as the centre's own page counts it.

    Those without a file are told apart within one service only: the third of one and the third of another may be the
    same woman, and count as one worker, so that no combination looks as if more people shared it than surely did.
    """
    book = on_file(known)
    for id, one in book.services:
        said = {"kind": one.kind, "result": one.result}
        if one.worker:
            worker = book.kept(one.worker)
            values = coded(SERVICE_COLUMNS, book.about(worker) | said | {"with_file": YES})
            yield Fact(f"{id} 1", worker, "", one.on, values)
        values = coded(SERVICE_COLUMNS, NOBODY | said | {"with_file": NO})
        for number in range(2 if one.worker else 1, max(one.people, 1) + 1):
            yield Fact(f"{id} {number}", f"{UNNAMED} {number}", "", one.on, values)


@dataclass(frozen=True)
class Settled:
    """How a referral stood when it was settled. day: None while nobody knows it."""

    day: date | None
    answer: str


def settled(referral: Referral, today: date) -> Settled | None:
    """Its end: the other organisation did its part or declined, or she took it back; else the day on which the answer
    was due, or on which its case was closed, passed without that. None while it may still come, or was never sent.
    """
    if not referral.steps:
        return None
    last = referral.steps[-1]
    if last.state in HONOURED:
        return Settled(last.on, last.state)
    ends = [one for one in (referral.case_closed, referral.answer_by) if one and one < today]
    return Settled(min(ends), ACCEPTED if last.state == ACCEPTED else NO_ANSWER) if ends else None


def referred(known: Reading, today: date) -> Iterator[Fact]:
    """One for each referral, once it is settled. What comes later is not counted again."""
    book = on_file(known)
    cases = {file.id: file.case for file in book.files}
    for entry in sorted(known.of_types({Referral.TYPE}), key=lambda one: one.id):
        one = entry.content if opens(entry) else None
        end = settled(one, today) if isinstance(one, Referral) else None
        if isinstance(one, Referral) and end and _is_read(book, cases, one):
            case, worker = cases.get(one.about), book.kept(one.worker)
            found = book.about(worker, case) | _went(one, end)
            head = one.about if case else ""
            yield Fact(entry.id, worker, head, end.day or entry.day, coded(REFERRAL_COLUMNS, found))


def _is_read(book: OnFile, cases: dict[str, Case], one: Referral) -> bool:
    """Whether what it belongs to, a case or a worker, is hers to read too."""
    return one.about in cases or one.about in book.workers


def _went(one: Referral, end: Settled) -> dict[str, str]:
    vocabulary, _, code = one.kind.partition(".")
    asked, answered = _first(one.steps, {SENT}), _first(one.steps, ANSWERS)
    return {
        "kind": {SERVICE: code, FORUM: AUTHORITY, CENTRE: ANOTHER_CENTRE}.get(vocabulary, UNKNOWN),
        "answer": end.answer,
        "honoured": HONOURED.get(end.answer, UNKNOWN),
        "days_to_answer": days_between(asked.on if asked else None, answered.on) if answered else NO_ANSWER,
    }


def _first(steps: tuple[ReferralStep, ...], states: set[str]) -> ReferralStep | None:
    return next((one for one in steps if one.state in states), None)


SERVICE_GIVEN = FactKind(
    "service",
    gettext_noop("One contact: one worker was given one service"),
    f"{SOURCE}; WIF2019-33",
    SERVICE_COLUMNS,
    {
        "by-kind-and-with-file": ("kind", "with_file"),
        "by-kind-and-corridor": ("kind", "corridor"),
        "by-kind-result-and-country": ("kind", "result", "country"),
        "by-kind-sex-and-country": ("kind", "sex", "country"),
        "by-kind-sector-and-country": ("kind", "sector", "country"),
    },
    given,
)
REFERRAL = FactKind(
    "referral",
    gettext_noop("One referral of one worker that was settled, or on which no answer came in time"),
    f"{SOURCE}; WIF2023-49",
    REFERRAL_COLUMNS,
    {
        "by-kind-honoured-and-country": ("kind", "honoured", "country"),
        "by-kind-answer-and-corridor": ("kind", "answer", "corridor"),
        "by-days-to-answer-kind-and-country": ("days_to_answer", "kind", "country"),
        "by-honoured-and-corridor": ("honoured", "corridor"),
        "by-honoured-sector-and-country": ("honoured", "sector", "country"),
    },
    referred,
)
