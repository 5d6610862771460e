"""A worker's road, one of everything that is kept of it; nobody in it exists."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from corridor.journey.contents import Journey
from corridor.journey.when import DAY, MONTH, When
from corridor.recruitment.contents import Chain, Charge, Hop, Loan, LoanMove, Refund, Terms
from corridor.safe.actions.records import Naming, write_record
from corridor.safe.content import Content
from corridor.safe.keys import Member
from corridor.work.contents import Deduction, InKind, Spell

MARCH = When("March 2024", exact=MONTH, first=date(2024, 3, 1), last=date(2024, 3, 31))
APRIL = When("2024-04-02", exact=DAY, first=date(2024, 4, 2), last=date(2024, 4, 2))


@dataclass
class Road:
    """made: id -> content, in the order of a path. ids: type -> the id of the last of it."""

    made: dict[str, Content]
    ids: dict[str, str]


def road_of(worker: str, by: Member, mark: str = "", party: str = "", **named: Naming) -> Road:
    """A journey, a chain with two hops, terms, a charge, a debt and a spell. Each says `mark`; each names `party`."""
    road = Road({}, {})

    def write(content: Content) -> str:
        id = write_record(content, by=by, **named).id
        road.made[id], road.ids[content.TYPE] = content, id
        return id

    journey = write(Journey(worker, "NPL", "JOR", note=f"{mark} way"))
    chain = write(Chain(worker, journey, f"{mark} first attempt", "yes", f"{mark} chain"))
    aunt = write(Hop(worker, chain, "kin", name=f"{mark} aunt", place=f"{mark} village", begin=MARCH))
    who = {"party": party, "name": "" if party else f"{mark} office"}
    hop = write(Hop(worker, chain, "agency", (aunt,), **who, licence=f"{mark} 12", keeps=("passport",)))
    employer = {"employer": party, "employer_name": "" if party else f"{mark} house"}
    wage = {"job": f"{mark} cleaner", "wage": Decimal("400"), "currency": "USD", "period": "month"}
    write(Terms(worker, chain, "said", hop, MARCH, by=f"{mark} cousin", place=f"{mark} town", **wage, **employer))
    back = (Refund(date(2024, 6, 1), Decimal("100.50")),)
    paid = {"amount": Decimal("90000"), "currency": "NPR", "on": APRIL, "refunds": back}
    write(Charge(worker, chain, "agency-service", hop, f"{mark} clerk", "worker", note=f"{mark} paid", **paid))
    moves = (LoanMove("paid", date(2024, 7, 5), Decimal("5000"), f"{mark} month"),)
    lender = {"lender": party, "lender_name": "" if party else f"{mark} money"}
    rate = {"rate": Decimal("2"), "rate_kind": "simple", "rate_period": "month"}
    lent = {"amount": Decimal("50000"), "currency": "NPR", "on": APRIL, "moves": moves, "collateral": f"{mark} field"}
    write(Loan(worker, journey, "husband", "moneylender", purpose="recruitment", **lender, **lent, **rate))
    kind = {"in_kind": (InKind("food", Decimal("60")),), "deductions": (Deduction(f"{mark} phone", Decimal("10")),)}
    pay = {"hours_a_week": Decimal("60"), "pay": Decimal("250"), "currency": "JOD", "period": "month", **kind}
    did = {"country": "JOR", "sector": "domestic-work", "job": f"{mark} maid", "gained": (f"{mark} cooking",)}
    write(Spell(worker, "paid-work", journey, APRIL, place=f"{mark} flat", **did, **employer, **pay))
    return road
