"""Accounts, the roles they hold, and the plain history of public records."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by their name; `access.actions` makes them."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(name__iexact=username)


class Account(AbstractBaseUser):
    """Somebody who signs in. The name is a short handle, not a person's full name."""

    name = models.CharField(max_length=40, unique=True)
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField(auto_now_add=True)

    objects = AccountManager()

    USERNAME_FIELD = "name"

    def __str__(self) -> str:
        return self.name

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
