"""Of the demonstration: what some of the workers did before they left, there, and since, paid and unpaid.

Shares are made up and say nothing of the world; that care and paid work, and several jobs, run at the same time, and
that times are known as a season or a year, is what the lessons tell (WIF2023-4, 6, 21, 54).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from corridor.centre.contents import Remedy
from corridor.centre.demo_chance import MADE_UP, Begun, Chance, in_month, on_day
from corridor.journey.calendars import read_when
from corridor.journey.contents import Journey, Stage
from corridor.journey.when import BIKRAM_SAMBAT, NOT_SAID, When
from corridor.safe.content import Content
from corridor.work.contents import Deduction, InKind, Spell

CARE, WORK_AT_HOME, SECOND_JOB, HELD, SHELTERED = 0.25, 0.25, 0.1, 0.03, 0.04  # made up
SEASONS = ("winter", "spring", "spring", "spring", "summer", "summer", "summer", "autumn", "autumn", "autumn")
AT_HOME = (  # sector, job, rupees, for each
    ("agriculture", "Field work by the day", 500, "day"),
    ("manufacturing", "Knotting carpets", 40, "piece"),
    ("hospitality", "Kitchen of a tea house", 9_000, "month"),
    ("garment", "Sewing at home", 60, "piece"),
)
PAY_BEFORE = {"LBN": "USD", "KWT": "KWD", "SAU": "SAR", "ARE": "AED"}
A_MONTH_BEFORE = {"USD": 180, "KWD": 70, "SAR": 900, "AED": 900}


@cache
def _read(said: str, calendar: str) -> When:
    return read_when(said, calendar)


@dataclass(frozen=True)
class Going:
    """What the makers of one road agree on. journey: its id; home: her district; arrival: the stage at which she works.

    promised, paid: JOD a month; hours: that she works in a week; papers: who keeps them (vocabulary `papers-with`).
    """

    begun: Begun
    worker: str
    home: str
    journey: str
    stages: tuple[Stage, ...]
    arrival: Stage
    recruited: date
    left: date
    promised: Decimal
    paid: Decimal
    hours: Decimal
    papers: str

    @property
    def lives_in(self) -> bool:
        return self.begun.case.sector == "domestic-work"

    @property
    def job(self) -> str:
        return "Domestic work" if self.lives_in else "Sewing"

    @property
    def returned(self) -> bool:
        return self.begun.case.outcome == "left-country"

    @property
    def in_debt(self) -> bool:
        """As her journey says it, in the proportion of FIG-029 (Nepal, IOM 2020a; WIF2023 lesson 17)."""
        return bool(self.stages[0].note)


@dataclass
class Spells:
    """Makes the spells of one worker after another."""

    chance: Chance
    author: str

    def said(self, day: date) -> When:
        """As exact as she knows it: a day, a month, a season, a year of the calendar at home, or about a year."""
        draw = self.chance.random()
        if draw < 0.1:
            return on_day(day)
        if draw < 0.7:
            return in_month(day)
        if draw < 0.8 and 2 < day.month < 12:  # a winter belongs to two years
            return _read(f"{SEASONS[day.month - 2]} {day.year}", "gregorian")
        if draw < 0.93:
            return _read(str(day.year + 57 - (day.month < 5)), BIKRAM_SAMBAT)
        return _read(f"about {day.year}", "gregorian")

    def of(self, going: Going, before: list[tuple[str, Journey]], contradictory: bool) -> Iterator[tuple[str, Content]]:
        """Her spells, the oldest first. before: her earlier journeys. contradictory: the work there ends before it
        begins, as it was told; that is kept and marked.
        """
        for key, one in before:
            yield self.chance.id(), self.earlier(going, key, one)
        if self.chance.hits(CARE):
            yield self.chance.id(), self.spell(going, "care", going.recruited - timedelta(days=900), going.recruited)
        if self.chance.hits(WORK_AT_HOME):
            yield self.chance.id(), self.at_home(going)
        for stage in going.stages:
            if stage.stage == "transit":
                found = self.spell(going, "transit", going.left, None)
                yield self.chance.id(), replace(found, journey=going.journey, country=stage.country, end=stage.end)
        work = self.abroad(going)
        if contradictory:
            work = replace(work, end=in_month(going.left - timedelta(days=200)))
        yield self.chance.id(), work
        if going.lives_in and self.chance.hits(SECOND_JOB):
            yield self.chance.id(), self.second_job(going)
        yield from self.since(going)

    def spell(self, going: Going, kind: str, begin: date, end: date | None) -> Spell:
        return Spell(
            worker=going.worker,
            kind=kind,
            begin=self.said(begin),
            end=self.said(end) if end else NOT_SAID,
            place=going.home,
            country="NPL",
            note=MADE_UP,
            author=self.author,
            day=going.begun.opened,
        )

    def at_home(self, going: Going) -> Spell:
        """Paid work before she left, in the years in which she cared for others too."""
        sector, job, pay, period = self.chance.choice(AT_HOME)
        return replace(
            self.spell(going, "paid-work", going.recruited - timedelta(days=700), going.recruited),
            sector=sector,
            job=job,
            employer_kind=self.chance.choice(("household", "enterprise", "self")),
            live_in="no",
            part_time=self.chance.choice(("yes", "no")),
            contract="spoken",
            hours_a_week=self.chance.choice((Decimal(30), Decimal(48), None)),
            rest_days_a_month=self.chance.choice((Decimal(4), None)),
            pay=Decimal(pay),
            currency="NPR",
            period=period,
            security="none",
            ended_by="her-choice",
        )

    def earlier(self, going: Going, key: str, journey: Journey) -> Spell:
        """The job of a migration before this one."""
        there = next(one for one in journey.stages if one.stage == "destination")
        currency = PAY_BEFORE[journey.destination]
        return replace(
            self.spell(going, "paid-work", going.left, None),
            journey=key,
            begin=there.begin,
            end=there.end,
            place="",
            country=journey.destination,
            sector="domestic-work",
            job="Domestic work",
            employer_kind="household",
            live_in="yes",
            hours_a_week=Decimal(self.chance.randrange(60, 98, 6)),
            pay=Decimal(A_MONTH_BEFORE[currency]),
            currency=currency,
            period="month",
            papers_with="employer",
            ended_by="contract-end",
        )

    def abroad(self, going: Going) -> Spell:
        """The work of which the case tells: live-in, or in a factory with overtime."""
        live_in, over = going.lives_in, max(going.hours - 48, Decimal(0))
        ended = going.begun.last if going.returned else None
        return replace(
            self.spell(going, "paid-work", going.left, ended),
            begin=going.arrival.begin,
            journey=going.journey,
            place=going.arrival.place,
            country=going.begun.case.country,
            sector=going.begun.case.sector,
            job=going.job,
            employer_kind="household" if live_in else "enterprise",
            employer=going.arrival.party,
            live_in="yes" if live_in else "no",
            part_time="no",
            contract=self.chance.choice(("copy", "no-copy", "not-understood", "not-understood")),
            permit=self.chance.choice(("one-employer", "one-employer", "expired")),
            hours_a_week=going.hours if live_in else Decimal(48),
            overtime_a_week=None if live_in else over,
            on_call=self.chance.choice(("yes", "no")) if live_in else "no",
            rest_days_a_month=Decimal(self.chance.choice((0, 1, 2, 4))),
            pay=going.paid,
            currency="JOD",
            period="month",
            overtime_pay=None if live_in else over,  # a dinar an hour is well below what it should be
            in_kind=(InKind("lodging", Decimal(30)), InKind("food", Decimal(40))) if live_in else (),
            deductions=(Deduction("The passage", Decimal(20)),) if self.chance.hits(0.2) else (),
            arrears=next(iter(self.owed(going)), None),
            movement=self.chance.choice(
                ("not-out", "accompanied", "asks", "locked-in") if live_in else ("free", "asks")
            ),
            phone=self.chance.choice(("free", "at-times", "taken")),
            papers_with=going.papers,
            used=("Cooking",) if live_in else ("Sewing",),
            gained=self.chance.choice((("Arabic",), ("Arabic", "Care of the old"), ())),
            security=self.chance.choice(("none", "none", "unpaid", "paid")),
            ended_by=self.chance.choice(("deported", "contract-end", "left-without")) if ended else "",
        )

    def owed(self, going: Going) -> Iterator[Decimal]:
        """What she claims of her pay."""
        for _, one in going.begun.of(Remedy):
            if one.worker == going.worker and one.step == "claimed" and one.amount:
                yield one.amount

    def second_job(self, going: Going) -> Spell:
        """Cleaning by the hour beside it (WIF2023-6)."""
        begin = self.chance.day(going.left, going.begun.opened)
        return replace(
            self.spell(going, "paid-work", begin, None),
            journey=going.journey,
            place=going.arrival.place,
            country=going.begun.case.country,
            sector="domestic-work",
            job="Cleaning by the hour",
            employer_kind="household",
            live_in="no",
            part_time="yes",
            contract="spoken",
            hours_a_week=Decimal(self.chance.randint(4, 12)),
            pay=Decimal(3),
            currency="JOD",
            period="hour",
        )

    def since(self, going: Going) -> Iterator[tuple[str, Spell]]:
        """A few were held or found shelter; who left the country is at home again."""
        opened, last, place = going.begun.opened, going.begun.last, going.arrival.place
        kind = next(
            (one for one, share in (("detention", HELD), ("shelter", SHELTERED)) if self.chance.hits(share)), ""
        )
        if kind:
            begin = self.chance.day(opened, last)
            end = min(self.chance.after(begin, 10, 70), last) if begin < last else None
            found = replace(
                self.spell(going, kind, begin, end), begin=on_day(begin), end=on_day(end) if end else NOT_SAID
            )
            there = replace(found, journey=going.journey, place=place, country=going.begun.case.country, day=last)
            yield self.chance.id(), there
        if going.returned:
            back = replace(self.spell(going, "return", last, None), begin=on_day(last), day=last)
            yield self.chance.id(), replace(back, journey=going.journey)
