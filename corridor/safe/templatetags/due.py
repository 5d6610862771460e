"""What may be said of a centre's records without a key: how many are due."""

from typing import Any

from django import template

from corridor.access.models import Account
from corridor.access.table import CENTRE, extents
from corridor.safe.queries import due_count

register = template.Library()


@register.filter
def due_items(user: Any) -> int:
    """How many records of her centre are due, for somebody who may read them all."""
    if not isinstance(user, Account) or user.centre_id is None or CENTRE not in extents(user.roles, "read_note"):
        return 0
    return due_count(user.centre_id)
