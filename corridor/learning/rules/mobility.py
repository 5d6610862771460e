"""Bans, vigilance and interception: measures on people's movement, and work to lift them (WIF2019-3, 8; WIF2023-35)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, Design
from corridor.learning.rules.catalogue import Seen, ask, rule, seen

RESTRICTING_AIMS = {"run", "adopt", "strengthen", "enforce"}
ENDING_AIMS = {"lift", "oppose"}


@rule(
    "movement-restricted",
    "contradicts",
    title="Movement of people who want to leave is restricted",
    question="Does anything in the design keep people, above all women, from leaving?",
    better="Work to lift restrictions and keep them lifted; leave the decision to move with the person.",
    lessons="WIF2019-08 WIF2023-35 WIF2019-34",
)
def movement_restricted(design: Design) -> Iterator[Seen]:
    """Bans and exit permits do not stop departures: they make the road longer and riskier (WIF2019-8, WIF2023-35)."""
    for one in design.interventions:
        on_ban = one.type == "movement-restriction" or "migration-ban" in one.about
        if on_ban and one.aim in RESTRICTING_AIMS:
            yield seen(one, f"{one.name} brings in or keeps up a restriction on who may leave.")
        elif one.type == "movement-restriction" and not one.aim:
            yield seen(one, f"{one.name} is a restriction on who may leave.")
        elif on_ban and not one.aim:
            yield ask(one)


@rule(
    "vigilance-or-interception",
    "contradicts",
    title="People are watched or stopped on their way",
    question="Are there committees or checks that watch for people leaving?",
    better="Drop vigilance; offer information and services that serve staying and leaving alike.",
    lessons="WIF2019-03 WIF2019-08 WIF2019-34",
)
def vigilance_or_interception(design: Design) -> Iterator[Seen]:
    """Watch groups and border checks stopped women seeking a livelihood; the programme gave them up (WIF2019-3)."""
    for one in design.doing("vigilance-committee", "interception"):
        yield seen(one, f"{one.name} watches for or stops people who want to leave.")


@rule(
    "restriction-opposed",
    "strength",
    title="Works to end a restriction on movement",
    question="Does the design work against bans and exit restrictions?",
    better="Keep up the pressure after a ban is lifted: lifted bans tend to come back.",
    lessons="WIF2019-08 WIF2023-35",
)
def restriction_opposed(design: Design) -> Iterator[Seen]:
    """Repeal lasts only while women's, migrants' and workers' groups keep at it (WIF2023-35)."""
    for one in design.interventions:
        if (one.type == "movement-restriction" or "migration-ban" in one.about) and one.aim in ENDING_AIMS:
            yield seen(one, f"{one.name} works to end a restriction on movement.")


@rule(
    "ban-advocacy-short",
    "missing",
    title="Advocacy against a ban stops too early",
    question="Does work against a ban go on after it is lifted?",
    better="Plan advocacy beyond repeal, with women's, migrants' and workers' groups that stay.",
    lessons="WIF2019-08 WIF2023-35",
)
def ban_advocacy_short(design: Design) -> Iterator[Seen]:
    """Bans were put back when advocacy stopped (WIF2019-8)."""
    for one in design.interventions:
        if (one.type == "movement-restriction" or "migration-ban" in one.about) and one.aim in ENDING_AIMS:
            if one.denies("sustained"):
                yield seen(one, f"{one.name} is said to end once the ban is lifted.")
            elif one.silent_on("sustained"):
                yield ask(one)


@rule(
    "watch-groups-counted",
    "contradicts",
    title="Watch committees are counted as a result",
    question="Do targets ask for committees against trafficking in places that people leave?",
    better="Drop the target together with the committees; ask whether people can choose to stay or to go.",
    lessons="WIF2019-03 WIF2019-08",
)
def watch_groups_counted(design: Design) -> Iterator[Seen]:
    """Targets for such committees worked against women's right to seek a living elsewhere (WIF2019-3)."""
    watching = design.doing("vigilance-committee")
    others = design.doing("worker-committee")
    for one in design.measuring("committees-formed"):
        tied = not one.outcome or any(group.outcome == one.outcome for group in watching)
        aimed_at = one.target or one.role in {"headline", "only"}
        if watching and not (others and not one.outcome) and tied and aimed_at and one.role != "context":
            yield seen(one, f"{one.name} sets a number for committees that watch for people who leave.")


@rule(
    "restriction-risk-unanswered",
    "missing",
    title="Protection may turn into restriction, and nothing is planned",
    question="What keeps protection from limiting women's movement?",
    better="Say which limits the programme will speak against, and with whom.",
    lessons="WIF2019-08 WIF2019-34 WIF2023-35",
)
def restriction_risk_unanswered(design: Design) -> Iterator[Seen]:
    """Care for women's safety was turned into bans in many places (WIF2019-8, WIF2019-34, WIF2023-35)."""
    for one in design.risks:
        if one.kind == "restriction" and one.response is ABSENT:
            yield seen(one, f"{one.name} is named as a risk to women's movement, and nothing is planned against it.")
