"""Jobs at both ends, distress, the job market and return (WIF2019-35; WIF2023-1, 2, 5, 36)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, Design, Element
from corridor.learning.rules.catalogue import Seen, ask, rule, seen
from corridor.learning.rules.whole_design import (
    JOB_TYPES,
    POOR_SECTORS,
    argued_for,
    conditions_worked_on,
    denied,
    has_any,
    jobs_worked_on,
    sectors_of,
)

INFORMING = ("awareness-campaign", "information-service", "information-exchange", "pre-decision-training")
JOBS_GUARDED = {
    "job-conditions-assessed",
    "better-jobs-alternative",
    "conditions-alongside",
    "conditions-at-work-first",
    "living-wage",
    "pay-graded",
    "public-scrutiny",
}
NOT_YET_IN_WORK = {"would-be-migrants", "returnees", "adolescent-girls", "families", "community"}


@rule(
    "information-in-place-of-jobs",
    "contradicts",
    title="Information stands in for jobs and public policy",
    question="What does the design do about the distress that makes people leave?",
    better="Reduce distress: work for jobs, public services and peace at home; inform beside that, not in its place.",
    lessons="WIF2019-35 WIF2023-01",
)
def information_in_place_of_jobs(design: Design) -> Iterator[Seen]:
    """Information could do little where lasting crisis on the land drove people out (WIF2019-35)."""
    reasons = {
        "jobs_at_both_ends": "does not work for jobs or social protection",
        "structural_causes": "did not look at why people have to leave",
    }
    left_out = [why for fact, why in reasons.items() if design.approach.values.get(fact) is ABSENT]
    for one in design.doing(*INFORMING):
        if left_out and not one.says("local-options") and not design.doing(*JOB_TYPES):
            yield seen(one, f"{one.name} informs people, and the design says that it {' and '.join(left_out)}.")


def distress_left(design: Design) -> bool:
    """Whether safe migration is a frame of a design that does nothing about what makes people leave."""
    framing = design.framing
    framed = "safe-migration" in framing.frames or framing.main_frame == "safe-migration"
    seen_to = design.approach.structural_causes or design.approach.origin_jobs_analysed or jobs_worked_on(design)
    turned_down = "safe-migration" in framing.rejects or "labour-market" in framing.frames
    return framed and not seen_to and not turned_down


@rule(
    "jobs-left-out",
    "missing",
    title="Jobs and social protection are left out",
    question="Does the design work for decent jobs and social protection at origin and destination?",
    better="Follow employment policy and argue, with evidence, for steady public employment and protection floors.",
    lessons="WIF2023-01 WIF2023-02",
)
def jobs_left_out(design: Design) -> Iterator[Seen]:
    """Too few decent jobs and thin protection together push whole groups into abusive work (WIF2023-1, 2)."""
    approach = design.approach
    if approach.jobs_at_both_ends is ABSENT and not design.doing("public-employment", "social-protection"):
        yield seen(
            approach, "The design says that it does not work for better jobs and social protection at both ends."
        )
    elif not jobs_worked_on(design) and approach.jobs_at_both_ends is not ABSENT and design.interventions:
        yield ask(approach)


@rule(
    "jobs-and-floors",
    "strength",
    title="Works for jobs and social protection",
    question="Does the design work for jobs and protection floors?",
    better="Watch whether the jobs reach women and whether the scheme keeps its strength.",
    lessons="WIF2023-02 WIF2023-01 WIF2023-36",
)
def jobs_and_floors(design: Design) -> Iterator[Seen]:
    """Public employment at scale went with a rise in rural wages (WIF2023-2)."""
    argued = argued_for(design, "public-employment", "social-protection")
    for one in design.interventions:
        made = one in design.doing("public-employment", "social-protection") or one in argued
        scaled = one in design.doing("local-livelihoods", "reintegration", "job-matching") and one.says("at-scale")
        if (
            (made or scaled)
            and not one.denies("at-scale")
            and not has_any(one, {"individual-packages", "lesser-terms"})
        ):
            yield seen(one, f"{one.name} widens jobs or protection for many.")
    if design.approach.jobs_at_both_ends:
        yield seen(design.approach, "The design works for better jobs and social protection at origin and destination.")


@rule(
    "job-market-unwatched",
    "missing",
    title="The job market is not followed",
    question="Does the programme follow jobs, wages and shortages in the places where it works?",
    better="Follow the job market of each place beside single cases, so that progress is read rightly.",
    lessons="WIF2023-01",
)
def job_market_unwatched(design: Design) -> Iterator[Seen]:
    """Settled grievances helped those concerned while conditions around them slid (WIF2023-1)."""
    if design.approach.labour_market_watched is ABSENT and not watching(design):
        yield seen(
            design.approach,
            "Jobs, wages and shortages are not followed, so better and worse times for workers go unseen.",
        )


def watching(design: Design) -> list[Element]:
    """Interventions and indicators that follow the job market."""
    monitors = [one for one in design.interventions if one.type == "labour-market-monitoring"]
    return [one for one in monitors if one.aim not in {"lift", "oppose"}] + design.measuring("jobs-at-home")


@rule(
    "job-market-watched",
    "strength",
    title="The job market is followed",
    question="Does the programme follow the job market?",
    better="Let what is found decide when to press for what.",
    lessons="WIF2023-01 WIF2023-02 WIF2023-05",
    practices="PRA-07",
)
def job_market_watched(design: Design) -> Iterator[Seen]:
    """Jobs and joblessness tell more of the risk of forced labour than single cases do (WIF2023-1)."""
    for one in watching(design):
        yield seen(one, f"{one.name} follows how jobs and wages change.")
    if design.approach.labour_market_watched:
        yield seen(
            design.approach,
            "The design follows jobs, wages and shortages, so it can tell progress from a passing boom.",
        )


@rule(
    "more-poor-jobs",
    "caution",
    title="Women are led to more jobs of the poorest kind",
    question="Why these sectors, and what do their jobs pay?",
    better="Keep and widen formal jobs with decent conditions, as in health and schools; open sectors with few women.",
    lessons="WIF2023-05 WIF2019-35",
)
def more_poor_jobs(design: Design) -> Iterator[Seen]:
    """More domestic and garment jobs showed that states no longer made formal ones for women (WIF2023-5)."""
    if conditions_worked_on(design):
        return
    for one in design.doing("job-matching", "skills-training", "bilateral-agreement", "recruitment-channel"):
        if one.denies("better-jobs-alternative"):
            yield seen(one, f"{one.name} opens no way to better jobs than the poor ones at hand.")
            continue
        if one.type in {"bilateral-agreement", "recruitment-channel"}:
            continue
        entering = one.type == "job-matching" or NOT_YET_IN_WORK & set(one.audience) or one.stage == "origin"
        sectors = sectors_of(design, one)
        poor = sectors and sectors <= POOR_SECTORS
        if entering and poor and not has_any(one, JOBS_GUARDED) and not denied(one, "job-conditions-assessed"):
            yield seen(one, f"{one.name} leads into domestic or garment work only, jobs that are known for poor terms.")


@rule(
    "better-jobs-for-women",
    "strength",
    title="Better jobs are opened to women",
    question="Are better jobs opened to women?",
    better="Begin where many women already hold formal jobs and keep those decent.",
    lessons="WIF2023-05 WIF2023-36",
)
def better_jobs_for_women(design: Design) -> Iterator[Seen]:
    """Keep decent jobs, open new sectors, and lift what bars women from paid work (WIF2023-5, WIF2023-36)."""
    for one in design.interventions:
        opened = one.says("better-jobs-alternative") and one.type in {*JOB_TYPES, "skills-training", "reintegration"}
        if one.done and (opened or one.says("barriers-to-womens-work")):
            yield seen(one, f"{one.name} opens better paid work to women.")
