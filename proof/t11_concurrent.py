"""T11: many write the same notes at the same time. Every accepted save stands; whoever was too late keeps her text."""

import json
import statistics
import time
from pathlib import Path
from typing import Any

from proof import Result, Scale
from proof.installation import Installation, installation

NAME = "T11"
TITLE = "Many change the same notes at once: no update is lost, both texts of a conflict are kept"
LIMIT = 0.8  # seconds for 95 of 100 saves; told, not asserted: it depends on the machine
HANDS = ("amina", "bina", "chandra")


def run(scale: Scale, database: str) -> Result:
    writers, saves, notes = scale.of(32, 6), scale.of(200, 8), scale.of(20, 3)
    with installation(database) as here:
        people = here.do("found")
        careful = _load(here, people, database, writers, saves, notes)
        careless = _load(here, people, database, 6, 8, 1, blindly=True)
    passed = careful.whole() and bool(careless.lost)
    return Result(
        test=NAME,
        database=database,
        load=f"{writers} writers x {saves} saves on {notes} notes: {careful.accepted:,} accepted, "
        f"{careful.conflicts:,} conflicts",
        result=f"{len(careful.lost)} updates lost, {len(careful.unkept)} texts of conflicts lost, "
        f"{len(careful.twice)} twice, chain {'whole' if not careful.chain else 'broken'}, "
        f"{careful.accepted / careful.seconds:.0f} saves a second, p50 {careful.share(50):.2f} s, "
        f"p95 {careful.share(95):.2f} s (goal {LIMIT} s)",
        passed=passed,
        control=f"the last one wins: {len(careless.lost)} of {careless.accepted} updates lost",
        faults=[f"lost: {one}" for one in sorted(careful.lost | careful.unkept)[:5]] + careful.chain[:3],
    )


class Load:
    """What the writers did, and what stands afterwards."""

    def __init__(self, told: list[dict[str, Any]], found: dict[str, Any], seconds: float) -> None:
        self.seconds = seconds
        self.times = sorted(one for each in told for one in each["times"])
        saved = [line for each in told for line in each["saved"]]
        refused = [line for each in told for line in each["refused"]]
        self.accepted, self.conflicts = len(saved), len(refused)
        lines = [line for note in found["notes"].values() for line in note]
        self.lost = set(saved) - set(lines)
        self.twice = {line for line in saved if lines.count(line) > 1}
        self.unkept = set(refused) - set(found["kept"])
        self.chain: list[str] = found["chain"]

    def whole(self) -> bool:
        return not (self.lost or self.unkept or self.twice or self.chain) and self.accepted > 0

    def share(self, percent: int) -> float:
        """The seconds within which so many of a hundred saves were answered."""
        return statistics.quantiles(self.times, n=100)[percent - 1] if len(self.times) > 1 else 0.0


def _load(
    here: Installation,
    people: dict[str, Any],
    database: str,
    writers: int,
    saves: int,
    notes: int,
    blindly: bool = False,
) -> Load:
    ids = here.do("notes", member=people["members"]["amina"], count=notes)
    folder = here.home / f"told{int(blindly)}"
    folder.mkdir()
    begin = time.perf_counter()
    members = [people["members"][HANDS[number % len(HANDS)]] for number in range(writers)]
    here.do("save", members=members, notes=ids, saves=saves, folder=str(folder), blindly=blindly)
    seconds = time.perf_counter() - begin
    found = here.do("standing", member=people["members"]["bina"], notes=ids, centre=people["centre"])
    told = [json.loads(path.read_text()) for path in sorted(Path(folder).iterdir())]
    load = Load(told, found, seconds)
    how = "last one wins" if blindly else "as shipped"
    print(f"  {database}, {how}: {load.accepted:,} saves, {load.conflicts:,} conflicts in {seconds:.0f} s", flush=True)
    return load
