"""A review as parts of a Word file, with the answers given."""

from typing import Any

from corridor.exchange.word import Passage, Table
from corridor.learning.rules.catalogue import SEVERITIES
from corridor.learning.rules.review import Finding, Review
from corridor.learning.rules.telling import TITLES, counts


def word_parts(review: Review, answers: dict[str, Any]) -> tuple[str, list[Passage | Table]]:
    """(title, parts) for `exchange.word.word_file`. `answers`: finding key -> FindingAnswer."""
    identity = review.design.design
    opening = Passage("", [("", counts(review))], soft=identity.flag or "")
    parts: list[Passage | Table] = [opening]
    for severity in SEVERITIES:
        found = review.of(severity)
        if found:
            parts.append(Passage(f"{TITLES[severity]} ({len(found)})", level=2))
            parts += [passage(one, answers.get(one.key)) for one in found]
    if review.questions:
        asked = [("", f"{one.rule.question} ({one.element.key})") for one in review.questions]
        parts.append(Passage("Questions to ask, where the design is silent", asked, level=2))
    parts.append(Passage("Between conventional and better practice", level=2))
    rows = [
        [
            one.practice.label,
            one.position,
            ", ".join(sorted({saw.element.key for saw in (*one.conventional, *one.better)})),
        ]
        for one in review.profile
    ]
    parts.append(Table(["Dimension", "Position", "Elements"], rows))
    return f"Review of {identity.title}", parts


def passage(one: Finding, answer: Any) -> Passage:
    told = [("Seen", one.reason), ("Better", one.rule.better)]
    if answer:
        told.append(("Answer", f"{answer.get_answer_display()}. {answer.because}".strip()))
    return Passage(one.rule.title, told, soft=f"{one.element.key} · rule {one.rule.id} · {', '.join(one.rule.lessons)}")
