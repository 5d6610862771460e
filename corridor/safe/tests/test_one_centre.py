"""One centre of several tries its own cards: a drill, or a restore aside, without the cards of the others."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from corridor.access.models import Account, Centre
from corridor.safe import commands, keyring, queries
from corridor.safe.actions import centres, records
from corridor.safe.backup import places, restoring, writing
from corridor.safe.backup.format import BadBackup, check
from corridor.safe.faults import WrongCard
from corridor.safe.keys import Member
from corridor.safe.models import Ground, SealedRecord
from corridor.safe.notebook.contents import Note
from corridor.safe.tests.people import People, open_centre, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 10, 5)


@pytest.fixture(autouse=True)
def own_var(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()


@pytest.fixture
def other(people: People) -> People:
    """Another centre on the same installation, with more notes than the first."""
    made = open_centre("Centre in the city", "city-", outside=False)
    for number in range(5):
        records.write_record(Note(f"of the city {number}"), by=made.bina)
    records.write_record(Note("of Amina's"), by=people.bina)
    records.write_record(Note("and another"), by=people.bina)
    return made


@pytest.fixture
def file(people: People, other: People, tmp_path: Path) -> Path:
    return writing.write_backup(tmp_path / "backups", TODAY).path


def corridor(*arguments: object, given: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("CORRIDOR_")} | variables
    command = [sys.executable, "-m", "corridor.cli", *map(str, arguments)]
    return subprocess.run(command, input=given, env=own, capture_output=True, text=True, check=False)


def empty_place(settings: Any, tmp_path: Path) -> None:
    call_command("flush", interactive=False, verbosity=0)
    settings.KEYRING = tmp_path / "new keyring"
    settings.KEYRING.mkdir()


def test_a_centre_is_named_by_its_key_or_its_whole_name(people: People, file: Path) -> None:
    manifest = check(file)
    one = manifest.of_one(people.centre.key)
    assert one == manifest.of_one(people.centre.name) and [each.key for each in one.centres] == [people.centre.key]
    assert one.rows()["safe.sealedrecord"] == 2 and manifest.rows()["safe.sealedrecord"] == 7
    assert one.rows()["access.account"] == manifest.rows()["access.account"]
    with pytest.raises(BadBackup, match=rf"it holds .*Centre in the city \({manifest.centres[1].key}\)|it holds"):
        manifest.of_one("Centre")


def test_two_centres_of_one_name_are_told_apart_by_their_keys(people: People, other: People, tmp_path: Path) -> None:
    Centre.objects.filter(pk=other.centre.pk).update(name=people.centre.name)
    manifest = check(writing.write_backup(tmp_path / "backups", TODAY).path)
    with pytest.raises(BadBackup, match=other.centre.key):
        manifest.of_one(people.centre.name)
    assert manifest.of_one(other.centre.key).centres[0].key == other.centre.key


def test_its_cards_open_it_and_those_of_the_other_do_not(people: People, other: People, file: Path) -> None:
    one = check(file).of_one(people.centre.key)
    keys = commands.recoveries(one, people.printed()[:2])
    assert set(keys) == {people.centre.key}
    assert restoring.count_rows(file, one, keys)["safe.sealedrecord"] == 2
    with pytest.raises(WrongCard):
        commands.recoveries(one, other.printed()[:2])


def test_restored_aside_it_is_reopened_and_nothing_of_the_others_is_there(
    people: People, other: People, file: Path, settings: Any, tmp_path: Path
) -> None:
    one = check(file).of_one(people.centre.key)
    keys = commands.recoveries(one, people.printed()[1:])
    empty_place(settings, tmp_path)
    done = restoring.restore(file, one, keys, set())
    assert (done.missing, done.faults, done.opened, done.tried) == ({}, [], 2, 2)
    states = dict(Ground.objects.values_list("centre__key", "state"))
    assert states == {people.centre.key: "sealed", other.centre.key: "founding"}
    assert SealedRecord.objects.count() == 2
    account = Account.objects.get(key=people.amina.account.key)
    recovery = centres.open_recovery(account.centre, *people.printed()[:2])
    made, private = keyring.make(account, "another passphrase", {})
    centres.reopen(account.centre, recovery, account, bytes.fromhex(made.public))
    entries = queries.reading(Member(account, private), "read_note").everything()
    assert {one.content.title for one in entries} == {"of Amina's", "and another"}  # type: ignore[attr-defined]


def test_a_backup_tells_which_centres_are_in_it(people: People, other: People, file: Path, tmp_path: Path) -> None:
    told = corridor("restore", file, "--verify", CORRIDOR_VAR=str(tmp_path / "v")).stdout
    for one in (people.centre, other.centre):
        assert f"{one.name}: key {one.key}, cards of set 1" in told


def test_a_drill_of_one_centre_from_the_command_line(
    people: People, other: People, file: Path, settings: Any, tmp_path: Path
) -> None:
    var, cards = tmp_path / "place", "\n".join(people.printed()[:2])
    before = set(Path("/tmp").glob("corridor-drill-*"))
    ran = corridor("drill", file, "--centre", people.centre.key, "--cards", "-", given=cards, CORRIDOR_VAR=str(var))
    assert ran.returncode == 0, ran.stderr + ran.stdout
    assert f"everything of {people.centre.name} is there" in ran.stdout and "chain of acts is whole" in ran.stdout
    assert "2 of         2" in ran.stdout, "records opened"
    note = f"last-drill-{people.centre.key}.json"
    assert json.loads((var / note).read_text())["records"] == 2 and not (var / "last-drill.json").exists()
    assert set(Path("/tmp").glob("corridor-drill-*")) <= before, "nothing is left behind"
    assert not {"corridor.sqlite3", "keyring"} & {one.name for one in var.iterdir()}
    for centre, of in ((people.centre.key, other), ("nobody", people)):
        given = "\n".join(of.printed()[:2])
        wrong = corridor("drill", file, "--centre", centre, "--cards", "-", given=given, CORRIDOR_VAR=str(var))
        assert wrong.returncode == 2 and "Traceback" not in wrong.stderr
    all_of_them = corridor("drill", file, "--cards", "-", given=cards, CORRIDOR_VAR=str(var))
    assert all_of_them.returncode == 2 and "Centre in the city" in all_of_them.stderr, "a drill of all needs all cards"


def test_one_centre_is_not_restored_among_others(people: People, file: Path, tmp_path: Path) -> None:
    place, cards = tmp_path / "place", "\n".join(people.printed()[:2])
    given = {"given": cards, "CORRIDOR_VAR": str(place)}
    first = corridor("restore", file, "--centre", people.centre.name, "--cards", "-", **given)
    assert first.returncode == 0 and "not to be served instead" in first.stdout, first.stderr
    again = corridor("restore", file, "--centre", people.centre.name, "--cards", "-", **given)
    assert again.returncode == 2 and "not put back among others" in again.stderr and "packet" in again.stderr
    whole = corridor("restore", file, "--cards", "-", **given)
    assert whole.returncode == 2 and "not empty" in whole.stderr and "packet" not in whole.stderr


def test_the_page_of_the_keys_shows_the_newer_drill_of_its_own(people: People, other: People, settings: Any) -> None:
    today = timezone.localdate()

    def noted(name: str, days_ago: int) -> None:
        places.note(settings.VAR / name, {"day": (today - timedelta(days=days_ago)).isoformat(), "seconds": 5})

    def shown(by: Member) -> bool:
        return f"{today.day} {today:%B %Y}, 5 seconds" in sign_in(Client(), by).get("/ground/").content.decode()

    noted("last-drill.json", 40)
    assert not shown(people.bina)
    noted(f"last-drill-{people.centre.key}.json", 0)
    assert shown(people.bina) and not shown(other.bina)
