"""Who writes from outside is told how long it is kept, in every language; and so it is."""

from datetime import date

import pytest
from django.test import Client

from corridor.field.contents import Report
from corridor.safe.tests.people import People

pytestmark = pytest.mark.django_db


def test_the_form_says_how_long_it_is_kept(people: People) -> None:
    page = Client().get(f"/centres/{people.centre.key}/report/?lang=en").content.decode()
    assert "What you write is destroyed 12 months after the centre has closed it." in page
    assert Report.RETENTION_MONTHS == 12 and Report("wages", "x", closed=date(2026, 1, 9)).shred_after() == date(
        2027, 2, 1
    )
