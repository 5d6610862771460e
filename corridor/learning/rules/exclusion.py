"""People who are shut out: naming discrimination, and going along to claim what is due (WIF2019-10, WIF2023-7)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, SILENT, Design
from corridor.learning.rules.catalogue import Seen, ask, rule, seen

FOLLOWED = (
    "information-service", "legal-aid", "grievance-handling", "complaint-mechanism", "migrant-resource-centre",
    "worker-centre", "return-assistance", "reintegration", "shelter", "rescue",
)  # fmt: skip
REFERRING = ("referral", "entitlements-access")
SERVING = (
    *REFERRING,
    "awareness-campaign",
    "information-exchange",
    "pre-decision-training",
    "migrant-resource-centre",
    "worker-centre",
    "legal-aid",
    "local-livelihoods",
)


@rule(
    "exclusion-unnamed",
    "missing",
    title="Discrimination is left unnamed",
    question="Which overlapping discriminations shut women out here, and what is done about each?",
    better="Name gender, caste, class or race where they bar the way, and act with groups led by those concerned.",
    lessons="WIF2019-10 WIF2023-07",
)
def exclusion_unnamed(design: Design) -> Iterator[Seen]:
    """Soft words hide why women leave and how they are treated, and weaken the answer (WIF2019-10, WIF2023-7)."""
    named = design.approach.discrimination_named
    if named is ABSENT:
        yield seen(design.approach, "The design says that it does not name the discriminations that overlap.")
    reached = False
    for one in design.interventions:
        reached = reached or one.says("excluded-groups-named")
        if one.done and one.denies("excluded-groups-named"):
            yield seen(one, f"{one.name} does not say who is shut out, so those people are easily passed over.")
    if named is SILENT and not reached and design.doing(*SERVING):
        yield ask(design.approach)


@rule(
    "exclusion-named",
    "strength",
    title="Discrimination is named and acted on",
    question="Does the design reach those who are shut out, by name?",
    better="Use the equality conventions as levers, and let groups of those concerned judge the results.",
    lessons="WIF2019-10 WIF2023-07",
)
def exclusion_named(design: Design) -> Iterator[Seen]:
    """Steps against exclusion itself, with organisations of people who face it (WIF2019-10, WIF2023-7)."""
    if design.approach.discrimination_named:
        yield seen(design.approach, "The design names the discriminations that overlap and acts on them.")
    for one in design.interventions:
        if not one.done:
            continue
        if one.says("excluded-groups-named"):
            yield seen(one, f"{one.name} says who is shut out and reaches them on purpose.")
        elif "affected-groups" in {*one.led_by, *one.partners, *one.designed_with}:
            yield seen(one, f"{one.name} works with organisations of those who face discrimination.")


@rule(
    "referral-on-paper",
    "missing",
    title="People are sent on without company",
    question="Does somebody go along until the service is given, or check that it was?",
    better="Let a community worker go along until the service is given, and check afterwards.",
    lessons="WIF2019-10 WIF2023-07",
)
def referral_on_paper(design: Design) -> Iterator[Seen]:
    """Many got what was due only when a social worker came along to a biased office (WIF2019-10, WIF2023-7)."""
    for one in design.interventions:
        if not one.done or one.says("accompaniment"):
            continue
        referring = one.type in REFERRING
        if one.denies("accompaniment"):
            yield seen(one, f"{one.name} sends people to offices alone, where many are turned away.")
        elif one.type in (*REFERRING, *FOLLOWED) and one.denies("follow-up"):
            yield seen(one, f"{one.name} helps people once, and nobody checks what came of it.")
        elif referring and one.silent_on("follow-up"):
            yield ask(one)


@rule(
    "referral-accompanied",
    "strength",
    title="Somebody goes along",
    question="Does somebody go along to claim what is due?",
    better="Note which offices turn people away, and take the pattern up with them.",
    lessons="WIF2019-10 WIF2023-07",
)
def referral_accompanied(design: Design) -> Iterator[Seen]:
    """Company of a social worker turned entitlements on paper into services (WIF2019-10, WIF2023-7)."""
    for one in design.interventions:
        if one.done and one.says("accompaniment"):
            yield seen(one, f"{one.name} goes along with people until the service is given.")
        elif one.type in (*REFERRING, *FOLLOWED) and one.done and one.says("follow-up"):
            yield seen(one, f"{one.name} checks whether people got what they came for.")
