"""`make test`: everything that CI runs: all tests on SQLite with the browser, then stored behaviour on PostgreSQL.

What the machine lacks is fetched. Only when it can not be had is that half left out, and the last lines say so.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.browser import chromium
from tools.postgres import cluster

ROOT = Path(__file__).resolve().parent.parent


def pytest(*arguments: str, **variables: str) -> int:
    environment = {**os.environ, **variables}
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=environment, check=False
    ).returncode


def main() -> int:
    left_out, codes = [], []
    browser = chromium()
    more = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="corridor-test-") as var:
        if browser:
            codes.append(pytest(*more, CORRIDOR_VAR=var, CORRIDOR_CHROMIUM=browser))
        else:
            left_out.append("the browser tests: no Chromium could be had, or its driver lacks libatomic1")
            codes.append(pytest("-m", "not browser", *more, CORRIDOR_VAR=var))
        with cluster() as address:
            if address:
                print("\nThe same on PostgreSQL:", flush=True)
                chosen = "not browser or story" if browser else "not browser"
                found = {"CORRIDOR_CHROMIUM": browser} if browser else {}
                codes.append(pytest("-m", chosen, *more, CORRIDOR_VAR=var, CORRIDOR_DATABASE=address, **found))
            else:
                left_out.append("the tests on PostgreSQL: no server could be had")
    for what in left_out:
        print(f"LEFT OUT: {what}")
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
