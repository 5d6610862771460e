"""Supply chains that shift, and buyers at the top who pass losses down (WIF2023-43, 44)."""

from collections.abc import Iterator

from corridor.learning.design.model import Design
from corridor.learning.rules.catalogue import Seen, ask, rule, seen

CHAIN_TYPES = (
    "supply-chain-work", "compliance-audit", "ethical-code", "self-reporting", "employer-incentives",
    "employer-training", "labour-inspection", "pledge",
)  # fmt: skip
BUYER_TYPES = ("supply-chain-work", "compliance-audit", "policy-advocacy", "employer-training")
RULE_AIMS = {"adopt", "strengthen", "reform", "enforce"}


@rule(
    "subcontractors-left-out",
    "missing",
    title="Small subcontractors are left out",
    question="Does work on supply chains reach small workshops, and follow them as they change?",
    better="Ask for published subcontracts and regular labour reports from lower tiers; expect the chain to move.",
    lessons="WIF2023-43",
)
def subcontractors_left_out(design: Design) -> Iterator[Seen]:
    """Large first-tier factories are the easy part; the trouble sits in workshops nobody can trace (WIF2023-43)."""
    for one in design.doing(*CHAIN_TYPES):
        if one.says("subcontractors-covered"):
            continue
        if one.says("top-tier-only") or one.denies("subcontractors-covered"):
            yield seen(one, f"{one.name} stays with the large firms at the top of the chain.")
        elif one.denies("public-disclosure"):
            yield seen(one, f"{one.name} keeps out of public sight who makes what for whom.")
        elif one.type == "supply-chain-work":
            yield ask(one)
    if "supply_chain_followed" in design.approach.values and not design.approach.supply_chain_followed:
        yield seen(design.approach, "The design says that it does not follow subcontractors and buyers as they change.")


@rule(
    "subcontracting-in-the-open",
    "strength",
    title="Subcontracting is brought into the open",
    question="Are subcontractors reached and made public?",
    better="Have the state publish them, so that it does not hang on a programme.",
    lessons="WIF2023-43",
)
def subcontracting_in_the_open(design: Design) -> Iterator[Seen]:
    """Who made it, for whom, through whom: published and kept up (WIF2023-43)."""
    if design.approach.supply_chain_followed:
        yield seen(design.approach, "The design follows subcontractors and buyers as they change.")
    for one in design.interventions:
        if one.done and (one.says("subcontractors-covered") or one.says("public-disclosure")):
            yield seen(one, f"{one.name} reaches subcontractors or makes them public.")


@rule(
    "buyers-goodwill",
    "caution",
    title="Buyers' goodwill is all there is",
    question="Do buyers and lead firms have duties that can be enforced?",
    better="Document the gaps and press for accountability rules that answer to workers.",
    lessons="WIF2023-44",
)
def buyers_goodwill(design: Design) -> Iterator[Seen]:
    """In 2020 nearly all surveyed buyers refused to share the cost of dismissals in Bangladesh (WIF2023-44)."""
    for one in design.doing(*BUYER_TYPES):
        if not one.says("binding-duties") and (one.says("voluntary-only") or one.denies("binding-duties")):
            yield seen(one, f"{one.name} rests on goodwill, which did not hold when orders fell.")


@rule(
    "buyers-bound",
    "strength",
    title="Buyers are bound",
    question="Does the design work for duties of buyers that can be enforced?",
    better="Let workers' organisations bring the claims.",
    lessons="WIF2023-44",
)
def buyers_bound(design: Design) -> Iterator[Seen]:
    """Accountability rules are to be rebuilt around workers (WIF2023-44)."""
    for one in design.interventions:
        if one.done and (one.says("binding-duties") or ("subcontracting" in one.about and one.aim in RULE_AIMS)):
            yield seen(one, f"{one.name} works for duties of buyers and lead firms that can be enforced.")
