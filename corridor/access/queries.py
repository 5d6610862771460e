"""Reads of access: who asks, what they may do, who belongs to a centre, what was changed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest

from corridor.access.models import Account, Centre, HistoryEntry
from corridor.access.table import allowed


def roles_of(request: HttpRequest) -> frozenset[str]:
    """The roles of whoever sent this request; nobody signed in is the public."""
    return request.user.roles if isinstance(request.user, Account) else frozenset()


def may(request: HttpRequest, action: str) -> bool:
    return allowed(roles_of(request), action)


def member_who_may(request: HttpRequest, action: str) -> Account:
    """The signed-in member. Raises PermissionDenied when nobody is signed in or the table has no such right."""
    if not isinstance(request.user, Account) or not may(request, action):
        raise PermissionDenied
    return request.user


def accounts_of(centre: Centre) -> QuerySet[Account]:
    """Everybody who belongs to the centre now, by name."""
    return centre.accounts.filter(is_active=True).prefetch_related("memberships").order_by("name")


def history(kind: str | None = None, record: str | None = None) -> QuerySet[HistoryEntry]:
    """The history of one record, of one kind, or of all; newest first."""
    narrowing: dict[str, Any] = {name: value for name, value in (("kind", kind), ("record", record)) if value}
    return HistoryEntry.objects.filter(**narrowing).select_related("by")
