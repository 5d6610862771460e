"""Many sessions of a centre that are in use while somebody presses Lock or Seal."""

import http.client
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
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


def _press(
    here: Installation,
    people: dict[str, Any],
    sessions: int,
    address: str,
    found: Found,
    just_before: Callable[[], Any] = lambda: None,
) -> tuple[float, float, str]:
    """Everybody works, one presses. Seconds until the last answer to anybody; when she pressed; what she was told."""
    members = [
        one for name, one in people["members"].items() if name in people.get("inside", ("amina", "bina", "chandra"))
    ]
    cookies = here.do("sign_in", members=[members[n % len(members)] for n in range(sessions)])
    live = [Session(Browser(here.port, one)) for one in cookies]
    presses = Browser(here.port, dict(cookies[0]))
    going = threading.Event()
    going.set()
    threads = [
        threading.Thread(target=one.use, args=(going, random.Random(n)), daemon=True) for n, one in enumerate(live)
    ]
    for thread in threads:
        thread.start()
    _until(lambda: all(one.answered for one in live), 30)
    just_before()
    presses.get("/closing/")
    pressed = time.perf_counter()
    try:
        answer = presses.post(address)
        told = answer.body if answer.status == 200 else ""
        if answer.status not in {200, 302}:
            found.faults.append(f"{address} answered {answer.status}")
    except (OSError, http.client.HTTPException) as error:
        told = ""
        found.faults.append(f"{address} was not answered: {type(error).__name__}")
    time.sleep(max(0.0, pressed + WATCHED - time.perf_counter()))
    going.clear()
    for thread in threads:
        thread.join()
    if silent := sum(not one.refused for one in live):
        found.faults.append(f"{silent} sessions were never refused after {address}")
    return max(0.0, max(one.last for one in live) - pressed), pressed, told


def _until(done: Any, patience: float) -> None:
    begin = time.perf_counter()
    while not done() and time.perf_counter() - begin < patience:
        time.sleep(0.01)
