"""Words that open doors or close them, modern slavery above all (WIF2019-5; WIF2023-31, 51)."""

from collections.abc import Iterator

from corridor.learning.design.model import ABSENT, SILENT, Design
from corridor.learning.rules.catalogue import Seen, ask, rule, seen
from corridor.learning.rules.framing import BESIDE, leading, used

LOADED = {"modern-slavery", "anti-trafficking"}


@rule(
    "modern-slavery-leads",
    "contradicts",
    title="Modern slavery is the banner",
    question="Does speaking of modern slavery open any door in these countries?",
    better="Try the words out with constituents; speak of rights at work where change at work is the aim.",
    lessons="WIF2019-05 WIF2023-31 WIF2023-51",
    practices="PRA-07",
)
def modern_slavery_leads(design: Design) -> Iterator[Seen]:
    """The term points to extremes and police answers, and no country took it up (WIF2019-5, WIF2023-31)."""
    if "modern-slavery" in leading(design.framing) and not design.approach.terms_tested:
        yield seen(
            design.framing,
            "The design works under the name of modern slavery: it draws the eye to extreme cases and police answers, "
            "and it closed doors in the places where it was tried.",
        )


@rule(
    "terms-untested",
    "missing",
    title="Words were not tried out with constituents",
    question="Were words such as trafficking or slavery tried out with those who must act on them?",
    better="Ask constituents and workers what the words call up before building the work on them.",
    lessons="WIF2019-05 WIF2023-31",
)
def terms_untested(design: Design) -> Iterator[Seen]:
    """Governments resisted the word slavery for labour matters; testing would have shown it (WIF2019-5, WIF2023-31)."""
    frames, tested = used(design.framing), design.approach.terms_tested
    if not frames & LOADED and frames:
        return
    if tested is ABSENT:
        yield seen(design.approach, "The design says that its words were not tried out with constituents first.")
    elif tested is SILENT and frames:
        yield ask(design.approach)


@rule(
    "words-weighed",
    "strength",
    title="Words were weighed before use",
    question="Did the design choose its words by what they open or close?",
    better="Keep listening for words in which workers speak of their own lives.",
    lessons="WIF2019-05 WIF2023-31 WIF2023-51",
)
def words_weighed(design: Design) -> Iterator[Seen]:
    """Words should be tested, and dropped where they do not help (WIF2019-5, WIF2023-31)."""
    if design.approach.terms_tested:
        yield seen(design.approach, "The design says that its words were tried out with constituents first.")
    dropped = " and ".join(BESIDE[code] for code in sorted(set(design.framing.rejects) & set(BESIDE)))
    if dropped:
        yield seen(design.framing, f"The design turns down {dropped} as its frame.")


@rule(
    "slavery-named-beside",
    "caution",
    title="Modern slavery is named beside other frames",
    question="What does the word slavery add, and whom does it keep away?",
    better="Try it out with those who have to act, or speak of rights at work instead.",
    lessons="WIF2019-05 WIF2023-31 WIF2023-51",
)
def slavery_named_beside(design: Design) -> Iterator[Seen]:
    """Even in second place the word calls up extremes and resistance (WIF2019-5, WIF2023-31)."""
    framing = design.framing
    if "modern-slavery" in used(framing) - leading(framing) and not design.approach.terms_tested:
        yield seen(framing, "The design also speaks of modern slavery, which calls up extremes and closes doors.")
