"""Distances between trajectories, and groups of them: how the time and the memory grow with their number.

Beside them two peers: `sequenzo`, the package of researchers in Python, in an environment of its own (its interpreter
in CORRIDOR_BENCH_SEQUENZO; left out without one), and the same table written in plain Python, timed on some pairs and
told for all. Trajectories of 60 months are made by chance (seeded): twelve states, each kept for about half a year.
Every measurement is a process of its own; the distances are compared with the peer's.
"""

import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from bench.tables import table

MONTHS, STATES, STAYS = 60, 12, 5 / 6
NUMBERS = (250, 500, 1000, 2000)
METHODS = ("constant", "by moves", "dynamic")
PAIRS = 200  # for plain Python
PEER = "CORRIDOR_BENCH_SEQUENZO"


def made(number: int) -> list[list[int]]:
    chance, found = random.Random(1), []
    for _ in range(number):
        one = [chance.randrange(STATES)]
        while len(one) < MONTHS:
            one.append(one[-1] if chance.random() < STAYS else chance.randrange(STATES))
        found.append(one)
    return found


def own(method: str, rows: list[list[int]]) -> Any:
    import numpy as np

    from corridor.work import dissimilarity as of

    codes = np.array(rows, dtype=np.uint8)
    if method == "dynamic":
        return lambda: of.dynamic_hamming(codes, of.dynamic_costs(codes, STATES))
    costs = of.constant_costs(STATES) if method == "constant" else of.transition_costs(codes, STATES)
    return lambda: of.optimal_matching(codes, costs)


def peer(method: str, rows: list[list[int]]) -> Any:
    import pandas
    from sequenzo import SequenceData
    from sequenzo.dissimilarity_measures import get_distance_matrix

    frame = pandas.DataFrame(rows, columns=[f"m{n}" for n in range(MONTHS)])
    frame.insert(0, "id", range(len(rows)))
    data = SequenceData(frame, time=list(frame.columns[1:]), states=list(range(STATES)), id_col="id")
    said = {"constant": {"sm": "CONSTANT", "indel": 1}, "by moves": {"sm": "TRATE"}, "dynamic": {"sm": "TRATE"}}[method]
    name = "DHD" if method == "dynamic" else "OM"
    return lambda: get_distance_matrix(seqdata=data, method=name, **said).to_numpy()


def plain(rows: Sequence[Sequence[int]]) -> float:
    """Seconds for one pair, in plain Python, at a cost of 2 for every change."""
    begin = time.process_time()
    for one, other in zip(rows[:PAIRS], rows[PAIRS : 2 * PAIRS], strict=True):
        above = list(range(MONTHS + 1))
        for number, state in enumerate(one, start=1):
            row = [number]
            for place, theirs in enumerate(other):
                row.append(min(above[place] + 2 * (state != theirs), above[place + 1] + 1, row[-1] + 1))
            above = row
    return (time.process_time() - begin) / PAIRS


def measured(act: Callable[[], Any]) -> dict[str, Any]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin, busy = time.perf_counter(), time.process_time()
    apart = act()
    told = {"wall": time.perf_counter() - begin, "busy": time.process_time() - busy}
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    sample = [round(float(apart[0, at]), 3) for at in range(1, 50)]
    return told | {"megabytes": grown / 1024, "sample": sample}


def in_process(whose: str, method: str, number: int) -> dict[str, Any] | None:
    """What one measurement found; None where the process ended without an answer."""
    python = sys.executable if whose == "own" else os.environ[PEER]
    command = [python, "-m", "bench.trajectories", whose, method, str(number)]
    done = subprocess.run(command, check=whose == "own", capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else None


def grouping(number: int) -> tuple[float, float]:
    """Seconds for the best of 2 to 6 groups, and the mean silhouette."""
    from corridor.work.grouping import grouped

    apart = own("constant", made(number))()
    begin = time.process_time()
    found = grouped(apart, 5)
    return time.process_time() - begin, found.silhouette if found else 0.0


def beside(ours: dict[str, Any], theirs: dict[str, Any] | None) -> list[object]:
    if theirs is None:
        return ["ended without an answer", "-", "-", "-"]
    same = max(abs(a - b) for a, b in zip(ours["sample"], theirs["sample"], strict=True)) < 0.01
    spent = [f"{theirs['busy']:.2f}", f"{theirs['megabytes']:.0f}"]
    return [*spent, ours["busy"] / theirs["busy"], "same" if same else "OTHER"]


def main() -> None:
    one_pair, rows = plain(made(2 * PAIRS)), []
    for method in METHODS:
        for number in NUMBERS:
            ours = in_process("own", method, number)
            assert ours
            line: list[object] = [method, number, f"{ours['busy']:.2f}", f"{ours['megabytes']:.0f}"]
            if PEER in os.environ:
                line += beside(ours, in_process("peer", method, number))
            floor = one_pair * number * (number - 1) / 2
            line += [f"{floor / ours['busy']:.0f}" if method != "dynamic" else "-"]
            rows.append(line)
    added = ["sequenzo, s", "MB", "ours/theirs", "distances"] if PEER in os.environ else []
    table(
        f"Trajectories of {MONTHS} months, {STATES} states (seconds of processor)",
        ["costs", "number", "ours, s", "MB", *added, "plain Python / ours"],
        rows,
        [f"Plain Python: {one_pair * 1000:.2f} ms for a pair, so {one_pair * 2000 * 1999 / 2 / 60:.0f} min for 2,000."],
    )
    found = [[number, f"{seconds:.2f}", f"{wide:.2f}"] for number in NUMBERS for seconds, wide in [grouping(number)]]
    table("The best of 2 to 6 groups around medoids", ["number", "s", "silhouette"], found)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        whose, method, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
        print(json.dumps(measured((own if whose == "own" else peer)(method, made(number)))))
    else:
        main()
