"""How consent was explained, and in which language, is asked openly; every currency of the corridors can be chosen."""

import pytest
from babel.numbers import get_territory_currencies
from django.test import Client

from corridor.journey.contents import Consent, Name, Worker
from corridor.journey.sheets import CURRENCIES, currencies
from corridor.reference.countries import alpha_2
from corridor.reference.shelf import shelf
from corridor.safe import queries
from corridor.safe.actions.records import write_record
from corridor.safe.tests.people import People, sign_in


@pytest.mark.django_db
def test_how_and_in_which_language_consent_was_explained_is_not_folded_away(people: People) -> None:
    id = write_record(Worker("kiba-tumu-2", (Name("Maya"),), languages=("ne",)), by=people.bina).id
    bina, address = sign_in(Client(), people.bina), f"/workers/{id}/consent/"
    page = bina.get(address).content.decode()
    open_part = page.split('<details class="more"')[0]
    assert 'name="how"' in open_part and 'name="language"' in open_part
    assert '<option value="ne" selected>' in open_part and '<option value="spoken" selected>' in open_part
    said = {"form": "c", "purpose": "summary", "what": ["called"], "given": "yes", "how": "audio", "language": "ne"}
    assert bina.post(address, said).status_code == 302
    [entry] = queries.reading(people.bina, "read_case").of_type(Consent)
    assert (entry.content.how, entry.content.language) == ("audio", "ne")  # type: ignore[attr-defined]
    assert "Recording · Nepali" in bina.get(f"/workers/{id}/").content.decode()


def test_every_country_of_the_corridors_and_projects_has_its_currency() -> None:
    projects = shelf().all("projects")
    countries = {code for one in projects for code in one.countries}
    countries |= {code for one in projects for way in one.corridors for code in way.split("-")}
    missing = {code for code in countries if not set(get_territory_currencies(alpha_2(code))) & set(CURRENCIES)}
    assert not missing and len(countries) > 40
    assert {"ETB", "KES", "MYR", "THB", "IDR"} <= {code for code, _ in currencies()}
    assert len(set(CURRENCIES)) == len(CURRENCIES)
