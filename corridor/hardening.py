"""What every process of a running Corridor does first: no memory on the disk, no content in what it says when it falls.

A core dump, another process of the same account, or a trace on the terminal would show what sealed records hold.
"""

import contextlib
import ctypes
import os
import resource
import signal
import sys
import threading
import traceback
from types import TracebackType

PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4  # linux/prctl.h


def harden(dies_with_parent: int = 0) -> None:
    """No core dump, no reading of this process by others of its account, no values in a trace.

    dies_with_parent: the signal that the kernel sends when the parent has gone, however it went.
    """
    os.umask(0o077)
    with contextlib.suppress(OSError, ValueError):  # whoever started us forbids the call, and has set the limit
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD})
    sys.excepthook = fallen
    threading.excepthook = lambda args: fallen(args.exc_type, args.exc_value, args.exc_traceback)
    if sys.platform == "linux":
        system = ctypes.CDLL(None, use_errno=True)
        system.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
        if dies_with_parent:
            system.prctl(PR_SET_PDEATHSIG, dies_with_parent, 0, 0, 0)


def fallen(kind: type[BaseException], value: BaseException | None, trace: TracebackType | None) -> None:
    """Tell of an error by its kind and place alone: its message may hold what somebody typed."""
    if issubclass(kind, KeyboardInterrupt):
        return
    print(f"corridor: {told(kind, trace)}", file=sys.stderr, flush=True)


def told(kind: type[BaseException], trace: TracebackType | None) -> str:
    """The kind of an error, where it arose, and through which two of our own lines: file and line; no values."""
    places = [
        f"{'/'.join(frame.filename.split(os.sep)[-3:])}:{frame.lineno}"
        for frame in reversed(traceback.extract_tb(trace))
    ]
    ours = [place for place in places[1:] if "corridor/" in place]
    return " < ".join([kind.__name__, *places[:1], *ours[:2]])
