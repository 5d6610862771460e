"""What rules on training, recruitment, jobs and pay ask of a whole design: who takes part, what it works for."""

from corridor.learning.design.model import Design, Element

WORKERS = {
    "migrant-workers",
    "returnees",
    "women-groups",
    "trade-unions",
    "migrant-led-unions",
    "domestic-workers-organisation",
    "affected-groups",
}
ARGUING_AIMS = {"adopt", "strengthen", "reform", "enforce", "ratify"}
# Interventions that argue for their subject even when no aim is given.
ARGUING_TYPES = {"policy-advocacy", "policy-development", "standards-promotion", "social-dialogue", "coalition"}
POOR_SECTORS = {"domestic-work", "garment"}  # known for poor pay and conditions (WIF2019-16, WIF2023-5)
JOB_TYPES = ("public-employment", "social-protection", "local-livelihoods")


def workers_take_part(one: Element) -> bool:
    """Whether workers or their organisations lead, plan, deliver, judge or work on the intervention."""
    roles = (one.led_by, one.partners, one.designed_with, one.delivered_with, one.evaluated_with)
    return any(WORKERS & set(role) for role in roles)


def has_any(one: Element, features: set[str]) -> bool:
    return bool(features & set(one.has))


def denied(one: Element, *features: str) -> list[str]:
    """Which of these features the element says that it does not have."""
    return [feature for feature in features if one.denies(feature)]


def argued_for(design: Design, *subjects: str) -> list[Element]:
    """Interventions that work for these subjects in law and policy, on full terms and not on lesser ones."""
    return [
        one
        for one in design.working_on(*subjects)
        if (one.aim in ARGUING_AIMS or (one.type in ARGUING_TYPES and (not one.aim or one.aim == "run")))
        and not one.says("lesser-terms")
    ]


def jobs_worked_on(design: Design) -> bool:
    """Whether the design does anything for jobs or social protection."""
    return bool(
        design.approach.jobs_at_both_ends
        or design.doing(*JOB_TYPES)
        or argued_for(design, "public-employment", "social-protection")
    )


def conditions_worked_on(design: Design) -> bool:
    """Whether the design argues for better conditions in the jobs that people are recruited into."""
    subjects = ("minimum-wage", "labour-law-coverage", "domestic-work", "freedom-of-association", "equal-treatment")
    return bool(argued_for(design, *subjects))


def sectors_of(design: Design, one: Element) -> set[str]:
    """The sectors of an intervention: its own, or those of the whole design."""
    return set(one.sectors or design.design.sectors)
