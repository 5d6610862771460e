"""Apache Spark gives DuckDB's numbers. It needs Java and pyspark: `make test-spark` fetches what it can."""

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from corridor.figures import store as stored
from corridor.figures.engine import DuckDB, crossed
from corridor.figures.indicators import Indicator, read
from corridor.figures.on_spark import Spark, engine
from corridor.figures.tests.rowsets_made_up import KINDS, counts, row

JAVA, PYSPARK = shutil.which("java"), importlib.util.find_spec("pyspark")
needed = pytest.mark.skipif(not (JAVA and PYSPARK), reason="Apache Spark: this machine has no Java, or no pyspark")


@pytest.fixture(scope="module")
def spark() -> Iterator[Spark]:
    started = Spark("local[2]")
    yield started
    started.stop()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    for quarter, centre, more in (
        ("2026Q1", "amman", 0),
        ("2026Q1", "beirut", 7),
        ("2026Q2", "amman", 3),
        ("2025", "x", 1),
    ):
        rows = {
            ("debt", "NPL-JOR", "received"): 6 + more,
            ("debt", "NPL-JOR", "unknown"): 5,
            ("threats", "BGD-LBN", "nothing"): 11,
            ("other", "other", "part"): 8,
        }
        cost = {("NPL-JOR", "none"): 12, ("NPL-JOR", "1-3"): 24 + more, ("NPL-JOR", "unknown"): 9}
        sets = [counts("by-kind-corridor-and-outcome", rows), counts("by-corridor-and-cost", cost)]
        stored.take(tmp_path, quarter, centre, "r1", sets)
    return tmp_path


COST = {"statistic": "median", "numerator": "", "measure": "cost", "by": "corridor;quarter", "unit": "months of pay"}


@needed
@pytest.mark.parametrize(
    ("indicator", "by"),
    [
        (read(row(), KINDS), ("kind", "corridor")),
        (read(row(denominator="kind=debt"), KINDS), ("quarter", "corridor", "kind", "centre")),
        (read(row(**COST), KINDS), ("corridor",)),
        (read(row(**COST), KINDS), ()),
    ],
)
def test_equal_numbers(indicator: Indicator, by: tuple[str, ...], spark: Spark, store: Path) -> None:
    quarters = ("2026Q1", "2026Q2")
    ours = crossed(DuckDB(store), store, indicator, by, quarters, KINDS)
    assert ours and crossed(spark, store, indicator, by, quarters, KINDS) == ours


def test_without_an_address_it_is_duckdb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CORRIDOR_SPARK", raising=False)
    assert isinstance(engine(tmp_path), DuckDB)
