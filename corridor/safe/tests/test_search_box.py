"""What a member types into a box on her pages never stands in an address (D10): not in the history, not in a log."""

import re

import pytest
from django.test import Client

from corridor.safe.tests.people import People, sign_in

pytestmark = pytest.mark.django_db
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)


def header(client: Client, path: str) -> str:
    page = client.get(path, follow=True)
    assert page.status_code == 200, path
    return page.content.decode().partition("<header")[2].partition("</header>")[0]


def boxes_in_addresses(part: str) -> list[str]:
    """Forms that put what is typed into the address."""
    forms = [form for form in FORM.findall(part) if not re.match(r'<form\b[^>]*\bmethod="post"', form)]
    return [form for form in forms if "<input" in form]


@pytest.mark.parametrize("name", ["amina", "bina", "dalia", "esther", "farida", "gita", "hana"])
@pytest.mark.parametrize("path", ["/", "/me/", "/shelf/", "/search/?q=debt"])
def test_no_page_of_a_member_has_a_search_by_address_in_its_head(people: People, name: str, path: str) -> None:
    part = header(sign_in(Client(), people.members[name]), path)
    assert boxes_in_addresses(part) == [] and 'href="/search/"' in part, "what is known is a link away"


@pytest.mark.parametrize("path", ["/members/", "/ground/", "/notebook/", "/packets/", "/closing/"])
def test_nor_has_anything_on_her_inner_pages(people: People, path: str) -> None:
    page = sign_in(Client(), people.amina).get(path)
    assert page.status_code == 200 and boxes_in_addresses(page.content.decode()) == []


def test_everybody_else_searches_from_any_page(people: People) -> None:
    for client in (Client(), sign_in(Client(), people.edith), sign_in(Client(), people.ines)):
        assert len(boxes_in_addresses(header(client, "/shelf/"))) == 1
