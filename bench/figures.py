"""An indicator over 5 million facts by five dimensions (50 million with --large), as the release maker reckons it.

A store of 40 centres and 8 quarters: one Parquet file for each return, a row for each fact (a real store has counted
them together already, so it is smaller). The question: how many of known outcome had a remedy, by quarter, centre,
corridor and sector. Beside our path, over the same files: SQL written by hand for DuckDB, polars, pandas and Apache
Spark on this machine; what is not installed is left out and said. Each in a process of its own that reads the files
anew every time; the answers are compared. Goals: warm at most 1.3 times the SQL written by hand, in time and memory; at
least 3 times faster than pandas with half its memory; 50 million facts within 4 GB.
"""

import importlib.util
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.tables import table

CENTRES, TIMES = 40, 5
QUARTERS = tuple(f"{year}Q{number}" for year in (2024, 2025) for number in (1, 2, 3, 4))
CORRIDORS = tuple(f"{home}-{there}" for home in ("NPL", "BGD", "IND", "LKA", "ETH") for there in ("JOR", "LBN", "KWT"))
SECTORS = ("domestic-work", "garment", "care", "construction", "hospitality", "agriculture")
OUTCOMES = ("received", "part", "nothing", "refused", "withdrawn", "unknown", "other")
BY = ("quarter", "centre", "corridor", "sector")
NAME = "by-corridor-sector-and-outcome"
Answer = tuple[int, int, int, int]  # groups; facts of known outcome, with a remedy, all


def by_chance(name: str, codes: tuple[str, ...], salt: int) -> str:
    """A column of these codes, the first ones more often; the same for the same row."""
    place = f"CAST(FLOOR({len(codes)} * POW(hash(i * 7 + {salt}) / 18446744073709551616.0, 2)) AS INT)"
    return f"{list(codes)!r}[1 + {place}] AS {name}"


def lay(store: Path, facts: int) -> int:
    """Facts by chance (seeded by the number of the row). Returns the bytes of the store."""
    import duckdb

    each = facts // (CENTRES * len(QUARTERS))
    names = {"corridor": CORRIDORS, "sector": SECTORS, "outcome": OUTCOMES}
    columns = ", ".join(by_chance(name, codes, salt) for salt, (name, codes) in enumerate(names.items()))
    with duckdb.connect() as connection:
        for at, (quarter, centre) in enumerate((q, c) for q in QUARTERS for c in range(CENTRES)):
            folder = store / "grievance" / NAME / f"quarter={quarter}"
            folder.mkdir(parents=True, exist_ok=True)
            connection.execute(
                f"COPY (SELECT 'centre-{centre}' AS centre, {columns}, CAST(1 AS INTEGER) AS n"
                f" FROM range({at * each}, {(at + 1) * each}) t(i))"
                f" TO '{folder}/centre-{centre}-r1.parquet' (FORMAT parquet)"
            )
    return sum(path.stat().st_size for path in store.rglob("*.parquet"))


def indicator_path(store: Path, on_spark: bool = False) -> Callable[[], Answer]:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.settings")
    django.setup()
    from corridor.figures.engine import DuckDB, Engine, crossed
    from corridor.figures.indicators import Indicator
    from corridor.figures.on_spark import Spark
    from corridor.journey.facts import CORRIDOR, SECTOR, Column, FactKind

    outcome = Column("outcome", "What came of it", codes=OUTCOMES[:-2])
    columns, sets = (CORRIDOR, SECTOR, outcome), {NAME: ("corridor", "sector", "outcome")}
    kind = FactKind("grievance", "", "", columns, sets, lambda known, today: iter(()))
    received = {"outcome": ("received", "part")}
    indicator = Indicator("remedy-received", "grievance", "ratio", "share", BY, numerator=received)
    engines: list[Engine] = []

    def ask() -> Answer:
        if not engines:
            engines.append(Spark(os.environ.get("CORRIDOR_SPARK", "local[2]")) if on_spark else DuckDB(store))
        found = crossed(engines[0], store, indicator, BY, QUARTERS, {"grievance": kind})
        return (
            len(found),
            sum(v.denominator for v in found),
            sum(v.numerator for v in found),
            sum(v.facts for v in found),
        )

    return ask


def by_hand(store: Path) -> Callable[[], Answer]:
    import duckdb

    connections: list[duckdb.DuckDBPyConnection] = []
    sql = f"""
        SELECT quarter, centre, corridor, sector,
               sum(n) FILTER (outcome IN ('received', 'part')),
               sum(n) FILTER (outcome NOT IN ('unknown', 'other')), sum(n)
        FROM read_parquet('{store}/grievance/{NAME}/*/*.parquet', hive_partitioning = true)
        GROUP BY ALL ORDER BY ALL"""

    def ask() -> Answer:
        if not connections:
            connections.append(duckdb.connect())
        found = connections[0].execute(sql).fetchall()
        return len(found), sum(r[5] or 0 for r in found), sum(r[4] or 0 for r in found), sum(r[6] for r in found)

    return ask


def with_polars(store: Path) -> Callable[[], Answer]:
    import polars as pl

    def ask() -> Answer:
        read = pl.scan_parquet(store / "grievance" / NAME, hive_partitioning=True)
        found = (
            read.group_by(BY)
            .agg(
                known=pl.col("n").filter(~pl.col("outcome").is_in(["unknown", "other"])).sum(),
                received=pl.col("n").filter(pl.col("outcome").is_in(["received", "part"])).sum(),
                facts=pl.col("n").sum(),
            )
            .sort(BY)
            .collect()
        )
        rows = found.rows()
        return len(rows), sum(r[4] for r in rows), sum(r[5] for r in rows), sum(r[6] for r in rows)

    return ask


def with_pandas(store: Path) -> Callable[[], Answer]:
    import pandas

    def ask() -> Answer:
        read = pandas.read_parquet(store / "grievance" / NAME)
        read["known"] = read["n"].where(~read["outcome"].isin(["unknown", "other"]), 0)
        read["received"] = read["n"].where(read["outcome"].isin(["received", "part"]), 0)
        found = read.groupby(list(BY), observed=True)[["known", "received", "n"]].sum()
        rows = list(found.itertuples())
        return len(rows), sum(r[1] for r in rows), sum(r[2] for r in rows), sum(r[3] for r in rows)

    return ask


WAYS: dict[str, tuple[Callable[[Path], Callable[[], Answer]], tuple[str, ...]]] = {
    "SQL by hand, DuckDB (floor)": (by_hand, ()),
    "our indicator, DuckDB": (indicator_path, ()),
    "polars": (with_polars, ("polars",)),
    "pandas": (with_pandas, ("pandas", "pyarrow")),
    "our indicator, Spark": (lambda store: indicator_path(store, True), ("pyspark",)),
}
OURS = "our indicator, DuckDB"


def peak() -> float:
    """Megabytes this process had at most. What `resource` says of a new process may be its parent's."""
    told = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(told[1]) / 1024 if told else 0.0


def measured(way: str, store: Path) -> dict[str, Any]:
    """first: the first question, with the engine opened. warm: the middle of the next ones. Memory: of this process."""
    ask = WAYS[way][0](store)
    before, seconds, busy, answer = peak(), [], [], None
    for _ in range(TIMES + 1):
        begin, worked = time.perf_counter(), time.process_time()
        answer = ask()
        seconds.append(time.perf_counter() - begin)
        busy.append(time.process_time() - worked)
    told = {"first": seconds[0], "warm": statistics.median(seconds[1:]), "busy": statistics.median(busy[1:])}
    told |= {"peak": peak(), "grown": peak() - before}
    return told | {"answer": [int(number) for number in answer or ()]}


def in_process(way: str, store: Path) -> dict[str, Any] | str:
    """What one way found, or why there is nothing."""
    if missing := [name for name in WAYS[way][1] if importlib.util.find_spec(name) is None]:
        return f"left out: {', '.join(missing)} not installed"
    if "Spark" in way and not shutil.which("java"):
        return "left out: no Java"
    command = [sys.executable, "-m", "bench.figures", "one", way, str(store)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        return f"ended without an answer ({done.returncode}): {done.stderr.strip().splitlines()[-1:]}"
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main(facts: int) -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("CORRIDOR_BENCH_FOLDER")) as folder:
        size = lay(Path(folder), facts)
        found = {way: in_process(way, Path(folder)) for way in WAYS}
    notes = [f"{way}: {told}" for way, told in found.items() if isinstance(told, str)]
    done = {way: told for way, told in found.items() if isinstance(told, dict)}
    ours = done[OURS]
    rows: list[list[object]] = [
        [
            way,
            told["first"] * 1000,
            told["warm"] * 1000,
            f"{told['warm'] / ours['warm']:.2f}",
            told["busy"] * 1000,
            f"{told['busy'] / ours['busy']:.2f}",
            told["peak"],
            told["grown"],
            f"{told['peak'] / ours['peak']:.2f}",
            "same" if told["answer"] == ours["answer"] else "OTHER",
        ]
        for way, told in done.items()
    ]
    table(
        f"An indicator by five dimensions: {facts:,} facts, {size / 1e6:.0f} MB of Parquet in 320 files",
        [
            "way",
            "first, ms",
            "warm, ms",
            "/ours",
            "processor, ms",
            "/ours",
            "peak MB",
            "of it asking",
            "/ours",
            "answer",
        ],
        rows,
        [
            f"{ours['answer'][0]:,} groups. First: the engine opened and one answer; warm: the middle of {TIMES} more,"
            " the files read anew. Of Spark, Java's processor time and memory are not in it.",
            *notes,
        ],
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        print(json.dumps(measured(sys.argv[2], Path(sys.argv[3]))))
    else:
        main(50_000_000 if "--large" in sys.argv else 5_000_000)
