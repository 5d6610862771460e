"""A sign that no text of PostgreSQL can hold (U+0000) is left out of what is typed, whatever the form."""

import pytest
from django.test import Client

from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db


def test_no_form_falls_over_it(people: People, client: Client) -> None:
    """Forms that look for what was sent: on PostgreSQL each of these answered 500."""
    amina = sign_in(client, people.amina)
    for address, sent in (
        ("/members/agree/", {"about": people.bina.account.key + "\0", "act": "admit\0"}),
        ("/invite/", {"role": "caseworker\0"}),
        ("/cases/found/", {"words": "pass\0port", "lead": "\0", "country": "J\0OR"}),
        ("/parties/new/", {"names": "The \0 agency", "kind": "organisation"}),
    ):
        assert amina.post(address, sent).status_code < 500, address
    assert amina.get("/cases/found/?page=%00").status_code < 500
