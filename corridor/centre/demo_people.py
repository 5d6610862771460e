"""Of the demonstration: whom the workers met on the road, their journeys, what they allowed, what they were given.

Only the share of those in debt is taken from the sources; the other shares are made up and say nothing of the world.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from corridor.centre.contents import Grievance, Service
from corridor.centre.demo_chance import MADE_UP, Begun, Chance, Filed, in_month
from corridor.journey.calendars import read_when
from corridor.journey.contents import Consent, Journey, Party, Stage, Withdrawal, Worker
from corridor.journey.when import BIKRAM_SAMBAT, When
from corridor.safe.content import Content

IN_DEBT = 0.63  # who plan to migrate and are in debt already (FIG-029, Nepal, IOM 2020a; WIF2023 lesson 17)
JOURNEYS, TWICE = 0.5, 0.3  # made up; that one person migrates several times: WIF2023-21
SUB_AGENT = 0.8  # made up; that informal intermediaries are most of the road: WIF2019-13
ASKED_LATER, LETTER, SUMMARY, RESEARCH = 0.4, 0.25, 0.08, 0.08  # consents that were asked for; made up
SAYS_NO, TAKES_BACK = 0.12, 0.1  # made up
SERVED, GROUPS = 0.5, 60  # share of workers with a service of their own; groups that met in the last year; made up
KEPT = 330  # days; what is kept of a service ends a year after it, so the demonstration has none that are older
MOST = 3  # workers of a collective case whose journeys and consents are told
TRANSIT = (("Delhi", "IND"), ("Dubai", "ARE"), ("Doha", "QAT"))
BEFORE = ("LBN", "KWT", "SAU", "ARE")  # where an earlier migration went
GROUP_KINDS = ("training", "language-class", "information", "legal-information", "childcare")
OWN_KINDS = ("information", "accompaniment", "document", "relief", "health", "shelter", "work-referral", "money")
RESULTS = ("full", "full", "partly", "nothing", "not-known")
CONDITIONS = "None. She gets it whatever she decides about a complaint."  # WIF2023-52
# Who is asked for help: name, and the term under which a referral says whom it asks.
HELPERS = (
    ("Made-up Shelter", "service-kind.shelter"),
    ("Made-up Clinic", "service-kind.health"),
    ("Made-up Legal Aid", "service-kind.legal-information"),
    ("Made-up Union of Domestic Workers", "forum-kind.union"),
    ("Made-up Training Place", "service-kind.training"),
    ("Made-up Welfare Fund", "forum-kind.welfare-fund"),
)
SUB_AGENTS = 24
HOW = ("spoken", "spoken", "audio", "interpreter", "pictures")


@dataclass
class People:
    """Makes what belongs to workers and not to one case. given, family: names to choose from."""

    chance: Chance
    today: date
    author: str
    given: list[str]
    family: list[str]
    sub_agents: list[str] = field(default_factory=list)
    helpers: list[tuple[str, str, Party]] = field(default_factory=list)  # term, id, party
    known: list[tuple[str, date, date]] = field(default_factory=list)  # workers, and when the centre worked with them

    def parties(self) -> Iterator[Filed]:
        """Those who do not answer for a grievance: sub-agents without a licence, organisations that help."""
        for _ in range(SUB_AGENTS):
            id, name = self.chance.id(), f"{self.chance.choice(self.given)} {self.chance.choice(self.family)}"
            self.sub_agents.append(id)
            note = f"{MADE_UP} Brings workers to agencies; has no licence."
            yield id, Party("person", (name,), country="NPL", note=note, author=self.author, day=self.today), None
        for name, term in HELPERS:
            id, party = self.chance.id(), Party("organisation", (name,), country="JOR", place="Amman", note=MADE_UP)
            self.helpers.append((term, id, party))
            yield id, party, None

    def of_case(self, begun: Begun) -> Iterator[tuple[str, Content]]:
        """The journeys and ledgers of the first workers of a case."""
        respondents = [row for _, one in begun.of(Grievance) for row in one.respondents]
        self.known += [(id, begun.opened, begun.last) for id, _ in begun.workers[:MOST]]
        for id, worker in begun.workers[:MOST]:
            if begun.is_fresh or self.chance.hits(JOURNEYS):
                yield from self.journeys(id, worker, begun, respondents[0].party)
            yield from self.ledger(id, begun, respondents[0].party)

    def journeys(self, id: str, worker: Worker, begun: Begun, employer: str) -> Iterator[tuple[str, Content]]:
        left = self.chance.after(begun.opened, -1_200, -200)
        if self.chance.hits(TWICE):
            first, back = self.chance.after(left, -2_500, -1_500), self.chance.after(left, -700, -200)
            yield self.chance.id(), self.journey(id, worker, first, self.chance.choice(BEFORE), "", "", back)
        yield self.chance.id(), self.journey(id, worker, left, begun.case.country, begun.case.place, employer)

    def journey(
        self, id: str, worker: Worker, left: date, country: str, place: str, employer: str, back: date | None = None
    ) -> Journey:
        """One migration: home, recruitment, perhaps a stay on the way, work, perhaps the way back."""
        recruited = self.chance.after(left, -200, -40)
        debt = "In debt before she left." if self.chance.hits(IN_DEBT) else ""
        agent = self.chance.choice(self.sub_agents) if self.chance.hits(SUB_AGENT) else ""
        stages = [
            Stage("origin", worker.origin, "NPL", end=self.said(left), note=debt),
            Stage(
                "recruitment",
                self.chance.choice(("Kathmandu", worker.origin)),
                "NPL",
                self.said(recruited),
                party=agent,
            ),
        ]
        if self.chance.hits(0.3):
            stages.append(Stage("transit", *self.chance.choice(TRANSIT), begin=in_month(left), end=in_month(left)))
        end = in_month(back) if back else When()
        stages.append(Stage("destination", place, country, in_month(left), end, party=employer))
        if back:
            stages.append(Stage("return", worker.origin, "NPL", in_month(back)))
        return Journey(
            worker=id,
            origin="NPL",
            destination=country,
            sector="domestic-work" if back else "",
            stages=tuple(stages),
            note=MADE_UP,
            author=self.author,
            day=worker.since,
        )

    def said(self, day: date) -> When:
        """As exact as she knows it: a month, or a year of the calendar at home."""
        if self.chance.hits(0.7):
            return in_month(day)
        return read_when(str(day.year + 57 - (day.month < 5)), BIKRAM_SAMBAT)

    def ledger(self, id: str, begun: Begun, employer: str) -> Iterator[tuple[str, Content]]:
        """What she was asked to allow, with her yes or no; some take a yes back."""
        case, fresh = begun.case, begun.is_fresh
        if fresh or self.chance.hits(ASKED_LATER):
            given = case.closed is not None or not self.chance.hits(SAYS_NO)  # of a no, closing would have planned none
            yield self.chance.id(), self.consent(id, "follow-up", "", ("called", "contact"), begun.opened, given)
        if self.chance.hits(LETTER * (2 if fresh else 1)):
            on, entry = (
                self.chance.day(begun.opened, min(begun.opened + timedelta(days=20), begun.last)),
                self.chance.id(),
            )
            yield entry, self.consent(id, "letter", employer, ("called", "grievance", "employer"), on, True)
            if self.chance.hits(TAKES_BACK):
                back = self.chance.day(on, begun.last)
                yield (
                    self.chance.id(),
                    Withdrawal(id, entry, on=back, said="Not in writing, please.", author=self.author),
                )
        if self.chance.hits(SUMMARY):
            yield self.chance.id(), self.consent(id, "summary", "", ("called", "grievance", "remedy"), begun.last, True)
        if self.chance.hits(RESEARCH):
            given = not self.chance.hits(0.5)
            what = ("journey", "grievance")
            yield self.chance.id(), self.consent(id, "research", "Made-up University", what, begun.opened, given)

    def consent(
        self, worker: str, purpose: str, to: str, what: tuple[str, ...], on: date, given: bool, days: int = 0
    ) -> Consent:
        """An entry of her ledger. to: id of a party, or in words; "" is herself. days: how long it holds, if said."""
        return Consent(
            worker=worker,
            purpose=purpose,
            recipient=to,
            what=what,
            given=given,
            on=on,
            until=on + timedelta(days=days) if days and given else None,
            how=self.chance.choice(HOW),
            language="ne",
            said="" if given else "I do not want that.",
            author=self.author,
        )

    def services(self) -> Iterator[Filed]:
        """Services that are no grievances: of one worker with a file; of groups, of whom only the number is kept."""
        oldest = self.today - timedelta(days=KEPT)
        for id, since, last in self.known:
            for _ in range(self.chance.randint(1, 3) if last >= oldest and self.chance.hits(SERVED) else 0):
                on = self.chance.day(max(since, oldest), last)
                yield self.chance.id(), self.service(self.chance.choice(OWN_KINDS), on, id, 1), None
        for _ in range(GROUPS):
            on = self.chance.day(oldest, self.today)
            kind, people = self.chance.choice(GROUP_KINDS), self.chance.randint(5, 40)
            yield self.chance.id(), self.service(kind, on, "", people), None

    def service(self, kind: str, on: date, worker: str, people: int) -> Service:
        return Service(
            kind=kind,
            worker=worker,
            people=people,
            on=on,
            conditions=CONDITIONS,
            result=self.chance.choice(RESULTS),
            note=MADE_UP,
            author=self.author,
        )
