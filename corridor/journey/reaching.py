"""How to reach her safely, in words: each way on her file, and whether it is safe at this moment (WIF2023-25)."""

from dataclasses import dataclass
from datetime import date

from corridor.journey.contents import Contact, Worker
from corridor.journey.reading import label
from corridor.journey.rules import ContactRule, contact


@dataclass(frozen=True)
class Way:
    """A channel, what is known of it, and what the rule says of it now. never: she excluded it."""

    channel: str
    contacts: tuple[Contact, ...]
    rule: ContactRule
    never: bool

    @property
    def label(self) -> str:
        return label("channel", self.channel)

    @property
    def better(self) -> list[str]:
        return [label("channel", one) for one in self.rule.better]


def ways(worker: Worker, day: date, hour: str) -> list[Way]:
    """The channels on her file in the order in which she gave them; then those that are never used.

    hour: as "19:30".
    """
    channels = dict.fromkeys([*(one.channel for one in worker.contacts), *worker.never])
    found = []
    for channel in channels:
        contacts = tuple(one for one in worker.contacts if one.channel == channel)
        found.append(Way(channel, contacts, contact(worker, channel, day, hour), channel in worker.never))
    return sorted(found, key=lambda one: one.never)
