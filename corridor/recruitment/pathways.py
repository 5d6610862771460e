"""One corridor as a centre's chains show it: who stands on the road in which order, what it costs, where promises go.

Pure: chains in, picture out. Nothing that rests on fewer than five chains, or on chains of fewer than five workers, is
told as a number, and zero is not either: only that it is fewer than five, so that no person is found in it. It stays
inside the centre all the same. It counts and gives nobody a score; a road with licences on it is not called safer
(WIF2019-16, 17), and such a picture is soon out of date (WIF2019-40).
Source: methods (m), (h); conventions of computation (promise gap; unknown is not zero; currencies are never added).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from corridor.recruitment.charges import HERS, net_of
from corridor.recruitment.contents import Chain, Charge
from corridor.recruitment.hops import Order
from corridor.recruitment.promises import Comparison, Convert, Road, compare
from corridor.reference.exchange_rates import Missing
from corridor.reference.shelf import shelf

FEW = 5  # chains, and workers
Seen = dict[str, str]  # id of a chain -> its worker


@dataclass(frozen=True)
class RoadOnFile:
    """One chain. id: of the chain. origin, destination: ISO 3166 alpha-3 of its journey, empty where none is named.

    charges: (id, content), in the order of entry.
    """

    id: str
    worker: str
    chain: Chain
    road: Road
    charges: Sequence[tuple[str, Charge]] = ()
    origin: str = ""
    destination: str = ""

    @property
    def corridor(self) -> str:
        """ "NPL-JOR"; empty while one end is not known."""
        return f"{self.origin}-{self.destination}" if self.origin and self.destination else ""


def at_least_five(seen: Seen) -> int | None:
    """How many chains; None where they are fewer than five, or of fewer than five workers."""
    return len(seen) if len(set(seen.values())) >= FEW else None


@dataclass(frozen=True)
class Typical:
    """A median of chains: of an amount in `currency`, or of a share of what was promised where that is empty."""

    median: Decimal
    chains: int
    currency: str = ""


@dataclass(frozen=True)
class RoleLine:
    """A role on the road (vocabulary `hop-role`). Numbers are of chains; None is fewer than five.

    chains: that pass it. costs: what she, her husband or her kin paid there, net of what came back, by currency.
    not_known: in which a charge there has no known amount, currency or payer, so that they are in no median. departed:
    in which a term first left what was promised there. pay: how much of the promised pay was left there.
    """

    role: str
    chains: int | None
    costs: tuple[Typical, ...] = ()
    not_known: int | None = None
    departed: int | None = None
    pay: Typical | None = None


@dataclass(frozen=True)
class Edge:
    """From which role to which one, in how many chains; None is fewer than five."""

    before: str
    after: str
    chains: int | None


@dataclass(frozen=True)
class Picture:
    """A corridor. chains: that it rests on. roles: in the order of the road. nowhere: chains in which a term left what
    was promised, and nobody said with whom.
    """

    chains: int | None
    roles: tuple[RoleLine, ...] = ()
    edges: tuple[Edge, ...] = ()
    nowhere: int | None = None


def picture(roads: Sequence[RoadOnFile], convert: Convert | None = None, currency: str = "") -> Picture:
    """What the chains of one corridor have in common. convert, currency: to tell all amounts in one currency, at the
    day of each payment; without them each currency stands by itself.
    """
    every = [(one, compare(one.road, convert)) for one in roads]
    roles = _in_order(every)
    lines = tuple(_line(role, every, convert, currency) for role in roles)
    nowhere = {one.id: one.worker for one, found in every if _left_at(None, one, found)}
    return Picture(at_least_five(_all(roads)), lines, tuple(_edges(roads, roles)), at_least_five(nowhere))


def corridors(roads: Iterable[RoadOnFile]) -> list[tuple[str, int | None]]:
    """Corridor ("NPL-JOR", empty where an end is not known) and how many chains it has, in the order of its codes."""
    found: dict[str, Seen] = {}
    for one in roads:
        found.setdefault(one.corridor, {})[one.id] = one.worker
    return [(code, at_least_five(seen)) for code, seen in sorted(found.items())]


def _all(roads: Iterable[RoadOnFile]) -> Seen:
    return {one.id: one.worker for one in roads}


def _roles(one: RoadOnFile) -> dict[str, str]:
    """Id of a hop -> its role."""
    return {id: hop.role for id, hop in one.road.hops}


def _in_order(every: Iterable[tuple[RoadOnFile, Comparison]]) -> list[str]:
    """Roles by where half of their chains have them, from the first hop (0) to the last (1); then as on the shelf."""
    places: dict[str, list[float]] = {}
    for one, found in every:
        roles, order = _roles(one), found.order
        for id in order.ids:
            places.setdefault(roles[id], []).append(_place(id, order))
    shelved = list(shelf().terms.get("hop-role", {}))
    rank = {role: number for number, role in enumerate(shelved)}
    return sorted(places, key=lambda role: (median(places[role]), rank.get(role, len(rank)), role))


def _place(id: str, order: Order) -> float:
    return order.ids.index(id) / max(len(order.ids) - 1, 1)


def _line(
    role: str, every: Sequence[tuple[RoadOnFile, Comparison]], convert: Convert | None, currency: str
) -> RoleLine:
    passing = [(one, found) for one, found in every if role in _roles(one).values()]
    amounts: dict[str, dict[str, Decimal]] = {}
    lost: Seen = {}
    for one, _ in passing:
        paid, unknown = _paid_at(role, one, convert, currency)
        if unknown:
            lost[one.id] = one.worker
        else:
            for code, amount in paid.items():
                amounts.setdefault(code, {})[one.id] = amount
    workers = _all(one for one, _ in passing)
    departed = {one.id: one.worker for one, found in passing if _left_at(role, one, found)}
    pay = {one.id: share for one, found in passing if (share := _pay_left(role, one, found)) is not None}
    return RoleLine(
        role,
        at_least_five(workers),
        tuple(made for code in sorted(amounts) if (made := _typical(amounts[code], workers, code))),
        at_least_five(lost),
        at_least_five(departed),
        _typical(pay, workers),
    )


def _typical(values: dict[str, Decimal], workers: Seen, currency: str = "") -> Typical | None:
    chains = at_least_five({id: workers[id] for id in values})
    return Typical(median(values.values()), chains, currency) if chains else None


def paid(
    charges: Iterable[Charge], convert: Convert | None = None, currency: str = ""
) -> tuple[dict[str, Decimal], int]:
    """What she and her household paid, net of what came back, by currency; and of how many charges that is not known.

    What an employer, a recruiter or an office paid is left out; where the payer is not known, so is what she paid.
    """
    sums: dict[str, Decimal] = {}
    unknown = 0
    for one in charges:
        if one.payer and one.payer not in HERS:
            continue
        amount, code = net_of(one).amount, one.currency
        if amount is not None and convert and currency and code != currency:
            found = convert(amount, code, currency, one.on.first)
            amount, code = (None, "") if isinstance(found, Missing) else (found.amount, currency)
        if amount is None or not code or not one.payer:
            unknown += 1
        else:
            sums[code] = sums.get(code, Decimal(0)) + amount
    return sums, unknown


def _paid_at(role: str, one: RoadOnFile, convert: Convert | None, currency: str) -> tuple[dict[str, Decimal], int]:
    roles = _roles(one)
    return paid((charge for _, charge in one.charges if roles.get(charge.hop) == role), convert, currency)


def _left_at(role: str | None, one: RoadOnFile, found: Comparison) -> bool:
    """Whether a term first left what was promised at a hop of this role; None: where nobody said with whom."""
    roles, said = _roles(one), dict(one.road.terms)
    left = (row.departure for row in found.rows)
    return any(step and roles.get(said[step.statement].hop) == role for step in left)


def _pay_left(role: str, one: RoadOnFile, found: Comparison) -> Decimal | None:
    """The pay at its first departure, as a share of the first statement, where that was at a hop of this role."""
    roles, said = _roles(one), dict(one.road.terms)
    step = next(row.departure for row in found.rows if row.term == "wage")
    here = step and roles.get(said[step.statement].hop) == role
    return 1 + step.share if here and step and step.share is not None else None


def _edges(roads: Sequence[RoadOnFile], order: Sequence[str]) -> list[Edge]:
    """Only where somebody said who came after whom; each pair of roles once for a chain."""
    found: dict[tuple[str, str], Seen] = {}
    for one in roads:
        roles = _roles(one)
        for _, hop in one.road.hops:
            for before in (roles[id] for id in hop.follows if id in roles):
                found.setdefault((before, hop.role), {})[one.id] = one.worker
    pairs = sorted(found, key=lambda pair: (order.index(pair[0]), order.index(pair[1])))
    return [Edge(before, after, at_least_five(found[before, after])) for before, after in pairs]
