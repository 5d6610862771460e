"""Writers over HTTP, each with a book of what was acknowledged; what was not answered is sent again, the same form."""

import http.client
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from proof.clients import Answer, Browser
from proof.inside import Acknowledged

PAUSE = 0.02  # seconds until something that was not answered is sent again


@dataclass
class Writer:
    """One writer. address: of the page she writes on. kept: whether an answer says that it is kept."""

    name: str
    browser: Browser
    address: str
    kept: Callable[[Answer], bool]
    book: Acknowledged
    count: int = 0
    again: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    refused: Counter[tuple[int, str]] = field(default_factory=Counter)

    def write(self, going: threading.Event) -> None:
        """Write until told to stop; the last one is sent until it is acknowledged."""
        while going.is_set():
            text, form, begin = f"{self.name}-{self.count}", secrets.token_hex(16), time.perf_counter()
            while not self._send(text, form):
                self.again += 1
                time.sleep(PAUSE)
                if not going.is_set() and time.perf_counter() - begin > self.browser.patience:
                    return
            self.count += 1
            self.slowest = max(self.slowest, time.perf_counter() - begin)

    def _send(self, text: str, form: str) -> bool:
        try:
            if not self.browser.token:
                self.browser.get(self.address)
            answer = self.browser.post(self.address, text=text, title="", form=form)
        except (OSError, http.client.HTTPException):
            return False
        self.answers[answer.status] += 1
        if self.kept(answer):
            self.book.note(text)
            return True
        self.refused[answer.status, answer.body[:4000]] += 1
        return False


@dataclass
class Crowd:
    """Several writers at once."""

    writers: list[Writer]
    going: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        self.going.set()
        self.threads = [threading.Thread(target=one.write, args=(self.going,), daemon=True) for one in self.writers]
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        """Every writer has what she sent last acknowledged."""
        self.going.clear()
        for thread in self.threads:
            thread.join()

    @property
    def acknowledged(self) -> int:
        return sum(one.count for one in self.writers)

    @property
    def answers(self) -> Counter[int]:
        return sum((one.answers for one in self.writers), Counter())

    def wait_for(self, more: int, patience: float) -> float:
        """Until so many more are acknowledged; returns the seconds. Raises TimeoutError."""
        begin, goal = time.perf_counter(), self.acknowledged + more
        while self.acknowledged < goal:
            if time.perf_counter() - begin > patience:
                raise TimeoutError(
                    f"{goal - self.acknowledged} of {more} writes were not acknowledged in {patience:.0f} s"
                )
            time.sleep(0.005)
        return time.perf_counter() - begin


def outside_writer(name: str, port: int, centre: str, ledgers: Path) -> Writer:
    """Somebody without an account, on the centre's public page."""
    book = Acknowledged(str(ledgers / name))
    return Writer(name, Browser(port), f"/centres/{centre}/write/", lambda answer: answer.status == 200, book)


def member_writer(name: str, port: int, cookies: dict[str, str], ledgers: Path) -> Writer:
    """A member, in the notebook: kept when she is sent on to the note."""
    book = Acknowledged(str(ledgers / name))

    def kept(answer: Answer) -> bool:
        return answer.status == 302 and "/notebook/" in answer.location and "write" not in answer.location

    return Writer(name, Browser(port, cookies), "/notebook/write/", kept, book)
