"""Measurements of a centre: on each database in a process and places of its own, with durable writes."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import Any


def on_each_database(name: str, measure: Callable[[], None]) -> int:
    """Run `python -m bench.NAME` on SQLite and on PostgreSQL; inside such a run, measure. Returns how it ended."""
    if os.environ.get("CORRIDOR_BENCH") == name:
        measure()
        return 0
    from tools.postgres import cluster

    codes = []
    with cluster(durable=True) as address:
        for database in ("", address) if address else ("",):
            with tempfile.TemporaryDirectory(dir=os.environ.get("CORRIDOR_BENCH_FOLDER")) as folder:
                more = {
                    "CORRIDOR_BENCH": name,
                    "CORRIDOR_VAR": folder,
                    "CORRIDOR_RUN": f"{folder}/run",
                    "CORRIDOR_DATABASE": database,
                    "DJANGO_SETTINGS_MODULE": "corridor.settings",
                }
                command = [sys.executable, "-m", f"bench.{name}"]
                codes.append(subprocess.run(command, env={**os.environ, **more}, check=False).returncode)
    return max(codes)


def open_centre() -> Any:
    """Set up, and open a centre whose cards are tried. Returns its coordinator. Passphrases are not stretched."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS.append("testserver")
    settings.STRETCHING = {"iterations": 1, "lanes": 1, "memory_cost": 64}
    settings.KEYRING.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    from corridor.safe.actions import centres
    from corridor.safe.tests.people import found

    _, member = found()
    cards = centres.print_cards(by=member)
    centres.try_cards([card.told() for card in cards], by=member)
    return member
