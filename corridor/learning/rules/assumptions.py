"""What a design takes for granted, and whether it looks at it again (WIF2019-29, 41; WIF2023-58)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, SILENT, Design
from corridor.learning.rules.catalogue import Seen, ask, rule, seen
from corridor.learning.rules.outreach import CONTENT

READ_ELSEWHERE = {"free-choice", "one-model-fits", "consent-shows-freedom", "effect-attributable"}
AT_HOME = ("awareness-campaign", "information-exchange", "pre-decision-training", "pre-departure-training")


@rule(
    "free-choice-assumed",
    "contradicts",
    title="Leaving is taken for a free choice",
    question="Does the design suppose that people who leave choose freely?",
    better="Keep choice as an aim, and weigh honestly what leaves people without one.",
    lessons="WIF2019-29",
)
def free_choice_assumed(design: Design) -> Iterator[Seen]:
    """Farm crisis, exclusion and the family's word often decide, not the woman (WIF2019-29)."""
    for one in design.assuming("free-choice"):
        yield seen(one, f"{one.name} supposes a choice that crisis, exclusion or family often takes away.")


@rule(
    "structural-causes-unassessed",
    "missing",
    title="Causes of leaving were not assessed",
    question="Were jobs, land, care and discrimination looked at before measures were chosen?",
    better="Assess the structural causes of leaving first, and choose measures that remove obstacles to choice.",
    lessons="WIF2019-29 WIF2019-34",
)
def structural_causes_unassessed(design: Design) -> Iterator[Seen]:
    """Sessions that appeal to choice hardly alter a decision that structures have made (WIF2019-29, WIF2019-34)."""
    assessed = design.approach.structural_causes
    if assessed is ABSENT:
        yield seen(
            design.approach,
            "The design says that the structural causes of leaving were not assessed before it was made.",
        )
    elif assessed is SILENT and design.approach.appraisal_first is not SILENT and design.doing(*AT_HOME):
        yield ask(design.approach)


@rule(
    "structural-causes-assessed",
    "strength",
    title="Causes of leaving were assessed first",
    question="Does the design weigh why people leave before it speaks of choice?",
    better="Act on what was found: mentioning other options is not the same as removing obstacles.",
    lessons="WIF2019-29 WIF2019-34",
)
def structural_causes_assessed(design: Design) -> Iterator[Seen]:
    """Choice is an aim to work for, not a premise to start from (WIF2019-29)."""
    if design.approach.structural_causes:
        yield seen(design.approach, "The design assessed why people leave before it chose its measures.")
    for one in design.assumptions:
        if one.kind == "free-choice" and one.stance == "rejects":
            yield seen(one, f"{one.name} is turned down: choice is not taken for granted.")


@rule(
    "one-design-everywhere",
    "contradicts",
    title="One design for every place",
    question="What differs from place to place?",
    better="Fit the work to each place and job, and carry conclusions over with care.",
    lessons="WIF2019-41",
)
def one_design_everywhere(design: Design) -> Iterator[Seen]:
    """Place, gender, conflict and kind of job differ too widely for a single model (WIF2019-41)."""
    for one in design.assuming("one-model-fits"):
        yield seen(one, f"{one.name} expects one model to fit places that differ in nearly all that matters.")
    for one in design.interventions:
        if one.done and one.type not in CONTENT and one.says("uniform"):
            yield seen(one, f"{one.name} is the same in each place, however much the places differ.")
    varies = design.approach.varies_by_place
    if varies is ABSENT:
        yield seen(
            design.approach, "The design says that it is the same in each place, however much the places differ."
        )
    elif varies is SILENT and len(design.design.countries) > 1 and design.interventions:
        yield ask(design.approach)


@rule(
    "design-varies-by-place",
    "strength",
    title="The design differs from place to place",
    question="Is the work fitted to each place?",
    better="Say what was learned in each place and why it may not hold in the next.",
    lessons="WIF2019-41 WIF2019-36",
)
def design_varies_by_place(design: Design) -> Iterator[Seen]:
    """Context decides how abuse comes about, so the answer differs too (WIF2019-41)."""
    if design.approach.varies_by_place:
        yield seen(design.approach, "The design says that its work differs from place to place.")
    for one in design.assumptions:
        if one.kind == "one-model-fits" and one.stance == "rejects":
            yield seen(one, f"{one.name} is turned down: each place gets its own answer.")


@rule(
    "assumptions-unreviewed",
    "missing",
    title="Its own assumptions are not looked at again",
    question="Are the design's assumptions written down, and when are they looked at again?",
    better="Name the assumption behind each activity, set it against table 4, and ask what can really be changed.",
    lessons="WIF2023-58",
)
def assumptions_unreviewed(design: Design) -> Iterator[Seen]:
    """Programmes against trafficking and slavery rest on wrong assumptions that nobody reviewed (WIF2023-58)."""
    reviewed = design.approach.assumptions_reviewed
    tested = any(one.stance == "tests" for one in design.assumptions)
    if reviewed is ABSENT:
        yield seen(design.approach, "The design says that its assumptions are not written down and reviewed.")
    elif reviewed is SILENT and (design.assumptions or design.interventions) and not tested:
        yield ask(design.approach)


@rule(
    "assumptions-under-test",
    "strength",
    title="Assumptions are tested",
    question="Does the design find out whether what it supposes is true?",
    better="Say beforehand what would show the assumption wrong, and what would then change.",
    lessons="WIF2023-58",
)
def assumptions_under_test(design: Design) -> Iterator[Seen]:
    """Checking assumptions before and during the work is the lesson that closes the book (WIF2023-58)."""
    if design.approach.assumptions_reviewed:
        yield seen(design.approach, "The design writes down its assumptions and reviews them.")
    for one in design.assumptions:
        if one.stance == "tests":
            yield seen(one, f"{one.name} is put to the test.")
        elif one.stance == "rejects" and one.kind and one.kind not in READ_ELSEWHERE:
            yield seen(one, f"{one.name} is looked at and turned down.")
