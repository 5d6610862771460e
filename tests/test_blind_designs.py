"""The design review against invented designs whose expectations were written from the lessons alone.

Three sets, each by somebody who had not seen the rules. The first two were used to mend the rules; nothing was mended
for the third.
Beside each `<id>.toml` stands `<id>.expected.toml`:
`must`      at least one of these lessons is behind a finding of one of these severities on that element
`must_not`  no finding of these severities rests on any of these lessons on that element
In `must_not`, "*" stands for any lesson, or for any element.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import corridor.learning.rules  # noqa: F401  (registers the rules)
from corridor.learning.design.reading import read_file
from corridor.learning.rules.review import Finding, review
from corridor.reference.shelf import shelf

FOLDERS = [Path(__file__).parent / name for name in ("designs", "designs_second", "designs_third")]
FILES = {path.stem: path for folder in FOLDERS for path in folder.glob("*.toml") if ".expected" not in path.name}
EVERY = sorted(FILES)
# Designs that do what the lessons found to work: they are accused of nothing and cautioned seldom.
GOOD = [
    "chain-in-the-open",
    "home-is-a-workplace",
    "open-door-house",
    "road-reopened",
    "talking-under-the-tree",
    "voices-of-three-zones",
    "work-at-both-ends",
    "working-lives",
]
FEW = 3
SEVERITIES = {"contradicts", "caution", "missing", "strength"}
ENTRY = {"lessons", "element", "severities", "why"}


def expected(name: str) -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(FILES[name].with_suffix(".expected.toml").read_text(encoding="utf-8"))


def findings(name: str) -> list[Finding]:
    return review(read_file(FILES[name])).findings


def matching(found: list[Finding], entry: dict[str, Any]) -> list[Finding]:
    """The findings that an entry speaks of."""
    return [
        one
        for one in found
        if entry["element"] in ("*", one.element.key)
        and one.rule.severity in entry["severities"]
        and (entry["lessons"] == ["*"] or set(entry["lessons"]) & set(one.rule.lessons))
    ]


def told(one: Finding) -> str:
    return f"{one.rule.severity} {one.key} {', '.join(one.rule.lessons)}"


@pytest.mark.parametrize("name", EVERY)
def test_expectations_can_be_met(name: str) -> None:
    """Each entry names an element of its design, lessons of the shelf and known severities."""
    known = {element.key for element in read_file(FILES[name]).elements()} | {"*"}
    lessons = set(shelf().entries("lessons"))
    entries = expected(name)
    assert entries and set(entries) <= {"must", "must_not"}
    for kind, several in entries.items():
        for entry in several:
            assert set(entry) == ENTRY, entry
            assert entry["element"] in known, entry
            assert entry["severities"] and set(entry["severities"]) <= SEVERITIES, entry
            assert (entry["lessons"] == ["*"] and kind == "must_not") or set(entry["lessons"]) <= lessons, entry
            assert entry["lessons"], entry


@pytest.mark.parametrize("name", EVERY)
def test_review_meets_expectations(name: str) -> None:
    found, wanted = findings(name), expected(name)
    missed = [
        f"missed: {entry['element']} {entry['severities']} {entry['lessons']}: {entry['why']}"
        for entry in wanted.get("must", [])
        if not matching(found, entry)
    ]
    violated = [
        f"wrongly found: {told(one)}: {entry['why']}"
        for entry in wanted.get("must_not", [])
        for one in matching(found, entry)
    ]
    if missed or violated:
        pytest.fail("\n".join(["", *missed, *violated]), pytrace=False)


@pytest.mark.parametrize("name", GOOD)
def test_good_designs_are_not_accused(name: str) -> None:
    found = findings(name)
    accused = [told(one) for one in found if one.rule.severity == "contradicts"]
    cautioned = [told(one) for one in found if one.rule.severity == "caution"]
    assert not accused, "\n".join(["", *accused])
    assert len(cautioned) <= FEW, "\n".join(["", *cautioned])
