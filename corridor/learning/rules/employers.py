"""Employers, buyers and households that employ: campaigns, codes, audits, chains (WIF2019-26, 27; WIF2023-41 to 44)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, Design, Element
from corridor.learning.rules.catalogue import Seen, ask, rule, seen
from corridor.learning.rules.whole_design import WORKERS

TO_EMPLOYERS = ("employer-campaign", "employer-training")
IN_PUBLIC = ("employer-campaign", "employer-training", "public-campaign", "media-work", "policy-advocacy")
HOUSEHOLD_SECTORS = {"domestic-work", "care"}
ENFORCING = ("labour-inspection", "complaint-mechanism")
CHAIN_TYPES = ("supply-chain-work", "compliance-audit", "ethical-code")
NEEDED = {
    "attitudes-researched": "without a study of what employers think",
    "enforcement-alongside": "without stronger enforcement",
    "care-policy-alongside": "without work on care policy",
}
WORKERS_HEARD = ("worker-input", "contact-with-workers", "workers-representatives")


def to_households(design: Design, one: Element) -> bool:
    """It speaks to families that employ a domestic or care worker."""
    sectors = one.sectors or design.design.sectors
    return "households" in one.audience or bool(set(sectors) & HOUSEHOLD_SECTORS)


def campaigns(design: Design) -> list[Element]:
    """Campaigns meant for employers, also those run in public."""
    public = [one for one in design.doing("public-campaign") if {"employers", "households"} & set(one.audience)]
    return [*design.doing("employer-campaign"), *public]


def made_by_workers(one: Element) -> bool:
    """Workers or their organisations lead it, plan it or carry it out."""
    return bool(WORKERS & {*one.led_by, *one.designed_with, *one.delivered_with, *one.evaluated_with})


def pairs_with(design: Design, feature: str, one: Element, others: list[Element]) -> bool:
    """It says that it goes with this, or the design has such work beside it."""
    return one.says(feature) or (not one.denies(feature) and any(other is not one for other in others))


def care_work(design: Design) -> list[Element]:
    """Work for public care policy."""
    return [one for one in design.working_on("care-policy") if one.done]


def stands_alone(one: Element) -> bool:
    """The design says that two or more of the things a message to employers needs are not there."""
    return sum(map(one.denies, NEEDED)) > 1


@rule(
    "campaign-stands-alone",
    "contradicts",
    title="A campaign to employers stands alone",
    question="What goes with the message: study, enforcement, care policy?",
    better="Study the employers first, and run the message only beside enforcement and work on care policy.",
    lessons="WIF2019-26 WIF2019-27 WIF2023-41 WIF2023-42",
)
def campaign_stands_alone(design: Design) -> Iterator[Seen]:
    """The best message fails where impunity and the cost of care stay as they are (WIF2019-26, 27; WIF2023-41, 42)."""
    for one in [*campaigns(design), *design.doing("employer-training")]:
        if stands_alone(one):
            without = [said for feature, said in NEEDED.items() if one.denies(feature)]
            yield seen(
                one, f"{one.name} goes ahead {' and '.join(without)}; a message by itself does not change employers."
            )


@rule(
    "employers-shamed",
    "contradicts",
    title="Employers are blamed in public",
    question="Does a message blame employers?",
    better="Study attitudes first, speak to what employers and workers share, and leave blame to enforcement.",
    lessons="WIF2019-26 WIF2023-41",
)
def employers_shamed(design: Design) -> Iterator[Seen]:
    """Even a true accusation can set a majority against migrants (WIF2019-26, WIF2023-41)."""
    for one in design.interventions:
        if one.done and one.says("naming-shaming"):
            yield seen(one, f"{one.name} blames employers in public, which can turn opinion against the workers.")
    for one in design.risks:
        if one.kind == "backlash" and one.response is ABSENT:
            yield seen(one, f"{one.name} is a backlash that the design foresees, and nothing is planned against it.")


@rule(
    "message-alone-trusted",
    "contradicts",
    title="Messages are trusted to change employers",
    question="Does the design take it that awareness changes how employers behave?",
    better="Join any message to enforcement and to policies that ease what households and firms can not manage.",
    lessons="WIF2019-26 WIF2019-27 WIF2023-41 WIF2023-42",
)
def message_alone_trusted(design: Design) -> Iterator[Seen]:
    """Costs, care needs and impunity shape what employers do more than what they are told (WIF2019-27, WIF2023-42)."""
    for one in design.assuming("employers-change-by-message"):
        yield seen(one, f"The design rests on {one.name}, though messages leave costs and impunity as they are.")


@rule(
    "campaign-audience-unstudied",
    "missing",
    title="A campaign to employers is made without knowing them",
    question="Were employers' attitudes studied, and does the message build on shared interests?",
    better="Study what employers think and fear before a word is written.",
    lessons="WIF2019-26 WIF2023-41",
)
def campaign_audience_unstudied(design: Design) -> Iterator[Seen]:
    """Messages that ignored employers' own hardship met sharp reactions (WIF2019-26, WIF2023-41)."""
    knowing = ("attitudes-researched", "common-interest")
    for one in campaigns(design):
        if any(map(one.says, knowing)) or one.says("naming-shaming") or stands_alone(one):
            continue
        if any(map(one.denies, knowing)):
            yield seen(
                one, f"{one.name} speaks to employers without having studied them or what they share with workers."
            )
        else:
            yield ask(one)


@rule(
    "campaign-without-enforcement",
    "missing",
    title="A campaign to employers goes without enforcement",
    question="Does stronger enforcement go with the campaign?",
    better="Run the campaign only together with measures that improve enforcement of labour law.",
    lessons="WIF2019-26 WIF2023-41",
)
def campaign_without_enforcement(design: Design) -> Iterator[Seen]:
    """Impunity undoes the message (WIF2019-26, WIF2023-41)."""
    for one in campaigns(design):
        if stands_alone(one):
            continue
        if one.denies("enforcement-alongside"):
            yield seen(one, f"{one.name} is run without stronger enforcement beside it.")
        elif not pairs_with(design, "enforcement-alongside", one, design.doing(*ENFORCING)):
            yield ask(one)


@rule(
    "campaign-without-care-policy",
    "missing",
    title="Households are addressed without care policy",
    question="Are care services and norms about care worked on together with the campaign?",
    better="Join the campaign to care policy and to work on the view that care is unpaid women's duty.",
    lessons="WIF2019-27 WIF2023-42 WIF2023-38",
)
def campaign_without_care_policy(design: Design) -> Iterator[Seen]:
    """What a household can afford and needs decides how it treats a worker (WIF2019-27, WIF2023-42)."""
    for one in [*campaigns(design), *design.doing("employer-training")]:
        if stands_alone(one):
            continue
        if one.denies("care-policy-alongside"):
            yield seen(one, f"{one.name} leaves care services, and what care is held to be worth, as they are.")
        elif to_households(design, one) and not pairs_with(design, "care-policy-alongside", one, care_work(design)):
            yield ask(one)


@rule(
    "employers-understood",
    "strength",
    title="Employers are met with understanding and enforcement",
    question="Does work with employers start from study, shared interests and enforcement?",
    better="Try the messages on the people they are meant for, and watch what they set off.",
    lessons="WIF2019-26 WIF2023-41",
)
def employers_understood(design: Design) -> Iterator[Seen]:
    """Shared interests travel further than accusation, beside enforcement (WIF2019-26, WIF2023-41)."""
    for one in design.doing(*IN_PUBLIC):
        if any(map(one.says, ("attitudes-researched", "common-interest", "enforcement-alongside"))):
            yield seen(one, f"{one.name} starts from what employers think, from shared interests or from enforcement.")


@rule(
    "campaign-with-care-policy",
    "strength",
    title="Work with households goes with care policy",
    question="Is work with households joined to care policy?",
    better="Carry it into budgets: creches, homes for the old, public jobs in care.",
    lessons="WIF2019-27 WIF2023-42 WIF2023-38",
)
def campaign_with_care_policy(design: Design) -> Iterator[Seen]:
    """Care services and norms change what a household asks of a worker (WIF2019-27, WIF2023-42)."""
    for one in design.doing(*TO_EMPLOYERS, "public-campaign"):
        near = one.type != "public-campaign" and to_households(design, one)
        if one.says("care-policy-alongside") or (
            near and pairs_with(design, "care-policy-alongside", one, care_work(design))
        ):
            yield seen(one, f"{one.name} goes together with work on care policy.")


@rule(
    "ethical-code-promoted",
    "caution",
    title="A code of ethics is offered to firms",
    question="Does the code start from recurrent grievances, or bind anyone?",
    better="Bring employers the grievances that keep coming back, with duties that can be enforced.",
    lessons="WIF2023-44 WIF2023-46",
    practices="PRA-05",
)
def ethical_code_promoted(design: Design) -> Iterator[Seen]:
    """Policies on paper did not stop firms from passing losses down (WIF2023-44)."""
    for one in design.doing("ethical-code"):
        tied = any(map(one.says, ("recurrent-grievances", "binding-duties", "worker-input")))
        if not tied and not made_by_workers(one):
            yield seen(one, f"{one.name} asks firms for principles, which bind nobody and start from no grievance.")
    for one in design.assuming("codes-change-business"):
        yield seen(
            one, f"The design rests on {one.name}: that what firms sign or show to auditors changes what they do."
        )


@rule(
    "grievances-taken-to-employers",
    "strength",
    title="Employers hear recurrent grievances",
    question="Are employers met with the grievances that keep coming back?",
    better="Agree with workers beforehand which grievances go to which employer, and when.",
    lessons="WIF2023-46 WIF2023-14",
    practices="PRA-05",
)
def grievances_taken_to_employers(design: Design) -> Iterator[Seen]:
    """Grievances settled with organised workers serve the employer too (WIF2023-46)."""
    for one in design.doing(*TO_EMPLOYERS, *CHAIN_TYPES, "harassment-prevention", "social-dialogue"):
        if one.says("recurrent-grievances"):
            yield seen(one, f"{one.name} takes grievances that keep coming back to the employers concerned.")


@rule(
    "audit-without-workers",
    "caution",
    title="Checks that do not hear workers",
    question="Does the audit or report take in what workers themselves say, in safety?",
    better="Build what workers say fully into audits, and keep public inspection beside them.",
    lessons="WIF2023-33 WIF2023-47",
    practices="PRA-06",
)
def audit_without_workers(design: Design) -> Iterator[Seen]:
    """Checklists of outside firms stop where workers' knowledge begins (WIF2023-33, table 4)."""
    for one in design.doing("compliance-audit"):
        if not any(map(one.says, WORKERS_HEARD)) and not made_by_workers(one):
            how = "says that it does not take in" if any(map(one.denies, WORKERS_HEARD)) else "does not rest on"
            yield seen(one, f"{one.name} judges workplaces and {how} what workers themselves tell.")


@rule(
    "audit-hears-workers",
    "strength",
    title="Checks hear workers",
    question="Do workers' accounts count in audits and inspection?",
    better="Meet workers away from managers and tell them what came of it.",
    lessons="WIF2023-33 WIF2023-47",
    practices="PRA-06",
)
def audit_hears_workers(design: Design) -> Iterator[Seen]:
    """Workers' own feedback makes a check worth having (table 4; WIF2023-47)."""
    for one in design.doing("compliance-audit", "self-reporting"):
        if any(map(one.says, WORKERS_HEARD)):
            yield seen(one, f"{one.name} builds in what workers themselves tell.")
