"""The referrals of a case or a worker as pages show them: their steps, with those that another centre told."""

from collections.abc import Iterable
from dataclasses import dataclass

from corridor.journey.actions.answering import told_steps
from corridor.journey.contents import Referral, ReferralStep
from corridor.safe.casebook import Entry, Reading, opens


@dataclass(frozen=True)
class ReferralLine:
    """A referral as a list shows it. steps: with those that another centre told and nobody entered yet."""

    entry: Entry
    referral: Referral
    steps: tuple[ReferralStep, ...]
    called: str

    @property
    def state(self) -> str:
        return self.steps[-1].state if self.steps else ""

    @property
    def came_in(self) -> bool:
        return bool(self.entry.origin)

    @property
    def to_enter(self) -> bool:
        return len(self.steps) > len(self.referral.steps)


def referral_lines(known: Reading, entries: Iterable[Entry]) -> list[ReferralLine]:
    told, lines = told_steps(known), []
    for one in entries:
        if opens(one) and isinstance(one.content, Referral):
            worker = known.get(one.content.worker)
            called = getattr(worker.content, "called", "") if worker and opens(worker) else ""
            lines.append(ReferralLine(one, one.content, (*one.content.steps, *told.get(one.id, ())), called))
    return lines


def referrals_of(known: Reading, head: str) -> list[ReferralLine]:
    """The referrals of a case or a worker, the newest first; for `centre/_referrals.html`."""
    return referral_lines(known, reversed(known.parts(head, Referral)))


def referrals_about(known: Reading, worker: str, cases: Iterable[Entry]) -> list[ReferralLine]:
    """Every referral about a worker, the newest first: those of her own file, and hers among those of her cases."""
    heads = dict.fromkeys((worker, *(one.id for one in cases)))
    every = sorted((one for head in heads for one in known.parts(head, Referral)), key=lambda one: -one.change)
    return [one for one in referral_lines(known, every) if one.entry.head == worker or one.referral.worker == worker]
