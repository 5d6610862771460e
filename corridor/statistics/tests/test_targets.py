"""Targets: what may be aimed at, what may not stand alone, and how a target stands beside what is out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from corridor.access.actions import open_account
from corridor.access.models import Account, HistoryEntry
from corridor.figures import published
from corridor.figures.told import Told, told
from corridor.statistics import actions, followed
from corridor.statistics.actions import ChangedMeanwhile, FaultyTarget, Note
from corridor.statistics.models import Evidence, Target
from corridor.statistics.targets import (
    EITHER,
    NOT_OUT,
    NOT_REACHED,
    REACHED,
    WITHHELD,
    Beside,
    Wanted,
    at_code,
    faults,
    following,
    may_stand_with,
    refused,
    standing,
    standing_told,
)
from corridor.statistics.tests.released import quarter, stored

TODAY = date(2026, 11, 23)
REMEDY = "grievance-remedy-received"
SHARE = Wanted(REMEDY, Decimal(60), "2027Q4", "Two in five now.", "Share of claim received.")
HEADS = Wanted("people-seen", Decimal(400), "2027Q4", "The room holds so many.", "What people came for.")
FURTHEST = "closing.by-kind-furthest-and-corridor"
NONE = (0, 0)


def told_of(wanted: Wanted, *, beside: Beside | None = None, released: tuple[str, ...] = ()) -> dict[str, str]:
    return dict(faults(wanted, published.indicators(), released, beside))


def remedy(received: int, nothing: int, kind: str = "unpaid-wages") -> dict[str, Any]:
    return {FURTHEST: {(kind, "received", "NPL-JOR"): received, (kind, "claimed", "NPL-JOR"): nothing}}


@pytest.fixture
def by(db: None) -> Account:
    return open_account("jamila", "me_officer")


def test_a_share_may_stand_by_itself() -> None:
    assert told_of(SHARE) == {}
    assert told_of(replace(SHARE, column="corridor", at="NPL-JOR")) == {}
    assert told_of(replace(SHARE, column="kind", at="unpaid-wages")) == {}


@pytest.mark.parametrize("beside", [None, Beside("services-given", "2027Q4"), Beside("remedies-received", "2027Q4")])
def test_a_count_of_people_does_not_stand_alone(beside: Beside | None) -> None:
    assert list(told_of(HEADS, beside=beside)) == ["company"]


def test_a_count_of_people_stands_with_what_came_of_it_by_the_same_quarter() -> None:
    assert told_of(HEADS, beside=Beside(REMEDY, "2027Q4")) == {}
    assert "same quarter or earlier" in told_of(HEADS, beside=Beside(REMEDY, "2028Q1"))["company"]


def test_what_is_named_as_company_may_itself_have_a_target() -> None:
    known = published.indicators()
    for heads in (one for one in known.values() if one.caution):
        such = may_stand_with(heads, known)
        assert such and not [one.id for one in such if refused(one) or one.caution]


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"indicator": "heads"}, "indicator", "an indicator of the shelf"),
        ({"indicator": "members-enrolled"}, "indicator", "waits for “organising”"),
        ({"indicator": "outreach-people"}, "indicator", "waits for “outreach where people leave”"),
        ({"indicator": "grievance-results"}, "indicator", "several shares"),
        ({"indicator": "grievance-collective"}, "indicator", "no way in which it gets better"),
        ({"column": "centre", "at": "amman"}, "at", "expected Kind, Corridor"),
        ({"column": "corridor", "at": "JOR"}, "at", "expected NPL-JOR"),
        ({"column": "corridor", "at": "NPL-XXX"}, "at", "Found “NPL-XXX”"),
        ({"column": "country", "at": "NPL-JOR"}, "at", "expected JOR"),
        ({"column": "kind", "at": "other"}, "at", "a code of “kind”"),
        ({"value": None}, "value", "Needed"),
        ({"value": Decimal(101)}, "value", "0 to 100"),
        ({"value": Decimal(-1)}, "value", "0 to 100"),
        ({"value": Decimal("60.25")}, "value", "one figure"),
        ({"until": "2027"}, "until", "as in 2027Q4"),
        ({"until": "2027Q5"}, "until", "as in 2027Q4"),
        ({"until": "2026Q3"}, "until", "after 2026Q3"),
        ({"why": " "}, "why", "Needed"),
        ({"beside": ""}, "beside", "Needed"),
        ({"beside": "x" * 1001}, "beside", "1001 characters; expected at most 1000"),
    ],
)
def test_what_cannot_be_a_target_is_refused_with_the_reason(changed: dict[str, Any], field: str, says: str) -> None:
    found = told_of(replace(SHARE, **changed), released=("2026Q3",))
    assert list(found) == [field] and says in found[field]


def test_a_count_that_would_be_withheld_is_no_target() -> None:
    with_it = Beside(REMEDY, "2027Q4")
    assert "withheld" in told_of(replace(HEADS, value=Decimal(9)), beside=with_it)["value"]
    assert "whole number" in told_of(replace(HEADS, value=Decimal("12.5")), beside=with_it)["value"]


def test_what_needs_more_columns_than_a_release_has_cannot_be_narrowed() -> None:
    found = told_of(replace(SHARE, indicator="promise-gap-wage", column="corridor", at="NPL-JOR"))
    assert "cannot be narrowed" in found["at"]


@pytest.mark.parametrize(
    ("bounds", "aim", "found"),
    [((113, 117), 113, REACHED), ((113, 117), 115, EITHER), ((113, 117), 118, NOT_REACHED), ((0, 9), 10, NOT_REACHED)],
)
def test_bounds_decide_whether_it_is_reached(bounds: tuple[int, int], aim: int, found: str) -> None:
    heads = published.indicators()["people-seen"]
    number = None if bounds[0] == 0 else 115
    assert standing(heads, Decimal(aim), True, Told((), bounds, NONE, NONE, number=number)) == found


def test_where_less_is_better_it_is_reached_from_above() -> None:
    acts = published.indicators()["retaliation-known"]
    told_so = Told((), (18, 22), NONE, NONE, number=20)
    assert [standing(acts, Decimal(aim), True, told_so) for aim in (22, 20, 17)] == [REACHED, EITHER, NOT_REACHED]


def test_a_share_is_held_against_per_cent() -> None:
    share = published.indicators()[REMEDY]
    told_so = Told((), (57, 57), (43, 43), NONE, number=0.57)
    assert standing(share, Decimal(57), True, told_so) == REACHED
    assert standing(share, Decimal("57.1"), True, told_so) == NOT_REACHED
    about = Told((), (50, 60), (0, 40), NONE)
    assert standing(share, Decimal(57), True, about) == EITHER, "known between bounds on both sides"
    assert standing(share, Decimal(57), True, Told((), (0, 9), (0, 40), NONE)) == WITHHELD
    assert standing(share, Decimal(57), True, None) == WITHHELD and standing(share, Decimal(57), False, None) == NOT_OUT


def test_a_median_without_an_upper_end_is_never_reached_from_above() -> None:
    days = published.indicators()["grievance-days-to-closing"]
    told_so = Told((), NONE, NONE, NONE, number=200.0, middle=(150.0, None))
    assert standing(days, Decimal(400), True, told_so) == EITHER
    assert standing(days, Decimal(149), True, told_so) == NOT_REACHED


def test_what_has_no_better_way_is_never_called_reached() -> None:
    known = published.indicators()
    assert standing_told(known["people-seen"], REACHED) == "at or over the number"
    assert standing_told(known["retaliation-known"], REACHED) == "reached"


def test_every_indicator_may_be_aimed_at_or_says_why_not() -> None:
    """And what may be has a number in a release."""
    out = quarter("2026Q3", remedy(60, 40))
    for one in published.indicators().values():
        if not refused(one):
            told(out, one)
        assert refused(one) or one.caution or one.direction in ("up", "down")


def test_the_code_of_a_target_is_found_in_a_release() -> None:
    out, share = quarter("2026Q3", remedy(60, 40)), published.indicators()[REMEDY]
    every = told(out, share, ("corridor",))
    assert at_code(every, "NPL-JOR") and at_code(every, "LKA-QAT") is None


def test_quarters_go_over_the_year() -> None:
    assert following("2026Q3", 3) == ["2026Q4", "2027Q1", "2027Q2"]
    assert followed.quarters_to_choose(TODAY, ["2026Q3"], 2) == ["2026Q4", "2027Q1", "2027Q2"]
    assert followed.quarters_to_choose(TODAY, [], 1) == ["2026Q4", "2027Q1"]
    assert followed.quarters_to_choose(TODAY, ["2026Q1"], 1) == ["2026Q2", "2026Q3", "2026Q4", "2027Q1"]


def test_setting_leaves_a_line_of_history(by: Account) -> None:
    row = actions.set_target(SHARE, by=by)
    entry = HistoryEntry.objects.get(kind="targets", record=row.code)
    assert (entry.by, entry.after["value"], entry.after["until"]) == (by, "60.0", "2027Q4")
    assert (row.definition, row.version, row.company) == (1, 1, None)


def test_a_count_is_set_together_with_another(by: Account) -> None:
    with pytest.raises(FaultyTarget, match="stand alone"):
        actions.set_target(HEADS, by=by)
    share = actions.set_target(SHARE, by=by)
    heads = actions.set_target(HEADS, share.code, by=by)
    assert heads.company == share
    assert Target.objects.count() == 2


def test_nothing_stands_alone_by_a_way_around(by: Account) -> None:
    """Its company is neither withdrawn nor moved behind it, and a withdrawn one is no company."""
    share = actions.set_target(SHARE, by=by)
    heads = actions.set_target(HEADS, share.code, by=by)
    with pytest.raises(FaultyTarget, match="only together"):
        actions.withdraw_target(share.code, "No longer.", by=by, seen=1)
    with pytest.raises(FaultyTarget, match="due before it"):
        actions.correct_target(share.code, replace(SHARE, until="2028Q4"), by=by, seen=1)
    with pytest.raises(FaultyTarget, match="stand alone"):
        actions.correct_target(heads.code, HEADS, "", by=by, seen=1)
    actions.withdraw_target(heads.code, "Heads say little.", by=by, seen=1)
    actions.withdraw_target(share.code, "No longer.", by=by, seen=1)
    with pytest.raises(FaultyTarget, match="stand alone"):
        actions.set_target(HEADS, share.code, by=by)
    heads.refresh_from_db()
    assert heads.withdrawn == "Heads say little." and Target.objects.count() == 2


def test_a_target_stands_once_for_the_same_thing(by: Account) -> None:
    first = actions.set_target(SHARE, by=by)
    with pytest.raises(FaultyTarget, match="already"):
        actions.set_target(replace(SHARE, value=Decimal(70)), by=by)
    other = actions.set_target(replace(SHARE, until="2028Q4"), by=by)
    with pytest.raises(FaultyTarget, match="already"):
        actions.correct_target(other.code, SHARE, by=by, seen=1)
    actions.withdraw_target(first.code, "Set anew.", by=by, seen=1)
    actions.set_target(replace(SHARE, value=Decimal(70)), by=by)
    assert Target.objects.filter(withdrawn="").count() == 2 and HistoryEntry.objects.filter(kind="targets").count() == 4


def test_correcting_keeps_what_stood_there(by: Account) -> None:
    row = actions.set_target(SHARE, by=by)
    assert actions.correct_target(row.code, replace(SHARE, value=Decimal(65)), by=by, seen=1)
    assert not actions.correct_target(row.code, replace(SHARE, value=Decimal("65.0")), by=by, seen=2)
    entry = HistoryEntry.objects.get(action="correct target")
    assert (entry.before, entry.after) == ({"value": "60.0"}, {"value": "65.0"})
    with pytest.raises(ChangedMeanwhile):
        actions.correct_target(row.code, SHARE, by=by, seen=1)
    with pytest.raises(KeyError):
        actions.withdraw_target("0" * 16, "Why.", by=by, seen=1)
    with pytest.raises(FaultyTarget, match="reason"):
        actions.withdraw_target(row.code, " ", by=by, seen=2)


def test_a_release_does_not_close_a_target_that_was_set_before(by: Account) -> None:
    row = actions.set_target(replace(SHARE, until="2026Q4"), by=by)
    stored([quarter("2026Q4", remedy(60, 40))])
    assert actions.correct_target(row.code, replace(SHARE, until="2026Q4", why="Said better."), by=by, seen=1)
    with pytest.raises(FaultyTarget, match="after 2026Q4"):
        actions.set_target(replace(SHARE, until="2026Q4", column="corridor", at="NPL-JOR"), by=by)


def test_evidence_is_asked_for_as_plainly_as_the_number(by: Account) -> None:
    row = actions.set_target(SHARE, by=by)
    stored([quarter("2026Q2", remedy(30, 90)), quarter("2026Q3", remedy(90, 30))])
    actions.add_evidence(row.code, Note("2026Q3", TODAY, "Offices answer sooner.", "Round table"), TODAY, by=by)
    [found] = followed.followed([row])
    assert [(one.quarter, one.found, len(one.evidence)) for one in found.quarters] == [
        ("2026Q3", REACHED, 1),
        ("2026Q2", NOT_REACHED, 0),
    ]
    assert (found.quarters[0].value, found.aim) == ("72–77 %", "at least 60 %"), "other steps may hold up to nine"
    assert found.quarters[0].bounds == "72–77 %", "yet what it can be lies over the target"


@pytest.mark.parametrize(
    ("note", "field"),
    [
        (Note("2026", TODAY, "a", "b"), "quarter"),
        (Note("2027Q1", TODAY, "a", "b"), "quarter"),
        (Note("2026Q3", None, "a", "b"), "day"),
        (Note("2026Q3", date(2026, 11, 24), "a", "b"), "day"),
        (Note("2026Q3", TODAY, "", "b"), "text"),
        (Note("2026Q3", TODAY, "x" * 1001, "b"), "text"),
        (Note("2026Q3", TODAY, "a", ""), "source"),
        (Note("2026Q3", TODAY, "a", "x" * 301), "source"),
    ],
)
def test_evidence_that_cannot_be_is_refused(by: Account, note: Note, field: str) -> None:
    row = actions.set_target(SHARE, by=by)
    with pytest.raises(FaultyTarget) as refusal:
        actions.add_evidence(row.code, note, TODAY, by=by)
    assert [name for name, _ in refusal.value.faults] == [field] and not Evidence.objects.exists()


def test_words_that_should_not_stand_are_gone_everywhere(by: Account) -> None:
    row, mark = actions.set_target(SHARE, by=by), "Zulu-Mark"
    note = actions.add_evidence(row.code, Note("2026Q3", TODAY, mark, mark), TODAY, by=by)
    with pytest.raises(FaultyTarget):
        actions.take_back_evidence(row.code, note.pk, "", by=by)
    actions.take_back_evidence(row.code, note.pk, "It named somebody.", by=by)
    with pytest.raises(KeyError):
        actions.take_back_evidence(row.code, note.pk, "Again.", by=by)
    assert mark not in repr([*Evidence.objects.values(), *HistoryEntry.objects.values()])
    stored([quarter("2026Q3", remedy(90, 30))])
    assert followed.followed([row])[0].quarters[0].evidence == ()


def test_a_count_comes_last_and_with_its_company(by: Account) -> None:
    share = actions.set_target(SHARE, by=by)
    heads = actions.set_target(HEADS, share.code, by=by)
    stored([quarter("2026Q3", {**remedy(90, 30), "person.by-corridor-and-first": {("NPL-JOR", "new"): 433}})])
    one, other = followed.followed([heads, share])
    assert (one.row, other.row) == (share, heads)
    assert other.company and other.company.row == share and other.quarters[0].told == "at or over the number"
    assert followed.that_tell() == [share] and followed.that_tell(but=share) == []
