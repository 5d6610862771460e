"""What an assessment says: three answers to a question that has no fourth, the eleven signs, and a continuum in words.

Pure rules. The determination follows the guidelines of 2018: work is forced when it is involuntary AND done under the
menace of a penalty, in the reference period. It explains; nothing else in Corridor asks for it (WIF2023-52). Consent is
no clean test where nothing better is on offer, and signs are symptoms, so signs, setting and policies are shown beside
it (WIF2023-33, 50, 56). There is no sum and no cut-off: none was ever published.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corridor.centre.contents import Answer, Assessment
from corridor.reference.shelf import shelf
from corridor.safe.casebook import Entry, Reading
from corridor.safe.faults import Fault

RULE = "ICLS-2018/1"  # the guidelines, and the version of how they are read here
SOURCE = "ICLS/20/2018/Guidelines"
PRESENT, ABSENT, NOT_ASKED, UNKNOWN = STATES = ("present", "absent", "not-asked", "unknown")  # vocabulary answer-state
MET, NOT_MET, UNDETERMINED = ("met", "not-met", "undetermined")
INVOLUNTARY, PENALTY = CRITERIA = ("involuntary", "penalty")  # fields of an assessment, and vocabularies
INDICATORS = "indicators"
SEEN, ALL_ABSENT, DECLARED, OPEN = ("seen", "all-absent", "declared", "open")  # why a criterion stands as it does
Asked = Mapping[str, Sequence[str]]  # criterion -> codes of everything that is asked for it


@dataclass(frozen=True)
class Sign:
    """One sign or circumstance as it was answered. about: its id or code. state: one of STATES. evidence: in words."""

    about: str
    state: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Criterion:
    """One of the two criteria. state: MET, NOT_MET (positively absent) or UNDETERMINED. why: SEEN, ALL_ABSENT,
    DECLARED or OPEN. present: the answers that make it met. not_known: codes that nobody could say yes or no to yet.
    void: it was declared absent, which does not count (no reasons were given, or something is present).
    """

    name: str
    state: str
    why: str
    present: tuple[Sign, ...] = ()
    not_known: tuple[str, ...] = ()
    void: bool = False


@dataclass(frozen=True)
class Determination:
    """What the two criteria say together, under which version of the rule."""

    state: str
    criteria: tuple[Criterion, ...]
    rule: str = RULE

    @property
    def to_ask(self) -> tuple[tuple[str, str], ...]:
        """(criterion, code) of what would have to be asked next; nothing once it is met or not met."""
        if self.state != UNDETERMINED:
            return ()
        return tuple((one.name, code) for one in self.criteria if one.state == UNDETERMINED for code in one.not_known)


def asked_for() -> Asked:
    """The circumstances of both criteria that are in use, from the shelf."""
    known = shelf().terms
    return {
        name: tuple(code for code, term in known.get(name, {}).items() if not term.valid_until) for name in CRITERIA
    }


def determine(assessment: Assessment, asked: Asked | None = None) -> Determination:
    """The determination. asked: what is asked for each criterion; what the shelf has unless given.

    Met when both criteria are met; not met only when one is positively absent; else undetermined. What was not asked
    and what is not known never count as no (ICLS/20/2018/Guidelines; WIF2023-50, 54).
    """
    asked = asked_for() if asked is None else asked
    criteria = tuple(criterion(assessment, name, asked.get(name, ())) for name in CRITERIA)
    states = [one.state for one in criteria]
    if NOT_MET in states:
        return Determination(NOT_MET, criteria)
    return Determination(MET if set(states) == {MET} else UNDETERMINED, criteria)


def criterion(assessment: Assessment, name: str, codes: Sequence[str]) -> Criterion:
    """One criterion: met when any circumstance is present; positively absent when every one was asked and is absent,
    or the assessor declares it so with reasons; else undetermined. codes: all that is asked for it.
    """
    answers: tuple[Answer, ...] = getattr(assessment, name)
    found = _signs(answers, codes)
    present = tuple(one for one in found if one.state == PRESENT)
    not_known = tuple(one.about for one in found if one.state not in (PRESENT, ABSENT))
    declared = name in assessment.absent
    heard = declared and bool(assessment.reasons.strip())
    if present:
        return Criterion(name, MET, SEEN, present, not_known, void=declared)
    if found and not not_known:
        return Criterion(name, NOT_MET, ALL_ABSENT)
    if heard:
        return Criterion(name, NOT_MET, DECLARED, not_known=not_known)
    return Criterion(name, UNDETERMINED, OPEN, not_known=not_known, void=declared)


def _signs(answers: tuple[Answer, ...], codes: Iterable[str]) -> tuple[Sign, ...]:
    """All that is asked; and what was seen, although it is asked no longer."""
    told = dict.fromkeys([*codes, *(one.about for one in answers if one.state == PRESENT)])
    return tuple(sign(answers, code) for code in told)


def sign(answers: Iterable[Answer], about: str) -> Sign:
    """How one thing was answered. No answer is "not asked"; where two answers differ, what was seen counts, and
    "absent" only when nothing speaks against it.
    """
    found = [one for one in answers if one.about == about]
    states = {one.state for one in found}
    evidence = tuple(one.evidence for one in found if one.evidence)
    if PRESENT in states:
        return Sign(about, PRESENT, evidence)
    if states == {ABSENT}:
        return Sign(about, ABSENT, evidence)
    return Sign(about, NOT_ASKED if states <= {NOT_ASKED} else UNKNOWN, evidence)


def signs(assessment: Assessment) -> tuple[Sign, ...]:
    """The eleven indicators, each by itself: no sum, no score, no cut-off (ILO-FL-IND-2012, WIF2023-33)."""
    return _signs(assessment.indicators, shelf().entries("forced_labour_indicators"))


def answered(assessment: Assessment, name: str) -> tuple[Sign, ...]:
    """The circumstances of one criterion as they were answered."""
    return _signs(getattr(assessment, name), asked_for()[name])


@dataclass(frozen=True)
class Dimension:
    """One side of how free her work is, with what bears on it: ids of indicators, circumstances of both criteria, kinds
    of grievance. source: the lesson behind it.
    """

    code: str
    indicators: tuple[str, ...]
    involuntary: tuple[str, ...]
    penalty: tuple[str, ...]
    grievances: tuple[str, ...]
    source: str


def _dimension(code: str, source: str, **bearing: str) -> Dimension:
    groups = {name: tuple(bearing.get(name, "").split()) for name in (INDICATORS, *CRITERIA, "grievances")}
    return Dimension(code, source=source, **groups)


DIMENSIONS = (
    _dimension(
        "pay",
        "WIF2023-50",  # pay below the national minimum, taken because there was nothing better
        indicators="FLI-08",
        involuntary="low-pay",
        penalty="wages-withheld",
        grievances="unpaid-wages late-wages underpayment overtime-unpaid wage-deduction social-security ticket",
    ),
    _dimension(
        "hours",
        "WIF2023-50",  # overtime worked to earn anything at all
        indicators="FLI-11",
        grievances="excessive-hours no-rest-day overtime-unpaid",
    ),
    _dimension(
        "movement",
        "WIF2023-10",  # passports kept, and an employer who has to consent before she may change or leave
        indicators="FLI-03 FLI-04 FLI-07",
        involuntary="no-exit",
        penalty="movement documents-withheld",
        grievances="document-kept confinement phone-kept exit-fee false-absconding release-refused residence-permit",
    ),
    _dimension(
        "debt",
        "WIF2023-17",  # debt with poverty pay and penalties
        indicators="FLI-09",
        penalty="debt-bondage",
        grievances="debt recruitment-fee exit-fee wage-deduction residence-permit",
    ),
    _dimension(
        "voice",
        "WIF2023-51",  # voice and autonomy fall outside the usual frameworks
        indicators="FLI-02 FLI-06",
        involuntary="unfree-recruitment different-terms",
        penalty="threats-violence vulnerability",
        grievances="contract-substitution deception threats dismissal phone-kept",
    ),
    _dimension(
        "dignity",
        "WIF2023-51",  # as do the value given to work, and safety
        indicators="FLI-01 FLI-05 FLI-10",
        involuntary="hazardous-work degrading-housing",
        grievances="violence sexual-harassment threats unsafe-work injury food-housing sick-leave maternity"
        " discrimination",
    ),
)


@dataclass(frozen=True)
class Stretch:
    """Where her work stands on one dimension. present: what was seen, as (group, code); group is `indicators`,
    `involuntary`, `penalty` or `grievance-kind`. absent: something that bears on it was asked, and is absent.
    """

    code: str
    present: tuple[tuple[str, str], ...]
    absent: bool
    source: str


def continuum(assessment: Assessment, kinds: Iterable[str] = ()) -> tuple[Stretch, ...]:
    """How free her work is, said dimension by dimension by what is present; never a number, never one word for all.

    kinds: the kinds of her grievances (vocabulary `grievance-kind`). What falls under no definition shows here all the
    same (WIF2023-33, 51); it says nothing about what she may ask for (WIF2023-52).
    """
    complained = set(kinds)
    return tuple(_stretch(one, assessment, complained) for one in DIMENSIONS)


def _stretch(dimension: Dimension, assessment: Assessment, complained: set[str]) -> Stretch:
    answered = [
        (group, sign(getattr(assessment, group), code))
        for group in (INDICATORS, *CRITERIA)
        for code in getattr(dimension, group)
    ]
    present = [(group, one.about) for group, one in answered if one.state == PRESENT]
    present += [("grievance-kind", code) for code in dimension.grievances if code in complained]
    absent = any(one.state == ABSENT for _, one in answered)
    return Stretch(dimension.code, tuple(present), absent, dimension.source)


def assessments_of(known: Reading, case: str) -> list[Entry]:
    """The assessments of a case that open, newest first; each is a record of its own."""
    return [one for one in reversed(known.parts(case, Assessment)) if _opens(one)]


def _opens(entry: Entry) -> bool:
    try:
        return isinstance(entry.content, Assessment)
    except Fault:
        return False
