"""What waits for a second voice before all cases leave a centre. See THREAT_MODEL.md for what a thief learns."""

from django.db import models

from corridor.access.models import Account, Centre

# Why a centre takes everything along. Fixed words: free text about a centre's work may name people, and the worker
# representative, who has a voice, holds no key that opens a sealed one.
MOVES, CLOSES, ORDER, OTHER = REASONS = ("moves", "closes", "order", "other")


class CasebookExport(models.Model):
    """That all cases of a centre are to be taken out: who asked, why (one of REASONS), who agreed, when it was taken.

    Hours stand here, as nowhere else, because a day has to pass in between. Of those not taken one is open at a time.
    """

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=8)
    asked_by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", null=True)
    agreed_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre"], condition=models.Q(taken_at__isnull=True), name="one_export_is_open"
            )
        ]
