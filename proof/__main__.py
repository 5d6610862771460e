"""`make prove`: every test on both databases, each in a process of its own; one table, and docs/proof.md.

TEST=T8 runs one (or T8,T9); DATABASE=SQLite one database; SHORT=yes the short forms; AGAIN=yes what is done already.
A result that was kept for the same sources is not run again, so a run that was cut short goes on where it stopped.
"""

import argparse
import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit, urlunsplit

import proof
from proof import DATABASES, POSTGRESQL, SQLITE, Result, Scale, ledger
from tools.postgres import cluster


def names() -> dict[str, str]:
    """Test -> module, by number."""
    found = [one.name for one in pkgutil.iter_modules(proof.__path__) if re.match(r"t\d+_", one.name)]
    return {f"T{int(re.findall(r'[0-9]+', name)[0])}": f"proof.{name}" for name in sorted(found)}


def titles() -> dict[str, str]:
    """Test -> its title, read from the source so that nothing has to be set up."""
    found = {}
    for name, module in names().items():
        source = Path(proof.__file__).with_name(module.split(".")[1] + ".py").read_text(encoding="utf-8")
        told = re.search(r'^TITLE = \(?\s*"(.+?)"', source, re.MULTILINE)
        found[name] = told[1] if told else module
    return found


@contextmanager
def fresh_database(server: str, name: str) -> Iterator[str]:
    """A new database on this server, dropped afterwards."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as link:
        link.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        link.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as link:
            link.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def run_apart(test: str, database: str, scale: Scale, server: str = "") -> tuple[Result, float]:
    """Run one test in a process and places of its own. `server`: the PostgreSQL in which a new database is made."""
    begin = time.perf_counter()
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=f"corridor-proof-{test}-")))
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        run = stack.enter_context(tempfile.TemporaryDirectory(prefix="corridor-proof-", dir=memory))
        address = stack.enter_context(fresh_database(server, f"proof_{test.lower()}_{os.getpid()}")) if server else ""
        answer = home / "result.json"
        (home / "var").mkdir()
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("CORRIDOR_")},
            **{key: os.environ[key] for key in ("CORRIDOR_CHROMIUM",) if key in os.environ},
            "CORRIDOR_VAR": str(home / "var"),
            "CORRIDOR_KEYRING": str(home / "keyring"),
            "CORRIDOR_RUN": run,
            "CORRIDOR_DATABASE": address,
            "DJANGO_SETTINGS_MODULE": "proof.settings",
        }
        (home / "keyring").mkdir(mode=0o700)
        command = [sys.executable, "-m", "proof", "--inside", test, "--answer", str(answer), "--database", database]
        done = subprocess.run(command + ["--short"] * scale.short, cwd=ledger.ROOT, env=environment, check=False)
        if answer.exists():
            result = Result(**json.loads(answer.read_text()))
        else:
            result = Result(test, database, "", f"the process ended with {done.returncode}", False)
    return result, time.perf_counter() - begin


def run_inside(test: str, database: str, scale: Scale, answer: Path) -> None:
    """What the process of one test does: set up, run, write the result down."""
    import django
    from django.core.management import call_command

    from corridor.safe import used_codes
    from corridor.ui.languages import compile_languages

    try:
        django.setup()
        compile_languages()  # as `corridor serve` does before it answers: what a test watches finds them made
        call_command("migrate", verbosity=0)
        used_codes.begin(0)  # nobody has an account yet
        module: ModuleType = importlib.import_module(names()[test])
        result = module.run(scale, database)
    except Exception as error:
        traceback.print_exc()
        told = f"{type(error).__name__}: {str(error)[:200]}"
        result = Result(test, database, "", "did not run to its end", False, faults=[told])
    answer.write_text(json.dumps(asdict(result)))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m proof", description=__doc__)
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--test", default=os.environ.get("TEST", ""))
    parser.add_argument("--database", default=os.environ.get("DATABASE", ""))
    parser.add_argument("--short", action="store_true", default=os.environ.get("SHORT") == "yes")
    parser.add_argument("--again", action="store_true", default=os.environ.get("AGAIN") == "yes")
    chosen = parser.parse_args()
    scale = Scale(chosen.short)
    if chosen.inside:
        run_inside(chosen.inside, chosen.database, scale, chosen.answer)
        return 0
    tests = chosen.test.upper().split(",") if chosen.test else list(names())
    if unknown := set(tests) - set(names()):
        print(f"no such test: {', '.join(sorted(unknown))}; there are {', '.join(names())}")
        return 2
    databases = [one for one in DATABASES if one.lower() == (chosen.database or one).lower()]
    if not databases:
        print(f"no such database: {chosen.database}; there are {', '.join(DATABASES)}")
        return 2
    lines = prove(tests, databases, scale, chosen.again)
    if not scale.short:
        ledger.tell(lines, titles())
    return 0 if lines and all(line.result.passed for line in lines) else 1


def prove(tests: list[str], databases: list[str], scale: Scale, again: bool) -> list[ledger.Line]:
    """Run what is not done yet; show each line when it is there, and the faults below."""
    state, lines = ledger.commit(), []
    with ExitStack() as stack:
        server: str | None = None
        for database in databases:
            for test in tests:
                path = ledger.path_of(test, database, scale, state)
                line = None if again else ledger.read(path)
                if line is None or not line.result.passed:
                    if database == POSTGRESQL and server is None:
                        server = stack.enter_context(cluster())
                    if database == POSTGRESQL and not server:
                        print(f"LEFT OUT: {test} on PostgreSQL: no server could be had")
                        continue
                    print(f"{test} on {database} ...", flush=True)
                    result, seconds = run_apart(test, database, scale, server or "" if database != SQLITE else "")
                    line = ledger.keep(path, result, seconds, state)
                print("  ".join(line.cells()), flush=True)
                for fault in line.result.faults:
                    print(f"    {fault}", flush=True)
                lines.append(line)
    passed = sum(line.result.passed for line in lines)
    print(f"\n{passed} of {len(lines)} passed")
    return lines


if __name__ == "__main__":
    sys.exit(main())
