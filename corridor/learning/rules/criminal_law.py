"""Criminal law against trafficking: the frame, the tools, the training (WIF2019-2, 4; WIF2023-29, 30; table 4)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, Design, Element
from corridor.learning.rules.catalogue import Seen, ask, rule, seen
from corridor.learning.rules.framing import works_on_conditions
from corridor.learning.rules.recruitment import RECRUITING

# Work on these subjects is labour law at work, also where police, courts or prosecutors are the ones to keep it.
LABOUR_SUBJECTS = {
    "freedom-of-association",
    "minimum-wage",
    "labour-law-coverage",
    "equal-treatment",
    "labour-inspection",
    "joint-liability",
    "domestic-work",
    "subcontracting",
    "violence-harassment",
    "complaints-protection",
}
PENAL = ("law-enforcement", "recruiter-prosecution", "police-justice-training")
# What officers do to migrants is judged with inspection and police (enforcement.py).
OFFICERS = ("labour-inspection", "complaint-mechanism", "grievance-handling", "legal-aid")
FOR_COMPLAINANTS = ("retaliation-protection", "worker-decides")
WORKERS_SIDE = {
    "migrant-workers",
    "returnees",
    "women-groups",
    "trade-unions",
    "migrant-led-unions",
    "domestic-workers-organisation",
    "affected-groups",
}
PUSHING_AIMS = {"run", "adopt", "strengthen", "enforce", "ratify"}
UNCLEAR_WITHOUT_AIM = {"policy-advocacy", "law-review"}
POLICY_WORK = {
    "public-campaign",
    "policy-advocacy",
    "policy-development",
    "standards-promotion",
    "law-review",
    "regional-cooperation",
}


def serves_labour_law(one: Element) -> bool:
    """It is about rights at work, or about keeping those who complain from harm."""
    return bool(set(one.about) & LABOUR_SUBJECTS) or any(map(one.says, FOR_COMPLAINANTS))


def unscreened(one: Element) -> bool:
    return one.denies("effects-screened")


@rule(
    "criminal-law-frame",
    "contradicts",
    title="The problem is met with criminal law",
    question="Does the design work with a frame of criminal law, alone or beside labour rights?",
    better="Argue from labour rights, sector by sector; let rights at work lead and criminal law follow.",
    lessons="WIF2019-02 WIF2023-30 WIF2023-29",
    practices="PRA-07",
)
def criminal_law_frame(design: Design) -> Iterator[Seen]:
    """A penal frame crowds out labour law won over years, even when both are named (WIF2019-2, WIF2023-30)."""
    framing = design.framing
    if "criminal-law" in {*framing.frames, framing.main_frame} - set(framing.rejects):
        beside = " beside labour rights" if "labour-rights" in framing.frames else ""
        yield seen(
            framing, f"The design works with criminal law{beside}: punishment, which tends to crowd out labour law."
        )
    for one in design.assuming("prosecution-prevents"):
        yield seen(one, f"The design rests on {one.name}: that punishing people keeps abuse from happening.")


@rule(
    "trafficking-frame-leads",
    "caution",
    title="Trafficking is the leading frame",
    question="Is trafficking, rather than conditions at work, the frame that leads?",
    better="Choose the frame for what it opens: safety and health, or rights at work, win support more easily.",
    lessons="WIF2023-29 WIF2023-51",
    practices="PRA-07",
)
def trafficking_frame_leads(design: Design) -> Iterator[Seen]:
    """A trafficking frame draws eyes to recruiters and borders and away from the workplace (WIF2023-29)."""
    framing = design.framing
    alone = not framing.main_frame and set(framing.frames) in (
        {"anti-trafficking"},
        {"anti-trafficking", "criminal-law"},
    )
    leads = (framing.main_frame == "anti-trafficking" or alone) and "anti-trafficking" not in framing.rejects
    if leads and works_on_conditions(design):  # without such work, it is read with framing
        yield seen(
            framing, "The design leads with action against trafficking, which looks at journeys more than at jobs."
        )


@rule(
    "labour-law-leads",
    "strength",
    title="Labour rights lead",
    question="Do labour rights lead the design, or is criminal law turned down as its frame?",
    better="Keep the frame in each activity, indicator and message, sector by sector.",
    lessons="WIF2019-02 WIF2023-29 WIF2023-30",
    practices="PRA-07",
)
def labour_law_leads(design: Design) -> Iterator[Seen]:
    """Labour law first, the rights to organise and bargain above all (WIF2019-2, WIF2023-30)."""
    framing = design.framing
    if framing.main_frame == "labour-rights":
        yield seen(framing, "The design leads with labour rights.")
    elif {"criminal-law", "anti-trafficking"} & set(framing.rejects):
        yield seen(framing, "The design turns down crime and trafficking as its frame.")


@rule(
    "criminal-law-tools",
    "caution",
    title="Police, raids or prosecution are used as prevention",
    question="Are police, raids or prosecutions used without asking what they cost workers?",
    better="Strengthen labour law first, and weigh what each penal measure does to work, wages and movement.",
    lessons="WIF2019-02 WIF2023-30",
    practices="PRA-07",
)
def criminal_law_tools(design: Design) -> Iterator[Seen]:
    """Penal tools drive hiring out of sight and close workplaces while conditions stay bad (WIF2019-2, WIF2023-30)."""
    for one in design.doing(*PENAL):
        if serves_labour_law(one) or one.says("effects-screened") or one.says("targets-migrants"):
            continue
        if one.type == "recruiter-prosecution" and not one.denies("effects-screened"):
            continue  # read with the recruitment chain
        if one.aim == "reform":  # towards workers' rights or away from them: the design has to say
            yield ask(one)
        elif one.type == "police-justice-training":
            if not WORKERS_SIDE & {*one.delivered_with, *one.designed_with, *one.partners, *one.led_by}:
                yield seen(one, f"{one.name} builds up police and courts, whose powers seldom serve workers' rights.")
        else:
            unweighed = "; its cost to workers was not weighed" if one.denies("effects-screened") else ""
            yield seen(one, f"{one.name} works by way of criminal law, which can push hiring underground{unweighed}.")


@rule(
    "measures-fall-on-migrants",
    "contradicts",
    title="The measures fall on migrants or small brokers",
    question="Who bears the measure: those with power over work, or migrants and small brokers?",
    better="Aim enforcement at those who set wages and conditions, and keep migrants out of its reach.",
    lessons="WIF2019-02 WIF2019-17 WIF2023-30",
    practices="PRA-07",
)
def measures_fall_on_migrants(design: Design) -> Iterator[Seen]:
    """Punishing the weakest in the chain looks like justice and changes nothing above them (WIF2019-2, WIF2019-17)."""
    for one in design.interventions:
        if one.done and one.type not in OFFICERS and one.says("targets-migrants"):
            unweighed = ", and nobody weighed what that does to work and movement" if unscreened(one) else ""
            yield seen(one, f"{one.name} puts the burden on migrants or on small brokers{unweighed}.")


@rule(
    "trafficking-law-pushed",
    "caution",
    title="A law or plan against trafficking is pressed for as prevention",
    question="Is a law or plan against trafficking promoted without labour actors and without weighing its effects?",
    better="Put conditions at work first, seat unions and migrants' groups, and weigh what the law takes away.",
    lessons="WIF2019-04 WIF2023-29 WIF2019-02",
    practices="PRA-07",
)
def trafficking_law_pushed(design: Design) -> Iterator[Seen]:
    """Such laws teach migrants and chase recruiters while poverty wages go on (WIF2019-4, WIF2023-29)."""
    silencing = ("effects-screened", "conditions-at-work-first", "labour-actors-seated")
    for one in design.working_on("anti-trafficking-law"):
        if one.type not in POLICY_WORK or any(map(one.says, silencing)) or serves_labour_law(one):
            continue
        if one.aim in PUSHING_AIMS or (not one.aim and one.type not in UNCLEAR_WITHOUT_AIM):
            yield seen(
                one, f"{one.name} presses for rules against trafficking, which say little about conditions at work."
            )
        elif not one.aim and one.type == "policy-advocacy":
            yield ask(one)


@rule(
    "law-taken-for-prevention",
    "contradicts",
    title="A law is taken for prevention",
    question="Does the design take it that a law against trafficking, once adopted, prevents?",
    better="Judge by wages, conditions and sponsorship rules where people work.",
    lessons="WIF2019-04 WIF2023-29",
)
def law_taken_for_prevention(design: Design) -> Iterator[Seen]:
    """A law can stand beside poverty wages and sponsorship rules for years (WIF2019-4, WIF2023-29)."""
    for one in design.assuming("law-prevents"):
        yield seen(
            one, f"The design rests on {one.name}, though a law on paper can leave wages and sponsorship as they are."
        )


@rule(
    "effects-on-rights-weighed",
    "strength",
    title="Effects on rights are weighed, conditions at work come first",
    question="Is each measure weighed for what it does to work, wages and movement?",
    better="Say what was found, and drop a measure that takes more than it gives.",
    lessons="WIF2019-02 WIF2019-04 WIF2023-29 WIF2023-30",
)
def effects_on_rights_weighed(design: Design) -> Iterator[Seen]:
    """A measure is backed only after asking which rights it costs (WIF2019-2, WIF2023-30)."""
    for one in design.interventions:
        if one.says("effects-screened"):
            yield seen(one, f"{one.name} weighs first what it does to work, wages and movement.")
        elif one.says("conditions-at-work-first"):
            yield seen(one, f"{one.name} looks at conditions at work before the steps that lead there.")


@rule(
    "effects-on-rights-unweighed",
    "missing",
    title="Effects on rights are not weighed",
    question="Was it asked what the measure does to work, wages and movement?",
    better="Weigh every measure against trafficking for its cost in rights before backing it.",
    lessons="WIF2019-02 WIF2023-29 WIF2023-30",
)
def effects_on_rights_unweighed(design: Design) -> Iterator[Seen]:
    """Left unweighed, protection took away jobs and movement (WIF2019-2, WIF2023-30)."""
    for one in design.interventions:
        if one.type in PENAL or not one.done or one.says("targets-migrants"):
            continue
        if one.denies("effects-screened"):
            yield seen(one, f"{one.name} goes ahead without asking what it costs people in work or movement.")
        elif one.denies("conditions-at-work-first") and one.type not in RECRUITING:
            yield seen(one, f"{one.name} leaves conditions at work for later.")
    for one in design.risks:
        if one.kind == "job-loss" and one.response is ABSENT:
            yield seen(one, f"{one.name} is a loss of jobs that the design foresees and plans nothing against.")


@rule(
    "protection-taught-before-rights",
    "caution",
    title="Training on protecting recognised persons comes before rights",
    question="Does the law let those who are trained, and workers themselves, enforce rights at work?",
    better="Win legal guarantees first, then train labour constituents who can enforce rights at work.",
    lessons="WIF2023-13 WIF2023-19 WIF2023-52",
    practices="PRA-11",
)
def protection_taught_before_rights(design: Design) -> Iterator[Seen]:
    """Teaching others to spot and protect persons builds nothing when workers have no legal means (WIF2023-13, 19)."""
    for one in design.doing("identification-training"):
        if not (one.says("union-law-first") or one.says("association-rights")):
            yield seen(
                one, f"{one.name} teaches others to recognise persons, not workers to use rights the law gives them."
            )
