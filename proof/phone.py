"""A phone in somebody's hand: real Chromium, small, slow and on a throttled line; what is done on it is counted.

The line is what Chromium's own tools called "Fast 3G" (1.6 Mbit/s down, 750 kbit/s up, 150 ms a round trip, brought to
requests with its factors of 0.9 and 3.75: every request waits 562 ms); the processor is slowed down four times, as the
same tools do for a telephone of the middle class. How little memory a phone has can not be set.
"""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from proof.keystrokes import Hand

WIDE, HIGH = 360, 740  # pixels
LINE = {
    "offline": False,
    "latency": 150 * 3.75,  # ms
    "downloadThroughput": 1.6e6 / 8 * 0.9,  # bytes a second
    "uploadThroughput": 0.75e6 / 8 * 0.9,
}
SLOWER = 4
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]


@dataclass
class Phone:
    """One phone. place: the address of the server. hand: who does what is being done now."""

    page: Any
    place: str
    hand: Hand = field(default_factory=Hand)

    def begin(self) -> Hand:
        """Count anew; returns what is being counted from now on."""
        self.hand = Hand()
        return self.hand

    def open(self, address: str, name: str) -> None:
        """By an address, as from a bookmark: the wait counts, nothing else."""
        self._waited(name, lambda: self.page.goto(f"{self.place}{address}"))

    def go(self, what: str, name: str) -> None:
        """Tap a link or a button and wait for the page behind it."""
        seen = self._sought(what)
        self.hand.tap()

        def tapped() -> None:
            with self.page.expect_navigation(wait_until="load"):
                seen.tap(no_wait_after=True)

        self._waited(name, tapped)

    def tick(self, what: str) -> None:
        self._sought(what).check()
        self.hand.tap()

    def fill(self, what: str, text: str) -> None:
        self._sought(what).fill(text)
        self.hand.fill(text)

    def choose(self, what: str, value: str) -> None:
        seen = self._sought(what)
        lines = seen.evaluate("list => [...list.options].map(one => one.value)")
        seen.select_option(value)
        self.hand.choose(lines.index(value))

    def _sought(self, what: str) -> Any:
        """The thing itself, after as many swipes as bring it into sight."""
        seen = self.page.locator(what).first
        box = seen.bounding_box()
        if box is None:
            raise LookupError(f"not on the page: {what}")
        beyond = max(0.0, box["y"] + box["height"] - HIGH, -box["y"])
        self.hand.swipe(math.ceil(beyond / HIGH))
        seen.scroll_into_view_if_needed()
        return seen

    def _waited(self, name: str, act: Callable[[], Any]) -> None:
        begin = time.perf_counter()
        act()
        self.hand.wait(name, time.perf_counter() - begin)


@contextmanager
def browser(path: str) -> Iterator[Any]:
    """A Chromium; every phone in it keeps nothing of the one before."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield opened
        finally:
            opened.close()


@contextmanager
def phone(opened: Any, place: str) -> Iterator[Phone]:
    """A new phone with nothing on it."""
    size: Any = {"width": WIDE, "height": HIGH}
    context = opened.new_context(viewport=size, has_touch=True, is_mobile=True, locale="en")
    try:
        page = context.new_page()
        tools = context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.send("Network.emulateNetworkConditions", LINE)
        tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        yield Phone(page, place)
    finally:
        context.close()
