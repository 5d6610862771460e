"""The chain from village to employer: who is covered, who is liable, who watches (WIF2019-14, 17, 18; WIF2023-43)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, SILENT, Design
from corridor.learning.rules.catalogue import Seen, ask, rule, seen
from corridor.learning.rules.recruitment import ETHICS, half_seen, on_recruitment
from corridor.learning.rules.whole_design import argued_for, workers_take_part

RULE_MAKING = {"recruitment-regulation", "bilateral-agreement", "recruiter-monitoring"}
WEAKEST = {"informal-intermediaries", "recruiters"}


@rule(
    "chain-cut-to-one-link",
    "contradicts",
    title="Only one link of the recruitment chain is taken up",
    question="Does the measure reach every intermediary, formal and informal, and the employer?",
    better="Look at what moves each party at every step, conditions at work included, and cover them all.",
    lessons="WIF2019-17",
)
def chain_cut_to_one_link(design: Design) -> Iterator[Seen]:
    """Measures on one kind of recruiter push deceit along to the next link (WIF2019-17)."""
    concerned = on_recruitment(design)
    for one in design.interventions:
        partial = half_seen(one) if one in concerned else one.says("licensed-only")
        if not one.done:
            continue
        if one.type not in ETHICS and partial:
            yield seen(one, f"{one.name} covers only part of the chain, so that deceit can move to another link.")
        elif one.says("informal-only"):
            yield seen(one, f"{one.name} aims at informal brokers alone, while agencies and employers go untouched.")
    if design.approach.informal_included is ABSENT:
        yield seen(
            design.approach,
            "The design says that it leaves out informal intermediaries and informal work, where much of the "
            "recruiting and many of the jobs are.",
        )


@rule(
    "brokers-prosecuted",
    "caution",
    title="Prosecution falls on the weakest intermediary",
    question="Who is prosecuted, and what becomes of the employer and the system behind the broker?",
    better="Hold every party of the chain to account, the employer first, through labour law.",
    lessons="WIF2019-17 WIF2019-02 WIF2023-30",
    practices="PRA-07",
)
def brokers_prosecuted(design: Design) -> Iterator[Seen]:
    """Prosecuting sub-agents looks like justice and leaves what breeds misinformation in place (WIF2019-17)."""
    for one in design.doing("recruiter-prosecution", "law-enforcement"):
        on_brokers = one.type == "recruiter-prosecution" or WEAKEST & set(one.audience)
        told = one.says("informal-only") or one.says("targets-migrants") or half_seen(one)
        if on_brokers and not told and not one.says("whole-chain") and not one.says("employer-remains-liable"):
            yield seen(
                one, f"{one.name} punishes recruiters; trials tend to reach small brokers, not those who gain most."
            )


@rule(
    "chain-taken-whole",
    "strength",
    title="The whole recruitment chain is followed or covered",
    question="Is the whole recruitment process followed?",
    better="Use what is found to change incentives at each step.",
    lessons="WIF2019-17 WIF2019-15",
)
def chain_taken_whole(design: Design) -> Iterator[Seen]:
    """The programme turned from training recruiters to following whole pathways (WIF2019-15, WIF2019-17)."""
    for one in design.interventions:
        followed = one.type == "recruitment-mapping" and one.aim not in {"lift", "oppose"}
        covered = one in on_recruitment(design) and (one.says("whole-chain") or one.says("process-mapped"))
        if (followed or covered) and not half_seen(one) and not one.says("informal-only"):
            yield seen(one, f"{one.name} takes up recruitment from end to end.")
    if design.approach.informal_included:
        yield seen(design.approach, "The design reckons with informal intermediaries and informal work.")


@rule(
    "employer-released",
    "contradicts",
    title="The principal employer is released",
    question="Does the principal employer stay liable when recruiters or contractors are held to account?",
    better="Share liability along the chain and say that none of it is taken off the employer.",
    lessons="WIF2019-14 WIF2023-43",
)
def employer_released(design: Design) -> Iterator[Seen]:
    """Employers who had outsourced the contract disowned the outcome (WIF2019-14); chains hide them (WIF2023-43)."""
    liability = design.approach.employer_liability
    for one in design.interventions:
        if not one.done:
            continue
        if one.says("liability-shifted"):
            yield seen(one, f"{one.name} puts liability on recruiters or contractors and takes it off the employer.")
        elif one.denies("employer-remains-liable"):
            yield seen(one, f"{one.name} does not keep the principal employer liable.")
        elif one.type == "recruitment-regulation" and one.silent_on("employer-remains-liable") and liability is SILENT:
            yield ask(one)
    if liability is ABSENT:
        yield seen(design.approach, "The design says that it does not keep the principal employer liable.")


@rule(
    "employer-kept-liable",
    "strength",
    title="The principal employer stays liable",
    question="Is the principal employer kept liable?",
    better="Keep joint liability in the text through every draft: it is hard to apply and easily dropped.",
    lessons="WIF2019-14 WIF2023-43",
)
def employer_kept_liable(design: Design) -> Iterator[Seen]:
    """All parties share responsibility and the employer keeps the duty of decent work (WIF2019-14)."""
    argued = argued_for(design, "joint-liability")
    for one in design.interventions:
        kept = one in argued or (one.done and one.says("employer-remains-liable"))
        if kept and not one.says("liability-shifted") and not one.denies("employer-remains-liable"):
            yield seen(one, f"{one.name} keeps the employer answerable together with the intermediaries.")
    if design.approach.employer_liability:
        yield seen(design.approach, "The design keeps the principal employer liable, also through contractors.")


@rule(
    "terms-kept-secret",
    "contradicts",
    title="Workers may not see the terms",
    question="Can workers and their organisations read the agreement or rules?",
    better="Publish agreements and recruitment terms, in workers' languages, before they take effect.",
    lessons="WIF2019-18",
)
def terms_kept_secret(design: Design) -> Iterator[Seen]:
    """Some agreements between states are kept out of workers' reach on purpose (WIF2019-18)."""
    for one in design.interventions:
        if one.done and one.says("secret-terms"):
            yield seen(one, f"{one.name} keeps its terms from the workers whom they bind.")


@rule(
    "rules-without-workers",
    "missing",
    title="Workers have no hand in recruitment rules or their monitoring",
    question="What part do workers' representatives have in making the rules and watching over them?",
    better="Give workers' representatives a part in design and monitoring, from sub-agent to employer.",
    lessons="WIF2019-18",
)
def rules_without_workers(design: Design) -> Iterator[Seen]:
    """Recruitment rules answer to employers, recruiters and regulators, seldom to workers (WIF2019-18)."""
    for one in on_recruitment(design):
        shut_out = one.type in RULE_MAKING and one.designed_with is ABSENT and not workers_take_part(one)
        if one.denies("workers-representatives") or (shut_out and not one.says("workers-representatives")):
            yield seen(one, f"{one.name} is made or watched over without workers' representatives.")
        elif (
            one.type == "bilateral-agreement" and not one.says("workers-representatives") and not workers_take_part(one)
        ):
            yield ask(one)


@rule(
    "workers-watch-recruiters",
    "strength",
    title="Workers help to make or watch over recruitment rules",
    question="Do workers or their representatives watch recruiters?",
    better="Give what they find weight in licences and sanctions, and protect those who report.",
    lessons="WIF2019-18",
)
def workers_watch_recruiters(design: Design) -> Iterator[Seen]:
    """Workers' representatives belong in design and monitoring along the whole chain (WIF2019-18)."""
    for one in on_recruitment(design):
        watching = one.type == "recruiter-monitoring" or one.says("workers-representatives")
        part = workers_take_part(one) or one.says("workers-representatives")
        shut_out = one.denies("workers-representatives") or (one.designed_with is ABSENT and not part)
        if (watching or (one.type in RULE_MAKING and part)) and not shut_out:
            yield seen(one, f"{one.name} gives workers a say over those who recruit them.")
