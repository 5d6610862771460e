"""What follow-ups tell of a worker's pay and hours, for the method by which outcomes are told (`work.outcomes`).

Source: evaluation case 1 and 4.1.3 (a before and an after for each worker, by one method).
"""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext

from corridor.centre.contents import Case, FollowUp
from corridor.centre.searching import workers_of
from corridor.safe.casebook import Reading, opens
from corridor.work.outcomes import Measurement
from corridor.work.pay import Wage, per_month


def measure(known: Reading, worker: str) -> Iterator[Measurement]:
    """Each follow-up that was made with her after a case; what she said of the beginning is no follow-up."""
    for case in sorted(known.referring(Case, {worker}, workers_of), key=lambda one: -one.change):
        for part in known.parts(case.id, FollowUp):
            one = part.content if opens(part) else None
            if isinstance(one, FollowUp) and one.worker == worker and one.done and not one.at_start:
                hours = None if one.hours_a_week is None else Decimal(one.hours_a_week)
                pay = per_month(Wage(one.wage, one.currency, "month"))
                yield Measurement(one.done, pay, hours, of=gettext("Follow-up"))
