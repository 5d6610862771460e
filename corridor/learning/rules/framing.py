"""What a design calls the problem: slavery, safety, crime or work (WIF2019-3, 5, 34; WIF2023-31, 51, 58)."""

from collections.abc import Iterator

from corridor.learning.design.model import Design, Element
from corridor.learning.rules.catalogue import Seen, ask, rule, seen
from corridor.learning.rules.jobs import distress_left

CRIME = {"criminal-law": "criminal law", "anti-trafficking": "action against trafficking"}
NARROW = {"modern-slavery", "safe-migration", "protection-of-women", *CRIME}
LABOUR = {
    "labour-rights": "rights at work",
    "unfree-labour": "unfree labour",
    "labour-market": "the labour market",
    "occupational-safety": "safety and health at work",
}
BESIDE = {
    "modern-slavery": "modern slavery",
    "safe-migration": "safe migration",
    "protection-of-women": "the protection of women",
}

WORK_TYPES = {
    "worker-organising",
    "worker-centre",
    "labour-inspection",
    "social-dialogue",
    "grievance-handling",
    "negotiation-training",
    "harassment-prevention",
}
WORK_SUBJECTS = {
    "minimum-wage",
    "freedom-of-association",
    "labour-law-coverage",
    "equal-treatment",
    "labour-inspection",
    "sponsorship",
    "domestic-work",
    "violence-harassment",
    "subcontracting",
    "debt",
}
WORK_FEATURES = {"conditions-at-work-first", "conditions-alongside", "living-wage", "association-rights"}


def used(framing: Element) -> set[str]:
    """The frames a design works with; one that it names in order to turn it down is not among them."""
    frames = set(framing.frames) | ({framing.main_frame} if framing.main_frame else set())
    return frames - set(framing.rejects)


def leading(framing: Element) -> set[str]:
    """The frame that leads. When none is named, all of them, if they are all narrow or none of them is."""
    frames = used(framing)
    if framing.main_frame:
        return frames & {framing.main_frame}
    return frames if frames <= NARROW or not frames & NARROW else set()


def on_conditions(one: Element) -> bool:
    """Whether an intervention acts on wages, hours, voice or freedom at work, for more than recognised cases."""
    if one.open_to == "recognised-victims-only" or one.aim in {"study", "review"}:
        return False
    if set(one.about) & WORK_SUBJECTS:
        return True
    return one.done and (one.type in WORK_TYPES or bool(set(one.has) & WORK_FEATURES))


def works_on_conditions(design: Design) -> bool:
    """Whether the design, under whatever name, acts on conditions at work."""
    approach = design.approach
    whole = approach.association_rights or approach.same_standards or approach.employer_liability
    return bool(whole) or any(map(on_conditions, design.interventions))


def opens_choices(design: Design) -> bool:
    """Whether the design looks at why people leave and then widens what they can do, at home and away."""
    approach = design.approach
    open_ended = approach.jobs_at_both_ends or design.framing.migration_stance == "neutral"
    return bool(approach.structural_causes and open_ended)


@rule(
    "leaving-steered",
    "contradicts",
    title="The design pushes people to leave, or to stay",
    question="Does the design try to steer whether people leave?",
    better="Stay neutral on leaving and put the effort into better jobs in both places.",
    lessons="WIF2019-03",
)
def leaving_steered(design: Design) -> Iterator[Seen]:
    """Promoting sends women into poor jobs, deterring cuts them off from a better living (WIF2019-3)."""
    stance = design.framing.migration_stance
    if stance == "promotes":
        yield seen(
            design.framing,
            "The design says that it encourages leaving; that can steer people into poor jobs elsewhere.",
        )
    elif stance == "discourages":
        yield seen(
            design.framing, "The design says that it wants people to stay; that can cut women off from a better living."
        )


@rule(
    "leaving-left-open",
    "strength",
    title="Neutral on leaving",
    question="Does the design leave it to people whether they go?",
    better="Check now and then that no single activity quietly pushes or deters.",
    lessons="WIF2019-03",
)
def leaving_left_open(design: Design) -> Iterator[Seen]:
    """The programme came to hold back from pushing or blocking (WIF2019-3)."""
    if design.framing.migration_stance == "neutral":
        yield seen(design.framing, "The design says that it neither promotes nor discourages leaving.")


@rule(
    "regular-channel-as-safety",
    "caution",
    title="Regular channels are presented as the safe way",
    question="What does the design know of conditions at the end of the regular channel?",
    better="Tell what work at the end of each road is like, and work on those conditions.",
    lessons="WIF2019-03 WIF2019-34",
)
def regular_channel_as_safety(design: Design) -> Iterator[Seen]:
    """Safe-migration work led into poor jobs without meaning to, by whatever channel (WIF2019-3, WIF2019-34)."""
    if design.framing.migration_stance == "promotes-regular":
        yield seen(
            design.framing,
            "The design says that it steers people to regular channels; a regular road can end in a poor job.",
        )
    for one in design.assuming("formal-channel-safe"):
        yield seen(
            one, f"{one.name} trusts a regular channel to keep people safe; the job at its end may still be poor."
        )


def safe_migration_steers(design: Design) -> bool:
    """Whether safe migration leads a design that does not open choices."""
    return "safe-migration" in leading(design.framing) and not opens_choices(design)


@rule(
    "safe-migration-leads",
    "contradicts",
    title="Safe migration is the lens",
    question="Does the design lead with safety on the road?",
    better="Work for informed mobility by choice, and remove what stands in the way of choosing.",
    lessons="WIF2019-34 WIF2019-32 WIF2019-35 WIF2023-32",
)
def safe_migration_leads(design: Design) -> Iterator[Seen]:
    """Safe migration did little against violations of women's rights and leaves out their will (WIF2019-34)."""
    if safe_migration_steers(design):
        yield seen(
            design.framing,
            "The design's lens is safe migration: it teaches caution on the road and leaves what makes women leave, "
            "and what they meet at work, as it is.",
        )


@rule(
    "safe-migration-alone",
    "caution",
    title="Safe migration without work on what drives people away",
    question="Can people stay if they wish, or does distress decide for them?",
    better="Work for jobs and protection at home and for equal pay abroad, so that leaving becomes a choice.",
    lessons="WIF2019-35",
)
def safe_migration_alone(design: Design) -> Iterator[Seen]:
    """Safe migration cannot last where distress makes people's labour cheap (WIF2019-35)."""
    if distress_left(design) and not safe_migration_steers(design):
        framing = design.framing
        if not design.interventions:
            yield ask(framing)
            return
        beside = "also " if framing.main_frame and framing.main_frame != "safe-migration" else ""
        yield seen(
            framing,
            f"The design {beside}speaks of safe migration; none of the interventions it states lessens the distress "
            "behind leaving.",
        )


@rule(
    "protection-leads",
    "contradicts",
    title="Protection of women is the lens",
    question="Does the design treat women as people to be kept from harm rather than people who decide?",
    better="Let migrating women shape the measures, and widen what they can choose.",
    lessons="WIF2019-34 WIF2023-32",
)
def protection_leads(design: Design) -> Iterator[Seen]:
    """Protection without the women concerned ended in limits on their movement (WIF2019-34)."""
    if "protection-of-women" in leading(design.framing):
        yield seen(
            design.framing,
            "The design leads with protecting women; such measures tend to become limits on their movement.",
        )


@rule(
    "narrow-frame-beside",
    "caution",
    title="A narrow frame stands beside the others",
    question="What does the narrow frame add that the others do not?",
    better="Say what the frame is used for, or drop it in favour of words about work and choice.",
    lessons="WIF2019-34 WIF2023-51",
)
def narrow_frame_beside(design: Design) -> Iterator[Seen]:
    """Each of the usual frames sees only a slice, and can colour the whole (WIF2023-51, WIF2019-34)."""
    beside = (used(design.framing) - leading(design.framing)) & set(BESIDE) - {"modern-slavery"}
    if distress_left(design):  # read with jobs
        beside -= {"safe-migration"}
    if opens_choices(design):
        beside -= {"safe-migration"}
    if beside:
        names = " and ".join(BESIDE[code] for code in sorted(beside))
        yield seen(
            design.framing, f"The design also speaks of {names}, which can draw answers away from work and choice."
        )


@rule(
    "conditions-at-work-missed",
    "caution",
    title="Crime leads, and conditions at work are out of sight",
    question="Where does the design deal with wages, hours, voice and freedom at work?",
    better="Argue labour rights sector by sector, and look at the job before the recruiter.",
    lessons="WIF2023-51 WIF2023-58 WIF2023-29",
    practices="PRA-07",
)
def conditions_at_work_missed(design: Design) -> Iterator[Seen]:
    """Such programmes look at brokers and crime when the trouble lies in the job (WIF2023-51, WIF2023-58)."""
    crime = leading(design.framing) & set(CRIME)
    if not crime or works_on_conditions(design):
        return
    if not design.interventions:
        yield ask(design.framing)
        return
    names = " and ".join(CRIME[code] for code in sorted(crime))
    reason = "none of the interventions it states acts on wages, hours, voice or freedom at work"
    yield seen(design.framing, f"The design is led by {names}; {reason}.")


@rule(
    "labour-frame-leads",
    "strength",
    title="Work is the frame",
    question="Does the design speak of rights at work, unfree labour or the labour market?",
    better="Go sector by sector, and name the policies that shape the jobs.",
    lessons="WIF2019-05 WIF2023-29 WIF2023-31 WIF2023-51 WIF2023-58",
    practices="PRA-07",
)
def labour_frame_leads(design: Design) -> Iterator[Seen]:
    """Words about work open a talk about rights, sector by sector (WIF2023-31, WIF2023-58)."""
    labour = leading(design.framing) & set(LABOUR)
    if labour and design.framing.main_frame != "labour-rights":  # that one is read with labour law
        names = " and ".join(LABOUR[code] for code in sorted(labour))
        yield seen(design.framing, f"The design speaks of {names}, so that conditions at work can be talked about.")
