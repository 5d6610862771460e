"""Journeys made by chance (seeded), for measurements of the road: contents as they are read, held in memory. Nobody in
them exists, and their shares say nothing of the world.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

JOURNEYS, SEED, LEFT = 10_000, 29, date(2018, 3, 1)
PATH = ("local-broker", "agency", "destination-agency", "principal-employer")
SIDES = (("said", 0), ("said", 1), ("signed", 1), ("said", 2), ("signed", 3), ("was", 3))
MONEY = (("JOD", 260), ("JOD", 300), ("USD", 400), ("NPR", 45_000))
ITEMS = ("broker-service", "agency-service", "medical", "passport", "training", "employer-recovery")
JOBS = ("Domestic work", "domestic  work", "Sewing", "घरेलु काम", "Nettoyage à Irbid")
Made = list[tuple[Any, ...]]  # of each journey, what a rule reads


def known(day: date) -> Any:
    from corridor.journey.when import DAY, GREGORIAN, When

    return When(day.isoformat(), GREGORIAN, DAY, day, day)


def departures(chance: random.Random) -> Iterator[date]:
    for _ in range(JOURNEYS):
        yield LEFT + timedelta(days=chance.randrange(2_700))


def chains() -> Made:
    """Four hops, one after another, and six statements: three said, two signed, one of how it was."""
    from corridor.recruitment.contents import Hop

    chance, found = random.Random(SEED), []
    for left in departures(chance):
        hops = [
            Hop("w", "c", role, (f"h{at - 1}",) if at else (), name=role, begin=known(left + timedelta(days=20 * at)))
            for at, role in enumerate(PATH)
        ]
        said = [statement(chance, side, at, left + timedelta(days=20 * at)) for side, at in SIDES]
        found.append((hops, said))
    return found


def statement(chance: random.Random, side: str, at: int, day: date) -> Any:
    from corridor.recruitment.contents import Terms

    currency, wage = chance.choice(MONEY)
    return Terms(
        "w",
        "c",
        side,
        hop=f"h{at}",
        on=known(day),
        job=chance.choice(JOBS),
        wage=Decimal(wage * chance.choice((8, 9, 10)) // 10),
        currency=currency,
        period=chance.choice(("month", "month", "week", "year")),
        hours_a_week=Decimal(chance.choice((48, 54, 72))),
        rest_days_a_month=Decimal(chance.randrange(5)),
        place=chance.choice(("Irbid", "Amman")),
        country="JOR",
        employer_name=chance.choice(("A factory", "A household", "")),
        months=Decimal(24),
        may_leave=chance.choice(("yes", "no", "not-known")),
        papers_with=chance.choice(("herself", "employer", "")),
        board="yes",
        costs=Decimal(chance.randrange(0, 90_000, 1_000)),
        costs_currency="NPR",
    )


def spells() -> Made:
    """One spell of paid work at home and one abroad, some paid in another currency or by the hour, most with board."""
    from corridor.work.contents import Deduction, InKind, Spell

    chance, found = random.Random(SEED), []
    for left in departures(chance):
        (currency, pay), end = chance.choice(MONEY), left + timedelta(days=chance.randrange(200, 900))
        hours = {"hours_a_week": Decimal(chance.choice((48, 60, 84))), "rest_days_a_month": Decimal(4)}
        home = Spell("w", "paid-work", "", known(LEFT), known(left), country="NPL", sector="agriculture", **hours)
        home = replace(home, job="Field work", pay=Decimal(9_000), currency="NPR", period="month")
        abroad = Spell("w", "paid-work", "j", known(left), known(end), country="JOR", **hours)
        by_hour = chance.random() < 0.2
        abroad = replace(
            abroad,
            sector=chance.choice(("domestic-work", "garment")),
            job=chance.choice(JOBS),
            pay=Decimal(pay) / (200 if by_hour else 1),
            currency=currency,
            period="hour" if by_hour else "month",
            in_kind=(InKind("food", Decimal(pay) / 5), InKind("lodging", Decimal(pay) / 8)),
            deductions=(Deduction("a fine", Decimal(10)),),
        )
        found.append(([home, abroad],))
    return found


def charged() -> Made:
    """Six charges on the way, one of them taken from the pay, and the spells of the same journey."""
    from corridor.recruitment.contents import Charge, Refund

    chance, found = random.Random(SEED), []
    for (pair,) in spells():
        left, charges = pair[1].begin.first, []
        for at, item in enumerate(ITEMS):
            taken = item == "employer-recovery"
            amount = Decimal(chance.randrange(60, 300) if taken else chance.randrange(1_000, 60_000, 500))
            back = (Refund(left, amount / 4),) if chance.random() < 0.1 else ()
            charges.append(
                Charge(
                    "w",
                    "c",
                    item,
                    payer=chance.choice(("worker", "worker", "husband", "kin", "recruiter")),
                    amount=amount,
                    currency="JOD" if taken else "NPR",
                    on=known(left - timedelta(days=10 * (4 - at))),
                    told_before=chance.choice(("yes", "no", "not-known")),
                    refunds=back,
                )
            )
        found.append((charges, pair))
    return found


def loans() -> Made:
    from bench.debt import made_up

    return [([one],) for one in made_up()]
