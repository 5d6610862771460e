"""T15: somebody presses Lock, or Seal. How long is anything still answered, and what is left on the machine?"""

import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corridor.safe.keyring import held_in_memory
from proof import POSTGRESQL, Result, Scale, traces
from proof.clients import Browser
from proof.installation import Installation, installation
from proof.live import INNER, press
from proof.processes import below
from proof.small_disk import disk_image

NAME = "T15"
TITLE = "Lock and Seal: how long anything is still answered, and what is left in memory and on the disk"
SESSIONS = 50
LAST_ACCEPTED, KEYRING_GONE = 2.0, 5.0  # seconds after the press
LONGEST_WATCH, NEVER = 30.0, float("inf")
DISK = 768  # MiB
TAPS = 2


@dataclass
class Found:
    """What was seen, in seconds after the press; and traces."""

    lock: list[float] = field(default_factory=list)
    seal: list[float] = field(default_factory=list)
    gone: list[float] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)
    before: int = 0
    in_memory: int = 0
    on_disk: int = 0
    wraps_before: int = 0
    wraps: list[int] = field(default_factory=list)
    looked: int = 0
    faults: list[str] = field(default_factory=list)
    left_out: str = ""


def run(scale: Scale, database: str) -> Result:
    found, sessions = Found(), scale.of(SESSIONS, 10)
    with ExitStack() as stack:
        here, image = stack.enter_context(_on_a_disk(database, found))
        people = here.do("found")
        words = here.do("canaries", member=people["members"]["amina"], count=5)
        here.start()
        taps = _taps(here, people, found)
        for number in range(scale.of(100, 2)):
            done = press(here, _inside(people), sessions, "/lock/")
            found.lock.append(done.last)
            found.faults += done.faults
            if (number + 1) % 20 == 0:
                print(f"  {database}: {number + 1} locks, the longest {max(found.lock):.2f} s", flush=True)
        for number in range(scale.of(100, 1)):
            _seal(here, people, sessions, found, words, image, look=number < scale.of(10, 1))
            if (number + 1) % 20 == 0:
                print(f"  {database}: {number + 1} seals, the longest {max(found.seal):.2f} s", flush=True)
    return _result(database, sessions, found, taps)


def _result(database: str, sessions: int, found: Found, taps: dict[str, int]) -> Result:
    lock, seal = _p99(found.lock), _p99(found.seal)
    within = max(lock, seal) <= LAST_ACCEPTED and max(found.gone) <= KEYRING_GONE and max(taps.values()) <= TAPS
    clean = not (found.in_memory or found.on_disk or found.faults)
    return Result(
        test=NAME,
        database=database,
        load=f"{len(found.lock)} locks and {len(found.seal)} seals with {sessions} live sessions; "
        f"traces looked for after {found.looked} seals",
        result=f"last answer p99 {lock:.2f} s after Lock, {seal:.2f} s after Seal; "
        f"keyring gone in {max(found.gone):.2f} s, "
        f"old processes in {max(found.ended):.2f} s; after Seal {found.in_memory} key bytes or words in memory, "
        f"{found.on_disk} on the disk, {max(found.wraps, default=0)} locked keys on the disk; "
        + ", ".join(f"{what} {count} taps" for what, count in taps.items()),
        passed=within and clean and found.before > 0 and found.wraps_before > 0,
        control=f"while open, {found.before} key bytes and words are found in memory, "
        f"{found.wraps_before} locked keys on the disk",
        faults=found.faults,
        left_out=found.left_out,
    )


def _p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[98] if len(values) > 100 else max(values)


@contextmanager
def _on_a_disk(database: str, found: Found) -> Iterator[tuple[Installation, Path | None]]:
    """An installation on a disk of its own, so that the whole disk can be looked through; else only its files."""
    with ExitStack() as stack:
        apart = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="corridor-proof-")))
        apart.chmod(0o755)
        image, home = apart / "disk.img", apart / "disk"
        whole = stack.enter_context(disk_image(image, home, DISK))
        if not whole:
            found.left_out = "no disk could be mounted: only the files were looked through, not what was freed"
        server: dict[str, Any] | None = None
        if database == POSTGRESQL:
            (home / "postgres").mkdir()
            server = {"home": home / "postgres", "initdb": ("--wal-segsize=1",)}
        yield stack.enter_context(installation(database, home, server)), image if whole else None


def _inside(people: dict[str, Any]) -> list[list[str]]:
    """Who can sign in: those of the circle, and after Seal the one who opened it again."""
    return [people["members"][name] for name in people.get("inside", ("amina", "bina", "chandra"))]


def _seal(
    here: Installation,
    people: dict[str, Any],
    sessions: int,
    found: Found,
    words: list[str],
    image: Path | None,
    look: bool,
) -> None:
    """Press Seal; watch the keyring and the processes; look for traces; open again with two cards."""
    secrets = here.do("secrets", members=_inside(people))
    if look:
        here.do("rewrite", members=_inside(people))
    patterns = [pattern for key in secrets["keys"] for pattern in traces.of_key(bytes.fromhex(key))]
    patterns += [pattern for word in words for pattern in traces.of_text(word)]
    wraps, places = [one.encode() for one in secrets["wraps"]], _places(here, image)
    watching: list[threading.Thread] = []
    times: dict[str, float] = {}

    def just_before() -> None:
        assert here.server
        if look and not found.before:
            found.before = traces.in_memory(below(here.server.pid), patterns)
            os.sync()
            found.wraps_before = traces.on_disk(places, wraps)
        folder, serving = here.keyring / people["centre"], {pid for pid in below(here.server.pid) if _is_worker(pid)}
        for what, is_there in (
            ("gone", lambda: any(folder.glob("*"))),
            ("ended", lambda: any(_is_worker(pid) for pid in serving)),
        ):
            watching.append(threading.Thread(target=_watch, args=(what, is_there, times), daemon=True))
            watching[-1].start()

    done = press(here, _inside(people), sessions, "/seal/", just_before)
    for thread in watching:
        thread.join()
    found.seal.append(done.last)
    found.faults += done.faults
    for what, kept in (("gone", found.gone), ("ended", found.ended)):
        kept.append(times[what] - done.at)
        found.faults += [f"{what}: not within {LONGEST_WATCH} s"] if times[what] == NEVER else []
    if not held_in_memory(here.keyring) and "The keys stood on a disk" not in done.told:
        found.faults.append("the page did not say that keys on a disk may leave traces")
    if here.do("state", centre=people["centre"]) != "sealed":
        found.faults.append("the centre is not sealed")
    if look:
        _look(here, found, patterns, wraps, places)
    people["members"]["amina"] = here.do(
        "open_again", centre=people["centre"], cards=people["cards"][1:], account=people["members"]["amina"][0]
    )
    people["inside"] = ("amina",)


def _watch(what: str, is_there: Callable[[], bool], times: dict[str, float]) -> None:
    """When something was seen to be gone."""
    begin = time.perf_counter()
    while is_there():
        if time.perf_counter() - begin > LONGEST_WATCH:
            times[what] = NEVER
            return
        time.sleep(0.01)
    times[what] = time.perf_counter()


def _is_worker(pid: int) -> bool:
    """A process that answers requests: the newest generation below the server of pages."""
    return b"corridor.serving" in _command(pid) and len(below(pid)) == 1


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _places(here: Installation, image: Path | None) -> list[Path]:
    """The whole disk; where it could not be had, the files."""
    return [image] if image else [here.var, here.keyring, *([here.postgres.home] if here.postgres else [])]


def _look(here: Installation, found: Found, patterns: list[bytes], wraps: list[bytes], places: list[Path]) -> None:
    """After Seal: the memory of everything that runs, and the whole disk."""
    assert here.server
    os.sync()
    found.in_memory += traces.in_memory(below(here.server.pid), patterns)
    found.on_disk += traces.on_disk([*places, here.run_folder], patterns)
    found.wraps.append(traces.on_disk(places, wraps))
    found.looked += 1


def _taps(here: Installation, people: dict[str, Any], found: Found) -> dict[str, int]:
    """How many taps Lock and Seal are away, at most, from any inner page."""
    browser = Browser(here.port, here.do("sign_in", members=[people["members"]["amina"]])[0])
    most = {"Lock": 0, "Seal": 0}
    for path in (
        INNER,
        "/notebook/write/",
        "/me/",
        "/members/",
        "/ground/",
        "/cards/",
        "/audit/",
        "/packets/",
        "/closing/",
    ):
        answer = browser.get(path)
        if answer.status != 200:
            found.faults.append(f"{path} answered {answer.status}")
            continue
        lock = 1 if 'action="/lock/"' in answer.body else 2 if 'href="/closing/"' in answer.body else 9
        seal = 1 if 'action="/seal/"' in answer.body else 2 if 'href="/closing/"' in answer.body else 9
        if seal > TAPS:
            found.faults.append(f"from {path} Seal is more than {TAPS} taps away")
        most = {"Lock": max(most["Lock"], lock), "Seal": max(most["Seal"], seal)}
    return most
