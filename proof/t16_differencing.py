"""Differencing: whoever puts everything released together, knows the rule and how many people there are, finds nobody.

Made-up centres of four sizes, a few large cells and many small ones, eight quarters each; every quarter's tables pass
the gate. Then its work is tried without it: each small cell of every cross must be empty in some made-up counts that
fit everything shown, which is found out by addition alone. The tables of different quarters are over different facts,
so that nothing of one follows from the other; that a table which runs on (each quarter's facts added to the last) does
tell is one of the arms that must fall. No database takes part: what was reckoned once stands for both.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from proof import Result, Scale
from proof.ledger import FOLDER, ROOT

if TYPE_CHECKING:
    from corridor.figures.gate import Family, Released

NAME = "T16"
TITLE = "Differencing: from all that is released nobody can be certain of anybody in a small cell"
SIZES = (150, 225, 900, 3_000)
SEEDS, QUARTERS = 50, 8
PROCESSES = 2
SECONDS = 60.0  # for one attack
SOURCES = ("rounding", "polytope", "attacker", "gate", "dominance", "tests/worlds")
NAIVE = "suppress 1 to 4"  # zeros printed, as most pages of figures do
# What other rules show: threshold, base, zeros. The last one is ours without the attacker, which must leave something.
RULES = {
    NAIVE: (5, 1, True),
    "suppress 0 to 4": (5, 1, False),
    "suppress 0 to 9": (10, 1, False),
    "round to 5": (0, 5, False),
    "10-5 without the attacker": (10, 5, False),
}
MUST_RECOVER = 0.5  # of the small cells, under NAIVE


@dataclass
class Tally:
    """What came of the releases of one made-up centre, or of all."""

    releases: int = 0
    small: int = 0
    exact: int = 0
    certain: int = 0
    timed: int = 0
    tables: int = 0
    coarser: int = 0
    dropped: int = 0
    shown: int = 0
    cells: int = 0
    seconds: float = 0.0
    longest: float = 0.0
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        for name, value in asdict(other).items():
            both = max(self.longest, value) if name == "longest" else getattr(self, name) + value
            setattr(self, name, both)


def centre(count: int, seed: int, quarters: int) -> Tally:
    """The releases of one made-up centre, quarter by quarter."""
    from corridor.figures.attacker import TIME
    from corridor.figures.gate import released
    from corridor.figures.tests.worlds import world

    tally = Tally()
    for quarter in range(quarters):
        family, begin = world(count, f"{count} {seed} {quarter}"), time.perf_counter()
        out = released(family, seconds=SECONDS)
        took = time.perf_counter() - begin
        certain = out.last.found
        tally.add(
            Tally(
                releases=1,
                small=len(out.last.small),
                exact=sum(one.exact for one in certain),
                certain=len(certain),
                timed=sum(step.why == TIME for step in out.steps),
                tables=len(out.shown),
                coarser=len({step.table for step in out.steps}),
                dropped=len(out.dropped),
                shown=sum(value is not None for one in out.shown for value in one.cells.values()),
                cells=sum(len(table.cells) for table in family.tables),
                seconds=took,
                longest=took,
                faults=[f"{count} people, seed {seed}, quarter {quarter + 1}: {one}" for one in _faults(family, out)],
            )
        )
    return tally


def _faults(family: "Family", out: "Released") -> Iterator[str]:
    """What is wrong with a release, by addition alone: small cells that no made-up counts leave empty."""
    from corridor.figures.tests.worlds import contradicts, small

    cells = list(product(*family.dims.values()))
    left = small(family)
    if left != set(out.last.small):
        yield f"{len(left ^ set(out.last.small))} small cells were not tried, or are none"
    for point in out.last.points:
        counts = dict(zip(cells, map(int, point), strict=True))
        if told := contradicts(family, out.shown, counts):
            yield f"counts that do not fit: {told}"
            continue
        there = [set(zip(family.dims, cell, strict=True)) for cell, count in counts.items() if count]
        left = {where for where in left if any(set(where) <= one for one in there)}
    if left:
        yield f"{len(left)} small cells are in no made-up counts empty"


def naive(rule: str, count: int, seed: int) -> Tally:
    """One release under another rule, and what the attacker takes from it. Printed small cells count as recovered."""
    from corridor.figures import attacker
    from corridor.figures.tests.worlds import under, world

    family = world(count, f"{count} {seed} 0")
    attack = attacker.found(family, [under(table, *RULES[rule]) for table in family.tables], SECONDS)
    sure = [one for one in attack.found if one.how != attacker.TIME]
    return Tally(releases=1, small=len(attack.small), exact=sum(one.exact for one in sure), certain=len(sure))


def running_on(count: int, seed: int) -> Tally:
    """A table that runs on: what stood before under 10-5, and again with a few new facts in it."""
    from corridor.figures import attacker
    from corridor.figures.rounding import shown, together
    from corridor.figures.tests.worlds import codes, facts, tables, world

    parts, few = {}, count // 10
    for part, some in (("before", count), ("new", few)):
        family = world(some, f"{count} {seed} {part}", known=False)
        before = tuple(shown(table, 5) for table in family.tables) if part == "before" else ()
        parts[part] = (family, before)
    joint = facts(count, f"{count} {seed} before")
    for cell, more in facts(few, f"{count} {seed} new").items():
        joint[cell] = joint.get(cell, 0) + more
    again = tuple(replace(table, id=f"again:{table.id}") for table in tables(codes(), joint))
    whole, out = together("running on", "part", parts, again)
    attack = attacker.found(whole, [*out, *(shown(table, 5) for table in again)], SECONDS)
    new = [where for where in attack.small if ("part", "new") in where]
    sure = [one for one in attack.found if one.where in set(new) and one.how != attacker.TIME]
    return Tally(releases=1, small=len(new), exact=sum(one.exact for one in sure), certain=len(sure))


RUNNING_ON = "a table that runs on"


def _reckon(job: tuple[str, int, int, int]) -> tuple[tuple[str, int, int, int], Tally]:
    what, count, seed, quarters = job
    if not what:
        return job, centre(count, seed, quarters)
    return job, running_on(count, seed) if what == RUNNING_ON else naive(what, count, seed)


def _kept() -> Path:
    """Where the made-up centres that were reckoned already are kept, for this state of the rule and the attacker."""
    whole = hashlib.sha256(Path(__file__).read_bytes() + version("highspy").encode())
    for name in SOURCES:
        whole.update((ROOT / "corridor" / "figures" / f"{name}.py").read_bytes())
    return FOLDER / f"T16-{whole.hexdigest()[:12]}"


def _all(jobs: list[tuple[str, int, int, int]], folder: Path) -> dict[str, Tally]:
    """What came of all of them, by arm; each is kept when it is there, so that a run goes on where it was cut short."""
    arms, waiting = dict[str, Tally](), []
    folder.mkdir(parents=True, exist_ok=True)

    def path(job: tuple[str, int, int, int]) -> Path:
        return folder / ("-".join(map(str, job)).replace(" ", "_") + ".json")

    def take(job: tuple[str, int, int, int], tally: Tally) -> None:
        arms.setdefault(job[0], Tally()).add(tally)
        if not job[0]:
            arms.setdefault(f"of {job[1]}", Tally()).add(tally)

    for job in jobs:
        try:
            take(job, Tally(**json.loads(path(job).read_text())))
        except (OSError, ValueError, TypeError):
            waiting.append(job)
    with ProcessPoolExecutor(PROCESSES) as pool:
        for number, (job, tally) in enumerate(pool.map(_reckon, waiting), 1):
            path(job).with_suffix(".new").write_text(json.dumps(asdict(tally)))
            os.replace(path(job).with_suffix(".new"), path(job))
            take(job, tally)
            if number % 20 == 0:
                print(f"  {number} of {len(waiting)} made-up centres and other rules", flush=True)
    return arms


def run(scale: Scale, database: str) -> Result:
    seeds, quarters = scale.of(SEEDS, 1), scale.of(QUARTERS, 1)
    jobs = [("", count, seed, quarters) for count in SIZES for seed in range(seeds)]
    others = [*RULES, RUNNING_ON]
    jobs += [(rule, count, seed, 1) for rule in others for count in SIZES for seed in range(scale.of(10, 1))]
    arms = _all(jobs, Path(os.environ["CORRIDOR_VAR"]) if scale.short else _kept())
    ours, control = arms[""], arms[NAIVE]
    fell = control.exact > MUST_RECOVER * control.small and all(arms[one].certain for one in others)
    per_size = ", ".join(
        f"{count}: {arms[f'of {count}'].shown / arms[f'of {count}'].cells:.0%} of cells shown, "
        f"{arms[f'of {count}'].dropped} tables dropped"
        for count in SIZES
    )
    return Result(
        test=NAME,
        database=database,
        load=f"{ours.releases:,} releases (people a quarter {', '.join(f'{one:,}' for one in SIZES)}; {seeds} seeds x "
        f"{quarters} quarters), {ours.tables:,} tables, {ours.small:,} small cells; no database takes part",
        result=f"{ours.exact} exact, {ours.certain} certain of somebody; {ours.coarser} tables coarsened or dropped, "
        f"{ours.dropped} of them dropped, {ours.timed} for want of time ({per_size}); "
        f"{ours.seconds / ours.releases:.2f} s a release, {ours.longest:.1f} s at most",
        passed=not (ours.exact or ours.certain or ours.faults)
        and ours.releases == len(SIZES) * seeds * quarters
        and fell,
        control="; ".join(
            f"{one}: {arms[one].exact} exact, {arms[one].certain} certain of {arms[one].small:,}" for one in others
        ),
        faults=ours.faults[:20],
    )
