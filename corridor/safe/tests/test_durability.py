"""What would lose an acknowledged write is refused at the start; what somebody should know is told."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from corridor.safe import durability, keyring
from corridor.safe.keyring import held_in_memory
from corridor.safe.models import Ground
from corridor.safe.tests.people import People, sign_in
from tools.postgres import cluster

pytestmark = pytest.mark.django_db
on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="asks SQLite")


@pytest.fixture(autouse=True)
def own_keyring(apart: None, settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KEYRING.chmod(0o700)
    monkeypatch.setattr(durability, "held_in_memory", lambda folder: True)


def told(findings: list[durability.Finding]) -> str:
    return "\n".join(f"{'REFUSED' if one.refuses else 'told'} {one.told}" for one in findings)


@on_sqlite
@pytest.mark.parametrize(
    ("pragma", "found"),
    [
        ("synchronous=NORMAL", "SQLite's synchronous is 1; expected 2 (FULL)"),
        ("synchronous=OFF", "SQLite's synchronous is 0"),
        ("secure_delete=OFF", "SQLite's secure_delete is 0"),
        ("secure_delete=FAST", "SQLite's secure_delete is 2"),
        ("foreign_keys=OFF", "SQLite's foreign_keys is 0"),
    ],
)
def test_an_sqlite_that_would_lose_or_keep_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pragma: str, found: str
) -> None:
    """On a real file, opened as the settings say, but for one of them."""
    fresh = file_connection(tmp_path)
    monkeypatch.setattr(durability, "connections", {"default": fresh})
    try:
        assert told(durability.findings()) == ""
        with fresh.cursor() as cursor:
            cursor.execute(f"PRAGMA {pragma}")
        assert f"REFUSED {found}" in told(durability.findings())
    finally:
        fresh.close()


def file_connection(folder: Path) -> object:
    from django.db.backends.sqlite3.base import DatabaseWrapper

    parameters = {**connections["default"].settings_dict, "NAME": folder / "some.sqlite3"}
    return DatabaseWrapper(parameters, alias="some")


@on_sqlite
def test_a_damaged_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = file_connection(tmp_path)
    with fresh.cursor() as cursor:
        cursor.execute("CREATE TABLE a (b)")
        cursor.executemany("INSERT INTO a VALUES (?)", [("x" * 900,) for _ in range(200)])
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    fresh.close()
    file = tmp_path / "some.sqlite3"
    content = bytearray(file.read_bytes())
    content[3 * 4096 : 4 * 4096] = b"\xff" * 4096
    file.write_bytes(content)
    monkeypatch.setattr(durability, "connections", {"default": file_connection(tmp_path)})
    assert "REFUSED the database" in told(durability.findings()) and "corridor restore" in told(durability.findings())


POSTGRESQL = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "data_checksums": "on"}


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, ""),
        ({"synchronous_commit": "remote_apply"}, ""),
        ({"fsync": "off"}, "REFUSED PostgreSQL's fsync is off; expected 'on'"),
        ({"full_page_writes": "off"}, "REFUSED PostgreSQL's full_page_writes is off"),
        ({"synchronous_commit": "off"}, "REFUSED PostgreSQL's synchronous_commit is off"),
        ({"server_version_num": "140011"}, "REFUSED the PostgreSQL server's version is 14; expected 15 or later"),
        ({"data_checksums": "off"}, "told PostgreSQL's data_checksums is off"),
    ],
)
def test_what_a_postgresql_says_of_itself(monkeypatch: pytest.MonkeyPatch, values: dict[str, str], found: str) -> None:
    says = {**POSTGRESQL, "server_version_num": "150018", **values}
    monkeypatch.setattr(durability, "_ask", lambda _, question: says[question.removeprefix("SHOW ")])
    assert told(list(durability._postgresql(connection))).startswith(found)
    assert bool(found) == bool(list(durability._postgresql(connection)))


def test_a_real_postgresql_that_does_not_wait_for_the_disk_is_refused_and_one_that_does_is_served() -> None:
    """With the server of the tests, once as the tests run it and once as an installation must."""
    from django.db.backends.postgresql.base import DatabaseWrapper

    from corridor.settings import database

    for durable, expected in ((False, "REFUSED PostgreSQL's fsync is off"), (True, "told PostgreSQL's data_checksums")):
        with cluster(durable) as address:
            if address is None:
                pytest.skip("no PostgreSQL server could be had")
            parameters = {**connections["default"].settings_dict, **database(address)}
            fresh = DatabaseWrapper({**parameters, "OPTIONS": {}}, alias="some")
            try:
                assert told(list(durability._postgresql(fresh))).startswith(expected)
            finally:
                fresh.close()


def test_the_keyring_folder_is_made_once_and_a_missing_one_is_told_of(people: People, settings: object) -> None:
    assert told(durability.of_what_is_kept()) == ""
    settings.KEYRING.rename(settings.KEYRING.with_name("away"))
    assert f"told the keyring folder {settings.KEYRING} is missing" in told(durability.of_what_is_kept())
    assert not settings.KEYRING.exists(), "an empty one would look like a centre that was sealed"


def test_the_first_start_makes_a_keyring_for_its_own_account_alone(settings: object, tmp_path: Path) -> None:
    settings.KEYRING = tmp_path / "fresh"
    assert told(durability.of_what_is_kept()) == "" and stat.S_IMODE(settings.KEYRING.stat().st_mode) == 0o700
    settings.KEYRING.chmod(0o755)
    assert "was 755; it was set to 700" in told(durability.of_what_is_kept())
    assert stat.S_IMODE(settings.KEYRING.stat().st_mode) == 0o700


def test_sessions_on_a_disk_are_told_of(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durability, "held_in_memory", lambda folder: folder != settings.RUN)
    assert f"told CORRIDOR_RUN is {settings.RUN}, on a disk; expected" in told(durability.of_what_is_kept())


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_coordinator_reads_it_too(people: People, monkeypatch: pytest.MonkeyPatch, in_memory: bool) -> None:
    monkeypatch.setattr(keyring, "held_in_memory", lambda folder: in_memory)
    pages = [sign_in(Client(), one).get("/ground/").content.decode() for one in (people.amina, people.bina)]
    assert ["CORRIDOR_RUN" in page for page in pages] == [not in_memory, False]


def test_a_folder_is_in_memory_when_the_file_system_under_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """The innermost mount decides, and a folder whose name only begins like a mount is not on it."""
    mounts = "/dev/sda / ext4 rw 0 0\ntmpfs /run tmpfs rw 0 0\n/dev/sdb /run/kept ext4 rw 0 0\n"
    monkeypatch.setattr(Path, "read_text", lambda self: mounts)
    found = {place: held_in_memory(Path(place)) for place in ("/run/x/sessions", "/run/kept/x", "/runner/x", "/srv/x")}
    assert found == {"/run/x/sessions": True, "/run/kept/x": False, "/runner/x": False, "/srv/x": False}


@pytest.mark.parametrize(("days", "wrong"), [(-3600, False), (-3700, True), (0, False), (1, True), (3700, True)])
def test_a_clock_that_is_far_off_is_told_of(people: People, days: int, wrong: bool) -> None:
    Ground.objects.update(day=timezone.localdate() + timedelta(days=days))
    found = told(durability.of_what_is_kept())
    assert found.startswith("told the clock of this machine says") == wrong and "REFUSED" not in found
