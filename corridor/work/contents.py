"""What is kept of a worker's trajectory: every spell of it, paid and unpaid, one after another or at the same time."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from corridor.journey.when import NOT_SAID, When
from corridor.safe.content import Content


@dataclass(frozen=True)
class InKind:
    """What is given in the place of money. kind: vocabulary `in-kind`. worth: a month, in the currency of the pay."""

    kind: str
    worth: Decimal | None = None


@dataclass(frozen=True)
class Deduction:
    """What is held back from the pay. why: in words. amount: each period of pay, in its currency."""

    why: str
    amount: Decimal | None = None


@dataclass(frozen=True)
class Spell(Content):
    """A stretch of her life with one main activity; several may run at the same time (WIF2023-4, 6, 21, 54).

    kind: vocabulary `spell-kind`. journey: id of the journey it belongs to; empty at home. begin, end: as exactly as
    she knows them; an empty end is open. Of paid work: sector, job (in words), employer_kind (vocabulary
    `employer-kind`), employer (party id) or employer_name; live_in, part_time, on_call (vocabulary `yes-no`); contract
    (vocabulary `contract-status`); permit (vocabulary `permit-tie`). hours_a_week: normal hours; overtime_a_week.
    rest_days_a_month. pay: basic pay for one `period` (vocabulary `pay-period`), in `currency` (ISO 4217), as it is
    paid, before overtime; overtime_pay for the same period. in_kind, deductions. arrears: what is owed by now, or was
    at the end. movement, phone: vocabularies `movement`, `phone`. papers_with: vocabulary `papers-with`. used, gained:
    skills that she used and learned, in words. security: vocabulary `social-security`. ended_by: vocabulary `ended-by`.
    Source: WIF2023-4, 6, 17, 21, 54; evaluation 4.1.3 (outcomes for workers).
    """

    TYPE, HEAD = "spell", "worker"
    SEARCHED = ("job", "employer_name", "place", "used", "gained", "note", "author")
    worker: str
    kind: str = ""
    journey: str = ""
    begin: When = NOT_SAID
    end: When = NOT_SAID
    place: str = ""
    country: str = ""
    sector: str = ""
    job: str = ""
    employer_kind: str = ""
    employer: str = ""
    employer_name: str = ""
    live_in: str = ""
    part_time: str = ""
    contract: str = ""
    permit: str = ""
    hours_a_week: Decimal | None = None
    overtime_a_week: Decimal | None = None
    on_call: str = ""
    rest_days_a_month: Decimal | None = None
    pay: Decimal | None = None
    currency: str = ""
    period: str = ""
    overtime_pay: Decimal | None = None
    in_kind: tuple[InKind, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    arrears: Decimal | None = None
    movement: str = ""
    phone: str = ""
    papers_with: str = ""
    used: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    security: str = ""
    ended_by: str = ""
    note: str = ""
    author: str = ""
    day: date | None = None
