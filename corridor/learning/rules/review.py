"""The review of one design: every rule read, findings and questions with their reasons, and the profile of table 4."""

from dataclasses import dataclass, field
from typing import Any

from corridor.learning.design.model import Design, Element
from corridor.learning.rules.catalogue import RULES, SEVERITIES, Rule
from corridor.reference.shelf import shelf

ASKED_AT_MOST = 1  # elements about which one rule asks at a time


@dataclass(frozen=True)
class Finding:
    """What one rule saw in one element."""

    rule: Rule
    element: Element
    reason: str

    @property
    def key(self) -> str:
        """Names the finding, so that an answer to it can be kept: rule and element."""
        return f"{self.rule.id}@{self.element.key}"

    def plain(self) -> dict[str, Any]:
        return {
            "rule": self.rule.id,
            "title": self.rule.title,
            "severity": self.rule.severity,
            "element": self.element.key,
            "line": self.element.line or None,
            "reason": self.reason,
            "better": self.rule.better,
            "lessons": list(self.rule.lessons),
        }


@dataclass
class Dimension:
    """One row of table 4 with the elements that put the design at either end."""

    practice: Any
    conventional: list[Finding] = field(default_factory=list)
    better: list[Finding] = field(default_factory=list)

    @property
    def position(self) -> str:
        """conventional, better, mixed (elements at both ends) or not stated. Never a score."""
        if self.conventional and self.better:
            return "mixed"
        return "conventional" if self.conventional else "better" if self.better else "not stated"

    @property
    def keys_conventional(self) -> list[str]:
        return sorted({one.element.key for one in self.conventional})

    @property
    def keys_better(self) -> list[str]:
        return sorted({one.element.key for one in self.better})

    def plain(self) -> dict[str, Any]:
        return {
            "dimension": self.practice.id,
            "label": self.practice.label,
            "conventional": self.practice.conventional,
            "better": self.practice.better,
            "position": self.position,
            "elements_conventional": self.keys_conventional,
            "elements_better": self.keys_better,
        }


@dataclass
class Review:
    """All that the rules say of one design."""

    design: Design
    findings: list[Finding]
    questions: list[Finding]
    profile: list[Dimension]

    def of(self, severity: str) -> list[Finding]:
        return [one for one in self.findings if one.rule.severity == severity]

    @property
    def rules_checked(self) -> int:
        return len(RULES)

    def plain(self) -> dict[str, Any]:
        identity = self.design.design
        return {
            "design": {
                key: list(value) if isinstance(value, tuple) else value
                for key, value in identity.values.items()
                if value
            },
            "rules_checked": self.rules_checked,
            "findings": [one.plain() for one in self.findings],
            "questions": [
                {
                    "rule": one.rule.id,
                    "element": one.element.key,
                    "question": one.rule.question,
                    "lessons": list(one.rule.lessons),
                }
                for one in self.questions
            ],
            "profile": [one.plain() for one in self.profile],
        }


def profile_of(findings: list[Finding]) -> list[Dimension]:
    """Where the findings put the design between conventional and better practice, dimension by dimension."""
    dimensions = {practice.id: Dimension(practice) for practice in shelf().all("practices")}
    for finding in findings:
        for practice in finding.rule.practices:
            end = (
                dimensions[practice].better
                if finding.rule.severity == "strength"
                else dimensions[practice].conventional
            )
            end.append(finding)
    return list(dimensions.values())


def review(design: Design) -> Review:
    """Read a design with every rule. Findings come gravest first, then in the order of the catalogue.

    A rule asks about one element at a time: once the design answers, it asks about the next.
    """
    findings: list[Finding] = []
    questions: list[Finding] = []
    for one in RULES.values():
        saw = list(one.read(design))
        findings += [Finding(one, each.element, each.reason) for each in saw if each.reason]
        questions += [Finding(one, each.element, "") for each in saw if not each.reason][:ASKED_AT_MOST]
    findings.sort(key=lambda finding: SEVERITIES.index(finding.rule.severity))
    return Review(design, findings, questions, profile_of(findings))
