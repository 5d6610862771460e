"""Training before leaving and at work, and how skills are graded and paid (WIF2019-22, 28, 36, 37; WIF2023-22, 45)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, Design, Element
from corridor.learning.rules.catalogue import Seen, ask, rule, seen
from corridor.learning.rules.whole_design import argued_for, denied, has_any, jobs_worked_on, workers_take_part

TEACHING_RIGHTS = ("rights-training", "pre-decision-training", "pre-departure-training", "post-arrival-training")
BEFORE_LEAVING = ("pre-departure-training", "skills-training")
OPEN_TRAINING = {"public-scrutiny", "short-staggered", "workers-organisation-involved", "realistic-conditions"}
INFORMING = ("awareness-campaign", "information-exchange", "information-service", "post-arrival-training")
PLACING = ("recruitment-channel", "job-matching", "bilateral-agreement")
LEFT_OUT = {
    "realistic-conditions": "what work and pay are really like is left out",
    "public-scrutiny": "nobody outside looks at the jobs people go to",
    "workers-organisation-involved": "no organisation of workers takes part",
    "short-staggered": "one long course is given before leaving",
}
# Outside courses, these are owed by whoever tells people about jobs or places them.
OWED = {"realistic-conditions": INFORMING, "public-scrutiny": PLACING}


def taught_alone(design: Design, one: Element) -> bool:
    """It says that neither bargaining nor power has a place in it, and nothing beside it teaches bargaining."""
    without = one.denies("negotiation-skills") and one.denies("power-discussed")
    return without and not design.doing("negotiation-training")


@rule(
    "rights-taught-alone",
    "contradicts",
    title="Rights are taught and nothing else",
    question="What besides the text of the law do people take away?",
    better="Talk about why rights are not kept and what claiming them costs, and practise how to bargain.",
    lessons="WIF2019-22 WIF2023-22",
)
def rights_taught_alone(design: Design) -> Iterator[Seen]:
    """People who knew their rights and nothing of power walked into risk (WIF2019-22, WIF2023-22)."""
    for one in design.doing(*TEACHING_RIGHTS):
        if taught_alone(design, one):
            yield seen(
                one, f"{one.name} leaves out both bargaining and power; people may confront those who can deport them."
            )


@rule(
    "rights-without-negotiation",
    "missing",
    title="Rights are taught without the skill to negotiate",
    question="Do people practise talking and bargaining, and hear what claiming a right may cost?",
    better="Practise communication and negotiation together with rights, and talk openly about power.",
    lessons="WIF2019-22 WIF2023-22",
)
def rights_without_negotiation(design: Design) -> Iterator[Seen]:
    """Workers who named their rights to the employer and could not bargain were deported (WIF2019-22, WIF2023-22)."""
    elsewhere = design.doing("negotiation-training")
    for one in design.doing(*TEACHING_RIGHTS):
        if taught_alone(design, one):
            continue
        if one.denies("negotiation-skills") and not elsewhere:
            yield seen(one, f"{one.name} teaches without practice in bargaining: a right claimed alone can end badly.")
        elif one.denies("power-discussed"):
            yield seen(one, f"{one.name} leaves out why rights are ignored and what it may cost to invoke them.")
        elif one.type == "rights-training" and one.silent_on("negotiation-skills") and not elsewhere:
            yield ask(one)


@rule(
    "rights-with-negotiation",
    "strength",
    title="Negotiation is practised",
    question="Do workers practise communication and bargaining?",
    better="Keep rights, bargaining practice and honest talk about power together.",
    lessons="WIF2019-22 WIF2023-22",
)
def rights_with_negotiation(design: Design) -> Iterator[Seen]:
    """Communication and bargaining turn a right into practice (WIF2019-22, WIF2023-22)."""
    for one in design.doing("negotiation-training", *TEACHING_RIGHTS):
        taught = one.type == "negotiation-training" or has_any(one, {"negotiation-skills", "power-discussed"})
        if taught and not denied(one, "negotiation-skills", "power-discussed"):
            yield seen(one, f"{one.name} helps workers to speak and bargain for what they are owed.")


@rule(
    "training-by-placements",
    "contradicts",
    title="Those who train or place live by the number of people they send",
    question="Is training or placing paid or judged by the number of people sent?",
    better="Pay for good training and for decent jobs found; put the conditions of placements under public scrutiny.",
    lessons="WIF2019-37 WIF2019-28",
)
def training_by_placements(design: Design) -> Iterator[Seen]:
    """Institutes that live by placements keep silent about poor conditions (WIF2019-28, WIF2019-37)."""
    for one in design.interventions:
        if one.done and one.says("placement-targets") and not one.says("public-scrutiny"):
            yield seen(one, f"{one.name} is driven by numbers placed, which rewards silence about the jobs.")


@rule(
    "training-kept-closed",
    "missing",
    title="Conditions, scrutiny or workers' organisations are left out",
    question="Do people about to leave hear what the jobs are really like, also from workers' organisations?",
    better="Let women workers' organisations take part, tell what work and pay are like, open placements to view.",
    lessons="WIF2019-37 WIF2019-28",
)
def training_kept_closed(design: Design) -> Iterator[Seen]:
    """Courses that painted earnings brightly and left out conditions misled those who took them (WIF2019-37)."""
    for one in design.doing(*BEFORE_LEAVING, "pre-decision-training"):
        gaps = [LEFT_OUT[feature] for feature in denied(one, *LEFT_OUT)]
        if one.delivered_with is ABSENT and not workers_take_part(one) and not gaps:
            gaps = [LEFT_OUT["workers-organisation-involved"]]
        if gaps:
            yield seen(one, f"In {one.name}, by its own account, {' and '.join(gaps)}.")
    for feature, types in OWED.items():
        for one in design.doing(*types):
            if one.denies(feature):
                yield seen(one, f"In {one.name}, by its own account, {LEFT_OUT[feature]}.")


@rule(
    "pre-departure-by-institutions",
    "caution",
    title="Pre-departure training with nothing against its own incentives",
    question="What keeps those who train from passing over poor conditions?",
    better="Short courses split between departure and arrival, with women workers' organisations; jobs at home; "
    "public scrutiny of placements.",
    lessons="WIF2019-28 WIF2019-37",
)
def pre_departure_by_institutions(design: Design) -> Iterator[Seen]:
    """Where sending people away is policy, training can teach them to put up with what comes (WIF2019-28)."""
    guards = OPEN_TRAINING | {"negotiation-skills", "power-discussed"}
    if jobs_worked_on(design):
        return
    for one in design.doing(*BEFORE_LEAVING):
        senders = {"training-institutes", "recruiters"} & {*one.led_by, *one.partners, *one.delivered_with}
        to_leave = one.type == "pre-departure-training" or (senders and "would-be-migrants" in one.audience)
        guarded = has_any(one, guards) or workers_take_part(one)
        told = one.says("placement-targets") or denied(one, *LEFT_OUT) or one.delivered_with is ABSENT
        if to_leave and not guarded and not told:
            yield seen(
                one,
                f"{one.name} readies people to leave; those who send gain when poor conditions are left unsaid.",
            )


@rule(
    "training-open-and-shared",
    "strength",
    title="Training is honest, short or shared with workers' organisations",
    question="Do workers' organisations take part in training, and are conditions told as they are?",
    better="Keep courses short, before leaving and after arrival, and keep workers' organisations in.",
    lessons="WIF2019-37 WIF2019-28",
)
def training_open_and_shared(design: Design) -> Iterator[Seen]:
    """Migrants' organisations bring a truer picture of the work; staggered courses do less harm (WIF2019-37)."""
    for one in design.doing(*BEFORE_LEAVING, "post-arrival-training"):
        if (has_any(one, OPEN_TRAINING) or workers_take_part(one)) and not denied(one, *LEFT_OUT):
            yield seen(one, f"{one.name} keeps training close to what workers know of the jobs.")


@rule(
    "sessions-not-fitted",
    "contradicts",
    title="Training is not fitted to how a place sees women and distress",
    question="Are the sessions fitted to local views of women, honour and distress?",
    better="Study how women and distress are seen in each place, then fit the sessions to it.",
    lessons="WIF2019-36",
)
def sessions_not_fitted(design: Design) -> Iterator[Seen]:
    """What helps a woman where distress is admitted offends where honour rules (WIF2019-36)."""
    for one in design.doing("pre-decision-training"):
        fitted = has_any(one, {"tailored-to-place", "appraisal-first"})
        told = one.says("uniform") or one.denies("tailored-to-place")
        if design.approach.varies_by_place is ABSENT and not fitted and not told:
            yield seen(one, f"{one.name} stands in a design that says it does not differ from place to place.")


@rule(
    "skills-for-missing-jobs",
    "contradicts",
    title="Skills are trusted to bring decent work by themselves",
    question="Where are the decent jobs for which people are trained?",
    better="Work for decent jobs, at home above all, and for pay that follows skill; train for those jobs.",
    lessons="WIF2019-28 WIF2023-02 WIF2023-45",
)
def skills_for_missing_jobs(design: Design) -> Iterator[Seen]:
    """Where jobs are missing, single courses improved and the schemes around them did not (WIF2019-28, WIF2023-2)."""
    for one in design.assuming("skills-bring-decent-work"):
        yield seen(one, f"{one.name}: training does not make decent jobs where there are none.")
    if design.approach.jobs_at_both_ends is ABSENT and not jobs_worked_on(design):
        for one in design.doing(*BEFORE_LEAVING):
            yield seen(one, f"{one.name} trains people, while the design says that it does not work for better jobs.")


@rule(
    "skills-without-grades",
    "missing",
    title="Skills are certified but do not raise pay",
    question="Do certificates lead to a higher grade and higher pay, for migrants as for local workers?",
    better="Grade skills by occupational standard, certify them, and tie each grade to pay for every worker.",
    lessons="WIF2023-45",
)
def skills_without_grades(design: Design) -> Iterator[Seen]:
    """One label for nearly all sewing workers left the sector with a single minimum wage (WIF2023-45)."""
    graded = argued_for(design, "skills-classification")
    for one in design.doing("skills-recognition", "skills-training"):
        if one.denies("pay-graded"):
            yield seen(one, f"{one.name} gives skill a paper and no price: pay stays the same.")
        elif one.type == "skills-recognition" and one.silent_on("pay-graded") and not graded:
            yield ask(one)


@rule(
    "skills-graded",
    "strength",
    title="Pay follows skill",
    question="Is pay tied to graded and certified skills?",
    better="Cover migrant and local workers with the same grades and the same pay.",
    lessons="WIF2023-45",
)
def skills_graded(design: Design) -> Iterator[Seen]:
    """Grades tied to pay give workers a way up and employers a better ordered floor (WIF2023-45)."""
    argued = argued_for(design, "skills-classification")
    for one in design.interventions:
        if not one.denies("pay-graded") and (one in argued or (one.done and one.says("pay-graded"))):
            yield seen(one, f"{one.name} ties pay to graded skill.")
