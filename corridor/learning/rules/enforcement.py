"""Inspection, police and complaints: does the law reach the worker, or rebound (WIF2019-11; WIF2023-40, 47, 49)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, Design, Element
from corridor.learning.rules.catalogue import Seen, ask, rule, seen

COMPLAINTS = ("complaint-mechanism", "legal-aid", "grievance-handling")
HELPING_OFFICES = ("labour-inspection", "complaint-mechanism", "grievance-handling", "legal-aid")
INQUIRY = {
    "qualitative-research", "policy-research", "prevalence-survey", "identified-cases-study", "indicator-assessment",
    "labour-market-monitoring", "statistics", "evidence-briefing", "knowledge-sharing", "media-work", "public-campaign",
}  # fmt: skip
HEARING = ("contact-with-workers", "worker-input")


def inspecting(design: Design) -> list[Element]:
    """Work on labour inspection: its means and methods, or the rules about it."""
    return [
        one
        for one in design.interventions
        if one.done
        and (one.type == "labour-inspection" or ("labour-inspection" in one.about and one.type not in INQUIRY))
    ]


@rule(
    "complaint-without-protection",
    "missing",
    title="Complaints without protection from reprisals",
    question="Who protects the worker, and those who help her, while the dispute lasts?",
    better="Protect complainants and helpers while a dispute runs, and have rules that offset the employer's power.",
    lessons="WIF2019-11 WIF2023-49 WIF2023-08",
)
def complaint_without_protection(design: Design) -> Iterator[Seen]:
    """Many women who complained were accused, detained or deported, and their helpers with them (WIF2019-11)."""
    protected = design.approach.complainants_protected
    if protected is ABSENT:
        yield seen(design.approach, "The design says that complainants and helpers are not protected from reprisals.")
    planned = protected or any(one.kind == "retaliation" and one.response for one in design.risks)
    for one in design.interventions:
        if one.done and one.type != "social-dialogue" and one.denies("retaliation-protection"):
            yield seen(
                one,
                f"{one.name} does not protect those who speak up; a complaint may end with the worker accused.",
            )
        elif one.done and one.denies("confidential") and not one.says("automatic-referral"):
            yield seen(one, f"{one.name} does not keep names and stories safe, so those who speak can be found out.")
        elif one.done and one.type in COMPLAINTS and one.silent_on("retaliation-protection") and not planned:
            yield ask(one)
    for one in design.risks:
        if one.kind in {"retaliation", "exposure-of-helpers", "data-exposure"} and one.response is ABSENT:
            yield seen(one, f"{one.name} is named as a risk, and nothing is planned against it.")


@rule(
    "complainants-protected",
    "strength",
    title="Complainants and helpers are protected",
    question="What does the protection consist of, and does it cover residence and income?",
    better="Cover shelter, permit, income and legal defence until the dispute is over.",
    lessons="WIF2019-11 WIF2023-49",
)
def complainants_protected(design: Design) -> Iterator[Seen]:
    """Protection during the dispute is what lets a worker see it through (WIF2023-49)."""
    if design.approach.complainants_protected:
        yield seen(design.approach, "The design says that complainants and helpers are protected from reprisals.")
    for one in design.interventions:
        argued = "complaints-protection" in one.about and one.aim not in {"study", "review", "oppose", "lift"}
        if (one.done and one.says("retaliation-protection")) or argued:
            yield seen(one, f"{one.name} protects those who complain or help, or works for such protection.")
        elif one.done and one.says("confidential"):
            yield seen(one, f"{one.name} keeps names and stories safe.")


@rule(
    "justice-taken-for-granted",
    "contradicts",
    title="Authorities are taken to protect migrants who complain",
    question="What offsets the employer's power before police, inspectors and courts?",
    better="Expect justice only where rules offset the employer's power, and build workers' own means to claim rights.",
    lessons="WIF2019-11 WIF2023-49",
)
def justice_taken_for_granted(design: Design) -> Iterator[Seen]:
    """Unequal means, officers' targets and prejudice turn lawsuits against the woman who complained (WIF2023-49)."""
    for one in design.assuming("authorities-protect"):
        yield seen(
            one, f"The design rests on {one.name}; many who went to the authorities ended up accused themselves."
        )


@rule(
    "help-mixed-with-control",
    "contradicts",
    title="Offices that should help also control migrants",
    question="Do those who inspect or take complaints also look for people without papers?",
    better="Keep control of migrants' papers apart from labour inspection, and hold officers to account for rights.",
    lessons="WIF2019-11 WIF2023-49",
)
def help_mixed_with_control(design: Design) -> Iterator[Seen]:
    """Officers who must find irregular migrants do not hear their complaints (WIF2019-11, WIF2023-49)."""
    for one in design.doing(*HELPING_OFFICES):
        if one.says("targets-migrants"):
            yield seen(
                one, f"{one.name} turns a place of help on migrants themselves, who then can not dare to complain."
            )


@rule(
    "inspection-without-means",
    "missing",
    title="Inspection without staff, money or mandate",
    question="Do inspectors have the staff, the money and the powers for migrants' jobs?",
    better="Have inspectorates given the people, funds and powers that Convention 81 asks for.",
    lessons="WIF2023-47 WIF2019-07 WIF2023-10",
)
def inspection_without_means(design: Design) -> Iterator[Seen]:
    """Inspectors in most programme countries had neither the people nor the money for the task (WIF2023-47)."""
    for one in inspecting(design):
        if one.denies("inspection-funded"):
            yield seen(one, f"{one.name} asks inspectors to act without the staff, money or powers for it.")
        elif one.type == "labour-inspection" and one.silent_on("inspection-funded"):
            yield ask(one)


@rule(
    "inspection-without-workers",
    "missing",
    title="Inspection that does not meet workers",
    question="Do inspectors meet migrant workers safely, and does what they say count?",
    better="Have inspectors meet workers in safety, and build workers' feedback into each inspection.",
    lessons="WIF2023-47",
    practices="PRA-06",
)
def inspection_without_workers(design: Design) -> Iterator[Seen]:
    """As contact with workers shrank, grievances went unanswered (WIF2023-47)."""
    for one in inspecting(design):
        unheard = one.denies("contact-with-workers") or (one.type != "labour-inspection" and one.denies("worker-input"))
        if unheard and not any(map(one.says, HEARING)):
            yield seen(one, f"{one.name} inspects without hearing the workers, whose grievances then go unanswered.")


@rule(
    "inspection-replaced",
    "contradicts",
    title="Self-reporting in place of inspection",
    question="Do inspectors still visit and meet workers where firms report on themselves?",
    better="Keep inspection with its powers, people and contact with workers; take firms' reports as a lead at most.",
    lessons="WIF2023-47",
    practices="PRA-06",
)
def inspection_replaced(design: Design) -> Iterator[Seen]:
    """Automated inspection and firms' own reports cut inspectors off from migrants (WIF2023-47)."""
    for one in design.doing("self-reporting"):
        if one.says("inspection-funded") or one.says("enforcement-alongside") or any(map(one.says, HEARING)):
            continue
        if any(other.says("inspection-funded") or other.says("contact-with-workers") for other in inspecting(design)):
            yield ask(one)
        else:
            yield seen(
                one, f"{one.name} lets employers report on themselves, which takes inspectors further from the workers."
            )


@rule(
    "inspection-given-means",
    "strength",
    title="Inspection gets staff, money and mandate",
    question="Will the means last beyond the programme?",
    better="Tie the means to the jobs that migrants hold, women's among them.",
    lessons="WIF2023-47 WIF2019-07 WIF2023-10",
)
def inspection_given_means(design: Design) -> Iterator[Seen]:
    """Inspection is the main pillar of enforcement and has to be paid for (WIF2023-47, WIF2019-7)."""
    for one in inspecting(design):
        if one.says("inspection-funded"):
            yield seen(one, f"{one.name} gives inspectors the means for their task.")


@rule(
    "household-closed-to-inspection",
    "contradicts",
    title="Private homes that employ are closed to inspection",
    question="Can a home that employs a domestic worker be inspected?",
    better="Treat a home in which someone is employed as a workplace, and set out how it is inspected.",
    lessons="WIF2023-40",
)
def household_closed_to_inspection(design: Design) -> Iterator[Seen]:
    """Officials gave privacy of the home as reason for not looking in; the law stays on paper (WIF2023-40)."""
    inspected = inspecting(design)
    for one in design.interventions:
        if not one.done or one.says("households-covered"):
            continue
        if one.says("household-excluded") or one.denies("households-covered"):
            yield seen(
                one, f"{one.name} leaves private homes out of inspection, and with them the domestic workers inside."
            )
        elif one in inspected and "domestic-work" in (set(one.sectors) or set(design.design.sectors)):
            yield ask(one)


@rule(
    "households-open-to-inspection",
    "strength",
    title="Private homes that employ can be inspected",
    question="How will inspectors enter a home and speak with the worker alone?",
    better="Write the steps of a visit into law, with the worker's safety afterwards.",
    lessons="WIF2023-40",
)
def households_open_to_inspection(design: Design) -> Iterator[Seen]:
    """Labour rights come before the privacy of the employing home (WIF2023-40)."""
    for one in design.interventions:
        if one.done and one.says("households-covered"):
            yield seen(one, f"{one.name} opens homes that employ to inspection.")
