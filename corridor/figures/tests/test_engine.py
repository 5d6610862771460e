"""Indicators over a store of row-sets, beside hand calculations and a plain loop over the same rows."""

import random
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from corridor.figures import store as stored
from corridor.figures.engine import DuckDB, crossed, people, reconciled
from corridor.figures.indicators import Refused, read
from corridor.figures.tests.rowsets_made_up import KINDS, counts, row
from corridor.figures.values import Value, figure, median, shares
from corridor.journey.facts import MONTHS_OF_PAY

CASES = tomllib.loads((Path(__file__).parent / "cases/indicators.toml").read_text(encoding="utf-8"))
OUTCOMES = ("received", "part", "nothing", "other", "unknown")


def laid(store: Path, returns: list[dict]) -> None:
    for one in returns:
        rows = {tuple(line[:-1]): line[-1] for line in one["rows"]}
        stored.take(
            store, one["quarter"], one["centre"], "r1", [counts(one["set"], rows, one.get("kind", "grievance"))]
        )


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["name"])
def test_worked_cases(case: dict, tmp_path: Path) -> None:
    laid(tmp_path, case["returns"])
    indicator = read(row(**case.get("indicator", {})), KINDS)
    found = crossed(DuckDB(tmp_path), tmp_path, indicator, tuple(case["by"]), tuple(case["quarters"]), KINDS)
    told = [[*one.at, one.numerator, one.denominator, one.facts, one.centres] for one in found]
    assert told == case["values"]
    if "figures" in case:
        assert [figure(indicator, one).number for one in found] == pytest.approx(case["figures"])


def by_loop(
    returns: list[tuple[str, str, dict[tuple[str, str, str], int]]], by: tuple[str, ...], kinds: set[str]
) -> dict:
    """Remedies received by kind and corridor, out of grievances of some kinds, reckoned row by row."""
    found: dict[tuple, list] = {}
    for quarter, centre, rows in returns:
        for (kind, corridor, outcome), n in rows.items():
            if kind not in kinds | {"other", "unknown"}:
                continue
            held = {"quarter": quarter, "centre": centre, "kind": kind, "corridor": corridor}
            value = found.setdefault(tuple(held[one] for one in by), [0, 0, 0, set()])
            sure = kind in kinds and outcome not in ("other", "unknown")
            value[0] += n * (sure and outcome in ("received", "part"))
            value[1] += n * sure
            value[2] += n
            value[3].add(centre)
    return {at: (a, b, c, len(d)) for at, (a, b, c, d) in sorted(found.items())}


@pytest.mark.parametrize("seed", range(12))
def test_any_crossing_equals_a_plain_loop(seed: int, tmp_path: Path) -> None:
    chance, name = random.Random(seed), "by-kind-corridor-and-outcome"
    returns = []
    for quarter in ("2025", "2026Q1", "2026Q2"):
        for centre in ("amman", "beirut", "dhaka"):
            rows = Counter(
                (chance.choice(["debt", "threats", "unknown", "other"]), chance.choice(["NPL-JOR", "other"]), outcome)
                for outcome in chance.choices(OUTCOMES, k=30)
            )
            returns.append((quarter, centre, dict(rows)))
            stored.take(tmp_path, quarter, centre, "r1", [counts(name, dict(rows))])
    by = tuple(chance.sample(["quarter", "centre", "kind", "corridor"], chance.randint(0, 4)))
    quarters = ("2026Q1", "2026Q2")
    indicator = read(row(denominator="kind=debt"), KINDS)
    if not {"kind", "corridor"} <= {*by}:
        by = (*(one for one in by if one not in ("kind", "corridor")), "kind", "corridor")
    found = crossed(DuckDB(tmp_path), tmp_path, indicator, by, quarters, KINDS)
    wanted = by_loop([one for one in returns if one[0] in quarters], by, {"debt"})
    assert {one.at: (one.numerator, one.denominator, one.facts, one.centres) for one in found} == wanted
    assert [one.at for one in found] == sorted(wanted)


def test_a_ratio_of_several_centres_is_no_mean_of_ratios(tmp_path: Path) -> None:
    """10 of 10 and 10 of 90 are 20 of 100, not the mean of 100 and 11 per cent."""
    name = "by-kind-and-outcome"
    stored.take(tmp_path, "2026Q1", "amman", "r1", [counts(name, {("debt", "received"): 10})])
    stored.take(tmp_path, "2026Q1", "dhaka", "r1", [counts(name, {("debt", "received"): 10, ("debt", "nothing"): 80})])
    [value] = crossed(DuckDB(tmp_path), tmp_path, read(row(), KINDS), ("kind",), ("2026Q1",), KINDS)
    assert figure(read(row(), KINDS), value).number == 0.2 and value.centres == 2


def test_what_is_not_known_is_told_as_bounds() -> None:
    value = Value((), numerator=30, denominator=60, facts=100, centres=3)
    assert value.between == (0.3, 0.7) and value.not_known == 40


def test_dividing_by_nothing_says_that_it_cannot_be_known() -> None:
    found = figure(read(row(), KINDS), Value(("debt",), 0, 0, 12, 1))
    assert found.number is None and found.reason.startswith("It cannot be known")


def test_a_median_is_taken_within_its_band() -> None:
    """By hand: 40 facts; 10 + 6 lie below "1-3", so the 20th is 4/16 into it: 1 + 4/16 * 2 = 1.5 months."""
    found = dict.fromkeys(MONTHS_OF_PAY, 0) | {"none": 10, "up-to-1": 6, "1-3": 16, "over-12": 8}
    assert median(found).number == 1.5
    assert median(found | {"none": 9, "1-3": 7, "over-12": 7}).number is None, "29 are too few"
    beyond = median(found | {"over-12": 100})
    assert beyond.more_than and beyond.number == 12


def test_a_total_says_by_how_much_its_parts_differ(tmp_path: Path) -> None:
    """Total by corridor and outcome: 50. By kind five of them were withheld: 45."""
    sets = [
        counts("by-corridor-and-outcome", {("NPL-JOR", "part"): 50}),
        counts("by-kind-and-outcome", {("debt", "part"): 30, ("threats", "part"): 15}),
    ]
    stored.take(tmp_path, "2026Q1", "amman", "r1", sets)
    engine, indicator = DuckDB(tmp_path), read(row(), KINDS)
    assert reconciled(engine, tmp_path, indicator, ("kind",), ("2026Q1",), KINDS).apart == 5
    assert reconciled(engine, tmp_path, indicator, ("corridor",), ("2026Q1",), KINDS).apart == 0


def test_people_are_bounds_and_never_a_false_sum(tmp_path: Path) -> None:
    """Two centres see 20 and 30 women in a quarter: from 30 (all twenty among them) to 50 (nobody twice)."""
    for centre, women in (("amman", 20), ("beirut", 30)):
        rows = {("woman", "NPL-JOR"): women}
        stored.take(tmp_path, "2026Q1", centre, "r1", [counts("by-sex-and-corridor", rows, "person")])
    seen = {"facts": "person", "statistic": "count", "numerator": "sex=woman", "by": "corridor;quarter"}
    found = people(DuckDB(tmp_path), tmp_path, read(row(**seen), KINDS), ("corridor",), ("2026Q1",), KINDS)
    assert [(one.at, one.least, one.most) for one in found] == [(("NPL-JOR",), 30, 50)]
    with pytest.raises(Refused, match="a count of people"):
        people(DuckDB(tmp_path), tmp_path, read(row(), KINDS), (), ("2026Q1",), KINDS)


def test_shares_are_of_all_that_is_known(tmp_path: Path) -> None:
    rows = {("debt", "received"): 6, ("debt", "nothing"): 12, ("debt", "other"): 6, ("debt", "unknown"): 10}
    stored.take(tmp_path, "2026Q1", "amman", "r1", [counts("by-kind-and-outcome", rows)])
    of = read(row(statistic="shares", numerator="", measure="outcome"), KINDS)
    [value] = crossed(DuckDB(tmp_path), tmp_path, of, ("kind",), ("2026Q1",), KINDS)
    assert shares(value) == {"received": 0.25, "part": 0, "nothing": 0.5, "other": 0.25} and value.facts == 34


def test_a_crossing_that_is_not_allowed_is_refused(tmp_path: Path) -> None:
    engine = DuckDB(tmp_path)
    with pytest.raises(Refused, match="expected only kind, corridor, quarter, centre"):
        crossed(engine, tmp_path, read(row(), KINDS), ("outcome",), ("2026Q1",), KINDS)
    waits = read(row(facts="session", waits_for="outreach at home"), KINDS)
    with pytest.raises(Refused, match="it waits for outreach at home"):
        crossed(engine, tmp_path, waits, (), ("2026Q1",), KINDS)


def test_an_empty_store_has_no_values(tmp_path: Path) -> None:
    assert crossed(DuckDB(tmp_path), tmp_path, read(row(), KINDS), ("kind",), ("2026Q1",), KINDS) == []


def test_a_return_taken_twice_is_there_once(tmp_path: Path) -> None:
    sets = [counts("by-kind-and-outcome", {("debt", "part"): 7})]
    for _ in range(2):
        written = stored.take(tmp_path, "2026Q1", "amman", "r1", sets)
    told = str(written[0].relative_to(tmp_path))
    assert told == "grievance/by-kind-and-outcome/quarter=2026Q1/amman-r1.parquet"
    [value] = crossed(DuckDB(tmp_path), tmp_path, read(row(), KINDS), ("kind",), ("2026Q1",), KINDS)
    assert value.facts == 7


def test_nothing_is_half_taken_when_writing_fails(tmp_path: Path) -> None:
    good = counts("by-kind-and-outcome", {("debt", "part"): 7})
    bad = counts("by-corridor-and-outcome", {("NPL-JOR", "part"): "many"})  # type: ignore[dict-item]
    with pytest.raises(Exception, match="many"):
        stored.take(tmp_path / "store", "2026Q1", "amman", "r1", [good, bad])
    assert [path for path in (tmp_path / "store").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("code", ["../up", "a/b", "", "a'b", "2026 Q1"])
def test_a_code_that_leads_elsewhere_is_no_name_of_a_file(code: str, tmp_path: Path) -> None:
    for quarter, centre, returned in ((code, "amman", "r1"), ("2026Q1", code, "r1"), ("2026Q1", "amman", code)):
        with pytest.raises(ValueError, match="cannot be the name"):
            stored.take(tmp_path, quarter, centre, returned, [counts("by-kind-and-outcome", {("debt", "part"): 7})])


def test_the_engine_reads_the_store_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n")
    engine = DuckDB(tmp_path / "store")
    for wrong in (f"SELECT * FROM '{tmp_path}/secret.csv'", f"COPY (SELECT 1) TO '{tmp_path}/out.csv'"):
        with pytest.raises(Exception, match=r"[Pp]ermission"):
            engine.rows(wrong)
