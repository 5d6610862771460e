"""A centre of 5,000 cases with 30,000 parts: today's list and everything searchable, cold; pages warm; sealed writing.

Beside each stands its floor in the same run: fetching, opening and parsing the same bytes alone (no casebook, no types,
no search), and inserting rows of the same size without sealing or audit. SQLite, or what CORRIDOR_DATABASE names.
Goals: list <= 0.5 s, all searchable <= 2 s, warm page p95 <= 150 ms, sealing costs <= 2 ms a write.
"""

import hashlib
import json
import random
import re
import resource
import secrets
import subprocess
import sys
import threading
import time
import uuid
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

from bench.apart import on_each_database, open_centre
from bench.tables import p50, p95, table

CASES, PARTS, OPEN_SHARE = 5_000, 30_000, 0.3
LANGUAGES = ("", "ne", "", "ar", "", "bn", "fr", "hi")  # a note is in one language; three of eight are in English
LENGTHS = (0.2, 0.4, 0.6, 1, 2.8)  # notes are short and some are long; one on average
COMMON = ["wages", "passport", "contract", "employer"]


@cache
def vocabulary(language: str) -> tuple[list[str], list[float]]:
    """The words of the interface in a language, about as unequally used as words are (the nth 1/n as often)."""
    po = Path(__file__).parent.parent / f"corridor/ui/locale/{language or 'ne'}/LC_MESSAGES/django.po"
    sought = r'^(?:msgstr(?:\[\d\])? )?"(.*)"' if language else r'^msgid "(.*)"'
    found = " ".join(re.findall(sought, po.read_text(encoding="utf-8"), re.MULTILINE)).split()
    words = COMMON + sorted({*found} - {*COMMON}, key=lambda word: hashlib.sha256(word.encode()).digest())
    return words, list(accumulate(1 / rank for rank in range(1, len(words) + 1)))


def text(number: int, length: int) -> str:
    """A text of about so many letters on average, always the same for the same number."""
    words, weights = vocabulary(LANGUAGES[number % len(LANGUAGES)])
    wanted = int(length * LENGTHS[number % len(LENGTHS)] / 6)
    return f"{number} " + " ".join(random.Random(number).choices(words, cum_weights=weights, k=wanted))


def fill(member, cases: int, parts: int) -> None:
    """Rows as the actions would write them (sealed, wrapped under the data key), inserted in bulk."""
    from corridor.safe import sealing
    from corridor.safe.actions.acts import acting
    from corridor.safe.content import encode
    from corridor.safe.keys import RECORDS, data_key
    from corridor.safe.models import SealedRecord
    from corridor.safe.notebook.contents import Note, NotePart

    data = data_key(member.secret(RECORDS))
    with acting(member.centre, member.account) as now:
        number, ids, rows = now.records.number, [], []
        for i in range(cases + parts):
            if i < cases:
                closed = None if i % 10 < OPEN_SHARE * 10 else date.today()
                due = date.today() + timedelta(days=i % 60 - 20) if closed is None else None
                content = Note(title=f"Case {i}", text=text(i, 700), remind=due, closed=closed)
            else:
                content = NotePart(note=str(ids[i % cases]), text=text(i, 600))
            row = SealedRecord(
                id=uuid.uuid4(), centre=member.centre, day=now.day, change=now.did("write"), epoch=number
            )
            row.version, row.due, row.is_open = sealing.FORMAT, content.due(), content.stands_open()
            place = sealing.Place(str(row.id), member.centre.key, row.change)
            row.wraps, row.sealed = sealing.seal(
                place, encode(content), centre_public=b"", centre_data_key=data, recovery_public=b""
            )
            ids.append(row.id)
            rows.append(row)
            if len(rows) == 1000 or i == cases + parts - 1:
                SealedRecord.objects.bulk_create(rows)
                rows = []


def floor(member, only_open: bool) -> float:
    """Fetch, open and parse the same bytes, nothing else."""
    from corridor.safe import sealing
    from corridor.safe.keys import RECORDS, data_key
    from corridor.safe.models import SealedRecord
    from corridor.safe.primitives import unlock

    data = data_key(member.secret(RECORDS))
    begin = time.perf_counter()
    rows = SealedRecord.objects.filter(centre=member.centre)
    rows = rows.filter(is_open=True) if only_open else rows
    for id, change, wraps, sealed in rows.values_list("id", "change", "wraps", "sealed").iterator(chunk_size=2000):
        place = sealing.Place(str(id), member.centre.key, change)
        key = unlock(data, wraps[: sealing.LOCKED_SLOT], place.bound("wrap"))
        json.loads(sealing.open_content(place, key[1:], sealed))
    return time.perf_counter() - begin


def cold(member, everything: bool) -> tuple[float, int]:
    from corridor.safe import casebook, queries

    casebook.drop()
    begin = time.perf_counter()
    reading = queries.reading(member, "read_note", everything=everything)
    if everything:
        reading.search("passport")
    return time.perf_counter() - begin, len(reading.book.entries)


def writing(member, count: int) -> list[list[object]]:
    """Durable writes one after another: sealed with audit, and bare rows of the same size on the same database."""
    from django.db import transaction

    from corridor.safe.actions.records import write_record
    from corridor.safe.models import SealedRecord
    from corridor.safe.notebook.contents import Note

    def bare() -> None:
        with transaction.atomic():
            SealedRecord.objects.create(
                centre=member.centre,
                change=0,
                epoch=1,
                version=1,
                day=date.today(),
                wraps=bytes(648),
                sealed=bytes(1024),
            )

    rows: list[list[object]] = []
    ways = {
        "bare insert (floor)": bare,
        "sealed, chained, by a member": lambda: write_record(Note(title="x", text=text(1, 600)), by=member),
        "sealed, chained, from outside": lambda: write_record(
            Note(title="x", text=text(1, 600)), by=None, centre=member.centre, token=secrets.token_hex(8)
        ),
    }
    first = 0.0
    for name, way in ways.items():
        seconds = []
        for _ in range(count):
            begin = time.perf_counter()
            way()
            seconds.append(time.perf_counter() - begin)
        first = first or sum(seconds)
        rows.append([name, p50(seconds), p95(seconds), count / sum(seconds), sum(seconds) / first])
    SealedRecord.objects.filter(change=0).delete()
    return rows


def together(member, members: int, each: int) -> list[object]:
    """Several members writing to one chain at once."""
    from django.db import connection

    from corridor.safe.actions.records import write_record
    from corridor.safe.notebook.contents import Note

    seconds: list[float] = []

    def work() -> None:
        for _ in range(each):
            begin = time.perf_counter()
            write_record(Note(title="x", text=text(1, 600)), by=member)
            seconds.append(time.perf_counter() - begin)
        connection.close()

    begin = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(members)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - begin
    return [f"{members} members, one chain", p50(seconds), p95(seconds), members * each / whole, ""]


def pages(member) -> list[list[object]]:
    from django.test import Client

    from bench.pages import counted
    from corridor.safe import queries
    from corridor.safe.notebook.contents import Note
    from corridor.safe.tests.people import sign_in

    client = sign_in(Client(), member)
    head = queries.reading(member, "read_note").of_type(Note)[7].id
    rows = []
    for name, address, form in [
        ("today's list", "/notebook/", None),
        ("search, everything", "/notebook/found/", {"words": "passport नेपाल"}),
        ("a note with its parts", f"/notebook/{head}/", None),
    ]:
        ask = (lambda a, f: client.post(a, f, follow=True)) if form else (lambda a, f: client.get(a))
        assert ask(address, form).status_code == 200, address
        queries_made, answer = counted(client, address) if not form else (0, ask(address, form))
        seconds = []
        for _ in range(40):
            begin = time.perf_counter()
            answer = ask(address, form)
            seconds.append(time.perf_counter() - begin)
        rows.append([name, p50(seconds), p95(seconds), queries_made or "", len(answer.content) / 1000])
    return rows


def two_processes(member) -> list[list[object]]:
    """Memory of two processes, each with the whole book open, beside a process without one."""
    rows = []
    for name, opens in (("a serving process without a book", "no"), ("first with the book", "yes"), ("second", "yes")):
        code = (
            "import django; django.setup()\n"
            "from corridor.safe import queries\nfrom corridor.safe.keys import Member\n"
            "from corridor.access.models import Account\n"
            f"account = Account.objects.get(key={member.account.key!r})\n"
            f"member = Member(account, bytes.fromhex({member.private.hex()!r}))\n"
            f"r = queries.reading(member, 'read_note') if {opens!r} == 'yes' else None\n"
            "r and r.search('passport')\n"
            "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        rows.append([name, float(done.stdout.split()[-1]) / 1024])
    return rows


def measure() -> None:
    member = open_centre()
    from django.db import connection

    fill(member, CASES, PARTS)
    size = f"{CASES:,} cases with {PARTS:,} parts, {connection.vendor}"
    list_floor, list_cold = min(floor(member, True) for _ in range(3)), min(cold(member, False) for _ in range(3))
    all_floor, all_cold = min(floor(member, False) for _ in range(3)), min(cold(member, True) for _ in range(3))
    table(
        f"Opening the casebook, cold: {size}",
        ["what", "records", "s", "floor s", "x floor"],
        [
            ["today's list", list_cold[1], f"{list_cold[0]:.2f}", f"{list_floor:.2f}", list_cold[0] / list_floor],
            ["everything, searched", all_cold[1], f"{all_cold[0]:.2f}", f"{all_floor:.2f}", all_cold[0] / all_floor],
        ],
        ["Floor: the same rows fetched, opened and parsed alone. Best of three. Goals: 0.5 s and 2 s."],
    )
    table(
        f"Pages, warm: {size}", ["page", "p50 ms", "p95 ms", "queries", "kB"], pages(member), ["Goal: p95 <= 150 ms."]
    )
    rows = [*writing(member, 400), together(member, 8, 60)]
    cost = rows[1][1] - rows[0][1]  # type: ignore[operator]
    table(
        f"Durable writes: {connection.vendor}",
        ["way", "p50 ms", "p95 ms", "a second", "x floor"],
        rows,
        [f"Sealing and chaining cost {cost:.1f} ms a write (goal: 2 ms)."],
    )
    table("Memory", ["process", "MB at most"], two_processes(member))
    print(f"  this measurement itself: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    sys.exit(on_each_database("casebook", measure))
