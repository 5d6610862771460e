"""`make demo` from a fresh clone with a warm package cache: seconds to the first page, and again for the second run."""

import os
import signal
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from bench.tables import table
from tools.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent


def seconds_to_first_page(clone: str, limit: float = 600) -> float:
    port = free_port()
    begin = time.perf_counter()
    how = {"cwd": clone, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    server = subprocess.Popen(["make", "demo"], env={**os.environ, "PORT": str(port)}, **how)
    try:
        while time.perf_counter() - begin < limit:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
                    if page.status == 200:
                        return time.perf_counter() - begin
            except OSError:
                time.sleep(0.05)
        raise TimeoutError("make demo did not answer")
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def main() -> None:
    with tempfile.TemporaryDirectory() as clone:
        subprocess.run(["git", "clone", "-q", str(ROOT), clone], check=True)
        bare = time.perf_counter()
        subprocess.run(["python3", "-m", "venv", f"{clone}-floor"], check=True)
        floor = time.perf_counter() - bare
        subprocess.run(["rm", "-rf", f"{clone}-floor"], check=True)
        first, second = seconds_to_first_page(clone), seconds_to_first_page(clone)
    rows = [["python3 -m venv (floor)", floor], ["make demo, fresh clone", first], ["make demo, second run", second]]
    table("Seconds to the first page, warm package cache", ["what", "seconds"], rows)


if __name__ == "__main__":
    main()
