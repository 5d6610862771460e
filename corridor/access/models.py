"""Organisations, centres, accounts, the roles they hold, and the plain history of public records."""

import secrets

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac


def random_key() -> str:
    """A random name for addresses and files: it says nothing and can not be guessed."""
    return secrets.token_hex(8)


class Organisation(models.Model):
    """A union, an association, a programme or a funder that centres and members belong to."""

    name = models.CharField(max_length=200, unique=True)
    country = models.CharField(max_length=3, blank=True)  # ISO 3166 alpha-3


class Centre(models.Model):
    """A workers' centre or migrant resource centre: it holds its own keys (see `safe`). Public: its name and key.

    time_zone: by which its days and hours are counted (IANA name); empty: its country's (see `access.zones`).
    """

    key = models.CharField(max_length=16, unique=True, default=random_key)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="centres")
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=3, blank=True)  # ISO 3166 alpha-3
    time_zone = models.CharField(max_length=64, blank=True, default="")

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by their name; `access.actions` makes them."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(name__iexact=username)


class Account(AbstractBaseUser):
    """Somebody who signs in. The name is a short handle, not a person's name; she belongs to one centre at most.

    No passphrase, secret or hour of signing in stands here: `safe` holds what unlocks, and which one-time codes were
    used, outside the database.
    stamp: changed to end every session of the account (a new passphrase, leaving).
    """

    password = None  # type: ignore[assignment]
    last_login = None
    key = models.CharField(max_length=16, unique=True, default=random_key)
    name = models.CharField(max_length=40, unique=True)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="accounts", null=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="accounts", null=True)
    is_active = models.BooleanField(default=True)
    until = models.DateField(null=True)  # the last day she may sign in (lawyer, interpreter)
    stamp = models.CharField(max_length=16, default=random_key)

    objects = AccountManager()

    USERNAME_FIELD = "name"

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        return salted_hmac("corridor.access.session", f"{self.key}{self.stamp}", algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self):
        return iter(())

    @property
    def roles(self) -> frozenset[str]:
        """The names of the roles this account holds, read once for each request."""
        if not hasattr(self, "_roles"):
            self._roles = frozenset(self.memberships.values_list("role", flat=True))
        return self._roles


class Membership(models.Model):
    """A role that an account holds."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "role"], name="a_role_is_held_once")]


class HistoryEntry(models.Model):
    """One change of a public record: who, what, when, and each field before and after. Rows are never changed."""

    when = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    record = models.CharField(max_length=80)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "record"], name="history_of_a_record")]
