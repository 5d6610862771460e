"""The picture of a corridor, and what is said of agencies, as their pages show them. Figures are rounded here alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from corridor.journey.amounts import money
from corridor.journey.reading import corridor_label, label
from corridor.recruitment.agencies import Agency
from corridor.recruitment.finding_words import TERM_LABELS
from corridor.recruitment.pathways import RoadOnFile, RoleLine, Typical, corridors, picture
from corridor.reference.exchange_rates import converted

NOT_KNOWN = "not-known"  # in an address, for chains of which an end is not known


def few(number: int | None) -> str:
    """A number of chains, or that they are too few to be told."""
    return gettext("fewer than 5") if number is None else str(number)


def corridor_called(code: str) -> str:
    """ "NPL-JOR" in words."""
    return corridor_label(*code.split("-")) or gettext("Not known")


@dataclass(frozen=True)
class RoleShown:
    """One role of the road in words."""

    called: str
    chains: str
    costs: tuple[str, ...]
    not_known: str
    departed: str
    pay: str


def shown(roads: Sequence[RoadOnFile], asked: str) -> dict[str, Any]:
    """What `recruitment/pathways.html` shows. asked: the corridor in the address; the first one where there is none."""
    every = [(code or NOT_KNOWN, corridor_called(code), few(chains)) for code, chains in corridors(roads)]
    codes = [code for code, _, _ in every]
    here = asked if asked in codes else next((code for code in codes if code != NOT_KNOWN), "".join(codes[:1]))
    found = picture([one for one in roads if (one.corridor or NOT_KNOWN) == here], converted)
    return {
        "choices": every,
        "here": here,
        "chains": few(found.chains),
        "roles": [_role(one) for one in found.roles],
        "edges": [(_role_called(one.before), _role_called(one.after), few(one.chains)) for one in found.edges],
        "nowhere": few(found.nowhere),
    }


def _role_called(code: str) -> str:
    return label("hop-role", code) or gettext("Not known")


def _role(one: RoleLine) -> RoleShown:
    costs = tuple(_typical(money(cost.median, cost.currency), cost) for cost in one.costs)
    pay = _typical(f"{one.pay.median * 100:.0f} %", one.pay) if one.pay else gettext("fewer than 5")
    return RoleShown(_role_called(one.role), few(one.chains), costs, few(one.not_known), few(one.departed), pay)


def _typical(value: str, one: Typical) -> str:
    return gettext("%(value)s (of %(number)s)") % {"value": value, "number": one.chains}


@dataclass(frozen=True)
class AgencyShown:
    """One agency in words. party: its id, empty where it is known by a name alone."""

    called: str
    party: str
    roles: str
    workers: int
    licences: str
    said: str
    departed: str
    paid: tuple[str, ...]
    unknown: int


def agency_line(one: Agency) -> AgencyShown:
    """An agency as `recruitment/agencies.html` shows it."""
    said = {label("yes-no", code) or gettext("not said"): number for code, number in sorted(one.said.items())}
    departed = {str(TERM_LABELS[term]): number for term, number in one.departed.items()}
    return AgencyShown(
        one.called,
        one.party,
        ", ".join(label("hop-role", role) for role in sorted(one.roles)),
        len(one.workers),
        ", ".join(sorted(one.licences)),
        _counted(said),
        _counted(departed),
        tuple(money(amount, currency) for currency, amount in sorted(one.paid.items())),
        one.unknown,
    )


def _counted(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{called}: {number}" for called, number in numbers.items())
