"""Releases apart hold releases and nothing else, the rest holds none, and who reads them reads nothing more."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from corridor.figures.apart import Router

MAKE = """
import django
django.setup()
from datetime import date
from django.core.management import call_command
from django.db.models.signals import pre_migrate
from corridor.figures.apart import make_schema
from corridor.figures.models_programme import Release
pre_migrate.connect(make_schema)
for database in ("default", "releases"):
    call_command("migrate", database=database, verbosity=0)
Release.objects.create(period="2026Q3", made=date(2026, 11, 2), text=b"{}", signature=b"", verifier=b"")
"""
THEIRS = {"figures_release", "figures_releaselog"}


def make(**chosen: Any) -> None:
    """An installation with releases apart, and one release in it."""
    known = {name: value for name, value in os.environ.items() if name != "CORRIDOR_DATABASE"}
    settings = {"DJANGO_SETTINGS_MODULE": "corridor.figures.tests.apart_settings"}
    subprocess.run([sys.executable, "-c", MAKE], env=known | settings | chosen, check=True, timeout=300)


def tables(path: Path) -> set[str]:
    with sqlite3.connect(path) as file:
        names = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name for name in names if not name.startswith(("django_", "sqlite_"))}


def test_on_sqlite_they_stand_in_a_file_of_their_own(tmp_path: Path) -> None:
    make(CORRIDOR_VAR=str(tmp_path))
    assert tables(tmp_path / "releases.sqlite3") == THEIRS
    rest = tables(tmp_path / "corridor.sqlite3")
    assert "figures_takenreturn" in rest and not rest & THEIRS
    with sqlite3.connect(tmp_path / "releases.sqlite3") as file:
        assert file.execute("SELECT period FROM figures_release").fetchall() == [("2026Q3",)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="schemas and roles are PostgreSQL's")
def test_on_postgresql_a_reader_has_a_schema_of_its_own_and_nothing_else(tmp_path: Path) -> None:
    chosen = connection.settings_dict
    at = f"{chosen['HOST']}:{chosen['PORT']}"
    with psycopg.connect(f"postgresql://{chosen['USER']}@{at}/postgres", autocommit=True) as server:
        server.execute("CREATE DATABASE apart")
        server.execute("CREATE ROLE release_reader LOGIN")
    try:
        address = f"postgresql://{chosen['USER']}@{at}/apart"
        make(CORRIDOR_VAR=str(tmp_path), CORRIDOR_DATABASE=address)
        with psycopg.connect(address, autocommit=True) as owner:
            owner.execute("GRANT USAGE ON SCHEMA releases TO release_reader")
            owner.execute("GRANT SELECT ON ALL TABLES IN SCHEMA releases TO release_reader")
        with psycopg.connect(f"postgresql://release_reader@{at}/apart", autocommit=True) as reader:
            assert reader.execute("SELECT period FROM releases.figures_release").fetchall() == [("2026Q3",)]
            for forbidden in ("SELECT * FROM public.figures_takenreturn", "DELETE FROM releases.figures_release"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    reader.execute(forbidden)
    finally:
        with psycopg.connect(f"postgresql://{chosen['USER']}@{at}/postgres", autocommit=True) as server:
            server.execute("DROP DATABASE apart WITH (FORCE)")
            server.execute("DROP ROLE release_reader")


def test_without_such_a_database_they_stand_with_the_rest() -> None:
    assert Router().allow_migrate("default", "figures", "release") in (None, False)
    assert Router().allow_migrate("default", "figures", "takenreturn") in (None, True)
