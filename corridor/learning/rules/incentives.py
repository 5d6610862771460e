"""Rewards, labels, pledges and goodwill, and what ties them to workers (WIF2019-13, 17; WIF2023-8, 43, 44)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, Design, Element
from corridor.learning.rules.catalogue import Seen, rule, seen
from corridor.learning.rules.employers import made_by_workers

TIED = ("binding-duties", "enforcement-alongside", "worker-input", "workers-representatives", "recurrent-grievances")
FIRMS = ("employer-training", "ethical-code", "supply-chain-work", "social-dialogue", "coalition", "pledge")


def tied_to_workers(one: Element) -> bool:
    """Duties, enforcement or what workers say decide who earns the reward."""
    return any(map(one.says, TIED)) or made_by_workers(one)


@rule(
    "rewards-for-employers",
    "caution",
    title="Employers or recruiters are rewarded for good conduct",
    question="Who finds out whether the reward was earned, and what happens to those who do not seek it?",
    better="Tie rewards to duties that can be enforced and to what workers report, at every link of the chain.",
    lessons="WIF2019-13 WIF2019-17 WIF2023-43 WIF2023-44",
    practices="PRA-05",
)
def rewards_for_employers(design: Design) -> Iterator[Seen]:
    """Others take the trade that a good agency turns down; goodwill gave way in 2020 (WIF2019-17, WIF2023-44)."""
    for one in design.doing("employer-incentives"):
        if not tied_to_workers(one):
            yield seen(one, f"{one.name} rewards those who choose to act well; others take the trade they turn down.")


@rule(
    "rewards-tied-to-workers",
    "strength",
    title="Rewards hang on duties or on workers' word",
    question="How do workers tell that a reward is not deserved?",
    better="Take the reward away when workers show that conditions have fallen, and say so in public.",
    lessons="WIF2019-18 WIF2023-43 WIF2023-44",
)
def rewards_tied_to_workers(design: Design) -> Iterator[Seen]:
    """Incentives have to answer to workers, not to employers and recruiters alone (WIF2019-18, WIF2023-44)."""
    for one in design.doing("employer-incentives"):
        if tied_to_workers(one):
            yield seen(one, f"{one.name} ties the reward to enforceable duties or to what workers say.")


@rule(
    "goodwill-alone",
    "caution",
    title="A measure rests on goodwill alone",
    question="What happens when those who promised do not keep to it?",
    better="Turn the promise into a duty, and let workers' organisations bring the claim.",
    lessons="WIF2023-44 WIF2019-17",
)
def goodwill_alone(design: Design) -> Iterator[Seen]:
    """Policies on responsible conduct did not stop losses being passed down in 2020 (WIF2023-44)."""
    judged = ("supply-chain-work", "compliance-audit", "policy-advocacy", "employer-training", "employer-incentives")
    codes = ("ethical-code", "pledge", "recruiter-code", "recruiter-training")
    for one in design.interventions:
        free = one.done and one.says("voluntary-only") and not one.says("binding-duties")
        if free and one.type not in (*judged, *codes):
            yield seen(one, f"{one.name} rests on goodwill, which gives way when it costs something.")


@rule(
    "grievances-not-taken-up",
    "missing",
    title="Recurrent grievances are not taken up",
    question="Which grievances of workers do employers or partners hear of?",
    better="Bring together what workers raise again and again, and seek lasting answers with those concerned.",
    lessons="WIF2023-08 WIF2023-46",
    practices="PRA-05",
)
def grievances_not_taken_up(design: Design) -> Iterator[Seen]:
    """Settling what comes back again and again serves workers and firms alike (WIF2023-8, WIF2023-46)."""
    for one in design.doing(*FIRMS):
        if one.denies("recurrent-grievances") and one.type not in {"ethical-code", "pledge"}:
            yield seen(one, f"{one.name} does not start from the grievances that workers raise again and again.")


@rule(
    "abuse-moves-elsewhere",
    "missing",
    title="Abuse may move elsewhere, and nothing is planned",
    question="Where will deceit or abuse go when one link is closed, and who will see it?",
    better="Follow the whole chain and watch the links that the measure does not reach.",
    lessons="WIF2019-17 WIF2019-02",
)
def abuse_moves_elsewhere(design: Design) -> Iterator[Seen]:
    """Pressed at one link, recruitment goes underground or to the next link (WIF2019-2, WIF2019-17)."""
    for one in design.risks:
        if one.kind == "displacement" and one.response is ABSENT:
            yield seen(one, f"{one.name} is named as a risk, and nothing is planned against it.")


@rule(
    "pledge-without-grievances",
    "caution",
    title="Partners pledge against slavery or trafficking",
    question="Do partners gather around problems that workers name?",
    better="Bring partners together for lasting answers to grievances that workers raise again and again.",
    lessons="WIF2023-08 WIF2023-31",
    practices="PRA-10",
)
def pledge_without_grievances(design: Design) -> Iterator[Seen]:
    """Broad promises leave a worker who speaks up as alone as before (WIF2023-8)."""
    for one in design.doing("pledge"):
        if not (one.says("recurrent-grievances") or one.says("binding-duties")):
            yield seen(one, f"{one.name} unites partners around a promise; promises seldom settle what workers raise.")


@rule(
    "alliance-on-grievances",
    "strength",
    title="Partners gather around workers' grievances",
    question="Do partners act on what workers raise again and again?",
    better="Report back to the workers whose grievances set the agenda.",
    lessons="WIF2023-08",
    practices="PRA-10",
)
def alliance_on_grievances(design: Design) -> Iterator[Seen]:
    """Practical cooperation for remedy does what pledges can not (WIF2023-8)."""
    for one in design.doing("coalition", "pledge", "regional-cooperation", "policy-advocacy"):
        if one.says("recurrent-grievances"):
            yield seen(one, f"{one.name} gathers partners around grievances that keep coming back.")
