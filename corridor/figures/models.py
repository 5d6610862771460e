"""Returns of a centre: what would leave, who approved it, what was signed. See THREAT_MODEL.md for what a thief learns.

Nothing stands here that is not fit to leave: only what passed `rowsets` is ever written in clear.
"""

from django.db import models

from corridor.access.models import Account, Centre, random_key
from corridor.figures.models_programme import GatedFamily, KnownCentre, OpenRelease, Release, ReleaseLog, TakenReturn

__all__ = ["GatedFamily", "KnownCentre", "OpenRelease", "Release", "ReleaseLog", "Return", "TakenReturn"]
MAKING, PROPOSED, SIGNED = STATES = ("making", "proposed", "signed")


class Return(models.Model):
    """A return of one closed period, from the first step of its making until it is frozen by its signature.

    code: names it in files, says nothing. period: "2026Q3" or "2026". counted: the kinds of facts that were counted so
    far. text: the canonical text as far as it was made (`returns.text_of`). coordinator, representative: who approved
    it. file: the signed bytes, empty before; once they stand nothing here is changed but `sent`, the day on which the
    programme took it.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True, default=random_key)
    period = models.CharField(max_length=6)
    state = models.CharField(max_length=8, default=MAKING)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    counted = models.JSONField(default=list)
    text = models.BinaryField(default=bytes)
    coordinator = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    representative = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    file = models.BinaryField(default=bytes)
    sent = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "period"], name="a_period_is_returned_once"),
            models.UniqueConstraint(
                fields=["centre"], condition=~models.Q(state="signed"), name="one_return_is_in_the_making"
            ),
        ]
