"""T10: a full disk, and one that fails. What was acknowledged stays; what is not kept is said; it comes back."""

import errno
import json
import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proof import POSTGRESQL, Result, Scale
from proof.accounting import Account, books_in
from proof.installation import Installation, installation
from proof.postgres import NoServer
from proof.power import Faults, build
from proof.small_disk import Balloon, small_disk
from proof.writers import Crowd, outside_writer

NAME = "T10"
TITLE = "A full or failing disk: nothing acknowledged is lost, the answer says so, work goes on when there is room"
WRITERS = 4
ROOM = {"SQLite": 96, "PostgreSQL": 192}  # MiB
RESERVES = (
    "0",
    "8",
)  # MiB: nothing kept in reserve, so that the database itself meets the end; and as shipped, smaller
LEAVE = 1_500_000  # bytes at most that are left when the disk fills up
REFUSALS = 6  # answers that refuse, before room is made
LONGEST_BACK = 60.0  # seconds
IN_WORDS = {503, 507}
MILLION = 1_000_000
SERVER = {"min_wal_size": "2MB", "max_wal_size": "8MB", "wal_recycle": "off"}
FAILING = (
    {"writes": 20_000, "write_error": errno.EIO},
    {"writes": 20_000, "write_error": errno.ENOSPC},
    {"syncs": 50_000, "sync_error": errno.EIO},
    {"writes": MILLION, "write_error": errno.ENOSPC, "only_growing": True},
)


@dataclass
class Tally:
    """How often the disk was full or failed, what was answered, how long until work went on."""

    fills: int = 0
    failures: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    back: list[float] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    left_out: str = ""
    unsaid: int = 0

    def take(self, crowd: Crowd, account: Account) -> None:
        self.answers += crowd.answers
        self.accounts.append(account)
        told = [(status, body) for one in crowd.writers for (status, body) in one.refused]
        self.unsaid += sum(1 for status, body in told if status in IN_WORDS and "<h1" not in body)

    def holds(self) -> bool:
        kept = all(account.holds() for account in self.accounts)
        refused = set(self.answers) - {200}
        return kept and refused <= IN_WORDS and bool(refused) and not self.unsaid and max(self.back) <= LONGEST_BACK


def run(scale: Scale, database: str) -> Result:
    tally = Tally()
    fills, failures = scale.of(100, 3), scale.of(40, 4)
    for number, reserve in enumerate(RESERVES if not scale.short else RESERVES[:1]):
        share = fills // len(RESERVES) if not scale.short else fills
        _filled(database, reserve, share, tally, random.Random(number))
    _failing(database, failures, tally, random.Random(9))
    lost = sum(len(account.lost) for account in tally.accounts)
    acknowledged = sum(account.acknowledged for account in tally.accounts)
    told = "; ".join(account.told() for account in tally.accounts if not account.holds())
    refused = {str(status): count for status, count in sorted(tally.answers.items()) if status != 200}
    return Result(
        test=NAME,
        database=database,
        load=f"{tally.fills} fills of a disk, {tally.failures} times failing writes or syncs, "
        f"{acknowledged:,} acknowledged writes",
        result=f"{lost} lost, {told or 'all whole, none twice'}; refused in words: {json.dumps(refused)}; "
        f"back after {max(tally.back):.1f} s at most",
        passed=tally.holds(),
        faults=[fault for account in tally.accounts for fault in account.faults()],
        left_out=tally.left_out,
    )


@contextmanager
def _looked_after(here: Installation) -> Iterator[None]:
    """Whoever looks after the machine starts PostgreSQL again when it has fallen, as systemd does."""
    ends = threading.Event()

    def look() -> None:
        while here.postgres and not ends.wait(0.2):
            if not here.postgres.runs():
                try:
                    here.postgres.start(patience=5)
                except NoServer:
                    here.postgres.kill()

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ends.set()
        thread.join()


def _filled(database: str, reserve: str, fills: int, tally: Tally, chance: random.Random) -> None:
    """The disk fills up while people write, and is cleared again."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="corridor-proof-")))
        home.chmod(0o755)
        disk = home / ("postgres" if database == POSTGRESQL else "var")
        if not stack.enter_context(small_disk(disk, ROOM[database])):
            tally.left_out = "no small disk could be mounted here: that the disk is full was played by the shim alone"
            return
        options: dict[str, Any] = {"home": disk, "initdb": ("--wal-segsize=1",), **SERVER}
        here = stack.enter_context(installation(database, home, options if database == POSTGRESQL else None))
        here.more = {"CORRIDOR_DISK_RESERVE": reserve if database != POSTGRESQL else "0"}
        with _at_work(here, tally) as crowd:
            balloon = Balloon(disk / "balloon")
            for _ in range(fills):
                crowd.wait_for(8, patience=60)
                refused = _refusals(crowd)
                balloon.blow_up(chance, LEAVE)
                _until(lambda: _refusals(crowd) >= refused + REFUSALS, lambda: balloon.blow_up(chance, LEAVE))  # noqa: B023
                balloon.let_go()
                tally.back.append(crowd.wait_for(WRITERS + 1, patience=LONGEST_BACK + 10))
                tally.fills += 1
        told = f"{tally.fills} fills with {reserve} MiB in reserve"
        print(f"  {database}: {told}, {tally.accounts[-1].told()}, {dict(tally.answers)}", flush=True)


def _failing(database: str, failures: int, tally: Tally, chance: random.Random) -> None:
    """Writes and syncs of the database fail at random, for moments."""
    with ExitStack() as stack:
        shims = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="corridor-proof-shim-")))
        shims.chmod(0o755)
        faults = Faults(shims / "faults")
        here = stack.enter_context(installation(database))
        folder = here.postgres.data if here.postgres else here.var
        shim = {"LD_PRELOAD": str(build(shims)), "PROOF_FOLDER": str(folder), **faults.environment()}
        if here.postgres:
            here.postgres.stop()
            here.postgres.more = shim
            here.postgres.start()
        here.more = {"CORRIDOR_DISK_RESERVE": "0", **(shim if not here.postgres else {})}
        with _at_work(here, tally) as crowd:
            for number in range(failures):
                crowd.wait_for(8, patience=60)
                refused = _refusals(crowd)
                faults.set(**FAILING[number % len(FAILING)])
                _until(lambda: _refusals(crowd) > refused, lambda: None, patience=chance.uniform(0.5, 3))  # noqa: B023
                faults.set()
                tally.back.append(crowd.wait_for(WRITERS + 1, patience=LONGEST_BACK + 10))
                tally.failures += 1
        print(
            f"  {database}: {tally.failures} failures, {tally.accounts[-1].told()}, {dict(tally.answers)}", flush=True
        )


@contextmanager
def _at_work(here: Installation, tally: Tally) -> Iterator[Crowd]:
    """The server and its writers; at the end everything is accounted for."""
    people = here.do("found")
    (ledgers := here.home / "ledgers").mkdir()
    here.start()
    crowd = Crowd([outside_writer(f"w{n}", here.port, people["centre"], ledgers) for n in range(WRITERS)])
    with _looked_after(here):
        crowd.begin()
        try:
            yield crowd
        finally:
            crowd.end()
        account = Account()
        account.take(books_in(ledgers), here.do("account", centre=people["centre"], member=people["members"]["amina"]))
    tally.take(crowd, account)


def _refusals(crowd: Crowd) -> int:
    return sum(count for status, count in crowd.answers.items() if status != 200)


def _until(done: Any, meanwhile: Any, patience: float = 30.0) -> None:
    """Wait until something is so, doing something meanwhile; after `patience` seconds go on all the same."""
    begin = time.perf_counter()
    while not done() and time.perf_counter() - begin < patience:
        meanwhile()
        time.sleep(0.02)
