"""The return of a centre of 5,000 cases, step by step and whole; and the centre's own figures, first and again.

The cases are those of the demonstration in its proportions, with the roads, spells and services of its workers; all
that happened up to the closed quarter is counted, as in a first return. Beside it the floor in the same run: the same
records fetched, opened and read as typed contents, without counting. SQLite, and PostgreSQL where one can be had.
Goals: no step over 10 s (a page waits for it); own figures again at most 150 ms.
"""

import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from bench.apart import on_each_database, open_centre
from bench.tables import p50, p95, table

CASES, TIMES, AMONG = 5_000, 20, 8


class Took(NamedTuple):
    """Seconds by the clock, and of the processor, which other work on the machine does not change."""

    wall: float
    busy: float


def timed(act: Callable[[], Any]) -> tuple[Took, Any]:
    begin, worked = time.perf_counter(), time.process_time()
    found = act()
    return Took(time.perf_counter() - begin, time.process_time() - worked), found


def cold(member: Any) -> Any:
    """The casebook, opened anew."""
    from corridor.safe import casebook, queries

    casebook.drop()
    return queries.reading(member, "make_return")


def floor(member: Any) -> int:
    """Fetch, open and read every record as its typed content. Returns how many."""
    from corridor.safe.casebook import opens

    return sum(opens(one) for one in cold(member).everything())


def steps(member: Any, code: str) -> Iterator[tuple[str, Took, int]]:
    """(what, how long it took, facts told) of beginning a return and of each of its steps; the casebook stays open."""
    from corridor.figures.actions import returning
    from corridor.figures.models import MAKING

    yield "the casebook, opened", timed(lambda: cold(member))[0], 0
    took, found = timed(lambda: returning.begin_return(code, by=member))
    yield "begun: the workers counted", took, 0
    while found.state == MAKING:
        took, now = timed(lambda found=found: returning.take_step(code, read=len(found.counted), by=member))
        yield now.counted[-1], took, counted(now, now.counted[-1])
        found = now


def counted(found: Any, kind: str) -> int:
    """The most facts that a row-set of a kind tells."""
    from corridor.figures.queries import told_in

    return max((sum(one.rows.values()) for one in told_in(found).row_sets if one.kind == kind), default=0)


def own_pages(member: Any) -> list[list[object]]:
    """The page of each kind of fact: first (its facts made), and again while nothing changed."""
    from django.test import Client

    from corridor.journey.facts import FACTS
    from corridor.safe.tests.people import sign_in

    client, rows = sign_in(Client(), member), []
    cold(member)
    client.get("/today/")
    for kind in FACTS:
        client.post("/returns/own/", {"kind": kind})
        rows.append([kind, *_showings(client, "/returns/own/")])
    for one in ("grievance-results", "people-seen"):
        rows.append([f"{one}, its page", *_showings(client, f"/returns/own/{one}/")])
    return rows


def _showings(client: Any, address: str) -> list[object]:
    first, answer = timed(lambda: client.get(address))
    assert answer.status_code == 200, address
    again = [timed(lambda: client.get(address))[0] for _ in range(TIMES)]
    wall, busy = [one.wall for one in again], [one.busy for one in again]
    return [first.wall * 1000, first.busy * 1000, p50(wall), p95(wall), p50(busy), len(answer.content) / 1000]


def measure() -> None:
    member = open_centre()
    from django.db import connection

    from corridor.centre.demo import records
    from corridor.journey.facts import Quarter
    from corridor.safe.actions.records import write_records

    lead = (member.account.key, *(f"colleague-{number}" for number in range(1, AMONG)))
    written = write_records(records(date.today(), lead, member.account.name, CASES), by=member)
    code = Quarter.of(Quarter.of(date.today()).first - timedelta(days=1)).code
    least = min((timed(lambda: floor(member))[0] for _ in range(3)), key=lambda one: one.busy)
    taken = list(steps(member, code))
    whole = Took(sum(one.wall for _, one, _ in taken), sum(one.busy for _, one, _ in taken))
    told = [("floor: the same records read", least, 0), *taken, ("the whole return", whole, 0)]
    worst = max(one.wall for _, one, _ in taken)
    table(
        f"The return of a centre: {CASES:,} cases, {written:,} records, {connection.vendor}",
        ["step", "s", "processor, s", "x floor", "facts told"],
        [[what, f"{one.wall:.2f}", f"{one.busy:.2f}", one.busy / least.busy, facts or ""] for what, one, facts in told],
        [
            "Floor: fetched, opened and read as typed contents, best of three; x: by processor.",
            f"Longest step {worst:.1f} s (goal: 10).",
        ],
    )
    table(
        f"The centre's own figures: {CASES:,} cases, {connection.vendor}",
        ["kind of fact", "first, ms", "processor", "again p50", "p95", "processor", "kB"],
        own_pages(member),
        ["First: its facts made, the casebook open. Again: nothing changed since. Goal: p95 <= 150 ms."],
    )
    print(f"  this measurement itself: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    sys.exit(on_each_database("returning", measure))
