"""What a keyring leaves on a disk: a file that was written anew must not live on among what is free."""

import json
from pathlib import Path

import pytest

from corridor.safe import keyring
from corridor.safe.tests.people import PASSPHRASE, People

pytestmark = pytest.mark.django_db


@pytest.fixture
def bina_file(people: People) -> Path:
    return keyring.folder_of(people.centre) / f"{people.bina.account.key}.json"


def test_the_file_before_is_overwritten(people: People, bina_file: Path) -> None:
    """A second name keeps the old file within reach; a disk keeps it without."""
    locked = json.loads(bina_file.read_text())["locked"]
    (aside := bina_file.with_suffix(".aside")).hardlink_to(bina_file)
    keyring.keep_secrets(people.bina.account, {"pin": "161803"})
    assert locked.encode() not in aside.read_bytes() and aside.stat().st_size > 0
    found = keyring.read(people.bina.account)
    assert found and found.unlock(people.bina.account, PASSPHRASE) == people.bina.private


def test_what_was_destroyed_was_overwritten(people: People, bina_file: Path) -> None:
    locked = json.loads(bina_file.read_text())["locked"]
    (aside := bina_file.parent.parent / "aside").hardlink_to(bina_file)
    keyring.destroy_all(people.centre)
    assert not bina_file.exists() and locked.encode() not in aside.read_bytes()
