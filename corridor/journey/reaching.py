"""How to reach her safely, in words: each way on her file, and whether it is safe at this moment (WIF2023-25)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

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

    hour: as "19:30" where she is; "" where it can not be told: what she said of hours is then given back to be read.
    """
    channels = dict.fromkeys([*(one.channel for one in worker.contacts), *worker.never])
    found = []
    for channel in channels:
        contacts = tuple(one for one in worker.contacts if one.channel == channel)
        found.append(Way(channel, contacts, contact(worker, channel, day, hour), channel in worker.never))
    return sorted(found, key=lambda one: one.never)


@dataclass(frozen=True)
class Safely:
    """How she may be reached, in one line. ways: channels with days and hours, without numbers: a list is read over
    shoulders. warning: what stands against reaching her now; empty when nothing does.
    """

    called: str
    ways: str
    warning: str


def safely(worker: Worker | None, called: str, day: date, hour: str, channel: str = "") -> Safely:
    """What whoever means to reach her reads first (WIF2023-25). worker: None when her file is not there to be read.

    channel: the one that is meant; empty for any. hour: as "19:30".
    """
    if worker is None:
        return Safely(called, "", gettext("How to reach her safely is not known."))
    if not worker.contacts:
        return Safely(called, "", gettext("Nobody asked her yet. Do not contact her before she has said how."))
    used = [one for one in ways(worker, day, hour) if not one.never]
    told = "; ".join(_told(one, each) for one in used for each in one.contacts)
    now = [one.label for one in used if one.rule.allowed]
    if not now:
        return Safely(called, told, gettext("No way to her is safe now."))
    meant = contact(worker, channel, day, hour) if channel else None
    if meant and not meant.allowed:
        return Safely(called, told, f"{label('channel', channel)}: {meant.why} {gettext('Safe now:')} {', '.join(now)}")
    return Safely(called, told, "")


def _told(way: Way, one: Contact) -> str:
    days = ", ".join(label("weekday", day) for day in one.days)
    return " ".join(filter(None, (way.label, f"({days})" if days else "", one.hours)))
