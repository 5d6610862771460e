"""Research and what becomes of it: methods, causes, officials and advocates (WIF2019-39; WIF2023-54, 56, 57)."""

from collections.abc import Iterator

from corridor.learning.design.model import Design, Element
from corridor.learning.rules.catalogue import Seen, ask, rule, seen

RESEARCH = (
    "policy-research",
    "qualitative-research",
    "prevalence-survey",
    "identified-cases-study",
    "indicator-assessment",
)
MEASURES = (*RESEARCH, "statistics", "labour-market-monitoring")
TO_POWER = ("evidence-briefing", "law-review", "policy-advocacy", "policy-development", "standards-promotion")
FOR_OFFICIALS = ("statistics", "regional-cooperation", "knowledge-sharing", "labour-market-monitoring")
TURNED_AGAINST = {"review", "oppose", "lift"}
OFFICIALS = {"officials", "legislators", "police-courts", "inspectors", "constituents"}
REPRESENTING = {
    "migrant-workers",
    "returnees",
    "women-groups",
    "trade-unions",
    "migrant-led-unions",
    "domestic-workers-organisation",
    "affected-groups",
}


def carried_by(one: Element) -> set[str]:
    """Who leads it or works on it, of those who represent workers, migrants and women."""
    return REPRESENTING & {*one.led_by, *one.partners, *one.delivered_with}


def advocates_beside(design: Design) -> bool:
    """The design has people outside government who argue for the same."""
    others = [*design.doing("coalition"), *[one for one in design.doing(*TO_POWER) if carried_by(one)]]
    return bool(
        design.approach.alliances or others or any(one.says("outside-advocates") for one in design.interventions)
    )


def allied(design: Design, one: Element) -> bool:
    """Somebody outside government hears the evidence too, or argues for the same."""
    for_others = bool(one.audience) and not OFFICIALS & set(one.audience)
    return for_others or bool(carried_by(one)) or "ngos" in one.partners or advocates_beside(design)


def kept_with_officials(one: Element) -> bool:
    """It says that evidence or advice goes to officials and to no advocates."""
    return not one.says("outside-advocates") and (one.says("officials-only") or one.denies("outside-advocates"))


def handed_over_blindly(one: Element) -> bool:
    """It says that officials alone receive it, and that nobody found out who decides."""
    return one.type in (*RESEARCH, *TO_POWER) and kept_with_officials(one) and one.denies("decision-points-mapped")


@rule(
    "evidence-handed-over-blindly",
    "contradicts",
    title="Evidence goes to officials alone, and nobody knows who decides",
    question="Who decides, and who outside government will press for the change?",
    better="Find out where the decision is taken, bring the evidence there, and back groups who argue from it.",
    lessons="WIF2019-39 WIF2023-57",
    practices="PRA-09",
)
def evidence_handed_over_blindly(design: Design) -> Iterator[Seen]:
    """Labour departments had the proof and not the power; without allies it lay still (WIF2019-39, WIF2023-57)."""
    for one in design.interventions:
        if handed_over_blindly(one):
            yield seen(
                one,
                f"{one.name} gives evidence to officials alone, with no ally outside and without knowing who decides; "
                "proof handed over in this way changed nothing.",
            )


@rule(
    "evidence-to-officials-only",
    "caution",
    title="Evidence goes to officials and stays there",
    question="Who outside government will press for what the evidence asks?",
    better="Plan with every study who outside government will argue from it, and for how long.",
    lessons="WIF2019-39 WIF2023-57",
    practices="PRA-09",
)
def evidence_to_officials_only(design: Design) -> Iterator[Seen]:
    """Officials heard the proof many times and did nothing until others pressed them (WIF2019-39, WIF2023-57)."""
    for one in design.interventions:
        if one.type not in (*RESEARCH, *TO_POWER, *FOR_OFFICIALS) or one.says("outside-advocates"):
            continue
        if one.type in RESEARCH and one.aim in TURNED_AGAINST:
            continue
        if handed_over_blindly(one):
            continue
        if kept_with_officials(one):
            yield seen(one, f"{one.name} hands evidence or advice to officials, with nobody outside to press for it.")
        elif one.type == "evidence-briefing" and one.done and not allied(design, one):
            yield seen(one, f"{one.name} puts evidence before officials; findings by themselves seldom move them.")


@rule(
    "evidence-trusted-to-convince",
    "contradicts",
    title="Evidence is trusted to change policy",
    question="Does the design take it that evidence, once shown, changes policy?",
    better="Count a report as a means; plan the pressure that makes somebody act on it.",
    lessons="WIF2019-39 WIF2023-57",
    practices="PRA-09",
)
def evidence_trusted_to_convince(design: Design) -> Iterator[Seen]:
    """Proof moves little unless people with influence ask for change (WIF2019-39, WIF2023-57)."""
    for one in design.assuming("evidence-convinces"):
        yield seen(one, f"The design rests on {one.name}, though proof alone seldom moved a rule.")


@rule(
    "advocates-outside-government",
    "strength",
    title="Advocates outside government carry the evidence",
    question="Do workers', women's or migrants' groups argue from the evidence?",
    better="Keep them supported after the study is out: change comes late.",
    lessons="WIF2019-39 WIF2023-57 WIF2019-12",
    practices="PRA-09",
)
def advocates_outside_government(design: Design) -> Iterator[Seen]:
    """Technical evidence works when groups outside government press the case with it (WIF2019-39)."""
    for one in design.interventions:
        if one.type not in (*RESEARCH, *TO_POWER) or one.says("officials-only"):
            continue
        for_a_ban = "migration-ban" in one.about and one.aim not in {"lift", "oppose"}
        carried = one.type in TO_POWER and carried_by(one) and not one.denies("outside-advocates") and not for_a_ban
        if one.says("outside-advocates") or carried:
            yield seen(one, f"{one.name} has groups of workers, migrants or women outside government taking part.")


@rule(
    "decision-points-unmapped",
    "missing",
    title="Who decides is not found out",
    question="Is it known who really decides the policies that are to change?",
    better="Map where decisions are taken, also outside labour departments, and bring each the evidence it can use.",
    lessons="WIF2023-57",
)
def decision_points_unmapped(design: Design) -> Iterator[Seen]:
    """The labour department may hold the mandate while others decide (WIF2023-57)."""
    denied = [one for one in design.interventions if one.denies("decision-points-mapped")]
    for one in denied:
        if not handed_over_blindly(one):
            yield seen(one, f"{one.name} goes ahead without finding out who decides.")
    approach, known = design.approach, any(one.says("decision-points-mapped") for one in design.interventions)
    if "decision_points_mapped" in approach.values:
        if not approach.decision_points_mapped:
            yield seen(approach, "The design says that it did not find out who really decides on the policies.")
        return
    advocated = "power_analysed" in approach.values and design.doing("policy-advocacy")  # else power is asked first
    if (design.doing("evidence-briefing") or advocated) and not known and not denied:
        yield ask(approach)


@rule(
    "decision-points-mapped",
    "strength",
    title="Who decides is found out",
    question="Was it found out who really decides?",
    better="Look again when governments change.",
    lessons="WIF2023-57",
)
def decision_points_mapped(design: Design) -> Iterator[Seen]:
    """Evidence reaches those who decide only when it is known who they are (WIF2023-57)."""
    if design.approach.decision_points_mapped:
        yield seen(design.approach, "The design finds out who really decides the policies it wants changed.")
    for one in design.interventions:
        if one.says("decision-points-mapped"):
            yield seen(one, f"{one.name} finds out who really decides.")


@rule(
    "identified-cases-studied",
    "caution",
    title="Working lives are not followed",
    question="Does the study follow working lives, or the stories of people in shelters?",
    better="Follow working lives over several migrations, in the politics and economics of labour.",
    lessons="WIF2023-54 WIF2023-06",
    practices="PRA-12",
)
def identified_cases_studied(design: Design) -> Iterator[Seen]:
    """Shelter stories tell one journey; most unfree work never reaches a shelter (table 4; WIF2023-54)."""
    for one in design.interventions:
        widened = one.says("trajectories-followed") or one.says("participatory-methods")
        if one.aim in TURNED_AGAINST or widened:
            continue
        if one.type == "identified-cases-study":
            yield seen(one, f"{one.name} hears only people already recognised, mostly about one journey.")
        elif one.type in MEASURES and one.denies("trajectories-followed"):
            yield seen(one, f"{one.name} looks at one moment or journey and does not follow working lives.")


@rule(
    "prevalence-counted",
    "caution",
    title="A survey with set questions, without workers' own accounts",
    question="Does the survey leave room for what workers see and the questions did not foresee?",
    better="Put ethnography and participatory research first; let a survey follow from what workers say.",
    lessons="WIF2023-54 WIF2023-50",
    practices="PRA-13",
)
def prevalence_counted(design: Design) -> Iterator[Seen]:
    """Fixed questions that turn on consent leave most unfreedom unseen (WIF2023-54, WIF2023-50)."""
    with_accounts = bool(design.doing("qualitative-research"))
    for one in design.interventions:
        survey = one.type == "prevalence-survey" and one.aim not in TURNED_AGAINST
        if one.says("participatory-methods") or REPRESENTING & {*one.led_by, *one.designed_with}:
            continue
        alone = one.says("survey-alone") or one.denies("participatory-methods")
        if survey and (alone or not with_accounts):
            yield seen(
                one,
                f"{one.name} counts with questions set beforehand, which miss abuse that people had to agree to.",
            )
        elif one.type in MEASURES and alone and one.aim not in TURNED_AGAINST:
            yield seen(one, f"{one.name} does without workers' own accounts of what they live through.")


@rule(
    "causes-left-out-of-research",
    "missing",
    title="Research does not ask for causes",
    question="Does the research ask what causes what it finds?",
    better="Tell context from policy, and name for each cause who has the mandate to change it.",
    lessons="WIF2023-56",
)
def causes_left_out_of_research(design: Design) -> Iterator[Seen]:
    """Without causes a study leads to relief that does not last (WIF2023-56)."""
    for one in design.interventions:
        if one.aim in TURNED_AGAINST:
            continue
        if one.type in RESEARCH and one.type != "indicator-assessment" and one.denies("causes-analysed"):
            yield seen(one, f"{one.name} describes what is wrong without asking what brings it about.")


@rule(
    "causes-sought",
    "strength",
    title="Causes are sought, context told from policy",
    question="Does research ask for causes that somebody can change?",
    better="Bring each policy cause to the body that can change it.",
    lessons="WIF2023-56 WIF2019-41",
)
def causes_sought(design: Design) -> Iterator[Seen]:
    """Policies that make work unfree are told apart from the setting around them (WIF2023-56)."""
    for one in design.interventions:
        if one.type != "indicator-assessment" and one.says("causes-analysed"):
            yield seen(one, f"{one.name} asks for causes and for who can change them.")


@rule(
    "workers-own-accounts",
    "strength",
    title="Research rests on workers' own accounts",
    question="Is research done with participatory, ethnographic or feminist methods?",
    better="Take the findings back to those who gave them before anybody else reads them.",
    lessons="WIF2023-54",
    practices="PRA-13",
)
def workers_own_accounts(design: Design) -> Iterator[Seen]:
    """Ethnography and feminist participatory research came closer than any survey (WIF2023-54)."""
    for one in design.interventions:
        methods = one.type == "qualitative-research" and one.aim not in {"review", "oppose", "lift"}
        if one.says("participatory-methods") or (methods and not one.denies("participatory-methods")):
            yield seen(one, f"{one.name} rests on workers' own accounts.")


@rule(
    "working-lives-followed",
    "strength",
    title="Working lives are followed over time",
    question="Does research follow workers over several jobs and migrations?",
    better="Count unpaid work and the jobs in between as part of the path.",
    lessons="WIF2023-54 WIF2023-06",
    practices="PRA-12",
)
def working_lives_followed(design: Design) -> Iterator[Seen]:
    """A working life shows what a single journey hides (WIF2023-54, WIF2023-6)."""
    for one in design.interventions:
        if one.says("trajectories-followed"):
            yield seen(one, f"{one.name} follows workers over several jobs and migrations.")
    for one in design.measuring("trajectories"):
        yield seen(one, f"{one.name} follows workers' jobs over time.")
    if "longitudinal-study" in design.evaluation.methods:
        yield seen(design.evaluation, "The evaluation follows the same workers over years.")
