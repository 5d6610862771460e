"""What tests share: an editor, and a real browser on the running pages."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOMS = Path(__file__).resolve().parent / "corridor"


def pytest_configure() -> None:
    """Tests undo what they wrote, or never let it out: they read releases by the connection that writes them.

    What the connection of pages can do is tried where both are real: corridor/figures/tests/test_apart.py.
    """
    from django.conf import settings

    settings.DATABASES.pop("releases_read", None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that may use the database may use each that this installation writes.

    On PostgreSQL a room's tests that ask for no database are left out, and those marked as the same on both: all run on
    SQLite.
    """
    from django.conf import settings

    same = []
    for item in items:
        marker = item.get_closest_marker("django_db")
        asks = marker or {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
        if asks:
            chosen = {"databases": list(settings.WRITTEN), **(marker.kwargs if marker else {})}
            item.add_marker(pytest.mark.django_db(**chosen), append=False)
        pure = ROOMS in item.path.parents and not asks and not item.get_closest_marker("stored")
        if pure or item.get_closest_marker("same"):
            same.append(item)
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql") and same:
        config.hook.pytest_deselected(items=same)
        items[:] = [item for item in items if item not in set(same)]


@pytest.fixture(autouse=True, scope="session")
def languages() -> None:
    """The languages are made before anything is said in one, as `corridor serve` does before it answers."""
    from corridor.ui.languages import compile_languages

    compile_languages()


@pytest.fixture(autouse=True)
def apart(settings: object, tmp_path: Path) -> Iterator[None]:
    """Each test has its own keyring and sessions, and guesses at passphrases cost little; it begins in English."""
    from django.utils import translation

    from corridor.programme import standing
    from corridor.safe import casebook, limits, used_codes

    standing.begin()
    limits.WRITING.begin_day()
    settings.KEYRING, settings.RUN = tmp_path / "keyring", tmp_path / "run"
    settings.KEYRING.mkdir()
    used_codes.begin(0)
    settings.STRETCHING = {"iterations": 1, "lanes": 1, "memory_cost": 64}
    translation.deactivate()
    yield
    casebook.drop()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The clock of the limits stands until a test moves it: no wait runs out because a machine is busy."""
    from corridor.safe import limits

    at = [limits.now()]
    monkeypatch.setattr(limits, "now", lambda: at[0])
    return at


@pytest.fixture
def people(db: None) -> object:
    """A made-up centre with everybody in it, and those outside it: see `corridor/safe/tests/people.py`."""
    from corridor.safe.tests.people import open_centre

    return open_centre()


@pytest.fixture
def signed_in() -> object:
    """A member's browser, signed in and unlocked: signed_in(client, member)."""
    from corridor.safe.tests.people import sign_in

    return sign_in


@pytest.fixture
def editor(db: None) -> object:
    """Somebody who may add and correct public records."""
    from corridor.access.actions import open_account
    from corridor.safe import keyring
    from corridor.safe.tests.people import PASSPHRASE, PIN

    account = open_account("edith", "editor")
    keyring.make(account, PASSPHRASE, {"pin": PIN})
    return account


@pytest.fixture
def editor_client(editor: object, client: object) -> object:
    """Her browser, signed in."""
    client.force_login(editor)
    return client


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One real Chromium for the whole run; the driver's event loop makes Django suspect async code, wrongly."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        path = os.environ.get("CORRIDOR_CHROMIUM", "/usr/bin/chromium")
        flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()
