"""The programme's side: centres that it knows, returns that it took, releases. What a thief learns: THREAT_MODEL.md.

A release and its log stand apart from everything else, so that whoever reads releases reaches nothing more (see
`apart`): they have no key to another table.
"""

from django.db import models

from corridor.access.models import Account


class KnownCentre(models.Model):
    """A centre whose returns this programme takes. code: as on its calling card. verifier: its signing key, in hex,
    whose fingerprint was compared. left: the day on which it left the programme; None while it belongs to it.
    """

    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=3, blank=True)  # ISO 3166 alpha-3
    verifier = models.CharField(max_length=64)
    left = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class TakenReturn(models.Model):
    """A return that was taken: its row-sets stand in the store. Rows are never changed but for `released`.

    code: names its files in the store. mark: a digest of the file. file: the signed bytes, from which the store can be
    written anew. remarks: words of `taking.REMARKS` with a comma between them. released: the period of the release that
    counts it, empty before.
    """

    centre = models.ForeignKey(KnownCentre, on_delete=models.PROTECT, related_name="returns")
    period = models.CharField(max_length=6)
    code = models.CharField(max_length=16, unique=True)
    mark = models.CharField(max_length=64, unique=True)
    taken = models.DateField()
    remarks = models.CharField(max_length=60, blank=True)
    released = models.CharField(max_length=6, blank=True)
    file = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "period"], name="a_return_is_taken_once")]


class OpenRelease(models.Model):
    """A release in the making: which quarter, on which day and by whom it was begun. One at a time."""

    period = models.CharField(max_length=6, unique=True)
    begun = models.DateField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    only = models.BooleanField(default=True, unique=True)  # always true


class GatedFamily(models.Model):
    """What came of a family at the gate, until the release is made. tables and log: as they go into the release."""

    release = models.ForeignKey(OpenRelease, on_delete=models.CASCADE, related_name="families")
    family = models.CharField(max_length=500)
    tables = models.JSONField()
    people = models.JSONField(null=True)
    log = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "family"], name="a_family_is_gated_once")]


class Release(models.Model):
    """A frozen release: its text (`releases.text_of`), signed by the programme. Never changed, never made again."""

    period = models.CharField(max_length=6, unique=True)
    made = models.DateField()
    text = models.BinaryField()
    signature = models.BinaryField()
    verifier = models.BinaryField()


class ReleaseLog(models.Model):
    """How a family of a release came through the gate: one row for each (`releases.Gated`). period: of the release."""

    period = models.CharField(max_length=6)
    family = models.CharField(max_length=500)
    seconds = models.FloatField()
    steps = models.JSONField(default=list)
    dropped = models.JSONField(default=list)
    why = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "family"], name="a_family_is_logged_once")]
