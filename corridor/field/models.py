"""Receipts of those who wrote from outside, and what waits for them. See THREAT_MODEL.md for what a thief learns."""

from django.db import models

from corridor.access.models import Centre


class Receipt(models.Model):
    """That a report can be come back to. Of the receipt's digits only what Argon2id made of them stands here.

    record: the report. locator: found again by the digits. reply_public: the public half of the key pair that the
    digits give; the private half stands nowhere. cost: what one guess at the digits costs, so that a later Corridor
    that stretches longer still finds older receipts. Destroyed with its report.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    record = models.UUIDField(db_index=True)
    locator = models.BinaryField(unique=True, max_length=32)
    reply_public = models.BinaryField(max_length=32)
    cost = models.CharField(max_length=100)
    day = models.DateField()


class Reply(models.Model):
    """Something that waits for whoever has the receipt, sealed to it: an answer, or a copy of what she sent."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    receipt = models.ForeignKey(Receipt, on_delete=models.CASCADE, related_name="replies")
    sealed = models.BinaryField()
    day = models.DateField()
