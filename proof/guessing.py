"""How many receipts somebody can try in a year: Corridor's own limits, asked by guessers under a clock that is turned.

A guesser comes back in the moment she was told to, never a second later, from as many networks as she has, and to every
process that serves pages. What lies behind the limits is the lane: it lets two at a time stretch in each process, and
stretching takes as long as it takes on the machine the proof runs on.
"""

import copy
import heapq
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

HOUR, HOURS, DAYS = 3_600.0, 8_766, 366  # seconds; of a year
ALLOWED = 1e-6  # guesses that hit, expected in a year, of one network
ALLOWED_TO_MANY = 1e-3  # of many together: nothing holds them but the lane, or strangers could keep women waiting
OWN = 4  # wrong ones between two right ones, of somebody who has a receipt of her own: one less than are free


@dataclass(frozen=True)
class Way:
    """A way of guessing. networks: addresses (of IPv6: /64) she has. own: she has sent a report and has its receipt."""

    name: str
    networks: int
    own: bool = False


WAYS = (
    Way("one network", 1),
    Way("one network and a receipt of her own", 1, own=True),
    Way("256 networks", 256),
    Way("1,024 networks", 1_024),
)


@dataclass
class Clock:
    now: float = 0.0


@dataclass
class Guesser:
    """What one process lets through. at_once, seconds: of its lane. guesses: how many in the first and second hour."""

    way: Way
    at_once: int
    seconds: float
    clock: Clock = field(default_factory=Clock)
    guesses: list[int] = field(default_factory=lambda: [0, 0])

    def run(self, door: Any) -> None:
        """Two hours of guesses at one centre through this door's limits (`Limits`)."""
        from corridor.safe.limits import TooSoon

        waiting = [(0.0, number, 0) for number in range(self.way.networks)]  # when, which network, wrong since a right
        free = [0.0] * self.at_once
        while True:
            when, number, wrong = heapq.heappop(waiting)
            self.clock.now = max(when, free[0])
            if self.clock.now >= 2 * HOUR:
                return
            right = self.way.own and wrong >= OWN
            try:
                with door.attempt("a centre", f"network {number}") as attempt:
                    if right:
                        attempt.right()
            except TooSoon as told:
                heapq.heappush(waiting, (self.clock.now + told.seconds, number, wrong))
                continue
            done = self.clock.now + self.seconds
            heapq.heapreplace(free, done)
            self.guesses[int(self.clock.now // HOUR)] += not right
            # With several connections at once, one network fills the lane by itself where nothing else holds it.
            again = self.clock.now if self.way.networks == 1 else done
            heapq.heappush(waiting, (again, number, 0 if right else wrong + 1))


def in_a_year(way: Way, processes: int, at_once: int, rate: float) -> float:
    """Guesses in a year. rate: stretchings a second that the lanes of all processes do together."""
    from corridor.field.receipts import RECEIPT
    from corridor.safe import limits

    door = copy.copy(RECEIPT)  # with a memory of its own, see `begin_day`
    guesser = Guesser(way, at_once, processes * at_once / rate)
    with mock.patch.object(limits, "now", lambda: guesser.clock.now):
        door.begin_day()
        guesser.run(door)
    first, then = guesser.guesses
    return float(processes * (then * HOURS + max(0, first - then) * DAYS))  # every day everything is forgotten


def there_are() -> int:
    """How many receipts there can be: all figures are free but the last, which finds mistakes."""
    from corridor.field.codes import DIGITS

    return int(10 ** (DIGITS - 1))


def hits(guesses: float, live: int) -> float:
    """How many of a year's guesses are expected to hit one of so many receipts that wait."""
    return guesses * live / there_are()


def allowed(way: Way) -> float:
    """Hits a year that this way of guessing may have."""
    return ALLOWED if way.networks == 1 else ALLOWED_TO_MANY


def stretching_rate(threads: int, seconds: float) -> float:
    """Stretchings a second of that many threads with Corridor's own cost, on this machine."""
    from corridor.safe.primitives import Stretching
    from corridor.settings import STRETCHING

    done: deque[int] = deque()
    begin = time.perf_counter()

    def work() -> None:
        while time.perf_counter() - begin < seconds:
            Stretching(**STRETCHING).key("0000000000000000", bytes(16))
            done.append(1)

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    return len(done) / (time.perf_counter() - begin)
