"""What tests share: an editor, and a real browser on the running pages."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture
def editor(db: None) -> object:
    """Somebody who may add and correct public records."""
    from corridor.access.actions import open_account

    return open_account("edith", "a passphrase for tests", "editor")


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
