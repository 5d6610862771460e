"""`corridor backup`, `restore`, `drill`, `pull`: what the host of an installation does with its backups."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from corridor.safe.backup import places
from corridor.safe.backup.format import BadBackup, CentrePart, Manifest, check
from corridor.safe.faults import Fault, WrongCard

if TYPE_CHECKING:
    from corridor.safe.backup.restoring import Restored

WELL, FAULTS, UNUSABLE = 0, 1, 2  # exit codes
TRIES = 5  # at a card on the terminal
ONE_ASIDE = (
    "One centre is not put back among others: what was destroyed since would come back, and its keys may have been "
    "renewed. Restore it into an empty folder (--into), reopen it there, and hand over what is missing in a packet"
)


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = commands.add_parser(
        "backup",
        help="write one encrypted backup",
        description="Write one encrypted backup: a new file, named by day and counter. Nothing is ever written over. "
        "It holds no passphrase, no second factor and no session; it opens with two recovery cards of each centre.",
    )
    backup.add_argument("folder", nargs="?", type=Path, help="where backups lie (default: CORRIDOR_BACKUPS)")

    restore = commands.add_parser(
        "restore",
        help="restore a backup into an empty place, with two recovery cards of each centre",
        description="Restore a backup into an EMPTY database and keyring, with two recovery cards of each centre. "
        "Every centre comes back sealed: reopen it in the browser, again with two cards. Exit code 1 when the backup "
        "holds faults of its own, 2 when nothing was restored.",
    )
    _add_centre(restore, "restore this centre alone, ASIDE, with two of its cards; of the others nothing comes in")
    restore.add_argument("file", type=Path)
    restore.add_argument("--into", type=Path, metavar="FOLDER", help="use this folder as CORRIDOR_VAR")
    restore.add_argument(
        "--verify", action="store_true", help="write nothing: check digests (with --cards: open it all)"
    )
    restore.add_argument("--cards", metavar="FILE", help="cards to use, one a line; - reads them from standard input")
    restore.add_argument(
        "--erased", type=Path, metavar="FILE", help="the erasure list (default: erased.txt beside FILE)"
    )
    restore.add_argument("--format", choices=["text", "json"], default="text")

    drill = commands.add_parser(
        "drill",
        help="restore the newest backup into a place that is thrown away, and say whether all is there",
        description="Restore a backup (the newest in a folder) into a temporary place, count its rows, check each "
        "chain, open 100 records of each centre, throw the place away, and note the day. Keep the cards on paper: "
        "without --cards they are asked for.",
    )
    drill.add_argument("file", nargs="?", type=Path, metavar="FILE|FOLDER", help="default: CORRIDOR_BACKUPS")
    drill.add_argument("--cards", metavar="FILE", help="cards to use, one a line; - reads them from standard input")
    _add_centre(drill, "try this centre alone, with two of its cards; of the others nothing is opened")
    drill.add_argument(
        "--database",
        metavar="ADDRESS",
        help="drill in a new schema of this PostgreSQL database, removed afterwards (default: SQLite)",
    )

    pull = commands.add_parser(
        "pull",
        help="on a second machine: copy the backups that it lacks",
        description="Copy the backups in FROM that TO lacks, and read each copy back. A file that TO has is never "
        "written over. Backups over 30 days old are removed from TO, but only while a whole younger one is there. Exit "
        "code 1 when a backup in FROM is damaged, or differs from the one of the same name in TO. Needs no key.",
    )
    pull.add_argument("source", type=Path, metavar="FROM", help="the folder of backups, as this machine sees it")
    pull.add_argument("target", type=Path, metavar="TO", help="the folder of this machine")


def _add_centre(command: argparse.ArgumentParser, told: str) -> None:
    command.add_argument("--centre", metavar="KEY", help=f"{told}. KEY: its key or its name, as the backup tells them")


def run(chosen: argparse.Namespace, start: Callable[[], None]) -> int:
    """Run one of the four; returns the exit code. start: loads the settings, which `--into` has to come before."""
    try:
        match chosen.command:
            case "backup":
                start()
                return backup(chosen.folder)
            case "restore":
                if chosen.into and not chosen.verify:
                    os.environ["CORRIDOR_VAR"] = str(chosen.into.resolve())
                start()
                return restore(chosen)
            case "drill":
                start()
                return drill(chosen)
            case _:
                return pull(chosen.source, chosen.target)
    except BadBackup as bad:
        return _told(chosen.command, str(bad))
    except Fault as fault:
        return _told(chosen.command, str(fault.told))
    except OSError as error:
        return _told(chosen.command, f"{error.strerror or error}: {error.filename or ''}".rstrip(": "))
    except (KeyboardInterrupt, EOFError):
        return _told(chosen.command, "stopped; nothing was written")


def _told(command: str, what: str) -> int:
    print(f"corridor {command}: {what}", file=sys.stderr)
    return UNUSABLE


def backup(folder: Path | None) -> int:
    from django.conf import settings
    from django.utils import timezone

    from corridor.safe.backup.writing import make_backup

    chosen = folder or settings.BACKUPS
    if chosen is None:
        return _told("backup", "into which folder? Name it, or set CORRIDOR_BACKUPS")
    made = make_backup(chosen, timezone.localdate())
    records = made.rows.get("safe.sealedrecord", 0)
    print(f"{made.path}: {made.bytes:,} bytes, {records:,} sealed records, {made.seconds:.1f} s")
    for name in made.left_out:
        print(f"{name}: has no recovery cards yet; nothing of its safe ground is in the backup")
    return WELL


def restore(chosen: argparse.Namespace) -> int:
    from corridor.safe.backup import restoring

    manifest = _of(check(chosen.file), chosen.centre)
    if chosen.verify and not chosen.cards:
        print(f"{chosen.file.name}: whole, of {manifest.day}, {sum(manifest.rows().values()):,} rows")
        for one in manifest.centres:
            print(f"  {one.name}: key {one.key}, cards of set {one.card_set}")
        print("Nothing was opened: with --cards FILE everything in it is opened, and nothing written.")
        return WELL
    restoring.must_be_known(manifest)
    if chosen.verify:
        counts = restoring.count_rows(chosen.file, manifest, recoveries(manifest, given_cards(chosen.cards)))
        print(f"{chosen.file.name}: whole, of {manifest.day}; {sum(counts.values()):,} rows opened")
        return WELL
    try:
        restoring.must_be_empty()
    except BadBackup as bad:
        raise BadBackup(f"{bad}. {ONE_ASIDE}" if chosen.centre else str(bad)) from bad
    beside = chosen.erased or chosen.file.parent / places.ERASED
    if chosen.erased and not chosen.erased.is_file():
        return _told("restore", f"there is no erasure list at {chosen.erased}")
    keys = recoveries(manifest, given_cards(chosen.cards))
    done = restoring.restore(chosen.file, manifest, keys, places.read_erased(beside))
    if chosen.format == "json":
        print(json.dumps(vars(done) | {"missing": done.missing}))
    else:
        _tell_restored(done, manifest, beside)
        if chosen.centre:
            print("Of the other centres nothing came in: this place is not to be served instead of the whole.")
    return FAULTS if done.faults or done.missing else WELL


def _of(manifest: Manifest, centre: str | None) -> Manifest:
    return manifest.of_one(centre) if centre else manifest


def _tell_restored(done: "Restored", manifest: Manifest, beside: Path) -> None:
    print(f"The backup of {manifest.day} was restored in {done.seconds:.1f} s.")
    _tell_table(done.rows, manifest.rows(), done.erased)
    if beside.is_file():
        print(f"{done.erased} of its records stand on the erasure list and were not brought back.")
    else:
        print(f"There was no erasure list ({beside}): what was erased after that day may have come back.")
    print(f"{done.opened} of {done.tried} records tried open with the cards.")
    for name in done.left_out:
        print(f"{name}: had no recovery cards yet; it is to be founded again.")
    for what in [*done.faults, *(f"{table}: {count} rows are missing" for table, count in done.missing.items())]:
        print(f"FAULT  {what}")
    print("Every centre is sealed. Serve this place, and reopen each at /reopen/ with two of its cards.")


def _tell_table(rows: dict[str, int], expected: dict[str, int], erased: int) -> None:
    for table in sorted(expected):
        if expected[table]:
            print(f"  {table:28} {rows.get(table, 0):>9,} of {expected[table]:>9,}")


def given_cards(named: str | None) -> list[str] | None:
    """The cards in a file or on standard input, one a line (# begins a remark); None when they are to be asked for."""
    if named is None:
        return None
    text = sys.stdin.read() if named == "-" else Path(named).read_text(encoding="utf-8")
    return [line for line in (line.strip() for line in text.splitlines()) if line and not line.startswith("#")]


def recoveries(manifest: Manifest, given: list[str] | None) -> dict[str, bytes]:
    """Centre's key -> its recovery key. Raises WrongCard, BadBackup."""
    from corridor.safe.backup.restoring import recovery_from

    if given is None:
        return {centre.key: recovery_from(centre, ask_for(centre)) for centre in manifest.centres}
    found = {}
    for centre in manifest.centres:
        try:
            found[centre.key] = recovery_from(centre, given)
        except WrongCard as wrong:
            raise WrongCard(f"{centre.name}: {wrong.told}") from wrong
    return found


def ask_for(centre: CentrePart) -> list[str]:
    """Two cards of a centre, typed on the terminal; a mistyped group is named and the card asked for again."""
    from corridor.safe.cards import read_card

    print(f"{centre.name}: two cards of set {centre.card_set} are needed.", file=sys.stderr)
    typed: list[str] = []
    for number in ("first", "second"):
        for attempt in range(TRIES):
            print(f"  The {number} card, all its digits: ", end="", file=sys.stderr, flush=True)
            text = input()
            if sys.stdin.isatty() and sys.stderr.isatty():
                print("\x1b[1A\x1b[2K", end="", file=sys.stderr)  # its digits do not stay on the screen
            try:
                card = read_card(text)
            except WrongCard as wrong:
                print(f"  {wrong.told}", file=sys.stderr)
                if attempt == TRIES - 1:
                    raise
                continue
            print(f"  Card {card.number} of set {card.set} was read.", file=sys.stderr)
            typed.append(text)
            break
    return typed


def drill(chosen: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils import timezone

    today = timezone.localdate()
    file = _chosen_backup(chosen.file or settings.BACKUPS, today)
    manifest = _of(check(file), chosen.centre)
    given = given_cards(chosen.cards)
    if given is None:
        given = [card for centre in manifest.centres for card in ask_for(centre)]
    began = time.monotonic()
    with place_apart(chosen.database) as variables:
        command = [sys.executable, "-m", "corridor.cli", "restore", str(file), "--cards", "-", "--format", "json"]
        command += ["--centre", manifest.centres[0].key] if chosen.centre else []
        ran = subprocess.run(
            command, input="\n".join(given), env=variables, capture_output=True, text=True, check=False
        )
    if ran.returncode not in {WELL, FAULTS}:
        return _told("drill", ran.stderr.strip().rpartition("\n")[2].removeprefix("corridor restore: "))
    done, seconds = json.loads(ran.stdout.strip().rpartition("\n")[2]), time.monotonic() - began
    well = ran.returncode == WELL
    _tell_table(done["rows"], manifest.rows(), done["erased"])
    print(f"  {'records opened with the cards':28} {done['opened']:>8,} of {done['tried']:>9,}")
    for what in [*done["faults"], *(f"{table}: {count} rows are missing" for table, count in done["missing"].items())]:
        print(f"FAULT  {what}")
    of = f" of {manifest.centres[0].name}" if chosen.centre else ""
    if not done["faults"]:
        print("  the chain of acts is whole, to the last act" + ("" if chosen.centre else ", in each centre"))
    print(f"{file.name}: {'everything' if well else 'NOT everything'}{of} is there, {seconds:.1f} s")
    if well:
        about = {"day": today.isoformat(), "seconds": round(seconds, 1), "backup": file.name}
        name = f"last-drill-{manifest.centres[0].key}.json" if chosen.centre else "last-drill.json"
        places.note(settings.VAR / name, about | {"records": done["rows"].get("safe.sealedrecord", 0)})
    return WELL if well else FAULTS


def _chosen_backup(named: Path | None, today: date) -> Path:
    """The backup itself, or the newest of a folder. Raises BadBackup when there is none."""
    if named is None:
        raise BadBackup("of which backup? Name a file or a folder, or set CORRIDOR_BACKUPS")
    if named.is_file():
        return named.resolve()
    found = places.newest(named, today)
    if found is None:
        raise BadBackup(f"there is no backup in {named}")
    return found.resolve()


@contextmanager
def place_apart(database: str | None) -> Iterator[dict[str, str]]:
    """The variables of an empty place of its own: folder, keyring, database; all of it removed afterwards."""
    with ExitStack() as after:
        home = tempfile.mkdtemp(prefix="corridor-drill-")
        after.callback(shutil.rmtree, home, ignore_errors=True)
        own = {name: value for name, value in os.environ.items() if not name.startswith("CORRIDOR_")}
        own |= {"CORRIDOR_VAR": home, "CORRIDOR_RUN": f"{home}/run"}
        if database:
            schema = after.enter_context(_schema_apart(database))
            own |= {"CORRIDOR_DATABASE": database, "PGOPTIONS": f"-c search_path={schema}"}
            own |= {"CORRIDOR_RELEASE_SCHEMA": f"{schema}_releases", "CORRIDOR_RELEASE_READER": database}
        yield own


@contextmanager
def _schema_apart(address: str) -> Iterator[str]:
    """A new schema of a PostgreSQL database, removed afterwards with that of its releases."""
    from django.db.utils import ConnectionHandler, DatabaseError

    from corridor.settings import database

    try:
        settings = database(address)
    except ValueError as error:
        raise BadBackup("--database: expected postgresql://user:password@host:port/name") from error
    schema, made = f"drill_{os.urandom(4).hex()}", ConnectionHandler({"default": settings | {"OPTIONS": {}}})["default"]
    try:
        with made.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {schema}")
        yield schema
    except DatabaseError as error:
        raise BadBackup(f"no schema could be made in that database ({type(error).__name__})") from error
    finally:
        with made.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {schema}, {schema}_releases CASCADE")
        made.close()


def pull(source: Path, target: Path) -> int:
    done = places.pull(source, target, date.today())
    for name in done.copied:
        print(f"copied   {name}")
    for name in done.removed:
        print(f"removed  {name}: over {places.KEPT_DAYS} days old")
    for line in done.told:
        print(f"note     {line}")
    for line in done.wrong:
        print(f"WRONG    {line}", file=sys.stderr)
    print(f"{len(done.copied)} copied, {len(done.removed)} removed, {len(done.wrong)} wrong")
    print(f"{done.erased} ids were added to the erasure list")
    return FAULTS if done.wrong else WELL
