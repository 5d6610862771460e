"""Knowing a place before working there: appraisal, fitted sessions, time instead of headcounts (WIF2019-31, 33, 36)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, SILENT, Design, Element
from corridor.learning.rules.catalogue import Seen, ask, rule, seen
from corridor.learning.rules.outreach import AT_HOME, CONTENT, appraised


def unfitted_silence(design: Design, one: Element) -> bool:
    """Whether nothing in the design says if this session differs by place."""
    return (
        one.silent_on("tailored-to-place")
        and one.silent_on("appraisal-first")
        and design.approach.varies_by_place is SILENT
    )


@rule(
    "headcount-drives-outreach",
    "contradicts",
    title="Staff must reach set numbers of people",
    question="Do numbers to be reached decide how staff spend their days?",
    better="Cut the numbers and give community workers time to learn why people leave each village.",
    lessons="WIF2019-33",
)
def headcount_drives_outreach(design: Design) -> Iterator[Seen]:
    """High targets sent workers round villages with set messages while solvable causes were missed (WIF2019-33)."""
    for one in design.interventions:
        if one.done and one.says("headcount-driven"):
            yield seen(
                one, f"{one.name} is driven by the number of people to be reached, which takes time from listening."
            )


@rule(
    "headcounts-dropped",
    "strength",
    title="No set numbers to reach",
    question="Are staff free of set numbers?",
    better="Use the time won to learn what affects women's lives in each village.",
    lessons="WIF2019-33",
)
def headcounts_dropped(design: Design) -> Iterator[Seen]:
    """Once targets were cut, workers became a source on what moves women's lives (WIF2019-33)."""
    for one in design.interventions:
        if one.done and one.denies("headcount-driven"):
            yield seen(one, f"{one.name} sets staff no numbers to reach, so there is time to listen.")


@rule(
    "same-session-everywhere",
    "contradicts",
    title="The same session in every place",
    question="How does it differ by local norms on women, distress and leaving?",
    better="Learn how a place sees women and distress before designing a session, and change it by place.",
    lessons="WIF2019-36 WIF2019-41",
)
def same_session_everywhere(design: Design) -> Iterator[Seen]:
    """One message may offend where honour rules and encourage where leaving is usual (WIF2019-36)."""
    for one in design.doing(*CONTENT):
        if one.says("uniform") or one.denies("tailored-to-place"):
            yield seen(
                one, f"{one.name} says the same everywhere; what helps in one place may offend or push in the next."
            )
        elif one.type == "pre-decision-training" and unfitted_silence(design, one):
            yield ask(one)


@rule(
    "session-fitted-to-place",
    "strength",
    title="Fitted to the place",
    question="Is it changed by local norms and conditions?",
    better="Go on watching how it is taken, and avoid general statements on distress.",
    lessons="WIF2019-36 WIF2019-33",
)
def session_fitted_to_place(design: Design) -> Iterator[Seen]:
    """Sessions followed local views of women's role and of distress (WIF2019-36)."""
    for one in design.doing(*CONTENT):
        if one.says("tailored-to-place"):
            yield seen(one, f"{one.name} is fitted to the norms and conditions of each place.")


@rule(
    "appraisal-skipped",
    "missing",
    title="Work starts without a local appraisal",
    question="Did people of these places map power, resources and risks before activities were fixed?",
    better="Run participatory appraisals and vulnerability maps first, at both ends of the path.",
    lessons="WIF2019-31",
)
def appraisal_skipped(design: Design) -> Iterator[Seen]:
    """Partners who appraised first could act on harassment or on land and water, not only warn (WIF2019-31)."""
    first = design.approach.appraisal_first
    if first is ABSENT:
        yield seen(
            design.approach, "The design says that activities were fixed before people of the places were asked."
        )
    for one in design.interventions:
        if one.done and one.denies("appraisal-first"):
            yield seen(one, f"{one.name} starts without an appraisal by the people of the place.")
    if first is SILENT and design.doing(*AT_HOME) and not appraised(design):
        yield ask(design.approach)


@rule(
    "appraisal-comes-first",
    "strength",
    title="People of the place appraise first",
    question="Do people of the place map power and risks before work begins?",
    better="Repeat it at destination, and act on the power that the map shows.",
    lessons="WIF2019-31",
)
def appraisal_comes_first(design: Design) -> Iterator[Seen]:
    """Appraisal showed where social pressure or access to resources would help (WIF2019-31)."""
    if design.approach.appraisal_first:
        yield seen(design.approach, "The design let people of the places appraise risks and power before it was fixed.")
    for one in design.interventions:
        if one.done and one.says("appraisal-first"):
            yield seen(one, f"{one.name} begins with an appraisal by the people of the place.")
        elif (
            one.type == "participatory-appraisal"
            and one.aim not in {"lift", "oppose"}
            and not one.denies("appraisal-first")
        ):
            yield seen(one, f"{one.name} lets people of the place map power, resources and risks themselves.")
