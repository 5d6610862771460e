"""T9: the power goes at any moment. Kill -9 does not show it (the system still writes what it holds), so the disk is
one that keeps only what was synced (power_shim.c); the arms that do not wait for the disk must lose something."""

import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from proof import POSTGRESQL, Result, Scale
from proof.accounting import Account, books_in
from proof.installation import Installation, installation
from proof.power import Disk, build
from proof.processes import kill

NAME = "T9"
TITLE = "The power goes: nothing acknowledged is lost, although only what was synced is on the disk"
WRITERS = 4
MOMENTS = (0.05, 1.2)  # seconds of writing before the cut
# What must lose something, by database: other settings, or other options of the server.
CAREFUL = "as shipped"
CARELESS = {"SQLite": ("synchronous=NORMAL",), "PostgreSQL": ("fsync=off", "synchronous_commit=off")}


@dataclass
class Arm:
    """One way of running: how often the power went, what was acknowledged, what came of it."""

    name: str
    cuts: int = 0
    account: Account = field(default_factory=Account)
    undone: int = 0
    slowest: float = 0.0
    broken: str = ""


def run(scale: Scale, database: str) -> Result:
    careful = _arm(CAREFUL, database, scale.of(100, 3))
    careless = [_arm(name, database, scale.of(10, 2)) for name in CARELESS[database][: scale.of(2, 1)]]
    failed = all(one.account.lost or one.broken for one in careless)
    account = careful.account
    return Result(
        test=NAME,
        database=database,
        load=f"{careful.cuts} cuts, {account.acknowledged:,} acknowledged writes, {careful.undone:,} unsynced lost",
        result=f"{account.told()}, back in {careful.slowest:.1f} s at most",
        passed=account.holds() and not careful.broken and failed,
        control="; ".join(f"{one.name}: {one.cuts} cuts lost {len(one.account.lost):,}" for one in careless),
        faults=[*account.faults(), *([careful.broken] if careful.broken else [])],
    )


def _arm(name: str, database: str, cuts: int) -> Arm:
    arm, chance = Arm(name), random.Random(f"{name} {database}")
    options = dict([name.split("=")]) if database == POSTGRESQL and name != CAREFUL else {}
    with ExitStack() as stack:
        shim = build(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="corridor-proof-shim-"))))
        shim.parent.chmod(0o755)
        here = stack.enter_context(installation(database, server=options))
        if name != CAREFUL and database != POSTGRESQL:
            here.settings = "proof.unsafe_settings"
        for _ in _cuts(arm, here, shim, chance, cuts):
            if arm.cuts % 10 == 0 or arm.cuts == cuts:
                told = f"{arm.account.acknowledged:,} acknowledged, {arm.account.told()}"
                print(f"  {database}, {name}: {arm.cuts} cuts, {told}", flush=True)
    return arm


def _cuts(arm: Arm, here: Installation, shim: Path, chance: random.Random, cuts: int) -> Iterator[None]:
    """Write, cut the power, start again, account; after each one a pause to tell. Ends when it does not start again."""
    people = here.do("found")
    disk = _put_on(here, shim)
    ledgers = here.home / "ledgers"
    for number in range(cuts):
        (folder := ledgers / str(number)).mkdir(parents=True)
        writing = here.start_program(
            "write", quiet=True, centre=people["centre"], ledgers=str(folder), writers=WRITERS, prefix=f"c{number}"
        )
        _wait_for_the_first(folder)
        time.sleep(chance.uniform(*MOMENTS))
        if here.postgres and chance.random() < 0.3:
            here.postgres.begin_checkpoint()  # the power may go in the middle of one (SQLite makes its own)
            time.sleep(chance.uniform(0, 0.05))
        kill(here.postgres.process if here.postgres else writing)
        kill(writing)
        arm.undone += disk.cut(chance)
        arm.cuts += 1
        try:
            begin = time.perf_counter()
            if here.postgres:
                here.postgres.start()
            found = here.do("account", centre=people["centre"], member=people["members"]["amina"])
            arm.slowest = max(arm.slowest, time.perf_counter() - begin)
        except RuntimeError as error:
            arm.broken = f"after cut {arm.cuts} it did not open again: {str(error)[-200:]}"
            arm.account.take(books_in(ledgers), {})
            return
        arm.account.take(books_in(ledgers), found)
        yield


def _put_on(here: Installation, shim: Path) -> Disk:
    """From now on what writes the files of the database writes them through the shim."""
    if here.postgres is None:
        disk = Disk(here.var, here.home / "unsynced", shim)
        here.more = disk.environment()
        return disk
    here.postgres.stop()
    disk = Disk(here.postgres.data, here.postgres.home / "unsynced", shim)
    here.postgres.more = disk.environment()
    here.postgres.own(disk.log)
    here.postgres.start()
    return disk


def _wait_for_the_first(folder: Path) -> None:
    begin = time.perf_counter()
    while not any(path.stat().st_size for path in folder.iterdir()):
        if time.perf_counter() - begin > 60:
            raise RuntimeError("no write was acknowledged within 60 s")
        time.sleep(0.01)
