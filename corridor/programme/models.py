"""Records that editors lay over the shelf: corrections of its entries, and additions."""

from django.db import models


class Record(models.Model):
    """A project, event or publication, a rate, wage, fee rule or deadline as somebody left it, with all its fields.

    `record_id` of a shelf entry: a correction of that entry. Another id: an addition. Rows are never deleted, and
    `version` grows by one with each change, so their sum grows with every change that anybody commits.
    """

    kind = models.CharField(max_length=20)
    record_id = models.CharField(max_length=60)
    values = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="a_record_is_kept_once")]
        indexes = [models.Index(fields=["kind", "version", "changed"], name="state_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"
