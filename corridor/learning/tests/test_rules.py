"""Every rule is tried on its worked cases: one design that sets it off, one that does not."""

import tomllib
from pathlib import Path

import pytest

import corridor.learning.rules  # noqa: F401  gathers the catalogue
from corridor.learning.design.reading import read
from corridor.learning.rules.catalogue import RULES
from corridor.reference.shelf import shelf

CASES = {
    rule: cases
    for path in sorted((Path(__file__).parent / "cases").glob("*.toml"))
    for rule, cases in tomllib.loads(path.read_text(encoding="utf-8")).items()
}
TOLD = {"why", "elements"}


def design_of(case: dict) -> object:
    """A case is a piece of a design; its identity is filled in."""
    data = {key: value for key, value in case.items() if key not in TOLD}
    return read({"design": {"id": "case", "title": "A worked case"}, **data})


def found_by(rule: str, case: dict) -> list[str]:
    return [saw.element.key for saw in RULES[rule].read(design_of(case)) if saw.reason]


@pytest.mark.parametrize("rule", sorted(RULES))
def test_rule_fires_and_rests(rule: str) -> None:
    cases = CASES[rule]
    assert found_by(rule, cases["fires"]) == cases["fires"]["elements"]
    assert found_by(rule, cases["quiet"]) == []
    assert cases["fires"]["why"] and cases["quiet"]["why"]


def test_every_case_belongs_to_a_rule() -> None:
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_rule_stands_on_the_shelf(rule: str) -> None:
    one = RULES[rule]
    assert all(lesson in shelf().entries("lessons") for lesson in one.lessons)
    assert all(practice in shelf().entries("practices") for practice in one.practices)
    assert one.read.__doc__ and "WIF" in one.read.__doc__, "the docstring says what it means and cites its source"
    assert one.question.endswith("?") and one.better.endswith(".")


@pytest.mark.parametrize("rule", sorted(RULES))
def test_silence_is_never_a_finding(rule: str) -> None:
    """A design of which nothing is known but its name gets no finding."""
    assert found_by(rule, {}) == []
