"""What happens every day without a key, and that a wrong clock destroys nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.utils import timezone

from corridor.safe import chain, clock, keyring, queries
from corridor.safe.actions import records, retention
from corridor.safe.backup import places
from corridor.safe.backup.writing import in_centre_part
from corridor.safe.content import TYPES, Content
from corridor.safe.models import AuditEntry, Erased, Ground, Hold, Named, SealedRecord
from corridor.safe.tests.people import People

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Closed(Content):
    """A closed content for these tests alone."""

    TYPE = "test-closed"
    title: str
    closed: date | None = None

    def closed_on(self) -> date | None:
        return self.closed


@pytest.fixture(scope="module", autouse=True)
def leave_no_type() -> Iterator[None]:
    yield
    TYPES.pop("test-closed", None)


@pytest.fixture(autouse=True)
def own_var(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def today() -> date:
    return timezone.localdate()


def on(day: date) -> Any:
    """The machine's date is this one."""
    return mock.patch("django.utils.timezone.localdate", lambda *_: day)


def test_what_has_come_to_its_month_is_destroyed(people: People) -> None:
    long_ago = today() - timedelta(days=500)
    due = [records.write_record(Closed(f"old {i}", long_ago), by=people.bina).id for i in range(3)]
    kept = [records.write_record(Closed("now", today()), by=people.bina).id]
    kept.append(records.write_record(Closed("open"), by=people.bina).id)
    assert retention.shred(today()) == ["3 records were destroyed: their month had come"]
    assert {str(one) for one in SealedRecord.objects.values_list("id", flat=True)} == set(kept)
    assert {str(one) for one in Erased.objects.values_list("record", flat=True)} == set(due)
    assert [act.did for act in chain.acts(people.dalia)].count("shred") == 3
    assert chain.faults(queries.ground_of(people.centre)) == [] and retention.shred(today()) == []


def test_not_a_day_before_its_month(people: People) -> None:
    content = Closed("old", today())
    records.write_record(content, by=people.bina)
    month = content.shred_after()
    assert month
    with on(month - DAY):
        records.write_record(Closed("an act"), by=people.bina)
    Ground.objects.update(day=month - DAY)
    with mock.patch.object(retention, "clock_fault", lambda *_: ""):
        assert retention.shred(month - DAY) == []
        assert retention.shred(month) == ["1 records were destroyed: their month had come"]


@pytest.mark.parametrize("days", [-3650, -1, 41, 3650])
def test_a_wrong_clock_destroys_nothing(people: People, days: int, settings: Any, tmp_path: Path) -> None:
    records.write_record(Closed("old", today() - timedelta(days=500)), by=people.bina)
    farida = people.farida.account
    farida.until = today() - timedelta(days=4000)
    farida.save()
    settings.BACKUPS = tmp_path / "backups"
    told = retention.daily(today() + timedelta(days=days))
    assert SealedRecord.objects.count() == 1 and keyring.read(farida)
    due = days > -500  # a decade ago the record's month has not come
    assert due == any("nothing was destroyed" in line and "Is the clock right?" in line for line in told)
    assert not any("failed" in line for line in told)


def test_acts_under_a_wrong_clock_do_not_make_it_right(people: People) -> None:
    """A letter from outside, or a day's work, while the clock is a decade ahead: still nothing is destroyed."""
    records.write_record(Closed("closed this month", today()), by=people.bina)
    wrong = today() + timedelta(days=3650)
    for i in range(clock.DAYS_AFTER_A_GAP - 1):
        with on(wrong + i * DAY):
            records.write_record(Closed("from outside"), by=None, centre=people.centre)
            assert "nothing was destroyed" in retention.shred(wrong + i * DAY)[0]
    with on(today()):
        records.write_record(Closed("the clock is right again"), by=people.bina)
        assert "its days went from" in clock.clock_fault(Ground.objects.get(), today())
    assert SealedRecord.objects.count() == 2 + clock.DAYS_AFTER_A_GAP - 1


def test_seven_days_of_acts_after_a_long_pause_are_enough(people: People) -> None:
    records.write_record(Closed("old", today()), by=people.bina)
    after = today() + timedelta(days=500)
    for i in range(clock.DAYS_AFTER_A_GAP):
        with on(after + i * DAY):
            records.write_record(Closed("open"), by=people.bina)
    assert retention.shred(after + i * DAY) == ["1 records were destroyed: their month had come"]


def test_rights_end_after_the_last_day(people: People) -> None:
    farida = people.farida.account
    naming = records.Naming((farida,), restricted=True)
    records.write_record(Closed("hers"), by=people.bina, naming=naming)
    farida.until = today()
    farida.save()
    assert retention.end_rights(today()) == [] and keyring.read(farida)
    assert retention.end_rights(today() + DAY) == ["1 accounts lost their keys: their last day is past"]
    assert keyring.read(farida) is None and not Named.objects.filter(account=farida).exists()
    assert not Hold.objects.filter(account=farida).exists() and keyring.read(people.bina.account)
    assert retention.end_rights(today() + DAY) == []
    assert "end rights" in [act.did for act in chain.acts(people.dalia)]


def test_an_account_outside_every_centre_ends_too(people: People) -> None:
    kamala = people.kamala.account
    kamala.until = today() - DAY
    kamala.save()
    retention.end_rights(today())
    assert keyring.read(kamala) is None


def test_every_day_one_backup_and_the_old_ones_go(people: People, settings: Any, tmp_path: Path) -> None:
    settings.BACKUPS = tmp_path / "backups"
    Ground.objects.update(day=today() - 35 * DAY)
    AuditEntry.objects.update(day=today() - 35 * DAY)
    retention.back_up(today() - 35 * DAY)
    told = retention.daily(today())
    assert [places.day_of(path) for path in places.backups(settings.BACKUPS)] == [today()], told
    assert sum("was removed: over 30 days old" in line for line in told) == 1
    assert (tmp_path / "last-backup.json").exists()
    assert retention.daily(today()) == []


def test_one_step_that_fails_keeps_no_other_from_it(people: People, settings: Any, tmp_path: Path) -> None:
    settings.BACKUPS = tmp_path / "backups"

    def fails(today: date) -> list[str]:
        raise OSError("her name")

    fails.__name__ = "shred"
    with mock.patch.object(retention, "shred", fails):
        told = retention.daily(today())
    assert told[0] == "shred: failed (OSError); tried again tomorrow" and "backup corridor-" in told[1]


def test_acts_over_a_year_old_are_let_go_of(people: People) -> None:
    before = AuditEntry.objects.count()
    for i in range(clock.DAYS_AFTER_A_GAP):
        with on(today() + timedelta(days=400) + i * DAY):
            records.write_record(Closed("open"), by=people.bina)
    later = today() + timedelta(days=400) + (clock.DAYS_AFTER_A_GAP - 1) * DAY
    with on(later):
        assert f"{before} acts" in retention.let_go_of_acts(later)[0]
        assert retention.let_go_of_acts(later) == []
    assert chain.faults(queries.ground_of(people.centre)) == []


def test_on_postgresql_the_room_of_what_was_destroyed_is_given_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every table that holds something sealed about people, and not inside a transaction, where VACUUM is refused."""
    asked = mock.MagicMock(vendor="postgresql", in_atomic_block=False)
    asked.ops.quote_name = lambda name: f'"{name}"'
    monkeypatch.setattr(retention, "connection", asked)
    retention.free_room(today())
    said = [call.args[0] for call in asked.cursor.return_value.__enter__.return_value.execute.call_args_list]
    tables = {model._meta.db_table for model in in_centre_part() if any(f.name == "sealed" for f in model._meta.fields)}
    assert {f'VACUUM "{table}"' for table in tables - {"safe_auditentry"}} <= set(said)
    asked.in_atomic_block, asked.cursor.called = True, False
    assert retention.free_room(today()) == [] and not asked.cursor.called


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite's log")
def test_the_log_is_emptied_after_shredding(people: People) -> None:
    records.write_record(Closed("old", today() - timedelta(days=500)), by=people.bina)
    with connection.execute_wrapper(lambda run, sql, *rest: (seen.append(sql), run(sql, *rest))[1]):
        seen: list[str] = []
        retention.shred(today())
    assert seen[-1] == "PRAGMA wal_checkpoint(TRUNCATE)"
