"""The rules of the road over 10,000 made-up journeys, and the pages that tell them, with the data of the demonstration.

Each rule is measured in a process of its own, in seconds of the processor, beside a floor in the same run: reading the
same contents from the plain form in which they are sealed, which every page has to do before it reckons anything.
The journeys are made by chance (seeded) and are held in memory; what a rule answers is let go at once. The shelf is the
shipped one with the invented rates, wages and fee rules of the demonstration over it. Goal of a worker's pages: p95 <=
150 ms; SQLite, and PostgreSQL where one can be had.
"""

import gc
import json
import os
import random
import resource
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable
from datetime import date
from itertools import cycle
from typing import Any

from bench.apart import on_each_database, open_centre
from bench.centre import Asks, measured
from bench.made_up_roads import JOURNEYS, Made, chains, charged, loans, spells
from bench.tables import p50, p95, table

WARM, SEED = 200, 31
TODAY = date(2026, 1, 31)
TIMES, WORKERS = 40, 20
Rule = Callable[[Any], Any]


def promises() -> tuple[Made, Rule]:
    from corridor.recruitment.promises import Road, compare
    from corridor.reference.exchange_rates import converted

    def rule(one: Any) -> Any:
        pairs = zip("ht", one, strict=True)
        hops, said = ([(f"{mark}{at}", each) for at, each in enumerate(ones)] for mark, ones in pairs)
        return compare(Road(hops, said), converted)

    return chains(), rule


def wages() -> tuple[Made, Rule]:
    from corridor.work.benchmarks import comparisons, reference_day

    return spells(), lambda one: [comparisons(each, "NPL", reference_day(each, TODAY)) for each in one[0]]


def schedules() -> tuple[Made, Rule]:
    from bench.debt import END
    from corridor.recruitment.schedules import balance

    return loans(), lambda one: balance(one[0][0], END)


def charges() -> tuple[Made, Rule]:
    from corridor.recruitment.charges import ledger
    from corridor.recruitment.cost import first_earnings, recruitment_cost

    def rule(one: Any) -> Any:
        asked, pair = one
        lines = ledger([(f"p{at}", each) for at, each in enumerate(asked)], "NPL", "JOR", pair[1].sector)
        return recruitment_cost(lines, first_earnings(pair, "j", "JOR"))

    return charged(), rule


RULES: dict[str, tuple[str, Callable[[], tuple[Made, Rule]]]] = {
    "promises": ("promise, contract, reality: 4 hops, 6 statements", promises),
    "wages": ("pay beside its references: 2 spells", wages),
    "schedules": ("a debt: 24 months with every step", schedules),
    "charges": ("6 charges, what each is, months of pay", charges),
}


def plain_of(one: Iterable[Any]) -> list[tuple[type, dict[str, Any]]]:
    """The contents of a journey as they stand inside their seals."""
    from corridor.safe.content import to_plain

    return [(type(each), json.loads(json.dumps(to_plain(each)))) for some in one for each in some]


def reading(one: list[tuple[type, dict[str, Any]]]) -> list[Any]:
    from corridor.safe.content import read_fields

    return [read_fields(kind, plain) for kind, plain in one]


def timed(act: Rule, among: list[Any]) -> list[float]:
    for one in among[:WARM]:
        act(one)
    seconds = []
    for one in among:
        begin = time.thread_time()
        act(one)
        seconds.append(time.thread_time() - begin)
    return seconds


def of_rule(name: str) -> dict[str, float]:
    """Seconds of one rule and of its floor; the memory of this process, and what the rule takes for one journey."""
    import django

    django.setup()
    made, rule = RULES[name][1]()
    plain = [plain_of(one) for one in made]
    gc.collect()
    gc.freeze()  # what was made up is not the rule's to look through
    floor, found = timed(reading, plain), timed(rule, made)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = {"all": sum(found), "p95": p95(found), "floor": sum(floor), "floor_p95": p95(floor)}
    return told | {"megabytes": most / 1024, "kilobytes": room(rule, made[:WARM]) / 1000}


def room(rule: Rule, among: Made) -> int:
    """Bytes that the rule takes for one journey, at most, its answer among them."""
    tracemalloc.start()
    most = 0
    for one in among:
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        rule(one)
        most = max(most, tracemalloc.get_traced_memory()[1] - before)
    tracemalloc.stop()
    return most


def rules() -> None:
    rows: list[list[object]] = []
    for name, (called, _) in RULES.items():
        done = subprocess.run([sys.executable, "-m", "bench.road", name], check=True, stdout=subprocess.PIPE, text=True)
        one = json.loads(done.stdout.splitlines()[-1])
        each, floor = one["all"] / JOURNEYS * 1000, one["floor"] / JOURNEYS * 1000
        spent = [f"{one['all']:.2f}", f"{each:.3f}", f"{one['p95']:.3f}", f"{floor:.3f}", f"{one['floor_p95']:.3f}"]
        rows.append([called, *spent, each / floor, f"{one['megabytes']:.0f}", f"{one['kilobytes']:.0f}"])
    header = ["rule", "s", "ms each", "p95 ms", "floor ms", "floor p95", "x floor", "MB", "kB"]
    note = "Seconds of the processor. Floor: the same contents read from their sealed plain form. More on debts: debt."
    table(
        f"The road, {JOURNEYS:,} journeys",
        header,
        rows,
        [note, "MB: at most, with all that was made up, twice; kB: at most for one journey."],
    )


def pages(member: Any) -> list[list[object]]:
    from django.test import Client

    from corridor.recruitment.contents import Chain, Charge, Loan, Terms
    from corridor.safe import queries
    from corridor.safe.tests.people import sign_in
    from corridor.work.contents import Spell

    client, book = sign_in(Client(), member), queries.reading(member, "read_case")
    recruited = list(dict.fromkeys(one.content.worker for one in book.of_type(Chain)))
    in_debt = {one.content.worker: one.id for one in book.of_type(Loan)}
    some = random.Random(SEED).sample(recruited, min(WORKERS, len(recruited)))
    most = max(recruited, key=lambda id: sum(len(book.parts(id, kind)) for kind in (Charge, Terms, Loan, Spell)))
    debts = [f"/workers/{id}/debt/{part}/" for id, part in in_debt.items() if id not in some][:WORKERS]
    others = [id for id in recruited if id not in (most, *some)]

    def among(addresses: list[str]) -> Asks:
        turn = cycle(addresses)
        return lambda: client.get(next(turn))

    asks: list[tuple[str, list[str]]] = [("notebook, its list", ["/notebook/"])]
    asks += [("a worker, looked at first", [f"/workers/{id}/" for id in others])]
    for name, page in {"a worker": "", "line": "line/", "recruitment": "recruitment/", "work": "work/"}.items():
        asks += [(name, [f"/workers/{id}/{page}" for id in some])]
        asks += [(f"{name}, of whom most is told", [f"/workers/{most}/{page}"])]
    asks += [("a debt", debts), ("a spell, its form", [f"/workers/{some[0]}/add/spell/"])]
    asks += [(name, [f"/{name}/"]) for name in ("pathways", "agencies", "trajectories")]
    rows: list[list[object]] = []
    floor = 0.0
    for name, addresses in asks:
        for address in addresses if "first" not in name else ():
            client.get(address)
        seconds, queries_made, size = measured(TIMES, among(addresses), 200)
        floor = floor or p95(seconds)
        rows.append([name, p50(seconds), p95(seconds), p95(seconds) / floor, queries_made, size / 1000])
    return rows


def measure() -> None:
    """The pages, with everything that the demonstration tells."""
    member = open_centre()
    from django.db import connection

    from corridor.centre.demo import CASES, records
    from corridor.safe.actions.records import write_records

    written = write_records(records(date.today(), (member.account.key,), member.account.name), by=member)
    title = f"The pages of the road, warm: the demonstration, {CASES:,} cases, {written:,} records, {connection.vendor}"
    header = ["page", "p50 ms", "p95 ms", "x notebook", "queries", "kB"]
    note = "Goal of a worker's pages: p95 <= 150 ms. A first look at a file is written into the log of the centre."
    table(title, header, pages(member), [note])


def main() -> int:
    from corridor.reference.shelf import INVENTED

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.settings")
    os.environ.setdefault("CORRIDOR_SHELF", str(INVENTED))
    if len(sys.argv) == 2:
        print(json.dumps(of_rule(sys.argv[1])))
        return 0
    if "CORRIDOR_BENCH" not in os.environ:
        rules()
    return on_each_database("road", measure)


if __name__ == "__main__":
    sys.exit(main())
