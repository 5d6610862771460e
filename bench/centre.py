"""The pages of a workers' centre with 5,000 cases, 30,000 parts of them and about 35,000 workers, warm.

The cases are those of the demonstration, in its proportions; of what it would write beyond 30,000 parts, a share of the
actions that were done, notes and follow-ups is left out. Beside each page stands the notebook's list in the same run.
SQLite, and PostgreSQL where one can be had. Goals: p95 <= 150 ms, at most 12 queries.
"""

import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from bench.apart import on_each_database, open_centre
from bench.casebook import fill, two_processes
from bench.tables import p50, p95, table

CASES, PARTS, NOTES, TIMES = 5_000, 30_000, 500, 40
AMONG = 8  # caseworkers between whom the cases are shared out
Asks = Callable[[], Any]


def made(lead: tuple[str, ...], author: str) -> Iterator[tuple[str, Any, date | None]]:
    """The records of the demonstration for so many cases, thinned to so many parts."""
    from corridor.centre.demo import records

    today, counted = date.today(), {True: 0, False: 0}
    for _, content, _ in records(today, lead, author, CASES, bare=True):
        if content.HEAD:
            counted[_may_go(content)] += 1
    chance, share = random.Random(1), (PARTS - counted[False]) / counted[True]
    for filed in records(today, lead, author, CASES, bare=True):
        if not (filed[1].HEAD and _may_go(filed[1])) or chance.random() < share:
            yield filed


def _may_go(content: Any) -> bool:
    """Nothing that stands open may: today's list is made of it."""
    return content.TYPE in {"action", "case-note", "follow-up"} and not content.stands_open()


def measured(times: int, ask: Asks, expected: int) -> tuple[list[float], int, int]:
    """Seconds of each request, queries of one, bytes of its answer; the first two requests warm up."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask()
    with CaptureQueriesContext(connection) as queries:
        answer = ask()
        made = len(queries)
    assert answer.status_code == expected, (answer.status_code, answer.content[-2000:])
    seconds = []
    for _ in range(times):
        begin = time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - begin)
    return seconds, made, len(answer.content)


def intakes(client: Any) -> Asks:
    """Each takes in somebody else, of whom there is no file; the files like hers are looked for all the same."""
    chance = random.Random(2)

    def ask() -> Any:
        word = "".join(chance.choices("bcdfgjklmnprstvz", k=9))
        said = {"called": word, "channel": "call", "value": f"+962 7 1111 {chance.randrange(10_000):04d}"}
        said |= {"kind": "unpaid-wages", "wants": "My pay.", "told": "Made up.", "next_kind": "call", "soon": "week"}
        return client.post("/cases/new/", said | {"form": word, "country": "JOR"})

    return ask


def pages(member: Any) -> list[list[object]]:
    from django.test import Client

    from corridor.centre.contents import Case
    from corridor.safe import queries
    from corridor.safe.tests.people import sign_in

    client = sign_in(Client(), member)
    cases = queries.reading(member, "read_case").of_type(Case)
    usual, most = cases[7].id, max(cases, key=lambda one: len(one.content.workers)).id
    words = {"words": "tamang passport"}

    def todays(whose: str) -> Asks:
        client.post("/today/", {"whose": whose})
        return lambda: client.get("/today/")

    asks: list[tuple[str, Callable[[], Asks], int]] = [
        ("notebook, its list", lambda: lambda: client.get("/notebook/"), 200),
        ("today, hers", lambda: todays("me"), 200),
        ("today, everybody's", lambda: todays("everybody"), 200),
        ("a case", lambda: lambda: client.get(f"/cases/{usual}/"), 200),
        ("the case with most workers", lambda: lambda: client.get(f"/cases/{most}/"), 200),
        ("search, two words: sent", lambda: lambda: client.post("/cases/found/", words), 302),
        ("search, two words: found", lambda: lambda: client.get("/cases/found/"), 200),
        ("intake, the form", lambda: lambda: client.get("/cases/new/"), 200),
        ("intake, kept", lambda: intakes(client), 302),
    ]
    rows: list[list[object]] = []
    floor = 0.0
    for name, begin, expected in asks:
        seconds, queries_made, size = measured(TIMES, begin(), expected)
        floor = floor or p95(seconds)
        rows.append([name, p50(seconds), p95(seconds), p95(seconds) / floor, queries_made, size / 1000])
    return rows


def measure() -> None:
    member = open_centre()
    from django.db import connection

    from corridor.safe.actions.records import write_records

    lead = (member.account.key, *(f"colleague-{number}" for number in range(1, AMONG)))
    written = write_records(made(lead, member.account.name), by=member)
    fill(member, NOTES, 6 * NOTES)
    title = f"The centre's pages, warm: {CASES:,} cases, {PARTS:,} parts, {written:,} records, {connection.vendor}"
    header = ["page", "p50 ms", "p95 ms", "x notebook", "queries", "kB"]
    table(title, header, pages(member), ["Goals: p95 <= 150 ms, at most 12 queries."])
    table("Memory", ["process", "MB at most"], two_processes(member))
    print(f"  this measurement itself: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    sys.exit(on_each_database("centre", measure))
