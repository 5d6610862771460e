"""Of the demonstration: one worker whose whole road is told, so that its story can be looked at from end to end.

Told 300 dinars by a broker, she signed for 250 and was paid 180; the debt behind it grows faster than she can pay, and
of what she claimed a part came (WIF2019-13, 17; WIF2023-4, 17). Her case is the last one made, so it is the first in
the list. Nobody in it exists.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from corridor.centre.contents import (
    HERSELF,
    Action,
    Case,
    CaseNote,
    CaseWorker,
    FollowUp,
    Grievance,
    Remedy,
    Respondent,
)
from corridor.centre.demo_chance import MADE_UP, Begun, Chance, in_month, on_day
from corridor.centre.demo_steps import ABSENT, facts_of
from corridor.journey.calendars import read_when
from corridor.journey.contents import Contact, Evidence, Journey, Name, Party, Stage, Worker
from corridor.journey.when import BIKRAM_SAMBAT, NOT_SAID, When
from corridor.recruitment.contents import Chain, Charge, Hop, Loan, LoanMove, Refund, Terms
from corridor.safe.content import Content
from corridor.work.contents import Deduction, InKind, Spell

LABEL, CALLED, HOME, TOWN = "The road of a demo worker", "Asmita Ghale", "Sindhupalchok", "Amman"
PROMISE, CONTRACT, PAY = Decimal(300), Decimal(250), Decimal(180)  # JOD a month
# 3 per cent a month of 90,000 are 2,700: what she can send is less, so it is never repaid (methods k).
LENT, PER_CENT, SENT = Decimal(90_000), Decimal(3), Decimal(2_500)  # NPR
CLAIMED, RECEIVED = Decimal(720), Decimal(400)  # JOD, of four months without pay
HOURS = 84  # a week; eight a day were said
RECRUITED, LENT_ON, SIGNED_ON, LEFT, CAME = 640, 600, 580, 540, 60  # days ago


@dataclass
class OneRoad:
    """Makes her case, and in `parts` her road. code, number: of her and of her case. employer: a household.

    broker, agency, agency_there: ids of parties.
    """

    chance: Chance
    today: date
    author: str
    lead: str
    code: str
    number: str
    employer: tuple[str, Party]
    broker: str = ""
    agency: str = ""
    agency_there: str = ""
    worker: str = field(init=False)
    journey: str = field(init=False)
    chain: str = field(init=False)
    wages: str = field(init=False)  # id of the grievance that her agreement proves

    def __post_init__(self) -> None:
        self.worker, self.journey, self.chain, self.wages = (self.chance.id() for _ in range(4))

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    @property
    def _hers(self) -> dict[str, Any]:
        return {"worker": self.worker, "author": self.author, "day": self.ago(CAME)}

    # What the centre did.

    def begun(self) -> Begun:
        """Her case with its grievances, steps and remedies."""
        id, opened = self.chance.id(), self.ago(CAME)
        worker = Worker(
            code=self.code,
            names=(Name(CALLED),),
            contacts=(Contact("call", "+962 7 0000 0000", days=("fri",), say="about the class"),),
            never=("sms",),
            languages=("ne",),
            sex="woman",
            age_band="25-34",
            nationality="NPL",
            origin=HOME,
            since=opened,
            author=self.author,
        )
        seat = CaseWorker(self.worker, CALLED, opened, word=HERSELF, asked_on=opened, asked_by=self.author)
        seat = replace(seat, how="spoken", language="ne")
        case = Case(
            number=self.number,
            label=LABEL,
            workers=(seat,),
            country="JOR",
            place=TOWN,
            sector="domestic-work",
            lead=self.lead,
            opened=opened,
            note=MADE_UP,
            author=self.author,
        )
        return Begun(id, case, ((self.worker, worker),), tuple(self.of_case(id)), self.today)

    def of_case(self, case: str) -> Iterator[tuple[str, Content]]:
        opened, wages, papers = self.ago(CAME), self.wages, self.chance.id()
        yield wages, self.grievance(case, "unpaid-wages", "My wages of four months.", "open")
        yield papers, self.grievance(case, "document-kept", "My passport back.", "settled")
        yield self.chance.id(), self.grievance(case, "recruitment-fee", "The money that I paid to the broker.", "open")
        money = Remedy(case, wages, self.worker, "claimed", currency="JOD", on=opened, author=self.author)
        due = (CONTRACT * 4, "4 months × 250 JOD, as it was signed = 1,000 JOD. Made up.")
        got, rest = self.ago(10), CLAIMED - RECEIVED
        yield self.chance.id(), replace(money, step="entitled", amount=due[0], working=due[1])
        yield self.chance.id(), replace(money, amount=CLAIMED)
        yield self.chance.id(), replace(money, step="offered", amount=Decimal(300), on=self.ago(30))
        partly = replace(money, step="received", amount=RECEIVED, on=got, given_up=rest, confirmed="own-word")
        yield self.chance.id(), partly
        yield self.chance.id(), Remedy(case, papers, self.worker, "received", "document", on=got, author=self.author)
        for kind, days in (("counselling", CAME), ("call", 40), ("letter", 35)):
            on = self.ago(days)
            done = Action(case, kind, on=on, done=on, outcome="done", who=self.lead, author=self.author, day=on)
            yield self.chance.id(), done
        ahead, why = self.today + timedelta(days=6), "what the agency answers about the money"
        yield self.chance.id(), Action(case, "call", on=ahead, who=self.lead, why=why, author=self.author, day=got)
        yield self.chance.id(), CaseNote(case, MADE_UP, self.author, opened)
        start = FollowUp(case, self.worker, done=opened, wage=PAY, currency="JOD", hours_a_week=HOURS, at_start=True)
        yield self.chance.id(), replace(start, holds_papers=ABSENT, safe=ABSENT, author=self.author)

    def grievance(self, case: str, kind: str, wants: str, state: str) -> Grievance:
        (id, party), unpaid = self.employer, kind == "unpaid-wages"
        return Grievance(
            case=case,
            kind=kind,
            begin=in_month(self.ago(200 if unpaid else LEFT)),
            end=in_month(self.ago(110)) if unpaid else NOT_SAID,
            told=MADE_UP,
            wants=wants,
            route="mediation",
            chosen_on=self.ago(CAME),
            respondents=(Respondent("employer", id, party.called, party.country),),
            state=state,
            author=self.author,
            day=self.ago(CAME),
        )

    # What she tells of the road.

    def parts(self, case: str) -> Iterator[tuple[str, Content]]:
        """Her journey, the chain with its hops and what each said, what was paid, the debts, her spells, a proof."""
        yield self.journey, self.her_journey()
        yield (
            self.chain,
            Chain(**self._hers, journey=self.journey, label="The broker's job", came_off="yes", note=MADE_UP),
        )
        hops = list(self.hops())
        yield from hops
        ids = {one.role: id for id, one in hops}
        for one in (*self.terms(ids), *self.charges(ids), *self.loans(), *self.spells()):
            yield self.chance.id(), one
        proof = Evidence(case, **facts_of("agreement.txt"), kind="Text", shows="What was agreed.", proves=self.wages)
        proof = replace(proof, source="She sent it from her phone.", author=self.author, day=self.ago(CAME))
        yield self.chance.id(), proof

    def her_journey(self) -> Journey:
        stages = (
            Stage("origin", HOME, "NPL", end=in_month(self.ago(LEFT)), note="In debt before she left."),
            Stage("recruitment", "Kathmandu", "NPL", in_month(self.ago(RECRUITED)), party=self.broker),
            Stage("transit", "Delhi", "IND", in_month(self.ago(LEFT)), in_month(self.ago(LEFT))),
            Stage("destination", TOWN, "JOR", in_month(self.ago(LEFT)), party=self.employer[0]),
        )
        return Journey(
            **self._hers, origin="NPL", destination="JOR", sector="domestic-work", stages=stages, note=MADE_UP
        )

    def hops(self) -> Iterator[tuple[str, Hop]]:
        """Five, one after another; her passport stays with the last."""
        road = (
            ("kin", "", "Her aunt", RECRUITED, "through-kin", "NPL"),
            ("local-broker", self.broker, "", RECRUITED - 10, "through-kin", "NPL"),
            ("agency", self.agency, "", SIGNED_ON, "sent-on", "NPL"),
            ("destination-agency", self.agency_there, "", LEFT, "sent-on", "JOR"),
            ("principal-employer", self.employer[0], "", LEFT, "sent-on", "JOR"),
        )
        follows: tuple[str, ...] = ()
        for role, party, name, days, contact, country in road:
            hop = Hop(**self._hers, chain=self.chain, role=role, follows=follows, party=party, name=name)
            hop = replace(hop, begin=in_month(self.ago(days)), contact=contact, country=country)
            if role in ("agency", "local-broker"):
                hop = replace(hop, licensed="yes" if role == "agency" else "no")
            keeps = ("passport",) if role == "principal-employer" else ()
            id = self.chance.id()
            yield id, replace(hop, keeps=keeps)
            follows = (id,)

    def terms(self, hops: dict[str, str]) -> Iterator[Terms]:
        said = Terms(
            **self._hers,
            chain=self.chain,
            side="said",
            hop=hops["local-broker"],
            on=in_month(self.ago(RECRUITED - 10)),
            known="own-word",
            by="She herself",
            job="Care of an old woman",
            wage=PROMISE,
            currency="JOD",
            period="month",
            hours_a_week=Decimal(48),
            rest_days_a_month=Decimal(4),
            place=TOWN,
            country="JOR",
            months=Decimal(24),
            may_leave="yes",
            papers_with="herself",
            board="yes",
            costs=Decimal(20_000),
            costs_currency="NPR",
        )
        yield said
        signed = replace(said, side="signed", hop=hops["agency"], on=on_day(self.ago(SIGNED_ON)), known="document")
        yield replace(signed, job="Domestic work", wage=CONTRACT, may_leave="no", by="", costs=None, costs_currency="")
        was = replace(said, side="was", hop=hops["principal-employer"], on=in_month(self.ago(LEFT)), wage=PAY)
        was = replace(was, job="Domestic work in two houses", hours_a_week=Decimal(HOURS), rest_days_a_month=Decimal(0))
        was = replace(was, months=None, may_leave="no", may_change="no", papers_with="employer", costs=Decimal(51_500))
        yield replace(was, employer=self.employer[0])

    def charges(self, hops: dict[str, str]) -> Iterator[Charge]:
        """51,500 rupees before she left, of which 5,000 came back; 60 dinars from her pay."""
        told = Charge(**self._hers, chain=self.chain, payer="worker", currency="NPR", way="cash", told_before="yes")
        told, untold = replace(told, receipt="no"), replace(told, told_before="no")
        on, back = on_day(self.ago(LENT_ON - 5)), (Refund(self.ago(LEFT - 30), Decimal(5_000)),)
        fee = replace(untold, item="broker-service", hop=hops["local-broker"], amount=Decimal(35_000))
        yield replace(fee, on=on, refunds=back)
        on = on_day(self.ago(SIGNED_ON))
        yield replace(told, item="medical", payee="A clinic (made up)", amount=Decimal(6_500), on=on)
        yield replace(told, item="training", hop=hops["agency"], amount=Decimal(1_000), on=on, receipt="yes")
        papers = replace(told, item="passport", payee="The passport office", amount=Decimal(9_000), receipt="yes")
        yield replace(papers, payer="husband", on=in_month(self.ago(RECRUITED - 20)))
        taken = replace(untold, item="employer-recovery", hop=hops["principal-employer"], amount=Decimal(60))
        yield replace(taken, currency="JOD", on=on_day(self.ago(LEFT - 60)), way="deduction")

    def loans(self) -> Iterator[Loan]:
        """Hers, of which the interest alone is more than she can send; an advance that her husband was given."""
        days = range(LEFT - 90, CAME, -61)
        debt = Loan(
            **self._hers,
            journey=self.journey,
            borrower="worker",
            lender_kind="moneylender",
            lender_name="A moneylender in the next village",
            purpose="recruitment",
            amount=LENT,
            currency="NPR",
            on=on_day(self.ago(LENT_ON)),
            collateral="Her gold",
            rate=PER_CENT,
            rate_kind="simple",
            rate_period="month",
            instalment=SENT,
            moves=tuple(LoanMove("paid", self.ago(one), SENT) for one in days),
            term_fixed="no",
            book_with="lender",
            note=MADE_UP,
        )
        yield debt
        advance = replace(debt, borrower="husband", lender_kind="recruiter", lender=self.agency, lender_name="")
        advance = replace(advance, amount=Decimal(20_000), on=in_month(self.ago(SIGNED_ON)), collateral="", rate=None)
        yield replace(advance, rate_kind="", rate_period="", instalment=None, moves=(), may_leave="no")

    def spells(self) -> Iterator[Spell]:
        """Care and carpets at the same time, the way, the work."""
        past: When = read_when(str(self.ago(RECRUITED).year - 4 + 57), BIKRAM_SAMBAT)
        care = Spell(**self._hers, kind="care", begin=past, end=in_month(self.ago(LEFT)), place=HOME, country="NPL")
        care = replace(care, note="Her mother-in-law, who could no longer walk. " + MADE_UP)
        yield care
        loom = replace(care, kind="paid-work", sector="manufacturing", job="Knotting carpets", pay=Decimal(9_000))
        loom = replace(loom, begin=read_when(f"spring {self.ago(RECRUITED).year - 1}"), live_in="no", contract="spoken")
        loom = replace(loom, currency="NPR", period="month", hours_a_week=Decimal(48), rest_days_a_month=Decimal(4))
        yield replace(loom, employer_kind="contractor", security="none", ended_by="her-choice", note=MADE_UP)
        way = in_month(self.ago(LEFT))
        transit = replace(care, kind="transit", journey=self.journey, begin=way, end=way, place="Delhi", country="IND")
        yield replace(transit, note=MADE_UP)
        yield Spell(
            **self._hers,
            kind="paid-work",
            journey=self.journey,
            begin=way,
            place=TOWN,
            country="JOR",
            sector="domestic-work",
            job="Domestic work in two houses",
            employer_kind="household",
            employer=self.employer[0],
            live_in="yes",
            part_time="no",
            contract="not-understood",
            permit="one-employer",
            hours_a_week=Decimal(HOURS),
            on_call="yes",
            rest_days_a_month=Decimal(0),
            pay=PAY,
            currency="JOD",
            period="month",
            in_kind=(InKind("lodging", Decimal(30)), InKind("food", Decimal(40))),
            deductions=(Deduction("What she cost", Decimal(20)),),
            arrears=CLAIMED - RECEIVED,
            movement="not-out",
            phone="at-times",
            papers_with="employer",
            used=("Care of the old", "Cooking"),
            gained=("Arabic",),
            security="none",
            note=MADE_UP,
        )
