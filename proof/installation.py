"""An installation of its own for a proof: its folders, its database, its real server, and everything killed at will."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proof import POSTGRESQL
from proof.postgres import Postgres
from proof.processes import kill
from tools.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60  # seconds until something that does not answer counts as down


class Unanswered(RuntimeError):
    """The server, or a program inside the installation, did not do what was asked."""


@dataclass
class Installation:
    """One installation. `more`: environment of its programs (the shim, other settings). postgres: None on SQLite."""

    home: Path
    run_folder: Path
    postgres: Postgres | None
    port: int = field(default_factory=free_port)
    more: dict[str, str] = field(default_factory=dict)
    settings: str = "proof.settings"
    server: "subprocess.Popen[bytes] | None" = None

    @property
    def var(self) -> Path:
        return self.home / "var"

    @property
    def keyring(self) -> Path:
        return self.home / "keyring"

    def environment(self) -> dict[str, str]:
        apart = {key: value for key, value in os.environ.items() if not key.startswith("CORRIDOR_")}
        return {
            **apart,
            "CORRIDOR_VAR": str(self.var),
            "CORRIDOR_KEYRING": str(self.keyring),
            "CORRIDOR_RUN": str(self.run_folder),
            "CORRIDOR_DATABASE": self.postgres.address if self.postgres else "",
            "CORRIDOR_LOG_LEVEL": "CRITICAL",
            "DJANGO_SETTINGS_MODULE": self.settings,
            "PYTHONPATH": str(ROOT),
            **self.more,
        }

    def start_program(self, name: str, *, quiet: bool = False, **given: Any) -> "subprocess.Popen[bytes]":
        """A program of `proof.inside`, in a process of its own. quiet: one that is going to be killed."""
        command = [sys.executable, "-c", "from proof.inside import main; main()", name, json.dumps(given)]
        told = subprocess.DEVNULL if quiet else None
        return subprocess.Popen(command, cwd=ROOT, env=self.environment(), stdout=subprocess.PIPE, stderr=told)

    def do(self, name: str, **given: Any) -> Any:
        """Run a program of `proof.inside` to its end; returns what it answered. Raises Unanswered."""
        program = self.start_program(name, **given)
        told, _ = program.communicate()
        if program.returncode:
            raise Unanswered(f"{name} ended with {program.returncode}")
        return json.loads(told)

    def corridor(self, *arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        """The `corridor` command, as a person types it."""
        command = [sys.executable, "-m", "corridor.cli", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment(), input=given, capture_output=True, text=True, check=False
        )

    def start(self) -> float:
        """The real server (`corridor serve`). Returns the seconds until it answers. Raises Unanswered."""
        begin = time.perf_counter()
        command = [sys.executable, "-m", "corridor.cli", "serve", "--port", str(self.port)]
        log = (self.home / "server.log").open("ab")
        self.server = subprocess.Popen(
            command, cwd=ROOT, env=self.environment(), stdout=log, stderr=log, start_new_session=True
        )
        while not self.answers():
            if self.server.poll() is not None or time.perf_counter() - begin > PATIENCE:
                told = (self.home / "server.log").read_text(errors="replace")[-600:]
                raise Unanswered(f"the server did not start: {told}")
            time.sleep(0.02)
        return time.perf_counter() - begin

    def answers(self) -> bool:
        """Whether a page comes; the page that asks nothing of anybody."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as link:
                link.sendall(b"GET /sign-in/ HTTP/1.0\r\nHost: localhost\r\n\r\n")
                return link.recv(12).startswith(b"HTTP/1.")
        except OSError:
            return False

    def kill_server(self) -> None:
        kill(self.server)
        self.server = None

    def end(self) -> None:
        self.kill_server()
        if self.postgres:
            self.postgres.kill()


@contextmanager
def installation(
    database: str, home: Path | None = None, server: dict[str, Any] | None = None, *, bare: bool = False
) -> Iterator[Installation]:
    """A new installation, removed afterwards; `bare`: without its tables. `server`: options of its own PostgreSQL."""
    made = home or Path(tempfile.mkdtemp(prefix="corridor-proof-"))
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    run_folder = Path(tempfile.mkdtemp(prefix="corridor-proof-run-", dir=memory))
    postgres = None
    here = None
    try:
        for name in ("var", "keyring"):
            (made / name).mkdir(mode=0o700, exist_ok=True)
        if database == POSTGRESQL:
            postgres = Postgres.made(**(server or {}))
            postgres.start()
        here = Installation(made, run_folder, postgres)
        if not bare:
            here.do("migrate")
        yield here
    finally:
        if here:
            here.end()
        if postgres:
            postgres.remove()
        shutil.rmtree(run_folder, ignore_errors=True)
        if home is None:
            shutil.rmtree(made, ignore_errors=True)
