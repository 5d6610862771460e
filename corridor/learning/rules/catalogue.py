"""What a rule is, and the list of all of them.

A rule reads a design and yields what it saw: `seen(element, reason)` for a finding, `ask(element)` where the design is
silent on a fact that would decide. A rule judges what a design does, not which words it uses, and silence is never a
finding. Findings explain; they are never added up to a grade.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from corridor.learning.design.model import Design, Element

Severity = Literal["contradicts", "caution", "missing", "strength"]
SEVERITIES: tuple[Severity, ...] = ("contradicts", "caution", "missing", "strength")


@dataclass(frozen=True)
class Seen:
    """What a rule saw in one element. `reason` is plain words naming that element; a question has none."""

    element: Element
    reason: str = ""


Read = Callable[[Design], Iterator[Seen]]


@dataclass(frozen=True)
class Rule:
    """One rule.

    id: stable name. severity: `contradicts` (a stated element goes against what was learned), `caution` (it carries a
    risk the lessons describe), `missing` (the design says that it does without something the lessons found needed),
    `strength` (it does what was found to work). question: what the rule asks. better: the better practice.
    lessons: what it stands on. practices: dimensions of table 4 that it bears on. family: the file it stands in.
    """

    id: str
    title: str
    severity: Severity
    question: str
    better: str
    lessons: tuple[str, ...]
    practices: tuple[str, ...]
    family: str
    read: Read


RULES: dict[str, Rule] = {}


def rule(
    id: str, severity: Severity, *, title: str, question: str, better: str, lessons: str, practices: str = ""
) -> Callable[[Read], Read]:
    """Enter a function in the catalogue. `lessons` and `practices` are ids separated by spaces.

    Raises ValueError when the id is taken or no lesson is given.
    """
    if id in RULES:
        raise ValueError(f"two rules are called {id}")
    if not lessons.split():
        raise ValueError(f"rule {id} stands on no lesson")

    def enter(read: Read) -> Read:
        family = read.__module__.rsplit(".", 1)[-1]
        RULES[id] = Rule(
            id, title, severity, question, better, tuple(lessons.split()), tuple(practices.split()), family, read
        )
        return read

    return enter


def seen(element: Element, reason: str) -> Seen:
    """A finding in this element."""
    return Seen(element, reason)


def ask(element: Element) -> Seen:
    """The design is silent: ask the rule's question about this element."""
    return Seen(element)
