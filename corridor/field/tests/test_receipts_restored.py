"""A restored backup: the worker comes back with her receipt and reads her answer; what was erased since is gone."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from corridor.field.actions import inbox
from corridor.field.actions.reports import forget_lost_receipts
from corridor.field.models import Receipt
from corridor.field.receipts import RECEIPT
from corridor.field.tests.outside import TEXT, come_back, receipt_in, reports, send
from corridor.safe import commands
from corridor.safe.backup import restoring, writing
from corridor.safe.backup.format import check
from corridor.safe.tests.people import People

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("erased_since", [False, True])
def test_receipts_come_back_with_their_reports(
    people: People, settings: Any, tmp_path: Path, erased_since: bool
) -> None:
    RECEIPT.begin_day()
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    receipt = receipt_in(send(people))
    [entry] = reports(people.bina)
    inbox.answer(entry.id, "Come on Sunday.", action="read_case", by=people.bina, form="a")
    file = writing.write_backup(tmp_path / "backups", date(2026, 11, 22)).path
    assert TEXT.encode() not in file.read_bytes()

    call_command("flush", interactive=False, verbosity=0)
    settings.KEYRING = tmp_path / "new keyring"
    settings.KEYRING.mkdir()
    keys = commands.recoveries(check(file), people.printed()[:2])
    restoring.restore(file, check(file), keys, {entry.id} if erased_since else set())
    page = come_back(people, receipt).content.decode()
    assert ("Come on Sunday." in page) != erased_since and ("Nothing is known" in page) == erased_since
    forget_lost_receipts(timezone.localdate())
    assert Receipt.objects.exists() != erased_since
