"""`make test`: everything that CI runs: all tests on SQLite with the browser, and stored behaviour on PostgreSQL.

Rooms and whole paths (`tests/`, which wait much for servers and browsers) run at the same time on both, each in places
of its own; rooms in two halves, because all together are the longest of all. What the others said is shown when all are
done. What the machine lacks is fetched. Only when it can not be had is that part left out, and the last lines say so.
"""

import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.browser import chromium
from tools.postgres import cluster

ROOT = Path(__file__).resolve().parent.parent
ROOMS = sorted(str(room.parent.relative_to(ROOT)) for room in ROOT.glob("corridor/*/__init__.py"))
HALF, WHOLE_PATHS = len(ROOMS) // 2, ["tests"]
PARTS = {"rooms, first half": ROOMS[:HALF], "rooms, second half": ROOMS[HALF:], "whole paths": WHOLE_PATHS}
BROWSER = {"SQLite": "", "PostgreSQL": "not browser or story"}  # which tests, where there is a browser
MEMORY, ENOUGH = Path("/dev/shm"), 6 * 2**30  # bytes: tests wait for the disk less where temporary folders are memory


class Run:
    """One run of the tests. told: the file that what it says goes to; None lets it say so at once."""

    def __init__(self, asked: list[str], chosen: str, told: Path | None, **variables: str) -> None:
        arguments = [*asked, *(["-m", chosen] if chosen else [])]
        behind = ["nice"] if asked != WHOLE_PATHS and shutil.which("nice") else []  # these wait; rooms fill the gaps
        self.told = told.open("w+", encoding="utf-8") if told else None
        self.process = subprocess.Popen(
            [*behind, sys.executable, "-m", "pytest", *arguments],
            cwd=ROOT,
            env={**os.environ, **variables},
            stdout=self.told,
            stderr=subprocess.STDOUT if told else None,
        )

    def end(self, name: str) -> int:
        """Wait for it, show what it said; how it ended."""
        code = self.process.wait()
        if self.told:
            self.told.seek(0)
            print(f"\n{name}:", flush=True)
            print(self.told.read(), flush=True)
            self.told.close()
        return code


def main() -> int:
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH:
        os.environ["TMPDIR"] = str(MEMORY)
    browser = chromium()
    left_out = [] if browser else ["the browser tests: no Chromium could be had, or its driver lacks libatomic1"]
    found = {"CORRIDOR_CHROMIUM": browser} if browser else {}
    with ExitStack() as stack:
        runs: dict[str, Run] = {}
        for database, chosen in BROWSER.items():
            for name, paths in ({"what was asked for": sys.argv[1:]} if sys.argv[1:] else PARTS).items():
                home = Path(stack.enter_context(TemporaryDirectory(prefix="corridor-test-")))
                places = {"CORRIDOR_VAR": str(home / "var"), **found}
                if database == "PostgreSQL":
                    if not (address := stack.enter_context(cluster())):
                        left_out.append(f"{name} on PostgreSQL: no server could be had")
                        continue
                    places["CORRIDOR_DATABASE"] = address
                told = home / "told" if runs else None  # the first says at once how it goes
                runs[f"{name} on {database}"] = Run(paths, chosen if browser else "not browser", told, **places)
        codes = [run.end(name) for name, run in runs.items()]
    if not os.environ.get("PYTHONPATH", "").endswith("spark"):
        left_out.append("the indicators on Apache Spark: `make test-spark` runs them where there is Java 17")
    for what in left_out:
        print(f"LEFT OUT: {what}")
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
