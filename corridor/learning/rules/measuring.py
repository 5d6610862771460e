"""What a programme claims for itself, and how it is judged (WIF2019-40, 41; WIF2023-55, 58)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, SILENT, Design
from corridor.learning.rules.catalogue import Seen, ask, rule, seen

CLAIMING = {"headline", "only"}
LEARNING = ("iterative-formative",)
TRACING = ("contribution-analysis", "outcome-harvesting")
INDIVIDUALS_ONLY = {"individuals"}


@rule(
    "effect-attributed",
    "contradicts",
    title="The programme claims the effect for itself",
    question="Does the design say that the programme by itself brings trafficking or forced labour down?",
    better="Claim a contribution, and say what else moves the outcome.",
    lessons="WIF2019-41 WIF2023-58",
)
def effect_attributed(design: Design) -> Iterator[Seen]:
    """Too many forces act in too many places for an effect to be one programme's own (WIF2019-41)."""
    theory = design.theory_of_change
    if theory.impact_claim == "attribution":
        goal = f" ({theory.name})" if theory.goal else ""
        yield seen(theory, f"The design puts the change down to the programme itself{goal}; many other forces move it.")
    for one in design.assuming("effect-attributable"):
        yield seen(one, f"The design rests on {one.name}, though many forces outside it move the same figure.")


@rule(
    "incidence-as-success",
    "contradicts",
    title="A fall in incidence stands for success",
    question="Is the programme judged by how common trafficking or forced labour is?",
    better="Measure what the programme can touch: wages, promises kept, voice, remedies; watch incidence as context.",
    lessons="WIF2019-41 WIF2023-54 WIF2023-58",
    practices="PRA-13",
)
def incidence_as_success(design: Design) -> Iterator[Seen]:
    """Work with single persons along a corridor can not be expected to bring incidence down (WIF2019-41)."""
    claim = design.theory_of_change.impact_claim
    for one in design.measuring("incidence"):
        aimed_at = one.role is SILENT and (claim == "attribution" or (one.target and claim != "contribution"))
        if one.role in CLAIMING or aimed_at:
            yield seen(one, f"{one.name} judges the programme by incidence, which forces outside it decide.")
        elif one.role is SILENT:
            yield ask(one)


@rule(
    "contribution-claimed",
    "strength",
    title="A contribution is claimed",
    question="Does the design claim a contribution and say what else moves the outcome?",
    better="Name the other forces in each place, and say when they outweighed the programme.",
    lessons="WIF2019-41",
)
def contribution_claimed(design: Design) -> Iterator[Seen]:
    """The programme came to see its work as one help among many causes (WIF2019-41)."""
    if design.theory_of_change.impact_claim == "contribution":
        yield seen(design.theory_of_change, "The design claims a contribution to change, not the change itself.")
    for one in design.assumptions:
        if one.kind == "effect-attributable" and one.stance == "rejects":
            yield seen(one, f"{one.name} is turned down: the design does not take an effect for its own.")
    used = [method for method in TRACING if method in design.evaluation.methods]
    if used:
        yield seen(design.evaluation, "The evaluation traces what the programme added, beside what others did.")


@rule(
    "persons-alone",
    "caution",
    title="Change is sought in single persons alone",
    question="Does the design seek change in rules, employers or organisation, beside single persons?",
    better="Aim at systemic change: law and its keeping, wages, workers' organisation.",
    lessons="WIF2019-41 WIF2023-58",
)
def persons_alone(design: Design) -> Iterator[Seen]:
    """Changing persons along a route does not prevent trafficking; changing policy promises more (WIF2019-41)."""
    theory = design.theory_of_change
    levels = {one.change_level for one in design.outcomes}
    if set(theory.change_levels) == INDIVIDUALS_ONLY:
        yield seen(theory, "The design seeks change in single persons alone; what makes work unfree lies above them.")
    elif not theory.change_levels and levels == INDIVIDUALS_ONLY:
        for one in design.outcomes:
            yield seen(one, f"{one.name} is a change in single persons, as is every outcome of the design.")


@rule(
    "trial-across-places",
    "contradicts",
    title="A randomised trial of work in shifting places",
    question="Is the work to be judged by a randomised trial?",
    better="Choose evaluation in rounds that listens, feeds back and lets the work change.",
    lessons="WIF2019-40 WIF2023-55",
)
def trial_across_places(design: Design) -> Iterator[Seen]:
    """Livelihoods, routes and destinations moved too much for trials to prove anything (WIF2019-40, WIF2023-55)."""
    evaluation, identity = design.evaluation, design.design
    trial = "randomised-trial" in evaluation.methods and "randomised-trial" not in evaluation.rejects
    if not trial:
        return
    if len(identity.countries) == 1 and not identity.corridors:
        yield ask(evaluation)
    else:
        yield seen(
            evaluation,
            "The design is to be judged by a randomised trial, which needs places and routes to stay as they are.",
        )


@rule(
    "learning-too-late",
    "missing",
    title="Learning comes too late to change the work",
    question="Do findings change the work while it goes on?",
    better="Plan rounds of reflection with workers after which activities, and targets, may change.",
    lessons="WIF2019-40 WIF2023-55",
)
def learning_too_late(design: Design) -> Iterator[Seen]:
    """From its third year the programme learned in rounds, because the ground kept moving (WIF2019-40)."""
    evaluation, approach = design.evaluation, design.approach
    adapts = evaluation.learning_rounds or approach.learns_and_adapts or set(LEARNING) & set(evaluation.methods)
    if evaluation.learning_rounds is ABSENT:
        yield seen(evaluation, "The design says that findings do not change the work while it goes on.")
    elif approach.learns_and_adapts is ABSENT:
        yield seen(approach, "The design says that it has no rounds of learning after which activities change.")
    elif set(LEARNING) & set(evaluation.rejects):
        yield seen(evaluation, "The design turns down evaluation in rounds that feed back into the work.")
    elif evaluation.methods and not adapts:
        yield ask(evaluation)


@rule(
    "learning-in-rounds",
    "strength",
    title="Evaluation in rounds that change the work",
    question="Does the programme learn in rounds and change?",
    better="Write down after each round what was dropped and why.",
    lessons="WIF2019-40 WIF2023-55",
)
def learning_in_rounds(design: Design) -> Iterator[Seen]:
    """Feedback loops showed what gave people some power and what did not (WIF2019-40)."""
    evaluation = design.evaluation
    if evaluation.learning_rounds or set(LEARNING) & set(evaluation.methods):
        yield seen(evaluation, "The design is judged in rounds whose findings change the work while it goes on.")
    elif "randomised-trial" in evaluation.rejects:
        yield seen(evaluation, "The design turns a randomised trial down.")
    if design.approach.learns_and_adapts:
        yield seen(design.approach, "The design has rounds of learning after which activities change.")


@rule(
    "failures-kept-back",
    "missing",
    title="What did not work is not told",
    question="Is what did not work published too?",
    better="Publish what was given up and why, as these lessons do.",
    lessons="WIF2023-58 WIF2019-42",
)
def failures_kept_back(design: Design) -> Iterator[Seen]:
    """Told successes feed the myths, and assumptions nobody corrects live on (WIF2019-42, WIF2023-58)."""
    if design.evaluation.failures_published is ABSENT:
        yield seen(design.evaluation, "The design says that what did not work will not be published.")


@rule(
    "failures-told",
    "strength",
    title="What did not work is told too",
    question="Who will read of what did not work?",
    better="Say which assumption proved wrong, so that others can drop it.",
    lessons="WIF2023-58 WIF2019-42",
)
def failures_told(design: Design) -> Iterator[Seen]:
    """What was given up taught as much as what was kept (WIF2023-58)."""
    if design.evaluation.failures_published:
        yield seen(design.evaluation, "What did not work is published too.")


@rule(
    "workers-outside-judging",
    "missing",
    title="Workers have no part in judging",
    question="Do workers take part in judging the programme?",
    better="Let workers judge and interpret together with the evaluators, in their own languages.",
    lessons="WIF2019-19 WIF2023-21 WIF2023-54",
)
def workers_outside_judging(design: Design) -> Iterator[Seen]:
    """Work done with migrants from plan to evaluation is what reached them (WIF2019-19, WIF2023-21)."""
    evaluation = design.evaluation
    if evaluation.workers_take_part is ABSENT:
        yield seen(evaluation, "The design says that workers take no part in judging it.")
    elif "participatory" in evaluation.rejects:
        yield seen(evaluation, "The design turns down evaluation in which workers take part.")


@rule(
    "workers-judge",
    "strength",
    title="Workers judge",
    question="Do workers judge the change and the service?",
    better="Pay for their time, and publish what they found wanting.",
    lessons="WIF2019-19 WIF2023-21 WIF2023-54",
)
def workers_judge(design: Design) -> Iterator[Seen]:
    """Those it is for know first whether it helped (WIF2019-19, WIF2023-21)."""
    if design.evaluation.workers_take_part or "participatory" in design.evaluation.methods:
        yield seen(design.evaluation, "Workers take part in judging the programme.")
    for one in design.measuring("workers-assessment"):
        yield seen(one, f"{one.name} asks workers for their own judgement.")


@rule(
    "target-pressure-unanswered",
    "missing",
    title="Pressure of targets is seen and not answered",
    question="What keeps numbers from pushing staff away from listening?",
    better="Cut the numbers, and give staff time to learn what affects people's lives.",
    lessons="WIF2019-33 WIF2023-58",
)
def target_pressure_unanswered(design: Design) -> Iterator[Seen]:
    """The programme cut its numbers once it saw what they did to the work (WIF2019-33)."""
    for one in design.risks:
        if one.kind == "target-pressure" and one.response is ABSENT:
            yield seen(one, f"{one.name} is named as a risk, and nothing is planned against it.")
