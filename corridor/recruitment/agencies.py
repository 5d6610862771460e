"""What the workers of a centre say of each agency on their roads: how many passed it, what left the promise there, what
it took, what is known of its licence.

Pure: chains in, lines out, by name and in no order of merit. A line may rest on one worker, so it stays with those who
read her file. An agency is only one hop of a road; it is not judged alone, nor by its licence (WIF2019-15, 17).
Source: methods (m).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from corridor.journey.contents import Party
from corridor.recruitment.contents import Charge, Hop
from corridor.recruitment.hops import licence_of
from corridor.recruitment.pathways import RoadOnFile, paid
from corridor.recruitment.promises import Convert, compare, plain

ROLES = ("agency", "destination-agency")


@dataclass
class Agency:
    """One agency. party: its id, empty where it is known by a name alone. roles: vocabulary `hop-role`. workers: ids of
    who passed it; chains: ids. licences: numbers as told. said: how often it was said to have a licence, or not
    (vocabulary `yes-no`; "" where nobody asked). departed: terms that first left what was promised there. paid: by
    currency, net, what workers and their households paid there; unknown: charges of which that is not known.
    """

    called: str
    party: str = ""
    roles: set[str] = field(default_factory=set)
    workers: set[str] = field(default_factory=set)
    chains: set[str] = field(default_factory=set)
    licences: set[str] = field(default_factory=set)
    said: Counter[str] = field(default_factory=Counter)
    departed: Counter[str] = field(default_factory=Counter)
    paid: dict[str, Decimal] = field(default_factory=dict)
    unknown: int = 0


def agencies(roads: Iterable[RoadOnFile], parties: Mapping[str, Party], convert: Convert | None = None) -> list[Agency]:
    """Every agency that stands on a road, where workers left or where they work, by name.

    Known again as the same party (id), or by one of its names as searches see them; one without either is left out.
    """
    same = {plain(name): id for id, party in parties.items() for name in party.names if plain(name)}
    found: dict[str, Agency] = {}
    for one in roads:
        here = {id: key for id, hop in one.road.hops if hop.role in ROLES and (key := _key(hop, parties, same))}
        for id, hop in one.road.hops:
            if id in here:
                _pass(_agency(here[id], hop, parties, found), one, hop, parties)
        charges: dict[str, list[Charge]] = {}
        for _, charge in one.charges:
            if charge.hop in here:
                charges.setdefault(here[charge.hop], []).append(charge)
        for key, taken in charges.items():
            _take(found[key], taken)
        said = dict(one.road.terms)
        for row in compare(one.road, convert).rows if here else ():
            if row.departure and (hop_id := said[row.departure.statement].hop) in here:
                found[here[hop_id]].departed[row.term] += 1
    return sorted(found.values(), key=lambda agency: (plain(agency.called), agency.party))


def _key(hop: Hop, parties: Mapping[str, Party], same: Mapping[str, str]) -> str:
    name = plain(hop.name)
    return hop.party if hop.party in parties else same.get(name, name)


def _agency(key: str, hop: Hop, parties: Mapping[str, Party], found: dict[str, Agency]) -> Agency:
    party = parties.get(key)
    return found.setdefault(key, Agency(party.called if party else hop.name.strip(), key if party else ""))


def _pass(agency: Agency, one: RoadOnFile, hop: Hop, parties: Mapping[str, Party]) -> None:
    agency.workers.add(one.worker)
    agency.chains.add(one.id)
    agency.roles.add(hop.role)
    agency.said[hop.licensed] += 1
    known = licence_of(hop, parties) or (parties[agency.party].licence if agency.party else "")
    agency.licences |= {known} - {""}


def _take(agency: Agency, charges: Iterable[Charge]) -> None:
    sums, unknown = paid(charges)
    agency.unknown += unknown
    for currency, amount in sums.items():
        agency.paid[currency] = agency.paid.get(currency, Decimal(0)) + amount
