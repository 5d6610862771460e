"""Backups: what is in one, what is not, what opens it, and that everything comes back into an empty place."""

import base64
import json
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from corridor.access.actions import open_account, record_change
from corridor.access.models import Account, HistoryEntry
from corridor.safe import chain, commands, keyring, queries
from corridor.safe.actions import centres, members, records
from corridor.safe.backup import format, places, restoring, writing
from corridor.safe.backup.format import BadBackup, check
from corridor.safe.content import TYPES, Content
from corridor.safe.faults import WrongCard
from corridor.safe.keys import Member
from corridor.safe.models import Erased, Ground, Hold, Named, SealedChunk, SealedRecord
from corridor.safe.tests.people import PASSPHRASE, PIN, People, found, open_centre

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 10, 5)
Record: Any = apps.get_model("programme", "Record")  # of a later room: its tables join by themselves


@dataclass(frozen=True)
class Memo(Content):
    """A content for these tests alone."""

    TYPE = "test-backup-memo"
    title: str


@pytest.fixture(scope="module", autouse=True)
def leave_no_type() -> Iterator[None]:
    yield
    TYPES.pop("test-backup-memo", None)


@pytest.fixture(autouse=True)
def own_var(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()


@dataclass
class Kept:
    """A backup of a centre with a history, and what stood in the database when it was made."""

    people: People
    file: Path
    ids: dict[str, str]
    rows: dict[str, list[dict[str, Any]]]


def filled(people: People) -> dict[str, str]:
    """Ordinary and restricted records, before and after a renewed key, one from outside, a chunk, public records."""
    ids = {"ordinary": records.write_record(Memo("ordinary " + "x" * 3000), by=people.bina).id}
    naming = records.Naming((people.bina.account, people.farida.account), restricted=True)
    ids["restricted"] = records.write_record(Memo("restricted"), by=people.bina, naming=naming).id
    centres.renew_key("centre", by=people.amina)
    ids["outside"] = records.write_record(Memo("from outside"), by=None, centre=people.centre, token="t").id
    SealedChunk.objects.create(record=ids["ordinary"], centre=people.centre, position=0, sealed=b"\x00\xff" * 999)
    gone = records.write_record(Memo("gone"), by=people.bina).id
    records.erase_records([gone], by=people.amina)
    Record.objects.create(kind="project", record_id="x1", values={"title": "برنامج", "n": [1, None, {"b": 2}]})
    record_change("add", "project", "x1", {}, {"title": "t"}, by=people.edith.account)
    return ids


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row that a backup is to bring back, as plain values."""
    found = {}
    for model in [*writing.in_public_part(), *writing.in_centre_part()]:
        out = writing.FIELDS_LEFT_OUT.get(model._meta.label_lower, set()) | ({"state"} if model is Ground else set())
        names = [one.attname for one in model._meta.concrete_fields if one.name not in out]
        rows = [
            {name: bytes(v) if isinstance(v, memoryview) else v for name, v in row.items()}
            for row in model._default_manager.order_by("pk").values(*names)
        ]
        found[model._meta.label_lower] = rows
    return found


@pytest.fixture
def kept(people: People, tmp_path: Path) -> Kept:
    ids = filled(people)
    file = writing.write_backup(tmp_path / "backups", TODAY).path
    return Kept(people, file, ids, everything())


def empty_place(settings: Any, tmp_path: Path) -> None:
    call_command("flush", interactive=False, verbosity=0)
    settings.KEYRING = tmp_path / "new keyring"
    settings.KEYRING.mkdir()


def keys_of(kept: Kept, *cards: int) -> dict[str, bytes]:
    return commands.recoveries(check(kept.file), [kept.people.printed()[i] for i in cards])


def restored(kept: Kept, erased: set[str] | None = None, cards: tuple[int, int] = (0, 2)) -> restoring.Restored:
    return restoring.restore(kept.file, check(kept.file), keys_of(kept, *cards), erased or set())


def reopened(kept: Kept) -> Member:
    """Amina again, on the new machine, after two cards reopened the centre."""
    account = Account.objects.get(key=kept.people.amina.account.key)
    recovery = centres.open_recovery(account.centre, kept.people.printed()[1], kept.people.printed()[2])
    file, private = keyring.make(account, "another passphrase", {})
    centres.reopen(account.centre, recovery, account, bytes.fromhex(file.public))
    return Member(account, private)


def test_everything_comes_back_sealed_and_two_cards_reopen(kept: Kept, settings: Any, tmp_path: Path) -> None:
    empty_place(settings, tmp_path)
    done = restored(kept)
    assert done.missing == {} and done.faults == [] and (done.opened, done.tried) == (3, 3)
    now = everything()
    note = now["safe.auditentry"].pop()
    assert note["sequence"] == kept.rows["safe.auditentry"][-1]["sequence"] + 1
    for rows in (now["safe.ground"], kept.rows["safe.ground"]):
        for one in rows:
            one["sequence"] = one["head"] = one["day"] = None  # the note of the restore moved them on
    assert now == kept.rows
    ground = queries.ground_of(Account.objects.get(name="amina").centre)
    assert ground.state == "sealed" and chain.faults(ground) == []
    amina = reopened(kept)
    titles = {one.content.title[:12] for one in queries.reading(amina, "read_note").everything()}
    assert titles == {"ordinary xxx", "from outside"}
    assert "restore backup of 2026-10-05" in [act.did for act in chain.acts(amina)]


def test_after_a_restore_new_rows_get_new_numbers(kept: Kept, settings: Any, tmp_path: Path) -> None:
    before, hour = set(Account.objects.values_list("pk", flat=True)), HistoryEntry.objects.get().when
    empty_place(settings, tmp_path)
    restored(kept)
    assert HistoryEntry.objects.get().when == hour
    assert open_account("new", "editor").pk not in before
    amina = reopened(kept)
    records.write_record(Memo("after"), by=amina)


def test_a_lawyer_finds_her_named_records_after_her_key_was_lost(kept: Kept, settings: Any, tmp_path: Path) -> None:
    empty_place(settings, tmp_path)
    restored(kept)
    amina = reopened(kept)
    farida = Account.objects.get(key=kept.people.farida.account.key)
    invitation = members.invitation_for(members.invite("lawyer", by=amina, again=farida))
    farida, private = members.join(invitation, "", "her new passphrase", {"pin": PIN})
    file = keyring.read(farida)
    recovery = centres.open_recovery(amina.centre, *kept.people.printed()[:2])
    centres.name_again(amina.centre, recovery, farida, bytes.fromhex(file.public), amina.secrets["centre"])
    found = list(queries.reading(Member(farida, private), "read_note").everything())
    assert [one.content.title for one in found] == ["restricted"]


def test_a_changed_bit_or_a_cut_is_refused(kept: Kept, tmp_path: Path) -> None:
    whole, bad = kept.file.read_bytes(), tmp_path / "bad.backup"
    chance = random.Random(7)
    places_of_bits = [*range(0, 8 * 19, 7), *(8 * len(whole) - 1 - i for i in range(0, 8 * 41, 5))]
    places_of_bits += [chance.randrange(8 * len(whole)) for _ in range(200 - len(places_of_bits))]
    for at in places_of_bits:
        changed = bytearray(whole)
        changed[at // 8] ^= 1 << at % 8
        bad.write_bytes(changed)
        with pytest.raises(BadBackup):
            check(bad)
    for length in [0, 1, 18, 19, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(45))]:
        bad.write_bytes(whole[:length])
        with pytest.raises(BadBackup):
            check(bad)
    bad.write_bytes(whole + b"\x00")
    with pytest.raises(BadBackup):
        check(bad)
    bad.write_bytes(whole)
    assert check(bad) == check(kept.file)


def test_a_part_that_is_changed_with_its_digests_still_does_not_open(kept: Kept, tmp_path: Path) -> None:
    """Whoever can write digests anew changes nothing in a sealed part unseen, and moves none to another backup."""
    manifest, keys = check(kept.file), keys_of(kept, 0, 1)
    part = manifest.part(kept.people.centre.key)
    sealed = bytearray(kept.file.read_bytes()[part.begin : part.begin + part.size])
    sealed[len(sealed) // 2] ^= 1
    bad = tmp_path / "bad.backup"
    with bad.open("wb") as file:
        writer = format.Writer(file)
        writer.write_part("public", iter([b""]), {})
        writer.write_part(part.name, iter([bytes(sealed)]), part.rows)
        other = format.Manifest(**{**vars(manifest), "parts": writer.parts})
        writer.finish(other)
    with pytest.raises(BadBackup, match="was changed"):
        restoring.count_rows(bad, check(bad), keys)
    moved = format.Manifest(**{**vars(manifest), "id": "00" * 16})
    with pytest.raises(BadBackup, match="not sealed to its own"):
        restoring.count_rows(kept.file, moved, keys)


def test_one_card_or_a_passphrase_alone_opens_nothing(kept: Kept) -> None:
    manifest, printed = check(kept.file), kept.people.printed()
    for given in ([], printed[:1], [printed[0], printed[0]], [PASSPHRASE, PASSPHRASE]):
        with pytest.raises(WrongCard):
            commands.recoveries(manifest, given)
    for pair in ((0, 1), (1, 2), (0, 2)):
        assert restoring.count_rows(kept.file, manifest, keys_of(kept, *pair))
    other = open_centre("Another centre", "x", outside=False)
    with pytest.raises(WrongCard, match="do not belong"):
        commands.recoveries(manifest, other.printed()[:2])
    made_up = {kept.people.centre.key: kept.people.amina.private}
    with pytest.raises(BadBackup):
        restoring.count_rows(kept.file, manifest, made_up)


def plain_of(kept: Kept) -> bytes:
    """Everything in the backup with the seals taken off, as somebody with two cards can see it."""
    keys, whole = keys_of(kept, 0, 1), bytearray(kept.file.read_bytes())
    for rows in restoring.parts_of(kept.file, check(kept.file), keys):
        for row in rows:
            for name, value in row.values.items():
                whole += value if isinstance(value, bytes) else f"{name}={json.dumps(value)}\n".encode()
    return bytes(whole)


def test_what_unlocks_is_nowhere_in_a_backup(kept: Kept) -> None:
    secrets: dict[str, bytes] = {"pin": PIN.encode(), "passphrase": PASSPHRASE.encode()}
    for path in django_settings.KEYRING.rglob("*.json"):
        for name, value in json.loads(path.read_text()).items():
            if name in {"salt", "locked", "secrets", "public"}:
                secrets[f"{path.name} {name}"] = bytes.fromhex(value)
    for name, member in kept.people.members.items():
        secrets[f"{name} private"] = member.private
        secrets[f"{name} stamp"] = Account.objects.get(pk=member.account.pk).stamp.encode()
    for i, hold in enumerate(Hold.objects.all()):
        secrets[f"hold {i}"] = bytes(hold.sealed)
    for i, named in enumerate(Named.objects.all()):
        secrets[f"named {i}"] = bytes(named.sealed)
    assert len(secrets) > 60 and any(name.startswith("named") for name in secrets)
    for haystack in (kept.file.read_bytes(), plain_of(kept)):
        for name, secret in secrets.items():
            for form in (secret, secret.hex().encode(), secret.hex().upper().encode(), *in_base64(secret)):
                assert form not in haystack, name
    recovery = bytes.fromhex(check(kept.file).centres[0].wraps[0])
    assert recovery.hex().encode() in kept.file.read_bytes(), "the search finds what is there"
    assert b"restricted" not in kept.file.read_bytes() and b"ordinary" not in kept.file.read_bytes()


def in_base64(secret: bytes) -> list[bytes]:
    """As it may stand inside a longer text: at each of three offsets, without the ends that neighbours change."""
    forms = []
    for offset in range(3):
        inner = secret[offset : offset + (len(secret) - offset) // 3 * 3]
        if len(inner) >= 6:
            forms += [base64.b64encode(inner), base64.urlsafe_b64encode(inner)]
    return forms


def test_what_was_erased_since_does_not_come_back(kept: Kept, settings: Any, tmp_path: Path) -> None:
    settings.BACKUPS = kept.file.parent
    records.erase_records([kept.ids["ordinary"]], by=kept.people.amina)
    listed = places.read_erased(kept.file.parent)
    assert kept.ids["ordinary"] in listed
    empty_place(settings, tmp_path)
    done = restored(kept, listed)
    assert done.erased == 1 and done.missing == {} and done.faults == []
    assert not SealedRecord.objects.filter(pk=kept.ids["ordinary"]).exists()
    assert not SealedChunk.objects.exists() and Erased.objects.filter(pk=kept.ids["ordinary"]).exists()
    again = writing.write_backup(kept.file.parent, TODAY)
    assert kept.ids["ordinary"] in places.read_erased(kept.file.parent) and again.rows["safe.sealedrecord"] == 2


def test_a_place_that_is_not_empty_is_refused(kept: Kept, settings: Any, tmp_path: Path) -> None:
    keys = keys_of(kept, 0, 1)
    before = everything()
    with pytest.raises(BadBackup, match="keyring holds members"):
        restoring.restore(kept.file, check(kept.file), keys, set())
    settings.KEYRING = tmp_path / "nobody"
    with pytest.raises(BadBackup, match="database holds"):
        restoring.restore(kept.file, check(kept.file), keys, set())
    assert everything() == before


def test_a_fault_on_the_way_leaves_nothing_half_written(
    kept: Kept, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, opened = keys_of(kept, 0, 1), format.Sealing.opened

    def breaks_off(self: format.Sealing, read: Any, size: int) -> Iterator[bytes]:
        yield next(iter(opened(self, read, size)))[:2000]

    empty_place(settings, tmp_path)
    with monkeypatch.context() as broken, pytest.raises(BadBackup):
        broken.setattr(format.Sealing, "opened", breaks_off)
        restoring.restore(kept.file, check(kept.file), keys, set())
    assert all(rows == [] for rows in everything().values())
    assert restored(kept).faults == []


def test_a_backup_of_newer_tables_or_format_is_refused(kept: Kept, settings: Any, tmp_path: Path) -> None:
    manifest, keys = check(kept.file), keys_of(kept, 0, 1)
    empty_place(settings, tmp_path)
    newer = format.Manifest(**{**vars(manifest), "tables": manifest.tables | {"safe": "0999_later"}})
    with pytest.raises(BadBackup, match=r"later version .*0999_later"):
        restoring.restore(kept.file, newer, keys, set())
    later = tmp_path / "later.backup"
    later.write_bytes(kept.file.read_bytes().replace(b"CORRIDOR BACKUP 1\n", b"CORRIDOR BACKUP 2\n", 1))
    with pytest.raises(BadBackup, match="later version"):
        check(later)
    assert all(rows == [] for rows in everything().values())


LATER = """
from django.db import migrations

def mark(apps, editor):
    for one in apps.get_model("programme", "Record").objects.all():
        one.values["brought up"] = True
        one.save()

class Migration(migrations.Migration):
    dependencies = [("programme", "0002_longer_ids")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
"""


def test_an_older_backup_is_brought_up_to_the_present_tables(
    kept: Kept, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows go into the tables of then; the migrations made since run over them."""
    package = tmp_path / "later_tables"
    shutil.copytree(Path(writing.__file__).parents[2] / "programme/migrations", package)
    (package / "0003_mark.py").write_text(LATER)
    empty_place(settings, tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"programme": "later_tables"}
    try:
        assert restored(kept).missing == {}
        assert Record.objects.get().values["brought up"] is True
        with pytest.raises(BadBackup, match="later version"):
            settings.MIGRATION_MODULES = {}
            newer = writing.write_backup(tmp_path / "newer", TODAY).path
            restoring.must_be_known(check(newer))
    finally:
        MigrationRecorder(connection).record_unapplied("programme", "0003_mark")


def test_a_centre_without_cards_is_left_out_and_told(people: People, settings: Any, tmp_path: Path) -> None:
    founding, _ = found("Not yet", "z")
    made = writing.write_backup(tmp_path / "backups", TODAY)
    assert made.left_out == ["Not yet"] and [one.name for one in check(made.path).centres] == ["Centre of Amina"]
    empty_place(settings, tmp_path)
    kept = Kept(people, made.path, {}, {})
    assert restored(kept).faults == []
    assert Ground.objects.get(centre__key=founding.key).state == "founding"


def test_every_table_has_its_part() -> None:
    """A new table in `safe` goes into a centre's part, which needs to know whose it is."""
    for model in writing.in_centre_part():
        assert "centre" in {one.name for one in model._meta.fields}, f"{model}: say whose it is, or leave it out"
    labels = {model._meta.label_lower for model in writing.corridor_models()}
    assert labels >= writing.LEFT_OUT and "access.account" in labels


def test_two_backups_of_a_day_stand_side_by_side(people: People, tmp_path: Path) -> None:
    one, two = (writing.write_backup(tmp_path, TODAY).path for _ in range(2))
    assert [one.name, two.name] == ["corridor-2026-10-05-001.backup", "corridor-2026-10-05-002.backup"]
    assert one.stat().st_mode & 0o777 == 0o400 and check(one).id != check(two).id
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".backup") == [one.name, two.name]


def corridor(*arguments: object, given: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("CORRIDOR_")} | variables
    command = [sys.executable, "-m", "corridor.cli", *map(str, arguments)]
    return subprocess.run(command, input=given, env=own, capture_output=True, text=True, check=False)


def test_restore_and_drill_from_the_command_line(kept: Kept, tmp_path: Path) -> None:
    """On whichever database the tests run, the backup is restored into SQLite in a new folder."""
    place, cards = tmp_path / "place", "\n".join(kept.people.printed()[:2])
    only_one = corridor("restore", kept.file, "--into", place, "--cards", "-", given=kept.people.printed()[0])
    assert only_one.returncode == 2 and "two cards are needed" in only_one.stderr
    assert not (place / "corridor.sqlite3").exists()
    mistyped = corridor("restore", kept.file, "--into", place, given="\n".join(["12345 " * 11] * 5))
    assert mistyped.returncode == 2 and "Mistyped on the card, group" in mistyped.stderr
    verified = corridor("restore", "--verify", kept.file, CORRIDOR_VAR=str(tmp_path / "v"))
    assert verified.returncode == 0 and "whole, of 2026-10-05" in verified.stdout
    done = corridor("restore", kept.file, "--into", place, given=cards)
    assert done.returncode == 0, done.stderr
    assert "3 of 3 records tried open" in done.stdout and "There was an erasure" not in done.stdout
    again = corridor("restore", kept.file, "--into", place, given=cards)
    assert again.returncode == 2 and "not empty" in again.stderr and "Traceback" not in again.stderr

    shutil.rmtree(place / "keyring", ignore_errors=True)
    backed = corridor("backup", tmp_path / "second", CORRIDOR_VAR=str(place))
    assert backed.returncode == 0 and (place / "last-backup.json").exists(), backed.stderr
    drill = corridor("drill", tmp_path / "second", "--cards", "-", given=cards, CORRIDOR_VAR=str(place))
    assert drill.returncode == 0 and "everything is there" in drill.stdout, drill.stderr + drill.stdout
    assert json.loads((place / "last-drill.json").read_text())["records"] == 3
    wrong = corridor("drill", tmp_path / "second", "--cards", "-", given="1234", CORRIDOR_VAR=str(place))
    assert wrong.returncode == 2 and "55 digits" in wrong.stderr
    assert not list(Path("/tmp").glob("corridor-drill-*/corridor.sqlite3"))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="both ways between databases need PostgreSQL")
def test_from_sqlite_into_postgresql_and_a_drill_in_a_schema(kept: Kept, settings: Any, tmp_path: Path) -> None:
    place, cards = tmp_path / "place", "\n".join(kept.people.printed()[:2])
    assert corridor("restore", kept.file, "--into", place, given=cards).returncode == 0
    assert corridor("backup", tmp_path / "second", CORRIDOR_VAR=str(place)).returncode == 0
    from_sqlite = places.backups(tmp_path / "second")[0]
    address = os.environ["CORRIDOR_DATABASE"].rpartition("/")[0] + f"/{connection.settings_dict['NAME']}"  # in use
    drill = corridor("drill", from_sqlite, "--cards", "-", "--database", address, given=cards, CORRIDOR_VAR=str(place))
    assert drill.returncode == 0 and "everything is there" in drill.stdout, drill.stderr + drill.stdout
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM information_schema.schemata WHERE schema_name LIKE 'drill%'")
        assert cursor.fetchone() == (0,)
    empty_place(settings, tmp_path)
    done = restored(Kept(kept.people, from_sqlite, kept.ids, {}))
    assert done.missing == {} and done.faults == [] and done.opened == 3
    for table in ("safe.sealedrecord", "programme.record", "access.membership", "safe.cardset"):
        assert everything()[table] == kept.rows[table]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's tests share one connection in memory")
def test_a_backup_is_of_one_moment(people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written while a backup is made is in no part of it, and does not wait for it."""

    def write_now() -> None:
        records.write_record(Memo("meanwhile"), by=None, centre=people.centre)
        connections.close_all()

    public = writing._public_tables

    def with_a_write_after(counts: dict[str, int]) -> Iterator[bytes]:
        yield from public(counts)
        other = threading.Thread(target=write_now)
        other.start()
        other.join(20)
        assert not other.is_alive()

    monkeypatch.setattr(writing, "_public_tables", with_a_write_after)
    made = writing.write_backup(tmp_path, TODAY)
    assert made.rows["safe.sealedrecord"] == 0 and SealedRecord.objects.count() == 1
