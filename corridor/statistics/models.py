"""Targets that a programme sets itself, and the evidence given beside them. What a thief learns: THREAT_MODEL.md.

Who set what, and when, stands in plain history (`access`). Rows are never deleted: a target is withdrawn with a reason.
"""

from django.db import models
from django.utils import timezone

from corridor.access.models import random_key

WORDS = 1000  # the most characters of a text
SOURCE = 300


class Target(models.Model):
    """What a programme wants a released number to be by a quarter. code: names it in addresses, says nothing.

    indicator: its id on the shelf; definition: the version of it that was read. column, at: where it is narrowed to one
    code of a column ("corridor", "NPL-JOR"); both empty for everything. value: a count, per cent of a share, or the
    unit of a median. until: "2027Q4". why: why this value. beside: the evidence that is asked for. company: the target
    that tells what came of it, where this one may not stand alone (WIF2019-33). withdrawn: the reason; '' while it
    stands. version: grows by one with each change.
    """

    code = models.CharField(max_length=16, unique=True, default=random_key)
    indicator = models.CharField(max_length=80)
    definition = models.PositiveIntegerField()
    column = models.CharField(max_length=40, blank=True)
    at = models.CharField(max_length=80, blank=True)
    value = models.DecimalField(max_digits=9, decimal_places=1)
    until = models.CharField(max_length=6)
    why = models.CharField(max_length=WORDS)
    beside = models.CharField(max_length=WORDS)
    company = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="leaning")
    withdrawn = models.CharField(max_length=WORDS, blank=True)
    version = models.PositiveIntegerField(default=1)
    set_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "column", "at", "until"],
                condition=models.Q(withdrawn=""),
                name="a_target_stands_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.until}"


class Evidence(models.Model):
    """What was given beside a target for a quarter: words and where they come from, with the day of the note.

    taken_back: why it was; text and source are empty then. Neither ever stands in the history.
    """

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="evidence")
    quarter = models.CharField(max_length=6)
    day = models.DateField()
    text = models.CharField(max_length=WORDS, blank=True)
    source = models.CharField(max_length=SOURCE, blank=True)
    taken_back = models.CharField(max_length=WORDS, blank=True)

    class Meta:
        indexes = [models.Index(fields=["target", "quarter"], name="evidence_of_a_quarter")]

    def __str__(self) -> str:
        return f"{self.quarter} {self.day}"
