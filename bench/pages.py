"""Lesson, corridor, portfolio and search pages over 10,000 lessons and 10,000 projects, beside a bare page.

Whole requests through the framework's test client (all middleware, gzip included), in one process, after a warm-up.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from bench.multiplied import multiply
from bench.tables import p50, p95, table

ENTRIES, TIMES = 10_000, 60
PAGES = {
    "bare page of the framework": "/bench-bare/",
    "lesson": "/lessons/WIF2019-17/",
    "lessons, filtered": "/lessons/?stage=origin&area=outreach",
    "corridor NPL-JOR": "/corridors/NPL-JOR/",
    "corridor with nothing": "/corridors/BTN-ISL/",
    "portfolio overview": "/programme/",
    "projects, page 3": "/programme/projects/?page=3",
    "projects, filtered": "/programme/projects/?region=arab-states&theme=domestic-work",
    "project": "/programme/projects/PRJ-02/",
    "standards": "/standards/",
    "instrument C144": "/standards/C144/",
    "search": "/search/?q=domestic+workers+debt",
    "review of an example": "/review/examples/gms-triangle/",
}


def counted(client, address: str) -> tuple[int, object]:
    """How many queries a page makes, and its answer."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
        return len(queries), answer


def measure() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.http import HttpResponse
    from django.test import Client
    from django.urls import path

    import corridor.urls
    from corridor.access.doors import door

    corridor.urls.urlpatterns.append(path("bench-bare/", door("read_public")(lambda request: HttpResponse("bare"))))
    settings.ALLOWED_HOSTS.append("testserver")
    call_command("migrate", verbosity=0)
    client, rows, floor = Client(headers={"accept-encoding": "gzip"}), [], 0.0
    for name, address in PAGES.items():
        first, answer = counted(client, address)
        assert answer.status_code == 200, f"{address} answered {answer.status_code}"
        queries, _ = counted(client, address)
        seconds = []
        for _ in range(TIMES):
            begin = time.perf_counter()
            answer = client.get(address)
            seconds.append(time.perf_counter() - begin)
        floor = floor or p95(seconds)
        size = len(answer.content) / 1000
        rows.append([name, p50(seconds), p95(seconds), p95(seconds) / floor, queries, first, size])
    header = ["page", "p50 ms", "p95 ms", "x bare", "queries", "first time", "kB sent"]
    table(
        f"Pages over {ENTRIES} lessons and {ENTRIES} projects, {TIMES} requests each",
        header,
        rows,
        ["Goals: p95 <= 150 ms, at most 12 queries."],
    )


def main() -> int:
    if "CORRIDOR_SHELF" in os.environ:
        measure()
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("projects", "lessons"):
            multiply(Path(folder), kind, ENTRIES)
        # The shelf folder is read when the process starts, so the measurement has a process of its own.
        more = {
            "CORRIDOR_SHELF": folder,
            "CORRIDOR_VAR": f"{folder}/var",
            "DJANGO_SETTINGS_MODULE": "corridor.settings",
        }
        import subprocess

        return subprocess.run([sys.executable, "-m", "bench.pages"], env={**os.environ, **more}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
