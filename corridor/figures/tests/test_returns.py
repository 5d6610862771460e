"""A return's one text, its signature, what is refused of what arrives, and which facts it counts."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from corridor.figures.counting import cases_of, in_cases, mark_of, marks_in, of_period
from corridor.figures.returns import (
    LARGEST,
    LOSS,
    SCHEMA,
    NotAReturn,
    Period,
    Return,
    ReturnedSet,
    canonical,
    loss,
    read,
    text_of,
    to_bytes,
    to_plain,
)
from corridor.figures.tests.rowsets_made_up import GRIEVANCE, KINDS, PERSON
from corridor.journey.facts import Fact
from corridor.safe.primitives import bind, fingerprint, random_bytes, sign, verifier_of

SIGNER = random_bytes()
ROWS = {("NPL-JOR", "received"): 12, ("NPL-JOR", "nothing"): 5}
GRIEVANCES = ReturnedSet(
    "grievance", "by-corridor-and-outcome", ("corridor", "outcome"), ROWS, together="none", withheld="under-5"
)
PEOPLE = ReturnedSet("person", "by-sex-and-corridor", ("sex", "corridor"), {("woman", "NPL-JOR"): 40}, "none", "none")
RETURN = Return("0123456789abcdef", "Centre of Amina", "JOR", "2026Q3", "2026-10", (PEOPLE, GRIEVANCES))


def signed(plain: Any = None, **changed: Any) -> bytes:
    """A file as a centre would sign it, with something changed before it was signed."""
    plain = {**to_plain(RETURN), **changed} if plain is None else plain
    verifier = verifier_of(SIGNER)
    made = sign(SIGNER, bind("corridor return", SCHEMA, verifier, canonical(plain)))
    whole = {"format": "corridor return", "return": plain, "signature": made.hex(), "verifier": verifier.hex()}
    return canonical(whole)


def refused(data: bytes) -> NotAReturn:
    with pytest.raises(NotAReturn) as found:
        read(data, KINDS)
    assert found.value.where and found.value.expected
    return found.value


def test_it_arrives_as_it_left() -> None:
    data = to_bytes(RETURN, verifier_of(SIGNER), lambda text: sign(SIGNER, text))
    found = read(data, KINDS)
    assert found.returned == replace(RETURN, row_sets=(GRIEVANCES, PEOPLE))
    assert found.fingerprint == fingerprint(verifier_of(SIGNER)) and found.mark == read(data, KINDS).mark
    assert data == signed()


def test_the_same_return_is_the_same_text() -> None:
    other = replace(GRIEVANCES, rows=dict(reversed(ROWS.items())))
    assert text_of(replace(RETURN, row_sets=(other, PEOPLE))) == text_of(RETURN)


def test_a_bit_that_was_changed_anywhere_is_seen() -> None:
    data = signed()
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1 << at % 8
        refused(bytes(changed))


@pytest.mark.parametrize("cut", [0, 1, 40, -1])
def test_a_part_is_no_return(cut: int) -> None:
    assert refused(signed()[:cut]).where == "file"


def test_another_form_of_the_same_text_is_refused() -> None:
    spaced = json.dumps(json.loads(signed())).encode()
    assert "altered" in refused(spaced).expected and refused(spaced).where == "file"
    assert refused(signed() + b"\n").where == "file"


def test_what_is_too_large_is_not_read() -> None:
    assert refused(b" " * (LARGEST + 1)).where == "file"


def test_a_later_schema_says_so() -> None:
    fault = refused(signed(schema=SCHEMA + 1))
    assert fault.where == "schema" and "update" in fault.expected


@pytest.mark.parametrize(
    ("where", "changed"),
    [
        ("period", {"period": "2026Q5"}),
        ("made", {"made": "2026-10-03"}),
        ("restricted", {"restricted": "3"}),
        ("centre", {"centre": "../x"}),
        ("country", {"country": "Jordan"}),
        ("name", {"name": 5}),
        ("schema", {"schema": True}),
        ("return", {"note": "Sita came on Tuesday"}),
        ("row_sets", {"row_sets": {}}),
        ("row_sets", {"row_sets": [*to_plain(RETURN)["row_sets"], to_plain(RETURN)["row_sets"][0]]}),
    ],
)
def test_each_field_is_what_it_is_meant_to_be(where: str, changed: dict[str, Any]) -> None:
    assert refused(signed(**changed)).where == where


@pytest.mark.parametrize(
    ("where", "changed"),
    [
        ("row_sets[1].kind", {"kind": "diary"}),
        ("row_sets[1].name", {"name": "by-name"}),
        ("row_sets[1].columns", {"columns": ["corridor", "worker"]}),
        ("row_sets[1].withheld", {"withheld": "2"}),
        ("row_sets[1].rows[1]", {"rows": [["NPL-JOR", "received", 4]]}),
        ("row_sets[1].rows[1]", {"rows": [["NPL-JOR", "received", 5.0]]}),
        ("row_sets[1].rows[1]", {"rows": [["NPL-JOR", "received", True]]}),
        ("row_sets[1].rows[1]", {"rows": [["NPL-JOR", 9]]}),
        ("row_sets[1].rows[1]", {"rows": [["NPL-JOR", "she cried", 9]]}),
        ("row_sets[1].rows", {"rows": [["NPL-JOR", "received", 9], ["NPL-JOR", "received", 9]]}),
        ("row_sets[1]", {"worker": "x"}),
    ],
)
def test_each_row_set_is_what_it_is_meant_to_be(where: str, changed: dict[str, Any]) -> None:
    plain = to_plain(RETURN)
    plain["row_sets"][0] |= changed
    assert refused(signed(plain)).where == where


def test_rows_in_another_order_are_another_form() -> None:
    plain = to_plain(RETURN)
    plain["row_sets"].reverse()
    assert refused(signed(plain)).where == "file"


@pytest.mark.parametrize(
    ("part", "whole", "band"),
    [
        (0, 0, "none"),
        (0, 9, "none"),
        (4, 100, "under-5"),
        (5, 100, "5-20"),
        (20, 100, "20-50"),
        (50, 100, "20-50"),
        (51, 100, "over-50"),
        (9, 9, "over-50"),
    ],
)
def test_bands_of_what_is_lost(part: int, whole: int, band: str) -> None:
    assert loss(part, whole) == band and band in LOSS


def test_periods() -> None:
    quarter, year = Period.read("2026Q3"), Period.read("2026")
    assert quarter.last == date(2026, 9, 30) and year.last == date(2026, 12, 31)
    assert not quarter.is_closed(date(2026, 9, 30)) and quarter.is_closed(date(2026, 10, 1))
    assert [one.code for one in year.quarters] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    for code in ("2026Q0", "0000", "26Q1", "2026-3", "٢٠٢٦", ""):
        with pytest.raises(ValueError):
            Period.read(code)


def fact(key: str, day: date | None, worker: str = "w", case: str = "") -> Fact:
    values: Mapping[str, str] = {}
    return Fact(key, worker, case, day, values)


def test_what_was_entered_late_is_counted_with_the_next_and_nothing_twice() -> None:
    first, late, later, bare = (
        fact("first", date(2026, 2, 1)),
        fact("late", date(2026, 3, 31)),
        fact("later", date(2026, 7, 1)),
        fact("bare", None),
    )
    counted = {mark_of("grievance", one) for one in of_period(GRIEVANCE, [first, first], Period.read("2026Q1"), set())}
    assert len(counted) == 1 and marks_in(b"".join(counted)) == counted
    assert of_period(GRIEVANCE, [first, late, later, bare], Period.read("2026Q2"), counted) == [late]
    assert mark_of("remedy", first) not in counted


def test_people_are_counted_for_their_own_period_alone() -> None:
    every = [fact(f"w {one}", date(2026, one, 5)) for one in (11, 2, 5)] + [fact("x 1", date(2025, 12, 31), "x")]
    assert [one.key for one in of_period(PERSON, every, Period.read("2026Q2"), set())] == ["w 5"]
    assert [one.key for one in of_period(PERSON, every, Period.read("2026"), set())] == ["w 2"]
    assert of_period(PERSON, every, Period.read("2026Q3"), set()) == []


def test_what_names_no_case_stands_in_the_case_of_its_worker() -> None:
    """Of several cases the one with most workers; who became a part of another's file is the same woman."""
    files = [("b", ["w1", "w2", "twin"]), ("a", ["w1"]), ("c", ["w3"])]
    cases = cases_of(files, lambda id: "w2" if id == "twin" else id)
    assert cases == {"w1": "b", "w2": "b", "w3": "c"}
    bare, named, other = fact("1", None, "w1"), fact("2", None, "w1", "a"), fact("3", None, "w9")
    assert [one.case for one in in_cases([bare, named, other], cases)] == ["b", "a", ""]
