"""T14: the machine is gone. A backup, an empty place, two cards: everything is there. With less, nothing is."""

import json
import random
import time
from pathlib import Path
from typing import Any

from proof import Result, Scale
from proof.inside_backup import LATER
from proof.installation import Installation, Unanswered, installation

NAME = "T14"
TITLE = "Restore drill: from a backup, an empty machine and two cards everything comes back; with less, nothing"
LONGEST = 15 * 60  # seconds
DECRYPTS = 100


def run(scale: Scale, database: str) -> Result:
    faults: list[str] = []
    count, flips, forged = scale.of(2000, 40), scale.of(1000, 60), scale.of(200, 10)
    with installation(database) as here:
        people = here.do("found")
        texts = here.do("fill", centre=people["centre"], member=people["members"]["amina"], count=count)
        backup, made = _backup(here)
        before = here.do("standing_rows")
        print(f"  {database}: {count:,} notes, a backup of {backup.stat().st_size:,} bytes in {made:.1f} s", flush=True)
        begin = time.perf_counter()
        drill = here.corridor("drill", str(backup), "--cards", "-", given="\n".join(people["cards"][1:]))
        drilled = time.perf_counter() - begin
        faults += [f"drill: {drill.stdout[-200:]} {drill.stderr[-200:]}"] if drill.returncode else []
        with installation(database, bare=True) as there:
            less = _with_less(there, backup, people, here)
            begin = time.perf_counter()
            done = there.corridor(
                "restore", str(backup), "--cards", "-", "--format", "json", given="\n".join(people["cards"][:2])
            )
            seconds = time.perf_counter() - begin
            if done.returncode:
                raise Unanswered(f"restore: {done.stderr[-300:]}")
            faults += _compared(before, there.do("standing_rows"), json.loads(done.stdout.rpartition("\n{")[2] or "{}"))
            read = _read(there, people, texts)
            again = there.corridor("restore", str(backup), "--cards", "-", given="\n".join(people["cards"][:2]))
            faults += [] if again.returncode else ["a place that is not empty was restored into"]
        flipped = here.do("flip", path=str(backup), count=flips, seed=1)
        print(f"  {database}: {flipped['refused']:,} of {flips:,} flipped backups refused", flush=True)
        fitted = here.do("forge", path=str(backup), count=forged, seed=2, cards=people["cards"][:2])
    faults += [f"opened with less: {what}" for what, opened in less.items() if opened]
    faults += read["chain"] + ([f"{read['unopened']} records do not open"] if read["unopened"] else [])
    whole = read["same"] == read["wanted"] and flipped["refused"] == flips and fitted["refused"] == forged
    rows = before["rows"]["safe.sealedrecord"]
    return Result(
        test=NAME,
        database=database,
        load=f"{rows:,} sealed records, {before['rows']['safe.auditentry']:,} acts, {flips:,} flipped backups, "
        f"{forged} forged with digests that fit",
        result=f"all rows, chain whole, {read['same']} of {read['wanted']} records read again, "
        f"restored in {seconds:.1f} s, "
        f"drill {drilled:.1f} s; {flipped['refused']:,} flipped and {fitted['refused']} forged refused",
        passed=whole and not faults and seconds < LONGEST,
        control=f"{len(less)} ways with less than two cards opened {sum(less.values())}; the whole backup is taken",
        faults=faults,
    )


def _backup(here: Installation) -> tuple[Path, float]:
    begin = time.perf_counter()
    (folder := here.home / "backups").mkdir()
    done = here.corridor("backup", str(folder))
    if done.returncode:
        raise Unanswered(f"backup: {done.stderr[-300:]}")
    made = [path for path in folder.iterdir() if path.stat().st_size > 4096]
    return made[0], time.perf_counter() - begin


def _with_less(there: Installation, backup: Path, people: dict[str, Any], here: Installation) -> dict[str, bool]:
    """Whatever somebody has who has not two cards of the set: does it open anything?"""
    one, two, _ = people["cards"]
    other = _mistyped(two)
    tries = {
        "one card": [one],
        "the same card twice": [one, one],
        "a card and a mistyped one": [one, other],
        "a card and a passphrase": [one, "bamo tiru kelo vasu nipe"],
        "passphrases alone": ["bamo tiru kelo vasu nipe", "another passphrase"],
        "nothing": [],
    }
    opened = {}
    for what, given in tries.items():
        done = there.corridor("restore", str(backup), "--cards", "-", given="\n".join(given))
        opened[what] = done.returncode != 2 or "Traceback" in done.stderr
    content = backup.read_bytes()
    held = [path.read_bytes() for path in here.keyring.rglob("*.json")]
    wraps = [bytes.fromhex(json.loads(one)[name]) for one in held for name in ("salt", "locked", "secrets")]
    opened["the keyring in the backup"] = any(one in content or one.hex().encode() in content for one in wraps)
    return opened


def _mistyped(card: str) -> str:
    digit = card[0]
    return str((int(digit) + 1) % 10) + card[1:]


def _compared(before: dict[str, Any], after: dict[str, Any], told: dict[str, Any]) -> list[str]:
    """Each table has its rows, each record its bytes, the chain goes on where it ended."""
    rows = {name: count for name, count in before["rows"].items() if name not in LATER}
    found = [
        f"{name}: {after['rows'].get(name)} rows of {count}"
        for name, count in rows.items()
        if after["rows"].get(name) != count
    ]
    if before["records"] != after["records"]:
        found.append("the sealed records are not the same")
    if any(after["chain"].get(number) != value for number, value in before["chain"].items()):
        found.append("the chain is not the same")
    return found


def _read(there: Installation, people: dict[str, Any], texts: dict[str, str]) -> dict[str, Any]:
    """One of the circle reopens with two cards and reads some records, drawn by lot."""
    chosen = random.Random(5).sample(sorted(texts), min(DECRYPTS, len(texts)))
    return there.do(
        "reopen_and_read",
        centre=people["centre"],
        cards=people["cards"][1:],
        account=people["members"]["amina"][0],
        texts={id: texts[id] for id in chosen},
    )
