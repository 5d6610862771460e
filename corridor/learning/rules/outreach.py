"""Reaching people where they live: exchange or lecture, and with whom (WIF2019-19, 30, 32; WIF2023-21)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, SILENT, Design, Element
from corridor.learning.rules.catalogue import Seen, ask, rule, seen

AT_HOME = ("awareness-campaign", "information-exchange", "pre-decision-training")
OUTREACH = (*AT_HOME, "information-service", "entitlements-access", "participatory-appraisal")
WITH_PEOPLE = (*OUTREACH, "post-arrival-training", "referral", "legal-aid")
CONTENT = (
    *AT_HOME,
    "information-service",
    "pre-departure-training",
    "post-arrival-training",
    "rights-training",
    "financial-literacy",
    "public-campaign",
)
OPENING = ("entitlements-access", "local-livelihoods", "public-employment", "social-protection")
CLAIMS = {"social-protection", "social-security-agreements"}
MIGRANTS = {"migrant-workers", "returnees", "domestic-workers-organisation", "migrant-led-unions", "affected-groups"}
CLOSE = {*MIGRANTS, "women-groups", "trade-unions"}


def left_out(one: Element) -> str:
    """In which step the design says that migrants and those close to them have no part; empty when it does not say."""
    if one.designed_with is ABSENT or (one.designed_with and not CLOSE & {*one.designed_with, *one.led_by}):
        return "was designed without migrants or groups close to them"
    if one.delivered_with is ABSENT:
        return "gives migrants no part in carrying it out"
    if one.evaluated_with is ABSENT:
        return "gives migrants no part in judging it"
    if one.denies("worker-input"):
        return "does without what workers themselves say"
    if one.denies("through-networks"):
        return "passes by the kin, friends and earlier migrants whom people listen to"
    return ""


def shaped_by_migrants(one: Element) -> bool:
    """Whether migrants, or groups they lead, lead it, design it or carry it out."""
    return bool(MIGRANTS & {*one.led_by, *one.designed_with, *one.delivered_with})


def appraised(design: Design) -> bool:
    """Whether people of the place appraise power and risks anywhere in the design."""
    run = any(
        one.type == "participatory-appraisal" and one.aim not in {"lift", "oppose"} for one in design.interventions
    )
    return run or any(one.says("appraisal-first") for one in design.interventions)


@rule(
    "one-way-outreach",
    "contradicts",
    title="Prepared messages instead of exchange",
    question="Do people's own questions and knowledge shape what is said?",
    better="Sit down with people, learn from them first, and let what they ask for shape the exchange.",
    lessons="WIF2019-19 WIF2019-32 WIF2023-21",
)
def one_way_outreach(design: Design) -> Iterator[Seen]:
    """People took in only what met their needs, so learning had to run both ways (WIF2019-19, WIF2019-32)."""
    for one in design.doing(*WITH_PEOPLE):
        if one.denies("two-way-exchange"):
            yield seen(one, f"{one.name} tells people things and leaves no room for what they ask or know.")


@rule(
    "messages-prepared-beforehand",
    "caution",
    title="Messages are prepared beforehand",
    question="Whose questions do the messages answer, and who can ask back?",
    better="Begin with what people ask, and let the message follow; add somebody to talk to.",
    lessons="WIF2019-19 WIF2019-32 WIF2023-21",
)
def messages_prepared_beforehand(design: Design) -> Iterator[Seen]:
    """A finished message reaches only those whose need it happens to meet (WIF2019-19, WIF2019-32)."""
    for one in design.doing("awareness-campaign"):
        about_claims = set(one.about) & CLAIMS or one.says("local-options")
        heard = shaped_by_migrants(one) or one.says("worker-input") or about_claims or left_out(one)
        if one.silent_on("two-way-exchange") and not heard:
            yield seen(one, f"{one.name} hands out prepared messages; people take in only what meets their own needs.")


@rule(
    "two-way-outreach",
    "strength",
    title="Exchange that runs both ways",
    question="Do community workers learn as much as they tell?",
    better="Write down what people asked for and let it change the work.",
    lessons="WIF2019-19 WIF2019-32 WIF2023-21",
)
def two_way_outreach(design: Design) -> Iterator[Seen]:
    """Outreach worked once both sides learned (WIF2019-19, WIF2023-21)."""
    for one in design.doing(*WITH_PEOPLE):
        if one.says("two-way-exchange") or (one.type == "information-exchange" and one.silent_on("two-way-exchange")):
            yield seen(one, f"{one.name} is an exchange in which people's own questions count.")


@rule(
    "outreach-without-migrants",
    "missing",
    title="Migrants have no part in it",
    question="Which migrants take part in designing, giving and judging it?",
    better="Give migrants, families and earlier migrants a lasting part in design, delivery and evaluation.",
    lessons="WIF2019-19 WIF2023-21",
)
def outreach_without_migrants(design: Design) -> Iterator[Seen]:
    """Every service that worked was made close to migrants, at each step (WIF2019-19, WIF2023-21)."""
    for one in design.doing(*WITH_PEOPLE):
        if without := left_out(one):
            yield seen(one, f"{one.name} {without}.")
        elif one.type in AT_HOME and one.designed_with is SILENT and not MIGRANTS & set(one.led_by):
            yield ask(one)


@rule(
    "outreach-with-migrants",
    "strength",
    title="Made with migrants, through people they trust",
    question="Do migrants or their networks shape it?",
    better="Let them take part in judging it too, and change it by what they say.",
    lessons="WIF2019-19 WIF2023-21",
)
def outreach_with_migrants(design: Design) -> Iterator[Seen]:
    """Kin, friends and other migrants weigh heavily, and their part made services work (WIF2019-19, WIF2023-21)."""
    for one in design.doing(*WITH_PEOPLE):
        if shaped_by_migrants(one):
            yield seen(one, f"{one.name} is shaped by migrants themselves.")
        elif one.says("through-networks"):
            yield seen(one, f"{one.name} goes through the networks that people trust.")


@rule(
    "planners-far-from-workers",
    "missing",
    title="Planners are far from the women concerned",
    question="How do those who plan meet migrant women, and what do the women change?",
    better="Own up to the distance, meet directly, and make room for migrant women's own answers.",
    lessons="WIF2019-30",
)
def planners_far_from_workers(design: Design) -> Iterator[Seen]:
    """Staff trusted messages and law; women had tactics that staff could not have thought of (WIF2019-30)."""
    close = design.approach.close_to_workers
    if close is ABSENT:
        yield seen(
            design.approach, "The design says that those who plan it are not in direct contact with migrant women."
        )
    elif close is SILENT and any(one.designed_with is not SILENT for one in design.doing(*AT_HOME)):
        yield ask(design.approach)


@rule(
    "planners-close-to-workers",
    "strength",
    title="Planners meet the women concerned",
    question="Are those who plan in direct contact with migrant women?",
    better="Keep meeting after the design is settled, and let the answers change it.",
    lessons="WIF2019-30 WIF2019-19",
)
def planners_close_to_workers(design: Design) -> Iterator[Seen]:
    """Direct meeting shortens the distance that distorts designs (WIF2019-30)."""
    if design.approach.close_to_workers:
        yield seen(design.approach, "The design says that its planners meet migrant women, who shape the responses.")


@rule(
    "local-options-left-out",
    "missing",
    title="It speaks of leaving alone",
    question="Does it also open services, entitlements and work at home?",
    better="Work out with people what bars them from services and jobs at home, whether they stay or go.",
    lessons="WIF2019-32",
)
def local_options_left_out(design: Design) -> Iterator[Seen]:
    """Women who reached certain services and jobs at home did not have to go (WIF2019-32)."""
    opened = bool(design.doing(*OPENING))
    for one in design.doing(*CONTENT):
        if one.denies("local-options"):
            yield seen(one, f"{one.name} speaks of leaving and says nothing of services, entitlements or work at home.")
        elif one.type in AT_HOME and one.silent_on("local-options") and not opened:
            yield ask(one)


@rule(
    "local-options-opened",
    "strength",
    title="It opens options at home as well",
    question="Can people reach services, entitlements and work at home through it?",
    better="Look for answers together with those shut out, from schooling to a say in local politics.",
    lessons="WIF2019-32",
)
def local_options_opened(design: Design) -> Iterator[Seen]:
    """Local answers can make leaving a choice (WIF2019-32)."""
    for one in design.doing(*CONTENT, "entitlements-access"):
        if one.says("local-options") or one.type == "entitlements-access":
            yield seen(one, f"{one.name} opens what people are due at home, whether they stay or go.")
