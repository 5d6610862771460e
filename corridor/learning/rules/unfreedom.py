"""How a design tells unfree labour: consent, indicators, causes (WIF2023-33, 50, 51, 56)."""

import re
from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, SILENT, Design, Element
from corridor.learning.rules.catalogue import Seen, ask, rule, seen
from corridor.reference.shelf import shelf

CONTEXT_WORDS = re.compile(
    r"\bpoverty\b(?!.{0,3}(wage|pay))|\binequalit|\bclimate\b|\bdisaster|\bflood|\bdrought|\bpandemic|\bcovid|\bconflict|\bwars?\b",
    re.IGNORECASE,
)
POLICY_WORDS = re.compile(
    r"\blaw|\bpolic|\brule|\bsponsor|\bkafala|\bban\b|\bbans\b|\bexclu|\bwage|\bpay\b|\bdebt|\bunion|\boutsourc|\bcontract|\bright",
    re.IGNORECASE,
)


def causes_of(framing: Element, kind: str) -> list[str]:
    """The causes that the design names by their id on the shelf, of this kind."""
    known = {cause.id: cause for cause in shelf().all("root_causes")}
    return [known[id].label for id in framing.causes_named if id in known and known[id].cause_kind == kind]


def context_only(framing: Element) -> bool:
    """Whether each cause named is part of the setting (poverty, climate, conflict) and none is a law or policy."""
    settings = {cause.id for cause in shelf().all("root_causes") if cause.cause_kind == "contextual-factor"}
    return bool(framing.causes_named) and all(
        cause in settings or (CONTEXT_WORDS.search(cause) and not POLICY_WORDS.search(cause))
        for cause in framing.causes_named
    )


@rule(
    "consent-as-test",
    "contradicts",
    title="Agreement to a job is taken for freedom",
    question="Does a worker's agreement end the inquiry?",
    better="Look at the terms that employers set and at what else the worker could have taken.",
    lessons="WIF2023-33 WIF2023-50 WIF2023-51",
    practices="PRA-08",
)
def consent_as_test(design: Design) -> Iterator[Seen]:
    """Where decent jobs are scarce people agree to bad ones, so consent hides the abuse (WIF2023-33, WIF2023-50)."""
    if design.framing.forced_labour_test == "consent-based":
        yield seen(
            design.framing,
            "The design counts work as forced only when the worker had not agreed; those who agreed for want of "
            "a better job fall out of it.",
        )
    for one in design.assuming("consent-shows-freedom"):
        yield seen(one, f"{one.name} takes agreement for freedom, but people agree to bad jobs when there is no other.")


@rule(
    "agreement-questioned",
    "strength",
    title="Agreement is not taken for freedom",
    question="Does the design say that agreement does not show freedom?",
    better="Watch and name the hiring practices that set terms below standard.",
    lessons="WIF2023-33 WIF2023-50",
    practices="PRA-08",
)
def agreement_questioned(design: Design) -> Iterator[Seen]:
    """What the employer does counts more than what the worker signed (WIF2023-50)."""
    for one in design.assumptions:
        if one.kind == "consent-shows-freedom" and one.stance == "rejects":
            yield seen(one, f"{one.name} is turned down: a signature is not taken as proof of freedom.")


@rule(
    "indicators-without-causes",
    "contradicts",
    title="Signs of forced labour are read without their causes",
    question="Are the signs of forced labour read together with their causes?",
    better="Read indicators beside causes, on a continuum, and find other lawful routes to help.",
    lessons="WIF2023-33 WIF2023-51 WIF2023-56",
    practices="PRA-14",
)
def indicators_without_causes(design: Design) -> Iterator[Seen]:
    """A checklist misses worn-out workers who fit no box, and treats signs for causes (WIF2023-33, WIF2023-56)."""
    test = design.framing.forced_labour_test
    if test == "indicators-alone":
        yield seen(
            design.framing,
            "The design goes by signs of forced labour alone; relief of signs does not last while causes stay.",
        )
    answered = test == "continuum" or design.approach.determinants_separated
    for one in design.doing("indicator-assessment"):
        if one.denies("causes-analysed"):
            yield seen(one, f"{one.name} goes through signs of forced labour without asking what brings them about.")
        elif one.silent_on("causes-analysed") and not answered:
            yield ask(one)


@rule(
    "continuum-of-unfreedom",
    "strength",
    title="Unfree labour is seen as a continuum",
    question="Does the design read unfreedom as a matter of degrees, with causes beside signs?",
    better="Look also at places where work is free, and learn what made it so.",
    lessons="WIF2023-33 WIF2023-51 WIF2023-56",
    practices="PRA-08 PRA-14",
)
def continuum_of_unfreedom(design: Design) -> Iterator[Seen]:
    """Much abuse fits no legal definition; a continuum keeps it in sight (WIF2023-33, WIF2023-51)."""
    if design.framing.forced_labour_test == "continuum":
        yield seen(design.framing, "The design reads working conditions along a continuum, with causes beside signs.")
    for one in design.doing("indicator-assessment"):
        if one.says("causes-analysed"):
            yield seen(one, f"{one.name} asks for causes together with the signs.")


@rule(
    "context-named-as-cause",
    "contradicts",
    title="The setting is named as the cause",
    question="Which laws or policies bring the abuse about?",
    better="Name the policies that somebody can change, and who has the mandate to change them.",
    lessons="WIF2023-56",
)
def context_named_as_cause(design: Design) -> Iterator[Seen]:
    """To call poverty or climate the cause spares the policies that are (WIF2023-56)."""
    if context_only(design.framing) and not design.approach.determinants_separated:
        yield seen(
            design.framing,
            "The design names only the setting, such as poverty, climate or conflict, as the cause; "
            "laws and policies that somebody could change go unquestioned.",
        )
    for one in design.assuming("context-is-cause"):
        yield seen(one, f"{one.name} takes the setting for the cause and spares the policies behind it.")


@rule(
    "causes-not-told-apart",
    "missing",
    title="Policies are not told apart from the setting",
    question="Does the design tell policies that somebody can change apart from the setting around them?",
    better="Diagnose policy determinants with workers and tie each to a body that can act.",
    lessons="WIF2023-56",
)
def causes_not_told_apart(design: Design) -> Iterator[Seen]:
    """Six settings and six policies were listed side by side so that they are not mixed up (WIF2023-56)."""
    apart, framing = design.approach.determinants_separated, design.framing
    if apart is ABSENT:
        yield seen(
            design.approach, "The design says that it does not tell policies apart from the setting around them."
        )
    elif apart is SILENT and framing.causes_named and not causes_of(framing, "policy-determinant"):
        yield ask(design.approach)


@rule(
    "causes-told-apart",
    "strength",
    title="Policies behind the abuse are named",
    question="Does the design name the policies that bring unfree labour about?",
    better="Tie each policy to the body that can change it, and hear migrant and informal workers on the risks.",
    lessons="WIF2023-56",
    practices="PRA-14",
)
def causes_told_apart(design: Design) -> Iterator[Seen]:
    """Direct causes lie in law and policy, such as leaving domestic workers out of labour law (WIF2023-56)."""
    policies = causes_of(design.framing, "policy-determinant")
    if design.approach.determinants_separated:
        yield seen(design.approach, "The design tells policies that can be changed apart from the setting around them.")
    elif policies and design.approach.determinants_separated is SILENT:
        yield seen(design.framing, f"The design names policies as causes: {'; '.join(policies)}.")
