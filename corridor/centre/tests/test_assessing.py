"""The determination, worked case by worked case; and what may never change it."""

import random
import re
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

import corridor
from corridor.centre.assessing import (
    ABSENT,
    ALL_ABSENT,
    CRITERIA,
    DECLARED,
    DIMENSIONS,
    INDICATORS,
    INVOLUNTARY,
    MET,
    NOT_ASKED,
    NOT_MET,
    OPEN,
    PENALTY,
    PRESENT,
    RULE,
    SEEN,
    STATES,
    UNDETERMINED,
    UNKNOWN,
    Stretch,
    asked_for,
    continuum,
    determine,
    signs,
)
from corridor.centre.contents import Answer, Assessment
from corridor.reference.shelf import shelf

ASKED = asked_for()


def every(name: str, state: str, but: dict[str, str] | None = None) -> tuple[Answer, ...]:
    """An answer to each circumstance of a criterion. but: code -> another state."""
    return tuple(Answer(code, (but or {}).get(code, state)) for code in ASKED[name])


def one(code: str, state: str = PRESENT) -> tuple[Answer, ...]:
    return (Answer(code, state),)


def assessed(involuntary: tuple[Answer, ...] = (), penalty: tuple[Answer, ...] = (), **more: Any) -> Assessment:
    return Assessment("case", "worker", involuntary=involuntary, penalty=penalty, **more)


BOTH_ABSENT = every(INVOLUNTARY, ABSENT), every(PENALTY, ABSENT)
CASES: dict[str, tuple[Assessment, str]] = {
    "nothing was asked": (assessed(), UNDETERMINED),
    "everything was asked, nobody knows": (
        assessed(every(INVOLUNTARY, UNKNOWN), every(PENALTY, UNKNOWN)),
        UNDETERMINED,
    ),
    "every row stands as not asked": (assessed(every(INVOLUNTARY, NOT_ASKED), every(PENALTY, NOT_ASKED)), UNDETERMINED),
    "another job than agreed, and the passport kept": (
        assessed(one("different-terms"), one("documents-withheld")),
        MET,
    ),
    "one circumstance of each among many absent": (
        assessed(
            every(INVOLUNTARY, ABSENT, {"no-exit": PRESENT}), every(PENALTY, ABSENT, {"threats-violence": PRESENT})
        ),
        MET,
    ),
    "everything present": (assessed(every(INVOLUNTARY, PRESENT), every(PENALTY, PRESENT)), MET),
    "one of each present, the rest unknown": (
        assessed(every(INVOLUNTARY, UNKNOWN, {"low-pay": PRESENT}), every(PENALTY, UNKNOWN, {"debt-bondage": PRESENT})),
        MET,
    ),
    "no pay, and nobody asked about a penalty": (assessed(one("low-pay")), UNDETERMINED),
    "threats, and nobody asked how she came to the job": (assessed((), one("threats-violence")), UNDETERMINED),
    "no pay, and of penalties one is absent and the rest not asked": (
        assessed(one("low-pay"), one("movement", ABSENT)),
        UNDETERMINED,
    ),
    "no pay, and every penalty was asked and is absent": (assessed(one("low-pay"), BOTH_ABSENT[1]), NOT_MET),
    "no pay, and every penalty absent but one that is unknown": (
        assessed(one("low-pay"), every(PENALTY, ABSENT, {"debt-bondage": UNKNOWN})),
        UNDETERMINED,
    ),
    "no pay, and every penalty absent but one that was not asked": (
        assessed(one("low-pay"), every(PENALTY, ABSENT, {"vulnerability": NOT_ASKED})),
        UNDETERMINED,
    ),
    "all of both asked and absent": (assessed(*BOTH_ABSENT), NOT_MET),
    "all of one absent, nothing known of the other": (assessed(BOTH_ABSENT[0]), NOT_MET),
    "threats, although the work was agreed to in every way": (
        assessed(BOTH_ABSENT[0], one("threats-violence")),
        NOT_MET,
    ),
    "declared absent with reasons": (
        assessed(one("low-pay"), absent=(PENALTY,), reasons="She left twice and came back."),
        NOT_MET,
    ),
    "declared absent without reasons": (assessed(one("low-pay"), absent=(PENALTY,)), UNDETERMINED),
    "declared absent, and blanks for reasons": (
        assessed(one("low-pay"), absent=(PENALTY,), reasons=" \n"),
        UNDETERMINED,
    ),
    "both declared absent without reasons": (assessed(absent=CRITERIA), UNDETERMINED),
    "both declared absent with reasons": (assessed(absent=CRITERIA, reasons="Her own workshop."), NOT_MET),
    "declared absent with reasons, and yet something is present": (
        assessed(one("low-pay"), one("wages-withheld"), absent=(PENALTY,), reasons="She says so."),
        MET,
    ),
    "reasons, and nothing declared": (assessed(reasons="We do not believe it."), UNDETERMINED),
    "something else declared absent": (assessed(absent=("indicators", ""), reasons="None seen."), UNDETERMINED),
    "all eleven indicators present, and no criterion was asked": (
        assessed(indicators=tuple(Answer(id, PRESENT) for id in shelf().entries("forced_labour_indicators"))),
        UNDETERMINED,
    ),
    "asked twice, seen once": (
        assessed(one("low-pay", ABSENT) + one("low-pay"), one("movement")),
        MET,
    ),
    "all absent, one of them also unknown": (assessed(BOTH_ABSENT[0] + one("no-exit", UNKNOWN)), UNDETERMINED),
    "a word that is none of the four": (
        assessed(every(INVOLUNTARY, ABSENT, {"no-exit": "no"}), every(PENALTY, "nein")),
        UNDETERMINED,
    ),
    "a circumstance that is asked no longer was seen": (assessed(one("asked-in-2026"), one("movement")), MET),
}


@pytest.mark.parametrize(("assessment", "state"), CASES.values(), ids=CASES)
def test_worked_cases(assessment: Assessment, state: str) -> None:
    found = determine(assessment)
    assert (found.state, found.rule) == (state, RULE)


def test_an_empty_list_of_circumstances_is_no_absence() -> None:
    assert determine(assessed(), {INVOLUNTARY: (), PENALTY: ()}).state == UNDETERMINED


@pytest.mark.parametrize(
    ("name", "whys"),
    {
        "nothing was asked": (OPEN, OPEN),
        "no pay, and every penalty was asked and is absent": (SEEN, ALL_ABSENT),
        "declared absent with reasons": (SEEN, DECLARED),
        "declared absent without reasons": (SEEN, OPEN),
    }.items(),
)
def test_each_criterion_says_why(name: str, whys: tuple[str, str]) -> None:
    assert tuple(one.why for one in determine(CASES[name][0]).criteria) == whys


def test_reasons_are_the_answers_that_led_there() -> None:
    answers = (Answer("documents-withheld", PRESENT, "The employer holds the passport."), Answer("movement", ABSENT))
    _, penalty = determine(assessed(one("no-exit"), answers)).criteria
    assert [(sign.about, sign.evidence) for sign in penalty.present] == [
        ("documents-withheld", ("The employer holds the passport.",))
    ]
    assert "movement" not in penalty.not_known and "debt-bondage" in penalty.not_known


@pytest.mark.parametrize(
    "name", ["declared absent without reasons", "declared absent with reasons, and yet something is present"]
)
def test_a_declaration_that_does_not_count_is_told(name: str) -> None:
    assert [one.void for one in determine(CASES[name][0]).criteria] == [False, True]


def test_what_would_have_to_be_asked_next() -> None:
    found = determine(
        assessed(one("low-pay"), every(PENALTY, ABSENT, {"movement": UNKNOWN, "debt-bondage": NOT_ASKED}))
    )
    assert found.to_ask == ((PENALTY, "movement"), (PENALTY, "debt-bondage"))
    everything = [(name, code) for name in CRITERIA for code in ASKED[name]]
    assert list(determine(assessed()).to_ask) == everything
    for name in ("everything present", "all of both asked and absent", "declared absent with reasons"):
        assert determine(CASES[name][0]).to_ask == ()


def drawn(dice: random.Random) -> Assessment:
    """Any assessment: some answers, some declarations, reasons or none."""
    weights = [dice.random() for _ in STATES]

    def some(name: str) -> tuple[Answer, ...]:
        return tuple(
            Answer(code, dice.choices(STATES, weights)[0]) for code in ASKED[name] if dice.random() < weights[0] + 0.3
        )

    declared = tuple(name for name in CRITERIA if dice.random() < 0.3)
    return assessed(some(INVOLUNTARY), some(PENALTY), absent=declared, reasons=dice.choice(("", "Because.")))


def changed(assessment: Assessment, change: Callable[[str, Answer], str]) -> Assessment:
    """With other answers: change(criterion, answer) gives the state that stands there instead."""
    return replace(
        assessment,
        **{
            name: tuple(replace(one, state=change(name, one)) for one in getattr(assessment, name)) for name in CRITERIA
        },
    )


DRAWN = [drawn(random.Random(seed)) for seed in range(2_000)]


def test_the_draw_reaches_every_answer() -> None:
    assert {determine(one).state for one in DRAWN} == {MET, NOT_MET, UNDETERMINED}


def test_not_asked_and_unknown_are_the_same_to_the_rule() -> None:
    for assessment in DRAWN:
        for before, after in ((NOT_ASKED, UNKNOWN), (UNKNOWN, NOT_ASKED)):
            other = changed(assessment, lambda _, one, b=before, a=after: a if one.state == b else one.state)  # type: ignore[misc]
            assert determine(other) == determine(assessment)


def test_an_answer_that_is_not_there_is_not_asked() -> None:
    for assessment in DRAWN:
        fewer = {name: tuple(a for a in getattr(assessment, name) if a.state != NOT_ASKED) for name in CRITERIA}
        assert determine(replace(assessment, **fewer)) == determine(assessment)


def test_one_more_sign_never_takes_a_yes_away() -> None:
    """Adding a present never turns met into anything else, and turns nothing into not met."""
    for assessment in DRAWN:
        before = determine(assessment).state
        for name in CRITERIA:
            for code in ASKED[name]:
                more = replace(assessment, **{name: (*getattr(assessment, name), Answer(code, PRESENT))})
                after = determine(more).state
                assert before != MET or after == MET
                assert before == NOT_MET or after != NOT_MET


def test_forgetting_every_answer_leaves_it_undetermined() -> None:
    for assessment in DRAWN:
        if not assessment.absent:
            assert determine(changed(assessment, lambda *_: UNKNOWN)).state == UNDETERMINED


def test_the_eleven_indicators_stand_each_by_itself() -> None:
    answers = (Answer("FLI-07", PRESENT, "In the safe."), Answer("FLI-08", ABSENT), Answer("FLI-09", UNKNOWN))
    found = signs(assessed(indicators=answers))
    assert len(found) == 11 and {one.about: one.state for one in found if one.state != NOT_ASKED} == {
        "FLI-07": PRESENT,
        "FLI-08": ABSENT,
        "FLI-09": UNKNOWN,
    }
    assert found[6].evidence == ("In the safe.",)


def dimension(code: str, assessment: Assessment, *kinds: str) -> Stretch:
    return next(one for one in continuum(assessment, kinds) if one.code == code)


def test_the_continuum_tells_what_is_present_in_six_dimensions() -> None:
    assert [one.code for one in continuum(assessed())] == ["pay", "hours", "movement", "debt", "voice", "dignity"]
    kept = assessed(one("low-pay"), one("documents-withheld"), indicators=one("FLI-07"))
    assert dimension("pay", kept, "late-wages").present == ((INVOLUNTARY, "low-pay"), ("grievance-kind", "late-wages"))
    assert dimension("movement", kept).present == ((INDICATORS, "FLI-07"), (PENALTY, "documents-withheld"))
    assert dimension("hours", kept).present == () and not dimension("hours", kept).absent
    assert dimension("hours", assessed(indicators=one("FLI-11", ABSENT))).absent
    assert not dimension("hours", assessed(indicators=one("FLI-11", UNKNOWN))).absent


def test_what_no_definition_covers_is_on_the_continuum() -> None:
    """Very low pay that was agreed to, and nothing else: no forced labour by the test, and yet told (WIF2023-33)."""
    agreed = assessed(*BOTH_ABSENT)
    assert determine(agreed).state == NOT_MET
    assert dimension("pay", agreed, "underpayment").present == (("grievance-kind", "underpayment"),)


def test_nothing_about_it_is_a_number() -> None:
    told = [determine(assessed()), *determine(assessed()).criteria, *continuum(assessed()), *signs(assessed())]
    values = [getattr(one, field.name) for one in told for field in fields(one)]
    assert not any(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def test_every_sign_circumstance_and_kind_has_its_place() -> None:
    """A term that is added to the shelf has to be given a dimension, or named here."""
    placed = {
        group: {code for one in DIMENSIONS for code in getattr(one, group)}
        for group in (INDICATORS, *CRITERIA, "grievances")
    }
    assert placed[INDICATORS] == set(shelf().entries("forced_labour_indicators"))
    assert {name: placed[name] for name in CRITERIA} == {name: set(codes) for name, codes in ASKED.items()}
    assert placed["grievances"] == set(shelf().terms["grievance-kind"]) - {"other"}
    assert {one.source for one in DIMENSIONS} <= set(shelf().entries("lessons"))


def test_the_four_answers_are_those_of_the_shelf() -> None:
    assert set(STATES) == set(shelf().terms["answer-state"])


def test_nothing_that_lists_orders_or_offers_asks_what_an_assessment_says() -> None:
    """Only its own page and action know the rule; the case page knows that there are some (WIF2023-52)."""
    house = Path(corridor.__file__).parent
    own = {"centre/assessing.py", "centre/views/assessment.py", "centre/actions/assessments.py"}
    own |= {"centre/demo_steps.py"}  # makes some up
    asking = {}
    for path in house.rglob("*.py"):
        name = path.relative_to(house).as_posix()
        if "tests" not in path.parts and name not in own and "assessing" in (text := path.read_text(encoding="utf-8")):
            asking[name] = set(re.findall(r"^from corridor.centre.assessing import (.+)$", text, re.MULTILINE))
    assert all(found == {"assessments_of"} for found in asking.values()), asking
