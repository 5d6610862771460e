"""A member's own menu, made from the table: she sees what she may enter, and nothing else."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _

from corridor.access.models import Account
from corridor.access.queries import may
from corridor.access.table import ANY, extents
from corridor.pathway import ON_PATH


class Way(NamedTuple):
    """An entry of the menu: the name of its route and what it is called."""

    route: str
    label: object  # told in the language of the page


# In the order in which a caseworker's day needs them, then an officer's; the first one that she may enter is where she
# begins.
WAYS = (
    Way("centre:today", _("Today")),
    Way("centre:found", _("Cases")),
    Way("journey:found", _("Workers")),
    Way("field:inbox_front", _("Inbox")),
    Way("field:staff_front", _("About the staff")),
    Way("centre:referrals", _("Referrals")),
    Way("centre:oversight", _("The centre's work")),
    Way("figures:own", _("The centre's figures")),
    Way("figures:returns", _("Returns")),
    Way("figures:releases", _("Releases")),
    Way("statistics:overview", _("Statistics")),
    Way("centre:services", _("Services")),
    Way("journey:parties", _("Parties")),
    Way("recruitment:pathways", _("Pathways")),
    Way("work:trajectories", _("Trajectories")),
    Way("centre:letter_templates", _("Letters")),
    Way("safe:notebook", _("Notebook")),
    Way("safe:audit", _("What was done")),
    Way("safe:write_note", _("Write a note")),
    Way("safe:members", _("Members")),
    Way("centre:casebook_export", _("Export")),
    Way("safe:packets", _("Between centres")),
    Way("safe:ground", _("Keys")),
    Way("safe:closing", _("Lock and seal")),
)
# What a later room counts on an entry (how many items are due): route -> a function of her account.
COUNTS: dict[str, Callable[[Account], int]] = {}


def own_ways(request: HttpRequest) -> list[tuple[str, object, int]]:
    """(address, label, items due) of what the one who asks may enter. Outside every centre that is only what her role
    may enter whatever it is about: releases, statistics. Empty for whoever has no such page.
    """
    if not isinstance(request.user, Account):
        return []
    account, found = request.user, []
    for way in WAYS:
        address, row = _door(way.route)
        if _enters(account, row):
            found.append((address, way.label, COUNTS[way.route](account) if way.route in COUNTS else 0))
    return found


def _enters(account: Account, action: str) -> bool:
    how_far = extents(account.roles, action)
    return bool(how_far) if account.centre_id else ANY in how_far


def first_page(request: HttpRequest) -> str:
    """The address where her work begins; empty for whoever begins at the public front page."""
    return next((address for address, _, _ in own_ways(request)), "")


def open_rooms(request: HttpRequest) -> dict[str, str]:
    """Room of the path -> address of its first page that the one who asks may enter; of no other room."""
    found: dict[str, str] = {}
    for room in ON_PATH:
        for address, row in map(_door, filter(None, (room.front, *room.also))):
            if room.name not in found and may(request, row):
                found[room.name] = address
    return found


@cache
def _door(route: str) -> tuple[str, str]:
    """The address of a page, and the row of the table that it asks for: the same for every request."""
    address = reverse(route)
    return address, resolve(address).func.rows["GET"]  # type: ignore[attr-defined]


def menu(request: HttpRequest) -> dict[str, object]:
    """For every page: her own menu, and which rooms of the path stand open to her."""
    return {"own_ways": own_ways(request), "open_rooms": open_rooms(request)}
