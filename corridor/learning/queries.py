"""Reads of learning: lessons by filter, and what stands around one lesson."""

from collections import defaultdict
from functools import cache
from typing import Any

import corridor.learning.rules  # noqa: F401  gathers the catalogue
from corridor.learning.models import DesignRecord, FindingAnswer
from corridor.learning.rules.catalogue import RULES, Rule
from corridor.reference.shelf import Entry, shelf


def lessons(stage: str = "", area: str = "", edition: str = "", instrument: str = "") -> list[Entry]:
    """The lessons that fit every filter given; a blank filter fits all."""
    return [
        lesson
        for lesson in shelf().all("lessons")
        if (not stage or lesson.stage == stage)
        and (not area or area in lesson.practice_areas)
        and (not edition or lesson.id.startswith(f"WIF{edition}"))
        and (not instrument or instrument in (*lesson.instruments_cited, *lesson.instruments_implied))
    ]


@cache
def instruments_in_lessons() -> list[Entry]:
    """The instruments that lessons name or are about, in the shelf's order."""
    named = {code for one in shelf().all("lessons") for code in (*one.instruments_cited, *one.instruments_implied)}
    return [instrument for instrument in shelf().all("instruments") if instrument.id in named]


@cache
def rules_by_lesson() -> dict[str, list[Rule]]:
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in RULES.values():
        for lesson in rule.lessons:
            found[lesson].append(rule)
    return found


@cache
def restated_by() -> dict[str, list[Entry]]:
    """Lesson -> the later lessons that say it again."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for lesson in shelf().all("lessons"):
        for earlier in lesson.restates:
            found[earlier].append(lesson)
    return found


def entries(kind: str, ids: tuple[str, ...]) -> list[Entry]:
    return [entry for id in ids if (entry := shelf().get(kind, id))]


def around_lesson(lesson: Entry) -> dict[str, Any]:
    """All that the lesson's page shows beside the lesson itself."""
    return {
        "lesson": lesson,
        "related": entries("lessons", lesson.related),
        "other_editions": [*entries("lessons", lesson.restates), *restated_by().get(lesson.id, [])],
        "cited": entries("instruments", lesson.instruments_cited),
        "implied": entries("instruments", lesson.instruments_implied),
        "rules": rules_by_lesson().get(lesson.id, []),
        "projects": entries("projects", lesson.seen_in),
        "practices": [one for one in shelf().all("practices") if lesson.id in one.lessons],
    }


def answers_of(design: DesignRecord) -> dict[str, FindingAnswer]:
    """Finding -> the newest answer given to it."""
    return {answer.finding: answer for answer in design.answers.all()}
