"""Room on the disk, the loop of daily work, and what is due without a key."""

import logging
import subprocess
import sys
import threading
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from corridor.safe import disk, queries, worker
from corridor.safe.actions import retention
from corridor.safe.models import SealedRecord
from corridor.safe.tests.people import People, open_centre, sign_in


@pytest.fixture
def var(settings: object, tmp_path: Path) -> Path:
    settings.VAR = tmp_path
    return tmp_path


def test_ballast_is_real_room_and_comes_back(var: Path, settings: object) -> None:
    before = disk.free()
    assert disk.keep_ballast() and before - disk.free() >= disk.BALLAST * 0.9
    disk.drop_ballast()
    assert not disk.ballast().exists() and disk.keep_ballast()
    disk.drop_ballast()
    settings.DISK_RESERVE = disk.free()
    assert not disk.keep_ballast() and not disk.ballast().exists(), "it never takes what it is there to keep"


def test_ballast_that_was_cut_short_is_laid_anew(var: Path) -> None:
    disk.ballast().write_bytes(b"")
    assert disk.keep_ballast() and disk.ballast().stat().st_size == disk.BALLAST


def test_each_day_is_worked_through_once_even_after_a_day_was_missed(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days: list[date] = []
    monkeypatch.setattr(retention, "daily", lambda today: days.append(today) or [])
    monkeypatch.setattr(disk, "database_folders", lambda: ())  # asked of the database otherwise
    worker.look()
    worker.look()
    assert days == [timezone.localdate()]
    worker.note("2026-01-02")
    worker.look()
    assert len(days) == 2


def test_a_failure_ends_neither_the_loop_nor_its_silence(caplog: pytest.LogCaptureFixture) -> None:
    stop, tries = threading.Event(), Counter[str]()

    def sweep() -> None:
        tries["sweep"] += 1
        if tries["sweep"] == 3:
            stop.set()
        raise ValueError("Rosmerta of house 9")

    with caplog.at_level(logging.ERROR):
        worker.every(0.01, sweep, stop)
    assert tries["sweep"] == 3 and "sweep failed: ValueError" in caplog.text and "Rosmerta" not in caplog.text


def test_two_workers_of_one_installation_do_not_work_at_once(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one is a process of its own; it takes over when the first has gone."""
    program = (
        "import fcntl, sys\n"
        f"lock = open({str(var / 'worker.lock')!r}, 'a')\n"
        "fcntl.flock(lock, fcntl.LOCK_EX)\nprint('mine', flush=True)\nsys.stdin.read()\n"
    )
    other = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout and other.stdin and other.stdout.readline() == "mine\n"
    monkeypatch.setattr(worker, "SWEEP", 0.01)
    told_to_stop = threading.Event()
    threading.Timer(0.2, told_to_stop.set).start()
    with worker.alone(told_to_stop) as mine:
        assert not mine
    other.stdin.close()
    other.wait()
    with worker.alone(threading.Event()) as mine:
        assert mine


@pytest.mark.django_db
def test_what_is_due_is_counted_without_a_key(people: People) -> None:
    other = open_centre("Another centre", "b-", outside=False)
    today = timezone.localdate()
    for centre, due, is_open in (
        (people.centre, today, True),
        (people.centre, today - timedelta(days=9), True),
        (people.centre, today + timedelta(days=1), True),
        (people.centre, None, True),
        (people.centre, today, False),
        (other.centre, today, True),
    ):
        row = {"centre": centre, "due": due, "is_open": is_open, "day": today, "wraps": b"", "sealed": b""}
        SealedRecord.objects.create(change=1, epoch=1, version=1, **row)
    assert (queries.due_count(people.centre), queries.due_count(other.centre)) == (2, 1)
    assert "2 items due" in sign_in(Client(), people.bina).get("/about/").content.decode()
    for name in ("dalia", "esther", "hana", "farida", "ines"):
        assert "items due" not in sign_in(Client(), people.members[name]).get("/about/").content.decode()
