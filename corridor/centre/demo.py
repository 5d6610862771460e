"""The cases of the demonstration: a thousand made-up ones over eight quarters, from a seed. Nobody in them exists.

Proportions are taken from figures of the sources where they have them, named beside each; the others are our own and
say nothing about the world. A fifth of the cases are collective: there are about seven workers to a case, as the ILO
counted in its centres in South-East Asia (more than 1,000 cases, more than 7,000 workers, 2011-15). What the workers
met, allowed and were given stands in `demo_people`, what was done for their cases in `demo_steps`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from corridor.access.zones import day_in
from corridor.centre.contents import (
    HERSELF,
    UNASKED,
    Action,
    Case,
    CaseNote,
    CaseWorker,
    Grievance,
    Remedy,
    Respondent,
    Retaliation,
)
from corridor.centre.demo_chance import MADE_UP, Begun, Chance, Filed, in_month, on_day
from corridor.centre.demo_one_road import OneRoad
from corridor.centre.demo_people import People
from corridor.centre.demo_reports import send_reports
from corridor.centre.demo_road import Road, agencies_in
from corridor.centre.demo_steps import Steps, file_of, follow_ups
from corridor.journey.codes import new_code
from corridor.journey.contents import Contact, Evidence, Journey, Name, Party, Worker
from corridor.safe.actions.attachments import seal_chunks
from corridor.safe.actions.records import write_records
from corridor.safe.content import Content
from corridor.safe.keys import Member
from corridor.safe.primitives import random_bytes

SEED, CASES, QUARTERS = 2026, 1_000, 8
COLLECTIVE, LARGE = 0.2, (8, 55)  # share of cases with several workers, and how many those have
PASSPORT = 0.913  # employers who admitted keeping passports (FIG-014, Lebanon 2016): half as many cases say so here
DEBT = 0.55  # returnees with debts (FIG-028, Bangladesh 2020); here: cases that name a debt
NOT_YET, LEAVES, FIRST_STAY = 0.05, 0.05, 5  # of the workers of a collective case, all but the first; our own
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
AGAINST = ("worker", "worker", "worker", "worker", "co-worker", "helper", "family")  # our own
VIEWS = ("better", "better", "as-before", "worse", "cannot-say")


@dataclass
class Maker:
    """Makes the records of one centre, always the same ones for the same seed and day."""

    today: date
    lead: tuple[str, ...]
    author: str
    chance: Chance = field(default_factory=lambda: Chance(SEED))
    taken: set[str] = field(default_factory=set)

    def id(self) -> str:
        return self.chance.id()

    def code(self) -> str:
        made = new_code(self.taken, self.chance.choice)
        self.taken.add(made)
        return made

    def day(self) -> date:
        return self.today - timedelta(days=self.chance.randrange(QUARTERS * 91))

    def records(self, cases: int, bare: bool = False) -> Iterator[Filed]:
        """Everything, heads before what belongs to them. bare: without what `People` and `Steps` add."""
        also = Chance(SEED + 1)  # its own, so that what is added changes no case
        people = People(also, self.today, self.author, FIRST, LAST)
        steps = Steps(also, people, self.author)
        parties = [(self.id(), self.party(number)) for number in range(60)]
        for id, party in parties:
            yield id, party, None
        yield from () if bare else people.parties()
        road = Road(Chance(SEED + 2), self.author, people.sub_agents, agencies_in(parties))
        for _ in range(cases - 1):
            begun = self.case(parties)
            more = [] if bare else [*people.of_case(begun), *steps.of_case(begun)]
            journeys = [(id, one) for id, one in more if isinstance(one, Journey)]
            yield from filed(begun, (*more, *road.of_case(begun, journeys)))
        hers = self.one_road(parties, people.sub_agents)
        begun = hers.begun()
        yield from filed(begun, () if bare else hers.parts(begun.id))
        yield from () if bare else people.services()

    def one_road(self, parties: list[tuple[str, Party]], brokers: list[str]) -> OneRoad:
        """The one whose whole road is told, with parties whom the others met too."""
        agencies = agencies_in(parties)
        return OneRoad(
            Chance(SEED + 3),
            self.today,
            self.author,
            self.lead[0],
            self.code(),
            self.code(),
            next(one for one in parties if one[1].kind == "household"),
            *(next(iter(some), "") for some in (brokers, agencies.get("NPL", ()), agencies.get("JOR", ()))),
        )

    def party(self, number: int) -> Party:
        kinds = {0: "organisation", 1: "household"}
        kind = kinds.get(number % 3, "household")
        name = f"Household {number}" if kind == "household" else f"Made-up Manpower {number}"
        country = "JOR" if kind == "household" else self.chance.choice(("NPL", "JOR"))
        licensed = kind == "organisation" and number % 2 == 0  # many have none (WIF2019-13)
        return Party(
            kind,
            (name,),
            country=country,
            licence=f"MADE-UP-{number:03d}" if licensed else "",
            licence_until=self.today + timedelta(days=30 * number) if licensed else None,
            author=self.author,
            day=self.today,
        )

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

    def case(self, parties: list[tuple[str, Party]]) -> Begun:
        opened, id = self.day(), self.id()
        many = self.chance.randint(*LARGE) if self.chance.random() < COLLECTIVE else 1
        sector = "garment" if many > 1 or self.chance.random() < 0.2 else "domestic-work"
        workers = [(self.id(), self.worker(opened)) for _ in range(many)]
        closed = self.closing(opened)
        parts = tuple(self.parts(id, opened, closed, [one for one, _ in workers], sector, parties))
        called = tuple(self.joined(workers, opened, closed or self.today))
        first, outcome = workers[0][1].called, self.chance.choice(OUTCOMES) if closed else ""
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
            outcome=outcome,
            her_view=self.chance.choice(VIEWS) if outcome not in ("", "contact-lost") else "",
        )
        return Begun(id, case, tuple(workers), parts, self.today)

    def joined(self, workers: list[tuple[str, Worker]], opened: date, last: date) -> Iterator[CaseWorker]:
        """Each in a case by her own word; of many some were not asked yet, and some left before it ended."""
        how = self.chance.choice(("spoken", "audio", "interpreter"))
        word = {"word": HERSELF, "asked_on": opened, "asked_by": self.author, "how": how, "language": "ne"}
        for place, (id, one) in enumerate(workers):
            asked: dict[str, Any] = {"word": UNASKED} if place and self.chance.hits(NOT_YET) else word
            seat = CaseWorker(id, one.called, opened, **asked)
            if place > FIRST_STAY and self.chance.hits(LEAVES):
                outcome = self.chance.choice(("settled", "worker-stopped", "left-country", "contact-lost"))
                view = "" if outcome == "contact-lost" else self.chance.choice(VIEWS)
                seat = replace(seat, left=self.chance.day(opened, last), outcome=outcome, her_view=view)
            yield seat

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
        struck = self.chance.after(opened, 5, 60)
        if struck <= self.today and self.chance.hits(RETALIATION):
            yield self.id(), self.retaliation(case, workers[0], struck)
        yield from follow_ups(self.chance, case, workers[0], opened, closed, self.today, self.author)

    def grievance(self, case: str, kind: str, opened: date, respondent: str, party: Party, settled: bool) -> Grievance:
        return Grievance(
            case=case,
            kind=kind,
            begin=in_month(self.chance.after(opened, -300, -30)),
            told=MADE_UP,
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
                Action(
                    case,
                    "call",
                    on=on,
                    who=self.chance.choice(self.lead),
                    why=why,
                    author=self.author,
                    day=min(day, self.today),
                ),
            )
        yield self.id(), CaseNote(case, MADE_UP, self.author, opened)

    def retaliation(self, case: str, worker: str, day: date) -> Retaliation:
        """Against her, or those beside her; what was told in the last days nobody took up yet."""
        recent = (self.today - day).days < 21
        against = self.chance.choice(AGAINST)
        return Retaliation(
            case=case,
            against=against,
            kind=self.chance.choice(("dismissal", "threats", "false-absconding", "documents")),
            on=on_day(day),
            by="The employer",
            told=MADE_UP,
            wants="That it stops.",
            author=self.author,
            day=day,
            seen_by="" if recent else self.author,
            seen_on=None if recent else day,
            worker=worker if against == "worker" else "",
            helper="Somebody who stood by her" if against == "helper" else "",
        )


def filed(begun: Begun, more: Iterable[tuple[str, Content]]) -> Iterator[Filed]:
    """A case with its workers first, then what belongs to it and to them, each with when it is destroyed."""
    for id, worker in begun.workers:
        yield id, worker, None
    yield begun.id, begun.case, None
    for part, content in (*begun.parts, *more):
        yield part, content, None if content.HEAD == Worker.TYPE else begun.case.shred_after()


def make(by: Member, lead: tuple[str, ...]) -> int:
    """Write the cases of the demonstration, all or none. Returns how many records were made."""
    files: list[tuple[str, bytes, Evidence]] = []
    with transaction.atomic():
        made = write_records(_with_keys(records(day_in(by.centre), lead, by.account.name), files), by=by)
        for id, key, content in files:
            seal_chunks(id, key, file_of(content.name), by.centre)
    send_reports(by.centre)
    return made


def _with_keys(filed: Iterable[Filed], files: list[tuple[str, bytes, Evidence]]) -> Iterator[Filed]:
    """The same, evidence with a new key; what has to be sealed under it is put into `files`."""
    for id, content, month in filed:
        if isinstance(content, Evidence):
            key = random_bytes()
            files.append((id, key, content))
            yield id, replace(content, key=key.hex()), month
        else:
            yield id, content, month


def records(today: date, lead: tuple[str, ...], author: str, cases: int = CASES, bare: bool = False) -> Iterator[Filed]:
    """The records of the demonstration. lead: account keys of those who look after cases; author: a handle. bare: the
    cases with their grievances, actions, claims and follow-ups alone.
    """
    return Maker(today, lead, author).records(cases, bare)
