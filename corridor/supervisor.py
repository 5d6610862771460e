"""One process that looks after the others: the server of pages, and the loop of work that needs no key.

What dies is started again, with growing waits. SIGHUP (sent after Lock and Seal) has the server replace the processes
that serve pages; SIGTERM and Ctrl-C end everything after what is being answered. The socket is opened here and handed
on, so that connections wait, and are not refused, while a server changes.
"""

import http.client
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from corridor.hardening import harden
from corridor.refused import CannotServe

LISTENED_TO = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD}
FIRST_WAIT, LONGEST_WAIT, STEADY = 0.5, 30.0, 60.0  # seconds; after STEADY a fall counts as the first again
STOPPING = 15.0  # seconds until what does not end is killed


def listen(host: str, port: int) -> socket.socket:
    """The socket for pages. Raises CannotServe when the address is not ours or is taken."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # or pages wait 40 ms for the other end
        listening.bind(address)
        listening.listen(1024)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CannotServe(f"cannot listen on {host}, port {port}: {reason}. Choose another with --port.") from error
    return listening


@dataclass
class Child:
    """A process that is kept running: what it is called in messages, how it is started."""

    name: str
    module: str
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    falls: int = 0
    start_at: float = 0.0

    def start(self, environment: dict[str, str], handed_on: tuple[int, ...]) -> None:
        """In a session of its own, so that Ctrl-C reaches the supervisor alone."""
        self.began = time.monotonic()
        command = [sys.executable, "-m", self.module]
        self.process = subprocess.Popen(command, env=environment, pass_fds=handed_on, start_new_session=True)

    def look(self) -> str:
        """What is to be said when it has fallen; empty while it runs or waits."""
        if self.process is None or self.process.poll() is None:
            return ""
        code, self.process = self.process.returncode, None
        self.falls = 1 if time.monotonic() - self.began > STEADY else self.falls + 1
        wait = min(FIRST_WAIT * 2 ** (self.falls - 1), LONGEST_WAIT)
        self.start_at = time.monotonic() + wait
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return f"{self.name} ended ({how}); starting it again in {wait:g} s"


@dataclass
class Supervisor:
    """Runs the children on one listening socket until told to stop."""

    listening: socket.socket
    host_name: str
    ready_line: str
    certificate: Path | None = None
    key: Path | None = None
    temporary: Path | None = None
    children: list[Child] = field(default_factory=list)
    ready: bool = False

    def environment(self) -> dict[str, str]:
        mine = {"CORRIDOR_SUPERVISOR": str(os.getpid()), "CORRIDOR_SOCKET": str(self.listening.fileno())}
        mine["CORRIDOR_SERVING"] = "yes"
        if self.certificate and self.key:
            mine |= {"CORRIDOR_CERTIFICATE": str(self.certificate), "CORRIDOR_CERTIFICATE_KEY": str(self.key)}
        if self.temporary:
            mine["TMPDIR"] = str(self.temporary)
        return {"DJANGO_SETTINGS_MODULE": "corridor.settings", **os.environ, **mine}

    def run(self) -> int:
        """Until SIGTERM or Ctrl-C; returns the exit code."""
        harden()
        signal.pthread_sigmask(signal.SIG_BLOCK, LISTENED_TO)
        self.children = [Child("the server of pages", "corridor.serving"), Child("daily work", "corridor.safe.worker")]
        while True:
            self.look_after()
            self.ready = self.ready or self.say_when_ready()
            came = signal.sigtimedwait(LISTENED_TO, 1.0 if self.ready else 0.1)
            if came and came.si_signo in {signal.SIGTERM, signal.SIGINT}:
                return self.stop()
            if came and came.si_signo == signal.SIGHUP and (server := self.children[0].process):
                server.send_signal(signal.SIGHUP)

    def look_after(self) -> None:
        for child in self.children:
            if fallen := child.look():
                say(fallen)
            if child.process is None and time.monotonic() >= child.start_at:
                child.start(self.environment(), (self.listening.fileno(),))

    def say_when_ready(self) -> bool:
        """Whether the port answers; says so once."""
        if not answers(self.listening, self.host_name, tls=self.certificate is not None):
            return False
        print(self.ready_line, flush=True)
        return True

    def stop(self) -> int:
        """End the children after what they are doing; what does not end in time is killed."""
        running = [child.process for child in self.children if child.process]
        for process in running:
            process.terminate()
        until = time.monotonic() + STOPPING
        for process in running:
            try:
                process.wait(max(until - time.monotonic(), 0.01))
            except subprocess.TimeoutExpired:
                process.kill()
        return 0


def answers(listening: socket.socket, host_name: str, tls: bool) -> bool:
    """Whether somebody answers on the socket, with anything but a failure."""
    host, port = listening.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    unverified = ssl.create_default_context()
    unverified.check_hostname, unverified.verify_mode = False, ssl.CERT_NONE
    connection = (
        http.client.HTTPSConnection(host, port, timeout=1, context=unverified)
        if tls
        else http.client.HTTPConnection(host, port, timeout=1)
    )
    try:
        connection.request("GET", "/", headers={"Host": host_name})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def say(what: str) -> None:
    print(f"corridor: {what}", file=sys.stderr, flush=True)
