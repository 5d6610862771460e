"""Taking the next place in a centre's sequence: every act goes through here, in the transaction of what it does."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from corridor.access.models import Account, Centre
from corridor.access.zones import day_in
from corridor.safe import chain
from corridor.safe.clock import ZONES
from corridor.safe.faults import Closed
from corridor.safe.keys import AUDIT, RECORDS
from corridor.safe.models import FOUNDING, AuditEntry, CardSet, Epoch, Ground


@dataclass
class Acting:
    """A centre's sequence, held until the transaction ends. Acts are given their numbers here and chained."""

    ground: Ground
    by: Account | str
    epochs: dict[str, Epoch]
    day: date
    entries: list[AuditEntry] = field(default_factory=list)

    def did(self, what: str, about: str = "") -> int:
        """Chain one act; returns its number, which is also the change number of a record that it writes."""
        ground = self.ground
        ground.sequence += 1
        one = chain.entry(ground, self.epochs[AUDIT], ground.sequence, self.day, self.by, what, about)
        ground.head = one.hash
        self.entries.append(one)
        return ground.sequence

    @property
    def records(self) -> Epoch:
        return self.epochs[RECORDS]

    def recovery_public(self) -> bytes:
        return bytes(CardSet.objects.get(centre=self.ground.centre, number=self.ground.card_set).public)


@contextmanager
def acting(centre: Centre, by: Account | str, *, even_founding: bool = False) -> Iterator[Acting]:
    """One transaction in which acts of a centre are done, one after the other with those of everybody else.

    Raises Closed while the cards of a new centre were not tried yet: nothing about people is taken in before.
    """
    with transaction.atomic():
        ground = Ground.objects.select_for_update().get(centre=centre)
        ground.centre = centre
        if ground.state == FOUNDING and not even_founding:
            raise Closed
        epochs = {one.kind: one for one in Epoch.objects.filter(centre=centre, retired=False).order_by("number")}
        now = Acting(ground, by, epochs, _day_of(ground))
        yield now
        AuditEntry.objects.bulk_create(now.entries)
        ground.day = now.day
        ground.save(update_fields=["sequence", "head", "day"])


def _day_of(ground: Ground) -> date:
    """The centre's day, whoever acts and from wherever. It never goes back because a zone was changed.

    A clock that was set back further is chained as it is: `retention` then destroys nothing.
    """
    today, last = day_in(ground.centre), ground.day
    return last if last and today < last <= today + ZONES else today
