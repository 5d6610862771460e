"""Freedom of association, migrants' own organising and unions (WIF2019-23; WIF2023-13, 19, 39, 46)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, SILENT, Design, Element
from corridor.learning.rules.catalogue import Seen, ask, rule, seen

WORKERS_OWN = {"migrant-workers", "migrant-led-unions", "domestic-workers-organisation"}
VOICE_WORK = ("worker-organising", "worker-committee", "worker-centre", "union-training", "social-dialogue")
RULE_WORK = {
    "policy-advocacy", "law-review", "policy-development", "standards-promotion", "contract-standard",
    "social-dialogue", "coalition",
}  # fmt: skip
EMPLOYER_WORK = {"employer-training", "employer-campaign", "ethical-code", "supply-chain-work", "compliance-audit"}


def association_sought(one: Element) -> bool:
    """Whether this intervention secures freedom of association or works for it."""
    if one.says("avoids-association"):
        return False
    argued_for = "freedom-of-association" in one.about and one.aim not in {"oppose", "study", "review"}
    return argued_for or (one.says("association-rights") and one.done)


def association_stands(design: Design) -> bool:
    """Whether the design as a whole works for freedom of association."""
    return bool(design.approach.association_rights) or any(map(association_sought, design.interventions))


def faces_employers(one: Element) -> bool:
    return one.type in EMPLOYER_WORK or bool({"employers", "households"} & set(one.audience))


def through_unions(one: Element) -> bool:
    """It trains unions, or organises by way of existing ones."""
    return one.type == "union-training" or "trade-unions" in {*one.led_by, *one.partners}


def formalises_domestic_work(design: Design, one: Element) -> bool:
    """Whether it seeks rules that give domestic work a formal status: coverage by law, a standard contract."""
    covering = "labour-law-coverage" in one.about or one.type == "contract-standard"
    in_homes = "domestic-work" in (set(one.sectors) or set(design.design.sectors))
    return one.done and one.type in RULE_WORK and ("domestic-work" in one.about or (covering and in_homes))


@rule(
    "association-left-out",
    "contradicts",
    title="Freedom of association is left out",
    question="Does the design work for migrants' freedom to associate and to bargain?",
    better="Put association and bargaining rights at the centre, bear the political risk, and open whatever space the "
    "place allows: allied groups, centres that workers run, migrants' own unions.",
    lessons="WIF2019-23 WIF2023-19 WIF2023-46",
)
def association_left_out(design: Design) -> Iterator[Seen]:
    """Where migrants may not associate and bargain, what is gained does not last (WIF2019-23, WIF2023-19)."""
    if design.approach.association_rights is ABSENT:
        yield seen(
            design.approach,
            "The design says that it does not work for migrants' freedom to associate and bargain; "
            "without it, gains against forced labour were not lasting.",
        )
    for one in design.interventions:
        if not one.done or one.type == "complaint-mechanism" or formalises_domestic_work(design, one):
            continue
        if one.type == "union-training" and one.denies("union-law-first"):
            continue
        if one.says("avoids-association"):
            yield seen(one, f"{one.name} keeps away from association rights, on which lasting gains depend.")
        elif one.denies("association-rights") and "sponsorship" not in one.about and not association_stands(design):
            yield seen(one, f"{one.name} is said to go without association rights, on which lasting gains depend.")
    if design.approach.association_rights is SILENT and design.doing(*VOICE_WORK) and not association_stands(design):
        yield ask(design.approach)


@rule(
    "association-worked-for",
    "strength",
    title="Works for freedom of association",
    question="Which part of the design secures association and bargaining rights?",
    better="Keep it up when it meets resistance, and plan for reprisals against those who organise.",
    lessons="WIF2019-23 WIF2023-19",
    practices="PRA-02",
)
def association_worked_for(design: Design) -> Iterator[Seen]:
    """Migrants who could join or found unions bargained over what they shared (WIF2019-23, WIF2023-19)."""
    if design.approach.association_rights:
        yield seen(design.approach, "The design says that it works for migrants' freedom to associate and bargain.")
    for one in design.interventions:
        if association_sought(one) and not faces_employers(one):
            yield seen(one, f"{one.name} works for association rights, which make other gains last.")


@rule(
    "business-case-for-voice",
    "strength",
    title="Employers are asked to let workers organise",
    question="Are employers shown what an organised workforce is worth to them?",
    better="Bring employers the disputes of their own cluster that a represented workforce could have settled.",
    lessons="WIF2023-46",
    practices="PRA-05",
)
def business_case_for_voice(design: Design) -> Iterator[Seen]:
    """Tension in garment clusters often grew where nobody could speak for the workers (WIF2023-46)."""
    for one in design.interventions:
        if faces_employers(one) and association_sought(one):
            yield seen(
                one, f"{one.name} asks employers to accept an organised workforce, with which disputes can be settled."
            )


@rule(
    "formal-without-voice",
    "contradicts",
    title="Domestic work is made formal without the right to organise",
    question="Does formal recognition of domestic work carry the right to organise and to bargain?",
    better="Ask that recognition grant full association and bargaining rights, as Conventions 87 and 98 require.",
    lessons="WIF2023-39 WIF2023-19",
)
def formal_without_voice(design: Design) -> Iterator[Seen]:
    """Rules that recognise the work but not the right to organise make an unequal order look proper (WIF2023-39)."""
    for one in design.interventions:
        if not formalises_domestic_work(design, one) or association_sought(one):
            continue
        if one.denies("association-rights") or one.says("avoids-association"):
            yield seen(
                one,
                f"{one.name} seeks rules for domestic work but leaves out the right to organise, "
                "without which abuse can not be contested.",
            )
        elif design.approach.association_rights is ABSENT:
            yield seen(
                one,
                f"{one.name} seeks rules for domestic work, while the design says that it does not "
                "work for association rights.",
            )
        elif not association_stands(design):
            yield ask(one)


@rule(
    "unions-taken-to-represent",
    "contradicts",
    title="Unions are taken to represent migrants who have no say in them",
    question="Can migrants be full members of these unions, vote and hold office?",
    better="Work with such unions as allies; count as representation only what migrants can elect.",
    lessons="WIF2023-13 WIF2019-09",
    practices="PRA-02",
)
def unions_taken_to_represent(design: Design) -> Iterator[Seen]:
    """Solidarity of a union is not representation while migrants lack full rights within it (WIF2023-13)."""
    for one in design.assuming("unions-represent"):
        yield seen(
            one, f"The design rests on {one.name}; existing unions often sided with employers or pleaded legal limits."
        )
    for one in design.doing("worker-organising", "union-training"):
        if through_unions(one) and one.denies("elected-migrants"):
            yield seen(
                one, f"{one.name} runs through unions in which, by the design's own account, migrants elect nobody."
            )


@rule(
    "union-training-before-law",
    "contradicts",
    title="Unions are trained before the law lets them represent migrants",
    question="Does law that lets migrants be full union members come before the training, or together with it?",
    better="Secure the enabling law first or alongside, then train.",
    lessons="WIF2023-13 WIF2023-19",
    practices="PRA-11",
)
def union_training_before_law(design: Design) -> Iterator[Seen]:
    """Capacity without legal ground did not make unions speak for migrants (WIF2023-13)."""
    for one in design.doing("union-training"):
        if one.denies("union-law-first"):
            yield seen(
                one, f"{one.name} trains unions, and the law that would let them represent migrants is not part of it."
            )
        elif one.silent_on("union-law-first") and not association_stands(design):
            yield ask(one)


@rule(
    "law-opened-to-migrants",
    "strength",
    title="Law that opens unions to migrants comes first",
    question="Is law that lets unions take in migrants sought before or with the organising?",
    better="Let migrants say which legal bars keep them out, and go on until these fall.",
    lessons="WIF2023-13 WIF2023-19",
    practices="PRA-11",
)
def law_opened_to_migrants(design: Design) -> Iterator[Seen]:
    """Law by which migrants can be members in full is what makes union capacity useful to them (WIF2023-13)."""
    for one in design.interventions:
        if one.done and not one.type.endswith(("-training", "-course")) and one.says("union-law-first"):
            yield seen(one, f"{one.name} puts law that lets unions represent migrants before capacity.")


@rule(
    "workers-own-organising",
    "strength",
    title="Migrants organise themselves",
    question="Who leads the organising?",
    better="Give migrants' own groups room, money and allies, and leave decisions to them.",
    lessons="WIF2019-23 WIF2023-19 WIF2023-18",
    practices="PRA-02",
)
def workers_own_organising(design: Design) -> Iterator[Seen]:
    """Groups of, by and for migrant workers broke isolation even where unions were closed to them (WIF2019-23)."""
    for one in design.doing("worker-organising"):
        own = WORKERS_OWN & set(one.led_by) or one.says("worker-governed")
        if own and not one.says("appointed-members"):
            yield seen(one, f"{one.name} is led by the workers themselves.")


@rule(
    "contract-alone",
    "missing",
    title="A contract stands for conditions and voice",
    question="Does it reach conditions and voice at work, beyond what the contract says?",
    better="Ask for the right to organise and to bargain together with any contract or recognition.",
    lessons="WIF2023-39",
)
def contract_alone(design: Design) -> Iterator[Seen]:
    """Papers can make an unequal order look proper while nobody can contest abuse (WIF2023-39)."""
    for one in design.interventions:
        if one.done and one.denies("conditions-not-contracts-only"):
            yield seen(one, f"{one.name} stops at the contract and leaves conditions and voice at work aside.")


@rule(
    "beyond-the-contract",
    "strength",
    title="It goes beyond the contract",
    question="What besides the contract changes at work?",
    better="Let organised workers check whether the contract is kept.",
    lessons="WIF2023-39",
)
def beyond_the_contract(design: Design) -> Iterator[Seen]:
    """Defined rights are worth what workers can claim together (WIF2023-39)."""
    for one in design.interventions:
        if one.done and one.says("conditions-not-contracts-only"):
            yield seen(one, f"{one.name} takes up conditions and voice at work, beyond the contract.")
