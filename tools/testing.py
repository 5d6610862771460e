"""`make test`: everything that CI runs: all tests on SQLite with the browser, and stored behaviour on PostgreSQL.

Both run at the same time, each in places of its own; what PostgreSQL said is shown when both are done. What the machine
lacks is fetched. Only when it can not be had is that half left out, and the last lines say so.
"""

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tools.browser import chromium
from tools.postgres import cluster

ROOT = Path(__file__).resolve().parent.parent


class Half:
    """One run of the tests. told: the file that what it says goes to; None lets it say so at once."""

    def __init__(self, chosen: str, told: Path | None, **variables: str) -> None:
        arguments = [*(["-m", chosen] if chosen else []), *sys.argv[1:]]
        self.told = told.open("w+", encoding="utf-8") if told else None
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pytest", *arguments],
            cwd=ROOT,
            env={**os.environ, **variables},
            stdout=self.told,
            stderr=subprocess.STDOUT if told else None,
        )

    def end(self) -> int:
        """Wait for it, show what it said; how it ended."""
        code = self.process.wait()
        if self.told:
            self.told.seek(0)
            print(self.told.read(), flush=True)
            self.told.close()
        return code


def main() -> int:
    browser = chromium()
    left_out = [] if browser else ["the browser tests: no Chromium could be had, or its driver lacks libatomic1"]
    found = {"CORRIDOR_CHROMIUM": browser} if browser else {}
    with ExitStack() as stack:
        address = stack.enter_context(cluster())
        home, other = (Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="corridor-test-"))) for _ in "ab")
        first = Half("" if browser else "not browser", None, CORRIDOR_VAR=str(home), **found)
        second = None
        if address:
            chosen = "not browser or story" if browser else "not browser"
            places = {"CORRIDOR_VAR": str(other / "var"), "CORRIDOR_DATABASE": address}
            second = Half(chosen, other / "told", **places, **found)
        else:
            left_out.append("the tests on PostgreSQL: no server could be had")
        codes = [first.end()]
        if second:
            print("\nThe same on PostgreSQL:", flush=True)
            codes.append(second.end())
    for what in left_out:
        print(f"LEFT OUT: {what}")
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
