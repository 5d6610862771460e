"""How often somebody may try, and how many may at once. In memory only: no address is stored or logged anywhere.

A **lane** lets two at a time stretch a passphrase; one waits briefly, the others are told when to come again. Signing
in and receipts have a lane each, so that neither can keep the other out.

**Limits** count wrong tries under digests whose key is made anew every day. For one name from one network they are
strict. For a network, for a name from anywhere and for all together they only slow: whoever waits as long as she was
told gets through, however many others are trying. So nobody is kept out of her own centre by a stranger who tries her
name, nor an office behind one address by one of its machines; and a name that was right from here today never waits.
"""

import ipaddress
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import ngettext

from corridor.safe.faults import Fault, KeyringMissing
from corridor.safe.primitives import keyed, random_bytes

DAY = 24 * 60 * 60  # seconds
GRACE = 60  # seconds after the wait she was told, in which she gets through
MOST = 20_000  # things remembered; beyond that the oldest are forgotten


def now() -> float:
    return time.monotonic()


class TryLater(Fault):
    """Not now. seconds: when to come again; status: what the answer is in the language of browsers."""

    status = 429

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = max(1, round(seconds + 0.49))

    @property
    def told(self) -> str:  # type: ignore[override]
        text = ngettext(
            "Please try again in %(number)s second.", "Please try again in %(number)s seconds.", self.seconds
        )
        return text % {"number": self.seconds}


class TooSoon(TryLater):
    """Too many wrong tries before this one."""


class Busy(TryLater):
    """More are signing in at this moment than the machine can serve."""

    status = 503


class Lane:
    """Lets a few at a time do what costs time and memory. Used as `with lane:`; raises Busy beyond the queue.

    The queue is so short because a process serves pages with four threads: one is left for everybody else.
    """

    def __init__(self, name: str, at_once: int = 2, queue: int = 1, patience: float = 4) -> None:
        self.name, self.at_once, self.queue, self.patience = name, at_once, queue, patience
        self._free = threading.Semaphore(at_once)
        self._count = threading.Lock()
        self._inside = 0

    def __enter__(self) -> "Lane":
        with self._count:
            if self._inside >= self.at_once + self.queue:
                raise Busy(2)
            self._inside += 1
        if not self._free.acquire(timeout=self.patience):
            self._leave()
            raise Busy(self.patience)
        return self

    def __exit__(self, *problem: Any) -> None:
        self._free.release()
        self._leave()

    def _leave(self) -> None:
        with self._count:
            self._inside -= 1


@dataclass(frozen=True)
class Rule:
    """After `free` wrong tries the waits grow 1, 2, 4 ... to `longest` seconds; forgotten after `kept` seconds."""

    free: int
    longest: float
    kept: float

    def wait(self, wrong: int) -> float:
        return 0 if wrong < self.free else min(self.longest, 2.0 ** min(wrong - self.free, 30))


PAIR = Rule(free=5, longest=60, kept=60 * 60)
NETWORK = Rule(free=30, longest=4, kept=10 * 60)
NAME = Rule(free=10, longest=8, kept=60 * 60)
EVERYBODY = Rule(free=200, longest=2, kept=60)


@dataclass
class Attempt:
    """One try, wrong until it is said to be right."""

    is_right: bool = False

    def right(self) -> None:
        self.is_right = True


class Limits:
    """The wrong tries of one door (signing in, one-time codes, receipts), by pair, network, name and altogether.

    forgives: a right try takes the wrong ones before it away. Not where anybody can get something that is right.
    """

    def __init__(
        self, purpose: str, pair: Rule = PAIR, network: Rule = NETWORK, name: Rule = NAME, forgives: bool = True
    ) -> None:
        self.purpose, self.rules, self.forgives = purpose, (pair, network, name, EVERYBODY), forgives
        self._lock = threading.Lock()
        self.begin_day()

    def begin_day(self) -> None:
        """Forget everything, as every day at its beginning."""
        self._key, self._began = random_bytes(), now()
        self._wrong: dict[bytes, tuple[int, float]] = {}  # how many, when the last one was
        self._told: dict[bytes, float] = {}  # who was asked to wait, and until when
        self._good: dict[bytes, bool] = {}  # pairs that were right today

    @contextmanager
    def attempt(self, name: str, network: str) -> Iterator[Attempt]:
        """One try at a name from a network. Raises TooSoon before it begins.

        It counts as wrong unless it is said to be right; one that a busy machine cut short does not count.
        """
        with self._lock:
            if now() - self._began > DAY:
                self.begin_day()
            tried = (("pair", name, network), ("network", network), ("name", name), ("everybody",))
            rules = [(self._digest(*parts), rule) for parts, rule in zip(tried, self.rules, strict=True)]
            self._admit(rules)
            before = [self._wrong.get(place) for place, _ in rules]
            for place, rule in rules:
                _note(self._wrong, place, (self._count(place, rule) + 1, now()))
        made = Attempt()
        try:
            yield made
        except (TryLater, KeyringMissing):
            self._take_back(rules, before, right=False)
            raise
        finally:
            if made.is_right:
                self._take_back(rules, before, right=True)

    def _digest(self, *parts: str) -> bytes:
        return keyed(self._key, self.purpose, *parts)[:16]

    def _count(self, place: bytes, rule: Rule) -> int:
        wrong, last = self._wrong.get(place, (0, 0.0))
        return wrong if now() - last < rule.kept else 0

    def _admit(self, rules: list[tuple[bytes, Rule]]) -> None:
        """Raises TooSoon; whoever comes back when she was told to is not told again, whatever others did meanwhile."""
        pair, strict = rules[0]
        left = self._wrong.get(pair, (0, 0.0))[1] + strict.wait(self._count(pair, strict)) - now()
        slow = max(rule.wait(self._count(place, rule)) for place, rule in rules[1:])
        if slow and pair not in self._good:
            told = self._told.get(pair, -DAY)
            if now() > told + GRACE:
                told = now() + slow
                _note(self._told, pair, told)
            left = max(left, told - now())
        if left > 0:
            raise TooSoon(left)
        self._told.pop(pair, None)

    def _take_back(self, rules: list[tuple[bytes, Rule]], before: list[Any], right: bool) -> None:
        with self._lock:
            for (place, _), old in zip(rules, before, strict=True):
                wrong, last = self._wrong.get(place, (1, 0.0))
                self._wrong[place] = (max(0, wrong - 1), old[1] if old else last)
            if right and self.forgives:
                self._wrong.pop(rules[0][0], None)
                _note(self._good, rules[0][0], True)


def _note(kept: dict[bytes, Any], place: bytes, value: Any) -> None:
    kept.pop(place, None)
    kept[place] = value
    while len(kept) > MOST:
        del kept[next(iter(kept))]


def network_of(request: HttpRequest) -> str:
    """Where a request comes from, for counting only: the address, of IPv6 the first half (one household has it all)."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip() if settings.PROXY else ""
    told = forwarded or request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return told
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return str(address)


SIGN_IN_LANE, RECEIPT_LANE = Lane("sign_in"), Lane("receipt")
LANES = {lane.name: lane for lane in (SIGN_IN_LANE, RECEIPT_LANE)}
SIGN_IN, CODE = Limits("sign in"), Limits("code")
# Every code that is sent counts: nobody's mailbox is filled by us.
MAILING = Limits("mailing", Rule(free=3, longest=60 * 60, kept=DAY))
# Every message counts, none is "right": a whole room may write from one address, a machine that floods is slowed.
WRITING = Limits(
    "writing", Rule(free=30, longest=30, kept=60 * 60), Rule(free=60, longest=10, kept=10 * 60), Rule(200, 4, 60 * 60)
)
