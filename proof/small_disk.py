"""A disk of a few megabytes, to be filled: a file system in memory, mounted where the machine lets us."""

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

BLOCK = 4096


@contextmanager
def small_disk(folder: Path, mebibytes: int, mode: int = 0o755) -> Iterator[bool]:
    """Mount one on this folder; yields False where that is not allowed, and the folder stays as it was."""
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={mebibytes}m,mode={mode:o}"
    command = ["mount", "-t", "tmpfs", "-o", options, "corridor-proof", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False)


@contextmanager
def disk_image(image: Path, folder: Path, mebibytes: int) -> Iterator[bool]:
    """A whole disk in one file, mounted on this folder; yields False where that is not allowed."""
    folder.mkdir(parents=True, exist_ok=True)
    with image.open("wb") as file:
        file.truncate(mebibytes * 1024 * 1024)
    steps = [["mkfs.ext4", "-q", "-F", str(image)], ["mount", "-o", "loop", str(image), str(folder)]]
    mounted = os.geteuid() == 0 and bool(shutil.which("mkfs.ext4"))
    mounted = mounted and all(subprocess.run(one, capture_output=True, check=False).returncode == 0 for one in steps)
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False)


@dataclass
class Balloon:
    """A file that takes the room away and gives it back."""

    path: Path

    def blow_up(self, chance: random.Random, leave: int) -> None:
        """Take everything but a random part of `leave` bytes."""
        state = os.statvfs(self.path.parent)
        room = state.f_bavail * state.f_frsize - chance.randrange(0, leave, BLOCK)
        if room > 0:
            with suppress(OSError), self.path.open("ab") as file:  # the writers may have been faster
                os.posix_fallocate(file.fileno(), file.tell(), room)

    def let_go(self) -> None:
        self.path.unlink(missing_ok=True)
