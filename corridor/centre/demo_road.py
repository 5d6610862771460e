"""Of the demonstration: how some of the workers were recruited: who stood on the road, what each said, what it cost.

The share of those in debt, of those paid below the minimum and of employers who keep the passport is that of the
sources, named beside each in `demo`, `demo_people` and `demo_steps`; all other shares are made up and say nothing of
the world. What the workers did before, there and since stands in `demo_spells`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal

from corridor.centre.contents import FollowUp, Grievance
from corridor.centre.demo_chance import MADE_UP, Begun, Chance, in_month, on_day
from corridor.centre.demo_people import MOST
from corridor.centre.demo_spells import Going, Spells
from corridor.centre.demo_steps import MINIMUM, UNDERPAID
from corridor.journey.contents import Journey, Party, Worker
from corridor.journey.when import NOT_SAID
from corridor.recruitment.contents import Chain, Charge, Hop, Loan, LoanMove, Refund, Terms
from corridor.safe.content import Content

# Of journeys: those of fresh cases, of others, of who came along; made up.
FRESH_ROAD, ROAD, ROAD_OF_OTHERS = 0.75, 0.34, 0.04
PASSPORT = 0.913  # employers who say that they keep the passport (FIG-014, Lebanon 2016; WIF2023 lesson 10)
STILL_IN_DEBT = 0.55  # of those who returned (FIG-028, Bangladesh, IOM 2020b; WIF2023 lesson 17)
FAILED, SIGNED, COST_NOTHING, NOT_KNOWN, IN_DINARS, AGENCY_TOO = 0.08, 0.35, 0.05, 0.06, 0.2, 0.3  # made up
NO_PERIOD, NO_RATE, NEVER_REPAID = 0.12, 0.08, 0.3  # of loans; made up
PROMISED = (260, 300, 300, 320, 350)  # JOD a month; made up
# From two to five hops: most of the road is informal, and the principal employer stands at the end of every one that
# led to a job (WIF2019-13, 14, 15).
PATHS = (
    ("kin", "principal-employer"),
    ("agency", "principal-employer"),
    ("local-broker", "principal-employer"),
    ("sub-agent", "agency", "principal-employer"),
    ("local-broker", "agency", "principal-employer"),
    ("sub-agent", "exit-helper", "principal-employer"),
    ("agency", "destination-agency", "principal-employer"),
    ("local-broker", "agency", "destination-agency", "principal-employer"),
    ("kin", "local-broker", "agency", "destination-agency", "principal-employer"),
)
BROKERS, EMPLOYER = ("sub-agent", "local-broker"), "principal-employer"
AGENCIES = {"agency": "NPL", "destination-agency": "JOR"}  # where they are
CALLED = {"kin": "Her aunt", "exit-helper": "Somebody who knew the way"}  # no party stands for them
MET = {"kin": "through-kin", "sub-agent": "came-to-her", "local-broker": "through-friend", "exit-helper": "phone"}
FEES = {"kin": 4_000, "sub-agent": 40_000, "local-broker": 32_000, "agency": 55_000}  # NPR
OTHER_COSTS = (("medical", 6_000), ("passport", 5_000), ("training", 1_500), ("insurance", 2_000), ("bribe", 5_000))
PAYERS = ("worker", "worker", "worker", "worker", "worker", "worker", "husband", "husband", "kin", "recruiter")
LENDERS = (
    # Who, per cent, for each, how it is reckoned; between nothing and 60 per cent a year.
    ("kin", None, "", "none"),
    ("kin", 24, "year", "simple"),
    ("neighbour", 3, "month", "simple"),
    ("moneylender", 36, "year", "compound"),
    ("moneylender", 5, "month", "simple"),
    ("moneylender", 60, "year", "simple"),
    ("recruiter", 48, "year", "flat"),
    ("microfinance", 26, "year", "simple"),
)
BORROWERS = ("worker", "worker", "worker", "worker", "husband", "kin")  # some are taken by husbands (WIF2023-17)
REFUND_TOO_LARGE, END_BEFORE_BEGIN = 11, 5  # of which road; what is contradictory is kept and marked


@dataclass
class Road:
    """Makes the recruitment of some workers. brokers: ids of parties; agencies: country -> ids of parties."""

    chance: Chance
    author: str
    brokers: list[str]
    agencies: dict[str, list[str]]
    number: int = 0
    spells: Spells = field(init=False)

    def __post_init__(self) -> None:
        self.spells = Spells(self.chance, self.author)

    def of_case(self, begun: Begun, journeys: list[tuple[str, Journey]]) -> Iterator[tuple[str, Content]]:
        """The roads of those of its workers of whom a journey is told that led to where the case is."""
        for place, (id, worker) in enumerate(begun.workers[:MOST]):
            hers = [(key, one) for key, one in journeys if one.worker == id]
            led = next(((key, one) for key, one in hers if one.destination == begun.case.country), None)
            share = ROAD_OF_OTHERS if place else FRESH_ROAD if begun.is_fresh else ROAD
            if led and self.chance.hits(share):
                self.number += 1
                going = self.going(begun, id, worker, led)
                yield from self.recruited(going)
                yield from self.spells.of(going, [one for one in hers if one != led], self.number == END_BEFORE_BEGIN)

    def going(self, begun: Begun, id: str, worker: Worker, led: tuple[str, Journey]) -> Going:
        """What all that is told of one road agrees on. Her pay and hours are those of her follow-up, where there is
        one of when she came.
        """
        start = next((one for _, one in begun.of(FollowUp) if one.at_start and one.worker == id), None)
        wage, hours = (start.wage, start.hours_a_week) if start else (None, None)
        below = self.chance.hits(UNDERPAID)  # FIG-013, WIF2023 lesson 4
        drawn = self.chance.randrange(120, MINIMUM - 20, 10) if below else self.chance.randrange(MINIMUM, 340, 10)
        kept = any(one.kind == "document-kept" for _, one in begun.of(Grievance))
        arrival = next(one for one in led[1].stages if one.stage == "destination")
        left = arrival.begin.first or begun.opened - timedelta(days=400)
        return Going(
            begun=begun,
            worker=id,
            home=worker.origin,
            journey=led[0],
            stages=led[1].stages,
            arrival=arrival,
            recruited=self.chance.after(left, -150, -40),
            left=left,
            promised=Decimal(self.chance.choice(PROMISED)),
            paid=wage or Decimal(drawn),
            hours=Decimal(hours or self.chance.randrange(48, 98, 6)),
            papers="employer" if kept or self.chance.hits(PASSPORT) else "herself",
        )

    def recruited(self, going: Going) -> Iterator[tuple[str, Content]]:
        """Perhaps an attempt that led nowhere; the road that led to the job; the debt behind it."""
        if self.chance.hits(FAILED):
            yield from self.failed(going)
        chain, path = self.chance.id(), self.chance.choice(PATHS)
        yield chain, Chain(going.worker, going.journey, "", "yes", MADE_UP, self.author, going.begun.opened)
        hops = list(self.hops(chain, path, going))
        yield from hops
        charges = list(self.charges(chain, hops, going))
        yield from self.terms(chain, hops, charges, going)
        yield from ((self.chance.id(), one) for one in charges)
        if going.in_debt:
            yield self.chance.id(), self.loan(going, charges)

    def hops(self, chain: str, path: tuple[str, ...], going: Going) -> Iterator[tuple[str, Hop]]:
        """One after another, from the first who came to her to the employer."""
        on, step = going.recruited, (going.left - going.recruited).days // len(path)
        follows: tuple[str, ...] = ()
        for number, role in enumerate(path):
            id, party = self.chance.id(), self.party(role, going)
            yield (
                id,
                Hop(
                    worker=going.worker,
                    chain=chain,
                    role=role,
                    follows=follows,
                    party=party,
                    name=CALLED.get(role, ""),
                    licensed=self.chance.choice(("yes", "yes", "not-known")) if role == "agency" else "",
                    place=going.home if not number else going.arrival.place if role == EMPLOYER else "",
                    country=going.begun.case.country if role in (EMPLOYER, "destination-agency") else "NPL",
                    begin=in_month(going.left if role == EMPLOYER else on),
                    contact="sent-on" if number else MET.get(role, "she-went"),
                    keeps=("passport",) if role == EMPLOYER and going.papers == "employer" else (),
                    author=self.author,
                    day=going.begun.opened,
                ),
            )
            follows, on = (id,), on + timedelta(days=step)

    def party(self, role: str, going: Going) -> str:
        if role == EMPLOYER:
            return going.arrival.party
        among = self.brokers if role in BROKERS else self.agencies.get(AGENCIES.get(role, ""), [])
        others = [one for one in among if one != going.arrival.party]
        return self.chance.choice(others) if others else ""

    def terms(
        self, chain: str, hops: list[tuple[str, Hop]], charges: list[Charge], going: Going
    ) -> Iterator[tuple[str, Terms]]:
        """What the first one said, what was signed, what was."""
        told = self.chance.choice((Decimal(0), Decimal(10_000), Decimal(20_000), None))
        said = Terms(
            worker=going.worker,
            chain=chain,
            side="said",
            hop=hops[0][0],
            on=in_month(going.recruited),
            known="own-word",
            job=going.job,
            wage=going.promised,
            currency="JOD",
            period="month",
            hours_a_week=self.chance.choice((Decimal(48), Decimal(48), None)),
            rest_days_a_month=self.chance.choice((Decimal(4), Decimal(4), None)),
            country=going.begun.case.country,
            papers_with=self.chance.choice(("herself", "")),
            board="yes",
            costs=told,
            costs_currency="NPR" if told is not None else "",
            author=self.author,
            day=going.begun.opened,
        )
        yield self.chance.id(), said
        if self.chance.hits(SIGNED):
            yield self.chance.id(), self.signed(said, hops, going)
        yield self.chance.id(), self.was(said, hops[-1][0], charges, going)

    def signed(self, said: Terms, hops: list[tuple[str, Hop]], going: Going) -> Terms:
        """Often less than what was said: with the last agency, else with the employer."""
        hop = next((id for id, one in reversed(hops) if one.role in AGENCIES), hops[-1][0])
        share = self.chance.choice((Decimal(1), Decimal(1), Decimal("0.9"), Decimal("0.8")))
        return replace(
            said,
            side="signed",
            hop=hop,
            on=in_month(self.chance.day(going.recruited, going.left)),
            known="document",
            wage=going.promised * share,
            months=Decimal(self.chance.choice((24, 24, 36))),
            may_change="no",
            costs=None,
            costs_currency="",
        )

    def was(self, said: Terms, hop: str, charges: list[Charge], going: Going) -> Terms:
        paid = [one.amount for one in charges if one.currency == "NPR" and one.payer != "recruiter"]
        known = None if None in paid else sum((one for one in paid if one), Decimal(0))
        return replace(
            said,
            side="was",
            hop=hop,
            on=going.arrival.begin,
            job=going.job if self.chance.hits(0.8) else "Domestic work in two houses" if going.lives_in else "Cleaning",
            wage=going.paid,
            hours_a_week=going.hours if going.lives_in else Decimal(48),
            rest_days_a_month=Decimal(self.chance.choice((0, 0, 1, 2, 4))),
            place=going.arrival.place,
            employer=going.arrival.party,
            may_leave=self.chance.choice(("no", "not-known")),
            papers_with=going.papers,
            costs=known,
            costs_currency="NPR" if known is not None else "",
        )

    def charges(self, chain: str, hops: list[tuple[str, Hop]], going: Going) -> Iterator[Charge]:
        """To the one who recruited her; for papers and tests; for some, taken from the pay at the destination."""
        hop, role = next(((id, one.role) for id, one in hops if one.role in BROKERS), (hops[0][0], hops[0][1].role))
        item = "agency-service" if role == "agency" else "broker-service"
        first = self.charge(chain, going, hop, item, FEES[role])
        if self.chance.hits(COST_NOTHING):
            yield replace(first, amount=Decimal(0), payer="employer", receipt="")
            return
        if self.number == REFUND_TOO_LARGE:
            first = replace(first, amount=Decimal(20_000), refunds=(Refund(going.left, Decimal(25_000)),))
        yield first
        for id in (id for id, one in hops[1:] if one.role == "agency" and self.chance.hits(AGENCY_TOO)):
            yield self.charge(chain, going, id, "agency-service", FEES["agency"])
        for item, usual in self.chance.some(OTHER_COSTS, 2) if self.chance.hits(0.4) else ():
            yield self.charge(chain, going, "", item, usual)
        if self.chance.hits(IN_DINARS):
            taken = Decimal(self.chance.randrange(60, 300, 10))
            item = self.chance.choice(("employer-recovery", "permit"))
            on = self.chance.after(going.left, 31, 120)
            back = self.charge(chain, going, hops[-1][0], item, 0)
            yield replace(back, amount=taken, currency="JOD", on=in_month(on), payer="worker", way="deduction")

    def charge(self, chain: str, going: Going, hop: str, item: str, usual: int) -> Charge:
        """Around what is usual, in rupees, before she left; some do not know how much, or when."""
        amount = (Decimal(usual) * self.chance.randint(6, 20) / 1_000).to_integral_value() * 100
        on, receipt = self.chance.day(going.recruited, going.left), self.chance.hits(0.15)
        when = on_day(on) if receipt else self.spells.said(on)
        return Charge(
            worker=going.worker,
            chain=chain,
            item=item,
            hop=hop,
            payee="" if hop else "The clinic or office (made up)",
            payer=self.chance.choice(PAYERS),
            amount=None if self.chance.hits(NOT_KNOWN) else amount,
            currency="NPR",
            on=NOT_SAID if self.chance.hits(NOT_KNOWN) else when,
            way="cash",
            receipt="yes" if receipt else "no",
            told_before=self.chance.choice(("yes", "yes", "no", "no", "not-known")),
            author=self.author,
            day=going.begun.opened,
        )

    def loan(self, going: Going, charges: list[Charge]) -> Loan:
        """A debt from before she left. Of some, what is paid each month is less than its interest (WIF2023-17)."""
        kind, rate, period, how = self.chance.choice(LENDERS)
        amount, on = Decimal(self.chance.randrange(40_000, 200_000, 5_000)), going.recruited
        a_month = Decimal(rate or 0) * amount / (100 if period == "month" else 1_200)
        less, more = a_month * Decimal("0.8"), a_month + amount / self.chance.choice((12, 24, 36))
        instalment = (less if rate and self.chance.hits(NEVER_REPAID) else more).quantize(Decimal(100))
        ends = going.begun.last if going.returned and not self.chance.hits(STILL_IN_DEBT) else None
        return Loan(
            worker=going.worker,
            journey=going.journey,
            borrower=self.chance.choice(BORROWERS),
            lender_kind=kind,
            lender_name="A shop in the village (made up)" if kind == "neighbour" else "",
            purpose=self.chance.choice(("recruitment", "recruitment", "recruitment", "living", "earlier-debt")),
            amount=amount,
            currency="NPR",
            on=self.spells.said(on),
            collateral=self.chance.choice(("", "", "Her gold", "The land of the family")),
            rate=None if rate is None or self.chance.hits(NO_RATE) else Decimal(rate),
            rate_kind=how,
            rate_period="" if self.chance.hits(NO_PERIOD) else period,
            months=Decimal(24) if how == "flat" else None,
            instalment=instalment,
            moves=tuple(self.moves(going, instalment)),
            credited="no" if kind == "recruiter" else "",
            term_fixed=self.chance.choice(("", "no", "yes")),
            book_with="lender" if kind in ("moneylender", "recruiter") else self.chance.choice(("", "nobody")),
            may_leave="no" if kind == "recruiter" else "",
            ended=on_day(ends) if ends else NOT_SAID,
            note=MADE_UP,
            author=self.author,
            day=going.begun.opened,
        )

    def moves(self, going: Going, instalment: Decimal) -> Iterator[LoanMove]:
        """What was sent home and paid, up to the day on which it was told; months without pay are left out."""
        on = going.left + timedelta(days=60)
        while on <= going.begun.opened:
            if self.chance.hits(0.7):
                yield LoanMove("paid", on, instalment)
            on += timedelta(days=self.chance.choice((31, 61, 92)))

    def failed(self, going: Going) -> Iterator[tuple[str, Content]]:
        """An attempt before, of which a part of the money came back."""
        chain, broker, agency = self.chance.id(), self.chance.id(), self.chance.id()
        before = self.chance.after(going.recruited, -300, -120)
        yield chain, Chain(going.worker, "", "The attempt before", "no", MADE_UP, self.author, going.begun.opened)
        for id, role, follows in ((broker, "local-broker", ()), (agency, "agency", (broker,))):
            party = self.party(role, going)
            yield id, Hop(going.worker, chain, role, follows, party, country="NPL", begin=in_month(before))
        earlier = replace(going, recruited=before, left=going.recruited)
        lost = replace(self.charge(chain, earlier, agency, "agency-service", FEES["agency"]), amount=Decimal(30_000))
        back = Refund(self.chance.day(before, going.recruited), Decimal(self.chance.choice((5_000, 10_000, 20_000))))
        yield self.chance.id(), replace(lost, refunds=(back,))


def agencies_in(parties: list[tuple[str, Party]]) -> dict[str, list[str]]:
    """Country -> the organisations among the parties: agencies at both ends, with a licence and without."""
    found: dict[str, list[str]] = {}
    for id, one in parties:
        if one.kind == "organisation":
            found.setdefault(one.country, []).append(id)
    return found
