"""A database on a disk of its own: its room is watched where it can be seen, its own answer is believed where not."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from corridor.safe import disk, failures, upkeep, worker
from corridor.safe.models import SealedRecord
from corridor.safe.tests.people import People, sign_in
from tools.postgres import other_user

pytestmark = pytest.mark.stored  # what it starts, or tells of, differs by database

GIB = 2**30
NO_ROOM = "There is no room left on the disk"
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="asked of PostgreSQL itself")


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.VAR, settings.RUN = tmp_path, tmp_path / "run"
    disk._FOLDERS.clear()
    yield
    disk._FOLDERS.clear()


class DiskFull(Exception):
    """As the driver of PostgreSQL tells it."""

    sqlstate = "53100"


def full() -> OperationalError:
    error = OperationalError("could not extend file")
    error.__cause__ = DiskFull()
    return error


def test_the_disk_of_the_database_counts_like_that_of_var(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    room = {settings.VAR: 9 * GIB, Path("/srv/data"): 9 * GIB, Path("/srv/table space"): GIB}
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda path: type("Usage", (), {"free": room[path]}))
    monkeypatch.setattr(disk, "database_folders", lambda: (Path("/srv/data"), Path("/srv/table space")))
    settings.DISK_RESERVE = GIB
    assert disk.free_for_database() == GIB and not disk.is_short()
    settings.DISK_RESERVE = GIB + 1
    assert disk.database_is_short() and disk.is_short()
    room[Path("/srv/table space")] = 2 * GIB
    assert not disk.is_short()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's file lies in CORRIDOR_VAR")
def test_sqlite_has_no_folder_of_its_own() -> None:
    assert disk.database_folders() == () and disk.free_for_database() is None


@pytest.mark.django_db
def test_after_the_database_said_it_is_full_nothing_is_written_until_a_write_works(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, form = sign_in(Client(raise_request_exception=False), people.bina), {"text": "Rosmerta", "form": "1"}
    assert client.get("/ground/").content.decode().count(NO_ROOM) == 0
    with monkeypatch.context() as now:
        now.setattr("corridor.safe.actions.records.acting", _fails)
        first = client.post("/notebook/write/", form)
    assert first.status_code == 507 and disk.was_full()
    second = client.post("/notebook/write/", form)
    assert second.status_code == 507 and "Rosmerta" in second.content.decode(), "though it would work now"
    assert not SealedRecord.objects.exists()
    assert NO_ROOM in client.get("/ground/").content.decode()
    assert disk.try_again() is (connection.vendor == "postgresql")  # SQLite does not know the trial
    disk._note().unlink(missing_ok=True)
    assert disk.try_again() and NO_ROOM not in client.get("/ground/").content.decode()
    assert client.post("/notebook/write/", form).status_code == 302 and SealedRecord.objects.exists()


def _fails(*_: object) -> None:
    raise full()


@pytest.mark.django_db
def test_a_note_that_nobody_renews_is_believed_for_a_minute() -> None:
    """The worker may have gone: then the next write tries by itself."""
    disk.note_full(full())
    assert disk.was_full() and disk.is_short()
    for seconds in (-disk.BELIEVED - 1, disk.BELIEVED + 1):
        os.utime(disk._note(), (time.time() + seconds,) * 2)
        assert not disk.was_full()


def test_other_errors_note_nothing() -> None:
    for error in (None, ValueError(), OperationalError("the server closed the connection"), OSError(28, "full")):
        disk.note_full(error)
    assert not disk.was_full()


def test_the_daily_work_notes_it_too() -> None:
    def work() -> None:
        raise full()

    worker.careful(work)
    assert disk.was_full()


def test_the_trial_goes_on_while_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    disk.note_full(full())
    os.utime(disk._note(), (1, 1))
    monkeypatch.setattr(disk.transaction, "atomic", _fails)
    assert not disk.try_again() and disk.was_full(), "the note is renewed"


@on_postgresql
@pytest.mark.django_db
def test_postgresql_tells_where_its_data_lie() -> None:
    [folder, *_] = disk.database_folders()
    assert folder.is_absolute() and disk.free_for_database()
    with connection.cursor() as cursor:  # somebody who may not know: no row, no error
        cursor.execute("CREATE ROLE knows_little")
        cursor.execute("SET LOCAL ROLE knows_little")
        assert list(disk._told_by_postgresql()) == []
        cursor.execute("RESET ROLE")


@pytest.fixture
def small_table_space(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A disk of four megabytes on which PostgreSQL makes new tables."""
    place, user = tmp_path_factory.mktemp("small", numbered=True), other_user()
    for folder in (place, *place.parents[:2]):
        folder.chmod(0o755)
    owner = f",uid={user['user']},gid={user['group']},mode=700" if user else ""
    command = ["mount", "-t", "tmpfs", "-o", f"size=4m{owner}", "corridor-test", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_table_space_that_is_full_is_noted_and_tried_until_there_is_room(
    small_table_space: Path, settings: Any
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLESPACE small LOCATION '{small_table_space}'")
        try:
            assert small_table_space in disk.database_folders()
            settings.DISK_RESERVE = 5 * 2**20
            assert disk.database_is_short(), "four megabytes are less than five"
            disk._FOLDERS[tuple(map(str, _which()))] = ()  # from here on it can not be seen
            cursor.execute("SET default_tablespace = small")
            cursor.execute("CREATE TABLE balloon (letters text)")
            with pytest.raises(DatabaseError) as raised:
                cursor.execute("INSERT INTO balloon SELECT repeat(md5(n::text), 60) FROM generate_series(1, 9999) AS n")
            assert failures.status_of(raised.value) == 507
            assert failures.status_of(raised.value) == answer_to(raised.value).status_code
            assert disk.was_full() and not disk.try_again() and upkeep._of_room()
            cursor.execute("DROP TABLE balloon")
            assert disk.try_again() and not disk.was_full() and not disk.is_short()
            cursor.execute("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'corridor_tries%'")
            assert cursor.fetchone() == (0,), "nothing of the trial is left"
        finally:
            cursor.execute("RESET default_tablespace")
            cursor.execute("DROP TABLE IF EXISTS balloon")
            cursor.execute("DROP TABLESPACE small")


def _which() -> list[str]:
    return [connection.settings_dict[name] for name in ("HOST", "PORT", "NAME")]


def answer_to(error: BaseException) -> HttpResponse:
    """What is answered when a view fails with it."""
    request: HttpRequest = RequestFactory().get("/")
    try:
        raise error
    except type(error):
        return failures.went_wrong(request)
