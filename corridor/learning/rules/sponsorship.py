"""Sponsorship rules: quick fixes, reform on paper, and what it takes to end them (WIF2019-7; WIF2023-10, 48)."""

from collections.abc import Iterator

from corridor.learning.design.model import Design, Element
from corridor.learning.rules.catalogue import Seen, ask, rule, seen
from corridor.learning.rules.enforcement import INQUIRY
from corridor.learning.rules.organising import association_stands

ENFORCED = ("inspection-funded", "enforcement-alongside")
PAID_OUT_TO = {"employers", "households", "recruiters"}


def on_sponsorship(design: Design) -> list[Element]:
    """Interventions that change sponsorship rules (not those that only read, study or report on them)."""
    return [
        one
        for one in design.working_on("sponsorship")
        if one.aim not in {"study", "review", "oppose"} and one.type not in {"insurance-scheme", *INQUIRY}
    ]


def inspection_backed(design: Design) -> bool:
    """Whether some part of the design gives inspectors the means they need."""
    return any(one.done and one.says("inspection-funded") for one in design.interventions)


@rule(
    "sponsorship-quick-fix",
    "contradicts",
    title="A quick fix in place of ending sponsorship",
    question="Does the permit still hang on the employer, and does anybody inspect the job?",
    better="Decline patches that leave the permit with the employer; have inspection of migrants' jobs paid for.",
    lessons="WIF2019-07 WIF2023-48",
)
def sponsorship_quick_fix(design: Design) -> Iterator[Seen]:
    """Insurance that paid employers led to abandoned and stranded workers; the permit stayed theirs (WIF2019-7)."""
    for one in design.doing("insurance-scheme"):
        if any(map(one.says, ENFORCED)) or "social-protection" in one.about:
            continue
        if one.audience and not set(one.audience) & PAID_OUT_TO and "sponsorship" not in one.about:
            yield ask(one)
        else:
            yield seen(
                one,
                f"{one.name} insures in place of other guarantees, and leaves the employer's hold over the permit.",
            )


@rule(
    "sponsorship-reform-alone",
    "contradicts",
    title="Sponsorship is to end by a change of rule alone",
    question="Do funded inspection and the right to organise come with the change of rule?",
    better="Join reform with paid-for inspection of migrants' jobs and with association rights, and work with labour "
    "attachés and migrants' groups.",
    lessons="WIF2023-10 WIF2019-07 WIF2023-48",
)
def sponsorship_reform_alone(design: Design) -> Iterator[Seen]:
    """Passports were still kept where that had long been illegal: 91.3 per cent of employers asked (WIF2023-10)."""
    for one in on_sponsorship(design):
        if any(map(one.says, ENFORCED)):
            continue
        if any(map(one.denies, ENFORCED)) and not inspection_backed(design):
            yield seen(
                one, f"{one.name} changes the rule without funded inspection, so employers keep their hold in practice."
            )
        elif one.denies("association-rights") and not association_stands(design):
            yield seen(
                one,
                f"{one.name} changes the rule without the right to organise, so employers keep their hold in practice.",
            )
        elif not inspection_backed(design):
            yield ask(one)
    for one in design.assuming("reform-ends-sponsorship"):
        yield seen(
            one, f"The design rests on {one.name}; money, connections and weak inspection kept employers in power."
        )


@rule(
    "sponsorship-ended-in-practice",
    "strength",
    title="Sponsorship reform comes with inspection or the right to organise",
    question="What makes the reform hold in practice?",
    better="Follow whether permits, passports and exits are free in fact, and report what is not.",
    lessons="WIF2023-48 WIF2023-10 WIF2019-07",
    practices="PRA-07",
)
def sponsorship_ended_in_practice(design: Design) -> Iterator[Seen]:
    """Ending it takes money, will and workers who can bargain; then inspection costs less too (WIF2023-48)."""
    for one in on_sponsorship(design):
        if one.aim not in {"strengthen", "enforce"} and (
            any(map(one.says, ENFORCED)) or one.says("association-rights")
        ):
            yield seen(
                one,
                f"{one.name} joins reform of sponsorship with what makes it hold: inspection or the right to organise.",
            )
