"""What a menu shows: only what the table lets whoever is at the page do."""

from typing import Any

from django import template

from corridor.access.models import Account
from corridor.access.table import allowed

register = template.Library()


@register.filter
def may(user: Any, action: str) -> bool:
    """Whether the table lets her do this to anything at all."""
    return allowed(user.roles if isinstance(user, Account) else frozenset(), action)
