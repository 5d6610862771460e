"""Several jobs, live-out work and rank at work: what one job title hides (WIF2019-21; WIF2023-6, 16, 37)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, SILENT, Design, Element
from corridor.learning.rules.catalogue import Seen, ask, rule, seen

ORGANISING = (
    "worker-organising", "worker-committee", "worker-centre", "migrant-resource-centre", "union-training",
    "social-dialogue", "coalition",
)  # fmt: skip
INQUIRY = {"qualitative-research", "policy-research", "prevalence-survey", "statistics", "labour-market-monitoring"}
RANK = ("power-analysed", "hr-incentives")


def carried_out(one: Element) -> bool:
    """Whether the design does it; for research, to study is to do."""
    return one.done or (one.type in INQUIRY and one.aim == "study")


@rule(
    "organised-by-one-occupation",
    "caution",
    title="Organising is bound to one occupation",
    question="Does the organising reach women in the other paid and unpaid work that they do?",
    better="Organise across occupations, and ease what women share whatever their job, care above all.",
    lessons="WIF2019-21 WIF2023-06",
)
def organised_by_one_occupation(design: Design) -> Iterator[Seen]:
    """Low pay makes women combine sectors, employers and care; unions of one sector miss most of it (WIF2019-21)."""
    for one in design.doing(*ORGANISING):
        eased = one.says("cross-sector") or one.says("care-support") or design.approach.several_jobs
        if not eased and (one.says("single-occupation") or one.denies("cross-sector")):
            yield seen(
                one, f"{one.name} is bound to one occupation, though many women hold several jobs and care for others."
            )
        elif not eased and one.type == "worker-organising" and design.approach.several_jobs is SILENT:
            yield ask(one)


@rule(
    "organised-across-occupations",
    "strength",
    title="Organises across occupations, with care in mind",
    question="Which needs do the women share whatever their job?",
    better="Let women say which of their jobs weighs most, and ease care work so that they can take part.",
    lessons="WIF2019-21 WIF2023-06",
)
def organised_across_occupations(design: Design) -> Iterator[Seen]:
    """Groups that worked across sectors won women's trust more easily (WIF2019-21, WIF2023-6)."""
    for one in design.doing(*ORGANISING):
        if one.says("cross-sector") and not one.says("single-occupation"):
            yield seen(one, f"{one.name} brings together women in more than one occupation.")
        elif one.says("care-support"):
            yield seen(one, f"{one.name} takes women's care duties into account, so that they can take part.")


@rule(
    "live-out-left-out",
    "contradicts",
    title="Live-out and part-time domestic workers are left out",
    question="Are domestic workers who live out or work part time covered too?",
    better="Cover part-time and live-out work: have it counted, recognised and tied to social security, and build on "
    "what live-out workers know.",
    lessons="WIF2023-37",
)
def live_out_left_out(design: Design) -> Iterator[Seen]:
    """Live-out workers are many, face abuse of their own and lead the way to live-in workers (WIF2023-37)."""
    if design.approach.live_out_covered is ABSENT:
        yield seen(
            design.approach, "The design says that it does not cover domestic workers who live out or work part time."
        )
    for one in design.interventions:
        if not carried_out(one) or one.says("live-out-covered") or "live-out-domestic-workers" in one.audience:
            continue
        if one.says("live-in-only") or one.denies("live-out-covered"):
            yield seen(
                one, f"{one.name} covers live-in domestic workers alone, though many live out or work part time."
            )
        elif set(one.audience) == {"live-in-domestic-workers"} and not design.approach.live_out_covered:
            yield ask(one)


@rule(
    "live-out-included",
    "strength",
    title="Live-out and part-time domestic workers are included",
    question="What do live-out workers bring to the work with live-in workers?",
    better="Ask those who once lived in to guide newcomers, and seek social security for part-time work.",
    lessons="WIF2023-37",
)
def live_out_included(design: Design) -> Iterator[Seen]:
    """Experience of live-out workers opened the way to those behind closed doors (WIF2023-37)."""
    if design.approach.live_out_covered:
        yield seen(design.approach, "The design covers domestic workers who live out or work part time.")
    for one in design.interventions:
        named = one.says("live-out-covered") or "live-out-domestic-workers" in one.audience
        if carried_out(one) and named and not one.says("live-in-only"):
            yield seen(one, f"{one.name} includes domestic workers who live out or work part time.")


def against_harassment(design: Design) -> list[Element]:
    return [
        one
        for one in design.interventions
        if one.done and (one.type == "harassment-prevention" or "violence-harassment" in one.about)
    ]


@rule(
    "harassment-without-rank",
    "missing",
    title="Harassment is met without regard to rank",
    question="Does it ask who stands over whom at work, and change what rewards those above?",
    better="Read ranks of gender, class, caste and ethnicity in each workplace, and counter them by personnel rules, "
    "independent migrant committees and inspection.",
    lessons="WIF2023-16",
)
def harassment_without_rank(design: Design) -> Iterator[Seen]:
    """Men lead the lines that women sew on; slurs drive people to high targets (WIF2023-16)."""
    for one in against_harassment(design):
        if any(map(one.says, RANK)):
            continue
        if any(map(one.denies, RANK)):
            yield seen(
                one, f"{one.name} leaves untouched who stands over whom at work and what those above are rewarded for."
            )
        elif one.type == "harassment-prevention":
            yield ask(one)


@rule(
    "rank-at-work-countered",
    "strength",
    title="Rank at work is read and countered",
    question="Which incentives of managers and supervisors change?",
    better="Add migrant committees that are independent and inspectors who look for it.",
    lessons="WIF2023-16",
)
def rank_at_work_countered(design: Design) -> Iterator[Seen]:
    """What managers are hired and rewarded for encourages harassment or discourages it (WIF2023-16)."""
    for one in against_harassment(design):
        if any(map(one.says, RANK)):
            yield seen(
                one, f"{one.name} looks at who stands over whom at work, or changes what managers are rewarded for."
            )


@rule(
    "several-jobs-left-out",
    "missing",
    title="Women with several jobs are not reckoned with",
    question="Does the design reckon with women who hold several paid and unpaid jobs?",
    better="Reach women across occupations and meet the needs they share, relief from care work first.",
    lessons="WIF2019-21 WIF2023-06",
)
def several_jobs_left_out(design: Design) -> Iterator[Seen]:
    """Built on one job and one employer, a programme misses most of the work (WIF2019-21, WIF2023-6)."""
    if design.approach.several_jobs is ABSENT:
        yield seen(
            design.approach,
            "The design says that it does not reckon with women who hold several jobs and care for others; "
            "work made for one job misses most of what they do.",
        )


@rule(
    "several-jobs-reckoned-with",
    "strength",
    title="Women with several jobs are reckoned with",
    question="Where does the design meet women in their other jobs?",
    better="Ask women which of their jobs weighs most before choosing where to begin.",
    lessons="WIF2019-21 WIF2023-06",
)
def several_jobs_reckoned_with(design: Design) -> Iterator[Seen]:
    """Women move between sectors, employers and unpaid care, often on one day (WIF2019-21, WIF2023-6)."""
    if design.approach.several_jobs:
        yield seen(design.approach, "The design reckons with women who hold several paid and unpaid jobs.")
