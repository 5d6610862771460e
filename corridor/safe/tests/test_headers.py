"""The same headers on every answer (T18), pages for what goes wrong that show nothing, and what may stand in a log."""

import errno
import logging
import re
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError, connection
from django.db.transaction import TransactionManagementError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from corridor import urls as addresses
from corridor.access.doors import door, routes
from corridor.logs import Discreet
from corridor.safe import disk, failures
from corridor.safe.faults import Altered, KeyringMissing, NoKey
from corridor.safe.tests.people import People, sign_in
from corridor.ui.headers import POLICY, POWERS_OFF

pytestmark = pytest.mark.stored  # what it starts, or tells of, differs by database

SAME_EVERYWHERE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": POWERS_OFF,
    "X-Frame-Options": "DENY",
}
HSTS = "Strict-Transport-Security"
SECRET = "Rosmerta of house 9"  # stands for what somebody typed


def missing(headers: dict[str, str]) -> list[str]:
    """The names of headers that are not there, or say something else."""
    told = {name.lower(): value for name, value in headers.items()}
    wrong = [name for name, value in SAME_EVERYWHERE.items() if told.get(name.lower()) != value]
    return wrong + ([] if told.get("cache-control") else ["Cache-Control"]) + cookies_amiss(told)


def cookies_amiss(told: dict[str, str]) -> list[str]:
    cookie = told.get("set-cookie", "")
    parts = ("__Host-", "Secure", "HttpOnly", "SameSite=Strict", "Path=/")
    return [
        f"Set-Cookie without {part}" for part in parts if cookie and "Max-Age=0" not in cookie and part not in cookie
    ]


def all_missing(response: HttpResponse) -> list[str]:
    cookies = [
        problem
        for morsel in response.cookies.values()
        for problem in cookies_amiss({"set-cookie": morsel.OutputString()})
    ]
    return missing(dict(response.headers)) + cookies + ([] if response.get(HSTS) == "max-age=31536000" else [HSTS])


RAISED: list[Exception] = []


@door("read_public")
def falls(request: HttpRequest, word: str = "") -> HttpResponse:
    """A page that breaks as a test wants it to."""
    raise RAISED[-1]


@door("write_to_centre", post="same")
def takes(request: HttpRequest) -> HttpResponse:
    """A form that anybody may send."""
    if RAISED:
        raise RAISED[-1]
    return HttpResponse(f"{len(request.POST)} {sum(file.size or 0 for file in request.FILES.values())}")


urlpatterns = [path("falls/<str:word>/", falls, name="falls"), path("takes/", takes), *addresses.urlpatterns]
handler400, handler500 = addresses.handler400, addresses.handler500
handler403, handler404 = addresses.handler403, addresses.handler404


@pytest.fixture
def broken(settings: object) -> Iterator[list[Exception]]:
    """The house with two more pages, which raise the last of these."""
    settings.ROOT_URLCONF = __name__
    RAISED.clear()
    yield RAISED
    RAISED.clear()


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


def an_address(pattern: str) -> str:
    for converter, value in (("uuid", "00000000-0000-4000-8000-000000000000"), ("int", "1")):
        while f"<{converter}:" in pattern:
            before, _, rest = pattern.partition(f"<{converter}:")
            pattern = before + value + rest.partition(">")[2]
    while "<" in pattern:
        before, _, rest = pattern.partition("<")
        pattern = f"{before}nobody{rest.partition('>')[2]}"
    return f"/{pattern}"


@pytest.mark.same
@pytest.mark.parametrize("who", ["", "bina"])
def test_every_route_sends_the_headers(people: People, browser: Client, who: str) -> None:
    if who:
        sign_in(browser, people.members[who])
    tried, wrong = 0, {}
    for pattern, _ in routes():
        for method in ("get", "head", "post", "put"):
            response = getattr(browser, method)(an_address(pattern), secure=True)
            tried += 1
            if problems := all_missing(response):
                wrong[f"{method} {pattern}"] = problems
            if who and response.get("Cache-Control") != "no-store":
                wrong[f"{method} {pattern} kept"] = [response.get("Cache-Control")]
            if settings.SESSION_COOKIE_NAME not in browser.cookies and who:
                sign_in(browser, people.members[who])
    assert wrong == {} and tried > 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/lessons", 301),
        ("/nothing/", 404),
        ("/history/", 403),
        ("/sign-out/", 405),
        ("/static/ui/mark.svg", 200),
        ("/static/ui/none.svg", 404),
        ("/feeds/changes.xml", 200),
        ("/review/examples/capsa-2013/", 200),
    ],
)
def test_every_status_sends_the_headers(browser: Client, address: str, status: int) -> None:
    response = browser.get(address, secure=True)
    assert (response.status_code, all_missing(response)) == (status, [])
    assert HSTS not in browser.get(address), "over an open line browsers would not listen"


@pytest.mark.django_db
def test_a_page_with_a_form_is_not_kept_and_a_public_one_belongs_to_nobody_between(browser: Client) -> None:
    assert browser.get("/sign-in/")["Cache-Control"] == "no-store"
    assert Client().get("/")["Cache-Control"] == "private, no-cache"
    assert "Access-Control-Allow-Origin" not in browser.get("/static/ui/mark.svg")
    assert browser.get("/?lang=ar").cookies["__Host-language"]["samesite"] == "Strict"


@pytest.mark.django_db
def test_a_wrong_method_is_answered_in_words(browser: Client) -> None:
    response = browser.get("/sign-out/?lang=fr")
    assert response.status_code == 405 and response["Allow"] == "POST"
    assert b"<h1>" in response.content and response["Content-Length"] == str(len(response.content))


def wrapped(cause: BaseException, outside: type[Exception] = OperationalError) -> Exception:
    error = outside(f"failed for {SECRET}")
    error.__cause__ = cause
    return error


def sqlite_error(name: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(f"while writing {SECRET}")
    error.sqlite_errorname = name
    return error


def postgres_error(state: str) -> Exception:
    error = Exception(f"while writing {SECRET}")
    error.sqlstate = state
    return error


DRIVER: Any = connection
FALLS = [
    (wrapped(sqlite_error("SQLITE_FULL")), 507),
    (wrapped(postgres_error("53100")), 507),
    (OSError(errno.ENOSPC, SECRET), 507),
    (wrapped(sqlite_error("SQLITE_BUSY")), 503),
    (wrapped(sqlite_error("SQLITE_IOERR_WRITE")), 503),
    (wrapped(postgres_error("57P01")), 503),
    (InterfaceError(SECRET), 503),
    (InternalError(SECRET), 503),
    (TransactionManagementError(SECRET), 503),
    (DRIVER.Database.OperationalError(SECRET), 503),  # in the middle of a large answer
    (KeyringMissing(), 503),
    (NoKey(), 403),
    (Altered(), 409),
    (DatabaseError(SECRET), 500),
    (ValueError(SECRET), 500),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("error", "status"), FALLS, ids=lambda one: getattr(one, "args", one) and str(one)[:20])
def test_what_goes_wrong_gets_a_plain_page_and_shows_nothing(
    browser: Client, broken: list[Exception], error: Exception, status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    broken.append(error)
    handlers, console = logging.getLogger().handlers, logging.StreamHandler()  # what the console would show
    console.setFormatter(Discreet())
    before, handlers[:] = list(handlers), [console]
    try:
        response = browser.get("/falls/hidden-word/", secure=True)
    finally:
        handlers[:] = before
    page, told = response.content.decode(), capfd.readouterr().err
    assert (response.status_code, all_missing(response)) == (status, [])
    assert "<h1>" in page and "Traceback" not in page and SECRET not in page
    assert response.get("Retry-After") == ("10" if status == 503 else None)
    assert (type(error).__name__ in told and "at falls" in told) == (status >= 500)
    assert SECRET not in told and "hidden-word" not in told


@pytest.mark.django_db
def test_the_page_comes_in_the_language_of_the_reader_and_without_the_database(
    browser: Client, broken: list[Exception], django_assert_num_queries: object
) -> None:
    broken.append(ValueError())
    with django_assert_num_queries(0):
        page = browser.get("/falls/x/?lang=ar").content.decode()
    assert 'dir="rtl"' in page and "bootstrap.rtl" in page


def sent_again(page: str) -> bool:
    return SECRET in page and "csrfmiddlewaretoken" in page


@pytest.mark.django_db
def test_what_was_typed_is_handed_back_when_it_could_not_be_kept(browser: Client, broken: list[Exception]) -> None:
    form = {"text": f"{SECRET} <b>", "csrfmiddlewaretoken": "t"}
    broken.append(wrapped(sqlite_error("SQLITE_FULL")))
    page = browser.post("/takes/?a=1", form).content.decode()
    assert sent_again(page) and 'action="/takes/?a=1"' in page and "&lt;b&gt;" in page
    broken.append(ValueError())
    assert SECRET not in browser.post("/takes/", form).content.decode()


@pytest.mark.django_db
def test_below_the_reserve_nothing_is_written_but_lock_and_sign_in_go_on(
    people: People, browser: Client, broken: list[Exception], settings: object, tmp_path: object
) -> None:
    settings.VAR = tmp_path
    assert disk.keep_ballast() and disk.ballast().stat().st_blocks * 512 >= disk.BALLAST
    settings.DISK_RESERVE = disk.free() + 2**40
    response = browser.post("/takes/", {"text": SECRET}, secure=True)
    assert (response.status_code, all_missing(response)) == (507, []) and SECRET in response.content.decode()
    assert browser.get("/").status_code == 200
    assert browser.post("/sign-in/", {"name": "bina", "passphrase": SECRET}).status_code != 507
    sign_in(browser, people.bina)
    assert browser.post("/notebook/write/", {"text": SECRET}).status_code == 507
    assert disk.ballast().exists()
    assert browser.post("/lock/").status_code == 302
    assert not disk.ballast().exists(), "room for what Lock writes"
    settings.DISK_RESERVE = 0
    assert browser.post("/takes/", {"text": SECRET}).status_code == 200


@pytest.mark.django_db
def test_who_may_not_learns_nothing_from_a_full_disk(people: People, browser: Client, settings: object) -> None:
    settings.DISK_RESERVE = 2**60
    sign_in(browser, people.hana)
    pages = [browser.post(address).content.decode() for address in ("/notebook/write/", "/nothing/")]
    assert len({re.sub(r'value="\w{64}"', "", page) for page in pages}) == 1


@pytest.mark.django_db
def test_what_is_too_large_is_refused_in_words(browser: Client, broken: list[Exception]) -> None:
    for response in (
        browser.post("/takes/", {"text": "x" * 2_100_000}, secure=True),
        browser.post("/takes/", {f"f{i}": "" for i in range(5_001)}, secure=True),
        browser.generic("POST", "/takes/", b"", CONTENT_LENGTH="28000001", secure=True),
    ):
        assert (response.status_code, all_missing(response)) == (413, [])
        assert "That is too large" in response.content.decode()


@pytest.mark.django_db
def test_a_file_of_25_mib_is_held_in_memory(
    browser: Client, broken: list[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    from io import BytesIO

    def never(*_: object, **__: object) -> None:
        raise AssertionError("a file was opened on the disk")

    monkeypatch.setattr("tempfile.mkstemp", never)
    monkeypatch.setattr("tempfile.NamedTemporaryFile", never)
    file = BytesIO(b"\x00" * 25 * 2**20)
    file.name = "scan.pdf"
    assert browser.post("/takes/", {"file": file}).content == b"0 26214400"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "same-origin"}, True),
        ({"HTTP_ORIGIN": "https://testserver"}, True),
        ({"HTTP_ORIGIN": "null"}, True),
        ({}, True),
        ({"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "cross-site"}, False),
        ({"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "same-site"}, False),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, False),
        ({"HTTP_ORIGIN": "https://elsewhere.example", "HTTP_SEC_FETCH_SITE": "same-origin"}, False),
        ({"HTTP_REFERER": "https://elsewhere.example/"}, False),
    ],
)
def test_forms_are_taken_from_our_own_pages_alone(
    broken: list[Exception], headers: dict[str, str], taken: bool
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/sign-in/", secure=True)
    token = client.cookies["__Host-csrf"].value
    response = client.post("/takes/", {"csrfmiddlewaretoken": token}, secure=True, **headers)
    assert response.status_code == (200 if taken else 403)
    assert client.post("/takes/", {"csrfmiddlewaretoken": "x" * 32}, secure=True, **headers).status_code == 403
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post("/takes/", {"csrfmiddlewaretoken": token}, secure=True, **headers).status_code == 403


def test_messages_that_are_not_our_own_are_not_repeated() -> None:
    other = logging.LogRecord("django.security.x", logging.ERROR, "", 1, "Invalid host %s", (SECRET,), None)
    ours = logging.LogRecord("corridor.worker", logging.ERROR, "", 1, "backup made in %d s", (3,), None)
    assert SECRET not in Discreet().format(other) and "backup made in 3 s" in Discreet().format(ours)


def test_the_last_page_comes_even_when_no_page_can_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "render_to_string", lambda *_: 1 / 0)
    assert failures.page(500).status_code == 500
