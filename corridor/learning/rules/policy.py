"""Power, advice and timing in policy work, labour actors, and care as work (WIF2019-1, 4, 12; WIF2023)."""

from collections.abc import Iterator

from corridor.learning.design.model import Design, Element
from corridor.learning.rules.catalogue import Seen, ask, rule, seen

POLICY_TYPES = (
    "policy-advocacy",
    "policy-development",
    "law-review",
    "standards-promotion",
    "regional-cooperation",
    "bilateral-agreement",
    "contract-standard",
)
LABOUR_ACTORS = {
    "migrant-workers",
    "returnees",
    "trade-unions",
    "migrant-led-unions",
    "domestic-workers-organisation",
    "women-groups",
    "affected-groups",
    "labour-ministry",
    "labour-inspectorate",
    "employers",
}
WORKERS_ACTORS = LABOUR_ACTORS - {"labour-ministry", "labour-inspectorate", "employers", "women-groups"}
NON_LABOUR = {"police", "anti-trafficking-ngos", "other-ministries", "faith-groups"}
ADVICE_GUARDS = ("leverage-assessed", "exit-rule", "drafts-followed")
ADVISING = ("policy-development", "contract-standard", "standards-promotion", "bilateral-agreement")
ADVICE_RISKS = {"instrumentalisation", "dilution"}
CARE_SECTORS = {"domestic-work", "care"}
OPPOSING = {"oppose", "lift"}


def policy_work(design: Design) -> list[Element]:
    """Work on laws, policies and agreements, whatever its aim."""
    return [one for one in design.interventions if one.type in POLICY_TYPES]


@rule(
    "power-unanalysed",
    "missing",
    title="Whose power a measure touches is left out",
    question="Does the design say whose power its measures touch, and what those who lose may do?",
    better="Study who gains and who loses before choosing measures, and plan for resistance at home.",
    lessons="WIF2019-01 WIF2023-28",
)
def power_unanalysed(design: Design) -> Iterator[Seen]:
    """Backing comes easily for steps that cost the powerful nothing, and stops there (WIF2019-1, WIF2023-28)."""
    denied = [one for one in design.interventions if one.denies("power-analysed")]
    for one in denied:
        yield seen(one, f"{one.name} does not ask whose power it touches.")
    approach = design.approach
    if approach.power_analysed:
        return
    if "power_analysed" in approach.values:
        yield seen(approach, "The design says that it did not look at whose power its measures touch.")
    elif (
        (policy_work(design) or design.doing("law-enforcement"))
        and not denied
        and not any(one.says("power-analysed") for one in design.interventions)
    ):
        yield ask(approach)


@rule(
    "power-analysed",
    "strength",
    title="Power is looked at before measures are chosen",
    question="Is it clear whose power the measures touch, with a plan for resistance?",
    better="Say openly that decent work may mean that some lose power, and stay with the measure when they object.",
    lessons="WIF2019-01 WIF2023-28",
)
def power_analysed(design: Design) -> Iterator[Seen]:
    """An honest look at who stands to lose tells easy measures from useful ones (WIF2019-1, WIF2023-28)."""
    if design.approach.power_analysed:
        yield seen(design.approach, "The design asks whose power its measures touch and plans for resistance.")
    for one in design.interventions:
        if one.says("power-analysed"):
            yield seen(one, f"{one.name} thinks through whose power it touches.")


@rule(
    "labour-actors-left-out",
    "missing",
    title="Labour actors are left out of making the policy",
    question="Do unions, migrants' groups and labour departments take part in making the policy?",
    better="Seat unions, migrants' groups and labour departments where the policy is made.",
    lessons="WIF2019-04 WIF2023-29",
)
def labour_actors_left_out(design: Design) -> Iterator[Seen]:
    """Police, social affairs and specialist NGOs made the policy; labour was absent (WIF2019-4)."""
    for one in policy_work(design):
        if one.aim in OPPOSING or (one.aim == "study" and one.type != "law-review"):
            continue
        named = {*one.led_by, *one.partners, *one.designed_with}
        if one.denies("labour-actors-seated"):
            yield seen(one, f"{one.name} is made without unions, migrants' groups or labour departments.")
        elif one.silent_on("labour-actors-seated") and named & NON_LABOUR and not named & LABOUR_ACTORS:
            yield seen(one, f"{one.name} names those who work on it, and none of them stands for labour.")


@rule(
    "labour-actors-seated",
    "strength",
    title="Labour actors help to make the policy",
    question="Who sits at the table where the policy is made?",
    better="See that workers' seats carry a say, not presence alone.",
    lessons="WIF2019-04 WIF2023-29",
)
def labour_actors_seated(design: Design) -> Iterator[Seen]:
    """Those who shape labour relations belong where policy is made (WIF2019-4)."""
    for one in policy_work(design):
        if one.says("labour-actors-seated") or set(one.designed_with) & WORKERS_ACTORS:
            yield seen(one, f"{one.name} gives workers' organisations a part in making the policy.")


@rule(
    "advice-may-be-misused",
    "caution",
    title="Advice on a draft may lend credit to weaker rules",
    question="What weight will the advice carry, and could it be used for the opposite purpose?",
    better="Judge leverage before agreeing, set red lines, follow later drafts and say aloud when protection is lost.",
    lessons="WIF2019-12 WIF2023-15",
)
def advice_may_be_misused(design: Design) -> Iterator[Seen]:
    """Drafts that looked protective came back weaker, with the adviser's name on them (WIF2019-12, WIF2023-15)."""
    guarded = any(risk.kind in ADVICE_RISKS and risk.response for risk in design.risks)
    for one in design.interventions:
        denied = [guard for guard in ADVICE_GUARDS if one.denies(guard)]
        advising = one.type in ADVISING and (denied or one.aim == "review")
        reviewing = (one.type == "law-review" or advising) and one.aim not in {*OPPOSING, "study"}
        if not reviewing or any(map(one.says, ADVICE_GUARDS)):
            continue
        if denied:
            yield seen(one, f"{one.name} gives advice, and says that it does without a check on how it may be used.")
        elif WORKERS_ACTORS & {*one.led_by, *one.partners, *one.designed_with}:
            yield ask(one)
        elif not guarded and not one.says("outside-advocates"):
            yield seen(one, f"{one.name} gives advice on what others will finish; it may be credited for weaker rules.")
    for one in design.risks:
        if one.kind in ADVICE_RISKS and "response" in one.values and not one.response:
            yield seen(one, f"The design sees the risk {one.name} and plans nothing against it.")


@rule(
    "advice-assumed-safe",
    "contradicts",
    title="Advice is taken to lead to better law",
    question="Does the design take it that technical advice leads to better rules?",
    better="Treat the outcome as out of the adviser's hands, and keep the right to step back.",
    lessons="WIF2019-12 WIF2023-15",
)
def advice_assumed_safe(design: Design) -> Iterator[Seen]:
    """What a policy becomes is mostly decided elsewhere (WIF2019-12, WIF2023-15)."""
    for one in design.assuming("advice-used-well"):
        yield seen(one, f"The design rests on {one.name}, though others decide what becomes of advice.")


@rule(
    "advice-weighed",
    "strength",
    title="Advice is given with care for its use",
    question="Is advice weighed for its use, with red lines and later drafts followed?",
    better="Publish the comparison of drafts, so that workers' groups can press for what was lost.",
    lessons="WIF2019-12 WIF2023-15",
)
def advice_weighed(design: Design) -> Iterator[Seen]:
    """Leverage weighed, red lines drawn, drafts followed to adoption (WIF2019-12, WIF2023-15)."""
    for one in design.interventions:
        if any(map(one.says, ADVICE_GUARDS)):
            yield seen(one, f"{one.name} guards against advice being turned to another purpose.")


@rule(
    "advocacy-untimed",
    "caution",
    title="Advocacy takes no account of the labour market",
    question="Does advocacy follow jobs, wages and shortages and wait for moments that favour workers?",
    better="Follow the labour market and put the effort where and when workers are hard to replace.",
    lessons="WIF2023-12",
)
def advocacy_untimed(design: Design) -> Iterator[Seen]:
    """A shortage can win in months what years of asking did not (WIF2023-12, Jordan 2020)."""
    approach, untimed = design.approach, False
    for one in design.doing(*POLICY_TYPES, "coalition", "employer-campaign", "public-campaign"):
        if not one.says("fair-timing") and (one.says("fixed-calendar") or one.denies("fair-timing")):
            untimed = True
            yield seen(
                one, f"{one.name} keeps to dates of its own and does not wait for a moment that favours workers."
            )
    if approach.labour_market_watched or untimed:
        return
    if not design.doing("policy-advocacy", "coalition") or any(one.says("fair-timing") for one in design.interventions):
        return
    if "labour_market_watched" in approach.values:
        yield seen(
            approach, "The design presses for change and says that it does not follow jobs, wages and shortages."
        )
    elif "power_analysed" in approach.values and not design.doing("labour-market-monitoring"):
        yield ask(approach)  # after the question on power


@rule(
    "advocacy-timed",
    "strength",
    title="Advocacy is timed by the labour market",
    question="Is the moment chosen by what happens to jobs and wages?",
    better="Have demands ready, so that a short window is enough.",
    lessons="WIF2023-12",
)
def advocacy_timed(design: Design) -> Iterator[Seen]:
    """When workers are scarce, employers and governments listen (WIF2023-12)."""
    for one in design.interventions:
        if one.done and one.type != "social-dialogue" and one.says("fair-timing"):
            yield seen(one, f"{one.name} waits for moments when workers are in demand.")


@rule(
    "care-unrecognised",
    "missing",
    title="Care and domestic work are not treated as work",
    question="Does the design treat care and domestic work as work, and unpaid care as a load to be shared?",
    better="Ask for full labour rights, public care services and public jobs, so that care is shared.",
    lessons="WIF2023-38 WIF2023-42 WIF2019-27",
)
def care_unrecognised(design: Design) -> Iterator[Seen]:
    """Care seen as a woman's nature is paid as unskilled and left outside labour law (WIF2023-38)."""
    approach = design.approach
    in_care = CARE_SECTORS & {
        *design.design.sectors,
        *(sector for one in design.interventions for sector in one.sectors),
    }
    if approach.care_recognised:
        return
    if "care_recognised" in approach.values:
        yield seen(approach, "The design says that it does not take up care and domestic work as work.")
    elif in_care and design.interventions and not any(map(values_care, [design.framing, *design.interventions])):
        yield ask(approach)


def values_care(one: Element) -> bool:
    """It works for care as work: a frame of the care economy, or work for care policy."""
    for_policy = "care-policy" in one.about and one.done
    return "care-economy" in one.frames or for_policy or one.says("care-policy-alongside")


@rule(
    "care-recognised",
    "strength",
    title="Care is treated as work",
    question="Is care treated as work, with public services and rights?",
    better="Join it to labour rights in sectors where most workers are women.",
    lessons="WIF2023-38 WIF2023-42 WIF2019-27",
)
def care_recognised(design: Design) -> Iterator[Seen]:
    """Creches, homes and public jobs lift the load, labour law gives the work its worth (WIF2023-38)."""
    if design.approach.care_recognised:
        yield seen(
            design.approach, "The design treats care and domestic work as work and unpaid care as a shared load."
        )
    framing = design.framing
    if "care-economy" in {*framing.frames, framing.main_frame} - set(framing.rejects):
        yield seen(framing, "The design speaks of the worth of care and of care policy.")
    for one in design.interventions:
        if "care-policy" in one.about and one.done:
            yield seen(one, f"{one.name} works for public care policy.")
