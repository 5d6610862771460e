"""What is said in public: harm, sides, abuse abroad, myths and success stories (WIF2019-38, 42; WIF2023-3, 32)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, SILENT, Design
from corridor.learning.rules.catalogue import Seen, ask, rule, seen

CAMPAIGNS = ("awareness-campaign", "public-campaign")
PUBLISHING = (*CAMPAIGNS, "media-work", "employer-campaign", "knowledge-sharing")
TELLING = (
    *CAMPAIGNS,
    "media-work",
    "success-stories",
    "information-exchange",
    "information-service",
    "pre-decision-training",
    "pre-departure-training",
)
SAFE = {"promotes", "promotes-regular"}


@rule(
    "harm-unchecked",
    "missing",
    title="Messages are not checked for harm",
    question="Who checks messages for harm at home and in the community, and who watches for unintended effects?",
    better="Check each message for harm before use, watch its effects, and change it.",
    lessons="WIF2019-38",
)
def harm_unchecked(design: Design) -> Iterator[Seen]:
    """A message can bring violence or stigma home, or false trust in training (WIF2019-38)."""
    for one in design.doing(*TELLING, "employer-campaign", "post-arrival-training"):
        if one.denies("harm-checked"):
            yield seen(one, f"{one.name} goes out without a check for harm, such as violence or stigma at home.")
        elif one.type in CAMPAIGNS and one.silent_on("harm-checked"):
            yield ask(one)
    for one in design.risks:
        if one.kind == "stigma-violence" and one.response is ABSENT:
            yield seen(one, f"{one.name} is a harm the design foresees and plans nothing against.")


@rule(
    "messages-checked",
    "strength",
    title="Messages are checked for harm",
    question="Are messages checked for harm and watched afterwards?",
    better="Tell what was changed after a message did harm.",
    lessons="WIF2019-38",
)
def messages_checked(design: Design) -> Iterator[Seen]:
    """A check before, and watching after, keep a message from doing harm (WIF2019-38)."""
    for one in design.doing(*TELLING, "employer-campaign", "post-arrival-training"):
        if one.says("harm-checked"):
            yield seen(one, f"{one.name} is checked for harm before it goes out.")


@rule(
    "message-takes-sides",
    "contradicts",
    title="The message pushes leaving or staying",
    question="Does the message neither push nor deter?",
    better="Tell of conditions and options on both sides, and leave the decision with the person.",
    lessons="WIF2019-38 WIF2019-03",
)
def message_takes_sides(design: Design) -> Iterator[Seen]:
    """A general message that seems to take a side defeats its own purpose (WIF2019-38)."""
    for one in design.doing(*TELLING):
        if one.denies("neutral-on-migration"):
            yield seen(one, f"{one.name} takes a side on leaving, where reasons to go differ from house to house.")


@rule(
    "message-leaves-decision",
    "strength",
    title="The message leaves the decision with the person",
    question="Is the message neutral on leaving?",
    better="Check with listeners how the message was understood.",
    lessons="WIF2019-38 WIF2019-03",
)
def message_leaves_decision(design: Design) -> Iterator[Seen]:
    """Neither pushing nor deterring (WIF2019-38, WIF2019-3)."""
    for one in design.doing(*TELLING):
        if one.says("neutral-on-migration"):
            yield seen(one, f"{one.name} neither pushes people to leave nor holds them back.")


@rule(
    "safety-promised",
    "contradicts",
    title="Knowing is taken for being safe",
    question="Does anything promise that informed or trained women are safe?",
    better="Say what knowledge can not change, and work on the powers that a woman meets.",
    lessons="WIF2019-38 WIF2019-03 WIF2019-30",
)
def safety_promised(design: Design) -> Iterator[Seen]:
    """Information meant nothing before a far stronger employer, recruiter or official (WIF2019-30, WIF2019-38)."""
    for one in design.assuming("information-prevents-abuse"):
        yield seen(
            one, f"{one.name} promises safety to those who know, but knowledge does not stop a stronger employer."
        )
    for one in design.risks:
        if one.kind == "false-assurance" and one.response is ABSENT:
            yield seen(one, f"{one.name} is false trust that the design foresees and does nothing against.")


@rule(
    "abuse-abroad-alone",
    "contradicts",
    title="Only abuse abroad is told",
    question="Does it also tell why women leave and what work is missing at home?",
    better="Report why women migrate, what work they lack at home, and what they say themselves.",
    lessons="WIF2023-03",
)
def abuse_abroad_alone(design: Design) -> Iterator[Seen]:
    """The one-sided picture takes women's will away and helps to justify limits on their movement (WIF2023-3)."""
    for one in design.interventions:
        if not one.done or one.says("home-context-told"):
            continue
        if one.says("abuse-abroad-only"):
            yield seen(one, f"{one.name} tells of abuse abroad alone; that feeds limits on women's work and movement.")
        elif one.denies("home-context-told"):
            yield seen(one, f"{one.name} leaves out why women go and what work is missing at home.")
        elif one.type == "media-work":
            yield ask(one)


@rule(
    "home-jobs-left-out",
    "missing",
    title="Jobs at home are left out of the analysis",
    question="Does the design look at missing jobs at home together with abuse abroad?",
    better="In countries of origin look at jobs and their quality at home as well as at migration.",
    lessons="WIF2023-03",
)
def home_jobs_left_out(design: Design) -> Iterator[Seen]:
    """Abuse abroad and the lack of decent work at home belong to one picture (WIF2023-3)."""
    if design.approach.origin_jobs_analysed is ABSENT:
        yield seen(design.approach, "The design says that it does not look at the jobs missing at home.")
        return
    asked_by_jobs = design.approach.jobs_at_both_ends is SILENT
    if design.approach.origin_jobs_analysed is SILENT and not asked_by_jobs and design.doing("awareness-campaign"):
        yield ask(design.approach)


@rule(
    "home-reasons-told",
    "strength",
    title="Reasons at home are told",
    question="Does the public learn why women leave?",
    better="Let women tell their reasons in their own words.",
    lessons="WIF2023-03",
)
def home_reasons_told(design: Design) -> Iterator[Seen]:
    """The quality of jobs at home belongs in the story (WIF2023-3)."""
    if design.approach.origin_jobs_analysed:
        yield seen(design.approach, "The design looks at missing jobs at home together with abuse abroad.")
    for one in design.interventions:
        if one.done and one.says("home-context-told"):
            yield seen(one, f"{one.name} tells why people leave and what work is missing at home.")


@rule(
    "simplified-story",
    "contradicts",
    title="A simple story stands for the whole",
    question="Which myths does the simple story leave standing?",
    better="Take the myths apart with the team first, then tell the story with its setting.",
    lessons="WIF2019-42 WIF2023-32",
)
def simplified_story(design: Design) -> Iterator[Seen]:
    """A message made simple without undoing the myths makes them stronger (WIF2019-42, WIF2023-32)."""
    for one in design.interventions:
        if one.done and one.says("simplified") and not one.says("myths-briefed"):
            yield seen(one, f"{one.name} makes one story stand for the whole, which feeds the myths it should undo.")


@rule(
    "success-story-unguarded",
    "caution",
    title="Success stories may praise safe migration",
    question="What will readers take a success story to say of safe migration and of women's own will?",
    better="Brief the team on the myths, and check each story for what it says about women's own choices.",
    lessons="WIF2019-42 WIF2023-32 WIF2019-29",
)
def success_story_unguarded(design: Design) -> Iterator[Seen]:
    """Good work was read as praise of safe migration; one success proves no policy (WIF2019-42, WIF2019-29)."""
    framing = design.framing
    safe = framing.migration_stance in SAFE or "safe-migration" in {*framing.frames, framing.main_frame}
    for one in design.doing("success-stories"):
        if one.says("myths-briefed") or one.says("simplified"):
            continue
        if safe and "safe-migration" not in framing.rejects:
            yield seen(one, f"{one.name} will be read as proof that safe migration prevents abuse, which it does not.")
        else:
            yield seen(
                one, f"{one.name} can be misread as praise of migration, and one person's success proves no policy."
            )


@rule(
    "myths-unbriefed",
    "missing",
    title="Nobody was briefed on myths",
    question="Were staff, partners and media briefed on the myths before anything is published?",
    better="Brief staff and partners on the myths before anything is published.",
    lessons="WIF2019-42 WIF2023-32",
)
def myths_unbriefed(design: Design) -> Iterator[Seen]:
    """What the public knows of trafficking rests largely on myths (WIF2023-32, WIF2019-42)."""
    briefed = bool(design.doing("staff-briefing"))
    for one in design.doing(*PUBLISHING):
        if one.denies("myths-briefed") and not one.says("simplified"):
            yield seen(one, f"{one.name} goes ahead without a briefing on the myths that people hold.")
        elif one.type in {"public-campaign", "media-work"} and one.silent_on("myths-briefed") and not briefed:
            yield ask(one)


@rule(
    "myths-taken-apart",
    "strength",
    title="Myths are taken apart first",
    question="Does the team know the myths before it publishes?",
    better="Repeat the briefing when staff and partners change.",
    lessons="WIF2019-42 WIF2023-32",
)
def myths_taken_apart(design: Design) -> Iterator[Seen]:
    """The team should know the myths first, then tell the story (WIF2023-32)."""
    for one in design.interventions:
        if one.done and (
            one.says("myths-briefed") or (one.type == "staff-briefing" and not one.denies("myths-briefed"))
        ):
            yield seen(one, f"{one.name} prepares the team on the myths before anything is said in public.")
