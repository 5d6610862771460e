"""Workers' centres: safety of those who come, government by workers, money (WIF2019-25; WIF2023-25, 26, 27)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, Design
from corridor.learning.rules.catalogue import Seen, ask, rule, seen
from corridor.learning.rules.organising import WORKERS_OWN

CENTRES = ("worker-centre", "migrant-resource-centre")
OF_CENTRES = ("legal-aid", "grievance-handling", "shelter", "information-service", "complaint-mechanism")
NOT_WORKERS = {"employers", "brands", "recruiters", "labour-ministry", "other-ministries", "police", "local-government"}


@rule(
    "centre-risks-unassessed",
    "missing",
    title="A centre is opened without weighing the risks to those who come",
    question="Were the risks to those who come, from police, neighbours or the way there, weighed before opening?",
    better="Assess risks with workers first, choose the place with care, and have police respect it.",
    lessons="WIF2019-25 WIF2023-25",
)
def centre_risks_unassessed(design: Design) -> Iterator[Seen]:
    """Police may wait at a centre for migrants to arrest; one centre had to move (WIF2019-25, WIF2023-25)."""
    answered = any(one.kind == "police-attention" and one.response for one in design.risks)
    for one in design.doing(*CENTRES):
        if one.says("risk-assessed") or one.says("police-agreement"):
            continue
        if one.denies("risk-assessed"):
            yield seen(one, f"{one.name} is opened without weighing what may happen to those who come.")
        elif one.denies("police-agreement") and not answered:
            yield seen(one, f"{one.name} has no understanding with the police, who may look for people there.")
        elif one.type == "worker-centre" and not answered:
            yield ask(one)
    for one in design.risks:
        if one.kind == "police-attention" and one.response is ABSENT:
            yield seen(one, f"{one.name} is named as a risk, and nothing is planned against it.")


@rule(
    "centre-risks-assessed",
    "strength",
    title="Risks to those who come were weighed first",
    question="What was found, and what was changed because of it?",
    better="Weigh the risks anew when policing or the neighbourhood changes.",
    lessons="WIF2019-25 WIF2023-25",
)
def centre_risks_assessed(design: Design) -> Iterator[Seen]:
    """Contact with officers and tolerant neighbours keep a centre usable (WIF2023-25)."""
    for one in design.doing(*CENTRES):
        if one.says("risk-assessed") or one.says("police-agreement"):
            yield seen(one, f"{one.name} looks after the safety of those who come.")


@rule(
    "centre-governed-by-others",
    "contradicts",
    title="A workers' centre is governed by others",
    question="Who decides in the centre?",
    better="Let workers govern; keep regular contact with employers and officials, as advisers at most.",
    lessons="WIF2023-27",
    practices="PRA-02",
)
def centre_governed_by_others(design: Design) -> Iterator[Seen]:
    """A tripartite body that was to advise came to manage, and would have left only recreation (WIF2023-27)."""
    for one in design.doing("worker-centre"):
        others = set(one.led_by) & NOT_WORKERS and not set(one.led_by) & WORKERS_OWN
        if one.says("worker-governed"):
            if one.says("multi-party-governed"):
                yield ask(one)
        elif one.says("multi-party-governed"):
            yield seen(
                one, f"{one.name} is governed by several parties; such bodies turn into an authority over the centre."
            )
        elif one.denies("worker-governed"):
            yield seen(one, f"{one.name} is a workers' centre in which, as the design says, workers do not decide.")
        elif others:
            yield seen(one, f"{one.name} is led by employers or authorities instead of the workers whose place it is.")
        elif not set(one.led_by) & WORKERS_OWN:
            yield ask(one)


@rule(
    "centre-governed-by-workers",
    "strength",
    title="Workers govern the centre",
    question="How do workers decide, and who advises them?",
    better="Put the advisers' role in writing, so that advice does not become management.",
    lessons="WIF2023-27 WIF2023-26",
    practices="PRA-02",
)
def centre_governed_by_workers(design: Design) -> Iterator[Seen]:
    """A centre belongs to workers and is theirs to run as far as possible (WIF2023-27)."""
    for one in design.doing(*CENTRES):
        own = one.says("worker-governed") or (set(one.led_by) and set(one.led_by) <= WORKERS_OWN)
        if own and not one.says("multi-party-governed") and not one.denies("worker-governed"):
            yield seen(one, f"{one.name} is in the hands of the workers who use it.")


@rule(
    "centre-must-pay-for-itself",
    "contradicts",
    title="A centre is expected to pay for itself",
    question="Is the centre judged by what it earns, or by the rights its users have?",
    better="Expect no financial independence before migrants may associate and bargain; keep costs low, bring in money "
    "from outside, and judge a centre's prospects by the rights of its users.",
    lessons="WIF2023-26",
)
def centre_must_pay_for_itself(design: Design) -> Iterator[Seen]:
    """Every way of handing centres over to migrants failed while the law stood against them (WIF2023-26)."""
    for one in design.doing(*CENTRES):
        if one.says("self-financing-expected"):
            yield seen(
                one,
                f"{one.name} is expected to cover its own costs, which no centre could do without association rights.",
            )
    for one in design.doing(*OF_CENTRES):
        if one.says("self-financing-expected"):
            yield seen(one, f"{one.name} is expected to cover its own costs, though its users are short of money.")
    for one in design.assuming("centre-self-sustaining"):
        yield seen(one, f"The design rests on {one.name}; each attempt to hand a centre over in this way failed.")
    for one in design.measuring("centre-income"):
        aimed_at = one.target and one.target is not ABSENT
        if one.role in {"headline", "only"} or (not one.role and aimed_at):
            yield seen(
                one, f"{one.name} judges a centre by what it earns instead of by the rights that its users have."
            )
        elif not one.role and one.target is not ABSENT:
            yield ask(one)


@rule(
    "centre-without-outside-money",
    "missing",
    title="A centre has no independent money",
    question="Whose money keeps the centre open under pressure?",
    better="Secure money that neither employers nor authorities can cut off, and share the running with workers.",
    lessons="WIF2023-26",
)
def centre_without_outside_money(design: Design) -> Iterator[Seen]:
    """A centre must be free in its finances to withstand pressure (WIF2023-26)."""
    for one in design.doing(*CENTRES):
        if one.denies("outside-funding-secured") and not one.says("self-financing-expected"):
            yield seen(one, f"{one.name} has no outside money, so that pressure on it may close it.")


@rule(
    "centre-carried-from-outside",
    "strength",
    title="Independent money carries the centre",
    question="For how long is the money there?",
    better="Keep costs low and let workers share in the daily running.",
    lessons="WIF2023-26",
)
def centre_carried_from_outside(design: Design) -> Iterator[Seen]:
    """Until migrants may associate freely, money has to come from outside (WIF2023-26)."""
    for one in design.doing(*CENTRES):
        if one.says("outside-funding-secured") and not one.says("self-financing-expected"):
            yield seen(one, f"{one.name} has independent money to withstand pressure.")
