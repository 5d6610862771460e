"""Counts by which a programme is judged, and quality beside them (WIF2019-4, 24, 33; WIF2023-23, 58)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, SILENT, Design, Element
from corridor.learning.rules.catalogue import Seen, ask, rule, seen

ORGANISED = ("worker-organising", "worker-committee", "union-training", "social-dialogue")
JUDGING = {"headline", "only"}
REACH = ("persons-reached", "persons-trained", "materials-distributed")
ON_PAPER = ("publications", "drafts-reviewed", "events-held", "officials-trained")
PENAL = ("prosecutions", "persons-identified")
COUNTS = (
    *REACH, *ON_PAPER, *PENAL, "persons-served", "members-enrolled", "committees-formed", "centres-opened",
    "recruiters-trained", "laws-adopted", "pledges-signed", "audits-passed", "placements", "regular-migration",
    "returns", "referrals-made", "grievances",
)  # fmt: skip
JUDGED = (
    *REACH, *ON_PAPER, *PENAL, "members-enrolled", "laws-adopted", "pledges-signed", "audits-passed",
    "regular-migration", "referrals-made", "knowledge", "centres-opened",
)  # fmt: skip
AT_WORK = ("wages", "working-conditions", "freedom", "remedy-received", "workers-assessment")
QUALITY = (
    *AT_WORK, "voice", "debt", "recruitment-cost", "promise-kept", "social-protection", "retaliation",
    "law-in-practice", "entitlements-received", "jobs-at-home", "trajectories", "grievances-settled",
    "referrals-honoured",
)  # fmt: skip


def has_quality(design: Design, one: Element) -> bool:
    """Qualitative evidence is stated for this count, or for the whole design unless the count is said to have none."""
    return bool(one.qualitative or (design.evaluation.qualitative_evidence and one.qualitative is not ABSENT))


def beside(design: Design, one: Element, *kinds: str) -> list[Element]:
    """Indicators of these kinds for the same outcome, as far as outcomes are named."""
    return [
        other
        for other in design.measuring(*kinds)
        if not one.outcome or not other.outcome or one.outcome == other.outcome
    ]


def stand_alone(design: Design, kinds: tuple[str, ...], *quality: str) -> Iterator[tuple[Element, bool]]:
    """Counts of these kinds with no quality beside them; True when the design is judged by them, False when unsaid."""
    for one in design.measuring(*kinds):
        if has_quality(design, one) or beside(design, one, *quality):
            continue
        if one.role in JUDGING:
            yield one, True
        elif one.role is SILENT and one.target:
            yield one, False


def judged(design: Design, kinds: tuple[str, ...], quality: tuple[str, ...], why: str) -> Iterator[Seen]:
    """Findings for counts by which the design is judged, questions where it does not say how it is judged."""
    for one, leads in stand_alone(design, kinds, *quality):
        yield seen(one, f"{one.name} {why}") if leads else ask(one)


@rule(
    "reach-as-success",
    "contradicts",
    title="Numbers reached stand for success",
    question="Is the programme judged by how many people it reaches?",
    better="Cut the numbers; give staff time to learn why people leave and what they ask for in each place.",
    lessons="WIF2019-33 WIF2023-58",
)
def reach_as_success(design: Design) -> Iterator[Seen]:
    """A number to be reached makes staff deliver instead of listen, whatever stands beside it (WIF2019-33)."""
    lives_first = any(one.role == "headline" for one in design.measuring(*QUALITY))
    for one in design.measuring(*REACH):
        if one.target is ABSENT or one.qualitative:
            continue
        unsaid = one.role is SILENT and one.target and not has_quality(design, one) and not design.measuring(*QUALITY)
        if (one.role in JUDGING and not lives_first) or unsaid:
            yield seen(one, f"{one.name} judges the programme by heads counted, which pulls staff away from listening.")


@rule(
    "members-as-success",
    "contradicts",
    title="Members counted stand for organisation",
    question="What tells whether members have a voice?",
    better="Set no numbers to enrol; read them beside a gender-sensitive look at industrial relations.",
    lessons="WIF2019-24 WIF2023-23",
)
def members_as_success(design: Design) -> Iterator[Seen]:
    """Enrolment under a target became fee-taking with no voice in return (WIF2019-24, WIF2023-23)."""
    quality = ("voice", "workers-assessment", "grievances-settled", "working-conditions", "wages", "retaliation")
    for one, _ in stand_alone(design, ("members-enrolled",), *quality):
        yield seen(one, f"{one.name} counts members, and nothing tells whether they have a voice.")


@rule(
    "prosecutions-as-success",
    "contradicts",
    title="Prosecutions stand for success",
    question="Is the programme judged by arrests, prosecutions or raids?",
    better="Ask what workers received, and whether wages and freedom at work changed.",
    lessons="WIF2019-02 WIF2019-17 WIF2023-30 WIF2023-49",
    practices="PRA-07",
)
def prosecutions_as_success(design: Design) -> Iterator[Seen]:
    """Prosecutions can look like justice while the structure stays and workers lose jobs (WIF2019-17, WIF2023-30)."""
    for one in design.measuring("prosecutions"):
        if one.role in JUDGING or (one.role is SILENT and one.target):
            yield seen(one, f"{one.name} judges by people punished, which says nothing of what workers gained.")


@rule(
    "identified-as-success",
    "caution",
    title="People recognised or intercepted stand for success",
    question="Is the programme judged by how many people are recognised, rescued or stopped?",
    better="Count grievances of every worker and what came of them.",
    lessons="WIF2023-52 WIF2023-49 WIF2023-50",
)
def identified_as_success(design: Design) -> Iterator[Seen]:
    """Officers with such numbers to fill find migrants, and most who need help never get the label (WIF2023-49, 52)."""
    for one in design.measuring("persons-identified"):
        if one.role in JUDGING or (one.role is SILENT and one.target):
            yield seen(one, f"{one.name} judges by people given a label, and leaves out all who never get it.")


@rule(
    "staying-as-success",
    "contradicts",
    title="People kept from leaving stand for success",
    question="Is it a success when somebody does not leave?",
    better="Measure whether jobs and choices grew at both ends.",
    lessons="WIF2019-03 WIF2019-08 WIF2023-35",
)
def staying_as_success(design: Design) -> Iterator[Seen]:
    """To stop people can keep them from a better living and push them onto riskier roads (WIF2019-3, WIF2019-8)."""
    for one in design.measuring("migration-prevented"):
        if one.role in JUDGING or (one.role != "context" and one.target):
            yield seen(one, f"{one.name} counts it as success when people do not leave.")
        elif one.role is SILENT:
            yield ask(one)


@rule(
    "regular-departures-as-success",
    "caution",
    title="Departures by regular channels stand for success",
    question="What were the jobs like to which these people went?",
    better="Read departures beside wages, promises kept, debts and freedom in the jobs.",
    lessons="WIF2019-34 WIF2019-03 WIF2019-13",
)
def regular_departures_as_success(design: Design) -> Iterator[Seen]:
    """A regular channel may lead into a poor job all the same (WIF2019-3, WIF2019-34)."""
    quality = (*AT_WORK, "promise-kept", "debt", "recruitment-cost", "trajectories")
    why = "counts the way people left, not the jobs they came to."
    yield from judged(design, ("regular-migration",), quality, why)


@rule(
    "laws-as-success",
    "caution",
    title="Laws adopted stand for success",
    question="What tells whether the law is kept and what it changed at work?",
    better="Judge by wages, conditions and sponsorship rules, and by whether the law is kept.",
    lessons="WIF2019-04 WIF2023-29",
)
def laws_as_success(design: Design) -> Iterator[Seen]:
    """A law on the books can stand beside poverty wages and sponsorship (WIF2019-4, WIF2023-29)."""
    quality = (*AT_WORK, "law-in-practice", "inspection")
    why = "counts laws on paper, and nothing tells whether they are kept or change anything at work."
    yield from judged(design, ("laws-adopted",), quality, why)


@rule(
    "signatures-as-success",
    "caution",
    title="Pledges and codes signed stand for success",
    question="What did those who signed change for workers?",
    better="Count grievances that were settled for good.",
    lessons="WIF2023-08 WIF2023-31 WIF2023-44",
    practices="PRA-10",
)
def signatures_as_success(design: Design) -> Iterator[Seen]:
    """Pledges do not help a worker who loses her job for asking (WIF2023-8)."""
    quality = (*AT_WORK, "grievances-settled", "law-in-practice")
    yield from judged(
        design, ("pledges-signed",), quality, "counts signatures, and nothing tells what signing changed."
    )


@rule(
    "audits-as-success",
    "caution",
    title="Audits stand for success",
    question="What do workers say of the places that passed?",
    better="Set workers' own assessment beside every audit.",
    lessons="WIF2023-33 WIF2023-47",
    practices="PRA-06",
)
def audits_as_success(design: Design) -> Iterator[Seen]:
    """An audit ticks a list; unfreedom outside the list goes by (WIF2023-33, table 4)."""
    quality = (*AT_WORK, "grievances-settled", "grievances", "voice")
    yield from judged(
        design, ("audits-passed",), quality, "counts audits, and no worker is asked whether they are right."
    )


@rule(
    "papers-as-success",
    "caution",
    title="Reports, comments and meetings stand for success",
    question="What changed after the report, comment, meeting or course?",
    better="Follow each until a rule or a practice changes, and say who pressed for it.",
    lessons="WIF2019-39 WIF2023-57 WIF2019-12",
)
def papers_as_success(design: Design) -> Iterator[Seen]:
    """A report handed over is not a result; many led to nothing (WIF2019-39, WIF2023-57)."""
    quality = (*QUALITY, "laws-adopted", "inspection")
    yield from judged(design, ON_PAPER, quality, "counts what was delivered to others, not what they did with it.")


@rule(
    "counts-alone",
    "missing",
    title="Counts without qualitative evidence",
    question="Which qualitative evidence is read beside the numbers?",
    better="Read each count beside what workers say of it.",
    lessons="WIF2019-33 WIF2023-54 WIF2023-58",
)
def counts_alone(design: Design) -> Iterator[Seen]:
    """Numbers show how much was done; what workers say tells whether it helped (WIF2019-33, WIF2023-54)."""
    evaluation = design.evaluation
    if evaluation.qualitative_evidence is ABSENT and not organising_counted(design):
        yield seen(evaluation, "The design says that no qualitative evidence stands beside its numbers.")
    for one in design.measuring(*COUNTS):
        told = one.role == "context" or evaluation.qualitative_evidence or judged_already(one)
        if one.qualitative is ABSENT and not told:
            yield seen(
                one, f"{one.name} is counted, and the design says that no qualitative evidence is read beside it."
            )


def organising_counted(design: Design) -> bool:
    """Whether members or committees are counted, or organising is among the work."""
    return bool(design.measuring("members-enrolled", "committees-formed") or design.doing(*ORGANISED))


def judged_already(one: Element) -> bool:
    """Another rule of this family speaks of this count."""
    by_target = one.role is SILENT and one.target and one.kind in (*REACH, *PENAL, "members-enrolled")
    return (one.role in JUDGING and one.kind in JUDGED) or bool(by_target)


@rule(
    "quality-beside-counts",
    "strength",
    title="Quality stands beside the counts",
    question="Is qualitative evidence read beside the numbers?",
    better="Let it overrule the number when the two disagree.",
    lessons="WIF2019-24 WIF2023-23 WIF2019-33",
)
def quality_beside_counts(design: Design) -> Iterator[Seen]:
    """Figures together with a qualitative, gender-sensitive look tell what a count hides (WIF2019-24)."""
    if design.evaluation.qualitative_evidence:
        yield seen(design.evaluation, "Qualitative evidence stands beside the numbers.")
    for one in design.measuring(*COUNTS):
        if one.qualitative:
            yield seen(one, f"{one.name} is read beside qualitative evidence.")


@rule(
    "work-itself-measured",
    "strength",
    title="The work itself is measured",
    question="Do indicators look at wages, conditions, freedom and rules kept?",
    better="Look at the same workers again after they change jobs.",
    lessons="WIF2019-04 WIF2023-29 WIF2023-58",
)
def work_itself_measured(design: Design) -> Iterator[Seen]:
    """Progress shows in wages, conditions and rules that are kept, not in laws on paper (WIF2019-4)."""
    for one in design.measuring("wages", "working-conditions", "freedom", "law-in-practice", "promise-kept"):
        if one.role != "context":
            yield seen(one, f"{one.name} looks at what work is like for those who do it.")
