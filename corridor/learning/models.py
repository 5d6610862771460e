"""Designs that somebody brought for review, and the answers given to findings. Nothing about a person."""

from django.db import models

from corridor.access.models import Account


class DesignRecord(models.Model):
    """A design under review, kept under a key that can not be guessed: who has its address may go on with it.

    data: the design as plain data, as its file says it (corridor.learning.design.schema).
    """

    key = models.CharField(max_length=32, unique=True)
    data = models.JSONField()
    by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)


class FindingAnswer(models.Model):
    """What those who hold the design answer to one finding; the newest answer counts, earlier ones are kept."""

    ANSWERS = [("accepted", "Accepted"), ("adapted", "Adapted"), ("not-applicable", "Not applicable")]

    design = models.ForeignKey(DesignRecord, on_delete=models.CASCADE, related_name="answers")
    finding = models.CharField(max_length=200)  # rule@element, as Finding.key
    answer = models.CharField(max_length=20, choices=ANSWERS)
    because = models.TextField(blank=True)
    by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    when = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(answer="not-applicable", because=""), name="not_applicable_says_why"
            )
        ]
