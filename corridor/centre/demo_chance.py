"""What the makers of the demonstration share: chance from a seed, and a made-up case to which the rest is added."""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from corridor.centre.contents import Case
from corridor.journey.contents import Worker
from corridor.journey.when import DAY, MONTH, When
from corridor.safe.content import Content

MADE_UP = "Made up for the demonstration."
FRESH = 120  # days; cases that were opened since then and stand open are told more fully, since people look at them
T = TypeVar("T")
Filed = tuple[str, Content, date | None]  # id, content, the month in which a part is destroyed with its head


class Chance(random.Random):
    """Draws that are the same for the same seed."""

    def id(self) -> str:
        return str(uuid.UUID(int=self.getrandbits(128), version=4))

    def hits(self, share: float) -> bool:
        return self.random() < share

    def some(self, among: Sequence[T], most: int) -> tuple[T, ...]:
        """One or several, at most so many, each once."""
        return tuple(self.sample(among, k=self.randint(1, min(most, len(among)))))

    def day(self, first: date, last: date) -> date:
        """A day between two, both included; the first when there is none between."""
        return first + timedelta(days=self.randint(0, max((last - first).days, 0)))

    def after(self, day: date, least: int, most: int) -> date:
        return day + timedelta(days=self.randint(least, most))


def in_month(day: date) -> When:
    """The month of a day, as somebody says it who does not know the day."""
    first = day.replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return When(said=f"{first:%Y-%m}", exact=MONTH, first=first, last=last)


def on_day(day: date) -> When:
    return When(said=day.isoformat(), exact=DAY, first=day, last=day)


@dataclass(frozen=True)
class Begun:
    """A case that was just made: its id, its workers by id, what belongs to it so far, and the day of today."""

    id: str
    case: Case
    workers: tuple[tuple[str, Worker], ...]
    parts: tuple[tuple[str, Content], ...]
    today: date

    @property
    def opened(self) -> date:
        return self.case.opened or self.today

    @property
    def last(self) -> date:
        """The last day on which something was done in it."""
        return self.case.closed or self.today

    @property
    def is_fresh(self) -> bool:
        return self.case.closed is None and (self.today - self.opened).days < FRESH

    def of(self, kind: type[T]) -> list[tuple[str, T]]:
        return [(id, one) for id, one in self.parts if isinstance(one, kind)]
