"""Several processes with the same stage, each with a copy of the database and the folders of its own."""

import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings


def apart(hands: int, sender: Any, work: Callable[[int], dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What each hand answers. One hand works here; raises RuntimeError when one of several ends without an answer."""
    if hands == 1:
        yield work(0)
        return
    from corridor.safe.durability import let_go

    let_go()
    copies = [copies_of_databases(hand) for hand in range(hands)]
    running = []
    for hand in range(hands):
        child = os.fork()
        if child == 0:
            alone(hand, copies[hand], sender, work)
        running.append(child)
    try:
        for child in running:
            os.waitpid(child, 0)
        for hand in range(hands):
            told = answer(hand)
            if not told.exists():
                raise RuntimeError(f"hand {hand} ended without an answer")
            yield json.loads(told.read_text())
    finally:
        for copy in (copy for own in copies for copy in own.values()):
            drop(copy)


def answer(hand: int) -> Path:
    return settings.VAR / f"hand-{hand}.json"


def alone(hand: int, copies: dict[str, str], sender: Any, work: Callable[[int], dict[str, Any]]) -> None:
    """The whole life of a child."""
    from django.db import connections

    code = 1
    try:
        for connection in connections.all():
            for name, copy in copies.items():  # in the address of the file that is read alone, too
                connection.settings_dict["NAME"] = str(connection.settings_dict["NAME"]).replace(name, copy)
        for name in ("KEYRING", "RUN"):
            whole = getattr(settings, name)
            mine = whole.with_name(f"{whole.name}-{hand}")
            shutil.copytree(whole, mine, copy_function=shutil.copy2)
            setattr(settings, name, mine)
        sender.stage.keep()
        answer(hand).write_text(json.dumps(work(hand)))
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        for name in ("KEYRING", "RUN"):
            shutil.rmtree(getattr(settings, name), ignore_errors=True) if code == 0 else None
        sys.stdout.flush()
        os._exit(code)


def copies_of_databases(hand: int) -> dict[str, str]:
    """Database -> its copy. On PostgreSQL releases are a schema of the same."""
    from django.db import connections

    copies = {}
    for connection in (connections[alias] for alias in settings.WRITTEN):
        name = str(connection.settings_dict["NAME"])
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            shutil.copy(name, f"{name}-{hand}")
            copies[name] = f"{name}-{hand}"
        elif name not in copies:
            with server() as link:
                link.execute(f'CREATE DATABASE "{name}_{hand}" TEMPLATE "{name}"')
            copies[name] = f"{name}_{hand}"
    return copies


def drop(name: str) -> None:
    from django.db import connection

    if connection.vendor == "sqlite":
        Path(name).unlink(missing_ok=True)
        return
    with server() as link:
        link.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def server() -> Any:
    """A connection to another database of the same server."""
    import psycopg

    parts = urlsplit(os.environ["CORRIDOR_DATABASE"])
    return psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True)
