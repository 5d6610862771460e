"""Counts of help, knowledge, places and members that say little of what came of them (WIF2019-10, 24; WIF2023-26)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, Design
from corridor.learning.rules.catalogue import Seen, rule, seen
from corridor.learning.rules.targets import QUALITY, judged, organising_counted

SERVED = ("referrals-honoured", "entitlements-received", "remedy-received", "grievances-settled", "workers-assessment")


@rule(
    "referrals-as-success",
    "caution",
    title="Referrals made stand for services received",
    question="Did the people who were sent on get the service?",
    better="Count the services that people received, and note the offices that turned them away.",
    lessons="WIF2019-10 WIF2023-07 WIF2023-36",
)
def referrals_as_success(design: Design) -> Iterator[Seen]:
    """Many who were referred were turned away; for returnees it stayed a gesture (WIF2019-10, WIF2023-7, 36)."""
    why = "counts people sent on to others, and nothing tells whether the service was given."
    yield from judged(design, ("referrals-made",), SERVED, why)


@rule(
    "knowledge-as-success",
    "caution",
    title="What people know stands for what they can do",
    question="What did those who know more achieve before employers, recruiters or officials?",
    better="Look at what people obtained, and at how employers and officials acted.",
    lessons="WIF2019-30 WIF2019-38 WIF2019-22",
)
def knowledge_as_success(design: Design) -> Iterator[Seen]:
    """Knowing did not offset a stronger employer; some who named their rights were deported (WIF2019-22, 30, 38)."""
    why = "tests what people know, which does not show that they can use it."
    yield from judged(design, ("knowledge",), QUALITY, why)


@rule(
    "centres-as-success",
    "caution",
    title="Centres opened stand for what workers have of them",
    question="What rights do the users of the centre have, and who decides in it?",
    better="Judge a centre by the rights of its users and by their say in it.",
    lessons="WIF2023-26 WIF2023-27",
)
def centres_as_success(design: Design) -> Iterator[Seen]:
    """A centre stands or falls with its users' rights and their hold on it (WIF2023-26, WIF2023-27)."""
    quality = (*SERVED, "voice", "grievances", "working-conditions", "wages", "freedom")
    why = "counts places opened, and nothing tells what workers have of them or decide in them."
    yield from judged(design, ("centres-opened",), quality, why)


@rule(
    "organising-by-numbers-alone",
    "missing",
    title="Organising is judged by numbers alone",
    question="What beside numbers shows how workers are organised and heard?",
    better="Add a gender-sensitive look at industrial relations to the figures.",
    lessons="WIF2019-24 WIF2023-23",
)
def organising_by_numbers_alone(design: Design) -> Iterator[Seen]:
    """How well workers are organised does not show in a number (WIF2019-24, WIF2023-23)."""
    if design.evaluation.qualitative_evidence is ABSENT and organising_counted(design):
        yield seen(
            design.evaluation,
            "The design works on organising and says that no qualitative evidence stands beside its numbers.",
        )
