"""Grievances and remedy: for whom, who decides, and who may press (WIF2023-8, 52; WIF2019-11)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, Design
from corridor.learning.rules.catalogue import Seen, ask, rule, seen

HELP = (
    "worker-centre", "migrant-resource-centre", "grievance-handling", "legal-aid", "shelter", "complaint-mechanism",
    "crisis-relief", "return-assistance", "reintegration", "referral", "information-service", "entitlements-access",
    "debt-relief", "rescue",
)  # fmt: skip
REMEDY = ("grievance-handling", "legal-aid", "complaint-mechanism", "worker-centre", "migrant-resource-centre")
CHANNELS = (*REMEDY, "regional-cooperation", "coalition")
DECIDED = {"grievance-handling", "legal-aid"}
CLOSED = {
    "members-only": "members of an organisation",
    "regular-status-only": "people with papers",
    "nationals-only": "citizens of one country",
}


@rule(
    "help-for-recognised-only",
    "contradicts",
    title="Help hangs on an official label",
    question="May every worker with a grievance come, or only people an authority has recognised?",
    better="Open protection and remedy to every worker who brings a grievance, whatever it is called.",
    lessons="WIF2023-52",
    practices="PRA-01",
)
def help_for_recognised_only(design: Design) -> Iterator[Seen]:
    """Recognition is hard to win, and much grave abuse is neither trafficking nor forced labour (WIF2023-52)."""
    if design.approach.remedy_for_all is ABSENT:
        yield seen(
            design.approach, "The design says that help and remedy are not open to every worker with a grievance."
        )
    for one in design.interventions:
        if not one.done or one.open_to == "every-worker":
            continue
        if one.open_to == "recognised-victims-only":
            yield seen(
                one, f"{one.name} is open only to people whom an authority has recognised; most who need it are not."
            )
        elif one.type in HELP and set(one.audience) == {"recognised-victims"} and not one.open_to:
            yield seen(
                one, f"{one.name} is for people whom an authority has recognised, and for nobody else with a grievance."
            )
        elif one.type in REMEDY and not one.open_to and not design.approach.remedy_for_all:
            yield ask(one)


@rule(
    "help-closed-to-some",
    "caution",
    title="Help is closed to some workers",
    question="Where do the workers go who may not come here?",
    better="Drop the condition, or make sure that those it keeps out are helped elsewhere.",
    lessons="WIF2023-52",
)
def help_closed_to_some(design: Design) -> Iterator[Seen]:
    """What matters is the grievance, not who brings it (WIF2023-52)."""
    for one in design.doing(*HELP):
        if one.open_to in CLOSED:
            yield seen(
                one,
                f"{one.name} is only for {CLOSED[one.open_to]}; other workers with a grievance are left without help.",
            )


@rule(
    "help-for-every-worker",
    "strength",
    title="Every worker with a grievance is helped",
    question="How do workers learn that they may come?",
    better="Let what workers ask for decide what help there is.",
    lessons="WIF2023-52",
    practices="PRA-01",
)
def help_for_every_worker(design: Design) -> Iterator[Seen]:
    """Unpaid wages or refused social security count, with no label needed (WIF2023-52)."""
    if design.approach.remedy_for_all:
        yield seen(design.approach, "The design opens help and remedy to every worker with a grievance.")
    for one in design.interventions:
        if one.done and one.open_to == "every-worker":
            yield seen(one, f"{one.name} is open to every worker, whatever her status or label.")


@rule(
    "case-taken-from-worker",
    "contradicts",
    title="Cases go to authorities over the worker's head",
    question="Does anything go to an authority before the worker has weighed the risks and agreed?",
    better="Tell the worker what may follow, let her decide, and take no step without her.",
    lessons="WIF2023-08 WIF2019-11 WIF2023-49",
)
def case_taken_from_worker(design: Design) -> Iterator[Seen]:
    """Complaints that were passed on brought reprisals, and helpers were pressed to withdraw (WIF2023-8)."""
    known = "complainants_protected" in design.approach.values
    for one in design.interventions:
        reprisals_told = known or not one.silent_on("retaliation-protection")  # else that is asked first
        if not one.done or one.says("worker-decides"):
            continue
        if one.says("automatic-referral"):
            yield seen(
                one,
                f"{one.name} passes cases to authorities as a rule, though a complaint can turn against the worker.",
            )
        elif one.denies("worker-decides"):
            yield seen(one, f"{one.name} does not leave it to the worker whether an authority hears of her case.")
        elif reprisals_told and one.type in DECIDED and not one.denies("automatic-referral"):
            yield ask(one)


@rule(
    "worker-decides",
    "strength",
    title="The worker decides what happens with her case",
    question="How are the risks of each step explained to the worker?",
    better="Go on asking at each step, since risks change as a dispute runs.",
    lessons="WIF2023-08 WIF2023-49",
)
def worker_decides(design: Design) -> Iterator[Seen]:
    """The person who bears the reprisal should choose the step (WIF2023-8)."""
    for one in design.interventions:
        if one.done and not one.says("automatic-referral") and one.says("worker-decides"):
            yield seen(one, f"{one.name} takes no step to an authority unless the worker agrees.")


@rule(
    "remedy-open-to-pressure",
    "missing",
    title="The way to remedy is open to interference",
    question="Who could make those who handle the case drop it?",
    better="Set up working channels for remedy, inside countries and between them, that politics can not reach.",
    lessons="WIF2023-08",
)
def remedy_open_to_pressure(design: Design) -> Iterator[Seen]:
    """Where voices are weakest, whoever mediates is pressed to stop (WIF2023-8)."""
    for one in design.doing(*CHANNELS):
        if one.denies("shielded-from-politics"):
            yield seen(
                one,
                f"{one.name} is not shielded from interference, so that those who handle a case can be made to stop.",
            )


@rule(
    "remedy-shielded",
    "strength",
    title="The way to remedy is shielded from interference",
    question="What keeps politics and employers out of a case?",
    better="Extend the shield to social workers, interpreters and others who help.",
    lessons="WIF2023-08",
    practices="PRA-10",
)
def remedy_shielded(design: Design) -> Iterator[Seen]:
    """Practical cooperation that politics can not reach is what was missing (WIF2023-8)."""
    for one in design.interventions:
        if one.done and one.says("shielded-from-politics"):
            yield seen(one, f"{one.name} is shielded from interference.")
