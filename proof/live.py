"""Many sessions of a centre that are in use while somebody presses Lock or Seal."""

import http.client
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from proof.clients import Browser
from proof.installation import Installation

INNER = "/notebook/"
PAUSE = (0.2, 0.6)  # seconds between two requests of one session
WATCHED = 3.5  # seconds after the press in which nothing more may be accepted


@dataclass
class Session:
    """One member's open pages: when something was last answered that only a member sees."""

    browser: Browser
    last: float = 0.0
    answered: int = 0
    refused: int = 0

    def use(self, going: threading.Event, chance: random.Random) -> None:
        while going.is_set():
            try:
                answer = self.browser.get(INNER)
            except (OSError, http.client.HTTPException):
                answer = None
            if answer and answer.status == 200:
                self.last, self.answered = time.perf_counter(), self.answered + 1
            else:
                self.refused += 1
            time.sleep(chance.uniform(*PAUSE))


@dataclass
class Pressed:
    """What came of it. at: when. last: seconds until anybody was answered for the last time. told: the page she got."""

    at: float
    last: float = 0.0
    told: str = ""
    faults: list[str] = field(default_factory=list)


def press(
    here: Installation,
    members: list[list[str]],
    sessions: int,
    address: str,
    just_before: Callable[[], Any] = lambda: None,
) -> Pressed:
    """Everybody works, one presses, and all go on trying for a while."""
    cookies = here.do("sign_in", members=[members[n % len(members)] for n in range(sessions)])
    live = [Session(Browser(here.port, one)) for one in cookies]
    going = threading.Event()
    going.set()
    threads = [
        threading.Thread(target=one.use, args=(going, random.Random(n)), daemon=True) for n, one in enumerate(live)
    ]
    for thread in threads:
        thread.start()
    until(lambda: all(one.answered for one in live), 30)
    just_before()
    done = _send(Browser(here.port, dict(cookies[0])), address)
    time.sleep(max(0.0, done.at + WATCHED - time.perf_counter()))
    going.clear()
    for thread in threads:
        thread.join()
    if silent := sum(not one.refused for one in live):
        done.faults.append(f"{silent} sessions were never refused after {address}")
    done.last = max(0.0, max(one.last for one in live) - done.at)
    return done


def _send(browser: Browser, address: str) -> Pressed:
    browser.get("/closing/")
    done = Pressed(time.perf_counter())
    try:
        answer = browser.post(address)
    except (OSError, http.client.HTTPException) as error:
        done.faults.append(f"{address} was not answered: {type(error).__name__}")
        return done
    done.told = answer.body if answer.status == 200 else ""
    if answer.status not in {200, 302}:
        done.faults.append(f"{address} answered {answer.status}")
    return done


def until(done: Callable[[], bool], patience: float) -> None:
    """Wait until something is so; after `patience` seconds go on all the same."""
    begin = time.perf_counter()
    while not done() and time.perf_counter() - begin < patience:
        time.sleep(0.01)
