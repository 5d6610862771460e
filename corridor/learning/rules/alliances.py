"""Allies, counterforce and crises: who stands together so that gains hold (WIF2019-20; WIF2023-9, 11, 24)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, Design, Element
from corridor.learning.rules.catalogue import Seen, ask, rule, seen

KINDS = (  # kinds of organisation whose strengths differ and complete each other
    {"women-groups"},
    {"migrant-workers", "returnees", "domestic-workers-organisation", "affected-groups"},
    {"trade-unions", "migrant-led-unions"},
    {"ngos", "anti-trafficking-ngos", "faith-groups"},
)
WORKERS_SIDE = KINDS[0] | KINDS[1] | KINDS[2]
RULE_WORK = (
    "policy-advocacy", "law-review", "policy-development", "standards-promotion", "contract-standard",
    "bilateral-agreement",
)  # fmt: skip
LASTING_BODIES = ("worker-organising", "worker-centre", "migrant-resource-centre", "crisis-relief")


def who(one: Element) -> set[str]:
    """Everybody who leads it or works on it."""
    return {*one.led_by, *one.partners, *one.delivered_with}


def works_on_rules(one: Element) -> bool:
    """Whether it seeks rules in favour of workers; work on exit bans is judged with mobility."""
    return (
        one.type in (*RULE_WORK, "coalition", "regional-cooperation")
        and "migration-ban" not in one.about
        and one.aim not in {"study", "review"}
    )


@rule(
    "one-kind-of-partner",
    "contradicts",
    title="Works with one kind of organisation, or without a common agenda",
    question="Do women's, migrants' and workers' organisations act on one agenda?",
    better="Build on what each kind of organisation does well, and help them agree on one agenda for patriarchy, "
    "mobility and labour rights.",
    lessons="WIF2019-20 WIF2023-11",
    practices="PRA-02",
)
def one_kind_of_partner(design: Design) -> Iterator[Seen]:
    """No NGO, union or women's group could do it alone: each left out what another knew (WIF2019-20, WIF2023-11)."""
    allied = design.approach.alliances or any(one.says("shared-agenda") for one in design.doing("coalition"))
    if design.approach.alliances is ABSENT:
        yield seen(
            design.approach,
            "The design says that different kinds of organisations do not act together in it; "
            "alone, none of them was enough.",
        )
    for one in design.interventions:
        if one.done and one.says("single-partner-type") and not allied:
            yield seen(
                one, f"{one.name} works with one kind of organisation, which is bound to miss what the others know."
            )
        elif one.done and one.type == "coalition" and one.denies("shared-agenda"):
            yield seen(one, f"{one.name} brings organisations together without an agenda that they share.")


@rule(
    "allies-with-one-agenda",
    "strength",
    title="Different organisations act with one agenda",
    question="Which organisations are allied, and on what?",
    better="Let each ally name its own limits, and fit the common message to each place.",
    lessons="WIF2019-20 WIF2023-11",
    practices="PRA-02",
)
def allies_with_one_agenda(design: Design) -> Iterator[Seen]:
    """Networks that knew their limits and backed each other were heard more (WIF2019-20)."""
    if design.approach.alliances:
        yield seen(design.approach, "The design says that different kinds of organisations act with one agenda.")
    for one in design.doing("coalition"):
        kinds = sum(bool(kind & who(one)) for kind in KINDS)
        agreed = one.says("shared-agenda") and (not who(one) or who(one) & WORKERS_SIDE)
        mixed = kinds > 1 and who(one) & WORKERS_SIDE
        if (agreed or mixed) and not one.denies("shared-agenda") and not one.says("single-partner-type"):
            yield seen(one, f"{one.name} joins organisations whose strengths complete each other.")


@rule(
    "rollback-unprepared",
    "missing",
    title="Nothing holds the gain once it is won",
    question="Who will defend the new rule when it comes under pressure?",
    better="Back a lasting constituency of workers behind each rule, and bring every newly imposed condition of work "
    "to employers and regulators.",
    lessons="WIF2023-09 WIF2023-11",
)
def rollback_unprepared(design: Design) -> Iterator[Seen]:
    """Supportive rules were undone in the pandemic where no strong constituency stood behind them (WIF2023-9)."""
    for one in design.interventions:
        if not works_on_rules(one):
            continue
        if one.denies("workers-organisation-involved"):
            yield seen(one, f"{one.name} seeks a rule without the workers' organisations that would defend it.")
        elif one.denies("sustained"):
            yield seen(one, f"{one.name} is said to stop after the first success, when a rollback can begin.")
    for one in design.risks:
        if one.kind == "rollback" and one.response is ABSENT:
            yield seen(one, f"{one.name} is named as a risk, and nothing is planned against it.")


@rule(
    "gains-held-by-workers",
    "strength",
    title="Workers' and women's groups stay to defend the gain",
    question="Who stays after the rule is adopted?",
    better="Watch for new terms of work that shocks bring, and raise each with employers and regulators.",
    lessons="WIF2023-09 WIF2023-11",
    practices="PRA-09",
)
def gains_held_by_workers(design: Design) -> Iterator[Seen]:
    """A counterforce of workers keeps rights from being taken back (WIF2023-9)."""
    for one in design.interventions:
        backed = one.says("workers-organisation-involved") or one.says("outside-advocates") or who(one) & WORKERS_SIDE
        if works_on_rules(one) and one.says("sustained") and backed:
            yield seen(one, f"{one.name} goes on after the first success, with groups that speak for workers.")


@rule(
    "crisis-left-out",
    "missing",
    title="Crises are left out of the plan",
    question="What happens to workers, and to the organising, when a crisis comes?",
    better="Plan for the exposure that a crisis brings, and let workers' organisations share in relief so ties last.",
    lessons="WIF2023-24 WIF2023-09",
)
def crisis_left_out(design: Design) -> Iterator[Seen]:
    """Lockdowns left day workers without income; organisations that helped gained their trust (WIF2023-24)."""
    if design.approach.crisis_plan is ABSENT:
        yield seen(
            design.approach,
            "The design says that it has no plan for crises, which leave migrants without pay or stranded.",
        )
    for one in design.doing(*LASTING_BODIES):
        if one.type == "crisis-relief" and one.denies("trust-building"):
            yield seen(one, f"{one.name} gives relief that is not meant to build ties with the workers it reaches.")
        elif one.denies("crisis-ready") and not design.approach.crisis_plan:
            yield seen(one, f"{one.name} is said not to be prepared for a crisis.")
        elif one.type == "crisis-relief" and one.silent_on("trust-building"):
            yield ask(one)
    for one in design.risks:
        if one.kind == "crisis" and one.response is ABSENT:
            yield seen(one, f"{one.name} is named as a risk, and nothing is planned for it.")


@rule(
    "crisis-builds-ties",
    "strength",
    title="Crises are planned for, and relief builds ties",
    question="Does help in a crisis bring workers closer to their organisations?",
    better="Join relief with work on the grievances of the crisis: ended contracts, unpaid months, forced overtime.",
    lessons="WIF2023-24",
)
def crisis_builds_ties(design: Design) -> Iterator[Seen]:
    """Relief given by unions and workers' centres widened their reach and trust (WIF2023-24)."""
    if design.approach.crisis_plan:
        yield seen(design.approach, "The design says that it plans for crises that hit workers.")
    for one in design.interventions:
        if one.done and one.type == "crisis-relief" and one.says("trust-building"):
            yield seen(one, f"{one.name} uses relief to build lasting ties with workers.")
        elif one.done and one.says("crisis-ready"):
            yield seen(one, f"{one.name} is prepared for crises.")
