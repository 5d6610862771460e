"""Processes and what they started, killed without a chance to tidy up."""

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any


def below(pid: int) -> list[int]:
    """A process and everything it started, itself first; of one that ended meanwhile nothing more is known."""
    children: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            with suppress(OSError):
                children += map(int, task.read_text().split())
    return [pid, *(one for child in children for one in below(child))]


def kill(process: "subprocess.Popen[Any] | None") -> None:
    """SIGKILL to a process and everything it started; it stands still first, so that it starts nothing meanwhile."""
    if process is None or process.poll() is not None:
        return
    process.send_signal(signal.SIGSTOP)
    for pid in below(process.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()
