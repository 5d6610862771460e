"""Releases apart hold releases and nothing else, the rest holds none, and who reads them reads nothing more.

Each test asks an installation of its own, in processes of its own: there both connections are what they are in use.
"""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from corridor.figures.apart import READ, RELEASES, Router

THEIRS = {"figures_release", "figures_releaselog"}
BEGIN = """
import json
import django
django.setup()
from datetime import date
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections
from corridor.figures import apart, published
from corridor.figures.models_programme import Release, ReleaseLog
"""
MAKE = """
call_command("migrate", verbosity=0)
Release.objects.create(period="2026Q3", made=date(2026, 11, 2), text=b"{}", signature=b"", verifier=b"")
ReleaseLog.objects.create(period="2026Q3", family="grievance.people", seconds=1.0)
print(json.dumps([published.periods(), len(published.log_of("2026Q3")), apart.beyond()]))
"""
READING = """
told = []
for asked in %r:
    try:
        with connections["releases_read"].cursor() as cursor:
            cursor.execute(asked)
        told.append("done")
    except DatabaseError as error:
        told.append(str(error).splitlines()[0])
print(json.dumps(told))
"""
BEFORE_APART = """
settings.DATABASE_ROUTERS = []
call_command("migrate", "figures", "0002", database="default", verbosity=0)
print(0)
"""
WRITING = (
    "DELETE FROM figures_release",
    "UPDATE figures_release SET text = signature",
    "INSERT INTO figures_releaselog (period) VALUES ('2026Q4')",
    "DROP TABLE figures_release",
    "CREATE TABLE beside (words text)",
)


def asked(program: str, var: Path, **chosen: Any) -> Any:
    """What a program answers inside an installation."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("CORRIDOR_")}
    own |= {"DJANGO_SETTINGS_MODULE": "corridor.settings", "CORRIDOR_VAR": str(var), **chosen}
    ran = subprocess.run([sys.executable, "-c", BEGIN + program], env=own, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def tables(path: Path) -> set[str]:
    with sqlite3.connect(path) as file:
        names = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name for name in names if not name.startswith(("django_", "sqlite_"))}


def test_on_sqlite_they_stand_in_a_file_of_their_own(tmp_path: Path) -> None:
    assert asked(MAKE, tmp_path) == [["2026Q3"], 1, 0]
    assert tables(tmp_path / "releases.sqlite3") == THEIRS
    rest = tables(tmp_path / "corridor.sqlite3")
    assert "figures_takenreturn" in rest and not rest & THEIRS


def test_on_sqlite_pages_can_read_releases_and_nothing_else(tmp_path: Path) -> None:
    asked(MAKE, tmp_path)
    beside = f"ATTACH '{tmp_path / 'corridor.sqlite3'}' AS rest"
    more = (*WRITING, "SELECT * FROM access_account", beside, "PRAGMA query_only = OFF", "DELETE FROM figures_release")
    told = asked(READING % (("SELECT text FROM figures_release", *more),), tmp_path)
    assert told == [
        "done",
        *["attempt to write a readonly database"] * len(WRITING),
        "no such table: access_account",
        "too many attached databases - max 0",
        "done",  # and it changes nothing
        "attempt to write a readonly database",
    ]


def test_an_installation_that_was_there_before_gets_them_apart(tmp_path: Path) -> None:
    asked(BEFORE_APART, tmp_path)
    assert tables(tmp_path / "corridor.sqlite3") >= THEIRS
    assert asked(MAKE, tmp_path) == [["2026Q3"], 1, 0]
    with sqlite3.connect(tmp_path / "corridor.sqlite3") as file:
        assert file.execute("SELECT count(*) FROM figures_release").fetchone() == (0,)


UNSAFE = """
from corridor.safe import durability
settings.DATABASES["releases"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=%s"
print(json.dumps([one.told for one in durability.findings() if one.refuses]))
"""


def test_their_database_is_held_to_the_same_settings(tmp_path: Path) -> None:
    found = asked(UNSAFE % "OFF", tmp_path)
    assert [one for one in found if one.startswith("SQLite's synchronous is 0; expected 2 (FULL)")]
    assert not [one for one in asked(UNSAFE % "FULL", tmp_path) if "synchronous" in one]


def test_a_damaged_file_of_theirs_is_named(tmp_path: Path) -> None:
    asked(MAKE, tmp_path)
    file = tmp_path / "releases.sqlite3"
    with sqlite3.connect(file) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(file.read_bytes())
    content[2 * 4096 : 3 * 4096] = b"\xff" * 4096
    file.write_bytes(content)
    assert "releases.sqlite3 is damaged" in str(asked(UNSAFE % "FULL", tmp_path))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Any]:
    """Somebody who looks after a PostgreSQL server, with an empty database for an installation."""
    if connection.vendor != "postgresql":
        pytest.skip("schemas and roles are PostgreSQL's")
    about = connection.settings_dict
    with psycopg.connect(f"postgresql://{about['USER']}@{at()}/postgres", autocommit=True) as link:
        link.execute("CREATE ROLE poor LOGIN")
        link.execute("CREATE DATABASE apart OWNER poor")
        try:
            yield link
        finally:
            link.execute("DROP DATABASE apart WITH (FORCE)")
            for role in ("apart_release_reader", "reader", "poor"):
                link.execute(f"DROP ROLE IF EXISTS {role}")


def at() -> str:
    return f"{connection.settings_dict['HOST']}:{connection.settings_dict['PORT']}"


def address(user: str = "") -> str:
    return f"postgresql://{user or connection.settings_dict['USER']}@{at()}/apart"


FORBIDDEN = (
    *WRITING,
    "SELECT * FROM public.access_account",
    "SELECT * FROM public.figures_takenreturn",
    "SELECT * FROM django_migrations",
    "SET ROLE poor",
)
ANYWAY = (
    "SET default_transaction_read_only = off; DELETE FROM figures_release",
    "RESET ROLE; DELETE FROM figures_release",
)


def refused(told: list[str]) -> bool:
    """Whether a reader was refused everything but reading releases."""
    by_rights = ("permission denied", "must be owner", "cannot execute")
    return told[0] == "done" and all(one.startswith(by_rights) for one in told[1:])


def test_on_postgresql_a_role_reads_a_schema_and_nothing_else(server: Any, tmp_path: Path) -> None:
    chosen = {"CORRIDOR_DATABASE": address()}
    assert asked(MAKE, tmp_path, **chosen) == [["2026Q3"], 1, 0]
    file = tmp_path / "release-reader"
    assert file.stat().st_mode & 0o777 == 0o600 and file.read_text().startswith("apart_release_reader:")
    made = file.read_text()
    told = asked(READING % (("SELECT text FROM figures_release", *FORBIDDEN, *ANYWAY),), tmp_path, **chosen)
    assert refused(told), told
    assert asked("call_command('migrate', verbosity=0); print(apart.beyond())", tmp_path, **chosen) == 0
    assert file.read_text() == made, "it is made once"
    with psycopg.connect(address()) as owner:
        names = owner.execute(
            "SELECT schemaname || '.' || tablename FROM pg_tables WHERE tablename LIKE 'figures_rel%'"
        )
        assert {name for (name,) in names} == {f"releases.{name}" for name in THEIRS}


def test_who_may_make_no_role_reads_as_the_owner_and_is_told(server: Any, tmp_path: Path) -> None:
    chosen = {"CORRIDOR_DATABASE": address("poor")}
    periods, logged, more = asked(MAKE, tmp_path, **chosen)
    assert (periods, logged) == (["2026Q3"], 1) and more > 20
    assert not (tmp_path / "release-reader").exists()


def test_a_role_that_was_made_for_it_is_let_in(server: Any, tmp_path: Path) -> None:
    server.execute("CREATE ROLE reader LOGIN")
    chosen = {"CORRIDOR_DATABASE": address("poor"), "CORRIDOR_RELEASE_READER": address("reader")}
    assert asked(MAKE, tmp_path, **chosen) == [["2026Q3"], 1, 0]
    told = asked(READING % (("SELECT text FROM figures_release", *FORBIDDEN, *ANYWAY),), tmp_path, **chosen)
    assert refused(told), told


def test_a_lost_password_is_made_anew(server: Any, tmp_path: Path) -> None:
    chosen = {"CORRIDOR_DATABASE": address()}
    asked(MAKE, tmp_path, **chosen)
    (tmp_path / "release-reader").unlink()
    assert asked("call_command('migrate', verbosity=0); print(apart.beyond())", tmp_path, **chosen) == 0
    assert (tmp_path / "release-reader").read_text().startswith("apart_release_reader:")


def test_a_role_that_was_lost_is_made_anew_with_the_password_that_servers_have(server: Any, tmp_path: Path) -> None:
    chosen = {"CORRIDOR_DATABASE": address()}
    asked(MAKE, tmp_path, **chosen)
    before = (tmp_path / "release-reader").read_text()
    with psycopg.connect(address(), autocommit=True) as owner:
        owner.execute("DROP OWNED BY apart_release_reader")
        owner.execute("DROP ROLE apart_release_reader")
    assert asked("call_command('migrate', verbosity=0); print(apart.beyond())", tmp_path, **chosen) == 0
    assert (tmp_path / "release-reader").read_text() == before


REFUSED = """
from corridor.refused import CannotServe

pytestmark = pytest.mark.stored  # what it starts, or tells of, differs by database
try:
    call_command("migrate", database="releases", verbosity=0)
except CannotServe as refused:
    print(json.dumps(str(refused)))
"""


def test_where_no_schema_can_be_made_it_says_what_to_do(server: Any, tmp_path: Path) -> None:
    server.execute("ALTER DATABASE apart OWNER TO CURRENT_USER")
    told = asked(REFUSED, tmp_path, CORRIDOR_DATABASE=address("poor"))
    assert 'CREATE SCHEMA releases AUTHORIZATION "poor"' in told


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"CORRIDOR_RELEASE_READER": "postgresql://reader@localhost/apart"}, "CORRIDOR_DATABASE is not"),
        (
            {"CORRIDOR_DATABASE": "postgresql://a/b", "CORRIDOR_RELEASE_READER": "reader"},
            "RELEASE_READER: expected",
        ),
        ({"CORRIDOR_RELEASE_SCHEMA": "x; DROP"}, "expected small letters"),
    ],
)
def test_settings_that_make_no_sense_are_refused(variables: dict[str, str], told: str, tmp_path: Path) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("CORRIDOR_")}
    own |= {"CORRIDOR_VAR": str(tmp_path), **variables}
    command = [sys.executable, "-m", "corridor.cli", "demo", "--prepare-only"]
    ran = subprocess.run(command, env=own, capture_output=True, text=True)
    assert ran.returncode == 2 and told in ran.stderr and "Traceback" not in ran.stderr


def test_each_table_has_one_place() -> None:
    may = Router().allow_migrate
    for database in ("default", RELEASES, READ):
        assert may(database, "figures", "release") is (database == RELEASES)
        assert may(database, "figures", "takenreturn") is (database == "default")
        assert may(database, "figures") is (database == "default")
