"""A receipt is destroyed with its report, whichever way the report goes."""

from datetime import date

import pytest
from django.test import Client

from corridor.field.models import Receipt
from corridor.safe.actions import records, retention
from corridor.safe.models import SealedRecord
from corridor.safe.tests.people import People

pytestmark = pytest.mark.django_db


def send(people: People) -> None:
    sent = {"kind": "pay", "text": "My pay is late", "form": "f", "language": "en"}
    assert Client().post(f"/centres/{people.centre.key}/report/", sent).status_code == 200
    assert Receipt.objects.count() == 1


def test_erased_with_it(people: People) -> None:
    send(people)
    ids = [str(id) for id in SealedRecord.objects.filter(centre=people.centre).values_list("id", flat=True)]
    records.erase_records(ids, by=people.amina)
    assert Receipt.objects.count() == 0


def test_gone_the_day_after_a_report_that_was_lost_otherwise(people: People) -> None:
    send(people)
    SealedRecord.objects.filter(centre=people.centre).delete()
    assert any("receipts were destroyed" in line for line in retention.daily(date.today()))
    assert Receipt.objects.count() == 0
