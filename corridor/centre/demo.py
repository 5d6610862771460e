"""The cases of the demonstration: a thousand made-up ones over eight quarters, from a seed. Nobody in them exists.

Proportions are taken from figures of the sources where they have them, named beside each; the others are our own and
say nothing about the world. A fifth of the cases are collective: there are about seven workers to a case, as the ILO
counted in its centres in South-East Asia (more than 1,000 cases, more than 7,000 workers, 2011-15).
"""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from corridor.centre.contents import (
    Action,
    Case,
    CaseNote,
    CaseWorker,
    FollowUp,
    Grievance,
    Remedy,
    Respondent,
    Retaliation,
)
from corridor.centre.rules import follow_up_days
from corridor.journey.codes import new_code
from corridor.journey.contents import Contact, Name, Party, Worker
from corridor.journey.when import MONTH, When
from corridor.safe.actions.records import write_records
from corridor.safe.content import Content
from corridor.safe.keys import Member

SEED, CASES, QUARTERS = 2026, 1_000, 8
COLLECTIVE, LARGE = 0.2, (8, 55)  # share of cases with several workers, and how many those have
PASSPORT = 0.913  # employers who admitted keeping passports (FIG-014, Lebanon 2016): half as many cases say so here
DEBT = 0.55  # returnees with debts (FIG-028, Bangladesh 2020); here: cases that name a debt
RETALIATION, RESTS_OPEN = 0.12, 0.25  # our own
GIVEN = (
    "Sita Gita Maya Sunita Anita Kamala Laxmi Radha Parbati Devi Bimala Sarita Rekha Mina Asha Nirmala Puja Sabita "
    "Shanti Goma Tulasi Ganga Bishnu Durga Indira Kalpana Manju Nanu Pabitra Ranjana Samjhana Uma Yasoda"
)
FAMILY = "Tamang Rai Gurung Magar Limbu Sherpa Thapa Karki Chaudhary Lama Shrestha Bishwakarma Nepali Khatri"
FIRST, LAST = GIVEN.split(), FAMILY.split()  # common names, put together by chance
IN_SCRIPT = {"Sita": "सीता", "Maya": "माया", "Gita": "गीता", "Kamala": "कमला", "Laxmi": "लक्ष्मी", "Durga": "दुर्गा"}
DISTRICTS = ("Sindhupalchok", "Jhapa", "Morang", "Makwanpur", "Kavre", "Ilam", "Nuwakot", "Udayapur", "Chitwan")
KINDS = ("unpaid-wages", "late-wages", "underpayment", "overtime-unpaid", "no-rest-day", "contract-substitution")
DEMANDS = {
    "unpaid-wages": "My wages of {n} months.",
    "late-wages": "To be paid each month on time.",
    "underpayment": "What the contract says.",
    "overtime-unpaid": "Pay for the hours after eight.",
    "no-rest-day": "One free day each week.",
    "contract-substitution": "The work that I agreed to.",
    "document-kept": "My passport back.",
    "recruitment-fee": "The money that I paid back.",
}
ROUTES = ("talk", "letter", "mediation", "labour-office", "wait")
OUTCOMES = (
    "settled",
    "settled",
    "partly-settled",
    "decided",
    "nothing",
    "worker-stopped",
    "left-country",
    "contact-lost",
)
VIEWS = ("better", "better", "as-before", "worse", "cannot-say")

Filed = tuple[str, Content, date | None]  # id, content, the month in which a part is destroyed with its head


@dataclass
class Maker:
    """Makes the records of one centre, always the same ones for the same seed and day."""

    today: date
    lead: tuple[str, ...]
    author: str
    chance: random.Random
    taken: set[str]

    def id(self) -> str:
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))

    def code(self) -> str:
        made = new_code(self.taken, self.chance.choice)
        self.taken.add(made)
        return made

    def day(self) -> date:
        return self.today - timedelta(days=self.chance.randrange(QUARTERS * 91))

    def records(self, cases: int) -> Iterator[Filed]:
        """Everything, heads before what belongs to them."""
        parties = [(self.id(), self.party(number)) for number in range(60)]
        for id, party in parties:
            yield id, party, None
        for _ in range(cases):
            yield from self.case(parties)

    def party(self, number: int) -> Party:
        kinds = {0: "organisation", 1: "household"}
        kind = kinds.get(number % 3, "household")
        name = f"Household {number}" if kind == "household" else f"Made-up Manpower {number}"
        country = "JOR" if kind == "household" else self.chance.choice(("NPL", "JOR"))
        return Party(kind, (name,), country=country, author=self.author, day=self.today)

    def worker(self, since: date) -> Worker:
        first = self.chance.choice(FIRST)
        names = [Name(f"{first} {self.chance.choice(LAST)}")]
        if first in IN_SCRIPT:
            names.append(Name(IN_SCRIPT[first], "other"))
        phone = f"+962 7 0000 {self.chance.randrange(10_000):04d}"  # no such numbers are given out
        return Worker(
            code=self.code(),
            names=tuple(names),
            contacts=(Contact("call", phone, days=("fri",), say="about the class"),),
            never=("sms",) if self.chance.random() < 0.5 else (),
            languages=("ne",),
            sex="woman",
            age_band=self.chance.choice(("18-24", "25-34", "25-34", "35-44")),
            nationality="NPL",
            origin=self.chance.choice(DISTRICTS),
            since=since,
            author=self.author,
        )

    def case(self, parties: list[tuple[str, Party]]) -> Iterator[Filed]:
        opened, id = self.day(), self.id()
        many = self.chance.randint(*LARGE) if self.chance.random() < COLLECTIVE else 1
        sector = "garment" if many > 1 or self.chance.random() < 0.2 else "domestic-work"
        workers = [(self.id(), self.worker(opened)) for _ in range(many)]
        for worker, one in workers:
            yield worker, one, None
        closed = self.closing(opened)
        rest = self.parts(id, opened, closed, [one for one, _ in workers], sector, parties)
        called = tuple(CaseWorker(worker, one.called, joined=opened) for worker, one in workers)
        first = workers[0][1].called
        case = Case(
            number=self.code(),
            label=first if many == 1 else f"{first} + {many - 1}",
            workers=called,
            country="JOR",
            place=self.chance.choice(("Amman", "Irbid", "Zarqa")),
            sector=sector,
            lead=self.chance.choice(self.lead),
            opened=opened,
            author=self.author,
            closed=closed,
            outcome=self.chance.choice(OUTCOMES) if closed else "",
            her_view=self.chance.choice(VIEWS) if closed else "",
        )
        yield id, case, None
        for part, content in rest:
            yield part, content, case.shred_after()

    def closing(self, opened: date) -> date | None:
        day = opened + timedelta(days=self.chance.randrange(20, 400))
        return day if day < self.today and self.chance.random() > RESTS_OPEN / 2 else None

    def parts(
        self,
        case: str,
        opened: date,
        closed: date | None,
        workers: list[str],
        sector: str,
        parties: list[tuple[str, Party]],
    ) -> Iterator[tuple[str, Content]]:
        kinds = [self.chance.choice(KINDS)]
        if sector == "domestic-work" and self.chance.random() < PASSPORT / 2:
            kinds.append("document-kept")
        if self.chance.random() < DEBT / 3:
            kinds.append("recruitment-fee")
        respondent, party = self.chance.choice(parties)
        for kind in kinds:
            id = self.id()
            yield id, self.grievance(case, kind, opened, respondent, party, bool(closed))
            yield from self.remedies(case, id, kind, workers[:3], opened, closed)
        yield from self.actions(case, opened, closed)
        if self.chance.random() < RETALIATION:
            yield self.id(), self.retaliation(case, opened)
        if closed:
            for on in follow_up_days(closed):
                done = on if on < self.today else None
                view = self.chance.choice(VIEWS) if done else ""
                yield (
                    self.id(),
                    FollowUp(case, workers[0], on=on, done=done, reached="reached" if done else "", view=view),
                )

    def grievance(self, case: str, kind: str, opened: date, respondent: str, party: Party, settled: bool) -> Grievance:
        month = (opened - timedelta(days=self.chance.randrange(30, 300))).replace(day=1)
        end = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        return Grievance(
            case=case,
            kind=kind,
            begin=When(said=f"{month:%Y-%m}", exact=MONTH, first=month, last=end),
            told="Made up for the demonstration.",
            wants=DEMANDS[kind].format(n=self.chance.randint(2, 9)),
            route=self.chance.choice(ROUTES),
            chosen_on=opened,
            respondents=(Respondent("employer", respondent, party.called, party.country),),
            state="settled" if settled else "open",
            author=self.author,
            day=opened,
        )

    def remedies(
        self, case: str, grievance: str, kind: str, workers: list[str], opened: date, closed: date | None
    ) -> Iterator[tuple[str, Content]]:
        if kind in ("document-kept", "no-rest-day"):
            if closed and kind == "document-kept" and self.chance.random() < 0.6:
                back = Remedy(case, grievance, workers[0], "received", "document", on=closed, author=self.author)
                yield self.id(), back
            return
        for worker in workers:
            owed = Decimal(self.chance.randrange(200, 3_000, 10))
            claimed = Remedy(
                case, grievance, worker, "claimed", amount=owed, currency="JOD", on=opened, author=self.author
            )
            yield self.id(), claimed
            if closed and self.chance.random() < 0.7:
                share = Decimal(self.chance.choice(("0.3", "0.5", "0.6", "0.8", "1")))
                got = (owed * share).quantize(Decimal(1))
                yield (
                    self.id(),
                    Remedy(
                        case,
                        grievance,
                        worker,
                        "received",
                        amount=got,
                        currency="JOD",
                        on=closed,
                        given_up=owed - got or None,
                        confirmed="own-word",
                        author=self.author,
                    ),
                )

    def actions(self, case: str, opened: date, closed: date | None) -> Iterator[tuple[str, Content]]:
        day = opened
        for kind in self.chance.sample(("counselling", "call", "letter", "labour-office", "accompaniment"), k=3):
            last = closed or self.today
            if day > last:
                break
            yield (
                self.id(),
                Action(case, kind, on=day, done=day, outcome="done", who=self.lead[0], author=self.author, day=day),
            )
            day += timedelta(days=self.chance.randrange(5, 60))
        if closed is None:
            on = self.today + timedelta(days=self.chance.randrange(-20, 30))
            why = self.chance.choice(("promised to call back", "the answer is due", "she comes by", "hearing"))
            yield (
                self.id(),
                Action(case, "call", on=on, who=self.chance.choice(self.lead), why=why, author=self.author, day=day),
            )
        yield self.id(), CaseNote(case, "A note made up for the demonstration.", self.author, opened)

    def retaliation(self, case: str, opened: date) -> Retaliation:
        day = opened + timedelta(days=self.chance.randrange(5, 60))
        recent = (self.today - day).days < 10
        kind = self.chance.choice(("dismissal", "threats", "false-absconding", "documents"))
        seen = None if recent or day > self.today else day
        return Retaliation(
            case, "worker", kind, told="Made up.", author=self.author, day=min(day, self.today), seen_on=seen
        )


def make(by: Member, lead: tuple[str, ...]) -> int:
    """Write the cases of the demonstration. Returns how many records were made."""
    return write_records(records(timezone.localdate(), lead, by.account.name), by=by)


def records(today: date, lead: tuple[str, ...], author: str, cases: int = CASES) -> Iterator[Filed]:
    """The records of the demonstration. lead: account keys of those who look after cases; author: a handle."""
    return Maker(today, lead, author, random.Random(SEED), set()).records(cases)
