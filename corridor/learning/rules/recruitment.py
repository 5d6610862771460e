"""Recruiters, channels and the jobs at their end (WIF2019-13, 15, 16). The chain as a whole is in `intermediaries`."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, Design, Element
from corridor.learning.rules.catalogue import Seen, ask, rule, seen
from corridor.learning.rules.targets import beside
from corridor.learning.rules.whole_design import POOR_SECTORS, conditions_worked_on, denied, has_any, sectors_of

ETHICS = ("recruiter-training", "recruiter-code")
CHANNELS = ("recruitment-channel", "job-matching", "bilateral-agreement")
RECRUITING = (
    *ETHICS,
    "recruitment-regulation",
    "recruitment-channel",
    "recruiter-prosecution",
    "recruiter-monitoring",
    "bilateral-agreement",
)
SUBJECTS = {"recruitment-rules", "bilateral-agreements"}
JOBS_TOLD = ("promise-kept", "wages", "working-conditions", "freedom", "workers-assessment")
AT_WORK_FIRST = ("conditions-at-work-first",)
JOBS_SEEN = {"job-conditions-assessed", "better-jobs-alternative", "conditions-alongside", "conditions-at-work-first"}


def on_recruitment(design: Design) -> list[Element]:
    """Interventions on recruiters or recruitment rules that the design carries out."""
    return [one for one in design.interventions if one.done and (one.type in RECRUITING or SUBJECTS & set(one.about))]


def mapped(design: Design) -> bool:
    """Whether recruitment is followed from end to end anywhere in the design."""
    return any(one.type == "recruitment-mapping" and one.aim not in {"lift", "oppose"} for one in design.interventions)


def half_seen(one: Element) -> bool:
    """Whether the element says that it takes up only part of the recruitment process."""
    return one.says("licensed-only") or bool(denied(one, "process-mapped", "whole-chain"))


@rule(
    "recruiter-ethics-first",
    "contradicts",
    title="Recruiters are taught ethics before anyone knows who recruits",
    question="Was recruitment followed from village to workplace before recruiters were trained or signed a code?",
    better="Follow the whole process first, then choose measures that lower workers' risks on that path.",
    lessons="WIF2019-15 WIF2019-17",
)
def recruiter_ethics_first(design: Design) -> Iterator[Seen]:
    """Licensed agencies alone cannot keep a code where most recruiting is informal (WIF2019-15)."""
    for one in design.doing(*ETHICS):
        if half_seen(one):
            yield seen(one, f"{one.name} teaches or binds one kind of recruiter without knowing the rest of the chain.")
        elif design.approach.informal_included is ABSENT and not one.says("whole-chain"):
            yield seen(
                one, f"{one.name} reaches formal recruiters, and the design says that it leaves out informal ones."
            )


@rule(
    "recruiter-ethics-early",
    "caution",
    title="Ethics for recruiters may come too early",
    question="How much of the recruiting do these recruiters really do?",
    better="Keep training for places where recruitment is formal; elsewhere follow the process and raise conditions.",
    lessons="WIF2019-15 WIF2019-13",
)
def recruiter_ethics_early(design: Design) -> Iterator[Seen]:
    """Training recruiters step by step fails while brokers and poor jobs around them stay (WIF2019-13, WIF2019-15)."""
    if mapped(design) or design.approach.informal_included is ABSENT:
        return
    for one in design.doing(*ETHICS):
        guarded = has_any(one, {"process-mapped", "whole-chain", "conditions-alongside", "conditions-at-work-first"})
        if not guarded and not half_seen(one) and not denied(one, "conditions-alongside", *AT_WORK_FIRST):
            yield seen(
                one,
                f"{one.name} counts on recruiters to do better; where most of it is informal, they can not use it.",
            )


@rule(
    "recruitment-mended-alone",
    "contradicts",
    title="Recruitment is mended while the jobs stay poor",
    question="Are working conditions raised together with recruitment standards?",
    better="Raise pay and conditions in the jobs alongside every measure on recruiters.",
    lessons="WIF2019-13",
)
def recruitment_mended_alone(design: Design) -> Iterator[Seen]:
    """While decent jobs are rare, people pay whoever claims to find one, and brokers multiply (WIF2019-13)."""
    for one in design.assuming("better-recruitment-suffices"):
        yield seen(one, f"{one.name}: good recruitment into poor jobs still ends in poor jobs.")
    for one in on_recruitment(design):
        if denied(one, "conditions-alongside", "conditions-at-work-first"):
            yield seen(one, f"{one.name} works on recruiting alone and leaves conditions in the jobs as they are.")
        elif one.type == "recruitment-regulation" and not has_any(one, JOBS_SEEN) and not conditions_worked_on(design):
            yield ask(one)


@rule(
    "recruitment-with-conditions",
    "strength",
    title="Conditions in the jobs are raised together with recruitment",
    question="Are conditions worked on together with recruitment?",
    better="Go on showing how poor jobs breed brokers.",
    lessons="WIF2019-13",
)
def recruitment_with_conditions(design: Design) -> Iterator[Seen]:
    """Better recruitment lasts only with better working and living conditions (WIF2019-13)."""
    for one in on_recruitment(design):
        if has_any(one, {"conditions-alongside", "conditions-at-work-first"}):
            yield seen(one, f"{one.name} takes up conditions at work along with recruitment.")


@rule(
    "channel-into-unseen-jobs",
    "contradicts",
    title="People are placed without a look at the jobs",
    question="Were conditions in these jobs assessed before people were helped into them?",
    better="Assess conditions sector by sector before backing a channel, and back ways to better jobs.",
    lessons="WIF2019-16",
)
def channel_into_unseen_jobs(design: Design) -> Iterator[Seen]:
    """A channel into notoriously poor jobs makes the abuse an institution, however well meant (WIF2019-16)."""
    for one in design.doing(*CHANNELS):
        if one.denies("job-conditions-assessed"):
            yield seen(one, f"{one.name} brings people into jobs whose conditions nobody looked at first.")
        elif one.denies("realistic-conditions"):
            yield seen(one, f"{one.name} brings people into jobs without telling them what these are like.")
        elif one.type == "job-matching" and not has_any(one, JOBS_SEEN):
            yield ask(one)


@rule(
    "channel-promoted",
    "caution",
    title="A recruitment channel leads into poor jobs",
    question="What are pay, hours and freedom like in the jobs to which the channel leads?",
    better="Make the jobs decent first, or open a way to better ones; accountable recruitment comes after.",
    lessons="WIF2019-16 WIF2019-13",
)
def channel_promoted(design: Design) -> Iterator[Seen]:
    """The programme dropped its plan for better recruitment into domestic and garment work (WIF2019-16)."""
    if conditions_worked_on(design):
        return
    for one in design.doing("recruitment-channel"):
        told = denied(one, "job-conditions-assessed", "realistic-conditions", "conditions-alongside", *AT_WORK_FIRST)
        if has_any(one, JOBS_SEEN) or told:
            continue
        sectors = sectors_of(design, one)
        if sectors and sectors <= POOR_SECTORS:
            yield seen(one, f"{one.name} leads people into work that is known for poor pay and conditions.")
        else:
            yield ask(one)


@rule(
    "placements-counted",
    "caution",
    title="People placed or recruiters trained stand for success",
    question="What tells whether the jobs turned out as promised?",
    better="Read such counts beside promises kept, what workers paid, wages and freedom at work.",
    lessons="WIF2019-16 WIF2019-37 WIF2019-15",
)
def placements_counted(design: Design) -> Iterator[Seen]:
    """Numbers sent or trained reward silence on conditions and say nothing of the outcome (WIF2019-15, 16, 37)."""
    for one in design.measuring("placements", "recruiters-trained"):
        costs = beside(design, one, "recruitment-cost")
        if beside(design, one, *JOBS_TOLD) or any(cost.role == "headline" for cost in costs):
            continue
        leads = one.role in {"headline", "only"} or (not one.role and one.target and not costs)
        if leads and not one.qualitative:
            yield seen(
                one, f"{one.name} counts placements or recruiters, and nothing beside it tells how the jobs turned out."
            )


@rule(
    "jobs-assessed-first",
    "strength",
    title="The jobs are looked at first",
    question="Are the jobs assessed before a channel is backed?",
    better="Publish what was found, and stop backing a channel when conditions fall.",
    lessons="WIF2019-16",
)
def jobs_assessed_first(design: Design) -> Iterator[Seen]:
    """Decent jobs come first and accountable recruitment after (WIF2019-16)."""
    for one in design.interventions:
        on_jobs = one.done and (one.type in CHANNELS or one in on_recruitment(design))
        if on_jobs and has_any(one, {"job-conditions-assessed", "better-jobs-alternative"}):
            yield seen(one, f"{one.name} looks at the jobs first or opens a way to better ones.")
