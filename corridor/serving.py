"""The process that serves pages: `python -m corridor.serving`, started by the supervisor on the socket it holds.

It loads everything once, then forks the workers, so that new ones stand within a tenth of a second. It never serves a
page itself and so never holds a key: when the workers are replaced (SIGHUP, after Lock and Seal), what was in their
memory is gone. All are replaced together: new ones first, then the old get a second to finish what they are answering.
"""

import gc
import os
import signal
import time
from pathlib import Path
from typing import Any

from granian.constants import Interfaces, SSLProtocols
from granian.log import LogLevels
from granian.net import SocketHolder
from granian.server.mp import MPServer

from corridor.hardening import harden

BACKLOG = 1024  # connections that wait while nobody accepts
HANDOVER, LAST_ANSWER, LAST_WORDS = 0.2, 1, 10  # seconds: new beside old; old after a Lock; all at a stop


class Server(MPServer):
    """The web server on a socket that was opened before it, so that nothing is refused while processes change."""

    def _init_shared_socket(self) -> None:
        self._ssp = self._sso = None
        held: Any = SocketHolder
        self._shd = held(int(os.environ["CORRIDOR_SOCKET"]), False, BACKLOG)

    def _respawn_workers(self, workers: list[int], spawn_target: Any, target_loader: Any, delay: float = 0) -> None:
        """Replace these workers, all at once (the framework's own way is one after the other)."""
        old = [self.wrks[index] for index in workers]
        for index in workers:
            self.respawned_wrks[index] = time.monotonic()
            self.wrks[index] = self._spawn_worker(idx=index, target=spawn_target, callback_loader=target_loader)
            self.wrks[index].start()
        time.sleep(HANDOVER if delay else 0)
        for worker in old:
            worker.terminate()
        until = time.monotonic() + LAST_ANSWER
        for worker in old:
            worker.join(max(until - time.monotonic(), 0.001))
            if worker.is_alive():
                worker.kill()
                worker.join()

    def shutdown(self, exit_code: int = 0) -> None:
        self.workers_kill_timeout = LAST_WORDS
        super().shutdown(exit_code)


def application() -> Any:
    """The pages, loaded whole before the first worker is forked."""
    from django.urls import get_resolver

    from corridor.reference.shelf import shelf
    from corridor.wsgi import application

    shelf()
    assert get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    return application


def main() -> None:
    """Serve until told to stop."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # nothing is in memory yet
    harden(dies_with_parent=signal.SIGTERM)
    os.register_at_fork(after_in_child=lambda: harden(dies_with_parent=signal.SIGKILL))
    certificate, key = os.environ.get("CORRIDOR_CERTIFICATE"), os.environ.get("CORRIDOR_CERTIFICATE_KEY")
    pages = application()
    server = Server(
        "corridor.wsgi:application",
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("CORRIDOR_WORKERS", "2")),
        blocking_threads=4,
        backlog=BACKLOG,
        log_level=LogLevels.error,
        ssl_cert=Path(certificate) if certificate else None,
        ssl_key=Path(key) if key else None,
        ssl_protocol_min=SSLProtocols.tls12,  # telephones of 2018 know no later one
        respawn_failed_workers=True,
        respawn_interval=HANDOVER,
    )
    try:
        server.serve(target_loader=lambda *_: pages, wrap_loader=False)
    finally:
        gc.unfreeze()  # or libraries with objects of their own tell at the end that these are never let go


if __name__ == "__main__":
    main()
