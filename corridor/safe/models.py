"""A centre's keys as far as they may stand in a database, its sealed records, its audit chain.

What a thief of the database learns from each clear column is told in THREAT_MODEL.md.
"""

import uuid

from django.db import models

from corridor.access.models import Account, Centre

FOUNDING, OPEN, SEALED = "founding", "open", "sealed"


class Ground(models.Model):
    """The safe ground of one centre: its state, the head of its chain, the cards in force.

    state: founding (cards not tried yet: no records), open, sealed (reading needs two cards; writing goes on).
    sequence: the number of the last act, which is also the change number of the record that it wrote.
    head: the hash of the last audit entry. seal_link: hash of the printed link. seal_after_days: None while the timer
    is off. last_opened: the last day on which somebody unlocked. day: the last day the chain saw (clocks may jump).
    """

    centre = models.OneToOneField(Centre, on_delete=models.PROTECT, primary_key=True, related_name="ground")
    state = models.CharField(max_length=8, default=FOUNDING)
    sequence = models.BigIntegerField(default=0)
    head = models.BinaryField(default=bytes)
    checkpoint = models.BigIntegerField(default=0)  # entries up to this one were kept their time and are gone
    checkpoint_hash = models.BinaryField(default=bytes)
    card_set = models.SmallIntegerField(default=0)
    seal_link = models.BinaryField(null=True)
    seal_after_days = models.SmallIntegerField(null=True)
    last_opened = models.DateField(null=True)
    day = models.DateField(null=True)


class CardSet(models.Model):
    """One printing of the recovery cards: the recovery key's public half, its private half locked for each pair.

    since: the day on which it came in force; None while it was not tried, or where that was before this was kept.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="card_sets")
    number = models.SmallIntegerField()
    public = models.BinaryField()
    wraps = models.JSONField()  # three texts in hex
    tried = models.BooleanField(default=False)
    since = models.DateField(null=True)
    older = models.BinaryField(default=bytes)  # the recovery key before this one, sealed to this one

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "number"], name="a_set_of_cards_is_printed_once")]


class Epoch(models.Model):
    """One key of a centre: `centre` (records, renewed quarterly and when somebody leaves), `audit`, `signing`.

    for_recovery: its secret sealed to the recovery key; emptied, like the members' seals, when the epoch is destroyed.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="epochs")
    kind = models.CharField(max_length=8)
    number = models.IntegerField()
    public = models.BinaryField()
    for_recovery = models.BinaryField()
    began = models.DateField()
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "kind", "number"], name="an_epoch_has_one_number")]


class Hold(models.Model):
    """An epoch's secret sealed to one member's public key. Never in a backup."""

    epoch = models.ForeignKey(Epoch, on_delete=models.CASCADE, related_name="holds")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="holds")
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["epoch", "account"], name="an_epoch_is_held_once")]


class SealedRecord(models.Model):
    """Any record about people, whatever its type: the type is inside. Nothing links to it by a column.

    change: number of the act that wrote this version, in the centre's sequence. due, is_open: so that reminders work
    without a key. shred_after: first day of the month in which it is destroyed. token: keyed; the same submission sent
    twice is one record. wraps: always eight, of which the ones not needed are random (see `sealing`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    change = models.BigIntegerField()
    epoch = models.IntegerField()
    version = models.SmallIntegerField()  # of the sealed format
    day = models.DateField()
    due = models.DateField(null=True)
    is_open = models.BooleanField(default=False)
    shred_after = models.DateField(null=True)
    token = models.BinaryField(null=True, max_length=32)
    wraps = models.BinaryField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "token"], name="a_submission_is_one_record")]
        indexes = [
            models.Index(fields=["centre", "change"], name="records_by_change"),
            models.Index(fields=["centre", "is_open", "due"], name="records_open"),
            models.Index(fields=["shred_after"], name="records_to_shred"),
        ]


class SealedChunk(models.Model):
    """A stretch of an attachment, at most 1 MiB, sealed under a key that stands in its record."""

    record = models.UUIDField()
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    position = models.SmallIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "position"], name="a_chunk_stands_once")]


class Named(models.Model):
    """That a member was named to a record, told only to her: which record and until when is sealed to her key."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="named")
    sealed = models.BinaryField()


class DailyMail(models.Model):
    """That a member wants one mail on days on which something is due (see `safe.daily_mail`). Never in a backup.

    sealed: address and language, locked under the installation's secret, which stands outside the database: the worker
    sends without anybody's key. day: the last day on which was looked whether anything is due.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="daily_mail")
    sealed = models.BinaryField()
    day = models.DateField()


class AuditEntry(models.Model):
    """One act with records about people. details are sealed to the audit key; hash chains it to the one before."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    sequence = models.BigIntegerField()
    day = models.DateField()
    epoch = models.IntegerField()  # of the audit key
    sealed = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "sequence"], name="an_act_has_one_place")]
        ordering = ["centre", "sequence"]


class Erased(models.Model):
    """The random id of a record that was destroyed, so that no restored backup brings it back."""

    record = models.UUIDField(primary_key=True)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    change = models.BigIntegerField()


class Invitation(models.Model):
    """A code with which one person joins: its hash, the role she was invited to, the last day it counts.

    account: whom it is for when somebody who already belongs comes back (a forgotten passphrase).
    """

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+", null=True)
    locator = models.BinaryField(unique=True, max_length=32)
    role = models.CharField(max_length=40)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", null=True)
    invited_by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", null=True)
    last_day = models.DateField()
    until = models.DateField(null=True)  # for a lawyer or an interpreter: her last day


class Proposal(models.Model):
    """An act that needs two of the centre: what (`act`), for whom (`account`), who proposed it and who agreed."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=20)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    proposed_by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    agreed_by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "act", "account"], name="an_act_is_proposed_once")]
