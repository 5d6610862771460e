"""A power cut: what was not synced is taken from the disk, or a part of it, in any order (see power_shim.c).

A program that is run under `environment(...)` writes as always; `cut` is called when everything was killed, and leaves
the files as a disk might hold them: each as it was when last synced, with none, some or all of the later writes, whole
or torn at 512 bytes, and the newest names that were made, removed or renamed undone where their folder was not synced.
"""

import os
import random
import shutil
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

SECTOR = 512
RECORD = struct.Struct("=II4Q")  # as `struct record` in power_shim.c
MAGIC = 0x504F5752
LIMITS = struct.Struct("=5I")


def build(folder: Path) -> Path:
    """The shim, compiled. Raises FileNotFoundError when the machine has no C compiler."""
    compiler = next((found for name in ("cc", "gcc", "clang") if (found := shutil.which(name))), None)
    if compiler is None:
        raise FileNotFoundError("no C compiler (cc, gcc or clang) on this machine")
    made = folder / "power_shim.so"
    source = Path(__file__).with_name("power_shim.c")
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", str(made), str(source), "-ldl"], check=True)
    made.chmod(0o755)
    return made


@dataclass
class Disk:
    """A folder whose writes go through the shim. log: beside it, on the same file system."""

    folder: Path
    log: Path
    shim: Path

    def environment(self) -> dict[str, str]:
        (self.log / "stash").mkdir(parents=True, exist_ok=True)
        return {"LD_PRELOAD": str(self.shim), "PROOF_FOLDER": str(self.folder), "PROOF_LOG": str(self.log)}

    def cut(self, chance: random.Random) -> int:
        """The power is gone (every process was killed before). Returns how many writes did not reach the disk."""
        lost = self._undo_names(chance)
        files = {path.stat().st_ino: path for path in self.folder.rglob("*") if path.is_file()}
        for log in self.log.glob("*.log"):
            if path := files.get(int(log.stem)):
                lost += _undo_writes(path, list(_records(log.read_bytes())), chance)
        for path in self.folder.glob("*-shm"):
            path.unlink()  # mapped memory: a disk may hold anything of it
        owner = self.log.stat()
        shutil.rmtree(self.log)
        (self.log / "stash").mkdir(parents=True)
        for made in (self.log, self.log / "stash"):
            os.chown(made, owner.st_uid, owner.st_gid)
        return lost

    def _undo_names(self, chance: random.Random) -> int:
        path = self.log / "names"
        lines = [line.split("\t") for line in path.read_text().splitlines()] if path.exists() else []
        synced: set[str] = set()
        open_ones = []
        for what, folder, one, two, stash in reversed([line for line in lines if len(line) == 5]):
            if what == "S":
                synced.add(folder)
            elif folder not in synced:
                open_ones.append((what, one, two, stash))  # newest first
        undone = open_ones[: chance.randint(0, len(open_ones))]
        for what, one, two, stash in undone:
            if what == "C":
                Path(one).unlink(missing_ok=True)
            elif what == "R" and os.path.exists(two):
                os.replace(two, one)
            if stash:
                os.link(stash, two if what == "R" else one)
        return len(undone)


@dataclass(frozen=True)
class Write:
    """One change of a file: a write, or (truncates) another length."""

    truncates: bool
    at: int
    new: bytes
    old: bytes
    old_size: int


def _records(log: bytes) -> "list[Write]":
    found, at = [], 0
    while at + RECORD.size <= len(log):
        magic, kind, offset, length, old_length, old_size = RECORD.unpack_from(log, at)
        end = at + RECORD.size + old_length + length
        if magic != MAGIC or end > len(log):
            break  # the process was killed while it noted this, before it wrote
        body = log[at + RECORD.size : end]
        found.append(Write(kind == ord("T"), offset, body[old_length:], body[:old_length], old_size))
        at = end
    return found


def _undo_writes(path: Path, writes: list[Write], chance: random.Random) -> int:
    """The file as it was when last synced; then a random part of what was written since, perhaps torn."""
    reach = chance.choice(("none", "none", "some", "most", "torn"))
    keep = {"none": 0.0, "some": 0.5, "most": 0.9, "torn": 0.5}[reach]
    lost = 0
    with path.open("r+b") as file:
        for one in reversed(writes):
            file.seek(one.at)
            file.write(one.old)
            file.truncate(one.old_size)
        for one in writes:
            if chance.random() >= keep:
                lost += 1
            elif one.truncates:
                file.truncate(one.at)
            elif reach != "torn":
                file.seek(one.at)
                file.write(one.new)
            else:
                _write_torn(file, one, chance)
                lost += 1
    return lost


def _write_torn(file: object, one: Write, chance: random.Random) -> None:
    """Some of the sectors of one write."""
    begin = one.at
    while begin < one.at + len(one.new):
        end = min((begin // SECTOR + 1) * SECTOR, one.at + len(one.new))
        if chance.random() < 0.5:
            file.seek(begin)  # type: ignore[attr-defined]
            file.write(one.new[begin - one.at : end - one.at])  # type: ignore[attr-defined]
        begin = end


@dataclass
class Faults:
    """A disk that is full or fails, for programs under the shim: writes and syncs that fail, in a million."""

    path: Path

    def __post_init__(self) -> None:
        self.set()

    def environment(self) -> dict[str, str]:
        return {"PROOF_FAULTS": str(self.path)}

    def set(
        self, *, writes: int = 0, write_error: int = 0, syncs: int = 0, sync_error: int = 0, only_growing: bool = False
    ) -> None:
        """In force at once, for every process that runs; without arguments the disk is good again."""
        with self.path.open("r+b" if self.path.exists() else "w+b") as file:
            file.write(LIMITS.pack(writes, write_error, syncs, sync_error, only_growing))
        self.path.chmod(0o644)
