"""A lawyer's last day is moved on the page where it is said who reads a case, by whoever may name her to it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from corridor.access.models import Account
from corridor.centre.contents import Case
from corridor.safe import chain, queries
from corridor.safe.actions.records import write_record
from corridor.safe.models import SealedRecord
from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def name_to(people: People, case: str, day: date, by: str) -> Any:
    key = people.farida.account.key
    chosen = {
        "level": "named",
        "reader": [key, *(people.members[one].account.key for one in ("amina", "bina"))],
        f"until_{key}": day.isoformat(),
    }
    return sign_in(Client(), people.members[by]).post(f"/cases/{case}/readers/", chosen)


def test_later_earlier_and_never_into_the_past(people: People) -> None:
    case = write_record(Case("kula-tano-4"), by=people.bina).id
    last, today = Account.objects.get(name="farida").until, timezone.localdate()
    assert last
    for by, day in (("bina", last), ("amina", last + 60 * DAY), ("bina", today + 2 * DAY)):
        sealed = bytes(SealedRecord.objects.get(id=case).sealed)
        assert name_to(people, case, day, by).status_code == 302
        assert bytes(SealedRecord.objects.get(id=case).sealed) != sealed, "sealed anew, under a new key"
        entry = queries.reading(people.farida, "read_case").get(case)
        assert entry and entry.named[people.farida.account.key] == day.isoformat()
    assert Account.objects.get(name="farida").until == last + 60 * DAY
    assert [act.did for act in chain.acts(people.dalia)].count("move last day") == 1
    answer = name_to(people, case, today - DAY, "bina")
    assert answer.status_code == 422 and "the day lies in the past" in answer.content.decode()
    for name in ("dalia", "farida", "gita", "hana", "esther"):
        assert name_to(people, case, last + 90 * DAY, name).status_code == 404
    assert Account.objects.get(name="farida").until == last + 60 * DAY
