"""The folders of backups: pulling without overwriting, expiry, the erasure list, a full disk, a killed writer."""

import io
import os
import resource
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from corridor.cli import main
from corridor.safe.backup import format, places

pytestmark = pytest.mark.stored  # what it starts, or tells of, differs by database

TODAY = date(2026, 10, 5)


def made(folder: Path, day: date, rows: bytes = b"") -> Path:
    """A small whole backup of a day, written as backups are."""
    with places.alone_in(folder), places.new_file(folder) as (path, file):
        writer = format.Writer(file)
        writer.write_part("public", iter([rows]), {})
        writer.finish(format.Manifest("00" * 16, "1.0", day.isoformat(), {}, writer.parts))
    final = folder / places.next_name(folder, day)
    places.give_name(path, final)
    return final


def test_stretches_can_not_be_swapped_left_out_or_cut_off() -> None:
    sealing, plain = format.Sealing(bytes(32), "one backup", "one centre"), os.urandom(3 * format.STRETCH)
    one, two, three = sealing.stretches(iter([plain]))

    def opened(by: format.Sealing, *stretches: bytes) -> bytes:
        file = io.BytesIO(b"".join(stretches))
        return b"".join(by.opened(file.read, len(file.getvalue())))

    assert opened(sealing, one, two, three) == plain
    for wrong in (
        (two, one, three),
        (one, three),
        (one, two),
        (one, two, three, three),
        (three,),
        (one, two, three[:-1]),
    ):
        with pytest.raises(format.BadBackup):
            opened(sealing, *wrong)
    for other in (format.Sealing(bytes(32), "another", "one centre"), format.Sealing(bytes(32), "one backup", "b")):
        with pytest.raises(format.BadBackup):
            opened(other, one, two, three)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def names(folder: Path) -> list[str]:
    return [path.name for path in places.backups(folder)]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return tmp_path / "here"


@pytest.fixture
def away(tmp_path: Path) -> Path:
    return tmp_path / "away"


def test_pull_copies_what_is_lacking_once(here: Path, away: Path) -> None:
    for day in (2, 1, 0):
        made(here, ago(day))
    first = places.pull(here, away, TODAY)
    assert first.copied == names(here) == names(away) and not first.wrong
    assert {path.stat().st_mode & 0o777 for path in places.backups(away)} == {0o400}
    assert places.pull(here, away, TODAY).copied == []


def test_pull_tells_of_another_file_under_the_same_name_and_keeps_its_own(here: Path, away: Path) -> None:
    path = made(here, ago(1))
    places.pull(here, away, TODAY)
    mine = (away / path.name).read_bytes()
    path.unlink()
    made(here, ago(1), b"other bytes")
    done = places.pull(here, away, TODAY)
    assert "other bytes under this name" in done.wrong[0] and (away / path.name).read_bytes() == mine
    assert main(["pull", str(here), str(away)]) == 1


def test_pull_takes_no_damaged_or_misnamed_backup(here: Path, away: Path) -> None:
    path = made(here, ago(1))
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1])
    other = made(here, ago(3))
    other.rename(here / f"corridor-{ago(2)}-001.backup")
    done = places.pull(here, away, TODAY)
    assert len(done.wrong) == 2 and names(away) == [] and not list(away.glob(".*unfinished"))


def test_what_is_gone_from_the_source_stays(here: Path, away: Path) -> None:
    path = made(here, ago(1))
    places.pull(here, away, TODAY)
    path.unlink()
    places.pull(here, away, TODAY)
    assert names(away) == [path.name]


def test_over_30_days_go_only_while_a_whole_younger_one_stands(away: Path) -> None:
    old, edge, young = made(away, ago(31)), made(away, ago(30)), made(away, ago(2))
    for path in (edge, young):
        path.chmod(0o600)
        path.write_bytes(path.read_bytes()[:-5])
    removed, told = places.expire(away, TODAY)
    assert removed == [] and "none was removed" in told[0]
    made(away, ago(1))
    assert places.expire(away, TODAY) == ([old.name], [])
    assert edge.name in names(away)


@pytest.mark.parametrize("years", [-10, 10])
def test_with_a_clock_a_decade_off_no_backup_goes(away: Path, years: int) -> None:
    for day in (40, 31, 1):
        made(away, ago(day))
    assert places.expire(away, TODAY.replace(year=TODAY.year + years))[0] == []
    assert len(names(away)) == 3


def test_a_backup_dated_later_is_told_and_is_not_the_newest(away: Path) -> None:
    made(away, TODAY.replace(year=2036))
    right = made(away, ago(1))
    assert places.newest(away, TODAY) == right
    assert "was a clock wrong" in places.expire(away, TODAY)[1][0]


def test_counters_go_past_999(away: Path) -> None:
    away.mkdir()
    for counter in ("999", "1000"):
        (away / f"corridor-{TODAY}-{counter}.backup").touch()
    assert places.next_name(away, TODAY).endswith("-1001.backup") and names(away)[-1].endswith("-1000.backup")


def test_no_file_is_put_over_another(away: Path) -> None:
    path = made(away, TODAY)
    with places.alone_in(away), places.new_file(away) as (temporary, file):
        file.write(b"x")
    with pytest.raises(FileExistsError):
        places.give_name(temporary, path)
    assert format.check(path) and not temporary.exists()


def test_on_a_file_system_without_links_too(away: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    path = made(away, TODAY)
    assert format.check(path)
    with places.new_file(away) as (temporary, _):
        pass
    with pytest.raises(FileExistsError):
        places.give_name(temporary, path)


def test_the_erasure_list_only_grows_and_is_pulled(here: Path, away: Path) -> None:
    one, two, three = (str(uuid.uuid4()) for _ in range(3))
    assert places.add_erased(here, [one]) == 1 and places.add_erased(here, [one, two]) == 1
    places.add_erased(away, [three])
    places.pull(here, away, TODAY)
    assert places.read_erased(away) == {one, two, three} and places.read_erased(here) == {one, two}
    assert (away / "erased.txt").stat().st_mode & 0o777 == 0o600


def test_a_torn_line_of_the_list_takes_nothing_else_away(here: Path) -> None:
    one, two = (str(uuid.uuid4()) for _ in range(2))
    places.add_erased(here, [one])
    with (here / "erased.txt").open("a") as file:
        file.write(two[:10])
    places.add_erased(here, [two])
    assert places.read_erased(here) == {one, two}


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A file system of its own with room for `size` bytes; where none can be mounted, a limit on files instead."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    if mounted.returncode:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield folder
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        if not mounted.returncode:
            subprocess.run(["umount", folder], check=True)


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with small_disk(tmp_path / "small", 256 * 1024) as small:
        first = made(small, ago(1))
        with pytest.raises(OSError):
            made(small, TODAY, os.urandom(1024 * 1024))
        assert [path.name for path in small.iterdir()] == [first.name] and format.check(first)
        made(here, date.today(), os.urandom(1024 * 1024))
        assert main(["pull", str(here), str(small)]) == 2
        assert "Traceback" not in capsys.readouterr().err
        assert sorted(path.name for path in small.iterdir()) == [first.name, "erased.txt"]


def test_what_a_killed_writer_left_is_swept(away: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from corridor.safe.backup import places\n"
        "folder = Path(sys.argv[1])\n"
        "with places.alone_in(folder), places.new_file(folder) as (path, file):\n"
        "    file.write(b'half'); file.flush(); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(away)], check=False)
    assert len(list(away.iterdir())) == 1 and names(away) == []
    path = made(away, TODAY)
    assert list(away.iterdir()) == [path]


def test_pull_from_a_folder_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pull", str(tmp_path / "gone"), str(tmp_path / "away")]) == 2
    assert "no folder of backups here" in capsys.readouterr().err
