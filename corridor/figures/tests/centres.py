"""A made-up centre with enough workers for a return: women of Nepal in Jordan, in cases of three; nobody exists."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from corridor.centre.contents import Case, CaseNote, CaseWorker, Grievance
from corridor.centre.tests.roads import road_of
from corridor.figures.actions import returning
from corridor.figures.models import MAKING, Return
from corridor.figures.queries import return_of
from corridor.figures.returns import mark_of
from corridor.journey.contents import Journey, Name, Worker
from corridor.journey.facts import Quarter
from corridor.safe.actions.records import write_records
from corridor.safe.content import Content
from corridor.safe.tests.people import People
from corridor.work.contents import Spell

MARK = "Zulu-Mark"  # stands in every field that holds words
IN_A_CASE = 3


def before(quarter: Quarter) -> Quarter:
    return Quarter.of(quarter.first - timedelta(days=1))


def closed() -> Quarter:
    """The quarter that closed last."""
    return before(Quarter.of(timezone.localdate()))


def in_it(quarter: Quarter, days: int = 20) -> date:
    return quarter.first + timedelta(days=days)


def new_id() -> str:
    return str(uuid.uuid4())


def filled(people: People, women: int, quarter: Quarter, collective: bool = False) -> list[str]:
    """So many women with a journey, a spell and a grievance each, in cases of three (or all in one); their ids."""
    day, ids, made = in_it(quarter), [new_id() for _ in range(women)], list[tuple[str, Content]]()
    told: dict[str, Any] = {"sex": "woman", "age_band": "25-34", "nationality": "NPL", "since": day}
    for at, id in enumerate(ids):
        made.append((id, Worker(f"kiba-{at}", (Name(f"{MARK} {at}"),), note=MARK, **told)))
        made.append((new_id(), Journey(id, "NPL", "JOR", "garment", note=MARK)))
        did = {"country": "JOR", "sector": "garment", "job": MARK, "place": MARK}
        made.append((new_id(), Spell(id, "paid-work", pay=Decimal("250"), currency="JOD", period="month", **did)))
    size = women if collective else IN_A_CASE
    for at in range(0, women, size):
        case = new_id()
        seats = tuple(CaseWorker(id, MARK, joined=day) for id in ids[at : at + size])
        about = {"country": "JOR", "sector": "garment", "opened": day, "place": MARK, "note": MARK}
        made.append((case, Case(f"fulu-{at}", MARK, seats, **about)))
        made.append((new_id(), Grievance(case, "unpaid-wages", told=MARK, wants=MARK, route="labour-office", day=day)))
        made.append((new_id(), CaseNote(case, MARK)))
    write_records(((id, content, None) for id, content in made), by=people.bina)
    return ids


def grievance_of(people: People, workers: list[str], day: date) -> None:
    """One more case of each three of them, brought on that day."""
    made: list[tuple[str, Content]] = []
    for at in range(0, len(workers), IN_A_CASE):
        case = new_id()
        seats = tuple(CaseWorker(id, MARK, joined=day) for id in workers[at : at + IN_A_CASE])
        made.append((case, Case(f"late-{at}-{day}", MARK, seats, country="JOR", sector="garment", opened=day)))
        made.append((new_id(), Grievance(case, "passport", told=MARK, route="labour-office", day=day)))
    write_records(((id, content, None) for id, content in made), by=people.bina)


def with_roads(people: People, workers: list[str]) -> None:
    for id in workers:
        road_of(id, people.bina, MARK)


def proposed(people: People, period: str) -> Return:
    """A return, made in all its steps."""
    found = returning.begin_return(period, by=people.amina)
    while found.state == MAKING:
        found = returning.take_step(period, read=len(found.counted), by=people.amina)
    return found


def mark(people: People, period: str) -> str:
    found = return_of(people.centre, period)
    assert found
    return mark_of(bytes(found.text))


def approved(people: People, period: str) -> None:
    for name in ("amina", "dalia"):
        assert returning.approve_return(period, mark(people, period), by=people.members[name])


def signed(people: People, period: str) -> bytes:
    """The bytes of a return, from its first step to its signature."""
    proposed(people, period)
    approved(people, period)
    assert returning.sign_return(period, mark(people, period), by=people.amina)
    return returning.hand_out_return(period, by=people.amina)
