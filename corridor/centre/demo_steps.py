"""Of the demonstration: what was done for a case and what came of it, beside its grievances, actions and claims.

Shares are made up where no source is named; they say nothing of the world. The talk about risks stands before every
complaint, with each worker for whom it is filed (WIF2023-8, 49; WIF2019-11).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from corridor.centre.assessing import ABSENT, CRITERIA, NOT_ASKED, PRESENT, RULE, UNKNOWN, asked_for
from corridor.centre.contents import (
    Action,
    Answer,
    Assessment,
    FollowUp,
    Grievance,
    Proceeding,
    ProceedingStep,
    Remedy,
    Retaliation,
    RiskTalk,
)
from corridor.centre.demo_chance import MADE_UP, Begun, Chance, on_day
from corridor.centre.demo_people import People
from corridor.centre.proceedings import retaliation_in
from corridor.centre.rules import follow_up_days
from corridor.exchange.drawn import picture_of
from corridor.journey.contents import Evidence, Referral, ReferralStep, Withdrawal
from corridor.reference.shelf import shelf
from corridor.safe.actions.attachments import about_copy
from corridor.safe.content import Content

# Shares of cases, (of fresh ones, of all others); made up.
TALK, COMPLAINT, REFERRAL, PROOF, ASSESSED = (0.6, 0.2), (0.7, 0.7), (0.5, 0.12), (0.6, 0.05), (0.3, 0.04)
OFFERED, ENTITLED, APPOINTMENT = 0.25, 0.2, 0.4  # of claims, of claims, of fresh cases; made up
AT_START, NOT_REACHED, LATE = 0.5, 0.2, 12  # of cases; of follow-ups; days in which a follow-up may still wait; made up
UNDERPAID = 0.75  # employers of domestic workers paid well below the minimum (FIG-013, WIF2023 lesson 4: over 3/4)
MINIMUM = 260  # JOD a month in Jordan since 2021 (general knowledge); it did not cover migrants then
GO_FIRST = 5  # workers of a collective case in whose name it goes to an authority; made up
BACK_ON = ("worker-accused", "worker-accused", "worker-detained", "helper-accused")
NOT_SEEN = 14  # days in which an alert may still wait; made up
ACCUSED = 0.1  # made up; that whoever complains or helps may be accused, held or sent away: WIF2023-49
OFFICES = {  # forum-kind -> office, and what may follow on a complaint there
    "labour-office": ("Labour Office (made up)", ("registered", "mediation", "order", "closed")),
    "labour-inspection": ("Labour Inspection (made up)", ("registered", "visit", "order", "closed")),
    "labour-court": ("Labour Court (made up)", ("registered", "hearing", "order", "enforcement")),
    "police": ("Police Station (made up)", ("registered", "closed")),
}
FORUMS = ("labour-office", "labour-office", "labour-inspection", "labour-court", "labour-court", "police")
RISKS = ("dismissal", "absconding", "accusation", "detention", "deportation", "housing", "costs", "length")
WAITS = 25  # days after which no referral waits for an answer any more; made up
REFERRED = ((0.7, ("accepted", "done")), (0.8, ("accepted",)), (0.92, ("declined",)), (0.97, ("revoked",)), (1, ()))
ANSWERS = {
    "accepted": "We expect her on Sunday.",
    "done": "She was here, and got what she came for.",
    "declined": "There is no room this month.",
    "revoked": "She took her consent back.",
}
STATES = (PRESENT, PRESENT, ABSENT, ABSENT, ABSENT, NOT_ASKED, NOT_ASKED, UNKNOWN)
FILES = ("wage-slip.png", "agreement.txt", "messages.txt")


@cache
def file_of(name: str) -> bytes:
    """A small file that could prove something, and says that it is made up."""
    if not name.endswith(".png"):
        return f"{MADE_UP}\n\n{name}: nothing in it is about a real person.\n".encode()
    return picture_of((MADE_UP, "Wage slip", "Basic pay      180 JOD", "Deductions      40 JOD"))


@cache
def facts_of(name: str) -> dict[str, Any]:
    """What is kept about such a file; the key under which it is sealed is made when it is written."""
    data = file_of(name)
    about = {"name": name, "size": len(data), "fingerprint": hashlib.sha256(data).hexdigest(), "key": "", "chunks": 1}
    return about | about_copy(data) | {"media": "image/png" if name.endswith(".png") else "text/plain"}


@dataclass
class Steps:
    """Makes what belongs to one case."""

    chance: Chance
    people: People
    author: str

    def of_case(self, begun: Begun) -> Iterator[tuple[str, Content]]:
        """All of it; talks about risks before the complaints that follow on them."""
        yield from self.complaint(begun)
        if self.share(REFERRAL, begun):
            yield from self.referral(begun)
        if self.share(PROOF, begun):
            yield self.chance.id(), self.proof(begun)
        if self.share(ASSESSED, begun):
            yield self.chance.id(), self.assessment(begun)
        yield from self.ledger(begun)
        if begun.is_fresh and self.chance.hits(APPOINTMENT):
            yield self.chance.id(), self.appointment(begun)

    def share(self, share: tuple[float, float], begun: Begun) -> bool:
        return self.chance.hits(share[0] if begun.is_fresh else share[1])

    def complaint(self, begun: Begun) -> Iterator[tuple[str, Content]]:
        """The talk with each worker, then (where they go ahead) the complaint with its steps, and what it led to."""
        talked = self.chance.after(begun.opened, 2, 25)
        if not self.share(TALK, begun) or talked > begun.last:
            return
        goes = self.share(COMPLAINT, begun)
        for worker, _ in begun.workers[:GO_FIRST]:
            yield self.chance.id(), self.talk(begun, worker, goes, talked)
        filed = self.chance.after(talked, 1, 12)
        if not goes or filed > begun.last:
            return
        first, forum = begun.workers[0][0], self.chance.choice(FORUMS)
        office, what = OFFICES[forum][0], ("called", "grievance", "employer", "evidence")
        yield self.chance.id(), self.people.consent(first, "complaint", office, what, talked, True, days=365)
        made = self.proceeding(begun, forum, filed)
        yield self.chance.id(), made
        for _, alert in retaliation_in(made, begun.case, (), begun.today):
            yield self.chance.id(), self.told_of(alert, begun, filed)
        order = next((step.on for step in made.steps if step.step == "order"), None)
        if order:
            yield from self.award(begun, order)

    def talk(self, begun: Begun, worker: str, goes: bool, on: date) -> RiskTalk:
        return RiskTalk(
            case=begun.id,
            worker=worker,
            risks=self.chance.some(RISKS, 5),
            language="Nepali",
            decides="goes-ahead" if goes else self.chance.choice(("another-way", "waits", "not-now")),
            said="I know what may come, and I want my wages." if goes else "Not as long as I live in that house.",
            on=on,
            author=self.author,
        )

    def proceeding(self, begun: Begun, forum: str, filed: date) -> Proceeding:
        office, path = OFFICES[forum]
        steps, on = [ProceedingStep("filed", filed)], filed
        for step in path[: self.chance.randint(2, len(path))]:
            on = self.chance.after(on, 3, 60)
            if on > begun.last:
                break
            steps.append(ProceedingStep(step, on))
        ordered = any(step.step == "order" for step in steps)
        result = "A part of what she asked for was ordered." if ordered else ""
        return Proceeding(
            case=begun.id,
            forum=forum,
            office=office,
            number=f"MADE-UP/{filed.year}/{self.chance.randrange(10_000):04d}",
            steps=tuple(steps),
            answer="They took the complaint in." if len(steps) > 1 else "",
            result=result or ("They closed it without an order." if steps[-1].step == "closed" else ""),
            accused=(self.chance.choice(BACK_ON),) if self.chance.hits(ACCUSED) else (),
            author=self.author,
            day=filed,
            workers=tuple(id for id, _ in begun.workers[:GO_FIRST]) if begun.case.collective else (),
        )

    def told_of(self, alert: Retaliation, begun: Begun, filed: date) -> Retaliation:
        """The alert that a complaint came back on somebody; of the last days nobody took it up yet (WIF2023-49)."""
        on = min(self.chance.after(filed, 1, 20), begun.last)
        seen = on if (begun.today - on).days > NOT_SEEN else None
        return replace(
            alert,
            on=on_day(on),
            by="The employer",
            wants="A lawyer.",
            author=self.author,
            day=on,
            seen_by=self.author if seen else "",
            seen_on=seen,
        )

    def award(self, begun: Begun, on: date) -> Iterator[tuple[str, Content]]:
        """What was ordered: less than was claimed, as it often is."""
        for _, claim in begun.of(Remedy):
            if claim.step == "claimed" and claim.amount:
                share = Decimal(self.chance.choice(("0.5", "0.7", "1")))
                amount = (claim.amount * share).quantize(Decimal(1))
                yield self.chance.id(), replace(claim, step="awarded", amount=amount, on=on, confirmed="document")

    def ledger(self, begun: Begun) -> Iterator[tuple[str, Content]]:
        """What the law gives her, and what was offered, beside what she claims."""
        for _, claim in begun.of(Remedy):
            if claim.step != "claimed" or claim.amount is None:
                continue
            if self.chance.hits(ENTITLED):
                due = claim.amount + self.chance.randrange(0, 500, 10)
                working = "Months times the wage of the contract, and leave. Made up."
                yield self.chance.id(), replace(claim, step="entitled", amount=due, working=working)
            if self.chance.hits(OFFERED):
                share = Decimal(self.chance.choice(("0.2", "0.4", "0.6")))
                amount = (claim.amount * share).quantize(Decimal(1))
                on = self.chance.day(begun.opened, begun.last)
                yield (
                    self.chance.id(),
                    replace(claim, step="offered", amount=amount, on=on, gives_up="The rest of what she claims."),
                )

    def referral(self, begun: Begun) -> Iterator[tuple[str, Content]]:
        """Her consent, what was asked of another organisation, and its answer."""
        worker, (kind, to, party) = begun.workers[0][0], self.chance.choice(self.people.helpers)
        what = ("called", "contact", "health" if kind == "service-kind.health" else "grievance")
        asked, consent = self.chance.day(begun.opened, begun.last), self.chance.id()
        yield consent, self.people.consent(worker, "referral", to, what, asked, True, days=180)
        steps = self.answers(asked, begun.last)
        if steps[-1].state == "revoked":
            yield (
                self.chance.id(),
                Withdrawal(worker, consent, on=steps[-1].on, said="I go there myself.", author=self.author),
            )
        waits = steps[-1].state in ("sent", "accepted")
        yield (
            self.chance.id(),
            Referral(
                about=begun.id,
                worker=worker,
                to_name=party.called,
                to=to,
                kind=kind,
                purpose="referral",
                consent=consent,
                what=what,
                way=self.chance.choice(("paper", "voice")),
                text="She asks for help, and would like to be called by name.",
                shared=f"{MADE_UP} What she is called, how she is reached, and what she asks for.",
                steps=steps,
                answer_by=asked + timedelta(days=14),
                author=self.author,
                case_closed=begun.case.closed if waits else None,
                language="en",
            ),
        )

    def answers(self, asked: date, last: date) -> tuple[ReferralStep, ...]:
        """What became of a referral until then. What was asked weeks ago has come to an end."""
        draw = self.chance.random()
        states = next(states for share, states in REFERRED if draw < share)
        if (last - asked).days > WAITS and states in ((), ("accepted",)):
            states = ("accepted", "done") if states else ("declined",)
        steps, on = [ReferralStep("sent", asked, self.author)], asked
        for state in states:
            on = self.chance.after(on, 1, 12)
            if on <= last:
                who = self.author if state == "revoked" else "The one who answered the phone there"
                steps.append(ReferralStep(state, on, who, ANSWERS[state]))
        return tuple(steps)

    def proof(self, begun: Begun) -> Evidence:
        id, _ = self.chance.choice(begun.of(Grievance))
        name = self.chance.choice(FILES)
        return Evidence(
            about=begun.id,
            **facts_of(name),
            kind="Wage slip" if name == FILES[0] else "Text",
            shows="What was paid, and what was taken from it." if name == FILES[0] else "What was agreed.",
            source="She sent it from her phone.",
            author=self.author,
            day=self.chance.day(begun.opened, begun.last),
            proves=id,
        )

    def assessment(self, begun: Begun) -> Assessment:
        """One of her, with answers by chance: no figure of the sources can be carried over (FIG-084 says so itself)."""
        kinds = {one.kind for _, one in begun.of(Grievance)}
        involuntary, penalty = (tuple(self.answer(code, kinds) for code in asked_for()[name]) for name in CRITERIA)
        return Assessment(
            case=begun.id,
            worker=begun.workers[0][0],
            indicators=tuple(self.answer(id, kinds) for id in shelf().entries("forced_labour_indicators")),
            involuntary=involuntary,
            penalty=penalty,
            reasons=MADE_UP,
            period="The months before she came",
            rule=RULE,
            author=self.author,
            on=self.chance.day(begun.opened, begun.last),
        )

    def answer(self, about: str, kinds: set[str]) -> Answer:
        """As her grievances say where they bear on it, else by chance."""
        if about in ("documents-withheld", "FLI-07") and "document-kept" in kinds:
            return Answer(about, PRESENT, "Her passport is in his safe.")
        return Answer(about, self.chance.choice(STATES))

    def appointment(self, begun: Begun) -> Action:
        on = self.chance.after(begun.today, 0, 14)
        return Action(
            case=begun.id,
            kind="labour-office",
            what="Bring the contract and the wage slips.",
            who=begun.case.lead,
            on=on,
            at=self.chance.choice(("09:00", "09:30", "11:00")),
            place="Labour Office (made up)",
            why="she is expected there",
            author=self.author,
            day=begun.opened,
        )


def follow_ups(
    chance: Chance, case: str, worker: str, opened: date, closed: date | None, today: date, author: str
) -> Iterator[tuple[str, Content]]:
    """How it was when she came, for some; after closing how it is, or the days on which she is to be asked."""
    below = chance.hits(UNDERPAID)
    wage = Decimal(chance.randrange(120, MINIMUM - 20, 10) if below else chance.randrange(MINIMUM, 340, 10))
    start = FollowUp(
        case,
        worker,
        done=opened,
        wage=wage,
        currency="JOD",
        hours_a_week=chance.randrange(48, 98, 6),
        holds_papers=chance.choice((ABSENT, ABSENT, PRESENT)),
        safe=chance.choice((ABSENT, UNKNOWN, PRESENT)),
        author=author,
        at_start=True,
    )
    if chance.hits(AT_START):
        yield chance.id(), start
    for on in follow_up_days(closed) if closed else ():
        if on >= today - timedelta(days=chance.randrange(LATE)):
            yield chance.id(), FollowUp(case, worker, on=on, author=author)
        elif chance.hits(NOT_REACHED):
            yield chance.id(), FollowUp(case, worker, on=on, done=on, reached="not-reached", author=author)
        else:
            yield chance.id(), _later(chance, start, on)


def _later(chance: Chance, start: FollowUp, on: date) -> FollowUp:
    """What she answers later: often better, sometimes as before or worse."""
    moved, hours = chance.choice((-20, 0, 0, 30, 50, 80)), chance.choice((-30, -18, -12, 0, 0, 6))
    return replace(
        start,
        on=on,
        done=on,
        reached="reached",
        wage=(start.wage or Decimal(0)) + moved,
        hours_a_week=max((start.hours_a_week or 0) + hours, 30),
        holds_papers=chance.choice((PRESENT, PRESENT, start.holds_papers, start.holds_papers, ABSENT)),
        safe=chance.choice((PRESENT, PRESENT, start.safe, start.safe, ABSENT)),
        view=chance.choice(("better", "better", "as-before", "worse", "cannot-say")),
        said=MADE_UP,
        at_start=False,
    )
