"""Requests that no browser sends: refused in words, in the language of whoever asks."""

import base64

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory
from django.test.client import FakePayload

from corridor.safe.failures import in_our_letters
from corridor.safe.faults import Unfit
from corridor.safe.packets import CARD_HEAD, read_calling_card

pytestmark = pytest.mark.django_db
PARTS = b'--x\r\nContent-Disposition: form-data; name="username"\r\n\r\namina\r\n--x--\r\n'


def as_served(address: str, kind: str) -> tuple[str, str]:
    """(status, page) as they are in corridor/wsgi.py."""
    path, _, asked = address.partition("?")
    environ = RequestFactory()._base_environ(PATH_INFO=path, QUERY_STRING=asked, REQUEST_METHOD="POST")
    environ |= {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(PARTS)), "wsgi.input": FakePayload(PARTS)}
    said: list[str] = []
    body = b"".join(WSGIHandler()(in_our_letters(environ), lambda status, headers: said.append(status)))
    return said[0], body.decode()


@pytest.mark.parametrize("letters", ["utf-8", "hex", "base64", "utf-16", "undefined", "unknown", '"'])
@pytest.mark.parametrize("address", ["/sign-in/", "/sign-in/?lang=fr"])
def test_whatever_letters_a_form_says_it_is_in_it_is_read_in_ours(letters: str, address: str) -> None:
    status, page = as_served(address, f"multipart/form-data; charset={letters}; boundary=x")
    assert status.startswith("403") and "<h1>" in page, "refused as a form that came from nowhere"


@pytest.mark.parametrize("length", ["abc", "-5", "²", "1e3", "9" * 40])
def test_a_length_that_is_none_is_refused(length: str) -> None:
    answer = Client().generic("POST", "/sign-in/", PARTS, CONTENT_LENGTH=length, secure=True)
    assert answer.status_code == 400 and "could not be read" in answer.content.decode()


def test_what_is_too_large_is_refused_in_her_language() -> None:
    client = Client()
    client.cookies["__Host-language"] = "fr"
    answer = client.generic("POST", "/sign-in/", PARTS, CONTENT_LENGTH="99000000", secure=True)
    page = answer.content.decode()
    assert answer.status_code == 413 and 'lang="fr"' in page and "too large" not in page


def test_a_card_that_is_only_brackets_is_no_card() -> None:
    deep = base64.b64encode(b"[" * 100_000).decode()
    with pytest.raises(Unfit):
        read_calling_card(f"{CARD_HEAD}\n{deep}")
