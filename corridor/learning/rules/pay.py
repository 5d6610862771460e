"""Pay, debt, equal terms and the work beside one job (WIF2019-6, 21; WIF2023-4, 6, 17, 34, 53)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, Design, Element
from corridor.learning.rules.catalogue import Seen, ask, rule, seen
from corridor.learning.rules.whole_design import argued_for, jobs_worked_on

OWED_TO_ALL = ("social-protection", "skills-recognition", "contract-standard")
KEPT_FOR_SOME = {"nationals-only": "own nationals", "regular-status-only": "people with papers"}
INDEBTING = (
    "recruitment-channel",
    "financial-literacy",
    "pre-departure-training",
    "bilateral-agreement",
    "return-assistance",
)


@rule(
    "pay-left-low",
    "missing",
    title="Pay stays below what a household needs",
    question="Does the design work for pay that a household can live on?",
    better="Show poverty pay and confinement as one problem; work for a dignified wage and for free movement.",
    lessons="WIF2019-06 WIF2023-04 WIF2023-17",
)
def pay_left_low(design: Design) -> Iterator[Seen]:
    """Where the minimum wage met some 60 per cent of a family's needs, workers planned to go (WIF2019-6, WIF2023-4)."""
    for one in design.interventions:
        if one.done and one.denies("living-wage"):
            yield seen(one, f"{one.name} leaves pay below need, which drives people on and deeper into debt.")
    at_work = design.doing("rights-training", "contract-standard", "labour-inspection", "employer-training")
    jobs_known = "jobs_at_both_ends" in design.approach.values or jobs_worked_on(design)  # else that is asked first
    if (
        at_work
        and jobs_known
        and not on_pay(design)
        and not any(one.denies("living-wage") for one in design.interventions)
    ):
        yield ask(design.approach)


def on_pay(design: Design) -> list[Element]:
    """Interventions and indicators that work for pay a household can live on, or measure it."""
    argued = argued_for(design, "minimum-wage")
    raised = [one for one in design.interventions if one in argued or (one.done and one.says("living-wage"))]
    return [one for one in raised if not one.denies("living-wage")] + design.measuring("wages")


@rule(
    "pay-that-keeps",
    "strength",
    title="Works for pay that keeps a household",
    question="Does the design work for higher pay?",
    better="Check the wage against what families spend on rent, health and school, and cover migrants too.",
    lessons="WIF2019-06 WIF2023-04 WIF2023-17",
)
def pay_that_keeps(design: Design) -> Iterator[Seen]:
    """Earnings that sustain a household lessen strain and exit (WIF2019-6, WIF2023-4)."""
    for one in on_pay(design):
        yield seen(one, f"{one.name} works for pay that people can live on, or measures it against what life costs.")


@rule(
    "debt-left",
    "missing",
    title="Workers' debts are left alone",
    question="Does the programme find out who is in debt, and help to end the debt sooner?",
    better="Find out about debts at each meeting, set up quick ways to end them, and work for pay above poverty.",
    lessons="WIF2023-17",
)
def debt_left(design: Design) -> Iterator[Seen]:
    """Debt sends people abroad, keeps them quiet and grows by interest and fines (WIF2023-17)."""
    approach = design.approach
    for one in design.interventions:
        if one.done and one.denies("debt-identified"):
            yield seen(one, f"{one.name} does not ask about debts, which keep people quiet about abuse.")
    for one in design.risks:
        if one.kind == "debt" and one.response is ABSENT:
            yield seen(one, f"{one.name}: the design sees the debts and plans nothing against them.")
    if approach.debt_addressed is ABSENT:
        yield seen(approach, "The design says that it neither finds out about workers' debts nor helps to end them.")
    elif not approach.debt_addressed and design.doing(*INDEBTING) and not on_debt(design):
        yield ask(approach)


def on_debt(design: Design) -> list[Element]:
    """Interventions and indicators that find out about debts or lessen them."""
    argued = argued_for(design, "debt")
    kept = [
        one
        for one in design.interventions
        if one in argued or (one.done and (one.type == "debt-relief" or one.says("debt-identified")))
    ]
    return [one for one in kept if not one.denies("debt-identified")] + design.measuring("debt")


@rule(
    "amnesty-alone",
    "caution",
    title="An amnesty on fines is the answer to debt",
    question="What ends workers' other debts, and what stops new ones?",
    better="Find out who is in debt, end debts quickly, and work for pay above the poverty line.",
    lessons="WIF2023-17",
)
def amnesty_alone(design: Design) -> Iterator[Seen]:
    """A waiver of overstay fines now and then leaves loans and interest as they were (WIF2023-17)."""
    for one in design.doing("overstay-amnesty"):
        if not on_debt(design) and not design.approach.debt_addressed and not one.says("sustained"):
            yield seen(one, f"{one.name} waives fines once; what workers owe stays as it is.")


@rule(
    "debt-tackled",
    "strength",
    title="Debts are found out and ended",
    question="Are workers' debts dealt with?",
    better="Follow how many months of wage the debt still takes.",
    lessons="WIF2023-17",
)
def debt_tackled(design: Design) -> Iterator[Seen]:
    """Of people hoping to leave Nepal, 63 per cent were in debt already (WIF2023-17)."""
    for one in on_debt(design):
        yield seen(one, f"{one.name} finds out about workers' debts or helps to end them.")
    if design.approach.debt_addressed:
        yield seen(design.approach, "The design finds out about workers' debts and helps to end them sooner.")


def for_those_abroad(one: Element) -> bool:
    """Whether a country of origin provides it for its own people who go abroad or come back."""
    return one.stage in {"origin", "return"} or bool({"migrant-workers", "returnees"} & set(one.audience))


@rule(
    "lesser-terms",
    "contradicts",
    title="Some workers get less than others",
    question="Do the same standards hold for every worker, whatever sex, status or nationality?",
    better="Ask for the same labour law for migrant and local workers, first on association, pay and social security.",
    lessons="WIF2023-34 WIF2023-53",
)
def lesser_terms(design: Design) -> Iterator[Seen]:
    """Migrants hired on lesser terms pull pay down for all; the fault is the hiring practice (WIF2023-34, 53)."""
    for one in design.interventions:
        kept_for = (
            KEPT_FOR_SOME.get(str(one.open_to)) if one.type in OWED_TO_ALL and not for_those_abroad(one) else None
        )
        if one.done and one.says("lesser-terms"):
            yield seen(one, f"{one.name} gives some workers lower pay or fewer rights than others.")
        elif one.done and kept_for:
            yield seen(one, f"{one.name} is kept for {kept_for}, and leaves other workers doing the same work outside.")
    if design.approach.same_standards is ABSENT:
        yield seen(design.approach, "The design says that it does not ask for the same standards for every worker.")


@rule(
    "same-standards",
    "strength",
    title="The same standards for every worker",
    question="Does the design ask for the same standards for all?",
    better="Look for exclusions in practice too, after the law is mended.",
    lessons="WIF2023-34 WIF2023-53",
    practices="PRA-07",
)
def same_standards(design: Design) -> Iterator[Seen]:
    """Decent conditions have no ranks, and equal law keeps pay from sinking (WIF2023-34, WIF2023-53)."""
    for one in argued_for(design, "equal-treatment", "labour-law-coverage"):
        yield seen(one, f"{one.name} works for the same law for every worker.")
    if design.approach.same_standards:
        yield seen(design.approach, "The design asks for the same standards whatever sex, status or nationality.")


@rule(
    "care-needs-left",
    "missing",
    title="Women's care duties are left out",
    question="Does the help reckon with the unpaid care that women do beside their jobs?",
    better="Ease the care work that women share whatever their jobs: hours, a place for children, public services.",
    lessons="WIF2019-21 WIF2023-06",
)
def care_needs_left(design: Design) -> Iterator[Seen]:
    """Women combine or alternate jobs on top of unpaid care; help for one job misses it (WIF2019-21, WIF2023-6)."""
    for one in design.interventions:
        if one.done and one.denies("care-support"):
            yield seen(one, f"{one.name} takes no account of the care that women do beside their paid jobs.")


@rule(
    "work-forms-told-apart",
    "strength",
    title="Forms of work are told apart",
    question="Do the figures show live-in, part-time, piece-rate and combined work?",
    better="Count unpaid and second jobs too, and let them guide where help goes.",
    lessons="WIF2019-21 WIF2023-06",
)
def work_forms_told_apart(design: Design) -> Iterator[Seen]:
    """Monitoring reports first showed paths that fit no legal category (WIF2019-21, WIF2023-6)."""
    for one in design.indicators:
        if "work-form" in one.disaggregation:
            yield seen(one, f"{one.name} is broken down by form of work, so jobs outside the usual mould are seen.")
