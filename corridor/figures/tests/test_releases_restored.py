"""A restored backup: what the programme published stands there as it was signed, and its store is written anew."""

import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.core.management import call_command
from django.db import connection

from corridor.figures import programme_key, published, releases
from corridor.figures.models_programme import Release, ReleaseLog
from corridor.figures.releases import Gated
from corridor.figures.tests.arriving import codes, known, sent
from corridor.figures.tests.frozen import freeze
from corridor.safe import commands
from corridor.safe.backup import restoring, writing
from corridor.safe.backup.format import BadBackup, check
from corridor.safe.tests.people import People

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 23)


@dataclass
class Kept:
    """A backup of a programme with a return and a release."""

    file: Path
    release: releases.Release
    store: dict[str, list[Any]]
    cards: list[str]


def in_store(folder: Path) -> dict[str, list[Any]]:
    """What stands in the store: file -> its rows."""
    paths = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*.parquet"))}
    return {name: duckdb.connect().execute(f"SELECT * FROM '{path}'").fetchall() for name, path in paths.items()}


@pytest.fixture
def kept(people: People, settings: Any, tmp_path: Path) -> Kept:
    settings.VAR, settings.STORE = tmp_path / "var", tmp_path / "store"
    settings.VAR.mkdir()
    [period] = codes(1)
    sent(*known(people, "amman"), period)
    made = freeze(releases.Release(period, "2026-11", 3, (), (), {"person": (40, 60)}), [Gated("person.people", 1.5)])
    file = writing.write_backup(tmp_path / "backups", TODAY).path
    return Kept(file, made, in_store(settings.STORE), people.printed()[:2])


def restored(kept: Kept, settings: Any, tmp_path: Path) -> restoring.Restored:
    """All that, in an empty place."""
    for database in settings.WRITTEN:
        call_command("flush", database=database, interactive=False, verbosity=0)
    settings.KEYRING, settings.STORE = tmp_path / "new keyring", tmp_path / "new store"
    settings.KEYRING.mkdir()
    assert not Release.objects.exists()
    return restoring.restore(kept.file, check(kept.file), commands.recoveries(check(kept.file), kept.cards), set())


def test_a_release_comes_back_as_it_was_signed(kept: Kept, settings: Any, tmp_path: Path) -> None:
    before = programme_key.signer()
    done = restored(kept, settings, tmp_path)
    assert (done.faults, done.missing) == ([], {})
    assert published.series() == [kept.release]
    assert [(one.family, one.seconds) for one in published.log_of(kept.release.period)] == [("person.people", 1.5)]
    Release.objects.create(period="2031Q1", made=TODAY, text=b"", signature=b"", verifier=b"")  # counted on
    assert before.hex().encode() not in kept.file.read_bytes() and before not in kept.file.read_bytes()
    assert programme_key.signer() != before, "the key is in no backup: another one signs from now on"


def test_the_store_is_written_anew_from_the_signed_files(kept: Kept, settings: Any, tmp_path: Path) -> None:
    assert len(kept.store) == 2
    restored(kept, settings, tmp_path)
    assert settings.STORE.name == "new store" and in_store(settings.STORE) == kept.store


def test_a_release_that_was_changed_before_the_backup_is_told(kept: Kept, settings: Any, tmp_path: Path) -> None:
    Release.objects.update(text=bytes(Release.objects.get().text).replace(b"60", b"66"))
    kept.file = writing.write_backup(tmp_path / "backups", TODAY).path
    assert restored(kept, settings, tmp_path).faults == [
        f"the release of {kept.release.period} is not as it was signed (Altered)"
    ]


def test_a_place_with_a_release_is_not_empty(kept: Kept, settings: Any, tmp_path: Path) -> None:
    call_command("flush", database="default", interactive=False, verbosity=0)
    settings.KEYRING = tmp_path / "new keyring"
    settings.KEYRING.mkdir()
    with pytest.raises(BadBackup, match=r"not empty: its database holds figures\.release"):
        restoring.restore(kept.file, check(kept.file), commands.recoveries(check(kept.file), kept.cards), set())


def corridor(*arguments: object, given: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    own = {name: value for name, value in os.environ.items() if not name.startswith("CORRIDOR_")} | variables
    command = [sys.executable, "-m", "corridor.cli", *map(str, arguments)]
    return subprocess.run(command, input=given, env=own, capture_output=True, text=True, check=False)


def test_from_the_command_line_they_come_into_a_file_of_their_own(kept: Kept, tmp_path: Path) -> None:
    place, cards = tmp_path / "place", "\n".join(kept.cards)
    done = corridor("restore", kept.file, "--into", place, given=cards)
    assert done.returncode == 0 and "figures.release  " in done.stdout, done.stdout + done.stderr
    with sqlite3.connect(place / "releases.sqlite3") as file:
        assert file.execute("SELECT period FROM figures_release").fetchall() == [(kept.release.period,)]
    assert in_store(place / "store") == kept.store


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a drill in schemas of a database that is in use")
def test_a_drill_in_schemas_of_their_own_touches_no_release(kept: Kept, tmp_path: Path) -> None:
    """The database has a schema `releases` already: that of the tests."""
    name = f"{connection.settings_dict['NAME']}_releases"
    address = os.environ["CORRIDOR_DATABASE"].rpartition("/")[0] + f"/{name}"
    before = list(ReleaseLog.objects.values()), list(Release.objects.values())
    told = ["drill", kept.file, "--cards", "-", "--database", address]
    drill = corridor(*told, given="\n".join(kept.cards), CORRIDOR_VAR=str(tmp_path / "place"))
    assert drill.returncode == 0 and "everything is there" in drill.stdout, drill.stdout + drill.stderr
    assert (list(ReleaseLog.objects.values()), list(Release.objects.values())) == before
