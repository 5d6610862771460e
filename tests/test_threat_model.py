"""The threat model tells of every column that stands in clear; a new one without its sentence is found here."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps

from corridor.safe.backup.writing import OF_CENTRES, corridor_models

pytestmark = pytest.mark.same

TOLD = Path(__file__).resolve().parent.parent / "THREAT_MODEL.md"
ROW = re.compile(r"^\| [^|]*\| `(\w+)`: ((?:`\w+`(?:, )?)+) \| [^|]{10,} \|$", re.MULTILINE)
# Rooms whose tables say something of centres, their people and their work. The others hold what is public (`programme`)
# or was brought under an address that can not be guessed (`learning`; told in the paragraph on backups).
WITH_PEOPLE = OF_CENTRES | {"access", "figures", "statistics"}


def told() -> "Counter[tuple[str, str]]":
    section = TOLD.read_text(encoding="utf-8").partition("## What a thief of the database learns")[2]
    section = section.partition("\n## ")[0]
    return Counter((table, column) for table, cells in ROW.findall(section) for column in re.findall(r"\w+", cells))


def there() -> "Counter[tuple[str, str]]":
    models = [one for one in corridor_models() if one._meta.app_label in WITH_PEOPLE]
    return Counter((one.__name__, column.name) for one in models for column in one._meta.concrete_fields)


def test_every_column_is_told_of_once() -> None:
    assert {"not told": there() - told(), "told, but not there": told() - there()} == {
        "not told": Counter(),
        "told, but not there": Counter(),
    }


def test_no_room_with_tables_is_forgotten() -> None:
    """A later room says whether its tables hold something of people."""
    rooms = {one._meta.app_label for one in corridor_models()}
    assert rooms - WITH_PEOPLE == {"learning", "programme"} and {apps.get_app_config(one).name for one in rooms}
