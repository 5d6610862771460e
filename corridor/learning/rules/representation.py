"""Committees, dialogue and levels of representation: who speaks for migrants (WIF2019-9; WIF2023-14, 18, 20)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, Design, Element
from corridor.learning.rules.catalogue import Seen, ask, rule, seen
from corridor.learning.rules.organising import WORKERS_OWN, association_stands, through_unions

POWERS = {"employers", "brands", "recruiters", "labour-ministry", "other-ministries", "police", "local-government"}
READINESS = ("workers-prepared", "elected-migrants", "workers-representatives", "retaliation-protection")
WORKERS_ROOM = ("worker-organising", "worker-centre")
CENTRES = ("worker-centre", "migrant-resource-centre")


def has_no_elected_migrants(one: Element) -> bool:
    """Stated: its members are appointed, or migrants elect nobody, or workers had no part in it at all."""
    if one.says("elected-migrants"):
        return False
    return one.says("appointed-members") or one.denies("elected-migrants") or one.delivered_with is ABSENT


def speaks_without_election(one: Element) -> bool:
    """Not a committee, and yet others choose who speaks in it, or migrants elect nobody to lead it."""
    if one.type == "worker-committee" or one.says("elected-migrants"):
        return False
    unelected = one.type in {*WORKERS_ROOM, "coalition"} and one.denies("elected-migrants") and not through_unions(one)
    return one.says("appointed-members") or unelected


@rule(
    "committee-without-elected-migrants",
    "contradicts",
    title="A committee in which migrants have no real seat",
    question="Are the migrants on this committee elected by migrants, and do they decide?",
    better="Back a body only where migrants elect their own representatives under association and bargaining rights; "
    "otherwise work outside it.",
    lessons="WIF2019-09 WIF2023-20",
    practices="PRA-03",
)
def committee_without_elected_migrants(design: Design) -> Iterator[Seen]:
    """Committees without elected migrants raise hopes, then deepen the imbalance they claim to mend (WIF2019-9)."""
    for one in design.interventions:
        if not one.done:
            continue
        if one.type == "worker-committee" and has_no_elected_migrants(one):
            yield seen(
                one,
                f"{one.name} is a committee in which migrants have no representatives of their own choosing; "
                "it can deceive more than it helps.",
            )
        elif one.type == "worker-committee" and one.silent_on("elected-migrants"):
            yield ask(one)
        elif speaks_without_election(one):
            yield seen(one, f"{one.name} lets others than migrants choose who speaks for them.")
    for one in design.assuming("committees-represent"):
        yield seen(
            one,
            f"The design rests on {one.name}; a committee gave no voice where migrants were absent or there for show.",
        )


@rule(
    "committee-steered-from-above",
    "caution",
    title="A body for workers is steered by employers or authorities",
    question="Who can tell this body what to discuss, and who can end it?",
    better="Keep employers and authorities out of its decisions and secure its independence in writing.",
    lessons="WIF2019-09 WIF2023-20 WIF2023-16",
)
def committee_steered_from_above(design: Design) -> Iterator[Seen]:
    """Factory and ministry committees rarely dared to raise what mattered (WIF2019-9)."""
    for one in design.doing("worker-committee", "worker-organising", *CENTRES):
        if one.says("independent") or one.says("worker-governed"):
            continue
        steered = one.denies("independent") or (one.says("multi-party-governed") and one.type != "worker-centre")
        if one.type == "worker-centre" and (one.says("multi-party-governed") or one.denies("worker-governed")):
            continue  # read with centres
        if steered:
            yield seen(
                one,
                f"{one.name} is not independent of employers or authorities, so workers may not dare to speak in it.",
            )
        elif one.type not in CENTRES and set(one.led_by) & POWERS and not set(one.led_by) & WORKERS_OWN:
            yield seen(one, f"{one.name} is led by employers or authorities, so workers may not dare to speak in it.")
    for one in design.risks:
        if one.kind == "co-option" and one.response is ABSENT:
            yield seen(one, f"{one.name} is named as a risk, and nothing is planned against it.")


@rule(
    "committees-counted",
    "caution",
    title="The number of committees stands for voice",
    question="What shows that the committees are heard?",
    better="Follow who was elected, what was raised and what was won, with workers' own account of it.",
    lessons="WIF2019-09 WIF2023-20",
)
def committees_counted(design: Design) -> Iterator[Seen]:
    """That a committee exists says nothing of whether migrants are heard in it (WIF2023-20)."""
    if design.measuring("voice", "workers-assessment") or design.evaluation.qualitative_evidence:
        return
    for one in design.measuring("committees-formed"):
        if one.role in {"headline", "only"} and not one.qualitative:
            yield seen(
                one,
                f"{one.name} counts committees as the result; nothing beside it shows whether migrants are heard.",
            )
        elif not one.role and not one.qualitative:
            yield ask(one)


@rule(
    "elected-representation",
    "strength",
    title="Migrants elect those who speak for them",
    question="Where do migrants choose their own representatives?",
    better="Do the same in every place where the views of constituents are gathered.",
    lessons="WIF2019-09 WIF2023-20 WIF2023-18",
    practices="PRA-03",
)
def elected_representation(design: Design) -> Iterator[Seen]:
    """What migrants themselves elect can carry their grievances (WIF2019-9, WIF2023-20)."""
    for one in design.interventions:
        if one.says("elected-migrants") and not one.says("appointed-members") and one.aim not in {"oppose", "study"}:
            yield seen(one, f"{one.name} has representatives whom migrants elect.")


@rule(
    "dialogue-from-weakness",
    "contradicts",
    title="Dialogue before workers can negotiate",
    question="Were workers prepared, and did they choose who speaks for them, before the talks?",
    better="Enter dialogue when migrants are prepared, represented and safe from reprisal; until then, prepare.",
    lessons="WIF2023-14 WIF2023-46",
    practices="PRA-04",
)
def dialogue_from_weakness(design: Design) -> Iterator[Seen]:
    """From a weak position workers trade away pay or conditions for part payment or a way out (WIF2023-14)."""
    said = {
        "workers-prepared": "workers are not prepared for it",
        "elected-migrants": "migrants have not chosen who speaks for them",
        "workers-representatives": "workers' representatives do not take part",
        "retaliation-protection": "those who speak are not protected from reprisals",
    }
    for one in design.doing("social-dialogue"):
        short = [said[feature] for feature in READINESS if one.denies(feature)]
        if short:
            yield seen(
                one,
                f"{one.name} goes into talks although {' and '.join(short)}; from weakness, talks end in concessions.",
            )
        elif one.silent_on("workers-prepared") and not any(map(one.says, READINESS)):
            yield ask(one)
    for one in design.assuming("dialogue-fair"):
        yield seen(
            one, f"The design rests on {one.name}; between unequal sides, workers gave up claims for a little security."
        )
    for one in design.risks:
        if one.kind == "concession" and one.response is ABSENT:
            yield seen(one, f"{one.name} is named as a risk, and nothing is planned against it.")


@rule(
    "dialogue-tilted",
    "caution",
    title="Talks are held at any moment or under a partial chair",
    question="Do the moment and the chair of the talks favour the workers?",
    better="Wait for a moment in which employers need an agreement, under a chair who is neutral and knows labour.",
    lessons="WIF2023-14 WIF2023-12",
)
def dialogue_tilted(design: Design) -> Iterator[Seen]:
    """Officials in the chair are not always neutral, and general conditions moved only at ripe moments (WIF2023-14)."""
    for one in design.doing("social-dialogue"):
        if one.says("fixed-calendar") or one.denies("fair-timing"):
            yield seen(one, f"{one.name} is held whether or not the moment favours workers.")
        elif one.denies("neutral-chair"):
            yield seen(one, f"{one.name} has a chair who is not neutral or does not know labour matters.")


@rule(
    "dialogue-prepared",
    "strength",
    title="Workers enter dialogue prepared and at a good moment",
    question="What makes workers strong in the talks?",
    better="Let the agenda be the grievances that come back again and again.",
    lessons="WIF2023-14 WIF2023-12",
    practices="PRA-04",
)
def dialogue_prepared(design: Design) -> Iterator[Seen]:
    """Preparation and a ripe moment turned talks on recurrent problems into better conditions (WIF2023-14)."""
    for one in design.doing("social-dialogue"):
        if one.says("workers-prepared") or (one.says("fair-timing") and one.says("elected-migrants")):
            yield seen(one, f"{one.name} is entered by workers who are ready to negotiate.")


@rule(
    "one-level-only",
    "missing",
    title="Representation at one level only",
    question="Are garment workers represented in the factory, in the zone and across the sector?",
    better="Seek law for representation at all three levels; let informal collectives give it shape until then.",
    lessons="WIF2023-18 WIF2023-14",
)
def one_level_only(design: Design) -> Iterator[Seen]:
    """A voice in the factory does not reach what zones and sectors decide (WIF2023-18)."""
    for one in design.doing("worker-organising", "worker-committee", "social-dialogue"):
        garment = "garment" in (set(one.sectors) or set(design.design.sectors)) or "garment-workers" in one.audience
        if one.denies("several-levels"):
            yield seen(one, f"{one.name} stays at one level, and what zone and sector decide is out of its reach.")
        elif garment and one.type == "worker-organising" and one.silent_on("several-levels"):
            yield ask(one)


@rule(
    "several-levels",
    "strength",
    title="Representation at several levels",
    question="At which levels are workers represented?",
    better="Tie the levels together, so that what the factory can not settle goes to zone and sector.",
    lessons="WIF2023-18",
)
def several_levels(design: Design) -> Iterator[Seen]:
    """Garment workers need forms of representation in factory, zone and sector alike (WIF2023-18)."""
    for one in design.interventions:
        if one.done and one.says("several-levels"):
            yield seen(one, f"{one.name} gives workers representation at more than one level.")


@rule(
    "channel-in-place-of-voice",
    "contradicts",
    title="A complaint channel in place of representation",
    question="Is the complaint channel an addition to workers' own organising, or does it stand in for it?",
    better="Keep the channel as one door among others, and work for representation that workers choose.",
    lessons="WIF2023-18 WIF2023-19",
)
def channel_in_place_of_voice(design: Design) -> Iterator[Seen]:
    """Portals and labour offices, impersonal and hard to reach, do not stand in for bargaining (WIF2023-18)."""
    for one in design.doing("complaint-mechanism"):
        left_out = one.says("avoids-association") or one.denies("association-rights")
        if design.approach.association_rights is ABSENT or (left_out and not association_stands(design)):
            yield seen(
                one,
                f"{one.name} takes complaints, while the design leaves out the right to organise; "
                "a channel can not stand in for representation.",
            )
        elif not association_stands(design) and not design.doing(*WORKERS_ROOM):
            yield ask(one)
