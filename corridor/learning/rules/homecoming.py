"""Return and reintegration: packages, promises and jobs at scale (WIF2023-36, WIF2023-2)."""

from collections.abc import Iterator

from corridor.learning.design.model import Design, Element
from corridor.learning.rules.catalogue import Seen, rule, seen
from corridor.learning.rules.targets import beside
from corridor.learning.rules.whole_design import argued_for, denied, has_any

LIVING = ("jobs-at-home", "wages", "workers-assessment", "social-protection", "trajectories")


def for_returnees(design: Design) -> list[Element]:
    """Interventions that settle people who came back."""
    livelihoods = [one for one in design.doing("local-livelihoods") if "returnees" in one.audience]
    return design.doing("reintegration") + livelihoods


def small(one: Element) -> bool:
    """Whether the element says that it helps single persons only, or not at scale."""
    return one.says("individual-packages") or one.denies("at-scale")


@rule(
    "reintegration-by-package",
    "contradicts",
    title="Reintegration by single packages",
    question="Are there jobs and protection at home for those who come back?",
    better="Public jobs and social protection at scale, and an end to what keeps women out of paid work.",
    lessons="WIF2023-36 WIF2023-02",
)
def reintegration_by_package(design: Design) -> Iterator[Seen]:
    """Packages make no jobs; a woman who earned abroad may end up with unpaid housework (WIF2023-36)."""
    for one in design.assuming("reintegration-works"):
        yield seen(one, f"{one.name}: packages do not bring back the jobs whose lack made people leave.")
    for one in for_returnees(design):
        if small(one):
            yield seen(one, f"{one.name} helps single persons, and the lack of jobs that made them leave stays.")
        elif one.denies("barriers-to-womens-work"):
            yield seen(one, f"{one.name} leaves in place what keeps women from paid work at home.")
    for one in design.doing("local-livelihoods", "public-employment", "skills-training", "job-matching"):
        if one not in for_returnees(design) and one.denies("barriers-to-womens-work"):
            yield seen(one, f"{one.name} leaves in place what keeps women from paid work.")


@rule(
    "reintegration-promised",
    "caution",
    title="Reintegration is promised and nothing is said of jobs",
    question="What work and protection will people find at home, and do they want to stay there?",
    better="Promise it only with public employment and social protection at scale, and ask women what they want.",
    lessons="WIF2023-36",
)
def reintegration_promised(design: Design) -> Iterator[Seen]:
    """Many women would rather have stayed abroad, and referral at home was a gesture (WIF2023-36)."""
    jobs = design.doing("public-employment", "social-protection")
    worked_on = jobs or argued_for(design, "public-employment", "social-protection")
    guards = {"at-scale", "barriers-to-womens-work", "better-jobs-alternative"}
    for one in [] if worked_on else design.doing("reintegration"):
        if not has_any(one, guards) and not small(one) and not denied(one, "barriers-to-womens-work"):
            yield seen(one, f"{one.name} settles people one by one in the labour market that made them leave.")
    for one in design.measuring("returns"):
        leads = one.role in {"headline", "only"} or (not one.role and one.target)
        if leads and not one.qualitative and not beside(design, one, *LIVING):
            yield seen(one, f"{one.name} counts people brought home, not how they live there.")


@rule(
    "jobs-too-few",
    "caution",
    title="Help with income at home stays small",
    question="How many people can live on what the design brings?",
    better="Use what works in the small to argue for public employment and protection at scale.",
    lessons="WIF2023-02 WIF2023-36 WIF2019-35",
)
def jobs_too_few(design: Design) -> Iterator[Seen]:
    """Information, credit or work for a few does not lessen distress that is general (WIF2019-35, WIF2023-2)."""
    if argued_for(design, "public-employment", "social-protection"):
        return
    for one in design.doing("local-livelihoods", "public-employment", "social-protection", "job-matching"):
        if small(one) and one not in for_returnees(design):
            yield seen(one, f"{one.name} reaches single persons or a pilot group, and the lack of jobs stays as it is.")
