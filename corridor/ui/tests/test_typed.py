"""A sign that no text of PostgreSQL can hold is left out of what is typed, whatever the form."""

import pytest
from django.http import QueryDict
from django.test import Client

from corridor.safe.tests.people import People, sign_in
from corridor.ui.typed import without_nul

pytestmark = pytest.mark.django_db


def test_names_and_values_come_without_it() -> None:
    plain = without_nul(QueryDict("wo%00rds=pass%00port&what=a&what=%00b&empty="))
    assert plain.dict() == {"words": "passport", "what": "b", "empty": ""} and plain.getlist("what") == ["a", "b"]
    with pytest.raises(AttributeError):
        plain["words"] = "other"


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
