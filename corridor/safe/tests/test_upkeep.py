"""A centre is told when the daily work does not go on: no backup, one that failed, nothing destroyed any more."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from corridor.safe import upkeep
from corridor.safe.actions import retention
from corridor.safe.actions.records import write_record
from corridor.safe.models import SealedRecord
from corridor.safe.notebook.contents import Note
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db
NONE, OLD, FAILED, STOPPED = (
    "No backup was made yet",
    "The last backup is of",
    "failed",
    "Records are kept past their time",
)


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: object) -> Path:
    settings.VAR, settings.BACKUPS = tmp_path, tmp_path / "backups"  # type: ignore[attr-defined]
    return tmp_path


def told(people: People) -> list[str]:
    return upkeep.troubles(people.centre, timezone.localdate())


def backed_up(var: Path, days_ago: int) -> None:
    day = timezone.localdate() - timedelta(days=days_ago)
    (var / upkeep.LAST).write_text(json.dumps({"day": day.isoformat(), "seconds": 1}))


@pytest.mark.parametrize("name", ["amina", "bina", "dalia"])
def test_no_backup_ever_is_told_to_everybody_in_the_centre(people: People, name: str) -> None:
    assert NONE in sign_in(Client(), people.members[name]).get("/ground/").content.decode()


@pytest.mark.parametrize(("days", "expected"), [(0, ""), (3, ""), (4, OLD), (90, OLD)])
def test_an_old_backup_is_told_after_three_days(people: People, var: Path, days: int, expected: str) -> None:
    backed_up(var, days)
    found = told(people)
    assert [expected in one for one in found] == ([True] if expected else [])


def test_one_that_failed_is_told_until_one_is_made(people: People, var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backed_up(var, 1)
    os.utime(var / upkeep.LAST, (1, 1))

    def full(*_: object) -> None:
        raise OSError("Rosmerta of house 9")

    with monkeypatch.context() as patch:
        patch.setattr(retention, "make_backup", full)
        assert "back up: failed (OSError); tried again tomorrow" in retention.daily(timezone.localdate())
    [line] = told(people)
    assert FAILED in line and "Rosmerta" not in (var / upkeep.FAILED).read_text()
    backed_up(var, 0)  # as the next one does that goes well
    assert told(people) == []


@pytest.mark.parametrize(("days", "expected"), [(0, False), (2, False), (3, True), (60, True)])
def test_destroying_that_stopped_is_told(people: People, var: Path, days: int, expected: bool) -> None:
    backed_up(var, 0)
    id = write_record(Note(title="A note"), by=people.bina).id
    SealedRecord.objects.filter(id=id).update(shred_after=timezone.localdate() - timedelta(days=days))
    assert [STOPPED in one for one in told(people)] == ([True] if expected else [])


def test_another_centre_is_not_told_of_it(people: People, var: Path) -> None:
    from corridor.safe.tests.people import open_centre

    backed_up(var, 0)
    other = open_centre("Another centre", "b-", outside=False)
    id = write_record(Note(title="A note"), by=other.bina).id
    SealedRecord.objects.filter(id=id).update(shred_after=timezone.localdate() - timedelta(days=30))
    assert told(people) == [] and len(told(other)) == 1


@pytest.mark.parametrize("text", ["", "{", "[]", '{"day": 7}', '{"day": "yesterday"}', '{"day": null}'])
def test_a_note_that_is_damaged_counts_as_none(people: People, var: Path, text: str) -> None:
    (var / upkeep.LAST).write_text(text)
    (var / upkeep.FAILED).write_text(text)
    assert len(told(people)) == 1 and NONE in told(people)[0]
