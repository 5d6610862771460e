"""How what this room adds to a worker's file is asked: what can be chosen, and what goes with what."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext

from corridor.journey.contents import Evidence, Journey
from corridor.journey.parts import Part, enter, parts_of
from corridor.journey.reading import called_parties, corridor_label, options_for
from corridor.journey.sheets import Options
from corridor.recruitment.contents import Chain, Charge, Hop, Terms
from corridor.recruitment.sheets import CHAIN, CHARGE, HOP, LOAN, TERMS
from corridor.reference.labels import term_label
from corridor.safe.casebook import Entry, Reading

PAGE = "recruitment:road"


def journey_label(journey: Journey) -> str:
    """From where to where, as it stands in a list to choose from."""
    return corridor_label(journey.origin, journey.destination) or "–"


def chain_label(chain: Chain, number: int) -> str:
    """What the centre calls it, else its number among hers."""
    return chain.label or gettext("Recruitment %(number)s") % {"number": number}


def hop_label(hop: Hop, called: Mapping[str, str]) -> str:
    """Its role and its name. called: id of a party -> name."""
    role = term_label("hop-role", hop.role, get_language() or "en") if hop.role else ""
    return ": ".join(part for part in (role, called.get(hop.party) or hop.name) if part) or "–"


def options(known: Reading, worker: str) -> Options:
    """Her chains, hops, journeys and files, and the parties of the centre."""
    chains = [(id, chain_label(one, i)) for i, (id, one) in enumerate(parts_of(known, worker, Chain), 1)]
    called = called_parties(known)
    hops = [(id, hop_label(one, called)) for id, one in parts_of(known, worker, Hop)]
    journeys = [(id, journey_label(one)) for id, one in parts_of(known, worker, Journey)]
    proofs = [(id, one.name) for id, one in parts_of(known, worker, Evidence)]
    met = options_for(known)
    return {
        **met,
        "chain": chains,
        "hop": hops,
        "follows": hops,
        "journey": journeys,
        "proof": proofs,
        "employer": met["party"],
        "lender": met["party"],
    }


def start(known: Reading, worker: str, asked: Mapping[str, str]) -> dict[str, Any]:
    """What a new form begins with: the chain (hop, side) from whose place it was asked for, else the only one."""
    chains = [id for id, _ in parts_of(known, worker, Chain)]
    journeys = [id for id, _ in parts_of(known, worker, Journey)]
    begin = {"chain": asked.get("chain") or (chains[0] if len(chains) == 1 else "")}
    begin |= {name: asked.get(name, "") for name in ("hop", "side")}
    begin["journey"] = journeys[0] if len(journeys) == 1 else ""
    return begin


def _of_chain(known: Reading, entry: Entry) -> list[str]:
    """Hops, terms and charges of a chain that is destroyed."""
    every = (one for kind in (Hop, Terms, Charge) for one in known.parts(entry.head, kind))
    return [one.id for one in every if one.plain["c"].get("chain") == entry.id]


enter(Part(CHAIN, PAGE, options, start, goes_too=_of_chain))
enter(Part(HOP, PAGE, options, start))
enter(Part(TERMS, PAGE, options, start))
enter(Part(CHARGE, PAGE, options, start))
enter(Part(LOAN, PAGE, options, start))
